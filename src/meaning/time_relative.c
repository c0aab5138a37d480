// time_relative.c - times that count from another day: "last week", "three days ago", "the past two years".
//
// "Last" and "ago" count from the day of publication, "later" and "the following" from the last day that the
// text spoke of. A length that counts from nothing is a duration.
#include "meaning/time_phrases.h"

bool amount_read(const struct time_scan *scan, uint32_t at, uint32_t *end, double *value, bool *is_vague) {
    struct numeral numeral;
    if (numeral_read(scan->times->numbers, &scan->words, at, &numeral)) {
        if (numeral.is_ordinal || numeral.is_share || numeral.is_zero) return false;
        *end = numeral.end;
        *value = numeral.value;
        *is_vague = numeral.is_vague;
        return true;
    }
    uint32_t length = word_is(scan, at, WORD_ONE, NULL);
    if (length) {
        *end = at + length;
        *value = 1;
        *is_vague = false;
        return true;
    }
    int amount;
    if ((length = word_is(scan, at, WORD_AMOUNT, &amount)) != 0) {
        *end = at + length;
        *value = amount;
        *is_vague = true;
        return true;
    }
    return false;
}

bool relative_read(const struct time_scan *scan, uint32_t at, struct time_point *point) {
    int relative, unit, month;
    uint32_t length, here;
    int32_t today = scan->published;
    bool open = today == DAY_OPEN;
    if ((length = word_is(scan, at, WORD_RECENT, NULL)) != 0 &&
        word_is(scan, at + length, WORD_UNIT, &unit)) {
        point->end = at + length + word_is(scan, at + length, WORD_UNIT, &unit);
        point->is_past = point->is_vague = true;
        point->precision = TIME_VAGUE;
        point->from = point->to = today;
        if (!open) {
            struct time_point start = { .from = today };
            point_shifted(&start, today, (enum unit)unit,
                          unit >= UNIT_DECADE ? -3
                          : unit == UNIT_DAY  ? -7
                                              : -5);
            point->from = start.from;
        }
        return true;
    }
    bool context = false;
    if ((length = word_is(scan, at, WORD_RELATIVE, &relative)) == 0) {
        if ((length = word_is(scan, at, WORD_CONTEXT, &relative)) == 0) return false;
        context = true;
        today = scan->anchor;
        open = today == DAY_OPEN;
    }
    here = at + length;
    uint32_t word;
    if (!context && weekday_read(scan, here, relative, point)) return true;
    if (context && word_is(scan, here, WORD_WEEKDAY, &unit)) {
        point->end = word_skip(scan, here + word_is(scan, here, WORD_WEEKDAY, &unit), WORD_PART);
        point->from = point->to = DAY_OPEN;
        point->precision = TIME_DAY;
        if (!open) {
            int ahead = (unit - calendar_weekday(today) + 7) % 7;
            point_day(point, relative > 0 ? today + (ahead ? ahead : 7) : today - (7 - ahead));
        }
        return true;
    }
    if ((word = word_is(scan, here, WORD_MONTH, &month)) != 0) {
        point->end = here + word;
        point->precision = TIME_MONTH;
        point->from = point->to = DAY_OPEN;
        if (open) return true;
        struct civil_date date = calendar_date(today);
        int year = date.year;
        if (relative < 0 && month >= date.month) year--;
        if (relative > 0 && month <= date.month) year++;
        point_month(point, year, month);
        int day;
        uint32_t after = point->end, length_of_day = month_day_read(scan, after, &day);
        if (length_of_day && day <= calendar_month_length(year, month)) { // "this October 7"
            point_day(point, calendar_day(year, month, day));
            point->end = after + length_of_day;
        }
        return true;
    }
    if ((word = word_is(scan, here, WORD_SEASON, &month)) != 0) {
        point->end = here + word;
        point->precision = TIME_MONTH;
        point->from = point->to = DAY_OPEN;
        if (open) return true;
        struct civil_date date = calendar_date(today);
        int year = date.year;
        if (month == 12) year -= date.month < 6;
        if (relative < 0 && calendar_day(year, month, 1) + 85 > today) year--;
        if (relative > 0 && calendar_day(year, month, 1) <= today) year++;
        point_season(point, year, month);
        return true;
    }
    if ((word = word_is(scan, here, WORD_HOLIDAY, &month)) != 0) {
        point->end = here + word;
        if (open) return false;
        int year = calendar_date(today).year;
        int32_t day = calendar_day(year, month / 100, month % 100);
        if (relative < 0 && day >= today) day = calendar_day(year - 1, month / 100, month % 100);
        if (relative > 0 && day <= today) day = calendar_day(year + 1, month / 100, month % 100);
        point_day(point, day);
        return true;
    }
    if ((word = word_is(scan, here, WORD_PART, NULL)) != 0) { // "last night", "this morning"
        point->end = here + word;
        point->precision = TIME_DAY;
        point->from = point->to = DAY_OPEN;
        if (!open) point_day(point, today + relative);
        return true;
    }
    if ((word = word_is(scan, here, WORD_UNIT, &unit)) != 0 && !word_is(scan, here, WORD_PLURAL_UNIT, NULL)) {
        uint32_t end = here + word;
        point->end = end;
        point->from = point->to = DAY_OPEN;
        point->precision = unit >= UNIT_YEAR ? TIME_YEAR : unit >= UNIT_MONTH ? TIME_MONTH : TIME_DAY;
        // "the next day" is the one after the day spoken of, "next week" the one after ours.
        if (relative == 1 && unit == UNIT_DAY && at > 0 && word_is(scan, at - 1, WORD_ARTICLE, NULL))
            today = scan->anchor;
        if (today == DAY_OPEN) return true;
        return point_unit(point, today, (enum unit)unit, relative);
    }
    uint32_t end;
    double value;
    bool vague;
    if (amount_read(scan, here, &end, &value, &vague) && (word = word_is(scan, end, WORD_UNIT, &unit)) != 0 &&
        value <= 1000) {
        point->end = end + word;
        point->from = point->to = DAY_OPEN;
        point->precision = vague                ? TIME_VAGUE
                           : unit >= UNIT_YEAR  ? TIME_YEAR
                           : unit >= UNIT_MONTH ? TIME_MONTH
                                                : TIME_DAY;
        point->is_past = relative < 0;
        point->is_duration = relative == 0;
        point->unit = unit;
        point->count = vague ? 0 : value;
        if (open || relative == 0) return true;
        struct time_point far = { .from = today, .to = today };
        struct civil_date date = calendar_date(today);
        if (unit == UNIT_YEAR || unit == UNIT_MONTH || unit == UNIT_DECADE) {
            int months = (int)value * (unit == UNIT_MONTH ? 1 : unit == UNIT_YEAR ? 12 : 120) * relative;
            int year = date.year, at_month = date.month;
            if (year * 12 + months < 12) return true;
            calendar_add_months(&year, &at_month, months);
            int last = calendar_month_length(year, at_month);
            far.from = calendar_day(year, at_month, date.day < last ? date.day : last);
        } else {
            point_shifted(&far, today, (enum unit)unit, (int)value * relative);
        }
        point->from = relative < 0 ? far.from : today;
        point->to = relative < 0 ? today : far.from;
        return true;
    }
    if (word_is(scan, at, WORD_SOON, NULL) &&
        (word = word_is(scan, here, WORD_UNIT, &unit)) != 0) { // "the coming days"
        point->end = here + word;
        point->precision = TIME_VAGUE;
        point->from = point->to = today;
        if (!open) {
            struct time_point far = { .to = today };
            point_shifted(&far, today, (enum unit)unit, unit == UNIT_DAY ? 7 : 5);
            point->to = far.to;
        }
        return true;
    }
    return false;
}

// "a week ago on Tuesday": the Tuesday nearest to the day that lies so far off.
static void weekday_settle(const struct time_scan *scan, enum unit unit, struct time_point *point) {
    int weekday;
    const uint32_t next = word_skip(scan, point->end, WORD_ON);
    const uint32_t length = next > point->end ? word_is(scan, next, WORD_WEEKDAY, &weekday) : 0;
    if (!length || unit < UNIT_WEEK || unit > UNIT_FORTNIGHT) return;
    point->end = word_skip(scan, next + length, WORD_PART);
    if (point->from == DAY_OPEN) return;
    const int off = (weekday - calendar_weekday(point->from) + 10) % 7 - 3; // three days back to three ahead
    point_day(point, point->from + off);
}

bool length_read(const struct time_scan *scan, uint32_t at, struct time_point *point) {
    uint32_t here, word;
    double value;
    bool vague;
    int unit, direction;
    if (!amount_read(scan, at, &here, &value, &vague)) {
        // "for decades", "years ago"
        if (!word_is(scan, at, WORD_PLURAL_UNIT, NULL)) return false;
        here = at;
        value = 3;
        vague = true;
    }
    if (word_is_text(scan, here, "-")) here++;
    bool singular_article = here == at + 1 && value == 1;
    if ((word = word_is(scan, here, WORD_UNIT, &unit)) == 0) return false;
    // "a second" attack and "the second" are ordinals.
    if (unit == UNIT_SECOND && singular_article) return false;
    here += word;
    if (value > 20000) return false;
    if (word_is(scan, here, WORD_AGE, NULL) ||
        (word_is_text(scan, here, "-") && word_is(scan, here + 1, WORD_AGE, NULL)))
        return false;
    int32_t base = DAY_OPEN;
    bool counted = false;
    uint32_t offset;
    if ((offset = word_is(scan, here, WORD_OFFSET, &direction)) != 0) {
        base = scan->published;
        counted = true;
    } else if ((offset = word_is(scan, here, WORD_CONTEXT_OFFSET, &direction)) != 0) {
        // "two days before the vote" counts from the vote, whose day we do not know; "a day after" ends its
        // clause.
        uint32_t next = here + offset;
        bool ends = next >= scan->words.count || scan->words.sentence->tokens[next].upos == UPOS_PUNCT;
        bool adverb = !word_is(scan, here, WORD_BEFORE, NULL) && !word_is(scan, here, WORD_AFTER, NULL);
        if (adverb || ends) {
            base = scan->anchor;
            counted = true;
        } else {
            struct time_point other = { .depth = point->depth + 1 };
            if (time_phrase_read(scan, next, &other) && other.from != DAY_OPEN &&
                other.precision == TIME_DAY) {
                base = other.from; // "three days after October 7"
                counted = true;
                offset += other.end - next;
            }
        }
    } else if (at > 0 && word_is(scan, at - 1, WORD_IN, NULL) && !word_is(scan, at - 1, WORD_FOR, NULL) &&
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
        weekday_settle(scan, (enum unit)unit, point);
        if (vague) {
            point->precision = TIME_VAGUE;
            point->is_anchor = false;
        }
        return true;
    }
    // A bare "a day", "a year", "an hour" is a length only after a word that says so.
    if (singular_article && word_is(scan, at, WORD_ONE, NULL)) {
        if (at == 0 || !word_is(scan, at - 1, WORD_FOR, NULL)) return false;
    }
    if (vague && here - at == 1 &&
        !(at > 0 && (word_is(scan, at - 1, WORD_FOR, NULL) || word_is(scan, at - 1, WORD_IN, NULL) ||
                     word_is(scan, at - 1, WORD_OF, NULL))))
        return false;
    point->end = here;
    point->is_duration = true;
    point->unit = unit;
    point->count = vague ? 0 : value;
    point->precision = vague ? TIME_VAGUE : TIME_DAY;
    point->from = point->to = DAY_OPEN;
    return true;
}
