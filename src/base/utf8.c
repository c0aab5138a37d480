// utf8.c - decoding is ours and strict, what a character is comes from utf8proc.
//
// Most of the text is plain: code points that are in NFC as they stand and never join with what is before
// them. Those are copied. Only from the last plain one before something else up to the next plain one is
// utf8proc asked, on that stretch alone. Its reordering of marks takes quadratic time, so a stretch is cut
// after MOST_MARKS marks in a row; real writing has fewer than ten, and text beyond it stays valid, if not
// normalized across the cut.
#include "base/utf8.h"

#include "base/eight.h"
#include "base/vector.h"

#include <string.h>
#include <utf8proc.h>

#define REPLACEMENT 0xfffdu
#define MOST_MARKS 30

uint32_t utf8_at(struct slice text, size_t position, size_t *length) {
    const unsigned char *p = (const unsigned char *)text.start + position;
    size_t left = text.length - position;
    *length = 1;
    if (p[0] < 0x80) return p[0];
    size_t needed = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
    if (p[0] < 0xc2 || p[0] > 0xf4 || left < needed) return REPLACEMENT;
    for (size_t i = 1; i < needed; i++)
        if ((p[i] & 0xc0) != 0x80) return REPLACEMENT;
    uint32_t code = p[0] & (0x7fu >> needed);
    for (size_t i = 1; i < needed; i++) code = code << 6 | (p[i] & 0x3fu);
    if (needed == 3 && (code < 0x800 || (code >= 0xd800 && code <= 0xdfff))) return REPLACEMENT;
    if (needed == 4 && (code < 0x10000 || code > 0x10ffff)) return REPLACEMENT;
    *length = needed;
    return code;
}

static bool is_invalid(uint32_t code, size_t length) {
    return code == REPLACEMENT && length == 1;
}

enum utf8_class utf8_class_of(uint32_t code) {
    if (code >= 'a' && code <= 'z') return UTF8_LOWER;
    if (code >= 'A' && code <= 'Z') return UTF8_UPPER;
    if (code >= '0' && code <= '9') return UTF8_DIGIT;
    if (code == ' ' || (code >= 0x09 && code <= 0x0d) || code == 0x85) return UTF8_SPACE;
    if (code > 0x10ffff) return UTF8_CONTROL;
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT:
        return UTF8_UPPER;
    case UTF8PROC_CATEGORY_LL:
        return UTF8_LOWER;
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
        return UTF8_LETTER;
    case UTF8PROC_CATEGORY_ND:
        return UTF8_DIGIT;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return UTF8_MARK;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return UTF8_SPACE;
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PI:
        return UTF8_OPEN;
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PF:
        return UTF8_CLOSE;
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_PO:
        return UTF8_PUNCTUATION;
    case UTF8PROC_CATEGORY_SM:
    case UTF8PROC_CATEGORY_SC:
    case UTF8PROC_CATEGORY_SK:
    case UTF8PROC_CATEGORY_SO:
        return UTF8_SYMBOL;
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return UTF8_OTHER;
    default:
        return UTF8_CONTROL;
    }
}

bool utf8_is_word(uint32_t code) {
    switch (utf8_class_of(code)) {
    case UTF8_UPPER:
    case UTF8_LOWER:
    case UTF8_LETTER:
    case UTF8_DIGIT:
    case UTF8_MARK:
        return true;
    default:
        return false;
    }
}

size_t utf8_skip_ascii(struct slice text, size_t at) {
    if (at >= text.length || (unsigned char)text.start[at] >= 0x80) return at;
    for (uint64_t words[8]; text.length - at >= sizeof words; at += sizeof words) { // pages are long
        memcpy(words, text.start + at, sizeof words);
        if ((words[0] | words[1] | words[2] | words[3] | words[4] | words[5] | words[6] | words[7]) &
            EIGHT_TOPS)
            break;
    }
    for (; text.length - at >= 8; at += 8) {
        const uint64_t marks = eight_at(text.start + at) & EIGHT_TOPS;
        if (marks) return at + eight_first(marks);
    }
    while (at < text.length && (unsigned char)text.start[at] < 0x80) at++;
    return at;
}

size_t utf8_count(struct slice text) {
    size_t count = text.length;
    for (size_t at = 0; at < text.length; at += 8) {
        const uint64_t eight = eight_part(text.start + at, text.length - at);
        count -= eight_count(eight & ~(eight << 1) & EIGHT_TOPS); // what continues a code point
    }
    return count;
}

size_t utf8_first_invalid(struct slice text) {
    size_t length;
    for (size_t at = utf8_skip_ascii(text, 0); at < text.length; at = utf8_skip_ascii(text, at + length)) {
        uint32_t code = utf8_at(text, at, &length);
        if (is_invalid(code, length)) return at;
    }
    return SIZE_MAX;
}

size_t utf8_write(uint32_t code, char *buffer) {
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) code = REPLACEMENT;
    if (code < 0x80) {
        buffer[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        buffer[0] = (char)(0xc0 | code >> 6);
        buffer[1] = (char)(0x80 | (code & 0x3f));
        return 2;
    }
    if (code < 0x10000) {
        buffer[0] = (char)(0xe0 | code >> 12);
        buffer[1] = (char)(0x80 | (code >> 6 & 0x3f));
        buffer[2] = (char)(0x80 | (code & 0x3f));
        return 3;
    }
    buffer[0] = (char)(0xf0 | code >> 18);
    buffer[1] = (char)(0x80 | (code >> 12 & 0x3f));
    buffer[2] = (char)(0x80 | (code >> 6 & 0x3f));
    buffer[3] = (char)(0x80 | (code & 0x3f));
    return 4;
}

// Text that grows in an arena.
struct output {
    struct arena *arena;
    char *text;
    size_t used, size;
};

static void output_room(struct output *output, size_t count) {
    if (output->size - output->used >= count) return;
    size_t size = (output->used + count) + (output->used + count) / 2 + 16;
    char *grown = arena_raw(output->arena, size);
    if (output->used > 0) memcpy(grown, output->text, output->used);
    output->text = grown;
    output->size = size;
}

static void output_bytes(struct output *output, const char *bytes, size_t count) {
    output_room(output, count);
    if (count > 0) memcpy(output->text + output->used, bytes, count);
    output->used += count;
}

// The ASCII from `at` on in small letters, up to a backquote; returns where it ends.
static size_t output_small_ascii(struct output *output, struct slice text, size_t at) {
    output_room(output, text.length - at + 8); // eight bytes are written where fewer count
    const char *from = text.start + at, *end = text.start + text.length;
    char *to = output->text + output->used;
    while (from < end) {
        const size_t left = (size_t)(end - from);
        const uint64_t eight = eight_part(from, left);
        const uint64_t stops = (eight & EIGHT_TOPS) | eight_equal(eight, '`');
        const size_t count = stops ? eight_first(stops) : left < 8 ? left : 8;
        eight_write(eight | eight_capitals(eight) >> 2, to);
        from += count;
        to += count;
        if (stops) break;
    }
    output->used = (size_t)(to - output->text);
    return (size_t)(from - text.start);
}

static void output_code(struct output *output, uint32_t code) {
    char bytes[4];
    output_bytes(output, bytes, utf8_write(code, bytes));
}

bool utf8_is_plain(uint32_t code) {
    return code < 0x300 || (code >= 0x2010 && code <= 0x2027) || (code >= 0x2030 && code <= 0x205e) ||
           (code >= 0x20a0 && code <= 0x20bf) || (code >= 0x410 && code <= 0x44f) ||
           (code >= 0x4e00 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7a3);
}

struct codes { // a stretch that is to be normalized
    VECTOR_OF(int32_t) list;
    size_t marks; // at its end
    struct arena *arena;
};

static unsigned combining_class(int32_t code) {
    return (unsigned)utf8proc_get_property(code)->combining_class;
}

static void codes_add(struct codes *codes, uint32_t code) {
    // Canonical decomposition gives at most four; anything else is written as it is.
    int32_t parts[8];
    int boundary = 0;
    utf8proc_ssize_t count =
        utf8proc_decompose_char((utf8proc_int32_t)code, parts, 8, UTF8PROC_DECOMPOSE, &boundary);
    if (count < 1 || count > 8) {
        parts[0] = (int32_t)code;
        count = 1;
    }
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        *vector_push(codes->arena, &codes->list) = parts[i];
        codes->marks = combining_class(parts[i]) == 0 ? 0 : codes->marks + 1;
    }
}

// Marks of rising class, those of the same class as they came: insertion into runs that are short by
// MOST_MARKS.
static void order_marks(int32_t *codes, size_t count) {
    for (size_t i = 1; i < count; i++) {
        int32_t code = codes[i];
        unsigned class = combining_class(code);
        size_t to = i;
        if (class == 0) continue;
        while (to > 0 && combining_class(codes[to - 1]) > class) to--;
        memmove(codes + to + 1, codes + to, (i - to) * sizeof *codes);
        codes[to] = code;
    }
}

static void output_stretch(struct output *output, struct codes *codes) {
    if (codes->list.count == 0) return;
    order_marks(codes->list.items, codes->list.count);
    utf8proc_ssize_t count = utf8proc_normalize_utf32(codes->list.items, (utf8proc_ssize_t)codes->list.count,
                                                      UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (count < 0) count = (utf8proc_ssize_t)codes->list.count;
    for (utf8proc_ssize_t i = 0; i < count; i++) output_code(output, (uint32_t)codes->list.items[i]);
    codes->list.count = 0;
    codes->marks = 0;
}

struct slice utf8_clean(struct slice text, struct arena *arena, size_t *replaced) {
    if (replaced) *replaced = 0;
    if (utf8_skip_ascii(text, 0) == text.length) return arena_copy(arena, text);
    struct output output = { .arena = arena };
    output.size = text.length + text.length / 16 + 16;
    output.text = arena_raw(arena, output.size);
    struct codes codes = { .arena = arena };
    size_t copied = 0, last = SIZE_MAX, length; // `last`: the plain code point just before `at`
    for (size_t at = 0; at < text.length;) {
        const size_t ascii = utf8_skip_ascii(text, at);
        if (ascii > at) last = ascii - 1;
        at = ascii;
        if (at == text.length) break;
        uint32_t code = utf8_at(text, at, &length);
        if (is_invalid(code, length)) {
            output_bytes(&output, text.start + copied, at - copied);
            output_code(&output, REPLACEMENT);
            if (replaced) ++*replaced;
            copied = ++at;
            last = SIZE_MAX;
        } else if (utf8_is_plain(code)) {
            last = at;
            at += length;
        } else {
            size_t start = last == SIZE_MAX ? at : last, step;
            output_bytes(&output, text.start + copied, start - copied);
            if (start < at) codes_add(&codes, utf8_at(text, start, &step));
            for (; at < text.length; at += length) {
                code = utf8_at(text, at, &length);
                if (utf8_is_plain(code) || is_invalid(code, length)) break;
                if (codes.marks > MOST_MARKS) output_stretch(&output, &codes);
                codes_add(&codes, code);
            }
            output_stretch(&output, &codes);
            copied = at;
            last = SIZE_MAX;
        }
    }
    output_bytes(&output, text.start + copied, text.length - copied);
    return (struct slice){ output.text, output.used };
}

// Decomposition with folding never needs more than 18 code points.
static size_t folded(uint32_t code, int options, int32_t parts[18]) {
    int boundary = 0;
    utf8proc_ssize_t count =
        utf8proc_decompose_char((utf8proc_int32_t)code, parts, 18, (utf8proc_option_t)options, &boundary);
    if (count < 0 || count > 18) {
        parts[0] = (int32_t)code;
        return 1;
    }
    return (size_t)count;
}

struct slice utf8_fold(struct slice text, struct arena *arena) {
    size_t same = 0, length;
    int32_t parts[18];
    for (; same < text.length; same += length) {
        uint32_t code = utf8_at(text, same, &length);
        if (code < 0x80 ? code >= 'A' && code <= 'Z'
                        : folded(code, UTF8PROC_CASEFOLD, parts) != 1 || parts[0] != (int32_t)code)
            break;
    }
    if (same == text.length) return text;
    struct output output = { .arena = arena };
    output.size = text.length + 8;
    output.text = arena_raw(arena, output.size);
    output_bytes(&output, text.start, same);
    for (size_t at = same; at < text.length; at += length) {
        uint32_t code = utf8_at(text, at, &length);
        if (code < 0x80) {
            char small = (char)(code >= 'A' && code <= 'Z' ? code - 'A' + 'a' : code);
            output_bytes(&output, &small, 1);
        } else if (is_invalid(code, length)) {
            output_bytes(&output, text.start + at, 1);
        } else {
            size_t count = folded(code, UTF8PROC_CASEFOLD, parts);
            for (size_t i = 0; i < count; i++) output_code(&output, (uint32_t)parts[i]);
        }
    }
    return (struct slice){ output.text, output.used };
}

// Letters whose stroke, hook or join is part of the letter for Unicode, but which names lose as they lose
// marks.
static const struct {
    uint32_t code;
    const char *letters;
} bare_letters[] = {
    { 0xe6, "ae" }, { 0xf0, "d" },  { 0xf8, "o" },   { 0xfe, "th" },  { 0x111, "d" }, { 0x127, "h" },
    { 0x131, "i" }, { 0x142, "l" }, { 0x14b, "ng" }, { 0x153, "oe" }, { 0x167, "t" }, { 0x180, "b" },
    { 0x259, "a" }, { 0x1dd, "a" }, { 0x24d, "r" },  { 0x268, "i" },  { 0x289, "u" },
};

#define LAST_BARE 0x300 // they are below

static bool is_apostrophe(uint32_t code) {
    return code == 0x60 || code == 0xb4 || (code >= 0x2b9 && code <= 0x2bf && code != 0x2ba) ||
           code == 0x2018 || code == 0x2019 || code == 0x201b || code == 0x2032 || code == 0x2035 ||
           code == 0xff07;
}

static void output_name_code(struct output *output, uint32_t code) {
    if (is_apostrophe(code)) {
        output_code(output, '\'');
        return;
    }
    if (code == 0xad) return; // soft hyphen: where a line might have been broken
    if (code == 0x2212 || utf8proc_category((utf8proc_int32_t)code) == UTF8PROC_CATEGORY_PD) {
        output_code(output, '-');
        return;
    }
    for (size_t i = 0; code < LAST_BARE && i < sizeof bare_letters / sizeof *bare_letters; i++) {
        if (bare_letters[i].code != code) continue;
        output_bytes(output, bare_letters[i].letters, strlen(bare_letters[i].letters));
        return;
    }
    output_code(output, code);
}

struct slice utf8_fold_name(struct slice text, struct arena *arena) {
    size_t same = 0, length;
    for (uint64_t others = 0; same < text.length && others == 0;) {
        const uint64_t eight = eight_part(text.start + same, text.length - same);
        others = (eight & EIGHT_TOPS) | eight_capitals(eight) | eight_equal(eight, '`');
        same += others ? eight_first(others) : 8;
    }
    if (same >= text.length) return text;
    struct output output = { .arena = arena };
    output.size = text.length + 8;
    output.text = arena_raw(arena, output.size);
    output_bytes(&output, text.start, same);
    for (size_t at = output_small_ascii(&output, text, same); at < text.length;
         at = output_small_ascii(&output, text, at + length)) {
        uint32_t code = utf8_at(text, at, &length);
        if (is_invalid(code, length)) {
            output_bytes(&output, text.start + at, 1);
            continue;
        }
        if (code >= 0x2010 && code <= 0x2027) { // dashes and quotation marks, which are in no parts
            output_name_code(&output, code);
            continue;
        }
        int32_t parts[18];
        size_t count = folded(code, UTF8PROC_CASEFOLD | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK, parts);
        for (size_t i = 0; i < count; i++) output_name_code(&output, (uint32_t)parts[i]);
    }
    return (struct slice){ output.text, output.used };
}

bool utf8_starts_upper(struct slice text) {
    size_t length;
    return text.length > 0 && utf8_class_of(utf8_at(text, 0, &length)) == UTF8_UPPER;
}

bool utf8_is_all_upper(struct slice text) {
    bool upper = false;
    for (size_t at = 0, length; at < text.length; at += length) {
        enum utf8_class class = utf8_class_of(utf8_at(text, at, &length));
        if (class == UTF8_LOWER) return false;
        upper = upper || class == UTF8_UPPER;
    }
    return upper;
}

unsigned utf8_columns(uint32_t code) {
    const int width = utf8proc_charwidth((utf8proc_int32_t)code);
    return width < 0 ? 0 : (unsigned)width;
}
