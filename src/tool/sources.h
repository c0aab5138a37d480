// sources.h - the items of all inputs, one after the other, with what went wrong between them.
//
// Belongs to one thread at a time.
#pragma once

#include "read/containers/items.h"
#include "tool/inputs.h"

#include <signal.h>

enum source_result {
    SOURCE_ITEM,    // `taken->item` is filled
    SOURCE_SKIPPED, // a record that is no document; `taken->error` says why
    SOURCE_FAILED,  // an input or record that could not be read; `taken->error` says where and what
    SOURCE_END,
};

struct taken {
    struct item item;   // with the item's source, also when there is none
    struct error error; // of an item: its full article could not be fetched; else empty
    uint64_t mark;      // of an entry of a followed feed, for sources_done(); 0: none
    bool is_found;      // the input was found in a folder, not named, and is one document
};

struct sources_options {
    const struct items_options *items; // may be NULL
    struct metadata *metadata;         // over what files say of themselves; NULL: none
    bool fetch_articles;               // of an entry of a feed the page that it links to is read instead
    bool allow_private;                // pages may come from private addresses
    char *const *feeds;                // [feed_count] followed behind the inputs, until `*stop`
    size_t feed_count;
    const char *state;                 // file for what was seen of them; NULL: none
    const volatile sig_atomic_t *stop; // may be NULL
};

struct sources; // opaque

// Borrows both. NULL with `error` when the state of feeds cannot be read.
struct sources *sources_open(const struct inputs *inputs, const struct sources_options *options,
                             struct error *error);
void sources_close(struct sources *sources); // NULL is fine
// The next one, in `arena`.
enum source_result sources_next(struct sources *sources, struct arena *arena, struct taken *taken);

// What was made of the entry is safe: it is not given again, by this run or a later one. False with `error` when
// that cannot be kept. May be called while another thread takes the next.
bool sources_done(struct sources *sources, uint64_t mark, struct error *error);

struct sources_progress {
    uint64_t done, total; // bytes of the files, compressed as they are; total 0: not known
};
struct sources_progress sources_progress(const struct sources *sources);
