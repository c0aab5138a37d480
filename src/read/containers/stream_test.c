// stream_test.c - inputs whole, cut at every byte, damaged, nested, and bombs.
#include "read/containers/stream.h"

#include "read/containers/testing.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

#define TEXT                                                                                                 \
    "The ferry to Olmen was late again on Monday. Nobody on the quay was surprised, and the harbour master " \
    "had gone home."

// What a stream gives, read in steps of `step` bytes; its failure's message in `message` ("" when none).
static struct slice given_by(struct slice bytes, size_t step, char message[256], struct arena *arena) {
    char *copy = malloc(bytes.length + 1); // its end is where the sanitizer sees it
    memcpy(copy, bytes.start, bytes.length);
    struct stream *stream = stream_of((struct slice){ copy, bytes.length }, "input");
    struct slice all = { "", 0 };
    for (;;) {
        const struct slice piece = slice_part(stream_peek(stream, step), 0, step);
        if (piece.length == 0) break;
        all = arena_join(arena, all, piece);
        assert_int_equal(stream_skip(stream, piece.length), piece.length);
        assert_int_equal(stream_position(stream), all.length);
    }
    struct error error = { 0 };
    if (stream_failed(stream, &error)) assert_string_equal(error.file, "input");
    snprintf(message, 256, "%s", error.message);
    stream_close(stream);
    free(copy);
    return all;
}

static void gives_what_was_compressed_whatever_the_steps(void **state) {
    (void)state;
    static const size_t steps[] = { 1, 7, 4096 };
    for (const char *const *way = testing_compressions; *way; way++)
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
            struct arena *arena = arena_new();
            char message[256];
            const struct slice packed = testing_packed(*way, SLICE(TEXT), arena);
            assert_true(slice_equal(given_by(packed, steps[i], message, arena), SLICE(TEXT)));
            assert_string_equal(message, "");
            // members after members, and padding
            const struct slice twice =
                arena_join(arena, arena_join(arena, packed, packed), SLICE("\0\0\0\0"));
            assert_true(slice_equal(given_by(twice, steps[i], message, arena), SLICE(TEXT TEXT)));
            assert_string_equal(message, "");
            arena_free(arena);
        }
}

static void more_than_a_window_goes_through_whole(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const size_t size = 3000000;
    char *bytes = arena_allocate(arena, size);
    for (uint32_t i = 0, x = 1; i < size; i++, x = x * 1664525u + 1013904223u)
        bytes[i] = (char)(x >> 29 | 'a');
    for (const char *const *way = testing_compressions; *way; way++) {
        struct stream *stream =
            stream_of(testing_packed(*way, (struct slice){ bytes, size }, arena), "input");
        size_t at = 0;
        for (size_t wanted = 1; at < size; wanted = wanted * 3 % 700001) { // windows that grow and move
            const struct slice piece = stream_peek(stream, wanted);
            assert_true(piece.length >= wanted || at + piece.length == size);
            assert_memory_equal(piece.start, bytes + at, piece.length);
            at += (size_t)stream_skip(stream, wanted / 2 + 1);
        }
        assert_false(stream_failed(stream, NULL));
        assert_int_equal(stream_skip(stream, 1), 0);
        stream_close(stream);
    }
    arena_free(arena);
}

static void cut_at_every_byte_gives_a_beginning_and_a_message(void **state) {
    (void)state;
    for (const char *const *way = testing_compressions; *way; way++) {
        struct arena *arena = arena_new(), *scratch = arena_new();
        const struct slice packed = testing_packed(*way, SLICE(TEXT), arena),
                           two = arena_join(arena, packed, packed);
        // "(" and "BZ" may be the beginning of a text.
        for (size_t cut = strcmp(*way, "bzip2") == 0  ? 3
                          : strcmp(*way, "zstd") == 0 ? 2
                                                      : 1;
             cut < two.length; cut++) {
            arena_reset(scratch);
            char message[256];
            const struct slice all = given_by(slice_part(two, 0, cut), 4096, message, scratch);
            if (!slice_starts(SLICE(TEXT TEXT), all))
                fail_msg("%s cut at %zu gives what was not there", *way, cut);
            if (cut > packed.length && all.length < sizeof TEXT - 1)
                fail_msg("%s cut at %zu loses a member", *way, cut);
            const bool is_between = cut == packed.length;
            if (!is_between && !message[0]) fail_msg("%s cut at %zu: no message", *way, cut);
            char place[32];
            snprintf(place, sizeof place, "at byte %zu", cut);
            // one byte behind a member is no cut that can be told from something else
            if (!is_between && cut != packed.length + 1 &&
                !(strstr(message, "cut short") && strstr(message, place)))
                fail_msg("%s cut at %zu: %s", *way, cut, message);
        }
        arena_free(arena);
        arena_free(scratch);
    }
}

static void what_is_changed_never_passes_for_whole(void **state) {
    (void)state;
    for (const char *const *way = testing_compressions; *way; way++) {
        struct arena *arena = arena_new(), *scratch = arena_new();
        const struct slice packed = testing_packed(*way, SLICE(TEXT), arena);
        char *bytes = (char *)packed.start;
        for (size_t at = 10; at < packed.length; at++) { // behind what tells the compression
            arena_reset(scratch);
            char message[256];
            bytes[at] = (char)(bytes[at] ^ 0x21);
            const struct slice all = given_by(packed, 4096, message, scratch);
            if (!message[0] && !slice_equal(all, SLICE(TEXT)))
                fail_msg("%s changed at %zu: no message", *way, at);
            bytes[at] = (char)(bytes[at] ^ 0x21);
        }
        arena_free(arena);
        arena_free(scratch);
    }
}

static void something_else_behind_the_last_member_is_told(void **state) {
    (void)state;
    for (const char *const *way = testing_compressions; *way; way++) {
        struct arena *arena = arena_new();
        char message[256], expected[128];
        const struct slice packed = testing_packed(*way, SLICE(TEXT), arena);
        const struct slice all = given_by(arena_join(arena, packed, SLICE("and more")), 64, message, arena);
        assert_true(slice_equal(all, SLICE(TEXT)));
        snprintf(expected, sizeof expected, "expected %s data or the end at byte %zu, found something else",
                 *way, packed.length);
        assert_string_equal(message, expected);
        arena_free(arena);
    }
}

// Three members, the middle one without its end, so that the decoder eats into the third.
static void a_member_without_its_end_costs_no_other(void **state) {
    (void)state;
    char noise[4000];
    for (uint32_t i = 0, x = 7; i < sizeof noise; i++, x = x * 1664525u + 1013904223u)
        noise[i] = (char)(x >> 24);
    const struct slice end = { noise, sizeof noise };
    for (const char *const *way = testing_compressions; *way; way++) {
        struct arena *arena = arena_new(), *scratch = arena_new();
        const struct slice first = testing_packed(*way, SLICE("first "), arena),
                           lost = testing_packed(*way, SLICE(TEXT), arena),
                           last = testing_packed(*way, end, arena);
        for (size_t cut = 12; cut < lost.length; cut++) {
            arena_reset(scratch);
            char message[256];
            const struct slice packed =
                arena_join(scratch, arena_join(scratch, first, slice_part(lost, 0, cut)), last);
            const struct slice all = given_by(packed, 4096, message, scratch);
            if (!slice_starts(all, SLICE("first ")) || !slice_ends(all, end))
                fail_msg("%s cut at %zu: %zu bytes", *way, cut, all.length);
            if (!strstr(message, "damaged")) fail_msg("%s cut at %zu: %s", *way, cut, message);
        }
        arena_free(arena);
        arena_free(scratch);
    }
}

// Nothing parts what is found from nothing.
static void what_is_found_behind_damage_alone_begins_at_once(void **state) {
    (void)state;
    for (const char *const *way = testing_compressions; *way; way++) {
        struct arena *arena = arena_new();
        const struct slice lost = testing_packed(*way, SLICE(TEXT), arena),
                           last = testing_packed(*way, SLICE("last"), arena);
        char message[256];
        const struct slice packed = arena_join(arena, slice_part(lost, 0, 12), last);
        const struct slice all = given_by(packed, 4096, message, arena);
        if (!slice_equal(all, SLICE("last"))) fail_msg("%s: " SLICE_FORMAT, *way, SLICE_ARG(all));
        if (!strstr(message, "damaged") && !strstr(message, "cut short")) fail_msg("%s: %s", *way, message);
        arena_free(arena);
    }
}

static void says_which_bytes_are_doubtful(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct slice first = testing_packed("gzip", SLICE("first "), arena),
                       lost = testing_packed("gzip", SLICE(TEXT), arena),
                       last = testing_packed("gzip", SLICE("last"), arena);
    char *end = (char *)lost.start + lost.length - 8; // its check sum
    *end = (char)(*end + 1);
    struct stream *stream = stream_of(arena_join(arena, arena_join(arena, first, lost), last), "input");
    const size_t length = sizeof TEXT - 1;
    const struct slice all = stream_peek(stream, 4096);
    assert_int_equal(all.length, 6 + length + 1 + 4);
    assert_false(stream_is_doubtful(stream, 0, 6));
    assert_true(stream_is_doubtful(stream, 6, 6 + length));
    assert_false(stream_is_doubtful(stream, 6, 6 + length / 2)); // not behind it yet
    assert_false(stream_is_doubtful(stream, 6 + length, all.length));
    stream_close(stream);
    arena_free(arena);
}

static void compressions_lie_in_each_other_three_deep(void **state) {
    (void)state;
    for (size_t way = 0; testing_compressions[way]; way++) {
        struct arena *arena = arena_new();
        struct slice bytes = SLICE(TEXT);
        char message[256];
        for (size_t depth = 1; depth <= STREAM_NESTING + 1; depth++) {
            bytes = testing_packed(testing_compressions[(way + depth) % 4], bytes, arena);
            const struct slice all = given_by(bytes, 64, message, arena);
            if (depth <= STREAM_NESTING)
                assert_true(slice_equal(all, SLICE(TEXT)) && message[0] == '\0');
            else
                assert_string_equal(message, "expected at most 3 compressions within each other");
        }
        // cut inside: the place is that of the compression that ends early
        const struct slice inner = testing_packed("xz", SLICE(TEXT), arena);
        given_by(testing_packed("gzip", slice_part(inner, 0, inner.length - 3), arena), 64, message, arena);
        assert_non_null(strstr(message, "xz data is cut short"));
        assert_non_null(strstr(message, "inside of gzip"));
        arena_free(arena);
    }
}

static void bombs_end_at_the_bound(void **state) {
    (void)state;
    static const struct {
        const char *within, *around; // NULL: one compression
    } cases[] = { { "gzip", "gzip" }, { "zstd", NULL },    { "bzip2", NULL },
                  { "xz", NULL },     { "gzip", "bzip2" }, { "zstd", "xz" } };
    const uint64_t size = STREAM_FREE * 5 / 4;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        struct slice bomb = testing_bomb(cases[i].within, size, arena);
        if (cases[i].around) bomb = testing_packed(cases[i].around, bomb, arena);
        struct stream *stream = stream_of(bomb, "bomb");
        const uint64_t passed = stream_skip(stream, UINT64_MAX);
        struct error error = { 0 };
        if (!stream_failed(stream, &error)) fail_msg("%s in %s: no bomb", cases[i].within, cases[i].around);
        assert_int_equal(error.kind, ERROR_LIMIT);
        assert_non_null(strstr(error.message, "expected at most 1000 bytes out of each compressed one"));
        assert_in_range(passed, STREAM_FREE, STREAM_FREE + (bomb.length << 10) + (1 << 20));
        stream_close(stream);
        arena_free(arena);
    }
}

// What lies in the middle blows up and gives nothing above: members without content, and padding.
static void bombs_that_give_nothing_end_too(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct slice comment = SLICE("without content "), members;
    while (comment.length < 30000) comment = arena_join(arena, comment, comment);
    members = arena_join(arena, SLICE("\x1f\x8b\x08\x10\0\0\0\0\0\xff"), comment);
    members = arena_join(arena, members, SLICE("\0\x03\0\0\0\0\0\0\0\0\0"));
    while (members.length < 2000000) members = arena_join(arena, members, members);
    const struct slice inner = testing_packed("gzip", members, arena);
    struct slice many = inner;
    while (many.length < 2000000) many = arena_join(arena, many, many);
    const struct slice outer = testing_packed("xz", many, arena);
    struct stream *stream = stream_of(outer, "bomb");
    assert_int_equal(stream_skip(stream, UINT64_MAX), 0);
    struct error error = { 0 };
    assert_true(stream_failed(stream, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
    stream_close(stream);

    const struct slice start = testing_packed("gzip", SLICE(TEXT), arena),
                       zeros = testing_bomb("gzip", STREAM_FREE * 5 / 4, arena),
                       padded = arena_join(arena, testing_packed("gzip", start, arena), zeros);
    stream = stream_of(testing_packed("gzip", padded, arena), "bomb");
    assert_int_equal(stream_skip(stream, UINT64_MAX), sizeof TEXT - 1);
    assert_true(stream_failed(stream, &error));
    stream_close(stream);
    arena_free(arena);
}

static void windows_that_need_too_much_memory_are_told(void **state) {
    (void)state;
    // A frame with a window of 2 GiB: 28 b5 2f fd, descriptor 0, window exponent 21, then a raw block of "a".
    char message[256];
    struct arena *arena = arena_new();
    given_by(SLICE("\x28\xb5\x2f\xfd\x00\xa8\x09\x00\x00"
                   "a"),
             64, message, arena);
    assert_string_equal(message, "expected zstd data that needs at most 128 MiB of memory");
    arena_free(arena);
}

static void frames_of_zstd_are_skipped_or_are_the_dictionary(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    char message[256];
    const struct slice plain = testing_packed("zstd", SLICE(TEXT), arena),
                       skipped = SLICE("\x50\x2a\x4d\x18\x04\0\0\0abcd");
    struct slice all =
        given_by(arena_join(arena, arena_join(arena, skipped, plain), skipped), 64, message, arena);
    assert_true(slice_equal(all, SLICE(TEXT)));
    assert_string_equal(message, "");

    // A dictionary of plain content, before two frames that need it.
    char packed[1024];
    ZSTD_CCtx *z = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(z, ZSTD_c_compressionLevel, 19);
    ZSTD_CCtx_loadDictionary(z, TEXT, sizeof TEXT - 1);
    const size_t used = ZSTD_compress2(z, packed, sizeof packed, TEXT, sizeof TEXT - 1);
    ZSTD_freeCCtx(z);
    assert_true(used < 64); // so that it does need it
    const struct slice frame = { packed, used }, dictionary = SLICE(TEXT);
    const struct slice contents[] = { dictionary, testing_packed("zstd", dictionary, arena) };
    for (size_t i = 0; i < 2; i++) {
        const struct slice head = arena_format(arena, "\x5d\x2a\x4d\x18%c", (int)contents[i].length);
        const struct slice first = arena_join(arena, arena_join(arena, head, SLICE("\0\0\0")), contents[i]);
        const struct slice bytes = arena_join(arena, first, arena_join(arena, frame, frame));
        all = given_by(bytes, 64, message, arena);
        if (i == 0 || contents[i].length < 256) {
            assert_string_equal(message, "");
            assert_true(slice_equal(all, SLICE(TEXT TEXT)));
        }
        for (size_t cut = 4; cut < bytes.length; cut++) {
            all = given_by(slice_part(bytes, 0, cut), 64, message, arena);
            assert_true(slice_starts(SLICE(TEXT TEXT), all));
            if (cut != first.length && cut != first.length + frame.length)
                assert_string_not_equal(message, "");
        }
    }
    arena_free(arena);
}

static void files_are_counted_in_their_own_bytes(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    char path[] = "/tmp/dragoman-stream-XXXXXX";
    const int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    const struct slice packed = testing_packed("xz", SLICE(TEXT), arena);
    assert_int_equal(write(descriptor, packed.start, packed.length), packed.length);
    close(descriptor);
    struct error error = { 0 };
    struct stream *stream = stream_open(path, &error);
    assert_non_null(stream);
    assert_string_equal(stream_name(stream), path);
    assert_int_equal(stream_bytes_total(stream), packed.length);
    assert_int_equal(stream_skip(stream, UINT64_MAX), sizeof TEXT - 1);
    assert_int_equal(stream_bytes_read(stream), packed.length);
    assert_false(stream_failed(stream, NULL));
    stream_close(stream);
    unlink(path);
    assert_null(stream_open(path, &error));
    assert_int_equal(error.kind, ERROR_SYSTEM);
    error = (struct error){ 0 };
    assert_null(stream_open("/tmp", &error));
    assert_int_equal(error.kind, ERROR_SYSTEM);
    arena_free(arena);
}

static struct stream *stream_of_file(struct slice bytes) {
    char path[] = "/tmp/dragoman-stream-XXXXXX";
    const int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, bytes.start, bytes.length), bytes.length);
    close(descriptor);
    struct error error = { 0 };
    struct stream *stream = stream_open(path, &error);
    assert_non_null(stream);
    unlink(path);
    return stream;
}

static void what_is_left_is_taken_whole(void **state) {
    (void)state;
    static const size_t sizes[] = { 0, 1, 16384, 16385, 262143, 262144, 262145, 600000 },
                        passed[] = { 0, 1, 4096, 300000 };
    struct arena *arena = arena_new();
    char *bytes = arena_raw(arena, 600000);
    for (size_t i = 0; i < 600000; i++) bytes[i] = (char)('a' + i % 23 + i / 4096 % 3);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (size_t k = 0; k < sizeof passed / sizeof *passed; k++) {
            struct arena *scratch = arena_new();
            const struct slice all = { bytes, sizes[i] };
            struct stream *streams[] = { stream_of_file(all),
                                         stream_of_file(testing_packed("gzip", all, scratch)),
                                         stream_of(all, "memory") };
            for (size_t s = 0; s < sizeof streams / sizeof *streams; s++) {
                const size_t at = (size_t)stream_skip(streams[s], passed[k]);
                stream_peek(streams[s], 100);
                const struct slice some = stream_take(streams[s], 1000, scratch);
                const struct slice rest = stream_take(streams[s], SIZE_MAX, scratch);
                assert_true(slice_equal(arena_join(scratch, some, rest), slice_part(all, at, all.length)));
                assert_int_equal(some.length, all.length - at < 1000 ? all.length - at : 1000);
                assert_int_equal(stream_position(streams[s]), all.length);
                assert_int_equal(stream_bytes_read(streams[s]), stream_bytes_total(streams[s]));
                assert_int_equal(stream_take(streams[s], 1, scratch).length, 0);
                assert_false(stream_failed(streams[s], NULL));
                stream_close(streams[s]);
            }
            arena_free(scratch);
        }
    arena_free(arena);
}

static void bytes_in_memory_are_not_copied(void **state) {
    (void)state;
    struct stream *stream = stream_of(SLICE(TEXT), "memory");
    static const char text[] = TEXT;
    assert_memory_equal(stream_peek(stream, 1000).start, text, sizeof text - 1);
    assert_int_equal(stream_peek(stream, 1).length, sizeof TEXT - 1);
    stream_close(stream);
    struct arena *arena = arena_new();
    const struct slice packed = testing_packed("gzip", SLICE(TEXT), arena);
    stream = stream_of_plain(packed, "memory");
    assert_ptr_equal(stream_peek(stream, 1).start, packed.start);
    assert_int_equal(stream_skip(stream, UINT64_MAX), packed.length);
    assert_int_equal(stream_bytes_read(stream), packed.length);
    stream_close(stream);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_what_was_compressed_whatever_the_steps),
        cmocka_unit_test(more_than_a_window_goes_through_whole),
        cmocka_unit_test(cut_at_every_byte_gives_a_beginning_and_a_message),
        cmocka_unit_test(what_is_changed_never_passes_for_whole),
        cmocka_unit_test(something_else_behind_the_last_member_is_told),
        cmocka_unit_test(a_member_without_its_end_costs_no_other),
        cmocka_unit_test(what_is_found_behind_damage_alone_begins_at_once),
        cmocka_unit_test(says_which_bytes_are_doubtful),
        cmocka_unit_test(compressions_lie_in_each_other_three_deep),
        cmocka_unit_test(bombs_end_at_the_bound),
        cmocka_unit_test(bombs_that_give_nothing_end_too),
        cmocka_unit_test(windows_that_need_too_much_memory_are_told),
        cmocka_unit_test(frames_of_zstd_are_skipped_or_are_the_dictionary),
        cmocka_unit_test(files_are_counted_in_their_own_bytes),
        cmocka_unit_test(what_is_left_is_taken_whole),
        cmocka_unit_test(bytes_in_memory_are_not_copied),
    };
    return cmocka_run_group_tests_name("stream", tests, NULL, NULL);
}
