// across_captives.c - captives of many documents: one entry for each person and each counted group, with what
// became of them, nobody counted twice.
//
// A person is the actor. A group is told by who holds it, how many it are and what they are: "23 workers" of
// one report are "23 foreign workers" of another when the holder and the time agree. Of a smaller group that
// a document tells beside a larger one of the same holder, the smaller one is part of the larger, and so are
// persons; whoever adds up counts what is part of nothing. A later account may move a captive on (held,
// released); two accounts that cannot follow each other stand side by side as conflicting.
#include "record/across_parts.h"

#include "base/hash.h"
#include "base/vector.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

#define COMPARED 32u  // groups of one number
#define RECENT 8u     // accounts of a group with which a new one is compared
#define APART_DAYS 45 // between two accounts of one group

struct group {
    uint32_t first, last, count; // captives, linked by `next`
    uint32_t recent[RECENT];     // the last accounts
};

struct follower {
    struct across *across;
    struct arena *arena;
    uint32_t *next;
    VECTOR_OF(struct group) groups;
    struct across_blocks *blocks;
};

static void add_account(struct follower *follower, uint32_t number, uint32_t captive, const char *why) {
    struct group *group = &follower->groups.items[number];
    follower->across->captives[captive].captivity = number;
    follower->across->captives[captive].why = why;
    follower->next[captive] = ACROSS_NONE;
    if (group->count++ == 0)
        group->first = captive;
    else
        follower->next[group->last] = captive;
    group->last = captive;
    group->recent[group->count % RECENT] = captive;
}

static uint32_t new_group(struct follower *follower, uint32_t captive, const char *why) {
    vector_push(follower->arena, &follower->groups);
    add_account(follower, (uint32_t)follower->groups.count - 1, captive, why);
    return (uint32_t)follower->groups.count - 1;
}

static uint32_t holder_of(const struct across *across, const struct across_captive *captive) {
    return captive->holder == ACROSS_NONE ? ACROSS_NONE : across_principal(across, captive->holder);
}

static struct slice last_word(struct slice text) {
    struct slice last = text;
    for (struct slice word; slice_next(&text, SLICE(" "), &word);)
        if (word.length) last = word;
    return last;
}

static bool is_group_free(struct slice status) {
    return slice_equal(status, SLICE("released")) || slice_equal(status, SLICE("escaped")) ||
           slice_equal(status, SLICE("rescued")) || slice_equal(status, SLICE("exchanged"));
}

// Held and sought are one state of a group; freed and dead are others: eight who are to be freed are not the
// eight who died.
static unsigned state_of(struct slice status) {
    return is_group_free(status) ? 1 : slice_equal(status, SLICE("dead")) ? 2 : 0;
}

static bool same_group(const struct follower *follower, const struct group *group, uint32_t number) {
    const struct across *across = follower->across;
    const struct across_captive *captive = &across->captives[number];
    bool names_holder = false, names_kind = false;
    const uint32_t begin = group->count < RECENT ? 0 : group->count - RECENT;
    for (uint32_t i = begin + 1; i <= group->count; i++) {
        const struct across_captive *account = &across->captives[group->recent[i % RECENT]];
        if (account->count != captive->count || state_of(account->status) != state_of(captive->status))
            return false;
        if (account->document == captive->document) return false; // told apart there
        const uint32_t a = holder_of(across, account), b = holder_of(across, captive);
        if (a != ACROSS_NONE && b != ACROSS_NONE) {
            if (a != b) return false;
            names_holder = true;
        }
        if (account->counted.length && captive->counted.length)
            names_kind = names_kind ||
                         slice_equal_ascii_fold(last_word(account->counted), last_word(captive->counted));
        const int32_t then = across_day(across->documents[account->document].published),
                      now = across_day(across->documents[captive->document].published);
        if (then != INT32_MIN && now != INT32_MIN && abs(now - then) > APART_DAYS) return false;
        if (account->place_country.length && captive->place_country.length &&
            !slice_equal(account->place_country, captive->place_country))
            return false;
        if (account->since.length && captive->since.length && !slice_equal(account->since, captive->since))
            return false;
        if (account->since.length && slice_equal(account->since, captive->since)) names_holder = true;
    }
    // A number alone ("three") is not enough, unless it is a large and odd one.
    return names_holder || (names_kind && captive->count >= 10);
}

static void place_person(struct follower *follower, uint32_t number, uint32_t *group_of_actor) {
    const struct across_captive *captive = &follower->across->captives[number];
    if (captive->entity == ACROSS_NONE) {
        new_group(follower, number, "a person without a name");
        return;
    }
    const uint32_t actor = follower->across->entities[captive->entity].actor;
    if (group_of_actor[actor] == ACROSS_NONE)
        group_of_actor[actor] = new_group(follower, number, "first account of this person");
    else
        add_account(follower, group_of_actor[actor], number, "the same person");
}

static void place_group(struct follower *follower, uint32_t number) {
    const struct across_captive *captive = &follower->across->captives[number];
    if (isnan(captive->count)) {
        new_group(follower, number, "a group without a number");
        return;
    }
    const uint64_t key = hash_mix((uint64_t)(captive->count * 16), state_of(captive->status));
    struct across_block_walk walk = across_blocks_of(follower->blocks, key, COMPARED);
    for (uint32_t found; (found = across_block_next(follower->blocks, &walk)) != ACROSS_NONE;)
        if (same_group(follower, &follower->groups.items[found], number)) {
            add_account(follower, found, number, "the same number, state and holder, kind or day");
            return;
        }
    across_blocks_put(follower->blocks, key, new_group(follower, number, "first account of this group"));
}

static void obey(struct follower *follower) {
    struct across *across = follower->across;
    for (size_t i = 0; i < across->rulings_count; i++) {
        const struct across_ruling *ruling = &across->rulings[i];
        if (ruling->kind != ACROSS_CAPTIVE || ruling->decision == ACROSS_REJECT) continue;
        const uint32_t a = across->captives[ruling->a].captivity, b = across->captives[ruling->b].captivity;
        if (a == ACROSS_NONE || b == ACROSS_NONE) continue;
        if (ruling->decision == ACROSS_JOIN && a != b) {
            for (uint32_t account = follower->groups.items[b].first, next; account != ACROSS_NONE;
                 account = next) {
                next = follower->next[account];
                add_account(follower, a, account, "joined by a person's decision");
            }
            follower->groups.items[b].count = 0;
        } else if (ruling->decision == ACROSS_SPLIT && a == b && follower->groups.items[a].count > 1) {
            struct group *group = &follower->groups.items[a];
            uint32_t before = ACROSS_NONE;
            for (uint32_t account = group->first; account != ruling->b; account = follower->next[account])
                before = account;
            if (before == ACROSS_NONE)
                group->first = follower->next[ruling->b];
            else
                follower->next[before] = follower->next[ruling->b];
            if (group->last == ruling->b) group->last = before;
            group->count--;
            new_group(follower, ruling->b, "split by a person's decision");
        }
    }
}

// --- what became of them

// The day of which an account speaks.
static struct slice day_of(const struct across *across, const struct across_captive *account) {
    return account->status_date.length ? account->status_date
                                       : slice_part(across->documents[account->document].published, 0, 10);
}

static bool is_final(struct slice status) {
    return state_of(status) != 0;
}

// Whether both accounts can be true. "Held" after "released", and two ends that differ, cannot.
static bool contradict(const struct across *across, const struct across_captive *a,
                       const struct across_captive *b) {
    if (!is_final(a->status) && !is_final(b->status)) return false;
    if (is_final(a->status) && is_final(b->status)) return state_of(a->status) != state_of(b->status);
    const struct across_captive *ended = is_final(a->status) ? a : b, *open = ended == a ? b : a;
    if (!slice_equal(open->status, SLICE("held"))) return false;
    const struct slice end = day_of(across, ended), day = day_of(across, open);
    return end.length == 10 && day.length == 10 && slice_compare(day, end) > 0 &&
           open->status_date.length > 0;
}

static int by_number(const void *a, const void *b) {
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void describe(struct follower *follower, const struct group *group, struct across_captivity *captivity,
                     struct arena *scratch) {
    const struct across *across = follower->across;
    *captivity = (struct across_captivity){
        .low = NAN, .high = NAN, .actor = ACROSS_NONE, .holder = ACROSS_NONE, .part_of = ACROSS_NONE
    };
    uint32_t *documents = ARENA_ARRAY(scratch, uint32_t, group->count + 1);
    const struct across_captive *first = &across->captives[group->first], *last = first;
    captivity->id = first->id;
    for (uint32_t i = group->first; i != ACROSS_NONE; i = follower->next[i]) {
        const struct across_captive *account = &across->captives[i];
        documents[captivity->accounts++] = account->document;
        if (account->entity != ACROSS_NONE) captivity->actor = across->entities[account->entity].actor;
        if (!captivity->name.length) captivity->name = account->name;
        if (!captivity->counted.length) captivity->counted = account->counted;
        if (account->nationalities.length > captivity->nationalities.length)
            captivity->nationalities = account->nationalities;
        if (!captivity->since.length) captivity->since = account->since;
        if (!captivity->place.length) {
            captivity->place = account->place_name;
            captivity->place_country = account->place_country;
        }
        if (account->holder != ACROSS_NONE && captivity->holder == ACROSS_NONE)
            captivity->holder = across->entities[account->holder].actor;
        if (!isnan(account->count)) {
            captivity->low =
                isnan(captivity->low) || account->count < captivity->low ? account->count : captivity->low;
            captivity->high =
                isnan(captivity->high) || account->count > captivity->high ? account->count : captivity->high;
        }
        // The latest account tells how it is; of one day the one that tells an end.
        const int order = slice_compare(slice_part(day_of(across, account), 0, 10),
                                        slice_part(day_of(across, last), 0, 10));
        if (order > 0 || (order == 0 && is_final(account->status) && !is_final(last->status))) last = account;
        captivity->first_published =
            across_first_published(across, captivity->first_published, account->document);
        captivity->last_published =
            across_last_published(across, captivity->last_published, account->document);
        if (i != group->first && contradict(across, first, account)) captivity->is_conflicting = true;
        if (i != group->first && account != last && contradict(across, last, account))
            captivity->is_conflicting = true;
    }
    if (captivity->actor != ACROSS_NONE) captivity->name = across->actors[captivity->actor].name;
    captivity->status = last->status;
    captivity->status_date = last->status_date;
    qsort(documents, captivity->accounts, sizeof *documents, by_number);
    captivity->origins =
        across_independent(across, documents, captivity->accounts, &captivity->documents, scratch);
}

// In each document, the largest group that is held is the whole of those of its holder; what is smaller, and
// persons, are part of it. Most documents decide.
static void find_wholes(struct across *across, struct arena *arena) {
    struct across_key *votes = ARENA_ARRAY(arena, struct across_key, across->captives_count + 1);
    size_t count = 0;
    for (size_t begin = 0, end; begin < across->captives_count; begin = end) {
        for (end = begin; end < across->captives_count &&
                          across->captives[end].document == across->captives[begin].document;)
            end++;
        uint32_t whole = ACROSS_NONE;
        for (size_t i = begin; i < end; i++) {
            const struct across_captive *captive = &across->captives[i];
            if (captive->captivity == ACROSS_NONE || isnan(captive->count) ||
                !slice_equal(captive->status, SLICE("held")))
                continue;
            if (whole == ACROSS_NONE || captive->count > across->captives[whole].count) whole = (uint32_t)i;
        }
        if (whole == ACROSS_NONE) continue;
        const uint32_t holder = holder_of(across, &across->captives[whole]);
        for (size_t i = begin; i < end; i++) {
            const struct across_captive *captive = &across->captives[i];
            if (i == whole || captive->captivity == ACROSS_NONE ||
                slice_equal(captive->status, SLICE("sought")) ||
                captive->captivity == across->captives[whole].captivity)
                continue;
            const uint32_t its = holder_of(across, captive);
            if (holder != ACROSS_NONE && its != ACROSS_NONE && holder != its) continue;
            if (!isnan(captive->count) && captive->count >= across->captives[whole].count) continue;
            votes[count++] =
                (struct across_key){ (uint64_t)captive->captivity << 32 | across->captives[whole].captivity,
                                     0 };
        }
    }
    across_sort_keys(votes, count);
    size_t *most = ARENA_ARRAY(arena, size_t, across->captivities_count + 1);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && votes[end].key == votes[i].key;) end++;
        const uint32_t part = (uint32_t)(votes[i].key >> 32), whole = (uint32_t)votes[i].key;
        if (end - i <= most[part]) continue;
        most[part] = end - i;
        across->captivities[part].part_of = whole;
    }
    // A whole is part of nothing that is part of it.
    for (size_t i = 0; i < across->captivities_count; i++) {
        uint32_t at = (uint32_t)i;
        for (size_t step = 0; step < 16 && at != ACROSS_NONE; step++) {
            at = across->captivities[at].part_of;
            if (at == i) across->captivities[i].part_of = ACROSS_NONE;
        }
    }
}

void across_follow_captives(struct across *across, struct arena *arena) {
    struct follower follower = { .across = across, .arena = arena };
    follower.next = ARENA_ARRAY(arena, uint32_t, across->captives_count + 1);
    follower.blocks = across_blocks_new(across->captives_count, arena);
    uint32_t *group_of_actor = ARENA_ARRAY(arena, uint32_t, across->actors_count + 1);
    for (size_t i = 0; i < across->actors_count; i++) group_of_actor[i] = ACROSS_NONE;
    const uint32_t *order =
        across_in_order(across, across->captives, sizeof *across->captives, across->captives_count, arena);
    for (size_t i = 0; i < across->captives_count; i++) {
        if (across_is_rejected(across, ACROSS_CAPTIVE, order[i])) continue;
        const struct across_captive *captive = &across->captives[order[i]];
        if (captive->name.length || captive->entity != ACROSS_NONE)
            place_person(&follower, order[i], group_of_actor);
        else
            place_group(&follower, order[i]);
    }
    obey(&follower);
    uint32_t *captivity_of = ARENA_ARRAY(arena, uint32_t, follower.groups.count + 1);
    across->captivities = ARENA_ARRAY(arena, struct across_captivity, follower.groups.count + 1);
    struct arena *scratch = arena_new();
    for (size_t i = 0; i < follower.groups.count; i++) {
        if (follower.groups.items[i].count == 0) continue;
        arena_reset(scratch);
        captivity_of[i] = (uint32_t)across->captivities_count;
        describe(&follower, &follower.groups.items[i], &across->captivities[across->captivities_count++],
                 scratch);
    }
    arena_free(scratch);
    for (size_t i = 0; i < across->captives_count; i++)
        if (across->captives[i].captivity != ACROSS_NONE)
            across->captives[i].captivity = captivity_of[across->captives[i].captivity];
    find_wholes(across, arena);
}
