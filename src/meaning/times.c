// times.c - dates and times, resolved against the day of publication.
//
// A small grammar over the calendar table: at each word the longest of the productions below is taken, then the words
// before it ("since", "until", "between") say how the days are meant. News rule: what has no year or week is the
// nearest that has passed, today included, unless its clause looks ahead ("will meet on Friday", "next Wednesday").
// "The next day" and "a week earlier" count from the last day that the text spoke of. Days are counted from
// 1970-01-01 in the proleptic Gregorian calendar; an open end of a range has no day.
//
// The idea of values from a table and an anchor is HeidelTime's and SUTime's; here the productions are code and the
// words are data, so that another language brings its own table.
#include "base/utf8.h"
#include "base/vector.h"
#include "meaning/numbers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORD_KIND_LIST(X)                                                                                              \
    X(MONTH, "month") X(WEEKDAY, "weekday") X(WEEKDAY_SET, "weekday-set") X(UNIT, "unit") X(PLURAL_UNIT, "plural-unit") \
    X(SEASON, "season") X(HOLIDAY, "holiday") X(DAY, "day") X(PART, "part") X(CLOCK, "clock") X(HALF, "half")          \
    X(ZONE, "zone") X(RELATIVE, "relative") X(CONTEXT, "context") X(SAME, "same") X(RECENT, "recent") X(SOON, "soon")  \
    X(OFFSET, "offset") X(CONTEXT_OFFSET, "context-offset") X(DAY_OFFSET, "day-offset") X(EDGE, "edge")                \
    X(EDGE_NOUN, "edge-noun") X(SINCE, "since") X(FROM, "from") X(UNTIL, "until") X(BY, "by") X(BEFORE, "before")      \
    X(AFTER, "after") X(BETWEEN, "between") X(AND, "and") X(TO, "to") X(ON, "on") X(IN, "in") X(OF, "of")              \
    X(FOR, "for") X(ARTICLE, "article") X(EVERY, "every") X(SET, "set") X(PAST, "past") X(PRESENT, "present")          \
    X(FUTURE, "future") X(WILL, "will") X(UNCHANGED, "unchanged") X(AGE, "age")                    \
    X(AMOUNT, "amount") X(ONE, "one")
enum word_kind {
#define WORD_KIND_SYMBOL(symbol, name) WORD_##symbol,
    WORD_KIND_LIST(WORD_KIND_SYMBOL)
#undef WORD_KIND_SYMBOL
        WORD_KINDS
};
static const char *const word_kind_names[] = {
#define WORD_KIND_NAME(symbol, name) name,
    WORD_KIND_LIST(WORD_KIND_NAME)
#undef WORD_KIND_NAME
};

enum unit {
    UNIT_SECOND,
    UNIT_MINUTE,
    UNIT_HOUR,
    UNIT_DAY,
    UNIT_WEEK,
    UNIT_WEEKEND,
    UNIT_FORTNIGHT,
    UNIT_MONTH,
    UNIT_QUARTER,
    UNIT_YEAR,
    UNIT_DECADE,
    UNIT_CENTURY,
    UNITS
};
static const char *const unit_names[] = { "second", "minute", "hour",    "day",  "week",   "weekend",
                                          "fortnight", "month", "quarter", "year", "decade", "century" };

enum edge { EDGE_NONE, EDGE_START, EDGE_MIDDLE, EDGE_END, EDGE_WHOLE };
static const char *const edge_names[] = { "", "start", "middle", "end", "whole" };

#define PHRASE_WORDS_LIMIT 5u
#define YEAR_FIRST 1000
#define YEAR_LAST 2199
#define DAY_OPEN INT32_MIN // no day: an open end
#define DEPTH_LIMIT 3u     // of expressions within expressions: "early on the morning of October 6"

struct times {
    struct numbers *numbers;
    const struct table *calendar;
    uint8_t *kinds;       // [rows]
    int16_t *values;      // [rows]
    bool *needs_capital;  // [rows]
};

struct times *times_open(const struct knowledge *knowledge, struct slice language, struct error *error) {
    struct times *times = calloc(1, sizeof *times);
    if (!times) {
        error_at(error, ERROR_SYSTEM, (struct place_in_file){ 0 }, "out of memory");
        return NULL;
    }
    times->calendar = knowledge_table(knowledge, TABLE_CALENDAR, language);
    size_t rows = table_count(times->calendar);
    times->kinds = calloc(rows + 1, sizeof *times->kinds);
    times->values = calloc(rows + 1, sizeof *times->values);
    times->needs_capital = calloc(rows + 1, sizeof *times->needs_capital);
    times->numbers = numbers_open(knowledge, language, error);
    if (!times->kinds || !times->values || !times->needs_capital)
        error_at(error, ERROR_SYSTEM, (struct place_in_file){ 0 }, "out of memory");
    if (!times->kinds || !times->values || !times->needs_capital || !times->numbers) goto failed;
    for (size_t row = 0; row < rows; row++) {
        struct slice name = table_cell(times->calendar, row, TABLE_COLUMN(CALENDAR, KIND));
        struct slice value = table_cell(times->calendar, row, TABLE_COLUMN(CALENDAR, VALUE));
        if (slice_ends(name, SLICE("-capital"))) {
            times->needs_capital[row] = true;
            name = slice_part(name, 0, name.length - SLICE("-capital").length);
        }
        unsigned kind = 0, at = 0;
        while (kind < WORD_KINDS && !slice_equal(name, slice_of(word_kind_names[kind]))) kind++;
        bool fine = kind < WORD_KINDS;
        if (fine && (kind == WORD_UNIT || kind == WORD_PLURAL_UNIT)) {
            while (at < UNITS && !slice_equal(value, slice_of(unit_names[at]))) at++;
            fine = at < UNITS;
            times->values[row] = (int16_t)at;
        } else if (fine && (kind == WORD_EDGE || kind == WORD_EDGE_NOUN)) {
            at = EDGE_START;
            while (at <= EDGE_WHOLE && !slice_equal(value, slice_of(edge_names[at]))) at++;
            fine = at <= EDGE_WHOLE;
            times->values[row] = (int16_t)at;
        } else if (fine && value.length) {
            char digits[16];
            char *end;
            size_t length = value.length < sizeof digits - 1 ? value.length : sizeof digits - 1;
            memcpy(digits, value.start, length);
            digits[length] = '\0';
            long number = strtol(digits, &end, 10);
            fine = *end == '\0' && number >= -9999 && number <= 9999;
            if (kind == WORD_MONTH || kind == WORD_SEASON) fine = fine && number >= 1 && number <= 12;
            if (kind == WORD_WEEKDAY || kind == WORD_WEEKDAY_SET) fine = fine && number >= 1 && number <= 7;
            times->values[row] = (int16_t)number;
        }
        if (!fine) {
            error_at(error, ERROR_INPUT, table_place(times->calendar, row),
                     "expected a kind of time word and its value, found \"" SLICE_FORMAT "\" \"" SLICE_FORMAT "\"",
                     SLICE_ARG(name), SLICE_ARG(value));
            goto failed;
        }
        times->kinds[row] = (uint8_t)kind;
    }
    return times;
failed:
    times_close(times);
    return NULL;
}

void times_close(struct times *times) {
    if (!times) return;
    numbers_close(times->numbers);
    free(times->kinds);
    free(times->values);
    free(times->needs_capital);
    free(times);
}

// ---- the calendar

struct date {
    int year, month, day;
};

static int32_t day_of(int year, int month, int day) { // days since 1970-01-01
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int of_era = y - era * 400;
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int of_days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    return era * 146097 + of_days - 719468;
}

static struct date date_of(int32_t days) {
    days += 719468;
    int32_t era = (days >= 0 ? days : days - 146096) / 146097;
    int32_t of_days = days - era * 146097;
    int32_t of_era = (of_days - of_days / 1460 + of_days / 36524 - of_days / 146096) / 365;
    int32_t of_year = of_days - (365 * of_era + of_era / 4 - of_era / 100);
    int32_t shifted = (5 * of_year + 2) / 153;
    struct date date = { .day = of_year - (153 * shifted + 2) / 5 + 1, .month = shifted < 10 ? shifted + 3 : shifted - 9 };
    date.year = of_era + era * 400 + (date.month <= 2);
    return date;
}

static int month_length(int year, int month) {
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : lengths[month - 1];
}

static int weekday_of(int32_t day) { // Monday 1
    return (int)(((day + 3) % 7 + 7) % 7) + 1;
}

static void months_added(int *year, int *month, int count) {
    int all = *year * 12 + *month - 1 + count;
    *year = all / 12;
    *month = all % 12 + 1;
}

static int32_t month_first(int year, int month) {
    return day_of(year, month, 1);
}
static int32_t month_last(int year, int month) {
    return day_of(year, month, month_length(year, month));
}

static void date_write(int32_t day, char text[11]) {
    text[0] = '\0';
    if (day == DAY_OPEN) return;
    struct date date = date_of(day);
    if (date.year < 1 || date.year > 9999) return;
    char buffer[40];
    snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", date.year, date.month, date.day);
    memcpy(text, buffer, 11);
}

static bool digits_read(struct slice text, size_t at, size_t count, int *value) {
    if (at + count > text.length) return false;
    *value = 0;
    for (size_t i = at; i < at + count; i++) {
        if (text.start[i] < '0' || text.start[i] > '9') return false;
        *value = *value * 10 + (text.start[i] - '0');
    }
    return true;
}

static bool date_read(struct slice text, int32_t *day) { // YYYY-MM-DD at the start of `text`
    int year, month, number;
    if (!digits_read(text, 0, 4, &year) || !digits_read(text, 5, 2, &month) || !digits_read(text, 8, 2, &number))
        return false;
    if (text.start[4] != '-' || text.start[7] != '-' || year < 1 || month < 1 || month > 12 || number < 1 ||
        number > month_length(year, month))
        return false;
    *day = day_of(year, month, number);
    return true;
}

// ---- reading

enum tense { TENSE_NONE, TENSE_PAST, TENSE_FUTURE };

struct point { // what a production reads
    uint32_t end;
    int32_t from, to; // both DAY_OPEN when unresolved
    enum time_precision precision;
    bool is_duration, is_set, is_past, is_vague, is_anchor; // is_anchor: later words may count from it
    unsigned depth;                                         // productions around this one
};

struct scan {
    const struct times *times;
    struct words words;
    struct arena *arena;
    int32_t published; // DAY_OPEN when unknown
    int32_t anchor;    // the last day spoken of; `published` at first
    uint8_t *longest;  // [words.count] words of the longest phrase of the table that begins here
};

// Words of the phrase of this kind at `at` (the longest), its value in `*value` (may be NULL); 0 when there is none.
static uint32_t is(const struct scan *scan, uint32_t at, enum word_kind kind, int *value) {
    const struct words *words = &scan->words;
    if (at >= words->count) return 0;
    const struct times *times = scan->times;
    struct slice word = words->folded[at];
    bool stop = word.length > 1 && word.start[word.length - 1] == '.';
    for (uint32_t count = scan->longest[at]; count >= 1; count--) {
        char buffer[WORDS_PHRASE_LIMIT];
        struct slice phrase = words_phrase(words, at, count, buffer);
        for (unsigned cut = 0; cut <= (count == 1 && stop); cut++) {
            if (!phrase.length) break;
            struct table_walk walk = table_lookup(times->calendar, slice_part(phrase, 0, phrase.length - cut));
            for (size_t row; (row = table_next(&walk)) != TABLE_END;) {
                if (times->kinds[row] != kind) continue;
                if (times->needs_capital[row] && !utf8_starts_upper(words->sentence->tokens[at].text)) continue;
                if (value) *value = times->values[row];
                return count;
            }
        }
    }
    return 0;
}

static bool is_text(const struct scan *scan, uint32_t at, const char *text) {
    return at < scan->words.count && slice_equal(scan->words.folded[at], slice_of(text));
}

static uint32_t skip(const struct scan *scan, uint32_t at, enum word_kind kind) {
    return at + is(scan, at, kind, NULL);
}

// A word of the future among the words that put `token` into its clause.
static bool is_will(const struct scan *scan, uint32_t token) {
    const struct token *t = &scan->words.sentence->tokens[token];
    struct table_walk walk = table_lookup(scan->times->calendar, utf8_fold_name(t->lemma, scan->arena));
    for (size_t row; (row = table_next(&walk)) != TABLE_END;)
        if (scan->times->kinds[row] == WORD_WILL) return true;
    return is(scan, token, WORD_WILL, NULL) != 0;
}

// "shut", "cut": a verb whose past looks like its present, as which it was tagged.
static bool is_unchanged_past(const struct scan *scan, uint32_t token) {
    return slice_equal(scan->words.sentence->tokens[token].form, scan->words.sentence->tokens[token].lemma) &&
           is(scan, token, WORD_UNCHANGED, NULL) != 0;
}

#define CLIMB_LIMIT 24u

// The tense of the clause around `token`.
static enum tense tense_of(const struct scan *scan, uint32_t token) {
    const struct sentence *sentence = scan->words.sentence;
    int32_t at = (int32_t)token;
    if (sentence->tokens[token].head < 0 && sentence->tokens[token].deprel != DEPREL_ROOT) return TENSE_NONE;
    for (unsigned steps = 0; at >= 0 && steps < CLIMB_LIMIT; steps++, at = sentence->tokens[at].head) {
        const struct token *verb = &sentence->tokens[at];
        bool copula = false, finite_past = (verb->features & FEATURE_PAST) && (verb->features & FEATURE_FINITE);
        bool past = finite_past, present = false, auxiliary = false;
        for (int32_t c = token_child(sentence, at, -1); c >= 0; c = token_child(sentence, at, c)) {
            const struct token *child = &sentence->tokens[c];
            if (child->deprel != DEPREL_AUX && child->deprel != DEPREL_AUX_PASS && child->deprel != DEPREL_COP) continue;
            auxiliary = true;
            if (child->deprel == DEPREL_COP) copula = true;
            if (child->deprel == DEPREL_AUX && is_will(scan, (uint32_t)c)) return TENSE_FUTURE;
            if (child->features & FEATURE_PAST) past = true;
            if (child->features & FEATURE_PRESENT) present = true;
        }
        if (verb->upos != UPOS_VERB && !copula) continue;
        bool participle = verb->features & FEATURE_PARTICIPLE && !(verb->features & FEATURE_PRESENT);
        bool infinitive = verb->features & FEATURE_INFINITIVE;
        if (verb->upos == UPOS_VERB && (participle || verb->features & FEATURE_GERUND) && is_will(scan, (uint32_t)at))
            return TENSE_FUTURE; // "scheduled for Friday"
        if (infinitive) {
            // "is to leave", "plans to meet": what governs it says when.
            if (present && !past) return TENSE_FUTURE;
            int32_t governor = verb->head;
            if (governor >= 0 && is_will(scan, (uint32_t)governor)) return TENSE_FUTURE;
            if (governor >= 0 && sentence->tokens[governor].upos == UPOS_NOUN) return TENSE_NONE;
            continue;
        }
        if (past) return TENSE_PAST;
        if (!auxiliary && !infinitive && is_unchanged_past(scan, (uint32_t)at)) return TENSE_PAST;
        if (participle && auxiliary) return TENSE_PAST; // "has left"
        if (participle && !auxiliary) return TENSE_PAST;
        if (verb->features & FEATURE_PRESENT && verb->features & FEATURE_FINITE && !sentence->is_title)
            return verb->upos == UPOS_VERB && !auxiliary ? TENSE_FUTURE : TENSE_NONE;
        if (!(verb->features & FEATURE_FINITE) && !auxiliary) continue; // gerunds and the like: the clause above
        return TENSE_NONE;
    }
    return TENSE_NONE;
}

static uint32_t year_read(const struct scan *scan, uint32_t at, int *year) {
    if (at >= scan->words.count) return 0;
    struct slice word = scan->words.folded[at];
    if (word.length == 4 && digits_read(word, 0, 4, year) && *year >= YEAR_FIRST && *year <= YEAR_LAST) return 1;
    if (word.length == 3 && word.start[0] == '\'' && digits_read(word, 1, 2, year)) {
        *year += *year < 40 ? 2000 : 1900;
        return 1;
    }
    return 0;
}

// A day of the month: "7", "7th", "seventh"; 0 when there is none.
static uint32_t month_day_read(const struct scan *scan, uint32_t at, int *day) {
    struct numeral numeral;
    if (!numeral_read(scan->times->numbers, &scan->words, at, &numeral)) return 0;
    if (numeral.is_vague || numeral.is_share || numeral.is_zero || numeral.is_scaled || numeral.value < 1 ||
        numeral.value > 31 || numeral.value != (int)numeral.value || (!numeral.in_figures && !numeral.is_ordinal))
        return 0;
    struct slice word = scan->words.folded[at];
    if (numeral.in_figures && !numeral.is_ordinal && (word.length > 2 || slice_find(word, SLICE("."), 0) != SIZE_MAX)) return 0;
    *day = (int)numeral.value;
    return numeral.end - at;
}

// The year that a month (or month and day) without one belongs to.
static int year_near(const struct scan *scan, uint32_t at, int month, int day) {
    struct date today = date_of(scan->published);
    enum tense tense = tense_of(scan, at);
    int best = today.year;
    int64_t best_distance = INT64_MAX;
    for (int year = today.year - 1; year <= today.year + 1; year++) {
        int length = month_length(year, month);
        int32_t candidate = day ? day_of(year, month, day <= length ? day : length) : month_first(year, month);
        int64_t distance = candidate - scan->published;
        bool ahead = distance > 0;
        if (!day && year == today.year && month == today.month) distance = 0, ahead = false;
        if (ahead && tense == TENSE_PAST) continue;
        if (!ahead && distance < 0 && tense == TENSE_FUTURE) distance = -distance * 8;
        if (ahead && tense == TENSE_NONE) distance *= 2;
        if (distance < 0) distance = -distance;
        if (distance < best_distance) {
            best_distance = distance;
            best = year;
        }
    }
    return best;
}

static void point_day(struct point *point, int32_t day) {
    point->from = point->to = day;
    point->precision = TIME_DAY;
    point->is_anchor = true;
}

static void point_month(struct point *point, int year, int month) {
    point->from = month_first(year, month);
    point->to = month_last(year, month);
    point->precision = TIME_MONTH;
}

static void point_year(struct point *point, int year) {
    point->from = day_of(year, 1, 1);
    point->to = day_of(year, 12, 31);
    point->precision = TIME_YEAR;
}

static void point_season(struct point *point, int year, int month) {
    point->from = month_first(year, month);
    months_added(&year, &month, 2);
    point->to = month_last(year, month);
    point->precision = TIME_MONTH;
}

// A month, day and year in any order that is written: "October 6, 2019", "6 October", "the 6th of October 2019",
// "October 2019", "October 6-8", "October".
static bool month_read(const struct scan *scan, uint32_t at, struct point *point) {
    int month, day = 0, last = 0, year = 0;
    uint32_t here = at, length;
    bool year_known = false;
    if ((length = is(scan, here, WORD_MONTH, &month)) != 0) {
        here += length;
        uint32_t before = skip(scan, here, WORD_ARTICLE);
        if ((length = year_read(scan, here, &year)) != 0) {
            here += length;
            year_known = true;
        } else if ((length = month_day_read(scan, before, &day)) != 0) {
            here = before + length;
        }
    } else {
        here = skip(scan, here, WORD_ARTICLE);
        if ((length = month_day_read(scan, here, &day)) == 0) return false;
        here += length;
        uint32_t join = is(scan, here, WORD_TO, NULL);
        if (join && (length = month_day_read(scan, here + join, &last)) != 0) {
            uint32_t next = here + join + length;
            next = skip(scan, next, WORD_OF);
            if (is(scan, next, WORD_MONTH, NULL)) here += join + length;
            else last = 0;
        }
        here = skip(scan, here, WORD_OF);
        if ((length = is(scan, here, WORD_MONTH, &month)) == 0) return false;
        here += length;
    }
    if (day && !last) { // "October 6-8", "October 6 to 8", but not "October 6 and 20 people"
        uint32_t join = is(scan, here, WORD_TO, NULL);
        if (join && (length = month_day_read(scan, here + join, &last)) != 0 && last > day &&
            !is(scan, here + join + length, WORD_MONTH, NULL))
            here += join + length;
        else
            last = 0;
    }
    if (!year_known) {
        uint32_t next = here;
        if (is_text(scan, next, ",")) next++;
        next = skip(scan, next, WORD_OF);
        if ((day || next == here || is(scan, here, WORD_OF, NULL)) && (length = year_read(scan, next, &year)) != 0) {
            here = next + length;
            year_known = true;
        }
    }
    if (day > 31 || (day && day > (month == 2 ? 29 : month_length(2001, month)))) return false;
    point->end = here;
    if (!year_known) {
        if (scan->published == DAY_OPEN) {
            point->from = point->to = DAY_OPEN;
            point->precision = day ? TIME_DAY : TIME_MONTH;
            return true;
        }
        year = year_near(scan, at, month, day);
    }
    if (!day) {
        point_month(point, year, month);
        return true;
    }
    int length_of_month = month_length(year, month);
    point_day(point, day_of(year, month, day <= length_of_month ? day : length_of_month));
    if (last) point->to = day_of(year, month, last <= length_of_month ? last : length_of_month);
    return true;
}

// The day of the month `value` days or units from `base`.
static void point_shifted(struct point *point, int32_t base, enum unit unit, int count) {
    struct date date = date_of(base);
    int year = date.year, month = date.month;
    if (count > 100000) count = 100000;
    if (count < -100000) count = -100000;
    switch (unit) {
    case UNIT_SECOND:
    case UNIT_MINUTE:
    case UNIT_HOUR:
        point_day(point, base + (unit == UNIT_HOUR ? count / 24 : 0));
        point->precision = TIME_HOUR;
        break;
    case UNIT_DAY:
        point_day(point, base + count);
        break;
    case UNIT_WEEK:
    case UNIT_WEEKEND:
    case UNIT_FORTNIGHT:
        point_day(point, base + count * (unit == UNIT_FORTNIGHT ? 14 : 7));
        point->precision = TIME_WEEK;
        break;
    case UNIT_MONTH:
    case UNIT_QUARTER:
        if (year * 12 + count * 3 < 12 || year * 12 + count * 3 > 9000 * 12) break;
        months_added(&year, &month, unit == UNIT_QUARTER ? 3 * count : count);
        point_month(point, year, month);
        break;
    case UNIT_YEAR:
    case UNIT_DECADE:
    case UNIT_CENTURY:
    case UNITS:
        count *= unit == UNIT_DECADE ? 10 : unit == UNIT_CENTURY ? 100 : 1;
        if (year + count < 1 || year + count > 9000) break;
        point_year(point, year + count);
        break;
    }
}

// The whole unit that is `offset` units from the one around `base`: "last week", "next month".
static bool point_unit(struct point *point, int32_t base, enum unit unit, int offset) {
    struct date date = date_of(base);
    int year = date.year, month = date.month;
    int32_t monday = base - weekday_of(base) + 1;
    switch (unit) {
    case UNIT_SECOND:
    case UNIT_MINUTE:
    case UNIT_HOUR:
        point_day(point, base);
        point->precision = TIME_HOUR;
        return true;
    case UNIT_DAY:
        point_day(point, base + offset);
        return true;
    case UNIT_WEEK:
        point->from = monday + 7 * offset;
        point->to = point->from + 6;
        point->precision = TIME_WEEK;
        return true;
    case UNIT_WEEKEND:
        point->from = monday + 5 + 7 * offset;
        if (offset == 0 && weekday_of(base) < 5) point->from = monday - 2;
        point->to = point->from + 1;
        point->precision = TIME_DAY;
        return true;
    case UNIT_FORTNIGHT:
        point->from = monday + 14 * offset;
        point->to = point->from + 13;
        point->precision = TIME_WEEK;
        return true;
    case UNIT_MONTH:
        months_added(&year, &month, offset);
        point_month(point, year, month);
        return true;
    case UNIT_QUARTER:
        month = (month - 1) / 3 * 3 + 1;
        months_added(&year, &month, 3 * offset);
        point_season(point, year, month);
        return true;
    case UNIT_YEAR:
        point_year(point, year + offset);
        return true;
    case UNIT_DECADE:
    case UNIT_CENTURY:
    case UNITS: {
        int span = unit == UNIT_CENTURY ? 100 : 10;
        int first = year / span * span + span * offset;
        if (first < 1) return false;
        point->from = day_of(first, 1, 1);
        point->to = day_of(first + span - 1, 12, 31);
        point->precision = TIME_YEAR;
        return true;
    }
    }
    return false;
}

// The weekday nearest to the day of publication, as `relative` (-1 last, 0 this, 1 next, 2 not said) and tense have it.
static int32_t weekday_near(const struct scan *scan, uint32_t at, int weekday, int relative) {
    int32_t today = scan->published;
    int back = (weekday_of(today) - weekday + 7) % 7;
    if (relative == -1) return today - (back ? back : 7);
    if (relative == 1) return today + (7 - back);
    if (back == 0) return today;
    enum tense tense = tense_of(scan, at);
    if (tense == TENSE_FUTURE) return today + (7 - back);
    if (relative == 0 && tense == TENSE_NONE) return today - weekday_of(today) + weekday;
    return today - back;
}

static uint32_t part_skip(const struct scan *scan, uint32_t at) {
    return at + is(scan, at, WORD_PART, NULL);
}

// "Friday", "this Monday", "last Thursday night", "Wednesday, July 31", "Friday the 13th of May".
static bool weekday_read(const struct scan *scan, uint32_t at, int relative, struct point *point) {
    int weekday;
    uint32_t length = is(scan, at, WORD_WEEKDAY, &weekday);
    if (!length) return false;
    uint32_t here = at + length;
    if (is_text(scan, here, ".") && here + 1 < scan->words.count && is(scan, here + 1, WORD_MONTH, NULL)) here++;
    uint32_t next = here;
    if (is_text(scan, next, ",")) next++;
    struct point dated = { 0 };
    if (month_read(scan, next, &dated) && dated.precision == TIME_DAY) {
        // With a weekday beside it, a day without a year tells its year itself.
        if (dated.from != DAY_OPEN && weekday_of(dated.from) != weekday) {
            struct date date = date_of(dated.from);
            for (int year = date.year + 1; year >= date.year - 1; year -= 2) {
                if (date.day > month_length(year, date.month)) continue;
                int32_t other = day_of(year, date.month, date.day);
                bool has_year = false;
                for (uint32_t i = next; i < dated.end; i++) {
                    int ignored;
                    if (year_read(scan, i, &ignored)) has_year = true;
                }
                if (!has_year && dated.from == dated.to && weekday_of(other) == weekday) {
                    dated.from = dated.to = other;
                    break;
                }
            }
        }
        *point = dated;
        return true;
    }
    // "Friday last week", "Monday of this week" would be here; the weekday alone serves.
    point->end = part_skip(scan, here);
    if (scan->published == DAY_OPEN) {
        point->from = point->to = DAY_OPEN;
        point->precision = TIME_DAY;
    } else {
        point_day(point, weekday_near(scan, at, weekday, relative));
    }
    return true;
}

// Cuts `point` to its beginning, middle or end.
static void edge_apply(struct point *point, enum edge edge) {
    if (edge == EDGE_NONE || edge == EDGE_WHOLE || point->from == DAY_OPEN || point->to == DAY_OPEN) return;
    int32_t days = point->to - point->from + 1;
    if (days < 7) return; // "early Friday" is Friday
    int32_t third = days / 3;
    if (edge == EDGE_START) point->to = point->from + third - 1;
    else if (edge == EDGE_END) point->from = point->to - third + 1;
    else point->from += third, point->to -= third;
}

static bool amount_read(const struct scan *scan, uint32_t at, uint32_t *end, double *value, bool *is_vague) {
    struct numeral numeral;
    if (numeral_read(scan->times->numbers, &scan->words, at, &numeral)) {
        if (numeral.is_ordinal || numeral.is_share || numeral.is_zero) return false;
        *end = numeral.end;
        *value = numeral.value;
        *is_vague = numeral.is_vague;
        return true;
    }
    uint32_t length = is(scan, at, WORD_ONE, NULL);
    if (length) {
        *end = at + length;
        *value = 1;
        *is_vague = false;
        return true;
    }
    int amount;
    if ((length = is(scan, at, WORD_AMOUNT, &amount)) != 0) {
        *end = at + length;
        *value = amount;
        *is_vague = true;
        return true;
    }
    return false;
}

// A clock time: "10 a.m. local time", "4:00 A.M.", "13:40", "0100 UTC", "noon". Returns its end, `at` when none.
static uint32_t clock_read(const struct scan *scan, uint32_t at) {
    if (at >= scan->words.count) return at;
    struct slice word = scan->words.folded[at];
    uint32_t here = at, length;
    int hour, minute;
    bool colon = false;
    size_t mark = slice_find(word, SLICE(":"), 0);
    if (mark == SIZE_MAX && word.length > 3 && word.length <= 5) mark = slice_find(word, SLICE("."), 0);
    if ((mark == 1 || mark == 2) && digits_read(word, 0, mark, &hour) && digits_read(word, mark + 1, 2, &minute) &&
        hour < 24 && minute < 60) {
        colon = word.start[mark] == ':';
        here++;
    } else if (word.length <= 2 && digits_read(word, 0, word.length, &hour) && hour <= 24) {
        here++;
    } else if (word.length == 4 && digits_read(word, 0, 2, &hour) && digits_read(word, 2, 2, &minute) && hour < 24 &&
               minute < 60 && is(scan, at + 1, WORD_ZONE, NULL)) {
        return at + 1 + is(scan, at + 1, WORD_ZONE, NULL);
    } else if (word.length && word.start[0] >= '0' && word.start[0] <= '9' && word.length <= 7) {
        // "10am"
        size_t digits = 0;
        while (digits < word.length && ((word.start[digits] >= '0' && word.start[digits] <= '9') ||
                                        word.start[digits] == ':' || word.start[digits] == '.'))
            digits++;
        struct table_walk walk = table_lookup(scan->times->calendar, slice_part(word, digits, word.length));
        bool half = false;
        for (size_t row; (row = table_next(&walk)) != TABLE_END;) half |= scan->times->kinds[row] == WORD_HALF;
        if (!half) return at;
        return skip(scan, at + 1, WORD_ZONE);
    } else if ((length = is(scan, at, WORD_CLOCK, NULL)) != 0) {
        return at + length;
    } else {
        return at;
    }
    length = is(scan, here, WORD_HALF, NULL);
    if (!length && !colon) return at;
    here += length;
    return skip(scan, here, WORD_ZONE);
}

static bool core_read(const struct scan *scan, uint32_t at, struct point *point);

// With "this", "last", "next", "recent" before: "last week", "this June", "the past three years", "in recent days".
static bool relative_read(const struct scan *scan, uint32_t at, struct point *point) {
    int relative, unit, month;
    uint32_t length, here;
    int32_t today = scan->published;
    bool open = today == DAY_OPEN;
    if ((length = is(scan, at, WORD_RECENT, NULL)) != 0 && is(scan, at + length, WORD_UNIT, &unit)) {
        point->end = at + length + is(scan, at + length, WORD_UNIT, &unit);
        point->is_past = point->is_vague = true;
        point->precision = TIME_VAGUE;
        point->from = point->to = today;
        if (!open) {
            struct point start = { .from = today };
            point_shifted(&start, today, (enum unit)unit, unit >= UNIT_DECADE ? -3 : unit == UNIT_DAY ? -7 : -5);
            point->from = start.from;
        }
        return true;
    }
    bool context = false;
    if ((length = is(scan, at, WORD_RELATIVE, &relative)) == 0) {
        if ((length = is(scan, at, WORD_CONTEXT, &relative)) == 0) return false;
        context = true;
        today = scan->anchor;
        open = today == DAY_OPEN;
    }
    here = at + length;
    uint32_t word;
    if (!context && weekday_read(scan, here, relative, point)) return true;
    if (context && is(scan, here, WORD_WEEKDAY, &unit)) {
        point->end = part_skip(scan, here + is(scan, here, WORD_WEEKDAY, &unit));
        point->from = point->to = DAY_OPEN;
        point->precision = TIME_DAY;
        if (!open) {
            int ahead = (unit - weekday_of(today) + 7) % 7;
            point_day(point, relative > 0 ? today + (ahead ? ahead : 7) : today - (7 - ahead));
        }
        return true;
    }
    if ((word = is(scan, here, WORD_MONTH, &month)) != 0) {
        point->end = here + word;
        point->precision = TIME_MONTH;
        point->from = point->to = DAY_OPEN;
        if (open) return true;
        struct date date = date_of(today);
        int year = date.year;
        if (relative < 0 && month >= date.month) year--;
        if (relative > 0 && month <= date.month) year++;
        point_month(point, year, month);
        int day;
        uint32_t after = point->end, length_of_day = month_day_read(scan, after, &day);
        if (length_of_day && day <= month_length(year, month)) { // "this October 7"
            point_day(point, day_of(year, month, day));
            point->end = after + length_of_day;
        }
        return true;
    }
    if ((word = is(scan, here, WORD_SEASON, &month)) != 0) {
        point->end = here + word;
        point->precision = TIME_MONTH;
        point->from = point->to = DAY_OPEN;
        if (open) return true;
        struct date date = date_of(today);
        int year = date.year;
        if (month == 12) year -= date.month < 6;
        if (relative < 0 && day_of(year, month, 1) + 85 > today) year--;
        if (relative > 0 && day_of(year, month, 1) <= today) year++;
        point_season(point, year, month);
        return true;
    }
    if ((word = is(scan, here, WORD_HOLIDAY, &month)) != 0) {
        point->end = here + word;
        if (open) return false;
        int year = date_of(today).year;
        int32_t day = day_of(year, month / 100, month % 100);
        if (relative < 0 && day >= today) day = day_of(year - 1, month / 100, month % 100);
        if (relative > 0 && day <= today) day = day_of(year + 1, month / 100, month % 100);
        point_day(point, day);
        return true;
    }
    if ((word = is(scan, here, WORD_PART, NULL)) != 0) { // "last night", "this morning"
        point->end = here + word;
        point->precision = TIME_DAY;
        point->from = point->to = DAY_OPEN;
        if (!open) point_day(point, today + relative);
        return true;
    }
    if ((word = is(scan, here, WORD_UNIT, &unit)) != 0 && !is(scan, here, WORD_PLURAL_UNIT, NULL)) {
        uint32_t end = here + word;
        point->end = end;
        point->from = point->to = DAY_OPEN;
        point->precision = unit >= UNIT_YEAR ? TIME_YEAR : unit >= UNIT_MONTH ? TIME_MONTH : TIME_DAY;
        // "the next day" is the one after the day spoken of, "next week" the one after ours.
        if (relative == 1 && unit == UNIT_DAY && at > 0 && is(scan, at - 1, WORD_ARTICLE, NULL)) today = scan->anchor;
        if (today == DAY_OPEN) return true;
        return point_unit(point, today, (enum unit)unit, relative);
    }
    uint32_t end;
    double value;
    bool vague;
    if (amount_read(scan, here, &end, &value, &vague) && (word = is(scan, end, WORD_UNIT, &unit)) != 0 &&
        value <= 1000) {
        point->end = end + word;
        point->from = point->to = DAY_OPEN;
        point->precision = vague ? TIME_VAGUE : unit >= UNIT_YEAR ? TIME_YEAR : unit >= UNIT_MONTH ? TIME_MONTH : TIME_DAY;
        point->is_past = relative < 0;
        point->is_duration = relative == 0;
        if (open || relative == 0) return true;
        struct point far = { .from = today, .to = today };
        struct date date = date_of(today);
        if (unit == UNIT_YEAR || unit == UNIT_MONTH || unit == UNIT_DECADE) {
            int months = (int)value * (unit == UNIT_MONTH ? 1 : unit == UNIT_YEAR ? 12 : 120) * relative;
            int year = date.year, at_month = date.month;
            if (year * 12 + months < 12) return true;
            months_added(&year, &at_month, months);
            int last = month_length(year, at_month);
            far.from = day_of(year, at_month, date.day < last ? date.day : last);
        } else {
            point_shifted(&far, today, (enum unit)unit, (int)value * relative);
        }
        point->from = relative < 0 ? far.from : today;
        point->to = relative < 0 ? today : far.from;
        return true;
    }
    if (is(scan, at, WORD_SOON, NULL) && (word = is(scan, here, WORD_UNIT, &unit)) != 0) { // "the coming days"
        point->end = here + word;
        point->precision = TIME_VAGUE;
        point->from = point->to = today;
        if (!open) {
            struct point far = { .to = today };
            point_shifted(&far, today, (enum unit)unit, unit == UNIT_DAY ? 7 : 5);
            point->to = far.to;
        }
        return true;
    }
    return false;
}

// A length of time, and whether it is counted back or on: "three days ago", "a week earlier", "for two months".
static bool length_read(const struct scan *scan, uint32_t at, struct point *point) {
    uint32_t here, word;
    double value;
    bool vague;
    int unit, direction;
    if (!amount_read(scan, at, &here, &value, &vague)) {
        // "for decades", "years ago"
        if (!is(scan, at, WORD_PLURAL_UNIT, NULL)) return false;
        here = at;
        value = 3;
        vague = true;
    }
    if (is_text(scan, here, "-")) here++;
    bool singular_article = here == at + 1 && value == 1;
    if ((word = is(scan, here, WORD_UNIT, &unit)) == 0) return false;
    // "a second" attack and "the second" are ordinals.
    if (unit == UNIT_SECOND && singular_article) return false;
    here += word;
    if (value > 20000) return false;
    if (is(scan, here, WORD_AGE, NULL) || (is_text(scan, here, "-") && is(scan, here + 1, WORD_AGE, NULL))) return false;
    int32_t base = DAY_OPEN;
    bool counted = false;
    uint32_t offset;
    if ((offset = is(scan, here, WORD_OFFSET, &direction)) != 0) {
        base = scan->published;
        counted = true;
    } else if ((offset = is(scan, here, WORD_CONTEXT_OFFSET, &direction)) != 0) {
        // "two days before the vote" counts from the vote, whose day we do not know; "a day after" ends its clause.
        uint32_t next = here + offset;
        bool ends = next >= scan->words.count || scan->words.sentence->tokens[next].upos == UPOS_PUNCT;
        bool adverb = !is(scan, here, WORD_BEFORE, NULL) && !is(scan, here, WORD_AFTER, NULL);
        if (adverb || ends) {
            base = scan->anchor;
            counted = true;
        } else {
            struct point other = { .depth = point->depth + 1 };
            if (core_read(scan, next, &other) && other.from != DAY_OPEN && other.precision == TIME_DAY) {
                base = other.from; // "three days after October 7"
                counted = true;
                offset += other.end - next;
            }
        }
    } else if (at > 0 && is(scan, at - 1, WORD_IN, NULL) && !is(scan, at - 1, WORD_FOR, NULL) &&
               tense_of(scan, at) == TENSE_FUTURE) {
        base = scan->published; // "will vote in three days"
        direction = 1;
        counted = true;
    }
    if (counted) {
        point->end = here + offset;
        point->from = point->to = DAY_OPEN;
        point->is_past = direction < 0;
        if (base != DAY_OPEN) point_shifted(point, base, (enum unit)unit, (int)(value + 0.5) * direction);
        if (vague) {
            point->precision = TIME_VAGUE;
            point->is_anchor = false;
        }
        return true;
    }
    // A bare "a day", "a year", "an hour" is a length only after a word that says so.
    if (singular_article && is(scan, at, WORD_ONE, NULL)) {
        if (at == 0 || !is(scan, at - 1, WORD_FOR, NULL)) return false;
    }
    if (vague && here - at == 1 && !(at > 0 && (is(scan, at - 1, WORD_FOR, NULL) || is(scan, at - 1, WORD_IN, NULL) ||
                                                is(scan, at - 1, WORD_OF, NULL))))
        return false;
    point->end = here;
    point->is_duration = true;
    point->precision = vague ? TIME_VAGUE : TIME_DAY;
    point->from = point->to = DAY_OPEN;
    return true;
}

// "2016", "the 1990s", "the 19th century": only where it cannot be a count.
static bool year_point(const struct scan *scan, uint32_t at, struct point *point) {
    const struct sentence *sentence = scan->words.sentence;
    struct slice word = at < scan->words.count ? scan->words.folded[at] : (struct slice){ 0 };
    int year;
    bool apostrophe = word.length == 4 && word.start[0] == '\'';
    if ((word.length == 5 || apostrophe) && word.start[word.length - 1] == 's') {
        if (apostrophe ? digits_read(word, 1, 2, &year) : digits_read(word, 0, 4, &year)) {
            if (apostrophe) year += 1900;
            if (year % 10 != 0 || year < YEAR_FIRST || year > YEAR_LAST) return false;
            point->end = at + 1;
            point->from = day_of(year, 1, 1);
            point->to = day_of(year + 9, 12, 31);
            point->precision = TIME_YEAR;
            return true;
        }
    }
    struct numeral numeral;
    int unit;
    if (numeral_read(scan->times->numbers, &scan->words, at, &numeral) && numeral.is_ordinal && numeral.value >= 10 &&
        numeral.value <= 22 && is(scan, numeral.end, WORD_UNIT, &unit) && unit == UNIT_CENTURY) {
        point->end = numeral.end + 1;
        point->from = day_of(((int)numeral.value - 1) * 100 + 1, 1, 1);
        point->to = day_of((int)numeral.value * 100, 12, 31);
        point->precision = TIME_YEAR;
        return true;
    }
    if (!year_read(scan, at, &year)) return false;
    if (apostrophe || word.length == 3) return false;
    bool led = at > 0 && (is(scan, at - 1, WORD_IN, NULL) || is(scan, at - 1, WORD_SINCE, NULL) ||
                          is(scan, at - 1, WORD_OF, NULL) || is(scan, at - 1, WORD_UNTIL, NULL) ||
                          is(scan, at - 1, WORD_EDGE, NULL) || is(scan, at - 1, WORD_FROM, NULL) ||
                          is(scan, at - 1, WORD_BETWEEN, NULL) || is(scan, at - 1, WORD_BY, NULL) ||
                          is(scan, at - 1, WORD_BEFORE, NULL) || is(scan, at - 1, WORD_AFTER, NULL));
    int month;
    if (at > 0 && (is(scan, at - 1, WORD_SEASON, &month) || is(scan, at - 1, WORD_HOLIDAY, &month))) led = true;
    if (at > 1 && is_text(scan, at - 1, "-") && is(scan, at - 2, WORD_EDGE, NULL)) led = true;
    bool bracketed = at > 0 && is_text(scan, at - 1, "(") && (is_text(scan, at + 1, ")") || is(scan, at + 1, WORD_TO, NULL));
    if (at + 1 < scan->words.count) {
        const struct token *next = &sentence->tokens[at + 1];
        if (is_text(scan, at + 1, "%") || is(scan, at + 1, WORD_ZONE, NULL)) return false;
        bool noun = next->upos == UPOS_NOUN || next->upos == UPOS_PROPN || next->upos == UPOS_ADJ;
        bool plural = noun && next->features & FEATURE_PLURAL;
        if (noun && (plural || !led) && !(at > 0 && is(scan, at - 1, WORD_ARTICLE, NULL) && !plural)) {
            // "the 2014 war" is a year, "2000 people" and "in 2000 villages" are not; "in 2019 elections" is lost.
            if (plural || year < 1900 || year > 2100) return false;
            if (at == 0 || sentence->tokens[at - 1].upos == UPOS_NUM) return false;
        }
    }
    if (at > 0 && !led && !bracketed) {
        const struct token *before = &sentence->tokens[at - 1];
        bool article = is(scan, at - 1, WORD_ARTICLE, NULL) != 0 || before->upos == UPOS_DET ||
                       before->features & FEATURE_POSSESSIVE || is_text(scan, at - 1, "'s");
        bool noun_after = at + 1 < scan->words.count && (sentence->tokens[at + 1].upos == UPOS_NOUN ||
                                                         sentence->tokens[at + 1].upos == UPOS_PROPN ||
                                                         sentence->tokens[at + 1].upos == UPOS_ADJ);
        bool comma = is_text(scan, at - 1, ",") || before->upos == UPOS_PROPN;
        bool joined = is(scan, at - 1, WORD_TO, NULL) || is(scan, at - 1, WORD_AND, NULL);
        if (!(article && noun_after) && !(joined && year >= 1800) && !(comma && year >= 1800 && !noun_after) &&
            !(noun_after && year >= 1900))
            return false;
    }
    point->end = at + 1;
    point_year(point, year);
    return true;
}

// One expression without the words that say how it is meant. The caller has cleared `point`.
static bool core_read(const struct scan *scan, uint32_t at, struct point *point) {
    uint32_t here = skip(scan, at, WORD_ARTICLE), length, clock;
    int value;
    if (at >= scan->words.count || point->depth > DEPTH_LIMIT) return false;
    // 2019-10-06, whole or in five words
    int32_t day;
    struct slice word = scan->words.folded[at];
    if (word.length >= 10 && date_read(word, &day)) {
        point->end = at + 1;
        point_day(point, day);
        return true;
    }
    int year, month, of_month;
    if (at + 4 < scan->words.count && word.length == 4 && is_text(scan, at + 1, "-") && is_text(scan, at + 3, "-") &&
        digits_read(word, 0, 4, &year) && scan->words.folded[at + 2].length == 2 &&
        digits_read(scan->words.folded[at + 2], 0, 2, &month) && scan->words.folded[at + 4].length == 2 &&
        digits_read(scan->words.folded[at + 4], 0, 2, &of_month) && year >= YEAR_FIRST && year <= YEAR_LAST &&
        month >= 1 && month <= 12 && of_month >= 1 && of_month <= month_length(year, month)) {
        point->end = at + 5;
        point_day(point, day_of(year, month, of_month));
        return true;
    }
    // 10/06/2019, the month first as American wires write it, unless it cannot be
    size_t slash = slice_find(word, SLICE("/"), 0);
    if (slash == 1 || slash == 2) {
        size_t second = slice_find(word, SLICE("/"), slash + 1);
        if (second != SIZE_MAX && second - slash <= 3 && word.length == second + 5 &&
            digits_read(word, 0, slash, &month) && digits_read(word, slash + 1, second - slash - 1, &of_month) &&
            digits_read(word, second + 1, 4, &year)) {
            if (month > 12) {
                int other = month;
                month = of_month;
                of_month = other;
            }
            if (year >= YEAR_FIRST && year <= YEAR_LAST && month >= 1 && month <= 12 && of_month >= 1 &&
                of_month <= month_length(year, month)) {
                point->end = at + 1;
                point_day(point, day_of(year, month, of_month));
                return true;
            }
        }
    }
    if (month_read(scan, at, point) || weekday_read(scan, at, 2, point)) return true;
    if (here != at && month_read(scan, here, point)) return true;
    if ((length = is(scan, at, WORD_DAY, &value)) != 0) {
        point->end = part_skip(scan, at + length);
        point->from = point->to = DAY_OPEN;
        point->precision = TIME_DAY;
        if (scan->published != DAY_OPEN) point_day(point, scan->published + value);
        return true;
    }
    if (relative_read(scan, at, point) || (here != at && relative_read(scan, here, point))) return true;
    // "a part of a day, and which day": "midnight Wednesday night", "the morning of October 6"
    if ((length = is(scan, here, WORD_PART, NULL)) != 0) {
        uint32_t next = skip(scan, here + length, WORD_OF);
        next = next == here + length ? skip(scan, next, WORD_ON) : next;
        struct point of = { .depth = point->depth + 1 };
        if (!is(scan, next, WORD_PART, NULL) && core_read(scan, next, &of) && of.precision == TIME_DAY && !of.is_set &&
            !of.is_duration) {
            *point = of;
            return true;
        }
    }
    // "the same day", "that night"
    if ((length = is(scan, at, WORD_SAME, NULL)) != 0) {
        uint32_t next = at + length;
        int unit;
        uint32_t word_length = is(scan, next, WORD_PART, NULL);
        bool part = word_length != 0;
        if (!part) word_length = is(scan, next, WORD_UNIT, &unit);
        if (word_length && (part || (unit >= UNIT_DAY && unit != UNIT_SECOND && !is(scan, next, WORD_PLURAL_UNIT, NULL)))) {
            point->end = next + word_length;
            point->from = point->to = DAY_OPEN;
            if (scan->anchor != DAY_OPEN) point_unit(point, scan->anchor, part ? UNIT_DAY : (enum unit)unit, 0);
            return true;
        }
    }
    // "the day before", "the week after" at the end of a clause, or with what follows
    int unit, direction;
    if (here != at && (length = is(scan, here, WORD_UNIT, &unit)) != 0 && unit >= UNIT_DAY &&
        is(scan, here + length, WORD_DAY_OFFSET, &direction)) {
        uint32_t next = here + length + 1;
        struct point other = { .depth = point->depth + 1 };
        bool ends = next >= scan->words.count || scan->words.sentence->tokens[next].upos == UPOS_PUNCT;
        if (ends || (core_read(scan, next, &other) && other.precision == TIME_DAY)) {
            int32_t base = ends ? scan->anchor : other.from;
            point->end = ends ? next : other.end;
            point->from = point->to = DAY_OPEN;
            if (base != DAY_OPEN) point_shifted(point, base, (enum unit)unit, direction);
            return true;
        }
    }
    // "the end of the year", "the beginning of March", "the spring of 2019"
    if ((length = is(scan, here, WORD_EDGE_NOUN, &value)) != 0 && is(scan, here + length, WORD_OF, NULL)) {
        uint32_t next = here + length + 1;
        struct point of = { .depth = point->depth + 1 };
        uint32_t bare = skip(scan, next, WORD_ARTICLE);
        if (core_read(scan, next, &of) && of.from != DAY_OPEN && !of.is_duration) {
            edge_apply(&of, (enum edge)value);
            of.is_anchor = false;
            *point = of;
            return true;
        }
        if (bare != next && (length = is(scan, bare, WORD_UNIT, &unit)) != 0 && unit >= UNIT_WEEK &&
            scan->published != DAY_OPEN) {
            point_unit(point, scan->published, (enum unit)unit, 0);
            edge_apply(point, (enum edge)value);
            point->end = bare + length;
            return true;
        }
    }
    // "early this June", "late 2019", "mid-March", "early on Monday"
    if ((length = is(scan, here, WORD_EDGE, &value)) != 0) {
        uint32_t next = here + length;
        if (is_text(scan, next, "-")) next++;
        uint32_t lead = next;
        if (is(scan, next, WORD_ON, NULL) || is(scan, next, WORD_IN, NULL)) lead = next + 1;
        struct point of = { .depth = point->depth + 1 };
        if (core_read(scan, lead, &of) && !of.is_duration && !of.is_set) {
            edge_apply(&of, (enum edge)value);
            *point = of;
            return true;
        }
    }
    // "the third quarter of 2019", "over the weekend"
    struct numeral ordinal;
    if (numeral_read(scan->times->numbers, &scan->words, here, &ordinal) && ordinal.is_ordinal && ordinal.value >= 1 &&
        ordinal.value <= 4) {
        uint32_t next = is_text(scan, ordinal.end, "-") ? ordinal.end + 1 : ordinal.end;
        length = is(scan, next, WORD_UNIT, &unit);
        if (length && unit == UNIT_QUARTER && scan->published != DAY_OPEN) {
            int quarter = (int)ordinal.value;
            struct date date = date_of(scan->published);
            point->end = next + length;
            if (year_read(scan, skip(scan, point->end, WORD_OF), &year)) point->end = skip(scan, point->end, WORD_OF) + 1;
            else year = (date.month - 1) / 3 + 1 < quarter ? date.year - 1 : date.year;
            point_season(point, year, quarter * 3 - 2);
            return true;
        }
    }
    if (here != at && (length = is(scan, here, WORD_UNIT, &unit)) != 0 && unit == UNIT_WEEKEND &&
        scan->published != DAY_OPEN) {
        point_unit(point, scan->published, UNIT_WEEKEND, 0);
        point->end = here + length;
        return true;
    }
    if ((length = is(scan, here, WORD_SEASON, &month)) != 0) {
        uint32_t next = skip(scan, here + length, WORD_OF);
        if (year_read(scan, next, &year)) {
            point_season(point, year, month);
            point->end = next + 1;
            return true;
        }
        // A season alone is one only where a word leads to it: "in spring", "over the summer".
        if (scan->published != DAY_OPEN && at > 0 && (is(scan, at - 1, WORD_IN, NULL) || is(scan, at - 1, WORD_FOR, NULL) ||
                                                      is(scan, at - 1, WORD_SINCE, NULL))) {
            struct date date = date_of(scan->published);
            point_season(point, month > date.month ? date.year - 1 : date.year, month);
            point->end = here + length;
            return true;
        }
    }
    if ((length = is(scan, at, WORD_HOLIDAY, &value)) != 0 && scan->published != DAY_OPEN) {
        uint32_t next = at + length;
        month = value / 100;
        of_month = value % 100;
        if (year_read(scan, next, &year)) next++;
        else year = year_near(scan, at, month, of_month);
        point_day(point, day_of(year, month, of_month));
        point->end = next;
        return true;
    }
    // A clock time, with its day when one follows
    if ((clock = clock_read(scan, at)) != at) {
        uint32_t next = clock;
        if (is_text(scan, next, ",")) next++;
        next = skip(scan, next, WORD_ON);
        struct point of = { .depth = point->depth + 1 };
        if (clock_read(scan, next) == next && core_read(scan, next, &of) && of.precision == TIME_DAY && !of.is_duration) {
            *point = of;
            point->precision = TIME_HOUR;
            return true;
        }
        point->end = clock;
        point->from = point->to = scan->anchor;
        point->precision = TIME_HOUR;
        return true;
    }
    if (length_read(scan, at, point)) return true;
    if ((year_point(scan, at, point)) || (here != at && year_point(scan, here, point))) return true;
    if ((length = is(scan, at, WORD_EVERY, NULL)) != 0) {
        uint32_t next = at + length;
        double count;
        bool vague;
        uint32_t end;
        if (amount_read(scan, next, &end, &count, &vague)) next = end;
        uint32_t of = is(scan, next, WORD_WEEKDAY, &value);
        if (!of) of = is(scan, next, WORD_UNIT, &value);
        if (!of) of = is(scan, next, WORD_PART, &value);
        if (!of) of = is(scan, next, WORD_MONTH, &value);
        if (of) {
            point->end = next + of;
            point->is_set = true;
            point->from = point->to = DAY_OPEN;
            point->precision = TIME_VAGUE;
            return true;
        }
    }
    if ((length = is(scan, at, WORD_SET, NULL)) != 0 || (length = is(scan, at, WORD_WEEKDAY_SET, NULL)) != 0) {
        point->end = at + length;
        point->is_set = true;
        point->from = point->to = DAY_OPEN;
        point->precision = TIME_VAGUE;
        return true;
    }
    enum word_kind vague_kinds[] = { WORD_PAST, WORD_PRESENT, WORD_FUTURE };
    for (unsigned k = 0; k < 3; k++) {
        if ((length = is(scan, at, vague_kinds[k], NULL)) == 0) continue;
        point->end = at + length;
        point->from = point->to = DAY_OPEN;
        point->precision = TIME_VAGUE;
        point->is_vague = true;
        point->is_past = vague_kinds[k] == WORD_PAST;
        if (vague_kinds[k] == WORD_PRESENT) point->from = point->to = scan->published;
        return true;
    }
    return false;
}

// "since" as the case or mark of what the expression hangs from: "since the attacks on October 7".
static bool is_since_above(const struct scan *scan, uint32_t at) {
    const struct sentence *sentence = scan->words.sentence;
    int32_t here = (int32_t)at;
    for (unsigned steps = 0; here >= 0 && steps < 5; steps++, here = sentence->tokens[here].head) {
        for (int32_t c = token_child(sentence, here, -1); c >= 0; c = token_child(sentence, here, c)) {
            enum deprel relation = sentence->tokens[c].deprel;
            if ((relation == DEPREL_CASE || relation == DEPREL_MARK) && is(scan, (uint32_t)c, WORD_SINCE, NULL)) return true;
        }
        enum deprel relation = sentence->tokens[here].deprel;
        if (relation == DEPREL_ADVCL || relation == DEPREL_CCOMP || relation == DEPREL_ROOT || relation == DEPREL_PARATAXIS ||
            relation == DEPREL_CONJ || relation == DEPREL_ACL_RELCL || relation == DEPREL_NSUBJ)
            return false;
    }
    return false;
}

static uint32_t head_of_range(const struct sentence *sentence, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++) {
        int32_t head = sentence->tokens[i].head;
        if (sentence->tokens[i].upos != UPOS_PUNCT && (head < (int32_t)first || head >= (int32_t)end)) return i;
    }
    return first;
}

// Reads the expression at `at` with the words that lead to it. Returns where to go on, `at` when there is none.
static uint32_t expression_read(struct scan *scan, uint32_t sentence, uint32_t at, struct time_expression *expression) {
    struct point point = { .from = DAY_OPEN, .to = DAY_OPEN };
    uint32_t length, first = at;
    // "between x and y"
    if ((length = is(scan, at, WORD_BETWEEN, NULL)) != 0 || (length = is(scan, at, WORD_FROM, NULL)) != 0) {
        bool between = is(scan, at, WORD_BETWEEN, NULL) != 0;
        struct point low = { .from = DAY_OPEN, .to = DAY_OPEN }, high = low;
        if (core_read(scan, at + length, &low) && low.from != DAY_OPEN && !low.is_duration && !low.is_set) {
            uint32_t join = is(scan, low.end, between ? WORD_AND : WORD_TO, NULL);
            if (join && core_read(scan, low.end + join, &high) && high.to != DAY_OPEN && high.to >= low.from &&
                !high.is_duration && !high.is_set) {
                point = high;
                point.from = low.from;
                first = at;
                goto found;
            }
        }
    }
    if (!core_read(scan, at, &point) || point.end <= at) return at;
    // "October 7 to November 2", "2015-2019"
    if (point.from != DAY_OPEN && !point.is_duration && !point.is_set && !point.is_vague &&
        (point.precision == TIME_DAY || point.precision == TIME_MONTH || point.precision == TIME_YEAR)) {
        uint32_t join = is(scan, point.end, WORD_TO, NULL);
        struct point high = { .from = DAY_OPEN, .to = DAY_OPEN };
        if (join && core_read(scan, point.end + join, &high) && high.to != DAY_OPEN && high.precision == point.precision &&
            high.from > point.to && !high.is_duration && !high.is_set) {
            high.from = point.from;
            point = high;
        }
    }
    // What leads to it.
    if (point.from != DAY_OPEN && point.to != DAY_OPEN && at > 0 && !is(scan, at, WORD_PART, NULL)) {
        uint32_t before = at - 1;
        if (is(scan, before, WORD_FROM, NULL) && !is(scan, before, WORD_SINCE, NULL) && point.precision != TIME_HOUR) {
            point.to = DAY_OPEN;
        } else if (is(scan, before, WORD_UNTIL, NULL) || is(scan, before, WORD_BY, NULL)) {
            point.from = DAY_OPEN;
        } else if (is(scan, before, WORD_BEFORE, NULL) && point.precision != TIME_HOUR) {
            point.to = point.from - (point.precision == TIME_DAY ? 0 : 1);
            point.from = DAY_OPEN;
        } else if (is(scan, before, WORD_AFTER, NULL) && point.precision != TIME_HOUR) {
            point.from = point.to;
            point.to = DAY_OPEN;
        }
    }
found:
    *expression = (struct time_expression){ .sentence = sentence, .first = first, .end = point.end };
    // What is still to come is no day that a story goes on from.
    if (point.from != DAY_OPEN && point.is_anchor && point.from <= scan->published) scan->anchor = point.from;
    const struct sentence *s = scan->words.sentence;
    bool directly = at > 0 && is(scan, at - 1, WORD_SINCE, NULL);
    if ((directly || is_since_above(scan, head_of_range(s, first, point.end))) && !point.is_duration && !point.is_set) {
        expression->is_since = true;
        point.to = DAY_OPEN;
    }
    expression->span.start = s->tokens[first].span.start;
    expression->span.end = s->tokens[point.end - 1].span.end;
    expression->precision = point.precision;
    expression->is_duration = point.is_duration;
    expression->is_set = point.is_set;
    expression->is_past = point.is_past || (point.to != DAY_OPEN && scan->published != DAY_OPEN && point.to < scan->published);
    date_write(point.from, expression->from);
    date_write(point.to, expression->to);
    return point.end;
}

void times_find(const struct times *times, const struct analysis *analysis, struct arena *arena, struct meaning *meaning) {
    VECTOR_OF(struct time_expression) found = { 0 };
    int32_t published = DAY_OPEN;
    struct slice text = meaning->published;
    if (text.length == 0 && analysis->document) text = slice_of(analysis->document->published);
    if (!date_read(text, &published)) published = DAY_OPEN;
    if (meaning->published.length == 0 && published != DAY_OPEN) meaning->published = slice_part(text, 0, 10);
    struct scan scan = { .times = times, .arena = arena, .published = published, .anchor = published };
    uint32_t paragraph = 0;
    for (size_t s = 0; s < analysis->count; s++) {
        const struct sentence *sentence = &analysis->sentences[s];
        if (sentence->paragraph > paragraph + 1) scan.anchor = published; // two paragraphs on, nothing is still meant
        scan.words = words_fold(sentence, arena);
        scan.longest = ARENA_ARRAY(arena, uint8_t, sentence->count + 1);
        bool *starts = ARENA_ARRAY(arena, bool, sentence->count + 1); // may begin an expression
        for (uint32_t i = 0; i < sentence->count; i++) {
            struct slice word = scan.words.folded[i];
            if (word.length == 0) continue;
            unsigned longest = table_longest(times->calendar, word);
            if (longest == 0 && word.length > 1 && word.start[word.length - 1] == '.') longest = 1;
            scan.longest[i] = (uint8_t)(longest > PHRASE_WORDS_LIMIT ? PHRASE_WORDS_LIMIT : longest);
            struct numeral numeral;
            starts[i] = longest || (word.start[0] >= '0' && word.start[0] <= '9') || word.start[0] == '\'' ||
                        numeral_read(times->numbers, &scan.words, i, &numeral);
        }
        for (uint32_t i = 0; i < sentence->count;) {
            struct time_expression expression;
            if (!starts[i]) {
                i++;
                continue;
            }
            int32_t anchor = scan.anchor;
            uint32_t next = expression_read(&scan, (uint32_t)s, i, &expression);
            if (scan.anchor != anchor) paragraph = sentence->paragraph;
            if (next == i) {
                i++;
                continue;
            }
            *vector_push(arena, &found) = expression;
            i = next;
        }
    }
    meaning->times = found.items;
    meaning->time_count = found.count;
}
