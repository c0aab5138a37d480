// trigger_model.c - see trigger_model.h for the form of the file.
//
// A wide part (each feature speaks for types directly) beside a narrow hidden layer that features and word
// vectors share: the wide part learns the words that were seen, the hidden one carries over to those that
// were not.
#include "coding/trigger_model.h"

#include "base/file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define POINTS_LIMIT 64u
#define PROBES 64u
#define DIMENSIONS_LIMIT 300u
#define EXPONENT_STEPS 256u

struct table { // open hash table of 64-bit keys, and the row of each
    const uint64_t *keys;
    const uint32_t *rows;
    uint32_t mask;
};

struct trigger_model {
    struct arena *arena;
    struct data_file *file;
    struct slice *types; // [labels]
    unsigned labels, hidden, dimensions, points;
    struct slice settings;
    struct table features, words;
    const int16_t *weights, *matrix, *output;
    const int8_t *vectors;
    const uint16_t *calibration;     // [2][points][2]
    uint32_t powers[EXPONENT_STEPS]; // 2^(-i/256), in 1/65536
};

// `row_size` bytes for each key in a section of `rows` bytes.
static bool table_of(struct slice section, size_t rows, size_t row_size, struct table *table) {
    const size_t count = section.length / 12;
    if (count == 0 || (count & (count - 1)) || section.length % 12 || count > UINT32_MAX) return false;
    *table =
        (struct table){ (const uint64_t *)(const void *)section.start,
                        (const uint32_t *)(const void *)(section.start + 8 * count), (uint32_t)count - 1 };
    for (size_t i = 0; i < count; i++)
        if (table->keys[i] && ((size_t)table->rows[i] + 1) * row_size > rows) return false;
    return true;
}

// The row of the key, -1 when it is not there.
static int64_t find_key(const struct table *table, uint64_t key) {
    if (!key) return -1;
    uint32_t at = (uint32_t)(key >> 32) & table->mask;
    for (unsigned probe = 0; probe < PROBES && table->keys[at]; probe++, at = (at + 1) & table->mask)
        if (table->keys[at] == key) return table->rows[at];
    return -1;
}

int trigger_model_setting(const struct trigger_model *model, const char *name, int otherwise) {
    struct slice rest = model->settings, line;
    while (slice_next(&rest, SLICE("\n"), &line)) {
        struct slice key;
        if (!slice_next(&line, SLICE(" "), &key) || !slice_equal(key, slice_of(name))) continue;
        int value = 0;
        for (size_t i = 0; i < line.length && line.start[i] >= '0' && line.start[i] <= '9' && value < 1000000;
             i++)
            value = value * 10 + (line.start[i] - '0');
        return value;
    }
    return otherwise;
}

static bool open_sections(struct trigger_model *m) {
    m->settings = data_file_section(m->file, "settings");
    struct slice names = data_file_section(m->file, "types"), name;
    m->types = ARENA_ARRAY(m->arena, struct slice, TRIGGER_LABELS + 1);
    m->labels = 1;
    while (m->labels < TRIGGER_LABELS && slice_next(&names, SLICE("\n"), &name))
        if (name.length) m->types[m->labels++] = name;
    m->hidden = (unsigned)trigger_model_setting(m, "hidden", 0);
    m->dimensions = (unsigned)trigger_model_setting(m, "dimensions", 0);
    m->points = (unsigned)trigger_model_setting(m, "points", 0);
    if (m->labels < 2 || m->hidden > TRIGGER_HIDDEN || m->dimensions > DIMENSIONS_LIMIT ||
        m->points > POINTS_LIMIT)
        return false;
    const struct slice weights = data_file_section(m->file, "weights"),
                       vectors = data_file_section(m->file, "vectors"),
                       matrix = data_file_section(m->file, "matrix"),
                       output = data_file_section(m->file, "output"),
                       calibration = data_file_section(m->file, "calibration");
    if (!table_of(data_file_section(m->file, "features"), weights.length, 2 * ((size_t)m->labels + m->hidden),
                  &m->features) ||
        !table_of(data_file_section(m->file, "words"), vectors.length, m->dimensions, &m->words))
        return false;
    if (matrix.length != (size_t)TRIGGER_PLACES * m->dimensions * m->hidden * 2 ||
        output.length != (m->hidden + (size_t)1) * m->labels * 2 ||
        calibration.length != (size_t)2 * m->points * 2 * 2)
        return false;
    m->weights = (const int16_t *)(const void *)weights.start;
    m->vectors = (const int8_t *)(const void *)vectors.start;
    m->matrix = (const int16_t *)(const void *)matrix.start;
    m->output = (const int16_t *)(const void *)output.start;
    m->calibration = (const uint16_t *)(const void *)calibration.start;
    for (unsigned i = 0; i < EXPONENT_STEPS; i++)
        m->powers[i] = (uint32_t)(exp2(-(double)i / EXPONENT_STEPS) * 65536 + 0.5);
    return true;
}

struct trigger_model *trigger_model_open(const char *path, struct error *error) {
    struct arena *arena = arena_new();
    struct trigger_model *model = ARENA_NEW(arena, struct trigger_model);
    model->arena = arena;
    model->file = data_file_open(path, TRIGGER_MAGIC, TRIGGER_VERSION, true, error);
    if (model->file && open_sections(model)) return model;
    struct place_in_file here = { .file = path };
    if (model->file) error_at(error, ERROR_INPUT, here, "a section is missing or damaged");
    trigger_model_close(model);
    return NULL;
}

void trigger_model_close(struct trigger_model *model) {
    if (!model) return;
    data_file_close(model->file);
    arena_free(model->arena);
}

unsigned trigger_model_labels(const struct trigger_model *model) {
    return model->labels;
}

struct slice trigger_model_type(const struct trigger_model *model, unsigned label) {
    return label < model->labels ? model->types[label] : (struct slice){ 0 };
}

unsigned trigger_model_label(const struct trigger_model *model, struct slice type) {
    for (unsigned i = 1; i < model->labels; i++)
        if (slice_equal(model->types[i], type)) return i;
    return 0;
}

// e^-x of x in 1/256, in 1/65536.
static uint32_t exponential(const struct trigger_model *model, int64_t x) {
    const int64_t two = x * 94548 / 65536; // log2(e) is 1.442695
    return two / EXPONENT_STEPS > 24 ? 0 : model->powers[two % EXPONENT_STEPS] >> (two / EXPONENT_STEPS);
}

void trigger_model_score(const struct trigger_model *m, const struct trigger_candidate *candidate,
                         int32_t probabilities[TRIGGER_LABELS]) {
    const unsigned labels = m->labels, hidden = m->hidden, width = labels + hidden;
    int32_t sums[TRIGGER_LABELS + TRIGGER_HIDDEN] = { 0 }, layer[TRIGGER_HIDDEN] = { 0 };
    int64_t places[TRIGGER_FEATURES];
    unsigned found = 0;
    for (unsigned i = 0; i < candidate->feature_count; i++)
        __builtin_prefetch(m->features.keys + ((uint32_t)(candidate->features[i] >> 32) & m->features.mask));
    for (unsigned i = 0; i < candidate->feature_count; i++) {
        const int64_t at = find_key(&m->features, candidate->features[i]);
        if (at < 0) continue;
        __builtin_prefetch(m->weights + at * width);
        places[found++] = at;
    }
    for (unsigned i = 0; i < found; i++) {
        const int16_t *row = m->weights + places[i] * width;
        for (unsigned k = 0; k < width; k++) sums[k] += row[k];
    }
    for (unsigned p = 0; p < TRIGGER_PLACES && hidden; p++) {
        const int64_t at = find_key(&m->words, candidate->words[p]);
        if (at < 0) continue;
        const int8_t *vector = m->vectors + at * m->dimensions;
        const int16_t *matrix = m->matrix + (size_t)p * m->dimensions * hidden;
        for (unsigned d = 0; d < m->dimensions; d++, matrix += hidden)
            for (unsigned h = 0; h < hidden; h++) layer[h] += vector[d] * matrix[h];
    }
    int64_t scores[TRIGGER_LABELS], best = INT64_MIN;
    for (unsigned l = 0; l < labels; l++) scores[l] = (int64_t)m->output[hidden * labels + l] * 1024;
    for (unsigned h = 0; h < hidden; h++) {
        const int64_t value = sums[labels + h] + layer[h] / 192;
        if (value <= 0) continue;
        for (unsigned l = 0; l < labels; l++) scores[l] += value * m->output[h * labels + l];
    }
    for (unsigned l = 0; l < labels; l++) {
        scores[l] = sums[l] + scores[l] / 1024;
        if (scores[l] > best) best = scores[l];
    }
    uint64_t weights[TRIGGER_LABELS], total = 0;
    for (unsigned l = 0; l < labels; l++) total += weights[l] = exponential(m, best - scores[l]);
    for (unsigned l = 0; l < labels; l++) probabilities[l] = (int32_t)(weights[l] * TRIGGER_ONE / total);
}

int32_t trigger_model_calibrated(const struct trigger_model *m, bool is_of_row, int32_t probability) {
    const uint16_t *points = m->calibration + (is_of_row ? 0 : (size_t)m->points * 2);
    if (m->points < 2) return probability;
    if (probability <= points[0]) return points[1];
    for (unsigned i = 1; i < m->points; i++) {
        const int32_t x0 = points[2 * i - 2], y0 = points[2 * i - 1], x1 = points[2 * i],
                      y1 = points[2 * i + 1];
        if (probability <= x1) return x1 == x0 ? y1 : y0 + (y1 - y0) * (probability - x0) / (x1 - x0);
    }
    return points[2 * m->points - 1];
}
