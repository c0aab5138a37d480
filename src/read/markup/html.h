// html.h - a page of markup as a flat tree.
//
// Nodes stand in the order of the page, each element before what it holds; a node knows its parent and where
// its subtree ends. Text and attributes stay where they are in the bytes, undecoded, until somebody asks.
// Markup is hostile: depth is bounded (deeper elements become siblings), nothing recurses, nothing is looked
// at twice.
#pragma once

#include "base/arena.h"

#define HTML_DEPTH 256u
#define HTML_NODES 4000000u // of one page; what follows is one text

// TAG(name, kind): BLOCK stands on lines of its own, INLINE among words, VOID holds nothing, RAW holds text
// that is no markup. What is not in the list is INLINE "other".
// clang-format off
#define HTML_TAGS(TAG) \
    TAG(a, INLINE) TAG(abbr, INLINE) TAG(address, BLOCK) TAG(article, BLOCK) TAG(aside, BLOCK) \
    TAG(audio, BLOCK) TAG(b, INLINE) TAG(base, VOID) TAG(blockquote, BLOCK) TAG(body, BLOCK) TAG(br, VOID) \
    TAG(button, BLOCK) TAG(canvas, BLOCK) TAG(caption, BLOCK) TAG(center, BLOCK) TAG(cite, INLINE) \
    TAG(code, INLINE) TAG(col, VOID) TAG(colgroup, BLOCK) TAG(dd, BLOCK) TAG(details, BLOCK) \
    TAG(dialog, BLOCK) TAG(div, BLOCK) TAG(dl, BLOCK) TAG(dt, BLOCK) TAG(em, INLINE) TAG(embed, VOID) \
    TAG(fieldset, BLOCK) TAG(figcaption, BLOCK) TAG(figure, BLOCK) TAG(font, INLINE) TAG(footer, BLOCK) \
    TAG(form, BLOCK) TAG(h1, BLOCK) TAG(h2, BLOCK) TAG(h3, BLOCK) TAG(h4, BLOCK) TAG(h5, BLOCK) \
    TAG(h6, BLOCK) TAG(head, BLOCK) TAG(header, BLOCK) TAG(hr, VOID) TAG(html, BLOCK) TAG(i, INLINE) \
    TAG(iframe, RAW) TAG(img, VOID) TAG(input, VOID) TAG(label, INLINE) TAG(legend, BLOCK) TAG(li, BLOCK) \
    TAG(link, VOID) TAG(main, BLOCK) TAG(menu, BLOCK) TAG(meta, VOID) TAG(nav, BLOCK) TAG(noscript, BLOCK) \
    TAG(object, BLOCK) TAG(ol, BLOCK) TAG(option, BLOCK) TAG(p, BLOCK) TAG(picture, INLINE) \
    TAG(pre, BLOCK) TAG(q, INLINE) TAG(s, INLINE) TAG(script, RAW) TAG(section, BLOCK) TAG(select, BLOCK) \
    TAG(small, INLINE) TAG(source, VOID) TAG(span, INLINE) TAG(strong, INLINE) TAG(style, RAW) \
    TAG(sub, INLINE) TAG(summary, BLOCK) TAG(sup, INLINE) TAG(svg, INLINE) TAG(table, BLOCK) \
    TAG(tbody, BLOCK) TAG(td, BLOCK) TAG(template, BLOCK) TAG(textarea, RAW) TAG(tfoot, BLOCK) \
    TAG(th, BLOCK) TAG(thead, BLOCK) TAG(time, INLINE) TAG(title, RAW) TAG(tr, BLOCK) TAG(track, VOID) \
    TAG(u, INLINE) TAG(ul, BLOCK) TAG(video, BLOCK) TAG(wbr, VOID)
// clang-format on
enum html_tag {
    HTML_TEXT,
    HTML_OTHER,
#define TAG_SYMBOL(name, kind) HTML_##name,
    HTML_TAGS(TAG_SYMBOL)
#undef TAG_SYMBOL
        HTML_TAG_COUNT
};
enum html_tag_kind { HTML_INLINE, HTML_BLOCK, HTML_VOID, HTML_RAW };
extern const uint8_t html_tag_kinds[HTML_TAG_COUNT]; // enum html_tag_kind
static inline enum html_tag_kind html_tag_kind(enum html_tag tag) {
    return (enum html_tag_kind)html_tag_kinds[tag];
}

struct html_node {
    uint32_t start, end; // bytes: of a text its text, of an element its attributes
    uint32_t parent;     // node; the root's is itself
    uint32_t last;       // the first node behind the subtree
    uint8_t tag;         // enum html_tag
    bool space_before;   // white space stands before it
    uint16_t depth;      // of the root 0
};

struct html {
    struct slice bytes;
    const struct html_node *nodes; // [count]; nodes[0] is a root without a tag (HTML_OTHER)
    uint32_t count;
};

// `bytes`: UTF-8, at most READ_DOCUMENT_LIMIT. Everything lives in `arena` or points into `bytes`. Cannot
// fail.
struct html html_parse(struct slice bytes, struct arena *arena);
// The same, but what stands in navigation, menus, dialogs, choices and drawings is passed over where their
// end is clear: of such an element the node is there, and nothing in it.
struct html html_parse_story(struct slice bytes, struct arena *arena);

static inline bool html_is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

// The value as it stands in the markup, undecoded; `start` NULL when the element has no such attribute.
// `name` in small letters.
struct slice html_attribute_raw(const struct html *html, uint32_t node, struct slice name);
// The same with its entities decoded; empty when it is not there.
struct slice html_attribute(const struct html *html, uint32_t node, struct slice name, struct arena *arena);
// The attributes of an element one after the other: `at` begins as 0. False at their end. The value is
// undecoded.
bool html_next_attribute(const struct html *html, uint32_t node, size_t *at, struct slice *name,
                         struct slice *value);
bool html_has_attribute(const struct html *html, uint32_t node, struct slice name);
struct slice html_raw(const struct html *html, uint32_t node); // a text's bytes, undecoded
// html_shown.c: how the element's own attributes, hidden and style, say that it is shown.
enum html_shown { HTML_SHOWN, HTML_UNSEEN, HTML_AS_BLOCK };
enum html_shown html_shown(const struct html *html, uint32_t node);
// Is the element, <sup> or <a>, the mark of a note: "12<sup>3</sup> people"? `before`: the text that it
// follows in its line. `gap`: with a space between.
bool html_is_note_mark(const struct html *html, uint32_t node, struct slice before, bool gap);
// The marks that stand around <q>, opening and closing, by how deep it stands in others.
extern const struct slice html_quote_marks[2][2];
// Does the text of this <q> begin with a mark of its own?
bool html_has_marks(const struct html *html, uint32_t quote);
// All text of the subtree, entities decoded, white space folded to single spaces, blocks parted by one.
struct slice html_text(const struct html *html, uint32_t node, struct arena *arena);
// `text` with its character references decoded (those of HTML 4 and numbers, Windows-1252 where HTML says
// so); the same text when there are none.
struct slice html_decode(struct slice text, struct arena *arena);
// The first element of this tag in the subtree of `from`, at or behind `at`; 0 when there is none.
uint32_t html_find(const struct html *html, uint32_t from, uint32_t at, enum html_tag tag);
