// train.h - from corpora to the model of a language.
#pragma once

#include "base/error.h"

struct train_options {
    const char *language;  // a row of `packs`
    const char *corpora;   // folder with ud/, ner/, raw/ ...
    const char *packs;     // the table models/packs.txt
    const char *knowledge; // compiled
    const char *work;      // folder for parts, made when it is missing
    const char *models;    // folder of the model
    const char *steps; // NULL: all; else their names, separated by commas: others take what lies in `work`
};

// Writes MODELS/LANGUAGE.model. The same options, files and knowledge give the same bytes. Prints what it
// does. False with `error`.
bool train_language(const struct train_options *options, struct error *error);
