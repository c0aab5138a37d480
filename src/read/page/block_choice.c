// block_choice.c - which blocks of a page to keep, when it is known how likely each is story.
#include "read/page/blocks.h"

unsigned block_least_chance(const struct blocks *blocks, const uint8_t *chances) {
    uint64_t words[256] = { 0 }, expected = 0, kept = 0, right = 0;
    for (uint32_t b = 0; b < blocks->count; b++) {
        words[chances[b]] += blocks->items[b].words;
        expected += (uint64_t)blocks->items[b].words * chances[b];
    }
    unsigned best = 255;
    double best_f1 = 0;
    for (unsigned least = 255; least >= 8; least--) {
        kept += words[least];
        right += words[least] * least;
        const double f1 = 2 * (double)right / ((double)(kept * 255 + expected) + 1);
        if (f1 <= best_f1) continue;
        best_f1 = f1;
        best = least;
    }
    return best;
}

static bool is_alike(const struct blocks *blocks, uint32_t a, uint32_t b) {
    return a < blocks->count && b < blocks->count &&
           slice_equal(blocks->items[a].text, blocks->items[b].text);
}

// Two sentences of one text may be alike: pieces of the same element, called the same, between different
// others.
static bool is_chronicle(const struct blocks *blocks, uint32_t a, uint32_t b) {
    const struct html *html = blocks->html;
    const uint32_t one = blocks->items[a].parent, other = blocks->items[b].parent;
    return b > a + 1 && !is_alike(blocks, a + 1, b + 1) && !(a > 0 && is_alike(blocks, a - 1, b - 1)) &&
           html->nodes[one].parent == html->nodes[other].parent &&
           html->nodes[one].tag == html->nodes[other].tag &&
           slice_equal(html_raw(html, one), html_raw(html, other));
}

void block_repeats(const struct blocks *blocks, const uint8_t *chances, unsigned least, struct arena *arena,
                   uint8_t *repeats) {
    uint32_t size = 64;
    while (size < blocks->count * 2) size *= 2;
    uint32_t *first = ARENA_ARRAY(arena, uint32_t, size); // block + 1
    for (uint32_t b = 0; b < blocks->count; b++) {
        repeats[b] = 0;
        const struct block *block = &blocks->items[b];
        if (chances[b] < least || block->words < REPEATED_WORDS) continue;
        uint32_t at = block->hash & (size - 1);
        while (first[at] && !slice_equal(blocks->items[first[at] - 1].text, block->text))
            at = (at + 1) & (size - 1);
        if (first[at])
            repeats[b] = is_chronicle(blocks, first[at] - 1, b) ? 0 : 255;
        else
            first[at] = b + 1;
    }
}
