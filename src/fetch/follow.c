// follow.c - which feed is due, and what of it is new.
//
// The state is a file of lines: "feed URL", "etag TEXT" and "modified TEXT" for the feed before them, "seen
// HEX" for an entry. It is written beside and moved into place, so that a crash leaves the old one.
#include "fetch/follow.h"

#include "base/file.h"
#include "base/hash.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STATE_LIMIT (64u << 20)
#define TEXT_SIZE 256

struct feed {
    const char *url;
    char host[TEXT_SIZE];
    char etag[TEXT_SIZE], last_modified[TEXT_SIZE];
    uint64_t due;
    uint32_t interval;
    bool is_gone;
};

struct follow {
    struct feed *feeds; // [count]
    size_t count;
    const struct follow_options *options;
    uint64_t *seen; // [FOLLOW_SEEN] in a ring
    size_t seen_next, seen_count;
    uint64_t *table; // hashes of what is seen, open addressing
    size_t table_size, table_used;
};

static void *must(void *memory) {
    if (!memory) abort();
    return memory;
}

static void copy_text(char to[TEXT_SIZE], struct slice from) {
    const size_t length =
        from.length < TEXT_SIZE ? from.length : 0; // too long to be given back whole: not kept
    if (length) memcpy(to, from.start, length);
    to[length] = '\0';
}

static void host_of(const char *url, char host[TEXT_SIZE]) {
    const char *start = strstr(url, "://");
    start = start ? start + 3 : url;
    copy_text(host, (struct slice){ start, strcspn(start, "/?#") });
}

static bool table_add(struct follow *follow, uint64_t key) {
    size_t at = key & (follow->table_size - 1);
    while (follow->table[at] && follow->table[at] != key) at = (at + 1) & (follow->table_size - 1);
    if (follow->table[at] == key) return false;
    follow->table[at] = key;
    follow->table_used++;
    return true;
}

// Once it is full of entries that are forgotten, the table is made anew from the ring.
static void rebuild_table(struct follow *follow) {
    memset(follow->table, 0, follow->table_size * sizeof *follow->table);
    follow->table_used = 0;
    for (size_t i = 0; i < follow->seen_count; i++) table_add(follow, follow->seen[i]);
}

static bool remember(struct follow *follow, uint64_t key) {
    if (!table_add(follow, key)) return false;
    follow->seen[follow->seen_next] = key;
    follow->seen_next = (follow->seen_next + 1) % FOLLOW_SEEN;
    if (follow->seen_count < FOLLOW_SEEN) follow->seen_count++;
    if (follow->table_used * 4 > follow->table_size * 3) rebuild_table(follow);
    return true;
}

static bool load_state(struct follow *follow, struct error *error) {
    const char *path = follow->options->state;
    if (!path || access(path, F_OK) != 0) return true;
    struct arena *arena = arena_new();
    struct slice text;
    if (!file_read(path, STATE_LIMIT, arena, &text, error)) {
        arena_free(arena);
        return false;
    }
    struct feed *feed = NULL;
    uint32_t number = 0;
    bool good = true;
    for (struct slice line; good && slice_next(&text, SLICE("\n"), &line);) {
        const size_t space = slice_find(line, SLICE(" "), 0);
        const struct slice word = slice_part(line, 0, space), rest = slice_part(line, space + 1, line.length);
        number++;
        if (slice_equal(word, SLICE("feed"))) {
            feed = NULL;
            for (size_t i = 0; i < follow->count; i++)
                if (slice_equal(slice_of(follow->feeds[i].url), rest)) feed = &follow->feeds[i];
        } else if (slice_equal(word, SLICE("etag"))) {
            if (feed) copy_text(feed->etag, rest);
        } else if (slice_equal(word, SLICE("modified"))) {
            if (feed) copy_text(feed->last_modified, rest);
        } else if (slice_equal(word, SLICE("seen"))) {
            const uint64_t key = strtoull(arena_string(arena, rest), NULL, 16);
            if (key) remember(follow, key);
        } else {
            good = error_at(error, ERROR_INPUT, (struct place_in_file){ path, number, 1 },
                            "expected feed, etag, modified or seen, found \"" SLICE_FORMAT "\"",
                            SLICE_ARG(slice_part(word, 0, 40)));
        }
    }
    arena_free(arena);
    return good;
}

struct follow *follow_open(char *const *urls, size_t count, const struct follow_options *options,
                           struct error *error) {
    struct follow *follow = must(calloc(1, sizeof *follow));
    follow->options = options;
    follow->count = count;
    follow->feeds = must(calloc(count + 1, sizeof *follow->feeds));
    follow->seen = must(calloc(FOLLOW_SEEN, sizeof *follow->seen));
    follow->table_size = (size_t)1 << 19;
    follow->table = must(calloc(follow->table_size, sizeof *follow->table));
    for (size_t i = 0; i < count; i++) {
        follow->feeds[i].url = urls[i];
        follow->feeds[i].interval = FOLLOW_INTERVAL;
        host_of(urls[i], follow->feeds[i].host);
    }
    if (load_state(follow, error)) return follow;
    follow_close(follow);
    return NULL;
}

void follow_close(struct follow *follow) {
    if (!follow) return;
    free(follow->feeds);
    free(follow->seen);
    free(follow->table);
    free(follow);
}

// The feed that is due first; NULL when none is left.
static struct feed *next_due(struct follow *follow) {
    struct feed *first = NULL;
    for (size_t i = 0; i < follow->count; i++) {
        struct feed *feed = &follow->feeds[i];
        if (!feed->is_gone && (!first || feed->due < first->due)) first = feed;
    }
    return first;
}

static uint32_t within(uint64_t seconds) {
    return (uint32_t)(seconds < FOLLOW_LEAST ? FOLLOW_LEAST : seconds > FOLLOW_MOST ? FOLLOW_MOST : seconds);
}

// Others of the same host wait a little.
static void space_out(struct follow *follow, const struct feed *asked, uint64_t now) {
    for (size_t i = 0; i < follow->count; i++) {
        struct feed *feed = &follow->feeds[i];
        if (feed != asked && strcmp(feed->host, asked->host) == 0 && feed->due < now + FOLLOW_HOST)
            feed->due = now + FOLLOW_HOST;
    }
}

enum follow_result follow_next(struct follow *follow, struct arena *arena, struct fetched *fetched,
                               const char **url, struct error *error) {
    const struct follow_options *options = follow->options;
    for (;;) {
        struct feed *feed = next_due(follow);
        if (!feed || !options->wait(options->context, feed->due)) return FOLLOW_STOPPED;
        const struct fetch_options wanted = { .allow_private = options->allow_private,
                                              .etag = slice_of(feed->etag),
                                              .last_modified = slice_of(feed->last_modified) };
        *url = feed->url;
        const bool is_there = fetch_any(slice_of(feed->url), &wanted, arena, fetched, error);
        const uint64_t now = options->now(options->context);
        space_out(follow, feed, now);
        const bool is_good = is_there && (fetched->status < 300 || fetched->status == 304);
        if (!is_good) feed->interval = within((uint64_t)feed->interval * 2);
        if (is_good) feed->interval = within(fetched->max_age ? fetched->max_age : FOLLOW_INTERVAL);
        if (is_there && fetched->retry_after > feed->interval) feed->interval = within(fetched->retry_after);
        feed->due = now + feed->interval;
        feed->is_gone = is_there && fetched->status == 410;
        if (is_good && fetched->status == 304) continue;
        if (!is_there) return FOLLOW_FAILED;
        if (!is_good) {
            error_at(error, ERROR_SYSTEM, (struct place_in_file){ .file = feed->url },
                     "expected a feed, found http status %u%s", fetched->status,
                     feed->is_gone ? "; it is not asked again" : "");
            return FOLLOW_FAILED;
        }
        copy_text(feed->etag, fetched->etag);
        copy_text(feed->last_modified, fetched->last_modified);
        return FOLLOW_PAGE;
    }
}

bool follow_is_new(struct follow *follow, struct slice key) {
    const uint64_t hash = hash_bytes(key, 11);
    return remember(follow, hash ? hash : 1);
}

bool follow_save(const struct follow *follow, struct error *error) {
    if (!follow->options->state) return true;
    char *bytes = NULL;
    size_t size = 0;
    FILE *text = must(open_memstream(&bytes, &size));
    for (size_t i = 0; i < follow->count; i++) {
        const struct feed *feed = &follow->feeds[i];
        fprintf(text, "feed %s\n", feed->url);
        if (feed->etag[0]) fprintf(text, "etag %s\n", feed->etag);
        if (feed->last_modified[0]) fprintf(text, "modified %s\n", feed->last_modified);
    }
    const size_t first = follow->seen_count < FOLLOW_SEEN ? 0 : follow->seen_next;
    for (size_t i = 0; i < follow->seen_count; i++)
        fprintf(text, "seen %" PRIx64 "\n", follow->seen[(first + i) % FOLLOW_SEEN]);
    fclose(text);
    const bool good = file_write(follow->options->state, (struct slice){ bytes, size }, error);
    free(bytes);
    return good;
}
