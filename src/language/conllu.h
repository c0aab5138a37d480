// conllu.h - an analysis as CoNLL-U.
#pragma once

#include "language/analysis.h"

// CoNLL-U in `arena`: "# newdoc id", "# newpar", "# sent_id", "# text"; MISC has SpaceAfter=No,
// TokenRange=start:end in bytes of the clean text, and Name=TYPE with B- or I- (the outermost name; a nested
// one after a comma).
struct slice conllu_write(const struct analysis *analysis, struct arena *arena);
