// chains.c - for every token the sources that vouch for it, outermost first.
#include "coding/reporting.h"

#include <stdlib.h>
#include <string.h>

static uint16_t chain_intern(struct chaining *c, const struct source *links, size_t count) {
    if (count == 0) return 0;
    uint32_t hash = 0;
    for (size_t i = 0; i < count; i++)
        hash = (hash * 31 + (uint32_t)links[i].entity) * 31 + links[i].cue.start;
    hash = (hash ^ hash >> 10) % 1024;
    for (uint16_t at = c->buckets[hash]; at; at = c->next.items[at]) {
        const struct sources *chain = &c->chains.items[at];
        if (chain->count != count) continue;
        bool same = true;
        for (size_t i = 0; i < count && same; i++)
            same =
                chain->items[i].entity == links[i].entity && chain->items[i].cue.start == links[i].cue.start;
        if (same) return at;
    }
    if (c->chains.count >= CHAINS_LIMIT) return 0;
    struct source *copy = ARENA_ARRAY(c->w->arena, struct source, count);
    memcpy(copy, links, count * sizeof *copy);
    *vector_push(c->w->arena, &c->chains) = (struct sources){ copy, count };
    *vector_push(c->w->arena, &c->next) = c->buckets[hash];
    c->buckets[hash] = (uint16_t)(c->chains.count - 1);
    return c->buckets[hash];
}

static void scope_add(struct chaining *c, uint32_t cue, bool is_quotation, struct span span, uint32_t first,
                      uint32_t end, uint32_t size) {
    *vector_push(c->w->arena, &c->scopes) =
        (struct scope){ cue, size, is_quotation, span, c->w->cues.items[cue].sentence, first, end };
}

static bool reporting_is_content(const struct sentence *s, const struct cue *cue, uint32_t token) {
    if (cue->range_end > cue->range_first) return token >= cue->range_first && token < cue->range_end;
    if (cue->around) {
        if (is_under(s, token, (uint32_t)cue->without) || (token >= cue->token && token < cue->end))
            return false;
        for (uint32_t i = cue->end; i < token; i++) // "..., according to X; others said ..."
            if (slice_equal(s->tokens[i].form, SLICE(";"))) return false;
        return is_under(s, token, (uint32_t)cue->content);
    }
    return is_under(s, token, (uint32_t)cue->content) ||
           (cue->content2 >= 0 && is_under(s, token, (uint32_t)cue->content2));
}

static int scope_order(const void *a, const void *b) {
    const struct scope *x = a, *y = b;
    if (x->size != y->size) return x->size < y->size ? 1 : -1;
    return x->cue < y->cue ? -1 : x->cue > y->cue;
}

void chains_make(struct chaining *c) {
    struct work *w = c->w;
    const struct meaning *m = w->meaning;
    vector_push(w->arena, &c->chains); // chain 0: the outlet itself
    vector_push(w->arena, &c->next);
    for (uint32_t i = 0; i < w->cues.count; i++) {
        const struct cue *cue = &w->cues.items[i];
        bool ranged = cue->range_end > cue->range_first;
        if (cue->speaker < 0 || cue->is_negated || (cue->content < 0 && !ranged)) continue;
        const struct sentence *s = &w->analysis->sentences[cue->sentence];
        if (ranged) {
            scope_add(c, i, false, (struct span){ 0 }, cue->sentence, cue->sentence + 1,
                      cue->range_end - cue->range_first);
            continue;
        }
        // Only clauses: a noun phrase that is announced is the outlet's own telling.
        if (!cue->around && s->tokens[cue->content].deprel == DEPREL_OBJ &&
            s->tokens[cue->content].upos != UPOS_NUM)
            continue;
        if (!cue->around && cue->row->what == WHAT_TWO) continue;
        uint32_t first, end;
        token_subtree(s, cue->content, &first, &end);
        scope_add(c, i, false, (struct span){ 0 }, cue->sentence, cue->sentence + 1, end - first);
    }
    for (size_t q = 0; q < m->quotation_count; q++) {
        int32_t cue = w->cue_of_quote[q];
        if (cue < 0) continue;
        const struct quotation *quotation = &m->quotations[q];
        scope_add(c, (uint32_t)cue, true, quotation->span, quotation->first_sentence, quotation->end_sentence,
                  (quotation->span.end - quotation->span.start) / 5);
    }
    if (c->scopes.count) qsort(c->scopes.items, c->scopes.count, sizeof *c->scopes.items, scope_order);
    uint8_t **depth = ARENA_ARRAY(w->arena, uint8_t *, w->analysis->count + 1);
    struct source **links = ARENA_ARRAY(w->arena, struct source *, w->analysis->count + 1);
    for (size_t i = 0; i < c->scopes.count; i++) {
        const struct scope *scope = &c->scopes.items[i];
        const struct cue *cue = &w->cues.items[scope->cue];
        struct source link = {
            cue->speaker, reporting_tokens_span(&w->analysis->sentences[cue->sentence], cue->token, cue->end),
            cue->kind
        };
        for (uint32_t sentence = scope->first_sentence; sentence < scope->end_sentence; sentence++) {
            const struct sentence *s = &w->analysis->sentences[sentence];
            uint32_t first = 0, end = (uint32_t)s->count;
            if (scope->is_quotation) {
                if (!reporting_tokens_within(s, scope->span, &first, &end)) continue;
            } else if (cue->range_end > cue->range_first) {
                first = cue->range_first;
                end = cue->range_end;
            } else {
                token_subtree(s, cue->content, &first, &end);
                if (cue->content2 >= 0) {
                    uint32_t from, to;
                    token_subtree(s, cue->content2, &from, &to);
                    first = from < first ? from : first;
                    end = to > end ? to : end;
                }
            }
            if (!links[sentence]) {
                links[sentence] = ARENA_ARRAY(w->arena, struct source, s->count * CHAIN_LIMIT);
                depth[sentence] = ARENA_ARRAY(w->arena, uint8_t, s->count);
            }
            for (uint32_t t = first; t < end; t++) {
                if (!scope->is_quotation && !reporting_is_content(s, cue, t)) continue;
                uint8_t *count = &depth[sentence][t];
                struct source *chain = &links[sentence][t * CHAIN_LIMIT];
                bool known = *count >= CHAIN_LIMIT;
                for (uint8_t k = 0; k < *count && !known; k++) known = chain[k].entity == link.entity;
                if (!known) chain[(*count)++] = link;
            }
        }
    }
    for (uint32_t s = 0; s < w->analysis->count; s++) {
        if (!links[s]) continue;
        for (uint32_t t = 0; t < w->analysis->sentences[s].count; t++)
            c->chain_of[s][t] = chain_intern(c, &links[s][t * CHAIN_LIMIT], depth[s][t]);
    }
}
