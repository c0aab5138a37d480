// intern.c - an open table of symbols beside the list of texts.
//
// Texts come from documents, so they may be made to collide. When a probe takes too many steps the table is
// laid again under the next seed; that helps against any set of keys made for one seed. It is done a few
// times for each size of the table, so that the work stays linear even if it never helps, and the symbols do
// not depend on it.
#include "base/intern.h"

#include "base/hash.h"
#include "base/vector.h"

#define MOST_STEPS 64
#define MOST_SEEDS 4 // for each size

struct entry {
    struct slice text;
    uint64_t hash;
};

struct intern {
    struct arena *arena;
    VECTOR_OF(struct entry) entries;
    uint32_t *slots; // symbol or 0; a power of two of them
    size_t slot_count;
    uint64_t seed;
    unsigned reseeded; // at this size
};

struct intern *intern_new(struct arena *arena) {
    struct intern *intern = ARENA_NEW(arena, struct intern);
    intern->arena = arena;
    intern->slot_count = 64;
    intern->slots = ARENA_ARRAY(arena, uint32_t, intern->slot_count);
    return intern;
}

// The slot of `text`, or the free one where it belongs. `*steps` counts the probes.
static size_t find(const struct intern *intern, struct slice text, uint64_t hash, size_t *steps) {
    size_t mask = intern->slot_count - 1, at = (size_t)hash & mask;
    for (*steps = 1; intern->slots[at] != 0; at = (at + 1) & mask, ++*steps) {
        const struct entry *entry = &intern->entries.items[intern->slots[at] - 1];
        if (entry->hash == hash && slice_equal(entry->text, text)) break;
    }
    return at;
}

static void lay_out(struct intern *intern) {
    size_t mask = intern->slot_count - 1;
    for (size_t i = 0; i < intern->slot_count; i++) intern->slots[i] = 0;
    for (size_t i = 0; i < intern->entries.count; i++) {
        struct entry *entry = &intern->entries.items[i];
        entry->hash = hash_bytes(entry->text, intern->seed);
        size_t at = (size_t)entry->hash & mask;
        while (intern->slots[at] != 0) at = (at + 1) & mask;
        intern->slots[at] = (uint32_t)(i + 1);
    }
}

uint32_t intern_add(struct intern *intern, struct slice text) {
    size_t steps;
    uint64_t hash = hash_bytes(text, intern->seed);
    size_t at = find(intern, text, hash, &steps);
    if (intern->slots[at] != 0) return intern->slots[at];
    if ((intern->entries.count + 1) * 4 > intern->slot_count * 3) {
        intern->slot_count *= 2;
        intern->slots = ARENA_ARRAY(intern->arena, uint32_t, intern->slot_count);
        intern->reseeded = 0;
        lay_out(intern);
        at = find(intern, text, hash, &steps);
    }
    if (steps > MOST_STEPS && intern->reseeded < MOST_SEEDS) {
        intern->reseeded++;
        intern->seed++;
        lay_out(intern);
        hash = hash_bytes(text, intern->seed);
        at = find(intern, text, hash, &steps);
    }
    struct entry *entry = vector_push(intern->arena, &intern->entries);
    *entry = (struct entry){ arena_copy(intern->arena, text), hash };
    return intern->slots[at] = (uint32_t)intern->entries.count;
}

uint32_t intern_lookup(const struct intern *intern, struct slice text) {
    size_t steps;
    return intern->slots[find(intern, text, hash_bytes(text, intern->seed), &steps)];
}

struct slice intern_text(const struct intern *intern, uint32_t symbol) {
    if (symbol == 0 || symbol > intern->entries.count) return SLICE("");
    return intern->entries.items[symbol - 1].text;
}

uint32_t intern_count(const struct intern *intern) {
    return (uint32_t)intern->entries.count;
}
