// amend.h - what people decide about entries: kept beside what documents say, through coding anew.
//
// A decision names an entry by its id and keeps the words where it stood: when coding anew gives the entry at
// these words another id, the decision follows. Joining obeys the decisions in their order.
#pragma once

#include "store/store.h"

struct amendment {
    const char *decision;      // "join" "split" "correct" "reject"
    const char *entry;         // id as the ledgers print it
    const char *other;         // join, split: the second one
    const char *field, *value; // correct
    const char *note, *author; // may be NULL
    const char *made;          // ISO 8601
};
// One transaction; `number`: under which it is kept. False with `error` when there is no such entry, or the
// field of its kind cannot be corrected.
bool store_amend(struct store *store, const struct amendment *amendment, int64_t *number,
                 struct error *error);
// Takes a decision back. False with `error` when there is none of this number.
bool store_amend_undo(struct store *store, int64_t number, struct error *error);
// Inside of joining: decisions whose entries were coded anew find them again.
bool amend_find_again(struct store *store, struct error *error);
// Inside of joining, at its end: corrected fields are put in.
bool amend_correct(struct store *store, struct error *error);
