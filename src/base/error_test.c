#include "base/error.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static const struct place_in_file here = { "a/b.txt", 3, 7 };

static void the_first_error_stays(void **state) {
    (void)state;
    struct error error = { 0 };
    assert_false(error_at(&error, ERROR_INPUT, here, "expected \"%s\"", "x"));
    assert_false(error_at(&error, ERROR_SYSTEM, (struct place_in_file){ "other", 1, 1 }, "later"));
    assert_int_equal(error.kind, ERROR_INPUT);
    assert_string_equal(error.file, "a/b.txt");
    assert_int_equal(error.line, 3);
    assert_int_equal(error.column, 7);
    assert_string_equal(error.message, "expected \"x\"");
}

static void no_error_to_fill_is_fine(void **state) {
    (void)state;
    assert_false(error_at(NULL, ERROR_INPUT, here, "x"));
    struct error error = { 0 };
    error_at(&error, ERROR_INPUT, (struct place_in_file){ 0 }, "x");
    assert_string_equal(error.file, "");
}

static void hostile_text_cannot_steer_a_terminal(void **state) {
    (void)state;
    static const struct {
        const char *text, *safe;
    } cases[] = {
        { "a\x1b[31mb", "a?[31mb" },
        { "a\r\nb\tc\x7f", "a??b?c?" },
        { "\xc2\x9b"
          "31m",
          "?31m" }, // the one-character form of ESC [
        { "\x9b"
          "31m",
          "?31m" },                               // the same as a stray byte
        { "x\xe2\x80\xaey\xe2\x80\xac", "x?y?" }, // right-to-left override
        { "x\xe2\x81\xa7y\xe2\x81\xa9z\xe2\x80\xa8", "x?y?z?" },
        { "caf\xc3\xa9 \xe2\x82\xac", "café €" },
        { "\xef\xbf\xbd", "\xef\xbf\xbd" }, // a real replacement character
        { "\xe2\x82", "??" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error = { 0 };
        error_at(&error, ERROR_INPUT, (struct place_in_file){ .file = cases[i].text }, "%s", cases[i].text);
        assert_string_equal(error.message, cases[i].safe);
        assert_string_equal(error.file, cases[i].safe);
    }
}

static void long_text_is_cut_between_characters(void **state) {
    (void)state;
    char text[2001] = "";
    for (int shift = 0; shift < 4; shift++) {
        memset(text, 'a', (size_t)shift);
        for (size_t i = (size_t)shift; i + 3 < sizeof text; i += 3) memcpy(text + i, "\xe2\x82\xac", 4);
        struct error error = { 0 };
        error_at(&error, ERROR_INPUT, (struct place_in_file){ .file = text }, "%s", text);
        assert_int_equal(utf8_first_invalid(slice_of(error.message)), SIZE_MAX);
        assert_null(strchr(error.message, '?'));
        assert_in_range(strlen(error.message), sizeof error.message - 3, sizeof error.message - 1);
        assert_in_range(strlen(error.file), sizeof error.file - 3, sizeof error.file - 1);
    }
}

static void the_text_says_what_is_known(void **state) {
    (void)state;
    static const struct {
        struct place_in_file place;
        const char *text;
    } cases[] = {
        { { "f", 3, 7 }, "f:3:7: m" }, { { "f", 3, 0 }, "f:3: m" }, { { "f", 0, 0 }, "f: m" },
        { { "f", 0, 9 }, "f: m" },     { { NULL, 3, 7 }, "m" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char buffer[64];
        struct error error = { 0 };
        error_at(&error, ERROR_INPUT, cases[i].place, "m");
        assert_ptr_equal(error_text(&error, buffer, sizeof buffer), buffer);
        assert_string_equal(buffer, cases[i].text);
        for (size_t size = 1; size < strlen(cases[i].text); size++) {
            error_text(&error, buffer, size);
            assert_int_equal(strlen(buffer), size - 1);
        }
        buffer[0] = 'z';
        error_text(&error, buffer, 0);
        assert_int_equal(buffer[0], 'z');
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_error_stays),
        cmocka_unit_test(no_error_to_fill_is_fine),
        cmocka_unit_test(hostile_text_cannot_steer_a_terminal),
        cmocka_unit_test(long_text_is_cut_between_characters),
        cmocka_unit_test(the_text_says_what_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
