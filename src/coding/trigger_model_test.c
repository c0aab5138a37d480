// trigger_model_test.c - a model of two types and a few features, written by hand.
#include "coding/trigger_model.h"

#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define PLACES 64u

// In 1/256: the first feature speaks for the first type, the second for no event; the hidden unit of the word
// "strike" for the second type.
static const char *write_model(struct arena *arena, const char *settings, size_t weights_left_out) {
    static const uint64_t keys[] = { UINT64_C(0x0000000500000010), UINT64_C(0x0000000500000020) };
    static const int16_t weights[2][4] = { { 0, 1280, 0, 0 }, { 1280, 0, 0, 0 } };
    static const int8_t vectors[2] = { 48, 0 };
    static const int16_t output[2][3] = { { 0, 0, 5 * 1024 }, { 0, 0, 0 } };
    static const uint16_t calibration[2][2][2] = { { { 0, 1000 }, { 10000, 9000 } },
                                                   { { 0, 0 }, { 10000, 5000 } } };
    char *features = arena_allocate(arena, PLACES * 12), *words = arena_allocate(arena, PLACES * 12);
    for (unsigned i = 0; i < 2; i++) { // both want the same place
        memcpy(features + 8 * (5 + i), &keys[i], 8);
        memcpy(features + PLACES * 8 + 4 * (5 + i), &i, 4);
    }
    const uint64_t word = trigger_word(SLICE("Strike"));
    memcpy(words + 8 * ((word >> 32) & (PLACES - 1)), &word, 8);
    int16_t *matrix = ARENA_ARRAY(arena, int16_t, TRIGGER_PLACES * 2);
    matrix[0] = 1024; // of the word itself
    const struct data_section sections[] = {
        { "types", SLICE("ASSAULT\nPROTEST\n") },
        { "settings", slice_of(settings) },
        { "features", { features, PLACES * 12 } },
        { "weights", { (const char *)weights, sizeof weights - weights_left_out } },
        { "words", { words, PLACES * 12 } },
        { "vectors", { (const char *)vectors, sizeof vectors } },
        { "matrix", { (const char *)matrix, TRIGGER_PLACES * 2 * sizeof *matrix } },
        { "output", { (const char *)output, sizeof output } },
        { "calibration", { (const char *)calibration, sizeof calibration } },
    };
    char *path = (char *)(uintptr_t)arena_string(arena, SLICE("/tmp/trigger-model-XXXXXX"));
    const int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    struct error error = { 0 };
    const struct slice bytes =
        data_file_make(TRIGGER_MAGIC, TRIGGER_VERSION, sections, sizeof sections / sizeof *sections, arena);
    assert_true(file_write(path, bytes, &error));
    return path;
}

#define SETTINGS "hidden 1\ndimensions 2\npoints 2\npropose 2500\n"

static void gives_probabilities_of_features_and_words(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct error error = { 0 };
    const char *path = write_model(arena, SETTINGS, 0);
    struct trigger_model *model = trigger_model_open(path, &error);
    unlink(path);
    assert_non_null(model);
    assert_int_equal(trigger_model_labels(model), 3);
    assert_int_equal(trigger_model_label(model, SLICE("PROTEST")), 2);
    assert_int_equal(trigger_model_label(model, SLICE("AID")), 0);
    assert_int_equal(trigger_model_setting(model, "propose", 1), 2500);
    assert_int_equal(trigger_model_setting(model, "veto", 7), 7);
    int32_t p[TRIGGER_LABELS];
    struct trigger_candidate candidate = { .feature_count = 0 };
    trigger_model_score(model, &candidate, p);
    for (unsigned i = 0; i < 3; i++) assert_int_equal(p[i], 3333); // nothing known: all alike
    candidate.features[candidate.feature_count++] = UINT64_C(0x0000000500000010);
    candidate.features[candidate.feature_count++] = UINT64_C(0x0000000500000030); // known to nobody
    trigger_model_score(model, &candidate, p);
    assert_in_range(p[1], 9800, 9900); // e^5 / (e^5 + 2)
    candidate.features[1] = UINT64_C(0x0000000500000020);
    trigger_model_score(model, &candidate, p);
    assert_int_equal(p[0], p[1]);
    candidate.feature_count = 0;
    candidate.words[0] = trigger_word(SLICE("strike"));
    trigger_model_score(model, &candidate, p);
    assert_in_range(p[2], 9800, 9900);
    candidate.words[0] = 0;
    candidate.words[1] = trigger_word(SLICE("strike")); // above it: this model does not look there
    trigger_model_score(model, &candidate, p);
    assert_int_equal(p[2], 3333);
    trigger_model_close(model);
    arena_free(arena);
}

static void calibrates_along_a_line(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct error error = { 0 };
    const char *path = write_model(arena, SETTINGS, 0);
    struct trigger_model *model = trigger_model_open(path, &error);
    unlink(path);
    assert_non_null(model);
    assert_int_equal(trigger_model_calibrated(model, true, 0), 1000);
    assert_int_equal(trigger_model_calibrated(model, true, 5000), 5000);
    assert_int_equal(trigger_model_calibrated(model, true, 10000), 9000);
    assert_int_equal(trigger_model_calibrated(model, false, 5000), 2500);
    trigger_model_close(model);
    arena_free(arena);
}

static void refuses_what_does_not_fit_together(void **state) {
    (void)state;
    static const struct {
        const char *settings;
        size_t left_out;
    } cases[] = {
        { SETTINGS, 2 },                              // weights cut short
        { "hidden 9\ndimensions 2\npoints 2\n", 0 },  // another width
        { "hidden 1\ndimensions 3\npoints 2\n", 0 },  // other vectors
        { "hidden 1\ndimensions 2\npoints 60\n", 0 }, // more points
        { "hidden 999\n", 0 },
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error = { 0 };
        const char *path = write_model(arena, cases[i].settings, cases[i].left_out);
        assert_null(trigger_model_open(path, &error));
        assert_int_equal(error.kind, ERROR_INPUT);
        assert_string_equal(error.file, path);
        unlink(path);
    }
    struct error error = { 0 };
    assert_null(trigger_model_open("/nowhere/en-events.model", &error));
    arena_free(arena);
}

static void a_word_is_known_by_its_small_letters(void **state) {
    (void)state;
    assert_true(trigger_word(SLICE("Attack")) == trigger_word(SLICE("attack")));
    assert_true(trigger_word(SLICE("attack")) != trigger_word(SLICE("attacks")));
    assert_true(trigger_word((struct slice){ 0 }) == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_probabilities_of_features_and_words),
        cmocka_unit_test(calibrates_along_a_line),
        cmocka_unit_test(refuses_what_does_not_fit_together),
        cmocka_unit_test(a_word_is_known_by_its_small_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
