// http_response.c - RFC 9112, as forgiving as crawls make it necessary.
//
// Headers tell how a body was coded, but whoever kept the answer may have undone some of it and left the
// header: so a body is asked first whether it looks as the header says. What stops early is given as far as
// it goes, as a browser would show it.
#include "read/containers/http_response.h"

#include "base/utf8.h"
#include "read/containers/items.h"
#include "read/document.h"

#include <brotli/decode.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define MOST_CODINGS 4u // one upon the other

size_t http_header_length(struct slice bytes, size_t limit) {
    bytes = slice_part(bytes, 0, limit);
    for (size_t at = 0; at < bytes.length;) {
        const char *end = memchr(bytes.start + at, '\n', bytes.length - at);
        if (!end) return 0;
        const size_t next = (size_t)(end - bytes.start) + 1;
        if (next - at == 1 || (next - at == 2 && bytes.start[at] == '\r')) return next;
        at = next;
    }
    return 0;
}

static bool next_line(struct slice *rest, struct slice *line) {
    if (rest->length == 0) return false;
    const char *end = memchr(rest->start, '\n', rest->length);
    const size_t length = end ? (size_t)(end - rest->start) : rest->length;
    *line = slice_part(*rest, 0, length);
    *rest = slice_part(*rest, length + 1, rest->length);
    return true;
}

struct slice http_header_value(struct slice header, struct slice name) {
    for (struct slice line; next_line(&header, &line);) {
        if (line.length <= name.length || (line.start[0] | 0x20) != (name.start[0] | 0x20) ||
            !slice_equal_ascii_fold(slice_part(line, 0, name.length), name))
            continue;
        size_t at = name.length;
        while (at < line.length && (line.start[at] == ' ' || line.start[at] == '\t')) at++;
        if (at == line.length || line.start[at] != ':') continue;
        struct slice value = slice_part(line, at + 1, line.length);
        while (header.length && (header.start[0] == ' ' || header.start[0] == '\t')) { // it goes on
            next_line(&header, &line);
            value.length = (size_t)(line.start - value.start) + line.length;
        }
        return slice_trim(value);
    }
    return (struct slice){ "", 0 };
}

static struct slice small(struct slice text, struct arena *arena) {
    char *bytes = arena_allocate(arena, text.length + 1);
    for (size_t i = 0; i < text.length; i++) {
        const char c = text.start[i];
        bytes[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    return (struct slice){ bytes, text.length };
}

void http_content_type(struct slice value, struct arena *arena, struct slice *type, struct slice *charset) {
    value = small(value, arena);
    *type = *charset = (struct slice){ "", 0 };
    struct slice part;
    if (slice_next(&value, SLICE(";"), &part)) *type = slice_trim(part);
    while (slice_next(&value, SLICE(";"), &part)) {
        part = slice_trim(part);
        if (!slice_starts(part, SLICE("charset"))) continue;
        part = slice_trim(slice_part(part, 7, part.length));
        if (part.length == 0 || part.start[0] != '=') continue;
        part = slice_trim(slice_part(part, 1, part.length));
        while (part.length && (part.start[0] == '"' || part.start[0] == '\''))
            part = slice_part(part, 1, part.length);
        while (part.length && (part.start[part.length - 1] == '"' || part.start[part.length - 1] == '\''))
            part = slice_part(part, 0, part.length - 1);
        if (charset->length == 0) *charset = part;
    }
}

static int hexadecimal(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

// The line that begins a chunk: its size in hexadecimal digits, then an extension. False when there is none.
static bool chunk_size(struct slice body, size_t *at, size_t *size) {
    size_t here = *at, digits = 0;
    *size = 0;
    for (; here < body.length && digits < 15 && hexadecimal(body.start[here]) >= 0; here++, digits++)
        *size = *size * 16 + (size_t)hexadecimal(body.start[here]);
    if (digits == 0) return false;
    while (here < body.length && (body.start[here] == ' ' || body.start[here] == '\t')) here++;
    if (here == body.length || !strchr(";\r\n", body.start[here]) || body.start[here] == '\0') return false;
    const struct slice rest = slice_part(body, here, here + 256);
    const char *end = memchr(rest.start, '\n', rest.length);
    if (!end) return false;
    *at = here + (size_t)(end - rest.start) + 1;
    return true;
}

static bool take_line_end(struct slice body, size_t *at) {
    if (*at < body.length && body.start[*at] == '\r') ++*at;
    if (*at >= body.length || body.start[*at] != '\n') return false;
    ++*at;
    return true;
}

// A body that does not begin with a chunk was taken out of them before. Behind a chunk that is broken nothing
// is sure: what came before it counts.
static struct slice unchunked(struct slice body, struct arena *arena, bool *is_cut) {
    size_t at = 0, size, used = 0;
    if (!chunk_size(body, &at, &size)) return body;
    if (size < body.length - at && body.start[at + size] != '\r' && body.start[at + size] != '\n')
        return body;
    char *bytes = arena_allocate(arena, body.length);
    *is_cut = true;
    for (at = 0; chunk_size(body, &at, &size);) {
        if (size == 0) {
            *is_cut = false;
            break;
        }
        if (size > body.length - at) size = body.length - at;
        memcpy(bytes + used, body.start + at, size);
        used += size;
        at += size;
        if (!take_line_end(body, &at)) break;
    }
    return (struct slice){ bytes, used };
}

// Text to the eye: no compressed data begins with so many bytes that are.
static bool is_plain(struct slice body) {
    const struct slice start = slice_part(body, 0, 64);
    for (size_t i = 0; i < start.length; i++)
        if ((unsigned char)start.start[i] < ' ' && !(start.start[i] >= '\t' && start.start[i] <= '\r'))
            return false;
    const size_t invalid = utf8_first_invalid(start);
    return invalid == SIZE_MAX || (invalid + 4 > start.length && body.length > start.length);
}

enum unpacked {
    UNPACKED_WHOLE,
    UNPACKED_CUT,
    UNPACKED_DAMAGED,
    UNPACKED_TOO_LARGE,
};

struct unpacking { // on the heap
    char *bytes;
    size_t used, size;
};

static bool make_room(struct unpacking *to, size_t first) {
    if (to->used < to->size) return true;
    if (to->used > READ_DOCUMENT_LIMIT) return false;
    size_t size = to->size ? to->size * 2 : first;
    if (size > READ_DOCUMENT_LIMIT) size = READ_DOCUMENT_LIMIT + 1;
    char *bytes = realloc(to->bytes, size);
    if (!bytes) abort();
    to->bytes = bytes;
    to->size = size;
    return true;
}

static enum unpacked inflate_as(struct slice body, int bits, struct unpacking *to) {
    z_stream z = { .next_in = (unsigned char *)body.start, .avail_in = (unsigned)body.length };
    if (inflateInit2(&z, bits) != Z_OK) abort();
    int result = Z_OK;
    to->used = 0;
    while (result == Z_OK && make_room(to, body.length * 4 + 4096)) {
        z.next_out = (unsigned char *)to->bytes + to->used;
        z.avail_out = (unsigned)(to->size - to->used);
        result = inflate(&z, Z_NO_FLUSH);
        to->used = to->size - z.avail_out;
    }
    inflateEnd(&z);
    return result == Z_STREAM_END  ? UNPACKED_WHOLE
           : result == Z_BUF_ERROR ? UNPACKED_CUT
           : result == Z_OK        ? UNPACKED_TOO_LARGE
                                   : UNPACKED_DAMAGED;
}

// RFC 9110 says zlib's form, some servers send the bare one.
static enum unpacked unpack_deflate(struct slice body, struct unpacking *to) {
    const unsigned first =
        body.length > 1 ? (unsigned char)body.start[0] * 256u + (unsigned char)body.start[1] : 1;
    const bool is_zlib = first % 31 == 0 && (first >> 8 & 15) == 8;
    const enum unpacked result = inflate_as(body, is_zlib ? 15 : -15, to);
    return result == UNPACKED_DAMAGED && is_zlib ? inflate_as(body, -15, to) : result;
}

static enum unpacked unpack_brotli(struct slice body, struct unpacking *to) {
    BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    if (!state) abort();
    const uint8_t *in = (const uint8_t *)body.start;
    size_t in_count = body.length;
    BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
    while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && make_room(to, body.length * 4 + 4096)) {
        uint8_t *out = (uint8_t *)to->bytes + to->used;
        size_t room = to->size - to->used;
        result = BrotliDecoderDecompressStream(state, &in_count, &in, &room, &out, NULL);
        to->used = to->size - room;
    }
    BrotliDecoderDestroyInstance(state);
    return result == BROTLI_DECODER_RESULT_SUCCESS             ? UNPACKED_WHOLE
           : result == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT  ? UNPACKED_CUT
           : result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT ? UNPACKED_TOO_LARGE
                                                               : UNPACKED_DAMAGED;
}

// gzip and zstd: a stream sees for itself which it is, or neither.
static enum unpacked unpack_stream(struct slice body, struct unpacking *to) {
    struct stream *stream = stream_of(body, "");
    const struct slice all = stream_peek(stream, (size_t)READ_DOCUMENT_LIMIT + 1);
    struct error error = { 0 };
    const bool failed = stream_failed(stream, &error);
    to->bytes = malloc(all.length + 1);
    if (!to->bytes) abort();
    if (all.length) memcpy(to->bytes, all.start, all.length);
    to->used = all.length;
    const bool is_doubtful = stream_is_doubtful(stream, 0, all.length + 1);
    stream_close(stream);
    if (all.length > READ_DOCUMENT_LIMIT || error.kind == ERROR_LIMIT) return UNPACKED_TOO_LARGE;
    return is_doubtful || (failed && to->used == 0) ? UNPACKED_DAMAGED
           : failed                                 ? UNPACKED_CUT
                                                    : UNPACKED_WHOLE;
}

static const struct {
    const char *name;
    enum unpacked (*unpack)(struct slice body, struct unpacking *to);
} codings[] = {
    { "gzip", unpack_stream },     { "x-gzip", unpack_stream }, { "zstd", unpack_stream },
    { "deflate", unpack_deflate }, { "br", unpack_brotli },
};

static bool undo(struct slice name, struct http_response *response, struct arena *arena,
                 struct error *error) {
    static const struct place_in_file nowhere = { 0 };
    size_t i = 0;
    while (i < sizeof codings / sizeof *codings && !slice_equal_ascii_fold(name, slice_of(codings[i].name)))
        i++;
    if (i == sizeof codings / sizeof *codings) {
        response->unread_coding = name;
        return error_at(error, ERROR_INPUT, nowhere, "http content encoding \"" SLICE_FORMAT "\"",
                        SLICE_ARG(slice_part(name, 0, 40)));
    }
    if (is_plain(response->body)) return true;
    struct unpacking to = { 0 };
    enum unpacked result = codings[i].unpack(response->body, &to);
    if (to.used > READ_DOCUMENT_LIMIT) result = UNPACKED_TOO_LARGE;
    if (result == UNPACKED_WHOLE || (result == UNPACKED_CUT && to.used > 0)) {
        response->body = arena_copy(arena, (struct slice){ to.bytes, to.used });
        response->is_unpacked = true;
        response->is_cut |= result == UNPACKED_CUT;
        free(to.bytes);
        return true;
    }
    free(to.bytes);
    if (result == UNPACKED_TOO_LARGE)
        return error_at(error, ERROR_LIMIT, nowhere, "larger than %u bytes", READ_DOCUMENT_LIMIT);
    return error_at(error, ERROR_INPUT, nowhere, "expected a body in %s, found it damaged", codings[i].name);
}

// Undoes a list of codings, the last first.
static bool undo_all(struct slice list, struct http_response *response, struct arena *arena,
                     struct error *error) {
    struct slice names[MOST_CODINGS];
    size_t count = 0;
    for (struct slice name; slice_next(&list, SLICE(","), &name);) {
        name = slice_trim(name);
        if (name.length == 0 || slice_equal_ascii_fold(name, SLICE("identity")) ||
            slice_equal_ascii_fold(name, SLICE("chunked")))
            continue;
        if (count == MOST_CODINGS)
            return error_at(error, ERROR_LIMIT, (struct place_in_file){ 0 }, "more than %u codings of a body",
                            MOST_CODINGS);
        names[count++] = name;
    }
    while (count > 0 && response->body.length > 0)
        if (!undo(names[--count], response, arena, error)) return false;
    return true;
}

static unsigned status_of(struct slice header) {
    unsigned status = 0;
    const size_t space = slice_find(slice_part(header, 0, 64), SLICE(" "), 0);
    if (!slice_starts(header, SLICE("HTTP/")) || space == SIZE_MAX) return 0;
    for (size_t i = space + 1; i < space + 4 && i < header.length; i++) {
        if (header.start[i] < '0' || header.start[i] > '9') return 0;
        status = status * 10 + (unsigned)(header.start[i] - '0');
    }
    return status;
}

bool http_response_parse(struct slice bytes, struct arena *arena, struct http_response *response,
                         struct error *error) {
    *response = (struct http_response){ 0 };
    struct slice header;
    do { // "100 Continue" may stand before the answer
        const size_t length = http_header_length(bytes, ITEMS_HEADER_LIMIT);
        if (length == 0)
            return error_at(error, ERROR_INPUT, (struct place_in_file){ 0 },
                            "expected an HTTP header that ends within 64 KiB");
        header = slice_part(bytes, 0, length);
        bytes = slice_part(bytes, length, bytes.length);
        response->status = status_of(header);
    } while (response->status >= 100 && response->status < 200 && slice_starts(bytes, SLICE("HTTP/")));
    http_content_type(http_header_value(header, SLICE("Content-Type")), arena, &response->content_type,
                      &response->charset);
    response->last_modified = http_header_value(header, SLICE("Last-Modified"));
    response->body = bytes;
    const struct slice transfer = http_header_value(header, SLICE("Transfer-Encoding"));
    const struct slice transfers = small(transfer, arena);
    if (slice_find(transfers, SLICE("chunked"), 0) != SIZE_MAX)
        response->body = unchunked(response->body, arena, &response->is_cut);
    return undo_all(transfers, response, arena, error) &&
           undo_all(http_header_value(header, SLICE("Content-Encoding")), response, arena, error);
}
