// numbers.c - counts in words and figures.
//
// A number is read from left to right as it is spoken: units and tens add up, a scale multiplies what stands before
// it ("two hundred and five thousand"), vague plurals give only their size. Then the words around it are looked at:
// what makes it a range, how exact it is, and whether it is a count at all. Not counts are: parts of dates (times.c
// has been there), parts of names, numbers that label something ("Resolution 242"), telephone numbers and scores
// (more than one mark inside), ordinals, and amounts of what is weighed.
#include "meaning/numbers.h"

#include "base/utf8.h"
#include "base/vector.h"

#include <stdlib.h>
#include <string.h>

#define NUMERAL_KIND_LIST(X)                                                                                           \
    X(UNIT, "unit") X(TEN, "ten") X(SCALE, "scale") X(SCALE_ENDING, "scale-ending") X(VAGUE, "vague")                  \
    X(TIMES, "times") X(FEW, "few") X(FRACTION, "fraction") X(ARTICLE, "article") X(ZERO, "zero")                      \
    X(ORDINAL, "ordinal") X(ORDINAL_ENDING, "ordinal-ending") X(AND, "and") X(OR, "or") X(BETWEEN, "between")          \
    X(FROM, "from") X(PERCENT, "percent") X(CURRENCY, "currency") X(MEASURE, "measure") X(AGE_BEFORE, "age-before")    \
    X(AGE_AFTER, "age-after") X(LABEL, "label")
enum numeral_kind {
#define NUMERAL_KIND_SYMBOL(symbol, name) NUMERAL_##symbol,
    NUMERAL_KIND_LIST(NUMERAL_KIND_SYMBOL)
#undef NUMERAL_KIND_SYMBOL
        NUMERAL_KINDS
};
static const char *const kind_names[] = {
#define NUMERAL_KIND_NAME(symbol, name) name,
    NUMERAL_KIND_LIST(NUMERAL_KIND_NAME)
#undef NUMERAL_KIND_NAME
};

static const char *const qualifier_names[] = { NULL, "about", "at-least", "at-most", "more-than", "less-than" };

#define PHRASE_WORDS_LIMIT 5u // words of the longest phrase that is looked up

struct numbers {
    const struct table *words, *qualifiers;
    uint8_t *kinds;      // [rows of words]
    uint8_t *qualifies;  // [rows of qualifiers] enum qualifier
    bool *stands_before; // [rows of qualifiers]
    unsigned value_column;
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
        while (qualifier <= QUALIFIER_LESS_THAN && !slice_equal(name, slice_of(qualifier_names[qualifier]))) qualifier++;
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

struct slice words_phrase(const struct words *words, uint32_t at, uint32_t count, char buffer[WORDS_PHRASE_LIMIT]) {
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

static bool text_is(const struct numbers *numbers, struct slice text, enum numeral_kind kind, double *value) {
    struct table_walk walk = table_lookup(numbers->words, text);
    for (size_t row; (row = table_next(&walk)) != TABLE_END;) {
        if (numbers->kinds[row] != kind) continue;
        if (value) *value = table_number(numbers->words, row, numbers->value_column);
        return true;
    }
    return false;
}

// How many words at `at` form a phrase of this kind, the longest; 0 when none.
static uint32_t phrase_is(const struct numbers *numbers, const struct words *words, uint32_t at,
                          enum numeral_kind kind, double *value) {
    if (at >= words->count) return 0;
    unsigned longest = table_longest(numbers->words, words->folded[at]);
    if (longest > PHRASE_WORDS_LIMIT) longest = PHRASE_WORDS_LIMIT;
    for (uint32_t count = longest; count >= 1; count--) {
        char buffer[WORDS_PHRASE_LIMIT];
        struct slice phrase = words_phrase(words, at, count, buffer);
        if (phrase.length && text_is(numbers, phrase, kind, value)) return count;
        if (count == 1 && phrase.length > 1 && phrase.start[phrase.length - 1] == '.' &&
            text_is(numbers, slice_part(phrase, 0, phrase.length - 1), kind, value))
            return 1;
    }
    return 0;
}

static bool is_hyphen(const struct words *words, uint32_t at) {
    return at < words->count && slice_equal(words->folded[at], SLICE("-"));
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Figures at the start of `text`: thousand marks in their places, one decimal point. Bytes used, 0 when it is none.
static size_t figures_read(struct slice text, double *value) {
    size_t i = 0, run = 0, groups = 0;
    double sum = 0;
    for (; i < text.length; i++) {
        char c = text.start[i];
        if (is_digit(c)) {
            if (++run > 18) return 0;
            sum = sum * 10 + (c - '0');
        } else if (c == ',' && i + 3 < text.length && is_digit(text.start[i + 1]) && is_digit(text.start[i + 2]) &&
                   is_digit(text.start[i + 3]) && run >= 1 && (groups ? run == 3 : run <= 3)) {
            groups++;
            run = 0;
        } else {
            break;
        }
    }
    if (i == 0 || (groups && run != 3)) return 0;
    if (i + 1 < text.length && text.start[i] == '.' && is_digit(text.start[i + 1])) {
        double place = 0.1;
        for (i++; i < text.length && is_digit(text.start[i]); i++, place /= 10) sum += place * (text.start[i] - '0');
    }
    *value = sum;
    return i;
}

// Multiplies by the scales that follow ("1.7 billion", "two dozen").
static void scales_read(const struct numbers *numbers, const struct words *words, struct numeral *numeral) {
    double scale;
    for (uint32_t length; (length = phrase_is(numbers, words, numeral->end, NUMERAL_SCALE, &scale)) != 0;) {
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
    if (text_is(numbers, rest, NUMERAL_ORDINAL_ENDING, NULL)) {
        numeral->is_ordinal = true;
        return true;
    }
    if (text_is(numbers, rest, NUMERAL_SCALE, &scale) || text_is(numbers, rest, NUMERAL_SCALE_ENDING, &scale)) {
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
    uint32_t length = phrase_is(numbers, words, at, NUMERAL_VAGUE, &value);
    if (!length) return false;
    *numeral = (struct numeral){ .end = at + length, .value = value, .is_vague = true };
    uint32_t times = phrase_is(numbers, words, numeral->end, NUMERAL_TIMES, NULL);
    if (times) {
        length = phrase_is(numbers, words, numeral->end + times, NUMERAL_VAGUE, &more);
        if (length) {
            numeral->value *= more;
            numeral->end += times + length;
        }
    }
    return true;
}

// A fraction at `at`, with an article before it when there is one; `*value` is what it adds to one.
static uint32_t fraction_at(const struct numbers *numbers, const struct words *words, uint32_t at, double *value) {
    uint32_t start = at, length;
    if ((length = phrase_is(numbers, words, at, NUMERAL_ARTICLE, NULL)) != 0) at += length;
    if (is_hyphen(words, at)) at++;
    if ((length = phrase_is(numbers, words, at, NUMERAL_FRACTION, value)) == 0) return 0;
    return at + length - start;
}

bool numeral_read(const struct numbers *numbers, const struct words *words, uint32_t at, struct numeral *numeral) {
    if (at >= words->count || words->folded[at].length == 0) return false;
    if (is_digit(words->folded[at].start[0])) return figures_numeral(numbers, words, at, numeral);
    if (table_longest(numbers->words, words->folded[at]) == 0) return false;
    double value;
    uint32_t length;
    if ((length = phrase_is(numbers, words, at, NUMERAL_ZERO, &value)) != 0) {
        *numeral = (struct numeral){ .end = at + length, .value = value, .is_zero = true };
        return true;
    }
    if (vague_numeral(numbers, words, at, numeral)) return true;
    // "several thousand": only the scale is known.
    if ((length = phrase_is(numbers, words, at, NUMERAL_FEW, &value)) != 0) {
        *numeral = (struct numeral){ .end = at + length, .value = 1, .is_vague = true };
        scales_read(numbers, words, numeral);
        if (numeral->is_scaled) return true;
        if (vague_numeral(numbers, words, at + length, numeral)) return true;
    }
    // "half a million", "a quarter of a million"
    if ((length = fraction_at(numbers, words, at, &value)) != 0) {
        uint32_t next = at + length, skip;
        if ((skip = phrase_is(numbers, words, next, NUMERAL_TIMES, NULL)) != 0) next += skip;
        if ((skip = phrase_is(numbers, words, next, NUMERAL_ARTICLE, NULL)) != 0) next += skip;
        struct numeral scaled = { .end = next, .value = value };
        scales_read(numbers, words, &scaled);
        if (scaled.is_scaled) {
            *numeral = scaled;
            return true;
        }
        if (!phrase_is(numbers, words, at, NUMERAL_ORDINAL, NULL)) {
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
            if (is_hyphen(words, next)) next++;
            length = phrase_is(numbers, words, next, NUMERAL_AND, NULL);
            if (length) {
                joined = true;
                next += length;
                if (is_hyphen(words, next)) next++;
            }
        }
        if (any && joined && (length = fraction_at(numbers, words, next, &value)) != 0) {
            current += value; // "three and a half"
            here = next + length;
            if (is_hyphen(words, here)) here++;
            room = 0;
            continue;
        }
        if (any && !joined && (length = phrase_is(numbers, words, next, NUMERAL_FRACTION, &value)) != 0 && current > 0 &&
            !scaled) {
            *numeral = (struct numeral){ .end = next + length, .value = current * value, .is_share = true };
            return true; // "two thirds"
        }
        if ((!joined || scaled) && ((length = phrase_is(numbers, words, next, NUMERAL_UNIT, &value)) != 0 ||
                                    (length = phrase_is(numbers, words, next, NUMERAL_TEN, &value)) != 0)) {
            if (value >= room || article) break;
            current += value;
            room = value >= 20 ? 10 : 0;
            here = next + length;
            any = true;
            continue;
        }
        if (!joined && (length = phrase_is(numbers, words, next, NUMERAL_SCALE, &value)) != 0 && any) {
            if (value < 1000) {
                current = (current > 0 ? current : 1) * value;
                room = value;
            } else {
                total += (current > 0 ? current : 1) * value;
                current = 0;
                room = value;
            }
            scaled = true;
            article = false;
            here = next + length;
            continue;
        }
        if (!any && (length = phrase_is(numbers, words, next, NUMERAL_ARTICLE, NULL)) != 0 &&
            phrase_is(numbers, words, next + length, NUMERAL_SCALE, NULL)) {
            any = article = true;
            current = 1;
            here = next + length;
            continue;
        }
        break;
    }
    // An ordinal ends a compound ("twenty-first") or stands alone.
    uint32_t next = any && is_hyphen(words, here) ? here + 1 : here;
    if ((length = phrase_is(numbers, words, next, NUMERAL_ORDINAL, &value)) != 0 && (!any || room == 10)) {
        *numeral = (struct numeral){ .end = next + length, .value = total + current + value, .is_ordinal = true };
        return true;
    }
    if (!any || article) return false;
    *numeral = (struct numeral){ .end = here, .value = total + current, .is_scaled = scaled };
    return true;
}

// ---- counts in their surroundings

struct scan {
    const struct numbers *numbers;
    const struct meaning *meaning;
    struct words words;
    uint32_t sentence;
    bool *taken; // [words.count] tokens of times, and of names after their first token
};

// The qualifier whose words end just before `at`; moves `*first` to its start.
static enum qualifier qualifier_before(const struct scan *scan, uint32_t at, uint32_t *first, bool *found) {
    const struct numbers *numbers = scan->numbers;
    *found = false;
    for (uint32_t count = at < PHRASE_WORDS_LIMIT ? at : PHRASE_WORDS_LIMIT; count >= 1; count--) {
        char buffer[WORDS_PHRASE_LIMIT];
        struct slice phrase = words_phrase(&scan->words, at - count, count, buffer);
        if (!phrase.length) continue;
        struct table_walk walk = table_lookup(numbers->qualifiers, phrase);
        for (size_t row; (row = table_next(&walk)) != TABLE_END;) {
            if (!numbers->stands_before[row]) continue;
            *first = at - count;
            *found = true;
            return (enum qualifier)numbers->qualifies[row];
        }
    }
    return QUALIFIER_NONE;
}

static enum qualifier qualifier_after(const struct scan *scan, uint32_t *end) {
    const struct numbers *numbers = scan->numbers;
    if (*end >= scan->words.count) return QUALIFIER_NONE;
    unsigned longest = table_longest(numbers->qualifiers, scan->words.folded[*end]);
    if (longest > PHRASE_WORDS_LIMIT) longest = PHRASE_WORDS_LIMIT;
    for (uint32_t count = longest; count >= 1; count--) {
        char buffer[WORDS_PHRASE_LIMIT];
        struct slice phrase = words_phrase(&scan->words, *end, count, buffer);
        if (!phrase.length) continue;
        struct table_walk walk = table_lookup(numbers->qualifiers, phrase);
        for (size_t row; (row = table_next(&walk)) != TABLE_END;) {
            if (numbers->stands_before[row]) continue;
            *end += count;
            return (enum qualifier)numbers->qualifies[row];
        }
    }
    return QUALIFIER_NONE;
}

// "17-year-old", "9 years old": the words after the number without their hyphens.
static uint32_t age_after(const struct scan *scan, uint32_t at) {
    char text[WORDS_PHRASE_LIMIT];
    size_t length = 0;
    unsigned words = 0;
    for (uint32_t i = at; i < scan->words.count && words < 3 && i < at + 6; i++) {
        if (is_hyphen(&scan->words, i)) continue;
        struct slice word = scan->words.folded[i];
        if (length + word.length + 1 > sizeof text) return 0;
        if (length) text[length++] = ' ';
        if (word.length) memcpy(text + length, word.start, word.length);
        length += word.length;
        words++;
        if (text_is(scan->numbers, (struct slice){ text, length }, NUMERAL_AGE_AFTER, NULL)) return i + 1;
    }
    return 0;
}

static bool is_kind_at(const struct scan *scan, uint32_t at, enum numeral_kind kind) {
    return phrase_is(scan->numbers, &scan->words, at, kind, NULL) != 0;
}

static bool is_mark(const struct scan *scan, uint32_t at, const char *mark) {
    return at < scan->words.count && slice_equal(scan->words.folded[at], slice_of(mark));
}

// A number right of a capitalised word, or of a word that takes a number for a name.
static bool is_label(const struct scan *scan, uint32_t at, const struct numeral *numeral) {
    if (at == 0) return false;
    const struct token *before = &scan->words.sentence->tokens[at - 1];
    if (before->upos == UPOS_NOUN || before->upos == UPOS_PROPN || before->upos == UPOS_X) {
        struct slice word = scan->words.folded[at - 1];
        if (word.length && word.start[word.length - 1] == '.') word = slice_part(word, 0, word.length - 1);
        if (text_is(scan->numbers, word, NUMERAL_LABEL, NULL)) return true;
    }
    const struct token *token = &scan->words.sentence->tokens[at];
    return numeral->in_figures && before->upos == UPOS_PROPN && token->head == (int32_t)at - 1;
}

static uint32_t head_of_range(const struct sentence *sentence, uint32_t first, uint32_t end) {
    for (uint32_t i = end; i > first; i--) {
        int32_t head = sentence->tokens[i - 1].head;
        if (sentence->tokens[i - 1].upos != UPOS_PUNCT && (head < (int32_t)first || head >= (int32_t)end)) return i - 1;
    }
    return end - 1;
}

// Reads the count at `at` into `number`; returns where to go on, `at` itself when there is none.
static uint32_t count_read(const struct scan *scan, uint32_t at, struct number *number) {
    const struct words *words = &scan->words;
    const struct numbers *numbers = scan->numbers;
    uint32_t start = at;
    bool between = false;
    uint32_t length = phrase_is(numbers, words, at, NUMERAL_BETWEEN, NULL);
    if (length) {
        between = true;
        at += length;
    }
    // Marks between figures: a range when there is one and it rises, else a score, a date or a telephone number.
    struct slice text = words->folded[at < words->count ? at : start];
    struct numeral low, high;
    if (at >= words->count || scan->taken[at]) return start;
    size_t hyphen = SIZE_MAX;
    if (text.length && is_digit(text.start[0])) hyphen = slice_find(text, SLICE("-"), 0);
    *number = (struct number){ .sentence = scan->sentence };
    uint32_t end;
    bool is_range = false, in_figures;
    if (hyphen != SIZE_MAX) {
        struct slice rest = slice_part(text, hyphen + 1, text.length);
        if (figures_read(slice_part(text, 0, hyphen), &number->low) != hyphen || rest.length == 0 ||
            figures_read(rest, &number->high) != rest.length || number->low >= number->high)
            return start;
        low = high = (struct numeral){ .end = at + 1, .value = number->high, .in_figures = true };
        is_range = true;
        scales_read(numbers, words, &high);
        if (high.is_scaled) number->low *= high.value / number->high, number->high = high.value;
        end = high.end;
        in_figures = true;
    } else {
        if (!numeral_read(numbers, words, at, &low)) return start;
        number->low = number->high = low.value;
        end = low.end;
        in_figures = low.in_figures;
        uint32_t join = end < words->count ? phrase_is(numbers, words, end, between ? NUMERAL_AND : NUMERAL_OR, NULL) : 0;
        if (join && !(start > 0 && is_kind_at(scan, start - 1, NUMERAL_FROM)) && !low.is_zero &&
            end + join < words->count && !scan->taken[end + join] &&
            numeral_read(numbers, words, end + join, &high) && !high.is_zero && !high.is_ordinal && !high.is_share &&
            !low.is_share && !low.is_ordinal && !(is_hyphen(words, end) && is_hyphen(words, high.end))) {
            double first = low.value;
            if (high.is_scaled && !low.is_scaled) { // "two to three million"
                double unit = 1;
                struct numeral bare;
                if (numeral_read(numbers, words, end + join, &bare)) {
                    while (unit * 1000 <= high.value) unit *= 1000;
                    if (unit == 1 && high.value >= 100) unit = 100;
                }
                if (first * unit < high.value) first *= unit;
            }
            if (first < high.value) {
                number->low = first;
                number->high = high.value;
                end = high.end;
                is_range = true;
            }
        }
    }
    if (between && !is_range) return start;
    if (low.is_ordinal) return low.end;
    if (low.is_zero && !is_range) {
        // "no" counts what it stands before: not "no longer", "no doubt that".
        const struct token *token = &words->sentence->tokens[at];
        if (token->upos != UPOS_DET && token->upos != UPOS_PRON && token->upos != UPOS_NOUN && low.end == at + 1)
            return low.end;
    }
    if (!between && is_label(scan, at, &low)) return end;
    number->first = start;
    uint32_t inside = at;
    number->is_percent = low.is_share;
    if (low.is_share) number->low = number->high = low.value * 100;
    number->is_vague = low.is_vague;
    // What is counted decides: money, shares, measures, ages.
    if (start > 0 && is_kind_at(scan, start - 1, NUMERAL_CURRENCY) && (in_figures || low.is_scaled)) {
        number->is_money = true;
        number->first = start - 1;
    }
    uint32_t after = is_hyphen(words, end) ? end + 1 : end;
    if ((length = phrase_is(numbers, words, after, NUMERAL_PERCENT, NULL)) != 0) {
        number->is_percent = true;
        end = after + length;
    } else if ((length = phrase_is(numbers, words, after, NUMERAL_CURRENCY, NULL)) != 0) {
        number->is_money = true;
        end = after + length;
    } else if (phrase_is(numbers, words, after, NUMERAL_MEASURE, NULL)) {
        return end;
    }
    uint32_t age = age_after(scan, end);
    if (age) {
        number->is_age = true;
        end = age;
    } else if (start > 0 && is_kind_at(scan, start - 1, NUMERAL_AGE_BEFORE)) {
        number->is_age = true;
        number->first = start - 1;
    } else if (in_figures && !is_range && start > 1 && number->low >= 1 && number->low <= 120 &&
               (is_mark(scan, start - 1, ",") || is_mark(scan, start - 1, "(")) &&
               (is_mark(scan, end, ",") || is_mark(scan, end, ")") || is_mark(scan, end, ".")) &&
               words->sentence->tokens[start - 2].upos == UPOS_PROPN) {
        number->is_age = true;
    }
    bool found;
    uint32_t first = number->first;
    enum qualifier qualifier = qualifier_before(scan, number->first, &first, &found);
    if (!found && number->first > 0 && is_kind_at(scan, number->first - 1, NUMERAL_ARTICLE))
        qualifier = qualifier_before(scan, number->first - 1, &first, &found);
    if (found) number->first = first;
    if (!found || qualifier == QUALIFIER_NONE) {
        enum qualifier behind = qualifier_after(scan, &end);
        if (behind != QUALIFIER_NONE) qualifier = behind;
    }
    if (hyphen == SIZE_MAX && text.length && text.start[text.length - 1] == '+' && qualifier == QUALIFIER_NONE)
        qualifier = QUALIFIER_MORE_THAN;
    if (number->is_vague && (qualifier == QUALIFIER_NONE)) qualifier = QUALIFIER_MORE_THAN;
    number->qualifier = qualifier;
    number->end = end;
    number->head = head_of_range(words->sentence, inside, low.end > inside && !is_range ? low.end : end);
    number->span.start = words->sentence->tokens[number->first].span.start;
    number->span.end = words->sentence->tokens[end - 1].span.end;
    return end;
}

void numbers_find(const struct numbers *numbers, const struct analysis *analysis, struct arena *arena,
                  struct meaning *meaning) {
    VECTOR_OF(struct number) found = { 0 };
    size_t time = 0;
    for (size_t s = 0; s < analysis->count; s++) {
        const struct sentence *sentence = &analysis->sentences[s];
        struct scan scan = { numbers, meaning, words_fold(sentence, arena), (uint32_t)s, NULL };
        scan.taken = ARENA_ARRAY(arena, bool, sentence->count + 1);
        for (; time < meaning->time_count && meaning->times[time].sentence <= s; time++) {
            const struct time_expression *expression = &meaning->times[time];
            if (expression->sentence < s) continue;
            for (uint32_t i = expression->first; i < expression->end && i < sentence->count; i++) scan.taken[i] = true;
        }
        for (size_t n = 0; n < sentence->name_count; n++)
            for (uint32_t i = sentence->names[n].first + 1; i < sentence->names[n].end && i < sentence->count; i++)
                if (sentence->names[n].type != NAME_GROUP) scan.taken[i] = true;
        for (uint32_t i = 0; i < sentence->count;) {
            struct number number;
            uint32_t next = scan.taken[i] ? i : count_read(&scan, i, &number);
            if (next == i) {
                i++;
                continue;
            }
            if (number.end == next) *vector_push(arena, &found) = number;
            i = next;
        }
    }
    meaning->numbers = found.items;
    meaning->number_count = found.count;
}
