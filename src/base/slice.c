// slice.c - the few operations that everything else is made of.
//
// A slice without bytes may have no start, so nothing here hands an empty one to the C library.
#include "base/slice.h"

#include "base/eight.h"

#include <string.h>

struct slice slice_of(const char *string) {
    return (struct slice){ string, string ? strlen(string) : 0 };
}

bool slice_equal_ascii_fold(struct slice a, struct slice b) {
    if (a.length != b.length) return false;
    for (size_t at = 0; at < a.length; at += 8) {
        const uint64_t first = eight_part(a.start + at, a.length - at);
        const uint64_t second = eight_part(b.start + at, a.length - at);
        if ((first | eight_capitals(first) >> 2) != (second | eight_capitals(second) >> 2)) return false;
    }
    return true;
}

int slice_compare(struct slice a, struct slice b) {
    size_t common = a.length < b.length ? a.length : b.length;
    int order = common == 0 ? 0 : memcmp(a.start, b.start, common);
    if (order != 0) return order < 0 ? -1 : 1;
    return a.length == b.length ? 0 : a.length < b.length ? -1 : 1;
}

size_t slice_find(struct slice text, struct slice needle, size_t from) {
    if (from > text.length || needle.length > text.length - from) return SIZE_MAX;
    if (needle.length == 0) return from;
    const char *found = memmem(text.start + from, text.length - from, needle.start, needle.length);
    return found ? (size_t)(found - text.start) : SIZE_MAX;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct slice slice_trim(struct slice text) {
    size_t start = 0, end = text.length;
    while (start < end && is_blank(text.start[start])) start++;
    while (end > start && is_blank(text.start[end - 1])) end--;
    return slice_part(text, start, end);
}

bool slice_next(struct slice *rest, struct slice separator, struct slice *piece) {
    if (rest->length == 0) return false;
    size_t at = separator.length == 0 ? SIZE_MAX : slice_find(*rest, separator, 0);
    *piece = slice_part(*rest, 0, at);
    *rest = at == SIZE_MAX ? slice_part(*rest, rest->length, rest->length)
                           : slice_part(*rest, at + separator.length, rest->length);
    return true;
}
