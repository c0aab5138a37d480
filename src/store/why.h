// why.h - why an entry is in the record: its sentence, who says so, what made it, what it was joined with.
#pragma once

#include "store/cells.h"
#include "store/store.h"

enum why_form { WHY_TEXT, WHY_JSON };

// Writes all that is known about `id`: a happening, an event, a figure, a statement, a captive, talks, a
// disagreement, an actor or a document. In the sentence the words that name the entry stand in brackets.
// False with `error` when there is no such entry.
bool why_write(struct store *store, struct slice id, enum why_form form, struct bytes *to,
               struct error *error);
