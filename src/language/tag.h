// tag.h - English tags (XPOS), then universal parts of speech that see the English tags on both sides.
//
// Both are greedy from left to right over hashed features. Feature functions are shared with the trainer.
#pragma once

#include "language/linear.h"
#include "language/words.h"

#define TAG_FEATURES 64u // at most so many features for one decision

struct tagger {
    struct linear xpos, upos;
};

// Features of words[i]; the English tags of the words before it are set (`xpos`).
unsigned tag_xpos_features(const struct word *words, size_t count, size_t i, uint64_t features[TAG_FEATURES]);
// All English tags are set, and the universal ones before `i`.
unsigned tag_upos_features(const struct word *words, size_t count, size_t i, uint64_t features[TAG_FEATURES]);

void tag_words(const struct tagger *tagger, struct word *words, size_t count);
