// page_text.c - text for people, wrapped and marked.
//
// Control characters are never written, so that no article can steer a terminal.
#include "record/page_text.h"

#include "base/utf8.h"

#include <string.h>

#define INDENT "      "

static const char *const styles[] = { "\033[1m", "\033[1;36m", "\033[1m", "\033[2m", "\033[33m", "\033[35m" };

void page_put_bytes(struct page *page, struct slice bytes) {
    if (page->count + bytes.length > page->capacity) {
        const size_t capacity = (page->capacity + bytes.length) * 2 + 1024;
        char *grown = ARENA_ARRAY(page->arena, char, capacity);
        if (page->count) memcpy(grown, page->bytes, page->count);
        page->bytes = grown;
        page->capacity = capacity;
    }
    if (bytes.length) memcpy(page->bytes + page->count, bytes.start, bytes.length);
    page->count += bytes.length;
}

// Text of the article or of the user's file names: controls become spaces.
void page_put(struct page *page, struct slice text) {
    for (size_t i = 0, length; i < text.length; i += length) {
        const uint32_t code = utf8_at(text, i, &length);
        const bool is_control = code < 0x20 || (code >= 0x7f && code < 0xa0);
        page_put_bytes(page, is_control ? SLICE(" ") : slice_part(text, i, i + length));
    }
}

void page_put_string(struct page *page, const char *string) {
    page_put_bytes(page, slice_of(string));
}

void page_begin_style(struct page *page, enum style style) {
    if (page->colour) page_put_string(page, styles[style]);
}

void page_end_style(struct page *page) {
    if (page->colour) page_put_string(page, "\033[0m");
}

void page_put_styled(struct page *page, enum style style, struct slice text) {
    page_begin_style(page, style);
    page_put(page, text);
    page_end_style(page);
}

void page_section(struct page *page, const char *title) {
    page_put_string(page, "\n");
    page_put_styled(page, STYLE_SECTION, slice_of(title));
    page_put_string(page, "\n");
}

static size_t columns_of(struct slice text) {
    size_t columns = 0;
    for (size_t i = 0, length; i < text.length; i += length, columns++) utf8_at(text, i, &length);
    return columns;
}

static void put_wrapped(struct page *page, struct record_span where, struct record_span mark) {
    const struct slice text = page->document->text;
    const size_t room = page->width > 30 ? page->width : 30;
    size_t column = 0;
    bool marked = false;
    for (uint32_t at = where.start; at < where.end;) {
        uint32_t end = at;
        while (end < where.end && text.start[end] != ' ' && text.start[end] != '\n') end++;
        const struct slice word = slice_part(text, at, end);
        const size_t columns = columns_of(word) + 2;
        if (word.length && (column == 0 || column + columns > room)) {
            page_put_string(page, column ? "\n" INDENT : INDENT);
            column = sizeof INDENT - 1;
        } else if (word.length) {
            page_put_string(page, " ");
        }
        const bool opens = !marked && mark.start < end && at < mark.end && mark.end > mark.start;
        if (opens && at < mark.start) page_put(page, slice_part(text, at, mark.start));
        if (opens) {
            marked = true;
            if (page->colour)
                page_begin_style(page, STYLE_MARK);
            else
                page_put_string(page, "[");
        }
        const uint32_t from = opens && mark.start > at ? mark.start : at;
        const bool closes = marked && mark.end <= end && mark.end > at;
        page_put(page, slice_part(text, from, closes ? mark.end : end));
        if (closes) {
            if (page->colour)
                page_end_style(page);
            else
                page_put_string(page, "]");
            page_put(page, slice_part(text, mark.end, end));
            marked = false;
            mark.end = mark.start = 0;
        }
        column += columns - 1;
        at = end + 1;
    }
    if (marked && page->colour) page_end_style(page);
    if (column) page_put_string(page, "\n");
}

void page_put_span(struct page *page, const struct record_span *where, const struct record_span *mark) {
    static const struct record_span nowhere = { 0 };
    if (where) put_wrapped(page, *where, mark ? *mark : nowhere);
}

void page_put_head(struct page *page) {
    const struct record_document *document = page->document;
    if (document->copy_of.length) {
        page_put_string(page, "(near copy of document ");
        page_put(page, document->copy_of);
        page_put_string(page, ")\n");
    }
    page_put_styled(page, STYLE_TITLE, document->title.length ? document->title : document->source);
    page_put_string(page, "\n");
    page_begin_style(page, STYLE_DIM);
    page_put(page, document->source);
    const struct slice facts[] = { document->published, document->outlet, document->agency, document->byline,
                                   document->url };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        if (!facts[i].length) continue;
        page_put_string(page, "  |  ");
        page_put(page, facts[i]);
    }
    page_end_style(page);
    page_put_string(page, "\n");
}

static void put_line(struct page *page, const char *what, struct slice text) {
    page_put_string(page, what);
    page_put(page, text);
    page_put_string(page, "\n");
}

void page_put_set_apart(struct page *page) {
    const struct record_document *document = page->document;
    if (document->captions.count + document->credits.count + document->repairs.count == 0) return;
    page_section(page, "SET APART AND REPAIRED");
    for (size_t i = 0; i < document->captions.count; i++)
        put_line(page, "  caption  ", document->captions.items[i]);
    for (size_t i = 0; i < document->credits.count; i++)
        put_line(page, "  credit   ", document->credits.items[i]);
    for (size_t i = 0; i < document->repairs.count; i++) {
        const struct record_repair *repair = &document->repairs.items[i];
        page_put_string(page, "  repaired ");
        page_put(page, repair->before);
        page_put_string(page, " -> ");
        page_put(page, repair->after);
        page_put_string(page, " (");
        page_put(page, repair->kind);
        page_put_string(page, ")\n");
    }
}

struct slice record_document_page(const struct record_document *document, unsigned width, bool colour,
                                  struct arena *arena) {
    struct page page = { .arena = arena, .width = width, .colour = colour, .document = document };
    page_put_head(&page);
    struct slice rest = slice_part(document->text, document->title.length, document->text.length);
    for (struct slice paragraph; slice_next(&rest, SLICE("\n\n"), &paragraph);) {
        if (!paragraph.length) continue; // before the first, where the title stood
        const uint32_t start = (uint32_t)(paragraph.start - document->text.start);
        page_put_string(&page, "\n");
        put_wrapped(&page, (struct record_span){ .start = start, .end = start + (uint32_t)paragraph.length },
                    (struct record_span){ 0 });
    }
    page_put_set_apart(&page);
    page_put_string(&page, "\n");
    return (struct slice){ page.bytes, page.count };
}
