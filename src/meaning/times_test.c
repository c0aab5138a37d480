// times_test.c - what expressions of time resolve to.
#include "meaning/numbers_testing.h"
#include "meaning/parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static struct knowledge *knowledge;
static struct times *times;

static int open_times(void **state) {
    (void)state;
    struct error error = { 0 };
    knowledge = knowledge_for_tests();
    if (!knowledge) return 0;
    times = times_open(knowledge, SLICE("en"), &error);
    return times ? 0 : 1;
}

static int close_times(void **state) {
    (void)state;
    times_close(times);
    knowledge_close(knowledge);
    return 0;
}

// "expression=from..to" for each, then its marks: s since, d duration, e every, joined by a semicolon and a
// blank.
static const char *describe(const struct analysis *analysis, struct arena *arena) {
    struct meaning meaning = { .analysis = analysis };
    times_find(times, analysis, arena, &meaning);
    struct slice text = { "", 0 };
    for (size_t i = 0; i < meaning.time_count; i++) {
        const struct time_expression *t = &meaning.times[i];
        struct slice words = slice_part(analysis->document->text, t->span.start, t->span.end);
        text = arena_format(arena, "%.*s%s%.*s=%s..%s%s%s%s", (int)text.length, text.start, i ? "; " : "",
                            (int)words.length, words.start, t->from, t->to, t->is_since ? " s" : "",
                            t->is_duration ? " d" : "", t->is_set ? " e" : "");
    }
    return arena_string(arena, text);
}

struct time_case {
    const char *published, *words, *expected;
};

static void check(const struct time_case *cases, size_t count) {
    if (!times) skip();
    struct arena *arena = arena_new();
    for (size_t i = 0; i < count; i++) {
        struct analysis *analysis = analysis_from_words(arena, cases[i].words, cases[i].published);
        assert_string_equal(describe(analysis, arena), cases[i].expected);
        arena_reset(arena);
    }
    arena_free(arena);
}
#define CHECK(cases) check((cases), sizeof(cases) / sizeof *(cases))

static void days_count_from_the_day_of_publication(void **state) {
    (void)state;
    static const struct time_case cases[] = {
        { "2024-05-17", "shells fell yesterday", "yesterday=2024-05-16..2024-05-16" },
        { "2024-05-17", "talks resume tomorrow evening", "tomorrow evening=2024-05-18..2024-05-18" },
        { "2024-05-17", "the day before yesterday", "the day before yesterday=2024-05-15..2024-05-15" },
        { "2024-03-01", "three days ago", "three days ago=2024-02-27..2024-02-27" },
        { "2024-05-17", "last night", "last night=2024-05-16..2024-05-16" },
        { "2024-05-17", "two years ago", "two years ago=2022-01-01..2022-12-31" },
        { NULL, "shells fell yesterday", "yesterday=.." },
    };
    CHECK(cases);
}

static void a_weekday_is_the_nearest_past_one_unless_the_words_look_ahead(void **state) {
    (void)state;
    static const struct time_case cases[] = {
        { "2024-05-17", "they met on Monday", "Monday=2024-05-13..2024-05-13" },
        { "2024-05-17", "they met on Friday", "Friday=2024-05-17..2024-05-17" }, // published on a Friday
        { "2024-05-17", "this Friday the envoys met", "this Friday=2024-05-17..2024-05-17" },
        { "2024-05-17", "last Friday", "last Friday=2024-05-10..2024-05-10" },
        { "2024-05-17", "next Monday", "next Monday=2024-05-20..2024-05-20" },
        { "2024-05-17", "late on Sunday", "late on Sunday=2024-05-12..2024-05-12" },
        { "2024-05-17", "next Wednesday , May 29", "next Wednesday , May 29=2024-05-29..2024-05-29" },
        { "2024-05-17", "Tuesday , December 26", "Tuesday , December 26=2023-12-26..2023-12-26" },
        { "2024-05-17", "every Friday", "every Friday=.. e" },
        { "2024-05-17", "on Fridays", "Fridays=.. e" },
    };
    CHECK(cases);
}

static void dates_are_read_in_the_orders_in_which_they_are_written(void **state) {
    (void)state;
    static const struct time_case cases[] = {
        { "2024-05-17", "October 6 , 2019", "October 6 , 2019=2019-10-06..2019-10-06" },
        { "2024-05-17", "6 October 2019", "6 October 2019=2019-10-06..2019-10-06" },
        { "2024-05-17", "the 6th of October", "the 6th of October=2023-10-06..2023-10-06" },
        { "2024-05-17", "on 2019-10-06", "2019-10-06=2019-10-06..2019-10-06" },
        { "2024-05-17", "Oct. 6", "Oct. 6=2023-10-06..2023-10-06" },
        { "2024-05-17", "in October 2019", "October 2019=2019-10-01..2019-10-31" },
        { "2024-05-17", "in 2016", "2016=2016-01-01..2016-12-31" },
        { "2024-05-17", "in February 2020", "February 2020=2020-02-01..2020-02-29" },
        { "2024-05-17", "the 1990s", "the 1990s=1990-01-01..1999-12-31" },
        { "2024-05-17", "the 19th century", "the 19th century=1801-01-01..1900-12-31" },
        { "2024-05-17", "May 3 to 5", "May 3 to 5=2024-05-03..2024-05-05" },
    };
    CHECK(cases);
}

static void weeks_months_and_parts_of_them_are_ranges(void **state) {
    (void)state;
    static const struct time_case cases[] = {
        { "2024-05-17", "last week", "last week=2024-05-06..2024-05-12" },
        { "2024-05-17", "next month", "next month=2024-06-01..2024-06-30" },
        { "2024-05-17", "early this May", "early this May=2024-05-01..2024-05-10" },
        { "2024-05-17", "last June", "last June=2023-06-01..2023-06-30" },
        { "2024-05-17", "the past two weeks", "the past two weeks=2024-05-03..2024-05-17" },
        { "2024-05-17", "at the end of March", "the end of March=2024-03-22..2024-03-31" },
        { "2024-05-17", "in recent weeks", "recent weeks=2024-04-12..2024-05-17" },
    };
    CHECK(cases);
}

static void words_around_a_date_open_and_close_ranges(void **state) {
    (void)state;
    static const struct time_case cases[] = {
        { "2024-05-17", "since/SCONJ Monday", "Monday=2024-05-13.. s" },
        { "2024-05-17", "from 2022", "2022=2022-01-01.." },
        { "2024-05-17", "until May 20", "May 20=..2024-05-20" },
        { "2024-05-17", "between May 3 and May 9", "between May 3 and May 9=2024-05-03..2024-05-09" },
        { "2024-05-17", "from May 3 to May 9", "from May 3 to May 9=2024-05-03..2024-05-09" },
        { "2024-05-17", "for three days", "three days=.. d" },
        { "2024-05-17", "fighting lasted two weeks", "two weeks=.. d" },
    };
    CHECK(cases);
}

static void the_next_day_counts_from_the_day_that_the_text_spoke_of(void **state) {
    (void)state;
    static const struct time_case cases[] = {
        { "2024-05-17", "rebels struck on May 3 || the next day they withdrew",
          "May 3=2024-05-03..2024-05-03; the next day=2024-05-04..2024-05-04" },
        { "2024-05-17", "rebels struck on May 3 || two weeks later",
          "May 3=2024-05-03..2024-05-03; two weeks later=2024-05-17..2024-05-17" },
        { "2024-05-17", "on May 3 at 10 a.m. local time",
          "May 3=2024-05-03..2024-05-03; 10 a.m. local time=2024-05-03..2024-05-03" },
    };
    CHECK(cases);
}

static void counts_and_other_words_are_no_times(void **state) {
    (void)state;
    static const struct time_case cases[] = {
        { "2024-05-17", "2000 people marched", "" },   { "2024-05-17", "they may march", "" },
        { "2024-05-17", "a 17 - year - old boy", "" }, { "2024-05-17", "the second attack", "" },
        { "2024-05-17", "he sat down", "" },           { "2024-05-17", "about 1500 soldiers", "" },
    };
    CHECK(cases);
}

static void a_clause_in_the_future_puts_its_day_ahead(void **state) {
    (void)state;
    if (!times) skip();
    struct arena *arena = arena_new();
    static const char *const future = "# published 2024-05-17\n"
                                      "1 Envoys envoy NOUN NNS Number=Plur 3 nsubj\n"
                                      "2 will will AUX MD VerbForm=Fin 3 aux\n"
                                      "3 meet meet VERB VB VerbForm=Inf 0 root\n"
                                      "4 on on ADP IN _ 5 case\n"
                                      "5 Monday Monday PROPN NNP _ 3 obl\n";
    assert_string_equal(describe(analysis_from_lines(arena, future), arena), "Monday=2024-05-20..2024-05-20");
    static const char *const since = "# published 2024-05-17\n"
                                     "1 Roads road NOUN NNS Number=Plur 2 nsubj\n"
                                     "2 closed close VERB VBD Tense=Past|VerbForm=Fin 0 root\n"
                                     "3 since since ADP IN _ 5 case\n"
                                     "4 the the DET DT _ 5 det\n"
                                     "5 raid raid NOUN NN _ 2 obl\n"
                                     "6 on on ADP IN _ 7 case\n"
                                     "7 May May PROPN NNP _ 5 nmod\n"
                                     "8 2 2 NUM CD _ 7 nummod\n";
    assert_string_equal(describe(analysis_from_lines(arena, since), arena), "May 2=2024-05-02.. s");
    arena_free(arena);
}

static void weekdays_belong_to_a_week_or_a_date(void **state) {
    (void)state;
    static const struct time_case cases[] = {
        { "2031-05-14", "on Sunday night , 4 May 2031", "Sunday night , 4 May 2031=2031-05-04..2031-05-04" },
        { "2031-05-14", "on Tuesday last week", "Tuesday last week=2031-05-06..2031-05-06" },
        { "2031-05-14", "on Friday of next week", "Friday of next week=2031-05-23..2031-05-23" },
        { "2031-05-14", "a week ago on Tuesday", "a week ago on Tuesday=2031-05-06..2031-05-06" },
        { "2019-08-20", "on Friday ( Oct 24 )", "Friday ( Oct 24 )=2014-10-24..2014-10-24" },
    };
    CHECK(cases);
}

static void a_line_with_the_day_of_writing_is_what_weekdays_count_from(void **state) {
    (void)state;
    static const struct time_case cases[] = {
        { "2016-08-16", "09 December 2014 06:07 AM : they met on Monday",
          "09 December 2014 06:07 AM=2014-12-09..2014-12-09; Monday=2014-12-08..2014-12-08" },
        { "2016-08-16", "HALM , May 6 -- they met Thursday",
          "May 6=2016-05-06..2016-05-06; "
          "Thursday=2016-05-05..2016-05-05" },
        { "2016-08-16", "they met on May 6 , 2014 , and on Monday",
          "May 6 , 2014=2014-05-06..2014-05-06; Monday=2016-08-15..2016-08-15" },
    };
    CHECK(cases);
}

static void a_date_long_past_gives_its_year_to_those_beside_it(void **state) {
    (void)state;
    static const struct time_case cases[] = {
        { "2016-08-16", "on 25 June 1950 and again on 27 June",
          "25 June 1950=1950-06-25..1950-06-25; 27 June=1950-06-27..1950-06-27" },
        { "2016-08-16", "on 25 July 2016 and again on 27 June",
          "25 July 2016=2016-07-25..2016-07-25; 27 June=2016-06-27..2016-06-27" },
    };
    CHECK(cases);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_count_from_the_day_of_publication),
        cmocka_unit_test(a_weekday_is_the_nearest_past_one_unless_the_words_look_ahead),
        cmocka_unit_test(dates_are_read_in_the_orders_in_which_they_are_written),
        cmocka_unit_test(weeks_months_and_parts_of_them_are_ranges),
        cmocka_unit_test(words_around_a_date_open_and_close_ranges),
        cmocka_unit_test(the_next_day_counts_from_the_day_that_the_text_spoke_of),
        cmocka_unit_test(counts_and_other_words_are_no_times),
        cmocka_unit_test(a_clause_in_the_future_puts_its_day_ahead),
        cmocka_unit_test(weekdays_belong_to_a_week_or_a_date),
        cmocka_unit_test(a_line_with_the_day_of_writing_is_what_weekdays_count_from),
        cmocka_unit_test(a_date_long_past_gives_its_year_to_those_beside_it),
    };
    return cmocka_run_group_tests(tests, open_times, close_times);
}
