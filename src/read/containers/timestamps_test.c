// timestamps_test.c - dates as machines write them, and what is none.
#include "read/containers/timestamps.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static void gives_dates_as_exact_as_they_were_written(void **state) {
    (void)state;
    static const struct {
        const char *text, *iso; // "": none
    } cases[] = {
        { "2031-09-10", "2031-09-10" },
        { " 2031-09-10\n", "2031-09-10" },
        { "2031/9/1", "2031-09-01" },
        { "2031-09-10T07:45:00Z", "2031-09-10T07:45:00Z" },
        { "2031-09-10T07:45:00.123456+02:00", "2031-09-10T07:45:00+02:00" },
        { "2031-09-10 07:45:00", "2031-09-10T07:45:00" },
        { "2031-09-10T07:45", "2031-09-10T07:45:00" },
        { "2031-09-10T07:45:00-0530", "2031-09-10T07:45:00-05:30" },
        { "2031-09-10T07:45:00+02", "2031-09-10T07:45:00+02:00" },
        { "2031-09-10T07:45:00 UTC", "2031-09-10T07:45:00Z" },
        { "Wed, 10 Sep 2031 07:45:00 +0200", "2031-09-10T07:45:00+02:00" },
        { "10 Sep 2031 07:45 GMT", "2031-09-10T07:45:00Z" },
        { "Wed, 10 Sep 31 07:45:00 EST", "2031-09-10T07:45:00-05:00" },
        { "Wednesday, 10-Sep-31 07:45:00 GMT", "2031-09-10T07:45:00Z" }, // RFC 850
        { "Sep 10, 2031", "2031-09-10" },
        { "September 10 2031 07:45:00", "2031-09-10T07:45:00" },
        { "20310910", "2031-09-10" },
        { "20310910074500", "2031-09-10T07:45:00Z" },
        { "1946792700", "2031-09-10T07:45:00Z" },
        { "1946792700000", "2031-09-10T07:45:00Z" },
        { "951782400", "2000-02-29T00:00:00Z" },
        { "2000-02-29", "2000-02-29" },
        { "2031-02-29", "" },
        { "1900-02-29", "" },
        { "2031-13-01", "" },
        { "2031-00-10", "" },
        { "2031-09-00", "" },
        { "1799-12-31", "" },
        { "2200-01-01", "" },
        { "2031-09-10T24:45:00Z", "" },
        { "2031-09-10T07:60:00Z", "" },
        { "2031-09-10T07:45:00+19:00", "" },
        { "10 Foo 2031", "" },
        { "the ferry was late", "" },
        { "2031", "" },
        { "", "" },
        { "99999999999999999999999999999999", "" },
        { "2031-09-10T07:45:00.0000000000000000000000000000000000000000000000000000000",
          "" }, // longer than any
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char iso[TIMESTAMP_SIZE];
        const bool good = timestamp_iso(slice_of(cases[i].text), iso);
        if (strcmp(iso, cases[i].iso) != 0 || good != (cases[i].iso[0] != '\0'))
            fail_msg("\"%s\": \"%s\", not \"%s\"", cases[i].text, iso, cases[i].iso);
    }
}

static void gives_the_same_for_what_it_gave(void **state) {
    (void)state;
    char text[64], iso[TIMESTAMP_SIZE], again[TIMESTAMP_SIZE];
    for (unsigned seconds = 100000000; seconds < 4000000000u; seconds += 7777777) {
        snprintf(text, sizeof text, "%u", seconds);
        assert_true(timestamp_iso(slice_of(text), iso));
        assert_true(timestamp_iso(slice_of(iso), again));
        assert_string_equal(iso, again);
    }
}

static void orders_by_the_calendar_day(void **state) {
    (void)state;
    assert_true(timestamp_day_before("2031-09-09T23:00:00Z", "2031-09-10"));
    assert_false(timestamp_day_before("2031-09-10T07:00:00Z", "2031-09-10T08:00:00Z"));
    assert_false(timestamp_day_before("2031-10-01", "2031-09-30"));
    assert_true(timestamp_is_day(2000, 2, 29));
    assert_false(timestamp_is_day(2031, 4, 31));
}

static void counts_the_minutes_of_instants(void **state) {
    (void)state;
    static const char *const same[][2] = { { "2031-05-15T00:04:00Z", "2031-05-14T20:04:59-04:00" },
                                           { "2032-02-29T23:30:00-01:00", "2032-03-01T00:30:00Z" },
                                           { "2031-12-31T20:00:00Z", "2032-01-01T01:30:00+05:30" } };
    int64_t first, second;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        assert_true(timestamp_minutes(same[i][0], &first));
        assert_true(timestamp_minutes(same[i][1], &second));
        assert_int_equal(first, second);
    }
    // A day after a day, through four centuries and their leap years.
    assert_true(timestamp_minutes("1800-01-01T12:00:00Z", &first));
    for (unsigned year = 1800; year < 2200; year++)
        for (unsigned month = 1; month <= 12; month++)
            for (unsigned day = 1; timestamp_is_day(year, month, day); day++, first = second + 24 * 60) {
                char iso[TIMESTAMP_SIZE + 40];
                snprintf(iso, sizeof iso, "%04u-%02u-%02uT12:00:00Z", year, month, day);
                assert_true(timestamp_minutes(iso, &second));
                assert_int_equal(first, second);
            }
    assert_false(timestamp_minutes("2031-05-14", &first));
    assert_false(timestamp_minutes("2031-05-14T20:04:00", &first));
    assert_false(timestamp_minutes("", &first));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_the_minutes_of_instants),
        cmocka_unit_test(gives_dates_as_exact_as_they_were_written),
        cmocka_unit_test(gives_the_same_for_what_it_gave),
        cmocka_unit_test(orders_by_the_calendar_day),
    };
    return cmocka_run_group_tests_name("timestamps", tests, NULL, NULL);
}
