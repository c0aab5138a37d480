// candidates.c - propose, score, choose: what a sentence may tell, before anything is made of it.
//
// All rows of a word are tried, not only the most specific that holds: the others are what `explain` shows
// and what a model weighs. A word inside a date or a name, or one that only describes a noun, proposes no
// act.
#include "coding/events.h"

const char *candidate_fate_text(enum candidate_fate fate) {
    static const char *const texts[] = {
#define FATE_TEXT(symbol, text) text,
        FATE_LIST(FATE_TEXT)
#undef FATE_TEXT
    };
    return texts[fate];
}

struct scene run_scene(const struct coding_run *run, uint32_t token) {
    const struct sources *chain = &run->attributed->chains[run->attributed->chain_of[run->sentence][token]];
    return (struct scene){ run->meaning, run->sentence, chain->count > 0 };
}

// A noun that only describes another one: "attack helicopter", "release date".
static bool is_modifier(const struct sentence *s, uint32_t token) {
    const struct token *t = &s->tokens[token];
    if (is_verbal(t)) return t->deprel == DEPREL_AMOD; // "captured fighters"
    return t->upos != UPOS_ADJ && (t->deprel == DEPREL_COMPOUND || t->deprel == DEPREL_FLAT ||
                                   t->deprel == DEPREL_AMOD || t->deprel == DEPREL_FIXED);
}

static void propose_rows(struct coding_run *run, uint32_t token, enum pattern_kind kind) {
    const struct pattern_list list = patterns_of(run->patterns, kind, &run->s->tokens[token]);
    const struct scene scene = run_scene(run, token);
    for (size_t i = 0; i < list.count; i++) {
        struct pattern_match match;
        if (!pattern_match(run->patterns, &list.items[i], &scene, token, run->arena, &match, NULL)) continue;
        *vector_push(run->arena, &run->candidates) = (struct event_candidate){
            .sentence = run->sentence,
            .token = token,
            .kind = kind,
            .match = match,
            .act = list.items[i].act,
            .probability = -1,
            .above = -1,
        };
    }
}

void candidates_propose(struct coding_run *run) {
    run->first_candidate = run->candidates.count;
    for (uint32_t token = 0; token < run->s->count; token++) {
        if (is_modifier(run->s, token)) continue;
        if (!run->is_time[token] && run->names[token] < 0) propose_rows(run, token, PATTERN_VERB);
        propose_rows(run, token, PATTERN_OPERATOR);
    }
}

float candidate_score(const struct coding_run *run, const struct event_candidate *candidate) {
    (void)run;
    return (float)candidate->match.pattern->specificity;
}

// The best of a token and kind, of equals the one proposed first.
static void choose_best(struct coding_run *run, int32_t *best, enum pattern_kind kind) {
    for (size_t i = run->first_candidate; i < run->candidates.count; i++) {
        struct event_candidate *candidate = &run->candidates.items[i];
        if (candidate->kind != kind) continue;
        int32_t *at = &best[candidate->token];
        if (*at >= 0 && run->candidates.items[*at].score >= candidate->score) {
            candidate->fate = FATE_OUTSCORED;
            continue;
        }
        if (*at >= 0) run->candidates.items[*at].fate = FATE_OUTSCORED;
        *at = (int32_t)i;
    }
}

// Words that belong to a chosen act make no event of their own: "lifted the ban", "negotiate the release".
static void take_own_words(struct coding_run *run, const struct event_candidate *act) {
    for (size_t i = 0; i < act->match.word_count; i++)
        if (act->match.words[i] != act->token && is_under(run->s, act->match.words[i], act->token))
            run->taken[act->match.words[i]] = true;
    if (act->act < 0) return;
    const uint32_t about = party_first_token(&act->match, ROLE_ABOUT, act->token);
    if (about != act->token && !is_verbal(&run->s->tokens[about])) run->taken[about] = true;
}

void candidates_choose(struct coding_run *run) {
    for (size_t i = run->first_candidate; i < run->candidates.count; i++)
        run->candidates.items[i].score = candidate_score(run, &run->candidates.items[i]);
    choose_best(run, run->acts, PATTERN_VERB);
    choose_best(run, run->predicates, PATTERN_OPERATOR);
    for (uint32_t token = 0; token < run->s->count; token++)
        if (run->acts[token] >= 0) take_own_words(run, &run->candidates.items[run->acts[token]]);
    for (uint32_t token = 0; token < run->s->count; token++) {
        if (run->acts[token] < 0) continue;
        struct event_candidate *act = &run->candidates.items[run->acts[token]];
        if (run->taken[token]) act->fate = FATE_WITHIN;
        if (act->act < 0) act->fate = FATE_NO_EVENT;
    }
}

const struct event_candidate *run_act(const struct coding_run *run, uint32_t token) {
    return run->acts[token] < 0 ? NULL : &run->candidates.items[run->acts[token]];
}

size_t candidates_near_misses(const struct patterns *patterns, const struct scene *scene,
                              const struct near_miss **misses, struct arena *arena) {
    const struct sentence *s = &scene->meaning->analysis->sentences[scene->sentence];
    VECTOR_OF(struct near_miss) list = { 0 };
    for (uint32_t token = 0; token < s->count; token++)
        for (enum pattern_kind kind = PATTERN_VERB; kind <= PATTERN_OPERATOR; kind++) {
            const struct pattern_list rows = patterns_of(patterns, kind, &s->tokens[token]);
            for (size_t i = 0; i < rows.count; i++) {
                struct pattern_match match;
                const struct need *failed = NULL;
                if (pattern_match(patterns, &rows.items[i], scene, token, arena, &match, &failed)) continue;
                *vector_push(arena, &list) = (struct near_miss){ token, kind, &rows.items[i], failed };
            }
        }
    *misses = list.items;
    return list.count;
}
