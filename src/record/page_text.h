// page_text.h - how a page for people is written: what page.c and page_text.c share.
#pragma once

#include "record/page.h"

struct page {
    struct arena *arena;
    char *bytes;
    size_t count, capacity;
    unsigned width;
    bool colour;
    const struct record *record; // NULL where there is only a document
    const struct record_document *document;
};

enum style { STYLE_TITLE, STYLE_SECTION, STYLE_FACT, STYLE_DIM, STYLE_MARK, STYLE_DOUBT };

void page_put_bytes(struct page *page, struct slice bytes);
// Text of the article or of the user's file names: controls become spaces.
void page_put(struct page *page, struct slice text);
void page_put_string(struct page *page, const char *string);
void page_begin_style(struct page *page, enum style style); // nothing without colour
void page_end_style(struct page *page);
void page_put_styled(struct page *page, enum style style, struct slice text);
void page_section(struct page *page, const char *title);
// The words of a span on lines of the page's width, indented; those inside `mark` are marked. Nothing for
// NULL.
void page_put_span(struct page *page, const struct record_span *where, const struct record_span *mark);
void page_put_head(struct page *page);      // whose copy it is, title, source, date, outlet
void page_put_set_apart(struct page *page); // captions, credits and repairs
