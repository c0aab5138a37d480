// events.h - event mentions while they are put together. Internal to coding's event part.
//
// `coding_run` is what the passes over one document share; `event_mention` is a chosen candidate on its way
// to an event of the record. Everything lives in the document's arena.
#pragma once

#include "base/vector.h"
#include "coding/candidates.h"

#define PARTIES 16u    // of one role
#define WIDTH 16u      // tokens at the end of a path
#define SEARCH 4       // how deep an operator looks for its act
#define OWNERS 3       // possessor or agent steps when a noun that is no entity is resolved to its owner
#define NEAR 3u        // sentences between coreferent events whose only shared evidence is a participant
#define LOOK_BACK 500u // events that a mention is compared with
#define LEDE 2u        // the title and the paragraphs that open the story

struct party_set {
    uint32_t entities[PARTIES];
    struct span spans[PARTIES];
    bool is_coreferred; // through a pronoun or a description
    size_t count;
};

struct event_mention { // an event being put together
    uint32_t sentence, token;
    uint32_t candidate; // that it was made of; index into the run's
    int32_t act;
    enum status status;
    const struct pattern *pattern; // the candidate's row
    struct party_set actors, recipients, mediators;
    struct span about;
    struct party_set about_entities;
    char from[11], to[11];
    struct span date_text;
    enum time_precision date_precision;
    enum provenance date_provenance, place_provenance;
    bool is_dated;
    int32_t place;
    struct span place_text;
    enum factuality factuality;
    struct sources according_to;
    bool is_noun, is_weak, is_symmetric, is_by_speaker, is_reflexive, is_since;
    int32_t support; // token of the support verb, -1
    bool is_gone;    // merged into another, or dropped
    int32_t probability; // by the scorer, in 1/TRIGGER_ONE; 0 without one
    bool is_vetoed;      // by the scorer
};
typedef VECTOR_OF(struct event_mention) event_mention_list;

struct trigger_model;
struct trigger_list; // trigger_model.h
struct coding_run {                 // what the passes share
    size_t next_mention, next_time; // first of those that stand in later sentences
    const struct patterns *patterns;
    const struct modality *modality;
    const struct attributed *attributed;
    const struct meaning *meaning;
    struct arena *arena;
    event_mention_list events;
    const struct trigger_model *model; // NULL: rows alone
    struct trigger_list *collected;    // NULL, or where candidates go instead of being judged
    VECTOR_OF(struct event_candidate) candidates;
    // of the sentence at hand
    const struct sentence *s;
    uint32_t sentence;
    size_t first_candidate;
    const uint32_t *order; // [token] tokens from the root downwards
    int32_t *acts;         // [token] the act chosen at it, index into candidates; -1
    int32_t *predicates;   // [token] likewise the predicate
    bool *taken;           // [token] belongs to another trigger
    bool *coded;           // [token] a predicate that made an event, or part of one
    int32_t *names;        // [token] the mention by name that holds it, -1
    bool *is_time;         // [token] part of a date
};

// candidates.c: propose, score, choose.
struct scene run_scene(const struct coding_run *run, uint32_t token);
// Collects the candidates of the sentence at hand.
void candidates_propose(struct coding_run *run);
// Adds an act that no row proposed, with its `probability`; its arguments are those of the act's frame.
void candidates_add(struct coding_run *run, uint32_t token, int32_t act, float probability);
// The score of a candidate: the place where a model weighs it. Without one it is the row's specificity.
float candidate_score(const struct coding_run *run, const struct event_candidate *candidate);
// Scores them, chooses the best act and the best predicate of each token, and takes out acts within the words
// of another trigger.
void candidates_choose(struct coding_run *run);
// The act chosen at the token, taken or not; NULL when there is none.
const struct event_candidate *run_act(const struct coding_run *run, uint32_t token);

// parties.c
// Once each, at most PARTIES; `is_coreferred` marks what a pronoun or description stands for.
void party_add(struct party_set *set, uint32_t entity, struct span span, bool is_coreferred);
// Adds those of `other`.
void party_join(struct party_set *set, const struct party_set *other);
// Takes out those that are in `other` too.
void party_drop(struct party_set *set, const struct party_set *other);
// Whether one is the other or acts for it.
bool party_is_same_side(const struct meaning *meaning, uint32_t a, uint32_t b);
// Whether each of `small` is on the side of one of `large`.
bool party_is_covered(const struct meaning *meaning, const struct party_set *small,
                      const struct party_set *large);
// Whether one covers the other.
bool parties_are_compatible(const struct meaning *meaning, const struct party_set *a,
                            const struct party_set *b);
// The entity whose mention has its head at the token; -1.
int32_t run_entity(const struct coding_run *run, uint32_t token, const struct mention **mention);
// The tokens that the path leads to in the sentence at hand; `found` holds WIDTH tokens.
size_t run_follow(const struct coding_run *run, uint32_t token, enum code_path path, uint32_t found[WIDTH]);
// Who says the token, by the innermost link of its chain; -1 for the outlet itself.
int32_t run_speaker(const struct coding_run *run, uint32_t token, struct span *cue);
// Fills `set` from the first of the role's paths that gives anybody; `*is_by_speaker` (may be NULL) when it
// was the one who says so.
void party_gather(const struct coding_run *run, const struct pattern_match *match, enum party_role role,
                  struct party_set *set, bool *is_by_speaker);
// The first token that the role's paths lead to; `none` when they lead nowhere.
uint32_t party_first_token(const struct pattern_match *match, enum party_role role, uint32_t none);
// The arguments of the event's row at its trigger.
struct pattern_match event_match(const struct coding_run *run, const struct event_mention *f);

// settings.c
// The nearest date of the trigger's clause.
void setting_date(const struct coding_run *run, struct event_mention *f);
// The place in the trigger's clause or noun phrase.
void setting_place(const struct coding_run *run, struct event_mention *f);
// A deed that could stand alone and names no place happened where its paragraph says, else where the story
// opens: a place that follows from context has no words of its own.
void settings_places_from_context(struct coding_run *run);
// What happened and has no date of its own happened when its paragraph, or the story's opening, says: a date
// that follows from context has no words of its own.
void settings_dates_from_context(struct coding_run *run);

// light_verbs.c
// The verb that carries the act of the noun or verb at `token` ("held talks", "the attack launched by",
// "joined them in condemning"): `match` at that verb. False when there is none.
bool light_verb_find(const struct coding_run *run, uint32_t token, struct pattern_match *match);

// events.c
// What it is about: the words under `token`.
void event_set_about(const struct coding_run *run, struct event_mention *f, uint32_t token);
// An event of the candidate, without parties yet.
struct event_mention event_begin(const struct coding_run *run, const struct event_candidate *candidate);
// Everybody in the roles of the candidate.
void event_fill_parties(const struct coding_run *run, struct event_mention *f,
                        const struct event_candidate *candidate);
// The light verb that carries the noun: its parties, and what it says of the noun's factuality.
void event_take_light_verb(const struct coding_run *run, struct event_mention *f);
// The last source, when he speaks for himself of what he does by speaking: he is the actor, not the witness.
void event_drop_own_word(struct event_mention *f);
// Whether its only actor is the one who says so.
bool event_is_own_word(const struct coding_run *run, const struct event_mention *f);
// Whether the clause at `token` is told by "I" or "we".
bool run_has_first_person(const struct coding_run *run, uint32_t token);
// The codes that the status gives the act; NULL when it gives none.
const struct code *run_code_in(const struct coding_run *run, int32_t act, enum status status);
// "the attack", "that decision": told before.
bool event_is_anaphoric(const struct coding_run *run, const struct event_mention *f);
// Adds it to the document's events, unless nothing speaks for it: no code, or no party and an act that cannot
// stand alone. Says what has become of it.
enum candidate_fate event_keep(struct coding_run *run, struct event_mention *f);

// triggers.c
// Judges those from number `first` on, all of the sentence at hand, by the model, and adds what it proposes.
void triggers_judge(struct coding_run *run, size_t first);

// operators.c
// Codes the predicate with the acts under it.
void predicate_code(struct coding_run *run, struct event_candidate *predicate);

// event_coreference.c
// How much is known of it; the clearest mention has most.
size_t event_roles_filled(const struct event_mention *f);
// Happened or going on.
bool factuality_is_actual(enum factuality factuality);
// Merges the events from number `first` on, all of one sentence, that are one event.
void event_coreference_sentence(struct coding_run *run, size_t first);
// Merges coreferent events of the document; drops unresolved anaphoric ones.
void event_coreference_document(struct coding_run *run);

// events_write.c
// The events of the record, in order of the text.
void events_write(struct coding_run *run, struct coding *coding);
