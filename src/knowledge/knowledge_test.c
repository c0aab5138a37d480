#include "base/file.h"
#include "base/hash.h"
#include "knowledge/compiler.h"
#include "knowledge/knowledge.h"
#include "knowledge/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct place {
    char folder[64];
    struct arena *arena;
};

static int open_place(void **state) {
    struct place *place = calloc(1, sizeof *place);
    strcpy(place->folder, "/tmp/knowledge-test-XXXXXX");
    place->arena = arena_new();
    *state = place;
    return mkdtemp(place->folder) ? 0 : -1;
}

static const char *path_of(const struct place *place, const char *name) {
    return arena_string(place->arena, arena_format(place->arena, "%s/%s", place->folder, name));
}

static const char *const leftovers[] = { "k.bin",
                                         "u/countries.txt",
                                         "u/acts.txt",
                                         "u/people.txt",
                                         "u/en/offices.txt",
                                         "u/en/verbs.txt",
                                         "u/en/countries.txt",
                                         "u/README.md",
                                         "u/x.txt",
                                         "u/en/acts.txt",
                                         "u/en",
                                         "u",
                                         "v/en/offices.txt",
                                         "v/en",
                                         "v" };

static int close_place(void **state) {
    struct place *place = *state;
    for (size_t i = 0; i < sizeof leftovers / sizeof *leftovers; i++) remove(path_of(place, leftovers[i]));
    assert_int_equal(rmdir(place->folder), 0);
    arena_free(place->arena);
    free(place);
    return 0;
}

static void write_text(const struct place *place, const char *name, const char *content) {
    struct error error = { 0 };
    if (!file_write(path_of(place, name), slice_of(content), &error)) fail_msg("%s", error.message);
}

static const struct {
    const char *path, *content;
} built_in[] = {
    { "countries.txt", "AAA\tAA\t1\tA-land\nBBB\tBB\t-2.5\tB-land\n" },
    { "en/countries.txt",
      "# names\nAAA\tA-land | Land of  A\tA-ish | Aish\tA-er\t-\n\nBBB\tB-land\t-\t-\tBetown\n" },
    { "en/offices.txt", "prime minister\tGOV\tcountry\n"
                        "Minister\tGOV\tcountry\n"
                        "minister of foreign affairs\tGOV\tcountry\n"
                        "Énvoy\tGOV\t-\n"
                        "minister\tLEG\t-\n" },
    { "actors.txt", "the-league\torganization\tAAA\tIGO\tThe League | THE-LEAGUE | League of Lands\t-\n" },
};

static struct slice built_in_bytes(struct arena *arena) {
    struct source sources[4];
    struct slice bytes;
    struct error error = { 0 };
    for (size_t i = 0; i < 4; i++) {
        const char *name = arena_string(arena, arena_format(arena, "knowledge/%s", built_in[i].path));
        assert_true(source_of_path(slice_of(built_in[i].path), name, &sources[i], &error));
        sources[i].content = slice_of(built_in[i].content);
    }
    assert_true(compiler_make(sources, 4, NULL, arena, &bytes, &error));
    return bytes;
}

static struct knowledge *open_built_in(const struct place *place) {
    struct error error = { 0 };
    const char *path = path_of(place, "k.bin");
    assert_true(file_write(path, built_in_bytes(place->arena), &error));
    struct knowledge *knowledge = knowledge_open(path, &error);
    if (!knowledge) fail_msg("%s", error.message);
    return knowledge;
}

// The rows of a key, as "3,1,".
static const char *rows_of(struct table_walk walk, char *buffer) {
    size_t used = 0;
    buffer[0] = '\0';
    for (size_t row; (row = table_next(&walk)) != TABLE_END;)
        used += (size_t)sprintf(buffer + used, "%zu,", row);
    assert_int_equal(table_next(&walk), TABLE_END); // and stays there
    return buffer;
}

static void cells_are_as_written(void **state) {
    struct knowledge *knowledge = open_built_in(*state);
    const struct table *table = knowledge_table(knowledge, TABLE_COUNTRY_NAMES, SLICE("en"));
    assert_int_equal(table_count(table), 2);
    assert_true(
        slice_equal(table_cell(table, 0, TABLE_COLUMN(COUNTRY_NAMES, NAMES)), SLICE("A-land | Land of  A")));
    assert_int_equal(table_cell(table, 0, TABLE_COLUMN(COUNTRY_NAMES, CAPITALS)).length, 0);
    assert_true(slice_equal(table_cell(table, 1, TABLE_COLUMN(COUNTRY_NAMES, CAPITALS)), SLICE("Betown")));
    assert_int_equal(table_cell(table, 2, 0).length, 0);
    assert_int_equal(table_cell(table, 0, 5).length, 0);
    assert_string_equal(table_place(table, 0).file, "knowledge/en/countries.txt");
    assert_int_equal(table_place(table, 0).line, 2);
    assert_int_equal(table_place(table, 1).line, 4);
    assert_string_equal(table_place(table, 2).file, "");
    const struct table *countries = knowledge_table(knowledge, TABLE_COUNTRIES, SLICE(""));
    assert_true(table_number(countries, 1, TABLE_COLUMN(COUNTRIES, NUMERIC)) == -2.5);
    assert_true(table_number(countries, 1, TABLE_COLUMN(COUNTRIES, NAME)) == 0);
    knowledge_close(knowledge);
}

static void tables_that_no_file_gives_are_empty(void **state) {
    struct knowledge *knowledge = open_built_in(*state);
    static const struct {
        enum table_kind kind;
        struct slice language;
        size_t count;
    } cases[] = {
        { TABLE_PLACES, SLICE(""), 0 },      { TABLE_OFFICES, SLICE("fr"), 0 },
        { TABLE_OFFICES, SLICE(""), 0 },     { TABLE_OFFICES, SLICE("en"), 5 },
        { TABLE_COUNTRIES, SLICE("en"), 2 },
    };
    char found[64];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct table *table = knowledge_table(knowledge, cases[i].kind, cases[i].language);
        assert_non_null(table);
        assert_int_equal(table_count(table), cases[i].count);
        if (cases[i].count > 0) continue;
        assert_string_equal(rows_of(table_lookup(table, SLICE("minister")), found), "");
        assert_int_equal(table_longest(table, SLICE("minister")), 0);
        assert_int_equal(table_cell(table, 0, 0).length, 0);
        assert_true(table_number(table, 0, 0) == 0);
    }
    knowledge_close(knowledge);
}

static void keys_find_their_rows_in_order(void **state) {
    struct knowledge *knowledge = open_built_in(*state);
    static const struct {
        enum table_kind kind;
        unsigned longest;
        struct slice key;
        const char *rows;
    } cases[] = {
        { TABLE_OFFICES, 4, SLICE("minister"), "1,4," },
        { TABLE_OFFICES, 0, SLICE("prime minister"), "0," },
        { TABLE_OFFICES, 2, SLICE("prime"), "" },
        { TABLE_OFFICES, 1, SLICE("envoy"), "3," },
        { TABLE_OFFICES, 0, SLICE("Minister"), "" },
        { TABLE_OFFICES, 0, SLICE(""), "" },
        { TABLE_OFFICES, 0, { NULL, 0 }, "" },
        { TABLE_COUNTRY_NAMES, 0, SLICE("land of a"), "0," },
        { TABLE_COUNTRY_NAMES, 3, SLICE("land"), "" },
        { TABLE_COUNTRY_NAMES, 1, SLICE("a-ish"), "" },
        { TABLE_COUNTRIES, 1, SLICE("aaa"), "0," },
        { TABLE_ACTORS, 1, SLICE("the-league"), "0," }, // by its id and by a name: once
        { TABLE_ACTORS, 0, SLICE("the league"), "0," },
        { TABLE_ACTORS, 3, SLICE("league"), "" },
    };
    char found[64];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct table *table = knowledge_table(knowledge, cases[i].kind, SLICE("en"));
        assert_string_equal(rows_of(table_lookup(table, cases[i].key), found), cases[i].rows);
        assert_int_equal(table_longest(table, cases[i].key), cases[i].longest);
    }
    knowledge_close(knowledge);
}

static void a_column_can_be_asked_alone(void **state) {
    struct knowledge *knowledge = open_built_in(*state);
    const struct table *names = knowledge_table(knowledge, TABLE_COUNTRY_NAMES, SLICE("en"));
    const struct table *actors = knowledge_table(knowledge, TABLE_ACTORS, SLICE(""));
    char found[64];
    struct table_walk walk = table_lookup_in(names, TABLE_COLUMN(COUNTRY_NAMES, ADJECTIVES), SLICE("aish"));
    assert_string_equal(rows_of(walk, found), "0,");
    walk = table_lookup_in(names, TABLE_COLUMN(COUNTRY_NAMES, INHABITANTS), SLICE("aish"));
    assert_string_equal(rows_of(walk, found), "");
    walk = table_lookup_in(names, TABLE_COLUMN(COUNTRY_NAMES, CAPITALS), SLICE("betown"));
    assert_string_equal(rows_of(walk, found), "1,");
    walk = table_lookup_in(actors, TABLE_COLUMN(ACTORS, ID), SLICE("the league"));
    assert_string_equal(rows_of(walk, found), "");
    walk = table_lookup_in(actors, TABLE_COLUMN(ACTORS, ID), SLICE("the-league"));
    assert_string_equal(rows_of(walk, found), "0,");
    knowledge_close(knowledge);
}

static void keys_are_folded_and_squeezed(void **state) {
    struct place *place = *state;
    static const struct {
        struct slice text, key;
    } cases[] = {
        { SLICE("prime minister"), SLICE("prime minister") },
        { SLICE("  Prime \t Minister "), SLICE("prime minister") },
        { SLICE("São\u00a0\u2009Tomé"), SLICE("sao tome") },
        { SLICE("a\u00a0b"), SLICE("a b") },
        { SLICE("a "), SLICE("a") },
        { SLICE("   "), SLICE("") },
        { SLICE(""), SLICE("") },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice key = knowledge_key(cases[i].text, place->arena);
        assert_true(slice_equal(key, cases[i].key));
        assert_true(slice_equal(knowledge_key(key, place->arena), key));
    }
}

static void make_folder(const struct place *place) {
    mkdir(path_of(place, "u"), 0777);
    mkdir(path_of(place, "u/en"), 0777);
    write_text(place, "u/README.md", "not a table");
}

static void a_users_rows_come_last_and_are_found_first(void **state) {
    struct place *place = *state;
    struct knowledge *knowledge = open_built_in(place);
    struct error error = { 0 };
    char found[64];
    make_folder(place);
    write_text(place, "u/en/offices.txt",
               "# mine\nminister\tMIL\t-\ngrand vizier of all\tGOV\t-\nminister\tMED\t-\n");
    write_text(place, "u/countries.txt", "CCC\tCC\t3\tC-land\n");
    write_text(place, "u/en/countries.txt",
               "CCC\tC-land\t-\t-\t-\nAAA\tOther name\t-\t-\t-\n"); // new and built-in ones
    const struct table *before = knowledge_table(knowledge, TABLE_OFFICES, SLICE("en"));
    assert_true(knowledge_add(knowledge, path_of(place, "u"), &error));
    const struct table *table = knowledge_table(knowledge, TABLE_OFFICES, SLICE("en"));
    assert_ptr_equal(table, before);
    assert_int_equal(table_count(table), 8);
    assert_string_equal(rows_of(table_lookup(table, SLICE("minister")), found), "5,7,1,4,");
    assert_string_equal(rows_of(table_lookup(table, SLICE("prime minister")), found), "0,");
    assert_int_equal(table_longest(table, SLICE("grand")), 4);
    assert_int_equal(table_longest(table, SLICE("minister")), 4);
    assert_true(slice_equal(table_cell(table, 5, TABLE_COLUMN(OFFICES, SECTOR)), SLICE("MIL")));
    assert_string_equal(table_place(table, 5).file, path_of(place, "u/en/offices.txt"));
    assert_int_equal(table_place(table, 5).line, 2);
    assert_string_equal(table_place(table, 4).file, "knowledge/en/offices.txt");
    mkdir(path_of(place, "v"), 0777);
    mkdir(path_of(place, "v/en"), 0777);
    write_text(place, "v/en/offices.txt", "minister\tSPY\t-\n");
    assert_true(knowledge_add(knowledge, path_of(place, "v/"), &error));
    assert_string_equal(rows_of(table_lookup(table, SLICE("minister")), found), "8,5,7,1,4,");
    assert_string_equal(table_place(table, 8).file, path_of(place, "v/en/offices.txt"));
    table = knowledge_table(knowledge, TABLE_COUNTRY_NAMES, SLICE("en"));
    assert_string_equal(rows_of(table_lookup(table, SLICE("c-land")), found), "2,");
    knowledge_close(knowledge);
}

static void a_malformed_folder_adds_nothing(void **state) {
    struct place *place = *state;
    static const struct {
        const char *path, *content, *error; // the error is what follows the folder
    } cases[] = {
        { "u/en/offices.txt", "minister\tMIL\n",
          "/en/offices.txt:1:13: expected 3 columns separated by tabs, found 2: of is missing" },
        { "u/x.txt", "", "/x.txt: there is no table of this name" },
        { "u/en/acts.txt", "",
          "/en/acts.txt: this table is for all languages and stands outside a language's folder" },
        { "u/people.txt", "a\tAnn\tZZZ\t-\t-\t-\t-\t-\n",
          "/people.txt:1:7: expected a country of countries.txt, found \"ZZZ\"" },
    };
    struct knowledge *knowledge = open_built_in(place);
    make_folder(place);
    write_text(place, "u/countries.txt", "CCC\tCC\t3\tC-land\n"); // sound by itself
    char hash[17];
    memcpy(hash, knowledge_hash(knowledge), sizeof hash);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error = { 0 };
        char text[600];
        write_text(place, cases[i].path, cases[i].content);
        assert_false(knowledge_add(knowledge, path_of(place, "u"), &error));
        error_text(&error, text, sizeof text);
        assert_memory_equal(text, path_of(place, "u"), strlen(path_of(place, "u")));
        assert_string_equal(text + strlen(path_of(place, "u")), cases[i].error);
        assert_int_equal(table_count(knowledge_table(knowledge, TABLE_COUNTRIES, SLICE(""))), 2);
        assert_string_equal(knowledge_hash(knowledge), hash);
        remove(path_of(place, cases[i].path));
    }
    struct error error = { 0 };
    assert_false(knowledge_add(knowledge, path_of(place, "missing"), &error));
    assert_int_equal(error.kind, ERROR_SYSTEM);
    error = (struct error){ 0 };
    assert_true(knowledge_add(knowledge, path_of(place, "u"), &error));
    assert_int_equal(table_count(knowledge_table(knowledge, TABLE_COUNTRIES, SLICE(""))), 3);
    knowledge_close(knowledge);
}

static void the_hash_covers_what_is_laid_over(void **state) {
    struct place *place = *state;
    char plain[17], with_u[17];
    struct error error = { 0 };
    struct knowledge *knowledge = open_built_in(place);
    memcpy(plain, knowledge_hash(knowledge), sizeof plain);
    assert_int_equal(strlen(plain), 16);
    make_folder(place);
    write_text(place, "u/en/offices.txt", "minister\tMIL\t-\n");
    assert_true(knowledge_add(knowledge, path_of(place, "u"), &error));
    memcpy(with_u, knowledge_hash(knowledge), sizeof with_u);
    assert_int_equal(strlen(with_u), 16);
    assert_string_not_equal(plain, with_u);
    knowledge_close(knowledge);

    knowledge = open_built_in(place); // the same content in another folder
    assert_string_equal(knowledge_hash(knowledge), plain);
    mkdir(path_of(place, "v"), 0777);
    mkdir(path_of(place, "v/en"), 0777);
    write_text(place, "v/en/offices.txt", "minister\tMIL\t-\n");
    assert_true(knowledge_add(knowledge, path_of(place, "v"), &error));
    assert_string_equal(knowledge_hash(knowledge), with_u);
    knowledge_close(knowledge);

    knowledge = open_built_in(place); // a note counts too: it is another file
    write_text(place, "v/en/offices.txt", "minister\tMIL\t-\n#\n");
    assert_true(knowledge_add(knowledge, path_of(place, "v"), &error));
    assert_string_not_equal(knowledge_hash(knowledge), with_u);
    knowledge_close(knowledge);
}

// Not file_write(): thousands of these are written, and none has to survive anything.
static void overwrite(const char *path, struct slice bytes) {
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes.start, 1, bytes.length, out), bytes.length);
    assert_int_equal(fclose(out), 0);
}

// Positions are looked at in steps that share no factor with the size of any field, so that each byte of a
// field has its turn in the rows of each section.
#define STEP 13u

static void damaged_files_are_refused(void **state) {
    struct place *place = *state;
    struct slice bytes = built_in_bytes(place->arena);
    const char *path = path_of(place, "k.bin");
    for (size_t i = 0; i < bytes.length; i += i < 64 ? 1 : STEP) { // all of the head
        ((char *)bytes.start)[i] ^= 0x10;
        overwrite(path, bytes);
        ((char *)bytes.start)[i] ^= 0x10;
        struct error error = { 0 };
        assert_null(knowledge_open(path, &error));
        assert_int_equal(error.kind, ERROR_INPUT);
        assert_string_equal(error.file, path);
    }
    for (size_t length = 0; length < bytes.length; length += length < 64 ? 1 : STEP) {
        overwrite(path, slice_part(bytes, 0, length));
        struct error error = { 0 };
        assert_null(knowledge_open(path, &error));
        assert_int_equal(error.kind, ERROR_INPUT);
    }
}

static void use_everything(const struct knowledge *knowledge) {
    static const struct slice keys[] = { SLICE("minister"), SLICE("aaa"), SLICE("the-league"),
                                         SLICE("land"),     SLICE("x"),   SLICE("") };
    for (enum table_kind kind = 0; kind < TABLE_KINDS; kind++) {
        const struct table *table = knowledge_table(knowledge, kind, SLICE("en"));
        size_t count = table_count(table);
        for (size_t row = 0; row < count && row < 10; row++) {
            for (unsigned column = 0; column < schema_of(kind)->column_count; column++) {
                hash_bytes(table_cell(table, row, column), 0); // reads all of it
                table_number(table, row, column);
            }
            assert_true(strlen(table_place(table, row).file) < 4096);
        }
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
            struct table_walk walk = table_lookup(table, keys[i]);
            for (size_t row; (row = table_next(&walk)) != TABLE_END;) assert_true(row < count);
            table_longest(table, keys[i]);
        }
    }
}

// A file that states the right hash of wrong content: whatever it says, nothing outside it is read.
static void forged_files_do_no_harm(void **state) {
    static const char *const names[] = { "schema", "tables", "strings", "cells",
                                         "lines",  "slots",  "keys",    "postings" };
    enum { COUNT = 8 };
    struct place *place = *state;
    struct error error = { 0 };
    struct slice bytes = built_in_bytes(place->arena);
    const char *path = path_of(place, "k.bin");
    struct data_file *file = data_file_over(bytes, "memory", LAYOUT_MAGIC, LAYOUT_VERSION, &error);
    struct data_section sections[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        sections[i] =
            (struct data_section){ names[i], arena_copy(place->arena, data_file_section(file, names[i])) };
    data_file_close(file);
    struct arena *arena = arena_new();
    static const unsigned char values[] = { 0x00, 0x01, 0x7f, 0xff };
    for (size_t i = 0; i < COUNT; i++) {
        char *content = (char *)sections[i].content.start;
        for (size_t at = 0; at < sections[i].content.length; at += STEP) {
            char before = content[at];
            for (size_t j = 0; j < sizeof values; j++) {
                content[at] = (char)values[j];
                overwrite(path, data_file_make(LAYOUT_MAGIC, LAYOUT_VERSION, sections, COUNT, arena));
                struct error refused = { 0 };
                struct knowledge *knowledge = knowledge_open(path, &refused);
                assert_int_equal(knowledge == NULL, refused.kind != ERROR_NONE);
                if (knowledge) use_everything(knowledge);
                knowledge_close(knowledge);
                arena_reset(arena);
            }
            content[at] = before;
        }
        struct slice whole = sections[i].content;
        for (size_t length = 0; length < whole.length; length += 4 * STEP) {
            sections[i].content.length = length;
            overwrite(path, data_file_make(LAYOUT_MAGIC, LAYOUT_VERSION, sections, COUNT, arena));
            struct error refused = { 0 };
            struct knowledge *knowledge = knowledge_open(path, &refused);
            if (knowledge) use_everything(knowledge);
            knowledge_close(knowledge);
            arena_reset(arena);
        }
        sections[i].content = whole;
    }
    arena_free(arena);
}

static void what_is_no_knowledge_is_refused(void **state) {
    struct place *place = *state;
    struct error error = { 0 };
    assert_null(knowledge_open(path_of(place, "missing.bin"), &error));
    assert_int_equal(error.kind, ERROR_SYSTEM);
    const struct data_section other = { "schema", SLICE("12345678") };
    const char *path = path_of(place, "k.bin");
    error = (struct error){ 0 };
    assert_true(
        file_write(path, data_file_make(LAYOUT_MAGIC, LAYOUT_VERSION, &other, 1, place->arena), &error));
    assert_null(knowledge_open(path, &error));
    assert_string_equal(error.message, "made for other tables than this program has: build it again");
    knowledge_close(NULL);
}

// Every table that stands in knowledge/ is in the file that is built: a name forgotten in meson.build shows
// here.
static void all_tables_are_built(void **state) {
    struct place *place = *state;
    const char *root = getenv("SOURCE_ROOT"), *built = getenv("KNOWLEDGE_BIN");
    if (!root || !built || access(built, R_OK) != 0) skip();
    struct error error = { 0 };
    struct knowledge *knowledge = knowledge_open(built, &error);
    if (!knowledge) fail_msg("%s: %s", error.file, error.message);
    for (enum table_kind kind = 0; kind < TABLE_KINDS; kind++) {
        const struct table_schema *schema = schema_of(kind);
        struct slice path = arena_format(place->arena, "%s/knowledge/%s%s.txt", root,
                                         schema->of_language ? "en/" : "", schema->file);
        if (access(arena_string(place->arena, path), R_OK) != 0) continue;
        const struct table *table = knowledge_table(knowledge, kind, SLICE("en"));
        if (table_count(table) == 0)
            fail_msg(SLICE_FORMAT " is not in the built file: see knowledge/meson.build", SLICE_ARG(path));
    }
    knowledge_close(knowledge);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(cells_are_as_written, open_place, close_place),
        cmocka_unit_test_setup_teardown(tables_that_no_file_gives_are_empty, open_place, close_place),
        cmocka_unit_test_setup_teardown(keys_find_their_rows_in_order, open_place, close_place),
        cmocka_unit_test_setup_teardown(a_column_can_be_asked_alone, open_place, close_place),
        cmocka_unit_test_setup_teardown(keys_are_folded_and_squeezed, open_place, close_place),
        cmocka_unit_test_setup_teardown(a_users_rows_come_last_and_are_found_first, open_place, close_place),
        cmocka_unit_test_setup_teardown(a_malformed_folder_adds_nothing, open_place, close_place),
        cmocka_unit_test_setup_teardown(the_hash_covers_what_is_laid_over, open_place, close_place),
        cmocka_unit_test_setup_teardown(damaged_files_are_refused, open_place, close_place),
        cmocka_unit_test_setup_teardown(forged_files_do_no_harm, open_place, close_place),
        cmocka_unit_test_setup_teardown(what_is_no_knowledge_is_refused, open_place, close_place),
        cmocka_unit_test_setup_teardown(all_tables_are_built, open_place, close_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
