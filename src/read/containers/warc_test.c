// warc_test.c - crawls whole, cut at every byte, damaged, with lengths that lie; what records hold.
#include "read/containers/items.h"
#include "read/containers/testing.h"
#include "read/document.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OK_HTML "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8"
#define OK_LINE "HTTP/1.1 200 OK\r\n"

static const struct items_options options = { .fields = { .text = "text", .title = "title", .url = "url" } };

struct told { // what a crawl gave
    struct slice items[64], reasons[64], faults[64];
    size_t count, skipped, damaged;
    struct item last;
    char failure[256]; // of the stream
};

static struct told read_crawl(struct slice bytes, struct arena *arena) {
    struct told told = { 0 };
    char *copy = malloc(bytes.length + 1); // its end is where the sanitizer sees it
    memcpy(copy, bytes.start, bytes.length);
    struct stream *stream = stream_of((struct slice){ copy, bytes.length }, "crawl");
    struct items *items = items_open(stream, SLICE("crawl"), &options);
    for (;;) {
        struct item item;
        struct error error = { 0 };
        const enum items_result result = items_next(items, arena, &item, &error);
        if (result == ITEMS_END) break;
        assert_true(told.count < 64 && told.skipped < 64 && told.damaged < 64);
        assert_int_equal(result == ITEMS_NEXT, error.kind == ERROR_NONE);
        const struct slice texts[] = { item.source, item.url, item.captured, item.id, item.charset };
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            arena_copy(arena, texts[i]); // they are there
        assert_true(slice_starts(item.source, SLICE("crawl")));
        if (result == ITEMS_NEXT) {
            told.items[told.count++] = item.bytes.length ? item.bytes : item.title;
            told.last = item;
        }
        struct slice message = arena_copy(arena, slice_of(error.message));
        if (result == ITEMS_SKIPPED) told.reasons[told.skipped++] = message;
        if (result == ITEMS_DAMAGED) told.faults[told.damaged++] = message;
    }
    struct error error = { 0 };
    stream_failed(stream, &error);
    snprintf(told.failure, sizeof told.failure, "%s", error.message);
    items_close(items);
    stream_close(stream);
    free(copy);
    return told;
}

static struct slice joined(const struct slice *texts, size_t count, struct arena *arena) {
    struct slice all = SLICE("");
    for (size_t i = 0; i < count; i++) all = arena_join(arena, arena_join(arena, all, texts[i]), SLICE("|"));
    return all;
}

static void assert_told(const struct told *told, const char *items, const char *reasons, const char *faults,
                        struct arena *arena, size_t number) {
    const struct slice found[] = { joined(told->items, told->count, arena),
                                   joined(told->reasons, told->skipped, arena),
                                   joined(told->faults, told->damaged, arena) };
    const char *const expected[] = { items, reasons, faults };
    for (size_t i = 0; i < 3; i++)
        if (!slice_equal(found[i], slice_of(expected[i])))
            fail_msg("case %zu: \"" SLICE_FORMAT "\", not \"%s\"", number, SLICE_ARG(found[i]), expected[i]);
}

static void records_give_documents_or_a_reason_that_can_be_counted(void **state) {
    (void)state;
    static const struct {
        const char *type, *content_type, *content; // content type NULL: an answer of a server
        const char *items, *reasons, *faults;
    } cases[] = {
        { "response", NULL, OK_HTML "\r\n\r\n<p>One</p>", "<p>One</p>|", "", "" },
        { "response", NULL, OK_LINE "Content-Type: application/xhtml+xml\r\n\r\n<p>One</p>", "<p>One</p>|",
          "", "" },
        { "response", NULL, OK_LINE "Content-Type: text/plain\r\n\r\nOne", "One|", "", "" },
        { "response", NULL, OK_LINE "\r\n<!DOCTYPE html><p>One</p>", "<!DOCTYPE html><p>One</p>|", "", "" },
        { "response", NULL, OK_LINE "\r\nOne", "", "content type not said|", "" },
        { "response", NULL, OK_LINE "Content-Type: application/octet-stream\r\n\r\nOne", "",
          "content type application/octet-stream|", "" },
        { "response", NULL, OK_LINE "Content-Type: image/png\r\n\r\nPNG", "", "content type image/png|", "" },
        { "response", NULL, OK_LINE "Content-Type: \x1b[31m<&>\r\n\r\nPNG", "", "content type unreadable|",
          "" },
        { "response", NULL, OK_HTML "\r\n\r\n \r\n", "", "empty body|", "" },
        { "response", NULL, "HTTP/1.1 404 Not Found\r\n\r\n<p>No</p>", "", "http status 404|", "" },
        { "response", NULL, "HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n", "", "http status 301|", "" },
        { "response", NULL, "HTTP/1.1 503 No\r\nContent-Encoding: zz\r\n\r\nx", "", "http status 503|", "" },
        { "response", NULL, OK_HTML "\r\nContent-Encoding: zz\r\n\r\nx", "", "http content encoding \"zz\"|",
          "" },
        { "response", NULL, "<p>One</p>", "", "",
          "record at byte 0: expected an HTTP header that ends within 64 KiB|" },
        { "response", NULL, "An answer\r\n\r\nOne", "", "",
          "record at byte 0: expected an HTTP status line|" },
        { "response", NULL, OK_HTML "\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nOne\r\n0\r\n\r\n", "One|", "",
          "" },
        { "response", "text/dns", "a.example. 300 IN A 192.0.2.1", "", "content type text/dns|", "" },
        { "resource", "text/html", "<p>One</p>", "<p>One</p>|", "", "" },
        { "resource", "image/gif", "GIF89a", "", "content type image/gif|", "" },
        { "conversion", "text/plain", "One", "One|", "", "" },
        { "request", "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n", "",
          "warc request record|", "" },
        { "warcinfo", "application/warc-fields", "software: x\r\n", "", "warc warcinfo record|", "" },
        { "metadata", "application/warc-fields", "via: x\r\n", "", "warc metadata record|", "" },
        { "revisit", "application/http", "HTTP/1.1 200 OK\r\n\r\n", "", "warc revisit record|", "" },
        { "something", "text/html", "<p>One</p>", "", "warc record of another type|", "" },
        // what holds several documents, whatever the server calls it
        { "response", NULL,
          OK_LINE
          "Content-Type: application/rss+xml\r\n\r\n<rss version='2.0'><channel><item><title>A</title></item>"
          "<item><title>B</title></item></channel></rss>",
          "A|B|", "", "" },
        { "response", NULL,
          OK_HTML
          "\r\n\r\n<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><entry><title>A</title>"
          "</entry></feed>",
          "A|", "", "" },
        { "response", NULL,
          OK_LINE "Content-Type: application/json\r\n\r\n[{\"text\":\"One\"},{\"no\":1},{\"text\":\"Two\"}]",
          "One|Two|", "json without a field of text|", "no object has a field \"title\" as --field says|" },
        { "response", NULL, OK_LINE "Content-Type: application/json\r\n\r\n[]", "", "empty list|", "" },
        { "response", NULL, OK_LINE "Content-Type: text/xml\r\n\r\n<urlset><url/></urlset>", "",
          "content type text/xml|", "" },
        // a crawl in a crawl is none of ours
        { "resource", "application/json", "WARC/1.0\r\nWARC-Type: conversion\r\n", "",
          "content type application/json|", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        const struct slice crawl = testing_record(
            cases[i].type,
            cases[i].content_type ? cases[i].content_type : "application/http; msgtype=response",
            slice_of(cases[i].content), arena);
        const struct told told = read_crawl(crawl, arena);
        assert_told(&told, cases[i].items, cases[i].reasons, cases[i].faults, arena, i);
        arena_free(arena);
    }
}

static void records_say_whose_document_it_is(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct slice crawl = testing_record("warcinfo", "application/warc-fields", SLICE("x: y\r\n"), arena);
    crawl = arena_join(arena, crawl, testing_response(OK_HTML, SLICE("<p>One</p>"), arena));
    struct told told = read_crawl(crawl, arena);
    assert_int_equal(told.last.form, ITEM_HTML);
    assert_true(slice_equal(told.last.source, SLICE("crawl#2")));
    assert_true(slice_equal(told.last.url, SLICE("http://a.example/")));
    assert_true(slice_equal(told.last.captured, SLICE("2031-05-26T10:00:00Z")));
    assert_true(slice_equal(told.last.id, SLICE("<urn:uuid:1>")));
    assert_true(slice_equal(told.last.charset, SLICE("utf-8")));
    assert_false(told.last.is_cut);

    const struct slice list = SLICE("{\"text\":\"One\",\"url\":\"http://b.example/\"}\n{\"text\":\"Two\"}\n");
    told = read_crawl(testing_response(OK_LINE "Content-Type: application/x-ndjson", list, arena), arena);
    assert_int_equal(told.count, 2);
    assert_true(slice_equal(told.last.source, SLICE("crawl#1#2")));
    assert_true(slice_equal(told.last.url, SLICE("http://a.example/")));
    assert_true(slice_equal(told.last.captured, SLICE("2031-05-26T10:00:00Z")));

    told = read_crawl(
        testing_response(OK_HTML "\r\nTransfer-Encoding: chunked", SLICE("ff\r\n<p>One"), arena), arena);
    assert_true(slice_equal(told.last.bytes, SLICE("<p>One")) && told.last.is_cut);
    // as some write it: brackets, line ends of one byte, a body that the crawler cut, bytes that are no UTF-8
    told = read_crawl(SLICE("WARC/0.18\nwarc-type: Conversion\nWARC-Target-URI: <http://a.example/\xff>\n"
                            "WARC-Truncated: length\nContent-Type: TEXT/plain\nContent-Length: 3\n\nOne\n\n"),
                      arena);
    assert_true(slice_equal(told.last.url, SLICE("http://a.example/\xef\xbf\xbd")) && told.last.is_cut);
    arena_free(arena);
}

#define CONVERSION(length, text)                                                                             \
    "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: " length               \
    "\r\n\r\n" text "\r\n\r\n"
#define REQUEST(length)                                                                                      \
    "WARC/1.0\r\nWARC-Type: request\r\nContent-Type: application/http\r\nContent-Length: " length            \
    "\r\n\r\nGET /\r\n\r\n"
#define LIES "the record does not end where it says|"

static void a_broken_record_costs_no_other(void **state) {
    (void)state;
    static const struct {
        const char *crawl, *items, *reasons, *faults;
    } cases[] = {
        { CONVERSION("3", "One") CONVERSION("3", "Two"), "One|Two|", "", "" },
        { CONVERSION("2", "One") CONVERSION("3", "Two"), "Two|", "", "record at byte 0: " LIES },
        { CONVERSION("5", "One") CONVERSION("3", "Two"), "One\r\n|Two|", "", "" }, // counted the line end
        { CONVERSION("20", "One") CONVERSION("3", "Two"), "Two|", "", "record at byte 0: " LIES },
        { CONVERSION("5000", "One") CONVERSION("3", "Two"), "Two|", "",
          "record at byte 0: the record is cut short|" },
        { CONVERSION("99999999999", "One") CONVERSION("3", "Two"), "Two|", "", "record at byte 0: " LIES },
        { REQUEST("2") CONVERSION("3", "Two"), "Two|", "", "record at byte 0: " LIES },
        { REQUEST("500") CONVERSION("3", "Two"), "Two|", "", "record at byte 0: the record is cut short|" },
        { REQUEST("99999999999") CONVERSION("3", "Two"), "Two|", "", "record at byte 0: " LIES },
        { REQUEST("9999999999999999") CONVERSION("3", "Two"), "Two|", "",
          "record at byte 0: expected a Content-Length of digits|" },
        { CONVERSION("-3", "One") CONVERSION("3", "Two"), "Two|", "",
          "record at byte 0: expected a Content-Length of digits|" },
        { CONVERSION("", "One") CONVERSION("3", "Two"), "Two|", "",
          "record at byte 0: expected a Content-Length of digits|" },
        { "WARC/1.0\r\nContent-Length: 3\r\n\r\nOne\r\n\r\n" CONVERSION("3", "Two"), "Two|", "",
          "record at byte 0: expected a WARC-Type|" },
        // a header cut in two by the next record
        { "WARC/1.0\r\nWARC-Type: conv\r\n" CONVERSION("3", "Two"), "Two|", "",
          "record at byte 0: the header has no end before the next record|" },
        { "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: 0\r\n\r\n" CONVERSION("3", "Two"), "Two|",
          "empty body|", "" },
        { CONVERSION("3", "One") "damage WARC/1.0\r\nmore\r\n" CONVERSION("3", "Two"), "One|Two|", "",
          "record at byte 87: expected \"WARC/1.\"|" },
        { CONVERSION("3", "One") "WARC/9.0\r\n\r\n" CONVERSION("3", "Two"), "One|Two|", "",
          "record at byte 87: expected \"WARC/1.\"|" },
        { "\r\n\n\n" CONVERSION("3", "One") "\n\n\n\n\r\n" CONVERSION("3", "Two"), "One|Two|", "", "" },
        // no line ends behind
        { "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: "
          "3\r\n\r\nOne" CONVERSION("3", "Two"),
          "One|Two|", "", "" },
        { CONVERSION("3", "One") "WARC/1.0\r\nWARC-Type: con", "One|", "",
          "record at byte 87: the header is cut short|" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        const struct told told = read_crawl(slice_of(cases[i].crawl), arena);
        assert_told(&told, cases[i].items, cases[i].reasons, cases[i].faults, arena, i);
        arena_free(arena);
    }
}

static void headers_are_bounded_and_broken_ones_cost_no_more_than_their_bytes(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct slice header = SLICE("WARC/1.0\r\nWARC-Type: conversion\r\n");
    while (header.length <= ITEMS_HEADER_LIMIT)
        header = arena_join(arena, header, SLICE("X-Filler: and so on\r\n"));
    struct told told = read_crawl(
        arena_join(arena, header, SLICE("Content-Length: 3\r\n\r\nOne\r\n\r\n" CONVERSION("3", "Two"))),
        arena);
    assert_told(&told, "Two|", "", "record at byte 0: expected a header that ends within 64 KiB|", arena, 0);

    // A million starts of records: quadratic work would not end today.
    struct slice starts = SLICE("WARC/1.0\nX:y\n");
    while (starts.length < 4000000) starts = arena_join(arena, starts, starts);
    struct stream *stream = stream_of(starts, "crawl");
    struct items *items = items_open(stream, SLICE("crawl"), &options);
    struct arena *scratch = arena_new();
    struct item item;
    size_t damaged = 0;
    for (enum items_result result = ITEMS_NEXT; result != ITEMS_END; damaged += result == ITEMS_DAMAGED) {
        struct error error = { 0 };
        arena_reset(scratch);
        result = items_next(items, scratch, &item, &error);
    }
    assert_int_equal(damaged, starts.length / 13);
    items_close(items);
    stream_close(stream);
    // Lengths that lie by as much as we read, one after the other.
    struct slice lies = SLICE(CONVERSION("60000000", "One"));
    while (lies.length < 4000000) lies = arena_join(arena, lies, lies);
    stream = stream_of(testing_packed("gzip", lies, arena), "crawl");
    items = items_open(stream, SLICE("crawl"), &options);
    damaged = 0;
    for (enum items_result result = ITEMS_NEXT; result != ITEMS_END; damaged += result == ITEMS_DAMAGED) {
        struct error error = { 0 };
        arena_reset(scratch);
        result = items_next(items, scratch, &item, &error);
        assert_int_not_equal(result, ITEMS_NEXT);
    }
    assert_int_equal(damaged, lies.length / (sizeof CONVERSION("60000000", "One") - 1));
    items_close(items);
    stream_close(stream);
    arena_free(scratch);
    arena_free(arena);
}

static void records_that_are_too_large_are_passed_over(void **state) {
    (void)state;
    const size_t size = (size_t)READ_DOCUMENT_LIMIT + 1;
    struct arena *arena = arena_new();
    char *bytes = malloc(size);
    assert_non_null(bytes);
    memset(bytes, 'a', size);
    static const struct {
        const char *type, *reasons, *faults;
    } cases[] = { { "conversion", "", "record at byte 0: expected a record of at most 64 MiB|" },
                  { "request", "warc request record|", "" } };
    for (size_t i = 0; i < 2; i++) {
        const struct slice crawl = arena_join(
            arena, testing_record(cases[i].type, "text/plain", (struct slice){ bytes, size }, arena),
            SLICE(CONVERSION("3", "Two")));
        const struct told told = read_crawl(crawl, arena);
        assert_told(&told, "Two|", cases[i].reasons, cases[i].faults, arena, i);
        const struct slice cut = slice_part(crawl, 0, size - 1000);
        const struct told of_cut = read_crawl(cut, arena);
        assert_told(&of_cut, "", "", "record at byte 0: the record is cut short|", arena, i);
    }
    free(bytes);
    arena_free(arena);
}

// A small crawl of each kind of record that matters, one member for each record, or one for all, or none.
static struct slice small_crawl(const char *way, bool is_each, struct arena *arena) {
    const struct slice records[] = {
        testing_record("warcinfo", "application/warc-fields", SLICE("software: none\r\n"), arena),
        testing_response(OK_HTML, SLICE("<p>One</p>"), arena),
        testing_record("request", "application/http", SLICE("GET / HTTP/1.1\r\n\r\n"), arena),
        testing_response(OK_LINE "Content-Type: text/html\r\nTransfer-Encoding: chunked",
                         SLICE("a\r\n<p>Two</p>\r\n0\r\n\r\n"), arena),
        testing_record("conversion", "text/plain", SLICE("Three"), arena),
    };
    struct slice crawl = SLICE("");
    for (size_t i = 0; i < sizeof records / sizeof *records; i++)
        crawl =
            arena_join(arena, crawl, way && is_each ? testing_packed(way, records[i], arena) : records[i]);
    return way && !is_each ? testing_packed(way, crawl, arena) : crawl;
}

static void a_crawl_cut_at_every_byte_gives_the_documents_before_and_a_message(void **state) {
    (void)state;
    static const struct {
        const char *way;
        bool is_each;
    } cases[] = { { NULL, false },    { "gzip", true },  { "gzip", false },
                  { "zstd", true },   { "zstd", false }, { "bzip2", true },
                  { "bzip2", false }, { "xz", true },    { "xz", false } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new(), *scratch = arena_new();
        const struct slice crawl = small_crawl(cases[i].way, cases[i].is_each, arena);
        struct told told = read_crawl(crawl, arena);
        assert_told(&told, "<p>One</p>|<p>Two</p>|Three|", "warc warcinfo record|warc request record|", "",
                    arena, i);
        assert_string_equal(told.failure, "");
        size_t before = 0, silent = 0;
        // "WARC" may be the beginning of a text, as may one byte and "BZ".
        for (size_t cut = cases[i].way ? 3 : 5; cut < crawl.length; cut++) {
            arena_reset(scratch);
            told = read_crawl(slice_part(crawl, 0, cut), scratch);
            if (told.count < before || told.count > 3)
                fail_msg("case %zu cut at %zu: %zu items", i, cut, told.count);
            const struct slice found = joined(told.items, told.count, scratch);
            if (!slice_starts(SLICE("<p>One</p>|<p>Two</p>|Three|"), found))
                fail_msg("case %zu cut at %zu: " SLICE_FORMAT, i, cut, SLICE_ARG(found));
            before = told.count;
            silent += told.failure[0] == '\0' && told.damaged == 0;
        }
        // A cut between two records, and within the line ends behind one, looks like an end.
        if (silent > (cases[i].way == NULL ? 5u * 5 : cases[i].is_each ? 4u : 0u))
            fail_msg("case %zu: %zu cuts without a message", i, silent);
        arena_free(arena);
        arena_free(scratch);
    }
}

// Whatever byte is changed, in a crawl with a member for each record the others are read, and what is given
// is what was written.
static void a_crawl_changed_at_every_byte_loses_one_record(void **state) {
    (void)state;
    static const char *const ways[] = { "gzip", "zstd", "bzip2", "xz" };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct arena *arena = arena_new(), *scratch = arena_new();
        const struct slice crawl = small_crawl(ways[i], true, arena);
        char *bytes = (char *)crawl.start;
        for (size_t at = 10; at < crawl.length; at++) { // behind what tells the compression
            arena_reset(scratch);
            bytes[at] = (char)(bytes[at] ^ 0x41);
            const struct told told = read_crawl(crawl, scratch);
            bytes[at] = (char)(bytes[at] ^ 0x41);
            if (told.count < 2)
                fail_msg("%s changed at %zu of %zu: %zu items " SLICE_FORMAT " %s", ways[i], at, crawl.length,
                         told.count, SLICE_ARG(joined(told.faults, told.damaged, scratch)), told.failure);
            for (size_t k = 0; k < told.count; k++)
                if (!slice_equal(told.items[k], SLICE("<p>One</p>")) &&
                    !slice_equal(told.items[k], SLICE("<p>Two</p>")) &&
                    !slice_equal(told.items[k], SLICE("Three")))
                    fail_msg("%s changed at %zu: " SLICE_FORMAT, ways[i], at, SLICE_ARG(told.items[k]));
            if (told.count < 3 && !told.failure[0] && !told.damaged)
                fail_msg("%s changed at %zu: silence", ways[i], at);
        }
        arena_free(arena);
        arena_free(scratch);
    }
}

static void bombs_in_bodies_end_at_the_bound(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    // Each record 60 MB out of 60 KB, a thousand of them out of next to nothing.
    char *zeros = calloc(1, 60000000);
    assert_non_null(zeros);
    memset(zeros, ' ', 60000000);
    const struct slice body = testing_packed("gzip", (struct slice){ zeros, 60000000 }, arena);
    free(zeros);
    const struct slice record = testing_response(OK_HTML "\r\nContent-Encoding: gzip", body, arena);
    char *bytes = arena_allocate(arena, record.length * 200);
    for (size_t i = 0; i < 200; i++) memcpy(bytes + i * record.length, record.start, record.length);
    const struct slice crawl = testing_packed("xz", (struct slice){ bytes, record.length * 200 }, arena);
    struct stream *stream = stream_of(crawl, "crawl");
    struct items *items = items_open(stream, SLICE("crawl"), &options);
    struct arena *scratch = arena_new();
    struct item item;
    size_t given = 0, damaged = 0;
    for (enum items_result result = ITEMS_NEXT; result != ITEMS_END;) {
        struct error error = { 0 };
        arena_reset(scratch);
        result = items_next(items, scratch, &item, &error);
        given += result == ITEMS_NEXT || result == ITEMS_SKIPPED; // blanks: an empty body
        damaged += result == ITEMS_DAMAGED;
        if (result == ITEMS_DAMAGED) assert_int_equal(error.kind, ERROR_LIMIT);
    }
    assert_int_equal(given + damaged, 200);
    assert_in_range(given, 5, 10);
    items_close(items);
    stream_close(stream);
    arena_free(scratch);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_give_documents_or_a_reason_that_can_be_counted),
        cmocka_unit_test(records_say_whose_document_it_is),
        cmocka_unit_test(a_broken_record_costs_no_other),
        cmocka_unit_test(headers_are_bounded_and_broken_ones_cost_no_more_than_their_bytes),
        cmocka_unit_test(records_that_are_too_large_are_passed_over),
        cmocka_unit_test(a_crawl_cut_at_every_byte_gives_the_documents_before_and_a_message),
        cmocka_unit_test(a_crawl_changed_at_every_byte_loses_one_record),
        cmocka_unit_test(bombs_in_bodies_end_at_the_bound),
    };
    return cmocka_run_group_tests_name("warc", tests, NULL, NULL);
}
