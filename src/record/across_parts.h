// across_parts.h - the steps of across_join(), in their order, and what they share.
#pragma once

#include "record/across.h"

// Keys and the items that have them, sorted by key: items of one key stand beside each other in their order.
struct across_key {
    uint64_t key;
    uint32_t item;
};
void across_sort_keys(struct across_key *keys, size_t count);

// For each key the items that came last, newest first: what a newcomer is compared with.
struct across_blocks; // opaque, lives in its arena
struct across_blocks *across_blocks_new(size_t expected, struct arena *arena);
void across_blocks_put(struct across_blocks *blocks, uint64_t key, uint32_t item);
struct across_block_walk {
    uint32_t at; // in the postings, from 1
    unsigned left;
};
struct across_block_walk across_blocks_of(const struct across_blocks *blocks, uint64_t key, unsigned most);
uint32_t across_block_next(const struct across_blocks *blocks,
                           struct across_block_walk *walk); // ACROSS_NONE: over

// Sets that grow together.
struct across_sets {
    uint32_t *parent;
    size_t count;
};
struct across_sets across_sets_new(size_t count, struct arena *arena);
uint32_t across_sets_find(struct across_sets *sets, uint32_t item);
void across_sets_join(struct across_sets *sets, uint32_t a, uint32_t b); // the smaller number stands for both

// Items of documents in the order of publication: [count] of numbers, freed with the arena.
uint32_t *across_in_order(const struct across *across, const void *items, size_t size, size_t count,
                          struct arena *arena);
// The text that occurs most often, of equally many the first in order of bytes; empty texts do not count.
struct slice across_most_frequent(struct slice *texts, size_t count);
// Days from 0000-03-01; INT32_MIN when the text is no day.
int32_t across_day(struct slice date);
// The same text within that many edits (insert, delete, change) of bytes.
bool across_is_near(struct slice a, struct slice b, unsigned edits);
struct slice across_first_published(const struct across *across, struct slice so_far, uint32_t document);
struct slice across_last_published(const struct across *across, struct slice so_far, uint32_t document);
// How many of these documents tell independently: not copies of each other, not of one agency, not of one
// outlet. `documents` is sorted.
uint32_t across_independent(const struct across *across, uint32_t *documents, size_t count,
                            uint32_t *distinct, struct arena *arena);
// The actor behind an entity: the state behind its minister.
uint32_t across_principal(const struct across *across, uint32_t entity);
// An actor that is one in the world, not "protesters".
bool across_is_individual(const struct across *across, uint32_t entity);
bool across_is_rejected(const struct across *across, enum across_kind kind, uint32_t item); // by a person

void across_fold_copies(struct across *across, struct arena *arena);     // across.c
void across_join_actors(struct across *across, struct arena *arena);     // across_actors.c
void across_join_events(struct across *across, struct arena *arena);     // across_happenings.c
void across_follow_captives(struct across *across, struct arena *arena); // across_captives.c
void across_follow_talks(struct across *across, struct arena *arena);    // across_talks.c
void across_find_conflicts(struct across *across, struct arena *arena);  // across_conflicts.c
