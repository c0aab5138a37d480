// engine.c - opens each station once and sends documents through them, in the order of architecture.md.
//
// Data files are looked for where the program was built, then where it is installed; a caller may name
// others.
#include "engine/engine.h"

#include "read/text/language.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct engine {
    struct knowledge *knowledge;
    struct reader *reader;
    struct language *language;
    struct pack {
        struct slice code;
        struct language *language;
    } * others; // [other_count] all open ones but `language`
    size_t other_count;
    struct slice code; // of `language`
    bool is_told;      // that documents are in it
    struct interpreter *interpreter;
    struct coder *coder;
    struct recorder *recorder;
};

// The named file or folder if given; else the first of build and installation that is there.
static const char *data_path(const char *named, const char *built, const char *installed) {
    if (named) return named;
    return access(built, R_OK) == 0 ? built : installed;
}

// The packs of knowledge/languages.txt whose model is there.
static bool open_others(struct engine *engine, const char *model_folder, struct error *error) {
    const struct table *table = knowledge_table(engine->knowledge, TABLE_LANGUAGES, (struct slice){ 0 });
    engine->others = calloc(table_count(table) + 1, sizeof *engine->others);
    if (!engine->others) return error_at(error, ERROR_SYSTEM, (struct place_in_file){ 0 }, "out of memory");
    for (size_t row = 0; row < table_count(table); row++) {
        const struct slice code = table_cell(table, row, TABLE_COLUMN(LANGUAGES, CODE));
        if (slice_equal(code, engine->code) || !language_is_there(code, model_folder)) continue;
        struct language *language = language_open(engine->knowledge, code, model_folder, error);
        if (!language) return false;
        engine->others[engine->other_count++] = (struct pack){ code, language };
    }
    return true;
}

struct engine *engine_open(const struct engine_options *options, struct error *error) {
    struct engine *engine = calloc(1, sizeof *engine);
    if (!engine) {
        error_at(error, ERROR_SYSTEM, (struct place_in_file){ 0 }, "out of memory");
        return NULL;
    }
    const char *knowledge_file =
        data_path(options->knowledge_file, DRAGOMAN_BUILT_KNOWLEDGE, DRAGOMAN_DATA "/knowledge.bin");
    const char *model_folder =
        data_path(options->model_folder, DRAGOMAN_BUILT_MODELS, DRAGOMAN_DATA "/models");
    struct slice language = slice_of(options->language ? options->language : ENGINE_LANGUAGE);

    engine->knowledge = knowledge_open(knowledge_file, error);
    if (!engine->knowledge) goto failed;
    if (options->knowledge_folder && !knowledge_add(engine->knowledge, options->knowledge_folder, error))
        goto failed;
    engine->reader = reader_open(engine->knowledge);
    if (!reader_add_pages(engine->reader, model_folder, error)) goto failed;
    if (options->reading_only) return engine;
    engine->language = language_open(engine->knowledge, language, model_folder, error);
    if (!engine->language) goto failed;
    engine->code = language;
    engine->is_told = options->language != NULL;
    if (options->every_language && !open_others(engine, model_folder, error)) goto failed;
    engine->interpreter = interpreter_open(engine->knowledge, language, error);
    if (!engine->interpreter) goto failed;
    engine->coder = coder_open(engine->knowledge, language, error);
    if (!engine->coder) goto failed;
    engine->recorder = recorder_open(engine->knowledge, language, error);
    if (!engine->recorder) goto failed;
    return engine;

failed:
    engine_close(engine);
    return NULL;
}

void engine_close(struct engine *engine) {
    if (!engine) return;
    recorder_close(engine->recorder);
    coder_close(engine->coder);
    interpreter_close(engine->interpreter);
    for (size_t i = 0; i < engine->other_count; i++) language_close(engine->others[i].language);
    free(engine->others);
    language_close(engine->language);
    reader_close(engine->reader);
    knowledge_close(engine->knowledge);
    free(engine);
}

const char *engine_knowledge_hash(const struct engine *engine) {
    return knowledge_hash(engine->knowledge);
}

const char *engine_language_hash(const struct engine *engine) {
    return language_hash(engine->language);
}

// NULL when it is not open.
static const struct language *pack_of(const struct engine *engine, struct slice tag) {
    const struct slice code = language_of_tag(tag);
    if (slice_equal(code, engine->code)) return engine->language;
    for (size_t i = 0; i < engine->other_count; i++)
        if (slice_equal(code, engine->others[i].code)) return engine->others[i].language;
    return NULL;
}

const struct language *engine_pack(const struct engine *engine, struct slice tag, struct error *error) {
    const struct language *language = pack_of(engine, tag);
    if (!language)
        error_at(error, ERROR_INPUT, (struct place_in_file){ 0 },
                 "no model for the language \"" SLICE_FORMAT "\"", SLICE_ARG(tag));
    return language;
}

const struct knowledge *engine_knowledge(const struct engine *engine) {
    return engine->knowledge;
}

bool engine_read(const struct engine *engine, const struct item *item, const struct read_options *options,
                 struct arena *arena, struct documents *documents, struct error *error) {
    return read_item(engine->reader, item, options, arena, documents, error);
}

const struct analysis *engine_parse_document(const struct engine *engine, const struct document *document,
                                             struct arena *arena) {
    const struct language *language = pack_of(engine, slice_of(document->language));
    return language_analyse(language ? language : engine->language, document, arena);
}

// What is no code of a language that a text can be told to be in says nothing.
bool engine_codes(const struct engine *engine, const struct document *document, struct error *error) {
    const struct slice code = language_of_tag(slice_of(document->language));
    const struct table *languages =
        knowledge_table(engine->knowledge, TABLE_LANGUAGES, (struct slice){ "", 0 });
    struct table_walk walk = table_lookup(languages, code);
    if (engine->is_told || slice_equal(code, engine->code) || table_next(&walk) == TABLE_END) return true;
    if (document->text.length < DOCUMENT_TELLS &&
        !slice_equal(language_told(engine->knowledge, document->language_declared), code))
        return true;
    char source[256];
    snprintf(source, sizeof source, SLICE_FORMAT, SLICE_ARG(document->source));
    return error_at(error, ERROR_INPUT, (struct place_in_file){ .file = source },
                    "in \"" SLICE_FORMAT "\", a language that is not coded", SLICE_ARG(code));
}

const struct record *engine_code_document(const struct engine *engine, const struct document *document,
                                          struct arena *arena) {
    const struct analysis *analysis = language_analyse(engine->language, document, arena);
    const struct meaning *meaning = interpret(engine->interpreter, analysis, arena);
    const struct coding *coding = code_meaning(engine->coder, meaning, arena);
    return record_build(engine->recorder, coding, arena);
}

const struct analysis *engine_parse(const struct engine *engine, struct slice bytes, struct slice source,
                                    const struct read_options *options, struct arena *arena,
                                    struct error *error) {
    struct document *document = ARENA_NEW(arena, struct document);
    if (!read_document(engine->reader, bytes, source, options, arena, document, error)) return NULL;
    return engine_parse_document(engine, document, arena);
}

const struct record *engine_code(const struct engine *engine, struct slice bytes, struct slice source,
                                 const struct read_options *options, struct arena *arena,
                                 struct error *error) {
    struct document *document = ARENA_NEW(arena, struct document);
    if (!read_document(engine->reader, bytes, source, options, arena, document, error)) return NULL;
    return engine_codes(engine, document, error) ? engine_code_document(engine, document, arena) : NULL;
}
