// words.h - what the models look at in a word: hashes of its form and parts, its shape, what the lexicon says
// of it.
//
// Everything is a small number, computed once for each word of a sentence; features are hashes over these
// numbers.
#pragma once

#include "base/arena.h"

#define CLUSTERINGS 3u // word classes, from coarse to fine

// What the lexicon knows of a form: the set of tags it was seen with and its classes learned from raw text.
struct lexicon_entry {
    uint32_t key;                  // word_lexicon_key() of the lower-case form; 0 is an empty place
    uint16_t tags;                 // number of a set of tags; 0 when seen too rarely
    uint16_t cluster[CLUSTERINGS]; // from 1; 0 when unknown
    uint16_t habit;                // how it is cased inside sentences of raw text; 0 when unknown
    uint16_t spare;
};
struct lexicon {
    const struct lexicon_entry *entries; // [size], open addressing
    uint32_t size;                       // 0 for an empty lexicon
};
bool word_lexicon_open(struct slice section, struct lexicon *lexicon);
// The section for `entries[count]`, keys not 0 and distinct.
struct slice word_lexicon_pack(const struct lexicon_entry *entries, size_t count, struct arena *arena);
const struct lexicon_entry *word_lexicon_lookup(const struct lexicon *lexicon,
                                                uint32_t key); // NULL when unknown

enum word_flag {
    WORD_TITLE = 1 << 0,  // first letter is a capital
    WORD_UPPER = 1 << 1,  // at least two letters, all of them capitals
    WORD_DIGIT = 1 << 2,  // holds a digit
    WORD_HYPHEN = 1 << 3, // holds a hyphen
    WORD_ALPHA = 1 << 4,  // starts with a letter
    WORD_LOWER = 1 << 5,  // first letter is small
};

struct word {
    struct slice form;
    uint32_t exact, lower;         // hashes; `exact` is `lower` where case says nothing
    uint32_t prefix[3], suffix[4]; // of the lower-case form, from one byte up
    uint32_t shape;                // "Xxxx" -> "Xx", "2,300" -> "d,d"
    uint16_t tags, cluster[CLUSTERINGS], habit;
    uint8_t flags;
    uint8_t glued;      // no space before it
    uint8_t upos, xpos; // set by the tagger: enum upos; number among the model's English tags
    uint16_t gazetteer; // set by names.c: bits of the lists that the word was found in
};

// Fills `words[count]` from their `form` (and keeps `glued`). In a sentence that is written all in capitals,
// in small letters or as a headline, shapes and exact forms say less, and are given so.
void words_fill(const struct lexicon *lexicon, struct word *words, size_t count, struct arena *arena);
// Whether the sentence is a headline or all in capitals, by the forms alone.
bool words_are_caseless(const struct word *words, size_t count);

// The form in small letters with digits as '0', in `arena` (or the form itself).
struct slice word_lower(struct slice form, struct arena *arena);
uint32_t word_lexicon_key(struct slice lower);
