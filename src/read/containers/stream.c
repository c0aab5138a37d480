// stream.c - a window over the topmost layer.
//
// Which layers there are is found out when the stream is opened, from the first bytes of each: what a file is
// called says nothing. Bytes in memory that are not compressed are their own window.
#include "read/containers/stream.h"

#include "read/containers/layers.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WINDOW (256u << 10) // bytes, at first

struct stream {
    struct layer *layer;
    char *window;
    size_t start, end, capacity; // of what waits in the window
    uint64_t position;           // of its start
    uint64_t total;
    uint64_t expected; // bytes that it gives; 0 when nobody knows
    bool is_over;
    bool is_borrowed; // the window is the caller's
    struct error failure;
    char name[256];
};

static struct stream *stream_over(struct layer *layer, const char *name) {
    struct stream *stream = calloc(1, sizeof *stream);
    if (!stream) abort();
    snprintf(stream->name, sizeof stream->name, "%s", name);
    stream->layer = layer;
    return stream;
}

static const struct layer_kind *kind_of(struct layer *layer) {
    const struct slice start = layer_peek(layer, LAYER_AHEAD);
    for (const struct layer_kind *kind = layer_kinds; kind->name; kind++)
        if (kind->begins(start)) return kind;
    return NULL;
}

static void decompress(struct stream *stream) {
    const struct layer_kind *kind = kind_of(stream->layer);
    for (unsigned nesting = 0; kind && nesting < STREAM_NESTING; nesting++) {
        stream->layer = layer_over(stream->layer, kind);
        kind = kind_of(stream->layer);
    }
    if (!kind) return;
    error_at(&stream->failure, ERROR_LIMIT, (struct place_in_file){ .file = stream->name },
             "expected at most %d compressions within each other", STREAM_NESTING);
    stream->is_over = true;
}

static void borrow(struct stream *stream, struct slice bytes) {
    stream->window = (char *)bytes.start; // only read
    stream->end = stream->capacity = bytes.length;
    stream->is_borrowed = stream->is_over = true;
}

struct stream *stream_open(const char *path, struct error *error) {
    const struct place_in_file place = { .file = path };
    const int descriptor = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    if (descriptor < 0 || fstat(descriptor, &about) != 0) {
        error_at(error, ERROR_SYSTEM, place, "%s", strerror(errno));
        if (descriptor > STDIN_FILENO) close(descriptor);
        return NULL;
    }
    if (S_ISDIR(about.st_mode)) {
        error_at(error, ERROR_SYSTEM, place, "%s", strerror(EISDIR));
        if (descriptor > STDIN_FILENO) close(descriptor);
        return NULL;
    }
    struct layer *file = layer_of_file(descriptor);
    struct stream *stream = stream_over(file, path);
    decompress(stream);
    if (S_ISREG(about.st_mode)) stream->total = (uint64_t)about.st_size;
    if (stream->layer == file) stream->expected = stream->total;
    return stream;
}

struct stream *stream_of(struct slice bytes, const char *name) {
    struct stream *stream = stream_over(layer_of_bytes(bytes), name);
    stream->total = bytes.length;
    if (kind_of(stream->layer))
        decompress(stream);
    else
        borrow(stream, bytes);
    return stream;
}

struct stream *stream_of_plain(struct slice bytes, const char *name) {
    struct stream *stream = stream_over(layer_of_bytes(bytes), name);
    stream->total = bytes.length;
    borrow(stream, bytes);
    return stream;
}

void stream_stop_by(const volatile sig_atomic_t *stop) {
    layer_stop_by(stop);
}

void stream_close(struct stream *stream) {
    if (!stream) return;
    layer_close(stream->layer);
    if (!stream->is_borrowed) free(stream->window);
    free(stream);
}

// What waits is moved to the front when at least half of the window is free, so that a byte is moved once for
// each time that as many have been passed over; else the window grows.
static void make_room(struct stream *stream) {
    const size_t waiting = stream->end - stream->start;
    if (stream->start >= waiting && stream->start > 0) {
        if (waiting) memmove(stream->window, stream->window + stream->start, waiting);
        stream->start = 0;
        stream->end = waiting;
        return;
    }
    const size_t capacity = stream->capacity ? stream->capacity * 2 : WINDOW;
    char *window = realloc(stream->window, capacity);
    if (!window) abort();
    stream->window = window;
    stream->capacity = capacity;
}

struct slice stream_peek(struct stream *stream, size_t wanted) {
    while (stream->end - stream->start < wanted && !stream->is_over) {
        if (stream->end == stream->capacity) make_room(stream);
        const size_t count =
            layer_read(stream->layer, stream->window + stream->end, stream->capacity - stream->end);
        stream->end += count;
        stream->is_over = count == 0;
    }
    return (struct slice){ stream->window ? stream->window + stream->start : "",
                           stream->end - stream->start };
}

struct slice stream_take(struct stream *stream, size_t most, struct arena *arena) {
    size_t used = stream->end - stream->start;
    if (used > most) used = most;
    const uint64_t left = stream->expected > stream->position ? stream->expected - stream->position : WINDOW;
    size_t room = left < most ? (size_t)left + 1 : most; // one more, to see the end
    if (stream->is_over || room < used) room = used;
    char *bytes = arena_raw(arena, room);
    if (used) memcpy(bytes, stream->window + stream->start, used);
    stream_skip(stream, used);
    while (used < most && !stream->is_over) {
        if (used == room) {
            room = room < most / 2 ? room * 2 : most;
            char *larger = arena_raw(arena, room);
            memcpy(larger, bytes, used);
            bytes = larger;
        }
        const size_t count = layer_read(stream->layer, bytes + used, room - used);
        used += count;
        stream->position += count;
        stream->is_over = count == 0;
    }
    return (struct slice){ bytes, used };
}

uint64_t stream_skip(struct stream *stream, uint64_t count) {
    uint64_t passed = 0;
    while (passed < count) {
        size_t step = stream->end - stream->start;
        if (step == 0) {
            if (stream->is_over) break;
            stream_peek(stream, 1);
            continue;
        }
        if (step > count - passed) step = (size_t)(count - passed);
        stream->start += step;
        passed += step;
        if (stream->start == stream->end) stream->start = stream->end = 0;
    }
    stream->position += passed;
    return passed;
}

uint64_t stream_position(const struct stream *stream) {
    return stream->position;
}

uint64_t stream_bytes_read(const struct stream *stream) {
    return stream->is_borrowed ? stream->position : layer_bytes_read(stream->layer);
}

uint64_t stream_bytes_total(const struct stream *stream) {
    return stream->total;
}

const char *stream_name(const struct stream *stream) {
    return stream->name;
}

bool stream_is_doubtful(const struct stream *stream, uint64_t start, uint64_t end) {
    return layer_is_doubtful(stream->layer, start, end);
}

bool stream_failed(const struct stream *stream, struct error *error) {
    const struct error *failure =
        stream->failure.kind != ERROR_NONE ? &stream->failure : layer_failure(stream->layer);
    if (!failure) return false;
    error_at(error, failure->kind, (struct place_in_file){ .file = stream->name }, "%s", failure->message);
    return true;
}
