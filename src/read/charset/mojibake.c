// mojibake.c - text that was encoded twice.
//
// A program that takes UTF-8 for Windows-1252 or Latin 1 and encodes it again makes "Ã©" of "é" and "â€™" of
// an apostrophe. Undoing it is exact: the letters give back the bytes, and these must be valid UTF-8 again.
// What is not certain is that it was done. Three letters that give a general punctuation mark or a currency
// stand in no text otherwise; three that give anything else may, "á –" with its no-break space, and need
// another such letter beside them. Two letters may: "IRMÃ»" is a Portuguese word before a closing quotation
// mark. So a pair is sure only if its second half is no mark that prose puts behind a word, and a small
// letter or something that was encoded twice stands beside it, or if at least three pairs in a row give
// letters of one script. Where a text has something sure, the doubtful pairs beside small letters are taken
// too.
//
// A run is undone as often as it still is mojibake, three times at most. The five bytes that Windows-1252
// does not have come as controls of Latin 1 or are lost: "â€" without its third byte was a closing quotation
// mark, the only one of that row that loses it.
#include "read/charset/charset.h"

#include "base/utf8.h"

#include <string.h>

#define MOST_TIMES 3

// The byte that a letter stands for; 0 when none above 0x7F.
static unsigned byte_of(uint32_t code) {
    if (code < 0x80) return 0;
    if (code < 0x100) return code;
    if (code > 0x2122) return 0;
    for (unsigned byte = 0x80; byte < 0xa0; byte++)
        if (charset_windows_1252((unsigned char)byte) == code) return byte;
    return 0;
}

// A capital with a mark before, or a word's end: marks that prose puts there.
static bool follows_words(unsigned byte) {
    return byte == 0x85 || (byte >= 0x91 && byte <= 0x97) || byte == 0xbb || byte == 0xab || byte == 0xa0 ||
           byte == 0x8b || byte == 0x9b || byte == 0xb7 || byte == 0xb4 || byte == 0x84 || byte == 0x82;
}

// Marks of general punctuation, of money and of letters that prose has: what is encoded twice most often.
static bool is_common_mark(uint32_t code) {
    return (code >= 0x2010 && code <= 0x203f) || (code >= 0x20a0 && code <= 0x20bf) || code == 0x2116 ||
           code == 0x2122 || code == 0xfeff || code == 0xfffd || (code >= 0x2190 && code <= 0x2193) ||
           (code >= 0x1e00 && code <= 0x1eff);
}

struct unit { // what one character was before it was encoded twice
    uint32_t code;
    size_t taken; // bytes of the text
    bool sure;
};

static uint32_t code_at(struct slice text, size_t at, size_t *length) {
    if (at < text.length) return utf8_at(text, at, length);
    *length = 0;
    return ' ';
}

static enum utf8_class class_before(struct slice text, size_t at) {
    size_t length;
    if (at == 0) return UTF8_SPACE;
    do at--;
    while (at > 0 && ((unsigned char)text.start[at] & 0xc0) == 0x80);
    return utf8_class_of(utf8_at(text, at, &length));
}

// A letter, a no-break space and a dash or a quotation mark: prose of many languages ("á –", "â »").
static bool is_prose(unsigned first, unsigned second, unsigned third) {
    return first < 0xe4 && second == 0xa0 && follows_words(third);
}

static bool unit_at(struct slice text, size_t at, struct unit *unit) {
    size_t length, end = at;
    unsigned first = byte_of(code_at(text, at, &length));
    if (first < 0xc2 || first > 0xf4) return false;
    const unsigned more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    end += length;
    uint32_t code = first & (0x7fu >> (more + 1));
    unsigned byte = 0, second = 0;
    for (unsigned i = 0; i < more; i++) {
        uint32_t next = code_at(text, end, &length);
        byte = byte_of(next);
        if (byte < 0x80 || byte > 0xbf) {
            if (i != 1 || first != 0xe2 || code != (0x2 << 6 | 0)) return false;
            if (utf8_is_word(next)) return false;
            *unit = (struct unit){ 0x201d, end - at + (next == 0xfffd ? length : 0), true };
            return true;
        }
        if (i == 1 && is_prose(first, second, byte)) return false;
        second = byte;
        code = code << 6 | (byte & 0x3f);
        end += length;
    }
    if ((more == 2 && (code < 0x800 || (code >= 0xd800 && code < 0xe000))) ||
        (more == 3 && (code < 0x10000 || code > 0x10ffff)))
        return false;
    enum utf8_class class = utf8_class_of(code);
    if (class == UTF8_CONTROL && code >= 0xa0 && code != 0xad && code != 0xfeff &&
        (code < 0x200b || code > 0x206f))
        return false; // unassigned
    unit->code = code;
    unit->taken = end - at;
    if (more > 1) {
        unit->sure = is_common_mark(code) || more == 3;
        return true;
    }
    const bool two_letters = utf8_is_word(code_at(text, at + 2, &length)) && byte != 0xaa && byte != 0xba;
    // Latin letters and marks only: what else has two bytes needs company.
    const bool latin = first <= 0xc5;
    const enum utf8_class before = class_before(text, at), after = utf8_class_of(code_at(text, end, &length));
    unit->sure = latin && !two_letters && !follows_words(byte) &&
                 (before == UTF8_LOWER || after == UTF8_LOWER || (first == 0xc2 && class != UTF8_CONTROL));
    return true;
}

static unsigned script_of(uint32_t code) {
    return code >= 0x370 && code < 0x400   ? 1
           : code >= 0x400 && code < 0x530 ? 2
           : code >= 0x590 && code < 0x600 ? 3
           : code >= 0x600 && code < 0x780 ? 4
                                           : 0;
}

// Are the units at `at` two characters of three bytes in a row, of one block or of the Chinese, Japanese and
// Korean ones?
static bool is_word_of_triples(struct slice text, size_t at) {
    uint32_t before = 0;
    for (int i = 0; i < 2; i++) {
        struct unit unit;
        if (!unit_at(text, at, &unit) || unit.code < 0x800) return false;
        const bool is_east = unit.code >= 0x3000 && unit.code < 0xd7b0;
        if (i == 1 && unit.code >> 8 != before >> 8 && !(is_east && before >= 0x3000 && before < 0xd7b0))
            return false;
        before = unit.code;
        at += unit.taken;
    }
    return true;
}

// Are the units at `at` three letters in a row of one script that is not Latin?
static bool is_word_of_pairs(struct slice text, size_t at) {
    unsigned script = 0;
    for (int i = 0; i < 3; i++) {
        struct unit unit;
        if (!unit_at(text, at, &unit)) return false;
        unsigned here = script_of(unit.code);
        if (here == 0 || (script && here != script)) return false;
        script = here;
        at += unit.taken;
    }
    return true;
}

// Where characters that stand for bytes end.
static size_t run_end(struct slice text, size_t at) {
    size_t length, end = at;
    while (end < text.length && end - at < MOJIBAKE_LONGEST - 4) {
        uint32_t code = utf8_at(text, end, &length);
        if (byte_of(code) == 0 && code != 0xfffd) break;
        end += length;
    }
    return end;
}

enum mojibake mojibake_of(struct slice text) {
    size_t leads = 0, units = 0;
    bool sure = false;
    for (size_t at = 0; at < text.length; at++) {
        const char *next = memchr(text.start + at, 0xc3, text.length - at);
        if (next == NULL) break;
        at = (size_t)(next - text.start);
        if (at + 1 >= text.length) break;
        const unsigned char second = (unsigned char)text.start[at + 1];
        if (second < 0x82 || second > 0xb4) continue; // U+00C2 to U+00F4: all that begins a character
        leads++;
        struct unit unit;
        if (!mojibake_may_begin(text, at) || !unit_at(text, at, &unit)) continue;
        units++;
        sure = sure || unit.sure || is_word_of_pairs(text, at) || is_word_of_triples(text, at);
        at += unit.taken - 1;
    }
    if (!sure) return MOJIBAKE_NONE;
    return units * 20 >= leads * 19 ? MOJIBAKE_ALL : MOJIBAKE_SOME;
}

// Undoes one encoding of the run's units.
static size_t undo(struct slice run, char *to) {
    size_t used = 0, step;
    for (size_t at = 0; at < run.length; at += step) {
        struct unit unit;
        if (!unit_at(run, at, &unit)) {
            utf8_at(run, at, &step);
            memcpy(to + used, run.start + at, step);
            used += step;
            continue;
        }
        step = unit.taken;
        used += utf8_write(unit.code, to + used);
    }
    return used;
}

// Is the run, of which one encoding was undone, nothing but characters that were encoded twice before?
// Capitals with a mark behind give rare letters, and are none.
static bool is_all_units(struct slice run) {
    struct unit unit;
    for (size_t at = 0; at < run.length; at += unit.taken) {
        if (!unit_at(run, at, &unit)) return false;
        if (!unit.sure && unit.code >= 0x180 && unit.code < 0x800 && script_of(unit.code) == 0) return false;
    }
    return run.length > 0;
}

size_t mojibake_at(struct slice text, size_t at, enum mojibake mojibake, char *repaired, size_t *taken) {
    struct unit unit;
    if (mojibake == MOJIBAKE_NONE || !unit_at(text, at, &unit)) return 0;
    const size_t end = run_end(text, at);
    size_t length;
    const bool lower =
        class_before(text, at) == UTF8_LOWER || utf8_class_of(code_at(text, end, &length)) == UTF8_LOWER;
    if (mojibake != MOJIBAKE_ALL && !unit.sure && !lower && script_of(unit.code) == 0 &&
        unit.taken == end - at)
        return 0;
    *taken = end - at < unit.taken ? unit.taken : end - at;
    length = undo(slice_part(text, at, at + *taken), repaired);
    for (int times = 1; times < MOST_TIMES; times++) {
        char again[MOJIBAKE_LONGEST];
        struct slice once = { repaired, length };
        if (!is_all_units(once)) break;
        length = undo(once, again);
        memcpy(repaired, again, length);
    }
    return length;
}
