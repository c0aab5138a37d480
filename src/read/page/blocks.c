// blocks.c - text nodes joined to blocks.
//
// Two texts belong to one block when the same element that stands on lines of its own holds both and nothing
// between them breaks the line. A single <br> is a line within a block, as in a poem or an address; two of
// them part blocks, as writers do who know no <p>.
#include "read/page/blocks.h"

#include "base/eight.h"
#include "base/hash.h"
#include "base/vector.h"

#include <string.h>

#define QUOTES 4u // <q> in each other
#define MARKS_ROOM (2u + 6u * QUOTES)
#define LINE_WORDS 3u // of a span that is a line

struct builder {
    const struct html *html;
    struct arena *arena;
    VECTOR_OF(struct block) blocks;
    char *bytes; // [capacity] of the block in hand
    size_t used, capacity;
    struct block block;
    bool is_open, has_reference;
    unsigned breaks; // line breaks since the last text
    uint32_t left_out;
    uint32_t span;           // the element that the last text stands in
    size_t span_start;       // where in `bytes` the text of that element begins
    uint32_t line_end;       // the first node behind an inline element that stands on lines of its own
    uint32_t quotes[QUOTES]; // the first nodes behind each <q> that is open
    unsigned quote_count, new_quotes; // `new_quotes` of them have no text yet
};

// What becomes of an element: its text is seen by nobody; or it is apart, which the markup itself says is no
// story: of 50,000 such blocks in WCXB hardly one was (models/pages.md).
enum { UNSEEN = 1, APART };
static const uint8_t passed_over[HTML_TAG_COUNT] = {
    [HTML_script] = UNSEEN, [HTML_style] = UNSEEN,  [HTML_noscript] = UNSEEN, [HTML_template] = UNSEEN,
    [HTML_svg] = UNSEEN,    [HTML_iframe] = UNSEEN, [HTML_select] = UNSEEN,   [HTML_textarea] = UNSEEN,
    [HTML_title] = UNSEEN,  [HTML_canvas] = UNSEEN, [HTML_object] = UNSEEN,   [HTML_video] = UNSEEN,
    [HTML_audio] = UNSEEN,  [HTML_head] = UNSEEN,   [HTML_nav] = APART,       [HTML_menu] = APART,
    [HTML_dialog] = APART,  [HTML_button] = APART,  [HTML_footer] = APART,
};

// The footer of a quotation says whose it is; a button in a heading, as accordions have it (ARIA Authoring
// Practices), is the heading.
static bool is_of_story(const struct html_node *nodes, uint32_t node) {
    const uint8_t above = nodes[nodes[node].parent].tag;
    if (nodes[node].tag == HTML_button) return above >= HTML_h1 && above <= HTML_h6;
    return nodes[node].tag == HTML_footer && (above == HTML_blockquote || above == HTML_figure);
}

// Words begin where a space, or nothing, stands before something else.
static uint32_t words_in(struct slice text) {
    uint32_t words = 0;
    uint64_t before = 0x80;
    for (size_t at = 0; at < text.length; at += 8) {
        const size_t left = text.length - at;
        const uint64_t spaces = eight_equal(eight_part(text.start + at, left), ' ');
        const uint64_t within = left < 8 ? (UINT64_C(1) << 8 * left) - 1 : UINT64_MAX;
        words += (uint32_t)eight_count((spaces << 8 | before) & ~spaces & within);
        before = spaces >> 56;
    }
    return words;
}

static void close_block(struct builder *builder) {
    if (!builder->is_open) return;
    builder->is_open = false;
    struct slice text = { builder->bytes, builder->used };
    text = builder->has_reference ? html_decode(text, builder->arena) : text;
    text = slice_trim(text);
    if (text.length == 0) return;
    if (builder->blocks.count == BLOCKS_MOST) {
        builder->left_out++;
        return;
    }
    builder->block.text = builder->has_reference ? text : arena_copy(builder->arena, text);
    if (builder->has_reference) builder->block.words = words_in(text);
    builder->block.hash = (uint32_t)hash_bytes(text, 0);
    if (builder->block.link_words > builder->block.words) builder->block.link_words = builder->block.words;
    const bool is_heading = builder->block.tag >= HTML_h1 && builder->block.tag <= HTML_h6;
    builder->block.is_link = builder->block.link_words == builder->block.words && !is_heading;
    *vector_push(builder->arena, &builder->blocks) = builder->block;
}

// How many spaces stand among eight bytes that can be taken as they are: no other control, no '&' and no two
// spaces in a row; else 9.
static unsigned spaces_of_eight(const char *bytes) {
    const uint64_t eight = eight_at(bytes), spaces = eight_equal(eight, ' ');
    if (eight_controls(eight) | eight_equal(eight, '&') | (spaces & spaces >> 8)) return 9;
    return (unsigned)eight_count(spaces);
}

static void put_mark(struct builder *builder, struct slice mark) {
    if (builder->used + mark.length > builder->capacity) return; // put_text() left room
    memcpy(builder->bytes + builder->used, mark.start, mark.length);
    builder->used += mark.length;
}

// Ends the quotations that end before `node`.
static void end_quotes(struct builder *builder, uint32_t node) {
    while (builder->quote_count && builder->quotes[builder->quote_count - 1] <= node) {
        builder->quote_count--;
        if (builder->new_quotes)
            builder->new_quotes--; // nothing of it was seen
        else if (builder->is_open)
            put_mark(builder, html_quote_marks[builder->quote_count & 1][1]);
    }
}

// Spans that stand side by side without a space between them, each of several words, are lines: some style
// sheet says so.
static bool is_new_line(const struct builder *builder, uint32_t node, struct slice raw) {
    const struct html_node *nodes = builder->html->nodes;
    const uint32_t element = nodes[node].parent;
    if (element == builder->span || nodes[element].tag != HTML_span ||
        nodes[builder->span].tag != HTML_span || nodes[builder->span].last != element ||
        nodes[node].space_before || nodes[element].space_before)
        return false;
    const unsigned char first = (unsigned char)raw.start[0];
    if (!(first >= 'A' && first <= 'Z') && first != '"' && first < 0x80) return false;
    const struct slice before = { builder->bytes + builder->span_start, builder->used - builder->span_start };
    return words_in(before) >= LINE_WORDS && words_in(raw) >= LINE_WORDS;
}

static void put_text(struct builder *builder, uint32_t node, uint32_t parent, bool in_link, bool gap) {
    const struct html *html = builder->html;
    const struct slice raw = html_raw(html, node);
    if (builder->is_open &&
        (builder->block.parent != parent || (builder->line_end && node >= builder->line_end) ||
         is_new_line(builder, node, raw)))
        close_block(builder);
    if (builder->line_end && node >= builder->line_end) builder->line_end = 0;
    if (!builder->is_open) {
        builder->block = (struct block){ .first = node,
                                         .parent = parent,
                                         .tag = html->nodes[parent].tag,
                                         .after_break = builder->breaks > 0 };
        builder->used = builder->span_start = 0;
        builder->has_reference = false;
        builder->is_open = true;
    }
    builder->breaks = 0;
    if (!builder->bytes || builder->used + raw.length + MARKS_ROOM > builder->capacity) {
        const size_t capacity = (builder->used + raw.length) * 2 + 1024 + MARKS_ROOM;
        char *grown = arena_raw(builder->arena, capacity);
        if (builder->bytes) memcpy(grown, builder->bytes, builder->used);
        builder->bytes = grown;
        builder->capacity = capacity;
    }
    char *bytes = builder->bytes;
    size_t used = builder->used;
    if (gap && used && bytes[used - 1] != ' ') bytes[used++] = ' ';
    const uint32_t element = html->nodes[node].parent;
    if (builder->new_quotes) {
        builder->used = used;
        for (unsigned q = builder->quote_count - builder->new_quotes; q < builder->quote_count; q++)
            put_mark(builder, html_quote_marks[q & 1][0]);
        used = builder->used;
        builder->new_quotes = 0;
    }
    if (element != builder->span) builder->span_start = used;
    builder->span = element;
    bool after_space = used == 0 || bytes[used - 1] == ' ', has_reference = false;
    // What is no ASCII at the border of two texts is a quotation mark or an arrow more often than a letter.
    const unsigned char first = raw.length > 0 ? (unsigned char)raw.start[0] : ' ';
    const bool continues_word = !after_space && first > ' ' && first < 0x80;
    uint32_t words = 0;
    for (size_t i = 0; i < raw.length;) {
        const unsigned spaces = raw.length - i >= 8 ? spaces_of_eight(raw.start + i) : 9;
        if (spaces <= 8 && !(after_space && raw.start[i] == ' ')) {
            memcpy(bytes + used, raw.start + i, 8);
            used += 8;
            i += 8;
            words += after_space + spaces;
            after_space = bytes[used - 1] == ' ';
            words -= after_space;
            continue;
        }
        for (const size_t end = raw.length - i < 8 ? raw.length : i + 8; i < end; i++) {
            const char c = raw.start[i];
            if (html_is_space(c)) {
                if (!after_space) bytes[used++] = ' ';
                after_space = true;
                continue;
            }
            has_reference |= c == '&';
            words += after_space;
            after_space = false;
            bytes[used++] = c;
        }
    }
    builder->block.words += words;
    if (in_link) builder->block.link_words += words + continues_word;
    builder->has_reference |= has_reference;
    builder->used = used;
    builder->block.end = node + 1;
}

// 10<sup>6</sup> is no 106.
static bool is_power(const struct html *html, uint32_t node, struct slice before) {
    const char last = before.length ? before.start[before.length - 1] : ' ';
    if (last < '0' || last > '9' || node + 1 >= html->nodes[node].last ||
        html->nodes[node + 1].tag != HTML_TEXT)
        return false;
    const char first = html_raw(html, node + 1).start[0];
    return (first >= '0' && first <= '9') || first == '-';
}

// An element that stands among words; false where what it holds is no part of the text.
static bool begin_inline(struct builder *builder, uint32_t node, bool gap) {
    const struct html *html = builder->html;
    const enum html_tag tag = (enum html_tag)html->nodes[node].tag;
    const struct slice before = { builder->bytes, builder->is_open ? builder->used : 0 };
    if ((tag == HTML_sup || tag == HTML_a) && html_is_note_mark(html, node, before, gap)) return false;
    if (tag == HTML_sup && !gap && is_power(html, node, before)) put_mark(builder, SLICE("^"));
    if (tag == HTML_q && builder->quote_count < QUOTES && !html_has_marks(html, node)) {
        builder->quotes[builder->quote_count++] = html->nodes[node].last;
        builder->new_quotes++;
    }
    const enum html_shown shown = tag == HTML_a ? HTML_SHOWN : html_shown(html, node);
    if (shown == HTML_AS_BLOCK) {
        close_block(builder);
        if (builder->line_end < html->nodes[node].last) builder->line_end = html->nodes[node].last;
    }
    return shown != HTML_UNSEEN;
}

static struct blocks find_blocks(const struct html *html, bool apart_too, struct arena *arena) {
    struct builder builder = { .html = html, .arena = arena };
    uint32_t parents[HTML_DEPTH + 2]; // by depth: the nearest block element
    bool links[HTML_DEPTH + 2];       // by depth: in a link
    parents[0] = 0;
    links[0] = false;
    bool gap = false;
    for (uint32_t i = 1; i < html->count; i++) {
        const struct html_node *node = &html->nodes[i];
        const unsigned depth = node->depth; // at least 1
        const enum html_tag tag = (enum html_tag)node->tag;
        gap = gap || node->space_before;
        if (builder.quote_count) end_quotes(&builder, i);
        if (tag == HTML_TEXT) {
            put_text(&builder, i, parents[depth - 1], links[depth - 1], gap);
            gap = false;
            continue;
        }
        const unsigned left = passed_over[tag];
        if (html_tag_kind(tag) == HTML_INLINE && !begin_inline(&builder, i, gap)) {
            i = node->last - 1;
            continue;
        }
        if (left == UNSEEN || (left == APART && !apart_too && !is_of_story(html->nodes, i))) {
            if (left == APART) {
                close_block(&builder);
                builder.breaks = 0;
            }
            i = node->last - 1;
            gap = true;
            continue;
        }
        if (tag == HTML_br) {
            if (++builder.breaks == 2) close_block(&builder);
            gap = true;
        } else if (tag == HTML_hr || html_tag_kind(tag) == HTML_BLOCK) {
            close_block(&builder);
            if (tag != HTML_hr) builder.breaks = 0;
        }
        parents[depth] = html_tag_kind(tag) == HTML_BLOCK ? i : parents[depth - 1];
        links[depth] = links[depth - 1] || tag == HTML_a;
        // A block that ended is over even where what follows has the same parent: its end breaks the line.
        if (html_tag_kind(tag) == HTML_BLOCK && node->last == i + 1) gap = true;
    }
    end_quotes(&builder, html->count);
    close_block(&builder);
    return (struct blocks){ html, builder.blocks.items, (uint32_t)builder.blocks.count, builder.left_out };
}

#define FEW_WORDS 30u

// What is nothing but links is judged too where hardly anything else is there.
static void judge_links(struct blocks *blocks) {
    uint32_t words = 0;
    for (uint32_t b = 0; b < blocks->count; b++)
        if (!blocks->items[b].is_link) words += blocks->items[b].words;
    for (uint32_t b = 0; b < blocks->count && words < FEW_WORDS; b++) blocks->items[b].is_link = false;
}

// Where next to nothing stands apart from navigation, somebody has called the page so, or forgot to close it.
struct blocks blocks_of(const struct html *html, struct arena *arena) {
    struct blocks blocks = find_blocks(html, false, arena);
    uint32_t words = 0;
    for (uint32_t b = 0; b < blocks.count && words < FEW_WORDS; b++) words += blocks.items[b].words;
    if (words < FEW_WORDS) {
        struct html *whole = ARENA_NEW(arena, struct html);
        *whole = html_parse(html->bytes, arena); // it may have been read without
        blocks = find_blocks(whole, true, arena);
    }
    judge_links(&blocks);
    return blocks;
}
