// draw.h - dependency trees for a terminal.
#pragma once

#include "language/analysis.h"

#define DRAW_WIDTH_LEAST 40u

// Each sentence in `arena`: its number and text, then a word a line in reading order, each hung on its head
// by lines at the left; behind it the tag, the relation and the head's number, and the name that begins
// there. No line is wider than `width` columns (at least DRAW_WIDTH_LEAST), wide characters counted as two.
struct slice draw_trees(const struct analysis *analysis, unsigned width, struct arena *arena);
