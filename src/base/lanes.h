// lanes.h - sixteen bytes at once, as the vectors that GCC and clang know on every machine.
//
// Comparing two gives 255 where it holds and 0 where not.
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define LANES 16u
typedef uint8_t lanes __attribute__((vector_size(LANES)));

static inline lanes lanes_at(const void *start) {
    lanes bytes;
    memcpy(&bytes, start, LANES);
    return bytes;
}

// Has any of them its top bit set?
static inline bool lanes_any_top(lanes bytes) {
    uint64_t halves[2];
    memcpy(halves, &bytes, sizeof halves);
    return (halves[0] | halves[1]) & UINT64_C(0x8080808080808080);
}
