// http_response.h - an answer of a web server as crawls keep it: status line, header, body.
#pragma once

#include "base/arena.h"
#include "base/error.h"

struct http_response {
    unsigned status;            // 0: there is no status line
    struct slice content_type;  // "text/html", in small letters; empty when not said
    struct slice charset;       // of the content type; empty when not said
    struct slice last_modified; // as written
    struct slice body;          // decoded
    bool is_cut;                // the body's end is missing: chunks or compressed data that stop early
    bool is_unpacked;           // the body was compressed
    struct slice
        unread_coding; // the content coding that we do not read, "compress"; empty when there is none
};

// `bytes`: the whole answer, at most READ_DOCUMENT_LIMIT bytes. The body is taken out of its chunks and its
// compression (gzip, deflate, br, zstd), each of which may have been undone already by whoever kept it. Of a
// body that was cut the part that is there is given. False with `error` (its message alone) when there is no
// header, or the body is damaged, too large or in a coding that we do not read. What is found lives in
// `arena` or points into `bytes`.
bool http_response_parse(struct slice bytes, struct arena *arena, struct http_response *response,
                         struct error *error);
// The value of a header's line, trimmed; empty when it is not there. `header`: lines "Name: value".
struct slice http_header_value(struct slice header, struct slice name);
// Parts "text/html; charset=utf-8" into both, small letters, without quotes.
void http_content_type(struct slice value, struct arena *arena, struct slice *type, struct slice *charset);
// Where the header ends and the content begins: behind the first empty line; 0 when there is none within
// `limit`.
size_t http_header_length(struct slice bytes, size_t limit);
