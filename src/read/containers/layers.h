// layers.h - a file and the decompressions over it, each a layer that reads from the one below.
//
// For stream.c. A layer belongs to one thread.
#pragma once

#include <signal.h>

#include "base/error.h"

#define LAYER_INPUT (256u << 10)
#define LAYER_START (4u << 10) // bytes of a file that are read to see what it is
#define LAYER_BACK (64u << 10) // bytes of a member that are kept to search again when it is damaged
#define LAYER_AHEAD 64u        // bytes that may be looked at before they are read
#define LAYER_LOSSES 64u       // damaged members that are kept in mind, the latest

struct layer;

enum layer_step {
    LAYER_GOES_ON,
    LAYER_MEMBER_ENDS,   // one member is whole; another may follow
    LAYER_DAMAGED,       // what comes is no such data
    LAYER_TOO_LARGE,     // needs more memory than we give
    LAYER_NO_DICTIONARY, // needs a dictionary that is not there
};

struct layer_kind {
    const char *name; // "gzip"
    // Whether a member may begin so. `start`: LAYER_AHEAD bytes, fewer at the end of the input: then as far
    // as they go.
    bool (*begins)(struct slice start);
    char first;          // byte of a member
    void *(*open)(void); // the decoder's state; NULL when memory is out
    void (*close)(void *state);
    // Takes from `*in`, gives to `*out`, and moves both.
    enum layer_step (*step)(void *state, struct slice *in, char **out, size_t *room, bool is_last);
    void (*restart)(void *state); // for the next member
};
extern const struct layer_kind layer_kinds[]; // ends with a NULL name

void layer_stop_by(const volatile sig_atomic_t *stop); // see stream_stop_by()
struct layer *layer_of_file(int descriptor);      // closed with the layer
struct layer *layer_of_bytes(struct slice bytes); // borrowed
// The first bytes to come, `wanted` of them (at most LAYER_AHEAD), fewer at the end.
struct slice layer_peek(struct layer *layer, size_t wanted);
// Over `below`, which goes with it.
struct layer *layer_over(struct layer *below, const struct layer_kind *kind);
void layer_close(struct layer *layer); // and those below
// Up to `most` bytes, at least 1; 0 at the end or after a failure.
size_t layer_read(struct layer *layer, char *into, size_t most);
// The bytes taken from the file at the bottom.
uint64_t layer_bytes_read(const struct layer *layer);
// The failure of the lowest layer that has one, since those above follow from it; NULL when there is none.
const struct error *layer_failure(const struct layer *layer);
// Whether some of the bytes [start, end) that this layer has given are of a member that turned out damaged
// there.
bool layer_is_doubtful(const struct layer *layer, uint64_t start, uint64_t end);
