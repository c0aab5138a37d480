// warc_content.c - what a record of a crawl holds: a page, plain text, a feed or an export; or why not.
//
// The type that the server said decides, but for what servers are known to say wrongly: feeds are served as
// HTML, and HTML as plain text or as nothing.
#include "read/containers/warc.h"

#include "base/utf8.h"
#include "read/containers/http_response.h"
#include "read/document.h"

#include <stdlib.h>
#include <string.h>

static bool is_one_of(struct slice type, const char *const *list) {
    for (; *list; list++)
        if (slice_equal_ascii_fold(type, slice_of(*list))) return true;
    return false;
}

static const char *const document_records[] = { "response", "resource", "conversion", NULL };
static const char *const other_records[] = { "warcinfo", "request",      "metadata",
                                             "revisit",  "continuation", NULL };
static const char *const html_types[] = { "text/html", "application/xhtml+xml", NULL };
static const char *const list_types[] = { "application/rss+xml",
                                          "application/atom+xml",
                                          "application/rdf+xml",
                                          "application/feed+json",
                                          "application/json",
                                          "application/ld+json",
                                          "application/x-ndjson",
                                          "application/x-rss+xml",
                                          "text/json",
                                          "text/xml",
                                          "application/xml",
                                          "text/rss+xml",
                                          "text/csv",
                                          NULL };
static const char *const unsaid_types[] = { "", "application/octet-stream", "unknown/unknown", NULL };

bool warc_is_document(const struct warc_record *record) {
    return is_one_of(record->type, document_records);
}

struct slice warc_text(struct slice value, struct arena *arena) {
    size_t end = 0;
    while (end < value.length && value.start[end] != '\r' && value.start[end] != '\n' &&
           value.start[end] != '\0')
        end++;
    value = slice_part(value, 0, end);
    return utf8_first_invalid(value) == SIZE_MAX ? arena_copy(arena, value) : utf8_clean(value, arena, NULL);
}

static enum items_result skip(struct warc *warc, struct error *error, const char *why) {
    items_error(error, ERROR_INPUT, warc->source, 0, 0, "%s", why);
    return ITEMS_SKIPPED;
}

// A name as it may stand in a reason: of letters, digits and the signs of types (RFC 6838), not too long.
static bool is_name(struct slice text) {
    for (size_t i = 0; i < text.length; i++) {
        const char c = text.start[i], small = (char)(c | 0x20);
        if (!(small >= 'a' && small <= 'z') && !(c >= '0' && c <= '9') && !(c && strchr("!#$&-^_.+/", c)))
            return false;
    }
    return text.length > 0 && text.length <= 80;
}

static enum items_result skip_type(struct warc *warc, struct slice type, struct error *error) {
    if (type.length == 0) return skip(warc, error, "content type not said");
    if (!is_name(type)) return skip(warc, error, "content type unreadable");
    items_error(error, ERROR_INPUT, warc->source, 0, 0, "content type " SLICE_FORMAT, SLICE_ARG(type));
    return ITEMS_SKIPPED;
}

enum items_result warc_skip_record(struct warc *warc, const struct warc_record *record, struct error *error) {
    for (const char *const *type = other_records; *type; type++)
        if (slice_equal_ascii_fold(record->type, slice_of(*type))) {
            items_error(error, ERROR_INPUT, warc->source, 0, 0, "warc %s record", *type);
            return ITEMS_SKIPPED;
        }
    return skip(warc, error, "warc record of another type");
}

void warc_content_close(struct warc *warc) {
    items_close(warc->inner);
    stream_close(warc->inner_stream);
    arena_free(warc->inner_arena);
    warc->inner = NULL;
    warc->inner_stream = NULL;
    warc->inner_arena = NULL;
}

static void prefer(struct slice *to, struct slice from, struct arena *arena) {
    *to = arena_copy(arena, to->length ? *to : from);
}

enum items_result warc_content_next(struct warc *warc, struct arena *arena, struct item *item,
                                    struct error *error) {
    if (!warc->inner) return ITEMS_END;
    struct item next; // of its own: at the end it points to what is closed
    const enum items_result result = items_next(warc->inner, arena, &next, error);
    if (result == ITEMS_END) {
        warc_content_close(warc);
        return result;
    }
    *item = next;
    item->source = arena_copy(arena, item->source);
    prefer(&item->captured, warc->inner_item.captured, arena);
    prefer(&item->url, warc->inner_item.url, arena);
    if (warc->inner_takes_charset) prefer(&item->charset, warc->inner_item.charset, arena);
    item->is_cut |= warc->inner_item.is_cut;
    return result;
}

// A body with forms of its own: a feed, an export. What is none after all is not plain text for that.
static enum items_result open_list(struct warc *warc, struct slice type, struct slice body,
                                   struct arena *arena, struct item *item, struct error *error) {
    struct arena *inner = arena_new();
    warc->inner_arena = inner;
    warc->inner_item = (struct item){ .source = arena_copy(inner, item->source),
                                      .captured = arena_copy(inner, item->captured),
                                      .url = arena_copy(inner, item->url),
                                      .charset = arena_copy(inner, item->charset),
                                      .is_cut = item->is_cut };
    warc->inner_stream = stream_of_plain(arena_copy(inner, body), arena_string(inner, item->source));
    warc->inner = items_open_within(warc->inner_stream, warc->inner_item.source, warc->source->fields);
    const struct slice form = slice_of(items_form(warc->inner));
    warc->inner_takes_charset = slice_equal(form, SLICE("html"));
    if (slice_equal(form, SLICE("text"))) {
        warc_content_close(warc);
        return skip_type(warc, type, error);
    }
    const enum items_result result = warc_content_next(warc, arena, item, error);
    return result == ITEMS_END ? skip(warc, error, "empty list") : result;
}

static bool is_feed(const struct warc *warc, struct slice body) {
    struct slice start = slice_part(body, 0, FORM_START);
    if (slice_starts(start, SLICE("\xef\xbb\xbf"))) start = slice_part(start, 3, start.length);
    return form_feed.recognizes(warc->source, slice_trim(start));
}

static enum items_result take_body(struct warc *warc, struct slice type, struct slice body,
                                   struct arena *arena, struct item *item, struct error *error) {
    const bool is_html = is_one_of(type, html_types), is_text = slice_equal(type, SLICE("text/plain")),
               is_unsaid = is_one_of(type, unsaid_types);
    if (slice_trim(body).length == 0) return skip(warc, error, "empty body");
    if (is_one_of(type, list_types) || ((is_html || is_text || is_unsaid) && is_feed(warc, body)))
        return open_list(warc, type, body, arena, item, error);
    if (!is_html && !is_text && !(is_unsaid && items_is_html(body))) return skip_type(warc, type, error);
    item->form = is_html || items_is_html(body) ? ITEM_HTML : ITEM_TEXT;
    item->bytes = arena_copy(arena, body);
    return ITEMS_NEXT;
}

static enum items_result take_response(struct warc *warc, struct slice content, struct arena *arena,
                                       struct item *item, struct error *error) {
    // Bodies are compressed in what is compressed: bombs in bombs are bounded against the bytes of the file.
    if (warc->unpacked > STREAM_FREE &&
        warc->unpacked / STREAM_RATIO > stream_bytes_read(warc->source->stream)) {
        warc_tell(warc, error, ERROR_LIMIT, "expected at most 1000 bytes out of each compressed one");
        return ITEMS_DAMAGED;
    }
    struct http_response response;
    struct error trouble = { 0 };
    const bool good = http_response_parse(content, arena, &response, &trouble);
    if (response.is_unpacked || trouble.kind == ERROR_LIMIT)
        warc->unpacked += good ? response.body.length : READ_DOCUMENT_LIMIT;
    if (good && response.status == 0) {
        warc_tell(warc, error, ERROR_INPUT, "expected an HTTP status line");
        return ITEMS_DAMAGED;
    }
    if (response.status != 0 && (response.status < 200 || response.status > 299)) {
        items_error(error, ERROR_INPUT, warc->source, 0, 0, "http status %u", response.status);
        return ITEMS_SKIPPED;
    }
    if (response.unread_coding.length)
        return skip(warc, error, is_name(response.unread_coding) ? trouble.message : "http content encoding");
    if (!good) {
        warc_tell(warc, error, trouble.kind, trouble.message);
        return ITEMS_DAMAGED;
    }
    item->charset = response.charset;
    item->is_cut |= response.is_cut;
    return take_body(warc, response.content_type, response.body, arena, item, error);
}

enum items_result warc_content_take(struct warc *warc, const struct warc_record *record, struct slice content,
                                    struct arena *arena, struct item *item, struct error *error) {
    if (record->is_segment) return skip(warc, error, "warc record in segments");
    item->url = record->url;
    item->captured = record->date;
    item->id = record->id;
    item->is_cut = record->is_cut;
    if (slice_starts(record->content_type, SLICE("application/http")) &&
        slice_equal_ascii_fold(record->type, SLICE("response")))
        return take_response(warc, content, arena, item, error);
    item->charset = record->content_charset;
    if (!slice_equal_ascii_fold(record->type, SLICE("response")))
        return take_body(warc, record->content_type, content, arena, item, error);
    return skip_type(warc, record->content_type, error);
}
