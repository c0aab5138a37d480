// follow.c - which feed is due, and what of it is new.
//
// The state is a file of lines: "feed URL", "etag TEXT" and "modified TEXT" for the feed before them, "done
// HEX" for an entry. It is written beside and moved into place, so that a crash leaves the old one; between
// two such writings each entry that is done adds its line at the end. A last line that was cut by a crash is
// not there. What the server said of a feed is kept only when nothing of its page is still on the way: else
// it would not send again what was lost. "seen HEX" of older versions, which did not know the feed, is passed
// over.
#include "fetch/follow.h"

#include "base/file.h"
#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
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
    size_t pending;       // entries taken and not done
    bool is_read_through; // the page that was asked for last
};

struct pending {
    uint64_t mark;
    struct feed *feed;
};

struct follow {
    struct feed *feeds; // [count]
    size_t count;
    const struct follow_options *options;
    uint64_t *seen; // [FOLLOW_SEEN] in a ring
    size_t seen_next, seen_count;
    uint64_t *table; // hashes of what is seen, open addressing
    size_t table_size, table_used;
    struct feed *asked;      // last
    struct pending *pending; // [pending_count] in the order in which they were taken
    size_t pending_count, pending_capacity;
    int state;            // where lines are added; -1
    pthread_mutex_t lock; // of all but `asked` and when feeds are due
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
    for (size_t i = 0; i < follow->pending_count; i++) table_add(follow, follow->pending[i].mark);
}

static void remember(struct follow *follow, uint64_t key) {
    table_add(follow, key);
    follow->seen[follow->seen_next] = key;
    follow->seen_next = (follow->seen_next + 1) % FOLLOW_SEEN;
    if (follow->seen_count < FOLLOW_SEEN) follow->seen_count++;
    if (follow->table_used * 4 > follow->table_size * 3) rebuild_table(follow);
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
    while (text.length && text.start[text.length - 1] != '\n') text.length--; // cut by a crash
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
            if (feed) copy_text(feed->etag, rest), feed->is_read_through = true;
        } else if (slice_equal(word, SLICE("modified"))) {
            if (feed) copy_text(feed->last_modified, rest), feed->is_read_through = true;
        } else if (slice_equal(word, SLICE("done"))) {
            const uint64_t key = strtoull(arena_string(arena, rest), NULL, 16);
            if (key) remember(follow, key);
        } else if (!slice_equal(word, SLICE("seen"))) {
            good = error_at(error, ERROR_INPUT, (struct place_in_file){ path, number, 1 },
                            "expected feed, etag, modified or done, found \"" SLICE_FORMAT "\"",
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
    follow->state = -1;
    pthread_mutex_init(&follow->lock, NULL);
    if (load_state(follow, error) && follow_save(follow, error)) return follow;
    follow_close(follow);
    return NULL;
}

void follow_close(struct follow *follow) {
    if (!follow) return;
    if (follow->state >= 0) close(follow->state);
    pthread_mutex_destroy(&follow->lock);
    free(follow->pending);
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
                                              .last_modified = slice_of(feed->last_modified),
                                              .stop = options->stop };
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
        if (options->stop && *options->stop) return FOLLOW_STOPPED;
        if (!is_good) {
            char status[64] = "", again[64] = "; it is not asked again";
            if (is_there)
                snprintf(status, sizeof status, "expected a feed, found http status %u", fetched->status);
            if (!feed->is_gone) snprintf(again, sizeof again, "; it is asked again in %u s", feed->interval);
            const size_t used = strnlen(error->message, sizeof error->message - 1);
            if (is_there)
                error_at(error, ERROR_SYSTEM, (struct place_in_file){ .file = feed->url }, "%s%s", status,
                         again);
            else
                snprintf(error->message + used, sizeof error->message - used, "%s", again);
            return FOLLOW_FAILED;
        }
        pthread_mutex_lock(&follow->lock);
        follow->asked = feed;
        feed->is_read_through = false;
        copy_text(feed->etag, fetched->etag);
        copy_text(feed->last_modified, fetched->last_modified);
        pthread_mutex_unlock(&follow->lock);
        return FOLLOW_PAGE;
    }
}

void follow_read_through(struct follow *follow) {
    pthread_mutex_lock(&follow->lock);
    if (follow->asked) follow->asked->is_read_through = true;
    pthread_mutex_unlock(&follow->lock);
}

uint64_t follow_take(struct follow *follow, const char *url, struct slice key) {
    const uint64_t mark = hash_bytes(key, hash_bytes(slice_of(url), 12)) | 1;
    pthread_mutex_lock(&follow->lock);
    const bool is_new = table_add(follow, mark);
    if (is_new) {
        if (follow->pending_count == follow->pending_capacity) {
            follow->pending_capacity = follow->pending_capacity * 2 + 16;
            follow->pending =
                must(realloc(follow->pending, follow->pending_capacity * sizeof *follow->pending));
        }
        struct feed *feed = NULL;
        for (size_t i = 0; i < follow->count && !feed; i++)
            if (strcmp(follow->feeds[i].url, url) == 0) feed = &follow->feeds[i];
        if (feed) feed->pending++;
        follow->pending[follow->pending_count++] = (struct pending){ mark, feed };
    }
    pthread_mutex_unlock(&follow->lock);
    return is_new ? mark : 0;
}

static bool append(struct follow *follow, uint64_t mark, struct error *error) {
    char line[32], text[128];
    const int length = snprintf(line, sizeof line, "done %" PRIx64 "\n", mark);
    if (follow->state < 0 || write(follow->state, line, (size_t)length) == length) return true;
    return error_at(error, ERROR_SYSTEM, (struct place_in_file){ .file = follow->options->state },
                    "cannot write: %s", strerror_r(errno, text, sizeof text));
}

bool follow_done(struct follow *follow, uint64_t mark, struct error *error) {
    pthread_mutex_lock(&follow->lock);
    size_t i = 0;
    while (i < follow->pending_count && follow->pending[i].mark != mark) i++;
    const bool is_pending = i < follow->pending_count;
    bool good = true;
    if (is_pending) {
        if (follow->pending[i].feed) follow->pending[i].feed->pending--;
        memmove(follow->pending + i, follow->pending + i + 1,
                (--follow->pending_count - i) * sizeof *follow->pending);
        remember(follow, mark);
        good = append(follow, mark, error);
    }
    pthread_mutex_unlock(&follow->lock);
    return good;
}

static bool save(struct follow *follow, struct error *error) {
    char *bytes = NULL;
    size_t size = 0;
    FILE *text = must(open_memstream(&bytes, &size));
    for (size_t i = 0; i < follow->count; i++) {
        const struct feed *feed = &follow->feeds[i];
        const bool is_safe = feed->is_read_through && !feed->pending;
        fprintf(text, "feed %s\n", feed->url);
        if (is_safe && feed->etag[0]) fprintf(text, "etag %s\n", feed->etag);
        if (is_safe && feed->last_modified[0]) fprintf(text, "modified %s\n", feed->last_modified);
    }
    const size_t first = follow->seen_count < FOLLOW_SEEN ? 0 : follow->seen_next;
    for (size_t i = 0; i < follow->seen_count; i++)
        fprintf(text, "done %" PRIx64 "\n", follow->seen[(first + i) % FOLLOW_SEEN]);
    bool good = fclose(text) == 0;
    if (!good)
        error_at(error, ERROR_SYSTEM, (struct place_in_file){ .file = follow->options->state },
                 "out of memory");
    good = good && file_write(follow->options->state, (struct slice){ bytes, size }, error);
    free(bytes);
    if (!good) return false;
    if (follow->state >= 0) close(follow->state);
    follow->state = open(follow->options->state, O_WRONLY | O_APPEND | O_CLOEXEC);
    return follow->state >= 0 ||
           error_at(error, ERROR_SYSTEM, (struct place_in_file){ .file = follow->options->state },
                    "cannot be opened again");
}

bool follow_save(struct follow *follow, struct error *error) {
    if (!follow->options->state) return true;
    pthread_mutex_lock(&follow->lock);
    const bool good = save(follow, error);
    pthread_mutex_unlock(&follow->lock);
    return good;
}
