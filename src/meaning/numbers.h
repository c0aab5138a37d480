// numbers.h - number words and figures as values, for numbers.c and times.c.
#pragma once

#include "meaning/parts.h"

// The words of one sentence as the tables know them: folded, a full stop at the end of an abbreviation kept.
struct words {
    const struct sentence *sentence;
    const struct slice *folded; // [sentence->count]
    uint32_t count;
};
struct words words_fold(const struct sentence *sentence, struct arena *arena);
// The words [at, at + count) with one space between, in `buffer`; empty when they do not fit or run over the end.
#define WORDS_PHRASE_LIMIT 96u
struct slice words_phrase(const struct words *words, uint32_t at, uint32_t count, char buffer[WORDS_PHRASE_LIMIT]);

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
bool numeral_read(const struct numbers *numbers, const struct words *words, uint32_t at, struct numeral *numeral);
