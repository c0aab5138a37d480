// slice.h - text by pointer and length.
//
// A slice never owns: it points into the document's clean text, a mapped file, an arena or a literal. It may
// hold any bytes, NUL too. Knows nothing but C.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
    const char *start;
    size_t length; // bytes
};

#define SLICE(literal) ((struct slice){ "" literal, sizeof(literal) - 1 })
#define SLICE_FORMAT "%.*s"
#define SLICE_ARG(slice) (int)(slice).length, (slice).start

// The bytes of a C string, without its NUL.
struct slice slice_of(const char *string);
static inline bool slice_equal(struct slice a, struct slice b) {
    return a.length == b.length && (a.length == 0 || memcmp(a.start, b.start, a.length) == 0);
}
bool slice_equal_ascii_fold(struct slice a, struct slice b); // A-Z as a-z, other bytes as they are
// Order of the bytes, a prefix first: below, equal or above 0. The same on every machine.
int slice_compare(struct slice a, struct slice b);
// Position of the first `needle` at or after `from`; SIZE_MAX when there is none.
size_t slice_find(struct slice text, struct slice needle, size_t from);
// text[start, end), cut to what there is.
static inline struct slice slice_part(struct slice text, size_t start, size_t end) {
    if (end > text.length) end = text.length;
    if (start > end) start = end;
    return (struct slice){ start == 0 ? text.start : text.start + start, end - start };
}
static inline bool slice_starts(struct slice text, struct slice prefix) {
    return text.length >= prefix.length && slice_equal(slice_part(text, 0, prefix.length), prefix);
}
static inline bool slice_ends(struct slice text, struct slice suffix) {
    return text.length >= suffix.length &&
           slice_equal(slice_part(text, text.length - suffix.length, text.length), suffix);
}
// Without spaces, tabs and line ends at both ends.
struct slice slice_trim(struct slice text);
// Takes the piece before the next `separator` from the front of `rest`; false when `rest` is used up. A
// separator at the very end gives no empty piece.
//     for (struct slice piece; slice_next(&rest, SLICE(" | "), &piece);) ...
bool slice_next(struct slice *rest, struct slice separator, struct slice *piece);
