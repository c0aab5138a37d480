// trigger_model.h - the learned scorer of events at run time: probabilities of types for a candidate.
//
// A file of its own, models/LANGUAGE-events.model (base/file.h), mapped, with these sections:
//
//     types      text     PLOVER types, one a line: label 1 is the first; label 0 is "no event"
//     settings   text     numbers by name, one a line: "hidden 24", "dimensions 100", "propose 500" ...
//     features   u64[n], u32[n]   open hash table of features, 0 for an empty place, and the row of each;
//                                 n is a power of two
//     weights    s16[rows][labels + hidden]   what a feature adds to scores and to hidden units, in 1/256
//     words      u64[m], u32[m]   open hash table of words (trigger_word()), and the row of each
//     vectors    s8[rows][dimensions]   in 1/48
//     matrix     s16[places][dimensions][hidden]   vectors to hidden units, in 1/1024
//     output     s16[hidden + 1][labels]     in 1/1024; the last row stands for itself, in 1/256
//     calibration  u16[2][points][2]  raw and right, in 1/10000, rising: [0] of rows, [1] of the model's own
//
// Integers all the way, so that a score is the same on every machine.
#pragma once

#include "base/error.h"
#include "coding/trigger_features.h"

#define TRIGGER_MAGIC "DRGEVNT"
#define TRIGGER_VERSION 1u
#define TRIGGER_LABELS 20u // at most, "no event" included
#define TRIGGER_HIDDEN 64u // at most
#define TRIGGER_ONE 10000  // a probability of one

struct trigger_model; // opaque, only read

struct trigger_collected {
    uint32_t sentence;
    struct trigger_candidate candidate;
    struct slice types[2]; // [type_count] of the rows' events there
    unsigned type_count;
};
struct trigger_list {
    VECTOR_OF(struct trigger_collected) items;
};

// NULL without error when there is no such file; NULL with `error` when it is damaged.
struct trigger_model *trigger_model_open(const char *path, struct error *error);
void trigger_model_close(struct trigger_model *model); // NULL is fine

unsigned trigger_model_labels(const struct trigger_model *model);
struct slice trigger_model_type(const struct trigger_model *model, unsigned label); // empty for 0
unsigned trigger_model_label(const struct trigger_model *model, struct slice type); // 0 when unknown
int trigger_model_setting(const struct trigger_model *model, const char *name, int otherwise);
// Probabilities in 1/TRIGGER_ONE of all labels; they sum up to about one.
void trigger_model_score(const struct trigger_model *model, const struct trigger_candidate *candidate,
                         int32_t probabilities[TRIGGER_LABELS]);
// How often an event with this raw probability is right, in 1/TRIGGER_ONE.
int32_t trigger_model_calibrated(const struct trigger_model *model, bool is_of_row, int32_t probability);
