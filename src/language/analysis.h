// analysis.h - what language gives: sentences of tokens with tags, lemmas, names and a dependency tree.
//
// Words and sentences follow UD English EWT (contractions are split: "don't" is "do" + "n't"; each part of
// such a multiword token has its own stretch of text). Tags, features and relations are Universal
// Dependencies 2; English tags are Penn Treebank's. Lists of code's own names are X-macros, so that code,
// models and output share one order.
#pragma once

#include "read/document.h"

// clang-format off
#define UPOS_LIST(TAG)                                                                                      \
    TAG(ADJ) TAG(ADP) TAG(ADV) TAG(AUX) TAG(CCONJ) TAG(DET) TAG(INTJ) TAG(NOUN) TAG(NUM) TAG(PART)          \
    TAG(PRON) TAG(PROPN) TAG(PUNCT) TAG(SCONJ) TAG(SYM) TAG(VERB) TAG(X)
// clang-format on
enum upos {
#define UPOS_SYMBOL(tag) UPOS_##tag,
    UPOS_LIST(UPOS_SYMBOL)
#undef UPOS_SYMBOL
        UPOS_COUNT
};

// DEPREL(symbol, "name"): the universal relations and the subtypes that later stations ask for. A subtype
// that is not listed is kept by the model as its own name but read as its universal relation here.
// clang-format off
#define DEPREL_LIST(X)                                                                                      \
    X(ROOT, "root") X(NSUBJ, "nsubj") X(NSUBJ_PASS, "nsubj:pass") X(NSUBJ_OUTER, "nsubj:outer")             \
    X(OBJ, "obj") X(IOBJ, "iobj") X(CSUBJ, "csubj") X(CSUBJ_PASS, "csubj:pass")                             \
    X(CSUBJ_OUTER, "csubj:outer") X(CCOMP, "ccomp") X(XCOMP, "xcomp") X(OBL, "obl")                         \
    X(OBL_AGENT, "obl:agent") X(OBL_NPMOD, "obl:npmod") X(OBL_TMOD, "obl:tmod")                             \
    X(OBL_UNMARKED, "obl:unmarked") X(VOCATIVE, "vocative") X(EXPL, "expl") X(DISLOCATED, "dislocated")     \
    X(ADVCL, "advcl") X(ADVCL_RELCL, "advcl:relcl") X(ADVMOD, "advmod") X(DISCOURSE, "discourse")           \
    X(AUX, "aux") X(AUX_PASS, "aux:pass") X(COP, "cop") X(MARK, "mark") X(NMOD, "nmod")                     \
    X(NMOD_POSS, "nmod:poss") X(NMOD_NPMOD, "nmod:npmod") X(NMOD_TMOD, "nmod:tmod")                         \
    X(NMOD_UNMARKED, "nmod:unmarked") X(NMOD_DESC, "nmod:desc") X(APPOS, "appos") X(NUMMOD, "nummod")       \
    X(ACL, "acl") X(ACL_RELCL, "acl:relcl") X(AMOD, "amod") X(DET, "det") X(DET_PREDET, "det:predet")       \
    X(CLF, "clf") X(CASE, "case") X(CONJ, "conj") X(CC, "cc") X(CC_PRECONJ, "cc:preconj")                   \
    X(FIXED, "fixed") X(FLAT, "flat") X(LIST, "list") X(PARATAXIS, "parataxis") X(COMPOUND, "compound")     \
    X(COMPOUND_PRT, "compound:prt") X(ORPHAN, "orphan") X(GOESWITH, "goeswith")                             \
    X(REPARANDUM, "reparandum") X(PUNCT, "punct") X(DEP, "dep")
// clang-format on
enum deprel {
#define DEPREL_SYMBOL(symbol, name) DEPREL_##symbol,
    DEPREL_LIST(DEPREL_SYMBOL)
#undef DEPREL_SYMBOL
        DEPREL_COUNT
};
const char *upos_name(enum upos upos);
const char *deprel_name(enum deprel deprel);

// Features that later stations ask for, as bits; language packs without inflection leave them out.
enum token_feature {
    FEATURE_PLURAL = 1 << 0,
    FEATURE_PAST = 1 << 1,       // Tense=Past (also past participles)
    FEATURE_PRESENT = 1 << 2,    // Tense=Pres
    FEATURE_PARTICIPLE = 1 << 3, // VerbForm=Part
    FEATURE_INFINITIVE = 1 << 4, // VerbForm=Inf
    FEATURE_GERUND = 1 << 5,     // VerbForm=Ger
    FEATURE_FINITE = 1 << 6,     // VerbForm=Fin
    FEATURE_IMPERATIVE = 1 << 7, // Mood=Imp
    FEATURE_PASSIVE = 1 << 8,    // Voice=Pass
    FEATURE_POSSESSIVE = 1 << 9, // Poss=Yes
    FEATURE_FIRST = 1 << 10,     // Person=1
    FEATURE_SECOND = 1 << 11,
    FEATURE_THIRD = 1 << 12,
    FEATURE_MASCULINE = 1 << 13,
    FEATURE_FEMININE = 1 << 14,
    FEATURE_NEGATIVE = 1 << 15, // Polarity=Neg
    FEATURE_DEFINITE = 1 << 16,
};

enum name_type { // what a name span names, as the sentence alone tells
    NAME_PERSON,
    NAME_ORGANIZATION, // parties, companies, armed groups, organs of state
    NAME_PLACE,        // countries, cities, regions, facilities
    NAME_GROUP,        // nationality, religion, people ("Kurds", "Qatari")
    NAME_EVENT,
    NAME_WORK, // titles, laws, documents
    NAME_OTHER,
    NAME_TYPES
};
const char *name_type_name(enum name_type type);

struct token {
    struct slice text;  // as written, in the document's clean text
    struct span span;   // where it stands
    struct slice form;  // the word as UD writes it: `text`, but for parts of contractions ("del": "de", "el")
    struct slice lemma; // in small letters except for names
    struct slice xpos;  // English tag, e.g. "VBD"; "_" without one
    enum upos upos;
    uint32_t features; // bits of enum token_feature
    int32_t head;      // index in the sentence, -1 for the root
    enum deprel deprel;
    float confidence;  // of the arc, 0 to 1
    uint8_t multiword; // first word of a multiword token ("don't"): how many words it has; else 0
    bool space_after;
    bool sentence_case; // a capital that the place at the start of a sentence or a headline explains
};

struct name_span {
    uint32_t first, end; // tokens of the sentence, end exclusive
    enum name_type type;
    float confidence;
};

struct sentence {
    struct span span;
    uint32_t paragraph;   // index of the document's paragraph
    uint32_t first_token; // index of tokens[0] in the document
    const struct token *tokens;
    size_t count;
    const struct name_span *names; // in order of `first`, nested after the span around them
    size_t name_count;
    bool is_title;
    bool was_split; // cut by the bound on sentence length
};

struct analysis {
    const struct document *document;
    const struct sentence *sentences;
    size_t count;
    size_t token_count;
    bool has_names; // the language has a finder of names: a sentence without any has none that it knows
};

// The children of a token in order of position: for (int32_t c = token_child(s, head, -1); c >= 0; c =
// token_child(s, head, c))
int32_t token_child(const struct sentence *sentence, int32_t head, int32_t after);
// First child with this relation; -1 when none.
int32_t token_child_with(const struct sentence *sentence, int32_t head, enum deprel deprel);
// Smallest and one past the largest token of the subtree under `head`.
void token_subtree(const struct sentence *sentence, int32_t head, uint32_t *first, uint32_t *end);
