// invariants.h - what holds for the JSON of any record, whatever the document was.
#pragma once

#include "base/slice.h"

// Whether `json` is one line of JSON in which every span {"start", "end", "text"} lies inside document.text,
// begins and ends between characters and says what stands there; every repair stands where it says; every id
// that a record names is that of an entity or event; no two records share an id; ranges are in order. If not,
// `why` (of `size` bytes) says what.
bool invariants_hold(struct slice json, char *why, size_t size);
