// runs.c - a bit for each byte of a run; where two neighbours differ, a run begins or ends.
#include "read/text/runs.h"

// A bit for each of the eight bytes that belongs to a run. The product puts the marks beside each other.
static inline uint64_t run_bits(uint64_t eight) {
    const uint64_t marks = eight_letters(eight) | (eight & EIGHT_TOPS);
    return (marks >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

// The same of the 64 bytes from `at` on.
static inline uint64_t many_run_bits(struct slice text, size_t at) {
    const char *start = text.start + at;
    const size_t left = text.length - at;
    uint64_t bits = 0;
    if (left >= 64) {
        for (size_t i = 0; i < 64; i += 8) bits |= run_bits(eight_at(start + i)) << i;
    } else {
        for (size_t i = 0; i < left; i += 8) bits |= run_bits(eight_part(start + i, left - i)) << i;
    }
    return bits;
}

bool runs_look_ahead(struct runs *runs) {
    const struct slice text = runs->text;
    size_t at = runs->at;
    if (at >= text.length) return false;
    const size_t end = text.length - at > RUNS_STRETCH ? at + RUNS_STRETCH : text.length;
    uint32_t *to = runs->edges;
    uint64_t before = runs->inside;
    if (runs->count % 2) *to++ = runs->edges[runs->count - 1];
    for (; at < end; at += 64) {
        const uint64_t bits = many_run_bits(text, at);
        for (uint64_t edges = bits ^ (bits << 1 | before); edges != 0; edges &= edges - 1)
            *to++ = (uint32_t)at + (uint32_t)__builtin_ctzll(edges);
        before = bits >> 63;
    }
    if (end == text.length && before) *to++ = (uint32_t)end;
    runs->at = at;
    runs->inside = before;
    runs->count = (size_t)(to - runs->edges);
    return true;
}
