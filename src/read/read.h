// read.h - bytes to documents.
//
// Knows base and knowledge. A reader is opened once and then only read: any number of threads may use one.
#pragma once

#include "base/error.h"
#include "knowledge/knowledge.h"
#include "read/containers/items.h"
#include "read/document.h"

struct reader; // opaque: phrases of pages, names and words that repairs may rely on

struct read_options {
    struct slice published; // ISO 8601 date the caller knows ("--date"); empty when not given
    struct slice language;  // BCP 47 when the caller knows it; else guessed
    struct slice title;     // of the story when the caller knows it; the text may begin with it or not
};

// Borrows `knowledge`. Owned by the caller.
struct reader *reader_open(const struct knowledge *knowledge);
void reader_close(struct reader *reader); // NULL is fine
// Takes the model of pages (models/pages.md) from this folder: only then can markup be read. False with
// `error`.
bool reader_add_pages(struct reader *reader, const char *model_folder, struct error *error);

// Reads `bytes`, the content of `source`, as one plain-text document into `document`. Bytes in any line-end
// form. Those that are no UTF-8 are read as Windows-1252 where that gives words and quotation marks, else
// replaced; both count as repairs. False with `error` when there is nothing to read: empty, binary (names the
// byte), or more than READ_DOCUMENT_LIMIT or READ_LINE_LIMIT. `options` may be NULL.
bool read_document(const struct reader *reader, struct slice bytes, struct slice source,
                   const struct read_options *options, struct arena *arena, struct document *document,
                   struct error *error);

struct documents {
    const struct document *items; // [count], at least one
    size_t count;
};
// Reads one item, plain text or a page of HTML in any character set: a live blog or a digest gives a document
// for each of its parts. What the item's container says of it counts more than what the page says. False with
// `error` when there is nothing to read. `options` may be NULL.
bool read_item(const struct reader *reader, const struct item *item, const struct read_options *options,
               struct arena *arena, struct documents *documents, struct error *error);
