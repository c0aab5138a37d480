// hash.h - numbers for bytes: a fast one for tables, a strong one for identity.
#pragma once

#include "base/slice.h"

// 64 bits, the same on every machine and in every run (no seed: tables that take hostile keys bound their
// probes).
uint64_t hash_bytes(struct slice bytes, uint64_t seed);

// Odd, half of the bits set: the golden ratio, and the fractions of the square roots of 2, 3 and 5.
#define HASH_K0 UINT64_C(0x9e3779b97f4a7c15)
#define HASH_K1 UINT64_C(0x6a09e667f3bcc909)
#define HASH_K2 UINT64_C(0xbb67ae8584caa73b)
#define HASH_K3 UINT64_C(0x3c6ef372fe94f82b)

static inline uint64_t hash_rotate(uint64_t value, unsigned by) {
    return value << by | value >> (64 - by);
}

// The product of two 64-bit numbers has 128 bits, each of which depends on many bits of both; folding its
// halves together is the cheapest good mixing that there is.
__extension__ typedef unsigned __int128 hash_wide;
static inline uint64_t hash_fold(uint64_t a, uint64_t b) {
    const hash_wide product = (hash_wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// What up to eight bytes add to the hash of a word or a name. Each step can be undone, so that no two of up
// to eight bytes have one hash. It must not change: models and kept fingerprints have what it gives.
static inline uint64_t hash_step(uint64_t hash, uint64_t eight) {
    hash = (hash ^ eight) * UINT64_C(0x9ddfea08eb382d69);
    return hash ^ hash >> 32;
}

// Mixes two numbers into one. A factor of zero would forget the other one, so the product never replaces the
// state but is added to it by steps that can be undone.
static inline uint64_t hash_mix(uint64_t a, uint64_t b) {
    uint64_t state = (a ^ HASH_K0) * HASH_K1 + hash_rotate(b ^ HASH_K2, 29);
    state ^= hash_fold(a ^ HASH_K3, b ^ HASH_K0);
    state ^= state >> 32;
    state *= HASH_K2;
    return state ^ state >> 29;
}

#define DIGEST_BYTES 32
// BLAKE2b with 256 bits (RFC 7693, through libb2).
void digest_bytes(struct slice bytes, uint8_t digest[DIGEST_BYTES]);
// The first `bytes` bytes of a digest as lower-case hexadecimal with a NUL; `text` holds 2 * bytes + 1.
void digest_hex(const uint8_t digest[DIGEST_BYTES], size_t bytes, char *text);
