// json_write.c - a record as one line of JSON.
//
// The tables say what is written: each field's key and value, in their order; what is null is written as null
// rather than left out, so that a reader need not ask which keys there are. Texts are nearly all of a record:
// they are copied in runs up to the next character that JSON has escaped. Numbers have nine digits, by which
// they are the same when they are read and written again.
#include "base/eight.h"
#include "base/utf8.h"
#include "record/json.h"
#include "record/members.h"

#include <stdio.h>
#include <stdlib.h>

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

void json_put_text(struct json_writer *writer, struct slice text) {
    if (text.start == NULL || utf8_first_invalid(text) != SIZE_MAX) text.length = 0;
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

static void put_text_or_null(struct json_writer *writer, struct slice text) {
    if (text.length)
        json_put_text(writer, text);
    else
        json_put(writer, SLICE("null"));
}

size_t json_number(double value, char digits[JSON_NUMBER]) {
    size_t length = (size_t)snprintf(digits, JSON_NUMBER, "%.9g", value);
    char *exponent = memchr(digits, 'e', length);
    for (char *c = digits; *c && c != exponent; c++)
        if (*c != '-' && (*c < '0' || *c > '9')) *c = '.';
    if (!exponent && !memchr(digits, '.', length)) {
        memcpy(digits + length, ".0", 3);
        return length + 2;
    }
    if (!exponent) return length;
    char *to = exponent + 1, *from = to;
    if (*from == '-') to++;
    if (*from == '-' || *from == '+') from++;
    while (*from == '0' && from[1]) from++;
    memmove(to, from, strlen(from) + 1);
    return strlen(digits);
}

static void put_number(struct json_writer *writer, double value) {
    char digits[JSON_NUMBER];
    json_put(writer, (struct slice){ digits, json_number(value, digits) });
}

// A whole number without its point, as far as a double holds each; also one that nine digits make whole.
static void put_count(struct json_writer *writer, double value) {
    char digits[JSON_NUMBER];
    if (value != floor(value)) {
        snprintf(digits, sizeof digits, "%.9g", value);
        value = strtod(digits, NULL);
    }
    if (value == floor(value) && fabs(value) < 9e15)
        json_put(writer,
                 (struct slice){ digits, (size_t)snprintf(digits, sizeof digits, "%.0f", value + 0.0) });
    else
        put_number(writer, value);
}

// The next item of a list, or its first one.
static void put_comma(struct json_writer *writer, size_t index) {
    if (index) json_put(writer, SLICE(","));
}

static void put_object(struct json_writer *writer, enum record_kind kind, const void *object);

static void put_objects(struct json_writer *writer, enum record_kind kind, struct member_list list) {
    json_put(writer, SLICE("["));
    for (size_t i = 0; i < list.count; i++) {
        put_comma(writer, i);
        put_object(writer, kind, item_at(kind, list, i));
    }
    json_put(writer, SLICE("]"));
}

static void put_member(struct json_writer *writer, const struct record_field *field, const void *member) {
    const struct member_list *list = member; // where it is one
    switch (field->type) {
    case RECORD_TYPE_ID:
    case RECORD_TYPE_TEXT:
    case RECORD_TYPE_CHOICE:
    case RECORD_TYPE_DATE:
        if (field->null_when[0])
            put_text_or_null(writer, member_text(member));
        else
            json_put_text(writer, member_text(member));
        break;
    case RECORD_TYPE_REF:
        put_text_or_null(writer, ((const struct record_ref *)member)->id);
        break;
    case RECORD_TYPE_INTEGER:
        put_count(writer, *(const uint32_t *)member);
        break;
    case RECORD_TYPE_COUNT:
    case RECORD_TYPE_NUMBER: {
        const double value = *(const double *)member;
        if (!isfinite(value))
            json_put(writer, SLICE("null"));
        else if (field->type == RECORD_TYPE_COUNT)
            put_count(writer, value);
        else
            put_number(writer, value);
        break;
    }
    case RECORD_TYPE_BOOLEAN:
        json_put(writer, *(const bool *)member ? SLICE("true") : SLICE("false"));
        break;
    case RECORD_TYPE_TEXTS:
    case RECORD_TYPE_CHOICES:
        json_put(writer, SLICE("["));
        for (size_t i = 0; i < list->count; i++) {
            put_comma(writer, i);
            json_put_text(writer, ((const struct slice *)list->items)[i]);
        }
        json_put(writer, SLICE("]"));
        break;
    case RECORD_TYPE_REFS:
        json_put(writer, SLICE("["));
        for (size_t i = 0; i < list->count; i++) {
            put_comma(writer, i);
            json_put_text(writer, ((const struct record_ref *)list->items)[i].id);
        }
        json_put(writer, SLICE("]"));
        break;
    case RECORD_TYPE_ONE: {
        const void *object = *(const member_object *)member;
        if (object)
            put_object(writer, field->of, object);
        else
            json_put(writer, SLICE("null"));
        break;
    }
    case RECORD_TYPE_MANY:
        put_objects(writer, field->of, *list);
        break;
    case RECORD_TYPE_LISTS:
        json_put(writer, SLICE("["));
        for (size_t i = 0; i < list->count; i++) {
            put_comma(writer, i);
            put_objects(writer, field->of, ((const struct member_list *)list->items)[i]);
        }
        json_put(writer, SLICE("]"));
        break;
    }
}

static void put_object(struct json_writer *writer, enum record_kind kind, const void *object) {
    const struct record_schema *schema = record_schema(kind);
    for (size_t i = 0; i < schema->field_count; i++) {
        json_put(writer, i ? SLICE(",\"") : SLICE("{\""));
        json_put(writer, slice_of(schema->fields[i].name));
        json_put(writer, SLICE("\":"));
        put_member(writer, &schema->fields[i], member_of(object, &schema->fields[i]));
    }
    json_put(writer, SLICE("}"));
}

static struct slice line_of(enum record_kind kind, const void *object, struct arena *arena) {
    struct json_writer writer = { .arena = arena };
    put_object(&writer, kind, object);
    json_put(&writer, SLICE("\n"));
    return (struct slice){ writer.bytes, writer.used };
}

struct slice record_write_json(const struct record *record, struct arena *arena) {
    return line_of(RECORD_RECORD_KIND, record, arena);
}

struct slice record_write_document_json(const struct record_document *document, struct arena *arena) {
    return line_of(RECORD_DOCUMENT_KIND, document, arena);
}
