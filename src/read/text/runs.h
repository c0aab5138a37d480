// runs.h - where the runs of letters begin and end in a text.
//
// A run is made of letters of ASCII and of whatever has more bytes than one, so that most runs are words.
// Where they begin and end is found for a stretch of text at a time, by masks of bits: a loop over its bytes
// would have to guess at each word how long it is.
#pragma once

#include "base/eight.h"
#include "base/slice.h"

#define RUNS_STRETCH 512 // bytes

struct runs {
    struct slice text;                // below 4 GB
    size_t at;                        // so far was looked
    bool inside;                      // there a run goes on
    uint32_t edges[RUNS_STRETCH + 2]; // in turns where a run begins and where it ends
    size_t count;
};

static inline void runs_begin(struct runs *runs, struct slice text) {
    runs->text = text;
    runs->at = runs->count = 0;
    runs->inside = false;
}

// The edges of the next stretch; false at the text's end. Of an odd number the last is where a run begins
// that ends in a later stretch; then it is the first one.
//     while (runs_look_ahead(&runs))
//         for (size_t i = 1; i < runs.count; i += 2) use(runs.edges[i - 1], runs.edges[i]);
bool runs_look_ahead(struct runs *runs);

// The letters of a run, eight in a number, small and with zeros behind them; the second number is for a run
// of more than eight. False when they are not all of ASCII, or too many, or too near to the end of the text.
static inline bool run_letters(struct slice text, struct slice run, uint64_t letters[2]) {
    static const char masks[32] = { [0 ... 15] = (char)0xff };
    if (run.length > 16 || (size_t)(text.start + text.length - run.start) < 16) return false;
    const uint64_t first_mask = eight_at(masks + 16 - run.length), first = eight_at(run.start) & first_mask;
    letters[0] = first | (EIGHT_CASE & first_mask);
    letters[1] = 0;
    if (run.length <= 8) return !(first & EIGHT_TOPS);
    const uint64_t second_mask = eight_at(masks + 24 - run.length),
                   second = eight_at(run.start + 8) & second_mask;
    letters[1] = second | (EIGHT_CASE & second_mask);
    return !((first | second) & EIGHT_TOPS);
}
