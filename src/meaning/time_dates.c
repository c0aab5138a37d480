// time_dates.c - dates as a calendar names them: months, weekdays, years.
//
// What has no year or week is the nearest that has passed, today included, unless its clause looks ahead.
#include "meaning/time_phrases.h"

#include "base/utf8.h"

#define YEAR_FIRST 1000 // what may be a year without a word that says so
#define YEAR_LAST 2199

uint32_t year_read(const struct time_scan *scan, uint32_t at, int *year) {
    if (at >= scan->words.count) return 0;
    struct slice word = scan->words.folded[at];
    if (word.length == 4 && digits_read(word, 0, 4, year) && *year >= YEAR_FIRST && *year <= YEAR_LAST)
        return 1;
    if (word.length == 3 && word.start[0] == '\'' && digits_read(word, 1, 2, year)) {
        *year += *year < 40 ? 2000 : 1900;
        return 1;
    }
    return 0;
}

uint32_t month_day_read(const struct time_scan *scan, uint32_t at, int *day) {
    struct numeral numeral;
    if (!numeral_read(scan->times->numbers, &scan->words, at, &numeral)) return 0;
    if (numeral.is_vague || numeral.is_share || numeral.is_zero || numeral.is_scaled || numeral.value < 1 ||
        numeral.value > 31 || numeral.value != (int)numeral.value ||
        (!numeral.in_figures && !numeral.is_ordinal))
        return 0;
    struct slice word = scan->words.folded[at];
    if (numeral.in_figures && !numeral.is_ordinal &&
        (word.length > 2 || slice_find(word, SLICE("."), 0) != SIZE_MAX))
        return 0;
    *day = (int)numeral.value;
    return numeral.end - at;
}

// The year in which the month, or its day, lies nearest to the day that the text is about.
static int year_near_context(const struct time_scan *scan, int month, int day) {
    const int about = calendar_date(scan->context).year;
    int best = about;
    int64_t best_distance = INT64_MAX;
    for (int year = about - 1; year <= about + 1; year++) {
        int64_t distance = calendar_day(year, month, day && day <= 28 ? day : 15) - (int64_t)scan->context;
        if (distance < 0) distance = -distance;
        if (distance < best_distance) {
            best_distance = distance;
            best = year;
        }
    }
    return best;
}

int year_near(const struct time_scan *scan, uint32_t at, int month, int day) {
    if (scan->context != DAY_OPEN) return year_near_context(scan, month, day);
    struct civil_date today = calendar_date(scan->published);
    // "since October 7" looks back whatever its clause does
    const bool is_since = at > 0 && word_is(scan, at - 1, WORD_SINCE, NULL);
    enum tense tense = is_since ? TENSE_PAST : tense_of(scan, at);
    int best = today.year;
    int64_t best_distance = INT64_MAX;
    for (int year = today.year - 1; year <= today.year + 1; year++) {
        int length = calendar_month_length(year, month);
        int32_t candidate =
            day ? calendar_day(year, month, day <= length ? day : length) : calendar_month_first(year, month);
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

// Whether a word that leads to a time stands right before `at`: "in", "since", "early".
static bool is_led(const struct time_scan *scan, uint32_t at) {
    static const enum word_kind leads[] = { WORD_IN,    WORD_SINCE,   WORD_UNTIL, WORD_BY,   WORD_OF,
                                            WORD_FROM,  WORD_BETWEEN, WORD_AND,   WORD_TO,   WORD_BEFORE,
                                            WORD_AFTER, WORD_ON,      WORD_FOR,   WORD_EDGE, WORD_RELATIVE,
                                            WORD_EVERY, WORD_ARTICLE };
    for (unsigned i = 0; at > 0 && i < sizeof leads / sizeof *leads; i++)
        if (word_is(scan, at - 1, leads[i], NULL)) return true;
    return false;
}

static bool is_name_beside(const struct sentence *s, uint32_t token, uint32_t other) {
    const struct token *t = &s->tokens[token], *o = &s->tokens[other];
    return o->upos == UPOS_PROPN && utf8_starts_upper(o->text) && t->upos == UPOS_PROPN &&
           (o->head == (int32_t)token || t->head == (int32_t)other || o->head == t->head);
}

// A month's name that is somebody's: "Theresa May", "June Orvik", "May said".
static bool is_of_person(const struct time_scan *scan, uint32_t at) {
    const struct sentence *s = scan->words.sentence;
    if (is_led(scan, at)) return false;
    for (size_t i = 0; i < s->name_count; i++)
        if (s->names[i].type == NAME_PERSON && s->names[i].first <= at && at < s->names[i].end) return true;
    if (at > 0 && is_name_beside(s, at, at - 1) && !word_is(scan, at - 1, WORD_WEEKDAY, NULL)) return true;
    if (at + 1 < s->count && is_name_beside(s, at, at + 1)) return true;
    const struct token *t = &s->tokens[at];
    return t->deprel == DEPREL_NSUBJ && t->upos == UPOS_PROPN && t->head > (int32_t)at &&
           s->tokens[t->head].upos == UPOS_VERB;
}

bool month_read(const struct time_scan *scan, uint32_t at, struct time_point *point) {
    int month, day = 0, last = 0, year = 0;
    uint32_t here = at, length;
    bool year_known = false;
    if ((length = word_is(scan, here, WORD_MONTH, &month)) != 0) {
        here += length;
        uint32_t before = word_skip(scan, here, WORD_ARTICLE);
        if ((length = year_read(scan, here, &year)) != 0) {
            here += length;
            year_known = true;
        } else if ((length = month_day_read(scan, before, &day)) != 0) {
            here = before + length;
        }
    } else {
        here = word_skip(scan, here, WORD_ARTICLE);
        if ((length = month_day_read(scan, here, &day)) == 0) return false;
        here += length;
        uint32_t join = word_is(scan, here, WORD_TO, NULL);
        if (join && (length = month_day_read(scan, here + join, &last)) != 0) {
            uint32_t next = here + join + length;
            next = word_skip(scan, next, WORD_OF);
            if (word_is(scan, next, WORD_MONTH, NULL))
                here += join + length;
            else
                last = 0;
        }
        here = word_skip(scan, here, WORD_OF);
        if ((length = word_is(scan, here, WORD_MONTH, &month)) == 0) return false;
        here += length;
    }
    if (day && !last) { // "October 6-8", "October 6 to 8", but not "October 6 and 20 people"
        uint32_t join = word_is(scan, here, WORD_TO, NULL);
        if (join && (length = month_day_read(scan, here + join, &last)) != 0 && last > day &&
            !word_is(scan, here + join + length, WORD_MONTH, NULL))
            here += join + length;
        else
            last = 0;
    }
    if (!year_known) {
        uint32_t next = here;
        if (word_is_text(scan, next, ",")) next++;
        next = word_skip(scan, next, WORD_OF);
        if ((day || next == here || word_is(scan, here, WORD_OF, NULL)) &&
            (length = year_read(scan, next, &year)) != 0) {
            here = next + length;
            year_known = true;
        }
    }
    if (!day && !year_known && is_of_person(scan, at)) return false;
    if (day > 31 || (day && day > (month == 2 ? 29 : calendar_month_length(2001, month)))) return false;
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
    int length_of_month = calendar_month_length(year, month);
    point_day(point, calendar_day(year, month, day <= length_of_month ? day : length_of_month));
    if (last) point->to = calendar_day(year, month, last <= length_of_month ? last : length_of_month);
    return true;
}

static bool is_date(int year, int month, int day) {
    return year >= YEAR_FIRST && year <= YEAR_LAST && month >= 1 && month <= 12 && day >= 1 &&
           day <= calendar_month_length(year, month);
}

bool figures_date_read(const struct time_scan *scan, uint32_t at, struct time_point *point) {
    int32_t known;
    int year, month, day;
    struct slice word = scan->words.folded[at];
    // 2019-10-06, whole or in five words
    if (word.length >= 10 && calendar_read(word, &known)) {
        point->end = at + 1;
        point_day(point, known);
        return true;
    }
    const struct slice *words = scan->words.folded;
    if (at + 4 < scan->words.count && word.length == 4 && word_is_text(scan, at + 1, "-") &&
        word_is_text(scan, at + 3, "-") && words[at + 2].length == 2 && words[at + 4].length == 2 &&
        digits_read(word, 0, 4, &year) && digits_read(words[at + 2], 0, 2, &month) &&
        digits_read(words[at + 4], 0, 2, &day) && is_date(year, month, day)) {
        point->end = at + 5;
        point_day(point, calendar_day(year, month, day));
        return true;
    }
    // 10/06/2019, the month first as American wires write it, unless it cannot be
    size_t slash = slice_find(word, SLICE("/"), 0);
    if (slash != 1 && slash != 2) return false;
    size_t second = slice_find(word, SLICE("/"), slash + 1);
    if (second == SIZE_MAX || second - slash > 3 || word.length != second + 5 ||
        !digits_read(word, 0, slash, &month) || !digits_read(word, slash + 1, second - slash - 1, &day) ||
        !digits_read(word, second + 1, 4, &year))
        return false;
    if (month > 12) {
        int other = month;
        month = day;
        day = other;
    }
    if (!is_date(year, month, day)) return false;
    point->end = at + 1;
    point_day(point, calendar_day(year, month, day));
    return true;
}

// The weekday nearest to the day of publication, as `relative` (-1 last, 0 this, 1 next, 2 not said) and
// tense have it.
static int32_t weekday_near(const struct time_scan *scan, uint32_t at, int weekday, int relative) {
    int32_t today = scan->published;
    int back = (calendar_weekday(today) - weekday + 7) % 7;
    if (relative == -1) return today - (back ? back : 7);
    if (relative == 1) return today + (7 - back);
    if (back == 0) return today;
    enum tense tense = tense_of(scan, at);
    if (tense == TENSE_FUTURE) return today + (7 - back);
    if (relative == 0 && tense == TENSE_NONE) return today - calendar_weekday(today) + weekday;
    return today - back;
}

#define YEARS_ABOUT 6 // that a day without a year may lie from the day of publication, by its weekday

// A day without its year that falls on another weekday than the text says is of the nearest year in which it
// falls on that.
static void match_weekday(const struct time_scan *scan, uint32_t first, struct time_point *dated,
                          int weekday) {
    int ignored;
    if (dated->from == DAY_OPEN || dated->from != dated->to || calendar_weekday(dated->from) == weekday)
        return;
    for (uint32_t i = first; i < dated->end; i++)
        if (year_read(scan, i, &ignored)) return;
    const struct civil_date date = calendar_date(dated->from);
    for (int far = 1; far <= YEARS_ABOUT; far++)
        for (int year = date.year + (far == 1 ? 1 : -far); year >= date.year - far; year -= 2 * far) {
            if (date.day > calendar_month_length(year, date.month)) continue;
            const int32_t other = calendar_day(year, date.month, date.day);
            if (calendar_weekday(other) != weekday) continue;
            dated->from = dated->to = other;
            return;
        }
}

// The day that a weekday belongs to: "Wednesday, July 31", "Sunday night, 4 May", "Friday (Oct 24)".
static bool dated_weekday_read(const struct time_scan *scan, uint32_t at, int weekday,
                               struct time_point *point) {
    uint32_t next = word_skip(scan, at, WORD_PART);
    if (word_is_text(scan, next, ".") && word_is(scan, next + 1, WORD_MONTH, NULL)) next++; // "Wed. July 31"
    if (word_is_text(scan, next, ",")) next++;
    const bool is_bracketed = word_is_text(scan, next, "(");
    if (is_bracketed) next++;
    struct time_point dated = { 0 };
    if (!month_read(scan, next, &dated) || dated.precision != TIME_DAY) return false;
    if (is_bracketed && !word_is_text(scan, dated.end, ")")) return false;
    match_weekday(scan, next, &dated, weekday);
    if (is_bracketed) dated.end++;
    *point = dated;
    return true;
}

// The week that a weekday is of: "Tuesday last week", "Friday of next week". Its end and the day; `at` when
// none is said.
static uint32_t week_of_weekday(const struct time_scan *scan, uint32_t at, int weekday, int32_t *day) {
    int relative, unit;
    const uint32_t here = word_skip(scan, word_skip(scan, at, WORD_PART), WORD_OF);
    const uint32_t length = word_is(scan, here, WORD_RELATIVE, &relative);
    if (!length) return at;
    const uint32_t word = word_is(scan, here + length, WORD_UNIT, &unit);
    if (!word || unit != UNIT_WEEK || word_is(scan, here + length, WORD_PLURAL_UNIT, NULL)) return at;
    if (scan->published != DAY_OPEN)
        *day = scan->published - calendar_weekday(scan->published) + 7 * relative + weekday;
    return here + length + word;
}

bool weekday_read(const struct time_scan *scan, uint32_t at, int relative, struct time_point *point) {
    int weekday;
    uint32_t length = word_is(scan, at, WORD_WEEKDAY, &weekday);
    if (!length) return false;
    const uint32_t here = at + length;
    if (dated_weekday_read(scan, here, weekday, point)) return true;
    int32_t day = DAY_OPEN;
    const uint32_t end = week_of_weekday(scan, here, weekday, &day);
    point->end = end > here ? end : word_skip(scan, here, WORD_PART);
    point->from = point->to = DAY_OPEN;
    point->precision = TIME_DAY;
    if (scan->published == DAY_OPEN) return true;
    point_day(point, end > here ? day : weekday_near(scan, at, weekday, relative));
    return true;
}

bool year_point_read(const struct time_scan *scan, uint32_t at, struct time_point *point) {
    const struct sentence *sentence = scan->words.sentence;
    struct slice word = at < scan->words.count ? scan->words.folded[at] : (struct slice){ 0 };
    int year;
    bool apostrophe = word.length == 4 && word.start[0] == '\'';
    if ((word.length == 5 || apostrophe) && word.start[word.length - 1] == 's') {
        if (apostrophe ? digits_read(word, 1, 2, &year) : digits_read(word, 0, 4, &year)) {
            if (apostrophe) year += 1900;
            if (year % 10 != 0 || year < YEAR_FIRST || year > YEAR_LAST) return false;
            point->end = at + 1;
            point->from = calendar_day(year, 1, 1);
            point->to = calendar_day(year + 9, 12, 31);
            point->precision = TIME_YEAR;
            return true;
        }
    }
    struct numeral numeral;
    int unit;
    if (numeral_read(scan->times->numbers, &scan->words, at, &numeral) && numeral.is_ordinal &&
        numeral.value >= 10 && numeral.value <= 22 && word_is(scan, numeral.end, WORD_UNIT, &unit) &&
        unit == UNIT_CENTURY) {
        point->end = numeral.end + 1;
        point->from = calendar_day(((int)numeral.value - 1) * 100 + 1, 1, 1);
        point->to = calendar_day((int)numeral.value * 100, 12, 31);
        point->precision = TIME_YEAR;
        return true;
    }
    if (!year_read(scan, at, &year)) return false;
    if (apostrophe || word.length == 3) return false;
    bool led =
        at > 0 && (word_is(scan, at - 1, WORD_IN, NULL) || word_is(scan, at - 1, WORD_SINCE, NULL) ||
                   word_is(scan, at - 1, WORD_OF, NULL) || word_is(scan, at - 1, WORD_UNTIL, NULL) ||
                   word_is(scan, at - 1, WORD_EDGE, NULL) || word_is(scan, at - 1, WORD_FROM, NULL) ||
                   word_is(scan, at - 1, WORD_BETWEEN, NULL) || word_is(scan, at - 1, WORD_BY, NULL) ||
                   word_is(scan, at - 1, WORD_BEFORE, NULL) || word_is(scan, at - 1, WORD_AFTER, NULL));
    int month;
    if (at > 0 && (word_is(scan, at - 1, WORD_SEASON, &month) || word_is(scan, at - 1, WORD_HOLIDAY, &month)))
        led = true;
    if (at > 1 && word_is_text(scan, at - 1, "-") && word_is(scan, at - 2, WORD_EDGE, NULL)) led = true;
    bool bracketed = at > 0 && word_is_text(scan, at - 1, "(") &&
                     (word_is_text(scan, at + 1, ")") || word_is(scan, at + 1, WORD_TO, NULL));
    if (at + 1 < scan->words.count) {
        const struct token *next = &sentence->tokens[at + 1];
        if (word_is_text(scan, at + 1, "%") || word_is(scan, at + 1, WORD_ZONE, NULL)) return false;
        bool noun = next->upos == UPOS_NOUN || next->upos == UPOS_PROPN || next->upos == UPOS_ADJ;
        bool plural = noun && next->features & FEATURE_PLURAL;
        if (noun && (plural || !led) && !(at > 0 && word_is(scan, at - 1, WORD_ARTICLE, NULL) && !plural)) {
            // "the 2014 war" is a year, "2000 people" and "in 2000 villages" are not; "in 2019 elections" is
            // lost.
            if (plural || year < 1900 || year > 2100) return false;
            if (at == 0 || sentence->tokens[at - 1].upos == UPOS_NUM) return false;
        }
    }
    if (at > 0 && !led && !bracketed) {
        const struct token *before = &sentence->tokens[at - 1];
        bool article = word_is(scan, at - 1, WORD_ARTICLE, NULL) != 0 || before->upos == UPOS_DET ||
                       before->features & FEATURE_POSSESSIVE || word_is_text(scan, at - 1, "'s");
        bool noun_after = at + 1 < scan->words.count && (sentence->tokens[at + 1].upos == UPOS_NOUN ||
                                                         sentence->tokens[at + 1].upos == UPOS_PROPN ||
                                                         sentence->tokens[at + 1].upos == UPOS_ADJ);
        bool comma = word_is_text(scan, at - 1, ",") || before->upos == UPOS_PROPN;
        bool joined = word_is(scan, at - 1, WORD_TO, NULL) || word_is(scan, at - 1, WORD_AND, NULL);
        if (!(article && noun_after) && !(joined && year >= 1800) &&
            !(comma && year >= 1800 && !noun_after) && !(noun_after && year >= 1900))
            return false;
    }
    point->end = at + 1;
    point_year(point, year);
    return true;
}
