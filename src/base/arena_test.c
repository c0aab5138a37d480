#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int open_arena(void **state) {
    *state = arena_new();
    return 0;
}

static int close_arena(void **state) {
    arena_free(*state);
    return 0;
}

static void everything_is_aligned_zeroed_and_apart(void **state) {
    struct arena *arena = *state;
    enum { COUNT = 700 };
    unsigned char *all[COUNT];
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < COUNT; i++) {
            size_t size = i * 7;
            all[i] = arena_allocate(arena, size);
            assert_int_equal((uintptr_t)all[i] % _Alignof(max_align_t), 0);
            for (size_t j = 0; j < size; j++) assert_int_equal(all[i][j], 0);
            memset(all[i], (int)(i % 251) + 1, size);
        }
        for (size_t i = 0; i < COUNT; i++)
            for (size_t j = 0; j < i * 7; j++) assert_int_equal(all[i][j], i % 251 + 1);
        arena_reset(arena);
    }
}

static void large_things_are_apart_and_go_with_the_reset(void **state) {
    struct arena *arena = *state;
    static const size_t sizes[] = { 262144, 262145, 1 << 20, 5 << 20, 100, 262144 };
    size_t total = 0;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        unsigned char *bytes = arena_allocate(arena, sizes[i]);
        assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
        assert_int_equal(bytes[0] | bytes[sizes[i] - 1], 0);
        memset(bytes, 0xff, sizes[i]);
        total += sizes[i];
    }
    assert_true(arena_held(arena) >= total);
    arena_reset(arena);
    assert_true(arena_held(arena) <= (1 << 20) + 4096);
}

static void a_reset_keeps_one_block_and_asks_for_no_more(void **state) {
    struct arena *arena = *state;
    for (int i = 0; i < 3000; i++) arena_allocate(arena, 100);
    arena_reset(arena);
    size_t held = arena_held(arena);
    assert_true(held > 0);
    for (int round = 0; round < 5; round++) {
        for (int i = 0; i < 500; i++) arena_allocate(arena, 100);
        arena_reset(arena);
        assert_int_equal(arena_held(arena), held);
    }
}

// A block is used again after a reset: what is asked for zeroed is zeroed then too.
static void raw_bytes_do_not_come_back_in_zeroed_ones(void **state) {
    struct arena *arena = *state;
    const size_t sizes[] = { 1, 100, 5000, 400000 };
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
            memset(arena_raw(arena, sizes[i]), 7, sizes[i]);
        arena_reset(arena);
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            const unsigned char *bytes = arena_allocate(arena, sizes[i]);
            for (size_t k = 0; k < sizes[i]; k++) assert_int_equal(bytes[k], 0);
        }
        arena_reset(arena);
    }
}

static void little_is_wasted(void **state) {
    struct arena *arena = *state;
    for (int i = 0; i < 100000; i++) arena_allocate(arena, 64);
#ifndef __SANITIZE_ADDRESS__
    assert_true(arena_held(arena) < 6400000 + (2 << 20));
#endif
}

static void texts_are_copied_joined_and_formatted(void **state) {
    struct arena *arena = *state;
    struct slice text = SLICE("a\0b");
    struct slice copy = arena_copy(arena, text);
    assert_true(slice_equal(copy, text));
    assert_ptr_not_equal(copy.start, text.start);
    assert_int_equal(arena_copy(arena, (struct slice){ 0 }).length, 0);
    assert_string_equal(arena_string(arena, SLICE("xyz")), "xyz");
    assert_string_equal(arena_string(arena, (struct slice){ 0 }), "");
    assert_true(slice_equal(arena_join(arena, SLICE("ab"), SLICE("c")), SLICE("abc")));
    assert_true(slice_equal(arena_join(arena, SLICE(""), SLICE("")), SLICE("")));
    assert_true(slice_equal(arena_format(arena, "%d-%s", 7, "x"), SLICE("7-x")));
    for (int width = 250; width < 260; width++) { // around the size that is tried first
        struct slice wide = arena_format(arena, "%*d", width, 5);
        assert_int_equal(wide.length, width);
        assert_int_equal(wide.start[width - 1], '5');
    }
}

static void reset_and_free_take_what_is_empty(void **state) {
    arena_reset(*state);
    assert_int_equal(arena_held(*state), 0);
    arena_free(NULL);
}

static void leave(size_t size) {
    _exit(size == SIZE_MAX ? 42 : 43);
}

static void running_out_calls_the_handler_and_ends(void **state) {
    static const struct {
        size_t size, count;
        int status; // of the handler, or 0 for none
    } cases[] = { { SIZE_MAX / 2, 3, 42 },
                  { 1, SIZE_MAX - 8, 43 },
                  { SIZE_MAX, 1, 42 },
                  { SIZE_MAX / 2, 1, 43 },
                  { SIZE_MAX, 1, 0 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        pid_t child = fork();
        if (child == 0) {
            arena_on_exhausted(cases[i].status ? leave : NULL);
            signal(SIGABRT, SIG_DFL);
            arena_array(*state, cases[i].size, cases[i].count);
            _exit(1);
        }
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        if (cases[i].status)
            assert_int_equal(WEXITSTATUS(status), cases[i].status);
        else
            assert_true(!WIFEXITED(status) || WEXITSTATUS(status) != 1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(everything_is_aligned_zeroed_and_apart, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(large_things_are_apart_and_go_with_the_reset, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(a_reset_keeps_one_block_and_asks_for_no_more, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(raw_bytes_do_not_come_back_in_zeroed_ones, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(little_is_wasted, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(texts_are_copied_joined_and_formatted, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(reset_and_free_take_what_is_empty, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(running_out_calls_the_handler_and_ends, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
