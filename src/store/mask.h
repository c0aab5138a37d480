// mask.h - private persons in harm's way, masked by a stable pseudonym.
//
// Masked are persons of a store that hold no office of a country or an organization and are not of the
// tables, and that are captives or to whom violence was done. Office-holders are not. The pseudonym is a hash
// keyed by the store: the same person has the same one in all outputs of a store, and nobody who has not the
// key can find the name by trying. News has published the names already; masking keeps them from being
// gathered.
#pragma once

#include "store/store.h"

struct mask; // opaque
// NULL with `error`. Owned by the caller.
struct mask *mask_open(struct store *store, struct error *error);
void mask_close(struct mask *mask);           // NULL is fine
size_t mask_persons(const struct mask *mask); // how many are masked
// `text` with every name of theirs replaced, family names alone too; the same text when there is none. In
// `arena`.
struct slice mask_text(const struct mask *mask, struct slice text, struct arena *arena);
