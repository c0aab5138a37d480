// numerals.h - number words and figures as values, for numbers.c and the files of time.
#pragma once

#include "meaning/parts.h"

// What the tables call their kinds; docs/knowledge.md says what each means.
// clang-format off
#define NUMERAL_KIND_LIST(X)                                                                            \
    X(UNIT, "unit") X(TEN, "ten") X(SCALE, "scale") X(SCALE_ENDING, "scale-ending") X(VAGUE, "vague")   \
    X(TIMES, "times") X(FEW, "few") X(FRACTION, "fraction") X(ARTICLE, "article") X(ZERO, "zero")       \
    X(ORDINAL, "ordinal") X(ORDINAL_ENDING, "ordinal-ending") X(AND, "and") X(OR, "or")                 \
    X(BETWEEN, "between") X(FROM, "from") X(PERCENT, "percent") X(CURRENCY, "currency")                 \
    X(MEASURE, "measure") X(AGE_BEFORE, "age-before") X(AGE_AFTER, "age-after") X(LABEL, "label")       \
    X(POINT, "point") X(EXCEPT, "except")
// clang-format on
enum numeral_kind {
#define NUMERAL_KIND_SYMBOL(symbol, name) NUMERAL_##symbol,
    NUMERAL_KIND_LIST(NUMERAL_KIND_SYMBOL)
#undef NUMERAL_KIND_SYMBOL
        NUMERAL_KINDS
};

struct numbers { // compiled once, then only read
    const struct table *words, *qualifiers;
    uint8_t *kinds;      // [rows of words] enum numeral_kind
    uint8_t *qualifies;  // [rows of qualifiers] enum qualifier
    bool *stands_before; // [rows of qualifiers]
    unsigned value_column;
};

// The words of one sentence as the tables know them: folded, a full stop at the end of an abbreviation kept.
struct words {
    const struct sentence *sentence;
    const struct slice *folded; // [sentence->count]
    uint32_t count;
};
struct words words_fold(const struct sentence *sentence, struct arena *arena);
// The words [at, at + count) with one space between, in `buffer`; empty when they do not fit or run over the
// end.
#define WORDS_PHRASE_LIMIT 96u
struct slice words_phrase(const struct words *words, uint32_t at, uint32_t count,
                          char buffer[WORDS_PHRASE_LIMIT]);

bool words_hyphen(const struct words *words, uint32_t at); // "-" stands at `at`

#define NUMERAL_PHRASE_WORDS 5u // words of the longest phrase that is looked up
// Whether the whole of `text` is a word of this kind, its value in `*value` (may be NULL).
bool numeral_text_is(const struct numbers *numbers, struct slice text, enum numeral_kind kind, double *value);
// How many words at `at` form a phrase of this kind, the longest; 0 when none.
uint32_t numeral_phrase_is(const struct numbers *numbers, const struct words *words, uint32_t at,
                           enum numeral_kind kind, double *value);

struct numeral {
    uint32_t end; // one past the last token of the number itself
    double value;
    bool is_vague;   // "thousands", "several hundred"
    bool is_ordinal; // "third", "4th"
    bool is_share;   // "half", "two thirds"
    bool is_zero;    // "no", "nobody"
    bool in_figures; // plain digits, nothing else
    bool is_scaled;  // has a scale of its own: "two million"
};
// The longest number that starts at token `at`. False when there is none.
bool numeral_read(const struct numbers *numbers, const struct words *words, uint32_t at,
                  struct numeral *numeral);
// Figures at the start of `text`: thousand marks in their places, one decimal point. Bytes used, 0 when it is
// none.
size_t figures_read(struct slice text, double *value);
// Multiplies by the scales that follow ("1.7 billion", "two dozen").
void scales_read(const struct numbers *numbers, const struct words *words, struct numeral *numeral);

static inline bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
