// page_text.h - how a page for people is written: what page.c and page_text.c share.
#pragma once

#include "record/record.h"

struct page {
    struct arena *arena;
    char *bytes;
    size_t count, capacity;
    unsigned width;
    bool colour;
    const struct record *record;   // NULL and
    const struct meaning *meaning; // NULL where there is only a document
    const struct document *document;
    struct slice text; // the document's
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
// The words of `text` on lines of the page's width, indented; those inside `mark` (bytes of the document) are
// marked.
void page_put_wrapped(struct page *page, struct span where, struct span mark);
void page_put_head(struct page *page);      // title, source, date, outlet
void page_put_set_apart(struct page *page); // captions, credits and repairs
