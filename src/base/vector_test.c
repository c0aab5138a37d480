#include "base/vector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void items_stay_as_the_vector_grows(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    VECTOR_OF(uint64_t) numbers = { 0 };
    for (uint64_t i = 0; i < 100000; i++) {
        uint64_t *item = vector_push(arena, &numbers);
        assert_int_equal(*item, 0);
        *item = i * i;
    }
    assert_int_equal(numbers.count, 100000);
    assert_true(numbers.capacity >= numbers.count && numbers.capacity <= 2 * numbers.count);
    for (uint64_t i = 0; i < 100000; i++) assert_int_equal(numbers.items[i], i * i);
    arena_free(arena);
}

static void a_place_used_again_is_zeroed(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    VECTOR_OF(int) numbers = { 0 };
    *vector_push(arena, &numbers) = 5;
    numbers.count = 0;
    assert_int_equal(*vector_push(arena, &numbers), 0);
    arena_free(arena);
}

static void items_may_be_large(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct large {
        char bytes[1000];
        int number;
    };
    VECTOR_OF(struct large) list = { 0 };
    for (int i = 0; i < 100; i++) vector_push(arena, &list)->number = i;
    for (int i = 0; i < 100; i++) assert_int_equal(list.items[i].number, i);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_stay_as_the_vector_grows),
        cmocka_unit_test(a_place_used_again_is_zeroed),
        cmocka_unit_test(items_may_be_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
