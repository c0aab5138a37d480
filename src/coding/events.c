// events.c - patterns over trees to events.
//
// Three passes. In each sentence the triggers are found, operators first (operators.c), which take the acts
// under them and give them their status; what is left is coded as told, with the factuality that its clause
// has. Then triggers of one clause that tell one happening become one, and at last the document is gone
// through: a happening that is told again is folded into its clearest mention (folding.c). What has no date
// or place of its own gets them from the text around it (settings.c).
//
// A noun that only points back ("the attack") makes no event of its own: it is weak, and vanishes in an
// earlier or later mention, or for good.
#include "coding/events.h"

#include <string.h>

static struct scene run_scene(const struct coding_run *run, uint32_t token) {
    const struct sources *chain = &run->attributed->chains[run->attributed->chain_of[run->sentence][token]];
    return (struct scene){ run->meaning, run->sentence, chain->count > 0 };
}

int32_t run_light_verb(const struct coding_run *run, uint32_t token, const struct pattern **pattern) {
    int32_t verbs[8];
    size_t count = 0;
    int32_t head = run->s->tokens[token].head;
    if (head >= 0) verbs[count++] = head;
    for (int32_t c = token_child(run->s, (int32_t)token, -1); c >= 0 && count < 6;
         c = token_child(run->s, (int32_t)token, c))
        if (run->s->tokens[c].deprel == DEPREL_ACL || run->s->tokens[c].deprel == DEPREL_ACL_RELCL)
            verbs[count++] = c;
    const int32_t mark = token_child_with(run->s, (int32_t)token, DEPREL_CASE);
    const bool is_part = run->s->tokens[token].deprel == DEPREL_CONJ ||
                         (mark >= 0 && patterns_has_class(run->patterns, SLICE("of"), &run->s->tokens[mark]));
    if (head >= 0 && is_part && !is_verbal(&run->s->tokens[head]) && run->s->tokens[head].head >= 0)
        verbs[count++] = run->s->tokens[head].head; // "held a round of talks", "talks and meetings were held"
    for (size_t i = 0; i < count; i++) {
        struct pattern_list list = patterns_of(run->patterns, PATTERN_SUPPORT, &run->s->tokens[verbs[i]]);
        struct scene scene = run_scene(run, token);
        for (size_t k = 0; k < list.count; k++) {
            struct pattern_list one = { &list.items[k], 1 };
            if (!pattern_match(run->patterns, one, &scene, (uint32_t)verbs[i], NULL, NULL, 0)) continue;
            const struct role_rule *rule = &list.items[k].roles[ROLE_NOUN];
            for (size_t r = 0; r < rule->count; r++) {
                uint32_t tokens[WIDTH];
                size_t found = path_follow(run->s, (uint32_t)verbs[i], &rule->paths[r].path, tokens, WIDTH);
                for (size_t t = 0; t < found; t++)
                    if (tokens[t] == token || (i + 1 == count && (int32_t)tokens[t] == head)) {
                        *pattern = list.items + k;
                        return verbs[i];
                    }
            }
        }
    }
    return -1;
}

static struct span span_under(const struct sentence *s, uint32_t token) {
    uint32_t first, end;
    token_subtree(s, (int32_t)token, &first, &end);
    int32_t mark = token_child_with(s, (int32_t)token, DEPREL_CASE);
    if (mark == (int32_t)first && first + 1 < end) first++;
    return (struct span){ s->tokens[first].span.start, s->tokens[end - 1].span.end };
}

void event_set_about(const struct coding_run *run, struct event_mention *f, uint32_t token) {
    f->about = span_under(run->s, token);
    uint32_t first, end;
    token_subtree(run->s, (int32_t)token, &first, &end);
    for (uint32_t i = first; i < end; i++) {
        const struct mention *mention;
        int32_t entity = run_entity(run, i, &mention);
        if (entity >= 0) party_add(&f->about_entities, (uint32_t)entity, mention->span, false);
    }
}

struct event_mention event_begin(const struct coding_run *run, uint32_t token,
                                 const struct pattern *pattern) {
    struct event_mention f = { .sentence = run->sentence,
                               .token = token,
                               .act = pattern->act,
                               .pattern = pattern,
                               .place = -1,
                               .support = -1,
                               .is_noun = !is_verbal(&run->s->tokens[token]) };
    f.according_to = run->attributed->chains[run->attributed->chain_of[run->sentence][token]];
    return f;
}

// "Two people were killed": a count, nobody in particular.
static void drop_anybody(const struct coding_run *run, struct party_set *set) {
    size_t kept = 0;
    for (size_t i = 0; i < set->count; i++) {
        const struct entity *entity = &run->meaning->entities[set->entities[i]];
        bool is_anybody = false;
        if (entity->kind == ENTITY_PEOPLE && entity->mention_count && !entity->is_known) {
            const struct mention *mention = &run->meaning->mentions[entity->mentions[0]];
            const struct sentence *s = &run->meaning->analysis->sentences[mention->sentence];
            is_anybody = mention->kind == MENTION_NOMINAL &&
                         patterns_has_class(run->patterns, SLICE("anybody"), &s->tokens[mention->head]) &&
                         token_child_with(s, (int32_t)mention->head, DEPREL_AMOD) < 0 &&
                         token_child_with(s, (int32_t)mention->head, DEPREL_COMPOUND) < 0;
        }
        if (!is_anybody) {
            set->entities[kept] = set->entities[i];
            set->spans[kept++] = set->spans[i];
        }
    }
    set->count = kept;
}

void event_fill_parties(const struct coding_run *run, struct event_mention *f, uint32_t token,
                        const struct pattern *pattern) {
    struct party_set parties = { .count = 0 };
    party_gather(run, token, pattern, ROLE_PARTY, &parties, NULL);
    if (pattern->roles[ROLE_PARTY].count) {
        f->is_symmetric = true;
        party_join(&f->actors, &parties);
    }
    party_gather(run, token, pattern, ROLE_ACTOR, &f->actors, &f->is_by_speaker);
    party_gather(run, token, pattern, ROLE_RECIPIENT, &f->recipients, NULL);
    party_gather(run, token, pattern, ROLE_MEDIATOR, &f->mediators, NULL);
    drop_anybody(run, &f->recipients);
    f->is_reflexive = f->recipients.count > 0; // "defended his decision": nobody else is concerned
    party_drop(&f->recipients, &f->actors);
    f->is_reflexive = f->is_reflexive && f->recipients.count == 0;
    if (pattern->roles[ROLE_ABOUT].count) {
        uint32_t about = party_first_token(run, token, pattern, ROLE_ABOUT, token);
        if (about != token) event_set_about(run, f, about);
    }
}

static enum factuality supported_factuality(enum factuality noun, enum factuality verb, enum status status) {
    enum factuality value = noun == FACTUALITY_HAPPENED || noun == FACTUALITY_ONGOING ? verb : noun;
    if (value != FACTUALITY_HAPPENED && value != FACTUALITY_ONGOING) return value;
    switch (status) {
    case STATUS_ONGOING:
        return FACTUALITY_ONGOING;
    case STATUS_FAILED:
        return FACTUALITY_DID_NOT_HAPPEN;
    case STATUS_PLANNED:
        return FACTUALITY_PLANNED;
    case STATUS_POSSIBLE:
        return FACTUALITY_POSSIBLE;
    case STATUS_DENIED:
        return FACTUALITY_DENIED;
    default:
        return value;
    }
}

void event_drop_own_word(struct event_mention *f) {
    if (f->according_to.count && f->actors.count == 1 &&
        f->according_to.items[f->according_to.count - 1].entity == (int32_t)f->actors.entities[0])
        f->according_to.count--;
}

bool event_is_own_word(const struct coding_run *run, const struct event_mention *f) {
    if (f->according_to.count == 0) return false;
    int32_t speaker = f->according_to.items[f->according_to.count - 1].entity;
    for (size_t i = 0; i < f->actors.count && speaker >= 0; i++)
        if (party_is_same_side(run->meaning, (uint32_t)speaker, f->actors.entities[i])) return true;
    return false;
}

bool run_has_first_person(const struct coding_run *run, uint32_t token) {
    uint32_t subjects[WIDTH];
    size_t count = run_follow(run, token, "nsubj", subjects);
    for (size_t i = 0; i < count; i++)
        if (run->s->tokens[subjects[i]].features & FEATURE_FIRST) return true;
    return false;
}

const struct code *run_code_in(const struct coding_run *run, int32_t act, enum status status) {
    const struct act *a = patterns_act(run->patterns, act);
    return a && status < CODED_STATUSES && a->codes[status].type.length ? &a->codes[status] : NULL;
}

bool event_is_anaphoric(const struct coding_run *run, const struct event_mention *f) {
    const struct sentence *s = &run->meaning->analysis->sentences[f->sentence];
    bool is_definite = false;
    for (int32_t c = token_child(s, (int32_t)f->token, -1); c >= 0;
         c = token_child(s, (int32_t)f->token, c)) {
        is_definite |= (s->tokens[c].deprel == DEPREL_DET && (s->tokens[c].features & FEATURE_DEFINITE)) ||
                       s->tokens[c].deprel == DEPREL_NMOD_POSS;
        if (patterns_has_class(run->patterns, SLICE("apart"), &s->tokens[c])) return false;
    }
    return f->is_noun && is_definite;
}

// "the offensive launched by Karsian forces": the country in the actor's own name is not whom it acts upon.
static void drop_within_actors(struct event_mention *f) {
    size_t kept = 0;
    for (size_t i = 0; i < f->recipients.count; i++) {
        struct span span = f->recipients.spans[i];
        bool is_within = false;
        for (size_t a = 0; a < f->actors.count && !is_within; a++)
            is_within = f->actors.spans[a].start <= span.start && span.end <= f->actors.spans[a].end;
        if (is_within) continue;
        f->recipients.entities[kept] = f->recipients.entities[i];
        f->recipients.spans[kept++] = span;
    }
    f->recipients.count = kept;
}

void event_keep(struct coding_run *run, struct event_mention *f) {
    drop_within_actors(f);
    const struct act *act = patterns_act(run->patterns, f->act);
    if (!act || !run_code_in(run, f->act, f->status)) return;
    if (f->factuality == FACTUALITY_DID_NOT_HAPPEN && f->according_to.count)
        f->factuality = FACTUALITY_DENIED; // somebody says that it is not so
    f->is_weak = f->is_noun && f->status == STATUS_DONE && f->actors.count == 0 && f->recipients.count == 0 &&
                 f->mediators.count == 0 && f->support < 0 && !f->is_dated &&
                 (f->place < 0 || event_is_anaphoric(run, f));
    if (f->actors.count == 0 && f->recipients.count == 0 && f->mediators.count == 0 && !act->stands_alone)
        return;
    *vector_push(run->arena, &run->events) = *f;
}

// A request that somebody makes by saying what should be done.
static bool turn_into_request(const struct coding_run *run, struct event_mention *f) {
    struct span cue;
    int32_t speaker = run_speaker(run, f->token, &cue);
    if (speaker < 0 || !run_code_in(run, f->act, STATUS_APPEALED)) return false;
    struct party_set asked = f->actors;
    f->actors = (struct party_set){ .count = 0 };
    party_add(&f->actors, (uint32_t)speaker, cue, false);
    party_drop(&asked, &f->actors);
    f->recipients = asked;
    f->status = STATUS_APPEALED;
    f->factuality = FACTUALITY_HAPPENED;
    event_set_about(run, f, f->token);
    event_drop_own_word(f);
    return true;
}

static bool is_auxiliary_cue(const struct sentence *s, uint32_t token, struct span cue) {
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c))
        if (s->tokens[c].upos == UPOS_AUX && s->tokens[c].span.start == cue.start) return true;
    return false;
}

// "the power to change", "a chance to meet": an infinitive that only describes a noun, unless the noun
// promises it.
static bool is_mere_description(const struct coding_run *run, uint32_t token) {
    const struct token *t = &run->s->tokens[token];
    return is_verbal(t) && t->deprel == DEPREL_ACL && t->head >= 0 && (t->features & FEATURE_INFINITIVE) &&
           !(t->features & FEATURE_FINITE) && is_nominal(&run->s->tokens[t->head]) &&
           patterns_of(run->patterns, PATTERN_OPERATOR, &run->s->tokens[t->head]).count == 0 &&
           patterns_of(run->patterns, PATTERN_VERB, &run->s->tokens[t->head]).count == 0;
}

// "joined its neighbours in condemning": those who do something together share its verb too.
static void add_companions(const struct coding_run *run, struct event_mention *f, uint32_t token) {
    const struct pattern *support = NULL;
    const int32_t verb = run_light_verb(run, token, &support);
    struct party_set together = { .count = 0 };
    if (verb < 0) return;
    party_gather(run, (uint32_t)verb, support, ROLE_ACTOR, &together, NULL);
    party_drop(&together, &f->recipients);
    party_join(&f->actors, &together);
}

static void code_plain(struct coding_run *run, uint32_t token, const struct pattern *pattern) {
    struct event_mention f = event_begin(run, token, pattern);
    const struct pattern *support = NULL;
    if (is_mere_description(run, token)) return;
    event_fill_parties(run, &f, token, pattern);
    if (f.is_reflexive) return;
    struct span cue = { 0 };
    f.factuality = factuality_of(run->modality, run->s, token, &cue);
    if (!f.is_noun) add_companions(run, &f, token);
    if (f.is_noun) {
        f.support = run_light_verb(run, token, &support);
        if (f.support >= 0) {
            bool is_symmetric = pattern->roles[ROLE_PARTY].count > 0;
            struct party_set actors = { .count = 0 }, recipients = { .count = 0 };
            party_gather(run, (uint32_t)f.support, support, ROLE_PARTY, &actors, NULL);
            party_gather(run, (uint32_t)f.support, support, ROLE_ACTOR, &actors, NULL);
            party_gather(run, (uint32_t)f.support, support, ROLE_RECIPIENT, &recipients, NULL);
            party_gather(run, (uint32_t)f.support, support, ROLE_MEDIATOR, &f.mediators, NULL);
            enum factuality carried = factuality_of(run->modality, run->s, (uint32_t)f.support, NULL);
            if (is_symmetric && carried == FACTUALITY_DID_NOT_HAPPEN && actors.count) {
                f.actors = actors; // the others may well talk
            } else if (is_symmetric) {
                party_join(&f.actors, &actors);
                party_join(&f.actors, &recipients);
            } else {
                if (actors.count)
                    f.actors =
                        actors; // whoever does it is said more plainly than "its attack", "French talks"
                if (!f.recipients.count) f.recipients = recipients;
                party_drop(&f.recipients, &f.actors);
            }
            f.factuality = supported_factuality(f.factuality, carried, support->status);
        }
    }
    setting_date(run, &f);
    setting_place(run, &f);
    if (f.is_since && f.factuality == FACTUALITY_HAPPENED && f.is_noun)
        f.factuality = FACTUALITY_ONGOING;                   // "has been under a blockade since"
    if (f.is_by_speaker) f.factuality = FACTUALITY_HAPPENED; // saying so is the deed
    bool is_own = event_is_own_word(run, &f);
    switch (f.factuality) {
    case FACTUALITY_PLANNED:
        if (run_code_in(run, f.act, STATUS_PROMISED)) {
            f.status = STATUS_PROMISED;
            if (is_own || run->s->is_title) {
                f.factuality = FACTUALITY_HAPPENED;
                event_drop_own_word(&f);
            }
            event_set_about(run, &f, token);
        } else if (run_code_in(run, f.act, STATUS_THREATENED) &&
                   (run_has_first_person(run, token) || is_own)) {
            f.status = STATUS_THREATENED; // "we will destroy", "said it would boycott": saying so is the deed
            f.factuality = FACTUALITY_HAPPENED;
            event_drop_own_word(&f);
        }
        break;
    case FACTUALITY_REQUESTED:
        if (!f.is_noun && is_auxiliary_cue(run->s, token, cue)) turn_into_request(run, &f);
        break;
    case FACTUALITY_CONDITIONAL:
        if (run_code_in(run, f.act, STATUS_PROMISED)) return; // what somebody might yet concede
        break;
    case FACTUALITY_DID_NOT_HAPPEN:
        if (is_own && !f.is_noun && run_code_in(run, f.act, STATUS_REFUSED) &&
            factuality_is_foresworn(run->modality, run->s, token)) {
            f.status = STATUS_REFUSED; // "will not pay", by his own word
            f.factuality = FACTUALITY_HAPPENED;
            event_drop_own_word(&f);
            event_set_about(run, &f, token);
        } else if (run_code_in(run, f.act, STATUS_DECLINED)) {
            f.status = STATUS_DECLINED;
            f.factuality = FACTUALITY_HAPPENED;
        }
        break;
    default:
        break;
    }
    if (f.is_by_speaker || (f.status == STATUS_DONE && is_own && run_has_first_person(run, token)))
        event_drop_own_word(&f);
    event_keep(run, &f);
    if (pattern->also >= 0) {
        f.act = pattern->also;
        event_keep(run, &f);
    }
}

// Tokens from the root downwards, so that an outer operator takes the inner one.
static uint32_t *by_depth(const struct sentence *s, struct arena *arena) {
    uint32_t *order = ARENA_ARRAY(arena, uint32_t, s->count + 1),
             *depth = ARENA_ARRAY(arena, uint32_t, s->count + 1);
    uint32_t deepest = 0;
    for (size_t i = 0; i < s->count; i++) {
        int32_t at = (int32_t)i;
        while (depth[i] < s->count && s->tokens[at].head >= 0) {
            at = s->tokens[at].head;
            depth[i]++;
        }
        if (depth[i] > deepest) deepest = depth[i];
    }
    size_t count = 0;
    for (uint32_t d = 0; d <= deepest; d++)
        for (size_t i = 0; i < s->count; i++)
            if (depth[i] == d) order[count++] = (uint32_t)i;
    return order;
}

// A noun that only describes another one: "attack helicopter", "release date".
static bool is_modifier(const struct sentence *s, uint32_t token) {
    const struct token *t = &s->tokens[token];
    if (is_verbal(t)) return t->deprel == DEPREL_AMOD; // "captured fighters"
    return t->upos != UPOS_ADJ && (t->deprel == DEPREL_COMPOUND || t->deprel == DEPREL_FLAT ||
                                   t->deprel == DEPREL_AMOD || t->deprel == DEPREL_FIXED);
}

static void code_sentence(struct coding_run *run, uint32_t index) {
    const struct sentence *s = &run->meaning->analysis->sentences[index];
    run->s = s;
    run->sentence = index;
    run->hits = ARENA_ARRAY(run->arena, const struct pattern *, s->count + 1);
    run->taken = ARENA_ARRAY(run->arena, bool, s->count + 1);
    run->coded = ARENA_ARRAY(run->arena, bool, s->count + 1);
    run->names = ARENA_ARRAY(run->arena, int32_t, s->count + 1);
    run->is_time = ARENA_ARRAY(run->arena, bool, s->count + 1);
    for (size_t i = 0; i < s->count; i++) run->names[i] = -1;
    for (; run->next_mention < run->meaning->mention_count &&
           run->meaning->mentions[run->next_mention].sentence <= index;
         run->next_mention++) {
        const struct mention *mention = &run->meaning->mentions[run->next_mention];
        if (mention->sentence == index && mention->kind == MENTION_NAME)
            for (uint32_t i = mention->first; i < mention->end && i < s->count; i++)
                if (s->tokens[i].upos == UPOS_PROPN) run->names[i] = (int32_t)run->next_mention;
    }
    for (; run->next_time < run->meaning->time_count && run->meaning->times[run->next_time].sentence <= index;
         run->next_time++) {
        const struct time_expression *time = &run->meaning->times[run->next_time];
        for (uint32_t i = time->first; time->sentence == index && i < time->end && i < s->count; i++)
            run->is_time[i] = true;
    }
    uint32_t *order = by_depth(s, run->arena);
    bool *is_pending = ARENA_ARRAY(run->arena, bool, s->count + 1);
    for (size_t i = 0; i < s->count; i++) {
        uint32_t token = order[i], matched[MATCHES];
        size_t count = 0;
        if (is_modifier(s, token) || run->is_time[token] || run->names[token] >= 0) continue;
        struct pattern_list list = patterns_of(run->patterns, PATTERN_VERB, &s->tokens[token]);
        if (!list.count) continue;
        struct scene scene = run_scene(run, token);
        run->hits[token] = pattern_match(run->patterns, list, &scene, token, matched, &count, MATCHES);
        for (size_t m = 0; run->hits[token] && m < count; m++)
            if (matched[m] != token && is_under(s, matched[m], token)) is_pending[matched[m]] = true;
        if (run->hits[token] && run->hits[token]->act >= 0 && run->hits[token]->roles[ROLE_ABOUT].count) {
            uint32_t about =
                party_first_token(run, token, run->hits[token], ROLE_ABOUT, token); // "negotiate the release"
            if (about != token && !is_verbal(&s->tokens[about])) is_pending[about] = true;
        }
    }
    for (size_t i = 0; i < s->count; i++) run->taken[i] = is_pending[i];
    for (size_t i = 0; i < s->count; i++) {
        uint32_t token = order[i];
        if (run->coded[token] || run->taken[token] || is_modifier(s, token)) continue;
        struct pattern_list list = patterns_of(run->patterns, PATTERN_OPERATOR, &s->tokens[token]);
        if (!list.count) continue;
        struct scene scene = run_scene(run, token);
        const struct pattern *operator= pattern_match(run->patterns, list, &scene, token, NULL, NULL, 0);
        const struct pattern *act = run->hits[token]; // "ordered the station to close" is more than an order
        if (operator&& act && act->act >= 0 && act->specificity> operator->specificity) continue;
        if (operator&&(operator->status<CODED_STATUSES || operator->status == STATUS_ANNOUNCED ||
                       operator->status == STATUS_ORDERED ||
                       operator->status == STATUS_DENIED))
            operator_code(run, token, operator);
    }
    for (uint32_t token = 0; token < s->count; token++)
        if (run->hits[token] && run->hits[token]->act >= 0 && !run->taken[token] && !run->coded[token])
            code_plain(run, token, run->hits[token]);
}

void events_code(const struct patterns *patterns, const struct modality *modality,
                 const struct attributed *attributed, const struct meaning *meaning, struct arena *arena,
                 struct coding *coding) {
    struct coding_run run = { .patterns = patterns,
                              .modality = modality,
                              .attributed = attributed,
                              .meaning = meaning,
                              .arena = arena };
    for (uint32_t i = 0; i < meaning->analysis->count; i++) {
        size_t first = run.events.count;
        code_sentence(&run, i);
        event_coreference_sentence(&run, first);
    }
    event_coreference_document(&run);
    settings_dates_from_context(&run);
    settings_places_from_context(&run);
    events_write(&run, coding);
}
