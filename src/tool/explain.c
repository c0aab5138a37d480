// explain.c - `dragoman explain`: why the events of a text are what they are, to see which row to write.
#include "tool/page_options.h"
#include "tool/run.h"

#include <stdio.h>
#include <string.h>

const struct command_option explain_options[] = {
    { "text", "SENTENCE", "explain this text instead of an INPUT" },
    RUN_OPTIONS,
    { NULL, NULL, NULL },
};

struct explain_settings {
    const char *text; // NULL: inputs are read
    unsigned width;
};

static bool explain_document(const struct engine *engine, const struct document *document, void *context,
                             struct arena *arena, const void **result, struct error *error) {
    const struct explain_settings *settings = context;
    if (!engine_codes(engine, document, error)) return false;
    struct slice *text = ARENA_NEW(arena, struct slice);
    *text = engine_explain_document(engine, document, settings->width, arena);
    *result = text;
    return true;
}

static void print_explanation(const void *result, const struct copy *copy, void *context,
                              struct arena *arena, struct slice *texts) {
    (void)copy, (void)context, (void)arena;
    texts[0] = *(const struct slice *)result;
}

static bool take_option(const struct command *command, void *context, const char *name, const char *value,
                        bool *failed) {
    struct explain_settings *settings = context;
    (void)command, (void)failed;
    if (strcmp(name, "text") != 0) return false;
    settings->text = value;
    return true;
}

// The text of the command line, as one document without a source.
static int explain_text(const struct run_options *options, const struct explain_settings *settings) {
    struct error error = { 0 };
    const struct engine_options engine_options = { .knowledge_folder = options->knowledge,
                                                   .model_folder = options->models,
                                                   .language = ENGINE_LANGUAGE };
    struct engine *engine = engine_open(&engine_options, &error);
    struct arena *arena = arena_new();
    const struct read_options read = { .published = slice_of(options->date ? options->date : ""),
                                       .language = SLICE(ENGINE_LANGUAGE) };
    bool is_done = engine != NULL;
    if (is_done) {
        const struct slice text = engine_explain(engine, slice_of(settings->text), SLICE("--text"), &read,
                                                 settings->width, arena, &error);
        is_done = text.start != NULL;
        fwrite(text.start, 1, text.length, stdout);
    }
    char message[600];
    if (!is_done) fprintf(stderr, "dragoman: %s\n", error_text(&error, message, sizeof message));
    arena_free(arena);
    engine_close(engine);
    return is_done ? EXIT_DONE : EXIT_SOME_FAILED;
}

int run_explain(int argc, char **argv) {
    const struct command *command = command_find("explain");
    struct run_options options = { 0 };
    struct explain_settings settings = { .width = page_options_default().width };
    int status;
    if (!run_take_arguments(command, &options, take_option, &settings, argc, argv, &status)) return status;
    if (settings.text) {
        if (options.named.path_count) return command_usage(command, "--text: expected no INPUT beside it");
        return explain_text(&options, &settings);
    }
    if (!options.named.path_count && !options.named.list && !options.named.url_count)
        return command_usage(command, "expected --text or at least one INPUT, found none");
    return run_over(&options, &(struct run_work){ .document = explain_document,
                                                  .context = &settings,
                                                  .print = print_explanation,
                                                  .every_language = true,
                                                  .coded_languages = true,
                                                  .verb = "explained" });
}
