// json_write.c - a JSON value as one line of text.
//
// jansson builds the values and could write them too; it looks at each character by a call of its own, which
// took a tenth of the time of reading pages. Texts are nearly all of a record, so they are copied here in
// runs up to the next character that JSON has escaped. What is written is what json_dumps() writes.
#include "base/eight.h"
#include "record/json_values.h"
#include "record/record.h"

#include <stdio.h>
#include <string.h>

struct writer {
    struct arena *arena;
    char *bytes; // [size]
    size_t used, size;
};

static void room_for(struct writer *writer, size_t more) {
    if (writer->used + more <= writer->size) return;
    const size_t size = (writer->used + more) * 2;
    char *grown = arena_raw(writer->arena, size);
    if (writer->used) memcpy(grown, writer->bytes, writer->used);
    writer->bytes = grown;
    writer->size = size;
}

static void put(struct writer *writer, const char *bytes, size_t length) {
    room_for(writer, length);
    if (length) memcpy(writer->bytes + writer->used, bytes, length);
    writer->used += length;
}

static void put_byte(struct writer *writer, char byte) {
    put(writer, &byte, 1);
}

// The first byte at or after `at` that has to be escaped: a control, '"' or '\'.
static size_t skip_plain(const char *bytes, size_t length, size_t at) {
    for (; length - at >= 8; at += 8) {
        const uint64_t eight = eight_at(bytes + at);
        const uint64_t marks = eight_controls(eight) | eight_equal(eight, '"') | eight_equal(eight, '\\');
        if (marks) return at + eight_first(marks);
    }
    while (at < length && (unsigned char)bytes[at] >= 0x20 && bytes[at] != '"' && bytes[at] != '\\') at++;
    return at;
}

static void put_escape(struct writer *writer, unsigned char byte) {
    static const char letters[0x20] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'
    };
    char escape[8] = { '\\', (char)byte };
    if (byte < 0x20) escape[1] = letters[byte];
    if (escape[1])
        put(writer, escape, 2);
    else
        put(writer, escape, (size_t)snprintf(escape, sizeof escape, "\\u%04X", byte));
}

static void put_text(struct writer *writer, const char *bytes, size_t length) {
    put_byte(writer, '"');
    for (size_t at = 0; at < length;) {
        const size_t end = skip_plain(bytes, length, at);
        put(writer, bytes + at, end - at);
        if (end < length) put_escape(writer, (unsigned char)bytes[end]);
        at = end + 1;
    }
    put_byte(writer, '"');
}

static void put_number(struct writer *writer, const json_t *value) {
    char digits[64]; // nine digits, a sign, a point and an exponent
    const size_t length = json_dumpb(value, digits, sizeof digits, JSON_ENCODE_ANY | JSON_REAL_PRECISION(9));
    put(writer, digits, length);
}

static void put_value(struct writer *writer, json_t *value);

static void put_object(struct writer *writer, json_t *object) {
    const char *key;
    json_t *value;
    char before = '{';
    json_object_foreach(object, key, value) {
        put_byte(writer, before);
        put_text(writer, key, strlen(key));
        put_byte(writer, ':');
        put_value(writer, value);
        before = ',';
    }
    if (before == '{') put_byte(writer, before);
    put_byte(writer, '}');
}

static void put_array(struct writer *writer, const json_t *array) {
    put_byte(writer, '[');
    for (size_t i = 0; i < json_array_size(array); i++) {
        if (i) put_byte(writer, ',');
        put_value(writer, json_array_get(array, i));
    }
    put_byte(writer, ']');
}

static void put_value(struct writer *writer, json_t *value) {
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        put_object(writer, value);
        return;
    case JSON_ARRAY:
        put_array(writer, value);
        return;
    case JSON_STRING:
        put_text(writer, json_string_value(value), json_string_length(value));
        return;
    case JSON_INTEGER:
    case JSON_REAL:
        put_number(writer, value);
        return;
    case JSON_TRUE:
        put(writer, "true", 4);
        return;
    case JSON_FALSE:
        put(writer, "false", 5);
        return;
    case JSON_NULL:
        put(writer, "null", 4);
        return;
    }
}

struct slice json_line(json_t *object, struct arena *arena) {
    struct writer writer = { .arena = arena };
    put_value(&writer, object);
    put_byte(&writer, '\n');
    json_decref(object);
    return (struct slice){ writer.bytes, writer.used };
}

struct slice record_json_text(struct slice text, struct arena *arena) {
    struct writer writer = { .arena = arena };
    json_t *value = json_of_text_or_null(text);
    put_value(&writer, value);
    json_decref(value);
    return (struct slice){ writer.bytes, writer.used };
}
