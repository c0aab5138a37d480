// follow.h - feeds asked again and again, politely.
//
// A feed is asked for no more often than it says (Cache-Control, Retry-After) and never more often than every
// FOLLOW_LEAST seconds; with what it was last (ETag, Last-Modified), so that it need not answer with what is
// known; two requests to one host are FOLLOW_HOST seconds apart. One that fails is asked at twice the
// interval each time, up to a day; one that says it is gone (410) no more. Time and waiting are the caller's,
// so that tests need neither. All belongs to one thread but what says otherwise.
#pragma once

#include "fetch/fetch.h"

#define FOLLOW_INTERVAL 900u // seconds, where the feed says nothing
#define FOLLOW_LEAST 60u
#define FOLLOW_MOST 86400u
#define FOLLOW_HOST 5u
#define FOLLOW_SEEN 200000u // entries remembered, the oldest forgotten first

struct follow; // opaque

struct follow_options {
    bool allow_private;
    const char *state;              // file that keeps what was seen between runs; NULL: none
    uint64_t (*now)(void *context); // seconds, any origin
    bool (*wait)(void *context, uint64_t until_seconds); // false: stop
    void *context;
    const volatile sig_atomic_t *stop; // ends a fetch; may be NULL
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
// The page that follow_next() gave last was read to its end: once all that was taken of it is done, the
// server need not send it again.
void follow_read_through(struct follow *follow);

// An entry is taken when it is first seen, and done when what was made of it is safe: only then it is
// remembered beyond this run. What is taken and never done comes again in the next one. Any thread may call
// these three.
//
// The mark of the entry with this key (its id or address) of this feed; 0 when it is known. One id in two
// feeds is two entries.
uint64_t follow_take(struct follow *follow, const char *url, struct slice key);
// Its output is written: kept at once in the state's file, if there is one. False with `error` when it cannot
// be.
bool follow_done(struct follow *follow, uint64_t mark, struct error *error);
// Writes the state's file anew, with what the servers said of their feeds. True when there is none.
bool follow_save(struct follow *follow, struct error *error);
