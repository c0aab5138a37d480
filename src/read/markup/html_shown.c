// html_shown.c - how a browser would show an element, as far as its own attributes say: not at all, on lines
// of its own, as the mark of a note.
//
// Style sheets are not read. What is left are the attributes that stand on the element itself, and a few
// names that everybody uses. A note's mark is no part of the text: "killed 12<sup>3</sup> people" are twelve.
#include "read/markup/html.h"

#include <string.h>

#define LONGEST_MARK 12u // bytes of a note's mark, with its brackets
#define MARK_NODES 6u    // nodes that a mark may be made of

static bool has(struct slice text, const char *part) {
    return text.length > 0 && memmem(text.start, text.length, part, strlen(part)) != NULL;
}

static bool has_any(struct slice text, const char *const *parts) {
    for (; *parts; parts++)
        if (has(text, *parts)) return true;
    return false;
}

// Does the style attribute say `property`: `value`?
static bool style_says(struct slice style, struct slice property, const char *const *values) {
    for (size_t at = 0; (at = slice_find(style, property, at)) != SIZE_MAX;) {
        at += property.length;
        while (at < style.length && (html_is_space(style.start[at]) || style.start[at] == ':')) at++;
        for (const char *const *value = values; *value; value++)
            if (slice_equal_ascii_fold(slice_part(style, at, at + strlen(*value)), slice_of(*value)))
                return true;
    }
    return false;
}

enum html_shown html_shown(const struct html *html, uint32_t node) {
    static const char *const interesting[] = { "idden", "style", "sr-only", "screen-reader", NULL };
    static const char *const nowhere[] = { "none", NULL },
                             *const invisible[] = { "hidden", "collapse", NULL },
                             *const lines[] = { "block", "flex", "grid", "table", "list-item", NULL };
    static const char *const for_readers[] = { "visually-hidden", "visuallyhidden", "sr-only",
                                               "screen-reader-text", NULL };
    const struct slice attributes = html_raw(html, node);
    if (attributes.length < 6 || !has_any(attributes, interesting)) return HTML_SHOWN;
    struct slice name, value;
    size_t at = 0;
    enum html_shown shown = HTML_SHOWN;
    while (html_next_attribute(html, node, &at, &name, &value)) {
        if (slice_equal_ascii_fold(name, SLICE("hidden")) && !slice_equal(value, SLICE("until-found")))
            return HTML_UNSEEN;
        if (slice_equal_ascii_fold(name, SLICE("class")) && has_any(value, for_readers)) return HTML_UNSEEN;
        if (!slice_equal_ascii_fold(name, SLICE("style"))) continue;
        if (style_says(value, SLICE("display"), nowhere) || style_says(value, SLICE("visibility"), invisible))
            return HTML_UNSEEN;
        if (style_says(value, SLICE("display"), lines)) shown = HTML_AS_BLOCK;
    }
    return shown;
}

// The digits or the sign of a note, without its brackets; empty when the text is no mark.
static struct slice mark_in(struct slice text, bool *bracketed) {
    static const struct slice signs[] = {
        { "*", 1 }, { "**", 2 }, { "\xe2\x80\xa0", 3 }, { "\xe2\x80\xa1", 3 }
    };
    const struct slice none = { "", 0 };
    text = slice_trim(text);
    *bracketed = text.length > 2 && (text.start[0] == '[' || text.start[0] == '(') &&
                 (text.start[text.length - 1] == ']' || text.start[text.length - 1] == ')');
    if (*bracketed) text = slice_trim(slice_part(text, 1, text.length - 1));
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (slice_equal(text, signs[i])) return text;
    if (*bracketed && text.length == 1 && text.start[0] >= 'a' && text.start[0] <= 'z') return text;
    if (*bracketed && slice_starts(text, SLICE("note "))) text = slice_part(text, 5, text.length);
    if (text.length == 0 || text.length > 3) return none;
    for (size_t i = 0; i < text.length; i++)
        if (text.start[i] < '0' || text.start[i] > '9') return none;
    return text;
}

// Does an address or a name of this link say that it leads to a note? `is_near`: it stands as notes do.
static bool leads_to_note(const struct html *html, uint32_t link, bool is_near) {
    static const char *const names[] = {
        "footnote", "noteref", "fnref", "fn-ref", "note-ref", "endnote", NULL
    };
    static const char *const places[] = {
        "#fn", "#note", "#_ftn", "#_edn", "#cite", "#footnote", "#ref", NULL
    };
    if (has_any(html_raw(html, link), names)) return true;
    const struct slice address = html_attribute_raw(html, link, SLICE("href"));
    return is_near && address.length > 1 && (address.start[0] == '#' || has_any(address, places));
}

static bool is_digit(struct slice text, size_t at) {
    return at < text.length && text.start[at] >= '0' && text.start[at] <= '9';
}

static bool is_letter(struct slice text, size_t at) {
    return at < text.length && (((unsigned)(text.start[at] | 0x20) - 'a') < 26 || (text.start[at] & 0x80));
}

// A raised number that nothing links: of a unit ("km2") or a power ("10^6") it is part of the text.
static bool is_power(struct slice before) {
    size_t at = before.length, run = 0;
    while (at > 0 && is_letter(before, at - 1)) at--, run++;
    if (run > 0) return run <= 2;
    while (at > 0 && is_digit(before, at - 1)) at--, run++;
    return run == 2 && before.start[at] == '1' && before.start[at + 1] == '0' &&
           (at == 0 || !strchr(".,", before.start[at - 1]));
}

bool html_is_note_mark(const struct html *html, uint32_t node, struct slice before, bool gap) {
    const struct html_node *nodes = html->nodes;
    const bool is_raised = nodes[node].tag == HTML_sup;
    if (before.length == 0 || nodes[node].last - node > MARK_NODES) return false;
    char bytes[LONGEST_MARK];
    size_t used = 0;
    uint32_t link = is_raised ? 0 : node;
    for (uint32_t i = node; i < nodes[node].last; i++) {
        if (nodes[i].tag == HTML_a) link = i;
        if (nodes[i].tag != HTML_TEXT) continue;
        const struct slice raw = html_raw(html, i);
        if (used + raw.length > sizeof bytes) return false;
        memcpy(bytes + used, raw.start, raw.length);
        used += raw.length;
    }
    for (uint32_t above = nodes[node].parent;
         !link && above && html_tag_kind((enum html_tag)nodes[above].tag) == HTML_INLINE;
         above = nodes[above].parent)
        if (nodes[above].tag == HTML_a && nodes[above].last == nodes[node].last) link = above;
    bool bracketed;
    const struct slice mark = mark_in((struct slice){ bytes, used }, &bracketed);
    if (mark.length == 0) return false;
    const bool is_near = !gap || bracketed;
    if (link && leads_to_note(html, link, is_near)) return true;
    if (!is_raised || !is_near) return false;
    return link || bracketed || !is_digit(mark, 0) || !is_power(before);
}
