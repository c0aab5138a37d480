// explain.h - why the events of a document are what they are, in plain text for people.
#pragma once

#include "coding/coding.h"

// Of every sentence its tree; all candidates with their rows, scores, arguments and fates; its events with
// the row (file:line) that made each, and what decided factuality and attribution; near misses: rows of its
// words that failed for one need. `coding` is code_meaning()'s, of the same coder. No line of a tree is wider
// than `width` columns. The text lives in `arena`.
struct slice coding_explain(const struct coder *coder, const struct coding *coding, unsigned width,
                            struct arena *arena);
