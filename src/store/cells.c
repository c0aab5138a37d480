// cells.c - a cell of a row as CSV, TSV, JSON or as words on a terminal.
#include "store/cells.h"

#include "base/utf8.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

void bytes_put(struct bytes *bytes, struct slice text) {
    if (bytes->length + text.length > bytes->size) {
        size_t size = bytes->size ? bytes->size : 1024;
        while (size < bytes->length + text.length) size *= 2;
        char *start = arena_raw(bytes->arena, size);
        if (bytes->length) memcpy(start, bytes->start, bytes->length);
        bytes->start = start;
        bytes->size = size;
    }
    if (text.length) memcpy(bytes->start + bytes->length, text.start, text.length);
    bytes->length += text.length;
}

void bytes_put_string(struct bytes *bytes, const char *text) {
    bytes_put(bytes, slice_of(text));
}

// The shortest decimal that reads back as the same number.
static void put_number(struct bytes *bytes, double number) {
    char text[40];
    if (number == floor(number) && fabs(number) < 1e15)
        snprintf(text, sizeof text, "%.0f", number);
    else
        for (int digits = 1; digits <= 17; digits++) {
            snprintf(text, sizeof text, "%.*g", digits, number);
            double back;
            if (sscanf(text, "%lf", &back) == 1 && back == number) break;
        }
    bytes_put_string(bytes, text);
}

static void put_integer(struct bytes *bytes, int64_t integer) {
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, integer);
    bytes_put_string(bytes, text);
}

static bool put_plain(struct bytes *bytes, const struct value *value) {
    if (value->kind == VALUE_INTEGER) put_integer(bytes, value->integer);
    if (value->kind == VALUE_NUMBER) put_number(bytes, value->number);
    return value->kind != VALUE_TEXT;
}

static bool is_formula(struct slice text) {
    return text.length && memchr("=+-@\t\r", text.start[0], 6);
}

void cell_put_csv(struct bytes *bytes, const struct value *value, bool guard) {
    if (put_plain(bytes, value)) return;
    const struct slice text = value->text;
    const bool guarded = guard && is_formula(text);
    bool is_quoted = guarded;
    for (size_t i = 0; i < text.length && !is_quoted; i++)
        is_quoted =
            text.start[i] == ',' || text.start[i] == '"' || text.start[i] == '\n' || text.start[i] == '\r';
    if (!is_quoted) {
        bytes_put(bytes, text);
        return;
    }
    bytes_put(bytes, guarded ? SLICE("\"'") : SLICE("\""));
    for (size_t i = 0; i < text.length; i++) {
        const size_t quote = slice_find(text, SLICE("\""), i);
        bytes_put(bytes, slice_part(text, i, quote));
        if (quote == SIZE_MAX) break;
        bytes_put(bytes, SLICE("\"\""));
        i = quote;
    }
    bytes_put(bytes, SLICE("\""));
}

void cell_put_tsv(struct bytes *bytes, const struct value *value, bool guard) {
    if (put_plain(bytes, value)) return;
    if (guard && is_formula(value->text)) bytes_put(bytes, SLICE("'"));
    for (size_t i = 0; i < value->text.length; i++) {
        const char c = value->text.start[i];
        bytes_put(bytes,
                  c == '\t' || c == '\n' || c == '\r' ? SLICE(" ") : slice_part(value->text, i, i + 1));
    }
}

void cell_put_json_text(struct bytes *bytes, struct slice text) {
    bytes_put(bytes, SLICE("\""));
    size_t begin = 0;
    for (size_t i = 0; i < text.length; i++) {
        const unsigned char c = (unsigned char)text.start[i];
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        bytes_put(bytes, slice_part(text, begin, i));
        begin = i + 1;
        char escape[8];
        if (c == '"' || c == '\\')
            snprintf(escape, sizeof escape, "\\%c", c);
        else if (c == '\n')
            snprintf(escape, sizeof escape, "\\n");
        else
            snprintf(escape, sizeof escape, "\\u%04x", c);
        bytes_put_string(bytes, escape);
    }
    bytes_put(bytes, slice_part(text, begin, text.length));
    bytes_put(bytes, SLICE("\""));
}

void cell_put_json(struct bytes *bytes, const struct value *value) {
    if (value->kind == VALUE_NULL || value->kind == VALUE_BYTES)
        bytes_put(bytes, SLICE("null"));
    else if (put_plain(bytes, value))
        return;
    else
        cell_put_json_text(bytes, value->text);
}

struct slice cell_words(const struct value *value, struct arena *arena) {
    struct bytes bytes = { .arena = arena };
    if (put_plain(&bytes, value)) return (struct slice){ bytes.length ? bytes.start : "", bytes.length };
    bool is_gap = false;
    for (size_t at = 0, length; at < value->text.length; at += length) {
        const uint32_t code = utf8_at(value->text, at, &length);
        const bool steers = code < 0x20 || (code >= 0x7f && code < 0xa0) ||
                            (code >= 0x200b && code <= 0x200f) || (code >= 0x202a && code <= 0x202e) ||
                            (code >= 0x2060 && code <= 0x2069) || code == 0xfeff;
        if (steers || code == ' ') {
            is_gap = true;
            continue;
        }
        if (is_gap && bytes.length) bytes_put(&bytes, SLICE(" "));
        is_gap = false;
        bytes_put(&bytes, slice_part(value->text, at, at + length));
    }
    return (struct slice){ bytes.length ? bytes.start : "", bytes.length };
}
