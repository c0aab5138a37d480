// items.c - which form an input has, and the items of that form.
//
// A form is told by the first bytes. Where several could be meant the more special one is asked first;
// whatever has no form is plain text, and whether that is text at all is seen when it is read.
#include "read/containers/items_forms.h"

#include "base/utf8.h"
#include "read/charset/charset.h"
#include "read/document.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct form *const forms[] = { &form_warc, &form_feed, &form_html, &form_json, &form_csv };

struct items {
    struct items_source source;
    enum date_order order;
    struct stream *unfolded,
        *whole; // of an input in UTF-16: its text in UTF-8, and the input itself; else NULL
    bool told_end;
    const struct form *form;
    void *state; // NULL until the first is asked for
    struct arena *arena;
};

// A table or an export in UTF-16 or UTF-32 is read from its text in UTF-8: what the forms look for has one
// byte there.
static void unfold(struct items *items, const char *label) {
    struct stream *stream = items->source.stream;
    const struct slice bytes = stream_take(stream, READ_DOCUMENT_LIMIT, items->arena);
    struct charset_result decoded;
    if (!charset_decode_as(bytes, slice_of(label), false, items->arena, &decoded)) return;
    items->unfolded = stream_of_plain(decoded.text, stream_name(stream));
    items->source.stream = items->unfolded;
    items->whole = stream;
}

static bool is_wide_label(struct slice label) {
    const struct charset *charset = charset_of_label(label);
    return charset && (strncmp(charset->name, "utf-16", 6) == 0 || strncmp(charset->name, "utf-32", 6) == 0);
}

static void open_form(struct items *items, struct stream *stream, bool is_within) {
    struct slice start = slice_part(stream_peek(stream, FORM_START), 0, FORM_START);
    const struct slice told = items->source.fields->charset;
    bool is_wide = slice_starts(start, SLICE("\xff\xfe")) || slice_starts(start, SLICE("\xfe\xff"));
    const bool has_mark = is_wide;
    const char *set = NULL;
    if (!is_within && start.length >= 8 &&
        (is_wide || is_wide_label(told) || memchr(start.start, '\0', start.length)))
        set = told.length ? arena_string(items->arena, told) : charset_of_file(start, items->arena);
    if (set && !is_wide_label(slice_of(set))) set = NULL;
    is_wide = is_wide || set;
    char bytes[FORM_START];
    size_t count = 0;
    if (slice_starts(start, SLICE("\xef\xbb\xbf"))) start = slice_part(start, 3, start.length);
    if (has_mark) start = slice_part(start, 2, start.length);
    if (!is_wide) memcpy(bytes, start.start, count = start.length);
    for (size_t i = 0; is_wide && i < start.length; i++)
        if (start.start[i] != '\0') bytes[count++] = start.start[i];
    start = slice_trim((struct slice){ bytes, count });
    items->form = &form_text;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (!(is_within && forms[i] == &form_warc) && forms[i]->recognizes(&items->source, start)) {
            items->form = forms[i];
            break;
        }
    if (set && (items->form == &form_csv || items->form == &form_json)) unfold(items, set);
    items->state = items->form->open(&items->source);
}

// Names of files need not be UTF-8: other bytes as in addresses, "%E9" (RFC 3986, 2.1).
static struct slice printable_name(struct slice name, struct arena *arena) {
    if (utf8_first_invalid(name) == SIZE_MAX) return name;
    char *bytes = arena_raw(arena, 3 * name.length);
    size_t used = 0, length;
    for (size_t at = 0; at < name.length; at += length) {
        if (utf8_at(name, at, &length) == 0xfffd && length == 1) {
            used += (size_t)snprintf(bytes + used, 4, "%%%02X", (unsigned)(unsigned char)name.start[at]);
        } else {
            memcpy(bytes + used, name.start + at, length);
            used += length;
        }
    }
    return (struct slice){ bytes, used };
}

struct items *items_open_within(struct stream *stream, struct slice source, const struct fields *fields) {
    struct arena *arena = arena_new();
    struct items *items = ARENA_NEW(arena, struct items);
    items->arena = arena;
    items->source = (struct items_source){ stream, printable_name(source, arena), fields, &items->order };
    open_form(items, stream, true);
    return items;
}

struct items *items_open(struct stream *stream, struct slice source, const struct items_options *options) {
    struct arena *arena = arena_new();
    struct items *items = ARENA_NEW(arena, struct items);
    items->arena = arena;
    const bool is_compiled = options && options->compiled;
    items->source =
        (struct items_source){ stream, printable_name(source, arena),
                               is_compiled ? options->compiled : fields_of(options, arena), &items->order };
    open_form(items, stream, false);
    return items;
}

void items_close(struct items *items) {
    if (!items) return;
    items->form->close(items->state);
    if (items->unfolded) stream_close(items->unfolded);
    arena_free(items->arena);
}

static struct slice date_of(const struct items *items, struct slice text, struct arena *arena,
                            enum date_reading *reading) {
    const struct fields *fields = items->source.fields;
    const bool is_table = items->form == &form_csv || items->form == &form_json;
    char iso[TIMESTAMP_SIZE];
    *reading = export_date(text, fields->date_order ? fields->date_order : items->order, is_table,
                           fields->months, arena, iso);
    return *reading == DATE_READ ? arena_copy(arena, slice_of(iso)) : (struct slice){ "", 0 };
}

// Dates in one form. One of publication that cannot be read is kept: no other may take its place.
static void settle_dates(const struct items *items, struct arena *arena, struct item *item) {
    enum date_reading reading;
    item->modified = date_of(items, item->modified, arena, &reading);
    item->captured = date_of(items, item->captured, arena, &reading);
    const struct slice published = slice_trim(item->published);
    item->published = date_of(items, published, arena, &reading);
    if (reading == DATE_READ || reading == DATE_EMPTY) return;
    item->unread_date = published;
    item->unread_why = export_date_why(reading);
}

enum items_result items_next(struct items *items, struct arena *arena, struct item *item,
                             struct error *error) {
    *item = (struct item){ .source = items->source.name };
    const enum items_result result = items->form->next(items->state, arena, item, error);
    if (result == ITEMS_END && items->whole && !items->told_end && stream_peek(items->whole, 1).length > 0) {
        items->told_end = true;
        items_error(error, ERROR_LIMIT, &items->source, 0, 0,
                    "expected at most %u bytes of UTF-16 in one table", READ_DOCUMENT_LIMIT);
        return ITEMS_DAMAGED;
    }
    if (result == ITEMS_NEXT && items->source.fields->charset.length && !item->is_charset_told) {
        const bool is_utf8 =
            items->form == &form_csv || items->form == &form_json || items->form == &form_feed;
        if (!is_utf8) item->charset = items->source.fields->charset;
        item->is_charset_told = !is_utf8;
    }
    if (result == ITEMS_NEXT) settle_dates(items, arena, item);
    return result;
}

const char *items_form(const struct items *items) {
    return items->form->name;
}

struct slice items_record_name(const struct items_source *source, uint64_t number, struct arena *arena) {
    return arena_format(arena, SLICE_FORMAT "#%llu", SLICE_ARG(source->name), (unsigned long long)number);
}

bool items_error(struct error *error, enum error_kind kind, const struct items_source *source, uint32_t line,
                 uint32_t column, const char *format, ...) {
    char text[sizeof error->message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return error_at(error, kind, (struct place_in_file){ stream_name(source->stream), line, column }, "%s",
                    text);
}
