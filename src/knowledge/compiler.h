// compiler.h - tables of text to one data file.
#pragma once

#include "knowledge/knowledge.h"

struct source {
    const char *name;      // for errors and explanations: "knowledge/en/verbs.txt"
    enum table_kind kind;  // one source for each kind and language
    struct slice language; // empty for a table of all languages
    struct slice content;
};

// The table of `path`, which is relative to a folder of tables: "actors.txt", "en/offices.txt". False with
// `error` (naming `name`) when there is none.
bool source_of_path(struct slice path, const char *name, struct source *source, struct error *error);

// Compiles `sources` (sorted by this function) to the bytes of a data file in `arena`. Countries and acts
// that cells name must be in the sources or in `below` (may be NULL), where one of them has such a table at
// all.
bool compiler_make(struct source *sources, size_t count, const struct knowledge *below, struct arena *arena,
                   struct slice *bytes, struct error *error);

// docs/knowledge.md, from the schema.
struct slice compiler_document(struct arena *arena);
