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
#include "read/parts.h"

#include "base/utf8.h"

#include <string.h>

#define MOST_RECORDED 1000

static const struct {
    struct slice start;
    const char *what;
} formats[] = {
    { { "%PDF-", 5 }, "a PDF file" },
    { { "\x1f\x8b", 2 }, "gzip data" },
    { { "PK\x03\x04", 4 }, "a zip archive" },
    { { "\x28\xb5\x2f\xfd", 4 }, "Zstandard data" },
    { { "BZh", 3 }, "bzip2 data" },
    { { "\xfd"
        "7zXZ",
        5 },
      "xz data" },
    { { "\x89PNG", 4 }, "a PNG image" },
    { { "GIF8", 4 }, "a GIF image" },
    { { "\xff\xd8\xff", 3 }, "a JPEG image" },
    { { "\x7f"
        "ELF",
        4 },
      "a program" },
    { { "\xd0\xcf\x11\xe0", 4 }, "an old office document" },
    { { "{\\rtf", 5 }, "RTF" },
    { { "<!DOCTYPE", 9 }, "markup" },
    { { "<html", 5 }, "markup" },
    { { "<?xml", 5 }, "markup" },
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
    size_t recorded[4];
};
enum { INVALID, INVISIBLE, CONTROL, CHARSET };
static const char *const kind_names[] = { "invalid-byte", "invisible", "control", "charset" };

static void record(struct writer *writer, int kind, struct slice before, struct slice after) {
    size_t position = writer->used + (writer->space && writer->used > writer->line);
    if (writer->repairs->count > writer->line_repairs && kind != INVALID) {
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
    if (code >= 0x300) writer->changes = true;
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
    char *grown = arena_allocate(writer->arena, size);
    memcpy(grown, writer->text, writer->used);
    writer->text = grown;
    writer->size = size;
}

// The line's repairs go where they stand in its normal form. U+FFFD is its own normal form, so each is found
// by its number; where nothing is left to be found, a place close by and in order will do.
static void move_repairs(struct writer *writer, struct slice line, struct slice normal) {
    const struct slice mark = SLICE("\xef\xbf\xbd");
    size_t from = slice_find(line, mark, 0), to = slice_find(normal, mark, 0),
           last = 0; // the marks not yet passed
    for (size_t i = writer->line_repairs; i < writer->repairs->count; i++) {
        struct repair *repair = &writer->repairs->items[i];
        size_t position = repair->position - writer->line;
        if (repair->kind == kind_names[INVALID]) {
            while (from < position) {
                from = slice_find(line, mark, from + mark.length);
                to = slice_find(normal, mark, to + mark.length);
            }
            position = to;
        } else if (repair->kind == kind_names[CHARSET]) { // with it no byte is invalid
            size_t found = slice_find(normal, repair->after, 0);
            if (found == SIZE_MAX) repair->after.length = 0; // a mark has joined it
            position = found == SIZE_MAX ? at_boundary(normal, position) : found;
            if (position < to) to = SIZE_MAX;
        } else
            position = at_boundary(normal, position);
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

// From UTF-16 with a byte order mark; a surrogate without its other half becomes U+FFFD.
static struct slice from_utf16(struct slice bytes, bool big, struct arena *arena) {
    char *text = arena_allocate(arena, bytes.length / 2 * 3 + 4);
    size_t used = 0;
    for (size_t at = 2; at + 1 < bytes.length; at += 2) {
        const unsigned char *p = (const unsigned char *)bytes.start + at;
        uint32_t code = big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
        if (code >= 0xd800 && code < 0xdc00 && at + 3 < bytes.length) {
            uint32_t low = big ? (uint32_t)p[2] << 8 | p[3] : (uint32_t)p[3] << 8 | p[2];
            if (low >= 0xdc00 && low < 0xe000) {
                code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                at += 2;
            }
        }
        used += utf8_write(code, text + used);
    }
    if (bytes.length % 2) used += utf8_write(0xfffd, text + used);
    return (struct slice){ text, used };
}

// The code point of a byte from 0x80 on; 0 when there is none.
static uint32_t windows_1252(unsigned char byte) {
    static const uint16_t codes[] = {
        0x20ac, 0,      0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
        0x2039, 0x152,  0,      0x17d,  0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0,      0x17e,  0x178,
    };
    return byte < 0xa0 ? codes[byte - 0x80] : byte;
}

// What Windows-1252 makes of the byte at `at`, and ASCII of others.
static enum utf8_class class_in_windows_1252(struct slice bytes, size_t at) {
    if (at >= bytes.length) return UTF8_SPACE;
    unsigned char byte = (unsigned char)bytes.start[at];
    return utf8_class_of(byte < 0x80 ? byte : windows_1252(byte));
}

static bool is_letter(enum utf8_class class) {
    return class == UTF8_UPPER || class == UTF8_LOWER;
}

// Does the byte at `at` give a letter where one may stand, or a mark that prose has?
static bool is_likely_in_windows_1252(struct slice bytes, size_t at) {
    unsigned char byte = (unsigned char)bytes.start[at];
    enum utf8_class class = class_in_windows_1252(bytes, at), after = class_in_windows_1252(bytes, at + 1);
    enum utf8_class before = at > 0 ? class_in_windows_1252(bytes, at - 1) : UTF8_SPACE;
    if (byte == 0xff) return false; // rare as a letter, frequent in what is no text
    if (class == UTF8_UPPER) return before != UTF8_LOWER && (is_letter(before) || is_letter(after));
    if (class == UTF8_LOWER) return is_letter(before) || is_letter(after);
    if (byte == 0x80 || byte == 0xa3) return before == UTF8_DIGIT || after == UTF8_DIGIT; // a sum of money
    return byte == 0x82 || (byte >= 0x84 && byte <= 0x85) || (byte >= 0x91 && byte <= 0x97) || byte == 0xa0 ||
           byte == 0xa1 || byte == 0xab || byte == 0xb0 || byte == 0xbb || byte == 0xbf;
}

// Are the bytes that are no UTF-8 Windows-1252? They must be few beside the ASCII, more than what is UTF-8,
// all of them characters and nine in ten likely ones.
static bool is_windows_1252(struct slice bytes) {
    size_t invalid = 0, likely = 0, other = 0, length;
    for (size_t at = 0; at < bytes.length; at += length) {
        unsigned char byte = (unsigned char)bytes.start[at];
        length = 1;
        if (byte < 0x80) continue;
        if (utf8_at(bytes, at, &length) != 0xfffd || length > 1) {
            other++;
            continue;
        }
        if (windows_1252(byte) == 0) return false;
        invalid++;
        likely += is_likely_in_windows_1252(bytes, at);
    }
    return invalid > other && invalid <= bytes.length / 5 && likely * 10 >= invalid * 9;
}

// Is it text at all?
static bool check_bytes(struct slice bytes, struct place_in_file place, struct error *error) {
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (bytes.length >= formats[i].start.length &&
            slice_equal_ascii_fold(slice_part(bytes, 0, formats[i].start.length), formats[i].start))
            return error_at(error, ERROR_INPUT, place, "expected plain text, found %s at byte 0",
                            formats[i].what);
    size_t controls = 0, first_control = 0, invalid = 0, first_invalid = 0, other = 0, length;
    for (size_t at = 0; at < bytes.length; at += length) {
        unsigned char byte = (unsigned char)bytes.start[at];
        length = 1;
        if (byte == 0)
            return error_at(
                error, ERROR_INPUT, place,
                "expected text in UTF-8 (or UTF-16 with a byte order mark), found a zero byte at byte %zu",
                at);
        if (byte < 0x20 || byte == 0x7f) {
            if ((byte < 0x09 || byte > 0x0d) && byte != 0x1b && controls++ == 0) first_control = at;
        } else if (byte >= 0x80) {
            uint32_t code = utf8_at(bytes, at, &length);
            if (code == 0xfffd && length == 1) {
                if (invalid++ == 0) first_invalid = at;
            } else
                other++;
        }
    }
    if (controls > 8 && controls > bytes.length / 50)
        return error_at(
            error, ERROR_INPUT, place,
            "expected text, found %zu control characters in %zu bytes, the first 0x%02x at byte %zu",
            controls, bytes.length, (unsigned)(unsigned char)bytes.start[first_control], first_control);
    if (invalid > 8 && invalid > bytes.length / 5 && invalid > other)
        return error_at(
            error, ERROR_INPUT, place,
            "expected text in UTF-8, found %zu of %zu bytes that are not, the first 0x%02x at byte %zu",
            invalid, bytes.length, (unsigned)(unsigned char)bytes.start[first_invalid], first_invalid);
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

bool clean_text(struct slice bytes, struct slice source, struct arena *arena, struct slice *text,
                struct repairs *repairs, struct error *error) {
    struct place_in_file place = { arena_string(arena, source), 0, 0 };
    *text = (struct slice){ "", 0 };
    if (bytes.length > READ_DOCUMENT_LIMIT)
        return error_at(error, ERROR_LIMIT, place, "expected at most %u bytes in one document, found %zu",
                        READ_DOCUMENT_LIMIT, bytes.length);
    const unsigned char *p = (const unsigned char *)bytes.start;
    if (bytes.length >= 4 && ((p[0] == 0xff && p[1] == 0xfe && p[2] == 0 && p[3] == 0) ||
                              (p[0] == 0 && p[1] == 0 && p[2] == 0xfe && p[3] == 0xff)))
        return error_at(error, ERROR_INPUT, place,
                        "expected text in UTF-8 or UTF-16, found the byte order mark of UTF-32 at byte 0");
    if (bytes.length >= 2 && ((p[0] == 0xff && p[1] == 0xfe) || (p[0] == 0xfe && p[1] == 0xff)))
        bytes = from_utf16(bytes, p[0] == 0xfe, arena);
    else if (bytes.length >= 3 && p[0] == 0xef && p[1] == 0xbb && p[2] == 0xbf)
        bytes = slice_part(bytes, 3, bytes.length);
    if (!check_bytes(bytes, place, error)) return false;

    struct writer writer = { .arena = arena, .repairs = repairs };
    // A byte gives one, but for those that become U+FFFD (three) and a form feed (two line ends).
    size_t more = 16, length;
    for (size_t at = 0; at < bytes.length; at += length)
        more += utf8_at(bytes, at, &length) == 0xfffd && length == 1 ? 2 : bytes.start[at] == '\f';
    writer.size = bytes.length + more;
    writer.text = arena_allocate(arena, writer.size);
    uint32_t last = 0;
    bool was_invalid = false, anything = false, old = is_windows_1252(bytes);
    for (size_t at = 0; at < bytes.length; at += length) {
        uint32_t code = utf8_at(bytes, at, &length);
        bool is_invalid = code == 0xfffd && length == 1;
        if (is_invalid && old) {
            code = windows_1252((unsigned char)bytes.start[at]);
            if (!writer.charset) record_charset(&writer, (unsigned char)bytes.start[at], code);
            is_invalid = false;
        }
        if (code >= 0x21 && code < 0x7f) {
            write_code(&writer, code);
            anything = true;
        } else if (code == '\n' || code == '\r' || code == 0x0b || code == 0x85 || code == 0x2028) {
            if (code == '\r' && at + 1 < bytes.length && bytes.start[at + 1] == '\n') length = 2;
            end_line(&writer, bytes.length - at + more);
        } else if (code == '\f' || code == 0x2029) {
            end_line(&writer, bytes.length - at + more);
            end_line(&writer, bytes.length - at + more);
        } else if (is_invalid) {
            struct slice after = SLICE("\xef\xbf\xbd");
            if (!was_invalid)
                record(&writer, INVALID,
                       arena_format(arena, "\\x%02X", (unsigned)(unsigned char)bytes.start[at]), after);
            write_code(&writer, 0xfffd);
            anything = true;
        } else if (utf8_class_of(code) == UTF8_SPACE) {
            writer.space = true;
        } else if (is_control(code)) {
            record(&writer, CONTROL, code_name(arena, code), (struct slice){ "", 0 });
        } else if (is_invisible(code)) {
            if ((code == 0x200c || code == 0x200d) && joins_letters(last) && !writer.space)
                write_code(&writer, code);
            else
                record(&writer, INVISIBLE, code_name(arena, code), (struct slice){ "", 0 });
        } else {
            write_code(&writer, code);
            anything = true;
        }
        was_invalid = is_invalid;
        last = code;
    }
    end_line(&writer, 0);
    if (!anything)
        return error_at(error, ERROR_INPUT, place, "expected text, found %s",
                        bytes.length ? "only white space" : "nothing");
    if (writer.lines > READ_LINE_LIMIT)
        return error_at(error, ERROR_LIMIT, place, "expected at most %u lines in one document, found %zu",
                        READ_LINE_LIMIT, writer.lines);
    *text = (struct slice){ writer.text, writer.used };
    return true;
}
