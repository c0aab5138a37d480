// json_items.c - exports as JSON: an object a line, an array of objects, or an object that holds such an
// array.
//
// A small scanner finds where each object begins and ends, by brackets and strings alone, in a window that
// slides; jansson reads the object. So a million of them need the memory of one, and a fault in one is told
// with its line and does not hide the next: after a fault reading goes on at the next line that begins an
// object.
#include "read/containers/items_forms.h"

#include "base/utf8.h"
#include "read/charset/charset.h"
#include "read/document.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_PATH 200 // bytes of the names of nested fields

struct json_items {
    const struct items_source *source;
    uint64_t number; // of the last object
    uint32_t line;   // of the start of the window
    bool is_inside;  // of an array: commas and brackets stand between objects
    bool is_cut;     // told so
    bool is_over;
    const char *charset; // of objects that are no UTF-8
    bool seen[FIELD_ROLE_COUNT],
        told_names; // some object had a field of this role; what none had has been told
};

#define LOOK_AHEAD (256u << 10) // bytes by which character set and order of dates are told

// Dates that stand alone in their strings, as fields have them, show which of day and month comes first.
static void look_ahead(struct json_items *json) {
    const struct slice window = slice_part(stream_peek(json->source->stream, LOOK_AHEAD), 0, LOOK_AHEAD);
    bool seen[3] = { false };
    for (size_t at = 0; (at = slice_find(window, SLICE("\""), at)) != SIZE_MAX;) {
        const size_t end = slice_find(window, SLICE("\""), ++at);
        if (end != SIZE_MAX && end - at >= 8 && end - at <= 40)
            seen[export_date_order(slice_part(window, at, end))] = true;
    }
    if (seen[DATE_DAY_FIRST] != seen[DATE_MONTH_FIRST])
        *json->source->order = seen[DATE_DAY_FIRST] ? DATE_DAY_FIRST : DATE_MONTH_FIRST;
    const struct slice told = json->source->fields->charset;
    json->charset = "utf-8";
    if (told.length && charset_of_label(told))
        json->charset = charset_of_label(told)->name;
    else if (utf8_first_invalid(window) != SIZE_MAX) {
        struct arena *scratch = arena_new();
        json->charset = charset_of_file(window, scratch); // a constant
        arena_free(scratch);
    }
}

static void *open_json(const struct items_source *source) {
    struct json_items *json = calloc(1, sizeof *json);
    if (!json) abort();
    json->source = source;
    json->line = 1;
    look_ahead(json);
    return json;
}

static void skip(struct json_items *json, size_t count) {
    struct slice passed = slice_part(stream_peek(json->source->stream, count), 0, count);
    for (const char *at = passed.start, *end = at + passed.length;
         (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++)
        json->line++;
    stream_skip(json->source->stream, count);
}

// Where the object that the window starts with ends; 0 when it does not within the limits, with `why`.
static size_t find_end(struct json_items *json, const char **why) {
    size_t at = 0, depth = 0, wanted = 64u << 10;
    bool in_string = false;
    for (;;) {
        const struct slice window = stream_peek(json->source->stream, wanted);
        for (; at < window.length; at++) {
            const char c = window.start[at];
            if (in_string) {
                if (c == '\\') {
                    if (at + 1 == window.length) break;
                    at++;
                } else if (c == '"') {
                    in_string = false;
                }
                continue;
            }
            if (c == '"') in_string = true;
            if ((c == '{' || c == '[') && ++depth > ITEMS_DEPTH) {
                *why = "expected brackets nested at most 256 deep";
                return 0;
            }
            if ((c == '}' || c == ']') && --depth == 0) return at + 1;
        }
        if (window.length < wanted) {
            *why = "the object is cut short";
            json->is_cut = true;
            return 0;
        }
        if (wanted > READ_DOCUMENT_LIMIT) {
            *why = "expected an object of at most 64 MiB";
            return 0;
        }
        wanted *= 2;
    }
}

// Behind damage: on to the next line that begins with an object.
static void resynchronize(struct json_items *json) {
    for (bool is_first = true;; is_first = false) {
        const struct slice window = stream_peek(json->source->stream, 4096);
        if (window.length == 0) return;
        if (!is_first && window.start[0] == '{') return;
        const char *end = memchr(window.start, '\n', window.length);
        skip(json, end ? (size_t)(end - window.start) + 1 : window.length);
        while (!end) { // a long line
            const struct slice more = stream_peek(json->source->stream, 4096);
            if (more.length == 0) return;
            end = memchr(more.start, '\n', more.length);
            skip(json, end ? (size_t)(end - more.start) + 1 : more.length);
        }
    }
}

struct reading { // of one object
    const struct fields *fields;
    struct arena *arena;
    struct item *item;
    size_t ranks[FIELD_ROLE_COUNT]; // how trusted the field is that a role was taken from
};

static struct slice value_text(const json_t *value, struct arena *arena) {
    if (json_is_string(value))
        return arena_copy(arena, (struct slice){ json_string_value(value), json_string_length(value) });
    if (json_is_integer(value)) return arena_format(arena, "%lld", (long long)json_integer_value(value));
    if (!json_is_array(value)) return (struct slice){ "", 0 };
    struct slice text = { "", 0 }; // of several, one after the other: authors
    for (size_t i = 0; i < json_array_size(value) && i < 100; i++) {
        const json_t *element = json_array_get(value, i);
        if (!json_is_string(element)) continue;
        const struct slice next = { json_string_value(element), json_string_length(element) };
        text = text.length
                   ? arena_format(arena, SLICE_FORMAT ", " SLICE_FORMAT, SLICE_ARG(text), SLICE_ARG(next))
                   : arena_copy(arena, next);
    }
    return text;
}

static void take_field(struct reading *reading, struct slice path, const json_t *value) {
    for (int role = 0; role < FIELD_LIST; role++) {
        const size_t rank = fields_rank(reading->fields, (enum field_role)role, path);
        if (rank >= reading->ranks[role]) continue;
        const struct slice text = value_text(value, reading->arena);
        if (slice_trim(text).length == 0) continue;
        reading->ranks[role] = rank;
        fields_set(reading->item, (enum field_role)role, text);
    }
}

// Fields of the object and of objects in it, at most three deep; of a list of objects, those of its first.
static void take_object(struct reading *reading, json_t *object, struct slice before, unsigned depth) {
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value) {
        const struct slice name = slice_of(key);
        if (before.length + name.length + 1 > LONGEST_PATH) continue;
        const struct slice path =
            before.length ? arena_format(reading->arena, SLICE_FORMAT ".%s", SLICE_ARG(before), key) : name;
        take_field(reading, path, value);
        json_t *inner = json_is_array(value) ? json_array_get(value, 0) : value;
        if (json_is_object(inner) && depth < 3) take_object(reading, inner, path, depth + 1);
    }
}

// The number from `at` on, as digits, sign, point and exponent; is it more than jansson can hold?
static size_t number_end(struct slice text, size_t at, bool *is_large) {
    const size_t start = at;
    bool is_real = false, has_exponent = false;
    unsigned digits = 0;
    for (; at < text.length && strchr("+-.0123456789eE", text.start[at]) && text.start[at]; at++) {
        const char c = text.start[at];
        is_real = is_real || c == '.' || (c | 0x20) == 'e';
        has_exponent = has_exponent || (c | 0x20) == 'e';
        digits += c >= '0' && c <= '9';
    }
    *is_large = has_exponent || (is_real ? digits > 300 : digits > 18);
    return at - start > 0 ? at : start + 1;
}

static bool is_surrogate(struct slice text, size_t at, unsigned first, unsigned last) {
    if (at + 6 > text.length || text.start[at] != '\\' || text.start[at + 1] != 'u') return false;
    unsigned code = 0;
    for (size_t i = at + 2; i < at + 6; i++) {
        const char c = text.start[i];
        const int digit = c >= '0' && c <= '9'                     ? c - '0'
                          : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                                   : -1;
        if (digit < 0) return false;
        code = code * 16 + (unsigned)digit;
    }
    return code >= first && code <= last;
}

// What some programs write and JSON or jansson does not know, in a copy: bytes of another character set, one
// half of a surrogate pair (U+FFFD instead), numbers beyond 64 bits and 1e999 (kept as text).
static struct slice mend(struct json_items *json, struct slice bytes, struct arena *arena) {
    if (utf8_first_invalid(bytes) != SIZE_MAX) {
        struct charset_result result;
        if (charset_decode_as(bytes, slice_of(json->charset), false, arena, &result)) bytes = result.text;
    }
    char *text = arena_raw(arena, bytes.length * 2 + 16);
    size_t used = 0;
    bool in_string = false;
    for (size_t at = 0; at < bytes.length;) {
        const char c = bytes.start[at];
        bool is_large = false;
        if (in_string && c == '\\' && at + 1 < bytes.length) {
            const bool is_high = is_surrogate(bytes, at, 0xd800, 0xdbff),
                       is_low = is_surrogate(bytes, at, 0xdc00, 0xdfff);
            const bool is_pair = is_high && is_surrogate(bytes, at + 6, 0xdc00, 0xdfff);
            const size_t length = is_pair ? 12 : is_high || is_low ? 6 : 2;
            memcpy(text + used, (is_high || is_low) && !is_pair ? "\\ufffd" : bytes.start + at, length);
            used += length;
            at += length;
            continue;
        }
        if (!in_string && (c == '-' || (c >= '0' && c <= '9'))) {
            const size_t end = number_end(bytes, at, &is_large);
            if (is_large) text[used++] = '"';
            memcpy(text + used, bytes.start + at, end - at);
            used += end - at;
            if (is_large) text[used++] = '"';
            at = end;
            continue;
        }
        in_string ^= c == '"';
        text[used++] = c;
        at++;
    }
    return (struct slice){ text, used };
}

static enum items_result read_object(struct json_items *json, size_t length, struct arena *arena,
                                     struct item *item, struct error *error) {
    const struct slice bytes = slice_part(stream_peek(json->source->stream, length), 0, length);
    json_error_t fault;
    json_t *object = json_loadb(bytes.start, bytes.length, JSON_ALLOW_NUL, &fault);
    if (!object) {
        const struct slice mended = mend(json, bytes, arena);
        json_error_t again;
        object = json_loadb(mended.start, mended.length, JSON_ALLOW_NUL, &again);
    }
    if (!object) {
        items_error(error, ERROR_INPUT, json->source,
                    json->line + (fault.line > 1 ? (uint32_t)fault.line - 1 : 0),
                    fault.column > 0 ? (uint32_t)fault.column : 0, "no JSON: %s", fault.text);
        skip(json, length);
        return ITEMS_DAMAGED;
    }
    struct reading reading = { .fields = json->source->fields, .arena = arena, .item = item };
    for (int role = 0; role < FIELD_ROLE_COUNT; role++) reading.ranks[role] = SIZE_MAX;
    take_object(&reading, object, (struct slice){ "", 0 }, 1);
    json_decref(object);
    skip(json, length);
    for (int role = 0; role < FIELD_ROLE_COUNT; role++)
        json->seen[role] = json->seen[role] || reading.ranks[role] != SIZE_MAX;
    if (item->bytes.length == 0 && item->title.length == 0) {
        items_error(error, ERROR_INPUT, json->source, 0, 0, "json without a field of text");
        return ITEMS_SKIPPED;
    }
    item->form = items_is_html(item->bytes) ? ITEM_HTML : ITEM_TEXT;
    item->is_story = item->form == ITEM_HTML && !items_is_page(item->bytes);
    item->charset = SLICE("utf-8");
    return ITEMS_NEXT;
}

// Before the first object: an object that only holds the list of documents is opened, not read.
static void enter_list(struct json_items *json) {
    const struct slice window = stream_peek(json->source->stream, FORM_START);
    if (window.length == 0 || window.start[0] != '{') return;
    for (size_t i = 0; i < json->source->fields->roles[FIELD_LIST].count; i++) {
        struct slice name = json->source->fields->roles[FIELD_LIST].items[i];
        for (struct slice part; slice_next(&name, SLICE("."), &part);) {
            if (name.length) continue; // the last part names the list
            char key[LONGEST_PATH];
            if (part.length + 3 > sizeof key) continue;
            key[0] = '"';
            memcpy(key + 1, part.start, part.length);
            key[part.length + 1] = '"';
            size_t at =
                slice_find(slice_part(window, 0, FORM_START), (struct slice){ key, part.length + 2 }, 0);
            if (at == SIZE_MAX) continue;
            at += part.length + 2;
            while (at < window.length && strchr(" \t\r\n:", window.start[at])) at++;
            if (at >= window.length || window.start[at] != '[') continue;
            at++;
            while (at < window.length && strchr(" \t\r\n", window.start[at])) at++;
            if (at >= window.length || window.start[at] != '{') continue;
            skip(json, at);
            json->is_inside = true;
            return;
        }
    }
}

// At the end: a field that the user named and no object had.
static bool lacks_named(struct json_items *json, struct error *error) {
    if (json->told_names || json->number == 0 || stream_failed(json->source->stream, NULL)) return false;
    json->told_names = true;
    const struct fields *fields = json->source->fields;
    for (int role = 0; role < FIELD_LIST; role++) {
        if (!fields->named[role] || json->seen[role]) continue;
        items_error(error, ERROR_INPUT, json->source, 0, 0,
                    "no object has a field \"" SLICE_FORMAT "\" as --field says",
                    SLICE_ARG(fields->roles[role].items[0]));
        return true;
    }
    return false;
}

static enum items_result next_object(struct json_items *json, struct arena *arena, struct item *item,
                                     struct error *error) {
    if (json->is_over) return ITEMS_END;
    struct stream *stream = json->source->stream;
    for (;;) { // what stands between objects
        const struct slice window = stream_peek(stream, FORM_START);
        size_t at = 0;
        if (stream_position(stream) == 0 && slice_starts(window, SLICE("\xef\xbb\xbf"))) at = 3;
        while (at < window.length &&
               (strchr(" \t\r\n", window.start[at]) || (json->is_inside && window.start[at] == ',')))
            at++;
        skip(json, at);
        if (at == window.length) {
            if (at > 0) continue;
            json->is_over = true;
            if (!json->is_inside || json->is_cut || stream_failed(stream, NULL)) return ITEMS_END;
            items_error(error, ERROR_INPUT, json->source, json->line, 0,
                        "the list is cut short, expected \"]\"");
            return ITEMS_DAMAGED;
        }
        const char c = stream_peek(stream, 1).start[0];
        if (c == '[' && json->number == 0 && !json->is_inside) {
            json->is_inside = true;
            skip(json, 1);
            continue;
        }
        if (c == ']' && json->is_inside) { // what follows the list says nothing of documents
            json->is_over = true;
            return ITEMS_END;
        }
        if (c == '{' && json->number == 0 && !json->is_inside) enter_list(json);
        break;
    }
    json->number++;
    item->source = items_record_name(json->source, json->number, arena);
    const char *why = NULL;
    const bool is_object = stream_peek(stream, 1).start[0] == '{';
    size_t length = is_object ? find_end(json, &why) : 0;
    if (is_object &&
        !json->is_inside) { // one object a line: a quote that is not closed must not eat the next line
        const struct slice window = stream_peek(stream, length ? length : 1);
        const char *end = memchr(window.start, '\n', length ? length : window.length);
        if (end && (size_t)(end - window.start) + 1 < window.length && end[1] == '{') {
            length = (size_t)(end - window.start);
            why = NULL;
        }
    }
    if (length) return read_object(json, length, arena, item, error);
    if (stream_failed(stream, NULL)) {
        json->is_over = true;
        return ITEMS_END;
    }
    items_error(error, why && strncmp(why, "expected", 8) == 0 ? ERROR_LIMIT : ERROR_INPUT, json->source,
                json->line, 1, "%s", why ? why : "expected an object, found something else");
    resynchronize(json);
    return ITEMS_DAMAGED;
}

static enum items_result next_json(void *state, struct arena *arena, struct item *item, struct error *error) {
    struct json_items *json = state;
    const enum items_result result = next_object(json, arena, item, error);
    return result == ITEMS_END && lacks_named(json, error) ? ITEMS_DAMAGED : result;
}

// '{' and a name in quotes, or '[' and an object.
static bool recognizes_json(const struct items_source *source, struct slice start) {
    (void)source;
    if (start.length == 0 || (start.start[0] != '{' && start.start[0] != '[')) return false;
    const struct slice rest = slice_trim(slice_part(start, 1, start.length));
    if (rest.length == 0) return start.start[0] == '{';
    if (start.start[0] == '[') return rest.start[0] == '{' || rest.start[0] == ']';
    return rest.start[0] == '"' || rest.start[0] == '}';
}

const struct form form_json = { "json", recognizes_json, open_json, free, next_json };
