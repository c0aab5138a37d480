// treebank.h - CoNLL-U files as arrays of sentences.
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "language/analysis.h"

struct gold_word {
    struct slice form, lemma, xpos, features, relation, misc;
    int32_t head; // index in the sentence, -1 for the root
    uint8_t upos; // enum upos; UPOS_X for a tag that is none
    bool space_after;
    uint8_t multiword;    // first word of a multiword token: how many words it has; else 0
    struct slice surface; // of a multiword token, at its first word
};
struct gold_sentence {
    struct gold_word *words;
    uint32_t count;
    bool starts_document, starts_paragraph;
    struct slice text, document; // of "# text" and the last "# newdoc id"
};
struct treebank {
    struct gold_sentence *sentences;
    uint32_t count;
    size_t words;
    bool is_drawn; // from a grammar: teaches trees and relations, not what words there are
};

// The file's bytes, unpacked when its name ends in ".zst"; in `arena`. False with `error`.
bool corpus_read(const char *path, struct arena *arena, struct slice *content, struct error *error);
// First of "FOLDER/NAME" and "FOLDER/NAME.zst" that can be opened.
bool corpus_find(const char *folder, const char *name, struct arena *arena, struct slice *content,
                 struct error *error);
// Every tenth block of ten sentences goes to `held`, the others to `kept`, which may be `bank` itself.
void treebank_split(const struct treebank *bank, struct arena *arena, struct treebank *kept,
                    struct treebank *held);
bool treebank_has_xpos(const struct treebank *bank);
void treebank_copy_upos(struct treebank *bank); // universal tags as those of the language

// Parses CoNLL-U. Empty nodes are left out. False with `error` naming the line when columns are missing or a
// head is out of range.
bool treebank_parse(struct slice content, const char *name, struct arena *arena, struct treebank *treebank,
                    struct error *error);
