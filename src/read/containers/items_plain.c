// items_plain.c - an input that is one document: plain text, or a page of HTML.
//
// A document that its stream does not give whole is not given at all: half a story would be read as if it
// were one.
#include "read/containers/items_forms.h"

#include "read/document.h"

#include <stdlib.h>
#include <string.h>

bool items_is_page(struct slice text) {
    static const struct slice starts[] = {
        { "<html", 5 }, { "<!doctype", 9 }, { "<body", 5 }, { "<head>", 6 }
    };
    text = slice_part(text, 0, FORM_START);
    for (size_t at = 0; (at = slice_find(text, SLICE("<"), at)) != SIZE_MAX; at++)
        for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
            if (slice_equal_ascii_fold(slice_part(text, at, at + starts[i].length), starts[i])) return true;
    return false;
}

struct plain {
    const struct items_source *source;
    enum item_form form;
    bool is_done;
};

static void *open_as(const struct items_source *source, enum item_form form) {
    struct plain *plain = calloc(1, sizeof *plain);
    if (!plain) abort();
    *plain = (struct plain){ .source = source, .form = form };
    return plain;
}

static void *open_text(const struct items_source *source) {
    return open_as(source, ITEM_TEXT);
}

static void *open_html(const struct items_source *source) {
    return open_as(source, ITEM_HTML);
}

static enum items_result next_plain(void *state, struct arena *arena, struct item *item,
                                    struct error *error) {
    struct plain *plain = state;
    if (plain->is_done) return ITEMS_END;
    plain->is_done = true;
    struct stream *stream = plain->source->stream;
    const struct slice bytes = stream_take(stream, (size_t)READ_DOCUMENT_LIMIT + 1, arena);
    if (stream_failed(stream, NULL)) return ITEMS_END;
    if (bytes.length > READ_DOCUMENT_LIMIT) {
        items_error(error, ERROR_LIMIT, plain->source, 0, 0, "larger than %u bytes", READ_DOCUMENT_LIMIT);
        return ITEMS_DAMAGED;
    }
    item->form = plain->form;
    item->bytes = bytes;
    return ITEMS_NEXT;
}

static bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Elements with which pages and parts of pages begin.
static const char *const first_tags[] = {
    "html",    "head",   "body", "meta",   "title", "div", "p",     "article", "main",   "h1",         "h2",
    "section", "script", "span", "a",      "img",   "ul",  "table", "figure",  "header", "blockquote", "link",
    "base",    "br",     "b",    "strong", "em",    "i",   "style", "center",  "font"
};

bool items_is_html(struct slice text) {
    text = slice_trim(slice_part(text, 0, FORM_START));
    for (;;) { // comments and declarations before the first element
        if (text.length < 3 || text.start[0] != '<') return false;
        if (slice_starts(text, SLICE("<!--"))) {
            const size_t end = slice_find(text, SLICE("-->"), 4);
            if (end == SIZE_MAX) return true;
            text = slice_trim(slice_part(text, end + 3, text.length));
            continue;
        }
        if (slice_equal_ascii_fold(slice_part(text, 0, 14), SLICE("<!doctype html"))) return true;
        if (!slice_starts(text, SLICE("<?xml")) && !slice_starts(text, SLICE("<!"))) break;
        const size_t end = slice_find(text, SLICE(">"), 0);
        if (end == SIZE_MAX) return false;
        text = slice_trim(slice_part(text, end + 1, text.length));
    }
    size_t end = 1;
    while (end < text.length && is_name_byte(text.start[end])) end++;
    const struct slice name = slice_part(text, 1, end);
    for (size_t i = 0; i < sizeof first_tags / sizeof *first_tags; i++)
        if (slice_equal_ascii_fold(name, slice_of(first_tags[i]))) return true;
    return false;
}

static bool recognizes_html(const struct items_source *source, struct slice start) {
    (void)source;
    return items_is_html(start);
}

static bool recognizes_text(const struct items_source *source, struct slice start) {
    (void)source, (void)start;
    return true;
}

const struct form form_text = { "text", recognizes_text, open_text, free, next_plain };
const struct form form_html = { "html", recognizes_html, open_html, free, next_plain };
