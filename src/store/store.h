// store.h - the records of many documents, kept in a file or on a server, and what they say together.
//
// Knows base, read's fingerprints and record. Behind it stand SQLite and PostgreSQL (database.h), which hold
// the same rows. Documents are known by their text: adding one again changes nothing. What was told to be
// committed is on the disk. A store belongs to one thread at a time; any number of programs may have one
// open.
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "read/copies/copies.h"
#include "record/record.h"
#include "store/database.h"

#define STORE_SCHEMA 1 // number of the newest schema

struct store; // opaque

enum store_mode {
    STORE_READ,
    STORE_WRITE,
    STORE_CREATE, // made where there is none
};
// `where`: a file, or "postgresql://...". An older schema is brought up to date where it may be written. NULL
// with `error`. Owned by the caller.
struct store *store_open(const char *where, enum store_mode mode, struct error *error);
void store_close(struct store *store); // NULL is fine
struct database *store_database(struct store *store);

struct store_maker { // who made a record
    struct slice program, knowledge, models;
};

// What the store has of a text.
enum store_state {
    STORE_ABSENT,
    STORE_ELSEWHERE, // the text, but not from this place
    STORE_STALE,     // made by another maker
    STORE_PRESENT,
};
// `place`: URL, else source.
bool store_state_of(struct store *store, struct slice id, struct slice place, const struct store_maker *maker,
                    enum store_state *state, struct error *error);

enum store_added {
    STORE_NEW,
    STORE_REPLACED, // coded anew, or its earlier publication found
    STORE_NOTED,    // the text was there, this place of it is new
    STORE_UNCHANGED,
};
// Between store_begin() and store_commit(). `fingerprint` as fingerprint_of() gives it.
bool store_add(struct store *store, const struct record *record, const struct fingerprint *fingerprint,
               const struct store_maker *maker, enum store_added *added, struct error *error);
bool store_remove(struct store *store, struct slice id, struct error *error);
bool store_begin(struct store *store, struct error *error);
bool store_commit(struct store *store, struct error *error); // when it returns true it is on the disk
void store_rollback(struct store *store);

// The record of a document; NULL with `error` when it is not there or damaged. Everything lives in `arena`.
const struct record *store_record(struct store *store, struct slice id, struct arena *arena,
                                  struct error *error);

// Makes anew what follows from all documents together: one transaction. `joined`: how many of each; may be
// NULL.
struct store_joined {
    size_t documents, origins, events, happenings, entities, actors, captivities, talks, conflicts;
};
bool store_join(struct store *store, struct store_joined *joined, struct error *error);
// Whether documents or decisions came after the last store_join().
bool store_is_joined(struct store *store, bool *is_joined, struct error *error);

// The record as it stood at the end of `day` (YYYY-MM-DD): from here on all queries of this store are about
// what was published until then, joined anew in temporary tables. Documents without a day are left out.
bool store_as_of(struct store *store, struct slice day, struct error *error);

// `check`: hashes, keys, and each span of evidence cut out of its text again. Each fault is told to `say`;
// false when the store could not be read.
struct store_checked {
    size_t documents, spans, rows, faults;
};
bool store_check(struct store *store, void (*say)(void *context, const char *fault), void *context,
                 struct store_checked *checked, struct error *error);
