// candidates.h - possible event mentions: what rows and models propose at a word, before anything is decided.
//
// A sentence goes through four steps. Propose: every row whose needs hold at a token is a candidate, an act
// or a predicate that selects acts ("refused to"); a model may add acts where no row does. Score: a number
// for each, a function of the candidate alone. Choose: the best act and the best predicate of a token, no act
// within another trigger's words, predicates over the acts under them. Complete: parties, factuality,
// attribution, date, place (events.c, operators.c). A candidate that loses stays in the list with its score
// and its fate: `dragoman explain` prints them. Everything lives in the document's arena.
#pragma once

#include "coding/patterns.h"

// FATE(symbol, what has become of a candidate)
// clang-format off
#define FATE_LIST(X)                                                                                        \
    X(OPEN, "not yet chosen")                                                                               \
    X(CODED, "an event")                                                                                    \
    X(SELECTED, "the act under a predicate that made an event")                                             \
    X(OUTSCORED, "another row scores higher")                                                               \
    X(NO_EVENT, "the row says that this is no event")                                                       \
    X(WITHIN, "belongs to the words of another trigger")                                                    \
    X(MODIFIER, "only says how another act stands")                                                         \
    X(LESS_THAN_ACT, "the act at the same word scores higher")                                              \
    X(BETWEEN, "part of the predicate above it")                                                            \
    X(NO_ACT, "selects no act and is none itself")                                                          \
    X(TOLD_BY_PREDICATE, "the predicate at the same word made an event")                                    \
    X(DESCRIPTION, "an infinitive that only describes a noun")                                              \
    X(REFLEXIVE, "concerns nobody but its actor")                                                           \
    X(CONDITION, "a concession under a condition")                                                          \
    X(OTHERS_DEED, "warns of what somebody else does")                                                      \
    X(NO_CODE, "the act has no code in this status")                                                        \
    X(NO_PARTY, "nobody is known to take part")                                                             \
    X(UNRESOLVED, "an anaphoric noun without an antecedent")                                                \
    X(COREFERENT, "the same event as another mention")                                                      \
    X(IMPROBABLE, "the learned scorer holds it for no event")
// clang-format on
enum candidate_fate {
#define FATE_SYMBOL(symbol, text) FATE_##symbol,
    FATE_LIST(FATE_SYMBOL)
#undef FATE_SYMBOL
};
const char *candidate_fate_text(enum candidate_fate fate);

struct event_candidate {
    uint32_t sentence, token;
    enum pattern_kind kind;     // PATTERN_VERB: an act; PATTERN_OPERATOR: a predicate that selects acts
    struct pattern_match match; // the row that proposed it, with its arguments
    int32_t act;                // -1: no event, or a predicate that is no act itself
    bool is_from_model;         // no row proposed it: `match.pattern` is the act's frame
    float probability;          // of the act, by the trigger model; -1 when none was asked
    float score;                // the best of a token and kind is chosen, of equals the first
    int32_t above;              // candidate that selects it; -1
    enum candidate_fate fate;
};

struct event_candidates { // of a document, by sentence; of a sentence in order of proposal
    const struct event_candidate *items;
    size_t count;
};

// A row of the word at `token` that failed, and the first of its needs that did not hold.
struct near_miss {
    uint32_t token;
    enum pattern_kind kind;
    const struct pattern *pattern;
    const struct need *failed;
};
// The rows of all words of a sentence that are not candidates because of a need. Returns how many; `*misses`
// lives in `arena`.
size_t candidates_near_misses(const struct patterns *patterns, const struct scene *scene,
                              const struct near_miss **misses, struct arena *arena);
