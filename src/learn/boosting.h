// boosting.h - boosted trees with logistic loss (Friedman 2001; splits by histograms, Newton steps for
// leaves).
#pragma once

#include "base/arena.h"
#include "read/page/forest.h"

struct boosting_data {    // by column, so that a thread may count one feature
    uint8_t **columns;    // [feature_count][row_count]
    const float *targets; // [row_count], 0 to 1
    const float *weights; // [row_count]; 0: the row is left out
    uint32_t row_count;
    unsigned feature_count;
};
struct boosting_options {
    unsigned trees;
    double rate, ridge;        // of each tree; of each leaf
    double least;              // weight of a leaf's curvature
    unsigned features_percent; // of the features, each tree is shown so many
};

// The same data gives the same trees, on any number of threads. Lives in `arena`.
struct tree *boosting_train(const struct boosting_data *data, const struct boosting_options *options,
                            struct arena *arena);
