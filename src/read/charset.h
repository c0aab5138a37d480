// charset.h - bytes in any character set to UTF-8.
//
// Order of trust: a byte order mark; valid UTF-8 that has bytes above 0x7F; what the container declares; what the
// bytes declare (meta, XML declaration); a guess. Text that was encoded twice ("Ã©") is repaired.
#pragma once

#include "read/document.h"

struct charset_result {
    struct slice text; // valid UTF-8; the bytes themselves when nothing had to change
    char name[32];     // of the character set that the bytes were in, as WHATWG's Encoding Standard says it
    const char *from;  // "bom", "utf-8", "declared", "meta", "guess"
    size_t replaced;   // bytes that meant nothing in that set, each now U+FFFD
    size_t mojibake;   // places where text that was encoded twice was repaired
};

// `declared`: the container's name for the set, may be empty. `is_markup`: look for <meta charset> and an XML
// declaration. Everything lives in `arena` or is `bytes`. Cannot fail. One pass over plain UTF-8, no copy.
void charset_decode(struct slice bytes, struct slice declared, bool is_markup, struct arena *arena,
                    struct charset_result *result);
