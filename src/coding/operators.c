// operators.c - predicates that give another act a status: demand, refuse, promise, threaten, announce, deny.
//
// A predicate selects acts below it, along complements, objects, light verbs and other predicates. Each act
// that it selects is one event: the predicate says who asks, refuses or promises and what has become of the
// act, the act says what and to whom. Without an act the predicate is coded as the act that its row names.
#include "coding/events.h"

#define SELECTED 8u // acts that one predicate may select

struct selection {
    uint32_t acts[SELECTED]; // candidates
    size_t count;
};

// How the predicate is told.
struct reading {
    enum status status;
    enum factuality factuality;
    bool is_request; // "must agree to", by whoever says so
    int32_t speaker; // -1
    struct span said;
};

// choosing

// The phrases under `token` where an act may stand that is neither complement nor object: "the need for".
static size_t event_phrases(const struct coding_run *run, uint32_t token, uint32_t found[WIDTH]) {
    size_t count = 0;
    for (int32_t c = token_child(run->s, (int32_t)token, (int32_t)token); c >= 0 && count < WIDTH;
         c = token_child(run->s, (int32_t)token, c)) {
        const enum deprel deprel = run->s->tokens[c].deprel;
        const int32_t mark = token_child_with(run->s, c, DEPREL_CASE);
        if ((deprel == DEPREL_NMOD || deprel == DEPREL_OBL) && mark >= 0 &&
            token_has_class(run->patterns, CLASS_EVENT_OF, &run->s->tokens[mark]))
            found[count++] = (uint32_t)c;
    }
    return count;
}

static void select_act(struct coding_run *run, uint32_t token, struct selection *selection) {
    selection->acts[selection->count++] = (uint32_t)run->acts[token];
    run->taken[token] = true;
}

static void select_at(struct coding_run *run, uint32_t token, int depth, struct selection *selection);

// Goes on below `token`, by the first way that leads to acts.
static void select_below(struct coding_run *run, uint32_t token, int depth, struct selection *selection) {
    const size_t before = selection->count;
    for (int way = 0; way < 3 && selection->count == before; way++) {
        uint32_t tokens[WIDTH];
        const size_t found = way == 0   ? run_follow(run, token, PATH_COMP, tokens)
                             : way == 1 ? run_follow(run, token, PATH_OBJ, tokens)
                                        : event_phrases(run, token, tokens);
        for (size_t i = 0; i < found; i++)
            if (tokens[i] != token && is_under(run->s, tokens[i], token))
                select_at(run, tokens[i], depth + 1, selection);
    }
}

// Selects the acts at `token` or below it.
static void select_at(struct coding_run *run, uint32_t token, int depth, struct selection *selection) {
    if (selection->count >= SELECTED || depth > SEARCH) return;
    const struct event_candidate *hit = run_act(run, token);
    const bool is_act = hit && hit->act >= 0 && !run->taken[token];
    // "to accept mediation": a word that is an act itself, but tells what becomes of another one.
    const bool is_between = is_act && is_verbal(&run->s->tokens[token]) &&
                            patterns_of(run->patterns, PATTERN_OPERATOR, &run->s->tokens[token]).count > 0;
    if (is_act && !is_between) {
        select_act(run, token, selection);
        return;
    }
    const size_t before = selection->count;
    run->coded[token] = true; // a predicate on the way is part of the outer one
    select_below(run, token, depth, selection);
    if (selection->count > before) return;
    run->coded[token] = false;
    if (is_between) select_act(run, token, selection);
}

static void predicate_select(struct coding_run *run, const struct event_candidate *predicate,
                             struct selection *selection) {
    const struct role_rule *rule = &predicate->match.pattern->roles[ROLE_EVENT];
    for (size_t i = 0; i < rule->count; i++) {
        if (!rule->paths[i].is_joined && selection->count) break;
        for (size_t k = 0; k < predicate->match.argument_count; k++) {
            const struct event_argument *argument = &predicate->match.arguments[k];
            if (argument->role != ROLE_EVENT || argument->path != i || argument->token == predicate->token)
                continue;
            if (predicate->match.pattern->status == STATUS_ANNOUNCED &&
                is_verbal(&run->s->tokens[argument->token]) &&
                factuality_of(run->modality, run->s, argument->token, NULL) != FACTUALITY_PLANNED)
                continue; // told as done: it stands for itself
            select_at(run, argument->token, 0, selection);
        }
    }
}

// completing

static struct reading predicate_read(const struct coding_run *run, const struct event_candidate *predicate,
                                     bool has_act) {
    struct reading r = {
        .status = predicate->match.pattern->status,
        .factuality = factuality_of(run->modality, run->s, predicate->token, NULL),
    };
    r.speaker = run_speaker(run, predicate->token, &r.said);
    r.is_request = r.factuality == FACTUALITY_REQUESTED && r.status == STATUS_PROMISED && r.speaker >= 0;
    const bool is_negated = r.factuality == FACTUALITY_DID_NOT_HAPPEN;
    if (r.is_request) {
        r.status = STATUS_APPEALED;
    } else if (is_negated && r.status == STATUS_PROMISED) {
        r.status = STATUS_REFUSED; // "did not agree to"
    } else if (is_negated && r.status == STATUS_REFUSED && has_act) {
        r.status = STATUS_POSSIBLE; // "did not rule out"
    } else {
        return r;
    }
    r.factuality = FACTUALITY_HAPPENED;
    return r;
}

// The act's own parties, with those of the light verb that carries it.
static struct event_mention inner_act(const struct coding_run *run, const struct event_candidate *act) {
    struct event_mention inner = event_begin(run, act);
    event_fill_parties(run, &inner, act);
    struct pattern_match verb;
    if (inner.is_noun && light_verb_find(run, act->token, &verb)) {
        inner.support = (int32_t)verb.token;
        party_gather(run, &verb, ROLE_ACTOR, &inner.actors, NULL);
        party_gather(run, &verb, ROLE_RECIPIENT, &inner.recipients, NULL);
    }
    return inner;
}

// Whose act it is, told of by somebody: what is denied, and what is not ruled out.
static void tell_inner(const struct coding_run *run, struct event_mention *f,
                       const struct event_mention *inner, enum factuality factuality) {
    f->according_to = run->attributed->chains[run->attributed->chain_of[run->sentence][inner->token]];
    if (factuality == FACTUALITY_DENIED && f->according_to.count == 0 && f->actors.count) {
        struct source *source = ARENA_NEW(run->arena, struct source);
        *source =
            (struct source){ (int32_t)f->actors.entities[0], run->s->tokens[f->token].span, SOURCE_DENIES };
        f->according_to = (struct sources){ source, 1 };
    }
    f->actors = inner->actors;
    f->recipients = inner->recipients;
    f->is_symmetric = inner->is_symmetric;
    f->status = STATUS_DONE;
    f->factuality = factuality;
    f->token = inner->token;
}

// Gives the act the status that the predicate says, or the nearest that it has a code in. False when there is
// nothing to tell.
static bool apply_status(const struct coding_run *run, struct event_mention *f,
                         const struct event_mention *inner, const struct event_candidate *predicate,
                         const struct reading *r) {
    switch (r->status) {
    case STATUS_ANNOUNCED:
        f->status = run_code_in(run, f->act, STATUS_PROMISED) ? STATUS_PROMISED : STATUS_DONE;
        if (f->status != STATUS_DONE) return true;
        if (inner->actors.count) f->actors = inner->actors;
        f->factuality = inner->is_noun ? r->factuality : FACTUALITY_PLANNED;
        return true;
    case STATUS_ORDERED:
        f->status = STATUS_DONE;
        f->recipients = inner->recipients;
        return true;
    case STATUS_DENIED:
        tell_inner(run, f, inner, FACTUALITY_DENIED);
        return true;
    case STATUS_POSSIBLE:
        tell_inner(run, f, inner, FACTUALITY_POSSIBLE);
        return true;
    case STATUS_PROMISED:
        if (!run_code_in(run, f->act, STATUS_PROMISED)) // a promise of harm is a threat
            f->status = run_code_in(run, f->act, STATUS_THREATENED) ? STATUS_THREATENED : STATUS_DONE;
        if (f->status == STATUS_DONE) f->factuality = FACTUALITY_PLANNED;
        return true;
    case STATUS_APPEALED:
    case STATUS_DEMANDED:
    case STATUS_REFUSED:
    case STATUS_THREATENED:
        if (run_code_in(run, f->act, r->status)) return true;
        if (predicate->act < 0) return false; // "never accepts accusations": no code, and no act itself
        f->act = predicate->act;
        f->status = STATUS_DONE;
        return true;
    default:
        return true;
    }
}

// Whom it is about: of requests whoever is to act, of refusals, promises and threats whoever would undergo
// it.
static void choose_recipients(struct event_mention *f, const struct event_mention *inner,
                              enum status status) {
    if (f->recipients.count || status == STATUS_ORDERED) return;
    const bool is_actors_own = status == STATUS_REFUSED || status == STATUS_PROMISED ||
                               status == STATUS_THREATENED || status == STATUS_ANNOUNCED;
    f->recipients = inner->is_symmetric || is_actors_own ? inner->recipients : inner->actors;
    if (inner->is_symmetric) party_join(&f->recipients, &inner->actors);
}

static enum candidate_fate predicate_complete(struct coding_run *run, const struct event_candidate *predicate,
                                              const struct event_candidate *act, const struct reading *r) {
    struct event_mention f = event_begin(run, predicate);
    const struct event_mention inner = inner_act(run, act);
    event_fill_parties(run, &f, predicate);
    if (r->is_request) {
        f.recipients = f.actors;
        f.actors = (struct party_set){ .count = 0 };
        party_add(&f.actors, (uint32_t)r->speaker, r->said, false);
    }
    f.act = act->act;
    f.status = r->status;
    f.factuality = r->factuality;
    if (!f.actors.count && r->status != STATUS_APPEALED && r->status != STATUS_DEMANDED)
        f.actors = inner.actors;
    if (!apply_status(run, &f, &inner, predicate, r)) return FATE_NO_CODE;
    if (r->status == STATUS_THREATENED && inner.actors.count &&
        !party_is_covered(run->meaning, &inner.actors, &f.actors)) {
        run->taken[act->token] = false; // warned of somebody else's deed
        return FATE_OTHERS_DEED;
    }
    if (r->status != STATUS_DENIED && r->status != STATUS_POSSIBLE) {
        choose_recipients(&f, &inner, r->status);
        party_drop(&f.recipients, &f.actors);
        event_set_about(run, &f, act->token);
        event_drop_own_word(&f);
    }
    setting_date(run, &f);
    setting_place(run, &f);
    return event_keep(run, &f);
}

// A predicate without an act under it, coded as the act that its row names.
static enum candidate_fate predicate_alone(struct coding_run *run, const struct event_candidate *predicate,
                                           const struct reading *r) {
    if (predicate->act < 0) return FATE_NO_ACT;
    struct event_mention f = event_begin(run, predicate);
    event_fill_parties(run, &f, predicate);
    f.factuality = r->factuality;
    const uint32_t about = party_first_token(&predicate->match, ROLE_EVENT, f.token);
    if (about != f.token && f.about.start == f.about.end) event_set_about(run, &f, about);
    if (r->status != predicate->match.pattern->status) { // negated: "did not agree"
        f.status = run_code_in(run, f.act, STATUS_DECLINED) ? STATUS_DECLINED : STATUS_DONE;
        if (f.status == STATUS_DONE) f.factuality = FACTUALITY_DID_NOT_HAPPEN;
    }
    setting_date(run, &f);
    setting_place(run, &f);
    if (event_is_own_word(run, &f) && run_has_first_person(run, f.token)) event_drop_own_word(&f);
    return event_keep(run, &f);
}

void predicate_code(struct coding_run *run, struct event_candidate *predicate) {
    struct selection selection = { .count = 0 };
    predicate_select(run, predicate, &selection);
    const struct reading reading = predicate_read(run, predicate, selection.count > 0);
    predicate->fate = selection.count ? FATE_NO_CODE : predicate_alone(run, predicate, &reading);
    for (size_t i = 0; i < selection.count; i++) {
        struct event_candidate *act = &run->candidates.items[selection.acts[i]];
        const enum candidate_fate fate = predicate_complete(run, predicate, act, &reading);
        if (fate != FATE_OTHERS_DEED) {
            act->above = (int32_t)(predicate - run->candidates.items);
            act->fate = fate == FATE_CODED ? FATE_SELECTED : fate;
        }
        if (fate == FATE_CODED || predicate->fate != FATE_CODED) predicate->fate = fate;
    }
    run->coded[predicate->token] |= predicate->fate == FATE_CODED;
}
