// reporting.h - words that report, while their statements are being put together. Internal to coding's
// attribution.
//
// A cue is a verb or phrase that reports, with its speaker and its content. Everything lives in the
// document's arena.
#pragma once

#include "base/utf8.h"
#include "base/vector.h"
#include "coding/parts.h"
#include "language/syntax.h"

enum reporting_pos { POS_VERB, POS_NOUN, POS_PHRASE, POS_AUTHOR, POS_VENUE, POSITIONS };
enum reporting_what {
    WHAT_NONE,
    WHAT_YES,
    WHAT_OBJECT,
    WHAT_TWO,
    WHAT_QUOTE,
    WHAT_VENUE,
    WHAT_AUTHOR,
    WHATS
};

#define ADDRESSEE_PATHS 3u
#define HOPS_LIMIT 24u // steps up a tree
#define NEAR_LIMIT 16u // words between a quotation and its cue
#define CHAIN_LIMIT 4u // links of one chain
#define CHAINS_LIMIT 65535u
#define PHRASE_LIMIT 96u // bytes of a phrase that is looked up
#define PHRASE_WORDS 5u
#define SCOPES_PER_TOKEN 6u

struct reporting_row {
    uint8_t pos, kind, what;
    struct path addressee[ADDRESSEE_PATHS];
    unsigned addressee_count;
};

struct attribution {
    const struct table *table;
    struct reporting_row *rows;
    struct path subject, object;
};

struct cue {
    uint32_t sentence, token, end; // tokens of the cue
    const struct reporting_row *row;
    enum source_kind kind;
    int32_t speaker; // entity
    uint32_t speaker_sentence, speaker_token;
    struct span speaker_span;
    int32_t content;                 // token that heads what is said, in the same sentence; -1 for none
    int32_t content2;                // a second one
    bool around;                     // the cue hangs from its content ("..., he said, ...")
    int32_t without;                 // around: the subtree that is not content (the cue's own)
    uint32_t range_first, range_end; // content by position alone, where the tree gives none
    bool is_negated, is_infinitive, is_quoted; // is_quoted: stands within a quotation
    struct span venue;
    uint32_t venue_token;
    uint32_t quote_count;
    int32_t merged; // into the cue with this index
    int32_t statement;
};

typedef VECTOR_OF(struct cue) cue_vector;

struct work {
    const struct attribution *attribution;
    const struct meaning *meaning;
    const struct analysis *analysis;
    struct arena *arena;
    cue_vector cues;
    uint32_t *first_cue;     // [sentences + 1]
    uint32_t *first_mention; // [sentences + 1] into mentions by sentence
    uint32_t *by_sentence;   // mentions sorted by sentence
    int32_t *cue_of_quote;   // [quotations]
    VECTOR_OF(struct statement) statements;
};

struct scope {
    uint32_t cue;
    uint32_t size; // tokens
    bool is_quotation;
    struct span span; // is_quotation
    uint32_t sentence, first_sentence, end_sentence;
};

struct chaining {
    struct work *w;
    VECTOR_OF(struct scope) scopes;
    uint16_t **chain_of;
    VECTOR_OF(struct sources) chains;
    uint16_t buckets[1024]; // last chain with this hash; chained through `next`
    VECTOR_OF(uint16_t) next;
};

// cues.c
// As the table's keys are folded.
struct slice reporting_folded_lemma(const struct work *w, const struct token *token);
// The row of a phrase, or of a lemma and the word after it, with this part of speech; NULL when there is
// none.
const struct reporting_row *reporting_row_of(const struct work *w, struct slice phrase,
                                             enum reporting_pos pos);
const struct reporting_row *reporting_row_of_two(const struct work *w, struct slice lemma,
                                                 const struct token *second);
// The row of the verb at `token`; NULL when it does not report.
const struct reporting_row *reporting_row_at(const struct work *w, const struct sentence *s, int32_t token);
// All cues of the document, in order.
void cues_find(struct work *w);

// speakers.c
// The bytes of tokens [first, end).
struct span reporting_tokens_span(const struct sentence *s, uint32_t first, uint32_t end);
// Whether the byte stands between marks.
bool reporting_is_in_quotation(const struct meaning *m, uint32_t position);
// The entity that stands at `token`, by its head or by the mention around it.
int32_t reporting_entity_at(const struct work *w, uint32_t sentence, uint32_t token, struct span *span);
// The one who speaks when `token` is said to speak; -1 when nobody known.
int32_t speaker_at(const struct work *w, uint32_t sentence, uint32_t token, struct span *span);
// Whether `token` is denied: "did not say".
bool reporting_has_negation(const struct sentence *s, uint32_t token);
// The row of the verb at `token` with what follows it ("called on"); `*end` is one past its last token.
const struct reporting_row *verb_row(const struct work *w, const struct sentence *s, uint32_t token,
                                     uint32_t *end);
// Who speaks at the verb `token`: its subject, an agent, or the subject of what governs it.
int32_t speaker_of_verb(const struct work *w, uint32_t sentence, uint32_t token, struct cue *cue);
// The noun phrase at `head` without what hangs from it to the right ("a statement", not "a statement that
// ...").
struct span reporting_phrase_span(const struct sentence *s, uint32_t head);
// Where the words were said: a prepositional phrase of the verb whose noun carries words or is a medium.
void venue_find(const struct work *w, struct cue *cue);
// "..., argued the town's lawyer, Maya Lind.": the subject behind its verb, between commas or before the end.
int32_t speaker_behind(const struct work *w, struct cue *cue);
// "The envoy, who had flown in from Lorrin, told reporters": the noun before a relative clause between commas,
// which the parser gives to what stands before.
int32_t speaker_set_off(const struct work *w, struct cue *cue);
// Where the tree is no help: the name or noun phrase right before a finite verb, or right behind one that
// follows a quotation ("...," wrote the activist Maya Lind).
int32_t speaker_beside(const struct work *w, struct cue *cue);

// labels.c
// Cues of the sentence without a reporting word: a speaker before or behind a colon, or behind a dash.
void labels_find(struct work *w, uint32_t sentence);
// The label in the sentence before or behind a quotation that is its own sentence; -1.
int32_t label_around(const struct work *w, const struct quotation *quotation);

// quoting.c
// The tokens of the sentence that stand within `span`: [*first, *end). False when there are none.
bool reporting_tokens_within(const struct sentence *s, struct span span, uint32_t *first, uint32_t *end);
// The token within [first, end) that hangs from outside, the shallowest first found.
uint32_t reporting_top_of(const struct sentence *s, uint32_t first, uint32_t end);
// Gives every quotation its cue.
void quotations_place(struct work *w);

// statements.c
// One speaker's coordinated or subordinate cues of one sentence are one statement.
void cues_merge(struct work *w);
// Cues with content become statements, in order of the text.
void statements_make(struct work *w);

// chains.c
void chains_make(struct chaining *c);
