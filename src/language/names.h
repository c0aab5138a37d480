// names.h - the finder of names: labels O, B-type, I-type for each word, the best sequence of them.
#pragma once

#include "language/analysis.h"
#include "language/gazetteer.h"
#include "language/linear.h"
#include "language/words.h"

#define NAME_LABELS (1u + 2u * NAME_TYPES) // 0 none, 1 + 2 * type begins, 2 + 2 * type continues
#define NAME_FEATURES 96u

struct namer {
    struct linear linear;
    int32_t follow[NAME_LABELS + 1]
                  [NAME_LABELS]; // weight of a label after another; the last row: at the start
};
bool namer_open(struct slice section, struct namer *namer);

// What was found earlier in the document: how often a word was part of a name of each type.
struct name_memory; // opaque
struct name_memory *name_memory_new(struct arena *arena);
void name_memory_add(struct name_memory *memory, const struct word *words, size_t count,
                     const uint8_t *labels);

// Features of one word; tags and gazetteer bits are set. `memory` may be NULL.
unsigned name_features(const struct word *words, size_t count, size_t i, const struct name_memory *memory,
                       uint64_t features[NAME_FEATURES]);
uint64_t name_follow_feature(uint32_t label_before); // NAME_LABELS at the start
bool name_may_follow(uint32_t before, uint32_t label);

// The best labels; in `margins` (may be NULL) by how much each word's label was better than none or a name.
void name_words(const struct namer *namer, const struct word *words, size_t count,
                const struct name_memory *memory, uint8_t *labels, float *margins, struct arena *arena);
