// evaluate.h - scores of an analysis against a treebank, as the CoNLL 2018 shared task counts them.
//
// Words are aligned by their place in the text, spaces left out; a word counts as right when its stretch is
// one of the other side's words. Relations are compared without their subtypes.
#pragma once

#include "base/arena.h"

struct scored_word {
    uint32_t start, end; // characters of the text without spaces
    struct slice upos, xpos, lemma, relation;
    int32_t head; // index among all words, -1 for the root
    bool starts_sentence;
};

struct f_score {
    size_t gold, found, right;
};
struct scores {
    struct f_score words, sentences, upos, xpos, lemmas, uas, las;
};
double f1(struct f_score score); // percent

// Adds the figures of one text; both lists in order.
void evaluate(const struct scored_word *gold, size_t gold_count, const struct scored_word *found,
              size_t found_count, struct scores *scores, struct arena *arena);
