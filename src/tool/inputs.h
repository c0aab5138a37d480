// inputs.h - the documents that a command line names: files, folders walked in order of their names, standard
// input.
#pragma once

#include "base/arena.h"
#include "base/error.h"

struct inputs {
    const char **paths; // [count] in order
    size_t count;
    size_t skipped_hidden;        // names that begin with a full stop, in folders
    size_t skipped_special;       // neither file nor folder
    size_t skipped_name;          // files of a folder that do not end in ".txt"
    const struct error *failures; // [failure_count] folders that could not be walked
    size_t failure_count;
};

#define INPUTS_DEPTH 64 // folders within folders

// Everything lives in `arena`.
struct inputs inputs_find(char *const *names, size_t count, struct arena *arena);
