// parse.c - `dragoman parse`: documents to CoNLL-U or drawn trees, to see what the language engine makes of
// them.
#include "language/conllu.h"
#include "language/draw.h"
#include "tool/page_options.h"
#include "tool/run.h"

#include <stdio.h>
#include <string.h>

const struct command_option parse_options[] = {
    { "format", "conllu|tree", "conllu: CoNLL-U (default); tree: drawn trees, for people" },
    { "tokens", NULL, "inputs are CoNLL-U: keep their sentences and words" },
    { "language", "CODE", "of the text, like es; default: as each document says or shows, en for CoNLL-U" },
    RUN_OPTIONS,
    { NULL, NULL, NULL },
};

#define LINES_NAMED 8 // of malformed sentences after the first

struct parse_settings {
    bool is_tree, has_tokens;
    const char *language; // NULL: each document's own
    unsigned width;
};

// What is wrong in the first malformed sentence, and where the others are.
static void name_malformed(const struct conllu_document *read, struct error *error) {
    size_t used = strlen(error->message);
    for (size_t i = 1; i < read->malformed && i <= LINES_NAMED && used < sizeof error->message - 1; i++)
        used += (size_t)snprintf(error->message + used, sizeof error->message - used, "%s%u",
                                 i == 1 ? "; malformed too: lines " : ", ", read->malformed_lines[i]);
    if (read->malformed > LINES_NAMED + 1 && used < sizeof error->message - 1)
        snprintf(error->message + used, sizeof error->message - used, " and %zu more",
                 read->malformed - LINES_NAMED - 1);
}

static bool parse_tokens(const struct engine *engine, struct slice bytes, struct slice source, void *context,
                         struct arena *arena, struct slice *output, struct error *error) {
    const struct parse_settings *settings = context;
    const struct language *language =
        engine_pack(engine, slice_of(settings->language ? settings->language : ENGINE_LANGUAGE), error);
    if (!language) return false;
    struct conllu_document read;
    conllu_read_document(bytes, arena_string(arena, source), arena, &read, error);
    for (size_t s = 0; s < read.analysis->count; s++)
        language_annotate(language, &read.sentences[s], (struct token *)read.sentences[s].tokens, arena);
    *output = settings->is_tree ? draw_trees(read.analysis, settings->width, arena)
                                : conllu_write(read.analysis, read.comments, arena);
    if (read.malformed > 0) name_malformed(&read, error);
    return read.malformed == 0;
}

static bool parse_document(const struct engine *engine, const struct document *document, void *context,
                           struct arena *arena, const void **result, struct error *error) {
    const struct parse_settings *settings = context;
    const struct language *language =
        settings->language ? engine_pack(engine, slice_of(settings->language), error) : NULL;
    if (settings->language && !language) return false;
    const struct analysis *analysis = language ? language_analyse(language, document, arena)
                                               : engine_parse_document(engine, document, arena);
    *result = analysis;
    return true;
}

static void print_analysis(const void *result, const struct copy *copy, void *context, struct arena *arena,
                           struct slice *texts) {
    (void)copy;
    const struct parse_settings *settings = context;
    texts[0] =
        settings->is_tree ? draw_trees(result, settings->width, arena) : conllu_write(result, NULL, arena);
}

static bool take_option(const struct command *command, void *context, const char *name, const char *value,
                        bool *failed) {
    struct parse_settings *settings = context;
    if (strcmp(name, "tokens") == 0) return settings->has_tokens = true;
    if (strcmp(name, "language") == 0) {
        settings->language = value;
        return true;
    }
    if (strcmp(name, "format") != 0) return false;
    settings->is_tree = strcmp(value, "tree") == 0;
    *failed = !settings->is_tree && strcmp(value, "conllu") != 0;
    if (*failed) command_usage(command, "--format: expected conllu or tree, found \"%s\"", value);
    return true;
}

int run_parse(int argc, char **argv) {
    const struct command *command = command_find("parse");
    struct run_options options = { 0 };
    struct parse_settings settings = { .width = page_options_default().width };
    int status;
    if (!run_take_arguments(command, &options, take_option, &settings, argc, argv, &status)) return status;
    return run_over(&options, &(struct run_work){ .document = parse_document,
                                                  .bytes = settings.has_tokens ? parse_tokens : NULL,
                                                  .context = &settings,
                                                  .print = print_analysis,
                                                  .every_language = true,
                                                  .verb = "parsed" });
}
