// page_labels.h - which blocks of a page are its story, when the story is known from elsewhere.
//
// The story was written down by somebody, who left out marks, joined lines and set tables in bars: blocks are
// found in it by their runs of words.
#pragma once

#include "read/page/blocks.h"

struct block_label {
    bool is_story;
    float share; // how much of it is, 0 to 1: of what is nearly all or nothing, all or nothing
};

// Fills `labels` [blocks->count] and returns how many words `story` has. A block that stands more often on
// the page than in the story (a heading, also in the table of contents) is story where other story is
// nearest.
uint32_t page_labels(const struct blocks *blocks, struct slice story, struct arena *arena,
                     struct block_label *labels);

struct page_words { // lower-case runs of letters, digits and '_', as hashes
    uint64_t *items;
    size_t count;
};
struct page_words page_words_of(struct slice text, struct arena *arena);
