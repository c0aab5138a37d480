// utf8.h - Unicode text, over utf8proc.
#pragma once

#include "base/arena.h"

enum utf8_class { // what a code point is, as far as reading news cares
    UTF8_OTHER,   // numbers that are no digits: fractions, superscripts, roman numerals
    UTF8_UPPER,   // upper or title case letter
    UTF8_LOWER,   // lower case letter
    UTF8_LETTER,  // letter without case
    UTF8_DIGIT,
    UTF8_MARK,  // combining
    UTF8_SPACE, // white space of any kind, line ends too
    UTF8_OPEN,  // opening bracket or quotation mark by its category (Ps, Pi)
    UTF8_CLOSE, // closing (Pe, Pf)
    UTF8_PUNCTUATION,
    UTF8_SYMBOL,
    UTF8_CONTROL, // controls, formats, unassigned, private use
};

// The code point at `position`, its length in bytes in `*length` (at least 1). Text that is not valid UTF-8
// gives U+FFFD with length 1. Position must be inside the text.
uint32_t utf8_at(struct slice text, size_t position, size_t *length);
enum utf8_class utf8_class_of(uint32_t code);
bool utf8_is_word(uint32_t code);     // letter, digit or mark
size_t utf8_count(struct slice text); // code points of valid text
// First byte at or after `at` that is above 0x7f; the text's length when there is none.
size_t utf8_skip_ascii(struct slice text, size_t at);
// First byte that is not part of valid UTF-8; SIZE_MAX when all is.
size_t utf8_first_invalid(struct slice text);
// A copy in valid UTF-8, normalized to NFC (a run of more than 30 marks piece by piece); each invalid byte
// becomes U+FFFD, counted in `*replaced` (may be NULL).
struct slice utf8_clean(struct slice text, struct arena *arena, size_t *replaced);
// Is it in NFC as it stands, and joins with no plain one before it? Text of such code points alone is what
// utf8_clean() leaves as it is. Not every one is known.
bool utf8_is_plain(uint32_t code);
// Case folded (full folding). Same text when nothing changes.
struct slice utf8_fold(struct slice text, struct arena *arena);
// Case folded, marks and strokes removed ("Erdoğan" and "Erdogan", "Łódź" and "Lodz" alike), hyphens and
// dashes of all kinds as '-', apostrophes as '\''. Spaces stay as they are. Same text when nothing changes.
struct slice utf8_fold_name(struct slice text, struct arena *arena);
unsigned
utf8_columns(uint32_t code); // on a terminal: 0 for marks and controls, 2 for wide characters, else 1
// Writes `code` as UTF-8 into `buffer` (at least 4 bytes); returns its length.
size_t utf8_write(uint32_t code, char *buffer);
bool utf8_starts_upper(struct slice text); // the first code point is an upper or title case letter
bool utf8_is_all_upper(struct slice text); // has a letter with case and no lower case letter
