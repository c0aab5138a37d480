// negotiations.c - talks joined into processes.
//
// Some acts are a negotiation by themselves (negotiating, mediating, a signed agreement), others only belong
// to one that the text speaks of (a meeting, a demand, a release): stages.txt says which, and how far each
// brings the process. Two events belong together when they share two of the sides, or one side and a word of
// what it is about. Sides are principals, so that a minister and his country are one. What did not take place
// tells who is not taking part.
#include "record/parts.h"

#include "base/utf8.h"
#include "base/vector.h"

#include <string.h>

#define NEGOTIATION_LIMIT 64 // processes of one document; what comes after joins none
#define ISSUE_WORD_LENGTH 4  // bytes that a word of the issue must have to join two events

struct process {
    VECTOR_OF(uint32_t) parties, mediators, absent, events;
    struct span issue, conditions;
    const struct stage *stage;
    const char *first, *last;
};

struct finder {
    const struct recorder *recorder;
    const struct coding *coding;
    struct arena *arena;
    struct process processes[NEGOTIATION_LIMIT];
    size_t count;
};

static bool holds(const uint32_t *items, size_t count, uint32_t item) {
    for (size_t i = 0; i < count; i++)
        if (items[i] == item) return true;
    return false;
}

#define add_once(arena, vector, item)                                                                        \
    do {                                                                                                     \
        if (!holds((vector)->items, (vector)->count, (item))) *vector_push((arena), (vector)) = (item);      \
    } while (0)

static size_t sides_shared(const struct finder *finder, const struct process *process,
                           const struct parties *parties) {
    size_t shared = 0;
    for (size_t i = 0; i < parties->count; i++) {
        const uint32_t side = recorder_principal(finder->coding->meaning, parties->entities[i]);
        shared += holds(process->parties.items, process->parties.count, side) ||
                  holds(process->mediators.items, process->mediators.count, side);
    }
    return shared;
}

static bool issues_share_word(const struct finder *finder, struct span a, struct span b) {
    const struct slice text = finder->coding->meaning->analysis->document->text;
    struct slice left = utf8_fold(slice_part(text, a.start, a.end), finder->arena);
    const struct slice right = utf8_fold(slice_part(text, b.start, b.end), finder->arena);
    for (struct slice word; slice_next(&left, SLICE(" "), &word);)
        if (word.length >= ISSUE_WORD_LENGTH && slice_find(right, word, 0) != SIZE_MAX) return true;
    return false;
}

// How well `event` fits a process: 0 not at all.
static unsigned fit(const struct finder *finder, const struct process *process, const struct event *event) {
    const size_t shared = sides_shared(finder, process, &event->actors) +
                          sides_shared(finder, process, &event->recipients) +
                          sides_shared(finder, process, &event->mediators);
    const bool same_issue = issues_share_word(finder, process->issue, event->about);
    if (shared >= 2) return 3 + same_issue;
    if (shared == 1 && same_issue) return 2;
    if (shared == 1 && event->mediators.count) return 1; // who stands between one of the sides and others
    return 0;
}

static bool is_absence(enum factuality factuality) {
    return factuality == FACTUALITY_DID_NOT_HAPPEN || factuality == FACTUALITY_DENIED;
}

static void add_sides(struct finder *finder, struct process *process, const struct parties *parties,
                      bool absent) {
    for (size_t i = 0; i < parties->count; i++) {
        const uint32_t side = recorder_principal(finder->coding->meaning, parties->entities[i]);
        if (absent) {
            if (!holds(process->parties.items, process->parties.count, side))
                add_once(finder->arena, &process->absent, side);
        } else if (!holds(process->mediators.items, process->mediators.count, side)) {
            add_once(finder->arena, &process->parties, side);
        }
    }
}

static void join(struct finder *finder, struct process *process, uint32_t index, const struct stage *stage) {
    const struct event *event = &finder->coding->events[index];
    for (size_t i = 0; i < event->mediators.count; i++) {
        const uint32_t side = recorder_principal(finder->coding->meaning, event->mediators.entities[i]);
        // Who obtained a release may be a party to the talks; who stands between the talkers is none.
        const bool is_party = holds(process->parties.items, process->parties.count, side);
        if (stage->founds || !is_party) add_once(finder->arena, &process->mediators, side);
    }
    const bool absent = is_absence(event->factuality);
    add_sides(finder, process, &event->actors, absent);
    if (!absent && stage->founds) add_sides(finder, process, &event->recipients, false);
    *vector_push(finder->arena, &process->events) = index;
    // Talks agreed on for some day are not what the talks are about
    if (process->issue.end == process->issue.start && (stage->founds || stage->rank > 1))
        process->issue = event->about;
    if (!absent && (!process->stage || stage->rank > process->stage->rank)) process->stage = stage;
    if (event->factuality == FACTUALITY_CONDITIONAL && process->conditions.end == process->conditions.start)
        process->conditions = event->about;
    if (event->from[0] && (!process->first || strcmp(event->from, process->first) < 0))
        process->first = event->from;
    const char *end = event->to[0] ? event->to : event->from;
    if (end[0] && (!process->last || strcmp(end, process->last) > 0)) process->last = end;
}

static struct process *process_for(struct finder *finder, const struct event *event, bool founds) {
    struct process *best = NULL;
    unsigned best_fit = 0;
    for (size_t i = 0; i < finder->count; i++) {
        const unsigned how = fit(finder, &finder->processes[i], event);
        if (how > best_fit) {
            best_fit = how;
            best = &finder->processes[i];
        }
    }
    if (best) return best;
    // "Israel is not taking part in the talks": the talks that the text spoke of last.
    if (is_absence(event->factuality) && founds && finder->count)
        return &finder->processes[finder->count - 1];
    const size_t sides = event->actors.count + event->recipients.count;
    if (!founds || is_absence(event->factuality) || sides < 2 || finder->count == NEGOTIATION_LIMIT)
        return NULL;
    return &finder->processes[finder->count++];
}

// A side named as mediator in one place is no party because another place lists it among the talkers.
static void settle_mediators(struct process *process) {
    size_t kept = 0;
    for (size_t i = 0; i < process->parties.count; i++)
        if (!holds(process->mediators.items, process->mediators.count, process->parties.items[i]))
            process->parties.items[kept++] = process->parties.items[i];
    process->parties.count = kept;
}

struct negotiations negotiations_find(const struct recorder *recorder, const struct coding *coding,
                                      struct arena *arena) {
    struct finder *finder = ARENA_NEW(arena, struct finder);
    finder->recorder = recorder;
    finder->coding = coding;
    finder->arena = arena;
    for (int pass = 0; pass < 2;
         pass++) { // those that found one first, so that others may join it from before
        for (size_t i = 0; i < coding->event_count; i++) {
            const struct event *event = &coding->events[i];
            const struct stage *stage = recorder_stage(recorder, event);
            if (!stage || stage->founds != (pass == 0)) continue;
            struct process *process = process_for(finder, event, stage->founds);
            if (process) join(finder, process, (uint32_t)i, stage);
        }
    }
    struct negotiation *negotiations = ARENA_ARRAY(arena, struct negotiation, finder->count);
    for (size_t i = 0; i < finder->count; i++) {
        struct process *process = &finder->processes[i];
        settle_mediators(process);
        negotiations[i] = (struct negotiation){
            .issue = process->issue,
            .parties = { process->parties.items, process->parties.count },
            .mediators = { process->mediators.items, process->mediators.count },
            .not_taking_part = { process->absent.items, process->absent.count },
            .stage = process->stage ? process->stage->stage : (struct slice){ 0 },
            .conditions = process->conditions,
            .first = process->first,
            .last = process->last,
            .events = { process->events.items, process->events.count },
        };
    }
    return (struct negotiations){ negotiations, finder->count };
}
