// linear.c - see linear.h for the layout.
//
// Scoring first asks for all the buckets and only then reads them: the table does not fit a core's own cache,
// and the wait for one line hides the wait for the next.
#include "language/linear.h"

#include <math.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define MAGIC 0x4c4e5232u // "LNR2"
#define HEADER 64u
#define BUCKET 64u
#define ENTRIES 8u
#define PROBES 64u // buckets looked at before a feature counts as absent; packing keeps within it

struct header {
    uint32_t magic, form, labels, buckets, pool_pairs;
    float scale;
    uint8_t reserved[40];
};

static uint32_t bucket_of(uint64_t feature, uint32_t buckets) {
    return (uint32_t)(((feature >> 32) * buckets) >> 32);
}

static uint16_t check_of(uint64_t feature) {
    uint16_t check = (uint16_t)feature;
    return check ? check : 1;
}

// Entry of the bucket with this check; 8 when it is not there, 9 when it is not there and there is room.
static inline unsigned find_check(const unsigned char *bucket, uint16_t check) {
#ifdef __SSE2__
    __m128i checks = _mm_load_si128((const __m128i *)(const void *)bucket);
    unsigned same = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi16(checks, _mm_set1_epi16((short)check)));
    if (same) return (unsigned)__builtin_ctz(same) / 2;
    return _mm_movemask_epi8(_mm_cmpeq_epi16(checks, _mm_setzero_si128())) ? 9 : 8;
#else
    uint16_t checks[ENTRIES];
    unsigned room = 8;
    memcpy(checks, bucket, sizeof checks);
    for (unsigned k = 0; k < ENTRIES; k++) {
        if (checks[k] == check) return k;
        if (checks[k] == 0) room = 9;
    }
    return room;
#endif
}

#define DENSE_WEIGHTS 16u
#define SPARSE_OFFSETS 16u
#define SPARSE_COUNTS 48u

bool linear_open(struct slice section, struct linear *linear) {
    struct header header;
    if (section.length < HEADER) return false;
    memcpy(&header, section.start, sizeof header);
    if (header.magic != MAGIC || header.buckets == 0 || header.labels == 0) return false;
    if (header.form == LINEAR_DENSE ? header.labels > LINEAR_DENSE_LABELS
                                    : header.form != LINEAR_SPARSE || header.labels > LINEAR_LABELS_LIMIT)
        return false;
    if (section.length < HEADER + (uint64_t)header.buckets * BUCKET + (uint64_t)header.pool_pairs * 2)
        return false;
    *linear = (struct linear){ .form = header.form,
                               .labels = header.labels,
                               .buckets = header.buckets,
                               .table = (const unsigned char *)section.start + HEADER,
                               .pool_pairs = header.pool_pairs,
                               .scale = header.scale };
    linear->pool = linear->table + (size_t)header.buckets * BUCKET;
    if (header.form == LINEAR_SPARSE) { // what scoring relies on, once for all
        for (size_t i = 0; i < header.buckets; i++) {
            const unsigned char *bucket = linear->table + i * BUCKET;
            for (unsigned k = 0; k < ENTRIES; k++) {
                uint32_t offset, count = bucket[SPARSE_COUNTS + k];
                memcpy(&offset, bucket + SPARSE_OFFSETS + 4 * k, 4);
                if ((uint64_t)offset + count > header.pool_pairs) return false;
            }
        }
        for (uint32_t i = 0; i < header.pool_pairs; i++)
            if (linear->pool[2 * (size_t)i] >= header.labels) return false;
    }
    return true;
}

static void score_dense(const struct linear *linear, const uint64_t *features, unsigned count,
                        int32_t *scores) {
    int32_t s0 = 0, s1 = 0, s2 = 0;
    for (unsigned i = 0; i < count; i++) {
        uint32_t at = bucket_of(features[i], linear->buckets);
        uint16_t check = check_of(features[i]);
        for (unsigned probe = 0; probe < PROBES; probe++) {
            const unsigned char *bucket = linear->table + (size_t)at * BUCKET;
            unsigned k = find_check(bucket, check);
            if (k < ENTRIES) {
                const int16_t *weights = (const int16_t *)(const void *)(bucket + DENSE_WEIGHTS + 6 * k);
                s0 += weights[0];
                s1 += weights[1];
                s2 += weights[2];
            }
            if (k != 8) break;
            if (++at == linear->buckets) at = 0;
        }
    }
    scores[0] += s0;
    if (linear->labels > 1) scores[1] += s1;
    if (linear->labels > 2) scores[2] += s2;
}

static void score_sparse(const struct linear *linear, const uint64_t *features, unsigned count,
                         int32_t *scores) {
    uint32_t found[256];
    uint8_t counts[256];
    unsigned hits = 0;
    for (unsigned i = 0; i < count; i++) {
        uint32_t at = bucket_of(features[i], linear->buckets);
        uint16_t check = check_of(features[i]);
        for (unsigned probe = 0; probe < PROBES; probe++) {
            const unsigned char *bucket = linear->table + (size_t)at * BUCKET;
            unsigned k = find_check(bucket, check);
            if (k < ENTRIES) {
                memcpy(&found[hits], bucket + SPARSE_OFFSETS + 4 * k, 4);
                counts[hits] = bucket[SPARSE_COUNTS + k];
                __builtin_prefetch(linear->pool + 2 * (size_t)found[hits++]);
            }
            if (k != 8) break;
            if (++at == linear->buckets) at = 0;
        }
    }
    for (unsigned i = 0; i < hits; i++) {
        const uint8_t *pair = linear->pool + 2 * (size_t)found[i];
        for (uint32_t k = 0; k < counts[i]; k++, pair += 2) scores[pair[0]] += LINEAR_WEIGHT((int8_t)pair[1]);
    }
}

int linear_code(float weight) {
    float code = roundf(sqrtf(fabsf(weight)));
    if (code > 127.0f) code = 127.0f;
    return weight < 0 ? -(int)code : (int)code;
}

void linear_prefetch(const struct linear *linear, const uint64_t *features, unsigned count) {
    for (unsigned i = 0; i < count; i++)
        __builtin_prefetch(linear->table + (size_t)bucket_of(features[i], linear->buckets) * BUCKET);
}

void linear_score(const struct linear *linear, const uint64_t *features, unsigned count, int32_t *scores) {
    while (count > 0) {
        unsigned some = count < 256 ? count : 256;
        linear_prefetch(linear, features, some);
        if (linear->form == LINEAR_DENSE)
            score_dense(linear, features, some, scores);
        else
            score_sparse(linear, features, some, scores);
        features += some;
        count -= some;
    }
}

struct slice linear_pack(enum linear_form form, uint32_t labels, float scale, const struct linear_row *rows,
                         size_t count, struct arena *arena) {
    uint32_t buckets = (uint32_t)(count * 3 / (ENTRIES * 2)) + 1; // two of three entries in use
    size_t pairs = 0;
    for (size_t i = 0; form == LINEAR_SPARSE && i < count; i++)
        for (uint32_t l = 0; l < labels; l++) pairs += rows[i].weights[l] != 0;
    size_t size = HEADER + (size_t)buckets * BUCKET + 2 * pairs;
    unsigned char *bytes = arena_allocate(arena, size + 64);
    bytes += (64 - (uintptr_t)bytes % 64) % 64;
    struct header header = { .magic = MAGIC,
                             .form = form,
                             .labels = labels,
                             .buckets = buckets,
                             .pool_pairs = (uint32_t)pairs,
                             .scale = scale };
    memcpy(bytes, &header, sizeof header);
    unsigned char *table = bytes + HEADER, *pool = table + (size_t)buckets * BUCKET;
    uint32_t pool_used = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t at = bucket_of(rows[i].feature, buckets);
        uint16_t check = check_of(rows[i].feature);
        for (unsigned probe = 0; probe < PROBES; probe++) {
            unsigned char *bucket = table + (size_t)at * BUCKET;
            unsigned k = find_check(bucket, check);
            if (k < ENTRIES) break; // its check is taken: the earlier row stays
            if (k == 8) {
                if (++at == buckets) at = 0;
                continue;
            }
            uint16_t there = 1;
            for (k = 0; k < ENTRIES; k++) {
                memcpy(&there, bucket + 2 * k, 2);
                if (there == 0) break;
            }
            memcpy(bucket + 2 * k, &check, 2);
            if (form == LINEAR_DENSE) {
                for (uint32_t l = 0; l < labels; l++)
                    memcpy(bucket + DENSE_WEIGHTS + 6 * k + 2 * l, &rows[i].weights[l], 2);
                break;
            }
            uint32_t first = pool_used;
            for (uint32_t l = 0; l < labels; l++)
                if (rows[i].weights[l]) {
                    pool[2 * (size_t)pool_used] = (uint8_t)l;
                    pool[2 * (size_t)pool_used + 1] = (uint8_t)(int8_t)rows[i].weights[l];
                    pool_used++;
                }
            memcpy(bucket + SPARSE_OFFSETS + 4 * k, &first, 4);
            bucket[SPARSE_COUNTS + k] = (uint8_t)(pool_used - first);
            break;
        }
    }
    return (struct slice){ (const char *)bytes, size };
}
