// items.h - what an input holds: one document, or one after the other.
//
// The form of an input (plain text, HTML, feed, WARC, JSON, CSV) is recognized by its content. Each form
// gives items: the bytes of one document as they were, with what the container says about it. Nothing is
// passed over silently: whatever is not given as an item is told as skipped or damaged. Memory stays
// constant: an item lives in the arena that the caller gives and may reset. A reader of items belongs to one
// thread.
#pragma once

#include "read/containers/export_dates.h"
#include "read/containers/stream.h"

enum item_form { ITEM_TEXT, ITEM_HTML };

struct item {
    enum item_form form;
    struct slice bytes;   // in the character set of the source, not decoded
    struct slice charset; // declared outside of the bytes (HTTP header, feed); empty when not
    bool is_charset_told; // by whoever reads them: `charset` is what they are in, whatever they say
    struct slice source;  // what to call it: the input, then "#" and the number of the record from 1
                          // ("crawl.warc.gz#12"); the input alone where it is one document
    // What the container says, as it says it, valid UTF-8; empty when it says nothing. Dates are ISO 8601.
    struct slice url, title, byline, outlet, published, modified, language;
    struct slice captured; // when it was fetched: WARC-Date, or the date of an export
    struct slice
        unread_date; // of publication, as the container has it, that could not be read; empty when none
    const char *unread_why; // in a few words; NULL when there is none
    struct slice id;        // the container's own: guid, id, WARC-Record-ID
    bool is_story; // markup: all of it is the story, as feeds and exports have it, and no page around it
    bool is_cut;   // the container says, or shows, that the end is missing: WARC-Truncated, chunks that stop
                   // early
};

enum items_result {
    ITEMS_NEXT,    // `item` is filled
    ITEMS_SKIPPED, // a record that is no document: `error->message` says why in a few words ("warc: request")
    ITEMS_DAMAGED, // a record that could not be read: `error` says where and what; reading goes on behind it
    ITEMS_END,     // nothing more
};

// How an export names its fields. A list of names, the first that is there counts; NULL: the table of
// knowledge, which has those of the usual exports. Names of nested fields are joined by a full stop.
struct items_fields {
    const char *text, *title, *url, *published, *language, *outlet, *byline; // names separated by commas
    const char *modified, *captured, *id;
};
struct items_options {
    const struct knowledge *knowledge; // its table of fields; may be NULL: then `fields` alone
    struct items_fields fields;
    enum date_order date_order;    // of dates that are all numbers; unknown: as their column shows
    const char *charset;           // of all inputs, whatever they say; NULL: as they say
    const struct fields *compiled; // both, by fields_of(), for many inputs; NULL: each input compiles them
};
// fields.c: in `arena`. `options` may be NULL.
struct fields *fields_of(const struct items_options *options, struct arena *arena);

#define ITEMS_MOST_IN_FEED 10000u      // items of one feed
#define ITEMS_HEADER_LIMIT (64u << 10) // bytes of one header: WARC's, HTTP's
#define ITEMS_DEPTH 256u               // of markup or JSON

struct items; // opaque

// Borrows `stream`, `source` and what `options` (may be NULL) points to. Never NULL.
struct items *items_open(struct stream *stream, struct slice source, const struct items_options *options);
void items_close(struct items *items); // NULL is fine
// The next one. `item` and what it points to live in `arena`. `error` is filled for ITEMS_SKIPPED and
// ITEMS_DAMAGED, and empty otherwise.
enum items_result items_next(struct items *items, struct arena *arena, struct item *item,
                             struct error *error);
const char *items_form(const struct items *items); // "text", "html", "rss", "atom", "warc", "json", "csv" ...
