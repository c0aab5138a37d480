// trigger_features.c - a candidate's own word, the words and parties around it, and what the tables say.
//
// The own word counts most and is known least: nine words of ten that state an event were seen a few times
// or never. So everything that speaks of a word stands twice, with the word and without it, and what the
// tables say of it (acts of rows and of triggers.txt) stands for it where the word itself is new.
#include "coding/trigger_features.h"

#include "base/hash.h"
#include "language/linear.h"

#include <string.h>

// clang-format off
enum template_number {
    F_BIAS, F_UPOS, F_XPOS, F_DEPREL, F_SHAPE, F_LEMMA, F_LEMMA_UPOS, F_LEMMA_DEPREL, F_FORM, F_SUFFIX, F_HEAD_LEMMA,
    F_HEAD_UPOS, F_LEMMA_HEAD, F_DEPREL_HEAD, F_CHILD, F_CHILD_REL, F_LEMMA_CHILD, F_LEMMA_CHILD_REL, F_CASE,
    F_LEMMA_CASE, F_OWN_CASE, F_PARTY, F_PARTY_SECTOR, F_LEMMA_PARTY, F_WORD_TYPE, F_WORD_ACT, F_WORD_TYPES, F_WORD_NONE,
    F_WORD_DEPREL, F_WORD_PARTY, F_ROW_WORD, F_ROW_HIT, F_ROW_HIT_ACT, F_ROW_REFUSES, F_ROW_EVENT, F_ROW_STATUS, F_ROW_MODE,
    F_ROW_RANK, F_ROW_PARTIES, F_TAKEN, F_OPERATOR, F_OPERATOR_ABOVE, F_SUPPORT, F_HEAD_ACT, F_CHILD_ACT, F_HEAD_WORD,
    F_CHILD_WORD, F_FACTUALITY, F_WORD_FACTUALITY, F_SAID, F_BEFORE, F_AFTER, F_LEMMA_AFTER, F_TITLE, F_LENGTH, F_EVENTS, F_OTHERS,
    F_TYPES, F_KINDS, F_FIRST, F_VOICE, F_WORD_VOICE, F_PAIR, F_WORD_PAIR, F_DEFINITE, F_ARGUMENTS, F_WORD_ARGUMENTS,
    F_ANY, F_WORD_HEAD, F_NEIGHBOUR, F_ROW_WORDS, F_CAPITAL
};
// clang-format on

uint64_t trigger_word(struct slice form) {
    char lower[48];
    size_t length = form.length < sizeof lower ? form.length : sizeof lower;
    for (size_t i = 0; i < length; i++)
        lower[i] =
            form.start[i] >= 'A' && form.start[i] <= 'Z' ? (char)(form.start[i] - 'A' + 'a') : form.start[i];
    return length ? hash_bytes((struct slice){ lower, length }, 0) | 1 : 0;
}

static uint32_t text_of(struct slice text) {
    return (uint32_t)trigger_word(text);
}

// Features that name the candidate's own word: training goes without them now and then.
static bool is_of_word(enum template_number number) {
    switch (number) {
    case F_LEMMA:
    case F_LEMMA_UPOS:
    case F_LEMMA_DEPREL:
    case F_FORM:
    case F_LEMMA_HEAD:
    case F_LEMMA_CHILD:
    case F_LEMMA_CHILD_REL:
    case F_LEMMA_CASE:
    case F_LEMMA_PARTY:
    case F_LEMMA_AFTER:
        return true;
    default:
        return false;
    }
}

static void add(struct trigger_candidate *c, enum template_number number, uint32_t a, uint32_t b,
                uint32_t d) {
    if (c->feature_count < TRIGGER_FEATURES)
        c->features[c->feature_count++] =
            (feature_of((uint32_t)number + 1, a, b, d, 0) & ~UINT64_C(1)) | is_of_word(number);
}

// The PLOVER type of an act that is done, as a number: 0 for none.
static uint32_t type_of(const struct coding_run *run, int32_t act) {
    const struct act *a = patterns_act(run->patterns, act);
    return a && a->codes[STATUS_DONE].type.length ? text_of(a->codes[STATUS_DONE].type) : 0;
}

static const struct entity *entity_at(const struct coding_run *run, uint32_t token) {
    const struct mention *mention;
    const int32_t entity = run_entity(run, token, &mention);
    return entity < 0 ? NULL : &run->meaning->entities[entity];
}

static uint32_t kind_at(const struct coding_run *run, uint32_t token) {
    const struct entity *entity = entity_at(run, token);
    if (entity) return (uint32_t)entity->kind + 1 + (entity->is_known ? 16u : 0u);
    for (int32_t c = token_child(run->s, (int32_t)token, -1); c >= 0;
         c = token_child(run->s, (int32_t)token, c))
        if (run->s->tokens[c].deprel == DEPREL_AMOD || run->s->tokens[c].deprel == DEPREL_COMPOUND ||
            run->s->tokens[c].deprel == DEPREL_NMOD_POSS || run->s->tokens[c].deprel == DEPREL_FLAT) {
            entity = entity_at(run, (uint32_t)c);
            if (entity) return (uint32_t)entity->kind + 33; // whose it is
        }
    return run->s->tokens[token].upos == UPOS_PRON ? 99 : 0;
}

uint32_t trigger_row_type(const struct coding_run *run, const struct event_mention *f) {
    const struct code *code = run_code_in(run, f->act, f->status);
    return code ? text_of(code->type) : 0;
}

// The acts that the tables have for a word, whatever stands around it: types once each.
struct trigger_known {
    uint32_t types[6], acts[6];
    unsigned type_count, act_count;
};
static void know(const struct coding_run *run, int32_t act, struct trigger_known *k) {
    const uint32_t type = type_of(run, act);
    bool has = act < 0;
    for (unsigned i = 0; i < k->act_count; i++) has |= k->acts[i] == (uint32_t)act + 1;
    if (!has && k->act_count < 6) k->acts[k->act_count++] = (uint32_t)act + 1;
    has = type == 0;
    for (unsigned i = 0; i < k->type_count; i++) has |= k->types[i] == type;
    if (!has && k->type_count < 6) k->types[k->type_count++] = type;
}
static struct trigger_known known_of(const struct coding_run *run, uint32_t token) {
    struct trigger_known k = { .type_count = 0 };
    const struct token *t = &run->s->tokens[token];
    struct pattern_list words = patterns_of(run->patterns, PATTERN_WORD, t);
    for (size_t i = 0; i < words.count; i++) know(run, words.items[i].act, &k);
    if (k.type_count) return k;
    struct pattern_list rows = patterns_of(run->patterns, PATTERN_VERB, t);
    for (size_t i = 0; i < rows.count; i++) know(run, rows.items[i].act, &k);
    rows = patterns_of(run->patterns, PATTERN_OPERATOR, t);
    for (size_t i = 0; i < rows.count; i++) know(run, rows.items[i].act, &k);
    return k;
}

void trigger_sentence(const struct coding_run *run, size_t first, struct trigger_sentence *sentence) {
    const struct sentence *s = run->s;
    int32_t *row = ARENA_ARRAY(run->arena, int32_t, s->count + 1);
    int32_t *acts = ARENA_ARRAY(run->arena, int32_t, s->count + 1);
    struct trigger_known *known = ARENA_ARRAY(run->arena, struct trigger_known, s->count + 1);
    uint32_t seen = 0, words = 0, content = 0;
    *sentence =
        (struct trigger_sentence){ .run = run, .first = first, .row = row, .acts = acts, .known = known };
    for (size_t i = 0; i < s->count; i++) {
        row[i] = -1;
        known[i] = known_of(run, (uint32_t)i);
        const struct event_candidate *hit = run_act(run, (uint32_t)i);
        acts[i] = hit && hit->act >= 0 ? hit->act : -1;
        words += patterns_of(run->patterns, PATTERN_WORD, &s->tokens[i]).count > 0 || acts[i] >= 0;
        content += s->tokens[i].upos == UPOS_NOUN || s->tokens[i].upos == UPOS_VERB;
    }
    for (size_t i = first; i < run->events.count; i++)
        if (run->events.items[i].sentence == run->sentence && row[run->events.items[i].token] < 0) {
            row[run->events.items[i].token] = (int32_t)i;
            seen++;
        }
    struct trigger_candidate own = { .feature_count = 0 };
    uint32_t kinds = 0;
    for (size_t i = 0; i < s->count; i++) {
        const int32_t mention = run->meaning->mention_of[run->sentence][i];
        const int32_t entity = mention < 0 ? -1 : run->meaning->mentions[mention].entity;
        if (entity < 0) continue;
        const struct entity *e = &run->meaning->entities[entity];
        kinds |= 1u << e->kind;
        if (slice_find(e->sectors, SLICE("GOV"), 0) != SIZE_MAX) kinds |= 1u << 10;
        if (slice_find(e->sectors, SLICE("MIL"), 0) != SIZE_MAX) kinds |= 1u << 11;
        if (slice_find(e->sectors, SLICE("COP"), 0) != SIZE_MAX) kinds |= 1u << 12;
        if (e->country.length) kinds |= 1u << 13;
    }
    add(&own, F_BIAS, 0, 0, 0);
    add(&own, F_TITLE, s->is_title, 0, 0);
    add(&own, F_LENGTH,
        s->count < 6    ? 0
        : s->count < 12 ? 1
        : s->count < 24 ? 2
        : s->count < 40 ? 3
                        : 4,
        0, 0);
    add(&own, F_EVENTS, seen > 3 ? 3 : seen, 0, 0);
    add(&own, F_TYPES, words > 4 ? 4 : words, 0, 0);
    add(&own, F_TYPES, 10 + (content ? 4 * words / content : 0), 0, 0);
    for (uint32_t bit = 0; bit < 14; bit++)
        if (kinds >> bit & 1) add(&own, F_KINDS, bit, 0, 0);
    if (!kinds) add(&own, F_KINDS, 20, 0, 0);
    memcpy(sentence->shared, own.features, own.feature_count * sizeof *own.features);
    sentence->shared_count = own.feature_count;
}

bool trigger_is_candidate(const struct trigger_sentence *sentence, uint32_t token) {
    const struct coding_run *run = sentence->run;
    const struct token *t = &run->s->tokens[token];
    if (sentence->row[token] >= 0) return true;
    if (run->is_time[token] || t->text.length < 3) return false;
    if (t->upos == UPOS_PROPN) return run->names[token] < 0 && sentence->acts[token] >= 0;
    if (t->upos != UPOS_VERB && t->upos != UPOS_NOUN && t->upos != UPOS_ADJ) return false;
    if (run->names[token] >= 0) return false;
    // A noun that names a party states no act, unless the tables know it for one.
    const int32_t mention = run->meaning->mention_of[run->sentence][token];
    if (mention >= 0 && t->upos != UPOS_VERB && sentence->acts[token] < 0 &&
        patterns_of(run->patterns, PATTERN_WORD, t).count == 0)
        return false;
    return true;
}

static void add_party(struct trigger_candidate *c, const struct coding_run *run, uint32_t role,
                      uint32_t token, uint32_t lemma, const struct trigger_known *known) {
    const uint32_t kind = kind_at(run, token);
    const struct entity *entity = entity_at(run, token);
    add(c, F_PARTY, role, kind, 0);
    add(c, F_LEMMA_PARTY, role, kind & 15, lemma);
    for (unsigned i = 0; i < known->type_count; i++) add(c, F_WORD_PARTY, role, kind & 15, known->types[i]);
    struct slice sectors = entity ? entity->sectors : (struct slice){ 0 };
    for (struct slice sector; slice_next(&sectors, SLICE(" "), &sector);)
        add(c, F_PARTY_SECTOR, role, text_of(sector), 0);
}

static uint32_t voice_of(const struct sentence *s, uint32_t token) {
    const struct token *t = &s->tokens[token];
    return (is_verbal(t) ? (is_passive(s, token) ? 1u : 2u) : 0u) | (t->features & FEATURE_FINITE ? 4u : 0u) |
           (t->features & FEATURE_INFINITIVE ? 8u : 0u) | (t->features & FEATURE_GERUND ? 16u : 0u) |
           (t->features & FEATURE_PLURAL ? 32u : 0u) | (t->features & FEATURE_PAST ? 64u : 0u);
}

void trigger_features(const struct trigger_sentence *sentence, uint32_t token, struct trigger_candidate *c) {
    const struct coding_run *run = sentence->run;
    const struct sentence *s = run->s;
    const struct token *t = &s->tokens[token];
    const uint32_t lemma = text_of(t->lemma), upos = (uint32_t)t->upos, deprel = (uint32_t)t->deprel;
    const struct trigger_known known = sentence->known[token];
    *c = (struct trigger_candidate){ .token = token };
    memcpy(c->features, sentence->shared, sentence->shared_count * sizeof *c->features);
    c->feature_count = sentence->shared_count;
    c->words[0] = trigger_word(t->form);

    // what the rows make of it comes first: nothing else may push it out
    const int32_t row = sentence->row[token];
    const struct event_candidate *hit = run_act(run, token);
    if (row >= 0) {
        const struct event_mention *f = &run->events.items[row];
        const struct code *code = run_code_in(run, f->act, f->status);
        add(c, F_ROW_EVENT, trigger_row_type(run, f), 0, 0);
        add(c, F_ROW_EVENT, trigger_row_type(run, f), upos, 0);
        add(c, F_ROW_STATUS, (uint32_t)f->status, trigger_row_type(run, f), 0);
        if (code) add(c, F_ROW_MODE, text_of(code->mode), trigger_row_type(run, f), 0);
        add(c, F_ROW_RANK, f->pattern->specificity > 6 ? 6 : f->pattern->specificity, 0, 0);
        add(c, F_ROW_PARTIES, f->actors.count > 0, f->recipients.count > 0, 0);
        add(c, F_ROW_PARTIES, f->actors.count > 0, f->recipients.count > 0, trigger_row_type(run, f));
        add(c, F_ROW_HIT_ACT, (uint32_t)f->act + 1, (uint32_t)f->status, 0);
    } else {
        add(c, F_ROW_EVENT, 1, 0, 0);
        if (hit && hit->act < 0) add(c, F_ROW_REFUSES, 0, 0, 0);
        if (hit && hit->act >= 0) {
            add(c, F_ROW_HIT, type_of(run, hit->act), 0, 0);
            add(c, F_ROW_HIT, type_of(run, hit->act), run->taken[token], 1);
        }
        if (run->taken[token]) add(c, F_TAKEN, 0, 0, 0);
        if (run->coded[token]) add(c, F_TAKEN, 1, 0, 0);
    }
    add(c, F_ROW_WORDS, patterns_of(run->patterns, PATTERN_VERB, t).count > 0,
        patterns_of(run->patterns, PATTERN_WORD, t).count > 0, 0);
    struct pattern_list operators = patterns_of(run->patterns, PATTERN_OPERATOR, t);
    for (size_t i = 0; i < operators.count && i < 3; i++)
        add(c, F_OPERATOR, (uint32_t)operators.items[i].status, 0, 0);
    if (patterns_of(run->patterns, PATTERN_SUPPORT, t).count) add(c, F_SUPPORT, 0, 0, 0);

    const enum factuality factuality = factuality_of(run->modality, s, token, NULL);
    const bool is_said = run->attributed->chain_of[run->sentence][token] > 0;
    add(c, F_FACTUALITY, (uint32_t)factuality, 0, 0);
    add(c, F_SAID, is_said, 0, 0);
    const uint32_t voice = voice_of(s, token);
    add(c, F_UPOS, upos, 0, 0);
    add(c, F_XPOS, text_of(t->xpos), 0, 0);
    add(c, F_DEPREL, deprel, upos, 0);
    add(c, F_VOICE, voice, upos, 0);

    for (unsigned i = 0; i < known.type_count; i++) {
        const uint32_t type = known.types[i];
        add(c, F_WORD_TYPE, type, 0, 0);
        add(c, F_WORD_TYPE, type, upos, 1);
        add(c, F_WORD_TYPES, type, known.type_count, 0);
        add(c, F_WORD_DEPREL, type, deprel, 0);
        add(c, F_WORD_VOICE, type, voice, 0);
        add(c, F_WORD_FACTUALITY, type, (uint32_t)factuality, is_said);
    }
    for (unsigned i = 0; i < known.act_count; i++) add(c, F_WORD_ACT, known.acts[i], 0, 0);
    if (!known.type_count) add(c, F_WORD_NONE, upos, 0, 0);

    add(c, F_LEMMA, lemma, 0, 0);
    add(c, F_LEMMA_UPOS, lemma, upos, 0);
    add(c, F_LEMMA_DEPREL, lemma, deprel, 0);
    add(c, F_FORM, text_of(t->form), 0, 0);
    if (t->lemma.length > 4)
        add(c, F_SUFFIX, text_of(slice_part(t->lemma, t->lemma.length - 4, t->lemma.length)), upos, 0);
    add(c, F_CAPITAL, t->form.start[0] >= 'A' && t->form.start[0] <= 'Z', s->is_title, 0);

    if (t->head >= 0) {
        const struct token *h = &s->tokens[t->head];
        const uint32_t head = text_of(h->lemma);
        c->words[1] = trigger_word(h->form);
        add(c, F_HEAD_LEMMA, head, deprel, 0);
        add(c, F_HEAD_UPOS, (uint32_t)h->upos, deprel, 0);
        add(c, F_LEMMA_HEAD, lemma, head, 0);
        const struct trigger_known above = sentence->known[t->head];
        for (unsigned i = 0; i < above.type_count; i++) {
            add(c, F_HEAD_WORD, above.types[i], deprel, 0);
            for (unsigned k = 0; k < known.type_count; k++)
                add(c, F_WORD_HEAD, above.types[i], known.types[k], deprel);
        }
        if (sentence->row[t->head] >= 0)
            add(c, F_HEAD_ACT, trigger_row_type(run, &run->events.items[sentence->row[t->head]]), deprel, 0);
        struct pattern_list list = patterns_of(run->patterns, PATTERN_OPERATOR, h);
        if (list.count) add(c, F_OPERATOR_ABOVE, (uint32_t)list.items[0].status, deprel, 0);
        if (patterns_of(run->patterns, PATTERN_SUPPORT, h).count) add(c, F_SUPPORT, 1, deprel, 0);
    } else {
        add(c, F_HEAD_UPOS, 99, 0, 0);
    }

    uint32_t arguments = 0;
    unsigned children = 0;
    for (int32_t k = token_child(s, (int32_t)token, -1); k >= 0 && children < 12;
         k = token_child(s, (int32_t)token, k)) {
        const struct token *child = &s->tokens[k];
        const uint32_t rel = (uint32_t)child->deprel, word = text_of(child->lemma);
        if (child->deprel == DEPREL_PUNCT) continue;
        children++;
        add(c, F_CHILD, rel, word, 0);
        add(c, F_CHILD_REL, rel, upos, 0);
        add(c, F_LEMMA_CHILD_REL, lemma, rel, 0);
        const int32_t mark = token_child_with(s, k, DEPREL_CASE);
        const uint32_t preposition = mark >= 0 ? text_of(s->tokens[mark].lemma) : 0;
        uint32_t role = 0;
        switch (child->deprel) {
        case DEPREL_NSUBJ:
            role = 1;
            c->words[2] = trigger_word(child->form);
            break;
        case DEPREL_NSUBJ_PASS:
            role = 2;
            c->words[2] = trigger_word(child->form);
            break;
        case DEPREL_OBJ:
            role = 3;
            c->words[3] = trigger_word(child->form);
            break;
        case DEPREL_NMOD_POSS:
            role = 4;
            c->words[2] = trigger_word(child->form);
            break;
        case DEPREL_COMPOUND:
        case DEPREL_AMOD:
            role = 5;
            if (!c->words[3]) c->words[3] = trigger_word(child->form);
            break;
        case DEPREL_OBL:
        case DEPREL_NMOD:
        case DEPREL_OBL_AGENT:
            role = preposition ? preposition : 6;
            if (!c->words[4]) c->words[4] = trigger_word(child->form);
            break;
        case DEPREL_CCOMP:
            role = 7;
            break;
        case DEPREL_XCOMP:
            role = 8;
            break;
        default:
            break;
        }
        if (preposition) {
            add(c, F_CASE, preposition, upos, 0);
            add(c, F_LEMMA_CASE, preposition, lemma, 0);
            for (unsigned i = 0; i < known.type_count; i++)
                add(c, F_WORD_ARGUMENTS, known.types[i], preposition, 1);
        }
        if (role && role != 7 && role != 8 && is_nominal(child))
            add_party(c, run, role, (uint32_t)k, lemma, &known);
        if (role && role <= 8) {
            arguments |= 1u << role;
            add(c, F_LEMMA_CHILD, lemma, word, rel);
        }
        if (child->deprel == DEPREL_DET)
            add(c, F_DEFINITE, (child->features & FEATURE_DEFINITE) != 0, upos, 0);
        if (sentence->row[k] >= 0)
            add(c, F_CHILD_ACT, trigger_row_type(run, &run->events.items[sentence->row[k]]), rel, 0);
        const struct trigger_known below = sentence->known[k];
        for (unsigned i = 0; i < below.type_count; i++) add(c, F_CHILD_WORD, below.types[i], rel, 0);
    }
    add(c, F_ARGUMENTS, arguments, upos, 0);
    for (unsigned i = 0; i < known.type_count; i++) add(c, F_WORD_ARGUMENTS, known.types[i], arguments, 0);
    const int32_t own_mark = token_child_with(s, (int32_t)token, DEPREL_CASE);
    if (own_mark >= 0) add(c, F_OWN_CASE, text_of(s->tokens[own_mark].lemma), deprel, 0);
    if (token > 0) add(c, F_BEFORE, text_of(s->tokens[token - 1].lemma), 0, 0);
    if (token + 1 < s->count) {
        add(c, F_AFTER, text_of(s->tokens[token + 1].lemma), 0, 0);
        add(c, F_LEMMA_AFTER, lemma, text_of(s->tokens[token + 1].lemma), 0);
    }
    for (int step = -3; step <= 3; step++) {
        const int64_t at = (int64_t)token + step;
        if (step && at >= 0 && at < (int64_t)s->count && s->tokens[at].upos != UPOS_PUNCT &&
            (s->tokens[at].upos == UPOS_NOUN || s->tokens[at].upos == UPOS_VERB))
            add(c, F_NEIGHBOUR, text_of(s->tokens[at].lemma), 0, 0);
    }
    for (size_t i = sentence->first, n = 0; i < run->events.count && n < 4; i++)
        if (run->events.items[i].token != token) {
            add(c, F_OTHERS, trigger_row_type(run, &run->events.items[i]), 0, 0);
            for (unsigned k = 0; k < known.type_count; k++)
                add(c, F_OTHERS, trigger_row_type(run, &run->events.items[i]), known.types[k], 1);
            n++;
        }
}
