// testing.h - analyses written by hand, for the tests of what comes after language.
//
// Tests that say their own trees do not depend on a model. Not part of the library.
#pragma once

#include "language/analysis.h"

// Builds an analysis from lines, one word a line, an empty line between sentences, columns separated by
// blanks:
//
//     # title                          (before a sentence: it is the title, a paragraph of its own)
//     # paragraph                      (before a sentence: it opens a new paragraph)
//     # published 2024-05-17           (anywhere: the document's date)
//     # name PERSON 1 2                (before a sentence: words 1 to 2 are a name; names as in enum
//     name_type) 1 Ministers minister NOUN NNS Number=Plur 2 nsubj 2 met meet VERB VBD
//     Tense=Past|VerbForm=Fin 0 root SpaceAfter=No 3 . . PUNCT . _ 2 punct
//
// The text is the words joined by blanks, except after SpaceAfter=No. Unknown tags, features and relations
// end the test program with a message, as do heads outside the sentence.
struct analysis *analysis_from_lines(struct arena *arena, const char *lines);
// The token with this form, the `nth` (from 0) in the document; its sentence in `*sentence` (may be NULL). -1
// if none.
int32_t analysis_token(const struct analysis *analysis, const char *form, unsigned nth, uint32_t *sentence);
