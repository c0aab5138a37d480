// discourse.c - small questions that all parts of finding entities ask.
#include "meaning/discourse.h"

#include <stdlib.h>
#include <string.h>

const struct sentence *discourse_sentence(const struct discourse *d, uint32_t sentence) {
    return &d->analysis->sentences[sentence];
}

const struct token *candidate_token(const struct discourse *d, const struct candidate *candidate) {
    return &d->analysis->sentences[candidate->mention.sentence].tokens[candidate->mention.head];
}

struct slice discourse_text(const struct discourse *d, uint32_t sentence, uint32_t first, uint32_t end) {
    const struct sentence *s = discourse_sentence(d, sentence);
    if (first >= end || end > s->count) return SLICE("");
    return slice_part(d->analysis->document->text, s->tokens[first].span.start, s->tokens[end - 1].span.end);
}

uint32_t discourse_head(const struct sentence *sentence, uint32_t first, uint32_t end) {
    uint32_t best = end;
    for (uint32_t i = first; i < end; i++) {
        const struct token *t = &sentence->tokens[i];
        if (t->upos == UPOS_PUNCT || t->upos == UPOS_DET ||
            (t->head >= (int32_t)first && t->head < (int32_t)end))
            continue;
        // "Israeli military says": the parser hung the adjective on the verb, too
        bool modifies = (t->deprel == DEPREL_AMOD || t->deprel == DEPREL_COMPOUND) && t->head >= (int32_t)end;
        if (!modifies) return i;
        if (best == end) best = i;
    }
    return best < end ? best : end - 1;
}

struct candidate *discourse_add(struct discourse *d, uint32_t sentence, uint32_t first, uint32_t end,
                                enum mention_kind kind) {
    const struct sentence *s = discourse_sentence(d, sentence);
    struct candidate *candidate = vector_push(d->arena, &d->candidates);
    struct mention *m = &candidate->mention;
    *m = (struct mention){ .sentence = sentence, .first = first, .end = end, .kind = kind, .entity = -1 };
    m->head = discourse_head(s, first, end);
    m->span = (struct span){ s->tokens[first].span.start, s->tokens[end - 1].span.end };
    candidate->row = NO_ROW;
    candidate->of = candidate->same_as = -1;
    candidate->name = discourse_text(d, sentence, first, end);
    candidate->is_title = s->is_title;
    int32_t number = (int32_t)d->candidates.count - 1;
    *vector_push(d->arena, &d->in_sentence[sentence].numbers) = (uint32_t)number;
    candidate = &d->candidates.items[number];
    if (d->heading[sentence][m->head] < 0) d->heading[sentence][m->head] = number;
    if (kind == MENTION_NAME || kind == MENTION_ADJECTIVE)
        for (uint32_t i = first; i < end; i++)
            if (d->covering[sentence][i] < 0) d->covering[sentence][i] = number;
    return candidate;
}

// The token whose relation counts for a conjunct or apposition: "Qatar and Egypt said".
static uint32_t first_conjunct(const struct sentence *s, uint32_t token) {
    for (int steps = 0; steps < 16 && s->tokens[token].head >= 0 &&
                        (s->tokens[token].deprel == DEPREL_CONJ || s->tokens[token].deprel == DEPREL_APPOS);
         steps++)
        token = (uint32_t)s->tokens[token].head;
    return token;
}

bool discourse_is_acting(const struct discourse *d, uint32_t sentence, uint32_t token) {
    const struct sentence *s = discourse_sentence(d, sentence);
    switch (s->tokens[first_conjunct(s, token)].deprel) {
    case DEPREL_NSUBJ:
    case DEPREL_NSUBJ_PASS:
    case DEPREL_NSUBJ_OUTER:
    case DEPREL_OBL_AGENT:
    case DEPREL_NMOD_POSS:
        return true;
    default:
        return false;
    }
}

bool discourse_is_locative(const struct discourse *d, uint32_t sentence, uint32_t token) {
    const struct sentence *s = discourse_sentence(d, sentence);
    token = first_conjunct(s, token);
    enum deprel deprel = s->tokens[token].deprel;
    if (deprel != DEPREL_OBL && deprel != DEPREL_NMOD) return false;
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c))
        if (s->tokens[c].deprel == DEPREL_CASE && (d->words[sentence][c].reference & REFERENCE_LOCATIVE))
            return true;
    return false;
}

void number_map_put(struct number_map *map, uint64_t key, int32_t number) {
    if (key == 0) key = 1;
    if (map->count * 2 >= map->mask) {
        struct number_map old = *map;
        map->mask = old.mask ? old.mask * 2 + 1 : 63;
        map->keys = ARENA_ARRAY(map->arena, uint64_t, (size_t)map->mask + 1);
        map->numbers = ARENA_ARRAY(map->arena, int32_t, (size_t)map->mask + 1);
        map->count = 0;
        for (uint32_t i = 0; old.mask && i <= old.mask; i++)
            if (old.keys[i]) number_map_put(map, old.keys[i], old.numbers[i]);
    }
    uint32_t at = (uint32_t)(key ^ key >> 32) & map->mask;
    while (map->keys[at] && map->keys[at] != key) at = (at + 1) & map->mask;
    if (map->keys[at]) return;
    map->keys[at] = key;
    map->numbers[at] = number;
    map->count++;
}

static int32_t *map_slot(const struct number_map *map, uint64_t key) {
    if (key == 0) key = 1;
    if (!map->mask) return NULL;
    uint32_t at = (uint32_t)(key ^ key >> 32) & map->mask;
    while (map->keys[at] && map->keys[at] != key) at = (at + 1) & map->mask;
    return map->keys[at] ? &map->numbers[at] : NULL;
}

int32_t number_map_find(const struct number_map *map, uint64_t key) {
    const int32_t *slot = map_slot(map, key);
    return slot ? *slot : -1;
}

void number_map_replace(struct number_map *map, uint64_t key, int32_t number) {
    int32_t *slot = map_slot(map, key);
    if (slot)
        *slot = number;
    else
        number_map_put(map, key, number);
}

static int compare_drafts(const void *a, const void *b, void *context) {
    const struct discourse *d = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    const struct mention *m = &d->candidates.items[x].mention, *n = &d->candidates.items[y].mention;
    if (m->sentence != n->sentence) return m->sentence < n->sentence ? -1 : 1;
    if (m->first != n->first) return m->first < n->first ? -1 : 1;
    if (m->end != n->end) return m->end > n->end ? -1 : 1;
    return x < y ? -1 : x > y;
}

void discourse_order(struct discourse *d) {
    d->order = ARENA_ARRAY(d->arena, uint32_t, d->candidates.count + 1);
    for (uint32_t i = 0; i < d->candidates.count; i++) d->order[i] = i;
    qsort_r(d->order, d->candidates.count, sizeof *d->order, compare_drafts, d);
}

bool sectors_share(struct slice a, struct slice b) {
    for (struct slice x; slice_next(&a, SLICE(" "), &x);) {
        struct slice rest = b;
        for (struct slice y; slice_next(&rest, SLICE(" "), &y);)
            if (slice_equal(x, y)) return true;
    }
    return false;
}

struct slice sectors_join(struct arena *arena, struct slice a, struct slice b) {
    if (a.length == 0) return b;
    for (struct slice piece; slice_next(&b, SLICE(" "), &piece);) {
        if (piece.length == 0 || sectors_share(a, piece)) continue;
        a = arena_join(arena, arena_join(arena, a, SLICE(" ")), piece);
    }
    return a;
}

struct slice country_of_row(const struct discourse *d, uint32_t row) {
    return WORDBOOK_CELL(d->wordbook, LEXEME_COUNTRY, row, COUNTRY_NAMES, ISO3);
}
