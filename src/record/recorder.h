// recorder.h - the record of a document's coding.
//
// Knows base, knowledge, read's document, language, meaning and coding.
#pragma once

#include "coding/coding.h"
#include "record/record.h"

struct recorder; // opaque: the stages of negotiations, the offices that only one person holds
// Borrows `knowledge`, tables of `language`. NULL with `error`. Owned by the caller.
struct recorder *recorder_open(const struct knowledge *knowledge, struct slice language, struct error *error);
void recorder_close(struct recorder *recorder); // NULL is fine

// What coding found, with ids, and what follows from it: negotiations and disagreements. Cannot fail. Lives
// in `arena`; its texts are those of the coding and its document, until record_copy() copies them.
const struct record *record_build(const struct recorder *recorder, const struct coding *coding,
                                  struct arena *arena);
// The document alone; texts as above.
const struct record_document *record_document_of(const struct document *document, struct arena *arena);
