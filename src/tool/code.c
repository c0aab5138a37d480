// code.c - `dragoman code`: documents to records, as JSON for machines or pages for people.
#include "tool/page_options.h"
#include "tool/run.h"

#include <string.h>

const struct command_option code_options[] = {
    { "format", "json|text", "json: one object a line (default); text: a page for people" },
    PAGE_OPTIONS,
    RUN_OPTIONS,
    { NULL, NULL, NULL },
};

struct code_settings {
    bool is_text;
    struct page_options page;
};

static bool code_document(const struct engine *engine, const struct document *document, void *context,
                          struct arena *arena, const void **result, struct error *error) {
    (void)context, (void)error;
    *result = engine_code_document(engine, document, arena);
    return true;
}

static struct slice print_record(const void *result, const struct copy *copy, void *context,
                                 struct arena *arena) {
    const struct code_settings *settings = context;
    const struct record *record = result;
    if (copy->original) record = record_as_copy(record, slice_of(copy->original), copy->agency, arena);
    return settings->is_text ? record_page(record, settings->page.width, settings->page.colour, arena)
                             : record_write_json(record, arena);
}

static bool take_option(const struct command *command, void *context, const char *name, const char *value,
                        bool *failed) {
    struct code_settings *settings = context;
    if (strcmp(name, "format") != 0) return page_options_take(command, &settings->page, name, value, failed);
    settings->is_text = strcmp(value, "text") == 0;
    *failed = !settings->is_text && strcmp(value, "json") != 0;
    if (*failed) command_usage(command, "--format: expected json or text, found \"%s\"", value);
    return true;
}

int run_code(int argc, char **argv) {
    const struct command *command = command_find("code");
    struct run_options options = { 0 };
    struct code_settings settings = { .page = page_options_default() };
    int status;
    if (!run_take_arguments(command, &options, take_option, &settings, argc, argv, &status)) return status;
    return run_over(&options, &(struct run_work){ .document = code_document,
                                                  .context = &settings,
                                                  .print = print_record,
                                                  .verb = "coded",
                                                  .every_language = true,
                                                  .coded_languages = true });
}
