// entities.h - corpora of names, and training of the finder.
#pragma once

#include "language/gazetteer.h"
#include "language/names.h"
#include "language/tag.h"
#include "learn/syntax.h"

struct name_sentence {
    struct word *words;
    uint8_t *labels;
    uint32_t count;
    bool starts_document;
    bool partial; // only persons, organizations and places are labelled
};
struct name_corpus {
    struct name_sentence *items;
    size_t count, words;
};

struct name_tools { // what turns forms into words with numbers
    const struct lexicon *lexicon;
    const struct tagger *tagger;
    const struct gazetteer *gazetteer;
    const struct samples *tagged; // treebank samples whose tags are jackknifed; may be NULL
};

// Adds a file of "form SEPARATOR label" lines with B- and I- (or only I-) labels of any of the known tag
// sets.
bool name_corpus_read(const char *folder, const char *name, const struct name_tools *tools, bool variants,
                      struct arena *arena, struct name_corpus *corpus, struct error *error);
// Adds the named entities of a treebank with `Entity=` in MISC.
void name_corpus_add_treebank(const struct treebank *treebank, const struct name_tools *tools, bool variants,
                              struct arena *arena, struct name_corpus *corpus);

struct slice train_names(struct name_corpus *train, unsigned rounds, unsigned enough, unsigned voices,
                         struct arena *arena);

struct name_scores {
    size_t gold, found, right;
    size_t type_gold[NAME_TYPES], type_found[NAME_TYPES], type_right[NAME_TYPES];
};
// With `three`, only persons, organizations and places count.
struct name_scores score_names(const struct namer *namer, const struct name_corpus *dev, bool three,
                               bool memory);
