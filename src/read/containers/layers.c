// layers.c - bytes from below, decoded, to above.
//
// A member that is damaged does not end the reading: crawls are kept as one gzip member for each record, so
// the next place where a member may begin is tried, and the layer keeps in mind that something was lost. That
// place is searched from the damaged member's own start on: a member that ends in the middle is often noticed
// only when the decoder has eaten a part of the next one. Input is searched again once, not more, so that the
// work stays linear. A line end parts what was lost from what comes. A cut is a failure too; since
// damage may make a member seem to go on to the end, others are searched in it, but only those that are whole
// up to the end count: in what was cut a whole body may be stored. Zeros behind the last member are padding.
//
// How much may come out of how little is bounded for each layer, against the bytes of the file: a bomb may
// lie in the middle, and give nothing above.
#include "read/containers/layers.h"

#include "read/containers/stream.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TRIAL_INPUT (4u << 20)   // bytes in which whole members are searched behind a cut, ...
#define TRIAL_OUTPUT (64u << 20) // and what one of them may give

struct loss { // of a member: where its first byte lies in what was given, and where the last
    uint64_t start, end;
};

struct layer {
    struct layer *below; // NULL: a file or bytes
    const struct layer_kind *kind;
    void *state;
    int descriptor;     // -1: `bytes`
    struct slice bytes; // what is left of them
    char *input;        // [capacity] from the file or from below; bytes need none
    size_t capacity;
    size_t start, end;       // of the input that waits
    size_t member;           // where in the input the member in hand began, or what is kept of it
    bool is_over;            // nothing more comes into `input`
    bool in_member;          // between the first byte of a member and its last
    bool is_searching;       // for the next member, behind damage
    bool is_cut;             // the input ended in a member
    bool is_finished;        // gives nothing more
    char ahead[LAYER_AHEAD]; // what was decoded to be looked at and waits to be read
    size_t ahead_start, ahead_end;
    uint64_t taken;        // bytes of the input that were used
    uint64_t searched;     // of them, those behind which none is searched again
    uint64_t given;        // bytes decoded
    uint64_t member_given; // when the member in hand began
    uint64_t read;         // bytes of the file
    struct loss losses[LAYER_LOSSES];
    size_t loss_count;
    struct loss cut;      // of the member that the input ended in
    size_t tried;         // bytes of input given to is_whole_to_the_end()
    struct error failure; // the first
};

static struct layer *layer_new(size_t capacity) {
    struct layer *layer = calloc(1, sizeof *layer);
    if (!layer) abort();
    layer->descriptor = -1;
    layer->capacity = capacity;
    if (capacity && !(layer->input = malloc(capacity))) abort();
    return layer;
}

// What comes behind the start of a file goes straight to where it is wanted.
struct layer *layer_of_file(int descriptor) {
    struct layer *layer = layer_new(LAYER_START);
    layer->descriptor = descriptor;
    return layer;
}

struct layer *layer_of_bytes(struct slice bytes) {
    struct layer *layer = layer_new(0);
    layer->bytes = bytes;
    return layer;
}

struct layer *layer_over(struct layer *below, const struct layer_kind *kind) {
    struct layer *layer = layer_new(LAYER_INPUT);
    layer->below = below;
    layer->kind = kind;
    layer->state = kind->open();
    if (!layer->state) abort();
    return layer;
}

void layer_close(struct layer *layer) {
    while (layer) {
        struct layer *below = layer->below;
        if (layer->state) layer->kind->close(layer->state);
        if (layer->descriptor > STDIN_FILENO) close(layer->descriptor);
        free(layer->input);
        free(layer);
        layer = below;
    }
}

static void fail(struct layer *layer, enum error_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void fail(struct layer *layer, enum error_kind kind, const char *format, ...) {
    char text[sizeof layer->failure.message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    const bool is_inside = layer->below && layer->below->kind;
    error_at(&layer->failure, kind, (struct place_in_file){ 0 }, "%s%s%s", text,
             is_inside ? ", inside of " : "", is_inside ? layer->below->kind->name : "");
}

#define STOP_MS 100 // how soon an interrupt is seen

static const volatile sig_atomic_t *_Atomic stop_flag;

void layer_stop_by(const volatile sig_atomic_t *stop) {
    atomic_store(&stop_flag, stop);
}

// Waits until there is something to read; false when asked to stop.
static bool wait_for(int descriptor) {
    const volatile sig_atomic_t *stop = atomic_load(&stop_flag);
    struct pollfd wanted = { .fd = descriptor, .events = POLLIN };
    while (stop && !*stop && poll(&wanted, 1, STOP_MS) == 0) continue;
    return !stop || !*stop;
}

static size_t read_raw(struct layer *layer, char *into, size_t most) {
    if (layer->below) return layer_read(layer->below, into, most);
    if (layer->descriptor < 0) {
        const size_t count = most < layer->bytes.length ? most : layer->bytes.length;
        if (count) memcpy(into, layer->bytes.start, count);
        layer->bytes = slice_part(layer->bytes, count, layer->bytes.length);
        layer->read += count;
        return count;
    }
    ssize_t count = 0;
    while (wait_for(layer->descriptor) && (count = read(layer->descriptor, into, most)) < 0 && errno == EINTR)
        continue;
    if (count < 0) fail(layer, ERROR_SYSTEM, "%s", strerror(errno));
    if (count <= 0) return 0;
    layer->read += (uint64_t)count;
    return (size_t)count;
}

// Fills the input until `wanted` bytes wait (at most LAYER_BACK), or all that are left. Of the member in hand
// the last LAYER_BACK bytes stay before them.
static void fill(struct layer *layer, size_t wanted) {
    if (layer->end - layer->start >= wanted || layer->is_over) return;
    if (layer->capacity - layer->end < layer->capacity / 4) {
        size_t kept = layer->in_member ? layer->start - layer->member : 0;
        if (kept > LAYER_BACK) kept = LAYER_BACK;
        const size_t dropped = layer->start - kept;
        memmove(layer->input, layer->input + dropped, layer->end - dropped);
        layer->start -= dropped;
        layer->end -= dropped;
        layer->member = 0;
    }
    while (layer->end - layer->start < wanted && !layer->is_over) {
        const size_t count = read_raw(layer, layer->input + layer->end, layer->capacity - layer->end);
        layer->is_over = count == 0;
        layer->end += count;
    }
}

static struct slice waiting(const struct layer *layer) {
    return (struct slice){ layer->input + layer->start, layer->end - layer->start };
}

static void pass(struct layer *layer, size_t count) {
    layer->start += count;
    layer->taken += count;
}

// Passes over input up to the next place where a member may begin; false when there is none.
static bool find_member(struct layer *layer) {
    for (;;) {
        fill(layer, LAYER_AHEAD);
        const struct slice input = waiting(layer);
        if (input.length == 0) return false;
        if (layer->kind->begins(slice_part(input, 0, LAYER_AHEAD))) return true;
        const char *next = memchr(input.start + 1, layer->kind->first, input.length - 1);
        pass(layer, next ? (size_t)(next - input.start) : input.length);
    }
}

// Whether what waits, all that is left, is members that have their ends.
static bool is_whole_to_the_end(struct layer *layer) {
    char *out = malloc(LAYER_INPUT);
    void *state = layer->kind->open();
    if (!out || !state) abort();
    struct slice in = waiting(layer);
    bool is_whole = false;
    uint64_t given = 0;
    for (enum layer_step step = LAYER_MEMBER_ENDS; layer->tried < TRIAL_INPUT && given < TRIAL_OUTPUT;) {
        if (step == LAYER_MEMBER_ENDS) {
            is_whole = in.length == 0;
            if (is_whole || !layer->kind->begins(slice_part(in, 0, LAYER_AHEAD))) break;
            layer->kind->restart(state);
        }
        char *to = out;
        size_t room = LAYER_INPUT;
        const size_t before = in.length;
        step = layer->kind->step(state, &in, &to, &room, true);
        layer->tried += before - in.length;
        given += LAYER_INPUT - room;
        if (step != LAYER_GOES_ON && step != LAYER_MEMBER_ENDS) break;
        if (step == LAYER_GOES_ON && before == 0 && room == LAYER_INPUT) break;
    }
    layer->kind->close(state);
    free(out);
    return is_whole;
}

// Between members: another one, padding, or something else.
static bool open_member(struct layer *layer) {
    fill(layer, LAYER_AHEAD);
    while (!layer->is_searching && layer->start < layer->end && *waiting(layer).start == '\0') { // padding
        pass(layer, 1);
        fill(layer, LAYER_AHEAD);
    }
    const bool was_lost = layer->is_searching;
    if (waiting(layer).length == 0) return false;
    if (!layer->kind->begins(slice_part(waiting(layer), 0, LAYER_AHEAD))) {
        if (!was_lost)
            fail(layer, ERROR_INPUT, "expected %s data or the end at byte %" PRIu64 ", found something else",
                 layer->kind->name, layer->taken);
        layer->is_searching = true;
        if (!find_member(layer)) return false;
    }
    while (layer->is_cut && !is_whole_to_the_end(layer)) {
        pass(layer, 1);
        if (!find_member(layer)) return false;
    }
    layer->kind->restart(layer->state);
    layer->in_member = true;
    layer->member = layer->start;
    return true;
}

static void remember(struct layer *layer, struct loss loss) {
    if (loss.end <= loss.start) return; // nothing of it was given
    if (layer->loss_count == LAYER_LOSSES)
        memmove(layer->losses, layer->losses + 1, --layer->loss_count * sizeof *layer->losses);
    layer->losses[layer->loss_count++] = loss;
}

// Behind damage: back to the start of the member that has it, unless that was searched before.
static void search_again(struct layer *layer) {
    const size_t back = layer->start - layer->member;
    if (layer->taken - back >= layer->searched) {
        layer->searched = layer->taken;
        layer->start -= back;
        layer->taken -= back;
    }
    if (layer->start < layer->end && layer->start == layer->member) pass(layer, 1);
    layer->in_member = false;
    layer->is_searching = true;
}

static void tell_damage(struct layer *layer, enum layer_step step) {
    const char *name = layer->kind->name;
    if (step == LAYER_TOO_LARGE)
        fail(layer, ERROR_LIMIT, "expected %s data that needs at most 128 MiB of memory", name);
    else if (step == LAYER_NO_DICTIONARY)
        fail(layer, ERROR_INPUT, "%s data needs a dictionary that is not there", name);
    else
        fail(layer, ERROR_INPUT, "damaged %s data at byte %" PRIu64, name, layer->taken);
}

static size_t decode(struct layer *layer, char *into, size_t most) {
    char *out = into;
    size_t room = most;
    while (room == most && !layer->is_finished) {
        if (!layer->in_member) {
            if (!open_member(layer)) break;
            if (layer->is_searching) {
                remember(layer, layer->cut);
                layer->cut = (struct loss){ 0, 0 };
                if (layer->given > 0) { // what was found does not go on with what was lost
                    *out++ = '\n';
                    room--;
                }
            }
            layer->is_searching = false;
            layer->member_given = layer->given + (most - room);
            if (room < most) break;
        }
        fill(layer, 1);
        struct slice in = waiting(layer);
        const size_t before = in.length;
        const enum layer_step step = layer->kind->step(layer->state, &in, &out, &room, layer->is_over);
        pass(layer, before - in.length);
        if (step == LAYER_MEMBER_ENDS) {
            layer->in_member = false;
        } else if (step != LAYER_GOES_ON) {
            tell_damage(layer, step);
            remember(layer, (struct loss){ layer->member_given, layer->given + (most - room) });
            search_again(layer);
        } else if (before == 0 && room == most) {
            fail(layer, ERROR_INPUT, "%s data is cut short at byte %" PRIu64 ", expected more of a member",
                 layer->kind->name, layer->taken);
            layer->is_cut = true;
            layer->cut = (struct loss){ layer->member_given, layer->given };
            search_again(layer);
        }
    }
    layer->given += most - room;
    if (layer->given > STREAM_FREE && layer->given / STREAM_RATIO > layer_bytes_read(layer)) {
        fail(layer, ERROR_LIMIT, "expected at most %u bytes out of each compressed one", STREAM_RATIO);
        layer->is_finished = true;
    }
    return most - room;
}

struct slice layer_peek(struct layer *layer, size_t wanted) {
    if (!layer->kind) {
        if (!layer->input) return slice_part(layer->bytes, 0, wanted);
        fill(layer, wanted);
        return slice_part(waiting(layer), 0, wanted);
    }
    while (layer->ahead_end - layer->ahead_start < wanted && layer->ahead_end < LAYER_AHEAD) {
        const size_t count = decode(layer, layer->ahead + layer->ahead_end, LAYER_AHEAD - layer->ahead_end);
        if (count == 0) break;
        layer->ahead_end += count;
    }
    return (struct slice){ layer->ahead + layer->ahead_start, layer->ahead_end - layer->ahead_start };
}

size_t layer_read(struct layer *layer, char *into, size_t most) {
    const bool has_ahead = layer->kind != NULL;
    const struct slice ready =
        has_ahead ? (struct slice){ layer->ahead + layer->ahead_start, layer->ahead_end - layer->ahead_start }
        : layer->input ? waiting(layer)
                       : (struct slice){ "", 0 };
    if (ready.length) {
        const size_t count = ready.length < most ? ready.length : most;
        memcpy(into, ready.start, count);
        *(has_ahead ? &layer->ahead_start : &layer->start) += count;
        return count;
    }
    if (layer->kind) return decode(layer, into, most);
    return layer->is_over ? 0 : read_raw(layer, into, most);
}

uint64_t layer_bytes_read(const struct layer *layer) {
    while (layer->below) layer = layer->below;
    return layer->read - (layer->end - layer->start);
}

const struct error *layer_failure(const struct layer *layer) {
    const struct error *failure = NULL;
    for (; layer; layer = layer->below)
        if (layer->failure.kind != ERROR_NONE) failure = &layer->failure;
    return failure;
}

bool layer_is_doubtful(const struct layer *layer, uint64_t start, uint64_t end) {
    for (size_t i = 0; i < layer->loss_count; i++)
        if (layer->losses[i].start < end && layer->losses[i].end > start && layer->losses[i].end <= end)
            return true;
    return false;
}
