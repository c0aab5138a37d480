// engine.c - opens each station once and sends documents through them, in the order of architecture.md.
//
// Data files are looked for where the program was built, then where it is installed; a caller may name
// others.
#include "engine/engine.h"

#include "coding/explain.h"
#include "read/text/language.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

// What one language needs. A language without tables of its own can be parsed but not coded: its last three
// are NULL.
struct pack {
    struct slice code;
    struct language *language;
    struct interpreter *interpreter;
    struct coder *coder;
    struct recorder *recorder;
};

struct engine {
    struct knowledge *knowledge;
    struct reader *reader;
    struct pack *packs; // [pack_count] the engine's own language first
    size_t pack_count;
    bool is_told; // that documents are in the first
};

// The named file or folder if given; else the first of build and installation that is there.
static const char *data_path(const char *named, const char *built, const char *installed) {
    if (named) return named;
    return access(built, R_OK) == 0 ? built : installed;
}

static bool pack_open(const struct engine *engine, struct slice code, const char *model_folder,
                      struct pack *pack, struct error *error) {
    pack->code = code;
    pack->language = language_open(engine->knowledge, code, model_folder, error);
    if (!pack->language) return false;
    if (!table_count(knowledge_table(engine->knowledge, TABLE_VERBS, code))) return true;
    pack->interpreter = interpreter_open(engine->knowledge, code, error);
    if (!pack->interpreter) return false;
    pack->coder = coder_open(engine->knowledge, code, error);
    if (!pack->coder || !coder_add_scorer(pack->coder, code, model_folder, error)) return false;
    pack->recorder = recorder_open(engine->knowledge, code, error);
    return pack->recorder != NULL;
}

static void pack_close(struct pack *pack) {
    recorder_close(pack->recorder);
    coder_close(pack->coder);
    interpreter_close(pack->interpreter);
    language_close(pack->language);
}

// The engine's own language, then, if `every_language`, those of knowledge/languages.txt whose model is
// there.
static bool open_packs(struct engine *engine, struct slice own, bool every_language, const char *model_folder,
                       struct error *error) {
    const struct table *table = knowledge_table(engine->knowledge, TABLE_LANGUAGES, (struct slice){ 0 });
    engine->packs = calloc(table_count(table) + 1, sizeof *engine->packs);
    if (!engine->packs) return error_at(error, ERROR_SYSTEM, (struct place_in_file){ 0 }, "out of memory");
    if (!pack_open(engine, own, model_folder, &engine->packs[engine->pack_count++], error)) return false;
    for (size_t row = 0; every_language && row < table_count(table); row++) {
        const struct slice code = table_cell(table, row, TABLE_COLUMN(LANGUAGES, CODE));
        if (slice_equal(code, own) || !language_is_there(code, model_folder)) continue;
        if (!pack_open(engine, code, model_folder, &engine->packs[engine->pack_count++], error)) return false;
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
    engine->is_told = options->language != NULL;
    if (!open_packs(engine, language, options->every_language, model_folder, error)) goto failed;
    return engine;

failed:
    engine_close(engine);
    return NULL;
}

void engine_close(struct engine *engine) {
    if (!engine) return;
    for (size_t i = 0; i < engine->pack_count; i++) pack_close(&engine->packs[i]);
    free(engine->packs);
    reader_close(engine->reader);
    knowledge_close(engine->knowledge);
    free(engine);
}

const char *engine_knowledge_hash(const struct engine *engine) {
    return knowledge_hash(engine->knowledge);
}

const char *engine_language_hash(const struct engine *engine) {
    return language_hash(engine->packs[0].language);
}

// NULL when it is not open.
static const struct pack *pack_of(const struct engine *engine, struct slice tag) {
    const struct slice code = language_of_tag(tag);
    for (size_t i = 0; i < engine->pack_count; i++)
        if (slice_equal(code, engine->packs[i].code)) return &engine->packs[i];
    return NULL;
}

const struct language *engine_pack(const struct engine *engine, struct slice tag, struct error *error) {
    const struct pack *pack = pack_of(engine, tag);
    if (pack) return pack->language;
    error_at(error, ERROR_INPUT, (struct place_in_file){ 0 },
             "no model for the language \"" SLICE_FORMAT "\"", SLICE_ARG(tag));
    return NULL;
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
    const struct pack *pack = pack_of(engine, slice_of(document->language));
    return language_analyse(pack ? pack->language : engine->packs[0].language, document, arena);
}

// Whether the language of a document is known better than by a guess over little text.
static bool is_language_sure(const struct engine *engine, const struct document *document) {
    return document->text.length >= DOCUMENT_TELLS ||
           slice_equal(language_told(engine->knowledge, document->language_declared),
                       language_of_tag(slice_of(document->language)));
}

// The pack that codes a document: that of its language, where that is sure; else the engine's own. NULL when
// its language is known and has none. What is no code of a language that a text can be told to be in says
// nothing.
static const struct pack *coding_pack(const struct engine *engine, const struct document *document) {
    const struct pack *own = &engine->packs[0];
    const struct slice code = language_of_tag(slice_of(document->language));
    const struct table *languages =
        knowledge_table(engine->knowledge, TABLE_LANGUAGES, (struct slice){ "", 0 });
    struct table_walk walk = table_lookup(languages, code);
    if (engine->is_told || table_next(&walk) == TABLE_END || !is_language_sure(engine, document)) return own;
    const struct pack *pack = pack_of(engine, code);
    return pack && pack->coder ? pack : NULL;
}

bool engine_codes(const struct engine *engine, const struct document *document, struct error *error) {
    if (coding_pack(engine, document)) return true;
    char source[256];
    snprintf(source, sizeof source, SLICE_FORMAT, SLICE_ARG(document->source));
    return error_at(error, ERROR_INPUT, (struct place_in_file){ .file = source },
                    "in \"" SLICE_FORMAT "\", a language that is not coded",
                    SLICE_ARG(language_of_tag(slice_of(document->language))));
}

static const struct coding *code_by(const struct pack *pack, const struct document *document,
                                    struct arena *arena) {
    const struct analysis *analysis = language_analyse(pack->language, document, arena);
    return code_meaning(pack->coder, interpret(pack->interpreter, analysis, arena), arena);
}

const struct record *engine_code_document(const struct engine *engine, const struct document *document,
                                          struct arena *arena) {
    const struct pack *pack = coding_pack(engine, document);
    if (!pack) pack = &engine->packs[0];
    return record_build(pack->recorder, code_by(pack, document, arena), arena);
}

struct slice engine_explain_document(const struct engine *engine, const struct document *document,
                                     unsigned width, struct arena *arena) {
    const struct pack *pack = coding_pack(engine, document);
    if (!pack) pack = &engine->packs[0];
    return coding_explain(pack->coder, code_by(pack, document, arena), width, arena);
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

struct slice engine_explain(const struct engine *engine, struct slice bytes, struct slice source,
                            const struct read_options *options, unsigned width, struct arena *arena,
                            struct error *error) {
    struct document *document = ARENA_NEW(arena, struct document);
    if (!read_document(engine->reader, bytes, source, options, arena, document, error) ||
        !engine_codes(engine, document, error))
        return (struct slice){ 0 };
    return engine_explain_document(engine, document, width, arena);
}
