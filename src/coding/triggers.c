// triggers.c - the learned scorer beside the rows: it vouches for what they propose and proposes itself.
//
// An event of a row keeps its act and parties; the model says how sure it is, and what it holds for no event
// goes. Where no row coded a word and the model is sure of a type, the word makes an event: its act by
// triggers.txt or the rows of the word, else the first act of frames.txt that has the type; its parties by
// the frame of the act.
#include "coding/trigger_model.h"

#include <string.h>

// What no row vouches for has to be an event more likely than not, whatever was best for F1: a false entry
// costs more than a missing one.
#define LIKELIER_THAN_NOT (TRIGGER_ONE / 2)

// The act and status of `list` whose code has this type: done before all others.
static bool act_in(const struct coding_run *run, struct pattern_list list, struct slice type, int32_t *act,
                   enum status *status, const struct pattern **pattern) {
    for (unsigned s = STATUS_DONE; s < CODED_STATUSES; s++)
        for (size_t i = 0; i < list.count; i++) {
            const struct code *code = run_code_in(run, list.items[i].act, (enum status)s);
            if (!code || !slice_equal(code->type, type)) continue;
            *act = list.items[i].act;
            *status = (enum status)s;
            *pattern = list.items + i;
            return true;
        }
    return false;
}

// The candidate of this type at the token, its arguments by the frame of its act; false when no act has the
// type.
static bool make_candidate(const struct coding_run *run, uint32_t token, struct slice type,
                           struct event_candidate *candidate, enum status *status) {
    static const enum pattern_kind kinds[] = { PATTERN_WORD, PATTERN_VERB, PATTERN_OPERATOR };
    const struct token *t = &run->s->tokens[token];
    int32_t act = -1;
    const struct pattern *of_word = NULL;
    *status = STATUS_DONE;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds && act < 0; k++)
        act_in(run, patterns_of(run->patterns, kinds[k], t), type, &act, status, &of_word);
    if (act < 0 && (act = patterns_act_of_type(run->patterns, type)) < 0) return false;
    const struct pattern *frame = patterns_frame(run->patterns, act, t);
    if (!frame) return false;
    struct pattern *own = ARENA_NEW(run->arena, struct pattern);
    *own = *frame;
    own->act = act;
    if (of_word) own->place = of_word->place;
    *candidate = (struct event_candidate){
        .sentence = run->sentence,
        .token = token,
        .kind = PATTERN_VERB,
        .act = act,
        .is_from_model = true,
        .above = -1,
        .fate = FATE_CODED,
    };
    const struct scene scene = run_scene(run, token);
    pattern_arguments(own, &scene, token, run->arena, &candidate->match);
    return true;
}

// A word that the model alone takes for an event has to be told as one: of what is told as not so, or as a
// case that may come, rows know better what is news.
static bool is_told_as_not_so(enum factuality factuality) {
    return factuality == FACTUALITY_DID_NOT_HAPPEN || factuality == FACTUALITY_DENIED ||
           factuality == FACTUALITY_CONDITIONAL;
}

static void propose(struct coding_run *run, uint32_t token, unsigned label, int32_t probability) {
    struct event_candidate candidate;
    enum status status;
    if (!make_candidate(run, token, trigger_model_type(run->model, label), &candidate, &status)) return;
    candidate.probability = (float)probability / TRIGGER_ONE;
    *vector_push(run->arena, &run->candidates) = candidate;
    const struct event_candidate *own = &run->candidates.items[run->candidates.count - 1];
    struct event_mention f = event_begin(run, own);
    f.status = status;
    event_fill_parties(run, &f, own);
    f.factuality = factuality_of(run->modality, run->s, token, NULL);
    if (is_told_as_not_so(f.factuality)) return;
    if (f.is_noun) event_take_light_verb(run, &f);
    // What is promised, asked for or refused by saying so happens when it is said.
    if (status != STATUS_DONE || (event_is_own_word(run, &f) && f.factuality == FACTUALITY_PLANNED))
        f.factuality = FACTUALITY_HAPPENED;
    if (status != STATUS_DONE) event_drop_own_word(&f);
    setting_date(run, &f);
    setting_place(run, &f);
    f.probability = trigger_model_calibrated(run->model, false, probability);
    const size_t before = run->events.count;
    const enum candidate_fate fate = event_keep(run, &f);
    const bool is_sure = probability >= trigger_model_setting(run->model, "alone", TRIGGER_ONE);
    if (run->events.count == before) { // nobody is named: only what is sure stands for itself
        run->candidates.items[run->candidates.count - 1].fate = fate;
        if (fate != FATE_NO_PARTY || !is_sure || f.factuality == FACTUALITY_CONDITIONAL) return;
        run->candidates.items[run->candidates.count - 1].fate = FATE_CODED;
        *vector_push(run->arena, &run->events) = f;
    }
    if (is_sure) run->events.items[run->events.count - 1].is_weak = false;
}

// Whether somebody of public life takes part: rows seldom err about those, and err often where nobody does.
static bool is_public(const struct coding_run *run, const struct event_mention *f) {
    const struct party_set *const sets[] = { &f->actors, &f->recipients, &f->mediators };
    for (size_t s = 0; s < sizeof sets / sizeof *sets; s++)
        for (size_t i = 0; i < sets[s]->count; i++) {
            const struct entity *entity = &run->meaning->entities[sets[s]->entities[i]];
            const bool acts = entity->kind == ENTITY_GOVERNMENT || entity->kind == ENTITY_ARMED_GROUP ||
                              entity->kind == ENTITY_PERSON;
            if (acts &&
                (entity->is_known || entity->country.length || (entity->is_named && entity->role_count)))
                return true;
        }
    return false;
}

// A word that states no event at all goes with all that rows made of it; of what kind it is they know better.
static void judge_rows(struct coding_run *run, size_t first, size_t end, uint32_t token,
                       const int32_t probabilities[TRIGGER_LABELS], int veto, int alone) {
    int32_t of_types = 0; // of all types that rows give the word
    uint32_t counted = 0;
    for (size_t i = first; i < end; i++) {
        const struct event_mention *f = &run->events.items[i];
        const struct code *code = f->token == token ? run_code_in(run, f->act, f->status) : NULL;
        const unsigned label = code ? trigger_model_label(run->model, code->type) : 0;
        if (label && !(counted >> label & 1)) of_types += probabilities[label];
        counted |= 1u << label;
    }
    for (size_t i = first; i < end; i++) {
        struct event_mention *f = &run->events.items[i];
        if (f->token != token) continue;
        struct event_candidate *candidate = &run->candidates.items[f->candidate];
        candidate->probability = (float)of_types / TRIGGER_ONE;
        f->probability = trigger_model_calibrated(run->model, true, of_types);
        if (of_types >= alone) f->is_weak = false;
        if (TRIGGER_ONE - probabilities[0] < veto && !is_public(run, f)) {
            f->is_vetoed = true;
            candidate->fate = FATE_IMPROBABLE;
        }
    }
}

void triggers_judge(struct coding_run *run, size_t first) {
    if (!run->model && !run->collected) return;
    struct trigger_sentence sentence;
    trigger_sentence(run, first, &sentence);
    const size_t of_rows = run->events.count;
    struct trigger_candidate *candidate = ARENA_NEW(run->arena, struct trigger_candidate);
    int32_t probabilities[TRIGGER_LABELS];
    int least = run->model ? trigger_model_setting(run->model, "propose", TRIGGER_ONE) : 0;
    if (least < LIKELIER_THAN_NOT) least = LIKELIER_THAN_NOT;
    const int veto = run->model ? trigger_model_setting(run->model, "veto", 0) : 0;
    const int alone = run->model ? trigger_model_setting(run->model, "alone", TRIGGER_ONE) : 0;
    for (uint32_t token = 0; token < run->s->count; token++) {
        if (!trigger_is_candidate(&sentence, token)) continue;
        trigger_features(&sentence, token, candidate);
        if (run->collected) {
            struct trigger_collected *one = vector_push(run->arena, &run->collected->items);
            *one = (struct trigger_collected){ .sentence = run->sentence, .candidate = *candidate };
            for (size_t i = first; i < of_rows; i++) { // all types that rows give the word
                const struct event_mention *f = &run->events.items[i];
                const struct code *code = f->token == token ? run_code_in(run, f->act, f->status) : NULL;
                if (code && one->type_count < 2) one->types[one->type_count++] = code->type;
            }
            continue;
        }
        trigger_model_score(run->model, candidate, probabilities);
        if (sentence.row[token] >= 0) {
            judge_rows(run, first, of_rows, token, probabilities, veto, alone);
            continue;
        }
        if (run->taken[token] || run->coded[token]) continue; // part of what another word states
        const struct event_candidate *refused =
            run_act(run, token); // a row with needs knows this for no event
        if (refused && refused->act < 0 && refused->match.pattern->specificity > 0) continue;
        unsigned best = 1;
        for (unsigned l = 2; l < trigger_model_labels(run->model); l++)
            if (probabilities[l] > probabilities[best]) best = l;
        if (probabilities[best] >= least) propose(run, token, best, probabilities[best]);
    }
    size_t kept = first;
    for (size_t i = first; i < run->events.count; i++)
        if (!run->events.items[i].is_vetoed) run->events.items[kept++] = run->events.items[i];
    run->events.count = kept;
}
