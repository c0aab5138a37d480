// charset.h - bytes in any character set to UTF-8, and what other tools did to text before.
//
// Order of trust: a byte order mark; valid UTF-8 that has bytes above 0x7F; what the container declares; what
// the bytes declare (meta, XML declaration); a guess. A declaration that the bytes contradict is passed over.
// Knows base and, for `struct slice`s of a document, document.h.
#pragma once

#include "read/document.h"

struct charset_result {
    struct slice text; // valid UTF-8; the bytes themselves when nothing had to change
    char name[32];     // of the character set that the bytes were in, as WHATWG's Encoding Standard says it
    const char *from;  // "bom", "utf-8", "declared", "meta", "guess"
    size_t replaced;   // bytes that meant nothing in that set, each now U+FFFD
    size_t mojibake;   // places where text that was encoded twice was repaired
    bool is_single;    // no place of the bytes can be such
};

// `declared`: the container's name for the set, may be empty. `is_markup`: look for <meta charset> and an XML
// declaration. Everything lives in `arena` or is `bytes`. Cannot fail. One pass over plain UTF-8, no copy.
//
// Of plain text the repairs are recorded one by one, which clean_text() does. So without `is_markup` what was
// encoded twice stays, and so do single bytes in UTF-8 that are none: `text` may then be no valid UTF-8.
void charset_decode(struct slice bytes, struct slice declared, bool is_markup, struct arena *arena,
                    struct charset_result *result);

// The same where somebody knows the set: `label` names it, of the Encoding Standard. False when no set has
// that name.
bool charset_decode_as(struct slice bytes, struct slice label, bool is_markup, struct arena *arena,
                       struct charset_result *result);
// The set of a table or an export, of which each row is short, by its first bytes: a label.
const char *charset_of_file(struct slice start, struct arena *arena);

// charset_names.c
struct charset {
    const char *name;   // of the Encoding Standard
    const char *iconv;  // of the C library; NULL for UTF-8
    const char *labels; // all of them, each between two spaces
};
// By any label, space and case apart; NULL when unknown.
const struct charset *charset_of_label(struct slice label);

// charset_guess.c: without a declaration. NULL when no set gives text.
const struct charset *charset_guess(struct slice bytes, struct arena *arena);
// Are the bytes that are no UTF-8 Windows-1252? They must be few beside the ASCII, more than what is UTF-8,
// all of them characters and nine in ten likely ones.
bool charset_is_windows_1252(struct slice bytes);
// The code point of a byte from 0x80 on; 0 when there is none.
uint32_t charset_windows_1252(unsigned char byte);

// mojibake.c: text that was encoded twice, "Ã©" for "é": UTF-8 read as Windows-1252 or Latin 1, once or more.
#define MOJIBAKE_LONGEST 4096 // bytes that are repaired at once
enum mojibake {
    MOJIBAKE_NONE, // nothing that could not be something else
    MOJIBAKE_SOME,
    MOJIBAKE_ALL // of the text: what may be mojibake is
};
enum mojibake mojibake_of(struct slice text);
// Whether two characters at `at` may stand for the bytes of one: U+00C2 to U+00F4, then no ASCII. Where there
// is no such place in it, a text is MOJIBAKE_NONE.
static inline bool mojibake_may_begin(struct slice text, size_t at) {
    const unsigned char *bytes = (const unsigned char *)text.start + at;
    return at + 2 < text.length && bytes[0] == 0xc3 && bytes[1] >= 0x82 && bytes[1] <= 0xb4 &&
           bytes[2] >= 0xc2;
}
// What the run at `at` was: `repaired` (at least MOJIBAKE_LONGEST bytes) and its length, no more than
// `*taken`, the bytes of `text` that are used up; 0 when it is nothing of the kind. `mojibake`: of the whole
// text.
size_t mojibake_at(struct slice text, size_t at, enum mojibake mojibake, char *repaired, size_t *taken);

// entities.c: "&amp;" that another tool left in text. The code point, `*taken` bytes being used up; 0 when
// there is none. "&amp;quot;" is a quotation mark.
uint32_t entity_at(struct slice text, size_t at, size_t *taken);
