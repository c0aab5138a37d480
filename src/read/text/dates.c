// dates.c - dates as pages write them, and lines that are nothing but a date.
//
// Day, month and year in any order that can be told; "4/5/2031" cannot, so it is none. The months are those
// of all languages at once: a page may be dated in another one than its story's.
#include "read/text/sort.h"

#include "base/utf8.h"

#include <string.h>

#define MOST_DATED 50 // lines around the story that are searched for a year

static unsigned month_of(const struct sorter *sorter, struct slice word, bool *weekday) {
    *weekday = false;
    if (word.length == 0 || word.length > 20) return 0;
    struct slice folded = utf8_fold_name(word, sorter->scratch);
    for (size_t i = 0; i < sorter->phrases->calendar.count; i++) {
        const struct dated_word *known = &sorter->phrases->calendar.items[i];
        if (known->name.length != folded.length || known->name.start[0] != folded.start[0] ||
            !slice_equal(known->name, folded))
            continue;
        *weekday = known->month == 0;
        return known->month;
    }
    return 0;
}

bool date_is_weekday(const struct sorter *sorter, struct slice word) {
    bool weekday;
    month_of(sorter, word, &weekday);
    return weekday;
}

bool date_is_month(const struct sorter *sorter, struct slice word) {
    bool weekday;
    return month_of(sorter, word, &weekday) > 0;
}

static unsigned number_at(struct slice text, size_t *at, size_t *digits) {
    unsigned number = 0;
    size_t start = *at;
    while (*at < text.length && text.start[*at] >= '0' && text.start[*at] <= '9' && *at - start < 5)
        number = number * 10 + (unsigned)(text.start[(*at)++] - '0');
    *digits = *at - start;
    return number;
}

static void skip_bytes(struct slice text, size_t *at, const char *bytes) {
    while (*at < text.length && strchr(bytes, text.start[*at]) != NULL && text.start[*at] != '\0') ++*at;
}

static bool is_day(const struct date *date) {
    static const unsigned days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = date->year == 0 || (date->year % 4 == 0 && (date->year % 100 != 0 || date->year % 400 == 0));
    if (date->month < 1 || date->month > 12 || date->day < 1 || date->day > days[date->month - 1])
        return false;
    return (date->month != 2 || date->day < 29 || leap) &&
           (date->year == 0 || (date->year >= 1800 && date->year < 2200));
}

// A date that begins at `at`, where a word or number begins.
static bool date_at(const struct sorter *sorter, struct slice text, size_t at, struct date *date) {
    size_t digits, start = at;
    bool weekday;
    *date = (struct date){ .start = start };
    if (text.start[at] >= '0' && text.start[at] <= '9') {
        unsigned number = number_at(text, &at, &digits);
        if (digits > 4) return false;
        char mark = at < text.length ? text.start[at] : '\0';
        if (digits == 4 || (digits <= 2 && (mark == '.' || mark == '/') && at + 1 < text.length &&
                            text.start[at + 1] >= '0' && text.start[at + 1] <= '9')) {
            if (mark != '-' && mark != '/' && mark != '.') return false;
            at++;
            unsigned second = number_at(text, &at, &digits);
            if (digits == 0 || digits > 2 || at >= text.length || text.start[at] != mark) return false;
            at++;
            unsigned third = number_at(text, &at, &digits);
            if (number > 31)
                *date = (struct date){ number, second, third, start, at };
            else if (digits != 4 || (mark == '/' && number <= 12 && second <= 12 && number != second))
                return false; // the day or the month first: nobody can tell
            else if (second > 12)
                *date = (struct date){ third, number, second, start, at };
            else
                *date = (struct date){ third, second, number, start, at };
            return date->year > 0 && is_day(date);
        }
        date->day = number;
        while (at < text.length && text.start[at] >= 'a' && text.start[at] <= 'z' && at - start < 4)
            at++;                                                          // 4th
        for (unsigned tries = 0; tries < 2 && date->month == 0; tries++) { // "4 de mayo"
            skip_bytes(text, &at, " .");
            size_t word_at = at;
            struct slice word = next_word(text, &word_at);
            if (word.length == 0 || word.start != text.start + at) return false;
            date->month = month_of(sorter, word, &weekday);
            if (date->month == 0 && word.length > 3) return false;
            at = word_at;
        }
    } else {
        struct slice word = next_word(text, &at);
        skip_bytes(text, &at, " .");
        date->day = number_at(text, &at, &digits);
        if (digits == 0 || digits > 2 || word.start != text.start + start ||
            (date->month = month_of(sorter, word, &weekday)) == 0)
            return false;
        while (at < text.length && text.start[at] >= 'a' && text.start[at] <= 'z' && at - start < 30) at++;
    }
    date->end = at;
    for (unsigned tries = 0; tries < 2; tries++) {
        skip_bytes(text, &at, " ,.");
        size_t word_at = at;
        unsigned year = number_at(text, &at, &digits);
        if (digits == 4 && year >= 1800 && year < 2200) {
            date->year = year;
            date->end = at;
            break;
        }
        struct slice word = next_word(text, &word_at);
        if (digits > 0 || word.length == 0 || word.length > 3 || word.start != text.start + at) break;
        at = word_at;
    }
    return is_day(date);
}

bool date_find(const struct sorter *sorter, struct slice text, struct date *date) {
    bool boundary = true;
    if (!line_has_digit(text)) return false;
    for (size_t at = 0; at < text.length; at++) {
        unsigned char byte = (unsigned char)text.start[at];
        bool word =
            byte >= 0x80 || (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
        if (word && boundary && page_date_may(sorter->phrases, slice_part(text, at, text.length)) &&
            date_at(sorter, text, at, date))
            return true;
        boundary = !word;
    }
    return false;
}

// "Kestrel Bay, 14 May 2031", "Published: May 15, 2031, 10:30 GMT". `place` is empty when none is named.
bool date_of_line(const struct sorter *sorter, struct slice text, struct date *date, struct slice *place,
                  bool *updated) {
    *place = (struct slice){ "", 0 };
    *updated = false;
    if (text.length > 150 || !line_has_digit(text) || !date_find(sorter, text, date) || date->year == 0)
        return false;
    struct slice before = line_bare(slice_part(text, 0, date->start));
    struct slice after = line_bare(slice_part(text, date->end, text.length));
    if (after.length > 0) {
        bool clock = line_has_byte(after, ':') && line_has_digit(after) && after.length <= 40;
        struct date second;
        bool two = line_has_digit(after) && after.length <= 80 && date_find(sorter, after, &second) &&
                   second.year > 0;
        struct span rest;
        struct slice label = line_fold(sorter, before);
        if (!clock && !(two && (page_phrase_find(sorter->phrases, KIND_PUBLISHED, label, &rest) ||
                                page_phrase_find(sorter->phrases, KIND_UPDATED, label, &rest))))
            return false;
    }
    size_t end = before.length;
    for (bool weekday = true; weekday && end > 0;) { // a weekday before the date
        size_t start = end;
        while (start > 0 && before.start[start - 1] != ' ' && before.start[start - 1] != ',') start--;
        month_of(sorter, line_bare(slice_part(before, start, end)), &weekday);
        if (weekday) before = line_bare(slice_part(before, 0, start));
        end = before.length;
    }
    if (before.length == 0) return true;
    struct span rest;
    struct slice folded = line_fold(sorter, before);
    if (page_phrase_find(sorter->phrases, KIND_PUBLISHED, folded, &rest)) return true;
    if (page_phrase_find(sorter->phrases, KIND_UPDATED, folded, &rest)) return *updated = true;
    if (!line_is_names(sorter, before, 6) || before.length > 60) return false;
    *place = before;
    return true;
}

// A dateline without a year: another line of the page may name the same day with it.
void date_complete(const struct sorter *sorter, struct date *date) {
    const struct paragraphs *lists[] = { &sorter->page->captions, &sorter->page->credits };
    if (date->day == 0 || date->year != 0) return;
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < lists[k]->count && i < MOST_DATED; i++)
            for (struct slice rest = slice_part(lists[k]->items[i].text, 0, LONGEST_CAPTION);
                 rest.length > 0;) {
                struct date other;
                if (!date_find(sorter, rest, &other)) break;
                if (other.year != 0 && other.month == date->month && other.day == date->day) {
                    date->year = other.year;
                    return;
                }
                rest = slice_part(rest, other.end, rest.length);
            }
}
