#include "read/page/forest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define TREES 200u

// Trees that ask whether feature 0 is above 9, and whose leaves say `step` for or against.
static void grow(struct tree *trees, int16_t step) {
    memset(trees, 0, TREES * sizeof *trees);
    for (unsigned i = 0; i < TREES; i++) {
        trees[i].threshold[0] = 9;
        for (unsigned leaf = 0; leaf < TREE_LEAVES; leaf++)
            trees[i].leaves[leaf] = leaf < TREE_LEAVES / 2 ? (int16_t)-step : step;
    }
}

static void all_trees_are_asked_where_none_is_sure(void **state) {
    (void)state;
    struct tree trees[TREES];
    const struct forest forest = { trees, TREES };
    grow(trees, 2);
    assert_int_equal(forest_score(&forest, (uint8_t[]){ 10 }), 2 * TREES);
    assert_int_equal(forest_score(&forest, (uint8_t[]){ 9 }), -2 * (int)TREES);
    assert_int_equal(forest_score(&(struct forest){ trees, 7 }, (uint8_t[]){ 10 }), 14);
    assert_int_equal(forest_score(&(struct forest){ trees, 0 }, (uint8_t[]){ 10 }), 0);
}

// The later trees say the opposite here: who is sure early does not hear them.
static void who_is_sure_early_is_not_asked_on(void **state) {
    (void)state;
    struct tree trees[TREES];
    const struct forest forest = { trees, TREES };
    grow(trees, 100);
    for (unsigned i = 8; i < TREES; i++) trees[i].threshold[0] = 255;
    const int32_t score = forest_score(&forest, (uint8_t[]){ 10 });
    assert_true(score > 800); // the first eight, and something for the others
    assert_int_equal(forest_score(&(struct forest){ trees, 8 }, (uint8_t[]){ 10 }), 800);
    // With two of the eight against it the sum is 400: more are heard.
    for (unsigned i = 0; i < 2; i++) trees[i].threshold[0] = 255;
    assert_true(forest_score(&forest, (uint8_t[]){ 10 }) < 0);
}

static void chances_rise_with_the_score(void **state) {
    (void)state;
    assert_int_equal(forest_chance(0), 128);
    assert_int_equal(forest_chance(100 * FOREST_ONE), 255);
    assert_int_equal(forest_chance(-100 * FOREST_ONE), 0);
    for (int32_t score = -9000; score < 9000; score += 10)
        assert_true(forest_chance(score) <= forest_chance(score + 10));
}

static void what_is_no_forest_is_refused(void **state) {
    (void)state;
    _Alignas(struct tree) static char bytes[2 * sizeof(struct tree)];
    struct forest forest;
    assert_true(forest_open((struct slice){ bytes, sizeof bytes }, &forest));
    assert_int_equal(forest.count, 2);
    assert_true(forest_fits(&forest, 1));
    bytes[0] = 3;
    assert_false(forest_fits(&forest, 3));
    assert_true(forest_fits(&forest, 4));
    assert_false(forest_open((struct slice){ bytes, sizeof bytes - 1 }, &forest));
    assert_false(forest_open((struct slice){ bytes, 0 }, &forest));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_trees_are_asked_where_none_is_sure),
        cmocka_unit_test(who_is_sure_early_is_not_asked_on),
        cmocka_unit_test(chances_rise_with_the_score),
        cmocka_unit_test(what_is_no_forest_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
