// eight.h - eight bytes of text at once.
//
// Most of what is read is ASCII, and most questions about it can be asked of eight bytes for the price of
// one. The first byte is the lowest of the number on every machine. An answer is a number of marks: the top
// bit of each byte that it is true of.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define EIGHT_ONES UINT64_C(0x0101010101010101)
#define EIGHT_TOPS UINT64_C(0x8080808080808080) // the marks of all
#define EIGHT_CASE UINT64_C(0x2020202020202020) // set in small letters of ASCII, not in capitals

// The eight bytes from `start` on.
static inline uint64_t eight_at(const char *start) {
    uint64_t eight;
    memcpy(&eight, start, sizeof eight);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    eight = __builtin_bswap64(eight);
#endif
    return eight;
}

static inline void eight_write(uint64_t eight, char *to) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    eight = __builtin_bswap64(eight);
#endif
    memcpy(to, &eight, sizeof eight);
}

// The first `count` of eight bytes, or all of them where it is more, the others zero. Reads no more.
static inline uint64_t eight_part(const char *start, size_t count) {
    const unsigned char *p = (const unsigned char *)start;
    if (count >= 8) return eight_at(start);
    if (count >= 4) { // by two loads that overlap
        const unsigned char *q = p + count - 4;
        const uint64_t first = p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24;
        const uint64_t last = q[0] | (uint64_t)q[1] << 8 | (uint64_t)q[2] << 16 | (uint64_t)q[3] << 24;
        return first | last << (8 * (count - 4));
    }
    if (count == 0) return 0;
    return p[0] | (uint64_t)p[count / 2] << (8 * (count / 2)) | (uint64_t)p[count - 1] << (8 * (count - 1));
}

// The letters of ASCII.
static inline uint64_t eight_letters(uint64_t eight) {
    const uint64_t small = (eight | EIGHT_CASE) & ~EIGHT_TOPS;
    return ((small + EIGHT_ONES * (0x80 - 'a')) ^ (small + EIGHT_ONES * (0x7f - 'z'))) & ~eight & EIGHT_TOPS;
}

// The capital letters of ASCII.
static inline uint64_t eight_capitals(uint64_t eight) {
    const uint64_t low = eight & ~EIGHT_TOPS;
    return ((low + EIGHT_ONES * (0x80 - 'A')) ^ (low + EIGHT_ONES * (0x7f - 'Z'))) & ~eight & EIGHT_TOPS;
}

// The digits of ASCII.
static inline uint64_t eight_digits(uint64_t eight) {
    const uint64_t low = eight & ~EIGHT_TOPS;
    return ((low + EIGHT_ONES * (0x80 - '0')) ^ (low + EIGHT_ONES * (0x7f - '9'))) & ~eight & EIGHT_TOPS;
}

// The controls of ASCII below the space.
static inline uint64_t eight_controls(uint64_t eight) {
    return ~(((eight & ~EIGHT_TOPS) + EIGHT_ONES * (0x80 - ' ')) | eight) & EIGHT_TOPS;
}

// The bytes that are `byte`.
static inline uint64_t eight_equal(uint64_t eight, unsigned char byte) {
    const uint64_t differences = eight ^ EIGHT_ONES * byte;
    return ~(((differences & ~EIGHT_TOPS) + ~EIGHT_TOPS) | differences) & EIGHT_TOPS;
}

// Which byte is the first with a mark, of which there must be one.
static inline size_t eight_first(uint64_t marks) {
    return (size_t)__builtin_ctzll(marks) / 8;
}

// All bits of the bytes before the first with a mark; of all when none has.
static inline uint64_t eight_before(uint64_t marks) {
    return ((marks & -marks) >> 7) - 1;
}

// How many have a mark.
static inline size_t eight_count(uint64_t marks) {
    return (size_t)((marks >> 7) * EIGHT_ONES >> 56);
}
