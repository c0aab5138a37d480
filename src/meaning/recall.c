// recall.c - names known from elsewhere in the document, where nothing else showed them.
//
// At the start of a sentence and in headlines a capital says nothing, and a name finder misses what it saw a
// line before. A word that is part of a person's name found in the document, or a whole unknown name, is
// taken there too.
#include "base/hash.h"
#include "meaning/discourse.h"

struct memory { // open addressing over folded words; a power of two, at most half full
    const struct candidate **slots;
    struct slice *keys;
    uint32_t mask;
};

static uint32_t slot_of(const struct memory *m, struct slice key) {
    uint32_t at = (uint32_t)hash_bytes(key, 0) & m->mask;
    while (m->keys[at].length && !slice_equal(m->keys[at], key)) at = (at + 1) & m->mask;
    return at;
}

static void remember(struct memory *m, struct slice key, const struct candidate *candidate) {
    if (key.length < 3) return;
    uint32_t at = slot_of(m, key);
    if (m->slots[at] &&
        !(candidate->kind == ENTITY_PERSON && candidate->person.count > m->slots[at]->person.count))
        return;
    m->keys[at] = key;
    m->slots[at] = candidate;
}

static struct slice last_word(struct slice part) {
    for (size_t i = part.length; i-- > 0;)
        if (part.start[i] == ' ') return slice_part(part, i + 1, part.length);
    return part;
}

// "Steinberg" is a town, too, but in a text about Alan Steinberg it is he, unless something is in it.
static void rename_surname(struct discourse *d, const struct memory *m, struct candidate *candidate) {
    bool may_be = candidate->source == LEXEME_NONE || candidate->source == LEXEME_PLACE;
    if (candidate->head.length || candidate->kind == ENTITY_PERSON || !may_be || candidate->key.length < 3)
        return;
    if (candidate->source == LEXEME_PLACE && candidate->is_locative) return;
    if (candidate->mention.end - candidate->mention.first != 1) return;
    const struct candidate *known = m->slots[slot_of(m, candidate->key)];
    if (!known || known->kind != ENTITY_PERSON || known->person.count < 2) return;
    candidate->kind = ENTITY_PERSON;
    candidate->source = LEXEME_NONE;
    candidate->row = NO_ROW;
    candidate->country = candidate->sectors = SLICE("");
    candidate->person =
        person_parse(d, candidate->mention.sentence, candidate->mention.first, candidate->mention.end);
    candidate->gender = 0;
}

// "The Liberation Front ... the Front": the last word of one body's name, after an article, is that body
// again.
static const struct candidate *body_called(const struct candidate *known, size_t count, struct slice word) {
    const struct candidate *body = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct candidate *candidate = &known[i];
        bool is_body = candidate->kind == ENTITY_ARMED_GROUP || candidate->kind == ENTITY_ORGANIZATION;
        if (candidate->head.length || candidate->mention.kind != MENTION_NAME || !is_body ||
            candidate->is_modifier)
            continue;
        struct slice last = last_word(candidate->key);
        if (last.length == candidate->key.length || !slice_equal(last, word)) continue;
        if (body && !slice_equal(body->key, candidate->key)) return NULL; // there are two
        body = candidate;
    }
    return body;
}

#define BODIES_LIMIT 512u // names that a word is compared with

static bool follows_article(const struct sentence *s, uint32_t at) {
    return at > 0 && s->tokens[at - 1].upos == UPOS_DET && (s->tokens[at - 1].features & FEATURE_DEFINITE);
}

void names_recall(struct discourse *d) {
    struct memory m = { .mask = 63 };
    while (m.mask < d->candidates.count * 4) m.mask = m.mask * 2 + 1;
    m.slots = ARENA_ARRAY(d->arena, const struct candidate *, (size_t)m.mask + 1);
    m.keys = ARENA_ARRAY(d->arena, struct slice, (size_t)m.mask + 1);
    size_t count = d->candidates.count;
    struct candidate *known =
        ARENA_ARRAY(d->arena, struct candidate, count + 1); // a copy: candidates move when more are added
    for (size_t i = 0; i < count; i++) {
        known[i] = d->candidates.items[i];
        if (known[i].head.length || known[i].mention.kind != MENTION_NAME) continue;
        if (known[i].kind == ENTITY_PERSON && known[i].person.count)
            remember(&m, last_word(known[i].person.parts[known[i].person.count - 1]), &known[i]);
        else if (known[i].source == LEXEME_NONE)
            remember(&m, known[i].key, &known[i]);
    }
    for (size_t i = 0; i < count; i++) rename_surname(d, &m, &d->candidates.items[i]);
    for (uint32_t sentence = 0; sentence < d->analysis->count; sentence++) {
        const struct sentence *s = discourse_sentence(d, sentence);
        for (uint32_t at = 0; at < s->count; at++) {
            const struct word *w = &d->words[sentence][at];
            if (d->covering[sentence][at] != -1 || !w->is_capital || w->fold.length < 3) continue;
            enum upos upos = s->tokens[at].upos;
            if (upos != UPOS_PROPN && upos != UPOS_NOUN && upos != UPOS_X && upos != UPOS_ADJ) continue;
            const struct candidate *candidate = m.slots[slot_of(&m, w->fold)];
            if (candidate) names_emit(d, sentence, at, at + 1, candidate->kind, LEXEME_NONE, NO_ROW);
            if (candidate || !follows_article(s, at) || upos == UPOS_ADJ) continue;
            if (at + 1 < s->count && d->words[sentence][at + 1].is_capital) continue;
            candidate = body_called(known, count < BODIES_LIMIT ? count : BODIES_LIMIT, w->fold);
            if (!candidate) continue;
            struct slice key = candidate->key;
            struct candidate *again =
                names_emit(d, sentence, at, at + 1, candidate->kind, candidate->source, candidate->row);
            if (again && candidate->source == LEXEME_NONE) again->key = key;
        }
    }
}
