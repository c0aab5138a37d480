// facts_days.c - dates with their year, in what a page says.
//
// Dates in words are found by dates.c; those all of numbers are read by the order that the page itself uses
// where that is in doubt.
#include "read/page/facts_parts.h"

#include <string.h>

bool facts_is_digit(struct slice text, size_t at) {
    return at < text.length && text.start[at] >= '0' && text.start[at] <= '9';
}

size_t facts_digits(struct slice text, size_t at, unsigned *number) {
    size_t count = 0;
    for (*number = 0; facts_is_digit(text, at + count) && count < 9; count++)
        *number = *number * 10 + (unsigned)(text.start[at + count] - '0');
    return count;
}

static bool take_bytes(struct slice text, size_t *at, struct slice bytes) {
    if (!slice_starts(slice_part(text, *at, text.length), bytes)) return false;
    *at += bytes.length;
    return true;
}

// "2031年9月10日", "2031년 9월 10일", behind the year.
static bool east_asian_at(struct slice text, size_t *at, unsigned *month, unsigned *day) {
    static const struct slice years[] = { { "\u5e74", 3 }, { "\ub144", 3 } };
    static const struct slice months[] = { { "\u6708", 3 }, { "\uc6d4", 3 } };
    for (size_t i = 0; i < 2; i++) {
        size_t here = *at;
        if (!take_bytes(text, &here, years[i])) continue;
        while (take_bytes(text, &here, SLICE(" "))) continue;
        here += facts_digits(text, here, month);
        if (!take_bytes(text, &here, months[i])) continue;
        while (take_bytes(text, &here, SLICE(" "))) continue;
        const size_t count = facts_digits(text, here, day);
        *at = here + count;
        return count > 0;
    }
    return false;
}

// A date all of numbers that begins at `at`, where a number does.
static bool numeric_at(const struct facts_page *page, struct slice text, size_t at, struct date *date) {
    unsigned first, second, third;
    const size_t start = at, first_digits = facts_digits(text, at, &first);
    at += first_digits;
    if (first_digits == 4 && east_asian_at(text, &at, &second, &third)) {
        *date = (struct date){ first, second, third, start, at };
        return timestamp_is_day(first, second, third);
    }
    const char mark = at < text.length ? text.start[at] : '\0';
    if ((mark != '/' && mark != '.' && mark != '-') || first_digits == 3 || first_digits > 4) return false;
    const size_t second_digits = facts_digits(text, ++at, &second);
    at += second_digits;
    if (second_digits < 1 || second_digits > 2 || at >= text.length || text.start[at] != mark) return false;
    const size_t third_digits = facts_digits(text, ++at, &third);
    at += third_digits;
    if (at < text.length && text.start[at] == mark && facts_is_digit(text, at + 1))
        return false; // an address
    if (first_digits == 4) {
        *date = (struct date){ first, second, third, start, at };
        return third_digits >= 1 && third_digits <= 2 && timestamp_is_day(first, second, third);
    }
    if (third_digits == 2 && (mark == '-' || first_digits + second_digits < 3)) return false;
    if (third_digits != 4 && third_digits != 2) return false;
    const unsigned year = third_digits == 2 ? 2000 + third : third;
    if (first <= 12 && second <= 12 && first != second && mark != '.') *page->has_ambiguous_date = true;
    const bool month_first = second > 12 || (first <= 12 && mark != '.' && page->month_first);
    *date = (struct date){ year, month_first ? first : second, month_first ? second : first, start, at };
    return timestamp_is_day(year, date->month, date->day);
}

// A date with its year in words near the year that stands at `at`.
static bool worded_near(const struct facts_page *page, struct slice text, size_t from, size_t at,
                        struct date *date) {
    size_t start = at > from + 40 ? at - 40 : from;
    while (start < at && start > from && text.start[start - 1] != ' ') start++;
    const size_t end = at + 4;
    while (start < end) {
        const struct slice part = slice_part(text, start, end);
        if (!date_find(&page->sorter, part, date)) return false;
        date->start += start;
        date->end += start;
        if (date->year && timestamp_is_day(date->year, date->month, date->day)) return true;
        start = date->end > start ? date->end : start + 1;
    }
    return false;
}

static bool find_date(const struct facts_page *page, struct slice text, struct date *date) {
    for (size_t at = 0, from = 0; (at = line_find_digit(text, at)) < text.length;) {
        unsigned number;
        const size_t count = facts_digits(text, at, &number);
        if (numeric_at(page, text, at, date)) return true;
        if (count == 4 && number >= 1900 && number < 2200 && worded_near(page, text, from, at, date))
            return true;
        at += count;
        while (facts_is_digit(text, at)) at++;
    }
    return false;
}

bool facts_find_date(const struct facts_page *page, struct slice text, struct span *where,
                     char iso[TIMESTAMP_SIZE]) {
    struct date date;
    iso[0] = '\0';
    if (!find_date(page, text, &date)) return false;
    *where = (struct span){ (uint32_t)date.start, (uint32_t)date.end };
    timestamp_of_day(date.year, date.month, date.day, iso);
    return iso[0] != '\0';
}

bool facts_may_hold_date(struct slice text) {
    if (text.length > LONGEST_LINE || !line_has_digit(text)) return false; // prose
    for (size_t at = 0, behind; (at = line_find_digit(text, at)) < text.length; at = behind) {
        unsigned number;
        const size_t count = facts_digits(text, at, &number);
        behind = at + count;
        if (count == 4 && number >= 1800 && number < 2200) return true;
        if (count > 2 || behind == text.length || !strchr("/.-", text.start[behind])) continue;
        const size_t second = behind + 1 + facts_digits(text, behind + 1, &number);
        if (second < text.length && text.start[second] == text.start[behind]) return true;
    }
    return false;
}

bool facts_write_day_first(const struct facts_page *page) {
    unsigned day_first = 0, month_first = 0;
    for (uint32_t i = page->body; i < page->html->count && day_first + month_first < 40; i++) {
        if (page->html->nodes[i].tag != HTML_TEXT) continue;
        const struct slice raw = html_raw(page->html, i);
        struct date date;
        unsigned first;
        if (raw.length > 80 || !facts_may_hold_date(raw) || !date_find(&page->sorter, raw, &date) ||
            date.year == 0)
            continue;
        const size_t digits = facts_digits(raw, date.start, &first);
        if (digits > 2) continue;
        const bool begins_with_day = digits > 0 && first == date.day && (first != date.month);
        day_first += begins_with_day;
        month_first += !begins_with_day;
    }
    return day_first > month_first;
}
