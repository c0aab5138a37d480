// perceptron.h - an averaged perceptron over hashed features, for training.
#pragma once

#include "language/linear.h"

struct perceptron; // opaque

// A feature gets weights once it has been met `least` times in training, and counts once it has been changed
// `enough` times (Goldberg & Elhadad 2011): what never helped to mend a mistake needs no place in the model.
struct perceptron *perceptron_new(unsigned labels, unsigned least, unsigned enough);
void perceptron_free(struct perceptron *perceptron); // NULL is fine

#define PERCEPTRON_NONE UINT32_MAX
// The rows of the features, PERCEPTRON_NONE for those without; with `learn`, counts them and adds rows.
void perceptron_find(struct perceptron *perceptron, const uint64_t *features, unsigned count, uint32_t *rows,
                     bool learn);
void perceptron_score(const struct perceptron *perceptron, const uint32_t *rows, unsigned count,
                      float *scores);
// Adds `step` to the label's weights of all rows.
void perceptron_add(struct perceptron *perceptron, const uint32_t *rows, unsigned count, unsigned label,
                    float step);
void perceptron_tick(struct perceptron *perceptron); // one more example seen
// Weights become their mean over all ticks. Training ends with it.
void perceptron_average(struct perceptron *perceptron);
// The same, but training goes on from the mean.
void perceptron_restart(struct perceptron *perceptron);
size_t perceptron_rows(const struct perceptron *perceptron);

// The shipped form.
struct slice perceptron_pack(const struct perceptron *perceptron, enum linear_form form, struct arena *arena);
