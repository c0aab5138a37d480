// follow.h - feeds asked again and again, politely.
//
// A feed is asked for no more often than it says (Cache-Control, Retry-After) and never more often than every
// FOLLOW_LEAST seconds; with what it was last (ETag, Last-Modified), so that it need not answer with what is
// known; two requests to one host are FOLLOW_HOST seconds apart. One that fails is asked at twice the
// interval each time, up to a day; one that says it is gone (410) no more. Time and waiting are the caller's,
// so that tests need neither.
#pragma once

#include "fetch/fetch.h"

#define FOLLOW_INTERVAL 900u // seconds, where the feed says nothing
#define FOLLOW_LEAST 60u
#define FOLLOW_MOST 86400u
#define FOLLOW_HOST 5u
#define FOLLOW_SEEN 200000u // entries remembered, the oldest forgotten first

struct follow; // opaque; belongs to one thread

struct follow_options {
    bool allow_private;
    const char *state;              // file that keeps what was seen between runs; NULL: none
    uint64_t (*now)(void *context); // seconds, any origin
    bool (*wait)(void *context, uint64_t until_seconds); // false: stop
    void *context;
};

// Borrows `urls` and `options`. NULL with `error` when the state cannot be read. Owned by the caller.
struct follow *follow_open(char *const *urls, size_t count, const struct follow_options *options,
                           struct error *error);
void follow_close(struct follow *follow); // NULL is fine

enum follow_result {
    FOLLOW_PAGE,    // `fetched` has a body
    FOLLOW_FAILED,  // `error` says why; the feed will be asked again
    FOLLOW_STOPPED, // asked to stop, or every feed is gone
};
// Waits until a feed is due and asks for it; answers without news are passed over. `url`: which feed.
enum follow_result follow_next(struct follow *follow, struct arena *arena, struct fetched *fetched,
                               const char **url, struct error *error);
// Whether the entry of this key (its id or address) is new; from then on it is not.
bool follow_is_new(struct follow *follow, struct slice key);
// Keeps what was seen in the state's file. True when there is none.
bool follow_save(const struct follow *follow, struct error *error);
