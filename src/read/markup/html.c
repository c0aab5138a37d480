// html.c - markup to a flat tree, in one pass.
//
// Not the tree of the standard (WHATWG HTML, 13.2), which mends by moving nodes about, but its practical
// part: which end tags may be left out, what holds nothing, what holds no markup. Speed is the reason: most
// of a news page is script, style and attributes, over which memchr and a table of bytes run without looking
// closer.
#include "read/markup/html.h"

#include "base/eight.h"
#include "base/hash.h"
#include "base/lanes.h"

#include <string.h>

#define KIND_ROW(name, kind) [HTML_##name] = HTML_##kind,
const uint8_t html_tag_kinds[HTML_TAG_COUNT] = { HTML_TAGS(KIND_ROW) };
#define NAME_ROW(name, kind) [HTML_##name] = #name,
static const char *const tag_names[HTML_TAG_COUNT] = { HTML_TAGS(NAME_ROW) };

// Tags by first letter.
static enum html_tag tag_of(struct slice name) {
    static const uint8_t first[27] = {
        // the first tag of each letter, in the order of the list
        HTML_a,      HTML_b,   HTML_canvas, HTML_dd, HTML_em,    HTML_fieldset,  0,
        HTML_h1,     HTML_i,   0,           0,       HTML_label, HTML_main,      HTML_nav,
        HTML_object, HTML_p,   HTML_q,      0,       HTML_s,     HTML_table,     HTML_u,
        HTML_video,  HTML_wbr, 0,           0,       0,          HTML_TAG_COUNT,
    };
    const unsigned letter = (unsigned)(name.start[0] | 0x20) - 'a';
    if (letter > 25 || !first[letter]) return HTML_OTHER;
    unsigned end = letter + 1;
    while (!first[end]) end++;
    for (unsigned tag = first[letter]; tag < first[end]; tag++)
        if (slice_equal_ascii_fold(slice_of(tag_names[tag]), name)) return (enum html_tag)tag;
    return HTML_OTHER;
}

#define SEEN_BITS 6

struct seen_name {
    uint64_t letters; // small, the first one lowest; 0: none
    enum html_tag tag;
};

struct parser {
    struct slice bytes;
    struct arena *arena;
    struct html_node *nodes;
    uint32_t count, capacity;
    uint32_t stack[HTML_DEPTH];             // open elements
    unsigned depth, overflow;               // elements that are open but too deep to stand on the stack
    bool space;                             // white space stands before the next node
    bool skips, endless[HTML_TAG_COUNT];    // what holds no story; elements of a tag that have no end
    struct seen_name seen[1u << SEEN_BITS]; // pages use few tags
};

static uint32_t push_node(struct parser *parser, enum html_tag tag, size_t start, size_t end) {
    if (parser->count == parser->capacity) {
        parser->capacity *= 2;
        struct html_node *grown = arena_raw(parser->arena, parser->capacity * sizeof *grown);
        memcpy(grown, parser->nodes, parser->count * sizeof *grown);
        parser->nodes = grown;
    }
    const uint32_t index = parser->count++;
    parser->nodes[index] = (struct html_node){ .start = (uint32_t)start,
                                               .end = (uint32_t)end,
                                               .parent = parser->depth ? parser->stack[parser->depth - 1] : 0,
                                               .last = index + 1,
                                               .tag = (uint8_t)tag,
                                               .space_before = parser->space,
                                               .depth = (uint16_t)parser->depth };
    parser->space = false;
    return index;
}

static void pop_to(struct parser *parser, unsigned depth) {
    while (parser->depth > depth) parser->nodes[parser->stack[--parser->depth]].last = parser->count;
}

static enum html_tag open_tag(const struct parser *parser, unsigned depth) {
    return (enum html_tag)parser->nodes[parser->stack[depth]].tag;
}

// Closes the nearest of `tags` (two at most) unless one of `walls` is nearer.
static void close_open(struct parser *parser, enum html_tag a, enum html_tag b, uint64_t walls_low,
                       uint64_t walls_high) {
    for (unsigned depth = parser->depth; depth-- > 1;) {
        const enum html_tag tag = open_tag(parser, depth);
        if (tag == a || tag == b) {
            pop_to(parser, depth);
            return;
        }
        if ((tag < 64 ? walls_low >> tag : walls_high >> (tag - 64)) & 1) return;
    }
}

#define LOW(tag) ((tag) < 64 ? UINT64_C(1) << ((tag)&63) : 0)
#define HIGH(tag) ((tag) >= 64 ? UINT64_C(1) << ((tag)&63) : 0)
#define WALLS(a, b, c) LOW(a) | LOW(b) | LOW(c), HIGH(a) | HIGH(b) | HIGH(c)

// End tags that may be left out (WHATWG HTML, 13.1.2.4).
static void imply_ends(struct parser *parser, enum html_tag tag) {
    switch (tag) {
    case HTML_li:
        close_open(parser, HTML_li, HTML_li, WALLS(HTML_ul, HTML_ol, HTML_menu));
        break;
    case HTML_dd:
    case HTML_dt:
        close_open(parser, HTML_dd, HTML_dt, WALLS(HTML_dl, HTML_div, HTML_table));
        break;
    case HTML_tr:
        close_open(parser, HTML_tr, HTML_tr, WALLS(HTML_table, HTML_tbody, HTML_thead));
        break;
    case HTML_td:
    case HTML_th:
        close_open(parser, HTML_td, HTML_th, WALLS(HTML_table, HTML_tr, HTML_tr));
        break;
    case HTML_tbody:
    case HTML_tfoot:
        close_open(parser, HTML_thead, HTML_tbody, WALLS(HTML_table, HTML_table, HTML_table));
        break;
    case HTML_option:
        close_open(parser, HTML_option, HTML_option, WALLS(HTML_select, HTML_select, HTML_select));
        break;
    case HTML_body:
        close_open(parser, HTML_head, HTML_head, WALLS(HTML_body, HTML_body, HTML_body));
        break;
    default:
        break;
    }
    if (html_tag_kind((enum html_tag)tag) == HTML_BLOCK && tag != HTML_button && tag != HTML_noscript &&
        tag != HTML_object && tag != HTML_select && tag != HTML_option && tag != HTML_video &&
        tag != HTML_audio && tag != HTML_canvas && tag != HTML_template) {
        // a paragraph ends where a block begins, if nothing but words is open in it
        for (unsigned depth = parser->depth; depth-- > 1;) {
            const enum html_tag open = open_tag(parser, depth);
            if (open == HTML_p) {
                pop_to(parser, depth);
                break;
            }
            if (html_tag_kind((enum html_tag)open) == HTML_BLOCK) break;
        }
    }
}

static void close_tag(struct parser *parser, enum html_tag tag) {
    if (parser->overflow && html_tag_kind((enum html_tag)tag) != HTML_VOID) {
        parser->overflow--;
        return;
    }
    if (tag == HTML_OTHER || tag == HTML_body || tag == HTML_html) return; // what follows belongs there too
    for (unsigned depth = parser->depth; depth-- > 1;) {
        const enum html_tag open = open_tag(parser, depth);
        if (open == tag) {
            pop_to(parser, depth);
            return;
        }
        // An end tag of an inline element does not end blocks, one of a cell's content not the cell.
        if (html_tag_kind((enum html_tag)tag) == HTML_INLINE &&
            html_tag_kind((enum html_tag)open) == HTML_BLOCK)
            return;
        if ((open == HTML_td || open == HTML_th) && tag != HTML_table && tag != HTML_tr &&
            tag != HTML_tbody && tag != HTML_thead && tag != HTML_tfoot)
            return;
    }
}

// What a byte is to markup.
enum { SPACE = 1, NAME = 2 };
static const uint8_t classes[256] = {
    [' '] = SPACE,        ['\n'] = SPACE,       ['\t'] = SPACE,       ['\r'] = SPACE, ['\f'] = SPACE,
    ['a' ... 'z'] = NAME, ['A' ... 'Z'] = NAME, ['0' ... ':'] = NAME, ['-'] = NAME,
};

static bool is_any(char c, unsigned class) {
    return classes[(unsigned char)c] & class;
}

static bool is_space(char c) {
    return is_any(c, SPACE);
}

// Behind the white space from `at` to `end`. What lies behind the end is looked at too, and is no matter.
static size_t skip_space(struct slice bytes, size_t at, size_t end) {
    for (; bytes.length - at >= LANES && at < end; at += LANES) {
        const lanes b = lanes_at(bytes.start + at);
        const lanes spaces = (lanes)(b == ' ') | (lanes)(b == '\n') | (lanes)(b == '\t') |
                             (lanes)(b == '\r') | (lanes)(b == '\f');
        const size_t first = lanes_first_not(spaces);
        if (first == LANES) continue;
        return at + first < end ? at + first : end;
    }
    while (at < end && is_space(bytes.start[at])) at++;
    return at < end ? at : end;
}

// A text node for what is more than white space.
static void put_text(struct parser *parser, size_t start, size_t end) {
    const char *bytes = parser->bytes.start;
    const size_t from = skip_space(parser->bytes, start, end);
    if (from > start) parser->space = true;
    if (from == end) return;
    size_t to = end;
    while (is_space(bytes[to - 1])) to--;
    push_node(parser, HTML_TEXT, from, to);
    parser->space = to < end;
}

// The next '=' or '>' at or behind `at`, or what shares their upper six bits ('<', '?'); the length when
// there is none.
static size_t find_mark(struct slice bytes, size_t at) {
    for (; bytes.length - at >= LANES; at += LANES) {
        const size_t first = lanes_first_not((lanes)((lanes_at(bytes.start + at) & 0xfc) != '<'));
        if (first < LANES) return at + first;
    }
    while (at < bytes.length && (bytes.start[at] & 0xfc) != '<') at++;
    return at;
}

static size_t attributes_end(struct slice bytes, size_t at) {
    while ((at = find_mark(bytes, at)) < bytes.length) {
        const char mark = bytes.start[at++];
        if (mark == '>') return at;
        if (mark != '=') continue;
        while (at < bytes.length && is_space(bytes.start[at])) at++;
        if (at == bytes.length || (bytes.start[at] != '"' && bytes.start[at] != '\'')) continue;
        const char *quote = bytes.start + at++; // opens a value only behind '='
        const char *close = memchr(bytes.start + at, *quote, bytes.length - at);
        if (close) at = (size_t)(close - bytes.start) + 1;
    }
    return at;
}

// Where the tag ends that has its name before `at`: behind its '>'.
static size_t tag_end(struct slice bytes, size_t at) {
    return at < bytes.length && bytes.start[at] == '>' ? at + 1 : attributes_end(bytes, at);
}

static bool name_follows(struct slice bytes, size_t at, const char *name, size_t length) {
    if (at + length > bytes.length) return false;
    for (size_t i = 0; i < length; i++)
        if ((bytes.start[at + i] | 0x20) != name[i]) return false;
    return true;
}

// Where the end tag of a raw element begins.
static size_t raw_end(struct slice bytes, size_t at, enum html_tag tag) {
    const size_t length = strlen(tag_names[tag]);
    while (at < bytes.length) {
        const char *found = memchr(bytes.start + at, '<', bytes.length - at);
        if (!found) return bytes.length;
        at = (size_t)(found - bytes.start);
        if (at + 1 < bytes.length && bytes.start[at + 1] == '/' &&
            name_follows(bytes, at + 2, tag_names[tag], length))
            return at;
        at++;
    }
    return bytes.length;
}

// "<!-- -->", "<!DOCTYPE>", "<![CDATA[ ]]>", "<?xml ?>": where it ends.
static size_t declaration_end(struct slice bytes, size_t at) {
    const struct slice rest = slice_part(bytes, at, bytes.length);
    if (slice_starts(rest, SLICE("<!--"))) {
        const char *end = memmem(rest.start + 2, rest.length - 2, "-->", 3);
        return end ? at + (size_t)(end - rest.start) + 3 : bytes.length;
    }
    const char *end = memchr(rest.start, '>', rest.length);
    return end ? at + (size_t)(end - rest.start) + 1 : bytes.length;
}

static bool is_letter(char c) {
    return (unsigned)(c | 0x20) - 'a' < 26;
}

// The name at `*at`, where a letter is; moves behind it. Most are of up to eight letters and digits.
static enum html_tag read_name(struct parser *parser, size_t *at) {
    const struct slice bytes = parser->bytes;
    const size_t start = *at;
    const uint64_t eight = eight_part(bytes.start + start, bytes.length - start);
    const uint64_t others = (eight_letters(eight) | eight_digits(eight)) ^ EIGHT_TOPS;
    const size_t plain = start + (others ? eight_first(others) : 8);
    for (*at = plain; *at < bytes.length && is_any(bytes.start[*at], NAME);) ++*at;
    if (*at > plain) return tag_of(slice_part(bytes, start, *at));
    const uint64_t letters = (eight | EIGHT_CASE) & eight_before(others);
    struct seen_name *seen = &parser->seen[letters * HASH_K0 >> (64 - SEEN_BITS)];
    if (seen->letters != letters)
        *seen = (struct seen_name){ letters, tag_of(slice_part(bytes, start, *at)) };
    return seen->tag;
}

static bool holds_no_story(enum html_tag tag) {
    return tag == HTML_nav || tag == HTML_svg || tag == HTML_select || tag == HTML_menu || tag == HTML_dialog;
}

// Where the end tag begins of an element whose content begins at `at`; the length when it has none.
static size_t element_end(struct slice bytes, size_t at, enum html_tag tag) {
    const char *name = tag_names[tag];
    const size_t length = strlen(name);
    unsigned depth = 1; // of elements of the same tag
    while (at < bytes.length) {
        const char *found = memchr(bytes.start + at, '<', bytes.length - at);
        if (!found) break;
        const size_t start = (size_t)(found - bytes.start);
        const char next = start + 1 < bytes.length ? found[1] : '\0';
        const bool is_end = next == '/';
        at = start + 1 + is_end;
        if (next == '!') {
            at = declaration_end(bytes, start);
        } else if (name_follows(bytes, at, name, length) &&
                   !(at + length < bytes.length && is_any(bytes.start[at + length], NAME))) {
            depth += is_end ? -1u : 1u;
            if (depth == 0) return start;
        } else if (name_follows(bytes, at, "script", 6) && !is_end) {
            at = raw_end(bytes, at, HTML_script);
        } else if (name_follows(bytes, at, "style", 5) && !is_end) {
            at = raw_end(bytes, at, HTML_style);
        }
    }
    return bytes.length;
}

// Where to go on behind what an element holds, when it can be passed over: not where it is ended by what
// stands around it, or is closed at once as XML does.
static size_t pass_over(struct parser *parser, size_t end, enum html_tag tag) {
    const struct slice bytes = parser->bytes;
    if (parser->endless[tag] || end < 2 || bytes.start[end - 2] == '/') return end;
    const size_t stop = element_end(bytes, end, tag);
    parser->endless[tag] = stop == bytes.length;
    return parser->endless[tag] ? end : tag_end(bytes, stop);
}

static size_t start_tag(struct parser *parser, size_t at) {
    const struct slice bytes = parser->bytes;
    size_t from = at + 1;
    const enum html_tag tag = read_name(parser, &from);
    const size_t end = tag_end(bytes, from);
    const size_t attributes = end > from && bytes.start[end - 1] == '>' ? end - 1 : end;
    if ((tag == HTML_html || tag == HTML_body || tag == HTML_head) && parser->depth > 0)
        for (unsigned depth = 1; depth < parser->depth; depth++)
            if (open_tag(parser, depth) == tag) return end; // a second one
    imply_ends(parser, tag);
    const uint32_t node = push_node(parser, tag, from, attributes);
    const enum html_tag_kind kind = html_tag_kind(tag);
    if (kind == HTML_VOID) return end;
    if (kind == HTML_RAW) {
        const size_t stop = raw_end(bytes, end, tag);
        if (parser->depth < HTML_DEPTH) {
            parser->stack[parser->depth++] = node;
            if (stop > end) push_node(parser, HTML_TEXT, end, stop);
            pop_to(parser, parser->depth - 1);
        }
        return tag_end(bytes, stop);
    }
    if (parser->skips && holds_no_story(tag)) {
        const size_t behind = pass_over(parser, end, tag);
        if (behind > end) return behind;
    }
    if (tag == HTML_OTHER)
        return end; // unknown elements hold nothing of their own: their content is their parent's
    if (parser->depth == HTML_DEPTH)
        parser->overflow++;
    else
        parser->stack[parser->depth++] = node;
    return end;
}

static size_t end_tag(struct parser *parser, size_t at) {
    size_t from = at + 2;
    const enum html_tag tag = read_name(parser, &from);
    if (tag != HTML_OTHER) close_tag(parser, tag);
    return tag_end(parser->bytes, from);
}

static struct html parse(struct slice bytes, bool skips, struct arena *arena) {
    if (bytes.length == 0) bytes = SLICE("");
    struct parser parser = {
        .bytes = bytes, .arena = arena, .capacity = 64 + (uint32_t)(bytes.length / 48), .skips = skips
    };
    parser.nodes = arena_raw(arena, parser.capacity * sizeof *parser.nodes);
    parser.stack[0] = push_node(&parser, HTML_OTHER, 0, 0);
    parser.depth = 1;
    size_t at = 0, text = 0;
    while (at < bytes.length && parser.count < HTML_NODES) {
        const char *found = memchr(bytes.start + at, '<', bytes.length - at);
        if (!found) break;
        const size_t tag = (size_t)(found - bytes.start);
        const char next = tag + 1 < bytes.length ? bytes.start[tag + 1] : '\0';
        const bool is_end = next == '/' && tag + 2 < bytes.length && is_letter(bytes.start[tag + 2]);
        if (!is_letter(next) && !is_end && next != '!' && next != '?') { // a sign, not a tag
            at = tag + 1;
            continue;
        }
        if (tag > text) put_text(&parser, text, tag);
        if (next == '!' && slice_starts(slice_part(bytes, tag, tag + 9), SLICE("<![CDATA["))) {
            const char *close = memmem(found, bytes.length - tag, "]]>", 3);
            const size_t end = close ? (size_t)(close - bytes.start) : bytes.length;
            put_text(&parser, tag + 9 < end ? tag + 9 : end, end);
            at = close ? end + 3 : end;
        } else if (is_end) {
            at = end_tag(&parser, tag);
        } else if (next == '!' || next == '?') {
            at = declaration_end(bytes, tag);
        } else {
            at = start_tag(&parser, tag);
        }
        text = at;
    }
    if (text < bytes.length) put_text(&parser, text, bytes.length);
    pop_to(&parser, 0);
    return (struct html){ bytes, parser.nodes, parser.count };
}

struct html html_parse(struct slice bytes, struct arena *arena) {
    return parse(bytes, false, arena);
}

struct html html_parse_story(struct slice bytes, struct arena *arena) {
    return parse(bytes, true, arena);
}

struct slice html_raw(const struct html *html, uint32_t node) {
    const struct html_node *at = &html->nodes[node];
    return (struct slice){ html->bytes.start + at->start, at->end - at->start };
}

uint32_t html_find(const struct html *html, uint32_t from, uint32_t at, enum html_tag tag) {
    for (uint32_t i = at > from ? at : from; i < html->nodes[from].last; i++)
        if (html->nodes[i].tag == tag) return i;
    return 0;
}
