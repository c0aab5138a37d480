// linear.c - see linear.h for the layout.
//
// Scoring first asks for all the buckets and only then reads them: the table does not fit a core's own cache, and the
// wait for one line hides the wait for the next.
#include "language/linear.h"

#include <math.h>
#include <string.h>

#define MAGIC 0x4c4e5231u // "LNR1"
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

static uint32_t dense_check(uint64_t feature) {
    uint32_t check = (uint32_t)feature & 0xffffu;
    return check ? check : 1;
}

static uint32_t sparse_check(uint64_t feature) {
    return (uint32_t)feature & 0xffffffu;
}

bool linear_open(struct slice section, struct linear *linear) {
    struct header header;
    if (section.length < HEADER) return false;
    memcpy(&header, section.start, sizeof header);
    if (header.magic != MAGIC || header.buckets == 0 || header.labels == 0) return false;
    if (header.form == LINEAR_DENSE ? header.labels > LINEAR_DENSE_LABELS
                                    : header.form != LINEAR_SPARSE || header.labels > LINEAR_LABELS_LIMIT)
        return false;
    if (section.length < HEADER + (uint64_t)header.buckets * BUCKET + (uint64_t)header.pool_pairs * 2) return false;
    *linear = (struct linear){ .form = header.form,
                               .labels = header.labels,
                               .buckets = header.buckets,
                               .table = (const unsigned char *)section.start + HEADER,
                               .pool_pairs = header.pool_pairs,
                               .scale = header.scale };
    linear->pool = linear->table + (size_t)header.buckets * BUCKET;
    if (header.form == LINEAR_SPARSE) { // what scoring relies on, once for all
        for (size_t i = 0; i < (size_t)header.buckets * ENTRIES; i++) {
            uint32_t entry[2];
            memcpy(entry, linear->table + i * 8, 8);
            uint32_t count = entry[0] >> 24;
            if ((uint64_t)entry[1] + count > header.pool_pairs) return false;
            for (uint32_t k = 0; k < count; k++)
                if (linear->pool[2 * ((size_t)entry[1] + k)] >= header.labels) return false;
        }
    }
    return true;
}

static void score_dense(const struct linear *linear, const uint64_t *features, unsigned count, int32_t *scores) {
    int32_t s0 = 0, s1 = 0, s2 = 0;
    for (unsigned i = 0; i < count; i++) {
        uint32_t at = bucket_of(features[i], linear->buckets), check = dense_check(features[i]);
        for (unsigned probe = 0; probe < PROBES; probe++) {
            const int16_t *entry = (const int16_t *)(const void *)(linear->table + (size_t)at * BUCKET);
            unsigned k = 0;
            while (k < ENTRIES && (uint16_t)entry[4 * k] != check && entry[4 * k]) k++;
            if (k < ENTRIES) {
                if (entry[4 * k]) {
                    s0 += entry[4 * k + 1];
                    s1 += entry[4 * k + 2];
                    s2 += entry[4 * k + 3];
                }
                break;
            }
            if (++at == linear->buckets) at = 0;
        }
    }
    scores[0] += s0;
    if (linear->labels > 1) scores[1] += s1;
    if (linear->labels > 2) scores[2] += s2;
}

static void score_sparse(const struct linear *linear, const uint64_t *features, unsigned count, int32_t *scores) {
    uint32_t found[256], counts[256];
    unsigned hits = 0;
    for (unsigned i = 0; i < count; i++) {
        uint32_t at = bucket_of(features[i], linear->buckets), check = sparse_check(features[i]);
        for (unsigned probe = 0; probe < PROBES; probe++) {
            const uint32_t *entry = (const uint32_t *)(const void *)(linear->table + (size_t)at * BUCKET);
            unsigned k = 0;
            while (k < ENTRIES && (entry[2 * k] & 0xffffffu) != check && entry[2 * k] >> 24) k++;
            if (k < ENTRIES) {
                if (entry[2 * k] >> 24) {
                    found[hits] = entry[2 * k + 1];
                    counts[hits++] = entry[2 * k] >> 24;
                    __builtin_prefetch(linear->pool + 2 * (size_t)entry[2 * k + 1]);
                }
                break;
            }
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

void linear_score(const struct linear *linear, const uint64_t *features, unsigned count, int32_t *scores) {
    while (count > 0) {
        unsigned some = count < 256 ? count : 256;
        for (unsigned i = 0; i < some; i++)
            __builtin_prefetch(linear->table + (size_t)bucket_of(features[i], linear->buckets) * BUCKET);
        if (linear->form == LINEAR_DENSE) score_dense(linear, features, some, scores);
        else score_sparse(linear, features, some, scores);
        features += some;
        count -= some;
    }
}

struct slice linear_pack(enum linear_form form, uint32_t labels, float scale, const struct linear_row *rows,
                         size_t count, struct arena *arena) {
    uint32_t buckets = (uint32_t)(count * 10 / (ENTRIES * 7)) + 1; // seven of ten entries in use
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
    size_t pool_used = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t at = bucket_of(rows[i].feature, buckets);
        for (unsigned probe = 0; probe < PROBES; probe++) {
            unsigned char *bucket = table + (size_t)at * BUCKET;
            unsigned k = 0;
            if (form == LINEAR_DENSE) {
                uint16_t check = (uint16_t)dense_check(rows[i].feature), there = 0;
                for (; k < ENTRIES; k++) {
                    memcpy(&there, bucket + 8 * k, 2);
                    if (there == 0 || there == check) break;
                }
                if (k < ENTRIES && there == 0) {
                    memcpy(bucket + 8 * k, &check, 2);
                    for (uint32_t l = 0; l < labels; l++) memcpy(bucket + 8 * k + 2 + 2 * l, &rows[i].weights[l], 2);
                }
            } else {
                uint32_t entry[2] = { 0, 0 }, check = sparse_check(rows[i].feature);
                for (; k < ENTRIES; k++) {
                    memcpy(entry, bucket + 8 * k, 8);
                    if (entry[0] >> 24 == 0 || (entry[0] & 0xffffffu) == check) break;
                }
                if (k < ENTRIES && entry[0] >> 24 == 0) {
                    uint32_t used = 0;
                    entry[1] = (uint32_t)pool_used;
                    for (uint32_t l = 0; l < labels; l++)
                        if (rows[i].weights[l]) {
                            pool[2 * pool_used] = (uint8_t)l;
                            pool[2 * pool_used + 1] = (uint8_t)(int8_t)rows[i].weights[l];
                            pool_used++;
                            used++;
                        }
                    entry[0] = check | used << 24;
                    memcpy(bucket + 8 * k, entry, 8);
                }
            }
            if (k < ENTRIES) break; // stored, or its check is taken: the earlier row stays
            if (++at == buckets) at = 0;
        }
    }
    return (struct slice){ (const char *)bytes, size };
}
