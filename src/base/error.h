// error.h - what went wrong, in the user's file, by line and column.
#pragma once

#include "base/slice.h"

enum error_kind {
    ERROR_NONE,
    ERROR_INPUT,  // mend the file
    ERROR_SYSTEM, // may work later: a file that cannot be opened, a disk that is full
    ERROR_LIMIT,  // larger or deeper than we read
};

struct error {
    enum error_kind kind;
    char file[256];        // as the user named it; empty when there is none
    uint32_t line, column; // from 1, column in bytes; 0 when unknown
    char message[256];     // lower case, no full stop, with the offending text in quotes
};

// A place in a user's file, for error_at().
struct place_in_file {
    const char *file;
    uint32_t line, column;
};

// Fills `error` unless it already holds one: the first stays. Returns false, so that it can be returned.
// Control characters in the message become '?', so that hostile text cannot steer a terminal. `error` may be
// NULL.
bool error_at(struct error *error, enum error_kind kind, struct place_in_file place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// "file:line:column: message" into `buffer`, cut to `size`. Returns `buffer`.
const char *error_text(const struct error *error, char *buffer, size_t size);
