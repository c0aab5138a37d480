// parse_test.c - the transition system, without a model.
#include "language/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void moves_build_the_tree_that_they_say(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct word words[3] = { { .lower = 11 }, { .lower = 12 }, { .lower = 13 } };
    struct parse_state parse;
    parse_begin(&parse, parse_nodes(words, 3, false, arena), 3, arena);
    // the envoy left: 1 <- 2, 2 <- 3, 3 is the root
    static const enum move moves[] = { MOVE_SHIFT, MOVE_LEFT, MOVE_SHIFT, MOVE_LEFT, MOVE_SHIFT, MOVE_LEFT };
    for (size_t i = 0; i < 6; i++) {
        assert_false(parse_done(&parse));
        assert_true(parse_can(&parse, moves[i]));
        parse_move(&parse, moves[i]);
    }
    assert_true(parse_done(&parse));
    assert_int_equal(parse.heads[0], 1);
    assert_int_equal(parse.heads[1], 2);
    assert_int_equal(parse.heads[2], 3);
    arena_free(arena);
}

// Whatever the scores, there is one tree with one root: moves are drawn by chance.
static void any_moves_give_a_tree_with_one_root(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    uint32_t seed = 7;
    for (uint32_t round = 0; round < 500; round++) {
        uint32_t count = 1 + round % 23, steps = 0, roots = 0;
        struct word *words = ARENA_ARRAY(arena, struct word, count);
        struct parse_state parse;
        uint64_t features[PARSE_FEATURES];
        parse_begin(&parse, parse_nodes(words, count, round % 2, arena), count, arena);
        while (!parse_done(&parse)) {
            assert_true(parse_features(&parse, features) <= PARSE_FEATURES);
            enum move move;
            do {
                seed = seed * 1664525u + 1013904223u;
                move = (enum move)((seed >> 16) % MOVES);
            } while (!parse_can(&parse, move));
            parse_move(&parse, move);
            steps++;
        }
        assert_int_equal(steps, 2 * count);
        for (uint32_t i = 0; i < count; i++) {
            roots += parse.heads[i] == (int32_t)count;
            uint32_t at = i, way = 0;
            while (at != count) {
                at = (uint32_t)parse.heads[at];
                assert_true(++way <= count);
            }
        }
        assert_int_equal(roots, 1);
        arena_reset(arena);
    }
    arena_free(arena);
}

static void a_beam_without_weights_still_gives_a_tree(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    int16_t weights[3] = { 1, 2, 3 };
    struct linear_row row = { feature_of(200, 0, 0, 0, 0), weights };
    struct linear moves;
    assert_true(linear_open(linear_pack(LINEAR_DENSE, MOVES, 1, &row, 1, arena), &moves));
    struct word words[40] = { { .lower = 1 } };
    for (unsigned beam = 1; beam <= BEAM_LIMIT; beam *= 2)
        for (int reversed = 0; reversed < 2; reversed++) {
            int32_t heads[40];
            float margins[40];
            parse_words(&moves, words, 40, &(struct parse_options){ reversed, beam, 100 }, heads, margins,
                        arena);
            unsigned roots = 0;
            for (int i = 0; i < 40; i++) roots += heads[i] < 0;
            assert_int_equal(roots, 1);
        }
    arena_free(arena);
}

static void a_tree_is_walked_from_the_root_down(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct word words[5] = { { .lower = 1 } };
    const int32_t heads[5] = { 1, 3, 3, -1, 3 };
    struct tree tree;
    tree_begin(&tree, parse_nodes(words, 5, false, arena), heads, 5, arena);
    static const uint32_t order[5] = { 3, 1, 2, 4, 0 };
    for (int i = 0; i < 5; i++) assert_int_equal(tree.order[i], order[i]);
    assert_int_equal(tree.first_child[3], 1);
    assert_int_equal(tree.last_child[3], 4);
    assert_int_equal(tree.next_sibling[1], 2);
    assert_int_equal(tree.previous_sibling[2], 1);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moves_build_the_tree_that_they_say),
        cmocka_unit_test(any_moves_give_a_tree_with_one_root),
        cmocka_unit_test(a_beam_without_weights_still_gives_a_tree),
        cmocka_unit_test(a_tree_is_walked_from_the_root_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
