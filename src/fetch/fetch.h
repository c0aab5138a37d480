// fetch.h - one page or feed over HTTP, when and only when it is asked for.
//
// Knows base only. Over libcurl. Proxies of the environment are not used: the address that is connected to is
// checked here, and behind a proxy it would be somebody else's.
#pragma once

#include "base/arena.h"
#include "base/error.h"

#include <signal.h>

#define FETCH_LIMIT (64u << 20) // bytes of a body, decompressed
#define FETCH_REDIRECTS 5
#define FETCH_CONNECT_SECONDS 15
#define FETCH_SECONDS 60 // for all of it

struct fetch_options {
    bool allow_private; // addresses of private networks, of this machine and of the link
    struct slice etag,
        last_modified; // of what is there already, as the server gave them; empty when nothing is
    unsigned seconds;  // 0: FETCH_SECONDS
    size_t limit;      // bytes; 0: FETCH_LIMIT
    const volatile sig_atomic_t *stop; // when it is not 0, fetching ends at once; may be NULL
};

struct fetched {
    struct slice url; // after redirects
    unsigned status;  // 200, 304 ...
    struct slice content_type, charset;
    struct slice etag, last_modified;
    uint32_t retry_after, max_age; // seconds; 0: not said
    struct slice body;             // decompressed
};

// Gets `url`, http or https. False with `error` when it cannot be had, is too large or too slow, or would
// come from an address that is not allowed, or when the answer has a status of 300 or more. Everything lives
// in `arena`.
bool fetch_get(struct slice url, const struct fetch_options *options, struct arena *arena,
               struct fetched *fetched, struct error *error);
// The same, but any status is an answer: for who follows a feed.
bool fetch_any(struct slice url, const struct fetch_options *options, struct arena *arena,
               struct fetched *fetched, struct error *error);

struct sockaddr;
// Whether the address is one of a private network, this machine, the link, a multicast group, or none at all.
bool fetch_address_is_private(const struct sockaddr *address);
