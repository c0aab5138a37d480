// across_talks.c - negotiations of many documents joined into talks, with the stage that each document tells.
//
// Talks are the same when their parties and mediators, as the actors behind them, are the same two at least,
// no more than a pause apart. Each document's stage is a step; the last one by day is where they stand, and
// the event of that step is what moved them there.
#include "record/across_parts.h"

#include "base/hash.h"
#include "base/vector.h"

#include <limits.h>
#include <stdlib.h>

#define COMPARED 32u
#define SIDES 16u
#define PAUSE_DAYS 60 // between two documents about the same talks

struct sides { // who takes part, as principals
    uint32_t items[SIDES];
    size_t count;
};

struct group {
    uint32_t first, last, count; // negotiations, linked by `next`
    struct sides sides;
};

static struct sides sides_of(const struct across *across, const struct across_negotiation *negotiation) {
    struct sides sides = { 0 };
    for (uint32_t i = 0; i < negotiation->party_count && sides.count < SIDES; i++) {
        const struct across_party *party = &across->parties[negotiation->first_party + i];
        if (party->part == ACROSS_RECIPIENT || !across_is_individual(across, party->entity))
            continue; // stays away
        const uint32_t principal = across_principal(across, party->entity);
        size_t at = 0;
        while (at < sides.count && sides.items[at] != principal) at++;
        if (at == sides.count) sides.items[sides.count++] = principal;
    }
    return sides;
}

static size_t shared(const struct sides *a, const struct sides *b) {
    size_t count = 0;
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++) count += a->items[i] == b->items[j];
    return count;
}

struct follower {
    struct across *across;
    struct arena *arena;
    uint32_t *next;
    VECTOR_OF(struct group) groups;
};

static void add_step(struct follower *follower, uint32_t number, uint32_t negotiation,
                     const struct sides *sides) {
    struct group *group = &follower->groups.items[number];
    follower->across->negotiations[negotiation].talks = number;
    follower->next[negotiation] = ACROSS_NONE;
    if (group->count++ == 0)
        group->first = negotiation;
    else
        follower->next[group->last] = negotiation;
    group->last = negotiation;
    for (size_t i = 0; i < sides->count && group->sides.count < SIDES; i++) {
        size_t at = 0;
        while (at < group->sides.count && group->sides.items[at] != sides->items[i]) at++;
        if (at == group->sides.count) group->sides.items[group->sides.count++] = sides->items[i];
    }
}

static bool are_close(const struct across *across, const struct across_negotiation *a,
                      const struct across_negotiation *b) {
    const int32_t then = across_day(across->documents[a->document].published),
                  now = across_day(across->documents[b->document].published);
    return then == INT32_MIN || now == INT32_MIN || abs(now - then) <= PAUSE_DAYS;
}

// The day of which a step speaks: no later than its publication.
static struct slice day_of(const struct across *across, const struct across_negotiation *step) {
    const struct slice published = slice_part(across->documents[step->document].published, 0, 10);
    if (!step->last_date.length || (published.length && slice_compare(step->last_date, published) > 0))
        return published;
    return step->last_date;
}

static int by_number(const void *a, const void *b) {
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void describe(struct follower *follower, const struct group *group, struct across_talks *talks,
                     struct arena *scratch) {
    struct across *across = follower->across;
    uint32_t *documents = ARENA_ARRAY(scratch, uint32_t, group->count + 1), count = 0;
    *talks = (struct across_talks){ .id = across->negotiations[group->first].id,
                                    .moved_by = ACROSS_NONE,
                                    .first_step = (uint32_t)across->steps_count,
                                    .first_party = (uint32_t)across->talks_parties_count };
    for (uint32_t i = group->first; i != ACROSS_NONE; i = follower->next[i]) {
        const struct across_negotiation *step = &across->negotiations[i];
        documents[count++] = step->document;
        across->steps[across->steps_count++].negotiation = i;
        if (!talks->issue.length) talks->issue = step->issue;
        if (step->conditions.length) talks->conditions = step->conditions;
        if (step->first_date.length &&
            (!talks->first_date.length || slice_compare(step->first_date, talks->first_date) < 0))
            talks->first_date = step->first_date;
        const struct slice day = day_of(across, step);
        if (slice_compare(day, talks->stage_date) >= 0) {
            if (!slice_equal(talks->stage, step->stage)) talks->moved_by = step->last_event;
            talks->stage = step->stage;
            talks->stage_date = day;
        }
        if (slice_compare(day, talks->last_date) > 0) talks->last_date = day;
        talks->first_published = across_first_published(across, talks->first_published, step->document);
        talks->last_published = across_last_published(across, talks->last_published, step->document);
    }
    talks->step_count = group->count;
    qsort(documents, count, sizeof *documents, by_number);
    talks->origins = across_independent(across, documents, count, &talks->documents, scratch);
    // Who is a side in one document and stays away in another is told as both.
    VECTOR_OF(struct across_key) parties = { 0 };
    for (uint32_t i = group->first; i != ACROSS_NONE; i = follower->next[i])
        for (uint32_t j = 0; j < across->negotiations[i].party_count; j++) {
            const struct across_party *party = &across->parties[across->negotiations[i].first_party + j];
            if (across_is_individual(across, party->entity))
                *vector_push(scratch, &parties) = (struct across_key){
                    (uint64_t)party->part << 32 | across_principal(across, party->entity), 0
                };
        }
    across_sort_keys(parties.items, parties.count);
    for (size_t i = 0, end; i < parties.count; i = end) {
        for (end = i + 1; end < parties.count && parties.items[end].key == parties.items[i].key;) end++;
        across->talks_parties[across->talks_parties_count++] =
            (struct across_happening_party){ (uint32_t)parties.items[i].key, (uint32_t)(end - i),
                                             (enum across_part)(parties.items[i].key >> 32) };
    }
    talks->party_count = (uint32_t)across->talks_parties_count - talks->first_party;
}

void across_follow_talks(struct across *across, struct arena *arena) {
    struct follower follower = { .across = across, .arena = arena };
    follower.next = ARENA_ARRAY(arena, uint32_t, across->negotiations_count + 1);
    struct across_blocks *blocks = across_blocks_new(across->negotiations_count, arena);
    const uint32_t *order = across_in_order(across, across->negotiations, sizeof *across->negotiations,
                                            across->negotiations_count, arena);
    size_t party_limit = 0;
    for (size_t i = 0; i < across->negotiations_count; i++) {
        const struct across_negotiation *negotiation = &across->negotiations[order[i]];
        if (across_is_rejected(across, ACROSS_NEGOTIATION, order[i])) continue;
        party_limit += negotiation->party_count;
        const struct sides sides = sides_of(across, negotiation);
        uint32_t found = ACROSS_NONE;
        for (size_t j = 0; j < sides.count && found == ACROSS_NONE; j++) {
            struct across_block_walk walk = across_blocks_of(blocks, sides.items[j], COMPARED);
            for (uint32_t at;
                 (at = across_block_next(blocks, &walk)) != ACROSS_NONE && found == ACROSS_NONE;) {
                const struct group *group = &follower.groups.items[at];
                if (across->negotiations[group->last].document == negotiation->document) continue;
                if (shared(&group->sides, &sides) >= 2 &&
                    are_close(across, &across->negotiations[group->last], negotiation))
                    found = at;
            }
        }
        if (found == ACROSS_NONE) {
            vector_push(arena, &follower.groups);
            found = (uint32_t)follower.groups.count - 1;
        }
        add_step(&follower, found, order[i], &sides);
        for (size_t j = 0; j < sides.count; j++) across_blocks_put(blocks, sides.items[j], found);
    }
    across->talks = ARENA_ARRAY(arena, struct across_talks, follower.groups.count + 1);
    across->steps = ARENA_ARRAY(arena, struct across_step, across->negotiations_count + 1);
    across->talks_parties = ARENA_ARRAY(arena, struct across_happening_party, party_limit + 1);
    struct arena *scratch = arena_new();
    for (size_t i = 0; i < follower.groups.count; i++) {
        arena_reset(scratch);
        describe(&follower, &follower.groups.items[i], &across->talks[across->talks_count++], scratch);
    }
    arena_free(scratch);
}
