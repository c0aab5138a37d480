// hash.c - multiply and fold.
//
// The product of two 64-bit numbers has 128 bits, each of which depends on many bits of both; folding its
// halves together is the cheapest good mixing that there is. A factor of zero would forget the other one, so
// the product never replaces the state but is added to it by steps that can be undone, and both factors
// depend on the seed: keys that collide under one seed do not under the next, which intern.c relies on.
#include "base/hash.h"

#include <blake2.h>

__extension__ typedef unsigned __int128 wide;

// Odd, half of the bits set: the golden ratio, and the fractions of the square roots of 2, 3 and 5.
#define K0 0x9e3779b97f4a7c15u
#define K1 0x6a09e667f3bcc909u
#define K2 0xbb67ae8584caa73bu
#define K3 0x3c6ef372fe94f82bu

static uint64_t fold(uint64_t a, uint64_t b) {
    wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t rotate(uint64_t value, unsigned by) {
    return value << by | value >> (64 - by);
}

uint64_t hash_mix(uint64_t a, uint64_t b) {
    uint64_t state = (a ^ K0) * K1 + rotate(b ^ K2, 29);
    state ^= fold(a ^ K3, b ^ K0);
    state ^= state >> 32;
    state *= K2;
    return state ^ state >> 29;
}

// Little-endian on every machine; compilers make one load of it.
static uint64_t load(const unsigned char *p, size_t count) {
    uint64_t value = 0;
    for (size_t i = 0; i < count; i++) value |= (uint64_t)p[i] << (8 * i);
    return value;
}

uint64_t hash_bytes(struct slice bytes, uint64_t seed) {
    const unsigned char *p = (const unsigned char *)bytes.start;
    size_t left = bytes.length;
    uint64_t first = hash_mix(seed, K1), second = hash_mix(seed, K2);
    uint64_t state = first + (uint64_t)bytes.length * K0;
    for (; left > 16; p += 16, left -= 16)
        state = rotate(state ^ fold(load(p, 8) ^ first, load(p + 8, 8) ^ second), 27) * K3;
    uint64_t a = 0, b = 0;
    if (left > 8) {
        a = load(p, 8);
        b = load(p + 8, left - 8);
    } else if (left == 8) {
        a = load(p, 8);
    } else if (left > 0) {
        a = load(p, left);
    }
    return hash_mix(state ^ fold(a ^ first, b ^ second), a + rotate(b, 32));
}

void digest_bytes(struct slice bytes, uint8_t digest[DIGEST_BYTES]) {
    blake2b(digest, bytes.start, NULL, DIGEST_BYTES, bytes.length, 0);
}

void digest_hex(const uint8_t digest[DIGEST_BYTES], size_t bytes, char *text) {
    for (size_t i = 0; i < bytes; i++) {
        text[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        text[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    text[2 * bytes] = '\0';
}
