// warc.c - crawls: WARC 1.0 and 1.1 (ISO 28500), one record after the other.
//
// Records of crawls are broken in the wild: lengths that lie, headers cut in two, members of gzip that end in
// the middle. A record counts when it has a header, as many bytes as the header says, behind them two line
// ends, the next record or the end, and none of it was damaged when it was decompressed. Where that does
// not hold the record is told as damaged, and reading goes on at the next line that begins with "WARC/1.",
// searched from the header on, so that a length too large costs one record and not those that it covers. This
// is held of the records that are not read, too.
//
// What a record holds is taken apart in warc_content.c.
#include "read/containers/warc.h"

#include "read/containers/http_response.h"
#include "read/document.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define PIECE (64u << 10) // bytes that are searched at once
#define LINES_BETWEEN 64u // bytes of empty lines behind a record that are looked at
#define LONGEST_START 64u // bytes of the first two lines of a record that show that it is one

static bool is_record_start(struct slice text) {
    return slice_starts(text, SLICE("WARC/1.")) || slice_starts(text, SLICE("WARC/0."));
}

// Of an input whose beginning is damaged, the first record that is whole tells.
static bool recognizes_warc(const struct items_source *source, struct slice start) {
    const bool is_cut = start.length >= 5 && start.length < 7;
    if (is_record_start(start) || (is_cut && slice_starts(SLICE("WARC/1."), start))) return true;
    return stream_failed(source->stream, NULL) &&
           slice_find(stream_peek(source->stream, PIECE), SLICE("\nWARC/1."), 0) != SIZE_MAX;
}

static void *open_warc(const struct items_source *source) {
    struct warc *warc = calloc(1, sizeof *warc);
    if (!warc) abort();
    warc->source = source;
    return warc;
}

static void close_warc(void *state) {
    warc_content_close(state);
    free(state);
}

bool warc_tell(struct warc *warc, struct error *error, enum error_kind kind, const char *what) {
    return items_error(error, kind, warc->source, 0, 0, "record at byte %" PRIu64 ": %s", warc->start, what);
}

// Passes over `least` bytes, then on to a line that begins a record, or to the end.
static void resynchronize(struct warc *warc, uint64_t least) {
    struct stream *stream = warc->source->stream;
    stream_skip(stream, least);
    for (;;) {
        const struct slice window = slice_part(stream_peek(stream, PIECE), 0, PIECE);
        const size_t found = slice_find(window, SLICE("\nWARC/"), 0);
        if (found != SIZE_MAX) {
            stream_skip(stream, found + 1);
            if (is_record_start(stream_peek(stream, 7))) return;
            continue;
        }
        if (window.length < PIECE) { // the end
            stream_skip(stream, window.length);
            return;
        }
        stream_skip(stream, window.length - 5); // the line end and the word may be parted
    }
}

// The bytes of a record's header, 0 with `why` when there is none that is whole. A line that begins a record
// ends the search, else each of many broken headers would cost as much as the longest.
static size_t find_header(struct warc *warc, enum error_kind *kind, const char **why) {
    const struct slice window =
        slice_part(stream_peek(warc->source->stream, ITEMS_HEADER_LIMIT), 0, ITEMS_HEADER_LIMIT);
    *kind = ERROR_INPUT;
    for (size_t at = 0; at < window.length;) {
        const char *end = memchr(window.start + at, '\n', window.length - at);
        if (!end) break;
        const size_t next = (size_t)(end - window.start) + 1;
        if (next - at == 1 || (next - at == 2 && window.start[at] == '\r')) return next;
        at = next;
        *why = "the header has no end before the next record";
        if (is_record_start(slice_part(window, at, at + 7))) return 0;
    }
    const bool is_cut = window.length < ITEMS_HEADER_LIMIT;
    *why = is_cut ? "the header is cut short" : "expected a header that ends within 64 KiB";
    if (!is_cut) *kind = ERROR_LIMIT;
    return 0;
}

static bool take_length(struct slice digits, uint64_t *length) {
    *length = 0;
    for (size_t i = 0; i < digits.length; i++) {
        if (digits.start[i] < '0' || digits.start[i] > '9') return false;
        *length = *length * 10 + (uint64_t)(digits.start[i] - '0');
    }
    return digits.length > 0 && digits.length <= 15;
}

static bool parse_header(struct slice header, struct arena *arena, struct warc_record *record,
                         const char **why) {
    *record = (struct warc_record){ 0 };
    record->type = arena_copy(arena, http_header_value(header, SLICE("WARC-Type")));
    struct slice url = http_header_value(header, SLICE("WARC-Target-URI"));
    if (url.length > 1 && url.start[0] == '<' && url.start[url.length - 1] == '>')
        url = slice_part(url, 1, url.length - 1); // as WARC 1.0 was often understood
    record->url = warc_text(url, arena);
    record->date = warc_text(http_header_value(header, SLICE("WARC-Date")), arena);
    record->id = warc_text(http_header_value(header, SLICE("WARC-Record-ID")), arena);
    record->is_cut = http_header_value(header, SLICE("WARC-Truncated")).length > 0;
    record->is_segment = http_header_value(header, SLICE("WARC-Segment-Number")).length > 0;
    http_content_type(http_header_value(header, SLICE("Content-Type")), arena, &record->content_type,
                      &record->content_charset);
    *why = "expected a Content-Length of digits";
    if (!take_length(http_header_value(header, SLICE("Content-Length")), &record->length)) return false;
    *why = "expected a WARC-Type";
    return record->type.length > 0;
}

// How many bytes of line ends stand at `at`; `*is_end`: so a record ends, by two of them as is due, or by any
// before the next record or the end.
static size_t lines_between(struct slice window, size_t at, bool *is_end) {
    size_t end = at, lines = 0;
    for (; end < window.length && (window.start[end] == '\r' || window.start[end] == '\n'); end++)
        lines += window.start[end] == '\n';
    const struct slice rest = slice_part(window, end, end + 7);
    *is_end = lines >= 2 || is_record_start(rest) || slice_starts(SLICE("WARC/1."), rest) ||
              slice_starts(SLICE("WARC/0."), rest);
    return end - at;
}

// Passes over a content that is larger than we read, in constant memory. False when it does not end where the
// header says; then the next record has been found.
static bool pass_content(struct warc *warc, uint64_t length, const char **why) {
    struct stream *stream = warc->source->stream;
    static const char *const starts[] = { "\nWARC/1.0\r\nWARC-", "\nWARC/1.1\r\nWARC-" };
    *why = "the record does not end where it says";
    while (length > 0) {
        const size_t most = length < PIECE ? (size_t)length : PIECE;
        const struct slice window = slice_part(stream_peek(stream, most), 0, most);
        for (size_t i = 0; i < 2; i++) {
            const size_t found = slice_find(window, slice_of(starts[i]), 0);
            if (found == SIZE_MAX) continue;
            resynchronize(warc, found);
            return false;
        }
        if (window.length < most) {
            *why = "the record is cut short";
            stream_skip(stream, window.length);
            return false;
        }
        const size_t step = most < PIECE ? most : most - LONGEST_START;
        stream_skip(stream, step);
        length -= step;
    }
    bool is_end;
    lines_between(stream_peek(stream, LINES_BETWEEN), 0, &is_end);
    if (!is_end) resynchronize(warc, 0);
    return is_end;
}

static enum items_result pass_large(struct warc *warc, size_t header, const struct warc_record *record,
                                    struct error *error) {
    const char *why;
    stream_skip(warc->source->stream, header);
    if (!pass_content(warc, record->length, &why)) {
        warc_tell(warc, error, ERROR_INPUT, why);
        return ITEMS_DAMAGED;
    }
    if (!warc_is_document(record)) return warc_skip_record(warc, record, error);
    warc_tell(warc, error, ERROR_LIMIT, "expected a record of at most 64 MiB");
    return ITEMS_DAMAGED;
}

static enum items_result take_record(struct warc *warc, size_t header, const struct warc_record *record,
                                     struct arena *arena, struct item *item, struct error *error) {
    struct stream *stream = warc->source->stream;
    const size_t whole = header + (size_t)record->length;
    const struct slice window = stream_peek(stream, whole + LINES_BETWEEN);
    bool is_end = false;
    const size_t between = window.length < whole ? 0 : lines_between(window, whole, &is_end);
    if (!is_end) {
        warc_tell(warc, error, ERROR_INPUT,
                  window.length < whole ? "the record is cut short"
                                        : "the record does not end where it says");
        resynchronize(warc, header - 1);
        return ITEMS_DAMAGED;
    }
    enum items_result result = ITEMS_DAMAGED;
    if (stream_is_doubtful(stream, warc->start, warc->start + whole + between))
        warc_tell(warc, error, ERROR_INPUT, "the record was damaged when it was compressed");
    else if (!warc_is_document(record))
        result = warc_skip_record(warc, record, error);
    else
        result = warc_content_take(warc, record, slice_part(window, header, whole), arena, item, error);
    stream_skip(stream, whole);
    return result;
}

static struct slice skip_lines(struct stream *stream) {
    for (;;) {
        const struct slice window = stream_peek(stream, LINES_BETWEEN);
        size_t blank = 0;
        while (blank < window.length && (window.start[blank] == '\r' || window.start[blank] == '\n')) blank++;
        if (blank == 0) return window;
        stream_skip(stream, blank);
    }
}

static enum items_result next_warc(void *state, struct arena *arena, struct item *item, struct error *error) {
    struct warc *warc = state;
    struct stream *stream = warc->source->stream;
    const enum items_result inner = warc_content_next(warc, arena, item, error);
    if (inner != ITEMS_END) return inner;

    const struct slice start = skip_lines(stream);
    if (start.length == 0) return ITEMS_END;
    *item = (struct item){ .source = items_record_name(warc->source, ++warc->number, arena) };
    warc->start = stream_position(stream);
    enum error_kind kind = ERROR_INPUT;
    const char *why = start.length < 7 ? "the header is cut short" : "expected \"WARC/1.\"";
    const bool is_record = is_record_start(start);
    const size_t header = is_record ? find_header(warc, &kind, &why) : 0;
    struct warc_record record;
    if (header == 0 ||
        !parse_header(slice_part(stream_peek(stream, header), 0, header), arena, &record, &why)) {
        warc_tell(warc, error, kind, why);
        resynchronize(warc, is_record ? 7 : 0);
        return ITEMS_DAMAGED;
    }
    return record.length > READ_DOCUMENT_LIMIT ? pass_large(warc, header, &record, error)
                                               : take_record(warc, header, &record, arena, item, error);
}

const struct form form_warc = { "warc", recognizes_warc, open_warc, close_warc, next_warc };
