// export_dates.c - dates as feeds, exports and tables have them.
//
// A date that people write has a year of four digits, a day, and a month by name or number, in some order,
// with a time or without. It is taken apart into numbers and words; a word that names no month is a weekday
// or an article, which nobody needs. All that can be two things is none: 5/12/2031 waits for its column to
// say which comes first.
#include "read/containers/export_dates.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "base/vector.h"

#include <stdio.h>
#include <string.h>

#define LONGEST_DATE 80u // bytes
#define MOST_PIECES 24u
#define MONTH_SLOTS 1024u
#define LEAST_SERIAL 18264 // 1950-01-01, in days of spreadsheets
#define MOST_SERIAL 73051  // 2100-01-01
#define SERIAL_1970 25569

struct month_names {
    struct {
        uint32_t hash;
        uint8_t month; // 0: free
    } slots[MONTH_SLOTS];
};

static void add_month(struct month_names *months, struct slice name, unsigned month, struct arena *arena) {
    const uint32_t hash = (uint32_t)hash_bytes(utf8_fold_name(name, arena), 7);
    uint32_t at = hash % MONTH_SLOTS;
    for (unsigned tries = 0; tries < MONTH_SLOTS && months->slots[at].month; tries++)
        at = (at + 1) % MONTH_SLOTS;
    if (months->slots[at].month) return;
    months->slots[at].hash = hash;
    months->slots[at].month = (uint8_t)month;
}

struct month_names *month_names_of(const struct knowledge *knowledge, struct arena *arena) {
    static const struct slice english[] = { { "jan", 3 }, { "feb", 3 }, { "mar", 3 }, { "apr", 3 },
                                            { "may", 3 }, { "jun", 3 }, { "jul", 3 }, { "aug", 3 },
                                            { "sep", 3 }, { "oct", 3 }, { "nov", 3 }, { "dec", 3 } };
    struct month_names *months = ARENA_NEW(arena, struct month_names);
    for (unsigned month = 1; month <= 12; month++) add_month(months, english[month - 1], month, arena);
    if (!knowledge) return months;
    const struct table *table = knowledge_table(knowledge, TABLE_MONTHS, (struct slice){ "", 0 });
    for (size_t row = 0; row < table_count(table); row++) {
        const struct slice number = table_cell(table, row, TABLE_COLUMN(MONTHS, MONTH));
        unsigned month = 0;
        for (size_t i = 0; i < number.length; i++) month = month * 10 + (unsigned)(number.start[i] - '0');
        struct slice names = table_cell(table, row, TABLE_COLUMN(MONTHS, NAMES));
        for (struct slice name; month >= 1 && month <= 12 && slice_next(&names, SLICE("|"), &name);)
            add_month(months, slice_trim(name), month, arena);
    }
    return months;
}

static unsigned month_of(const struct month_names *months, struct slice word, struct arena *scratch) {
    const uint32_t hash = (uint32_t)hash_bytes(utf8_fold_name(word, scratch), 7);
    for (uint32_t at = hash % MONTH_SLOTS, tries = 0; months->slots[at].month && tries < MONTH_SLOTS;
         at = (at + 1) % MONTH_SLOTS, tries++)
        if (months->slots[at].hash == hash) return months->slots[at].month;
    return 0;
}

struct piece {
    struct slice text;
    unsigned number, digits; // `digits` 0: a word
    char before, after;      // the bytes beside it
};
struct pieces {
    struct piece items[MOST_PIECES];
    unsigned count;
};

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
static bool is_letter(char c) {
    return ((unsigned)(c | 0x20) - 'a') < 26 || (c & 0x80);
}

// False when there are too many.
static bool take_apart(struct slice text, struct pieces *pieces) {
    pieces->count = 0;
    for (size_t at = 0; at < text.length;) {
        const size_t start = at;
        const bool digit = is_digit(text.start[at]);
        if (!digit && !is_letter(text.start[at])) {
            at++;
            continue;
        }
        if (pieces->count == MOST_PIECES) return false;
        struct piece piece = { .before = start ? text.start[start - 1] : ' ' };
        while (at < text.length && (digit ? is_digit(text.start[at]) : is_letter(text.start[at]))) {
            if (digit && at - start < 9) piece.number = piece.number * 10 + (unsigned)(text.start[at] - '0');
            at++;
        }
        piece.text = slice_part(text, start, at);
        piece.digits = digit ? (unsigned)(at - start) : 0;
        piece.after = at < text.length ? text.start[at] : ' ';
        pieces->items[pieces->count++] = piece;
    }
    return true;
}

struct moment {
    unsigned year, month, day, hour, minute, second;
    bool has_time;
    char offset[8]; // "+02:00", "Z"; empty when not said
};

static enum date_reading write(const struct moment *moment, char iso[TIMESTAMP_SIZE]) {
    char text[64];
    if (moment->has_time)
        snprintf(text, sizeof text, "%04u-%02u-%02uT%02u:%02u:%02u%s", moment->year, moment->month,
                 moment->day, moment->hour, moment->minute, moment->second, moment->offset);
    else
        snprintf(text, sizeof text, "%04u-%02u-%02u", moment->year, moment->month, moment->day);
    return timestamp_iso(slice_of(text), iso) ? DATE_READ : DATE_UNREAD;
}

// "11:41", "11:41:36.000", "9:05 pm", and what stands behind: takes the pieces from `at`.
static void take_time(const struct pieces *pieces, unsigned at, struct moment *moment) {
    const struct piece *items = pieces->items;
    moment->hour = items[at].number;
    moment->minute = items[at + 1].number;
    moment->has_time = true;
    unsigned next = at + 2;
    if (items[at + 1].after == ':' && next < pieces->count && items[next].digits == 2)
        moment->second = items[next++].number;
    while (next < pieces->count && items[next].digits && items[next].before == '.') next++; // of a second
    if (next < pieces->count && items[next].digits == 0) {
        const struct slice word = items[next].text;
        const bool pm = slice_equal_ascii_fold(word, SLICE("pm")) ||
                        (slice_equal_ascii_fold(word, SLICE("p")) && items[next].after == '.');
        const bool am = slice_equal_ascii_fold(word, SLICE("am")) ||
                        (slice_equal_ascii_fold(word, SLICE("a")) && items[next].after == '.');
        if (pm && moment->hour < 12) moment->hour += 12;
        if (am && moment->hour == 12) moment->hour = 0;
        if (pm || am) next++;
    }
    for (; next < pieces->count; next++) {
        const struct piece *piece = &items[next];
        if (slice_equal_ascii_fold(piece->text, SLICE("z")) ||
            slice_equal_ascii_fold(piece->text, SLICE("gmt")) ||
            slice_equal_ascii_fold(piece->text, SLICE("utc")))
            memcpy(moment->offset, "Z", 2);
        if ((piece->before != '+' && piece->before != '-') || (piece->digits != 2 && piece->digits != 4))
            continue;
        const unsigned hours = piece->digits == 4 ? piece->number / 100 : piece->number;
        const unsigned minutes = piece->digits == 4 ? piece->number % 100
                                 : piece->after == ':' && next + 1 < pieces->count
                                     ? pieces->items[next + 1].number
                                     : 0;
        if (hours > 14 || minutes > 59) continue;
        snprintf(moment->offset, sizeof moment->offset, "%c%02u:%02u", piece->before, hours, minutes);
        return;
    }
}

// "20310512T114136Z", and without seconds.
static bool read_compact(struct slice text, char iso[TIMESTAMP_SIZE]) {
    for (size_t i = 0; i < 13; i++)
        if (text.length < 13 || (i == 8 ? (text.start[i] | 0x20) != 't' : !is_digit(text.start[i])))
            return false;
    const bool has_seconds = text.length >= 15 && is_digit(text.start[13]) && is_digit(text.start[14]);
    const struct slice rest = slice_part(text, has_seconds ? 15 : 13, text.length);
    if (rest.length > 6) return false;
    char whole[40];
    snprintf(whole, sizeof whole, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s%.*s", text.start, text.start + 4,
             text.start + 6, text.start + 9, text.start + 11, has_seconds ? text.start + 13 : "00",
             (int)rest.length, rest.start);
    return timestamp_iso(slice_of(whole), iso);
}

static bool read_serial(struct slice text, char iso[TIMESTAMP_SIZE]) {
    size_t at = 0;
    long days = 0;
    for (; at < text.length && is_digit(text.start[at]); at++) days = days * 10 + (text.start[at] - '0');
    if (at != 5 || days < LEAST_SERIAL || days > MOST_SERIAL) return false;
    double part = 0, unit = 0.1;
    if (at < text.length && text.start[at] != '.' && text.start[at] != ',') return false;
    for (at += at < text.length; at < text.length; at++, unit /= 10) {
        if (!is_digit(text.start[at])) return false;
        part += (text.start[at] - '0') * unit;
    }
    char seconds[24];
    snprintf(seconds, sizeof seconds, "%lld",
             ((long long)days - SERIAL_1970) * 86400 + (long long)(part * 86400 + 0.5));
    char whole[TIMESTAMP_SIZE];
    struct slice padded = slice_of(seconds);
    if (padded.length != 9 && padded.length != 10) return false; // before 1973: nobody's news
    if (!timestamp_iso(padded, whole)) return false;
    memcpy(iso, whole, TIMESTAMP_SIZE);
    iso[part > 0 ? 19 : 10] = '\0'; // the hour of a spreadsheet has no zone
    return true;
}

// Where three numbers stand that may be a date: "12/05/2031", "12.5.2031", "12-05-31".
static unsigned numeric_at(const struct pieces *pieces) {
    const struct piece *items = pieces->items;
    for (unsigned i = 0; i + 2 < pieces->count; i++) {
        const char mark = items[i].after;
        if (!items[i].digits || items[i].digits > 2 || !items[i + 1].digits || items[i + 1].digits > 2)
            continue;
        if ((mark != '/' && mark != '.' && mark != '-') || items[i + 1].after != mark) continue;
        const bool spaced = items[i + 1].before != mark || items[i + 2].before != mark;
        if (!spaced && (items[i + 2].digits == 4 || items[i + 2].digits == 2)) return i;
        if (mark == '.' && items[i + 2].digits == 4) return i; // "12. 5. 2031"
    }
    return UINT32_MAX;
}

enum date_order export_date_order(struct slice text) {
    struct pieces pieces;
    text = slice_trim(text);
    if (text.length > LONGEST_DATE || !take_apart(text, &pieces)) return DATE_ORDER_UNKNOWN;
    const unsigned at = numeric_at(&pieces);
    if (at == UINT32_MAX || pieces.items[at].after == '.') return DATE_ORDER_UNKNOWN;
    const unsigned first = pieces.items[at].number, second = pieces.items[at + 1].number;
    if (first > 12 && first <= 31 && second >= 1 && second <= 12) return DATE_DAY_FIRST;
    if (second > 12 && second <= 31 && first >= 1 && first <= 12) return DATE_MONTH_FIRST;
    return DATE_ORDER_UNKNOWN;
}

static void find_time(const struct pieces *pieces, struct moment *moment) {
    for (unsigned i = 0; i + 1 < pieces->count; i++) {
        const struct piece *piece = &pieces->items[i];
        const bool is_time = piece->digits >= 1 && piece->digits <= 2 && piece->after == ':' &&
                             piece[1].digits == 2 && piece->number < 24 && piece[1].number < 60 &&
                             piece->before != '+' && piece->before != '-';
        if (is_time) {
            take_time(pieces, i, moment);
            return;
        }
    }
}

static enum date_reading read_numbers(const struct pieces *pieces, unsigned at, enum date_order order,
                                      char iso[TIMESTAMP_SIZE]) {
    const struct piece *items = &pieces->items[at];
    struct moment moment = { .year = items[2].number };
    if (items[2].digits == 2) moment.year += moment.year < 70 ? 2000 : 1900; // RFC 5322, 4.3
    const unsigned first = items[0].number, second = items[1].number;
    if (items[0].after == '.') order = DATE_DAY_FIRST;
    if (first > 12) order = DATE_DAY_FIRST;
    if (second > 12) order = first > 12 ? DATE_ORDER_UNKNOWN : DATE_MONTH_FIRST;
    if (first > 12 && second > 12) return DATE_UNREAD;
    if (order == DATE_ORDER_UNKNOWN && first != second) return DATE_TWO_WAYS;
    moment.day = order == DATE_MONTH_FIRST ? second : first;
    moment.month = order == DATE_MONTH_FIRST ? first : second;
    find_time(pieces, &moment);
    return write(&moment, iso);
}

static enum date_reading read_words(const struct pieces *pieces, const struct month_names *months,
                                    struct arena *scratch, char iso[TIMESTAMP_SIZE]) {
    struct moment moment = { 0 };
    unsigned years = 0, days = 0;
    find_time(pieces, &moment);
    for (unsigned i = 0; i < pieces->count; i++) {
        const struct piece *piece = &pieces->items[i];
        if (piece->digits == 0) {
            const unsigned month = month_of(months, piece->text, scratch);
            if (month) moment.month = month; // the last: "mar., 13 mai" begins with a weekday
        } else if (piece->digits == 4 && piece->before != '+' && piece->before != '-' &&
                   piece->number >= 1800 && piece->number < 2200) {
            if (years++ == 0) moment.year = piece->number;
        } else if (piece->digits <= 2 && piece->before != ':' && piece->after != ':' &&
                   piece->before != '+' && piece->number >= 1 && piece->number <= 31) {
            if (days++ == 0) moment.day = piece->number;
        }
    }
    if (moment.month == 0 || years == 0) return DATE_UNREAD;
    if (days == 0) return DATE_MONTH_ONLY;
    return days > 2 ? DATE_UNREAD : write(&moment, iso);
}

static enum date_reading read_month(const struct pieces *pieces) { // "2013-01"
    const bool is_month = pieces->count == 2 && pieces->items[0].digits == 4 &&
                          pieces->items[1].digits == 2 && pieces->items[1].number >= 1 &&
                          pieces->items[1].number <= 12;
    return is_month ? DATE_MONTH_ONLY : DATE_UNREAD;
}

enum date_reading export_date(struct slice text, enum date_order order, bool has_serials,
                              const struct month_names *months, struct arena *scratch,
                              char iso[TIMESTAMP_SIZE]) {
    text = slice_trim(text);
    iso[0] = '\0';
    if (text.length == 0) return DATE_EMPTY;
    if (text.length > LONGEST_DATE) return DATE_UNREAD;
    if (timestamp_iso(text, iso) || read_compact(text, iso) || (has_serials && read_serial(text, iso)))
        return DATE_READ;
    iso[0] = '\0';
    struct pieces pieces;
    if (!take_apart(text, &pieces)) return DATE_UNREAD;
    const unsigned at = numeric_at(&pieces);
    if (at != UINT32_MAX) return read_numbers(&pieces, at, order, iso);
    const enum date_reading reading = read_words(&pieces, months, scratch, iso);
    return reading == DATE_UNREAD ? read_month(&pieces) : reading;
}

const char *export_date_why(enum date_reading reading) {
    switch (reading) {
    case DATE_MONTH_ONLY:
        return "names a month and no day";
    case DATE_TWO_WAYS:
        return "may be read in two ways, --date-order dmy or mdy says how";
    default:
        return "is not understood";
    }
}
