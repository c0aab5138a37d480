// event_coreference.c - one event, one entry: its mentions in a clause, and in a document, become one.
#include "coding/events.h"

#include <string.h>

static struct slice family_of(const struct coding_run *run, const struct event_mention *f) {
    struct slice name = patterns_act(run->patterns, f->act)->name;
    return slice_part(name, 0, slice_find(name, SLICE("."), 0));
}

static unsigned depth_of(const struct coding_run *run, const struct event_mention *f) {
    unsigned depth = 0;
    for (int32_t act = f->act; act >= 0; act = patterns_act(run->patterns, act)->parent) depth++;
    return depth;
}

size_t event_roles_filled(const struct event_mention *f) {
    return (f->actors.count > 0) * 2 + (f->recipients.count > 0) * 2 + f->is_dated + (f->place >= 0) +
           (f->about.start < f->about.end);
}

// Adds the parties of `other` and keeps the most specific: a minister, not his country beside him.
static void party_join_finest(const struct meaning *meaning, struct party_set *set,
                              const struct party_set *other) {
    party_join(set, other);
    size_t kept = 0;
    for (size_t i = 0; i < set->count; i++) {
        bool is_behind = false; // stands behind another of the set
        for (size_t k = 0; k < set->count && !is_behind; k++) {
            int32_t at = meaning->entities[set->entities[k]].represents;
            for (int hops = 0; hops < 4 && at >= 0 && !is_behind;
                 hops++, at = meaning->entities[at].represents)
                is_behind = k != i && (uint32_t)at == set->entities[i];
        }
        if (is_behind) continue;
        set->entities[kept] = set->entities[i];
        set->spans[kept++] = set->spans[i];
    }
    set->count = kept;
}

// Folds `other` into `f`: its roles where `f` has none, its act where that says more.
static void fold(struct coding_run *run, struct event_mention *f, struct event_mention *other) {
    if (act_is(run->patterns, other->act, patterns_act(run->patterns, f->act)->name)) f->act = other->act;
    if (!f->actors.count)
        f->actors = other->actors;
    else if (f->is_symmetric && other->is_symmetric)
        party_join_finest(run->meaning, &f->actors, &other->actors);
    if (!f->recipients.count && !f->is_symmetric) f->recipients = other->recipients;
    party_drop(&f->recipients, &f->actors);
    party_join(&f->mediators, &other->mediators);
    if (!f->is_dated && other->is_dated) {
        memcpy(f->from, other->from, sizeof f->from);
        memcpy(f->to, other->to, sizeof f->to);
        f->date_text = other->date_text;
        f->date_precision = other->date_precision;
        f->date_provenance = other->date_provenance;
        f->is_dated = true;
        f->is_since = other->is_since;
    }
    if (f->place < 0) {
        f->place = other->place;
        f->place_text = other->place_text;
        f->place_provenance = other->place_provenance;
    }
    if (f->about.start == f->about.end) f->about = other->about;
    other->is_gone = true;
    run->candidates.items[other->candidate].fate = FATE_COREFERENT;
}

static bool is_act_compatible(const struct coding_run *run, const struct event_mention *a,
                              const struct event_mention *b) {
    return act_is(run->patterns, a->act, patterns_act(run->patterns, b->act)->name) ||
           act_is(run->patterns, b->act, patterns_act(run->patterns, a->act)->name);
}

// Relations by which one trigger's clause is built onto the other's: subject, oblique, participle, purpose,
// coordinated verb.
static bool is_building(enum deprel deprel) {
    static const enum deprel deprels[] = { DEPREL_NSUBJ, DEPREL_NSUBJ_PASS, DEPREL_OBL,      DEPREL_OBL_AGENT,
                                           DEPREL_ACL,   DEPREL_ADVCL,      DEPREL_XCOMP,    DEPREL_OBJ,
                                           DEPREL_NMOD,  DEPREL_CONJ,       DEPREL_ACL_RELCL };
    for (size_t i = 0; i < sizeof deprels / sizeof *deprels; i++)
        if (deprel == deprels[i]) return true;
    return false;
}

static bool is_linked(const struct sentence *s, const struct event_mention *a,
                      const struct event_mention *b) {
    for (int side = 0; side < 2; side++) {
        uint32_t inner = side ? a->token : b->token, outer = side ? b->token : a->token;
        for (int hops = 0; hops < 3 && s->tokens[inner].head >= 0; hops++) {
            if (!is_building(s->tokens[inner].deprel)) break;
            inner = (uint32_t)s->tokens[inner].head;
            if (inner == outer) return true;
        }
    }
    return false;
}

static bool are_dates_compatible(const struct event_mention *a, const struct event_mention *b) {
    if (!a->is_dated || !b->is_dated) return true;
    const char *a_from = a->from[0] ? a->from : "0000", *a_to = a->to[0] ? a->to : "9999";
    const char *b_from = b->from[0] ? b->from : "0000", *b_to = b->to[0] ? b->to : "9999";
    return strcmp(a_from, b_to) <= 0 && strcmp(b_from, a_to) <= 0;
}

bool factuality_is_actual(enum factuality factuality) {
    return factuality == FACTUALITY_HAPPENED || factuality == FACTUALITY_ONGOING;
}

// An infinitive that says what the other is done for.
static bool is_purpose_of(const struct sentence *s, const struct event_mention *what,
                          const struct event_mention *purpose) {
    const struct token *t = &s->tokens[purpose->token];
    return t->head == (int32_t)what->token && (t->deprel == DEPREL_ADVCL || t->deprel == DEPREL_XCOMP) &&
           (t->features & FEATURE_INFINITIVE) && !(t->features & FEATURE_FINITE);
}

// Whether two triggers of one sentence, `a` before `b`, tell one event: "killed in an attack".
static bool is_one_telling(const struct coding_run *run, const struct event_mention *a,
                           const struct event_mention *b) {
    const struct sentence *s = &run->meaning->analysis->sentences[a->sentence];
    if (a->status != b->status || !is_linked(s, a, b) || !are_dates_compatible(a, b) ||
        !parties_are_compatible(run->meaning, &a->actors, &b->actors))
        return false;
    const bool is_conjunct =
        s->tokens[b->token].deprel == DEPREL_CONJ || s->tokens[a->token].deprel == DEPREL_CONJ;
    if ((is_conjunct || a->status != STATUS_DONE) &&
        !parties_are_compatible(run->meaning, &a->recipients, &b->recipients))
        return false;
    return factuality_is_actual(a->factuality) == factuality_is_actual(b->factuality) || b->is_weak ||
           a->is_weak || b->factuality == FACTUALITY_PLANNED;
}

// Of a noun and a verb the one that tells more stays; the more special act of the two is kept.
static void fold_clearest(struct coding_run *run, struct event_mention *a, struct event_mention *b) {
    if (!a->is_noun || b->is_noun || event_roles_filled(b) <= event_roles_filled(a)) {
        fold(run, a, b);
        return;
    }
    const int32_t act = a->act;
    fold(run, b, a);
    if (depth_of(run, b) < depth_of(run, a)) b->act = act;
}

void event_coreference_sentence(struct coding_run *run, size_t first) {
    for (size_t i = first; i < run->events.count; i++)
        for (size_t k = i + 1; k < run->events.count; k++) {
            struct event_mention *a = &run->events.items[i], *b = &run->events.items[k];
            if (a->is_gone || b->is_gone || !slice_equal(family_of(run, a), family_of(run, b))) continue;
            const struct sentence *s = &run->meaning->analysis->sentences[a->sentence];
            if (is_purpose_of(s, a, b)) // "telephoned to discuss", "will visit to mediate"
                fold(run, a, b);
            else if (is_one_telling(run, a, b))
                fold_clearest(run, a, b);
        }
}

static bool shares_party(const struct meaning *meaning, const struct party_set *a,
                         const struct party_set *b) {
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++)
            if (party_is_same_side(meaning, a->entities[i], b->entities[k])) return true;
    return false;
}

// Victims and the place that was hit are no contradiction.
static bool are_of_other_kinds(const struct meaning *meaning, const struct party_set *a,
                               const struct party_set *b) {
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++) {
            enum entity_kind x = meaning->entities[a->entities[i]].kind,
                             y = meaning->entities[b->entities[k]].kind;
            bool x_people = x == ENTITY_PERSON || x == ENTITY_PEOPLE,
                 y_people = y == ENTITY_PERSON || y == ENTITY_PEOPLE;
            if (x_people == y_people) return false;
        }
    return true;
}

static bool stands_apart(const struct coding_run *run, const struct event_mention *f) {
    const struct sentence *s = &run->meaning->analysis->sentences[f->sentence];
    for (int32_t c = token_child(s, (int32_t)f->token, -1); f->is_noun && c >= 0;
         c = token_child(s, (int32_t)f->token, c))
        if (token_has_class(run->patterns, CLASS_APART, &s->tokens[c])) return true;
    return false;
}

// Whether one of `victims` is who acts, or whom an actor that is no person acts for: "an attack on Karsia" is
// none by its troops.
static bool is_upon_itself(const struct coding_run *run, const struct party_set *actors,
                           const struct party_set *victims) {
    for (size_t a = 0; a < actors->count; a++)
        for (size_t v = 0; v < victims->count; v++) {
            const struct entity *actor = &run->meaning->entities[actors->entities[a]];
            const struct entity *victim = &run->meaning->entities[victims->entities[v]];
            bool is_own_state = victim->kind == ENTITY_GOVERNMENT && actor->country.length &&
                                actor->kind != ENTITY_ARMED_GROUP &&
                                slice_equal(actor->country, victim->country);
            if (actor->kind != ENTITY_PERSON &&
                (is_own_state || party_is_same_side(run->meaning, actors->entities[a], victims->entities[v])))
                return true;
        }
    return false;
}

// "a bombing on Monday" is one of "several bombings this month".
static bool is_one_of_several(const struct coding_run *run, const struct event_mention *one,
                              const struct event_mention *several) {
    const struct analysis *analysis = run->meaning->analysis;
    const struct token *a = &analysis->sentences[one->sentence].tokens[one->token],
                       *b = &analysis->sentences[several->sentence].tokens[several->token];
    const bool is_one = a->upos == UPOS_VERB || !(a->features & FEATURE_PLURAL);
    return is_one && b->upos == UPOS_NOUN && (b->features & FEATURE_PLURAL) && one->is_dated &&
           several->is_dated && !several->is_since &&
           (strcmp(one->from, several->from) != 0 || strcmp(one->to, several->to) != 0);
}

static bool are_same_sides(const struct meaning *meaning, const struct party_set *a,
                           const struct party_set *b) {
    return party_is_covered(meaning, a, b) && party_is_covered(meaning, b, a);
}

// Whether something that both tell speaks against their being one event.
static bool contradicts(const struct coding_run *run, const struct event_mention *a,
                        const struct event_mention *b) {
    if (!parties_are_compatible(run->meaning, &a->actors, &b->actors) || !are_dates_compatible(a, b))
        return true;
    if (stands_apart(run, a) || is_one_of_several(run, a, b)) return true;
    if (is_upon_itself(run, &a->actors, &b->recipients) || is_upon_itself(run, &b->actors, &a->recipients))
        return true;
    // Two who talk, and the same two with a third, are two rounds of talks.
    if (a->actors.count > 1 && b->actors.count > 1 && !are_same_sides(run->meaning, &a->actors, &b->actors))
        return true;
    if (!parties_are_compatible(run->meaning, &a->recipients, &b->recipients) &&
        !are_of_other_kinds(run->meaning, &a->recipients, &b->recipients))
        return true;
    return factuality_is_actual(a->factuality) != factuality_is_actual(b->factuality) &&
           a->factuality != b->factuality;
}

// The same for events that have something of their own to tell.
static bool contradicts_in_detail(const struct coding_run *run, const struct event_mention *a,
                                  const struct event_mention *b, bool is_retold) {
    const bool is_title = run->meaning->analysis->sentences[b->sentence].is_title;
    if (a->according_to.count && !party_is_covered(run->meaning, &a->actors, &b->actors) &&
        !(is_title && !b->actors.count))
        return true; // that these did it is somebody's claim
    return a->act != b->act && !is_retold && patterns_act(run->patterns, a->act)->parent >= 0 &&
           patterns_act(run->patterns, b->act)->parent >= 0;
}

// "It killed ten": what follows from an event just told.
static bool is_consequence(const struct coding_run *run, const struct event_mention *a) {
    return !a->actors.count && !a->is_dated && a->place < 0 && !a->is_noun &&
           patterns_act(run->patterns, a->act)->parent < 0;
}

// Nothing speaks against it; something has to speak for it.
static bool has_evidence(const struct coding_run *run, const struct event_mention *a,
                         const struct event_mention *b) {
    const bool is_retold =
        run->meaning->analysis->sentences[b->sentence].is_title || event_is_anaphoric(run, a);
    if (contradicts_in_detail(run, a, b, is_retold)) return false;
    if (is_retold) return true;
    if (a->is_dated && b->is_dated && (a->place == b->place || a->place < 0 || b->place < 0)) return true;
    return a->sentence - b->sentence <= NEAR &&
           (is_consequence(run, a) || shares_party(run->meaning, &a->actors, &b->actors) ||
            shares_party(run->meaning, &a->recipients, &b->recipients));
}

// `a` comes after `b` in the text.
static bool is_coreferent(const struct coding_run *run, const struct event_mention *a,
                          const struct event_mention *b) {
    if (a->status != b->status || !slice_equal(family_of(run, a), family_of(run, b))) return false;
    if (contradicts(run, a, b)) return false;
    if (a->is_weak || b->is_weak) return true;
    if (!is_act_compatible(run, a, b)) return false;
    if (a->place >= 0 && b->place >= 0 && a->place != b->place && !(a->actors.count && b->actors.count))
        return false;
    if (a->status != STATUS_DONE && a->status != STATUS_PROMISED)
        return a->act == b->act && a->actors.count && b->actors.count;
    return has_evidence(run, a, b);
}

void event_coreference_document(struct coding_run *run) {
    for (size_t i = 0; i < run->events.count; i++) {
        struct event_mention *a = &run->events.items[i];
        for (size_t back = i, seen = 0; back-- > 0 && !a->is_gone && seen < LOOK_BACK; seen++) {
            struct event_mention *b = &run->events.items[back];
            if (b->is_gone || b->sentence == a->sentence || !is_coreferent(run, a, b)) continue;
            if (event_roles_filled(a) > event_roles_filled(b) && !a->is_weak)
                fold(run, a, b);
            else
                fold(run, b, a);
            break;
        }
    }
    for (size_t i = 0; i < run->events.count; i++) {
        struct event_mention *f = &run->events.items[i];
        if (!f->is_weak || f->is_gone) continue;
        f->is_gone = true;
        run->candidates.items[f->candidate].fate = FATE_UNRESOLVED;
    }
}
