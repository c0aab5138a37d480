#include "base/hash.h"
#include "base/intern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

static void symbols_count_from_one_in_order_of_arrival(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct intern *intern = intern_new(arena);
    assert_int_equal(intern_count(intern), 0);
    assert_int_equal(intern_add(intern, SLICE("b")), 1);
    assert_int_equal(intern_add(intern, SLICE("a")), 2);
    assert_int_equal(intern_add(intern, SLICE("b")), 1);
    assert_int_equal(intern_add(intern, SLICE("")), 3);
    assert_int_equal(intern_add(intern, (struct slice){ 0 }), 3);
    assert_int_equal(intern_add(intern, SLICE("a\0")), 4);
    assert_int_equal(intern_count(intern), 4);
    assert_int_equal(intern_lookup(intern, SLICE("a")), 2);
    assert_int_equal(intern_lookup(intern, SLICE("c")), 0);
    assert_true(slice_equal(intern_text(intern, 1), SLICE("b")));
    assert_int_equal(intern_text(intern, 0).length, 0);
    assert_int_equal(intern_text(intern, 5).length, 0);
    arena_free(arena);
}

static void many_are_kept_and_copied(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct intern *intern = intern_new(arena);
    char text[16];
    for (uint32_t i = 0; i < 50000; i++) {
        int length = snprintf(text, sizeof text, "word %u", i);
        assert_int_equal(intern_add(intern, (struct slice){ text, (size_t)length }), i + 1);
    }
    for (uint32_t i = 0; i < 50000; i++) {
        int length = snprintf(text, sizeof text, "word %u", i);
        assert_int_equal(intern_lookup(intern, (struct slice){ text, (size_t)length }), i + 1);
        assert_true(slice_equal(intern_text(intern, i + 1), (struct slice){ text, (size_t)length }));
    }
    arena_free(arena);
}

// Keys picked for their low bits, which is what somebody who knows the hash can do.
static void keys_made_to_collide_are_still_told_apart(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct intern *intern = intern_new(arena);
    uint32_t count = 0;
    char text[16];
    for (uint32_t i = 0; count < 400; i++) {
        int length = snprintf(text, sizeof text, "%u", i);
        struct slice key = { text, (size_t)length };
        if ((hash_bytes(key, 0) & 1023) != 5) continue;
        assert_int_equal(intern_lookup(intern, key), 0);
        assert_int_equal(intern_add(intern, key), ++count);
    }
    count = 0;
    for (uint32_t i = 0; count < 400; i++) {
        int length = snprintf(text, sizeof text, "%u", i);
        struct slice key = { text, (size_t)length };
        if ((hash_bytes(key, 0) & 1023) == 5) assert_int_equal(intern_lookup(intern, key), ++count);
    }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(symbols_count_from_one_in_order_of_arrival),
        cmocka_unit_test(many_are_kept_and_copied),
        cmocka_unit_test(keys_made_to_collide_are_still_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
