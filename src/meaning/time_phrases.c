// time_phrases.c - the grammar of time: which production reads what begins at a word.
//
// The productions are tried in a fixed order, those that need more words first, so that "the end of October"
// is not read as "October". Some hold a whole expression inside ("early on the morning of October 6"); they
// are not nested deeper than anybody writes.
//
// The idea of values from a table and an anchor is HeidelTime's and SUTime's; here the productions are code
// and the words are data, so that another language brings its own table.
#include "meaning/time_phrases.h"

#define DEPTH_LIMIT 3u // of expressions within expressions

static void point_unresolved(struct time_point *point, uint32_t end, enum time_precision precision) {
    point->end = end;
    point->from = point->to = DAY_OPEN;
    point->precision = precision;
}

// "today", "yesterday", "tomorrow night"
static bool day_read(const struct time_scan *scan, uint32_t at, struct time_point *point) {
    int offset;
    uint32_t length = word_is(scan, at, WORD_DAY, &offset);
    if (!length) return false;
    point_unresolved(point, word_skip(scan, at + length, WORD_PART), TIME_DAY);
    if (scan->published != DAY_OPEN) point_day(point, scan->published + offset);
    return true;
}

// A part of a day, and which day: "midnight Wednesday night", "the morning of October 6".
static bool part_of_day_read(const struct time_scan *scan, uint32_t at, struct time_point *point) {
    uint32_t here = word_skip(scan, at, WORD_ARTICLE), length = word_is(scan, here, WORD_PART, NULL);
    if (!length) return false;
    uint32_t next = word_skip(scan, here + length, WORD_OF);
    if (next == here + length) next = word_skip(scan, next, WORD_ON);
    struct time_point of = { .depth = point->depth + 1 };
    if (word_is(scan, next, WORD_PART, NULL) || !time_phrase_read(scan, next, &of) ||
        of.precision != TIME_DAY || of.is_set || of.is_duration)
        return false;
    *point = of;
    return true;
}

// "the same day", "that night"
static bool same_read(const struct time_scan *scan, uint32_t at, struct time_point *point) {
    uint32_t length = word_is(scan, at, WORD_SAME, NULL);
    if (!length) return false;
    uint32_t next = at + length;
    int unit = UNIT_DAY;
    length = word_is(scan, next, WORD_PART, NULL);
    if (!length) {
        length = word_is(scan, next, WORD_UNIT, &unit);
        if (!length || unit < UNIT_DAY || word_is(scan, next, WORD_PLURAL_UNIT, NULL)) return false;
    }
    point->end = next + length;
    point->from = point->to = DAY_OPEN;
    if (scan->anchor != DAY_OPEN) point_unit(point, scan->anchor, (enum unit)unit, 0);
    return true;
}

// "the day before", "the week after" at the end of a clause, or with what follows.
static bool day_offset_read(const struct time_scan *scan, uint32_t at, struct time_point *point) {
    uint32_t here = word_skip(scan, at, WORD_ARTICLE), length;
    int unit, direction;
    if (here == at || (length = word_is(scan, here, WORD_UNIT, &unit)) == 0 || unit < UNIT_DAY ||
        !word_is(scan, here + length, WORD_DAY_OFFSET, &direction))
        return false;
    uint32_t next = here + length + 1;
    struct time_point other = { .depth = point->depth + 1 };
    bool ends = next >= scan->words.count || scan->words.sentence->tokens[next].upos == UPOS_PUNCT;
    if (!ends && (!time_phrase_read(scan, next, &other) || other.precision != TIME_DAY)) return false;
    int32_t base = ends ? scan->anchor : other.from;
    point->end = ends ? next : other.end;
    point->from = point->to = DAY_OPEN;
    if (base != DAY_OPEN) point_shifted(point, base, (enum unit)unit, direction);
    return true;
}

// "the end of the year", "the beginning of March", "the spring of 2019"
static bool edge_noun_read(const struct time_scan *scan, uint32_t at, struct time_point *point) {
    uint32_t here = word_skip(scan, at, WORD_ARTICLE), length;
    int edge, unit;
    if ((length = word_is(scan, here, WORD_EDGE_NOUN, &edge)) == 0 ||
        !word_is(scan, here + length, WORD_OF, NULL))
        return false;
    uint32_t next = here + length + 1;
    struct time_point of = { .depth = point->depth + 1 };
    uint32_t bare = word_skip(scan, next, WORD_ARTICLE);
    if (time_phrase_read(scan, next, &of) && of.from != DAY_OPEN && !of.is_duration) {
        edge_apply(&of, (enum edge)edge);
        of.is_anchor = false;
        *point = of;
        return true;
    }
    if (bare == next || (length = word_is(scan, bare, WORD_UNIT, &unit)) == 0 || unit < UNIT_WEEK ||
        scan->published == DAY_OPEN)
        return false;
    point_unit(point, scan->published, (enum unit)unit, 0);
    edge_apply(point, (enum edge)edge);
    point->end = bare + length;
    return true;
}

// "early this June", "late 2019", "mid-March", "early on Monday"
static bool edge_read(const struct time_scan *scan, uint32_t at, struct time_point *point) {
    int edge;
    uint32_t here = word_skip(scan, at, WORD_ARTICLE), length = word_is(scan, here, WORD_EDGE, &edge);
    if (!length) return false;
    uint32_t next = here + length;
    if (word_is_text(scan, next, "-")) next++;
    if (word_is(scan, next, WORD_ON, NULL) || word_is(scan, next, WORD_IN, NULL)) next++;
    struct time_point of = { .depth = point->depth + 1 };
    if (!time_phrase_read(scan, next, &of) || of.is_duration || of.is_set) return false;
    edge_apply(&of, (enum edge)edge);
    *point = of;
    return true;
}

// "the third quarter of 2019"
static bool quarter_read(const struct time_scan *scan, uint32_t at, struct time_point *point) {
    struct numeral ordinal;
    int unit, year;
    if (!numeral_read(scan->times->numbers, &scan->words, word_skip(scan, at, WORD_ARTICLE), &ordinal) ||
        !ordinal.is_ordinal || ordinal.value < 1 || ordinal.value > 4)
        return false;
    uint32_t next = word_is_text(scan, ordinal.end, "-") ? ordinal.end + 1 : ordinal.end;
    uint32_t length = word_is(scan, next, WORD_UNIT, &unit);
    if (!length || unit != UNIT_QUARTER || scan->published == DAY_OPEN) return false;
    int quarter = (int)ordinal.value;
    struct civil_date date = calendar_date(scan->published);
    point->end = next + length;
    next = word_skip(scan, point->end, WORD_OF);
    if (year_read(scan, next, &year))
        point->end = next + 1;
    else
        year = (date.month - 1) / 3 + 1 < quarter ? date.year - 1 : date.year;
    point_season(point, year, quarter * 3 - 2);
    return true;
}

// "over the weekend"
static bool weekend_read(const struct time_scan *scan, uint32_t at, struct time_point *point) {
    int unit;
    uint32_t here = word_skip(scan, at, WORD_ARTICLE), length;
    if (here == at || (length = word_is(scan, here, WORD_UNIT, &unit)) == 0 || unit != UNIT_WEEKEND ||
        scan->published == DAY_OPEN)
        return false;
    point_unit(point, scan->published, UNIT_WEEKEND, 0);
    point->end = here + length;
    return true;
}

// "summer 2019"; alone only where a word leads to it: "in spring", "over the summer".
static bool season_read(const struct time_scan *scan, uint32_t at, struct time_point *point) {
    int month, year;
    uint32_t here = word_skip(scan, at, WORD_ARTICLE), length = word_is(scan, here, WORD_SEASON, &month);
    if (!length) return false;
    uint32_t next = word_skip(scan, here + length, WORD_OF);
    if (year_read(scan, next, &year)) {
        point_season(point, year, month);
        point->end = next + 1;
        return true;
    }
    if (scan->published == DAY_OPEN || at == 0 ||
        (!word_is(scan, at - 1, WORD_IN, NULL) && !word_is(scan, at - 1, WORD_FOR, NULL) &&
         !word_is(scan, at - 1, WORD_SINCE, NULL)))
        return false;
    struct civil_date date = calendar_date(scan->published);
    point_season(point, month > date.month ? date.year - 1 : date.year, month);
    point->end = here + length;
    return true;
}

static bool holiday_read(const struct time_scan *scan, uint32_t at, struct time_point *point) {
    int date, year; // the table gives MMDD
    uint32_t length = word_is(scan, at, WORD_HOLIDAY, &date);
    if (!length || scan->published == DAY_OPEN) return false;
    uint32_t next = at + length;
    if (year_read(scan, next, &year))
        next++;
    else
        year = year_near(scan, at, date / 100, date % 100);
    point_day(point, calendar_day(year, date / 100, date % 100));
    point->end = next;
    return true;
}

uint32_t clock_read(const struct time_scan *scan, uint32_t at) {
    if (at >= scan->words.count) return at;
    struct slice word = scan->words.folded[at];
    uint32_t here = at, length;
    int hour, minute;
    bool colon = false;
    size_t mark = slice_find(word, SLICE(":"), 0);
    if (mark == SIZE_MAX && word.length > 3 && word.length <= 5) mark = slice_find(word, SLICE("."), 0);
    if ((mark == 1 || mark == 2) && digits_read(word, 0, mark, &hour) &&
        digits_read(word, mark + 1, 2, &minute) && hour < 24 && minute < 60) {
        colon = word.start[mark] == ':';
        here++;
    } else if (word.length <= 2 && digits_read(word, 0, word.length, &hour) && hour <= 24) {
        here++;
    } else if (word.length == 4 && digits_read(word, 0, 2, &hour) && digits_read(word, 2, 2, &minute) &&
               hour < 24 && minute < 60 && word_is(scan, at + 1, WORD_ZONE, NULL)) {
        return at + 1 + word_is(scan, at + 1, WORD_ZONE, NULL);
    } else if (word.length && word.start[0] >= '0' && word.start[0] <= '9' && word.length <= 7) {
        // "10am"
        size_t digits = 0;
        while (digits < word.length && ((word.start[digits] >= '0' && word.start[digits] <= '9') ||
                                        word.start[digits] == ':' || word.start[digits] == '.'))
            digits++;
        struct table_walk walk = table_lookup(scan->times->calendar, slice_part(word, digits, word.length));
        bool half = false;
        for (size_t row; (row = table_next(&walk)) != TABLE_END;)
            half |= scan->times->kinds[row] == WORD_HALF;
        if (!half) return at;
        return word_skip(scan, at + 1, WORD_ZONE);
    } else if ((length = word_is(scan, at, WORD_CLOCK, NULL)) != 0) {
        return at + length;
    } else {
        return at;
    }
    length = word_is(scan, here, WORD_HALF, NULL);
    if (!length && !colon) return at;
    here += length;
    return word_skip(scan, here, WORD_ZONE);
}

// A clock time, with its day when one follows.
static bool clock_point_read(const struct time_scan *scan, uint32_t at, struct time_point *point) {
    uint32_t clock = clock_read(scan, at);
    if (clock == at) return false;
    uint32_t next = clock;
    if (word_is_text(scan, next, ",")) next++;
    next = word_skip(scan, next, WORD_ON);
    struct time_point of = { .depth = point->depth + 1 };
    if (clock_read(scan, next) == next && time_phrase_read(scan, next, &of) && of.precision == TIME_DAY &&
        !of.is_duration) {
        *point = of;
    } else {
        point->end = clock;
        point->from = point->to = scan->anchor;
    }
    point->precision = TIME_HOUR;
    return true;
}

// "every two weeks", "each Friday", "daily", "on Mondays"
static bool set_read(const struct time_scan *scan, uint32_t at, struct time_point *point) {
    uint32_t length, end = at;
    if ((length = word_is(scan, at, WORD_EVERY, NULL)) != 0) {
        static const enum word_kind kinds[] = { WORD_WEEKDAY, WORD_UNIT, WORD_PART, WORD_MONTH };
        uint32_t next = at + length, of = 0;
        double count;
        bool is_vague;
        if (amount_read(scan, next, &end, &count, &is_vague)) next = end;
        for (unsigned k = 0; k < sizeof kinds / sizeof *kinds && !of; k++)
            of = word_is(scan, next, kinds[k], NULL);
        end = of ? next + of : at;
    }
    if (end == at) {
        length = word_is(scan, at, WORD_SET, NULL);
        if (!length) length = word_is(scan, at, WORD_WEEKDAY_SET, NULL);
        if (!length) return false;
        end = at + length;
    }
    point_unresolved(point, end, TIME_VAGUE);
    point->is_set = true;
    return true;
}

// "in the past", "now", "in the future"
static bool vague_read(const struct time_scan *scan, uint32_t at, struct time_point *point) {
    static const enum word_kind kinds[] = { WORD_PAST, WORD_PRESENT, WORD_FUTURE };
    for (unsigned k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        uint32_t length = word_is(scan, at, kinds[k], NULL);
        double amount;
        bool is_vague;
        uint32_t end;
        // "in the past 24 hours" is a length
        if (!length || word_is(scan, at + length, WORD_UNIT, NULL) ||
            (kinds[k] != WORD_PRESENT && amount_read(scan, at + length, &end, &amount, &is_vague)))
            continue;
        point_unresolved(point, at + length, TIME_VAGUE);
        point->is_vague = true;
        point->is_past = kinds[k] == WORD_PAST;
        if (kinds[k] == WORD_PRESENT) point->from = point->to = scan->published;
        return true;
    }
    return false;
}

bool time_phrase_read(const struct time_scan *scan, uint32_t at, struct time_point *point) {
    if (at >= scan->words.count || point->depth > DEPTH_LIMIT) return false;
    uint32_t here = word_skip(scan, at, WORD_ARTICLE);
    bool article = here != at;
    return figures_date_read(scan, at, point) || month_read(scan, at, point) ||
           weekday_read(scan, at, 2, point) || (article && month_read(scan, here, point)) ||
           day_read(scan, at, point) || relative_read(scan, at, point) ||
           (article && relative_read(scan, here, point)) || part_of_day_read(scan, at, point) ||
           same_read(scan, at, point) || day_offset_read(scan, at, point) ||
           edge_noun_read(scan, at, point) || edge_read(scan, at, point) || quarter_read(scan, at, point) ||
           weekend_read(scan, at, point) || season_read(scan, at, point) || holiday_read(scan, at, point) ||
           clock_point_read(scan, at, point) || length_read(scan, at, point) ||
           year_point_read(scan, at, point) || (article && year_point_read(scan, here, point)) ||
           set_read(scan, at, point) || vague_read(scan, at, point);
}
