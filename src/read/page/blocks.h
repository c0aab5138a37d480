// blocks.h - a page as blocks of text: what stands between two line breaks that the markup makes.
//
// A block is what is judged as a whole: story or not. Beside its text it has what its surroundings say, as
// small numbers (BLOCK_FEATURES), by which the trees of forest.h decide.
#pragma once

#include "read/markup/html.h"

#define BLOCKS_MOST 50000u // of one page; what follows is left out, and counted

struct block {
    struct slice text;   // entities decoded, white space folded
    uint32_t first, end; // nodes
    uint32_t parent;     // the nearest block element
    uint32_t words, link_words;
    uint32_t hash;    // of the text
    uint8_t tag;      // of `parent`
    bool after_break; // a line break in the same element stands before it
    bool is_link;     // nothing but links, and no heading: it is not judged, being no story (models/pages.md)
};

struct blocks {
    const struct html *html;
    struct block *items; // [count]
    uint32_t count;
    uint32_t left_out; // blocks
};

// Text that nobody sees or reads (scripts, styles, forms' choices) is not in it. Everything lives in `arena`.
struct blocks blocks_of(const struct html *html, struct arena *arena);

// What an element says that it holds beside the story, by its names.
enum apart {
    APART_NOT,
    APART_COMMENTS, // of readers, however many there are
    APART_NOTE,     // a disclaimer or the terms of republication: short beside the story
};

#define BLOCK_TOKENS 24u
// What an element calls itself: the names of its classes, its id, itemprop and role, as small letters with
// digits as '0', whole and in their parts ("td-post-content" is also "td", "post" and "content").
struct block_names {
    uint32_t tokens[BLOCK_TOKENS]; // hashes
    unsigned count;
    uint32_t sign;  // of the start of the class as it is written, but for its digits; 0 when there is none
    bool is_hidden; // the element says that it is not shown
    // or that it is one of several that the page holds: schema.org's liveBlogUpdate, blogPost or hasPart, the
    // h-entry of microformats 2
    bool is_item;
    enum apart apart;
};
void block_names(const struct html *html, uint32_t node, struct block_names *names);

// Tokens of a block's words in small letters, for blocks of at most BLOCK_WORDS; numbers are alike. Returns
// how many.
unsigned block_word_tokens(struct slice text, uint32_t *tokens, unsigned most);
#define BLOCK_WORDS 40u

// How often a token stood on elements, or in blocks, whose text is story: a section of the model, a table
// with open addressing from the first place of the group that the hash's low bits name. A place has the
// hash's upper 24 bits and, in the low eight, the chance, 0 never to 255 always; 0 is an empty place. Half as
// large as with whole hashes, it stays in the caches; the low bits that are not kept are those of the place,
// or near it.
#define TOKEN_GROUP 4u // places
struct token_table {
    const uint32_t *places; // [size], a power of two, at least TOKEN_GROUP; empty: nothing is known
    uint32_t size;
};
static inline uint32_t token_place(uint32_t hash, uint8_t chance) {
    const uint32_t place = (hash & ~0xffu) | chance;
    return place ? place : 1;
}

#define BLOCK_FEATURES 80u

struct elements; // block_elements.h
// Fills `features[count][BLOCK_FEATURES]` for the blocks that are judged. `title`: the page's own, may be
// empty.
void block_features(const struct blocks *blocks, const struct elements *elements,
                    const struct token_table *tokens, struct slice title, struct arena *arena,
                    uint8_t (*features)[BLOCK_FEATURES]);

// Which blocks to keep, when `chances` (of 255) say how likely each is story: the least chance with which the
// words that are kept have the best F1 to expect (Lewis 1995; Lipton, Elkan and Naryanaswamy 2014).
unsigned block_least_chance(const struct blocks *blocks, const uint8_t *chances);
// Pages for phones and desks hold their story twice: 255 in `repeats` for a block of REPEATED words or more
// whose text stood in an earlier one that is kept, else 0. A piece of the same element between different
// pieces is none: in a chronicle things happen again.
#define REPEATED_WORDS 6u
void block_repeats(const struct blocks *blocks, const uint8_t *chances, unsigned least, struct arena *arena,
                   uint8_t *repeats);
