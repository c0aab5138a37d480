// charset.c - what set the bytes are in, and the bytes in UTF-8.
//
// Most of what comes is UTF-8, and says so or not; it is valid or it is not, and bytes above 0x7F that are
// valid UTF-8 are hardly ever anything else. So that is asked first. Declarations are wrong often enough that
// one is believed only if the bytes can be read so: servers say UTF-8 of old pages, pages say UTF-16 in ASCII
// letters. A text that is UTF-8 but for a few bytes was cut or put together by a program, and stays UTF-8.
//
// UTF-16 without a byte order mark has zero bytes, in every second place if it is in Latin letters or has
// spaces.
#include "read/charset/charset.h"

#include "base/lanes.h"
#include "base/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>

#define DECLARATION 4096 // bytes in which markup may declare its set: the standard asks for 1024
#define ESCAPE 0x1b

struct output {
    struct arena *arena;
    char *text;
    size_t used, size;
};

static void output_room(struct output *output, size_t more) {
    if (output->text && output->size - output->used >= more) return;
    size_t size = output->used + output->used / 2 + more;
    char *grown = arena_raw(output->arena, size);
    if (output->used > 0) memcpy(grown, output->text, output->used);
    output->text = grown;
    output->size = size;
}

static void output_code(struct output *output, uint32_t code) {
    output_room(output, 4);
    output->used += utf8_write(code, output->text + output->used);
}

// Through the C library; what means nothing becomes U+FFFD, one for a byte (two of UTF-16). False when the C
// library does not know the set.
static bool convert(struct slice bytes, const struct charset *charset, struct arena *arena,
                    struct slice *text, size_t *replaced) {
    iconv_t converter = iconv_open("UTF-8", charset->iconv);
    if (converter == (iconv_t)-1) return false;
    const size_t unit = strncmp(charset->name, "utf-16", 6) == 0   ? 2
                        : strncmp(charset->name, "utf-32", 6) == 0 ? 4
                                                                   : 1;
    struct output output = { .arena = arena };
    output_room(&output, bytes.length + bytes.length / 2 + 64);
    char *in = (char *)bytes.start;
    size_t left = bytes.length;
    *replaced = 0;
    while (left > 0) {
        char *out = output.text + output.used;
        size_t room = output.size - output.used;
        size_t result = iconv(converter, &in, &left, &out, &room);
        output.used = output.size - room;
        if (result != (size_t)-1) continue;
        if (errno == E2BIG) {
            output_room(&output, output.size / 2 + 64);
        } else if (left > 0) {
            size_t skip = left < unit ? left : unit;
            in += skip;
            left -= skip;
            ++*replaced;
            output_code(&output, 0xfffd);
        }
    }
    output_room(&output, 16);
    char *out = output.text + output.used;
    size_t room = output.size - output.used;
    iconv(converter, NULL, NULL, &out, &room); // what is held back to be composed
    output.used = output.size - room;
    iconv_close(converter);
    *text = (struct slice){ output.text, output.used };
    return true;
}

static struct slice with_replacements(struct slice bytes, struct arena *arena, size_t *replaced) {
    struct output output = { .arena = arena };
    size_t at = 0;
    *replaced = 0;
    for (;;) {
        struct slice rest = slice_part(bytes, at, bytes.length);
        size_t valid = utf8_first_invalid(rest);
        if (valid == SIZE_MAX) valid = rest.length;
        output_room(&output, valid + 4);
        if (valid > 0) memcpy(output.text + output.used, rest.start, valid);
        output.used += valid;
        at += valid;
        if (at >= bytes.length) break;
        output_code(&output, 0xfffd);
        ++*replaced;
        at++;
    }
    return (struct slice){ output.text, output.used };
}

static struct slice without_mojibake(struct slice text, struct arena *arena, size_t *places) {
    const enum mojibake mojibake = mojibake_of(text);
    if (mojibake == MOJIBAKE_NONE) return text;
    struct output output = { .arena = arena };
    output_room(&output, text.length);
    char repaired[MOJIBAKE_LONGEST];
    size_t length, taken;
    for (size_t at = 0; at < text.length;) {
        length =
            (unsigned char)text.start[at] == 0xc3 ? mojibake_at(text, at, mojibake, repaired, &taken) : 0;
        if (length == 0) { // as it is, up to the next that may be
            const char *next = memchr(text.start + at + 1, 0xc3, text.length - at - 1);
            taken = next ? (size_t)(next - text.start) - at : text.length - at;
            memcpy(output.text + output.used, text.start + at, taken);
            output.used += taken;
            at += taken;
            continue;
        }
        memcpy(output.text + output.used, repaired, length); // never longer than what it was
        output.used += length;
        at += taken;
        ++*places;
    }
    return (struct slice){ output.text, output.used };
}

// --- declarations

static bool starts_fold(struct slice text, size_t at, struct slice word) {
    return slice_equal_ascii_fold(slice_part(text, at, at + word.length), word);
}

// The value after a "=" at or after `at`, in quotes or not.
static struct slice value_at(struct slice text, size_t at) {
    while (at < text.length && (unsigned char)text.start[at] <= ' ') at++;
    if (at >= text.length || text.start[at] != '=') return (struct slice){ "", 0 };
    at++;
    while (at < text.length &&
           ((unsigned char)text.start[at] <= ' ' || text.start[at] == '"' || text.start[at] == '\''))
        at++;
    size_t end = at;
    while (end < text.length && (unsigned char)text.start[end] > ' ' && !strchr("\"';/>?", text.start[end]))
        end++;
    return slice_part(text, at, end);
}

static struct slice word_in_tag(struct slice head, size_t at, struct slice word) {
    for (; at < head.length && head.start[at] != '>'; at++)
        if (starts_fold(head, at, word)) {
            struct slice value = value_at(head, at + word.length);
            if (value.length > 0) return value;
        }
    return (struct slice){ "", 0 };
}

// What the markup says of itself; empty when nothing.
static struct slice declared_inside(struct slice bytes) {
    struct slice head = slice_part(bytes, 0, DECLARATION), value = { "", 0 };
    for (size_t at = 0; at < head.length && value.length == 0; at++) {
        const char *next = memchr(head.start + at, '<', head.length - at);
        if (next == NULL) break;
        at = (size_t)(next - head.start);
        if (starts_fold(head, at, SLICE("<!--"))) {
            size_t end = slice_find(head, SLICE("-->"), at + 4);
            if (end == SIZE_MAX) break;
            at = end;
        } else if (starts_fold(head, at, SLICE("<?xml")))
            value = word_in_tag(head, at, SLICE("encoding"));
        else if (starts_fold(head, at, SLICE("<meta")))
            value = word_in_tag(head, at, SLICE("charset"));
    }
    return value;
}

// --- the order of trust

struct survey { // of the bytes as UTF-8
    size_t valid, invalid, zeros[4];
    bool escapes; // of ISO-2022
    bool doubled; // some of it may have been encoded twice
};

// 255 for a byte that is no ASCII, or a zero, or an escape.
static lanes says_something(const char *start) {
    const lanes bytes = lanes_at(start);
    return (lanes)(bytes >= 0x80) | (lanes)(bytes == 0) | (lanes)(bytes == ESCAPE);
}

// The first byte at or behind `at` that says something about the set; the length when none does.
static size_t next_that_says(struct slice bytes, size_t at) {
    for (; bytes.length - at >= 4 * LANES; at += 4 * LANES) { // pages are long
        const char *start = bytes.start + at;
        if (lanes_any_top(says_something(start) | says_something(start + LANES) |
                          says_something(start + 2 * LANES) | says_something(start + 3 * LANES)))
            break;
    }
    for (; bytes.length - at >= LANES; at += LANES) {
        const size_t first = lanes_first_not(~says_something(bytes.start + at));
        if (first < LANES) return at + first;
    }
    while (at < bytes.length && bytes.start[at] != '\0' && bytes.start[at] != ESCAPE &&
           (unsigned char)bytes.start[at] < 0x80)
        at++;
    return at;
}

static struct survey look_at(struct slice bytes) {
    struct survey survey = { 0 };
    size_t length;
    for (size_t at = next_that_says(bytes, 0); at < bytes.length; at = next_that_says(bytes, at + length)) {
        const unsigned char byte = (unsigned char)bytes.start[at];
        length = 1;
        if (byte >= 0x80) {
            const bool invalid = utf8_at(bytes, at, &length) == 0xfffd && length == 1;
            survey.valid += !invalid;
            survey.invalid += invalid;
            survey.doubled |= mojibake_may_begin(bytes, at);
        } else if (byte == 0)
            survey.zeros[at % 4]++;
        else if (at + 2 < bytes.length && (bytes.start[at + 1] == '$' || bytes.start[at + 1] == '('))
            survey.escapes = true;
    }
    return survey;
}

// UTF-16 or UTF-32 by its zero bytes; NULL when it is neither.
static const struct charset *wide_charset(struct slice bytes, const struct survey *survey) {
    const size_t *zeros = survey->zeros, quarter = bytes.length / 4;
    const size_t even = zeros[0] + zeros[2], odd = zeros[1] + zeros[3];
    if (bytes.length < 8) return NULL;
    if (zeros[0] * 10 > quarter * 9 && zeros[1] * 10 > quarter * 9 && zeros[3] * 10 < quarter)
        return charset_of_label(SLICE("utf-32be"));
    if (zeros[3] * 10 > quarter * 9 && zeros[2] * 10 > quarter * 9 && zeros[0] * 10 < quarter)
        return charset_of_label(SLICE("utf-32le"));
    if (odd * 4 > bytes.length && even * 20 < odd) return charset_of_label(SLICE("utf-16le"));
    if (even * 4 > bytes.length && odd * 20 < even) return charset_of_label(SLICE("utf-16be"));
    return NULL;
}

static const struct charset *by_mark(struct slice bytes, size_t *mark) {
    static const struct {
        struct slice mark;
        const char *name;
    } marks[] = { { { "\xef\xbb\xbf", 3 }, "utf-8" },
                  { { "\xff\xfe\0\0", 4 }, "utf-32le" },
                  { { "\0\0\xfe\xff", 4 }, "utf-32be" },
                  { { "\xff\xfe", 2 }, "utf-16le" },
                  { { "\xfe\xff", 2 }, "utf-16be" } };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (slice_starts(bytes, marks[i].mark)) {
            *mark = marks[i].mark.length;
            return charset_of_label(slice_of(marks[i].name));
        }
    return NULL;
}

static bool is_wide(const struct charset *charset) {
    return strncmp(charset->name, "utf-16", 6) == 0 || strncmp(charset->name, "utf-32", 6) == 0;
}

// Sets the result if the bytes can be read so, but for one in a hundred of those that are no ASCII.
static bool try_charset(struct slice bytes, const struct charset *charset, const struct survey *survey,
                        const char *from, struct arena *arena, struct charset_result *result) {
    if (charset == NULL || charset->iconv == NULL) return false; // UTF-8 was asked first
    size_t zeros = survey->zeros[0] + survey->zeros[1] + survey->zeros[2] + survey->zeros[3];
    if (is_wide(charset) && zeros == 0 && (survey->invalid == 0 || strcmp(from, "meta") == 0))
        return false; // said in ASCII letters
    struct slice text;
    size_t replaced;
    if (!convert(bytes, charset, arena, &text, &replaced)) return false;
    if (strcmp(from, "bom") != 0 && strcmp(from, "guess") != 0 &&
        replaced * 50 > survey->valid + survey->invalid + zeros + 50)
        return false;
    result->text = text;
    result->replaced = replaced;
    result->from = from;
    memcpy(result->name, charset->name, strlen(charset->name) + 1);
    return true;
}

static void set_utf8(struct slice bytes, const struct survey *survey, const char *from, bool is_markup,
                     struct arena *arena, struct charset_result *result) {
    memcpy(result->name, "utf-8", 6);
    result->from = from;
    result->replaced = survey->invalid;
    result->is_single = survey->invalid == 0 && !survey->doubled;
    result->text =
        survey->invalid > 0 && is_markup ? with_replacements(bytes, arena, &result->replaced) : bytes;
}

static void decode(struct slice bytes, struct slice declared, bool is_markup, struct arena *arena,
                   struct charset_result *result) {
    size_t mark = 0;
    const struct charset *marked = by_mark(bytes, &mark);
    bytes = slice_part(bytes, mark, bytes.length);
    const struct survey survey = look_at(bytes);
    if (marked) {
        if (marked->iconv && try_charset(bytes, marked, &survey, "bom", arena, result)) return;
        if (marked->iconv == NULL) {
            set_utf8(bytes, &survey, "bom", is_markup, arena, result);
            return;
        }
    }
    const struct charset *outside = charset_of_label(declared);
    const struct charset *inside = is_markup ? charset_of_label(declared_inside(bytes)) : NULL;
    const struct charset *wide = wide_charset(bytes, &survey);
    if (wide && try_charset(bytes, wide, &survey, wide == outside ? "declared" : "guess", arena, result))
        return;
    if (survey.escapes && survey.valid + survey.invalid == 0) {
        const struct charset *japanese = charset_of_label(SLICE("iso-2022-jp"));
        const char *from = japanese == outside ? "declared" : japanese == inside ? "meta" : "guess";
        if (try_charset(bytes, japanese, &survey, from, arena, result) && result->replaced == 0) return;
    }
    // UTF-8 but for a few bytes, or said to be so and more of it than not.
    const bool said = (outside && !outside->iconv) || (inside && !inside->iconv);
    if (survey.invalid == 0 || survey.valid > survey.invalid * (said ? 1 : 3)) {
        set_utf8(bytes, &survey, "utf-8", is_markup, arena, result);
        return;
    }
    if (survey.valid > 0 && !is_markup &&
        charset_is_windows_1252(bytes)) { // both: clean_text() takes each byte
        set_utf8(bytes, &survey, "utf-8", is_markup, arena, result);
        return;
    }
    if (try_charset(bytes, outside, &survey, "declared", arena, result)) return;
    if (try_charset(bytes, inside, &survey, "meta", arena, result)) return;
    if (try_charset(bytes, charset_guess(bytes, arena), &survey, "guess", arena, result)) return;
    // Nothing gives text. Browsers take Windows-1252, and so does a page; plain text is better refused.
    if (is_markup &&
        try_charset(bytes, charset_of_label(SLICE("windows-1252")), &survey, "guess", arena, result))
        return;
    set_utf8(bytes, &survey, "guess", is_markup, arena, result);
}

void charset_decode(struct slice bytes, struct slice declared, bool is_markup, struct arena *arena,
                    struct charset_result *result) {
    *result = (struct charset_result){ .text = bytes };
    decode(bytes, declared, is_markup, arena, result);
    if (is_markup && !result->is_single)
        result->text = without_mojibake(result->text, arena, &result->mojibake);
}

bool charset_decode_as(struct slice bytes, struct slice label, bool is_markup, struct arena *arena,
                       struct charset_result *result) {
    const struct charset *charset = charset_of_label(label);
    *result = (struct charset_result){ .text = bytes, .from = "declared" };
    if (!charset) return false;
    size_t mark = 0;
    const struct charset *marked = by_mark(bytes, &mark);
    if (marked == charset) bytes = result->text = slice_part(bytes, mark, bytes.length);
    snprintf(result->name, sizeof result->name, "%s", charset->name);
    if (!charset->iconv)
        result->text = utf8_first_invalid(bytes) == SIZE_MAX
                           ? bytes
                           : with_replacements(bytes, arena, &result->replaced);
    else if (!convert(bytes, charset, arena, &result->text, &result->replaced))
        return false;
    if (is_markup) result->text = without_mojibake(result->text, arena, &result->mojibake);
    return true;
}

const char *charset_of_file(struct slice start, struct arena *arena) {
    struct charset_result result;
    charset_decode(start, (struct slice){ "", 0 }, false, arena, &result);
    const struct charset *charset = charset_of_label(slice_of(result.name));
    // What charset_decode() leaves to clean_text(), byte by byte, is here a set of its own.
    if (charset && !charset->iconv && charset_is_windows_1252(start)) return "windows-1252";
    return charset ? charset->name : "utf-8";
}
