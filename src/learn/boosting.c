// boosting.c - level by level, all nodes of a level at once.
#include "learn/boosting.h"

#include "base/threads.h"
#include "learn/syntax.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct cell {
    double gradient, curvature;
};

struct split {
    double gain;
    uint8_t threshold;
};

struct level { // the work of one level, feature by feature
    const struct boosting_data *data;
    const struct boosting_options *options;
    const uint8_t *nodes; // [row] of the level, 255: the row is in none
    const float *gradients, *curvatures;
    unsigned node_count;
    const uint8_t *shown; // [feature_count]
    struct split *splits; // [feature_count][node_count]
};

static double worth(struct cell cell, double ridge) {
    return cell.gradient * cell.gradient / (cell.curvature + ridge);
}

static void find_splits(void *context, size_t feature, unsigned thread) {
    (void)thread;
    struct level *level = context;
    struct split *splits = level->splits + feature * level->node_count;
    memset(splits, 0, level->node_count * sizeof *splits);
    if (!level->shown[feature]) return;
    struct cell *cells = calloc((size_t)level->node_count * 256, sizeof *cells);
    if (!cells) abort();
    const uint8_t *column = level->data->columns[feature];
    for (uint32_t row = 0; row < level->data->row_count; row++) {
        if (level->nodes[row] == 255) continue;
        struct cell *cell = &cells[(size_t)level->nodes[row] * 256 + column[row]];
        cell->gradient += level->gradients[row];
        cell->curvature += level->curvatures[row];
    }
    for (unsigned node = 0; node < level->node_count; node++) {
        const struct cell *bins = cells + (size_t)node * 256;
        struct cell all = { 0 }, left = { 0 };
        for (unsigned bin = 0; bin < 256; bin++) {
            all.gradient += bins[bin].gradient;
            all.curvature += bins[bin].curvature;
        }
        for (unsigned bin = 0; bin < 255; bin++) {
            left.gradient += bins[bin].gradient;
            left.curvature += bins[bin].curvature;
            const struct cell right = { all.gradient - left.gradient, all.curvature - left.curvature };
            if (left.curvature < level->options->least || right.curvature < level->options->least) continue;
            const double gain = worth(left, level->options->ridge) + worth(right, level->options->ridge) -
                                worth(all, level->options->ridge);
            if (gain > splits[node].gain) splits[node] = (struct split){ gain, (uint8_t)bin };
        }
    }
    free(cells);
}

static bool keep(void *context, size_t feature) {
    (void)context, (void)feature;
    return true;
}

static void grow_level(struct level *level, struct tree *tree, unsigned depth) {
    ordered_work_run(&(struct ordered_work){ .count = level->data->feature_count,
                                             .window = level->data->feature_count,
                                             .threads = threads_available(),
                                             .context = level,
                                             .work = find_splits,
                                             .finish = keep });
    for (unsigned node = 0; node < level->node_count; node++) {
        double best = 1e-9;
        const unsigned at = (1u << depth) - 1 + node;
        tree->feature[at] = 0;
        tree->threshold[at] = 255; // nobody is above it: all go the first way
        for (unsigned feature = 0; feature < level->data->feature_count; feature++) {
            const struct split *split = &level->splits[(size_t)feature * level->node_count + node];
            if (split->gain <= best) continue;
            best = split->gain;
            tree->feature[at] = (uint8_t)feature;
            tree->threshold[at] = split->threshold;
        }
    }
}

static void choose_features(uint8_t *shown, unsigned count, unsigned percent, uint64_t *seed) {
    for (unsigned i = 0; i < count; i++) shown[i] = random_next(seed) % 100 < percent;
}

struct tree *boosting_train(const struct boosting_data *data, const struct boosting_options *options,
                            struct arena *arena) {
    struct arena *scratch = arena_new();
    const uint32_t rows = data->row_count;
    struct tree *trees = ARENA_ARRAY(arena, struct tree, options->trees);
    double *scores = ARENA_ARRAY(scratch, double, rows + 1);
    float *gradients = ARENA_ARRAY(scratch, float, rows + 1),
          *curvatures = ARENA_ARRAY(scratch, float, rows + 1);
    uint8_t *nodes = ARENA_ARRAY(scratch, uint8_t, rows + 1);
    uint8_t *shown = ARENA_ARRAY(scratch, uint8_t, data->feature_count);
    struct level level = { .data = data,
                           .options = options,
                           .nodes = nodes,
                           .gradients = gradients,
                           .curvatures = curvatures,
                           .shown = shown,
                           .splits = ARENA_ARRAY(scratch, struct split,
                                                 (size_t)data->feature_count * TREE_LEAVES) };
    uint64_t seed = 88172645463325252u;
    for (unsigned t = 0; t < options->trees; t++) {
        struct tree *tree = &trees[t];
        for (uint32_t row = 0; row < rows; row++) {
            const double chance = 1 / (1 + exp(-scores[row]));
            gradients[row] = (float)((data->targets[row] - chance) * data->weights[row]);
            curvatures[row] = (float)(chance * (1 - chance) * data->weights[row]);
            nodes[row] = data->weights[row] > 0 ? 0 : 255;
        }
        choose_features(shown, data->feature_count, options->features_percent, &seed);
        for (unsigned depth = 0; depth < TREE_DEPTH; depth++) {
            level.node_count = 1u << depth;
            grow_level(&level, tree, depth);
            for (uint32_t row = 0; row < rows; row++) {
                if (nodes[row] == 255) continue;
                const unsigned at = (1u << depth) - 1 + nodes[row];
                nodes[row] =
                    (uint8_t)(2 * nodes[row] + (data->columns[tree->feature[at]][row] > tree->threshold[at]));
            }
        }
        struct cell leaves[TREE_LEAVES] = { 0 };
        for (uint32_t row = 0; row < rows; row++) {
            if (nodes[row] == 255) continue;
            leaves[nodes[row]].gradient += gradients[row];
            leaves[nodes[row]].curvature += curvatures[row];
        }
        for (unsigned leaf = 0; leaf < TREE_LEAVES; leaf++) {
            double step = options->rate * leaves[leaf].gradient / (leaves[leaf].curvature + options->ridge);
            step = step > 4 ? 4 : step < -4 ? -4 : step;
            tree->leaves[leaf] = (int16_t)lround(step * FOREST_ONE);
        }
        for (uint32_t row = 0; row < rows; row++)
            if (nodes[row] != 255) scores[row] += (double)tree->leaves[nodes[row]] / FOREST_ONE;
    }
    arena_free(scratch);
    return trees;
}
