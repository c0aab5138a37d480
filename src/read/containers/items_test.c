#include "read/containers/items_forms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <bzlib.h>
#include <lzma.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

static struct knowledge *knowledge;
static struct items_options options;

struct told {               // what an input gave
    struct slice items[64]; // bytes of each, in `arena`
    struct item last;
    size_t count, skipped, damaged;
    bool failed;       // its stream
    char message[256]; // the first
    uint32_t line;
};

static struct told read_all(struct slice bytes, struct arena *arena) {
    struct told told = { 0 };
    char *copy = malloc(bytes.length + 1); // its end is where the sanitizer sees it
    memcpy(copy, bytes.start, bytes.length);
    struct stream *stream = stream_of((struct slice){ copy, bytes.length }, "input");
    struct items *items = items_open(stream, SLICE("input"), &options);
    for (;;) {
        struct item item;
        struct error error = { 0 };
        const enum items_result result = items_next(items, arena, &item, &error);
        if (result == ITEMS_END) break;
        if (result == ITEMS_NEXT) {
            assert_true(told.count < 64);
            told.items[told.count++] = arena_copy(arena, item.bytes.length ? item.bytes : item.title);
            told.last = item;
        }
        told.skipped += result == ITEMS_SKIPPED;
        told.damaged += result == ITEMS_DAMAGED;
        if (result == ITEMS_DAMAGED && !told.message[0]) {
            snprintf(told.message, sizeof told.message, "%s", error.message);
            told.line = error.line;
        }
    }
    struct error error = { 0 };
    told.failed = stream_failed(stream, &error);
    if (told.failed && !told.message[0]) snprintf(told.message, sizeof told.message, "%s", error.message);
    items_close(items);
    stream_close(stream);
    free(copy);
    return told;
}

static void the_content_tells_the_form(void **state) {
    (void)state;
    static const struct {
        const char *text, *form;
    } cases[] = {
        { "The ferry was late.", "text" },
        { "", "text" },
        { "<!DOCTYPE html><p>The ferry", "html" },
        { "\xef\xbb\xbf <html><body>", "html" },
        { "<!-- saved --><div>The ferry</div>", "html" },
        { "<p>The ferry", "html" },
        { "< 5 ferries were late", "text" },
        { "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel>", "feed" },
        { "<feed xmlns=\"http://www.w3.org/2005/Atom\">", "feed" },
        { "<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\">", "feed" },
        { "<?xml version=\"1.0\"?><!DOCTYPE html><html>", "html" },
        { "WARC/1.1\r\nWARC-Type: response\r\n", "warc" },
        { "{\"text\":\"The ferry\"}", "json" },
        { "[ {\"text\":\"The ferry\"} ]", "json" },
        { "[The ferry was late]", "text" },
        { "{The ferry}", "text" },
        { "title,text\nLate,The ferry\n", "csv" },
        { "\"title\";\"text\"\n", "csv" },
        { "date\ttext\n", "csv" },
        { "The text, the title, the ferry\n", "text" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct stream *stream = stream_of(slice_of(cases[i].text), "input");
        struct items *items = items_open(stream, SLICE("input"), &options);
        if (strcmp(items_form(items), cases[i].form) != 0)
            fail_msg("%s: %s, not %s", cases[i].text, items_form(items), cases[i].form);
        items_close(items);
        stream_close(stream);
    }
}

#define RECORD(type, content_type, length, content)                                                          \
    "WARC/1.0\r\nWARC-Type: " type                                                                           \
    "\r\nWARC-Target-URI: <http://a.example/>\r\nWARC-Date: 2031-05-26T10:00:00Z\r\n"                        \
    "Content-Type: " content_type "\r\nContent-Length: " length "\r\n\r\n" content "\r\n\r\n"
#define PAGE_61 "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>The ferry</p>"

static void records_of_crawls_are_read_or_told(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t count, skipped, damaged;
        const char *last;
    } cases[] = {
        { RECORD("response", "application/http", "60", PAGE_61), 1, 0, 0, "<p>The ferry</p>" },
        { RECORD("conversion", "text/plain", "9", "The ferry"), 1, 0, 0, "The ferry" },
        { RECORD("request", "application/http", "5", "GET /")
              RECORD("conversion", "text/plain", "9", "The ferry"),
          1, 1, 0, "The ferry" },
        // a length too small and one too large cost their record, not the next
        { RECORD("conversion", "text/plain", "4", "The ferry") RECORD("conversion", "text/plain", "3", "two"),
          1, 0, 1, "two" },
        { RECORD("conversion", "text/plain", "30", "The ferry")
              RECORD("conversion", "text/plain", "3", "two"),
          1, 0, 1, "two" },
        { RECORD("conversion", "text/plain", "x", "The ferry") RECORD("conversion", "text/plain", "3", "two"),
          1, 0, 1, "two" },
        { RECORD("conversion", "text/plain", "3", "one") "damage\r\n" RECORD("conversion", "text/plain", "3",
                                                                             "two"),
          2, 0, 1, "two" },
        { RECORD("response", "application/http", "26", "HTTP/1.1 404 Not Found\r\n\r\n"), 0, 1, 0, NULL },
        { RECORD("response", "application/http", "50",
                 "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nPNG12"),
          0, 1, 0, NULL },
        { RECORD("response", "application/http", "70",
                 "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
                 "Content-Encoding: zz\r\n\r\nxxxx"),
          0, 1, 0, NULL },
        { "WARC/1.0\nWARC-Type: conversion\nContent-Type: text/plain\nContent-Length: 3\n\none\n\n", 1, 0, 0,
          "one" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        const struct told told = read_all(slice_of(cases[i].bytes), arena);
        if (told.count != cases[i].count || told.skipped != cases[i].skipped ||
            told.damaged != cases[i].damaged)
            fail_msg("case %zu: %zu items, %zu skipped, %zu damaged (%s)", i, told.count, told.skipped,
                     told.damaged, told.message);
        if (cases[i].last) assert_true(slice_equal(told.last.bytes, slice_of(cases[i].last)));
        if (cases[i].last) assert_true(slice_starts(told.last.source, SLICE("input#")));
        arena_free(arena);
    }
}

static void exports_in_json_are_read_or_told(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t count, skipped, damaged;
        const char *last;
        uint32_t line;
    } cases[] = {
        { "{\"text\":\"one\"}\n{\"text\":\"two\"}\n", 2, 0, 0, "two", 0 },
        { "[{\"text\":\"one\"},\n {\"text\":\"two\"}]", 2, 0, 0, "two", 0 },
        { "[]", 0, 0, 0, NULL, 0 },
        { "{\"status\":\"ok\",\"articles\":[{\"text\":\"one\"},{\"body\":\"two\"}],\"more\":1}", 2, 0, 0,
          "two", 0 },
        { "{\"text\":\"one\"}\n{\"text\":\"tw\n{\"text\":\"three\"}\n", 2, 0, 1, "three", 2 },
        { "{\"text\":\"one\"}\nno object\n{\"text\":\"three\"}\n", 2, 0, 1, "three", 2 },
        { "{\"text\":\"a \\\"quoted\\\" } brace\"}", 1, 0, 0, "a \"quoted\" } brace", 0 },
        { "{\"other\":1}\n{\"text\":\"two\"}", 1, 1, 0, "two", 0 },
        { "{\"a\":{\"b\":{\"text\":\"no\"}},\"text\":\"yes\"}", 1, 0, 0, "yes", 0 },
        { "[{\"text\":\"one\"},{\"text\":\"two\"", 1, 0, 1, "one", 1 },
        { "{\"body\":\"less\",\"text\":\"more\"}", 1, 0, 0, "more", 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        const struct told told = read_all(slice_of(cases[i].bytes), arena);
        if (told.count != cases[i].count || told.skipped != cases[i].skipped ||
            told.damaged != cases[i].damaged)
            fail_msg("case %zu: %zu items, %zu skipped, %zu damaged (%s)", i, told.count, told.skipped,
                     told.damaged, told.message);
        if (cases[i].last && !slice_equal(told.last.bytes, slice_of(cases[i].last)))
            fail_msg("case %zu: last is " SLICE_FORMAT, i, SLICE_ARG(told.last.bytes));
        if (cases[i].line) assert_int_equal(told.line, cases[i].line);
        arena_free(arena);
    }
}

static void brackets_without_end_are_told(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    char *bytes = arena_allocate(arena, 100000);
    memset(bytes, '{', 100000);
    memcpy(bytes, "{\"text\":", 8);
    const struct told told = read_all((struct slice){ bytes, 100000 }, arena);
    assert_int_equal(told.count, 0);
    assert_non_null(strstr(told.message, "256 deep"));
    arena_free(arena);
}

static void tables_are_read_or_told(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t count, skipped, damaged;
        const char *last, *title;
        uint32_t line;
    } cases[] = {
        { "title,text\nA,one\nB,two\n", 2, 0, 0, "two", "B", 0 },
        { "title,text\r\nA,\"one\r\n\"\"1\"\", more\"\r\n", 1, 0, 0, "one\r\n\"1\", more", "A", 0 },
        { "title\ttext\nA\tone, and a half\n", 1, 0, 0, "one, and a half", "A", 0 },
        { "title;text\nA;one\n\n;\nB;two", 2, 1, 0, "two", "B", 0 },
        { "title,text\nA,one,more\nB,two\n", 1, 0, 1, "two", "B", 2 },
        { "title,text\nA,\"one\nB,two\n", 1, 0, 1, "two", "B", 2 },
        { "title,text\nA,o\"ne\n", 1, 0, 0, "o\"ne", "A", 0 },
        { "\xef\xbb\xbftitle,text\nA,one\n", 1, 0, 0, "one", "A", 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        const struct told told = read_all(slice_of(cases[i].bytes), arena);
        if (told.count != cases[i].count || told.skipped != cases[i].skipped ||
            told.damaged != cases[i].damaged)
            fail_msg("case %zu: %zu items, %zu skipped, %zu damaged (%s)", i, told.count, told.skipped,
                     told.damaged, told.message);
        if (!slice_equal(told.last.bytes, slice_of(cases[i].last)) ||
            !slice_equal(told.last.title, slice_of(cases[i].title)))
            fail_msg("case %zu: last is " SLICE_FORMAT, i, SLICE_ARG(told.last.bytes));
        if (cases[i].line) assert_int_equal(told.line, cases[i].line);
        arena_free(arena);
    }
}

#define FEED_START "<rss version='2.0'><channel><title>Gazette</title><link>http://g.example/</link>"

static void feeds_are_read_or_told(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t count, damaged;
        const char *text, *title, *url, *published;
        enum item_form form;
    } cases[] = {
        { FEED_START "<item><title>A</title><link>/a</link><pubDate>Wed, 10 Sep 2031 07:45:00 +0200</pubDate>"
                     "<description>one</description></item></channel></rss>",
          1, 0, "one", "A", "http://g.example/a", "2031-09-10T07:45:00+02:00", ITEM_TEXT },
        { FEED_START "<item><description>&lt;p&gt;one&lt;/p&gt;</description></item></channel></rss>", 1, 0,
          "<p>one</p>", "", "", "", ITEM_HTML },
        { FEED_START "<item><title>caf&eacute;&nbsp;x</title></item></channel></rss>", 1, 0, "",
          "caf\xc3\xa9\xc2\xa0x", "", "", ITEM_TEXT },
        { "<feed xmlns='http://www.w3.org/2005/Atom'><title>G</title><entry><title>A</title><link rel='self' "
          "href='no'/>"
          "<link href='http://x.example/'/><updated>2031-09-10</updated><content "
          "type='xhtml'><div><b>o</b>&lt;e</div>"
          "</content></entry></feed>",
          1, 0, "<div><b>o</b>&lt;e</div>", "A", "http://x.example/", "2031-09-10", ITEM_HTML },
        { FEED_START "<item><title>A</title></item><item><title>B</tit", 1, 1, "", "A", "", "", ITEM_TEXT },
        { FEED_START "<item><title>A & B</title></item></channel></rss>", 1, 1, "", "A  B", "", "",
          ITEM_TEXT },
        { "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]>" FEED_START
          "<item><title>x&b;y</title></item></channel></rss>",
          1, 0, "", "xy", "", "", ITEM_TEXT },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        const struct told told = read_all(slice_of(cases[i].bytes), arena);
        if (told.count != cases[i].count || told.damaged != cases[i].damaged)
            fail_msg("case %zu: %zu items, %zu damaged (%s)", i, told.count, told.damaged, told.message);
        const struct {
            struct slice found;
            const char *expected;
        } texts[] = { { told.last.bytes, cases[i].text },
                      { told.last.title, cases[i].title },
                      { told.last.url, cases[i].url },
                      { told.last.published, cases[i].published } };
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            if (!slice_equal(texts[k].found, slice_of(texts[k].expected)))
                fail_msg("case %zu: \"" SLICE_FORMAT "\", not \"%s\"", i, SLICE_ARG(texts[k].found),
                         texts[k].expected);
        assert_int_equal(told.last.form, cases[i].form);
        arena_free(arena);
    }
}

// Titles of feeds as readers see them.
static void titles_of_feeds_have_no_markup(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        { "<title type='html'>Nine &lt;b&gt;freed&lt;/b&gt; &amp;amp; home</title>", "Nine freed & home" },
        { "<title type='xhtml'><div>Fire in <em>Halm</em></div></title>", "Fire in Halm" },
        { "<title type='text'>a &lt;b&gt; c</title>", "a <b> c" },
        { "<title>Fire in &lt;i&gt;Halm&lt;/i&gt;</title>", "Fire in Halm" },
        { "<title>5 &lt; 6, a &lt;b&gt; c</title>", "5 < 6, a <b> c" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        const struct slice feed =
            arena_format(arena,
                         "<feed xmlns='http://www.w3.org/2005/Atom'><title>G</title><entry>%s<id>tag:1</id>"
                         "<summary>one</summary></entry></feed>",
                         cases[i][0]);
        const struct told told = read_all(feed, arena);
        assert_int_equal(told.count, 1);
        if (!slice_equal(told.last.title, slice_of(cases[i][1])))
            fail_msg("case %zu: \"" SLICE_FORMAT "\"", i, SLICE_ARG(told.last.title));
        assert_true(slice_equal(told.last.id, SLICE("tag:1")));
        arena_free(arena);
    }
}

static void dates_of_tables_are_read_as_their_column_shows(void **state) {
    (void)state;
    static const struct {
        const char *bytes, *published, *unread;
        enum date_order order;
    } cases[] = {
        // of the last row
        { "text,date\none,25/12/2030\ntwo,5/12/2030\n", "2030-12-05", "", DATE_ORDER_UNKNOWN },
        { "text,date\none,5/12/2030\ntwo,12/25/2030\nthree,5/12/2030\n", "2030-05-12", "",
          DATE_ORDER_UNKNOWN },
        { "text,date\none,5/12/2030\n", "", "5/12/2030", DATE_ORDER_UNKNOWN },
        { "text,date\none,25/12/2030\ntwo,12/25/2030\nthree,5/12/2030\n", "", "5/12/2030",
          DATE_ORDER_UNKNOWN },
        { "text,date\none,5/12/2030\n", "2030-12-05", "", DATE_DAY_FIRST },
        { "text,date\none,5/12/2030 9:05 PM\n", "2030-05-12T21:05:00", "", DATE_MONTH_FIRST },
        { "text,date\none,5.12.2030\n", "2030-12-05", "", DATE_ORDER_UNKNOWN },
        { "text,date\none,41279\n", "2013-01-05", "", DATE_ORDER_UNKNOWN },
        { "text,date\none,41279.5\n", "2013-01-05T12:00:00", "", DATE_ORDER_UNKNOWN },
        { "text,date\none,\"January 5, 2013 Saturday\"\n", "2013-01-05", "", DATE_ORDER_UNKNOWN },
        { "text,date\none,20130105T100000Z\n", "2013-01-05T10:00:00Z", "", DATE_ORDER_UNKNOWN },
        { "text,date\none,January 2013\n", "", "January 2013", DATE_ORDER_UNKNOWN },
        { "text,date\none,2013-01\n", "", "2013-01", DATE_ORDER_UNKNOWN },
        { "text,date\none,\n", "", "", DATE_ORDER_UNKNOWN },
        { "{\"text\":\"one\",\"date\":\"25/12/2030\"}\n{\"text\":\"two\",\"date\":\"5/12/2030\"}\n",
          "2030-12-05", "", DATE_ORDER_UNKNOWN },
        { "{\"text\":\"one\",\"date\":\"lun., 12 mai 2031 11:41:36 +0200\"}\n", "2031-05-12T11:41:36+02:00",
          "", DATE_ORDER_UNKNOWN },
        { "{\"text\":\"one\",\"date\":\"Mon May 12 11:41:36 +0000 2031\"}\n", "2031-05-12T11:41:36Z", "",
          DATE_ORDER_UNKNOWN },
        { "{\"text\":\"one\",\"date\":\"Monday, May 12, 2031 - 11:41\"}\n", "2031-05-12T11:41:00", "",
          DATE_ORDER_UNKNOWN },
        { "{\"text\":\"one\",\"date\":\"12 \u043c\u0430\u044f 2031\"}\n", "2031-05-12", "",
          DATE_ORDER_UNKNOWN },
        { "{\"text\":\"one\",\"date\":\"mar., 13 mai 2031\"}\n", "2031-05-13", "", DATE_ORDER_UNKNOWN },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        options.date_order = cases[i].order;
        const struct told told = read_all(slice_of(cases[i].bytes), arena);
        options.date_order = DATE_ORDER_UNKNOWN;
        const bool is_so = slice_equal(told.last.published, slice_of(cases[i].published)) &&
                           slice_equal(told.last.unread_date, slice_of(cases[i].unread));
        if (!is_so || told.damaged)
            fail_msg("case %zu: \"" SLICE_FORMAT "\", \"" SLICE_FORMAT "\" (%s)", i,
                     SLICE_ARG(told.last.published), SLICE_ARG(told.last.unread_date), told.message);
        assert_true((told.last.unread_why != NULL) == (cases[i].unread[0] != '\0'));
        arena_free(arena);
    }
}

static void tables_say_what_they_lack(void **state) {
    (void)state;
    static const struct {
        const char *bytes, *text; // of the last item; NULL: there is none
        const char *message;      // part of it; empty when all is well
        struct items_fields fields;
    } cases[] = {
        { "Full Text,Pub-Date\none,2031-05-12\n", "one", "", { 0 } },
        { "ARTICLE BODY;head line\none;A\n", "one", "", { 0 } },
        { "Datum;Inhalt;Quelle\n1;a;x\n2;b;x\n3;c;x\n4;d;x\n",
          NULL,
          "--field text=NAME; there are \"Datum\", \"Inhalt\"",
          { 0 } },
        { "Datum;Inhalt;Quelle\n1;a;x\n2;b;x\n3;c;x\n4;d;x\n", "d", "", { .text = "inhalt" } },
        { "title,text\nA,one\n", NULL, "no column is called \"body\"", { .text = "body" } },
        { "{\"text\":\"one\"}\n", "one", "no object has a field \"key\"", { .id = "key" } },
        { "Shells fell on Halm, Ulm, and Tolva.\nIt was calm, said the mayor, on Monday.\n",
          "Shells fell on Halm, Ulm, and Tolva.\nIt was calm, said the mayor, on Monday.\n",
          "",
          { 0 } },
        { "sep=;\ntitle;text\nA;one\n", "one", "", { 0 } },
        { "title;text\nA;caf\xe9 au lait\nB;d\xe9j\xe0 vu\nC;plain\n", "plain", "", { 0 } },
        { "\xff\xfet\0i\0t\0l\0e\0\t\0t\0e\0x\0t\0\n\0A\0\t\0o\0n\0e\0\n\0", "one", "", { 0 } },
        { "{\"content\":null,\"description\":\"one\"}\n", "one", "", { 0 } },
        { "{\"text\":\"a \\ud83d b\",\"n\":98765432109876543210,\"m\":1e999}\n", "a \ufffd b", "", { 0 } },
        { "{\"text\":\"\\ud83d\\ude00 \\\\ud83d\",\"n\":1e999}\n", "\U0001F600 \\ud83d", "", { 0 } },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        options.fields = cases[i].fields;
        const size_t length = i == 9 ? 36 : strlen(cases[i].bytes); // it holds zeros
        const struct told told = read_all((struct slice){ cases[i].bytes, length }, arena);
        options.fields = (struct items_fields){ 0 };
        const bool is_so = cases[i].text
                               ? told.count > 0 && slice_equal(told.last.bytes, slice_of(cases[i].text))
                               : told.count == 0;
        if (!is_so || !strstr(told.message, cases[i].message) || (!cases[i].message[0] && told.damaged))
            fail_msg("case %zu: %zu items, \"" SLICE_FORMAT "\" (%s)", i, told.count,
                     SLICE_ARG(told.last.bytes), told.message);
        arena_free(arena);
    }
}

static struct slice packed_by(const char *how, struct slice bytes, struct arena *arena) {
    size_t room = bytes.length * 2 + 1000, used = 0;
    char *to = arena_allocate(arena, room);
    if (strcmp(how, "gzip") == 0) {
        z_stream z = { 0 };
        assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
        z.next_in = (unsigned char *)(uintptr_t)bytes.start;
        z.avail_in = (unsigned)bytes.length;
        z.next_out = (unsigned char *)to;
        z.avail_out = (unsigned)room;
        assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
        used = room - z.avail_out;
        deflateEnd(&z);
    } else if (strcmp(how, "zstd") == 0) {
        used = ZSTD_compress(to, room, bytes.start, bytes.length, 3);
    } else if (strcmp(how, "bzip2") == 0) {
        unsigned length = (unsigned)room;
        assert_int_equal(BZ2_bzBuffToBuffCompress(to, &length, (char *)(uintptr_t)bytes.start,
                                                  (unsigned)bytes.length, 9, 0, 0),
                         BZ_OK);
        used = length;
    } else if (strcmp(how, "xz") == 0) {
        assert_int_equal(lzma_easy_buffer_encode(6, LZMA_CHECK_CRC64, NULL, (const uint8_t *)bytes.start,
                                                 bytes.length, (uint8_t *)to, &used, room),
                         LZMA_OK);
    } else {
        return bytes;
    }
    return (struct slice){ to, used };
}

static const char lines[] = "{\"text\":\"one\"}\n{\"text\":\"two\"}\n{\"text\":\"three\"}\n";
static const char crawl[] = RECORD("conversion", "text/plain", "3", "one")
    RECORD("request", "application/http", "5", "GET /") RECORD("conversion", "text/plain", "3", "two");
static const char table[] = "title,text\nA,\"one\n1\"\nB,two\nC,three\n";
static const char feed[] =
    FEED_START "<item><title>A</title><description>one</description></item>"
               "<item><title>B</title><description>two</description></item></channel></rss>";
static const char list[] = "[{\"text\":\"one\"},\n{\"text\":\"two\"}]";

static void an_input_cut_anywhere_gives_what_is_before_the_cut_and_a_message(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        bool has_end; // a cut before it can be told everywhere
    } inputs[] = { { lines, false }, { crawl, false }, { table, false }, { feed, true }, { list, true } };
    static const char *const ways[] = { "plain", "gzip", "zstd", "bzip2", "xz" };
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
        for (size_t w = 0; w < sizeof ways / sizeof *ways; w++) {
            struct arena *arena = arena_new(), *scratch = arena_new();
            const struct slice whole = packed_by(ways[w], slice_of(inputs[i].bytes), arena);
            const struct told all = read_all(whole, arena);
            assert_true(all.count >= 2 && all.damaged == 0 && !all.failed);
            for (size_t cut = 1; cut < whole.length; cut++) {
                arena_reset(scratch);
                const struct told told = read_all(slice_part(whole, 0, cut), scratch);
                // A name cut to a few bytes is plain text to everybody.
                if (w == 0 && cut < 60 && told.count <= 1) continue;
                if (w > 0 && cut < 12) continue;
                if (told.count > all.count)
                    fail_msg("input %zu by %s cut at %zu: more items", i, ways[w], cut);
                for (size_t k = 0; k < told.count; k++)
                    if (!slice_equal(told.items[k], all.items[k]) &&
                        !(w == 0 && i == 2 && k + 1 == told.count))
                        fail_msg("input %zu by %s cut at %zu: item %zu is \"" SLICE_FORMAT "\"", i, ways[w],
                                 cut, k, SLICE_ARG(told.items[k]));
                const bool must_tell = w > 0 || inputs[i].has_end;
                const bool is_last_space =
                    w == 0 && slice_trim(slice_part(whole, cut, whole.length)).length == 0;
                if (must_tell && !is_last_space && !told.message[0])
                    fail_msg("input %zu by %s cut at %zu: no message", i, ways[w], cut);
            }
            arena_free(arena);
            arena_free(scratch);
        }
}

static void members_follow_each_other_and_lie_in_each_other(void **state) {
    (void)state;
    static const char *const ways[] = { "gzip", "zstd", "bzip2", "xz" };
    for (size_t w = 0; w < 4; w++) {
        struct arena *arena = arena_new();
        const struct slice one = packed_by(ways[w], SLICE("{\"text\":\"one\"}\n"), arena),
                           two = packed_by(ways[w], SLICE("{\"text\":\"two\"}\n"), arena);
        struct told told = read_all(arena_join(arena, one, two), arena);
        assert_int_equal(told.count, 2);
        assert_false(told.failed);
        told = read_all(arena_join(arena, one, SLICE("\0\0\0\0\0\0\0\0\0\0\0\0")), arena); // padding
        assert_int_equal(told.count, 1);
        assert_false(told.failed);
        told = read_all(arena_join(arena, one, SLICE("something else")), arena);
        assert_int_equal(told.count, 1);
        assert_true(told.failed);
        struct slice nested = one;
        for (int depth = 1; depth <= 4; depth++) {
            told = read_all(nested, arena);
            assert_int_equal(told.count, depth <= STREAM_NESTING);
            assert_int_equal(told.failed, depth > STREAM_NESTING);
            nested = packed_by(ways[(w + (size_t)depth) % 4], nested, arena);
        }
        arena_free(arena);
    }
}

static void a_damaged_member_costs_its_record_alone(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    char record[256];
    struct slice all = { "", 0 };
    size_t second = 0, length = 0;
    for (int i = 0; i < 3; i++) {
        snprintf(record, sizeof record,
                 "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: "
                 "6\r\n\r\nnews %d\r\n\r\n",
                 i);
        const struct slice member = packed_by("gzip", slice_of(record), arena);
        if (i == 1) second = all.length;
        if (i == 1) length = member.length;
        all = arena_join(arena, all, member);
    }
    char *bytes = (char *)(uintptr_t)arena_copy(arena, all).start;
    for (size_t at = second + 12; at < second + length - 10; at++) bytes[at] = (char)(bytes[at] ^ 0x55);
    const struct told told = read_all((struct slice){ bytes, all.length }, arena);
    assert_true(told.failed);
    assert_true(told.count >= 2);
    assert_true(slice_equal(told.items[0], SLICE("news 0")));
    assert_true(slice_equal(told.items[told.count - 1], SLICE("news 2")));
    arena_free(arena);
}

static void bombs_are_told(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const size_t size = (size_t)320 << 20;
    z_stream z = { 0 };
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
    char *packed = arena_allocate(arena, 1 << 20);
    static const unsigned char blank[1 << 16];
    z.next_out = (unsigned char *)packed;
    z.avail_out = 1 << 20;
    for (size_t done = 0; done < size; done += sizeof blank) {
        z.next_in = (unsigned char *)(uintptr_t)blank;
        z.avail_in = sizeof blank;
        assert_int_equal(deflate(&z, Z_NO_FLUSH), Z_OK);
    }
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    const struct slice once = { packed, (1 << 20) - z.avail_out };
    deflateEnd(&z);
    struct stream *stream = stream_of(packed_by("gzip", once, arena), "bomb");
    assert_true(stream_skip(stream, UINT64_MAX) < size);
    struct error error = { 0 };
    assert_true(stream_failed(stream, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
    stream_close(stream);
    arena_free(arena);
}

static void a_document_that_is_too_large_is_told(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const size_t size = ((size_t)64 << 20) + 1;
    char *bytes = arena_allocate(arena, size);
    memset(bytes, 'a', size);
    const struct told told = read_all((struct slice){ bytes, size }, arena);
    assert_int_equal(told.count, 0);
    assert_non_null(strstr(told.message, "larger than"));
    arena_free(arena);
}

int main(int argc, char **argv) {
    struct error error = { 0 };
    if (argc != 2 || !(knowledge = knowledge_open(argv[1], &error))) {
        fprintf(stderr, "items_test: expected the compiled tables: %s\n", error.message);
        return 1;
    }
    options.knowledge = knowledge; // fields that are not named here
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_content_tells_the_form),
        cmocka_unit_test(records_of_crawls_are_read_or_told),
        cmocka_unit_test(exports_in_json_are_read_or_told),
        cmocka_unit_test(brackets_without_end_are_told),
        cmocka_unit_test(tables_are_read_or_told),
        cmocka_unit_test(feeds_are_read_or_told),
        cmocka_unit_test(titles_of_feeds_have_no_markup),
        cmocka_unit_test(dates_of_tables_are_read_as_their_column_shows),
        cmocka_unit_test(tables_say_what_they_lack),
        cmocka_unit_test(an_input_cut_anywhere_gives_what_is_before_the_cut_and_a_message),
        cmocka_unit_test(members_follow_each_other_and_lie_in_each_other),
        cmocka_unit_test(a_damaged_member_costs_its_record_alone),
        cmocka_unit_test(bombs_are_told),
        cmocka_unit_test(a_document_that_is_too_large_is_told),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    knowledge_close(knowledge);
    return failed;
}
