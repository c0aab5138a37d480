// clean.c - bytes to clean lines, in one pass.
//
// What cannot be text is refused early, by its first bytes, by a zero byte, or by too many bytes that text
// does not hold; the message names the byte. All else is kept: a byte that is no UTF-8 becomes U+FFFD, and
// what nobody sees (zero-width and bidirectional controls, soft hyphens) goes, because it breaks words and
// steers terminals. Both are recorded, but no more than MOST_RECORDED times of each kind. White space of all
// kinds becomes one space.
//
// Old pages are in Windows-1252, which is UTF-8 for all but a few bytes. Where those give letters that
// continue words, or quotation marks, they are read so; one byte that gives nothing tells that it is
// something else.
//
// A zero-width joiner changes how the letters of some scripts join, so it stays between those. NFC comes
// last, line by line, because what was removed may have stood between a letter and its mark.
#include "read/text/steps.h"

#include "base/eight.h"
#include "base/utf8.h"
#include "read/charset/charset.h"

#include <string.h>

#define MOST_RECORDED 1000
#define FEW_INVALID 4 // bytes that are no UTF-8: fewer tell nothing of the set

static const struct {
    struct slice start;
    const char *what, *hint; // NULL: nothing to do about it
} formats[] = {
    { { "%PDF-", 5 }, "a PDF file", "; pdftotext FILE - makes text of it" },
    { { "\x1f\x8b", 2 }, "gzip data", NULL },
    { { "PK\x03\x04", 4 }, "a zip archive", "; of .docx, .odt and .epub pandoc -t plain FILE makes text" },
    { { "\x28\xb5\x2f\xfd", 4 }, "Zstandard data", NULL },
    { { "BZh", 3 }, "bzip2 data", NULL },
    { { "\xfd"
        "7zXZ",
        5 },
      "xz data", NULL },
    { { "\x89PNG", 4 }, "a PNG image", NULL },
    { { "GIF8", 4 }, "a GIF image", NULL },
    { { "\xff\xd8\xff", 3 }, "a JPEG image", NULL },
    { { "\x7f"
        "ELF",
        4 },
      "a program", NULL },
    { { "\xd0\xcf\x11\xe0", 4 }, "an old office document", "; antiword FILE makes text of it" },
    { { "{\\rtf", 5 }, "RTF", "; libreoffice --convert-to txt FILE makes text of it" },
    { { "<!DOCTYPE", 9 }, "markup", NULL },
    { { "<html", 5 }, "markup", NULL },
    { { "<?xml", 5 }, "markup", NULL },
};

struct writer {
    struct arena *arena;
    char *text;
    size_t used, size;
    size_t line;  // where the line in hand starts
    size_t lines; // that hold something
    bool space;   // a space waits to be written
    bool changes; // the line in hand holds something that NFC may change
    struct repairs *repairs;
    size_t line_repairs; // repairs before the line in hand
    bool charset;        // the line in hand has its repair of this kind
    bool was_invalid;    // the byte before
    bool anything;       // was written
    uint32_t last;       // code point that was taken
    size_t recorded[6];
};
enum { INVALID, INVISIBLE, CONTROL, CHARSET, MOJIBAKE, ENTITY };
static const char *const kind_names[] = { "invalid-byte", "invisible", "control",
                                          "charset",      "mojibake",  "entity" };

static void record(struct writer *writer, int kind, struct slice before, struct slice after) {
    if (utf8_first_invalid(before) != SIZE_MAX) // bytes that were no UTF-8 either
        before = utf8_clean(before, writer->arena, NULL);
    size_t position = writer->used + (writer->space && writer->used > writer->line);
    if (writer->repairs->count > writer->line_repairs && (kind == INVISIBLE || kind == CONTROL)) {
        const struct repair *last = &writer->repairs->items[writer->repairs->count - 1];
        if (last->kind == kind_names[kind] && last->position == position) return;
    }
    if (writer->recorded[kind]++ >= MOST_RECORDED) return;
    *vector_push(writer->arena, writer->repairs) =
        (struct repair){ kind_names[kind], (uint32_t)position, before, after };
}

static void write_code(struct writer *writer, uint32_t code) {
    if (writer->space && writer->used > writer->line) writer->text[writer->used++] = ' ';
    writer->space = false;
    if (code < 0x80)
        writer->text[writer->used++] = (char)code;
    else
        writer->used += utf8_write(code, writer->text + writer->used);
    if (code >= 0x300 && !utf8_is_plain(code)) writer->changes = true;
}

static size_t at_boundary(struct slice text, size_t position) {
    if (position > text.length) position = text.length;
    while (position > 0 && position < text.length && ((unsigned char)text.start[position] & 0xc0) == 0x80)
        position--;
    return position;
}

static void room_for(struct writer *writer, size_t more) {
    if (writer->size - writer->used >= more) return;
    size_t size = (writer->used + more) * 2;
    char *grown = arena_raw(writer->arena, size);
    memcpy(grown, writer->text, writer->used);
    writer->text = grown;
    writer->size = size;
}

// The line's repairs go where they stand in its normal form. U+FFFD is its own normal form, so each is found
// by its number; where nothing is left to be found, a place close by and in order will do.
static void move_repairs(struct writer *writer, struct slice line, struct slice normal) {
    const struct slice mark = SLICE("\xef\xbf\xbd");
    // The first mark that does not stand before the repair in hand.
    size_t from = slice_find(line, mark, 0), to = slice_find(normal, mark, 0), last = 0;
    for (size_t i = writer->line_repairs; i < writer->repairs->count; i++) {
        struct repair *repair = &writer->repairs->items[i];
        const size_t before = repair->position - writer->line;
        while (from < before) {
            from = slice_find(line, mark, from + mark.length);
            to = slice_find(normal, mark, to + mark.length);
        }
        size_t position = at_boundary(normal, before);
        if (repair->kind == kind_names[INVALID]) {
            position = to;
        } else if (repair->after.length > 0) {
            const size_t found = slice_find(normal, repair->after, last);
            if (found < to)
                position = found;
            else
                repair->after.length = 0; // a mark has joined it
        }
        if (position > to) position = to; // a repair that comes later may stand there
        if (position < last) position = last;
        last = position;
        repair->position = (uint32_t)(writer->line + position);
    }
}

static void end_line(struct writer *writer, size_t left) {
    if (writer->changes) {
        struct slice line = { writer->text + writer->line, writer->used - writer->line };
        struct slice normal = utf8_clean(line, writer->arena, NULL);
        if (!slice_equal(line, normal)) {
            line = arena_copy(writer->arena, line);
            writer->used = writer->line;
            room_for(writer, normal.length + left + 16);
            memcpy(writer->text + writer->line, normal.start, normal.length);
            writer->used += normal.length;
            move_repairs(writer, line, normal);
        }
    }
    for (size_t i = writer->repairs->count; i-- > writer->line_repairs;) // a space at the end is not written
        if (writer->repairs->items[i].position > writer->used)
            writer->repairs->items[i].position = (uint32_t)writer->used;
    writer->lines += writer->used > writer->line;
    writer->text[writer->used++] = '\n';
    writer->line = writer->used;
    writer->line_repairs = writer->repairs->count;
    writer->space = writer->changes = writer->charset = false;
}

static bool is_control(uint32_t code) {
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0xfff9 && code <= 0xfffb) ||
           (code & 0xfffe) == 0xfffe || (code >= 0xfdd0 && code <= 0xfdef);
}

static bool is_invisible(uint32_t code) {
    return code == 0xad || code == 0x34f || code == 0x61c || code == 0x180e ||
           (code >= 0x200b && code <= 0x200f) || (code >= 0x202a && code <= 0x202e) ||
           (code >= 0x2060 && code <= 0x206f) || code == 0xfe0e || code == 0xfe0f || code == 0xfeff ||
           (code >= 0xe0000 && code <= 0xe0fff);
}

static bool joins_letters(uint32_t code) { // Arabic and the scripts of South and South-East Asia
    return (code >= 0x600 && code < 0x10a0) || (code >= 0x1780 && code < 0x18b0);
}

static struct slice code_name(struct arena *arena, uint32_t code) {
    return arena_format(arena, "U+%04X", (unsigned)code);
}

// What the bytes hold, as UTF-8.
struct survey {
    size_t controls, first_control, invalid, first_invalid, other, first_zero, form_feeds;
    bool zeros, ampersands, twice; // `twice`: may hold something that was encoded twice
};

// The bytes that are no plain ASCII: controls, '&' and what is above 0x7E. Behind the first other bytes may
// have a mark, too.
static uint64_t not_plain(uint64_t eight) {
    const uint64_t controls = eight - EIGHT_ONES * ' ', above = eight | (eight + EIGHT_ONES);
    return (controls | above | ((eight ^ EIGHT_ONES * '&') - EIGHT_ONES)) & EIGHT_TOPS;
}

// The first of these at or after `at`.
static size_t skip_plain(struct slice bytes, size_t at) {
    for (; bytes.length - at >= 8; at += 8) {
        const uint64_t others = not_plain(eight_at(bytes.start + at));
        if (others) return at + eight_first(others);
    }
    while (at < bytes.length && bytes.start[at] >= 0x20 && bytes.start[at] < 0x7f && bytes.start[at] != '&')
        at++;
    return at;
}

static struct survey look_at(struct slice bytes) {
    struct survey survey = { 0 };
    size_t length;
    for (size_t at = skip_plain(bytes, 0); at < bytes.length; at = skip_plain(bytes, at + length)) {
        unsigned char byte = (unsigned char)bytes.start[at];
        length = 1;
        if (byte == '&') {
            survey.ampersands = true;
        } else if (byte >= 0x80) {
            uint32_t code = utf8_at(bytes, at, &length);
            survey.twice = survey.twice || byte == 0xc3;
            if (code == 0xfffd && length == 1) {
                if (survey.invalid++ == 0) survey.first_invalid = at;
            } else
                survey.other++;
        } else if (byte == 0) {
            if (!survey.zeros) survey.first_zero = at;
            survey.zeros = true;
        } else if (byte == '\f') {
            survey.form_feeds++;
        } else if ((byte < 0x09 || byte > 0x0d) && byte != 0x1b) {
            if (survey.controls++ == 0) survey.first_control = at;
        }
    }
    return survey;
}

// Is it text at all?
static bool check_format(struct slice bytes, struct place_in_file place, struct error *error) {
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (bytes.length >= formats[i].start.length &&
            slice_equal_ascii_fold(slice_part(bytes, 0, formats[i].start.length), formats[i].start))
            return error_at(error, ERROR_INPUT, place, "expected plain text, found %s at byte 0%s",
                            formats[i].what, formats[i].hint ? formats[i].hint : "");
    return true;
}

static bool check_bytes(struct slice bytes, const struct survey *survey, struct place_in_file place,
                        struct error *error) {
    if (survey->zeros)
        return error_at(
            error, ERROR_INPUT, place,
            "expected text in UTF-8 (or UTF-16 with a byte order mark), found a zero byte at byte %zu",
            survey->first_zero);
    if (survey->controls > 8 && survey->controls > bytes.length / 50)
        return error_at(
            error, ERROR_INPUT, place,
            "expected text, found %zu control characters in %zu bytes, the first 0x%02x at byte %zu",
            survey->controls, bytes.length, (unsigned)(unsigned char)bytes.start[survey->first_control],
            survey->first_control);
    if (survey->invalid > 8 && survey->invalid > bytes.length / 5 && survey->invalid > survey->other)
        return error_at(
            error, ERROR_INPUT, place,
            "expected text in UTF-8, found %zu of %zu bytes that are not, the first 0x%02x at byte %zu",
            survey->invalid, bytes.length, (unsigned)(unsigned char)bytes.start[survey->first_invalid],
            survey->first_invalid);
    return true;
}

// One for each line, since the first may be taken out of the story; read_document() leaves one.
static void record_charset(struct writer *writer, unsigned char byte, uint32_t code) {
    enum utf8_class class = utf8_class_of(code);
    if (class == UTF8_SPACE || is_invisible(code)) return;
    char text[4];
    struct slice after = arena_copy(writer->arena, (struct slice){ text, utf8_write(code, text) });
    record(writer, CHARSET, arena_format(writer->arena, "\\x%02X", (unsigned)byte), after);
    writer->charset = true;
}

static void write_replacement(struct writer *writer, unsigned char byte) {
    if (!writer->was_invalid)
        record(writer, INVALID, arena_format(writer->arena, "\\x%02X", (unsigned)byte),
               SLICE("\xef\xbf\xbd"));
    write_code(writer, 0xfffd);
    writer->was_invalid = writer->anything = true;
}

// Any code point but a line end that spans two.
static void take_code(struct writer *writer, uint32_t code, size_t left) {
    if (code == '\n' || code == '\r' || code == 0x0b || code == 0x85 || code == 0x2028) {
        end_line(writer, left);
    } else if (code == '\f' || code == 0x2029) {
        end_line(writer, left);
        end_line(writer, left);
    } else if (code != ' ' && code >= 0x20 && code < 0x7f) {
        write_code(writer, code);
        writer->anything = true;
    } else if (utf8_class_of(code) == UTF8_SPACE) {
        writer->space = true;
    } else if (is_control(code)) {
        record(writer, CONTROL, code_name(writer->arena, code), (struct slice){ "", 0 });
    } else if (is_invisible(code)) {
        if ((code == 0x200c || code == 0x200d) && joins_letters(writer->last) && !writer->space)
            write_code(writer, code);
        else
            record(writer, INVISIBLE, code_name(writer->arena, code), (struct slice){ "", 0 });
    } else {
        write_code(writer, code);
        writer->anything = true;
    }
    writer->last = code;
    writer->was_invalid = false;
}

// Text that something else stands for in the source. Line ends in it are spaces.
static void take_instead(struct writer *writer, int kind, struct slice before, struct slice after,
                         size_t left) {
    size_t at = writer->used + (writer->space && writer->used > writer->line), length;
    const size_t place = writer->repairs->count;
    const bool recorded = writer->recorded[kind] < MOST_RECORDED;
    record(writer, kind, before, after);
    for (size_t i = 0; i < after.length; i += length) {
        uint32_t code = utf8_at(after, i, &length);
        take_code(writer, code < 0x20 || utf8_class_of(code) == UTF8_SPACE ? ' ' : code, left);
    }
    // What is seen of it, which may be nothing.
    if (recorded && writer->repairs->count > place)
        writer->repairs->items[place].after =
            arena_copy(writer->arena, (struct slice){ writer->text + (at < writer->used ? at : writer->used),
                                                      at < writer->used ? writer->used - at : 0 });
}

// Words of ASCII with single spaces, as they are: as many bytes as there are.
static size_t take_plain(struct writer *writer, struct slice bytes, size_t at) {
    const char *start = bytes.start + at, *end = bytes.start + bytes.length, *p = start;
    if ((unsigned char)*p <= ' ') return 0;
    while (end - p >= 8) {
        const uint64_t eight = eight_at(p), others = not_plain(eight), no_spaces = eight ^ EIGHT_ONES * ' ';
        // A '!' behind a space is taken for one, too, and does no harm.
        const uint64_t spaces = (no_spaces - EIGHT_ONES) & ~no_spaces & EIGHT_TOPS;
        const uint64_t stops = others | (spaces & (spaces | others) >> 8);
        if (stops) {
            p += eight_first(stops);
            end = p;
        } else {
            p += 8 - (spaces >> 63); // what is behind a space tells whether it is taken
        }
    }
    while (p < end && ((*p > 0x20 && *p < 0x7f && *p != '&') ||
                       (*p == ' ' && p + 1 < end && p[1] > 0x20 && p[1] < 0x7f && p[1] != '&')))
        p++;
    const size_t length = (size_t)(p - start);
    if (length == 0) return 0;
    if (writer->space && writer->used > writer->line) writer->text[writer->used++] = ' ';
    writer->space = writer->was_invalid = false;
    memcpy(writer->text + writer->used, start, length);
    writer->used += length;
    writer->last = (unsigned char)p[-1];
    writer->anything = true;
    return length;
}

// UTF-8 but for single bytes, which write_lines() replaces; else from another set if it can be told.
static struct slice in_utf8(struct slice bytes, struct survey *survey, struct arena *arena) {
    const unsigned char *p = (const unsigned char *)bytes.start;
    const bool marked =
        bytes.length >= 2 && ((p[0] == 0xff && p[1] == 0xfe) || (p[0] == 0xfe && p[1] == 0xff));
    if (bytes.length >= 3 && p[0] == 0xef && p[1] == 0xbb && p[2] == 0xbf)
        return slice_part(bytes, 3, bytes.length);
    if (!marked && !survey->zeros && (survey->invalid < FEW_INVALID || survey->invalid <= survey->other))
        return bytes;
    struct charset_result result;
    charset_decode(bytes, (struct slice){ "", 0 }, false, arena, &result);
    // Each byte of Windows-1252 is told from what is none, and recorded.
    if (strcmp(result.name, "utf-8") == 0 || strcmp(result.name, "windows-1252") == 0) return bytes;
    if (!marked && result.replaced * 20 > bytes.length) return bytes;
    *survey = look_at(result.text);
    return result.text;
}

static void write_lines(struct writer *writer, struct slice bytes, const struct survey *survey) {
    const bool old = survey->invalid > 0 && charset_is_windows_1252(bytes);
    const enum mojibake twice = survey->twice ? mojibake_of(bytes) : MOJIBAKE_NONE;
    // A byte gives one, but for those that become U+FFFD (three) and a form feed (two line ends).
    const size_t more = 16 + 2 * survey->invalid + survey->form_feeds;
    char repaired[MOJIBAKE_LONGEST], text[4];
    writer->size = bytes.length + more;
    writer->text = arena_raw(writer->arena, writer->size);
    size_t length;
    for (size_t at = 0; at < bytes.length; at += length) {
        length = take_plain(writer, bytes, at);
        if (length > 0) continue;
        const size_t left = bytes.length - at + more;
        const unsigned char byte = (unsigned char)bytes.start[at];
        uint32_t code = utf8_at(bytes, at, &length);
        if (code == 0xfffd && length == 1) {
            if (!old) {
                write_replacement(writer, byte);
                continue;
            }
            code = charset_windows_1252(byte);
            if (!writer->charset) record_charset(writer, byte, code);
        } else if (code == '\r' && at + 1 < bytes.length && bytes.start[at + 1] == '\n') {
            length = 2;
        } else if (code == '&') {
            uint32_t meant = entity_at(bytes, at, &length);
            if (meant) {
                take_instead(writer, ENTITY, slice_part(bytes, at, at + length),
                             arena_copy(writer->arena, (struct slice){ text, utf8_write(meant, text) }),
                             left);
                continue;
            }
            length = 1;
        } else if (byte == 0xc3 && twice != MOJIBAKE_NONE) {
            size_t taken, written = mojibake_at(bytes, at, twice, repaired, &taken);
            if (written > 0) {
                length = taken;
                take_instead(writer, MOJIBAKE, slice_part(bytes, at, at + taken),
                             arena_copy(writer->arena, (struct slice){ repaired, written }), left);
                continue;
            }
        }
        take_code(writer, code, left);
    }
    end_line(writer, 0);
}

bool clean_text(struct slice bytes, struct slice source, struct arena *arena, struct slice *text,
                struct repairs *repairs, struct error *error) {
    struct place_in_file place = { arena_string(arena, source), 0, 0 };
    *text = (struct slice){ "", 0 };
    if (bytes.length > READ_DOCUMENT_LIMIT)
        return error_at(error, ERROR_LIMIT, place, "expected at most %u bytes in one document, found %zu",
                        READ_DOCUMENT_LIMIT, bytes.length);
    if (!check_format(bytes, place, error)) return false;
    struct survey survey = look_at(bytes);
    bytes = in_utf8(bytes, &survey, arena);
    if (!check_bytes(bytes, &survey, place, error)) return false;

    struct writer writer = { .arena = arena, .repairs = repairs };
    write_lines(&writer, bytes, &survey);
    if (!writer.anything)
        return error_at(error, ERROR_INPUT, place, "expected text, found %s",
                        bytes.length ? "only white space" : "nothing");
    if (writer.lines > READ_LINE_LIMIT)
        return error_at(error, ERROR_LIMIT, place, "expected at most %u lines in one document, found %zu",
                        READ_LINE_LIMIT, writer.lines);
    *text = (struct slice){ writer.text, writer.used };
    return true;
}
