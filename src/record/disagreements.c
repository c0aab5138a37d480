// disagreements.c - records of one document that cannot all hold.
//
// Cautious on purpose: two figures disagree only when they count the same thing in the same place according
// to different sources; two events only when act and parties are the same and one source says what the other
// denies. A pair is told once, the earlier record first. Pairs are compared up to a bound, so that a hostile
// page costs no more than a long one.
#include "record/parts.h"

#include "base/utf8.h"
#include "base/vector.h"

#include <string.h>

#define COMPARED_LIMIT 400 // records of one kind that are compared pair by pair
#define NAME_DISTANCE 2    // letters by which two spellings of one name may differ
#define NAME_LENGTH 63     // letters that are compared
#define BARE_WORDS 2       // words of a figure that tells no more than a number

struct finder {
    const struct recorder *recorder;
    const struct coding *coding;
    const struct meaning *meaning;
    struct slice text;
    struct arena *arena;
    VECTOR_OF(struct disagreement) found;
};

static void tell(struct finder *finder, enum disagreement_kind kind, enum record_kind entries, uint32_t first,
                 uint32_t second, struct span first_words, struct span second_words) {
    const size_t count = entries == RECORD_ENTITY_KIND && first == second ? 1 : 2;
    uint32_t *records = ARENA_ARRAY(finder->arena, uint32_t, count);
    records[0] = first;
    records[count - 1] = second;
    const bool in_order = first_words.start <= second_words.start;
    *vector_push(finder->arena, &finder->found) = (struct disagreement){
        .kind = kind,
        .entries = entries,
        .records = { records, count },
        .evidence = { in_order ? first_words : second_words, in_order ? second_words : first_words },
    };
}

static bool same_sources(const struct sources *a, const struct sources *b) {
    if (a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++)
        if (a->items[i].entity != b->items[i].entity) return false;
    return true;
}

static bool compatible_text(const struct finder *finder, struct span a, struct span b) {
    if (a.start == a.end || b.start == b.end) return a.start == a.end && b.start == b.end;
    return slice_equal(utf8_fold(slice_part(finder->text, a.start, a.end), finder->arena),
                       utf8_fold(slice_part(finder->text, b.start, b.end), finder->arena));
}

static size_t bounded(size_t count) {
    return count < COMPARED_LIMIT ? count : COMPARED_LIMIT;
}

static size_t words_of(struct slice text) {
    size_t count = 0;
    for (struct slice word; slice_next(&text, SLICE(" "), &word);) count += word.length > 0;
    return count;
}

// Whether the words of a figure say no more than a number and its qualifier: "some 8,300", not "three of the
// captives".
static bool is_bare(const struct finder *finder, const struct figure *figure) {
    return words_of(slice_part(finder->text, figure->span.start, figure->span.end)) <= BARE_WORDS;
}

// Whether two figures count the same people: those of one noun or, where the text names none, bare numbers.
static bool count_the_same(const struct finder *finder, const struct figure *a, const struct figure *b) {
    if (!slice_equal(a->measure, b->measure) || a->place != b->place || strcmp(a->since, b->since) != 0)
        return false;
    if (!compatible_text(finder, a->of, b->of)) return false;
    return a->of.end > a->of.start || (is_bare(finder, a) && is_bare(finder, b));
}

static void compare_figures(struct finder *finder) {
    const struct figure *figures = finder->coding->figures;
    const size_t count = bounded(finder->coding->figure_count);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            const struct figure *a = &figures[i], *b = &figures[j];
            if (a->is_vague || b->is_vague || !count_the_same(finder, a, b) ||
                same_sources(&a->according_to, &b->according_to))
                continue;
            if (a->high >= b->low && b->high >= a->low) continue; // the ranges meet
            if (a->high == 0 || b->high == 0) continue; // "none" denies a deed, it is no other count of it
            tell(finder, DISAGREEMENT_FIGURE, RECORD_FIGURE_KIND, (uint32_t)i, (uint32_t)j, a->span, b->span);
        }
    }
}

// Letters to insert, remove or change to make `a` of `b` (Levenshtein), or more than `limit`.
static unsigned distance(struct slice a, struct slice b, unsigned limit) {
    if (a.length > NAME_LENGTH || b.length > NAME_LENGTH) return limit + 1;
    unsigned row[NAME_LENGTH + 1];
    for (size_t j = 0; j <= b.length; j++) row[j] = (unsigned)j;
    for (size_t i = 0; i < a.length; i++) {
        unsigned diagonal = row[0];
        row[0] = (unsigned)i + 1;
        for (size_t j = 0; j < b.length; j++) {
            const unsigned change = diagonal + (a.start[i] != b.start[j]);
            const unsigned step = (row[j] < row[j + 1] ? row[j] : row[j + 1]) + 1;
            diagonal = row[j + 1];
            row[j + 1] = change < step ? change : step;
        }
    }
    return row[b.length];
}

// Two full names of one person that differ by a letter or two: "Antony Blinken", "Anthony Blinken".
static void compare_spellings(struct finder *finder) {
    for (size_t e = 0; e < finder->meaning->entity_count; e++) {
        const struct entity *entity = &finder->meaning->entities[e];
        if (entity->kind != ENTITY_PERSON) continue;
        const size_t count = bounded(entity->mention_count);
        bool told = false;
        for (size_t i = 0; i < count && !told; i++) {
            for (size_t j = i + 1; j < count && !told; j++) {
                const struct mention *a = &finder->meaning->mentions[entity->mentions[i]];
                const struct mention *b = &finder->meaning->mentions[entity->mentions[j]];
                if (a->kind != MENTION_NAME || b->kind != MENTION_NAME) continue;
                const struct slice one =
                    utf8_fold_name(slice_part(finder->text, a->span.start, a->span.end), finder->arena);
                const struct slice two =
                    utf8_fold_name(slice_part(finder->text, b->span.start, b->span.end), finder->arena);
                const unsigned differ = distance(one, two, NAME_DISTANCE);
                if (differ == 0 || differ > NAME_DISTANCE || slice_find(one, SLICE(" "), 0) == SIZE_MAX ||
                    slice_find(two, SLICE(" "), 0) == SIZE_MAX)
                    continue;
                tell(finder, DISAGREEMENT_NAME, RECORD_ENTITY_KIND, (uint32_t)e, (uint32_t)e, a->span,
                     b->span);
                told = true;
            }
        }
    }
}

static const struct role *shared_office(const struct finder *finder, const struct entity *a,
                                        const struct entity *b) {
    for (size_t i = 0; i < a->role_count; i++) {
        const struct role *role = &a->roles[i];
        if (!role->of.length || role->is_over ||
            !recorder_is_sole_office(finder->recorder, role->title, finder->arena))
            continue;
        for (size_t j = 0; j < b->role_count; j++)
            if (!b->roles[j].is_over && slice_equal(b->roles[j].of, role->of) &&
                slice_equal_ascii_fold(b->roles[j].title, role->title))
                return role;
    }
    return NULL;
}

// Two persons who hold one office that only one can hold.
static void compare_roles(struct finder *finder) {
    const size_t count = bounded(finder->meaning->entity_count);
    for (size_t i = 0; i < count; i++) {
        const struct entity *a = &finder->meaning->entities[i];
        if (a->kind != ENTITY_PERSON || !a->is_named || !a->mention_count) continue;
        for (size_t j = i + 1; j < count; j++) {
            const struct entity *b = &finder->meaning->entities[j];
            if (b->kind != ENTITY_PERSON || !b->is_named || !b->mention_count || !shared_office(finder, a, b))
                continue;
            tell(finder, DISAGREEMENT_ROLE, RECORD_ENTITY_KIND, (uint32_t)i, (uint32_t)j,
                 finder->meaning->mentions[a->mentions[0]].span,
                 finder->meaning->mentions[b->mentions[0]].span);
        }
    }
}

// How many principals two lists of parties share.
static size_t shared_principals(const struct finder *finder, const struct parties *a,
                                const struct parties *b) {
    size_t shared = 0;
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++)
            shared += recorder_principal(finder->meaning, a->entities[i]) ==
                      recorder_principal(finder->meaning, b->entities[j]);
    return shared;
}

static bool is_denial(const struct event *event) {
    return event->factuality == FACTUALITY_DENIED || event->factuality == FACTUALITY_DID_NOT_HAPPEN;
}

static bool is_claim(const struct event *event) {
    return event->factuality == FACTUALITY_HAPPENED || event->factuality == FACTUALITY_ONGOING;
}

static bool dates_apart(const struct event *a, const struct event *b) {
    if (!a->from[0] || !b->from[0] || a->date_precision != TIME_DAY || b->date_precision != TIME_DAY)
        return false;
    return strcmp(a->to, b->from) < 0 || strcmp(b->to, a->from) < 0;
}

static void compare_events(struct finder *finder) {
    const struct event *events = finder->coding->events;
    const size_t count = bounded(finder->coding->event_count);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            const struct event *a = &events[i], *b = &events[j];
            if (!slice_equal(a->act, b->act) || same_sources(&a->according_to, &b->according_to)) continue;
            const size_t actors = shared_principals(finder, &a->actors, &b->actors);
            const size_t recipients = shared_principals(finder, &a->recipients, &b->recipients);
            const bool same_recipients = recipients > 0 || (!a->recipients.count && !b->recipients.count);
            if (actors && same_recipients && ((is_denial(a) && is_claim(b)) || (is_claim(a) && is_denial(b))))
                tell(finder, DISAGREEMENT_FACTUALITY, RECORD_EVENT_KIND, (uint32_t)i, (uint32_t)j, a->trigger,
                     b->trigger);
            else if (is_claim(a) && is_claim(b) && recipients && a->actors.count && b->actors.count &&
                     !actors && !dates_apart(a, b))
                tell(finder, DISAGREEMENT_PARTY, RECORD_EVENT_KIND, (uint32_t)i, (uint32_t)j, a->trigger,
                     b->trigger);
            else if (is_claim(a) && is_claim(b) && actors && recipients && dates_apart(a, b) &&
                     slice_equal(slice_part(finder->text, a->trigger.start, a->trigger.end),
                                 slice_part(finder->text, b->trigger.start, b->trigger.end)))
                tell(finder, DISAGREEMENT_DATE, RECORD_EVENT_KIND, (uint32_t)i, (uint32_t)j, a->trigger,
                     b->trigger);
        }
    }
}

struct disagreements disagreements_find(const struct recorder *recorder, const struct coding *coding,
                                        struct arena *arena) {
    struct finder finder = {
        .recorder = recorder,
        .coding = coding,
        .meaning = coding->meaning,
        .text = coding->meaning->analysis->document->text,
        .arena = arena,
    };
    compare_figures(&finder);
    compare_spellings(&finder);
    compare_roles(&finder);
    compare_events(&finder);
    return (struct disagreements){ finder.found.items, finder.found.count };
}
