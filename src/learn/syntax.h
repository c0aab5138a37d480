// syntax.h - training of tags, trees and relations.
#pragma once

#include "language/gazetteer.h"
#include "language/words.h"
#include "learn/treebank.h"

struct label_set { // names of labels, numbered from 0 in order of arrival
    struct slice names[255];
    unsigned count;
};
unsigned label_add(struct label_set *set, struct slice name); // its number; the last one when the set is full
int label_lookup(const struct label_set *set, struct slice name);          // -1 when unknown
struct slice label_text(const struct label_set *set, struct arena *arena); // one a line

// A sentence ready for training: words with their numbers, and what is right.
struct sample {
    struct word *words;
    const struct gold_sentence *gold; // NULL of none
    uint8_t *upos, *xpos, *relations; // numbers of the right labels
    int32_t *heads;
    uint32_t count;
    uint8_t fold; // FOLDS: of a treebank that teaches trees only
};
struct samples {
    struct sample *items;
    size_t count, words;
};

enum variant { VARIANT_PLAIN, VARIANT_UPPER, VARIANT_LOWER, VARIANT_HEADLINE };

// Samples of a treebank; with `variants`, some sentences come again in capitals, in small letters and as
// headlines.
void samples_add(const struct treebank *treebank, bool variants, const struct lexicon *lexicon,
                 const struct gazetteer *gazetteer, struct label_set *xpos, struct label_set *relations,
                 struct arena *arena, struct samples *samples);

struct syntax_options {
    unsigned tag_rounds, fold_rounds, parse_rounds, label_rounds;
    unsigned beam_rounds, beam;
    unsigned voices; // models of different orders of the samples that become one
    float reach;
    unsigned enough;   // updates that a feature needs
    size_t most_moves; // features kept of the model of moves
    const char *work;  // folder for parts and jackknifed tags
};
#define FOLDS 5

// Trains and saves "xpos", "upos" in `work`, and jackknifed tags of the samples; sets the tags of all
// samples.
bool train_tags(struct samples *train, struct samples *dev, unsigned xpos_count,
                const struct syntax_options *options, struct error *error);
bool load_tags(struct samples *train, struct samples *dev, const struct syntax_options *options,
               struct error *error);
bool train_moves(struct samples *train, struct samples *dev, bool reversed,
                 const struct syntax_options *options, struct error *error);
bool train_relations(struct samples *train, struct samples *dev, unsigned relation_count,
                     const struct syntax_options *options, struct error *error);

bool save_part(const char *work, const char *name, struct slice content, struct error *error);
bool load_part(const char *work, const char *name, struct arena *arena, struct slice *content,
               struct error *error);

// Numbers that are the same in every run.
static inline uint64_t random_next(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}
