// language.h - from clean text to analysed sentences.
//
// Knows base, knowledge and read's document. A language is a pack: knowledge/<code>/ and
// models/<code>*.model. Opened once, then only read: any number of threads may use one, each with its own
// arena.
#pragma once

#include "base/error.h"
#include "knowledge/knowledge.h"
#include "language/analysis.h"

#define LANGUAGE_SENTENCE_LIMIT 512u // words; a longer "sentence" is split there and marked `was_split`

struct language; // opaque: tables and models of one language

// Opens the pack `code` ("en") with the models of `model_folder`. NULL with `error`. Borrows `knowledge`.
struct language *language_open(const struct knowledge *knowledge, struct slice code, const char *model_folder,
                               struct error *error);
// Whether `model_folder` has the pack's model.
bool language_is_there(struct slice code, const char *model_folder);
void language_close(struct language *language); // NULL is fine
// Another number of states than the model was trained for, to measure what it is worth.
void language_set_beam(struct language *language, unsigned beam);
const char *language_hash(const struct language *language); // of its models, 16 hexadecimal digits

// Analyses the document. Cannot fail. Everything lives in `arena`; text points into document->text.
const struct analysis *language_analyse(const struct language *language, const struct document *document,
                                        struct arena *arena);

// Analyses words that are cut already. Of `tokens[sentence->count]`, which `sentence->tokens` shows, `text`,
// `form` and `space_after` are set; all the rest is filled, and the sentence's names. Up to
// LANGUAGE_SENTENCE_LIMIT words are analysed as one; of more, each part is, and `was_split` says so.
void language_annotate(const struct language *language, struct sentence *sentence, struct token *tokens,
                       struct arena *arena);
