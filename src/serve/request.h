// request.h - what serving passes from one part to the next: a request that was read, and the answer to it.
//
// Knows base. Everything lives in the arena of one request.
#pragma once

#include "base/arena.h"

#define REQUEST_BODY (64u << 10)    // bytes of a body at most
#define REQUEST_ARGUMENTS 32u       // arguments of a query at most
#define REQUEST_ARGUMENT_SIZE 1024u // bytes of one at most

struct request_argument {
    struct slice name, value;
};

struct request {
    struct slice method; // "GET"
    struct slice path;   // decoded, without the arguments: "/api/rows/events"
    struct request_argument arguments[REQUEST_ARGUMENTS];
    size_t argument_count;
    // Headers; empty when not sent.
    struct slice host, origin, fetch_site, cookie, authorization, if_none_match, content_type;
    struct slice body;
    bool is_too_large; // more arguments or bytes than are read
};

// The value of an argument; empty when there is none.
struct slice request_argument(const struct request *request, const char *name);

struct reply {
    unsigned status;        // HTTP status
    const char *type;       // Content-Type
    struct slice body;      // lives in the arena of the request, or for ever
    struct slice etag;      // with its quotation marks; empty for none
    struct slice file_name; // what a browser should call it when it is saved; empty for none
    struct slice cookie;    // Set-Cookie; empty for none
    struct slice location;  // of a redirect; empty for none
    bool is_lasting;        // the same for ever at this address
};

// {"error": {"status": ..., "message": ...}}
void reply_error(struct reply *reply, unsigned status, struct slice message, struct arena *arena);
