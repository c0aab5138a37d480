// read.c - `dragoman read`: what the inputs hold, as documents, before anything is made of them.
#include "tool/page_options.h"
#include "tool/run.h"

#include <string.h>

const struct command_option read_options[] = {
    { "format", "ndjson|text", "ndjson: one object a line (default); text: a page for people" },
    PAGE_OPTIONS,
    RUN_OPTIONS,
    { NULL, NULL, NULL },
};

struct read_settings {
    bool is_text;
    struct page_options page;
};

static bool print_document(const struct engine *engine, const struct document *document, void *context,
                           struct arena *arena, struct slice *output, struct error *error) {
    (void)engine, (void)error;
    const struct read_settings *settings = context;
    *output = settings->is_text
                  ? record_document_page(document, settings->page.width, settings->page.colour, arena)
                  : record_document_json(document, arena);
    return true;
}

int run_read(int argc, char **argv) {
    const struct command *command = command_find("read");
    struct run_options options = { 0 };
    struct read_settings settings = { .page = page_options_default() };
    struct option long_options[COMMAND_OPTION_LIMIT + 2];
    command_getopt(command, long_options);
    for (int number; (number = command_next_option(command, long_options, argc, argv)) != -1;) {
        if (number == -2) return EXIT_USAGE;
        if (number == -3) return EXIT_DONE;
        const char *name = command->options[number].name;
        bool failed = false;
        if (strcmp(name, "format") == 0) {
            settings.is_text = strcmp(optarg, "text") == 0;
            if (!settings.is_text && strcmp(optarg, "ndjson") != 0 && strcmp(optarg, "json") != 0)
                return command_usage(command, "--format: expected ndjson or text, found \"%s\"", optarg);
        } else if (!page_options_take(command, &settings.page, name, optarg, &failed)) {
            run_take_option(command, &options, name, optarg, &failed);
        }
        if (failed) return EXIT_USAGE;
    }
    if (!run_take_inputs(command, &options, argc, argv)) return EXIT_USAGE;
    return run_over(&options, &(struct run_work){ .document = print_document,
                                                  .context = &settings,
                                                  .form = settings.is_text ? OUTPUT_PAGE : OUTPUT_JSON,
                                                  .verb = "printed",
                                                  .reading_only = true });
}
