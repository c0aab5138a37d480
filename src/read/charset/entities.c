// entities.c - what a tool that took text out of a page forgot to decode.
//
// With its ampersand, a known name and its semicolon nothing else looks like an entity, so that is evidence
// enough. Names are those that news has; a page's own are the parser's business.
#include "read/charset/charset.h"

#include "base/utf8.h"

#include <string.h>

#define LONGEST_ENTITY 12 // bytes, ampersand and semicolon too

static const struct {
    const char *name;
    uint32_t code;
} entities[] = {
    { "amp", '&' },      { "quot", '"' },      { "apos", '\'' },    { "lt", '<' },       { "gt", '>' },
    { "nbsp", 0xa0 },    { "lsquo", 0x2018 },  { "rsquo", 0x2019 }, { "sbquo", 0x201a }, { "ldquo", 0x201c },
    { "rdquo", 0x201d }, { "bdquo", 0x201e },  { "laquo", 0xab },   { "raquo", 0xbb },   { "ndash", 0x2013 },
    { "mdash", 0x2014 }, { "hellip", 0x2026 }, { "bull", 0x2022 },  { "middot", 0xb7 },  { "euro", 0x20ac },
    { "pound", 0xa3 },   { "yen", 0xa5 },      { "cent", 0xa2 },    { "sect", 0xa7 },    { "copy", 0xa9 },
    { "reg", 0xae },     { "trade", 0x2122 },  { "deg", 0xb0 },     { "frac12", 0xbd },  { "iquest", 0xbf },
    { "iexcl", 0xa1 },   { "shy", 0xad },      { "ensp", 0x2002 },  { "emsp", 0x2003 },  { "thinsp", 0x2009 },
    { "zwnj", 0x200c },  { "zwj", 0x200d },    { "agrave", 0xe0 },  { "aacute", 0xe1 },  { "acirc", 0xe2 },
    { "atilde", 0xe3 },  { "auml", 0xe4 },     { "aring", 0xe5 },   { "aelig", 0xe6 },   { "ccedil", 0xe7 },
    { "egrave", 0xe8 },  { "eacute", 0xe9 },   { "ecirc", 0xea },   { "euml", 0xeb },    { "igrave", 0xec },
    { "iacute", 0xed },  { "icirc", 0xee },    { "iuml", 0xef },    { "ntilde", 0xf1 },  { "ograve", 0xf2 },
    { "oacute", 0xf3 },  { "ocirc", 0xf4 },    { "otilde", 0xf5 },  { "ouml", 0xf6 },    { "oslash", 0xf8 },
    { "ugrave", 0xf9 },  { "uacute", 0xfa },   { "ucirc", 0xfb },   { "uuml", 0xfc },    { "szlig", 0xdf },
    { "scaron", 0x161 }, { "oelig", 0x153 },   { "Agrave", 0xc0 },  { "Aacute", 0xc1 },  { "Auml", 0xc4 },
    { "Aring", 0xc5 },   { "Ccedil", 0xc7 },   { "Egrave", 0xc8 },  { "Eacute", 0xc9 },  { "Iacute", 0xcd },
    { "Ntilde", 0xd1 },  { "Oacute", 0xd3 },   { "Ouml", 0xd6 },    { "Oslash", 0xd8 },  { "Uacute", 0xda },
    { "Uuml", 0xdc },    { "Scaron", 0x160 },
};

static uint32_t number_of(struct slice digits) {
    bool hexadecimal = digits.length > 0 && (digits.start[0] | 0x20) == 'x';
    uint32_t code = 0;
    if (hexadecimal) digits = slice_part(digits, 1, digits.length);
    if (digits.length == 0 || digits.length > 7) return 0;
    for (size_t i = 0; i < digits.length; i++) {
        char byte = digits.start[i];
        unsigned digit = byte >= '0' && byte <= '9' ? (unsigned)(byte - '0')
                         : hexadecimal && (byte | 0x20) >= 'a' && (byte | 0x20) <= 'f'
                             ? (unsigned)((byte | 0x20) - 'a') + 10
                             : 99;
        if (digit > 15) return 0;
        code = code * (hexadecimal ? 16 : 10) + digit;
    }
    if (code >= 0x80 && code < 0xa0) return charset_windows_1252((unsigned char)code); // as browsers do
    return code < 0x20 || code == 0x7f || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? 0 : code;
}

static uint32_t code_of(struct slice name) {
    if (name.length > 1 && name.start[0] == '#') return number_of(slice_part(name, 1, name.length));
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (slice_equal(name, slice_of(entities[i].name))) return entities[i].code;
    return 0;
}

uint32_t entity_at(struct slice text, size_t at, size_t *taken) {
    uint32_t code = '&';
    size_t name = at + 1;
    for (int times = 0; code == '&' && times < 3; times++) { // "&amp;amp;quot;"
        const struct slice rest = slice_part(text, name, name + LONGEST_ENTITY - 1);
        const char *end = rest.length ? memchr(rest.start, ';', rest.length) : NULL;
        uint32_t next = end ? code_of(slice_part(rest, 0, (size_t)(end - rest.start))) : 0;
        if (next == 0) return times > 0 ? '&' : 0;
        code = next;
        name += (size_t)(end - rest.start) + 1;
        *taken = name - at;
    }
    return code;
}
