// amend.c - `dragoman amend`: a person's decisions about entries of a store.
#include "store/amend.h"
#include "tool/stores.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

const struct command_option amend_options[] = {
    STORE_OPTION,
    { "note", "TEXT", "why" },
    { "author", "NAME", "who decides" },
    { NULL, NULL, NULL },
};

static const struct {
    const char *decision;
    int arguments;
} decisions[] = { { "join", 2 }, { "split", 2 }, { "reject", 1 }, { "correct", 3 }, { "undo", 1 } };

int run_amend(int argc, char **argv) {
    const struct command *command = command_find("amend");
    struct option options[COMMAND_OPTION_LIMIT + 2];
    command_getopt(command, options);
    struct amendment amendment = { 0 };
    const char *where = NULL;
    for (int number; (number = command_next_option(command, options, argc, argv)) != -1;) {
        if (number < 0) return number == -3 ? EXIT_DONE : EXIT_USAGE;
        const char *name = command->options[number].name;
        if (strcmp(name, "db") == 0) where = optarg;
        if (strcmp(name, "note") == 0) amendment.note = optarg;
        if (strcmp(name, "author") == 0) amendment.author = optarg;
    }
    size_t found = 0;
    const size_t count = sizeof decisions / sizeof *decisions;
    while (found < count && (optind == argc || strcmp(argv[optind], decisions[found].decision) != 0)) found++;
    if (found == count || argc - optind - 1 != decisions[found].arguments)
        return command_usage(
            command, "expected join ID ID, split ID ID, reject ID, correct ID FIELD VALUE or undo NUMBER");
    char **arguments = argv + optind + 1;
    char made[32];
    const time_t now = time(NULL);
    struct tm day;
    strftime(made, sizeof made, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &day));
    amendment.decision = decisions[found].decision;
    amendment.entry = arguments[0];
    amendment.made = made;
    if (decisions[found].arguments == 2) amendment.other = arguments[1];
    if (decisions[found].arguments == 3) {
        amendment.field = arguments[1];
        amendment.value = arguments[2];
    }
    struct store *store = stores_open(where, STORE_WRITE);
    if (!store) return EXIT_SOME_FAILED;
    struct error error = { 0 };
    int64_t number = strtoll(arguments[0], NULL, 10);
    const bool is_undone = strcmp(amendment.decision, "undo") == 0;
    const bool ok =
        is_undone ? store_amend_undo(store, number, &error) : store_amend(store, &amendment, &number, &error);
    if (ok && !is_undone) printf("%lld\n", (long long)number);
    const int status = ok && store_join(store, NULL, &error) ? EXIT_DONE : stores_failed(&error);
    store_close(store);
    return status;
}
