// parse.c - `dragoman parse`: documents to CoNLL-U, to see what the language engine makes of them.
#include "language/conllu.h"
#include "tool/run.h"

const struct command_option parse_options[] = { RUN_OPTION_MODELS, RUN_OPTIONS, { NULL, NULL, NULL } };

static bool parse_document(const struct engine *engine, const struct document *document, void *context,
                           struct arena *arena, struct slice *output, struct error *error) {
    (void)context, (void)error;
    *output = conllu_write(engine_parse_document(engine, document, arena), arena);
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
    if (!run_take_inputs(command, &options, argc, argv)) return EXIT_USAGE;
    return run_over(
        &options, &(struct run_work){ .document = parse_document, .form = OUTPUT_CONLLU, .verb = "parsed" });
}
