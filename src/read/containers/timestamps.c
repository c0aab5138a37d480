// timestamps.c - see timestamps.h.
//
// A date without a time stays a date: an exactness that the source did not have would be a claim of ours.
#include "read/containers/timestamps.h"

#include <string.h>

struct cursor {
    struct slice text;
    size_t at;
};

struct moment {
    unsigned year, month, day, hour, minute, second;
    bool has_time, has_offset;
    int offset; // minutes east
};

bool timestamp_is_day(unsigned year, unsigned month, unsigned day) {
    static const unsigned days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (year < 1800 || year > 2199 || month < 1 || month > 12 || day < 1) return false;
    const bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day <= days[month - 1] + (month == 2 && is_leap);
}

static char *put_number(char *to, unsigned number, unsigned digits) {
    for (unsigned i = digits; i-- > 0; number /= 10) to[i] = (char)('0' + number % 10);
    return to + digits;
}

// The mark, and two digits.
static char *put_part(char *to, char mark, unsigned number) {
    *to = mark;
    return put_number(to + 1, number, 2);
}

static bool write(const struct moment *moment, char iso[TIMESTAMP_SIZE]) {
    iso[0] = '\0';
    if (!timestamp_is_day(moment->year, moment->month, moment->day)) return false;
    if (moment->hour > 23 || moment->minute > 59 || moment->second > 60) return false;
    if (moment->offset < -14 * 60 || moment->offset > 14 * 60) return false;
    char *to = put_part(put_part(put_number(iso, moment->year, 4), '-', moment->month), '-', moment->day);
    if (moment->has_time) {
        to = put_part(to, 'T', moment->hour);
        to = put_part(to, ':', moment->minute);
        to = put_part(to, ':', moment->second);
    }
    if (moment->has_time && moment->has_offset) {
        const unsigned minutes = (unsigned)(moment->offset < 0 ? -moment->offset : moment->offset);
        if (minutes == 0)
            *to++ = 'Z';
        else
            to = put_part(put_part(to, moment->offset < 0 ? '-' : '+', minutes / 60), ':', minutes % 60);
    }
    *to = '\0';
    return true;
}

bool timestamp_of_day(unsigned year, unsigned month, unsigned day, char iso[TIMESTAMP_SIZE]) {
    return write(&(struct moment){ .year = year, .month = month, .day = day }, iso);
}

static char peek(const struct cursor *cursor) {
    return cursor->at < cursor->text.length ? cursor->text.start[cursor->at] : '\0';
}

static bool take(struct cursor *cursor, char c) {
    if (peek(cursor) != c || c == '\0') return false;
    cursor->at++;
    return true;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// From `least` to `most` digits.
static bool take_number(struct cursor *cursor, unsigned least, unsigned most, unsigned *number) {
    unsigned digits = 0;
    for (*number = 0; digits < most && is_digit(peek(cursor)); digits++)
        *number = *number * 10 + (unsigned)(cursor->text.start[cursor->at++] - '0');
    return digits >= least;
}

static void skip_spaces(struct cursor *cursor) {
    while (peek(cursor) == ' ' || peek(cursor) == ',' || peek(cursor) == '\t') cursor->at++;
}

static bool take_word(struct cursor *cursor, struct slice *word) {
    const size_t start = cursor->at;
    while ((peek(cursor) | 0x20) >= 'a' && (peek(cursor) | 0x20) <= 'z') cursor->at++;
    *word = slice_part(cursor->text, start, cursor->at);
    return word->length > 0;
}

static bool take_offset(struct cursor *cursor, struct moment *moment) {
    skip_spaces(cursor);
    const char sign = peek(cursor);
    struct slice zone;
    unsigned hours, minutes = 0;
    if (sign == '+' || sign == '-') {
        cursor->at++;
        if (!take_number(cursor, 2, 2, &hours)) return false;
        take(cursor, ':');
        if (is_digit(peek(cursor)) && !take_number(cursor, 2, 2, &minutes)) return false;
        moment->offset = (int)(hours * 60 + minutes) * (sign == '-' ? -1 : 1);
        moment->has_offset = true;
    } else if (take_word(cursor, &zone)) { // RFC 5322, 4.3
        static const struct {
            struct slice name;
            int hours;
        } zones[] = {
            { { "Z", 1 }, 0 },    { { "UT", 2 }, 0 },   { { "GMT", 3 }, 0 },  { { "UTC", 3 }, 0 },
            { { "EST", 3 }, -5 }, { { "EDT", 3 }, -4 }, { { "CST", 3 }, -6 }, { { "CDT", 3 }, -5 },
            { { "MST", 3 }, -7 }, { { "MDT", 3 }, -6 }, { { "PST", 3 }, -8 }, { { "PDT", 3 }, -7 }
        };
        for (size_t i = 0; i < sizeof zones / sizeof *zones && !moment->has_offset; i++)
            if (slice_equal_ascii_fold(zone, zones[i].name)) {
                moment->offset = zones[i].hours * 60;
                moment->has_offset = true;
            }
    }
    return true;
}

static bool take_time(struct cursor *cursor, struct moment *moment) {
    if (!take_number(cursor, 1, 2, &moment->hour) || !take(cursor, ':') ||
        !take_number(cursor, 2, 2, &moment->minute))
        return false;
    moment->has_time = true;
    if (take(cursor, ':') && !take_number(cursor, 2, 2, &moment->second)) return false;
    unsigned fraction;
    if (take(cursor, '.') || take(cursor, ','))
        while (take_number(cursor, 1, 6, &fraction)) continue;
    return take_offset(cursor, moment);
}

static bool read_iso(struct cursor *cursor, struct moment *moment) {
    if (!take_number(cursor, 4, 4, &moment->year)) return false;
    const char between = peek(cursor);
    if (between != '-' && between != '/') return false;
    cursor->at++;
    if (!take_number(cursor, 1, 2, &moment->month) || !take(cursor, between) ||
        !take_number(cursor, 1, 2, &moment->day))
        return false;
    const char c = peek(cursor);
    if (c == '\0') return true;
    if (c != 'T' && c != 't' && c != ' ') return false;
    cursor->at++;
    skip_spaces(cursor);
    return take_time(cursor, moment);
}

static bool take_month(struct cursor *cursor, unsigned *month) {
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    struct slice word;
    if (!take_word(cursor, &word) || word.length < 3) return false;
    for (*month = 1; *month <= 12; ++*month)
        if (slice_equal_ascii_fold(slice_part(word, 0, 3), (struct slice){ names + (*month - 1) * 3, 3 }))
            return true;
    return false;
}

// "Wed, 10 Sep 2031 07:45:00 +0200", the weekday may be missing; "Sep 10 2031 07:45:00" too.
static bool read_mail(struct cursor *cursor, struct moment *moment) {
    struct cursor start = *cursor;
    struct slice word;
    if (!take_month(cursor, &moment->month)) {
        *cursor = start;
        if (take_word(cursor, &word)) skip_spaces(cursor);
    }
    if (moment->month > 12) moment->month = 0;
    const bool month_first = cursor->at != start.at && moment->month >= 1;
    if (month_first) take(cursor, '.');
    skip_spaces(cursor);
    if (!month_first && (peek(cursor) | 0x20) >= 'a' && (peek(cursor) | 0x20) <= 'z') {
        if (!take_month(cursor, &moment->month)) return false; // "Wed Sep 10 ..."
        skip_spaces(cursor);
        if (!take_number(cursor, 1, 2, &moment->day) || is_digit(peek(cursor))) return false;
    } else {
        if (!take_number(cursor, 1, 2, &moment->day) || is_digit(peek(cursor))) return false; // "January 2031"
        if (!month_first) {
            if (!take(cursor, '-')) skip_spaces(cursor);
            if (!take_month(cursor, &moment->month)) return false;
            take(cursor, '-');
        }
    }
    skip_spaces(cursor);
    if (!take_number(cursor, 2, 4, &moment->year)) return false;
    if (moment->year < 100) moment->year += moment->year < 70 ? 2000 : 1900; // RFC 5322, 4.3
    skip_spaces(cursor);
    return peek(cursor) == '\0' || take_time(cursor, moment);
}

// Days since 1970-01-01 to a date (Hinnant, "chrono-compatible low-level date algorithms").
static void civil_of(int64_t days, struct moment *moment) {
    days += 719468;
    const int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const unsigned of_era = (unsigned)(days - era * 146097);
    const unsigned year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const unsigned of_year = of_era - (365 * year + year / 4 - year / 100);
    const unsigned month = (5 * of_year + 2) / 153;
    moment->day = of_year - (153 * month + 2) / 5 + 1;
    moment->month = month < 10 ? month + 3 : month - 9;
    moment->year = (unsigned)((int64_t)year + era * 400) + (moment->month <= 2);
}

static int64_t days_of(const struct moment *moment) { // its inverse, from the first of March of the year 0
    const int64_t year = (int64_t)moment->year - (moment->month <= 2);
    const unsigned month = moment->month > 2 ? moment->month - 3 : moment->month + 9;
    return year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + moment->day - 1;
}

static bool read_digits(struct slice text, struct moment *moment) {
    for (size_t i = 0; i < text.length; i++)
        if (!is_digit(text.start[i])) return false;
    struct cursor cursor = { text, 0 };
    if (text.length == 8 || text.length == 14) {
        take_number(&cursor, 4, 4, &moment->year);
        take_number(&cursor, 2, 2, &moment->month);
        take_number(&cursor, 2, 2, &moment->day);
        moment->has_time = moment->has_offset = text.length == 14; // GDELT's, in UTC
        return !moment->has_time ||
               (take_number(&cursor, 2, 2, &moment->hour) && take_number(&cursor, 2, 2, &moment->minute) &&
                take_number(&cursor, 2, 2, &moment->second));
    }
    if (text.length != 9 && text.length != 10 && text.length != 13) return false;
    int64_t seconds = 0;
    for (size_t i = 0; i < text.length; i++) seconds = seconds * 10 + (text.start[i] - '0');
    if (text.length == 13) seconds /= 1000;
    civil_of(seconds / 86400, moment);
    moment->hour = (unsigned)(seconds % 86400 / 3600);
    moment->minute = (unsigned)(seconds % 3600 / 60);
    moment->second = (unsigned)(seconds % 60);
    moment->has_time = moment->has_offset = true;
    return true;
}

bool timestamp_iso(struct slice text, char iso[TIMESTAMP_SIZE]) {
    text = slice_trim(text);
    iso[0] = '\0';
    if (text.length < 8 || text.length > 64) return false;
    bool (*const readers[])(struct cursor *, struct moment *) = { read_iso, read_mail };
    struct moment moment = { 0 };
    if (read_digits(text, &moment)) return write(&moment, iso);
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        struct cursor cursor = { text, 0 };
        moment = (struct moment){ 0 };
        if (readers[i](&cursor, &moment)) return write(&moment, iso);
    }
    return false;
}

bool timestamp_day_before(const char *a, const char *b) {
    return strncmp(a, b, 10) < 0;
}

bool timestamp_minutes(const char *iso, int64_t *minutes) {
    struct moment moment = { 0 };
    struct cursor cursor = { slice_of(iso), 0 };
    if (!read_iso(&cursor, &moment) || !moment.has_time || !moment.has_offset) return false;
    *minutes = days_of(&moment) * 24 * 60 + moment.hour * 60 + moment.minute - moment.offset;
    return true;
}
