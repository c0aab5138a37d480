// hash.c - multiply and fold.
//
// The product of two 64-bit numbers has 128 bits, each of which depends on many bits of both; folding its
// halves together is the cheapest good mixing that there is. A factor of zero would forget the other one, so
// the product never replaces the state but is added to it by steps that can be undone, and both factors
// depend on the seed: keys that collide under one seed do not under the next, which intern.c relies on.
#include "base/hash.h"

#include <blake2.h>

// hash_mix(0, K1) and hash_mix(0, K2): most tables have the seed 0.
#define ZERO_FIRST 0x831938fc8e2ea21bu
#define ZERO_SECOND 0xa847eb5381e927bfu

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

// Little-endian on every machine; compilers make one load of each.
static uint64_t load_4(const unsigned char *p) {
    return p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24;
}

static uint64_t load_8(const unsigned char *p) {
    return load_4(p) | load_4(p + 4) << 32;
}

// 1 to 8 bytes, by loads that overlap.
static uint64_t load(const unsigned char *p, size_t count) {
    if (count >= 4) return load_4(p) | load_4(p + count - 4) << (8 * (count - 4));
    return p[0] | (uint64_t)p[count / 2] << (8 * (count / 2)) | (uint64_t)p[count - 1] << (8 * (count - 1));
}

uint64_t hash_bytes(struct slice bytes, uint64_t seed) {
    const unsigned char *p = (const unsigned char *)bytes.start;
    size_t left = bytes.length;
    uint64_t first = ZERO_FIRST, second = ZERO_SECOND;
    if (seed != 0) {
        first = hash_mix(seed, K1);
        second = hash_mix(seed, K2);
    }
    uint64_t state = first + (uint64_t)bytes.length * K0;
    for (; left > 16; p += 16, left -= 16)
        state = rotate(state ^ fold(load_8(p) ^ first, load_8(p + 8) ^ second), 27) * K3;
    uint64_t a = 0, b = 0;
    if (left > 8) {
        a = load_8(p);
        b = load(p + 8, left - 8);
    } else if (left == 8) {
        a = load_8(p);
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
