// forest.h - boosted decision trees over small numbers (Friedman 2001), as they are shipped.
//
// A tree is complete: TREE_DEPTH questions "is feature f above t?", then a leaf. Sums are of integers, so the
// same page gives the same answer on every machine.
#pragma once

#include "base/slice.h"

#define TREE_DEPTH 5u
#define TREE_NODES ((1u << TREE_DEPTH) - 1)
#define TREE_LEAVES (1u << TREE_DEPTH)

struct tree {                        // the children of question i are 2i+1 (not above) and 2i+2
    uint8_t feature[TREE_NODES + 1]; // one unused
    uint8_t threshold[TREE_NODES + 1];
    int16_t leaves[TREE_LEAVES];
};
struct forest {               // borrowed from a model's section
    const struct tree *trees; // [count]
    uint32_t count;
};

#define FOREST_ONE 1024 // a sum of so much is one unit of log-odds

// The section holds trees alone. False when its size is none of theirs.
bool forest_open(struct slice section, struct forest *forest);
// Whether all its questions are about features below `count`.
bool forest_fits(const struct forest *forest, unsigned count);
// Log-odds, in units of 1 / FOREST_ONE.
int32_t forest_score(const struct forest *forest, const uint8_t *features);
// 0 (surely not) to 255 (surely) for log-odds.
uint8_t forest_chance(int32_t score);
