// schema.c - the lists of schema.h as constant tables.
//
// Each table's columns are a part of one array, found by counting at compile time: in a block of its own,
// every table has a name, HERE, that the list of columns can be compared with.
#include "knowledge/schema.h"

#include "base/hash.h"

#include <assert.h>
#include <string.h>

#define COLUMN_ROW(table, column, kind, meaning) { #column, COLUMN_##kind, meaning },
static const struct column all_columns[] = { KNOWLEDGE_COLUMNS(COLUMN_ROW) };
#undef COLUMN_ROW

#define SCOPE_COMMON false
#define SCOPE_LANGUAGE true
#define IS_BEFORE(table, column, kind, meaning) ((int)TABLE_##table < (int)HERE) +
#define IS_HERE(table, column, kind, meaning) ((int)TABLE_##table == (int)HERE) +
#define IS_TOGETHER(table, column, kind, meaning)                                                            \
    &&((int)TABLE_##table != (int)HERE || ((int)COLUMN_AT_##table##_##column >= (int)FIRST &&                \
                                           (int)COLUMN_AT_##table##_##column < (int)FIRST + COUNT))
#define TABLE_CASE(table, file, scope, meaning)                                                              \
    case TABLE_##table: {                                                                                    \
        enum { HERE = TABLE_##table };                                                                       \
        enum { FIRST = KNOWLEDGE_COLUMNS(IS_BEFORE) 0, COUNT = KNOWLEDGE_COLUMNS(IS_HERE) 0 };               \
        _Static_assert(COUNT > 0, "a table without columns");                                                \
        _Static_assert(true KNOWLEDGE_COLUMNS(IS_TOGETHER), "columns stand together, tables in one order");  \
        static const struct table_schema schema = { file, SCOPE_##scope, meaning, all_columns + FIRST,       \
                                                    COUNT };                                                 \
        return &schema;                                                                                      \
    }

const struct table_schema *schema_of(enum table_kind kind) {
    switch (kind) {
        KNOWLEDGE_TABLES(TABLE_CASE)
    case TABLE_KINDS:
        break;
    }
    assert(!"a table of the schema");
    return NULL;
}

enum table_kind schema_find(struct slice file, bool of_language) {
    for (enum table_kind kind = 0; kind < TABLE_KINDS; kind++) {
        const struct table_schema *schema = schema_of(kind);
        if (schema->of_language == of_language && slice_equal(slice_of(schema->file), file)) return kind;
    }
    return TABLE_KINDS;
}

const char *schema_name(const char *symbol, char buffer[SCHEMA_NAME_SIZE]) {
    size_t i = 0;
    for (; symbol[i] && i + 1 < SCHEMA_NAME_SIZE; i++) {
        char c = symbol[i];
        buffer[i] = c == '_' ? '-' : c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    buffer[i] = '\0';
    return buffer;
}

#define KIND_NAME(symbol, meaning) #symbol,
static const char *const kind_names[] = { KNOWLEDGE_KINDS(KIND_NAME) };
#define KIND_MEANING(symbol, meaning) meaning,
static const char *const kind_meanings[] = { KNOWLEDGE_KINDS(KIND_MEANING) };

const char *schema_kind_name(enum column_kind kind) {
    return kind_names[kind];
}

const char *schema_kind_meaning(enum column_kind kind) {
    return kind_meanings[kind];
}

uint64_t schema_hash(void) {
    uint64_t hash = 0;
    for (enum table_kind kind = 0; kind < TABLE_KINDS; kind++) {
        const struct table_schema *schema = schema_of(kind);
        hash = hash_mix(hash_bytes(slice_of(schema->file), hash),
                        schema->column_count * 2 + schema->of_language);
        for (unsigned i = 0; i < schema->column_count; i++)
            hash = hash_mix(hash_bytes(slice_of(schema->columns[i].symbol), hash), schema->columns[i].kind);
    }
    return hash;
}

unsigned schema_column(enum table_kind kind, enum column_at column) {
    const struct table_schema *schema = schema_of(kind);
    unsigned first = (unsigned)(schema->columns - all_columns);
    assert(column >= first && column < first + schema->column_count);
    return (unsigned)column - first;
}
