#include "base/slice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static void slices_are_equal_when_their_bytes_are(void **state) {
    (void)state;
    static const struct {
        struct slice a, b;
        bool equal, folded;
    } cases[] = {
        { SLICE(""), SLICE(""), true, true },          { SLICE(""), { NULL, 0 }, true, true },
        { SLICE("a"), SLICE("a"), true, true },        { SLICE("a"), SLICE("A"), false, true },
        { SLICE("a"), SLICE("ab"), false, false },     { SLICE("a\0b"), SLICE("a\0c"), false, false },
        { SLICE("Zz@["), SLICE("zZ@["), false, true }, { SLICE("@"), SLICE("`"), false, false },
        { SLICE("é"), SLICE("É"), false, false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(slice_equal(cases[i].a, cases[i].b), cases[i].equal);
        assert_int_equal(slice_equal(cases[i].b, cases[i].a), cases[i].equal);
        assert_int_equal(slice_equal_ascii_fold(cases[i].a, cases[i].b), cases[i].folded);
    }
}

static void order_is_that_of_unsigned_bytes(void **state) {
    (void)state;
    static const struct slice sorted[] = { { NULL, 0 },   SLICE("\0"),   SLICE("A"),
                                           SLICE("a"),    SLICE("a\0"),  SLICE("ab"),
                                           SLICE("\x7f"), SLICE("\x80"), SLICE("\xff") };
    size_t count = sizeof sorted / sizeof *sorted;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            assert_int_equal(slice_compare(sorted[i], sorted[j]), i < j ? -1 : i > j ? 1 : 0);
}

static void starts_and_ends_are_found(void **state) {
    (void)state;
    assert_true(slice_starts(SLICE("abc"), SLICE("ab")));
    assert_true(slice_starts(SLICE("abc"), SLICE("")));
    assert_true(slice_starts((struct slice){ 0 }, SLICE("")));
    assert_false(slice_starts(SLICE("abc"), SLICE("abcd")));
    assert_false(slice_starts(SLICE("abc"), SLICE("b")));
    assert_true(slice_ends(SLICE("abc"), SLICE("bc")));
    assert_true(slice_ends(SLICE("abc"), SLICE("abc")));
    assert_false(slice_ends(SLICE("abc"), SLICE("ab")));
    assert_false(slice_ends(SLICE("c"), SLICE("bc")));
}

static void finding_starts_where_it_is_told(void **state) {
    (void)state;
    static const struct {
        struct slice text, needle;
        size_t from, found;
    } cases[] = {
        { SLICE("abcabc"), SLICE("bc"), 0, 1 },
        { SLICE("abcabc"), SLICE("bc"), 2, 4 },
        { SLICE("abcabc"), SLICE("bc"), 5, SIZE_MAX },
        { SLICE("abc"), SLICE("abcd"), 0, SIZE_MAX },
        { SLICE("abc"), SLICE(""), 2, 2 },
        { SLICE("abc"), SLICE(""), 3, 3 },
        { SLICE("abc"), SLICE(""), 4, SIZE_MAX },
        { SLICE("abc"), SLICE("a"), SIZE_MAX, SIZE_MAX },
        { { NULL, 0 }, SLICE("a"), 0, SIZE_MAX },
        { SLICE("a\0b"), SLICE("\0b"), 0, 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(slice_find(cases[i].text, cases[i].needle, cases[i].from), cases[i].found);
}

static void parts_are_cut_to_what_there_is(void **state) {
    (void)state;
    static const struct {
        size_t start, end;
        struct slice part;
    } cases[] = {
        { 0, 4, SLICE("abcd") }, { 1, 3, SLICE("bc") },      { 2, SIZE_MAX, SLICE("cd") },
        { 4, 9, SLICE("") },     { SIZE_MAX, 2, SLICE("") }, { 3, 1, SLICE("") },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice part = slice_part(SLICE("abcd"), cases[i].start, cases[i].end);
        assert_true(slice_equal(part, cases[i].part));
    }
}

static void trimming_takes_blanks_at_both_ends(void **state) {
    (void)state;
    assert_true(slice_equal(slice_trim(SLICE(" \t a b\r\n")), SLICE("a b")));
    assert_int_equal(slice_trim(SLICE(" \n")).length, 0);
    assert_int_equal(slice_trim((struct slice){ 0 }).length, 0);
    assert_true(slice_equal(slice_trim(SLICE("\v x")), SLICE("\v x")));
}

static void pieces_come_one_by_one(void **state) {
    (void)state;
    static const struct {
        struct slice text, separator;
        const char *pieces; // each in brackets
    } cases[] = {
        { SLICE("a | b | c"), SLICE(" | "), "[a][b][c]" },
        { SLICE("a"), SLICE(" | "), "[a]" },
        { SLICE(""), SLICE(" | "), "" },
        { SLICE(" | a"), SLICE(" | "), "[][a]" },
        { SLICE("a | "), SLICE(" | "), "[a]" },
        { SLICE("a\n\nb\n"), SLICE("\n"), "[a][][b]" },
        { SLICE("ab"), SLICE(""), "[ab]" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char found[64] = "";
        size_t used = 0;
        struct slice rest = cases[i].text;
        for (struct slice piece; slice_next(&rest, cases[i].separator, &piece);)
            used +=
                (size_t)snprintf(found + used, sizeof found - used, "[" SLICE_FORMAT "]", SLICE_ARG(piece));
        assert_string_equal(found, cases[i].pieces);
    }
}

static void a_string_is_its_bytes_without_nul(void **state) {
    (void)state;
    assert_int_equal(slice_of("abc").length, 3);
    assert_int_equal(slice_of(NULL).length, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slices_are_equal_when_their_bytes_are),
        cmocka_unit_test(order_is_that_of_unsigned_bytes),
        cmocka_unit_test(starts_and_ends_are_found),
        cmocka_unit_test(finding_starts_where_it_is_told),
        cmocka_unit_test(parts_are_cut_to_what_there_is),
        cmocka_unit_test(trimming_takes_blanks_at_both_ends),
        cmocka_unit_test(pieces_come_one_by_one),
        cmocka_unit_test(a_string_is_its_bytes_without_nul),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
