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

static bool figures_numeral(const struct numbers *numbers, const struct words *words, uint32_t at,
                            struct numeral *numeral) {
    struct slice text = words->folded[at];
    double value, scale;
    size_t used = figures_read(text, &value);
    if (used == 0) return false;
    *numeral = (struct numeral){ .end = at + 1, .value = value, .in_figures = true };
    struct slice rest = slice_part(text, used, text.length);
    if (rest.length == 0) {
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

bool numeral_read(const struct numbers *numbers, const struct words *words, uint32_t at,
                  struct numeral *numeral) {
    if (at >= words->count || words->folded[at].length == 0) return false;
    if (is_digit(words->folded[at].start[0])) return figures_numeral(numbers, words, at, numeral);
    if (table_longest(numbers->words, words->folded[at]) == 0) return false;
    double value;
    uint32_t length;
    if ((length = numeral_phrase_is(numbers, words, at, NUMERAL_ZERO, &value)) != 0) {
        *numeral = (struct numeral){ .end = at + length, .value = value, .is_zero = true };
        return true;
    }
    if (vague_numeral(numbers, words, at, numeral)) return true;
    // "several thousand": only the scale is known.
    if ((length = numeral_phrase_is(numbers, words, at, NUMERAL_FEW, &value)) != 0) {
        *numeral = (struct numeral){ .end = at + length, .value = 1, .is_vague = true };
        scales_read(numbers, words, numeral);
        if (numeral->is_scaled) return true;
        if (vague_numeral(numbers, words, at + length, numeral)) return true;
    }
    // "half a million", "a quarter of a million"
    if ((length = fraction_at(numbers, words, at, &value)) != 0) {
        uint32_t next = at + length, skip;
        if ((skip = numeral_phrase_is(numbers, words, next, NUMERAL_TIMES, NULL)) != 0) next += skip;
        if ((skip = numeral_phrase_is(numbers, words, next, NUMERAL_ARTICLE, NULL)) != 0) next += skip;
        struct numeral scaled = { .end = next, .value = value };
        scales_read(numbers, words, &scaled);
        if (scaled.is_scaled) {
            *numeral = scaled;
            return true;
        }
        if (!numeral_phrase_is(numbers, words, at, NUMERAL_ORDINAL, NULL)) {
            *numeral = (struct numeral){ .end = at + length, .value = value, .is_share = true };
            return true;
        }
    }
    double total = 0, current = 0, room = 1e18; // what is added must be below `room`
    bool any = false, scaled = false, article = false;
    uint32_t here = at;
    for (;;) {
        uint32_t next = here;
        bool joined = false;
        if (any) {
            if (words_hyphen(words, next)) next++;
            length = numeral_phrase_is(numbers, words, next, NUMERAL_AND, NULL);
            if (length) {
                joined = true;
                next += length;
                if (words_hyphen(words, next)) next++;
            }
        }
        if (any && joined && (length = fraction_at(numbers, words, next, &value)) != 0 &&
            is_countable(current + value)) {
            current += value; // "three and a half"
            here = next + length;
            if (words_hyphen(words, here)) here++;
            room = 0;
            continue;
        }
        if (any && !joined &&
            (length = numeral_phrase_is(numbers, words, next, NUMERAL_FRACTION, &value)) != 0 &&
            current > 0 && !scaled) {
            *numeral = (struct numeral){ .end = next + length, .value = current * value, .is_share = true };
            return true; // "two thirds"
        }
        if ((!joined || scaled) &&
            ((length = numeral_phrase_is(numbers, words, next, NUMERAL_UNIT, &value)) != 0 ||
             (length = numeral_phrase_is(numbers, words, next, NUMERAL_TEN, &value)) != 0)) {
            if (value >= room || article) break;
            current += value;
            room = value >= 20 ? 10 : 0;
            here = next + length;
            any = true;
            continue;
        }
        if (!joined && (length = numeral_phrase_is(numbers, words, next, NUMERAL_SCALE, &value)) != 0 &&
            any) {
            double product = (current > 0 ? current : 1) * value;
            if (!is_countable(total + product)) break;
            current = value < 1000 ? product : 0;
            if (value >= 1000) total += product;
            room = value;
            scaled = true;
            article = false;
            here = next + length;
            continue;
        }
        if (!any && (length = numeral_phrase_is(numbers, words, next, NUMERAL_ARTICLE, NULL)) != 0 &&
            numeral_phrase_is(numbers, words, next + length, NUMERAL_SCALE, NULL)) {
            any = article = true;
            current = 1;
            here = next + length;
            continue;
        }
        break;
    }
    // An ordinal ends a compound ("twenty-first") or stands alone.
    uint32_t next = any && words_hyphen(words, here) ? here + 1 : here;
    if ((length = numeral_phrase_is(numbers, words, next, NUMERAL_ORDINAL, &value)) != 0 &&
        (!any || room == 10)) {
        *numeral =
            (struct numeral){ .end = next + length, .value = total + current + value, .is_ordinal = true };
        return true;
    }
    if (!any || article) return false;
    *numeral = (struct numeral){ .end = here, .value = total + current, .is_scaled = scaled };
    return true;
}
