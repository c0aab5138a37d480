// output.h - what a run prints, a document at a time.
//
// What is put is written at once, behind what stdio still has of that file, and whole: a reader, or whoever finds the file after a crash, sees no half of a
// line but where the system itself stopped in the middle. Belongs to one thread.
#pragma once

#include "base/slice.h"

#include <stdbool.h>
#include <stdio.h>

struct output_status {
    bool is_broken; // nothing more can be written; `error` says why (errno)
    int error;
};

// False once it is broken. What a full disk took of a regular file is taken back.
bool output_put(struct output_status *output, FILE *file, struct slice text);
// Says on standard error why it is broken. False when that is to be told by the exit status: a reader that has
// gone away ("| head") had what he wanted.
bool output_is_well(const struct output_status *output, const char *name);
// The same of what was printed by stdio, which it flushes: for the end of any command.
bool output_flush_stdio(void);
