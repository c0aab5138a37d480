// linear.h - linear models over hashed features, as they are shipped.
//
// A feature is a 64-bit hash; it has one weight for each label, most of them zero. Two forms, both open hash
// tables of 64-byte buckets, so that one feature costs one cache line or two:
//
//   bucket  { check u16[8], dense: weight s16[8][3], sparse: offset u32[8], count u8[8], 8 zero bytes }
//
// Check 0 is an empty entry. The dense form has at most 3 labels. The sparse form has up to 255, and a pool
// of pairs { label u8, code s8 }; a code stands for its square, with its sign: small weights keep their
// differences beside large ones. All eight checks of a bucket are compared at once.
//
// A section holds: header { magic u32, labels u32, buckets u32, pool u32 (pairs), scale f32, 44 zero bytes },
// the buckets, the pool. Weights are small integers, so that scores are the same on every machine; `scale`
// turns a score back into the trainer's unit, for confidences only. A feature that was pruned in training
// weighs nothing; one that was never seen meets another's check once in ten thousand look-ups.
#pragma once

#include "base/arena.h"

enum linear_form { LINEAR_DENSE = 1, LINEAR_SPARSE = 2 };

#define LINEAR_DENSE_LABELS 3u
#define LINEAR_LABELS_LIMIT 255u

struct linear {
    enum linear_form form;
    uint32_t labels, buckets;
    const unsigned char *table; // 64 * buckets bytes, aligned to 64
    const uint8_t *pool;        // pairs label, weight
    uint32_t pool_pairs;
    float scale;
};

// Reads a section made by linear_pack(). False when it is cut short or not consistent.
bool linear_open(struct slice section, struct linear *linear);

// Asks for the buckets of `features[count]`: what is scored later waits less.
void linear_prefetch(const struct linear *linear, const uint64_t *features, unsigned count);
// Adds the weights of `features[count]` to `scores[labels]`, which the caller has set.
void linear_score(const struct linear *linear, const uint64_t *features, unsigned count, int32_t *scores);

#define LINEAR_WEIGHT(code) ((int32_t)(code) * ((code) < 0 ? -(code) : (code)))
int linear_code(float weight); // nearest code, -127 to 127

// One trained feature for linear_pack(): `weights[labels]`: integers (dense) or codes (sparse).
struct linear_row {
    uint64_t feature;
    const int16_t *weights;
};
// The section for these rows, in `arena`. Rows come in any order, but the same order gives the same bytes.
struct slice linear_pack(enum linear_form form, uint32_t labels, float scale, const struct linear_row *rows,
                         size_t count, struct arena *arena);

// Hash of a feature: the number of its template and up to four values.
static inline uint64_t feature_of(uint32_t template_number, uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
    uint64_t h = (uint64_t)template_number * 0x9E3779B97F4A7C15u + (uint64_t)a * 0xD6E8FEB86659FD93u +
                 (uint64_t)b * 0xA0761D6478BD642Fu + (uint64_t)c * 0xE7037ED1A0B428DBu +
                 (uint64_t)d * 0x8EBC6AF09C88C6E3u;
    h ^= h >> 29;
    h *= 0xBF58476D1CE4E5B9u;
    h ^= h >> 32;
    h *= 0x94D049BB133111EBu;
    return h ^ (h >> 31);
}
