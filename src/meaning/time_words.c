// time_words.c - the calendar table, compiled; what kind of word of time stands at a token.
#include "meaning/time_words.h"

#include "base/calendar.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

static const char *const word_kind_names[] = {
#define WORD_KIND_NAME(symbol, name) name,
    WORD_KIND_LIST(WORD_KIND_NAME)
#undef WORD_KIND_NAME
};

static const char *const unit_names[] = { "second",    "minute", "hour",    "day",  "week",   "weekend",
                                          "fortnight", "month",  "quarter", "year", "decade", "century" };

static const char *const edge_names[] = { "", "start", "middle", "end", "whole" };

static bool name_read(struct slice text, const char *const *names, unsigned first, unsigned end,
                      int16_t *value) {
    for (unsigned i = first; i < end; i++) {
        if (!slice_equal(text, slice_of(names[i]))) continue;
        *value = (int16_t)i;
        return true;
    }
    return false;
}

// The value of a row of this kind; what the grammar reckons with has to lie in its bounds, whoever wrote the
// table.
static bool value_read(enum word_kind kind, struct slice text, int16_t *value) {
    if (kind == WORD_UNIT || kind == WORD_PLURAL_UNIT) return name_read(text, unit_names, 0, UNITS, value);
    if (kind == WORD_EDGE || kind == WORD_EDGE_NOUN)
        return name_read(text, edge_names, EDGE_START, EDGE_WHOLE + 1, value);
    char digits[16] = { 0 }, *end;
    if (text.length >= sizeof digits) return false;
    if (text.length) memcpy(digits, text.start, text.length);
    long number = strtol(digits, &end, 10); // 0 for a row without a value
    if (*end != '\0' || number < -9999 || number > 9999) return false;
    *value = (int16_t)number;
    switch (kind) {
    case WORD_MONTH:
    case WORD_SEASON:
        return number >= 1 && number <= 12;
    case WORD_WEEKDAY:
    case WORD_WEEKDAY_SET:
        return number >= 1 && number <= 7;
    case WORD_HOLIDAY: // MMDD, in a leap year
        return number >= 101 && number <= 1231 && number % 100 >= 1 &&
               number % 100 <= calendar_month_length(2000, (int)(number / 100));
    case WORD_RELATIVE:
    case WORD_CONTEXT:
    case WORD_OFFSET:
    case WORD_CONTEXT_OFFSET:
    case WORD_DAY_OFFSET:
        return number >= -1 && number <= 1;
    default:
        return true;
    }
}

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
        unsigned kind = 0;
        while (kind < WORD_KINDS && !slice_equal(name, slice_of(word_kind_names[kind]))) kind++;
        if (kind == WORD_KINDS || !value_read((enum word_kind)kind, value, &times->values[row])) {
            error_at(error, ERROR_INPUT, table_place(times->calendar, row),
                     "expected a kind of time word and its value, found \"" SLICE_FORMAT "\" \"" SLICE_FORMAT
                     "\"",
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

uint32_t word_is(const struct time_scan *scan, uint32_t at, enum word_kind kind, int *value) {
    const struct words *words = &scan->words;
    if (at >= words->count) return 0;
    const struct times *times = scan->times;
    struct slice word = words->folded[at];
    bool stop = word.length > 1 && word.start[word.length - 1] == '.';
    for (uint32_t count = scan->longest[at]; count >= 1; count--) {
        char buffer[WORDS_PHRASE_LIMIT];
        struct slice phrase = words_phrase(words, at, count, buffer);
        if (!phrase.length) continue;
        unsigned cuts = count == 1 && stop ? 1 : 0; // with the full stop, and without it
        for (unsigned cut = 0; cut <= cuts; cut++) {
            struct table_walk walk =
                table_lookup(times->calendar, slice_part(phrase, 0, phrase.length - cut));
            for (size_t row; (row = table_next(&walk)) != TABLE_END;) {
                if (times->kinds[row] != kind) continue;
                if (times->needs_capital[row] && !utf8_starts_upper(words->sentence->tokens[at].text))
                    continue;
                if (value) *value = times->values[row];
                return count;
            }
        }
    }
    return 0;
}

uint32_t word_skip(const struct time_scan *scan, uint32_t at, enum word_kind kind) {
    return at + word_is(scan, at, kind, NULL);
}

bool word_is_text(const struct time_scan *scan, uint32_t at, const char *text) {
    return at < scan->words.count && slice_equal(scan->words.folded[at], slice_of(text));
}
