// knowledge.c - look-ups over mapped tables, a user's folders laid over them.
//
// A table is a list of parts: the built-in rows, then those of each folder that was added, numbered on. A
// folder is compiled in memory to the very same form, so there is one way to read. Where the parts of a table
// lie is checked when a file is opened; offsets further inside are cut to what there is when they are used.
#include "knowledge/knowledge.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "base/vector.h"
#include "knowledge/compiler.h"
#include "knowledge/layout.h"
#include "knowledge/reader.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MOST_FILES 4096 // in a folder

struct part {
    struct slice strings; // of the whole file
    const unsigned char *cells, *lines, *slots, *keys, *postings;
    const char *file;
    size_t base; // number of its first row
    uint32_t rows, slot_count, key_count, posting_count;
};

struct table {
    const struct table_schema *schema;
    enum table_kind kind;
    struct slice language;
    VECTOR_OF(struct part) parts;
    size_t count; // rows of all parts
};

struct knowledge {
    struct arena *arena;
    VECTOR_OF(struct data_file *) files;
    VECTOR_OF(struct table *) tables;
    char hash[17];
};

static uint32_t word(const unsigned char *words, size_t at) {
    const unsigned char *p = words + 4 * at;
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static struct slice text_at(const struct part *part, uint32_t offset, uint32_t length) {
    return slice_part(part->strings, offset, (size_t)offset + length);
}

struct slice knowledge_key(struct slice text, struct arena *arena) {
    struct slice folded = utf8_fold_name(text, arena);
    bool squeezed = true, before = true; // nothing before: a space there is one too many
    size_t length;
    for (size_t at = 0; at < folded.length && squeezed; at += length) {
        bool space = utf8_class_of(utf8_at(folded, at, &length)) == UTF8_SPACE;
        squeezed = !(space && (before || folded.start[at] != ' '));
        before = space;
    }
    if (squeezed && (folded.length == 0 || !before)) return folded;
    char *key = arena_allocate(arena, folded.length);
    size_t used = 0;
    bool pending = false;
    for (size_t at = 0; at < folded.length; at += length) {
        if (utf8_class_of(utf8_at(folded, at, &length)) == UTF8_SPACE) {
            pending = used > 0;
            continue;
        }
        if (pending) key[used++] = ' '; // the space skipped had at least this byte
        pending = false;
        memcpy(key + used, folded.start + at, length);
        used += length;
    }
    return (struct slice){ key, used };
}

// Opening.

struct sections {
    struct slice tables, strings, cells, lines, slots, keys, postings;
};

static bool is_inside(uint32_t first, uint64_t count, unsigned words, struct slice section) {
    return (first + count) * words * 4 <= section.length;
}

static bool read_part(const struct sections *sections, size_t number, struct part *part,
                      enum table_kind *kind, struct slice *language) {
    const unsigned char *words = (const unsigned char *)sections->tables.start + number * ENTRY_WORDS * 4;
    uint32_t w[ENTRY_WORDS];
    for (unsigned i = 0; i < ENTRY_WORDS; i++) w[i] = word(words, i);
    if (w[WORD_KIND] >= TABLE_KINDS || w[WORD_COLUMNS] != schema_of(w[WORD_KIND])->column_count) return false;
    if (!is_inside(w[WORD_FIRST_CELL], (uint64_t)w[WORD_ROWS] * w[WORD_COLUMNS], CELL_WORDS,
                   sections->cells) ||
        !is_inside(w[WORD_FIRST_LINE], w[WORD_ROWS], LINE_WORDS, sections->lines) ||
        !is_inside(w[WORD_FIRST_SLOT], w[WORD_SLOTS], SLOT_WORDS, sections->slots) ||
        !is_inside(w[WORD_FIRST_KEY], w[WORD_KEYS], KEY_WORDS, sections->keys) ||
        !is_inside(w[WORD_FIRST_POSTING], w[WORD_POSTINGS], POSTING_WORDS, sections->postings))
        return false;
    if (w[WORD_SLOTS] == 0 || (w[WORD_SLOTS] & (w[WORD_SLOTS] - 1)) != 0) return false;
    struct slice strings = sections->strings;
    uint64_t file_end = (uint64_t)w[WORD_FILE] + w[WORD_FILE_LENGTH];
    if (file_end >= strings.length || strings.start[file_end] != '\0') return false;
    if ((uint64_t)w[WORD_LANGUAGE] + w[WORD_LANGUAGE_LENGTH] > strings.length) return false;
    *part = (struct part){
        .strings = strings,
        .cells = (const unsigned char *)sections->cells.start + (size_t)w[WORD_FIRST_CELL] * CELL_WORDS * 4,
        .lines = (const unsigned char *)sections->lines.start + (size_t)w[WORD_FIRST_LINE] * LINE_WORDS * 4,
        .slots = (const unsigned char *)sections->slots.start + (size_t)w[WORD_FIRST_SLOT] * SLOT_WORDS * 4,
        .keys = (const unsigned char *)sections->keys.start + (size_t)w[WORD_FIRST_KEY] * KEY_WORDS * 4,
        .postings = (const unsigned char *)sections->postings.start +
                    (size_t)w[WORD_FIRST_POSTING] * POSTING_WORDS * 4,
        .file = strings.start + w[WORD_FILE],
        .rows = w[WORD_ROWS],
        .slot_count = w[WORD_SLOTS],
        .key_count = w[WORD_KEYS],
        .posting_count = w[WORD_POSTINGS],
    };
    *kind = w[WORD_KIND];
    *language = slice_part(strings, w[WORD_LANGUAGE], (size_t)w[WORD_LANGUAGE] + w[WORD_LANGUAGE_LENGTH]);
    return true;
}

static struct table *find_table(const struct knowledge *knowledge, enum table_kind kind,
                                struct slice language) {
    for (size_t i = 0; i < knowledge->tables.count; i++) {
        struct table *table = knowledge->tables.items[i];
        if (table->kind == kind && (!table->schema->of_language || slice_equal(table->language, language)))
            return table;
    }
    return NULL;
}

// Adds the tables of `file`, which is closed with `knowledge`, or here when it cannot be used.
static bool attach(struct knowledge *knowledge, struct data_file *file, const char *name,
                   struct error *error) {
    struct slice schema = data_file_section(file, "schema");
    struct sections sections = {
        data_file_section(file, "tables"),   data_file_section(file, "strings"),
        data_file_section(file, "cells"),    data_file_section(file, "lines"),
        data_file_section(file, "slots"),    data_file_section(file, "keys"),
        data_file_section(file, "postings"),
    };
    struct place_in_file place = { .file = name };
    bool same_schema = schema.length == 8;
    if (same_schema) {
        const unsigned char *words = (const unsigned char *)schema.start;
        same_schema = ((uint64_t)word(words, 1) << 32 | word(words, 0)) == schema_hash();
    }
    size_t count = sections.tables.length / (ENTRY_WORDS * 4);
    struct part part;
    enum table_kind kind;
    struct slice language;
    if (!same_schema) {
        error_at(error, ERROR_INPUT, place, "made for other tables than this program has: build it again");
        goto failed;
    }
    for (size_t i = 0; i < count; i++) {
        if (read_part(&sections, i, &part, &kind, &language)) continue;
        error_at(error, ERROR_INPUT, place, "damaged: table %zu does not fit into the file", i);
        goto failed;
    }
    for (size_t i = 0; i < count; i++) {
        read_part(&sections, i, &part, &kind, &language);
        struct table *table = find_table(knowledge, kind, language);
        if (!table) {
            table = ARENA_NEW(knowledge->arena, struct table);
            *table = (struct table){ .schema = schema_of(kind), .kind = kind, .language = language };
            *vector_push(knowledge->arena, &knowledge->tables) = table;
        }
        part.base = table->count;
        table->count += part.rows;
        *vector_push(knowledge->arena, &table->parts) = part;
    }
    *vector_push(knowledge->arena, &knowledge->files) = file;
    return true;
failed:
    data_file_close(file);
    return false;
}

struct knowledge *knowledge_open(const char *file, struct error *error) {
    struct data_file *data = data_file_open(file, LAYOUT_MAGIC, LAYOUT_VERSION, true, error);
    if (!data) return NULL;
    struct arena *arena = arena_new();
    struct knowledge *knowledge = ARENA_NEW(arena, struct knowledge);
    knowledge->arena = arena;
    memcpy(knowledge->hash, data_file_hash(data), sizeof knowledge->hash);
    if (attach(knowledge, data, file, error)) return knowledge;
    knowledge_close(knowledge);
    return NULL;
}

void knowledge_close(struct knowledge *knowledge) {
    if (!knowledge) return;
    for (size_t i = 0; i < knowledge->files.count; i++) data_file_close(knowledge->files.items[i]);
    arena_free(knowledge->arena); // the handle itself lives there
}

const char *knowledge_hash(const struct knowledge *knowledge) {
    return knowledge->hash;
}

// A user's folder.

struct paths {
    VECTOR_OF(struct slice) list; // relative to the folder
};

static bool system_error(struct error *error, const char *path, const char *what) {
    char text[128];
    return error_at(error, ERROR_SYSTEM, (struct place_in_file){ .file = path }, "cannot %s: %s", what,
                    strerror_r(errno, text, sizeof text));
}

static bool is_left_out(struct slice name) {
    return slice_starts(name, SLICE(".")) || slice_ends(name, SLICE("~")) || slice_ends(name, SLICE(".md")) ||
           slice_equal(name, SLICE("meson.build"));
}

// Names in `folder`/`inside`, folders one level down too.
static bool list_folder(const char *folder, struct slice inside, struct arena *arena, struct paths *paths,
                        struct error *error) {
    struct slice here = arena_format(arena, "%s/" SLICE_FORMAT, folder, SLICE_ARG(inside));
    const char *path = arena_string(arena, inside.length > 0 ? here : slice_of(folder));
    DIR *directory = opendir(path);
    if (!directory) return system_error(error, path, "open");
    bool done = true;
    for (struct dirent *entry; done && (entry = readdir(directory));) {
        struct slice name = arena_copy(arena, slice_of(entry->d_name)), relative = name;
        if (is_left_out(name)) continue;
        if (inside.length > 0)
            relative = arena_format(arena, SLICE_FORMAT "/" SLICE_FORMAT, SLICE_ARG(inside), SLICE_ARG(name));
        const char *full =
            arena_string(arena, arena_format(arena, "%s/" SLICE_FORMAT, folder, SLICE_ARG(relative)));
        struct stat status;
        if (stat(full, &status) != 0) {
            done = system_error(error, full, "open");
        } else if (S_ISDIR(status.st_mode) && inside.length == 0) {
            done = list_folder(folder, name, arena, paths, error); // once: inside is not empty then
        } else if (!S_ISREG(status.st_mode)) {
            done = error_at(error, ERROR_INPUT, (struct place_in_file){ .file = full },
                            "expected a table's file");
        } else if (paths->list.count >= MOST_FILES) {
            done = error_at(error, ERROR_LIMIT, (struct place_in_file){ .file = folder },
                            "more than %d files", MOST_FILES);
        } else {
            *vector_push(arena, &paths->list) = relative;
        }
    }
    closedir(directory);
    return done;
}

static int compare_paths(const void *a, const void *b) {
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

// The hash of what was there and what comes, the names of files as they are inside the folder: where the
// folder stands and what it is called makes no difference.
static void hash_over(char hash[17], const struct paths *paths, const struct slice *contents,
                      struct arena *arena) {
    char *digests = arena_array(arena, 2 * DIGEST_BYTES, paths->list.count + 1);
    size_t used = 16;
    memcpy(digests, hash, 16);
    for (size_t i = 0; i < paths->list.count; i++, used += 2 * DIGEST_BYTES) {
        digest_bytes(paths->list.items[i], (uint8_t *)digests + used);
        digest_bytes(contents[i], (uint8_t *)digests + used + DIGEST_BYTES);
    }
    uint8_t digest[DIGEST_BYTES];
    digest_bytes((struct slice){ digests, used }, digest);
    digest_hex(digest, 8, hash);
}

bool knowledge_add(struct knowledge *knowledge, const char *folder, struct error *error) {
    struct arena *scratch = arena_new();
    struct paths paths = { 0 };
    bool done = list_folder(folder, (struct slice){ 0 }, scratch, &paths, error);
    size_t count = paths.list.count;
    struct source *sources = ARENA_ARRAY(scratch, struct source, count);
    struct slice *contents = ARENA_ARRAY(scratch, struct slice, count);
    if (count > 0) qsort(paths.list.items, count, sizeof *paths.list.items, compare_paths);
    for (size_t i = 0; i < count && done; i++) {
        struct slice path = paths.list.items[i];
        bool slash = slice_ends(slice_of(folder), SLICE("/"));
        struct slice name =
            arena_format(scratch, "%s%s" SLICE_FORMAT, folder, slash ? "" : "/", SLICE_ARG(path));
        const char *full = arena_string(scratch, name);
        done = source_of_path(path, full, &sources[i], error) &&
               file_read(full, READER_FILE_LIMIT, scratch, &contents[i], error);
        sources[i].content = contents[i];
    }
    struct slice made, kept;
    done = done && compiler_make(sources, count, knowledge, scratch, &made, error);
    if (done) {
        char *bytes = arena_allocate(knowledge->arena, made.length + 63);
        bytes += (64 - (uintptr_t)bytes % 64) % 64;
        memcpy(bytes, made.start, made.length);
        kept = (struct slice){ bytes, made.length };
        struct data_file *file = data_file_over(kept, folder, LAYOUT_MAGIC, LAYOUT_VERSION, error);
        done = file && attach(knowledge, file, folder, error);
    }
    if (done) hash_over(knowledge->hash, &paths, contents, scratch);
    arena_free(scratch);
    return done;
}

// Reading.

static const struct table no_table;

const struct table *knowledge_table(const struct knowledge *knowledge, enum table_kind kind,
                                    struct slice language) {
    const struct table *table = find_table(knowledge, kind, language);
    return table ? table : &no_table;
}

size_t table_count(const struct table *table) {
    return table->count;
}

// The part that has `row`; NULL when there is no such row.
static const struct part *part_of(const struct table *table, size_t row) {
    if (row >= table->count) return NULL;
    size_t i = table->parts.count - 1;
    while (row < table->parts.items[i].base) i--;
    return &table->parts.items[i];
}

struct slice table_cell(const struct table *table, size_t row, unsigned column) {
    const struct part *part = part_of(table, row);
    if (!part || column >= table->schema->column_count) return SLICE("");
    size_t at = ((row - part->base) * table->schema->column_count + column) * CELL_WORDS;
    return text_at(part, word(part->cells, at), word(part->cells, at + 1));
}

double table_number(const struct table *table, size_t row, unsigned column) {
    double number;
    return reader_number(table_cell(table, row, column), &number) ? number : 0;
}

struct place_in_file table_place(const struct table *table, size_t row) {
    const struct part *part = part_of(table, row);
    if (!part) return (struct place_in_file){ .file = "" };
    return (struct place_in_file){ .file = part->file, .line = word(part->lines, row - part->base) };
}

// The words of the key's entry; NULL when the part has none.
static const unsigned char *find_key(const struct part *part, struct slice key) {
    uint32_t mask = part->slot_count - 1, at = (uint32_t)hash_bytes(key, 0) & mask;
    for (uint32_t steps = 0; steps < part->slot_count; steps++, at = (at + 1) & mask) {
        uint32_t number = word(part->slots, at);
        if (number == 0 || number > part->key_count) return NULL;
        const unsigned char *entry = part->keys + (size_t)(number - 1) * KEY_WORDS * 4;
        if (word(entry, 1) == key.length && slice_equal(text_at(part, word(entry, 0), word(entry, 1)), key))
            return entry;
    }
    return NULL;
}

struct table_walk table_lookup_in(const struct table *table, unsigned column, struct slice key) {
    return (struct table_walk){
        .table = table, .key = key, .column = column, .part = (uint32_t)table->parts.count, .last = TABLE_END
    };
}

struct table_walk table_lookup(const struct table *table, struct slice key) {
    return table_lookup_in(table, UINT_MAX, key);
}

static bool is_wanted(const struct table_walk *walk, uint32_t column) {
    if (walk->column != UINT_MAX) return column == walk->column;
    const struct table_schema *schema = walk->table->schema;
    return column < schema->column_count && schema->columns[column].kind != COLUMN_LIST;
}

size_t table_next(struct table_walk *walk) {
    for (;;) {
        while (walk->at == walk->end) {
            if (walk->part == 0) return TABLE_END;
            const struct part *part = &walk->table->parts.items[--walk->part];
            const unsigned char *entry = find_key(part, walk->key);
            if (!entry) continue;
            uint32_t first = word(entry, 2), count = word(entry, 3);
            if (first > part->posting_count || count > part->posting_count - first) continue;
            walk->at = first;
            walk->end = first + count;
        }
        const struct part *part = &walk->table->parts.items[walk->part];
        const unsigned char *posting = part->postings + (size_t)walk->at++ * POSTING_WORDS * 4;
        uint32_t row = word(posting, 0);
        if (row >= part->rows || part->base + row == walk->last || !is_wanted(walk, word(posting, 1)))
            continue;
        return walk->last = part->base + row;
    }
}

unsigned table_longest(const struct table *table, struct slice text) {
    unsigned longest = 0;
    for (size_t i = 0; i < table->parts.count; i++) {
        const unsigned char *entry = find_key(&table->parts.items[i], text);
        if (entry && word(entry, 4) > longest) longest = word(entry, 4);
    }
    return longest;
}
