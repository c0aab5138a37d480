// lanes.h - sixteen bytes at once, as the vectors that GCC and clang know on every machine.
//
// Comparing two gives 255 where it holds and 0 where not.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define LANES 16u
typedef uint8_t lanes __attribute__((vector_size(LANES)));

static inline lanes lanes_at(const void *start) {
    lanes bytes;
    memcpy(&bytes, start, LANES);
    return bytes;
}

// The first of them that is not 255; LANES when all are.
static inline size_t lanes_first_not(lanes bytes) {
    uint64_t halves[2];
    memcpy(halves, &bytes, sizeof halves);
    for (unsigned i = 0; i < 2; i++) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        halves[i] = __builtin_bswap64(halves[i]);
#endif
        if (~halves[i]) return 8 * i + (size_t)__builtin_ctzll(~halves[i]) / 8;
    }
    return LANES;
}

// Has any of them its top bit set?
static inline bool lanes_any_top(lanes bytes) {
    uint64_t halves[2];
    memcpy(halves, &bytes, sizeof halves);
    return (halves[0] | halves[1]) & UINT64_C(0x8080808080808080);
}
