// calendar_test.c - days, dates and what is written of them.
#include "base/calendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void days_and_dates_are_one(void **state) {
    (void)state;
    static const struct {
        int year, month, day;
        int32_t days;
        int weekday;
        const char *text;
    } cases[] = {
        { 1970, 1, 1, 0, 4, "1970-01-01" },      { 1969, 12, 31, -1, 3, "1969-12-31" },
        { 2000, 2, 29, 11016, 2, "2000-02-29" }, { 1900, 3, 1, -25508, 4, "1900-03-01" },
        { 2024, 2, 29, 19782, 4, "2024-02-29" }, { 2100, 12, 31, 47846, 5, "2100-12-31" },
        { 1, 1, 1, -719162, 1, "0001-01-01" },   { 9999, 12, 31, 2932896, 5, "9999-12-31" },
        { 0, 12, 31, -719163, 7, "" }, // no year of four digits
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t day = calendar_day(cases[i].year, cases[i].month, cases[i].day), read;
        struct civil_date date = calendar_date(day);
        char text[11];
        assert_int_equal(day, cases[i].days);
        assert_int_equal(date.year, cases[i].year);
        assert_int_equal(date.month, cases[i].month);
        assert_int_equal(date.day, cases[i].day);
        assert_int_equal(calendar_weekday(day), cases[i].weekday);
        calendar_write(day, text);
        assert_string_equal(text, cases[i].text);
        assert_int_equal(calendar_read(slice_of(text), &read), cases[i].text[0] != '\0');
        if (cases[i].text[0]) assert_int_equal(read, day);
    }
}

static void each_day_follows_the_one_before(void **state) {
    (void)state;
    struct civil_date before = calendar_date(-800000);
    for (int32_t day = -799999; day < 800000; day += 1) {
        struct civil_date date = calendar_date(day);
        if (date.day != 1)
            assert_int_equal(date.day, before.day + 1);
        else
            assert_int_equal(before.day, calendar_month_length(before.year, before.month));
        if (day % 101 == 0) assert_int_equal(calendar_day(date.year, date.month, date.day), day);
        before = date;
    }
}

static void months_are_added_over_years(void **state) {
    (void)state;
    static const struct {
        int year, month, count, to_year, to_month;
    } cases[] = {
        { 2019, 12, 1, 2020, 1 },   { 2019, 1, -1, 2018, 12 }, { 2019, 5, 0, 2019, 5 },
        { 2019, 5, -29, 2016, 12 }, { 0, 1, -1, -1, 12 },      { 1, 3, -40, -3, 11 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int year = cases[i].year, month = cases[i].month;
        calendar_add_months(&year, &month, cases[i].count);
        assert_int_equal(year, cases[i].to_year);
        assert_int_equal(month, cases[i].to_month);
    }
}

static void what_is_no_date_is_not_read(void **state) {
    (void)state;
    static const char *const cases[] = { "",           "2019-10-6",  "2019-13-01", "2019-00-01", "2019-02-29",
                                         "2019-02-00", "2019/02/01", "0000-01-01", "201a-01-01", "2019-1" };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t day;
        assert_false(calendar_read(slice_of(cases[i]), &day));
    }
    char text[11];
    calendar_write(DAY_OPEN, text);
    assert_string_equal(text, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_and_dates_are_one),
        cmocka_unit_test(each_day_follows_the_one_before),
        cmocka_unit_test(months_are_added_over_years),
        cmocka_unit_test(what_is_no_date_is_not_read),
    };
    return cmocka_run_group_tests_name("calendar", tests, NULL, NULL);
}
