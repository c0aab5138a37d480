// perceptron.c - see perceptron.h.
//
// Rows are dense arrays of floats, one for each feature; averages are kept lazily: a row remembers when it
// was last changed. Features met once are half of all and teach little, so a table of small counters keeps
// them out.
#include "learn/perceptron.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COUNTERS ((size_t)1 << 25)

struct perceptron {
    unsigned labels, width, least;
    float enough; // updates that a row needs before it counts
    uint64_t *keys;
    uint32_t *slots; // row + 1, 0 for empty
    size_t size, rows, capacity;
    float *weights, *totals;
    uint32_t *stamps;
    uint64_t *features; // of each row
    uint8_t *counters;
    uint32_t now;
};

static void *must(void *memory) {
    if (!memory) abort();
    return memory;
}

struct perceptron *perceptron_new(unsigned labels, unsigned least, unsigned enough) {
    struct perceptron *p = must(calloc(1, sizeof *p));
    p->labels = labels;
    p->width = labels < 4 ? 4 : (labels + 8) / 8 * 8; // one more for the number of updates
    p->enough = (float)enough;
    p->least = least;
    p->size = (size_t)1 << 20;
    p->keys = must(calloc(p->size, sizeof *p->keys));
    p->slots = must(calloc(p->size, sizeof *p->slots));
    p->counters = must(calloc(COUNTERS, 1));
    p->now = 1;
    return p;
}

void perceptron_free(struct perceptron *p) {
    if (!p) return;
    free(p->keys);
    free(p->slots);
    free(p->weights);
    free(p->totals);
    free(p->stamps);
    free(p->features);
    free(p->counters);
    free(p);
}

static void grow(struct perceptron *p) {
    size_t size = p->size * 2;
    uint64_t *keys = must(calloc(size, sizeof *keys));
    uint32_t *slots = must(calloc(size, sizeof *slots));
    for (size_t i = 0; i < p->size; i++) {
        if (!p->slots[i]) continue;
        size_t at = p->keys[i] & (size - 1);
        while (slots[at]) at = (at + 1) & (size - 1);
        keys[at] = p->keys[i];
        slots[at] = p->slots[i];
    }
    free(p->keys);
    free(p->slots);
    p->keys = keys;
    p->slots = slots;
    p->size = size;
}

static uint32_t add_row(struct perceptron *p, size_t at, uint64_t feature) {
    if (p->rows == p->capacity) {
        p->capacity = p->capacity ? p->capacity * 2 : 1 << 16;
        p->weights = must(realloc(p->weights, p->capacity * p->width * sizeof *p->weights));
        p->totals = must(realloc(p->totals, p->capacity * p->width * sizeof *p->totals));
        p->stamps = must(realloc(p->stamps, p->capacity * sizeof *p->stamps));
        p->features = must(realloc(p->features, p->capacity * sizeof *p->features));
    }
    size_t row = p->rows++;
    memset(p->weights + row * p->width, 0, p->width * sizeof *p->weights);
    memset(p->totals + row * p->width, 0, p->width * sizeof *p->totals);
    p->stamps[row] = p->now;
    p->features[row] = feature;
    p->keys[at] = feature;
    p->slots[at] = (uint32_t)row + 1;
    if (p->rows * 2 > p->size) grow(p);
    return (uint32_t)row;
}

void perceptron_find(struct perceptron *p, const uint64_t *features, unsigned count, uint32_t *rows,
                     bool learn) {
    for (unsigned i = 0; i < count; i++) {
        __builtin_prefetch(&p->keys[features[i] & (p->size - 1)]);
        __builtin_prefetch(&p->slots[features[i] & (p->size - 1)]);
    }
    for (unsigned i = 0; i < count; i++) {
        size_t at = features[i] & (p->size - 1);
        while (p->slots[at] && p->keys[at] != features[i]) at = (at + 1) & (p->size - 1);
        rows[i] = PERCEPTRON_NONE;
        if (p->slots[at]) {
            rows[i] = p->slots[at] - 1;
            __builtin_prefetch(&p->weights[(size_t)rows[i] * p->width]);
        } else if (learn) {
            uint8_t *counter = &p->counters[(features[i] >> 32) & (COUNTERS - 1)];
            if (++*counter >= p->least) {
                *counter = (uint8_t)(p->least - 1);
                rows[i] = add_row(p, at, features[i]);
            }
        }
    }
}

void perceptron_score(const struct perceptron *p, const uint32_t *rows, unsigned count, float *scores) {
    memset(scores, 0, p->width * sizeof *scores);
    for (unsigned i = 0; i < count; i++) {
        if (rows[i] == PERCEPTRON_NONE) continue;
        const float *weights = p->weights + (size_t)rows[i] * p->width;
        if (weights[p->labels] < p->enough) continue;
        for (unsigned l = 0; l < p->width; l++) scores[l] += weights[l];
    }
}

void perceptron_add(struct perceptron *p, const uint32_t *rows, unsigned count, unsigned label, float step) {
    for (unsigned i = 0; i < count; i++) {
        if (rows[i] == PERCEPTRON_NONE) continue;
        float *weights = p->weights + (size_t)rows[i] * p->width,
              *totals = p->totals + (size_t)rows[i] * p->width;
        float passed = (float)(p->now - p->stamps[rows[i]]);
        if (passed > 0)
            for (unsigned l = 0; l < p->width; l++) totals[l] += weights[l] * passed;
        p->stamps[rows[i]] = p->now;
        weights[label] += step;
        weights[p->labels] += 0.5f; // an update adds to one label and takes from another
    }
}

void perceptron_tick(struct perceptron *p) {
    p->now++;
}

static void take_mean(struct perceptron *p) {
    for (size_t row = 0; row < p->rows; row++) {
        float *weights = p->weights + row * p->width, *totals = p->totals + row * p->width;
        float passed = (float)(p->now - p->stamps[row]);
        for (unsigned l = 0; l < p->labels; l++)
            weights[l] = (totals[l] + weights[l] * passed) / (float)p->now;
    }
}

static struct perceptron *new_mean(unsigned labels, unsigned width) {
    struct perceptron *mean = must(calloc(1, sizeof *mean));
    mean->labels = labels;
    mean->width = width;
    mean->size = (size_t)1 << 16;
    mean->keys = must(calloc(mean->size, sizeof *mean->keys));
    mean->slots = must(calloc(mean->size, sizeof *mean->slots));
    return mean;
}

static float *row_of(struct perceptron *p, uint64_t feature) {
    size_t at = feature & (p->size - 1);
    while (p->slots[at] && p->keys[at] != feature) at = (at + 1) & (p->size - 1);
    const uint32_t row = p->slots[at] ? p->slots[at] - 1 : add_row(p, at, feature);
    return p->weights + (size_t)row * p->width;
}

struct perceptron *perceptron_mean(const struct perceptron *p) {
    struct perceptron *mean = new_mean(p->labels, p->width);
    for (size_t row = 0; row < p->rows; row++) {
        const float *weights = p->weights + row * p->width, *totals = p->totals + row * p->width;
        if (weights[p->labels] < p->enough) continue;
        const float passed = (float)(p->now - p->stamps[row]);
        float *to = row_of(mean, p->features[row]);
        for (unsigned l = 0; l < p->labels; l++) to[l] = (totals[l] + weights[l] * passed) / (float)p->now;
    }
    return mean;
}

void perceptron_merge(struct perceptron *p, const struct perceptron *other) {
    for (size_t row = 0; row < other->rows; row++) {
        float *to = row_of(p, other->features[row]);
        const float *from = other->weights + row * other->width;
        for (unsigned l = 0; l < p->labels; l++) to[l] += from[l];
    }
}

void perceptron_restart(struct perceptron *p) {
    take_mean(p);
    memset(p->totals, 0, p->rows * p->width * sizeof *p->totals);
    for (size_t row = 0; row < p->rows; row++) p->stamps[row] = 1;
    p->now = 1;
}

static float spread_of(const struct perceptron *p, size_t row) {
    const float *weights = p->weights + row * p->width;
    float least = weights[0], most = weights[0];
    for (unsigned l = 1; l < p->labels; l++) {
        least = fminf(least, weights[l]);
        most = fmaxf(most, weights[l]);
    }
    return most - least;
}

static int by_size(const void *a, const void *b) {
    const float x = *(const float *)a, y = *(const float *)b;
    return x < y ? -1 : x > y;
}

struct perceptron *perceptron_prune(struct perceptron *p, size_t most) {
    if (p->rows <= most) return p;
    float *spreads = must(malloc(p->rows * sizeof *spreads));
    for (size_t row = 0; row < p->rows; row++) spreads[row] = spread_of(p, row);
    qsort(spreads, p->rows, sizeof *spreads, by_size);
    const float least = spreads[p->rows - most];
    free(spreads);
    struct perceptron *kept = new_mean(p->labels, p->width);
    for (size_t row = 0; row < p->rows && kept->rows < most; row++)
        if (spread_of(p, row) >= least)
            memcpy(row_of(kept, p->features[row]), p->weights + row * p->width, p->width * sizeof(float));
    perceptron_free(p);
    return kept;
}

size_t perceptron_rows(const struct perceptron *p) {
    return p->rows;
}

struct slice perceptron_pack(const struct perceptron *p, enum linear_form form, struct arena *arena) {
    float largest = 0;
    for (size_t row = 0; row < p->rows; row++)
        for (unsigned l = 0; l < p->labels; l++)
            largest = fmaxf(largest, fabsf(p->weights[row * p->width + l]));
    float limit = form == LINEAR_DENSE ? 30000.0f : (float)LINEAR_WEIGHT(127);
    float scale = largest > 0 ? largest / limit : 1.0f;
    struct linear_row *rows = ARENA_ARRAY(arena, struct linear_row, p->rows + 1);
    size_t kept = 0;
    for (size_t row = 0; row < p->rows; row++) {
        const float *weights = p->weights + row * p->width;
        int16_t *rounded = ARENA_ARRAY(arena, int16_t, p->labels);
        bool left = false;
        for (unsigned l = 0; l < p->labels; l++) {
            float value = weights[l] / scale;
            rounded[l] = (int16_t)(form == LINEAR_DENSE ? roundf(value) : linear_code(value));
            left |= rounded[l] != 0;
        }
        if (left) rows[kept++] = (struct linear_row){ p->features[row], rounded };
    }
    return linear_pack(form, p->labels, scale, rows, kept, arena);
}

struct slice perceptron_pack_mean(const struct perceptron *p, enum linear_form form, struct arena *arena) {
    struct perceptron *mean = perceptron_mean(p);
    struct slice section = perceptron_pack(mean, form, arena);
    perceptron_free(mean);
    return section;
}

uint64_t seed_of(unsigned voice) {
    return 88172645463325252u + voice * 0x9E3779B97F4A7C15u;
}

struct perceptron *join_voices(struct perceptron *all, struct perceptron *voice) {
    if (!all) return voice;
    perceptron_merge(all, voice);
    perceptron_free(voice);
    return all;
}

void divide_voices(struct perceptron *all, unsigned voices) {
    for (size_t i = 0; i < all->rows * all->width; i++) all->weights[i] /= (float)voices;
}
