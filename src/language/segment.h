// segment.h - from a paragraph to sentences of tokens.
//
// The words follow UD English EWT; which abbreviations, contractions and prefixes there are is in
// knowledge/<language>. Where a sentence ends is decided by a small linear model at each place where it
// could.
#pragma once

#include "knowledge/knowledge.h"
#include "language/linear.h"

struct segmenter; // opaque: tables of one language

struct piece {           // a token as the scanner sees it
    uint32_t start, end; // bytes of the text
    uint8_t multiword;   // first part of a multiword token: how many parts; else 0
    bool space_after;
    bool ends_sentence;
    bool abbreviation; // keeps its full stop
    struct slice form; // the word where it is not what is written ("del" is "de" and "el"); else empty
};

// Lives in `arena`; borrows nothing of `knowledge` after the call.
struct segmenter *segmenter_open(const struct knowledge *knowledge, struct slice code, struct arena *arena);

// Tokens of text[start, end): in order, without overlap, covering each byte that is no space. Sets all but
// `ends_sentence`. The array lives in `arena`.
size_t segment_tokens(const struct segmenter *segmenter, struct slice text, uint32_t start, uint32_t end,
                      struct piece **pieces, struct arena *arena);

#define BREAK_FEATURES 40u
// Whether a sentence could end after pieces[i].
bool break_possible(struct slice text, const struct piece *pieces, size_t count, size_t i);
// `since` is the index of the first piece of the sentence so far.
unsigned break_features(const struct segmenter *segmenter, struct slice text, const struct piece *pieces,
                        size_t count, size_t i, size_t since, uint64_t features[BREAK_FEATURES]);
// Marks the sentences' ends; the last piece always ends one.
void segment_sentences(const struct segmenter *segmenter, const struct linear *breaks, struct slice text,
                       struct piece *pieces, size_t count);
