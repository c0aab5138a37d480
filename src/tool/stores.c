// stores.c - what the commands over a store share.
#include "tool/stores.h"

#include <stdlib.h>
#include <string.h>

static int last_status;

const char *stores_where(const char *named) {
    const char *from_environment = getenv("DRAGOMAN_DB");
    return named ? named : from_environment && *from_environment ? from_environment : "dragoman.db";
}

int stores_failed(const struct error *error) {
    char text[1024];
    fprintf(stderr, "dragoman: %s\n", error_text(error, text, sizeof text));
    return EXIT_SOME_FAILED;
}

struct store *stores_open(const char *named, enum store_mode mode) {
    struct error error = { 0 };
    struct store *store = store_open(stores_where(named), mode, &error);
    if (!store) stores_failed(&error);
    return store;
}

int stores_status(void) {
    return last_status;
}

bool stores_take_alone(const struct command *command, int argc, char **argv, const char **where) {
    struct option options[COMMAND_OPTION_LIMIT + 2];
    command_getopt(command, options);
    for (int number; (number = command_next_option(command, options, argc, argv)) != -1;) {
        last_status = number == -3 ? EXIT_DONE : EXIT_USAGE;
        if (number < 0) return false;
        *where = optarg;
    }
    last_status = EXIT_USAGE;
    if (optind == argc) return true;
    command_usage(command, "expected no argument, found \"%s\"", argv[optind]);
    return false;
}
