// items.c - which form an input has, and the items of that form.
//
// A form is told by the first bytes. Where several could be meant the more special one is asked first;
// whatever has no form is plain text, and whether that is text at all is seen when it is read.
#include "read/containers/items_forms.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct form *const forms[] = { &form_warc, &form_feed, &form_html, &form_json, &form_csv };

struct items {
    struct items_source source;
    const struct form *form;
    void *state; // NULL until the first is asked for
    struct arena *arena;
};

static void open_form(struct items *items, struct stream *stream, bool is_within) {
    struct slice start = slice_part(stream_peek(stream, FORM_START), 0, FORM_START);
    const bool is_wide = slice_starts(start, SLICE("\xff\xfe")) || slice_starts(start, SLICE("\xfe\xff"));
    char bytes[FORM_START];
    size_t count = 0;
    if (slice_starts(start, SLICE("\xef\xbb\xbf"))) start = slice_part(start, 3, start.length);
    if (is_wide) start = slice_part(start, 2, start.length);
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
    items->state = items->form->open(&items->source);
}

struct items *items_open_within(struct stream *stream, struct slice source, const struct fields *fields) {
    struct arena *arena = arena_new();
    struct items *items = ARENA_NEW(arena, struct items);
    items->arena = arena;
    items->source = (struct items_source){ stream, source, fields };
    open_form(items, stream, true);
    return items;
}

struct items *items_open(struct stream *stream, struct slice source, const struct items_options *options) {
    struct arena *arena = arena_new();
    struct items *items = ARENA_NEW(arena, struct items);
    items->arena = arena;
    const bool is_compiled = options && options->compiled;
    items->source =
        (struct items_source){ stream, source, is_compiled ? options->compiled : fields_of(options, arena) };
    open_form(items, stream, false);
    return items;
}

void items_close(struct items *items) {
    if (!items) return;
    items->form->close(items->state);
    arena_free(items->arena);
}

enum items_result items_next(struct items *items, struct arena *arena, struct item *item,
                             struct error *error) {
    *item = (struct item){ .source = items->source.name };
    return items->form->next(items->state, arena, item, error);
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
