// operators.c - words that give another act a status: demand, refuse, promise, threaten, plan, deny.
#include "coding/events.h"

#include <string.h>

struct embedded { // an act under an operator
    uint32_t token;
    const struct pattern *pattern;
    int32_t support;
};

// Looks for acts at `token` and below it, along complements, light verbs and other operators.
static size_t operator_find_acts(struct coding_run *run, uint32_t token, int depth, struct embedded *acts,
                                 size_t count, size_t limit) {
    static const char *const ways[] = { "comp", "obj", "prep:@event" };
    if (count >= limit || depth > SEARCH) return count;
    const struct pattern *hit = run->hits[token];
    const bool is_act = hit && hit->act >= 0 && !run->taken[token];
    // "to accept mediation": a word that is an act itself, but tells what becomes of another one.
    const bool is_between = is_act && is_verbal(&run->s->tokens[token]) &&
                            patterns_of(run->patterns, PATTERN_OPERATOR, &run->s->tokens[token]).count > 0;
    if (is_act && !is_between) {
        acts[count++] = (struct embedded){ token, hit, -1 };
        run->taken[token] = true;
        return count;
    }
    run->coded[token] = true; // an operator on the way is part of the outer one
    size_t before = count;
    for (size_t w = 0; w < sizeof ways / sizeof *ways && count == before; w++) {
        uint32_t tokens[WIDTH];
        size_t found = 0;
        if (w == 2) {
            for (int32_t c = token_child(run->s, (int32_t)token, (int32_t)token); c >= 0 && found < WIDTH;
                 c = token_child(run->s, (int32_t)token, c)) {
                int32_t mark = token_child_with(run->s, c, DEPREL_CASE);
                if ((run->s->tokens[c].deprel == DEPREL_NMOD || run->s->tokens[c].deprel == DEPREL_OBL) &&
                    mark >= 0 && patterns_has_class(run->patterns, SLICE("event-of"), &run->s->tokens[mark]))
                    tokens[found++] = (uint32_t)c;
            }
        } else {
            found = run_follow(run, token, ways[w], tokens);
        }
        for (size_t i = 0; i < found; i++)
            if (tokens[i] != token && is_under(run->s, tokens[i], token))
                count = operator_find_acts(run, tokens[i], depth + 1, acts, count, limit);
    }
    if (count == before) run->coded[token] = false;
    if (count == before && is_between) {
        acts[count++] = (struct embedded){ token, hit, -1 };
        run->taken[token] = true;
    }
    return count;
}

static enum status flipped(enum status status) {
    return status == STATUS_PROMISED ? STATUS_REFUSED : status;
}

void operator_code(struct coding_run *run, uint32_t token, const struct pattern *operator) {
    struct embedded acts[8];
    size_t count = 0;
    enum factuality factuality = factuality_of(run->modality, run->s, token, NULL);
    const struct role_rule *rule = &operator->roles[ROLE_EVENT];
    for (size_t i = 0; i < rule->count; i++) {
        if (!rule->paths[i].is_joined && count) break;
        uint32_t tokens[WIDTH];
        size_t found = path_follow(run->s, token, &rule->paths[i].path, tokens, WIDTH);
        for (size_t k = 0; k < found; k++) {
            if (tokens[k] == token) continue;
            if (operator->status == STATUS_ANNOUNCED && is_verbal(&run->s->tokens[tokens[k]]) &&
                factuality_of(run->modality, run->s, tokens[k], NULL) != FACTUALITY_PLANNED)
                continue; // told as done: it stands for itself
            count = operator_find_acts(run, tokens[k], 0, acts, count, sizeof acts / sizeof *acts);
        }
    }
    enum status status = operator->status;
    struct span said;
    int32_t speaker = run_speaker(run, token, &said);
    bool is_request =
        factuality == FACTUALITY_REQUESTED && status == STATUS_PROMISED && speaker >= 0; // "must agree to"
    if (is_request) {
        status = STATUS_APPEALED;
        factuality = FACTUALITY_HAPPENED;
    }
    if (factuality == FACTUALITY_DID_NOT_HAPPEN && flipped(status) != status) {
        status = flipped(status);
        factuality = FACTUALITY_HAPPENED;
    }
    if (factuality == FACTUALITY_DID_NOT_HAPPEN && status == STATUS_REFUSED && count) {
        status = STATUS_POSSIBLE; // "did not rule out"
        factuality = FACTUALITY_HAPPENED;
    }
    bool is_made = false;
    for (size_t i = 0; i < count; i++) {
        struct event_mention f = event_begin(run, token, operator);
        struct event_mention inner = event_begin(run, acts[i].token, acts[i].pattern);
        const struct pattern *support = NULL;
        event_fill_parties(run, &inner, acts[i].token, acts[i].pattern);
        if (inner.is_noun && (inner.support = run_light_verb(run, acts[i].token, &support)) >= 0) {
            party_gather(run, (uint32_t)inner.support, support, ROLE_ACTOR, &inner.actors, NULL);
            party_gather(run, (uint32_t)inner.support, support, ROLE_RECIPIENT, &inner.recipients, NULL);
        }
        event_fill_parties(run, &f, token, operator);
        if (is_request) {
            f.recipients = f.actors;
            f.actors = (struct party_set){ .count = 0 };
            party_add(&f.actors, (uint32_t)speaker, said, false);
        }
        f.act = acts[i].pattern->act;
        f.status = status;
        f.factuality = factuality;
        if (!f.actors.count && status != STATUS_APPEALED && status != STATUS_DEMANDED)
            f.actors = inner.actors;
        switch (status) {
        case STATUS_ANNOUNCED:
            f.status = run_code_in(run, f.act, STATUS_PROMISED) ? STATUS_PROMISED : STATUS_DONE;
            if (f.status == STATUS_DONE) {
                if (inner.actors.count) f.actors = inner.actors;
                f.factuality = is_verbal(&run->s->tokens[acts[i].token]) ? FACTUALITY_PLANNED : factuality;
            }
            break;
        case STATUS_ORDERED:
            f.status = STATUS_DONE;
            f.recipients = inner.recipients;
            break;
        case STATUS_DENIED:
            f.according_to = run->attributed->chains[run->attributed->chain_of[run->sentence][acts[i].token]];
            if (f.according_to.count == 0 && f.actors.count) {
                struct source *source = ARENA_NEW(run->arena, struct source);
                *source = (struct source){ (int32_t)f.actors.entities[0], run->s->tokens[token].span,
                                           SOURCE_DENIES };
                f.according_to = (struct sources){ source, 1 };
            }
            f.actors = inner.actors;
            f.recipients = inner.recipients;
            f.is_symmetric = inner.is_symmetric;
            f.status = STATUS_DONE;
            f.factuality = FACTUALITY_DENIED;
            f.token = acts[i].token;
            break;
        case STATUS_POSSIBLE: // what is not ruled out, by whoever may do it
            f.according_to = run->attributed->chains[run->attributed->chain_of[run->sentence][acts[i].token]];
            f.actors = inner.actors;
            f.recipients = inner.recipients;
            f.is_symmetric = inner.is_symmetric;
            f.status = STATUS_DONE;
            f.factuality = FACTUALITY_POSSIBLE;
            f.token = acts[i].token;
            break;
        case STATUS_PROMISED:
            if (!run_code_in(run, f.act, STATUS_PROMISED)) // a promise of harm is a threat
                f.status = run_code_in(run, f.act, STATUS_THREATENED) ? STATUS_THREATENED : STATUS_DONE;
            if (f.status == STATUS_DONE) f.factuality = FACTUALITY_PLANNED;
            break;
        case STATUS_APPEALED:
        case STATUS_DEMANDED:
        case STATUS_REFUSED:
        case STATUS_THREATENED:
            if (!run_code_in(run, f.act, status)) { // "never accepts accusations": no code in this status
                if (operator->act<0) continue;      // and the operator is no act itself: nothing to tell
                f.act = operator->act;
                f.status = STATUS_DONE;
            }
            break;
        default:
            break;
        }
        if (status == STATUS_THREATENED && inner.actors.count &&
            !party_is_covered(run->meaning, &inner.actors, &f.actors)) {
            run->taken[acts[i].token] = false; // warned of somebody else's deed
            continue;
        }
        if (status != STATUS_DENIED && status != STATUS_POSSIBLE) {
            if (f.recipients.count == 0 && status != STATUS_ORDERED) {
                f.recipients = inner.is_symmetric || status == STATUS_REFUSED || status == STATUS_PROMISED ||
                                       status == STATUS_THREATENED || status == STATUS_ANNOUNCED
                                   ? inner.recipients
                                   : inner.actors;
                if (inner.is_symmetric) party_join(&f.recipients, &inner.actors);
            }
            party_drop(&f.recipients, &f.actors);
            event_set_about(run, &f, acts[i].token);
            event_drop_own_word(&f);
        }
        setting_date(run, &f);
        setting_place(run, &f);
        size_t before = run->events.count;
        event_keep(run, &f);
        is_made |= run->events.count > before;
    }
    if (count == 0 && operator->act >= 0) {
        struct event_mention f = event_begin(run, token, operator);
        event_fill_parties(run, &f, token, operator);
        f.factuality = factuality;
        uint32_t about = party_first_token(run, token, operator, ROLE_EVENT, token);
        if (about != token && f.about.start == f.about.end) event_set_about(run, &f, about);
        if (status != operator->status) // negated: "did not agree"
            f.status = run_code_in(run, f.act, STATUS_DECLINED) ? STATUS_DECLINED : STATUS_DONE;
        if (status != operator->status && f.status == STATUS_DONE) f.factuality = FACTUALITY_DID_NOT_HAPPEN;
        setting_date(run, &f);
        setting_place(run, &f);
        if (event_is_own_word(run, &f) && run_has_first_person(run, token)) event_drop_own_word(&f);
        size_t before = run->events.count;
        event_keep(run, &f);
        is_made = run->events.count > before;
    }
    run->coded[token] |= is_made;
}
