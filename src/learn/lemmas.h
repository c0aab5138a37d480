// lemmas.h - learning of lemma rules and features.
#pragma once

#include "learn/syntax.h"

struct slice train_lemmas(const struct treebank *train, size_t train_count, struct label_set *xpos,
                          struct arena *arena);
// Share of lemmas that are right with the right tags, in percent.
double score_lemmas(struct slice section, const struct treebank *dev, const struct label_set *xpos,
                    const struct lexicon *lexicon);
uint32_t feature_bits(struct slice features); // bits of enum token_feature that a FEATS cell has
