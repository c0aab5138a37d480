// parts.h - the parts of record_build(), for its tests. Parties and events are indices here.
#pragma once

#include "record/recorder.h"

struct indices {
    const uint32_t *items;
    size_t count;
};

// negotiations.c: talks joined into processes, with their stage.
struct negotiation {
    struct span issue; // empty when not said
    struct indices parties, mediators, not_taking_part;
    struct slice stage;
    struct span conditions;   // empty when not said
    const char *first, *last; // NULL when unknown
    struct indices events;
};
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

// disagreements.c: entries of one document that cannot all hold.
enum disagreement_kind {
    DISAGREEMENT_FIGURE,
    DISAGREEMENT_NAME,
    DISAGREEMENT_ROLE,
    DISAGREEMENT_DATE,
    DISAGREEMENT_FACTUALITY,
    DISAGREEMENT_PARTY
};
struct disagreement {
    enum disagreement_kind kind;
    enum record_kind entries; // what `records` counts in: entities, events or figures
    struct indices records;
    struct span evidence[2]; // the words that differ, in order of the text
};
struct disagreements {
    const struct disagreement *items;
    size_t count;
};
struct disagreements disagreements_find(const struct recorder *recorder, const struct coding *coding,
                                        struct arena *arena);

// The actor at the end of the chain of `represents`: the state behind a ministry behind its spokesman.
uint32_t recorder_principal(const struct meaning *meaning, uint32_t entity);
// "talks" covers "talks" and "talks.phone".
bool record_act_is(struct slice act, struct slice general);

#define RECORD_ID_LENGTH 16 // hexadecimal digits
// The id of entry `index` of `kind`: a hash of the document's id, kind and place, the same in every run.
struct slice record_id_of(const struct document *document, const char *kind, size_t index, struct span where,
                          struct arena *arena);
