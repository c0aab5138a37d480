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

// The value or range at a place, before what stands around it is looked at.
struct bounds {
    double low, high;
    uint32_t first, end; // tokens, without "between"
    struct numeral first_numeral;
    bool is_range, is_between, in_figures, has_plus;
};

// "40-50": marks between figures are a range when there is one and it rises, else a score, a date or a
// telephone number.
static bool hyphen_range(const struct scan *scan, size_t hyphen, struct bounds *bounds) {
    struct slice text = scan->words.folded[bounds->first];
    struct slice rest = slice_part(text, hyphen + 1, text.length);
    if (figures_read(slice_part(text, 0, hyphen), &bounds->low) != hyphen || rest.length == 0 ||
        figures_read(rest, &bounds->high) != rest.length || bounds->low >= bounds->high)
        return false;
    struct numeral high = { .end = bounds->first + 1, .value = bounds->high, .in_figures = true };
    scales_read(scan->numbers, &scan->words, &high);
    if (high.is_scaled) bounds->low *= high.value / bounds->high, bounds->high = high.value;
    bounds->first_numeral = high;
    bounds->end = high.end;
    bounds->is_range = bounds->in_figures = true;
    return true;
}

// "two to three million": the scale of the second holds for the first.
static double scale_shared(const struct scan *scan, uint32_t at, double first, double high) {
    double unit = 1;
    struct numeral bare;
    if (!numeral_read(scan->numbers, &scan->words, at, &bare)) return first;
    while (unit * 1000 <= high) unit *= 1000;
    if (unit == 1 && high >= 100) unit = 100;
    return first * unit < high ? first * unit : first;
}

// "three to five", "between three and five": the second number of a range.
static void range_join(const struct scan *scan, struct bounds *bounds) {
    const struct words *words = &scan->words;
    const struct numeral *low = &bounds->first_numeral;
    uint32_t end = bounds->end;
    uint32_t join =
        numeral_phrase_is(scan->numbers, words, end, bounds->is_between ? NUMERAL_AND : NUMERAL_OR, NULL);
    bool is_change = bounds->first > 0 && is_kind_at(scan, bounds->first - 1, NUMERAL_FROM);
    struct numeral high;
    if (!join || is_change || low->is_zero || end + join >= words->count || scan->taken[end + join] ||
        !numeral_read(scan->numbers, words, end + join, &high))
        return;
    if (high.is_zero || high.is_ordinal || high.is_share || low->is_share || low->is_ordinal) return;
    if (words_hyphen(words, end) && words_hyphen(words, high.end)) return;
    double first = low->value;
    if (high.is_scaled && !low->is_scaled) first = scale_shared(scan, end + join, first, high.value);
    if (first >= high.value) return;
    bounds->low = first;
    bounds->high = high.value;
    bounds->end = high.end;
    bounds->is_range = true;
}

static bool bounds_read(const struct scan *scan, uint32_t at, struct bounds *bounds) {
    const struct words *words = &scan->words;
    uint32_t between = numeral_phrase_is(scan->numbers, words, at, NUMERAL_BETWEEN, NULL);
    *bounds = (struct bounds){ .first = at + between, .is_between = between > 0 };
    if (bounds->first >= words->count || scan->taken[bounds->first]) return false;
    struct slice text = words->folded[bounds->first];
    size_t hyphen = text.length && is_digit(text.start[0]) ? slice_find(text, SLICE("-"), 0) : SIZE_MAX;
    if (hyphen != SIZE_MAX) return hyphen_range(scan, hyphen, bounds);
    struct numeral *low = &bounds->first_numeral;
    if (!numeral_read(scan->numbers, words, bounds->first, low)) return false;
    bounds->low = bounds->high = low->value;
    bounds->end = low->end;
    bounds->in_figures = low->in_figures;
    bounds->has_plus = text.length && text.start[text.length - 1] == '+';
    if (bounds->end < words->count) range_join(scan, bounds);
    return !bounds->is_between || bounds->is_range;
}

// "no" counts what it stands before: not "no longer", "no doubt that".
static bool is_idle_zero(const struct scan *scan, const struct bounds *bounds) {
    const struct numeral *low = &bounds->first_numeral;
    if (!low->is_zero || bounds->is_range || low->end != bounds->first + 1) return false;
    enum upos upos = scan->words.sentence->tokens[bounds->first].upos;
    return upos != UPOS_DET && upos != UPOS_PRON && upos != UPOS_NOUN;
}

// Money and shares, by the words around. False for what is weighed.
static bool unit_read(const struct scan *scan, uint32_t start, const struct bounds *bounds,
                      struct number *number) {
    const struct words *words = &scan->words;
    bool is_amount = bounds->in_figures || bounds->first_numeral.is_scaled;
    if (start > 0 && is_amount && is_kind_at(scan, start - 1, NUMERAL_CURRENCY)) {
        number->is_money = true;
        number->first = start - 1;
    }
    uint32_t after = words_hyphen(words, number->end) ? number->end + 1 : number->end, length;
    if ((length = numeral_phrase_is(scan->numbers, words, after, NUMERAL_PERCENT, NULL)) != 0) {
        number->is_percent = true;
        number->end = after + length;
    } else if ((length = numeral_phrase_is(scan->numbers, words, after, NUMERAL_CURRENCY, NULL)) != 0) {
        number->is_money = true;
        number->end = after + length;
    } else if (numeral_phrase_is(scan->numbers, words, after, NUMERAL_MEASURE, NULL)) {
        return false;
    }
    return true;
}

// ", 39," behind a name.
static bool is_age_between_commas(const struct scan *scan, uint32_t start, const struct number *number) {
    uint32_t end = number->end;
    return start > 1 && number->low >= 1 && number->low <= 120 &&
           (is_mark(scan, start - 1, ",") || is_mark(scan, start - 1, "(")) &&
           (is_mark(scan, end, ",") || is_mark(scan, end, ")") || is_mark(scan, end, ".")) &&
           scan->words.sentence->tokens[start - 2].upos == UPOS_PROPN;
}

static void age_read(const struct scan *scan, uint32_t start, const struct bounds *bounds,
                     struct number *number) {
    uint32_t age = age_after(scan, number->end);
    if (age) {
        number->is_age = true;
        number->end = age;
    } else if (start > 0 && is_kind_at(scan, start - 1, NUMERAL_AGE_BEFORE)) {
        number->is_age = true;
        number->first = start - 1;
    } else if (bounds->in_figures && !bounds->is_range) {
        number->is_age = is_age_between_commas(scan, start, number);
    }
}

static void qualifiers_read(const struct scan *scan, const struct bounds *bounds, struct number *number) {
    bool found;
    uint32_t first = number->first;
    enum qualifier qualifier = qualifier_before(scan, number->first, &first, &found);
    if (!found && number->first > 0 && is_kind_at(scan, number->first - 1, NUMERAL_ARTICLE))
        qualifier = qualifier_before(scan, number->first - 1, &first, &found);
    if (found) number->first = first;
    if (!found || qualifier == QUALIFIER_NONE) {
        enum qualifier behind = qualifier_after(scan, &number->end);
        if (behind != QUALIFIER_NONE) qualifier = behind;
    }
    if (qualifier == QUALIFIER_NONE && (bounds->has_plus || number->is_vague))
        qualifier = QUALIFIER_MORE_THAN;
    number->qualifier = qualifier;
    // "all but two"
    for (uint32_t words = 1; words <= NUMERAL_PHRASE_WORDS && words <= number->first; words++)
        if (numeral_phrase_is(scan->numbers, &scan->words, number->first - words, NUMERAL_EXCEPT, NULL) ==
            words) {
            number->is_remainder = true;
            number->first -= words;
            break;
        }
}

// Reads the count at `at` into `number`; returns where to go on, `at` itself when there is none. What is no
// count leaves `number->end` at 0.
static uint32_t count_read(const struct scan *scan, uint32_t at, struct number *number) {
    struct bounds bounds;
    *number = (struct number){ .end = 0 };
    if (!bounds_read(scan, at, &bounds)) return at;
    const struct numeral *low = &bounds.first_numeral;
    if (low->is_ordinal || is_idle_zero(scan, &bounds)) return low->end;
    if (!bounds.is_between && is_label(scan, bounds.first, low)) return bounds.end;
    *number = (struct number){ .sentence = scan->sentence,
                               .first = at,
                               .end = bounds.end,
                               .low = bounds.low,
                               .high = bounds.high,
                               .is_percent = low->is_share,
                               .is_vague = low->is_vague };
    if (low->is_share) number->low = number->high = low->value * 100;
    if (!unit_read(scan, at, &bounds, number)) {
        number->end = 0; // no count
        return bounds.end;
    }
    age_read(scan, at, &bounds, number);
    qualifiers_read(scan, &bounds, number);
    const struct sentence *sentence = scan->words.sentence;
    uint32_t inside = bounds.first;
    number->head =
        head_of_range(sentence, inside, low->end > inside && !bounds.is_range ? low->end : number->end);
    number->span.start = sentence->tokens[number->first].span.start;
    number->span.end = sentence->tokens[number->end - 1].span.end;
    return number->end;
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
