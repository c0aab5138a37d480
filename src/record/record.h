// record.h - one document's result as typed records: what coding found, with ids, and what follows from it.
//
// Knows base, knowledge, read's document, language, meaning and coding. Negotiations and disagreements are
// built here, from the coded records alone. Everything lives in the document's arena; parties are indices
// into meaning->entities.
#pragma once

#include "base/error.h"
#include "coding/coding.h"

#define RECORD_ID_LENGTH 16 // hexadecimal digits

enum record_kind {
    RECORD_EVENT,
    RECORD_STATEMENT,
    RECORD_FIGURE,
    RECORD_CAPTIVE,
    RECORD_ENTITY,
    RECORD_KINDS
};

struct record_id {
    char text[RECORD_ID_LENGTH + 1]; // a hash of document id, kind and position: the same in every run
};

struct indices {
    const uint32_t *items;
    size_t count;
};

struct negotiation { // a process, built from its events
    struct record_id id;
    struct span issue;                                  // the text's words; empty when not said
    struct indices parties, mediators, not_taking_part; // entities
    struct slice stage;     // contacts, proposal, agreed, implemented, stalled, broken-off
    struct span conditions; // empty when not said
    char first[11], last[11];
    struct indices events;
};

enum disagreement_kind {
    DISAGREEMENT_FIGURE,
    DISAGREEMENT_NAME,
    DISAGREEMENT_ROLE,
    DISAGREEMENT_DATE,
    DISAGREEMENT_FACTUALITY,
    DISAGREEMENT_PARTY
};
const char *disagreement_kind_name(enum disagreement_kind kind);

struct disagreement { // two or more records that cannot all hold
    struct record_id id;
    enum disagreement_kind kind;
    enum record_kind record_kind; // what `records` counts in
    struct indices records;
    const struct span *evidence; // [evidence_count] the words that differ, in order of the text
    size_t evidence_count;
};

struct record {
    const struct coding *coding;
    const struct record_id *events, *statements, *figures, *captives; // [count of coding]
    const bool *is_shown; // [entity_count] named, or part of a record: others are words that nothing came of
    const struct negotiation *negotiations;
    size_t negotiation_count;
    const struct disagreement *disagreements;
    size_t disagreement_count;
};

struct recorder; // opaque: the stages of negotiations, the offices that only one person holds
// Borrows `knowledge`, tables of `language`. NULL with `error`. Owned by the caller.
struct recorder *recorder_open(const struct knowledge *knowledge, struct slice language, struct error *error);
void recorder_close(struct recorder *recorder); // NULL is fine
// Cannot fail.
const struct record *record_build(const struct recorder *recorder, const struct coding *coding,
                                  struct arena *arena);

// The form of handbook records.md: one JSON object on one line, ending in "\n". Lives in `arena`.
struct slice record_json(const struct record *record, struct arena *arena);
// The document alone, in the same form.
struct slice record_document_json(const struct document *document, struct arena *arena);
// Where in both a copy's original and its agency are put by whoever knows the documents before it: the first
// place of these bytes.
#define RECORD_JSON_HOLE "\"copy_of\":null,\"origin\":null"
struct slice record_json_text(struct slice text, struct arena *arena); // a JSON string, or null when empty
// A page for people, lines of at most `width` columns where words allow it; with colour for terminals if
// asked.
struct slice record_page(const struct record *record, unsigned width, bool colour, struct arena *arena);
// The document alone, in the same form: what was read, for eyes.
struct slice record_document_page(const struct document *document, unsigned width, bool colour,
                                  struct arena *arena);
