// syntax.h - ways through a dependency tree, as patterns write them.
//
// A path is one to four steps joined by '>': "obj", "prep:with|and", "obj>prep:of". Each step leads from one
// token to the tokens that stand there by their meaning: `subj` of a passive is its agent, of an infinitive
// the subject that controls it. Knows base and language. docs/patterns.md lists the steps.
#pragma once

#include "language/analysis.h"

#define PATH_STEPS 4u
#define PATH_WIDTH 16u // tokens that one step is followed from

// clang-format off
#define PATH_STEP_LIST(X)                                                                                   \
    X(SELF, "self") X(SUBJ, "subj") X(OBJ, "obj") X(IOBJ, "iobj") X(PREP, "prep") X(POSS, "poss")           \
    X(ADJ, "adj") X(COMP, "comp") X(MOD, "mod") X(PRT, "prt") X(ADV, "adv") X(DET, "det") X(COP, "cop")     \
    X(AUX, "aux") X(HEAD, "head") X(ACL, "acl") X(APPOS, "appos") X(CLAUSE, "clause") X(NSUBJ, "nsubj")     \
    X(MARK, "mark") X(NEXT, "next") X(BEFORE, "before") X(ADVCL, "advcl")
// clang-format on
enum path_step_kind {
#define PATH_STEP_SYMBOL(symbol, name) STEP_##symbol,
    PATH_STEP_LIST(PATH_STEP_SYMBOL)
#undef PATH_STEP_SYMBOL
        STEP_KINDS
};

struct path {
    struct {
        enum path_step_kind kind;
        struct slice words; // "with|against"; empty for any
    } steps[PATH_STEPS];
    unsigned count;
};

// Reads `text`. False with the byte of the first error in `*at` and what is wrong with it in `*problem`.
bool path_parse(struct slice text, struct path *path, const char **problem, size_t *at);
// The tokens at the end of the path, conjuncts included, at most `limit`, each once.
size_t path_follow(const struct sentence *sentence, uint32_t token, const struct path *path, uint32_t *found,
                   size_t limit);

// The same of a path as text; nothing when it is malformed.
size_t syntax_follow(const struct sentence *sentence, uint32_t token, struct slice path, uint32_t *found,
                     size_t limit);

// Whether `text` is one of the words "a|b|c", A-Z as a-z.
bool word_among(struct slice text, struct slice words);
// The clause's predicate is passive: its subject undergoes what it says. Reduced participles count.
bool is_passive(const struct sentence *sentence, uint32_t token);
bool is_verbal(const struct token *token);  // verb or auxiliary
bool is_nominal(const struct token *token); // noun, name, pronoun or number
// The nearest clause that holds `token`: the verb, or the predicate of a copula. The token itself when it is
// one.
uint32_t clause_of(const struct sentence *sentence, uint32_t token);
// Whether `inner` stands under `outer` (or is it).
bool is_under(const struct sentence *sentence, uint32_t inner, uint32_t outer);
