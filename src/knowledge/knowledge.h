// knowledge.h - what the program knows about the world and the language, as tables.
//
// Knows base only. The tables are plain text under knowledge/ (what holds in any language) and knowledge/en/
// (what is English); schema.h says which tables there are and what their columns mean. The build compiles all
// of them into one data file that is mapped at start. A user's own folder of the same form may be laid over
// it: its rows come after the built-in ones, and look-ups find them first. Open once, then read from any
// number of threads.
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "knowledge/schema.h"

struct knowledge; // opaque
struct table;     // opaque: the rows of one table in one language

// The compiled tables. NULL with `error`. Owned by the caller.
struct knowledge *knowledge_open(const char *file, struct error *error);
// Lays the tables of the folder `folder` (countries.txt, en/offices.txt ...) over `knowledge`. False with
// `error` (file, line and column) when one is malformed or a file is no table of schema.h; then nothing is
// added.
bool knowledge_add(struct knowledge *knowledge, const char *folder, struct error *error);
void knowledge_close(struct knowledge *knowledge);             // NULL is fine
const char *knowledge_hash(const struct knowledge *knowledge); // 16 hexadecimal digits, overlays included

// The table `kind` of `language` ("en"; empty for tables of all languages). Never NULL: a table that no file
// gives is empty. Borrowed.
const struct table *knowledge_table(const struct knowledge *knowledge, enum table_kind kind,
                                    struct slice language);
size_t table_count(const struct table *table); // rows
// The cell as written, lists with their " | "; empty when the file says "-". Points into the mapped file.
struct slice table_cell(const struct table *table, size_t row, unsigned column);
double table_number(const struct table *table, size_t row, unsigned column); // 0 for an empty cell
// Where the row stands, for explanations: "knowledge/en/verbs.txt" and its line.
struct place_in_file table_place(const struct table *table, size_t row);

// `text` as keys are folded: utf8_fold_name(), words separated by one space, none at the ends. Same text when
// nothing changes.
struct slice knowledge_key(struct slice text, struct arena *arena);
// The rows with `key` in an indexed column (COLUMN_KEY, COLUMN_ID, COLUMN_PHRASE, COLUMN_PHRASES), a user's
// rows first (those of the folder added last before others), else in order of the file; each row once. `key`
// must be folded as the column's keys are: with knowledge_key().
//     struct table_walk walk = table_lookup(table, key);
//     for (size_t row; (row = table_next(&walk)) != TABLE_END;) ...
#define TABLE_END SIZE_MAX
struct table_walk {
    const struct table *table;
    struct slice key;
    unsigned column; // UINT_MAX for all indexed columns
    uint32_t at, end, part;
    size_t last;
};
struct table_walk table_lookup(const struct table *table, struct slice key);
// The same in one column, which may be a COLUMN_LIST too: the country of an adjective, the place of another
// name.
struct table_walk table_lookup_in(const struct table *table, unsigned column, struct slice key);
size_t table_next(struct table_walk *walk);
// The most words that a phrase (of an indexed column or a list) starting with `word` (folded) has; 0 when
// none does. Bounds a longest match.
unsigned table_longest(const struct table *table, struct slice word);
