// parts.h - the parts of coding, for code_meaning() and their tests, in the order in which they run.
#pragma once

#include "coding/coding.h"

// attribution.c: who says what. Statements with speakers, and for every token of the document the chain of
// sources that vouches for it (reporting verb over its clause, "according to", quotation with a speaker).
struct attribution; // opaque: the reporting table, compiled
struct attribution *attribution_open(const struct knowledge *knowledge, struct slice language,
                                     struct error *error);
void attribution_close(struct attribution *attribution);

struct attributed {                     // the result for one document
    const struct statement *statements; // in order of the text
    size_t statement_count;
    const uint16_t *const
        *chain_of; // [sentence][token]: index into chains; chain 0 is empty: the outlet's own voice
    const struct sources *chains;
    size_t chain_count;
};
const struct attributed *attribute(const struct attribution *attribution, const struct meaning *meaning,
                                   struct arena *arena);

// factuality.c: whether what a token states is so: negation, modality, tense, conditions, operators above it.
struct modality; // opaque
struct modality *modality_open(const struct knowledge *knowledge, struct slice language, struct error *error);
void modality_close(struct modality *modality);
// The factuality of the clause or noun at `token`; the cue's span in `*cue` (may be NULL), empty when nothing
// marks it.
enum factuality factuality_of(const struct modality *modality, const struct sentence *sentence,
                              uint32_t token, struct span *cue);
// Whether the clause is a negated future: "will not pay".
bool factuality_is_negated_future(const struct modality *modality, const struct sentence *sentence,
                                  uint32_t token);
// Whether the noun is named as one that is not meant: "not Karsia but", "the brigade, not the army".
bool factuality_is_excluded(const struct modality *modality, const struct sentence *sentence, uint32_t token);
// Whether the verb is the infinitive by which a headline announces what is to come: "Karsia to free 30".
bool factuality_is_announced(const struct sentence *sentence, uint32_t token);

// events.c: patterns over trees to events.
struct patterns; // opaque: acts, verbs, operators, support verbs, classes, compiled (patterns.c)
struct patterns *patterns_open(const struct knowledge *knowledge, struct slice language, struct error *error);
void patterns_close(struct patterns *patterns);
struct trigger_model; // trigger_model.h
struct trigger_list;
// `model` may be NULL. Where `collected` is given nothing is coded: it gets all candidates, for training.
void events_code(const struct patterns *patterns, const struct modality *modality,
                 const struct trigger_model *model, struct trigger_list *collected,
                 const struct attributed *attributed, const struct meaning *meaning, struct arena *arena,
                 struct coding *coding);

// explain.c: coding_explain(), from the parts of a coder.
struct slice explain_coding(const struct patterns *patterns, const struct modality *modality,
                            const struct coding *coding, unsigned width, struct arena *arena);

// figures.c: counts of people and things, with who says so. Uses events.
struct measures; // opaque
struct measures *measures_open(const struct knowledge *knowledge, struct slice language, struct error *error);
void measures_close(struct measures *measures);
void figures_find(const struct measures *measures, const struct modality *modality,
                  const struct attributed *attributed, const struct meaning *meaning, struct arena *arena,
                  struct coding *coding);

// captives.c: who is held, taken, sought, freed; from events, words of captivity and figures, which it only
// reads.
void captives_find(const struct measures *measures, const struct modality *modality,
                   const struct attributed *attributed, const struct meaning *meaning, struct arena *arena,
                   struct coding *coding);
