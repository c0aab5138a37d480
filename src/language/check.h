// check.h - what always holds of an analysis, for fuzzing and tests.
#pragma once

#include "language/analysis.h"

// NULL when all holds: tokens stand in order, inside the text and their paragraph, and cover each byte that
// is no white space exactly once; each sentence is a tree with one root; names are inside their sentence.
// Else what does not.
const char *analysis_check(const struct analysis *analysis);
