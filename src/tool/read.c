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

static bool take_document(const struct engine *engine, const struct document *document, void *context,
                          struct arena *arena, const void **result, struct error *error) {
    (void)engine, (void)context, (void)error;
    *result = record_document_of(document, arena);
    return true;
}

static void print_document(const void *result, const struct copy *copy, void *context, struct arena *arena,
                           struct slice *texts) {
    const struct read_settings *settings = context;
    const struct record_document *document = result;
    if (copy->original)
        document = record_document_as_copy(document, slice_of(copy->original), copy->agency, arena);
    texts[0] = settings->is_text
                   ? record_document_page(document, settings->page.width, settings->page.colour, arena)
                   : record_write_document_json(document, arena);
}

static bool take_option(const struct command *command, void *context, const char *name, const char *value,
                        bool *failed) {
    struct read_settings *settings = context;
    if (strcmp(name, "format") != 0) return page_options_take(command, &settings->page, name, value, failed);
    settings->is_text = strcmp(value, "text") == 0;
    *failed = !settings->is_text && strcmp(value, "ndjson") != 0 && strcmp(value, "json") != 0;
    if (*failed) command_usage(command, "--format: expected ndjson or text, found \"%s\"", value);
    return true;
}

int run_read(int argc, char **argv) {
    const struct command *command = command_find("read");
    struct run_options options = { 0 };
    struct read_settings settings = { .page = page_options_default() };
    int status;
    if (!run_take_arguments(command, &options, take_option, &settings, argc, argv, &status)) return status;
    return run_over(&options, &(struct run_work){ .document = take_document,
                                                  .print = print_document,
                                                  .context = &settings,
                                                  .verb = "printed",
                                                  .reading_only = true });
}
