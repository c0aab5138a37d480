// block_texts.h - what the text of a block says by itself, as small numbers.
#pragma once

#include "read/page/blocks.h"

struct shape { // how many of each kind of byte; `stops` are followed by a space, a quotation mark or the end
    uint32_t letters, digits, capitals, stops, bytes;
    bool ends_in_stop, ends_in_colon, starts_upper;
};
struct shape shape_of(struct slice text); // not empty

struct word_chances {               // of a block's words: 128 where nothing is known
    uint8_t low, mean, first, last; // `first`: of the first two one that is known
};
struct word_tokens { // of a text of at most BLOCK_WORDS words; none of a longer one
    uint32_t hashes[BLOCK_WORDS];
    unsigned count;
};
void word_tokens_of(struct slice text, uint32_t words, struct word_tokens *tokens);
struct word_chances word_chances_of(const struct word_tokens *tokens, const struct token_table *table);

struct title_words { // of the page's title
    uint32_t hashes[BLOCK_WORDS], count;
    uint64_t bits; // by the low bits of these: who has none is not among them
};
struct title_words title_words_of(struct slice title);
// How many of the words of a block are in the title, in eighths of the longer one; 0 when it is long.
uint8_t title_likeness(const struct word_tokens *tokens, const struct title_words *title);

struct said { // the runs of three words of the story that the page says once more for machines
    uint32_t *table;
    uint32_t size; // 0: the page does not
};
struct said said_of(const struct html *html, struct arena *arena);
// How much of the text is said there, in eighths.
uint8_t said_share(const struct said *said, struct slice text);

// `part` of `whole` in `steps`; both less than 2^26. Nothing of nothing is 0.
static inline uint8_t share_of(uint32_t part, uint32_t whole, uint32_t steps) {
    return whole ? (uint8_t)(part * steps / whole) : 0;
}
