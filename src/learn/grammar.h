// grammar.h - a treebank from a grammar of phrases: what no corpus of ours holds enough of, written down
// once.
//
// The file says how a phrase is made of words and phrases and how these depend on its head, so each sentence
// that is drawn comes with its tree. The form of the file is told at the top of models/own/en_news.grammar.
#pragma once

#include "base/arena.h"
#include "base/error.h"

#define GRAMMAR_DEPTH 24u // phrases within phrases; what goes deeper is drawn anew
#define GRAMMAR_WORDS 80u // of one sentence

// `count` sentences as CoNLL-U without lemmas and features, the same for the same text and seed. `name` is
// for messages. False with `error` at the line that is malformed, or where no sentence can be drawn.
bool grammar_sentences(struct slice text, const char *name, unsigned count, uint64_t seed,
                       struct arena *arena, struct slice *conllu, struct error *error);
