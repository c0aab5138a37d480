// parse.c - `dragoman parse`: documents to CoNLL-U, to see what the language engine makes of them.
#include "language/conllu.h"
#include "tool/run.h"

const struct command_option parse_options[] = { RUN_OPTIONS, { NULL, NULL, NULL } };

static bool parse_document(const struct engine *engine, struct slice bytes, struct slice source,
                           const struct read_options *options, void *context, struct arena *arena,
                           struct slice *output, struct error *error) {
    (void)context;
    const struct analysis *analysis = engine_parse(engine, bytes, source, options, arena, error);
    if (!analysis) return false;
    *output = conllu_write(analysis, arena);
    return true;
}

int run_parse(int argc, char **argv) {
    const struct command *command = command_find("parse");
    struct run_options options = { 0 };
    struct option long_options[COMMAND_OPTION_LIMIT + 2];
    command_getopt(command, long_options);
    for (int number; (number = command_next_option(command, long_options, argc, argv)) != -1;) {
        if (number == -2) return EXIT_USAGE;
        if (number == -3) return EXIT_DONE;
        bool failed = false;
        run_take_option(command, &options, command->options[number].name, optarg, &failed);
        if (failed) return EXIT_USAGE;
    }
    if (optind >= argc)
        return command_usage(command, "expected at least one INPUT (- is standard input), found none");
    return run_over(&options, argv + optind, (size_t)(argc - optind), parse_document, NULL, "parsed");
}
