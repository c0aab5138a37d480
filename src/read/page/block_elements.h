// block_elements.h - what the elements that hold a page's blocks are called, and what they hold in all.
#pragma once

#include "read/page/blocks.h"

enum element_flag { // of an element or of one that it stands in
    IN_ARTICLE = 1,
    IN_MAIN = 2,
    IN_ASIDE = 4,
    IN_NAV = 8,
    IN_FOOTER = 16,
    IN_HEADER = 32,
    IN_FORM = 64,
    IN_LIST = 128,
    IN_TABLE = 256,
    IN_FIGURE = 512,
    IN_QUOTE = 1024,
    IN_PICTURE = 2048, // a caption, or a figure that is no table and no quotation
    IS_HIDDEN = 4096,
    IS_APART = 8192, // says itself that it is no part of the story
};

struct element {
    uint32_t node, last; // of the page, and the first behind it
    uint32_t around;     // the element that stands on lines of its own and holds it; the root's is itself
    uint8_t tag;
    bool holds_data; // it or one in it is a table or a quotation
    bool holds_h1;
    bool is_item;                     // of a live blog or a digest
    uint8_t low, high, mean;          // of the chances of its names; 128 when it has none
    uint8_t up_low, up_high, up_mean; // of its own and all above
    uint16_t flags;
    uint32_t own, sign;  // of its tag and class; of these and of those of the element around it
    uint32_t sum, count; // of all above, for the mean
    // what it holds
    uint32_t words, link_words, blocks, good_words, paragraphs;
};
struct elements {
    struct element *items; // [count] those that hold blocks, in the order of the page; items[0] is the root
    uint32_t count;
    const uint32_t *parents; // [blocks] the element of each block
};

// A paragraph of prose, as far as numbers tell.
static inline bool block_is_good(const struct block *block) {
    return block->words >= 10 && block->link_words * 3 < block->words;
}

struct elements elements_of(const struct blocks *blocks, const struct token_table *table,
                            struct arena *arena);

// Leaves out of `blocks` what stands apart; true when there was any: then the elements have to be found anew.
bool elements_leave_apart(const struct elements *elements, struct blocks *blocks);

// The chance of a token, 0 to 255; -1: nothing is known.
int token_chance(const struct token_table *table, uint32_t hash);
// Asks for the memory of tokens that will be looked up soon: the table lies beyond the nearest cache.
void token_prefetch(const struct token_table *table, const uint32_t *hashes, unsigned count);
