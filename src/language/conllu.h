// conllu.h - CoNLL-U: an analysis written, and sentences of words read.
#pragma once

#include "base/error.h"
#include "language/analysis.h"

// CoNLL-U in `arena`: "# newdoc id", "# newpar", "# sent_id", "# text"; MISC has SpaceAfter=No,
// TokenRange=start:end in bytes of the clean text, and Name=TYPE with B- or I- (the outermost name; a nested
// one after a comma). With `comments` ([analysis->count], lines with their line ends), a sentence has these
// instead of ours, and "# text" when it is not among them.
struct slice conllu_write(const struct analysis *analysis, const struct slice *comments, struct arena *arena);

struct conllu_reader {
    struct slice rest; // what is still to be read
    const char *file;  // for errors
    uint32_t line;     // so far
};
struct conllu_sentence {
    struct token
        *tokens; // `text`, `form`, `multiword`, `space_after`; `span` counts from the sentence's start
    size_t count;
    struct slice text;     // the words with their spaces; the tokens point into it
    struct slice comments; // as they stood, each with its line end
    bool starts_paragraph; // "# newdoc" or "# newpar"
};
enum conllu_status { CONLLU_SENTENCE, CONLLU_MALFORMED, CONLLU_END };

#define CONLLU_WORDS 50000u // of one sentence

// The next sentence, in `arena`. A malformed one is skipped whole: CONLLU_MALFORMED with `error`, and the
// next call goes on behind it. Of a word only its form, its place in a multiword token and SpaceAfter=No are
// taken; empty nodes (8.1) are no words and are left out.
enum conllu_status conllu_read(struct conllu_reader *reader, struct arena *arena,
                               struct conllu_sentence *sentence, struct error *error);

// All sound sentences of a file as one document with an analysis that has words only, and their comments. The
// document's text is the words with their spaces: paragraphs apart by a blank line, sentences by a space. The
// malformed sentences are counted in `*malformed`, the first one is in `error`.
struct conllu_document {
    struct document *document;
    struct analysis *analysis;
    struct sentence *sentences; // of the analysis, still to be filled: tokens[] may be written
    struct slice *comments;
    size_t malformed;
    const uint32_t *malformed_lines; // [malformed]
};
void conllu_read_document(struct slice content, const char *file, struct arena *arena,
                          struct conllu_document *read, struct error *error);
