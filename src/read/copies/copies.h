// copies.h - fingerprints by which near copies of a story are found: wire copies, updates, cuts.
//
// A fingerprint is a plain value of fixed size, meant to be kept in a store and compared across runs and
// machines: the same text gives the same one everywhere. An index of fingerprints grows in memory; it belongs
// to one thread. Documents that are copies of each other form a group, known by its first document.
#pragma once

#include "read/document.h"

#define FINGERPRINT_VERSION 2u // of how a text becomes a fingerprint; different ones are never compared
#define FINGERPRINT_SLOTS 128
#define FINGERPRINT_BYTES 262 // as written

struct fingerprint {
    uint16_t version;
    uint32_t shingles; // three words in a row: how many the text has
    uint16_t slots[FINGERPRINT_SLOTS];
};

// Of the story alone: captions, credits and the title have no part in it.
void fingerprint_of(const struct document *document, struct fingerprint *fingerprint);
// Of any clean UTF-8 text; words do not run on over a line end. Linear, needs no memory.
void fingerprint_of_text(struct slice text, struct fingerprint *fingerprint);

// The fingerprint as bytes for a store, and back. False when the bytes are not of this version.
void fingerprint_write(const struct fingerprint *fingerprint, uint8_t bytes[FINGERPRINT_BYTES]);
bool fingerprint_read(const uint8_t bytes[FINGERPRINT_BYTES], struct fingerprint *fingerprint);

// How much of the shorter text stands in the longer one, 0 to 1, estimated. 0 when neither has three words.
double fingerprint_similarity(const struct fingerprint *a, const struct fingerprint *b);
// Is one of them a near copy of the other?
bool fingerprint_is_copy(const struct fingerprint *a, const struct fingerprint *b);

struct copies; // opaque: an index of what was added

struct copy {
    const char *original; // id of the first document of the group; NULL when there is no earlier near copy
    double similarity;    // to the most similar document of that group
    struct slice agency;  // whose wire the group came from: the first one that a document of it names, else
                          // empty; what was added tells too
};

struct copies *copies_new(void);         // owned by the caller
void copies_free(struct copies *copies); // NULL is fine

// The best earlier near copy of what `fingerprint` is of; of equally similar ones, the one added first. What
// `copy` points to lives as long as the index. Well under a millisecond among a million.
void copies_lookup(struct copies *copies, const struct fingerprint *fingerprint, struct copy *copy);
// Looks up, then adds the document to the group found or as the first of a new one. `id` as in struct
// document; `agency` may be empty.
void copies_add(struct copies *copies, const struct fingerprint *fingerprint, const char *id,
                struct slice agency, struct copy *copy);
size_t copies_held(const struct copies *copies); // bytes of memory
