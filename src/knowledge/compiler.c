// compiler.c - rows to cells, keys and postings.
//
// All texts go into one pool and equal ones are stored once. Keys are numbered in the order they are met, and
// postings are counted first and placed then, so that the rows of a key stand in the order of the file.
// Nothing depends on the order of a hash table: the same sources give the same bytes.
#include "knowledge/compiler.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/intern.h"
#include "base/utf8.h"
#include "base/vector.h"
#include "knowledge/layout.h"
#include "knowledge/reader.h"

#include <stdlib.h>
#include <string.h>

struct words { // a section of numbers
    VECTOR_OF(uint32_t) list;
};

struct compiling {
    struct arena *arena;
    struct intern *pool;
    struct words offsets; // of each symbol of the pool, in strings
    VECTOR_OF(char) strings;
    struct words tables, cells, lines, slots, keys, postings;
};

struct posting {
    uint32_t key, row, column;
};

struct key {
    uint32_t count, longest; // postings; words
};

struct index {
    struct intern *texts;
    VECTOR_OF(struct key) keys;
    VECTOR_OF(struct posting) postings;
};

static void add(struct compiling *compiling, struct words *words, uint32_t word) {
    *vector_push(compiling->arena, &words->list) = word;
}

static void add_bytes(struct compiling *compiling, struct slice text) {
    for (size_t i = 0; i < text.length; i++)
        *vector_push(compiling->arena, &compiling->strings) = text.start[i];
}

// Offset of `text` in strings, stored there if it is new. A NUL follows each, for names of files.
static uint32_t string_at(struct compiling *compiling, struct slice text) {
    uint32_t number = intern_add(compiling->pool, text) - 1;
    if (number >= compiling->offsets.list.count) {
        add(compiling, &compiling->offsets, (uint32_t)compiling->strings.count);
        add_bytes(compiling, text);
        add_bytes(compiling, (struct slice){ "", 1 });
    }
    return compiling->offsets.list.items[number];
}

static uint32_t key_number(struct compiling *compiling, struct index *index, struct slice text) {
    uint32_t number = intern_add(index->texts, text) - 1;
    if (number >= index->keys.count) vector_push(compiling->arena, &index->keys);
    return number;
}

static void index_phrase(struct compiling *compiling, struct index *index, struct slice text, uint32_t row,
                         uint32_t column) {
    struct slice key = knowledge_key(text, compiling->arena);
    uint32_t words = 1;
    for (size_t i = 0; i < key.length; i++) words += key.start[i] == ' ';
    struct slice first = slice_part(key, 0, slice_find(key, SLICE(" "), 0));
    uint32_t number = key_number(compiling, index, first);
    if (index->keys.items[number].longest < words) index->keys.items[number].longest = words;
    number = key_number(compiling, index, key);
    index->keys.items[number].count++;
    *vector_push(compiling->arena, &index->postings) = (struct posting){ number, row, column };
}

static void index_row(struct compiling *compiling, struct index *index, const struct table_schema *schema,
                      const struct row *row, uint32_t number) {
    for (unsigned i = 0; i < schema->column_count; i++) {
        struct slice rest = row->cells[i], piece;
        switch (schema->columns[i].kind) {
        case COLUMN_KEY:
        case COLUMN_ID:
        case COLUMN_PHRASE:
            index_phrase(compiling, index, rest, number, i);
            break;
        case COLUMN_PHRASES:
        case COLUMN_LIST:
            while (slice_next(&rest, SLICE(" | "), &piece)) index_phrase(compiling, index, piece, number, i);
            break;
        default:
            break;
        }
    }
}

static void write_index(struct compiling *compiling, const struct index *index, uint32_t *words) {
    struct arena *arena = compiling->arena;
    size_t key_count = index->keys.count, slot_count = 1;
    while (slot_count < 2 * key_count) slot_count *= 2;
    uint32_t *slots = ARENA_ARRAY(arena, uint32_t, slot_count);
    uint32_t *next = ARENA_ARRAY(arena, uint32_t, key_count);
    uint32_t first = 0;
    words[WORD_FIRST_SLOT] = (uint32_t)compiling->slots.list.count;
    words[WORD_SLOTS] = (uint32_t)slot_count;
    words[WORD_FIRST_KEY] = (uint32_t)(compiling->keys.list.count / KEY_WORDS);
    words[WORD_KEYS] = (uint32_t)key_count;
    words[WORD_FIRST_POSTING] = (uint32_t)(compiling->postings.list.count / POSTING_WORDS);
    words[WORD_POSTINGS] = (uint32_t)index->postings.count;
    for (uint32_t i = 0; i < key_count; i++) {
        struct slice text = intern_text(index->texts, i + 1);
        const struct key *key = &index->keys.items[i];
        add(compiling, &compiling->keys, string_at(compiling, text));
        add(compiling, &compiling->keys, (uint32_t)text.length);
        add(compiling, &compiling->keys, first);
        add(compiling, &compiling->keys, key->count);
        add(compiling, &compiling->keys, key->longest);
        next[i] = first;
        first += key->count;
        size_t at = (size_t)hash_bytes(text, 0) & (slot_count - 1);
        while (slots[at] != 0) at = (at + 1) & (slot_count - 1);
        slots[at] = i + 1;
    }
    for (size_t i = 0; i < slot_count; i++) add(compiling, &compiling->slots, slots[i]);
    uint32_t *placed = ARENA_ARRAY(arena, uint32_t, index->postings.count);
    for (uint32_t i = 0; i < index->postings.count; i++) placed[next[index->postings.items[i].key]++] = i;
    for (uint32_t i = 0; i < index->postings.count; i++) {
        const struct posting *posting = &index->postings.items[placed[i]];
        add(compiling, &compiling->postings, posting->row);
        add(compiling, &compiling->postings, posting->column);
    }
}

static void write_table(struct compiling *compiling, const struct source *source, const struct rows *rows) {
    const struct table_schema *schema = schema_of(source->kind);
    struct index index = { .texts = intern_new(compiling->arena) };
    uint32_t words[ENTRY_WORDS] = { 0 };
    words[WORD_KIND] = (uint32_t)source->kind;
    words[WORD_LANGUAGE] = string_at(compiling, source->language);
    words[WORD_LANGUAGE_LENGTH] = (uint32_t)source->language.length;
    words[WORD_FILE] = string_at(compiling, slice_of(source->name));
    words[WORD_FILE_LENGTH] = (uint32_t)strlen(source->name);
    words[WORD_ROWS] = (uint32_t)rows->count;
    words[WORD_COLUMNS] = schema->column_count;
    words[WORD_FIRST_CELL] = (uint32_t)(compiling->cells.list.count / CELL_WORDS);
    words[WORD_FIRST_LINE] = (uint32_t)compiling->lines.list.count;
    for (size_t i = 0; i < rows->count; i++) {
        const struct row *row = &rows->items[i];
        add(compiling, &compiling->lines, row->line);
        for (unsigned j = 0; j < schema->column_count; j++) {
            add(compiling, &compiling->cells, string_at(compiling, row->cells[j]));
            add(compiling, &compiling->cells, (uint32_t)row->cells[j].length);
        }
        index_row(compiling, &index, schema, row, (uint32_t)i);
    }
    write_index(compiling, &index, words);
    for (unsigned i = 0; i < ENTRY_WORDS; i++) add(compiling, &compiling->tables, words[i]);
}

static struct slice section(struct arena *arena, const struct words *words) {
    size_t count = words->list.count;
    unsigned char *bytes = arena_array(arena, 4, count);
    for (size_t i = 0; i < count; i++)
        for (unsigned j = 0; j < 4; j++)
            bytes[4 * i + j] = (unsigned char)(words->list.items[i] >> (8 * j) & 0xff);
    return (struct slice){ (const char *)bytes, 4 * count };
}

// What other tables say.

struct names { // the cells of one column, here and below
    struct intern *texts;
    bool known; // there is such a table
};

static struct names names_of(enum table_kind kind, unsigned column, const struct source *sources,
                             const struct rows *rows, size_t count, const struct knowledge *below,
                             struct arena *arena) {
    struct names names = { .texts = intern_new(arena) };
    for (size_t i = 0; i < count; i++) {
        if (sources[i].kind != kind) continue;
        names.known = true;
        for (size_t j = 0; j < rows[i].count; j++) intern_add(names.texts, rows[i].items[j].cells[column]);
    }
    if (!below) return names;
    const struct table *table = knowledge_table(below, kind, SLICE(""));
    for (size_t j = 0; j < table_count(table); j++) {
        names.known = true;
        intern_add(names.texts, table_cell(table, j, column));
    }
    return names;
}

static bool check_table(const struct source *source, const struct rows *rows, const struct names *countries,
                        const struct names *acts, struct arena *arena, struct error *error) {
    const struct table_schema *schema = schema_of(source->kind);
    for (unsigned i = 0; i < schema->column_count; i++) {
        enum column_kind kind = schema->columns[i].kind;
        struct intern *seen = intern_new(arena);
        for (size_t j = 0; j < rows->count; j++) {
            const struct row *row = &rows->items[j];
            struct slice cell = row->cells[i];
            struct place_in_file place = reader_place(source->name, row, i);
            int shown = (int)(cell.length < 100 ? cell.length : 100);
            if (cell.length == 0) continue;
            if (kind == COLUMN_COUNTRY && countries->known && intern_lookup(countries->texts, cell) == 0)
                return error_at(error, ERROR_INPUT, place,
                                "expected a country of countries.txt, found \"%.*s\"", shown, cell.start);
            if (kind == COLUMN_ACT && acts->known && intern_lookup(acts->texts, cell) == 0)
                return error_at(error, ERROR_INPUT, place, "expected an act of acts.txt, found \"%.*s\"",
                                shown, cell.start);
            if (kind == COLUMN_ID && intern_add(seen, knowledge_key(cell, arena)) != j + 1)
                return error_at(error, ERROR_INPUT, place, "\"%.*s\" stands in another row already", shown,
                                cell.start);
        }
    }
    return true;
}

bool source_of_path(struct slice path, const char *name, struct source *source, struct error *error) {
    struct place_in_file place = { .file = name };
    size_t slash = slice_find(path, SLICE("/"), 0);
    struct slice language = slash == SIZE_MAX ? SLICE("") : slice_part(path, 0, slash);
    struct slice file = slice_part(path, slash == SIZE_MAX ? 0 : slash + 1, path.length);
    for (size_t i = 0; i < language.length; i++) {
        char c = language.start[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '-')
            return error_at(error, ERROR_INPUT, place, "expected a language's code as the folder's name");
    }
    if (slash != SIZE_MAX && (language.length < 2 || language.length > 16))
        return error_at(error, ERROR_INPUT, place, "expected a language's code as the folder's name");
    if (!slice_ends(file, SLICE(".txt")))
        return error_at(error, ERROR_INPUT, place, "expected a table whose name ends in .txt");
    struct slice table = slice_part(file, 0, file.length - 4);
    bool of_language = slash != SIZE_MAX;
    enum table_kind kind = schema_find(table, of_language);
    if (kind == TABLE_KINDS && schema_find(table, !of_language) != TABLE_KINDS)
        return error_at(error, ERROR_INPUT, place,
                        of_language ? "this table is for all languages and stands outside a language's folder"
                                    : "this table stands in a language's folder");
    if (kind == TABLE_KINDS) return error_at(error, ERROR_INPUT, place, "there is no table of this name");
    *source = (struct source){ .name = name, .kind = kind, .language = language };
    return true;
}

static int compare_sources(const void *a, const void *b) {
    const struct source *first = a, *second = b;
    if (first->kind != second->kind) return first->kind < second->kind ? -1 : 1;
    int order = slice_compare(first->language, second->language);
    return order != 0 ? order : slice_compare(slice_of(first->name), slice_of(second->name));
}

bool compiler_make(struct source *sources, size_t count, const struct knowledge *below, struct arena *arena,
                   struct slice *bytes, struct error *error) {
    struct compiling compiling = { .arena = arena, .pool = intern_new(arena) };
    struct rows *rows = ARENA_ARRAY(arena, struct rows, count);
    if (count > 0) qsort(sources, count, sizeof *sources, compare_sources);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && sources[i].kind == sources[i - 1].kind &&
            slice_equal(sources[i].language, sources[i - 1].language))
            return error_at(error, ERROR_INPUT, (struct place_in_file){ .file = sources[i].name },
                            "the same table as \"%s\"", sources[i - 1].name);
        if (!reader_read(sources[i].content, sources[i].name, sources[i].kind, arena, &rows[i], error))
            return false;
    }
    struct names countries =
        names_of(TABLE_COUNTRIES, TABLE_COLUMN(COUNTRIES, ISO3), sources, rows, count, below, arena);
    struct names acts = names_of(TABLE_ACTS, TABLE_COLUMN(ACTS, ACT), sources, rows, count, below, arena);
    for (size_t i = 0; i < count; i++) {
        if (!check_table(&sources[i], &rows[i], &countries, &acts, arena, error)) return false;
        write_table(&compiling, &sources[i], &rows[i]);
        if (compiling.strings.count > UINT32_MAX - READER_FILE_LIMIT * 4)
            return error_at(error, ERROR_LIMIT, (struct place_in_file){ .file = sources[i].name },
                            "all tables together are too large");
    }
    struct words schema = { 0 };
    add(&compiling, &schema, (uint32_t)schema_hash());
    add(&compiling, &schema, (uint32_t)(schema_hash() >> 32));
    const struct data_section sections[] = {
        { "schema", section(arena, &schema) },
        { "tables", section(arena, &compiling.tables) },
        { "strings", { compiling.strings.items, compiling.strings.count } },
        { "cells", section(arena, &compiling.cells) },
        { "lines", section(arena, &compiling.lines) },
        { "slots", section(arena, &compiling.slots) },
        { "keys", section(arena, &compiling.keys) },
        { "postings", section(arena, &compiling.postings) },
    };
    *bytes =
        data_file_make(LAYOUT_MAGIC, LAYOUT_VERSION, sections, sizeof sections / sizeof *sections, arena);
    return true;
}
