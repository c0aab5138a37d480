#include "knowledge/reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static int open_arena(void **state) {
    *state = arena_new();
    return 0;
}

static int close_arena(void **state) {
    arena_free(*state);
    return 0;
}

static void rows_are_read_and_notes_left_out(void **state) {
    struct rows rows;
    struct error error = { 0 };
    struct slice content = SLICE("\xef\xbb\xbf# a note\n"
                                 "# iso3\tiso2\tnumeric\tname\n"
                                 "\n"
                                 "   \n"
                                 "AAA\tAA\t004\tFirst Land\r\n"
                                 "  BBB \tBB\t-\t Second # Land\n"
                                 "CCC\tCC\t8\t-x-");
    assert_true(reader_read(content, "f", TABLE_COUNTRIES, *state, &rows, &error));
    assert_int_equal(error.kind, ERROR_NONE);
    static const struct {
        uint32_t line, column; // of the first cell
        const char *cells[4];
    } expected[] = {
        { 5, 1, { "AAA", "AA", "004", "First Land" } },
        { 6, 3, { "BBB", "BB", "", "Second # Land" } },
        { 7, 1, { "CCC", "CC", "8", "-x-" } },
    };
    assert_int_equal(rows.count, 3);
    for (size_t i = 0; i < 3; i++) {
        struct place_in_file place = reader_place("f", &rows.items[i], 0);
        assert_int_equal(place.line, expected[i].line);
        assert_int_equal(place.column, expected[i].column);
        for (size_t j = 0; j < 4; j++)
            assert_true(slice_equal(rows.items[i].cells[j], slice_of(expected[i].cells[j])));
    }
}

static void a_file_may_hold_no_rows(void **state) {
    static const struct slice contents[] = { SLICE(""), SLICE("\n"), SLICE("# x"), SLICE("\xef\xbb\xbf"),
                                             SLICE("\r\n\r\n") };
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++) {
        struct rows rows;
        struct error error = { 0 };
        assert_true(reader_read(contents[i], "f", TABLE_ACTORS, *state, &rows, &error));
        assert_int_equal(rows.count, 0);
    }
}

static void errors_name_line_and_column(void **state) {
    static const struct {
        enum table_kind kind;
        struct slice content;
        uint32_t line, column;
        const char *message;
    } cases[] = {
        { TABLE_COUNTRIES, SLICE("AAA\tAA\t1\n"), 1, 9,
          "expected 4 columns separated by tabs, found 3: name is missing" },
        { TABLE_COUNTRIES, SLICE("#\n\nAAA\tAA"), 3, 7,
          "expected 4 columns separated by tabs, found 2: numeric is missing" },
        { TABLE_COUNTRIES, SLICE("AAA AA 1 x\n"), 1, 11, "found 1: iso2 is missing" },
        { TABLE_COUNTRIES, SLICE("AAA\tAA\t1\tx\ty\n"), 1, 12,
          "expected 4 columns separated by tabs, found 5" },
        { TABLE_COUNTRIES, SLICE("AAA\tAA\t1\tx\t\n"), 1, 12, "found 5" },
        { TABLE_COUNTRIES, SLICE("AAA\t\t1\tx\n"), 1, 5, "iso2 is empty, expected any text" },
        { TABLE_COUNTRIES, SLICE("AAA\tAA\t1\t  \n"), 1, 10, "name is empty" },
        { TABLE_COUNTRIES, SLICE("-\tAA\t1\tx\n"), 1, 1, "iso3 is needed, found \"-\"" },
        { TABLE_COUNTRIES, SLICE("AAA\t-\t1\tx\n"), 1, 5, "iso2 is needed, found \"-\"" },
        { TABLE_COUNTRIES, SLICE("AAA\tAA\t1\tx\nBBB\tBB\t1,5\tx\n"), 2, 8,
          "expected a decimal number as numeric, found \"1,5\"" },
        { TABLE_COUNTRIES, SLICE("AAA\tAA\t1\tSã\xffo\n"), 1, 13, "expected UTF-8, found byte 0xff" },
        { TABLE_COUNTRIES, SLICE("AAA\tAA\t1\tSã\xc3"), 1, 13, "found byte 0xc3" },
        { TABLE_COUNTRIES, SLICE("#ok\n# \x80\n"), 2, 3, "found byte 0x80" },
        { TABLE_COUNTRIES, SLICE("AAA\tAA\t1\tx\x1b[0m\n"), 1, 11, "control character 0x1b" },
        { TABLE_COUNTRIES, SLICE("AAA\tAA\t1\tx\0y\n"), 1, 11, "control character 0x00" },
        { TABLE_COUNTRIES, SLICE("AAA\tAA\t1\tx\ry\n"), 1, 11, "control character 0x0d" },
        { TABLE_COUNTRIES, SLICE("\xef\xbb\xbf-\tAA\t1\tx\n"), 1, 1, "iso3 is needed" },
        { TABLE_COUNTRY_NAMES, SLICE("AAA\t-\ta\tb\tc\n"), 1, 5, "names is needed" },
        { TABLE_COUNTRY_NAMES, SLICE("Aaa\tx\ta\tb\tc\n"), 1, 1,
          "expected three capitals of ISO 3166-1 as iso3, found \"Aaa\"" },
        { TABLE_COUNTRY_NAMES, SLICE("AAAA\tx\ta\tb\tc\n"), 1, 1, "three capitals" },
        { TABLE_COUNTRY_NAMES, SLICE("AAA\tx |y\ta\tb\tc\n"), 1, 7,
          "expected \" | \" between the items of a list, found \"|\" in \"x |y\"" },
        { TABLE_COUNTRY_NAMES, SLICE("AAA\tx |  | y\ta\tb\tc\n"), 1, 9, "an item of the list is empty" },
        { TABLE_COUNTRY_NAMES, SLICE("AAA\tx\ta\té |\tc\n"), 1, 12, "between the items" },
        { TABLE_COUNTRY_NAMES, SLICE("AAA\tx\t| a\tb\tc\n"), 1, 7, "between the items" },
        { TABLE_PEOPLE, SLICE("a\tb\tAAA\t-\tMay 2019\t-\t-\t-\n"), 1, 11,
          "expected YYYY, YYYY-MM or YYYY-MM-DD as from, found \"May 2019\"" },
        { TABLE_PEOPLE, SLICE("a\tb\tAAA\t-\t2019-02-29\t-\t-\t-\n"), 1, 11, "as from" },
        { TABLE_PEOPLE, SLICE("a\tb\tAAA\t-\t2020-02-29\t1900-02-29\t-\t-\n"), 1, 22, "as to" },
        { TABLE_PEOPLE, SLICE("a\tb\tAAA\t-\t2020-13\t-\t-\t-\n"), 1, 11, "as from" },
        { TABLE_PEOPLE, SLICE("a\tb\tAAA\t-\t2020-00-01\t-\t-\t-\n"), 1, 11, "as from" },
        { TABLE_PEOPLE, SLICE("a\tb\tAAA\t-\t2020-04-31\t-\t-\t-\n"), 1, 11, "as from" },
        { TABLE_PEOPLE, SLICE("a\tb\tAAA\t-\t2020/04\t-\t-\t-\n"), 1, 11, "as from" },
        { TABLE_PEOPLE, SLICE("a\tb\tAAA\t-\t+202\t-\t-\t-\n"), 1, 11, "as from" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rows rows;
        struct error error = { 0 };
        if (reader_read(cases[i].content, "knowledge/f.txt", cases[i].kind, *state, &rows, &error))
            fail_msg("case %zu was read", i);
        if (!strstr(error.message, cases[i].message)) fail_msg("case %zu: \"%s\"", i, error.message);
        if (error.line != cases[i].line || error.column != cases[i].column)
            fail_msg("case %zu at %u:%u", i, error.line, error.column);
        assert_int_equal(error.kind, ERROR_INPUT);
        assert_string_equal(error.file, "knowledge/f.txt");
    }
}

static void dates_of_all_forms_are_taken(void **state) {
    static const char *const dates[] = { "1999", "2020-02", "2020-02-29", "2000-02-29", "0001-12-31", "-" };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        struct rows rows;
        struct error error = { 0 };
        struct slice content = arena_format(*state, "a\tb | c\t-\t-\t%s\t-\t-\tm\n", dates[i]);
        assert_true(reader_read(content, "f", TABLE_PEOPLE, *state, &rows, &error));
    }
}

static void numbers_are_decimal(void **state) {
    (void)state;
    static const struct {
        struct slice text;
        bool is_number;
        double value;
    } cases[] = {
        { SLICE("0"), true, 0 },
        { SLICE("-7.5"), true, -7.5 },
        { SLICE("004"), true, 4 },
        { SLICE("0.1"), true, 0.1 },
        { SLICE("48.85341"), true, 48.85341 },
        { SLICE("-0.3"), true, -0.3 },
        { SLICE("123456789012345"), true, 123456789012345.0 },
        { SLICE("0.12345678901234"), true, 0.12345678901234 },
        { SLICE("1234567890123456"), false, 0 },
        { SLICE("0.123456789012345"), false, 0 },
        { SLICE(""), false, 0 },
        { SLICE("-"), false, 0 },
        { SLICE("."), false, 0 },
        { SLICE(".5"), false, 0 },
        { SLICE("5."), false, 0 },
        { SLICE("1e3"), false, 0 },
        { SLICE("+1"), false, 0 },
        { SLICE("1 "), false, 0 },
        { SLICE("0x1"), false, 0 },
        { SLICE("nan"), false, 0 },
        { SLICE("1.2.3"), false, 0 },
        { SLICE("--1"), false, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double value = 99;
        assert_int_equal(reader_number(cases[i].text, &value), cases[i].is_number);
        assert_true(value == (cases[i].is_number ? cases[i].value : 99));
    }
}

static void size_has_bounds(void **state) {
    struct rows rows;
    struct arena *arena = *state;
    size_t length = READER_LINE_LIMIT;
    char *line = arena_allocate(arena, length + 8);
    memset(line, '#', length + 1);
    for (size_t extra = 0; extra < 2; extra++) {
        struct error error = { 0 };
        struct slice content = { line, length + extra };
        assert_int_equal(reader_read(content, "f", TABLE_ACTS, arena, &rows, &error), extra == 0);
        assert_int_equal(error.kind, extra == 0 ? ERROR_NONE : ERROR_LIMIT);
        if (extra) assert_int_equal(error.line, 1);
    }
    struct error error = { 0 };
    assert_false(
        reader_read((struct slice){ line, READER_FILE_LIMIT + 1 }, "f", TABLE_ACTS, arena, &rows, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
}

static void a_phrase_may_be_the_hyphen(void **state) {
    struct rows rows;
    struct error error = { 0 };
    assert_true(reader_read(SLICE("-\t-\tor\n"), "f", TABLE_NUMBERS, *state, &rows, &error));
    assert_true(slice_equal(rows.items[0].cells[0], SLICE("-")));
    assert_int_equal(rows.items[0].cells[1].length, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rows_are_read_and_notes_left_out, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_file_may_hold_no_rows, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(errors_name_line_and_column, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(dates_of_all_forms_are_taken, open_arena, close_arena),
        cmocka_unit_test(numbers_are_decimal),
        cmocka_unit_test_setup_teardown(size_has_bounds, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_phrase_may_be_the_hyphen, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
