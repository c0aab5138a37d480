// mends.h - what a parser that decides word by word gets wrong, seen from the finished tree.
//
// Each mend is a rule of the grammar, not of a word: it holds wherever its condition does, and was kept
// because on the development parts of EWT and GUM it is right more often than wrong, or changes nothing
// there.
#pragma once

#include "language/analysis.h"
#include "language/words.h"

// Changes heads and relations of `tokens[sentence->count]`, which `sentence->tokens` shows; a tree stays a
// tree. `words[sentence->count]`: the same words, their `gazetteer` set.
void tree_mend(const struct sentence *sentence, const struct word *words, struct token *tokens);
