// evaluate_test.c
#include "learn/evaluate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define WORD(start, end, upos, head, relation, first)                                                        \
    {                                                                                                        \
        start, end, { upos, sizeof upos - 1 }, { "_", 1 }, { "_", 1 }, { relation, sizeof relation - 1 },    \
            head, first                                                                                      \
    }

static void an_analysis_equals_itself(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct scored_word gold[] = { WORD(0, 3, "DET", 1, "det", true),
                                        WORD(3, 8, "NOUN", 2, "nsubj", false),
                                        WORD(8, 12, "VERB", -1, "root", false) };
    struct scores scores = { 0 };
    evaluate(gold, 3, gold, 3, &scores, arena);
    assert_true(f1(scores.las) == 100 && f1(scores.words) == 100 && f1(scores.sentences) == 100);
    arena_free(arena);
}

static void a_wrong_cut_costs_its_words_and_the_arcs_to_them(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct scored_word gold[] = { WORD(0, 3, "DET", 1, "det", true),
                                        WORD(3, 8, "NOUN", 2, "nsubj", false),
                                        WORD(8, 12, "VERB", -1, "root", false) };
    const struct scored_word ours[] = { WORD(0, 3, "DET", 1, "det", true),
                                        WORD(3, 6, "NOUN", 3, "nsubj", false),
                                        WORD(6, 8, "NOUN", 1, "flat", false),
                                        WORD(8, 12, "VERB", -1, "root", false) };
    struct scores scores = { 0 };
    evaluate(gold, 3, ours, 4, &scores, arena);
    assert_int_equal(scores.words.right, 2);
    assert_int_equal(scores.uas.right, 1); // the root; the determiner's head is no word of the right side
    assert_int_equal(scores.upos.gold, 3);
    assert_int_equal(scores.upos.found, 4);
    assert_int_equal(scores.sentences.right, 1);
    arena_free(arena);
}

static void subtypes_do_not_count(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct scored_word gold[] = { WORD(0, 3, "PRON", 1, "nsubj:pass", true),
                                        WORD(3, 8, "VERB", -1, "root", false) };
    const struct scored_word ours[] = { WORD(0, 3, "PRON", 1, "nsubj", true),
                                        WORD(3, 8, "VERB", -1, "root", true) };
    struct scores scores = { 0 };
    evaluate(gold, 2, ours, 2, &scores, arena);
    assert_int_equal(scores.las.right, 2);
    assert_int_equal(scores.sentences.gold, 1);
    assert_int_equal(scores.sentences.found, 2);
    assert_int_equal(scores.sentences.right, 0);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_analysis_equals_itself),
        cmocka_unit_test(a_wrong_cut_costs_its_words_and_the_arcs_to_them),
        cmocka_unit_test(subtypes_do_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
