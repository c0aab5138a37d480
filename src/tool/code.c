// code.c - `dragoman code`: documents to records, as JSON for machines or pages for people.
#include "tool/page_options.h"
#include "tool/run.h"

#include <string.h>

const struct command_option code_options[] = {
    { "format", "json|text", "json: one object a line (default); text: a page for people" },
    PAGE_OPTIONS,
    RUN_OPTION_MODELS,
    RUN_OPTIONS,
    { NULL, NULL, NULL },
};

struct code_settings {
    bool is_text;
    struct page_options page;
};

static bool code_document(const struct engine *engine, const struct document *document, void *context,
                          struct arena *arena, struct slice *output, struct error *error) {
    (void)error;
    const struct code_settings *settings = context;
    const struct record *record = engine_code_document(engine, document, arena);
    *output = settings->is_text ? record_page(record, settings->page.width, settings->page.colour, arena)
                                : record_json(record, arena);
    return true;
}

int run_code(int argc, char **argv) {
    const struct command *command = command_find("code");
    struct run_options options = { 0 };
    struct code_settings settings = { .page = page_options_default() };
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
        } else if (!page_options_take(command, &settings.page, name, optarg, &failed)) {
            run_take_option(command, &options, name, optarg, &failed);
        }
        if (failed) return EXIT_USAGE;
    }
    if (!run_take_inputs(command, &options, argc, argv)) return EXIT_USAGE;
    return run_over(&options, &(struct run_work){ .document = code_document,
                                                  .context = &settings,
                                                  .form = settings.is_text ? OUTPUT_PAGE : OUTPUT_JSON,
                                                  .verb = "coded" });
}
