// error.c - the first error stays, and its text is safe to print.
//
// Messages quote what the user's file holds, and a file may hold anything: escape sequences, half characters,
// marks that turn the direction of writing. All of these become '?', one for each character, or byte where
// there is none.
#include "base/error.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool is_safe(uint32_t code, size_t length) {
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return false;
    if (code == 0xfffd && length == 1) return false; // no character at all
    if (code == 0x200e || code == 0x200f || code == 0x061c) return false;
    return !(code >= 0x2028 && code <= 0x202e) && !(code >= 0x2066 && code <= 0x2069);
}

// Copies `text` into `to`, cut between characters.
static void copy_safely(char *to, size_t size, struct slice text) {
    size_t used = 0;
    for (size_t at = 0, length; at < text.length; at += length) {
        uint32_t code = utf8_at(text, at, &length);
        bool safe = is_safe(code, length);
        if (used + (safe ? length : 1) >= size) break;
        if (safe)
            memcpy(to + used, text.start + at, length);
        else
            to[used] = '?';
        used += safe ? length : 1;
    }
    to[used] = '\0';
}

bool error_at(struct error *error, enum error_kind kind, struct place_in_file place, const char *format,
              ...) {
    if (!error || error->kind != ERROR_NONE) return false;
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (length < 0) text[0] = '\0';
    error->kind = kind;
    error->line = place.line;
    error->column = place.column;
    copy_safely(error->file, sizeof error->file, slice_of(place.file));
    copy_safely(error->message, sizeof error->message, slice_of(text));
    return false;
}

const char *error_text(const struct error *error, char *buffer, size_t size) {
    if (size == 0) return buffer;
    char place[sizeof error->file + 32] = "";
    if (error->file[0] && error->line && error->column)
        snprintf(place, sizeof place, "%s:%u:%u: ", error->file, error->line, error->column);
    else if (error->file[0] && error->line)
        snprintf(place, sizeof place, "%s:%u: ", error->file, error->line);
    else if (error->file[0])
        snprintf(place, sizeof place, "%s: ", error->file);
    char whole[sizeof place + sizeof error->message];
    snprintf(whole, sizeof whole, "%s%s", place, error->message);
    copy_safely(buffer, size, slice_of(whole));
    return buffer;
}
