// times.c - dates and times, resolved against the day of publication.
//
// At each word the grammar of time_phrases.c reads what it can, then the words before it ("since", "until",
// "between") say how the days are meant. News rule: what has no year or week is the nearest that has passed,
// today included, unless its clause looks ahead ("will meet on Friday", "next Wednesday"). "The next day" and
// "a week earlier" count from the anchor, the last day that the text spoke of. An open end of a range has no
// day.
#include "base/utf8.h"
#include "base/vector.h"
#include "meaning/time_phrases.h"

#include <ctype.h>

// "since" as the case or mark of what the expression hangs from: "since the attacks on October 7".
static bool is_since_above(const struct time_scan *scan, uint32_t at) {
    const struct sentence *sentence = scan->words.sentence;
    int32_t here = (int32_t)at;
    for (unsigned steps = 0; here >= 0 && steps < 5; steps++, here = sentence->tokens[here].head) {
        for (int32_t c = token_child(sentence, here, -1); c >= 0; c = token_child(sentence, here, c)) {
            enum deprel relation = sentence->tokens[c].deprel;
            if ((relation == DEPREL_CASE || relation == DEPREL_MARK) &&
                word_is(scan, (uint32_t)c, WORD_SINCE, NULL))
                return true;
        }
        enum deprel relation = sentence->tokens[here].deprel;
        if (relation == DEPREL_ADVCL || relation == DEPREL_CCOMP || relation == DEPREL_ROOT ||
            relation == DEPREL_PARATAXIS || relation == DEPREL_CONJ || relation == DEPREL_ACL_RELCL ||
            relation == DEPREL_NSUBJ)
            return false;
    }
    return false;
}

static uint32_t head_of_range(const struct sentence *sentence, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++) {
        int32_t head = sentence->tokens[i].head;
        if (sentence->tokens[i].upos != UPOS_PUNCT && (head < (int32_t)first || head >= (int32_t)end))
            return i;
    }
    return first;
}

// Whether the tokens of the day at `first` hold its year.
static bool says_year(const struct time_scan *scan, uint32_t first, uint32_t end) {
    int year;
    for (uint32_t i = first; i < end; i++)
        if (year_read(scan, i, &year)) return true;
    return false;
}

#define STAMP_WITHIN 24u // tokens of a sentence before which its line with place and day has to stand

// A day that says when the text was written: with its year and the time of day ("06 May 2016 04:15 AM"), or
// closing the line of a reporter's place ("HALM, May 6 (Radio Lorrin) --", "HALM, May 6:"). What follows
// counts from it. Returns its end, 0 when it says no such thing.
static uint32_t stamp_end(const struct time_scan *scan, uint32_t first, const struct time_point *point) {
    const struct sentence *s = scan->words.sentence;
    if (point->from == DAY_OPEN || point->from != point->to || point->is_duration || point->is_set ||
        (point->precision != TIME_DAY && point->precision != TIME_HOUR))
        return 0;
    uint32_t next = point->end;
    if (says_year(scan, first, next)) {
        if (point->precision == TIME_HOUR) return next;
        if (word_is_text(scan, next, ",")) next++;
        const uint32_t end = word_skip(scan, clock_read(scan, next), WORD_ZONE);
        return end > next ? end : 0;
    }
    const bool has_place = first > 1 && first <= STAMP_WITHIN && word_is_text(scan, first - 1, ",") &&
                           utf8_is_all_upper(s->tokens[first - 2].text) &&
                           s->tokens[first - 2].text.length > 2;
    if (!has_place || next >= s->count) return 0;
    if (word_is_text(scan, next, "(")) // the agency
        for (unsigned steps = 0; steps < 6 && next < s->count && !word_is_text(scan, next - 1, ")"); steps++)
            next++;
    const bool is_closed =
        next < s->count &&
        (s->tokens[next].upos == UPOS_PUNCT || ispunct((unsigned char)s->tokens[next].text.start[0])) &&
        !word_is_text(scan, next, ",");
    return is_closed ? point->end : 0;
}

#define NARRATIVE_YEARS 3u // long before publication, that a narrative names at least
#define FAR_DAYS 400       // before publication: of another year than a reader thinks of

// A date with its year, long before publication, says which year those without one are of: in its own
// sentence, in a narrative from there on.
static void context_follow(struct time_scan *scan, uint32_t first, const struct time_point *point) {
    if (point->from == DAY_OPEN || point->is_duration || point->is_set || point->is_vague) return;
    const bool is_year = point->precision == TIME_YEAR;
    const bool is_date = point->precision == TIME_DAY || point->precision == TIME_MONTH;
    if (point->to == DAY_OPEN || (!is_date && !(is_year && point->to - point->from < 367))) return;
    const bool is_far = scan->written != DAY_OPEN && point->to < scan->written - FAR_DAYS;
    if (says_year(scan, first, point->end)) {
        if (is_far || !scan->is_narrative)
            scan->context = is_far ? point->from + (is_year ? 182 : 0) : DAY_OPEN;
    }
    const int64_t step = (int64_t)point->from - scan->context;
    if (scan->is_narrative && !says_year(scan, first, point->end) && is_date && step > -FAR_DAYS &&
        step < FAR_DAYS)
        scan->context = point->from;
}

// Whether the document tells of times long past, as histories do: years of which most lie far back, hardly a
// weekday or "yesterday".
static bool is_narrative(struct time_scan *scan, const struct analysis *analysis) {
    if (scan->published == DAY_OPEN) return false;
    const int far = calendar_date(scan->published - FAR_DAYS).year;
    unsigned years = 0, days = 0;
    for (size_t s = 0; s < analysis->count; s++)
        for (size_t i = 0; i < analysis->sentences[s].count; i++) {
            const struct token *t = &analysis->sentences[s].tokens[i];
            int year;
            if (t->form.length != 4 || !digits_read(t->form, 0, 4, &year) || year <= 1000 || year >= far)
                continue;
            if (years++ == 0) scan->context = calendar_day(year, 7, 1); // before it names a year
        }
    for (size_t s = 0; s < analysis->count && years >= NARRATIVE_YEARS; s++)
        for (size_t i = 0; i < analysis->sentences[s].count; i++) {
            struct table_walk walk = table_lookup(
                scan->times->calendar, utf8_fold_name(analysis->sentences[s].tokens[i].form, scan->arena));
            for (size_t row; (row = table_next(&walk)) != TABLE_END;)
                days += scan->times->kinds[row] == WORD_WEEKDAY || scan->times->kinds[row] == WORD_DAY;
        }
    return years >= NARRATIVE_YEARS && days * 3 <= years;
}

// Reads the expression at `at` with the words that lead to it. Returns where to go on, `at` when there is
// none.
static uint32_t expression_read(struct time_scan *scan, uint32_t sentence, uint32_t at,
                                struct time_expression *expression) {
    struct time_point point = { .from = DAY_OPEN, .to = DAY_OPEN };
    uint32_t length, first = at;
    // "between x and y"
    if ((length = word_is(scan, at, WORD_BETWEEN, NULL)) != 0 ||
        (length = word_is(scan, at, WORD_FROM, NULL)) != 0) {
        bool between = word_is(scan, at, WORD_BETWEEN, NULL) != 0;
        struct time_point low = { .from = DAY_OPEN, .to = DAY_OPEN }, high = low;
        if (time_phrase_read(scan, at + length, &low) && low.from != DAY_OPEN && !low.is_duration &&
            !low.is_set) {
            uint32_t join = word_is(scan, low.end, between ? WORD_AND : WORD_TO, NULL);
            if (join && time_phrase_read(scan, low.end + join, &high) && high.to != DAY_OPEN &&
                high.to >= low.from && !high.is_duration && !high.is_set) {
                point = high;
                point.from = low.from;
                first = at;
                goto found;
            }
        }
    }
    if (!time_phrase_read(scan, at, &point) || point.end <= at) return at;
    // "October 7 to November 2", "2015-2019"
    if (point.from != DAY_OPEN && !point.is_duration && !point.is_set && !point.is_vague &&
        (point.precision == TIME_DAY || point.precision == TIME_MONTH || point.precision == TIME_YEAR)) {
        uint32_t join = word_is(scan, point.end, WORD_TO, NULL);
        struct time_point high = { .from = DAY_OPEN, .to = DAY_OPEN };
        if (join && time_phrase_read(scan, point.end + join, &high) && high.to != DAY_OPEN &&
            high.precision == point.precision && high.from > point.to && !high.is_duration && !high.is_set) {
            high.from = point.from;
            point = high;
        }
    }
    // What leads to it.
    if (point.from != DAY_OPEN && point.to != DAY_OPEN && at > 0 && !word_is(scan, at, WORD_PART, NULL)) {
        uint32_t before = at - 1;
        if (word_is(scan, before, WORD_FROM, NULL) && !word_is(scan, before, WORD_SINCE, NULL) &&
            point.precision != TIME_HOUR) {
            point.to = DAY_OPEN;
        } else if (word_is(scan, before, WORD_UNTIL, NULL) || word_is(scan, before, WORD_BY, NULL)) {
            point.from = DAY_OPEN;
        } else if (word_is(scan, before, WORD_BEFORE, NULL) && point.precision != TIME_HOUR) {
            point.to = point.from - (point.precision == TIME_DAY ? 0 : 1);
            point.from = DAY_OPEN;
        } else if (word_is(scan, before, WORD_AFTER, NULL) && point.precision != TIME_HOUR) {
            point.from = point.to;
            point.to = DAY_OPEN;
        }
    }
found:;
    const uint32_t written = stamp_end(scan, first, &point);
    const bool is_written = written > 0;
    if (is_written) point.end = written;
    context_follow(scan, first, &point);
    *expression = (struct time_expression){ .sentence = sentence, .first = first, .end = point.end };
    // What is still to come is no day that a story goes on from.
    if (point.from != DAY_OPEN && point.is_anchor && point.from <= scan->written) scan->anchor = point.from;
    const struct sentence *s = scan->words.sentence;
    bool directly = at > 0 && word_is(scan, at - 1, WORD_SINCE, NULL);
    if ((directly || is_since_above(scan, head_of_range(s, first, point.end))) && !point.is_duration &&
        !point.is_set) {
        expression->is_since = true;
        point.to = DAY_OPEN;
    }
    expression->span.start = s->tokens[first].span.start;
    expression->span.end = s->tokens[point.end - 1].span.end;
    expression->precision = point.precision;
    expression->is_duration = point.is_duration;
    expression->unit = (uint8_t)point.unit;
    expression->count = (float)point.count;
    expression->is_stamp = is_written;
    if (is_written && !scan->is_narrative) scan->written = scan->published = scan->anchor = point.from;
    expression->is_set = point.is_set;
    expression->is_past =
        point.is_past || (point.to != DAY_OPEN && scan->written != DAY_OPEN && point.to < scan->written);
    calendar_write(point.from, expression->from);
    calendar_write(point.to, expression->to);
    return point.end;
}

void times_find(const struct times *times, const struct analysis *analysis, struct arena *arena,
                struct meaning *meaning) {
    VECTOR_OF(struct time_expression) found = { 0 };
    int32_t published = DAY_OPEN;
    struct slice text = meaning->published;
    if (text.length == 0 && analysis->document) text = slice_of(analysis->document->published);
    if (!calendar_read(text, &published)) published = DAY_OPEN;
    if (meaning->published.length == 0 && published != DAY_OPEN) meaning->published = slice_part(text, 0, 10);
    struct time_scan scan = {
        .times = times, .arena = arena, .published = published, .written = published, .anchor = published
    };
    scan.context = DAY_OPEN;
    scan.is_narrative = is_narrative(&scan, analysis); // which puts the context where it begins
    if (scan.is_narrative) scan.anchor = scan.context;
    uint32_t paragraph = 0;
    for (size_t s = 0; s < analysis->count; s++) {
        const struct sentence *sentence = &analysis->sentences[s];
        if (s == 0 || sentence->paragraph != analysis->sentences[s - 1].paragraph)
            scan.published = scan.written = published;
        if (sentence->paragraph > paragraph + 1)
            scan.anchor =
                scan.is_narrative ? scan.context : published; // two paragraphs on, nothing is still meant
        if (scan.is_narrative)
            scan.published = scan.context;
        else
            scan.context = DAY_OPEN;
        scan.words = words_fold(sentence, arena);
        scan.longest = ARENA_ARRAY(arena, uint8_t, sentence->count + 1);
        bool *starts = ARENA_ARRAY(arena, bool, sentence->count + 1); // may begin an expression
        for (uint32_t i = 0; i < sentence->count; i++) {
            struct slice word = scan.words.folded[i];
            if (word.length == 0) continue;
            unsigned longest = table_longest(times->calendar, word);
            if (longest == 0 && word.length > 1 && word.start[word.length - 1] == '.') longest = 1;
            scan.longest[i] = (uint8_t)(longest > TIME_PHRASE_WORDS ? TIME_PHRASE_WORDS : longest);
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
