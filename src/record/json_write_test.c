// Texts and numbers must be what json_dumps() makes of them.
#include "record/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static void same_as_dumps(json_t *value, struct slice written) {
    char *dump = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(9));
    assert_int_equal(written.length, strlen(dump));
    assert_memory_equal(written.start, dump, written.length);
    free(dump);
    json_decref(value);
}

static void numbers_are_as_jansson_writes_them(void **state) {
    (void)state;
    static const double numbers[] = { 0.0,   -0.0,        0.1,    3.0,
                                      -10.0, 1e-7,        2.5e-7, -1.5e300,
                                      1e16,  1e100,       0.5,    35.5,
                                      1e9,   123456789.5, 1e-300, 4.9406564584124654e-324 };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char digits[JSON_NUMBER];
        const size_t length = json_number(numbers[i], digits);
        assert_int_equal(length, strlen(digits));
        same_as_dumps(json_real(numbers[i]), (struct slice){ digits, length });
    }
}

// Each byte at each place of the eight that are looked at together, among letters and among others.
static void escapes_every_character(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (unsigned place = 0; place < 12; place++)
        for (unsigned byte = 0; byte < 0x80; byte++) {
            char text[12] = "abc\xc3\xa9\xe2\x80\x9d!yz}";
            const bool parts_one = place >= 3 && place <= 7; // would cut a character
            if (!parts_one) text[place] = (char)byte;
            struct json_writer writer = { .arena = arena };
            json_put_text(&writer, (struct slice){ text, sizeof text });
            same_as_dumps(json_stringn(text, sizeof text), (struct slice){ writer.bytes, writer.used });
            writer.used = 0;
            const size_t whole = parts_one ? 3 : place; // bytes without a cut character
            json_put_text(&writer, (struct slice){ text, whole });
            same_as_dumps(json_stringn(text, whole), (struct slice){ writer.bytes, writer.used });
        }
    arena_free(arena);
}

static void a_cut_character_leaves_nothing(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct json_writer writer = { .arena = arena };
    json_put_text(&writer, SLICE("cut \xe2\x80")); // is no UTF-8
    json_put_text(&writer, (struct slice){ 0 });
    assert_int_equal(writer.used, 4);
    assert_memory_equal(writer.bytes, "\"\"\"\"", 4);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_as_jansson_writes_them),
        cmocka_unit_test(escapes_every_character),
        cmocka_unit_test(a_cut_character_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
