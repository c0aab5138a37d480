// stream_fuzz.c - any bytes as an input of whatever form they have, compressed or not; and any bytes
// compressed on the spot, then cut and changed: what a cut leaves is the beginning of what was compressed.
#include "items_fuzzing.h"
#include "read/containers/testing.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct slice all_of(struct slice bytes, bool *failed, struct arena *arena) {
    struct stream *stream = stream_of(bytes, "input");
    struct slice all = { "", 0 };
    size_t room = 0; // twice as much each time: what is packed may hold many thousand times its size
    for (size_t step = 1;; step = step * 5 % 4093 + 1) { // windows that grow, move and shrink
        const struct slice piece = slice_part(stream_peek(stream, step), 0, step);
        if (piece.length == 0) break;
        if (all.length + piece.length > room) {
            room = 2 * (all.length + piece.length);
            char *grown = arena_raw(arena, room);
            memcpy(grown, all.start, all.length);
            all.start = grown;
        }
        memcpy((char *)all.start + all.length, piece.start, piece.length);
        all.length += piece.length;
        require(stream_skip(stream, piece.length) == piece.length, "what was seen cannot be passed over");
    }
    require(stream_position(stream) == all.length, "a position that is none");
    *failed = stream_failed(stream, NULL);
    stream_close(stream);
    return all;
}

// Whether it may be taken for compressed data, at its start or within.
static bool looks_packed(struct slice bytes) {
    return bytes.length < 64 || slice_find(bytes, SLICE("\x1f\x8b\x08"), 0) != SIZE_MAX ||
           slice_find(bytes, SLICE("\x28\xb5\x2f\xfd"), 0) != SIZE_MAX ||
           slice_find(bytes, SLICE("\x2a\x4d\x18"), 0) != SIZE_MAX ||
           slice_find(bytes, SLICE("BZh"), 0) != SIZE_MAX || slice_find(bytes, SLICE("7zXZ"), 0) != SIZE_MAX;
}

static void try_packed(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    const struct slice bytes = { (const char *)data + 4, size - 4 };
    struct slice packed = testing_packed(testing_compressions[data[0] % 4], bytes, arena);
    if (data[0] & 4) packed = arena_join(arena, packed, packed);
    if (data[0] & 8) packed = testing_packed(testing_compressions[data[0] / 16 % 4], packed, arena);
    const size_t at = (size_t)(data[1] | data[2] << 8) % packed.length;
    bool failed;
    const struct slice whole = all_of(packed, &failed, arena);
    if (!failed && !looks_packed(bytes)) {
        const struct slice part = all_of(slice_part(packed, 0, at), &failed, arena);
        const bool is_start = part.length < 3; // of members within, too short to be known as that
        if (at > 12) require(is_start || slice_starts(whole, part), "a cut gives what was not there");
    }
    char *changed = (char *)packed.start;
    changed[at] = (char)(changed[at] ^ data[3]);
    all_of(packed, &failed, arena);
    read_all(NULL, (const uint8_t *)packed.start, packed.length);
    arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > 4) try_packed(data, size);
    return read_all(NULL, data, size);
}
