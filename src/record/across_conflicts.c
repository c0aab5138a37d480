// across_conflicts.c - what documents say that cannot all hold: figures, dates, parties and factuality of one
// happening, names of one actor, accounts of one captive; and what single documents tell as disagreements.
//
// Sides are told from different origins; two copies do not disagree. A toll that rises from day to day is
// news and no disagreement: figures are compared when they were published a day apart at most. A conflict
// counts as resolved on the day from which on only one value was told, by two documents at least.
#include "record/across_parts.h"

#include "base/hash.h"
#include "base/vector.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define SIDES_LIMIT 64u // of one conflict; the first ones
#define NEWS_DAYS 1     // figures published further apart may both have held
#define COMPARED 16u    // tellings of a happening with which each is compared

struct told { // one side before it is known to be one
    struct slice value, entry, says, words;
    uint32_t document;
    double low, high;
    struct slice head; // of who is counted
};

struct finder {
    struct across *across;
    struct arena *arena;
    VECTOR_OF(struct across_conflict) conflicts;
    VECTOR_OF(struct across_side) sides;
};

static int by_publication(const void *a, const void *b, void *context) {
    const struct across *across = context;
    const struct told *x = a, *y = b;
    const uint32_t rank_x = across->documents[x->document].rank, rank_y = across->documents[y->document].rank;
    if (rank_x != rank_y) return rank_x < rank_y ? -1 : 1;
    return slice_compare(x->entry, y->entry);
}

// The day from which on one value alone was told, by two documents at least; empty when it is open.
static struct slice resolved_on(const struct across *across, const struct told *told, size_t count) {
    size_t run = 1;
    while (run < count && slice_equal(told[count - run - 1].value, told[count - 1].value)) run++;
    if (run < 2 || run == count) return (struct slice){ "", 0 };
    const struct slice since = across->documents[told[count - run].document].published,
                       before = across->documents[told[count - run - 1].document].published;
    // Of one day both were told.
    if (!since.length || !before.length ||
        slice_compare(slice_part(since, 0, 10), slice_part(before, 0, 10)) <= 0 ||
        across->documents[told[count - 1].document].origin ==
            across->documents[told[count - run].document].origin)
        return (struct slice){ "", 0 };
    return slice_part(since, 0, 10);
}

static void add_conflict(struct finder *finder, const char *kind, struct slice subject, struct slice about,
                         struct told *told, size_t count) {
    const struct across *across = finder->across;
    if (count > 1) qsort_r(told, count, sizeof *told, by_publication, finder->across);
    struct across_conflict *conflict = vector_push(finder->arena, &finder->conflicts);
    uint64_t hash = hash_bytes(slice_of(kind), 41);
    *conflict = (struct across_conflict){ .kind = slice_of(kind),
                                          .subject = subject,
                                          .about = about,
                                          .first_side = (uint32_t)finder->sides.count };
    conflict->resolved = resolved_on(across, told, count);
    uint32_t last = ACROSS_NONE;
    for (size_t i = 0; i < count && i < SIDES_LIMIT; i++) {
        *vector_push(finder->arena, &finder->sides) =
            (struct across_side){ told[i].value, told[i].entry, told[i].says, told[i].words,
                                  told[i].document };
        conflict->documents += told[i].document != last;
        last = told[i].document;
        conflict->first_published =
            across_first_published(across, conflict->first_published, told[i].document);
        conflict->last_published = across_last_published(across, conflict->last_published, told[i].document);
        if (i < 2) hash = hash_bytes(told[i].entry, hash);
    }
    conflict->side_count = (uint32_t)(finder->sides.count - conflict->first_side);
    conflict->id = arena_format(finder->arena, "%016llx", (unsigned long long)hash);
}

static void set_place(const struct finder *finder, const struct across_happening *happening) {
    struct across_conflict *conflict = &finder->conflicts.items[finder->conflicts.count - 1];
    const struct across *across = finder->across;
    conflict->date = happening->date_from;
    if (happening->place == ACROSS_NONE) {
        conflict->place_country = across->events[happening->lead].place_country;
        return;
    }
    const struct across_actor *place = &across->actors[across->entities[happening->place].actor];
    conflict->place = place->name;
    conflict->place_country = place->country;
}

static bool same_origin(const struct across *across, uint32_t a, uint32_t b) {
    return across->documents[a].origin == across->documents[b].origin;
}

// --- figures

static struct slice last_word(struct slice text) {
    struct slice last = text;
    for (struct slice word; slice_next(&text, SLICE(" "), &word);)
        if (word.length) last = word;
    return last;
}

static struct slice number_text(struct arena *arena, double number) {
    return arena_format(arena, number == floor(number) && fabs(number) < 1e15 ? "%.0f" : "%g", number);
}

static struct slice value_of(const struct across_figure *figure, struct arena *arena) {
    const struct slice low = number_text(arena, figure->low);
    const struct slice range = figure->low == figure->high
                                   ? low
                                   : arena_format(arena, SLICE_FORMAT "-" SLICE_FORMAT, SLICE_ARG(low),
                                                  SLICE_ARG(number_text(arena, figure->high)));
    return figure->qualifier.length ? arena_format(arena, SLICE_FORMAT " " SLICE_FORMAT,
                                                   SLICE_ARG(figure->qualifier), SLICE_ARG(range))
                                    : range;
}

static void range_of(const struct across_figure *figure, double *low, double *high) {
    *low = figure->low;
    *high = figure->high;
    const struct slice qualifier = figure->qualifier;
    if (slice_equal(qualifier, SLICE("at-least")) || slice_equal(qualifier, SLICE("more-than")))
        *high = INFINITY;
    if (slice_equal(qualifier, SLICE("at-most")) || slice_equal(qualifier, SLICE("less-than"))) *low = 0;
    if (slice_equal(qualifier, SLICE("about"))) { // as far as rounding goes
        *low *= 0.85;
        *high *= 1.15;
    }
}

static bool figures_conflict(const struct across *across, const struct told *a, const struct told *b) {
    if (a->document == b->document || same_origin(across, a->document, b->document)) return false;
    if (a->low <= b->high && b->low <= a->high) return false;
    if (a->head.length && b->head.length && !slice_equal_ascii_fold(a->head, b->head)) return false;
    const int32_t then = across_day(across->documents[a->document].published),
                  now = across_day(across->documents[b->document].published);
    return then != INT32_MIN && now != INT32_MIN && abs(now - then) <= NEWS_DAYS;
}

// Of figures of one thing, in order of publication, all that take part in a conflict.
static void compare_figures(struct finder *finder, const struct across_key *keys, size_t count,
                            struct arena *scratch) {
    const struct across *across = finder->across;
    struct told *told = ARENA_ARRAY(scratch, struct told, count + 1);
    bool *is_side = ARENA_ARRAY(scratch, bool, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct across_figure *figure = &across->figures[keys[i].item];
        told[i] = (struct told){ .value = value_of(figure, finder->arena),
                                 .entry = figure->id,
                                 .says = figure->according_to,
                                 .words = figure->words,
                                 .document = figure->document,
                                 .head = last_word(figure->counted) };
        range_of(figure, &told[i].low, &told[i].high);
    }
    qsort_r(told, count, sizeof *told, by_publication, finder->across);
    bool any = false;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count && j < i + SIDES_LIMIT; j++)
            if (figures_conflict(across, &told[i], &told[j])) any = is_side[i] = is_side[j] = true;
    if (!any) return;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (is_side[i]) told[kept++] = told[i];
    const struct across_figure *first = &across->figures[keys[0].item];
    const uint32_t happening =
        first->event == ACROSS_NONE ? ACROSS_NONE : across->events[first->event].happening;
    const struct slice subject =
        first->counted.length ? arena_format(finder->arena, SLICE_FORMAT " (" SLICE_FORMAT ")",
                                             SLICE_ARG(first->measure), SLICE_ARG(last_word(first->counted)))
                              : first->measure;
    add_conflict(finder, "figure", subject,
                 happening == ACROSS_NONE ? (struct slice){ "", 0 } : across->happenings[happening].id, told,
                 kept);
    if (happening != ACROSS_NONE) set_place(finder, &across->happenings[happening]);
}

// What a figure counts: the victims of a happening; or what a place has on a day. 0: it cannot be told.
static uint64_t thing_counted(const struct across *across, const struct across_figure *figure) {
    const uint64_t measure = hash_bytes(figure->measure, 42);
    if (figure->event != ACROSS_NONE && across->events[figure->event].happening != ACROSS_NONE)
        return hash_mix(measure, across->events[figure->event].happening) | 1;
    const struct slice day = figure->as_of.length ? figure->as_of : figure->since;
    if (figure->place == ACROSS_NONE || !day.length) return 0;
    return hash_mix(hash_bytes(day, measure), (uint64_t)across->entities[figure->place].actor + 7) | 1;
}

static void find_figures(struct finder *finder) {
    const struct across *across = finder->across;
    struct across_key *keys = ARENA_ARRAY(finder->arena, struct across_key, across->figures_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < across->figures_count; i++) {
        const struct across_figure *figure = &across->figures[i];
        if (isnan(figure->low) || isnan(figure->high) ||
            across_is_rejected(across, ACROSS_FIGURE, (uint32_t)i) ||
            !slice_equal(figure->factuality, SLICE("happened")))
            continue;
        const uint64_t key = thing_counted(across, figure);
        if (key) keys[count++] = (struct across_key){ key, (uint32_t)i };
    }
    across_sort_keys(keys, count);
    struct arena *scratch = arena_new();
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && keys[end].key == keys[i].key;) end++;
        arena_reset(scratch);
        if (end - i > 1) compare_figures(finder, keys + i, end - i, scratch);
    }
    arena_free(scratch);
}

// --- happenings

static struct slice subject_of(const struct finder *finder, const struct across_happening *happening) {
    const struct across *across = finder->across;
    const struct across_event *lead = &across->events[happening->lead];
    return arena_format(finder->arena, SLICE_FORMAT "%s" SLICE_FORMAT " (" SLICE_FORMAT ")",
                        SLICE_ARG(lead->type), lead->mode.length ? " " : "", SLICE_ARG(lead->mode),
                        SLICE_ARG(lead->trigger));
}

static bool is_told(struct slice factuality) {
    return slice_equal(factuality, SLICE("happened")) || slice_equal(factuality, SLICE("ongoing"));
}
static bool is_denied(struct slice factuality) {
    return slice_equal(factuality, SLICE("denied")) || slice_equal(factuality, SLICE("did-not-happen"));
}

static struct told telling(const struct across_event *event, struct slice value) {
    return (struct told){ .value = value,
                          .entry = event->id,
                          .says = event->according_to,
                          .words = event->trigger,
                          .document = event->document };
}

static void find_factuality(struct finder *finder, const struct across_happening *happening,
                            struct told *told) {
    const struct across *across = finder->across;
    size_t count = 0;
    bool any_told = false, any_denied = false;
    for (uint32_t i = 0; i < happening->event_count; i++) {
        const struct across_event *event =
            &across->events[across->happening_events[happening->first_event + i]];
        if (!is_told(event->factuality) && !is_denied(event->factuality)) continue;
        any_told = any_told || is_told(event->factuality);
        any_denied = any_denied || is_denied(event->factuality);
        told[count++] = telling(event, event->factuality);
    }
    if (!any_told || !any_denied) return;
    add_conflict(finder, "factuality", subject_of(finder, happening), happening->id, told, count);
    set_place(finder, happening);
}

static void find_dates(struct finder *finder, const struct across_happening *happening, struct told *told) {
    const struct across *across = finder->across;
    size_t count = 0;
    bool differ = false;
    for (uint32_t i = 0; i < happening->event_count; i++) {
        const struct across_event *event =
            &across->events[across->happening_events[happening->first_event + i]];
        if (!event->is_date_stated || event->date_from.length < 10 ||
            !slice_equal(event->precision, SLICE("day")) || !slice_equal(event->date_from, event->date_to) ||
            !is_told(event->factuality))
            continue;
        told[count] = telling(event, event->date_from);
        for (size_t j = 0; j < count && j < COMPARED && !differ; j++)
            differ = !slice_equal(told[j].value, told[count].value) &&
                     !same_origin(across, told[j].document, told[count].document);
        count++;
    }
    if (!differ) return;
    add_conflict(finder, "date", subject_of(finder, happening), happening->id, told, count);
    set_place(finder, happening);
}

// Who did it: named actors behind whom different ones stand, told by different origins.
static void find_parties(struct finder *finder, const struct across_happening *happening, struct told *told) {
    const struct across *across = finder->across;
    uint32_t *principals = ARENA_ARRAY(finder->arena, uint32_t, happening->event_count + 1);
    size_t count = 0;
    bool differ = false;
    for (uint32_t i = 0; i < happening->event_count; i++) {
        const struct across_event *event =
            &across->events[across->happening_events[happening->first_event + i]];
        uint32_t actor = ACROSS_NONE, actors = 0;
        for (uint32_t j = 0; j < event->party_count; j++) {
            const struct across_party *party = &across->parties[event->first_party + j];
            if (party->part != ACROSS_ACTOR || !across_is_individual(across, party->entity)) continue;
            actor = party->entity;
            actors++;
        }
        if (actors != 1 || event->is_mutual || !is_told(event->factuality)) continue;
        principals[count] = across_principal(across, actor);
        told[count] = telling(event, across->actors[principals[count]].name);
        for (size_t j = 0; j < count && j < COMPARED && !differ; j++)
            differ = principals[j] != principals[count] &&
                     !same_origin(across, told[j].document, told[count].document);
        count++;
    }
    if (!differ) return;
    add_conflict(finder, "party", subject_of(finder, happening), happening->id, told, count);
    set_place(finder, happening);
}

static void find_in_happenings(struct finder *finder) {
    const struct across *across = finder->across;
    struct arena *scratch = arena_new();
    for (size_t i = 0; i < across->happenings_count; i++) {
        const struct across_happening *happening = &across->happenings[i];
        if (happening->event_count < 2) continue;
        arena_reset(scratch);
        struct told *told = ARENA_ARRAY(scratch, struct told, happening->event_count + 1);
        find_factuality(finder, happening, told);
        find_dates(finder, happening, told);
        find_parties(finder, happening, told);
    }
    arena_free(scratch);
}

// --- names

// Spellings of one person's name: as many words, one of which is written otherwise.
static bool is_other_spelling(struct slice a, struct slice b) {
    size_t differing = 0;
    for (struct slice x, y;;) {
        const bool more_a = slice_next(&a, SLICE(" "), &x), more_b = slice_next(&b, SLICE(" "), &y);
        if (more_a != more_b) return false;
        if (!more_a) return differing == 1;
        if (slice_equal(x, y)) continue;
        if (!across_is_near(x, y, 2)) return false;
        differing++;
    }
}

static void find_names(struct finder *finder) {
    const struct across *across = finder->across;
    struct across_key *keys = ARENA_ARRAY(finder->arena, struct across_key, across->entities_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < across->entities_count; i++) {
        const struct across_entity *entity = &across->entities[i];
        if (entity->is_named && slice_equal(entity->kind, SLICE("person")))
            keys[count++] =
                (struct across_key){ (uint64_t)entity->actor << 32 | across->documents[entity->document].rank,
                                     (uint32_t)i };
    }
    across_sort_keys(keys, count);
    struct arena *scratch = arena_new();
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && keys[end].key >> 32 == keys[i].key >> 32;) end++;
        if (end - i < 2) continue;
        arena_reset(scratch);
        struct told *told = ARENA_ARRAY(scratch, struct told, end - i);
        const struct slice first = across_fold(across->entities[keys[i].item].name, scratch);
        bool any = false;
        for (size_t j = i; j < end; j++) {
            const struct across_entity *entity = &across->entities[keys[j].item];
            const struct slice folded = across_fold(entity->name, scratch);
            any = any || is_other_spelling(first, folded);
            told[j - i] = (struct told){
                .value = entity->name,
                .entry =
                    arena_format(finder->arena, SLICE_FORMAT ":" SLICE_FORMAT,
                                 SLICE_ARG(across->documents[entity->document].id), SLICE_ARG(entity->id)),
                .words = entity->name,
                .document = entity->document,
            };
        }
        if (any)
            add_conflict(finder, "name", across->actors[keys[i].key >> 32].name,
                         across->actors[keys[i].key >> 32].id, told, end - i);
    }
    arena_free(scratch);
}

// --- captives, and what single documents tell

static void find_captives(struct finder *finder) {
    const struct across *across = finder->across;
    struct across_key *keys = ARENA_ARRAY(finder->arena, struct across_key, across->captives_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < across->captives_count; i++) {
        const uint32_t captivity = across->captives[i].captivity;
        if (captivity != ACROSS_NONE && across->captivities[captivity].is_conflicting)
            keys[count++] = (struct across_key){ captivity, (uint32_t)i };
    }
    across_sort_keys(keys, count);
    struct arena *scratch = arena_new();
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && keys[end].key == keys[i].key;) end++;
        arena_reset(scratch);
        struct told *told = ARENA_ARRAY(scratch, struct told, end - i);
        for (size_t j = i; j < end; j++) {
            const struct across_captive *account = &across->captives[keys[j].item];
            told[j - i] = (struct told){ .value = account->status,
                                         .entry = account->id,
                                         .says = account->according_to,
                                         .words = account->words,
                                         .document = account->document };
        }
        const struct across_captivity *captivity = &across->captivities[keys[i].key];
        const struct slice subject = captivity->name.length ? captivity->name
                                     : !isnan(captivity->low)
                                         ? arena_format(finder->arena, "%.0f " SLICE_FORMAT, captivity->low,
                                                        SLICE_ARG(captivity->counted))
                                         : SLICE("captives");
        add_conflict(finder, "captive", subject, captivity->id, told, end - i);
    }
    arena_free(scratch);
}

static void take_told(struct finder *finder) {
    const struct across *across = finder->across;
    struct arena *scratch = arena_new();
    for (size_t i = 0; i < across->disagreements_count; i++) {
        const struct across_disagreement *disagreement = &across->disagreements[i];
        arena_reset(scratch);
        struct told *told = ARENA_ARRAY(scratch, struct told, disagreement->side_count + 1);
        for (uint32_t j = 0; j < disagreement->side_count; j++) {
            const struct across_told_side *side = &across->told_sides[disagreement->first_side + j];
            told[j] =
                (struct told){ side->words, side->entry, side->says, side->words, disagreement->document,
                               0,           0,           { "", 0 } };
        }
        if (disagreement->side_count < 2) continue;
        struct slice subject = told[0].words;
        for (uint32_t j = 1; j < disagreement->side_count; j++)
            subject = arena_format(finder->arena, SLICE_FORMAT " / " SLICE_FORMAT, SLICE_ARG(subject),
                                   SLICE_ARG(told[j].words));
        add_conflict(finder, arena_string(finder->arena, disagreement->kind),
                     arena_copy(finder->arena, subject), (struct slice){ "", 0 }, told,
                     disagreement->side_count);
    }
    arena_free(scratch);
}

static int by_id(const void *a, const void *b) {
    return slice_compare(((const struct across_conflict *)a)->id, ((const struct across_conflict *)b)->id);
}

void across_find_conflicts(struct across *across, struct arena *arena) {
    struct finder finder = { .across = across, .arena = arena };
    find_figures(&finder);
    find_in_happenings(&finder);
    find_names(&finder);
    find_captives(&finder);
    take_told(&finder);
    if (finder.conflicts.count > 1)
        qsort(finder.conflicts.items, finder.conflicts.count, sizeof *finder.conflicts.items, by_id);
    size_t kept = 0;
    for (size_t i = 0; i < finder.conflicts.count; i++)
        if (kept == 0 || by_id(&finder.conflicts.items[kept - 1], &finder.conflicts.items[i]) != 0)
            finder.conflicts.items[kept++] = finder.conflicts.items[i];
    across->conflicts = finder.conflicts.items;
    across->conflicts_count = kept;
    across->sides = finder.sides.items;
    across->sides_count = finder.sides.count;
}
