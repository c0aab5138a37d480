// json_write.c - JSON as one line of text.
//
// jansson builds the values and could write them too; it looks at each character by a call of its own, which
// took a tenth of the time of reading pages. Texts are nearly all of a record, so they are copied here in
// runs up to the next character that JSON has escaped. What is written is what json_dumps() writes.
#include "base/eight.h"
#include "base/utf8.h"
#include "record/json_values.h"
#include "record/record.h"

#include <stdio.h>
#include <string.h>

json_t *json_of_text(struct slice text) {
    if (text.start == NULL || utf8_first_invalid(text) != SIZE_MAX) return json_string("");
    return json_stringn_nocheck(text.start, text.length);
}

json_t *json_of_text_or_null(struct slice text) {
    return text.length ? json_of_text(text) : json_null();
}

json_t *json_of_date(const char *date) {
    return date[0] ? json_string(date) : json_null();
}

json_t *json_of_texts(const struct slice *items, size_t count) {
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) json_array_append_new(array, json_of_text(items[i]));
    return array;
}

static void room_for(struct json_writer *writer, size_t more) {
    if (writer->size - writer->used >= more) return;
    const size_t size = (writer->used + more) * 2;
    char *grown = arena_raw(writer->arena, size);
    if (writer->used) memcpy(grown, writer->bytes, writer->used);
    writer->bytes = grown;
    writer->size = size;
}

void json_put(struct json_writer *writer, struct slice bytes) {
    room_for(writer, bytes.length);
    if (bytes.length) memcpy(writer->bytes + writer->used, bytes.start, bytes.length);
    writer->used += bytes.length;
}

// The bytes that have to be escaped: controls, '"' and '\'. Of the marks the first one counts.
static uint64_t escaped(uint64_t eight) {
    const uint64_t quotes = eight ^ EIGHT_ONES * '"', strokes = eight ^ EIGHT_ONES * '\\';
    return ((eight - EIGHT_ONES * ' ') | (quotes - EIGHT_ONES) | (strokes - EIGHT_ONES)) & ~eight &
           EIGHT_TOPS;
}

static void put_escape(struct json_writer *writer, unsigned char byte) {
    static const char letters[0x20] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'
    };
    char escape[8] = { '\\', (char)byte };
    size_t length = 2;
    if (byte < 0x20) escape[1] = letters[byte];
    if (!escape[1]) length = (size_t)snprintf(escape, sizeof escape, "\\u%04X", byte);
    json_put(writer, (struct slice){ escape, length });
}

static void put_string(struct json_writer *writer, struct slice text) {
    json_put(writer, SLICE("\""));
    room_for(writer, text.length + 16); // eight bytes are written where fewer count
    for (size_t at = 0; at < text.length;) {
        const size_t left = text.length - at;
        const uint64_t eight = eight_part(text.start + at, left);
        const uint64_t marks = left < 8 ? escaped(eight) & ((UINT64_C(1) << 8 * left) - 1) : escaped(eight);
        const size_t count = marks ? eight_first(marks) : left < 8 ? left : 8;
        eight_write(eight, writer->bytes + writer->used);
        writer->used += count;
        at += count;
        if (!marks) continue;
        put_escape(writer, (unsigned char)text.start[at++]);
        room_for(writer, text.length - at + 16);
    }
    json_put(writer, SLICE("\""));
}

void json_put_text(struct json_writer *writer, struct slice text) {
    if (text.start == NULL || utf8_first_invalid(text) != SIZE_MAX) text.length = 0;
    put_string(writer, text);
}

static void put_number(struct json_writer *writer, const json_t *value) {
    char digits[64]; // nine digits, a sign, a point and an exponent
    const size_t length = json_dumpb(value, digits, sizeof digits, JSON_ENCODE_ANY | JSON_REAL_PRECISION(9));
    json_put(writer, (struct slice){ digits, length });
}

static void put_value(struct json_writer *writer, json_t *value);

// `before`: what stands before the first.
static void put_members(struct json_writer *writer, json_t *object, struct slice before) {
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value) {
        json_put(writer, before);
        put_string(writer, slice_of(key));
        json_put(writer, SLICE(":"));
        put_value(writer, value);
        before = SLICE(",");
    }
}

static void put_array(struct json_writer *writer, const json_t *array) {
    json_put(writer, SLICE("["));
    for (size_t i = 0; i < json_array_size(array); i++) {
        if (i) json_put(writer, SLICE(","));
        put_value(writer, json_array_get(array, i));
    }
    json_put(writer, SLICE("]"));
}

static void put_value(struct json_writer *writer, json_t *value) {
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        json_put(writer, SLICE("{"));
        put_members(writer, value, SLICE(""));
        json_put(writer, SLICE("}"));
        return;
    case JSON_ARRAY:
        put_array(writer, value);
        return;
    case JSON_STRING:
        put_string(writer, (struct slice){ json_string_value(value), json_string_length(value) });
        return;
    case JSON_INTEGER:
    case JSON_REAL:
        put_number(writer, value);
        return;
    case JSON_TRUE:
        json_put(writer, SLICE("true"));
        return;
    case JSON_FALSE:
        json_put(writer, SLICE("false"));
        return;
    case JSON_NULL:
        json_put(writer, SLICE("null"));
        return;
    }
}

void json_put_value(struct json_writer *writer, json_t *value) {
    put_value(writer, value);
    json_decref(value);
}

void json_put_members(struct json_writer *writer, json_t *object) {
    put_members(writer, object, SLICE(","));
    json_decref(object);
}

struct slice json_end(struct json_writer *writer) {
    json_put(writer, SLICE("\n"));
    return (struct slice){ writer->bytes, writer->used };
}

struct slice record_json_text(struct slice text, struct arena *arena) {
    struct json_writer writer = { .arena = arena };
    if (text.length)
        json_put_text(&writer, text);
    else
        json_put(&writer, SLICE("null"));
    return (struct slice){ writer.bytes, writer.used };
}
