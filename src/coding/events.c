// events.c - patterns over trees to events.
//
// Three passes. In each sentence candidates are proposed and chosen (candidates.c); predicates come first
// (operators.c), which take the acts under them and give them their status; what is left is coded as told,
// with the factuality that its clause has. Then triggers of one clause that tell one happening become one,
// and at last the document is gone through: a happening that is told again is folded into its clearest
// mention (event_coreference.c). What has no date or place of its own gets them from the text around it
// (settings.c).
//
// An anaphoric noun ("the attack") is merged into its antecedent, before or after it; without one it is
// dropped.
#include "coding/events.h"

#include <string.h>

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

struct event_mention event_begin(const struct coding_run *run, const struct event_candidate *candidate) {
    return (struct event_mention){
        .sentence = candidate->sentence,
        .token = candidate->token,
        .candidate = (uint32_t)(candidate - run->candidates.items),
        .act = candidate->act,
        .pattern = candidate->match.pattern,
        .place = -1,
        .support = -1,
        .is_noun = !is_verbal(&run->s->tokens[candidate->token]),
        .according_to = run->attributed->chains[run->attributed->chain_of[run->sentence][candidate->token]],
    };
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
                         token_has_class(run->patterns, CLASS_ANYBODY, &s->tokens[mention->head]) &&
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

void event_fill_parties(const struct coding_run *run, struct event_mention *f,
                        const struct event_candidate *candidate) {
    const struct pattern_match *match = &candidate->match;
    struct party_set parties = { .count = 0 };
    party_gather(run, match, ROLE_PARTY, &parties, NULL);
    if (match->pattern->roles[ROLE_PARTY].count) {
        f->is_symmetric = true;
        party_join(&f->actors, &parties);
    }
    party_gather(run, match, ROLE_ACTOR, &f->actors, &f->is_by_speaker);
    party_gather(run, match, ROLE_RECIPIENT, &f->recipients, NULL);
    party_gather(run, match, ROLE_MEDIATOR, &f->mediators, NULL);
    drop_anybody(run, &f->recipients);
    f->is_reflexive = f->recipients.count > 0; // "defended his decision": nobody else is concerned
    party_drop(&f->recipients, &f->actors);
    f->is_reflexive = f->is_reflexive && f->recipients.count == 0;
    const uint32_t about = party_first_token(match, ROLE_ABOUT, f->token);
    if (about != f->token) event_set_about(run, f, about);
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
    size_t count = run_follow(run, token, PATH_NSUBJ, subjects);
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
        is_definite |= (s->tokens[c].deprel == DEPREL_DET && (s->tokens[c].features & FEATURE_DEFINITE) &&
                        !token_has_class(run->patterns, CLASS_GENERIC_ARTICLES, &s->tokens[c])) ||
                       s->tokens[c].deprel == DEPREL_NMOD_POSS;
        if (token_has_class(run->patterns, CLASS_APART, &s->tokens[c])) return false;
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

enum candidate_fate event_keep(struct coding_run *run, struct event_mention *f) {
    drop_within_actors(f);
    const struct act *act = patterns_act(run->patterns, f->act);
    const bool has_party = f->actors.count || f->recipients.count || f->mediators.count;
    if (!act || !run_code_in(run, f->act, f->status)) return FATE_NO_CODE;
    if (f->factuality == FACTUALITY_DID_NOT_HAPPEN && f->according_to.count)
        f->factuality = FACTUALITY_DENIED; // somebody says that it is not so
    f->is_weak = f->is_noun && f->status == STATUS_DONE && !has_party && f->support < 0 && !f->is_dated &&
                 (f->place < 0 || event_is_anaphoric(run, f));
    if (!has_party && !act->stands_alone) return FATE_NO_PARTY;
    *vector_push(run->arena, &run->events) = *f;
    return FATE_CODED;
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
           !factuality_is_announced(run->s, token) &&
           patterns_of(run->patterns, PATTERN_OPERATOR, &run->s->tokens[t->head]).count == 0 &&
           patterns_of(run->patterns, PATTERN_VERB, &run->s->tokens[t->head]).count == 0;
}

// "joined its neighbours in condemning": those who do something together share its verb too.
static void add_companions(const struct coding_run *run, struct event_mention *f) {
    struct pattern_match verb;
    struct party_set together = { .count = 0 };
    if (!light_verb_find(run, f->token, &verb)) return;
    party_gather(run, &verb, ROLE_ACTOR, &together, NULL);
    party_drop(&together, &f->recipients);
    party_join(&f->actors, &together);
}

// "held talks", "launched an attack": the roles, tense and negation of the light verb are the noun's.
void event_take_light_verb(const struct coding_run *run, struct event_mention *f) {
    struct pattern_match verb;
    if (!light_verb_find(run, f->token, &verb)) return;
    f->support = (int32_t)verb.token;
    struct party_set actors = { .count = 0 }, recipients = { .count = 0 };
    party_gather(run, &verb, ROLE_PARTY, &actors, NULL);
    party_gather(run, &verb, ROLE_ACTOR, &actors, NULL);
    party_gather(run, &verb, ROLE_RECIPIENT, &recipients, NULL);
    party_gather(run, &verb, ROLE_MEDIATOR, &f->mediators, NULL);
    const enum factuality carried = factuality_of(run->modality, run->s, verb.token, NULL);
    if (f->is_symmetric && carried == FACTUALITY_DID_NOT_HAPPEN && actors.count) {
        f->actors = actors; // the others may well talk
    } else if (f->is_symmetric) {
        party_join(&f->actors, &actors);
        party_join(&f->actors, &recipients);
    } else {
        if (actors.count) f->actors = actors; // said more plainly than "its attack", "French talks"
        if (!f->recipients.count) f->recipients = recipients;
        party_drop(&f->recipients, &f->actors);
    }
    f->factuality = supported_factuality(f->factuality, carried, verb.pattern->status);
}

// The act is told as one that its actor says himself: saying so is the deed.
static void say_so(const struct coding_run *run, struct event_mention *f, enum status status) {
    (void)run;
    f->status = status;
    f->factuality = FACTUALITY_HAPPENED;
    event_drop_own_word(f);
}

static void complete_planned(const struct coding_run *run, struct event_mention *f, bool is_own) {
    if (run_code_in(run, f->act, STATUS_PROMISED)) {
        f->status = STATUS_PROMISED;
        if (is_own) say_so(run, f, STATUS_PROMISED);
        event_set_about(run, f, f->token);
    } else if (run_code_in(run, f->act, STATUS_THREATENED) &&
               (run_has_first_person(run, f->token) || is_own)) {
        say_so(run, f, STATUS_THREATENED); // "we will destroy", "said it would boycott"
    }
}

static void complete_negated(const struct coding_run *run, struct event_mention *f, bool is_own) {
    if (is_own && !f->is_noun && run_code_in(run, f->act, STATUS_REFUSED) &&
        factuality_is_negated_future(run->modality, run->s, f->token)) {
        say_so(run, f, STATUS_REFUSED); // "will not pay", by his own word
        event_set_about(run, f, f->token);
    } else if (run_code_in(run, f->act, STATUS_DECLINED)) {
        f->status = STATUS_DECLINED;
        f->factuality = FACTUALITY_HAPPENED;
    }
}

// What becomes of the act by its factuality: planned acts are promises or threats, requests ask somebody for
// them, denied ones are refusals.
static enum candidate_fate complete_status(const struct coding_run *run, struct event_mention *f,
                                           struct span cue, bool is_own) {
    switch (f->factuality) {
    case FACTUALITY_PLANNED:
        complete_planned(run, f, is_own);
        break;
    case FACTUALITY_REQUESTED:
        if (!f->is_noun && is_auxiliary_cue(run->s, f->token, cue)) turn_into_request(run, f);
        break;
    case FACTUALITY_CONDITIONAL:
        if (run_code_in(run, f->act, STATUS_PROMISED)) return FATE_CONDITION; // might yet concede
        break;
    case FACTUALITY_DID_NOT_HAPPEN:
        complete_negated(run, f, is_own);
        break;
    default:
        break;
    }
    if (f->is_by_speaker || (f->status == STATUS_DONE && is_own && run_has_first_person(run, f->token)))
        event_drop_own_word(f);
    return FATE_CODED;
}

static enum candidate_fate act_code(struct coding_run *run, const struct event_candidate *candidate) {
    struct event_mention f = event_begin(run, candidate);
    if (is_mere_description(run, f.token)) return FATE_DESCRIPTION;
    event_fill_parties(run, &f, candidate);
    if (f.is_reflexive) return FATE_REFLEXIVE;
    struct span cue = { 0 };
    f.factuality = factuality_of(run->modality, run->s, f.token, &cue);
    if (f.is_noun)
        event_take_light_verb(run, &f);
    else
        add_companions(run, &f);
    setting_date(run, &f);
    setting_place(run, &f);
    if (f.is_since && f.factuality == FACTUALITY_HAPPENED && f.is_noun)
        f.factuality = FACTUALITY_ONGOING;                   // "has been under a blockade since"
    if (f.is_by_speaker) f.factuality = FACTUALITY_HAPPENED; // saying so is the deed
    const bool is_own = event_is_own_word(run, &f);
    enum candidate_fate fate = complete_status(run, &f, cue, is_own);
    if (fate != FATE_CODED) return fate;
    fate = event_keep(run, &f);
    if (f.pattern->also >= 0) {
        f.act = f.pattern->also;
        const enum candidate_fate second = event_keep(run, &f);
        if (fate != FATE_CODED) fate = second;
    }
    return fate;
}

// Tokens from the root downwards, so that an outer predicate takes the inner one.
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

// Makes the sentence the one at hand: its names and dates, nothing taken.
static void run_enter(struct coding_run *run, uint32_t index) {
    const struct sentence *s = &run->meaning->analysis->sentences[index];
    run->s = s;
    run->sentence = index;
    run->acts = ARENA_ARRAY(run->arena, int32_t, s->count + 1);
    run->predicates = ARENA_ARRAY(run->arena, int32_t, s->count + 1);
    run->taken = ARENA_ARRAY(run->arena, bool, s->count + 1);
    run->coded = ARENA_ARRAY(run->arena, bool, s->count + 1);
    run->names = ARENA_ARRAY(run->arena, int32_t, s->count + 1);
    run->is_time = ARENA_ARRAY(run->arena, bool, s->count + 1);
    for (size_t i = 0; i < s->count; i++) run->names[i] = run->acts[i] = run->predicates[i] = -1;
    const struct range mentions = meaning_mentions_in(run->meaning, index);
    for (size_t m = mentions.first; m < mentions.end; m++) {
        const struct mention *mention = &run->meaning->mentions[m];
        if (mention->kind != MENTION_NAME) continue;
        for (uint32_t i = mention->first; i < mention->end && i < s->count; i++)
            if (s->tokens[i].upos == UPOS_PROPN) run->names[i] = (int32_t)m;
    }
    const struct range times = meaning_times_in(run->meaning, index);
    for (size_t t = times.first; t < times.end; t++)
        for (uint32_t i = run->meaning->times[t].first; i < run->meaning->times[t].end && i < s->count; i++)
            run->is_time[i] = true;
    run->order = by_depth(s, run->arena);
}

// Predicates from the root downwards: each takes the acts under it, and the predicates between.
static void code_predicates(struct coding_run *run) {
    for (size_t i = 0; i < run->s->count; i++) {
        const uint32_t token = run->order[i];
        if (run->predicates[token] < 0) continue;
        struct event_candidate *predicate = &run->candidates.items[run->predicates[token]];
        const struct event_candidate *act = run_act(run, token);
        const enum status status = predicate->match.pattern->status;
        if (run->coded[token])
            predicate->fate = FATE_BETWEEN;
        else if (run->taken[token])
            predicate->fate = FATE_WITHIN;
        else if (act && act->act >= 0 && act->score > predicate->score)
            predicate->fate = FATE_LESS_THAN_ACT; // "ordered the station to close" is more than an order
        else if (status >= CODED_STATUSES && status != STATUS_ANNOUNCED && status != STATUS_ORDERED &&
                 status != STATUS_DENIED)
            predicate->fate = FATE_MODIFIER;
        else
            predicate_code(run, predicate);
    }
}

// The acts that no predicate has taken, as they are told.
static void code_acts(struct coding_run *run) {
    for (uint32_t token = 0; token < run->s->count; token++) {
        if (run->acts[token] < 0) continue;
        struct event_candidate *act = &run->candidates.items[run->acts[token]];
        if (act->act < 0 || run->taken[token]) continue;
        act->fate = run->coded[token] ? FATE_TOLD_BY_PREDICATE : act_code(run, act);
    }
}

void events_code(const struct patterns *patterns, const struct modality *modality,
                 const struct trigger_model *model, struct trigger_list *collected,
                 const struct attributed *attributed, const struct meaning *meaning, struct arena *arena,
                 struct coding *coding) {
    struct coding_run run = { .patterns = patterns,
                              .modality = modality,
                              .attributed = attributed,
                              .meaning = meaning,
                              .arena = arena,
                              .model = model,
                              .collected = collected };
    for (uint32_t i = 0; i < meaning->analysis->count; i++) {
        const size_t first = run.events.count;
        run_enter(&run, i);
        candidates_propose(&run);
        candidates_choose(&run);
        code_predicates(&run);
        code_acts(&run);
        triggers_judge(&run, first);
        event_coreference_sentence(&run, first);
    }
    if (collected) return;
    event_coreference_document(&run);
    settings_dates_from_context(&run);
    settings_places_from_context(&run);
    events_write(&run, coding);
}
