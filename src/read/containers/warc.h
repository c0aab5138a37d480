// warc.h - what the two files of the WARC form know of each other.
#pragma once

#include "read/containers/items_forms.h"

struct warc_record { // the header of one
    struct slice type, url, date, id, content_type, content_charset;
    uint64_t length;
    bool is_cut;     // the crawler did not take all
    bool is_segment; // the content goes on in other records
};

struct warc {
    const struct items_source *source;
    uint64_t number;   // of the last record
    uint64_t start;    // its first byte in the stream
    uint64_t unpacked; // bytes that came out of compressed bodies
    // A record that holds several documents: a feed or an export.
    struct items *inner;
    struct stream *inner_stream;
    struct arena *inner_arena;
    struct item inner_item; // what the record says
    bool inner_takes_charset;
};

// warc.c: says what is wrong with the record in hand. False.
bool warc_tell(struct warc *warc, struct error *error, enum error_kind kind, const char *what);

// warc_content.c
bool warc_is_document(const struct warc_record *record); // of a kind that may hold documents
enum items_result warc_skip_record(struct warc *warc, const struct warc_record *record, struct error *error);
// The content of a record that may hold documents: an item, or why there is none.
enum items_result warc_content_take(struct warc *warc, const struct warc_record *record, struct slice content,
                                    struct arena *arena, struct item *item, struct error *error);
// The next item of the record in hand; ITEMS_END when it has no more.
enum items_result warc_content_next(struct warc *warc, struct arena *arena, struct item *item,
                                    struct error *error);
void warc_content_close(struct warc *warc);
struct slice warc_text(struct slice value, struct arena *arena); // a copy, valid UTF-8, of one line
