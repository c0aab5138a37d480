// progress.h - one line on a terminal that says how far a run is.
//
// Nothing is printed where standard error is no terminal. Belongs to one thread.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
    bool is_shown;
    uint64_t started_ms, shown_ms; // monotonic clock
    bool is_on_screen;
};

void progress_begin(struct progress *progress, bool wanted);
// `done` of `total` bytes of the inputs (0: not known); `bytes` of documents so far.
void progress_show(struct progress *progress, size_t documents, uint64_t bytes, uint64_t done,
                   uint64_t total);
void progress_clear(struct progress *progress); // before other lines
