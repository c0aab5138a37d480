// filter.c - leaving out events moves those behind them: references are numbered anew.
#include "record/filter.h"

struct filtering {
    struct arena *arena;
    const uint32_t *moved; // [events.count] index of an event that stays; RECORD_NONE
};

static struct record_ref moved_ref(const struct filtering *filtering, struct record_ref event) {
    if (event.index == RECORD_NONE || filtering->moved[event.index] == RECORD_NONE)
        return (struct record_ref){ .index = RECORD_NONE };
    return (struct record_ref){ event.id, filtering->moved[event.index] };
}

static struct record_refs moved_refs(const struct filtering *filtering, struct record_refs events) {
    struct record_ref *items = ARENA_ARRAY(filtering->arena, struct record_ref, events.count);
    size_t count = 0;
    for (size_t i = 0; i < events.count; i++) {
        items[count] = moved_ref(filtering, events.items[i]);
        count += items[count].index != RECORD_NONE;
    }
    return (struct record_refs){ items, count };
}

// The events of a negotiation that stay, and their triggers.
static void keep_events(const struct filtering *filtering, struct record_negotiation *negotiation) {
    const struct record_refs events = negotiation->events;
    struct record_span *triggers = ARENA_ARRAY(filtering->arena, struct record_span, events.count);
    size_t count = 0;
    for (size_t i = 0; i < events.count && i < negotiation->evidence.count; i++)
        if (moved_ref(filtering, events.items[i]).index != RECORD_NONE)
            triggers[count++] = negotiation->evidence.items[i];
    negotiation->events = moved_refs(filtering, events);
    negotiation->evidence = (struct record_span_list){ triggers, count };
}

static bool stays(const struct record *record, const struct record_filter *filter, size_t event) {
    return record->events.items[event].confidence >= filter->min_confidence;
}

// Fills `moved` and numbers what refers to events.
static void keep_confident(struct record *record, const struct record_filter *filter, struct arena *arena) {
    const struct record_event_list before = record->events;
    uint32_t *moved = ARENA_ARRAY(arena, uint32_t, before.count);
    uint32_t count = 0;
    for (size_t i = 0; i < before.count; i++) moved[i] = stays(record, filter, i) ? count++ : RECORD_NONE;
    if (count == before.count) return;
    const struct filtering filtering = { arena, moved };

    struct record_event *events = ARENA_ARRAY(arena, struct record_event, count);
    for (size_t i = 0; i < before.count; i++) {
        if (moved[i] == RECORD_NONE) continue;
        events[moved[i]] = before.items[i];
        events[moved[i]].maybe_same = moved_refs(&filtering, before.items[i].maybe_same);
    }
    struct record_figure *figures = ARENA_ARRAY(arena, struct record_figure, record->figures.count);
    for (size_t i = 0; i < record->figures.count; i++) {
        figures[i] = record->figures.items[i];
        figures[i].event = moved_ref(&filtering, figures[i].event);
    }
    struct record_negotiation *negotiations =
        ARENA_ARRAY(arena, struct record_negotiation, record->negotiations.count);
    size_t negotiation_count = 0;
    for (size_t i = 0; i < record->negotiations.count; i++) {
        struct record_negotiation *kept = &negotiations[negotiation_count];
        *kept = record->negotiations.items[i];
        keep_events(&filtering, kept);
        negotiation_count += kept->events.count > 0;
    }
    record->events = (struct record_event_list){ events, count };
    record->figures.items = figures;
    record->negotiations = (struct record_negotiation_list){ negotiations, negotiation_count };
}

// Whether `id` is of an event of `all` that is not among those of `record`.
static bool is_gone(const struct record_event_list *all, const struct record *record, struct slice id) {
    for (size_t i = 0; i < all->count; i++)
        if (slice_equal(all->items[i].id, id)) {
            for (size_t k = 0; k < record->events.count; k++)
                if (slice_equal(record->events.items[k].id, id)) return false;
            return true;
        }
    return false;
}

static void keep_disagreements(struct record *record, const struct record_event_list *all,
                               struct arena *arena) {
    struct record_disagreement *kept =
        ARENA_ARRAY(arena, struct record_disagreement, record->disagreements.count);
    size_t count = 0;
    for (size_t i = 0; i < record->disagreements.count; i++) {
        const struct record_disagreement *disagreement = &record->disagreements.items[i];
        bool gone = false;
        for (size_t k = 0; k < disagreement->records.count; k++)
            gone |= is_gone(all, record, disagreement->records.items[k]);
        if (!gone) kept[count++] = *disagreement;
    }
    record->disagreements = (struct record_disagreement_list){ kept, count };
}

const struct record *record_filter(const struct record *record, const struct record_filter *filter,
                                   struct arena *arena) {
    struct record *part = ARENA_NEW(arena, struct record);
    *part = *record;
    keep_confident(part, filter, arena);
    if (part->events.count < record->events.count) keep_disagreements(part, &record->events, arena);
    if (!filter->kinds) return part;
#define KEEP(kind, list)                                                                                     \
    if (!(filter->kinds & 1u << RECORD_##kind##_KIND)) part->list.count = 0
    KEEP(EVENT, events);
    KEEP(STATEMENT, statements);
    KEEP(FIGURE, figures);
    KEEP(CAPTIVE, captives);
    KEEP(NEGOTIATION, negotiations);
    KEEP(DISAGREEMENT, disagreements);
#undef KEEP
    return part;
}
