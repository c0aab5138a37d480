// A line must be what json_dumps() makes of the same value.
#include "record/json_values.h"
#include "record/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

static void same_as_dumps(json_t *value, struct arena *arena) {
    char *dump = json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(9));
    struct json_writer writer = { .arena = arena };
    json_put_value(&writer, value);
    const struct slice line = json_end(&writer);
    assert_int_equal(line.length, strlen(dump) + 1);
    assert_memory_equal(line.start, dump, line.length - 1);
    assert_int_equal(line.start[line.length - 1], '\n');
    free(dump);
}

static void writes_what_jansson_writes(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    json_t *object = json_object();
    json_object_set_new(object, "a \"key\"\n", json_array());
    json_object_set_new(object, "none", json_object());
    json_object_set_new(object, "zero", json_null());
    json_object_set_new(
        object, "numbers",
        json_pack("[I,I,f,f,f,f,b,b]", (json_int_t)INT64_MIN, (json_int_t)0, 0.1, -1.5e300, 1e-7, 3.0, 0, 1));
    json_object_set_new(object, "nested", json_pack("[{s:s,s:[s,s]}]", "b", "", "c", "d", "e"));
    same_as_dumps(object, arena);
    arena_free(arena);
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
            json_t *array = json_array();
            json_array_append_new(array, json_of_text((struct slice){ text, sizeof text }));
            json_array_append_new(array, json_of_text((struct slice){ text, place }));
            same_as_dumps(array, arena);
        }
    arena_free(arena);
}

static void text_alone(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct slice text = record_json_text(SLICE("EFE \"x\"\x01"), arena);
    assert_int_equal(text.length, strlen("\"EFE \\\"x\\\"\\u0001\""));
    assert_memory_equal(text.start, "\"EFE \\\"x\\\"\\u0001\"", text.length);
    text = record_json_text((struct slice){ "", 0 }, arena);
    assert_int_equal(text.length, 4);
    assert_memory_equal(text.start, "null", 4);
    text = record_json_text(SLICE("cut \xe2\x80"), arena); // is no UTF-8
    assert_int_equal(text.length, 2);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_what_jansson_writes),
        cmocka_unit_test(escapes_every_character),
        cmocka_unit_test(text_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
