// inflections.h - the forms of words that the tables of a language list, where the model has learned endings.
//
// Only read once it is open: any number of threads may use one.
#pragma once

#include "knowledge/knowledge.h"

struct inflections; // opaque

enum inflected { INFLECTED_VERB, INFLECTED_NOUN };

// Of knowledge/<code>/inflections.txt; without such a table nothing is listed. Lives in `arena`.
struct inflections *inflections_of(const struct knowledge *knowledge, struct slice code, struct arena *arena);
// The lemma of a form in small letters, of which the model says `learned`: that, where the table has it for
// this form or does not list the form; else the table's.
struct slice inflections_lemma(const struct inflections *inflections, enum inflected kind, struct slice form,
                               struct slice learned);
