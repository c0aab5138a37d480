// engine.h - the whole way through: bytes in, record out.
//
// Knows every station up to record. An engine is opened once and then only read: any number of threads may
// use one, each with its own arena.
#pragma once

#include "base/error.h"
#include "language/language.h"
#include "read/read.h"
#include "record/page.h"
#include "record/recorder.h"

struct engine; // opaque

struct engine_options {
    const char *knowledge_file;   // compiled knowledge; NULL: where the build or the installation has it
    const char *knowledge_folder; // a user's tables laid over it; NULL: none
    const char *model_folder;     // NULL: where the build or the installation has it
    const char *language;         // what documents are in; NULL: as each says or shows, else ENGINE_LANGUAGE
    bool every_language;          // opens each language that has a model, not this one alone
    bool reading_only;            // no models: engine_read() alone may be called
};
#define ENGINE_LANGUAGE "en"

// NULL with `error`. Owned by the caller.
struct engine *engine_open(const struct engine_options *options, struct error *error);
void engine_close(struct engine *engine); // NULL is fine
const char *engine_knowledge_hash(const struct engine *engine);
const char *engine_language_hash(const struct engine *engine);

// The opened pack of a language ("es", "es-MX"); NULL with `error` when there is none. Borrowed.
const struct language *engine_pack(const struct engine *engine, struct slice tag, struct error *error);
const struct knowledge *engine_knowledge(const struct engine *engine);

// Reads one item; see read_item().
bool engine_read(const struct engine *engine, const struct item *item, const struct read_options *options,
                 struct arena *arena, struct documents *documents, struct error *error);
// A document that was read, by the pack of its language where that is open, else by the engine's own:
// analysed, coded. Cannot fail.
const struct analysis *engine_parse_document(const struct engine *engine, const struct document *document,
                                             struct arena *arena);
// Whether it can be coded: false with `error` when it is in a language without a coder, as far as can be
// told. Little text that declares nothing is taken for the engine's own.
bool engine_codes(const struct engine *engine, const struct document *document, struct error *error);
const struct record *engine_code_document(const struct engine *engine, const struct document *document,
                                          struct arena *arena);
// The same, explained for people instead: see coding/explain.h.
struct slice engine_explain_document(const struct engine *engine, const struct document *document,
                                     unsigned width, struct arena *arena);
// The same for `bytes`, one document of plain text. NULL with `error` when they are no document, or none that
// engine_codes().
const struct analysis *engine_parse(const struct engine *engine, struct slice bytes, struct slice source,
                                    const struct read_options *options, struct arena *arena,
                                    struct error *error);
const struct record *engine_code(const struct engine *engine, struct slice bytes, struct slice source,
                                 const struct read_options *options, struct arena *arena,
                                 struct error *error);
// Empty (start NULL) with `error`.
struct slice engine_explain(const struct engine *engine, struct slice bytes, struct slice source,
                            const struct read_options *options, unsigned width, struct arena *arena,
                            struct error *error);
