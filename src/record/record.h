// record.h - one document's record as a value: what was read, and what it says.
//
// Knows base only. The members of each struct are the fields of schema.h, where their meaning stands: struct
// record_event is made from RECORD_EVENT. A record is a tree of plain values in one arena; whoever makes one
// says whose text it points to. It is built from a document's coding by recorder.h, copied out by
// record_copy(), written and read as JSON here, and laid out in flat tables by columns.h.
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "record/schema.h"

#include <math.h>

// An id of another object of the record; an empty id is null.
struct record_ref {
    struct slice id;
    uint32_t index; // in the record's list of that kind; RECORD_NONE when it is not there
};
#define RECORD_NONE UINT32_MAX

struct record_texts {
    const struct slice *items; // [count]
    size_t count;
};
struct record_refs {
    const struct record_ref *items; // [count]
    size_t count;
};

// struct record_events { const struct record_event *items; size_t count; } and so on for each kind; and lists
// of such lists.
#define RECORD_LIST(symbol, name, tag, meaning)                                                              \
    struct tag;                                                                                              \
    struct record_##name##_list {                                                                            \
        const struct tag *items; /* [count] */                                                               \
        size_t count;                                                                                        \
    };                                                                                                       \
    struct record_##name##_lists {                                                                           \
        const struct record_##name##_list *items; /* [count] */                                              \
        size_t count;                                                                                        \
    };
RECORD_KINDS(RECORD_LIST)
#undef RECORD_LIST

// A member for each field. Text and dates that are null are empty; numbers that are null are NAN; objects
// that are null are NULL.
#define RECORD_MEMBER_ID(of, name) struct slice name;
#define RECORD_MEMBER_TEXT(of, name) struct slice name;
#define RECORD_MEMBER_CHOICE(of, name) struct slice name;
#define RECORD_MEMBER_DATE(of, name) struct slice name;
#define RECORD_MEMBER_REF(of, name) struct record_ref name;
#define RECORD_MEMBER_INTEGER(of, name) uint32_t name;
#define RECORD_MEMBER_COUNT(of, name) double name;
#define RECORD_MEMBER_NUMBER(of, name) double name;
#define RECORD_MEMBER_BOOLEAN(of, name) bool name;
#define RECORD_MEMBER_TEXTS(of, name) struct record_texts name;
#define RECORD_MEMBER_CHOICES(of, name) struct record_texts name;
#define RECORD_MEMBER_REFS(of, name) struct record_refs name;
#define RECORD_MEMBER_ONE(of, name) const struct record_##of *name;
#define RECORD_MEMBER_MANY(of, name) struct record_##of##_list name;
#define RECORD_MEMBER_LISTS(of, name) struct record_##of##_lists name;
#define RECORD_MEMBER(type, of, name, meaning, standard, null_when) RECORD_MEMBER_##type(of, name)
#define RECORD_STRUCT(symbol, name, tag, meaning)                                                            \
    struct tag {                                                                                             \
        RECORD_##symbol(RECORD_MEMBER)                                                                       \
    };
RECORD_KINDS(RECORD_STRUCT)
#undef RECORD_STRUCT

// All of `record`, its texts included, copied into `arena`: it owns what it says.
const struct record *record_copy(const struct record *record, struct arena *arena);
const struct record_document *record_document_copy(const struct record_document *document,
                                                   struct arena *arena);

// The same, as a near copy of the document `copy_of` of the wire `origin` (may be empty). Shares all else.
const struct record *record_as_copy(const struct record *record, struct slice copy_of, struct slice origin,
                                    struct arena *arena);
const struct record_document *record_document_as_copy(const struct record_document *document,
                                                      struct slice copy_of, struct slice origin,
                                                      struct arena *arena);

// One JSON object on one line, ending in "\n": the same record gives the same bytes. Lives in `arena`.
struct slice record_write_json(const struct record *record, struct arena *arena);
struct slice record_write_document_json(const struct record_document *document, struct arena *arena);
// What record_write_json() wrote, of this version or an older one: keys that are not known are left out, keys
// that are missing read as null. NULL with `error`, whose message names the place in the object
// ("events[3].evidence.trigger"), when it is no JSON, a value is of another type than its field's, or a span
// says other words than the document's text. Everything is copied into `arena`.
const struct record *record_read_json(struct slice json, struct arena *arena, struct error *error);

// The entity of a reference; NULL when it is null or not in the record.
const struct record_entity *record_entity_of(const struct record *record, struct record_ref entity);
// The actor at the end of the chain of `represents`: the state behind a ministry behind its spokesman.
const struct record_entity *record_principal(const struct record *record, struct record_ref entity);
// A contact: an event in which two or more act alike, and nobody on anybody.
bool record_event_is_contact(const struct record_event *event);
