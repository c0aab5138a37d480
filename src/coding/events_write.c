// events_write.c - what was found, as the events of the record.
#include "coding/trigger_model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct parties parties_of(const struct party_set *set, struct arena *arena) {
    struct parties parties = { .count = set->count };
    uint32_t *entities = ARENA_ARRAY(arena, uint32_t, set->count + 1);
    struct span *spans = ARENA_ARRAY(arena, struct span, set->count + 1);
    memcpy(entities, set->entities, set->count * sizeof *entities);
    memcpy(spans, set->spans, set->count * sizeof *spans);
    for (size_t i = 1; i < set->count; i++) // in order of the text
        for (size_t k = i; k > 0 && spans[k].start < spans[k - 1].start; k--) {
            struct span span = spans[k];
            uint32_t entity = entities[k];
            spans[k] = spans[k - 1], entities[k] = entities[k - 1];
            spans[k - 1] = span, entities[k - 1] = entity;
        }
    parties.entities = entities;
    parties.spans = spans;
    return parties;
}

// How sure: the parser's trust in the arcs that the event stands on, how much the pattern asked for, how much
// of the event the text fills, less for parties that were only referred to. Between 0.2 and 0.95.
static float confidence_of(const struct coding_run *run, const struct event_mention *f) {
    const struct sentence *s = &run->meaning->analysis->sentences[f->sentence];
    float arc = s->tokens[f->token].confidence;
    for (int32_t c = token_child(s, (int32_t)f->token, -1); c >= 0; c = token_child(s, (int32_t)f->token, c))
        if ((s->tokens[c].deprel == DEPREL_NSUBJ || s->tokens[c].deprel == DEPREL_OBJ ||
             s->tokens[c].deprel == DEPREL_NSUBJ_PASS) &&
            s->tokens[c].confidence < arc)
            arc = s->tokens[c].confidence;
    float value = 0.3f + 0.3f * arc +
                  0.04f * (float)(f->pattern->specificity > 4 ? 4 : f->pattern->specificity) +
                  0.04f * (float)event_roles_filled(f);
    if (f->actors.is_coreferred || f->recipients.is_coreferred) value -= 0.05f;
    if (f->is_noun && f->support < 0) value -= 0.1f;
    return value < 0.2f ? 0.2f : value > 0.95f ? 0.95f : value;
}

// Days since 0000-03-01 of an ISO date, by the civil calendar; -1 when it is none.
static long day_number(const char *iso) {
    if (strlen(iso) < 4) return -1;
    long year = atol(iso), month = strlen(iso) >= 7 ? atol(iso + 5) : 1,
         day = strlen(iso) >= 10 ? atol(iso + 8) : 1;
    year -= month <= 2;
    long era = year / 400, of_era = year - era * 400;
    long of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
}

static bool is_long_ago(const struct coding_run *run, const struct event_mention *f) {
    char published[11] = { 0 };
    if (!f->is_dated || run->meaning->published.length < 10) return false;
    memcpy(published, run->meaning->published.start, 10);
    const char *last = f->to[0] ? f->to : f->from;
    return last[0] && day_number(published) - day_number(last) > 366;
}

static int by_position(const void *x, const void *y) {
    const struct event *a = x, *b = y;
    if (a->trigger.start != b->trigger.start) return a->trigger.start < b->trigger.start ? -1 : 1;
    return slice_compare(a->act, b->act);
}

void events_write(struct coding_run *run, struct coding *coding) {
    struct event *events = ARENA_ARRAY(run->arena, struct event, run->events.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < run->events.count; i++) {
        const struct event_mention *f = &run->events.items[i];
        if (f->is_gone) continue;
        const struct sentence *s = &run->meaning->analysis->sentences[f->sentence];
        const struct act *act = patterns_act(run->patterns, f->act);
        const struct code *code = &act->codes[f->status];
        struct event *event = &events[count++];
        struct slice contexts[12];
        size_t context_count = 0;
        for (size_t c = 0; c < act->context_count && c < 8; c++) contexts[context_count++] = act->contexts[c];
        uint32_t first, end;
        token_subtree(s, (int32_t)clause_of(s, f->token), &first, &end);
        context_count = patterns_contexts(run->patterns, s, first, end, contexts, context_count, 12);
        struct slice *list = ARENA_ARRAY(run->arena, struct slice, context_count + 1);
        memcpy(list, contexts, context_count * sizeof *list);
        *event = (struct event){
            .sentence = f->sentence,
            .trigger = s->tokens[f->token].span,
            .act = act->name,
            .status = slice_of(status_name(f->status)),
            .type = code->type,
            .mode = code->mode,
            .contexts = list,
            .context_count = context_count,
            .cameo = code->cameo,
            .goldstein = code->goldstein,
            .actors = parties_of(&f->actors, run->arena),
            .recipients = parties_of(&f->recipients, run->arena),
            .mediators = parties_of(&f->mediators, run->arena),
            .is_mutual = f->is_symmetric,
            .about = f->about,
            .about_entities = parties_of(&f->about_entities, run->arena),
            .date_text = f->date_text,
            .date_precision = f->date_precision,
            .date_provenance = f->date_provenance,
            .place = f->place,
            .place_text = f->place_text,
            .place_provenance = f->place_provenance,
            .factuality = f->factuality,
            .is_historical = is_long_ago(run, f),
            .according_to = f->according_to,
            .confidence = run->model ? (float)f->probability / TRIGGER_ONE : confidence_of(run, f),
            .rule = f->pattern->place,
            .candidate = f->candidate,
        };
        memcpy(event->from, f->from, sizeof event->from);
        memcpy(event->to, f->to, sizeof event->to);
    }
    qsort(events, count, sizeof *events, by_position);
    coding->events = events;
    coding->event_count = count;
    struct event_candidates *candidates = ARENA_NEW(run->arena, struct event_candidates);
    *candidates = (struct event_candidates){ run->candidates.items, run->candidates.count };
    coding->candidates = candidates;
}
