// parts.h - the parts of record_build(), for its tests.
#pragma once

#include "record/record.h"

// negotiations.c: talks joined into processes, with their stage.
struct negotiations {
    const struct negotiation *items;
    size_t count;
};
struct negotiations negotiations_find(const struct recorder *recorder, const struct coding *coding,
                                      struct arena *arena);
// The stage that an act of this factuality brings a negotiation to; empty when the act is no part of one. `*rank` says
// how far the stage is.
struct slice recorder_stage(const struct recorder *recorder, struct slice act, enum factuality factuality,
                            unsigned *rank);

// disagreements.c: records of one document that cannot all hold.
struct disagreements {
    const struct disagreement *items;
    size_t count;
};
struct disagreements disagreements_find(const struct coding *coding, struct arena *arena);

// The id of record `index` of `kind`.
struct record_id record_id_of(const struct document *document, const char *kind, size_t index, struct span where);
