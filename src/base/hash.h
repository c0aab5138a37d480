// hash.h - numbers for bytes: a fast one for tables, a strong one for identity.
#pragma once

#include "base/slice.h"

// 64 bits, the same on every machine and in every run (no seed: tables that take hostile keys bound their
// probes).
uint64_t hash_bytes(struct slice bytes, uint64_t seed);
// Mixes two numbers into one.
uint64_t hash_mix(uint64_t a, uint64_t b);

#define DIGEST_BYTES 32
// BLAKE2b with 256 bits (RFC 7693, through libb2).
void digest_bytes(struct slice bytes, uint8_t digest[DIGEST_BYTES]);
// The first `bytes` bytes of a digest as lower-case hexadecimal with a NUL; `text` holds 2 * bytes + 1.
void digest_hex(const uint8_t digest[DIGEST_BYTES], size_t bytes, char *text);
