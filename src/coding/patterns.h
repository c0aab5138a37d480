// patterns.h - the pattern language, compiled: acts with their codes, triggers, operators and support verbs.
//
// What docs/patterns.md describes in words. Compiled once from knowledge/, then only read.
#pragma once

#include "coding/parts.h"
#include "language/syntax.h"

// STATUS(symbol, column of acts.txt): what has become of an act.
#define STATUS_LIST(X)                                                                                       \
    X(DONE, "done")                                                                                          \
    X(APPEALED, "appealed")                                                                                  \
    X(PROMISED, "promised")                                                                                  \
    X(DEMANDED, "demanded") X(REFUSED, "refused") X(THREATENED, "threatened") X(DECLINED, "declined")
// What operators may add besides: a factuality for the act itself, which keeps its own code.
#define OPERATOR_STATUS_LIST(X)                                                                              \
    STATUS_LIST(X)                                                                                           \
    X(ANNOUNCED, "announced")                                                                                \
    X(ORDERED, "ordered")                                                                                    \
    X(PLANNED, "planned")                                                                                    \
    X(WANTED, "wanted")                                                                                      \
    X(DENIED, "denied")                                                                                      \
    X(POSSIBLE, "possible") X(FAILED, "failed") X(ALLEGED, "alleged") X(ONGOING, "ongoing")
enum status {
#define STATUS_SYMBOL(symbol, name) STATUS_##symbol,
    OPERATOR_STATUS_LIST(STATUS_SYMBOL)
#undef STATUS_SYMBOL
        STATUSES
};
#define CODED_STATUSES (STATUS_DECLINED + 1u)
const char *status_name(enum status status);

struct code {
    struct slice cameo, type, mode; // empty type: the act has no code in this status
    double goldstein;
};

struct act {
    struct slice name;                 // "release", "violence.bomb"
    int32_t parent;                    // index of the act before the last point; -1
    struct code codes[CODED_STATUSES]; // inherited from the parent where acts.txt leaves them out
    const struct slice *contexts;
    size_t context_count;
    bool stands_alone; // may be an event without any party
};

#define ROLE_LIST(X)                                                                                         \
    X(ACTOR, "actor")                                                                                        \
    X(RECIPIENT, "recipient")                                                                                \
    X(PARTY, "party")                                                                                        \
    X(MEDIATOR, "mediator") X(PLACE, "place") X(ABOUT, "about") X(EVENT, "event") X(NOUN, "noun")
enum party_role {
#define ROLE_SYMBOL(symbol, name) ROLE_##symbol,
    ROLE_LIST(ROLE_SYMBOL)
#undef ROLE_SYMBOL
        ROLES
};

struct role_path {
    bool is_speaker; // whoever says the sentence, instead of a path
    bool is_joined;  // taken together with the path before it ('+'), not instead of it (',')
    struct path path;
};
struct role_rule {
    const struct role_path *paths;
    size_t count;
};

enum need_test {
    NEED_EXISTS,
    NEED_WORDS,
    NEED_KINDS,
    NEED_PASSIVE,
    NEED_PLURAL,
    NEED_TITLE,
    NEED_FINITE,
    NEED_SPEAKER,
    NEED_PREDICATE
};
struct need {
    struct slice text; // as the table has it: "obj~plan|@documents"
    bool is_negated;
    enum need_test test;
    struct path path;
    const struct slice *words; // words, or kinds and sectors; a word that starts with '%' is an act
    size_t word_count;
};

struct pattern {
    int32_t act;        // index into acts; -1: this is no event
    int32_t also;       // a second act of the same word; -1
    enum status status; // of operators and support verbs
    struct role_rule roles[ROLES];
    const struct need *needs;
    size_t need_count;
    unsigned specificity;
    uint32_t order;
    struct place_in_file place;
};

struct pattern_list { // all patterns of one trigger, the most specific first
    const struct pattern *items;
    size_t count;
};

enum pattern_kind {
    PATTERN_VERB,
    PATTERN_OPERATOR,
    PATTERN_SUPPORT,
    PATTERN_WORD, // triggers.txt: acts that a word may state, without roles
    PATTERN_KINDS
};

// The patterns for a token by its lemma and part of speech; an empty list when it triggers nothing.
struct pattern_list patterns_of(const struct patterns *patterns, enum pattern_kind kind,
                                const struct token *token);
const struct act *patterns_act(const struct patterns *patterns, int32_t act);
// Where parties stand around a word of this part of speech that states `act`, by frames.txt: the frame of the
// act or of the nearest one above it; NULL when there is none. Its own act is -1.
const struct pattern *patterns_frame(const struct patterns *patterns, int32_t act, const struct token *token);
// The act that stands for a PLOVER type where nothing finer is known: the first of frames.txt that has it
// when done; -1.
int32_t patterns_act_of_type(const struct patterns *patterns, struct slice type);
// The act of this name, -1 when there is none.
int32_t patterns_act_named(const struct patterns *patterns, struct slice name);
// Whether `act` is the act called `name` or below it.
bool act_is(const struct patterns *patterns, int32_t act, struct slice name);
// The PLOVER contexts whose words stand between two tokens of a sentence; adds to `contexts`, returns the new
// count.
size_t patterns_contexts(const struct patterns *patterns, const struct sentence *sentence, uint32_t first,
                         uint32_t end, struct slice *contexts, size_t count, size_t limit);
bool patterns_has_class(const struct patterns *patterns, struct slice name, const struct token *token);

// Classes of classes.txt and paths that the code itself asks for. They are looked up once, when the tables
// are opened; a language that has classes but lacks one of these is an error there.
#define CODE_CLASS_LIST(X)                                                                                   \
    X(LOCATIVE, "locative")                                                                                  \
    X(SITUATIONS, "situations")                                                                              \
    X(OF, "of")                                                                                              \
    X(AGENT, "agent")                                                                                        \
    X(EVENT_OF, "event-of")                                                                                  \
    X(GENERIC_ARTICLES, "generic-articles")                                                                  \
    X(APART, "apart") X(DESCRIBING, "describing") X(ANYBODY, "anybody") X(COUNTERS, "counters")
enum code_class {
#define CODE_CLASS_SYMBOL(symbol, name) CLASS_##symbol,
    CODE_CLASS_LIST(CODE_CLASS_SYMBOL)
#undef CODE_CLASS_SYMBOL
        CODE_CLASSES
};
bool token_has_class(const struct patterns *patterns, enum code_class class, const struct token *token);

#define CODE_PATH_LIST(X)                                                                                    \
    X(SUBJ, "subj")                                                                                          \
    X(NSUBJ, "nsubj")                                                                                        \
    X(OBJ, "obj") X(ADJ, "adj") X(POSS, "poss") X(COMP, "comp") X(APPOS, "appos") X(ACL_SUBJ, "acl>subj")
enum code_path {
#define CODE_PATH_SYMBOL(symbol, text) PATH_##symbol,
    CODE_PATH_LIST(CODE_PATH_SYMBOL)
#undef CODE_PATH_SYMBOL
        CODE_PATHS
};
const struct path *patterns_path(const struct patterns *patterns, enum code_path path);

// Where needs ask about more than words.
struct scene {
    const struct meaning *meaning;
    uint32_t sentence;
    bool has_speaker;
};

struct event_argument { // what stands where a row looks for a role
    enum party_role role;
    uint16_t path; // number of the path among the role's
    uint32_t token;
    int32_t entity; // whose mention has its head there; -1: a thing, which may lead to whom it belongs
};

struct pattern_match { // a row whose needs all hold at a token
    const struct pattern *pattern;
    uint32_t token;
    const struct event_argument *arguments; // [argument_count] by role, then by path
    size_t argument_count;
    const uint32_t *words; // [word_count] tokens that needs matched by their words
    size_t word_count;
};

// Matches one row at the token. False when a need does not hold: the first of those in `*failed` (may be
// NULL). The match lives in `arena`.
bool pattern_match(const struct patterns *patterns, const struct pattern *pattern, const struct scene *scene,
                   uint32_t token, struct arena *arena, struct pattern_match *match,
                   const struct need **failed);
// The arguments of a row at a token, whether or not its needs hold.
void pattern_arguments(const struct pattern *pattern, const struct scene *scene, uint32_t token,
                       struct arena *arena, struct pattern_match *match);
