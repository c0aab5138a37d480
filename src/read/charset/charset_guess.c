// charset_guess.c - the character set of bytes that do not say it.
//
// libuchardet knows the sets of East Asia, whose bytes come in pairs, by what pairs are common. Of the sets
// of one byte it often picks a neighbour that differs in a few letters, and short texts mislead it. There
// each candidate is tried: a byte counts for it as a letter that is common in its languages, as another
// letter, or as a mark that prose has; and against it as a capital after a small letter, as what no text has,
// or as nothing at all. The best mean wins, an earlier row of equal ones; what libuchardet says is worth a
// little.
//
// The bytes from 0x80 to 0x9F tell the sets of Windows from those of ISO, which have controls there.
#include "read/charset/charset.h"

#include "base/utf8.h"

#include <iconv.h>
#include <string.h>
#include <uchardet/uchardet.h>

#define SAMPLE 16384      // bytes that are looked at
#define LEAST_POINTS 1000 // for a byte, times 1000: what has less is no text

static const struct {
    const char *name;
    const char *common; // letters
} candidates[] = {
    { "windows-1252", "éèàâçêîôûñáíóúãõäöüßåøæëï" },
    { "iso-8859-15", "éèàâçêîôûñáíóúãõäöüßåøæëïœ" },
    { "windows-1254", "ışğüöç" },
    { "windows-1250", "ąęłśżćńóźáéíěščřžýúůőűöüăâîșțđţş" },
    { "iso-8859-2", "ąęłśżćńóźáéíěščřžýúůőűöüăâîțșđţş" },
    { "windows-1257", "āēīūšžčņļķģąęėįųõäöü" },
    { "iso-8859-13", "āēīūšžčņļķģąęėįųõäöü" },
    { "windows-1258", "đươăâêôáàéíóúý\u0301\u0300\u0323\u0309\u0303" },
    { "windows-1251", "оеаинтсрвлкмдпуяыьгзіїє" },
    { "koi8-r", "оеаинтсрвлкмдпуяыьгз" },
    { "koi8-u", "оеаинтсрвлкмдпуяыьгзіїє" },
    { "iso-8859-5", "оеаинтсрвлкмдпуяыьгзіїє" },
    { "ibm866", "оеаинтсрвлкмдпуяыьгз" },
    { "x-mac-cyrillic", "оеаинтсрвлкмдпуяыьгзіїє" },
    { "windows-1253", "αοιετσνηυρπκμλωςάόίέήώύ" },
    { "iso-8859-7", "αοιετσνηυρπκμλωςάόίέήώύ" },
    { "windows-1255", "יוהלארתמבשנעדקחפכטצגסזםןךףץ" },
    { "iso-8859-8", "יוהלארתמבשנעדקחפכטצגסזםןךףץ" },
    { "windows-1256", "اليمنورتبةعدسفحكقأهجشصطخذىإءئ" },
    { "iso-8859-6", "اليمنورتبةعدسفحكقأهجشصطخذىإءئ" },
    { "windows-874", "านรอกเงมยลวดทสตะปบคหแจพชขใไโผ่้ัีิื็ุู" },
};
#define CANDIDATES (sizeof candidates / sizeof *candidates)

struct candidate {
    uint32_t codes[128]; // of the bytes from 0x80 on; 0 for none
    bool common[128];
};

uint32_t charset_windows_1252(unsigned char byte) {
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
    return utf8_class_of(byte < 0x80 ? byte : charset_windows_1252(byte));
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

bool charset_is_windows_1252(struct slice bytes) {
    size_t invalid = 0, likely = 0, other = 0, length;
    for (size_t at = 0; at < bytes.length; at += length) {
        unsigned char byte = (unsigned char)bytes.start[at];
        length = 1;
        if (byte < 0x80) continue;
        if (utf8_at(bytes, at, &length) != 0xfffd || length > 1) {
            other++;
            continue;
        }
        if (charset_windows_1252(byte) == 0) return false;
        invalid++;
        likely += is_likely_in_windows_1252(bytes, at);
    }
    return invalid > other && invalid <= bytes.length / 5 && likely * 10 >= invalid * 9;
}

static bool open_candidate(size_t row, struct candidate *candidate) {
    memset(candidate, 0, sizeof *candidate);
    const struct charset *charset = charset_of_label(slice_of(candidates[row].name));
    iconv_t converter = iconv_open("UTF-8", charset->iconv);
    if (converter == (iconv_t)-1) return false;
    struct slice common = slice_of(candidates[row].common);
    for (unsigned byte = 0x80; byte < 0x100; byte++) {
        char from[2] = { (char)byte, ' ' }, to[16], *in = from, *out = to;
        size_t in_left = 2, out_left = sizeof to, length; // a space after it: some sets compose
        iconv(converter, NULL, NULL, NULL, NULL);
        if (iconv(converter, &in, &in_left, &out, &out_left) == (size_t)-1) continue;
        iconv(converter, NULL, NULL, &out, &out_left);
        candidate->codes[byte - 0x80] = utf8_at((struct slice){ to, sizeof to - out_left }, 0, &length);
        candidate->common[byte - 0x80] = slice_find(common, (struct slice){ to, length }, 0) != SIZE_MAX;
    }
    iconv_close(converter);
    return true;
}

static bool is_prose_mark(uint32_t code) {
    return (code >= 0x2013 && code <= 0x201e) || code == 0x2026 || code == 0xa0 || code == 0xab ||
           code == 0xbb || code == 0xa1 || code == 0xbf || code == 0xb0 || code == 0x20ac || code == 0xa3 ||
           code == 0x2116 || code == 0xa7 || code == 0xb7 || code == 0x60c || code == 0x61f || code == 0x2011;
}

// Mean points of the bytes above 0x7F, times 1000.
static long points_of(const struct candidate *candidate, struct slice bytes) {
    long points = 0, count = 0;
    enum utf8_class before = UTF8_SPACE;
    for (size_t at = 0; at < bytes.length; at++) {
        unsigned char byte = (unsigned char)bytes.start[at];
        uint32_t code = byte < 0x80 ? byte : candidate->codes[byte - 0x80];
        enum utf8_class class = utf8_class_of(code);
        if (byte >= 0x80) {
            unsigned char next = at + 1 < bytes.length ? (unsigned char)bytes.start[at + 1] : ' ';
            enum utf8_class after = utf8_class_of(next < 0x80 ? next : candidate->codes[next - 0x80]);
            count++;
            if (code == 0 || class == UTF8_CONTROL)
                points -= 6;
            else if (class == UTF8_UPPER)
                points += before == UTF8_LOWER ? -4 : after == UTF8_LOWER || after == UTF8_UPPER ? 2 : 0;
            else if (candidate->common[byte - 0x80])
                points += 4;
            else if (class == UTF8_LOWER || class == UTF8_LETTER || class == UTF8_MARK)
                points += 1;
            else
                points += is_prose_mark(code) ? 3 : -3;
        }
        before = class;
    }
    return count ? points * 1000 / count : 0;
}

static const struct charset *ask_uchardet(struct slice bytes) {
    uchardet_t detector = uchardet_new();
    if (detector == NULL) return NULL;
    const struct charset *charset = NULL;
    if (uchardet_handle_data(detector, bytes.start, bytes.length) == 0) {
        uchardet_data_end(detector);
        struct slice name = slice_of(uchardet_get_charset(detector));
        charset = charset_of_label(slice_equal(name, SLICE("MAC-CYRILLIC")) ? SLICE("x-mac-cyrillic") : name);
    }
    uchardet_delete(detector);
    return charset;
}

static bool is_of_many_bytes(const struct charset *charset) {
    static const char *const names[] = { "gbk", "gb18030", "big5", "euc-jp", "shift_jis", "euc-kr" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (charset && strcmp(charset->name, names[i]) == 0) return true;
    return false;
}

// In the sets of many bytes nearly all bytes above 0x7F come in runs of even length.
static bool comes_in_pairs(struct slice bytes) {
    size_t above = 0, alone = 0;
    for (size_t at = 0; at < bytes.length; at++) {
        if ((unsigned char)bytes.start[at] < 0x80) continue;
        above++;
        alone += (at == 0 || (unsigned char)bytes.start[at - 1] < 0x80) &&
                 (at + 1 >= bytes.length || (unsigned char)bytes.start[at + 1] < 0x80);
    }
    return alone * 4 <= above;
}

const struct charset *charset_guess(struct slice bytes, struct arena *arena) {
    size_t start = 0; // where something is to be seen
    while (start < bytes.length && (unsigned char)bytes.start[start] < 0x80 && bytes.start[start] != 0x1b)
        start++;
    start = start > 64 ? start - 64 : 0;
    bytes = slice_part(bytes, start, start + SAMPLE);
    const struct charset *says = ask_uchardet(bytes);
    if (is_of_many_bytes(says) && comes_in_pairs(bytes)) return says;
    long best = LEAST_POINTS;
    const struct charset *charset = NULL;
    struct candidate *candidate = ARENA_NEW(arena, struct candidate);
    for (size_t row = 0; row < CANDIDATES; row++) {
        if (!open_candidate(row, candidate)) continue;
        const struct charset *this = charset_of_label(slice_of(candidates[row].name));
        long points = points_of(candidate, bytes) + (this == says ? 200 : 0) + (row == 0 ? 250 : 0);
        if (points <= best) continue;
        best = points;
        charset = this;
    }
    return charset;
}
