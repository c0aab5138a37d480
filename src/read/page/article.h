// article.h - the story of a page of markup: its paragraphs, without what stands around them.
//
// Which blocks are story is judged by trees that were grown on pages with known stories (models/pages.md).
// A model is opened once and then only read: any number of threads may use one.
#pragma once

#include "base/error.h"
#include "read/page/blocks.h"

#define ARTICLE_MODEL_MAGIC "DRGPAGE"
#define ARTICLE_MODEL_VERSION 4u
#define ARTICLE_PARTS 2000u // of one page

struct article_model; // opaque
// FOLDER/pages.model. NULL with `error`. Owned by the caller.
struct article_model *article_model_open(const char *folder, struct error *error);
void article_model_close(struct article_model *model); // NULL is fine

struct article_part {                   // one story; of a live blog or a digest one of its items
    struct slice title, published, url; // of an item, as the markup has them; empty for a page with one story
    const struct slice *paragraphs;     // [paragraph_count] in order, headings among them
    size_t paragraph_count;
    const struct slice *captions; // [caption_count] of its pictures
    size_t caption_count;
};
struct article {
    const struct article_part *parts; // [count]; none when the page has no story
    size_t count;
    uint32_t blocks,
        kept; // text blocks of the page, and those that are story or caption: the rest is left out
};

// Everything lives in `arena` or points into the page. Cannot fail.
void article_extract(const struct article_model *model, const struct html *html, struct arena *arena,
                     struct article *article);
// The same of markup that is a story and nothing else, as feeds have it: all but links that stand alone, and
// what is not shown.
void article_whole(const struct article_model *model, const struct html *html, struct arena *arena,
                   struct article *article);
// What the page calls itself, as far as a block's likeness to it matters: og:title, else the title element.
struct slice article_title(const struct html *html, struct arena *arena);
