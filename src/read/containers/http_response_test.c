// http_response_test.c - answers as servers, crawlers and cut files leave them.
#include "read/containers/http_response.h"

#include "read/containers/testing.h"
#include "read/document.h"

#include <setjmp.h>
#include <stdarg.h>

#include <brotli/encode.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define PAGE "<p>The ferry to Olmen was late again. The ferry to Olmen was late again on Monday as well.</p>"
#define OK_LINE "HTTP/1.1 200 OK\r\n"

static bool parse(struct slice bytes, struct arena *arena, struct http_response *response,
                  struct error *error) {
    char *copy = malloc(bytes.length + 1); // its end is where the sanitizer sees it
    memcpy(copy, bytes.start, bytes.length);
    *error = (struct error){ 0 };
    const bool good = http_response_parse((struct slice){ copy, bytes.length }, arena, response, error);
    response->body = arena_copy(arena, response->body);
    response->unread_coding = arena_copy(arena, response->unread_coding);
    assert_int_equal(good, error->kind == ERROR_NONE);
    free(copy);
    return good;
}

static void headers_of_all_kinds_are_read(void **state) {
    (void)state;
    static const struct {
        const char *bytes, *type, *charset, *body;
        unsigned status;
    } cases[] = {
        { OK_LINE "Content-Type: text/html; charset=UTF-8\r\n\r\nx", "text/html", "utf-8", "x", 200 },
        { "HTTP/1.0 404 Not Found\ncontent-type:TEXT/HTML;charset=\"koi8-r\"\n\nx", "text/html", "koi8-r",
          "x", 404 },
        { "HTTP/2 200\r\nContent-Type : text/html ; charset = 'x-sjis' ; q=1\r\n\r\n", "text/html", "x-sjis",
          "", 200 },
        { OK_LINE "Content-Type: text/html;\r\n\tcharset=latin1\r\nX: y\r\n\r\nx", "text/html", "latin1", "x",
          200 },
        { "HTTP/1.1 100 Continue\r\n\r\n" OK_LINE "Content-Type: text/plain\r\n\r\nx", "text/plain", "", "x",
          200 },
        { OK_LINE "Content-Types: no/no\r\n\r\nx", "", "", "x", 200 },
        { "No status at all\r\nContent-Type: a/b\r\n\r\nx", "a/b", "", "x", 0 },
        { "HTTP/1.1 2x0 OK\r\n\r\nx", "", "", "x", 0 },
        { "HTTP/1.1\r\n\r\nx", "", "", "x", 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        struct http_response response;
        struct error error;
        assert_true(parse(slice_of(cases[i].bytes), arena, &response, &error));
        if (response.status != cases[i].status ||
            !slice_equal(response.content_type, slice_of(cases[i].type)) ||
            !slice_equal(response.charset, slice_of(cases[i].charset)) ||
            !slice_equal(response.body, slice_of(cases[i].body)))
            fail_msg("case %zu: %u \"" SLICE_FORMAT "\" \"" SLICE_FORMAT "\"", i, response.status,
                     SLICE_ARG(response.content_type), SLICE_ARG(response.charset));
        arena_free(arena);
    }
}

static void headers_without_an_end_are_refused(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct http_response response;
    struct error error;
    assert_false(parse(SLICE(OK_LINE "Content-Type: text/html\r\n"), arena, &response, &error));
    assert_string_equal(error.message, "expected an HTTP header that ends within 64 KiB");
    struct slice header = SLICE(OK_LINE "X: y\r\n");
    while (header.length < 80000) header = arena_join(arena, header, SLICE("X: and so on\r\n"));
    assert_false(parse(arena_join(arena, header, SLICE("\r\nx")), arena, &response, &error));
    arena_free(arena);
}

static void chunks_are_joined_as_far_as_they_go(void **state) {
    (void)state;
    static const struct {
        const char *body, *joined;
        bool is_cut;
    } cases[] = {
        { "4\r\nThe \r\n5\r\nferry\r\n0\r\n\r\n", "The ferry", false },
        { "004;name=value\r\nThe \r\n5 \r\nferry\r\n0\r\nTrailer: x\r\n\r\n", "The ferry", false },
        { "4\nThe \n5\nferry\n0\n\n", "The ferry", false },
        { "A\r\nThe ferry.\r\n0", "The ferry.", true }, // the last chunk is cut
        { "A\r\nThe ferry.\r\n", "The ferry.", true },
        { "4\r\nThe \r\nffff\r\nferry", "The ferry", true },                     // a chunk that is cut
        { "ffff\r\nThe ferry", "The ferry", true },                              // the first one
        { "4\r\nThe \r\nzz\r\nferry\r\n0\r\n\r\n", "The ", true },               // a size that is none
        { "4\r\nThe ferry\r\n0\r\n\r\n", "4\r\nThe ferry\r\n0\r\n\r\n", false }, // no chunk after all
        { "<p>The ferry", "<p>The ferry", false },                               // undone by the crawler
        { "be late, ferry\n", "be late, ferry\n", false },
        { "fffffffffffffff\r\nThe ferry", "The ferry", true },
        { "ffffffffffffffffffffff\r\nThe ferry", "ffffffffffffffffffffff\r\nThe ferry", false },
        { "", "", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        struct http_response response;
        struct error error;
        const struct slice bytes =
            arena_format(arena, OK_LINE "Transfer-Encoding: Chunked\r\n\r\n%s", cases[i].body);
        assert_true(parse(bytes, arena, &response, &error));
        if (!slice_equal(response.body, slice_of(cases[i].joined)) || response.is_cut != cases[i].is_cut)
            fail_msg("case %zu: \"" SLICE_FORMAT "\" %d", i, SLICE_ARG(response.body), response.is_cut);
        arena_free(arena);
    }
}

static struct slice deflated(struct slice bytes, int bits, struct arena *arena) {
    z_stream z = { .next_in = (unsigned char *)bytes.start, .avail_in = (unsigned)bytes.length };
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY), Z_OK);
    const size_t room = bytes.length + 1000;
    z.next_out = arena_allocate(arena, room);
    z.avail_out = (unsigned)room;
    const char *start = (const char *)z.next_out;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return (struct slice){ start, room - z.avail_out };
}

static struct slice in_brotli(struct slice bytes, struct arena *arena) {
    size_t used = bytes.length + 1000;
    uint8_t *out = arena_allocate(arena, used);
    assert_true(BrotliEncoderCompress(5, 22, BROTLI_MODE_TEXT, bytes.length, (const uint8_t *)bytes.start,
                                      &used, out));
    return (struct slice){ (const char *)out, used };
}

static struct slice coded(const char *coding, struct slice bytes, struct arena *arena) {
    return strcmp(coding, "br") == 0        ? in_brotli(bytes, arena)
           : strcmp(coding, "deflate") == 0 ? deflated(bytes, 15, arena)
           : strcmp(coding, "bare") == 0    ? deflated(bytes, -15, arena)
                                            : testing_packed(coding, bytes, arena);
}

static const char *const codings[] = { "gzip", "zstd", "deflate", "bare", "br" };
#define CODING_COUNT (sizeof codings / sizeof *codings)

static struct slice answer_in(const char *coding, struct slice body, struct arena *arena) {
    if (strcmp(coding, "bare") == 0) coding = "deflate";
    return arena_join(arena, arena_format(arena, OK_LINE "Content-Encoding: %s\r\n\r\n", coding), body);
}

static void codings_are_undone_unless_they_were_before(void **state) {
    (void)state;
    for (size_t i = 0; i < CODING_COUNT; i++) {
        struct arena *arena = arena_new();
        struct http_response response;
        struct error error;
        const struct slice body = coded(codings[i], SLICE(PAGE), arena);
        assert_true(parse(answer_in(codings[i], body, arena), arena, &response, &error));
        assert_true(slice_equal(response.body, SLICE(PAGE)) && response.is_unpacked && !response.is_cut);
        assert_true(parse(answer_in(codings[i], SLICE(PAGE), arena), arena, &response, &error));
        assert_true(slice_equal(response.body, SLICE(PAGE)) && !response.is_unpacked);
        assert_true(parse(answer_in(codings[i], SLICE(""), arena), arena, &response, &error));
        assert_int_equal(response.body.length, 0);
        arena_free(arena);
    }
}

static void coded_bodies_cut_at_every_byte_give_their_beginning(void **state) {
    (void)state;
    for (size_t i = 0; i < CODING_COUNT; i++) {
        struct arena *arena = arena_new();
        const struct slice body = coded(codings[i], SLICE(PAGE), arena);
        for (size_t cut = 1; cut < body.length; cut++) {
            struct http_response response;
            struct error error;
            const bool good =
                parse(answer_in(codings[i], slice_part(body, 0, cut), arena), arena, &response, &error);
            if (cut < 4) continue; // may be a text of so many letters
            if (good && !(slice_starts(SLICE(PAGE), response.body) && response.is_cut))
                fail_msg("%s cut at %zu: \"" SLICE_FORMAT "\"", codings[i], cut, SLICE_ARG(response.body));
        }
        arena_free(arena);
    }
}

static void codings_lie_in_each_other(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct http_response response;
    struct error error;
    const struct slice twice = coded("gzip", coded("br", SLICE(PAGE), arena), arena);
    assert_true(parse(answer_in("br, gzip", twice, arena), arena, &response, &error));
    assert_true(slice_equal(response.body, SLICE(PAGE)));
    const struct slice chunk = arena_join(
        arena, arena_format(arena, OK_LINE "Transfer-Encoding: gzip, chunked\r\n\r\n%zx\r\n", twice.length),
        arena_join(arena, twice, SLICE("\r\n0\r\n\r\n")));
    assert_true(parse(chunk, arena, &response, &error));
    assert_true(slice_equal(response.body, coded("br", SLICE(PAGE), arena)));
    assert_false(parse(answer_in("gzip,gzip,gzip,gzip,gzip", twice, arena), arena, &response, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
    arena_free(arena);
}

static void what_cannot_be_undone_is_refused_with_its_reason(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct http_response response;
    struct error error;
    assert_false(parse(answer_in("compress", SLICE("\x1f\x9d\x90"), arena), arena, &response, &error));
    assert_string_equal(error.message, "http content encoding \"compress\"");
    assert_true(slice_equal(response.unread_coding, SLICE("compress")));
    for (size_t i = 0; i < 2; i++) { // with a check sum
        const struct slice body = coded(codings[i], SLICE(PAGE), arena);
        char *middle = (char *)body.start + body.length / 2;
        *middle = (char)(*middle ^ 0x10);
        assert_false(parse(answer_in(codings[i], body, arena), arena, &response, &error));
        assert_int_equal(error.kind, ERROR_INPUT);
    }
    arena_free(arena);
}

static void bombs_are_refused(void **state) {
    (void)state;
    const size_t size = (size_t)READ_DOCUMENT_LIMIT + 1;
    char *zeros = calloc(1, size);
    assert_non_null(zeros);
    for (size_t i = 0; i < CODING_COUNT; i++) {
        struct arena *arena = arena_new();
        struct http_response response;
        struct error error;
        const struct slice body = coded(codings[i], (struct slice){ zeros, size }, arena);
        assert_false(parse(answer_in(codings[i], body, arena), arena, &response, &error));
        assert_int_equal(error.kind, ERROR_LIMIT);
        assert_string_equal(error.message, "larger than 67108864 bytes");
        arena_free(arena);
    }
    free(zeros);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_of_all_kinds_are_read),
        cmocka_unit_test(headers_without_an_end_are_refused),
        cmocka_unit_test(chunks_are_joined_as_far_as_they_go),
        cmocka_unit_test(codings_are_undone_unless_they_were_before),
        cmocka_unit_test(coded_bodies_cut_at_every_byte_give_their_beginning),
        cmocka_unit_test(codings_lie_in_each_other),
        cmocka_unit_test(what_cannot_be_undone_is_refused_with_its_reason),
        cmocka_unit_test(bombs_are_refused),
    };
    return cmocka_run_group_tests_name("http response", tests, NULL, NULL);
}
