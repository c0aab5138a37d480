// page_labels.c - see page_labels.h.
#include "learn/page_labels.h"

#include "base/hash.h"
#include "base/utf8.h"

#include <string.h>

#define RUN 3u          // words that tell where a text is from
#define NOTHING 0.1     // share of a block's runs that is none
#define NEAR 8          // blocks on either side that say whether a block stands amid story
#define SUPPORT 8u      // words of a block that says so
#define MOST_TIMES 512u // a block stands on a page, as far as is looked

struct page_words page_words_of(struct slice text, struct arena *arena) {
    text = utf8_fold(text, arena);
    struct page_words words = { ARENA_ARRAY(arena, uint64_t, text.length / 2 + 2), 0 };
    size_t start = SIZE_MAX;
    for (size_t at = 0, length; at <= text.length; at += length) {
        length = 1;
        const bool is_word =
            at < text.length && (text.start[at] == '_' || utf8_is_word(utf8_at(text, at, &length)));
        if (is_word && start == SIZE_MAX) start = at;
        if (!is_word && start != SIZE_MAX) {
            words.items[words.count++] = hash_bytes(slice_part(text, start, at), 7);
            start = SIZE_MAX;
        }
    }
    return words;
}

struct set {
    uint64_t *items;
    size_t size;
};

static void set_add(struct set *set, uint64_t key) {
    size_t at = key & (set->size - 1);
    while (set->items[at] && set->items[at] != key) at = (at + 1) & (set->size - 1);
    set->items[at] = key;
}

static bool set_has(const struct set *set, uint64_t key) {
    size_t at = key & (set->size - 1);
    while (set->items[at] && set->items[at] != key) at = (at + 1) & (set->size - 1);
    return set->items[at] == key;
}

static uint64_t run_of(const uint64_t *words, size_t count) {
    uint64_t hash = count;
    for (size_t i = 0; i < count; i++) hash = hash_mix(hash, words[i]);
    return hash ? hash : 1;
}

struct story {
    struct page_words words;
    struct page_words *pieces; // [piece_count] lines, and what bars part in a line
    size_t piece_count;
    struct set runs; // of RUN words, and pieces that are shorter
};

static struct story story_of(struct slice text, struct arena *arena) {
    struct story story = { .words = page_words_of(text, arena), .runs.size = 64 };
    while (story.runs.size < story.words.count * 4 + 64) story.runs.size *= 2;
    story.runs.items = ARENA_ARRAY(arena, uint64_t, story.runs.size);
    for (size_t i = 0; i + RUN <= story.words.count; i++)
        set_add(&story.runs, run_of(story.words.items + i, RUN));
    story.pieces = ARENA_ARRAY(arena, struct page_words, text.length + 1);
    struct slice line, piece;
    while (slice_next(&text, SLICE("\n"), &line))
        while (slice_next(&line, SLICE("|"), &piece)) {
            const struct page_words words = page_words_of(piece, arena);
            if (words.count == 0) continue;
            story.pieces[story.piece_count++] = words;
            if (words.count < RUN) set_add(&story.runs, run_of(words.items, words.count));
        }
    return story;
}

// How much of the words is story, by their runs.
static double share_of(const struct story *story, const struct page_words *words) {
    if (words->count == 0) return 0;
    const size_t length = words->count < RUN ? words->count : RUN, runs = words->count - length + 1;
    size_t found = 0;
    for (size_t i = 0; i < runs; i++) found += set_has(&story->runs, run_of(words->items + i, length));
    return (double)found / (double)runs;
}

// Do the one or two words of a block stand in the story with those of the blocks before and behind it?
static bool continues(const struct story *story, const struct page_words *before,
                      const struct page_words *words, const struct page_words *behind) {
    uint64_t all[3 * RUN];
    size_t count = 0;
    for (size_t i = before && before->count > 2 ? before->count - 2 : 0; before && i < before->count; i++)
        all[count++] = before->items[i];
    const size_t first = count;
    for (size_t i = 0; i < words->count; i++) all[count++] = words->items[i];
    const size_t end = count;
    for (size_t i = 0; behind && i < behind->count && i < 2; i++) all[count++] = behind->items[i];
    for (size_t i = 0; i <= first && i + RUN <= count; i++)
        if (i + RUN >= end && set_has(&story->runs, run_of(all + i, RUN))) return true;
    return false;
}

static bool is_same(const struct page_words *a, const struct page_words *b) {
    return a->count == b->count && memcmp(a->items, b->items, a->count * sizeof *a->items) == 0;
}

// How often the words stand in the story: short ones as a line or between bars, others anywhere.
static size_t times_of(const struct story *story, const struct page_words *words) {
    size_t times = 0;
    if (words->count < RUN) {
        for (size_t i = 0; i < story->piece_count; i++) times += is_same(&story->pieces[i], words);
        return times;
    }
    for (size_t i = 0; i + words->count <= story->words.count; i++)
        times += is_same(&(struct page_words){ story->words.items + i, words->count }, words);
    return times;
}

struct page {
    const struct blocks *blocks;
    const struct page_words *words; // [blocks]
    struct block_label *labels;
};

static double support_of(const struct page *page, const bool *is_story, uint32_t index) {
    double support = 0;
    for (int step = -NEAR; step <= NEAR; step++) {
        const int64_t at = (int64_t)index + step;
        if (step == 0 || at < 0 || at >= (int64_t)page->blocks->count || !is_story[at]) continue;
        const uint32_t words = page->blocks->items[at].words;
        if (words >= SUPPORT) support += (double)words / (1.0 + (step < 0 ? -step : step));
    }
    return support;
}

// Of blocks with the same words, no more than the story has, those that stand amid most story.
static void limit_repeats(const struct page *page, const struct story *story, struct arena *arena) {
    const uint32_t count = page->blocks->count;
    bool *is_story = ARENA_ARRAY(arena, bool, count + 1), *is_done = ARENA_ARRAY(arena, bool, count + 1);
    for (uint32_t b = 0; b < count; b++) is_story[b] = page->labels[b].is_story;
    for (uint32_t b = 0; b < count; b++) {
        if (!is_story[b] || is_done[b]) continue;
        uint32_t same[MOST_TIMES], found = 0;
        double support[MOST_TIMES];
        for (uint32_t k = b; k < count && found < MOST_TIMES; k++) {
            if (!is_story[k] || is_done[k] || !is_same(&page->words[k], &page->words[b])) continue;
            is_done[k] = true;
            support[found] = support_of(page, is_story, k);
            same[found++] = k;
        }
        if (found == 1) continue;
        const size_t times = times_of(story, &page->words[b]);
        for (uint32_t k = 0; times > 0 && k < found; k++) { // none: told by other runs, which may repeat
            size_t rank = 0;
            for (uint32_t j = 0; j < found; j++)
                rank += support[j] > support[k] || (j < k && support[j] == support[k]);
            if (rank >= times) page->labels[same[k]] = (struct block_label){ 0 };
        }
    }
}

uint32_t page_labels(const struct blocks *blocks, struct slice text, struct arena *arena,
                     struct block_label *labels) {
    const struct story story = story_of(text, arena);
    struct page_words *words = ARENA_ARRAY(arena, struct page_words, blocks->count + 1);
    for (uint32_t b = 0; b < blocks->count; b++) words[b] = page_words_of(blocks->items[b].text, arena);
    for (uint32_t b = 0; b < blocks->count; b++) {
        double share = share_of(&story, &words[b]);
        if (share == 0 && words[b].count > 0 && words[b].count < RUN &&
            continues(&story, b ? &words[b - 1] : NULL, &words[b],
                      b + 1 < blocks->count ? &words[b + 1] : NULL))
            share = 1;
        const double stretched = (share - NOTHING) / (1 - 2 * NOTHING);
        labels[b].is_story = share > 0.5;
        labels[b].share = (float)(stretched < 0 ? 0 : stretched > 1 ? 1 : stretched);
    }
    limit_repeats(&(struct page){ blocks, words, labels }, &story, arena);
    return (uint32_t)story.words.count;
}
