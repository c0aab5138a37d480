// numbers.c - counts in words and figures.
//
// What numerals.c reads is looked at with the words around it: what makes it a range, how exact it is, and
// whether it is a count at all. Not counts are: parts of dates (times.c has been there), parts of names,
// numbers that label something ("Resolution 242"), telephone numbers and scores (more than one mark inside),
// ordinals, and amounts of what is weighed.
#include "meaning/numerals.h"

#include "base/utf8.h"
#include "base/vector.h"

#include <string.h>

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
    for (uint32_t count = at < NUMERAL_PHRASE_WORDS ? at : NUMERAL_PHRASE_WORDS; count >= 1; count--) {
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
    if (longest > NUMERAL_PHRASE_WORDS) longest = NUMERAL_PHRASE_WORDS;
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
        if (words_hyphen(&scan->words, i)) continue;
        struct slice word = scan->words.folded[i];
        if (length + word.length + 1 > sizeof text) return 0;
        if (length) text[length++] = ' ';
        if (word.length) memcpy(text + length, word.start, word.length);
        length += word.length;
        words++;
        if (numeral_text_is(scan->numbers, (struct slice){ text, length }, NUMERAL_AGE_AFTER, NULL))
            return i + 1;
    }
    return 0;
}

static bool is_kind_at(const struct scan *scan, uint32_t at, enum numeral_kind kind) {
    return numeral_phrase_is(scan->numbers, &scan->words, at, kind, NULL) != 0;
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
        if (numeral_text_is(scan->numbers, word, NUMERAL_LABEL, NULL)) return true;
    }
    const struct token *token = &scan->words.sentence->tokens[at];
    return numeral->in_figures && before->upos == UPOS_PROPN && token->head == (int32_t)at - 1;
}

static uint32_t head_of_range(const struct sentence *sentence, uint32_t first, uint32_t end) {
    for (uint32_t i = end; i > first; i--) {
        int32_t head = sentence->tokens[i - 1].head;
        if (sentence->tokens[i - 1].upos != UPOS_PUNCT && (head < (int32_t)first || head >= (int32_t)end))
            return i - 1;
    }
    return end - 1;
}

// Reads the count at `at` into `number`; returns where to go on, `at` itself when there is none.
static uint32_t count_read(const struct scan *scan, uint32_t at, struct number *number) {
    const struct words *words = &scan->words;
    const struct numbers *numbers = scan->numbers;
    uint32_t start = at;
    bool between = false;
    uint32_t length = numeral_phrase_is(numbers, words, at, NUMERAL_BETWEEN, NULL);
    if (length) {
        between = true;
        at += length;
    }
    // Marks between figures: a range when there is one and it rises, else a score, a date or a telephone
    // number.
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
        uint32_t join = end < words->count
                            ? numeral_phrase_is(numbers, words, end, between ? NUMERAL_AND : NUMERAL_OR, NULL)
                            : 0;
        if (join && !(start > 0 && is_kind_at(scan, start - 1, NUMERAL_FROM)) && !low.is_zero &&
            end + join < words->count && !scan->taken[end + join] &&
            numeral_read(numbers, words, end + join, &high) && !high.is_zero && !high.is_ordinal &&
            !high.is_share && !low.is_share && !low.is_ordinal &&
            !(words_hyphen(words, end) && words_hyphen(words, high.end))) {
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
        if (token->upos != UPOS_DET && token->upos != UPOS_PRON && token->upos != UPOS_NOUN &&
            low.end == at + 1)
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
    uint32_t after = words_hyphen(words, end) ? end + 1 : end;
    if ((length = numeral_phrase_is(numbers, words, after, NUMERAL_PERCENT, NULL)) != 0) {
        number->is_percent = true;
        end = after + length;
    } else if ((length = numeral_phrase_is(numbers, words, after, NUMERAL_CURRENCY, NULL)) != 0) {
        number->is_money = true;
        end = after + length;
    } else if (numeral_phrase_is(numbers, words, after, NUMERAL_MEASURE, NULL)) {
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
    if (hyphen == SIZE_MAX && text.length && text.start[text.length - 1] == '+' &&
        qualifier == QUALIFIER_NONE)
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
            for (uint32_t i = expression->first; i < expression->end && i < sentence->count; i++)
                scan.taken[i] = true;
        }
        for (size_t n = 0; n < sentence->name_count; n++)
            for (uint32_t i = sentence->names[n].first + 1; i < sentence->names[n].end && i < sentence->count;
                 i++)
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
