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
// A perceptron of its own with the mean of the weights over all ticks, for scoring: features that were not
// changed often enough are left out.
struct perceptron *perceptron_mean(const struct perceptron *perceptron);
// Adds the weights of `other`, which is a mean like `perceptron`: several voices are one model, and what one
// of them learned by chance weighs less.
void perceptron_merge(struct perceptron *perceptron, const struct perceptron *other);
// The `most` features of a mean whose weights differ by most between two labels; `perceptron` is freed.
struct perceptron *perceptron_prune(struct perceptron *perceptron, size_t most);
// Weights become their mean, and training goes on from there.
void perceptron_restart(struct perceptron *perceptron);
size_t perceptron_rows(const struct perceptron *perceptron);

// Voices differ in the order of what they see.
uint64_t seed_of(unsigned voice);
// `all` with `voice` merged in, which is freed, or `voice` itself when it is the first.
struct perceptron *join_voices(struct perceptron *all, struct perceptron *voice);
// Their mean instead of their sum, so that margins mean the same for any number of voices.
void divide_voices(struct perceptron *all, unsigned voices);

// The shipped form of a mean.
struct slice perceptron_pack(const struct perceptron *perceptron, enum linear_form form, struct arena *arena);
// The shipped form of the mean of one that is still in training.
struct slice perceptron_pack_mean(const struct perceptron *perceptron, enum linear_form form,
                                  struct arena *arena);
