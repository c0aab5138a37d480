// hash.c - multiply and fold, sixteen bytes at once.
//
// Both factors depend on the seed: keys that collide under one seed do not under the next, which intern.c
// relies on.
#include "base/hash.h"

#include "base/eight.h"

#include <blake2.h>

// hash_mix(0, HASH_K1) and hash_mix(0, HASH_K2): most tables have the seed 0.
#define ZERO_FIRST 0x831938fc8e2ea21bu
#define ZERO_SECOND 0xa847eb5381e927bfu

uint64_t hash_bytes(struct slice bytes, uint64_t seed) {
    const char *p = bytes.start;
    size_t left = bytes.length;
    uint64_t first = ZERO_FIRST, second = ZERO_SECOND;
    if (seed != 0) {
        first = hash_mix(seed, HASH_K1);
        second = hash_mix(seed, HASH_K2);
    }
    uint64_t state = first + (uint64_t)bytes.length * HASH_K0;
    for (; left > 16; p += 16, left -= 16)
        state = hash_rotate(state ^ hash_fold(eight_at(p) ^ first, eight_at(p + 8) ^ second), 27) * HASH_K3;
    const uint64_t a = eight_part(p, left), b = left > 8 ? eight_part(p + 8, left - 8) : 0;
    return hash_mix(state ^ hash_fold(a ^ first, b ^ second), a + hash_rotate(b, 32));
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
