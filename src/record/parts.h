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

struct stage { // one row of stages.txt
    struct slice act;
    struct slice type, factuality; // empty: any
    struct slice stage;
    unsigned rank; // the farthest stage that the text tells of is the negotiation's
    bool founds;   // alone a negotiation
};
// The finest row for an event; NULL when it is no part of a negotiation.
const struct stage *recorder_stage(const struct recorder *recorder, const struct event *event);
// Whether only one person at a time holds this office ("Prime Minister").
bool recorder_is_sole_office(const struct recorder *recorder, struct slice title, struct arena *arena);

// disagreements.c: records of one document that cannot all hold.
struct disagreements {
    const struct disagreement *items;
    size_t count;
};
struct disagreements disagreements_find(const struct recorder *recorder, const struct coding *coding,
                                        struct arena *arena);

// The actor at the end of the chain of `represents`: the state behind a ministry behind its spokesman.
uint32_t record_principal(const struct meaning *meaning, uint32_t entity);
// "talks" covers "talks" and "talks.phone".
bool record_act_is(struct slice act, struct slice general);
// The id of record `index` of `kind`.
struct record_id record_id_of(const struct document *document, const char *kind, size_t index,
                              struct span where);
