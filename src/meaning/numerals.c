// numerals.c - the value of a number in words or figures.
//
// A number is read from left to right as it is spoken: units and tens add up, a scale multiplies what stands
// before it ("two hundred and five thousand"), vague plurals give only their size.
#include "meaning/numerals.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

static const char *const kind_names[] = {
#define NUMERAL_KIND_NAME(symbol, name) name,
    NUMERAL_KIND_LIST(NUMERAL_KIND_NAME)
#undef NUMERAL_KIND_NAME
};

static const char *const qualifier_names[] = {
    NULL, "about", "at-least", "at-most", "more-than", "less-than"
};

const char *qualifier_name(enum qualifier qualifier) {
    return qualifier_names[qualifier];
}

struct numbers *numbers_open(const struct knowledge *knowledge, struct slice language, struct error *error) {
    struct numbers *numbers = calloc(1, sizeof *numbers);
    if (!numbers) {
        error_at(error, ERROR_SYSTEM, (struct place_in_file){ 0 }, "out of memory");
        return NULL;
    }
    numbers->words = knowledge_table(knowledge, TABLE_NUMBERS, language);
    numbers->qualifiers = knowledge_table(knowledge, TABLE_QUALIFIERS, language);
    numbers->value_column = TABLE_COLUMN(NUMBERS, VALUE);
    size_t rows = table_count(numbers->words), qualifier_rows = table_count(numbers->qualifiers);
    numbers->kinds = calloc(rows + 1, sizeof *numbers->kinds);
    numbers->qualifies = calloc(qualifier_rows + 1, sizeof *numbers->qualifies);
    numbers->stands_before = calloc(qualifier_rows + 1, sizeof *numbers->stands_before);
    if (!numbers->kinds || !numbers->qualifies || !numbers->stands_before) {
        error_at(error, ERROR_SYSTEM, (struct place_in_file){ 0 }, "out of memory");
        goto failed;
    }
    for (size_t row = 0; row < rows; row++) {
        struct slice name = table_cell(numbers->words, row, TABLE_COLUMN(NUMBERS, KIND));
        unsigned kind = 0;
        while (kind < NUMERAL_KINDS && !slice_equal(name, slice_of(kind_names[kind]))) kind++;
        if (kind == NUMERAL_KINDS) {
            error_at(error, ERROR_INPUT, table_place(numbers->words, row),
                     "expected a kind of number word, found \"" SLICE_FORMAT "\"", SLICE_ARG(name));
            goto failed;
        }
        numbers->kinds[row] = (uint8_t)kind;
    }
    for (size_t row = 0; row < qualifier_rows; row++) {
        struct slice name = table_cell(numbers->qualifiers, row, TABLE_COLUMN(QUALIFIERS, QUALIFIER));
        struct slice where = table_cell(numbers->qualifiers, row, TABLE_COLUMN(QUALIFIERS, WHERE));
        unsigned qualifier = QUALIFIER_ABOUT;
        while (qualifier <= QUALIFIER_LESS_THAN && !slice_equal(name, slice_of(qualifier_names[qualifier])))
            qualifier++;
        if (slice_equal(name, SLICE("exact"))) qualifier = QUALIFIER_NONE;
        if (qualifier > QUALIFIER_LESS_THAN) {
            error_at(error, ERROR_INPUT, table_place(numbers->qualifiers, row),
                     "expected a qualifier, found \"" SLICE_FORMAT "\"", SLICE_ARG(name));
            goto failed;
        }
        numbers->qualifies[row] = (uint8_t)qualifier;
        numbers->stands_before[row] = slice_equal(where, SLICE("before"));
    }
    return numbers;
failed:
    numbers_close(numbers);
    return NULL;
}

void numbers_close(struct numbers *numbers) {
    if (!numbers) return;
    free(numbers->kinds);
    free(numbers->qualifies);
    free(numbers->stands_before);
    free(numbers);
}

struct words words_fold(const struct sentence *sentence, struct arena *arena) {
    struct slice *folded = ARENA_ARRAY(arena, struct slice, sentence->count + 1);
    for (size_t i = 0; i < sentence->count; i++) {
        const struct token *token = &sentence->tokens[i];
        folded[i] = utf8_fold_name(token->form.length ? token->form : token->text, arena);
    }
    return (struct words){ sentence, folded, (uint32_t)sentence->count };
}

struct slice words_phrase(const struct words *words, uint32_t at, uint32_t count,
                          char buffer[WORDS_PHRASE_LIMIT]) {
    if (at + count > words->count) return (struct slice){ buffer, 0 };
    if (count == 1) return words->folded[at];
    size_t length = 0;
    for (uint32_t i = at; i < at + count; i++) {
        struct slice word = words->folded[i];
        if (length + word.length + 1 > WORDS_PHRASE_LIMIT) return (struct slice){ buffer, 0 };
        if (i > at) buffer[length++] = ' ';
        if (word.length) memcpy(buffer + length, word.start, word.length);
        length += word.length;
    }
    return (struct slice){ buffer, length };
}

bool numeral_text_is(const struct numbers *numbers, struct slice text, enum numeral_kind kind,
                     double *value) {
    struct table_walk walk = table_lookup(numbers->words, text);
    for (size_t row; (row = table_next(&walk)) != TABLE_END;) {
        if (numbers->kinds[row] != kind) continue;
        if (value) *value = table_number(numbers->words, row, numbers->value_column);
        return true;
    }
    return false;
}

uint32_t numeral_phrase_is(const struct numbers *numbers, const struct words *words, uint32_t at,
                           enum numeral_kind kind, double *value) {
    if (at >= words->count) return 0;
    unsigned longest = table_longest(numbers->words, words->folded[at]);
    if (longest > NUMERAL_PHRASE_WORDS) longest = NUMERAL_PHRASE_WORDS;
    for (uint32_t count = longest; count >= 1; count--) {
        char buffer[WORDS_PHRASE_LIMIT];
        struct slice phrase = words_phrase(words, at, count, buffer);
        if (phrase.length && numeral_text_is(numbers, phrase, kind, value)) return count;
        if (count == 1 && phrase.length > 1 && phrase.start[phrase.length - 1] == '.' &&
            numeral_text_is(numbers, slice_part(phrase, 0, phrase.length - 1), kind, value))
            return 1;
    }
    return 0;
}

bool words_hyphen(const struct words *words, uint32_t at) {
    return at < words->count && slice_equal(words->folded[at], SLICE("-"));
}

size_t figures_read(struct slice text, double *value) {
    size_t i = 0, run = 0, groups = 0;
    double sum = 0;
    for (; i < text.length; i++) {
        char c = text.start[i];
        if (is_digit(c)) {
            if (++run > 18) return 0;
            sum = sum * 10 + (c - '0');
        } else if (c == ',' && i + 3 < text.length && is_digit(text.start[i + 1]) &&
                   is_digit(text.start[i + 2]) && is_digit(text.start[i + 3]) && run >= 1 &&
                   (groups ? run == 3 : run <= 3)) {
            groups++;
            run = 0;
        } else {
            break;
        }
    }
    if (i == 0 || (groups && run != 3)) return 0;
    if (i + 1 < text.length && text.start[i] == '.' && is_digit(text.start[i + 1])) {
        double place = 0.1;
        for (i++; i < text.length && is_digit(text.start[i]); i++, place /= 10)
            sum += place * (text.start[i] - '0');
    }
    *value = sum;
    return i;
}

// A row of scales ("million million million ...") ends where no count goes, long before infinity.
static bool is_countable(double value) {
    return value >= 0 && value <= 1e18;
}

void scales_read(const struct numbers *numbers, const struct words *words, struct numeral *numeral) {
    double scale;
    for (uint32_t length;
         (length = numeral_phrase_is(numbers, words, numeral->end, NUMERAL_SCALE, &scale)) != 0;) {
        if (!is_countable(numeral->value * scale)) break;
        numeral->value *= scale;
        numeral->end += length;
        numeral->in_figures = false;
        numeral->is_scaled = true;
    }
}

static bool is_three_digits(struct slice text) {
    return text.length == 3 && is_digit(text.start[0]) && is_digit(text.start[1]) && is_digit(text.start[2]);
}

// "25 000", "1 250 000": groups of three digits parted by blanks belong to the figures before them.
static void groups_read(const struct words *words, uint32_t at, struct numeral *numeral) {
    size_t length = words->folded[at].length;
    if (length > 3 || words->folded[at].start[0] == '0') return;
    while (numeral->end < words->count && is_three_digits(words->folded[numeral->end]) &&
           words->sentence->tokens[numeral->end - 1].space_after && is_countable(numeral->value * 1000)) {
        double group;
        figures_read(words->folded[numeral->end], &group);
        numeral->value = numeral->value * 1000 + group;
        numeral->end++;
    }
}

static bool figures_numeral(const struct numbers *numbers, const struct words *words, uint32_t at,
                            struct numeral *numeral) {
    struct slice text = words->folded[at];
    double value, scale;
    size_t used = figures_read(text, &value);
    if (used == 0) return false;
    *numeral = (struct numeral){ .end = at + 1, .value = value, .in_figures = true };
    struct slice rest = slice_part(text, used, text.length);
    if (rest.length == 0) {
        groups_read(words, at, numeral);
        scales_read(numbers, words, numeral);
        return true;
    }
    if (numeral_text_is(numbers, rest, NUMERAL_ORDINAL_ENDING, NULL)) {
        numeral->is_ordinal = true;
        return true;
    }
    if (numeral_text_is(numbers, rest, NUMERAL_SCALE, &scale) ||
        numeral_text_is(numbers, rest, NUMERAL_SCALE_ENDING, &scale)) {
        if (!is_countable(numeral->value * scale)) return false;
        numeral->value *= scale;
        numeral->is_scaled = true;
        numeral->in_figures = false;
        return true;
    }
    return slice_equal(rest, SLICE("+"));
}

// "hundreds", "tens of thousands".
static bool vague_numeral(const struct numbers *numbers, const struct words *words, uint32_t at,
                          struct numeral *numeral) {
    double value, more;
    uint32_t length = numeral_phrase_is(numbers, words, at, NUMERAL_VAGUE, &value);
    if (!length) return false;
    *numeral = (struct numeral){ .end = at + length, .value = value, .is_vague = true };
    uint32_t times = numeral_phrase_is(numbers, words, numeral->end, NUMERAL_TIMES, NULL);
    if (times) {
        length = numeral_phrase_is(numbers, words, numeral->end + times, NUMERAL_VAGUE, &more);
        if (length && is_countable(numeral->value * more)) {
            numeral->value *= more;
            numeral->end += times + length;
        }
    }
    return true;
}

// A fraction at `at`, with an article before it when there is one; `*value` is what it adds to one.
static uint32_t fraction_at(const struct numbers *numbers, const struct words *words, uint32_t at,
                            double *value) {
    uint32_t start = at, length;
    if ((length = numeral_phrase_is(numbers, words, at, NUMERAL_ARTICLE, NULL)) != 0) at += length;
    if (words_hyphen(words, at)) at++;
    if ((length = numeral_phrase_is(numbers, words, at, NUMERAL_FRACTION, value)) == 0) return 0;
    return at + length - start;
}

// "half a million", "a quarter of a million"; a fraction alone is a share. False when there is none.
static bool fraction_numeral(const struct numbers *numbers, const struct words *words, uint32_t at,
                             struct numeral *numeral) {
    double value;
    uint32_t length = fraction_at(numbers, words, at, &value), skip;
    if (!length) return false;
    uint32_t next = at + length;
    if ((skip = numeral_phrase_is(numbers, words, next, NUMERAL_TIMES, NULL)) != 0) next += skip;
    if ((skip = numeral_phrase_is(numbers, words, next, NUMERAL_ARTICLE, NULL)) != 0) next += skip;
    struct numeral scaled = { .end = next, .value = value };
    scales_read(numbers, words, &scaled);
    if (scaled.is_scaled) {
        *numeral = scaled;
        return true;
    }
    if (numeral_phrase_is(numbers, words, at, NUMERAL_ORDINAL, NULL)) return false;
    *numeral = (struct numeral){ .end = at + length, .value = value, .is_share = true };
    return true;
}

// A number while its words are read.
struct spoken {
    const struct numbers *numbers;
    const struct words *words;
    uint32_t here;         // the next word
    double total, current; // thousands that are done, and what is being counted
    double room;           // what is added must be below it
    double scale;          // of the last scale word; 1 before one
    bool any, is_scaled, is_article;
};

// "three and a half", "a million and a half": the fraction of what was counted last.
static bool spoken_fraction(struct spoken *spoken, uint32_t next) {
    double value;
    uint32_t length = fraction_at(spoken->numbers, spoken->words, next, &value);
    if (!length || !is_countable(spoken->total + spoken->current + value * spoken->scale)) return false;
    if (spoken->scale >= 1000)
        spoken->total += value * spoken->scale;
    else
        spoken->current += value * spoken->scale;
    spoken->here = next + length;
    if (words_hyphen(spoken->words, spoken->here)) spoken->here++;
    spoken->room = 0;
    spoken->is_article = false;
    return true;
}

static bool spoken_unit(struct spoken *spoken, uint32_t next) {
    double value;
    uint32_t length = numeral_phrase_is(spoken->numbers, spoken->words, next, NUMERAL_UNIT, &value);
    if (!length) length = numeral_phrase_is(spoken->numbers, spoken->words, next, NUMERAL_TEN, &value);
    if (!length || value >= spoken->room || spoken->is_article) return false;
    spoken->current += value;
    spoken->room = value >= 20 ? 10 : 0;
    spoken->here = next + length;
    return spoken->any = true;
}

// "one point two": digits behind the point, one by one.
static bool spoken_point(struct spoken *spoken) {
    double value, place = 0.1;
    uint32_t length = numeral_phrase_is(spoken->numbers, spoken->words, spoken->here, NUMERAL_POINT, NULL);
    uint32_t next = spoken->here + length;
    if (!length || spoken->is_scaled) return false;
    uint32_t first = next;
    while ((length = numeral_phrase_is(spoken->numbers, spoken->words, next, NUMERAL_UNIT, &value)) != 0 &&
           value < 10) {
        spoken->current += value * place;
        place /= 10;
        next += length;
    }
    if (next == first) return false;
    spoken->here = next;
    spoken->room = 0;
    return true;
}

static bool spoken_scale(struct spoken *spoken, uint32_t next) {
    double value;
    uint32_t length = numeral_phrase_is(spoken->numbers, spoken->words, next, NUMERAL_SCALE, &value);
    if (!length || !spoken->any) return false;
    double product = (spoken->current > 0 ? spoken->current : 1) * value;
    if (!is_countable(spoken->total + product)) return false;
    spoken->current = value < 1000 ? product : 0;
    if (value >= 1000) spoken->total += product;
    spoken->room = spoken->scale = value;
    spoken->is_scaled = true;
    spoken->is_article = false;
    spoken->here = next + length;
    return true;
}

// "a hundred": the article counts one.
static bool spoken_article(struct spoken *spoken, uint32_t next) {
    uint32_t length = numeral_phrase_is(spoken->numbers, spoken->words, next, NUMERAL_ARTICLE, NULL);
    if (spoken->any || !length ||
        !numeral_phrase_is(spoken->numbers, spoken->words, next + length, NUMERAL_SCALE, NULL))
        return false;
    spoken->any = spoken->is_article = true;
    spoken->current = 1;
    spoken->here = next + length;
    return true;
}

// The next part of the number; false where it ends.
static bool spoken_step(struct spoken *spoken) {
    uint32_t next = spoken->here;
    if (!spoken->any) return spoken_unit(spoken, next) || spoken_article(spoken, next);
    if (spoken_point(spoken)) return true;
    if (words_hyphen(spoken->words, next)) next++;
    uint32_t length = numeral_phrase_is(spoken->numbers, spoken->words, next, NUMERAL_AND, NULL);
    if (!length) return spoken_unit(spoken, next) || spoken_scale(spoken, next);
    next += length;
    if (words_hyphen(spoken->words, next)) next++;
    return spoken_fraction(spoken, next) || (spoken->is_scaled && spoken_unit(spoken, next));
}

// "two thirds" behind what was read. False when there is none.
static bool spoken_share(const struct spoken *spoken, struct numeral *numeral) {
    double value;
    uint32_t next = spoken->here + (words_hyphen(spoken->words, spoken->here) ? 1 : 0);
    uint32_t length = numeral_phrase_is(spoken->numbers, spoken->words, next, NUMERAL_FRACTION, &value);
    if (!length || spoken->current <= 0 || spoken->is_scaled || spoken->is_article) return false;
    *numeral = (struct numeral){ .end = next + length, .value = spoken->current * value, .is_share = true };
    return true;
}

static bool spoken_numeral(const struct numbers *numbers, const struct words *words, uint32_t at,
                           struct numeral *numeral) {
    struct spoken spoken = { .numbers = numbers, .words = words, .here = at, .room = 1e18, .scale = 1 };
    double value;
    while (spoken_step(&spoken))
        if (spoken_share(&spoken, numeral)) return true;
    // An ordinal ends a compound ("twenty-first") or stands alone.
    uint32_t next = spoken.any && words_hyphen(words, spoken.here) ? spoken.here + 1 : spoken.here;
    uint32_t length = numeral_phrase_is(numbers, words, next, NUMERAL_ORDINAL, &value);
    if (length && (!spoken.any || spoken.room == 10)) {
        *numeral = (struct numeral){ .end = next + length,
                                     .value = spoken.total + spoken.current + value,
                                     .is_ordinal = true };
        return true;
    }
    if (!spoken.any || spoken.is_article) return false;
    *numeral = (struct numeral){ .end = spoken.here,
                                 .value = spoken.total + spoken.current,
                                 .is_scaled = spoken.is_scaled };
    return true;
}

// "several thousand": only the scale is known.
static bool few_numeral(const struct numbers *numbers, const struct words *words, uint32_t at,
                        struct numeral *numeral) {
    double value;
    uint32_t length = numeral_phrase_is(numbers, words, at, NUMERAL_FEW, &value);
    if (!length) return false;
    *numeral = (struct numeral){ .end = at + length, .value = 1, .is_vague = true };
    scales_read(numbers, words, numeral);
    return numeral->is_scaled || vague_numeral(numbers, words, at + length, numeral);
}

bool numeral_read(const struct numbers *numbers, const struct words *words, uint32_t at,
                  struct numeral *numeral) {
    if (at >= words->count || words->folded[at].length == 0) return false;
    if (is_digit(words->folded[at].start[0])) return figures_numeral(numbers, words, at, numeral);
    if (table_longest(numbers->words, words->folded[at]) == 0) return false;
    double value;
    uint32_t length = numeral_phrase_is(numbers, words, at, NUMERAL_ZERO, &value);
    if (length) {
        *numeral = (struct numeral){ .end = at + length, .value = value, .is_zero = true };
        return true;
    }
    return vague_numeral(numbers, words, at, numeral) || few_numeral(numbers, words, at, numeral) ||
           fraction_numeral(numbers, words, at, numeral) || spoken_numeral(numbers, words, at, numeral);
}
