// classes.h - word classes from raw text.
#pragma once

#include "language/segment.h"

// Running text, cut into words by the segmenter and gathered as numbers of small forms.
struct word_stream; // opaque
struct word_stream *word_stream_new(void);
void word_stream_free(struct word_stream *stream);
// Adds the paragraphs (lines) of `text`; each line is a stretch of its own.
void word_stream_add(struct word_stream *stream, const struct segmenter *segmenter, struct slice text);
// The `main_content` texts of the JSON files of a tar (unpacked).
void word_stream_add_articles(struct word_stream *stream, const struct segmenter *segmenter,
                              struct slice tar);

// Sorts the `vocabulary` most frequent forms (met at least `least` times) into classes of each of the three
// counts by the exchange algorithm (Martin, Liermann, Ney 1998); the class bigram's likelihood never falls.
// Lines "form TAB class TAB class TAB class TAB habit", classes from 1; the habit says how the form is cased
// inside sentences.
struct slice word_classes(struct word_stream *stream, unsigned vocabulary, unsigned least,
                          const unsigned counts[3], unsigned rounds, struct arena *arena);
