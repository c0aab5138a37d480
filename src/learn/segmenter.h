// segmenter.h - training of sentence ends, and scores of tokens and sentences.
#pragma once

#include "language/segment.h"
#include "learn/treebank.h"

// A paragraph as running text, with what is right in it.
struct gold_paragraph {
    struct slice text;
    const struct span *words; // surface words: multiword tokens whole are left out, their parts stand here
    const uint8_t *ends;      // [word_count] the word ends a sentence
    size_t word_count;
};
struct gold_paragraphs {
    struct gold_paragraph *items;
    size_t count;
};
// Parts of multiword tokens that do not join to their surface share its span.
struct gold_paragraphs paragraphs_of(const struct treebank *treebank, struct arena *arena);

// Trains the model of sentence ends and returns its section.
struct slice train_breaks(const struct segmenter *segmenter, const struct gold_paragraphs *train,
                          size_t train_count, struct arena *arena);

struct segment_scores {
    size_t gold_words, words, right_words, gold_sentences, sentences, right_sentences;
};
// With `show`, prints up to so many differences of words.
struct segment_scores score_segments(const struct segmenter *segmenter, const struct linear *breaks,
                                     const struct gold_paragraphs *dev, unsigned show);
