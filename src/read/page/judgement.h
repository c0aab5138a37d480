// judgement.h - what the files that take a story out of its page know of each other.
//
// article.c asks the trees and collects; article_rest.c adds what goes on as the story does; article_items.c
// finds the entries of live blogs and digests.
#pragma once

#include "read/page/article.h"
#include "read/page/block_elements.h"

struct judgement {
    const struct elements *elements;
    uint8_t *chances, *repeats; // [blocks]
    unsigned least;
    uint32_t *words, *story_words; // [blocks + 1] of all blocks before, and of those that are story
};
static inline bool block_is_story(const struct judgement *judgement, uint32_t block) {
    return judgement->chances[block] >= judgement->least && !judgement->repeats[block];
}

// The first block at or behind a node.
uint32_t blocks_at(const struct blocks *blocks, uint32_t node);
// The story's paragraphs and captions among the blocks from node `first` to before `last`.
void article_collect(const struct blocks *blocks, const struct judgement *judgement, uint32_t first,
                     uint32_t last, struct arena *arena, struct article *article, struct article_part *part);

// article_rest.c: what goes on in the same element as the story, in the same way, is story too.
void article_go_on(const struct blocks *blocks, struct judgement *judgement, struct arena *arena);

// article_items.c: the items of a live blog or a digest, in the order of the page; false when it has none.
bool article_split(const struct blocks *blocks, const struct judgement *page, struct arena *arena,
                   struct article *article);
