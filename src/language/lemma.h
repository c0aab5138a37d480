// lemma.h - lemmas and features of words from their form and tags.
//
// Tables learned from treebanks: what a form with these tags gives, else what its ending gives, the longest
// first.
#pragma once

#include "base/arena.h"
#include "language/words.h"

#define LEMMA_SUFFIX 6u   // longest ending looked at, bytes
#define LEMMA_RULES 4096u // at most so many rules

enum lemma_base {
    LEMMA_SMALL,
    LEMMA_AS_WRITTEN,
    LEMMA_CAPITAL
}; // small letters, the form, a capital and small letters

struct lemma_rule { // cut `strip` bytes off the end, put `add` there
    uint8_t base;   // enum lemma_base
    uint8_t strip;
    struct slice add;
};

// Section: header { magic u32, size u32, rules u32, 52 zero }, size * { key u32, value u32 }, rules as lines
// "0|1|2 strip add". A value is the number of a rule, or bits of enum token_feature.
struct lemma_entry {
    uint32_t key, value;
};
struct lemmatizer {
    const struct lemma_entry *entries;
    uint32_t size;
    struct lemma_rule *rules;
    uint32_t rule_count;
};
// The rules live in `arena`. False when the section is malformed.
bool lemmatizer_open(struct slice section, struct arena *arena, struct lemmatizer *lemmatizer);
struct slice lemmatizer_pack(const struct lemma_entry *entries, size_t count, const struct lemma_rule *rules,
                             size_t rule_count, struct arena *arena);

// Keys: `level` 0 for the whole form, 1..LEMMA_SUFFIX for an ending of so many bytes, LEMMA_TAGS for the tags
// alone.
#define LEMMA_TAGS 100u
#define LEMMA_COMMON 110u // and on: the rules that these tags have most often
#define LEMMA_COMMON_RULES 8u
#define LEMMA_FEATURES 200u // added to the level: the key of features, not of a rule
uint32_t lemma_key(struct slice lower, uint32_t level, uint32_t xpos, uint32_t upos);
// Names have tables of their own for forms in small letters and in capitals: `upos` for lemma_key().
uint32_t lemma_upos(struct slice form, uint32_t upos);

struct slice lemma_apply(const struct lemma_rule *rule, struct slice form, struct slice small,
                         struct arena *arena);
// The form in small letters, digits kept.
struct slice lemma_small(struct slice form, struct arena *arena);
// Where the rule of the ending makes a word that the lexicon does not know, and a common rule one that it
// knows, the common rule is taken. `lexicon` may be empty.
struct slice lemma_of(const struct lemmatizer *lemmatizer, const struct lexicon *lexicon,
                      const struct word *word, struct arena *arena);
uint32_t lemma_features(const struct lemmatizer *lemmatizer, const struct word *word, struct arena *arena);
