#include "base/file.h"
#include "knowledge/compiler.h"
#include "knowledge/reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

static int open_arena(void **state) {
    *state = arena_new();
    return 0;
}

static int close_arena(void **state) {
    arena_free(*state);
    return 0;
}

struct text { // a file that a test makes up
    const char *path, *content;
};

// `content` with every line that ends in "..." filled up with "-": some tables grow while others are tested.
static struct slice fill_up(struct slice content, enum table_kind kind, struct arena *arena) {
    struct slice filled = SLICE(""), line;
    while (slice_next(&content, SLICE("\n"), &line)) {
        bool open = slice_ends(line, SLICE("..."));
        unsigned columns = 1;
        for (size_t i = 0; i < line.length; i++) columns += line.start[i] == '\t';
        filled = arena_join(arena, filled, slice_part(line, 0, line.length - (open ? 3 : 0)));
        if (open) filled = arena_join(arena, filled, SLICE("-"));
        for (; open && columns < schema_of(kind)->column_count; columns++)
            filled = arena_join(arena, filled, SLICE("\t-"));
        filled = arena_join(arena, filled, SLICE("\n"));
    }
    return filled;
}

// Compiles the files up to the first without a path.
static bool compile(const struct text *files, struct arena *arena, struct slice *bytes, struct error *error) {
    struct source sources[8];
    size_t count = 0;
    for (; files[count].path; count++) {
        if (!source_of_path(slice_of(files[count].path), files[count].path, &sources[count], error))
            return false;
        sources[count].content = fill_up(slice_of(files[count].content), sources[count].kind, arena);
    }
    return compiler_make(sources, count, NULL, arena, bytes, error);
}

#define LANDS                                                                                                \
    { "countries.txt", "AAA\tAA\t1\tA-land\nBBB\tBB\t2\tB-land\n" }

static void tables_are_checked_against_each_other(void **state) {
    static const struct {
        struct text files[4];
        const char *error; // with place, empty when there is none
    } cases[] = {
        { { LANDS, { "en/countries.txt", "AAA\tA-land\t-\t-\t-\n" } }, "" },
        { { { "en/countries.txt", "AAA\tA-land\t-\t-\t-\nABA\tX\t-\t-\t-\n" }, LANDS },
          "en/countries.txt:2:1: expected a country of countries.txt, found \"ABA\"" },
        { { { "en/countries.txt", "ZZZ\tX\t-\t-\t-\n" } }, "" }, // nothing to check against
        { { LANDS, { "people.txt", "a\tAnn | Anna\tAAB\t...\n" } },
          "people.txt:1:14: expected a country of countries.txt, found \"AAB\"" },
        { { LANDS, { "people.txt", "a\tAnn\t...\na\tAnn\t...\n" } }, "" },
        { { { "countries.txt", "AAA\tAA\t1\tx\n\nAAA\tAB\t2\ty\n" } },
          "countries.txt:3:1: \"AAA\" stands in another row already" },
        { { { "countries.txt", "AAA\tAA\t1\tx\n  aaa\tAB\t2\ty\n" } },
          "countries.txt:2:3: \"aaa\" stands in another row already" },
        { { { "en/verbs.txt", "hit/v\tattack.hit\t...\n" } }, "" },
        { { { "acts.txt", "" }, { "en/verbs.txt", "hit/v\tattack.hit\t...\n" } },
          "en/verbs.txt:1:7: expected an act of acts.txt, found \"attack.hit\"" },
        { { { "acts.txt", "attack\t...\n" }, { "en/verbs.txt", "hit/v\tattack\t...\nhit/v\t...\n" } }, "" },
        { { { "acts.txt", "attack\t...\n" }, { "en/operators.txt", "hit/v\tdenied\tattak\t...\n" } },
          "en/operators.txt:1:14: expected an act of acts.txt, found \"attak\"" },
        { { LANDS, LANDS }, "countries.txt: the same table as \"countries.txt\"" },
        { { { 0 } }, "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice bytes;
        struct error error = { 0 };
        char text[600];
        bool done = compile(cases[i].files, *state, &bytes, &error);
        assert_string_equal(error_text(&error, text, sizeof text), cases[i].error);
        assert_int_equal(done, !cases[i].error[0]);
    }
}

static void a_path_tells_table_and_language(void **state) {
    (void)state;
    static const struct {
        struct slice path;
        enum table_kind kind;
        const char *language, *error;
    } cases[] = {
        { SLICE("countries.txt"), TABLE_COUNTRIES, "", NULL },
        { SLICE("en/countries.txt"), TABLE_COUNTRY_NAMES, "en", NULL },
        { SLICE("pt-BR/verbs.txt"), TABLE_VERBS, "pt-BR", NULL },
        { SLICE("verbs.txt"), 0, NULL, "this table stands in a language's folder" },
        { SLICE("en/acts.txt"), 0, NULL,
          "this table is for all languages and stands outside a language's folder" },
        { SLICE("verb.txt"), 0, NULL, "there is no table of this name" },
        { SLICE("acts.tsv"), 0, NULL, "expected a table whose name ends in .txt" },
        { SLICE(""), 0, NULL, "expected a table whose name ends in .txt" },
        { SLICE(".txt"), 0, NULL, "there is no table of this name" },
        { SLICE("/acts.txt"), 0, NULL, "expected a language's code as the folder's name" },
        { SLICE("../acts.txt"), 0, NULL, "expected a language's code as the folder's name" },
        { SLICE("en/x/verbs.txt"), 0, NULL, "there is no table of this name" },
        { SLICE("a-folder-of-another-kind/verbs.txt"), 0, NULL,
          "expected a language's code as the folder's name" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct source source;
        struct error error = { 0 };
        bool done = source_of_path(cases[i].path, "name", &source, &error);
        assert_int_equal(done, cases[i].error == NULL);
        if (cases[i].error) {
            assert_string_equal(error.message, cases[i].error);
            assert_string_equal(error.file, "name");
            continue;
        }
        assert_int_equal(source.kind, cases[i].kind);
        assert_true(slice_equal(source.language, slice_of(cases[i].language)));
    }
}

static void the_order_of_files_makes_no_difference(void **state) {
    static const struct text files[] = {
        LANDS,
        { "en/countries.txt", "AAA\tA-land\t-\t-\t-\n" },
        { "fr/countries.txt", "AAA\tPays A\t-\t-\t-\n" },
        { "acts.txt", "x\t...\n" },
    };
    struct slice first = { 0 };
    struct error error = { 0 };
    for (size_t i = 0; i < 4; i++) {
        struct text turned[5] = { 0 };
        struct slice bytes;
        for (size_t j = 0; j < 4; j++) turned[j] = files[(i + j) % 4];
        assert_true(compile(turned, *state, &bytes, &error));
        if (i == 0) first = bytes;
        assert_true(slice_equal(bytes, first));
    }
}

// Whatever bytes stand in a file: an error or rows, and never anything else. See fuzz/knowledge_fuzz.c for
// more of this.
static void cut_and_changed_tables_never_harm(void **state) {
    static const char table[] =
        "# é\nx\tAnn Ö | Ann\tAAA\t-\t2020-01-31\t2021\t-\tf\ny\tB\t-\tc\t-\t-\t-\t-\n";
    (void)state;
    for (size_t i = 0; i < sizeof table; i++) {
        struct arena *arena = arena_new();
        for (unsigned change = 0; change < 256; change += 3) {
            char bytes[sizeof table];
            memcpy(bytes, table, sizeof table);
            bytes[i] = (char)change;
            struct source source = { "people.txt", TABLE_PEOPLE, { 0 }, { bytes, sizeof table - 1 } };
            struct slice made;
            struct error error = { 0 };
            bool done = compiler_make(&source, 1, NULL, arena, &made, &error);
            assert_int_equal(done, error.kind == ERROR_NONE);
            if (!done) assert_true(error.line >= 1 && error.column >= 1);
            arena_reset(arena);
        }
        struct source source = {
            "people.txt", TABLE_PEOPLE, { 0 }, arena_copy(arena, (struct slice){ table, i })
        };
        struct slice made;
        struct error error = { 0 };
        compiler_make(&source, 1, NULL, arena, &made, &error);
        arena_free(arena);
    }
}

static void the_page_about_tables_is_up_to_date(void **state) {
    const char *root = getenv("SOURCE_ROOT");
    if (!root) skip();
    struct slice found;
    struct error error = { 0 };
    const char *path = arena_string(*state, arena_format(*state, "%s/docs/knowledge.md", root));
    assert_true(file_read(path, 1 << 20, *state, &found, &error));
    if (!slice_equal(found, compiler_document(*state)))
        fail_msg(
            "docs/knowledge.md is older than the schema: run compile-knowledge --document docs/knowledge.md");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(tables_are_checked_against_each_other, open_arena, close_arena),
        cmocka_unit_test(a_path_tells_table_and_language),
        cmocka_unit_test_setup_teardown(the_order_of_files_makes_no_difference, open_arena, close_arena),
        cmocka_unit_test(cut_and_changed_tables_never_harm),
        cmocka_unit_test_setup_teardown(the_page_about_tables_is_up_to_date, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
