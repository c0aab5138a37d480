// lookup_test.c - a sentence's share of the lists, and what stands at a token.
#include "meaning/meaning.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static const struct time_expression times[] = {
    { .sentence = 1, .first = 2, .end = 4 },
    { .sentence = 1, .first = 6, .end = 7 },
    { .sentence = 4, .first = 0, .end = 1 },
};
static const struct number numbers[] = { { .sentence = 0 }, { .sentence = 4 }, { .sentence = 4 } };
static const struct mention mentions[] = {
    { .sentence = 0, .first = 0, .end = 2, .head = 1, .kind = MENTION_NAME, .entity = 7 },
    { .sentence = 0, .first = 3, .end = 4, .head = 3, .kind = MENTION_NOMINAL, .entity = -1 },
    { .sentence = 2, .first = 0, .end = 3, .head = 0, .kind = MENTION_NOMINAL, .entity = 3 },
    { .sentence = 2, .first = 1, .end = 3, .head = 2, .kind = MENTION_NAME, .entity = 4 },
};
static const int32_t first_sentence[] = { -1, 0, -1, 1 }, empty_sentence[] = { -1 },
                     third_sentence[] = { 2, -1, 3 };
static const int32_t *const mention_of[] = { first_sentence, empty_sentence, third_sentence };

static struct meaning document(void) {
    return (struct meaning){ .times = times,
                             .time_count = sizeof times / sizeof *times,
                             .numbers = numbers,
                             .number_count = sizeof numbers / sizeof *numbers,
                             .mentions = mentions,
                             .mention_count = sizeof mentions / sizeof *mentions,
                             .mention_of = mention_of };
}

static void gives_the_share_of_each_sentence(void **state) {
    (void)state;
    const struct meaning meaning = document();
    static const struct {
        uint32_t sentence;
        size_t times, times_end, numbers, numbers_end, mentions, mentions_end;
    } cases[] = {
        { 0, 0, 0, 0, 1, 0, 2 }, { 1, 0, 2, 1, 1, 2, 2 }, { 2, 2, 2, 1, 1, 2, 4 },
        { 3, 2, 2, 1, 1, 4, 4 }, { 4, 2, 3, 1, 3, 4, 4 }, { 9, 3, 3, 3, 3, 4, 4 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct range at = meaning_times_in(&meaning, cases[i].sentence),
                           counts = meaning_numbers_in(&meaning, cases[i].sentence),
                           who = meaning_mentions_in(&meaning, cases[i].sentence);
        assert_int_equal(at.first, cases[i].times);
        assert_int_equal(at.end, cases[i].times_end);
        assert_int_equal(counts.first, cases[i].numbers);
        assert_int_equal(counts.end, cases[i].numbers_end);
        assert_int_equal(who.first, cases[i].mentions);
        assert_int_equal(who.end, cases[i].mentions_end);
    }
}

static void gives_nothing_of_an_empty_document(void **state) {
    (void)state;
    const struct meaning meaning = { 0 };
    const struct range range = meaning_times_in(&meaning, 3);
    assert_int_equal(range.first, 0);
    assert_int_equal(range.end, 0);
    assert_null(meaning_time_over(&meaning, 0, 0));
    assert_int_equal(meaning_entity_at(&meaning, 0, 0), -1);
}

static void knows_what_stands_at_a_token(void **state) {
    (void)state;
    const struct meaning meaning = document();
    assert_ptr_equal(meaning_time_over(&meaning, 1, 3), &times[0]);
    assert_null(meaning_time_over(&meaning, 1, 4));
    assert_ptr_equal(meaning_time_over(&meaning, 1, 6), &times[1]);
    assert_int_equal(meaning_entity_at(&meaning, 0, 1), 7);
    assert_int_equal(meaning_entity_at(&meaning, 0, 0), -1); // no head
    assert_int_equal(meaning_entity_at(&meaning, 0, 3), -1); // a mention of no entity
    assert_ptr_equal(meaning_name_over(&meaning, 0, 0), &mentions[0]);
    assert_ptr_equal(meaning_name_over(&meaning, 2, 1), &mentions[3]);
    assert_null(meaning_name_over(&meaning, 2, 0));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_share_of_each_sentence),
        cmocka_unit_test(gives_nothing_of_an_empty_document),
        cmocka_unit_test(knows_what_stands_at_a_token),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
