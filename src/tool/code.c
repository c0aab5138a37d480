// code.c - `dragoman code`: documents to records, as JSON for machines or pages for people.
#include "tool/run.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

const struct command_option code_options[] = {
    { "format", "json|text", "json: one object a line (default); text: a page for people" },
    { "color", "auto|always|never", "colour in the page (default: on a terminal, unless NO_COLOR is set)" },
    RUN_OPTIONS,
    { NULL, NULL, NULL },
};

#define WIDTH_DEFAULT 100
#define WIDTH_LIMIT 120 // lines longer than that are hard to read

struct code_settings {
    bool is_text, colour;
    unsigned width;
};

static bool code_document(const struct engine *engine, struct slice bytes, struct slice source,
                          const struct read_options *options, void *context, struct arena *arena,
                          struct slice *output, struct error *error) {
    const struct code_settings *settings = context;
    const struct record *record = engine_code(engine, bytes, source, options, arena, error);
    if (!record) return false;
    *output = settings->is_text ? record_page(record, settings->width, settings->colour, arena)
                                : record_json(record, arena);
    return true;
}

static unsigned terminal_width(void) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return WIDTH_DEFAULT;
    return size.ws_col < WIDTH_LIMIT ? size.ws_col : WIDTH_LIMIT;
}

int run_code(int argc, char **argv) {
    const struct command *command = command_find("code");
    struct run_options options = { 0 };
    struct code_settings settings = { .width = terminal_width() };
    const char *no_colour = getenv("NO_COLOR");
    settings.colour = isatty(STDOUT_FILENO) && !(no_colour && no_colour[0]);

    struct option long_options[COMMAND_OPTION_LIMIT + 2];
    command_getopt(command, long_options);
    for (int number; (number = command_next_option(command, long_options, argc, argv)) != -1;) {
        if (number == -2) return EXIT_USAGE;
        if (number == -3) return EXIT_DONE;
        const char *name = command->options[number].name;
        bool failed = false;
        if (strcmp(name, "format") == 0) {
            settings.is_text = strcmp(optarg, "text") == 0;
            if (!settings.is_text && strcmp(optarg, "json") != 0)
                return command_usage(command, "--format: expected json or text, found \"%s\"", optarg);
        } else if (strcmp(name, "color") == 0) {
            if (strcmp(optarg, "auto") != 0) settings.colour = strcmp(optarg, "always") == 0;
            if (strcmp(optarg, "auto") != 0 && strcmp(optarg, "always") != 0 && strcmp(optarg, "never") != 0)
                return command_usage(command, "--color: expected auto, always or never, found \"%s\"",
                                     optarg);
        } else {
            run_take_option(command, &options, name, optarg, &failed);
        }
        if (failed) return EXIT_USAGE;
    }
    if (optind >= argc)
        return command_usage(command, "expected at least one INPUT (- is standard input), found none");
    return run_over(&options, argv + optind, (size_t)(argc - optind), code_document, &settings, "coded");
}
