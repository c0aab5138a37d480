// forest.c - see forest.h.
#include "read/page/forest.h"

bool forest_open(struct slice section, struct forest *forest) {
    *forest = (struct forest){ 0 };
    if (section.length == 0 || section.length % sizeof(struct tree) != 0) return false;
    forest->trees = (const struct tree *)(const void *)section.start; // sections are aligned
    forest->count = (uint32_t)(section.length / sizeof(struct tree));
    return true;
}

bool forest_fits(const struct forest *forest, unsigned count) {
    for (uint32_t i = 0; i < forest->count; i++)
        for (unsigned at = 0; at < TREE_NODES; at++)
            if (forest->trees[i].feature[at] >= count) return false;
    return true;
}

// Most blocks of a page are story by far or not by far. After `trees` of them the sum is looked at: one that
// is `sure` either way is not asked further, and what the other trees would add, about, is `rest`. By five
// folds the text is as good as with all trees (models/pages.md).
static const struct glance {
    uint32_t trees;
    int32_t sure, rest;
} glances[] = {
    { 8, 45 * FOREST_ONE / 100, 34 * FOREST_ONE / 10 },
    { 12, 60 * FOREST_ONE / 100, 32 * FOREST_ONE / 10 },
    { 16, 75 * FOREST_ONE / 100, 30 * FOREST_ONE / 10 },
    { 24, 95 * FOREST_ONE / 100, 27 * FOREST_ONE / 10 },
    { 32, 100 * FOREST_ONE / 100, 25 * FOREST_ONE / 10 },
    { 48, 100 * FOREST_ONE / 100, 21 * FOREST_ONE / 10 },
    { 64, 90 * FOREST_ONE / 100, 18 * FOREST_ONE / 10 },
    { 96, 70 * FOREST_ONE / 100, 9 * FOREST_ONE / 10 },
    { 128, 50 * FOREST_ONE / 100, 5 * FOREST_ONE / 10 },
    { UINT32_MAX, INT32_MAX, 0 },
};

int32_t forest_score(const struct forest *forest, const uint8_t *features) {
    int32_t sum = 0;
    uint32_t i = 0;
    for (const struct glance *glance = glances;; glance++) {
        const uint32_t end = glance->trees < forest->count ? glance->trees : forest->count;
        for (; i < end; i++) {
            const struct tree *tree = &forest->trees[i];
            unsigned at = 0;
            for (unsigned depth = 0; depth < TREE_DEPTH; depth++)
                at = 2 * at + 1 + (features[tree->feature[at]] > tree->threshold[at]);
            sum += tree->leaves[at - TREE_NODES];
        }
        if (i == forest->count) return sum;
        if (sum > glance->sure) return sum + glance->rest;
        if (sum < -glance->sure) return sum - glance->rest;
    }
}

uint8_t forest_chance(int32_t score) {
    // 256 / (1 + e^-x) by straight lines between whole numbers of log-odds.
    static const uint8_t at[] = { 128, 187, 225, 244, 251, 254, 255, 255 };
    const bool is_negative = score < 0;
    const uint32_t size = (uint32_t)(is_negative ? -score : score);
    const uint32_t whole = size / FOREST_ONE, rest = size % FOREST_ONE;
    uint32_t chance = 255;
    if (whole < 7) chance = at[whole] + (uint32_t)(at[whole + 1] - at[whole]) * rest / FOREST_ONE;
    return (uint8_t)(is_negative ? 255 - chance : chance);
}
