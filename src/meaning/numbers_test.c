// numbers_test.c - counts in words and figures.
#include "meaning/numbers_testing.h"
#include "meaning/parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static struct knowledge *knowledge;
static struct numbers *numbers;

static int open_numbers(void **state) {
    (void)state;
    struct error error = { 0 };
    knowledge = knowledge_for_tests();
    if (!knowledge) return 0;
    numbers = numbers_open(knowledge, SLICE("en"), &error);
    return numbers ? 0 : 1;
}

static int close_numbers(void **state) {
    (void)state;
    numbers_close(numbers);
    knowledge_close(knowledge);
    return 0;
}

static const char *describe(const char *words, struct arena *arena) {
    const struct analysis *analysis = analysis_from_words(arena, words, NULL);
    struct meaning meaning = { .analysis = analysis };
    numbers_find(numbers, analysis, arena, &meaning);
    struct slice text = { "", 0 };
    for (size_t i = 0; i < meaning.number_count; i++) {
        const struct number *n = &meaning.numbers[i];
        const char *qualifier = qualifier_name(n->qualifier);
        text = arena_format(arena, "%.*s%s%.10g", (int)text.length, text.start, i ? "; " : "", n->low);
        if (n->high != n->low)
            text = arena_format(arena, "%.*s-%.10g", (int)text.length, text.start, n->high);
        text = arena_format(arena, "%.*s%s%s%s%s%s", (int)text.length, text.start, qualifier ? " " : "",
                            qualifier ? qualifier : "", n->is_percent ? " %" : "", n->is_money ? " $" : "",
                            n->is_age ? " age" : "");
    }
    return arena_string(arena, text);
}

struct number_case {
    const char *words, *expected;
};

static void check(const struct number_case *cases, size_t count) {
    if (!numbers) skip();
    struct arena *arena = arena_new();
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(describe(cases[i].words, arena), cases[i].expected);
        arena_reset(arena);
    }
    arena_free(arena);
}
#define CHECK(cases) check((cases), sizeof(cases) / sizeof *(cases))

static void words_and_figures_have_values(void **state) {
    (void)state;
    static const struct number_case cases[] = {
        { "fourteen farmers", "14" },
        { "twenty - three farmers", "23" },
        { "one hundred and five farmers", "105" },
        { "two thousand three hundred farmers", "2300" },
        { "8,300 farmers", "8300" },
        { "1.7 billion litres", "" },
        { "1.7 million farmers", "1700000" },
        { "half a million farmers", "500000" },
        { "three - and - a - half million farmers", "3500000" },
        { "two dozen farmers", "24" },
        { "a hundred farmers", "100" },
        { "5m farmers", "5000000" },
        { "a dozen farmers", "12" },
    };
    CHECK(cases);
}

static void vague_numbers_are_their_unit_and_more(void **state) {
    (void)state;
    static const struct number_case cases[] = {
        { "dozens of farmers", "12 more-than" },
        { "several thousand farmers", "1000 more-than" },
        { "tens of thousands of farmers", "10000 more-than" },
        { "hundreds", "100 more-than" },
        { "several farmers", "" },
    };
    CHECK(cases);
}

static void qualifiers_stand_before_and_after(void **state) {
    (void)state;
    static const struct number_case cases[] = {
        { "at least 20 farmers", "20 at-least" },  { "more than 1000 farmers", "1000 more-than" },
        { "some 8,300 farmers", "8300 about" },    { "an estimated two million farmers", "2000000 about" },
        { "as many as 50 farmers", "50 at-most" }, { "fewer than ten farmers", "10 less-than" },
        { "20 or more farmers", "20 at-least" },   { "only three farmers", "3" },
        { "nearly 40 farmers", "40 about" },       { "over 65 farmers", "65 more-than" },
    };
    CHECK(cases);
}

static void ranges_have_two_ends(void **state) {
    (void)state;
    static const struct number_case cases[] = {
        { "between 3 and 5 farmers", "3-5" },
        { "10 - 15 farmers", "10-15" },
        { "10-15 farmers", "10-15" },
        { "two or three farmers", "2-3" },
        { "two to three million farmers", "2000000-3000000" },
        { "from 10 to 15 farmers", "10; 15" },
    };
    CHECK(cases);
}

static void a_row_of_scales_has_an_end(void **state) {
    (void)state;
    if (!numbers) skip();
    static const char *const starts[] = { "2 to 3", "two or three", "3", "three", "2-3" };
    static const char *const scales[] = { " million", " hundred", " thousand" };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        for (size_t j = 0; j < sizeof scales / sizeof *scales; j++) {
            char text[8000];
            size_t length = (size_t)sprintf(text, "%s", starts[i]);
            for (unsigned k = 0; k < 400; k++) length += (size_t)sprintf(text + length, "%s", scales[j]);
            const struct analysis *analysis = analysis_from_words(arena, text, NULL);
            struct meaning meaning = { .analysis = analysis };
            numbers_find(numbers, analysis, arena, &meaning);
            for (size_t n = 0; n < meaning.number_count; n++) {
                assert_true(meaning.numbers[n].low <= meaning.numbers[n].high);
                assert_true(meaning.numbers[n].high <= 1e18);
            }
            arena_reset(arena);
        }
    arena_free(arena);
}

static void nobody_is_none(void **state) {
    (void)state;
    static const struct number_case cases[] = {
        { "no/DET farmers", "0" },
        { "not a single farmer", "0" },
        { "no/ADV longer", "" },
    };
    CHECK(cases);
}

static void what_is_no_count_is_marked_or_left_out(void **state) {
    (void)state;
    static const struct number_case cases[] = {
        { "85 % of farmers", "85 %" },
        { "$ 5 million", "5000000 $" },
        { "20 million dollars", "20000000 $" },
        { "Lind , 45 , farms", "45 age" },
        { "a boy aged 9", "9 age" },
        { "the third farmer", "" },
        { "the 4th farmer", "" },
        { "Resolution 242", "" },
        { "160 km away", "" },
        { "two thirds of farmers", "66.6666 %" },
        { "a score of 3-2", "" },
        { "call 555-123-4567", "" },
    };
    CHECK(cases);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_figures_have_values),
        cmocka_unit_test(vague_numbers_are_their_unit_and_more),
        cmocka_unit_test(qualifiers_stand_before_and_after),
        cmocka_unit_test(ranges_have_two_ends),
        cmocka_unit_test(a_row_of_scales_has_an_end),
        cmocka_unit_test(nobody_is_none),
        cmocka_unit_test(what_is_no_count_is_marked_or_left_out),
    };
    return cmocka_run_group_tests(tests, open_numbers, close_numbers);
}
