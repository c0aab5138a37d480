// across_happenings.c - events of many documents joined into happenings.
//
// Each event in order of publication is compared with the happenings that share a key with it (type and
// party, type and place and day, word and party), the last ones only, and goes to the one that it agrees with
// best: in parties, day, place, figures and words. What contradicts (other day, other place, other named
// parties) weighs more than what agrees, because a happening joined wrongly hides one; between LINKED and
// JOINED the two are linked and not joined. The weights are fitted on the train topics of ECB+
// (bench/ecbplus.py).
#include "record/across_parts.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "base/vector.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

#define COMPARED 24u   // happenings of one key, the last ones
#define CANDIDATES 96u // in all
#define TELLINGS 4u    // of a happening's events that are compared, the first and the last ones
#define PARTIES 6u     // of an event that are looked at
#define APART_DAYS 10  // publications further apart tell of one happening only when both name its day

#define JOINED 2.5
#define LINKED 1.9

struct side { // one party, as it is compared
    uint32_t actor, principal;
    uint64_t head;    // hash of the last word of the name, folded: "protesters"
    uint32_t country; // hash; 0 when unknown
    uint8_t part;     // enum across_part
    bool is_individual;
};

struct profile { // an event, as it is compared
    struct side sides[PARTIES];
    size_t side_count;
    int32_t first_day, last_day; // INT32_MIN: not stated
    int32_t published;           // INT32_MIN: unknown
    uint32_t place;              // actor
    uint64_t stem;               // hash of the trigger's beginning; 0: it has none
    uint64_t act;                // hash of the first part: "talks" of "talks.phone"
};

struct group {
    uint32_t first, last, count; // events, linked by `next`
    uint32_t tellings[TELLINGS];
    uint32_t telling_count;
    uint32_t seen; // by the event that compared it last
};

struct joiner {
    struct across *across;
    struct arena *arena;
    struct profile *profiles; // [events]
    uint32_t *next;           // [events]
    VECTOR_OF(struct group) groups;
    VECTOR_OF(struct across_link) links; // of groups
    struct across_blocks *blocks;
};

// The beginning of a word, by which its forms are the same: "attack", "attacked", "attacks". Crude, and
// enough beside a party and a day.
static uint64_t stem_of(struct slice trigger, struct arena *arena) {
    struct slice folded = across_fold(trigger, arena);
    const size_t space = slice_find(folded, SLICE(" "), 0);
    if (space != SIZE_MAX) folded = slice_part(folded, 0, space);
    static const char *const endings[] = { "ings", "ing", "ions", "ion", "ers", "er", "ed", "es", "s", "e" };
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const struct slice ending = slice_of(endings[i]);
        if (folded.length >= ending.length + 4 && slice_ends(folded, ending)) {
            folded.length -= ending.length;
            break;
        }
    }
    return folded.length ? hash_bytes(folded, 22) | 1 : 0;
}

static uint64_t head_of(struct slice name, struct arena *arena) {
    struct slice folded = across_fold(name, arena), last = folded;
    for (struct slice word; slice_next(&folded, SLICE(" "), &word);)
        if (word.length) last = word;
    return hash_bytes(last, 32);
}

static uint64_t act_of(const struct across_event *event) {
    return hash_bytes(slice_part(event->act, 0, slice_find(event->act, SLICE("."), 0)), 23);
}

static void profile_event(struct joiner *joiner, uint32_t number, struct arena *scratch) {
    const struct across *across = joiner->across;
    const struct across_event *event = &across->events[number];
    struct profile *profile = &joiner->profiles[number];
    for (uint32_t i = 0; i < event->party_count && profile->side_count < PARTIES; i++) {
        const struct across_party *party = &across->parties[event->first_party + i];
        const struct across_actor *actor = &across->actors[across->entities[party->entity].actor];
        profile->sides[profile->side_count++] = (struct side){
            .actor = across->entities[party->entity].actor,
            .principal = actor->principal,
            .head = head_of(actor->name, scratch),
            .country = actor->country.length ? (uint32_t)hash_bytes(actor->country, 24) | 1 : 0,
            .part = event->is_mutual && party->part == ACROSS_RECIPIENT ? ACROSS_ACTOR : party->part,
            .is_individual = across_is_individual(across, party->entity),
        };
    }
    profile->first_day = event->is_date_stated ? across_day(event->date_from) : INT32_MIN;
    profile->last_day = event->is_date_stated ? across_day(event->date_to) : INT32_MIN;
    if (profile->first_day == INT32_MIN || profile->last_day == INT32_MIN)
        profile->first_day = profile->last_day = INT32_MIN;
    profile->published = across_day(across->documents[event->document].published);
    profile->place = event->place == ACROSS_NONE ? ACROSS_NONE : across->entities[event->place].actor;
    profile->stem = stem_of(event->trigger, scratch);
    profile->act = act_of(event);
}

// --- how far two events agree

static double sides_agree(const struct side *a, const struct side *b) {
    if (a->actor == b->actor) return a->is_individual ? 1 : 0.5;
    if (!a->is_individual || !b->is_individual) {
        const bool other_country = a->country && b->country && a->country != b->country;
        if (a->head == b->head) return other_country ? 0 : 0.6;
        // "23 workers" and "captives": what has no name contradicts nothing
        return a->country && a->country == b->country ? 0.4 : 0.2;
    }
    return a->principal == b->principal ? 0.6 : -1;
}

// The best partner of each party of `a` in the same part of `b`: a named one without partner contradicts.
static double parties_agree(const struct profile *a, const struct profile *b, unsigned *shared) {
    double sum = 0;
    for (unsigned part = 0; part < ACROSS_MEDIATOR; part++) {
        double best_of_part = -2;
        bool has_a = false, has_b = false;
        for (size_t i = 0; i < a->side_count; i++) {
            if (a->sides[i].part != part) continue;
            has_a = true;
            double best = -2;
            for (size_t j = 0; j < b->side_count; j++) {
                if (b->sides[j].part != part) continue;
                const double agreement = sides_agree(&a->sides[i], &b->sides[j]);
                best = agreement > best ? agreement : best;
            }
            *shared += best >= 1;
            best_of_part = best > best_of_part ? best : best_of_part;
        }
        for (size_t j = 0; j < b->side_count; j++) has_b = has_b || b->sides[j].part == part;
        if (has_a && has_b) sum += best_of_part > 0 ? best_of_part * 1.5 : best_of_part < 0 ? -2 : -1.2;
    }
    return sum;
}

static double days_agree(const struct profile *a, const struct profile *b) {
    if (a->first_day != INT32_MIN && b->first_day != INT32_MIN) {
        const int32_t gap = a->first_day > b->last_day   ? a->first_day - b->last_day
                            : b->first_day > a->last_day ? b->first_day - a->last_day
                                                         : 0;
        if (gap > 1) return -4;
        if (gap == 1) return -0.5;
        const int32_t longer = a->last_day - a->first_day > b->last_day - b->first_day
                                   ? a->last_day - a->first_day
                                   : b->last_day - b->first_day;
        return longer == 0 ? 1 : longer <= 7 ? 0.4 : 0.1;
    }
    if (a->published != INT32_MIN && b->published != INT32_MIN) {
        const int32_t gap = abs(a->published - b->published);
        return gap > APART_DAYS ? -4 : gap > 3 ? -0.6 : 0;
    }
    return 0;
}

static double places_agree(const struct across *across, const struct across_event *a,
                           const struct across_event *b, const struct profile *of_a,
                           const struct profile *of_b) {
    if (of_a->place != ACROSS_NONE && of_a->place == of_b->place) return 0.8;
    const bool other_country = a->place_country.length && b->place_country.length &&
                               !slice_equal(a->place_country, b->place_country);
    if (other_country) return a->is_place_stated && b->is_place_stated ? -2 : -0.5;
    if (of_a->place == ACROSS_NONE || of_b->place == ACROSS_NONE) return 0;
    // Two towns of one country; a town and its country.
    const bool both_points =
        !isnan(across->actors[of_a->place].lat) && !isnan(across->actors[of_b->place].lat);
    return both_points && a->is_place_stated && b->is_place_stated ? -1 : 0.2;
}

static double figures_agree(const struct across *across, const struct across_event *a,
                            const struct across_event *b) {
    for (uint32_t i = 0; i < a->figure_count; i++)
        for (uint32_t j = 0; j < b->figure_count; j++) {
            const struct across_figure *x = &across->figures[across->figures_by_event[a->first_figure + i]],
                                       *y = &across->figures[across->figures_by_event[b->first_figure + j]];
            if (slice_equal(x->measure, y->measure) && x->low == y->low && x->high == y->high)
                return x->low > 3 ? 1 : 0.5;
        }
    return 0;
}

// Of what is told to have happened, of what is planned or wanted, of what is denied.
static unsigned class_of(struct slice factuality) {
    if (slice_equal(factuality, SLICE("happened")) || slice_equal(factuality, SLICE("ongoing"))) return 0;
    return slice_equal(factuality, SLICE("denied")) || slice_equal(factuality, SLICE("did-not-happen")) ? 2
                                                                                                        : 1;
}

static double agreement(const struct joiner *joiner, uint32_t number_a, uint32_t number_b) {
    const struct across *across = joiner->across;
    const struct across_event *a = &across->events[number_a], *b = &across->events[number_b];
    const struct profile *of_a = &joiner->profiles[number_a], *of_b = &joiner->profiles[number_b];
    const bool same_stem = of_a->stem && of_a->stem == of_b->stem;
    if (!slice_equal(a->type, b->type)) return -9;
    unsigned shared = 0;
    double sum = days_agree(of_a, of_b) + parties_agree(of_a, of_b, &shared) +
                 places_agree(across, a, b, of_a, of_b) + figures_agree(across, a, b);
    if (same_stem) sum += 1.2;
    if (of_a->act == of_b->act)
        sum += slice_equal(a->act, b->act) ? 0.7 : 0.4;
    else
        sum -= 0.8;
    if (a->mode.length && b->mode.length && !slice_equal(a->mode, b->mode)) sum -= 1;
    if (class_of(a->factuality) != class_of(b->factuality)) sum -= 0.7;
    if (a->document == b->document) sum -= 1.5; // the document told them apart
    if (across->documents[a->document].origin == across->documents[b->document].origin && same_stem &&
        a->document != b->document)
        sum += 1; // copies tell one thing in the same words
    return sum;
}

// --- keys

static size_t keys_of(const struct joiner *joiner, uint32_t number, uint64_t keys[3 * PARTIES + 4]) {
    const struct across_event *event = &joiner->across->events[number];
    const struct profile *profile = &joiner->profiles[number];
    const uint64_t type = hash_bytes(event->type, 21), stem = hash_mix(profile->stem, type),
                   act = hash_mix(profile->act, type);
    size_t count = 0;
    for (size_t i = 0; i < profile->side_count; i++) {
        const struct side *side = &profile->sides[i];
        const uint64_t party = side->is_individual ? hash_mix(31, side->principal) : side->head;
        keys[count++] = hash_mix(act, party);
        keys[count++] = hash_mix(stem, party);
        if (profile->first_day != INT32_MIN)
            keys[count++] = hash_mix(hash_mix(type, party), (uint64_t)(profile->first_day / 2));
    }
    if (profile->place != ACROSS_NONE) {
        keys[count++] = hash_mix(act, hash_mix(33, profile->place));
        keys[count++] = hash_mix(stem, hash_mix(33, profile->place));
    }
    if (profile->published != INT32_MIN)
        keys[count++] = hash_mix(stem, hash_mix(34, (uint64_t)(profile->published / 4)));
    else
        keys[count++] = hash_mix(stem, 35);
    return count;
}

// --- groups

static void add_telling(struct joiner *joiner, uint32_t number, uint32_t event, const char *why) {
    struct group *group = &joiner->groups.items[number];
    joiner->across->events[event].happening = number;
    joiner->across->events[event].why = why;
    joiner->next[event] = ACROSS_NONE;
    if (group->count++ == 0)
        group->first = event;
    else
        joiner->next[group->last] = event;
    group->last = event;
    if (group->telling_count < TELLINGS)
        group->tellings[group->telling_count++] = event;
    else // the first is kept, of the others the last ones
        group->tellings[1 + group->count % (TELLINGS - 1)] = event;
}

static uint32_t new_group(struct joiner *joiner, uint32_t event, const char *why) {
    *vector_push(joiner->arena, &joiner->groups) = (struct group){ .seen = ACROSS_NONE };
    add_telling(joiner, (uint32_t)joiner->groups.count - 1, event, why);
    return (uint32_t)joiner->groups.count - 1;
}

// With the mean of the best and all: one telling that agrees is not enough where the others contradict.
static double agreement_with(const struct joiner *joiner, const struct group *group, uint32_t event) {
    double best = -9, sum = 0;
    for (uint32_t i = 0; i < group->telling_count; i++) {
        const double found = agreement(joiner, group->tellings[i], event);
        best = found > best ? found : best;
        sum += found;
    }
    return best * 0.7 + sum / group->telling_count * 0.3;
}

static const char *reason(const struct joiner *joiner, const struct group *group, uint32_t event,
                          double sum) {
    const struct across *across = joiner->across;
    const uint32_t first = group->tellings[0];
    unsigned shared = 0;
    parties_agree(&joiner->profiles[first], &joiner->profiles[event], &shared);
    const bool day = days_agree(&joiner->profiles[first], &joiner->profiles[event]) >= 1;
    const bool place = joiner->profiles[first].place != ACROSS_NONE &&
                       joiner->profiles[first].place == joiner->profiles[event].place;
    const bool figure = figures_agree(across, &across->events[first], &across->events[event]) > 0;
    return arena_string(joiner->arena, arena_format(joiner->arena, "same type%s%s%s%s: %.1f of %.1f",
                                                    shared > 1   ? ", several parties"
                                                    : shared > 0 ? ", a party"
                                                                 : "",
                                                    day ? ", day" : "", place ? ", place" : "",
                                                    figure ? ", figure" : "", sum, JOINED));
}

static void place_event(struct joiner *joiner, uint32_t event) {
    const struct across *across = joiner->across;
    if (across_is_rejected(across, ACROSS_EVENT, event)) {
        joiner->across->events[event].happening = ACROSS_NONE;
        return;
    }
    uint64_t keys[3 * PARTIES + 4];
    const size_t key_count = keys_of(joiner, event, keys);
    uint32_t best = ACROSS_NONE, candidates = 0, linked[4];
    size_t linked_count = 0;
    double most = -9;
    for (size_t i = 0; i < key_count && candidates < CANDIDATES; i++) {
        struct across_block_walk walk = across_blocks_of(joiner->blocks, keys[i], COMPARED);
        for (uint32_t found; (found = across_block_next(joiner->blocks, &walk)) != ACROSS_NONE;) {
            struct group *group = &joiner->groups.items[found];
            if (group->seen == event) continue;
            group->seen = event;
            candidates++;
            const double sum = agreement_with(joiner, group, event);
            if (sum >= LINKED && linked_count < 4) linked[linked_count++] = found;
            if (sum < most || (sum == most && found > best)) continue;
            most = sum;
            best = found;
        }
    }
    uint32_t group;
    if (best != ACROSS_NONE && most >= JOINED) {
        const char *why = reason(joiner, &joiner->groups.items[best], event, most);
        group = best;
        add_telling(joiner, group, event, why);
    } else {
        group = new_group(joiner, event, "first to tell it");
    }
    for (size_t i = 0; i < linked_count; i++)
        if (linked[i] != group)
            *vector_push(joiner->arena, &joiner->links) =
                (struct across_link){ linked[i], group, "much agrees, and not enough" };
    for (size_t i = 0; i < key_count; i++) across_blocks_put(joiner->blocks, keys[i], group);
}

static void obey(struct joiner *joiner) {
    const struct across *across = joiner->across;
    for (size_t i = 0; i < across->rulings_count; i++) {
        const struct across_ruling *ruling = &across->rulings[i];
        if (ruling->kind != ACROSS_EVENT || ruling->decision == ACROSS_REJECT) continue;
        const uint32_t a = across->events[ruling->a].happening, b = across->events[ruling->b].happening;
        if (a == ACROSS_NONE || b == ACROSS_NONE) continue;
        if (ruling->decision == ACROSS_JOIN && a != b) {
            for (uint32_t event = joiner->groups.items[b].first, next; event != ACROSS_NONE; event = next) {
                next = joiner->next[event];
                add_telling(joiner, a, event, "joined by a person's decision");
            }
            joiner->groups.items[b].count = 0;
        } else if (ruling->decision == ACROSS_SPLIT && a == b && joiner->groups.items[a].count > 1) {
            struct group *group = &joiner->groups.items[a];
            uint32_t before = ACROSS_NONE;
            for (uint32_t event = group->first; event != ruling->b; event = joiner->next[event])
                before = event;
            if (before == ACROSS_NONE)
                group->first = joiner->next[ruling->b];
            else
                joiner->next[before] = joiner->next[ruling->b];
            if (group->last == ruling->b) group->last = before;
            group->count--;
            new_group(joiner, ruling->b, "split by a person's decision");
        }
    }
}

// --- what a happening says

// Which of its events tells it best: with a day, a place, parties by name.
static double worth(const struct joiner *joiner, uint32_t number) {
    const struct across_event *event = &joiner->across->events[number];
    const struct profile *profile = &joiner->profiles[number];
    double sum = isnan(event->confidence) ? 0 : event->confidence;
    sum += profile->first_day != INT32_MIN ? 1 : 0;
    sum += event->place != ACROSS_NONE ? 0.5 : 0;
    for (size_t i = 0; i < profile->side_count; i++) sum += profile->sides[i].is_individual ? 0.6 : 0.2;
    sum += class_of(event->factuality) == 0 ? 0.3 : 0;
    return sum;
}

static int by_reports(const void *a, const void *b) {
    const struct across_happening_party *x = a, *y = b;
    if (x->part != y->part) return x->part < y->part ? -1 : 1;
    if (x->reports != y->reports) return x->reports > y->reports ? -1 : 1;
    return x->actor < y->actor ? -1 : x->actor > y->actor;
}

static int by_party(const void *a, const void *b) {
    const struct across_happening_party *x = a, *y = b;
    if (x->part != y->part) return x->part < y->part ? -1 : 1;
    return x->actor < y->actor ? -1 : x->actor > y->actor;
}

struct happening_parties {
    VECTOR_OF(struct across_happening_party) list;
};

// The parties of the best telling, and those of others that two or more name.
static void collect_parties(struct joiner *joiner, const struct group *group, uint32_t lead,
                            struct happening_parties *into, struct arena *scratch) {
    const struct across *across = joiner->across;
    VECTOR_OF(struct across_happening_party) all = { 0 };
    for (uint32_t event = group->first; event != ACROSS_NONE; event = joiner->next[event])
        for (uint32_t i = 0; i < across->events[event].party_count; i++) {
            const struct across_party *party = &across->parties[across->events[event].first_party + i];
            *vector_push(scratch, &all) =
                (struct across_happening_party){ across->entities[party->entity].actor, 1, party->part };
        }
    if (all.count > 1) qsort(all.items, all.count, sizeof *all.items, by_party);
    size_t kept = 0;
    for (size_t i = 0; i < all.count; i++)
        if (kept && all.items[kept - 1].part == all.items[i].part &&
            all.items[kept - 1].actor == all.items[i].actor)
            all.items[kept - 1].reports++;
        else
            all.items[kept++] = all.items[i];
    if (kept > 1) qsort(all.items, kept, sizeof *all.items, by_reports);
    for (size_t i = 0; i < kept; i++) {
        bool is_told = all.items[i].reports > 1;
        for (uint32_t j = 0; j < across->events[lead].party_count && !is_told; j++) {
            const struct across_party *party = &across->parties[across->events[lead].first_party + j];
            is_told = party->part == all.items[i].part &&
                      across->entities[party->entity].actor == all.items[i].actor;
        }
        if (is_told) *vector_push(joiner->arena, &into->list) = all.items[i];
    }
}

static void describe(struct joiner *joiner, const struct group *group, struct across_happening *happening,
                     struct happening_parties *parties, struct arena *scratch) {
    struct across *across = joiner->across;
    uint32_t lead = group->first;
    struct slice *factualities = ARENA_ARRAY(scratch, struct slice, group->count + 1);
    uint32_t *documents = ARENA_ARRAY(scratch, uint32_t, group->count + 1);
    struct slice *outlets = ARENA_ARRAY(scratch, struct slice, group->count + 1);
    struct across_key *order = ARENA_ARRAY(scratch, struct across_key, group->count + 1);
    size_t count = 0;
    happening->first_event = (uint32_t)across->happening_events_count;
    for (uint32_t event = group->first; event != ACROSS_NONE; event = joiner->next[event]) {
        const struct across_event *telling = &across->events[event];
        if (worth(joiner, event) > worth(joiner, lead)) lead = event;
        factualities[count] = telling->factuality;
        outlets[count] = across->documents[telling->document].outlet;
        order[count] = (struct across_key){
            (uint64_t)across->documents[telling->document].rank << 32 | telling->position, event
        };
        count++;
        happening->first_published =
            across_first_published(across, happening->first_published, telling->document);
        happening->last_published =
            across_last_published(across, happening->last_published, telling->document);
    }
    across_sort_keys(order, count); // decisions of people may have put them elsewhere
    for (size_t i = 0; i < count; i++) {
        across->happening_events[across->happening_events_count++] = order[i].item;
        documents[i] = across->events[order[i].item].document;
    }
    happening->event_count = (uint32_t)count;
    happening->id = across->events[order[0].item].id;
    happening->lead = lead;
    happening->date_from = across->events[lead].date_from;
    happening->date_to = across->events[lead].date_to;
    happening->precision = across->events[lead].precision;
    happening->place = across->events[lead].place;
    happening->according_to = across->events[lead].according_to;
    happening->factuality = across_most_frequent(factualities, count);
    happening->origins = across_independent(across, documents, count, &happening->documents, scratch);
    size_t distinct = 0;
    struct slice last = { "", 0 };
    across_most_frequent(outlets, count); // sorts
    for (size_t i = 0; i < count; i++) {
        if (outlets[i].length && !slice_equal(outlets[i], last)) distinct++;
        last = outlets[i];
    }
    happening->outlets = (uint32_t)distinct;
    happening->first_party = (uint32_t)parties->list.count;
    collect_parties(joiner, group, lead, parties, scratch);
    happening->party_count = (uint32_t)(parties->list.count - happening->first_party);
}

static int by_link(const void *a, const void *b) {
    const struct across_link *x = a, *y = b;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

void across_join_events(struct across *across, struct arena *arena) {
    struct joiner joiner = { .across = across, .arena = arena };
    joiner.profiles = ARENA_ARRAY(arena, struct profile, across->events_count + 1);
    joiner.next = ARENA_ARRAY(arena, uint32_t, across->events_count + 1);
    joiner.blocks = across_blocks_new(across->events_count, arena);
    const uint32_t *order =
        across_in_order(across, across->events, sizeof *across->events, across->events_count, arena);
    struct arena *scratch = arena_new();
    for (size_t i = 0; i < across->events_count; i++) {
        arena_reset(scratch);
        profile_event(&joiner, (uint32_t)i, scratch);
    }
    for (size_t i = 0; i < across->events_count; i++) place_event(&joiner, order[i]);
    obey(&joiner);

    across->happenings = ARENA_ARRAY(arena, struct across_happening, joiner.groups.count + 1);
    across->happening_events = ARENA_ARRAY(arena, uint32_t, across->events_count + 1);
    uint32_t *happening_of = ARENA_ARRAY(arena, uint32_t, joiner.groups.count + 1);
    struct happening_parties parties = { 0 };
    for (size_t i = 0; i < joiner.groups.count; i++) {
        happening_of[i] = ACROSS_NONE;
        if (joiner.groups.items[i].count == 0) continue;
        arena_reset(scratch);
        happening_of[i] = (uint32_t)across->happenings_count;
        describe(&joiner, &joiner.groups.items[i], &across->happenings[across->happenings_count++], &parties,
                 scratch);
    }
    arena_free(scratch);
    across->happening_parties = parties.list.items;
    across->happening_parties_count = parties.list.count;
    for (size_t i = 0; i < across->events_count; i++)
        if (across->events[i].happening != ACROSS_NONE)
            across->events[i].happening = happening_of[across->events[i].happening];
    // Links between happenings, each once.
    across->links = joiner.links.items;
    size_t kept = 0;
    for (size_t i = 0; i < joiner.links.count; i++) {
        uint32_t a = happening_of[joiner.links.items[i].a], b = happening_of[joiner.links.items[i].b];
        if (a == ACROSS_NONE || b == ACROSS_NONE || a == b) continue;
        across->links[kept++] =
            (struct across_link){ a < b ? a : b, a < b ? b : a, joiner.links.items[i].why };
    }
    if (kept > 1) qsort(across->links, kept, sizeof *across->links, by_link);
    size_t unique = 0;
    for (size_t i = 0; i < kept; i++)
        if (unique == 0 || by_link(&across->links[unique - 1], &across->links[i]) != 0)
            across->links[unique++] = across->links[i];
    across->links_count = unique;
}
