// html_text.c - what the texts of a page say: references to characters decoded, nodes put together.
#include "read/markup/html.h"

#include "base/utf8.h"

#include <libxml/HTMLparser.h>
#include <string.h>

// What numbers 0x80 to 0x9f mean in a reference: Windows-1252 (WHATWG HTML, 13.2.5.80).
static const uint16_t windows[32] = { 0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021,
                                      0x2c6,  0x2030, 0x160,  0x2039, 0x152,  0x8d,   0x17d,  0x8f,
                                      0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                      0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178 };

// The code point of the reference that `text` begins with, its length in `*length`; 0 when it is none.
static uint32_t reference(struct slice text, size_t *length) {
    size_t at = 1;
    uint32_t code = 0;
    if (at < text.length && text.start[at] == '#') {
        const bool is_hex = ++at < text.length && (text.start[at] | 0x20) == 'x';
        at += is_hex;
        const size_t from = at;
        for (; at < text.length && at < from + 8; at++) {
            const char c = text.start[at];
            const int digit = c >= '0' && c <= '9'                               ? c - '0'
                              : is_hex && (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                                                 : -1;
            if (digit < 0) break;
            code = code * (is_hex ? 16 : 10) + (uint32_t)digit;
        }
        if (at == from) return 0;
        if (code >= 0x80 && code < 0xa0) code = windows[code - 0x80];
        if (code == 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) code = 0xfffd;
    } else {
        char name[12];
        size_t count = 0;
        while (at < text.length && count + 1 < sizeof name &&
               (((unsigned)(text.start[at] | 0x20) - 'a' < 26) ||
                (text.start[at] >= '0' && text.start[at] <= '9')))
            name[count++] = text.start[at++];
        name[count] = '\0';
        if (strcmp(name, "apos") == 0) {
            code = '\'';
        } else {
            const htmlEntityDesc *entity = count ? htmlEntityLookup((const xmlChar *)name) : NULL;
            if (!entity) return 0;
            code = entity->value;
        }
        if (at >= text.length || text.start[at] != ';') { // HTML lets only the old ones go without
            if (code > 0xff) return 0;
        }
    }
    if (at < text.length && text.start[at] == ';') at++;
    *length = at;
    return code;
}

struct slice html_decode(struct slice text, struct arena *arena) {
    const char *first = text.length ? memchr(text.start, '&', text.length) : NULL;
    if (!first) return text;
    char *bytes =
        arena_raw(arena, text.length * 2 + 4); // a reference is seldom shorter than what it stands for
    size_t used = 0, at = 0;
    while (at < text.length) {
        const char *next = memchr(text.start + at, '&', text.length - at);
        const size_t stop = next ? (size_t)(next - text.start) : text.length;
        memcpy(bytes + used, text.start + at, stop - at);
        used += stop - at;
        at = stop;
        if (!next) break;
        size_t length = 1;
        const uint32_t code = reference(slice_part(text, at, at + 16), &length);
        if (code)
            used += utf8_write(code, bytes + used);
        else
            bytes[used++] = '&';
        at += code ? length : 1;
    }
    return (struct slice){ bytes, used };
}

// Whether a block ended between the node before `node` and `node` itself.
static bool ends_block(const struct html_node *nodes, uint32_t node) {
    for (uint32_t i = node - 1; nodes[i].depth >= nodes[node].depth && i > 0; i = nodes[i].parent)
        if (html_tag_kind((enum html_tag)nodes[i].tag) == HTML_BLOCK) return true;
    return false;
}

const struct slice html_quote_marks[2][2] = { { { "\xe2\x80\x9c", 3 }, { "\xe2\x80\x9d", 3 } },
                                              { { "\xe2\x80\x98", 3 }, { "\xe2\x80\x99", 3 } } };

bool html_has_marks(const struct html *html, uint32_t quote) {
    static const struct slice marks[] = { { "\"", 1 },           { "'", 1 },
                                          { "&quot;", 6 },       { "&ldquo;", 7 },
                                          { "&#", 2 },           { "&laquo;", 7 },
                                          { "\xe2\x80\x9c", 3 }, { "\xe2\x80\x98", 3 },
                                          { "\xc2\xab", 2 },     { "\xe2\x80\x9e", 3 } };
    for (uint32_t i = quote + 1; i < html->nodes[quote].last; i++)
        if (html->nodes[i].tag == HTML_TEXT) {
            const struct slice raw = html_raw(html, i);
            for (size_t k = 0; k < sizeof marks / sizeof *marks; k++)
                if (slice_starts(raw, marks[k])) return true;
            return false;
        }
    return true; // nothing to put between marks
}

struct slice html_text(const struct html *html, uint32_t node, struct arena *arena) {
    const struct html_node *nodes = html->nodes;
    size_t size = 1;
    for (uint32_t i = node; i < nodes[node].last; i++)
        if (nodes[i].tag == HTML_TEXT) size += nodes[i].end - nodes[i].start + 1;
    char *bytes = arena_raw(arena, size);
    size_t used = 0;
    bool gap = false;
    for (uint32_t i = node; i < nodes[node].last; i++) {
        gap = gap || nodes[i].space_before || html_tag_kind((enum html_tag)nodes[i].tag) == HTML_BLOCK ||
              nodes[i].tag == HTML_br || (i > node && ends_block(nodes, i));
        if (nodes[i].tag == HTML_script || nodes[i].tag == HTML_style ||
            (i > node && (nodes[i].tag == HTML_sup || nodes[i].tag == HTML_a) &&
             html_is_note_mark(html, i, (struct slice){ bytes, used }, gap))) {
            i = nodes[i].last - 1;
            continue;
        }
        if (nodes[i].tag != HTML_TEXT || (i > 0 && i != node && nodes[nodes[i].parent].tag == HTML_script))
            continue;
        const struct slice raw = html_raw(html, i);
        if (gap && used) bytes[used++] = ' ';
        gap = false;
        for (size_t k = 0; k < raw.length; k++) {
            if (!html_is_space(raw.start[k]))
                bytes[used++] = raw.start[k];
            else if (used && bytes[used - 1] != ' ')
                bytes[used++] = ' ';
        }
    }
    return html_decode((struct slice){ bytes, used }, arena);
}
