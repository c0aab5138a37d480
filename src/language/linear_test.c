// linear_test.c
#include "language/linear.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define ROWS 3000u

static void weights_of_each_feature_are_found_again(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (int form = LINEAR_DENSE; form <= LINEAR_SPARSE; form++) {
        uint32_t labels = form == LINEAR_DENSE ? 3 : 20;
        struct linear_row *rows = ARENA_ARRAY(arena, struct linear_row, ROWS);
        for (uint32_t i = 0; i < ROWS; i++) {
            int16_t *weights = ARENA_ARRAY(arena, int16_t, labels);
            weights[i % labels] = (int16_t)(i % 100 + 1);
            rows[i] = (struct linear_row){ feature_of(1, i, 0, 0, 0), weights };
        }
        struct linear linear;
        assert_true(
            linear_open(linear_pack((enum linear_form)form, labels, 0.5f, rows, ROWS, arena), &linear));
        unsigned wrong = 0;
        for (uint32_t i = 0; i < ROWS; i++) {
            int32_t scores[20] = { 0 };
            linear_score(&linear, &rows[i].feature, 1, scores);
            int32_t weight = (int32_t)(i % 100 + 1);
            wrong += scores[i % labels] != (form == LINEAR_DENSE ? weight : weight * weight);
        }
        assert_true(wrong <= 3); // two features of one bucket may have the same check
    }
    arena_free(arena);
}

static void unknown_features_weigh_nothing_as_a_rule(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    int16_t weights[3] = { 5, -5, 1 };
    struct linear_row rows[] = { { feature_of(1, 1, 1, 1, 1), weights } };
    struct linear linear;
    assert_true(linear_open(linear_pack(LINEAR_DENSE, 3, 1, rows, 1, arena), &linear));
    unsigned hits = 0;
    for (uint32_t i = 0; i < 1000; i++) {
        int32_t scores[3] = { 0 };
        uint64_t feature = feature_of(2, i, 0, 0, 0);
        linear_score(&linear, &feature, 1, scores);
        hits += scores[0] != 0;
    }
    assert_true(hits <= 2);
    arena_free(arena);
}

static void scores_of_many_features_add_up(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct linear_row rows[300];
    uint64_t features[300];
    int16_t weights[3] = { 1, 2, -3 };
    for (uint32_t i = 0; i < 300; i++) {
        features[i] = feature_of(3, i, 7, 0, 0);
        rows[i] = (struct linear_row){ features[i], weights };
    }
    struct linear linear;
    assert_true(linear_open(linear_pack(LINEAR_DENSE, 3, 1, rows, 300, arena), &linear));
    int32_t scores[3] = { 10, 0, 0 };
    linear_score(&linear, features, 300, scores);
    assert_int_equal(scores[0], 310);
    assert_int_equal(scores[1], 600);
    assert_int_equal(scores[2], -900);
    arena_free(arena);
}

static void damaged_sections_are_refused(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    int16_t weights[20] = { 3, 0, 9 };
    struct linear_row rows[] = { { feature_of(1, 1, 1, 1, 1), weights } };
    struct slice section = linear_pack(LINEAR_SPARSE, 20, 1, rows, 1, arena);
    struct linear linear;
    assert_true(linear_open(section, &linear));
    for (size_t length = 0; length < section.length; length++)
        assert_false(linear_open((struct slice){ section.start, length }, &linear));
    char *bytes = arena_allocate(arena, section.length + 64);
    bytes += (64 - (uintptr_t)bytes % 64) % 64;
    memcpy(bytes, section.start, section.length);
    bytes[section.length - 2] = 77; // a label that does not exist
    assert_false(linear_open((struct slice){ bytes, section.length }, &linear));
    arena_free(arena);
}

static void codes_keep_small_weights_apart(void **state) {
    (void)state;
    assert_int_equal(linear_code(0), 0);
    assert_int_equal(linear_code(1), 1);
    assert_int_equal(linear_code(-4), -2);
    assert_int_equal(linear_code(1e9f), 127);
    assert_int_equal(LINEAR_WEIGHT(-3), -9);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_of_each_feature_are_found_again),
        cmocka_unit_test(unknown_features_weigh_nothing_as_a_rule),
        cmocka_unit_test(scores_of_many_features_add_up),
        cmocka_unit_test(damaged_sections_are_refused),
        cmocka_unit_test(codes_keep_small_weights_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
