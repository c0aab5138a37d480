// facts_text.c - the text of a page as its facts are compared: cleaned, folded, in lines.
#include "read/page/facts_parts.h"

#include "base/eight.h"
#include "base/hash.h"

#include <string.h>

static bool is_invisible(uint32_t code) {
    return code == 0xad || (code >= 0x200b && code <= 0x200f) || (code >= 0x202a && code <= 0x202e) ||
           (code >= 0x2060 && code <= 0x206f) || code == 0xfeff;
}

// "<b>" or "</b>": its length; 0 when none begins here.
static size_t tag_at(struct slice text, size_t at) {
    if (at + 2 >= text.length || text.start[at] != '<') return 0;
    const char next = text.start[at + 1];
    if (next != '/' && !((next | 0x20) >= 'a' && (next | 0x20) <= 'z')) return 0;
    for (size_t end = at + 2; end < text.length && end < at + 200; end++) {
        if (text.start[end] == '<') return 0;
        if (text.start[end] == '>') return end + 1 - at;
    }
    return 0;
}

// The bytes that some of our spaces and invisible characters begin with in UTF-8; no others begin so in what
// is not.
static uint64_t leads_to_space(uint64_t eight) {
    return eight_equal(eight, 0xc2) | eight_equal(eight, 0xe2) | eight_equal(eight, 0xe3) |
           eight_equal(eight, 0xef);
}

// Where at or behind `at` the first byte is that may not stay as it is: a control, the first of two spaces,
// or what leads to a space.
static size_t skip_clean(struct slice text, size_t at) {
    for (;; at += 7) { // the last of eight may be a space before another one
        const uint64_t eight = eight_part(text.start + at, text.length - at); // zeros behind the text's end
        const uint64_t spaces = eight_equal(eight, ' ');
        uint64_t others = eight_controls(eight) | eight_equal(eight, 0x7f) | (spaces & spaces >> 8);
        if (eight & EIGHT_TOPS) others |= leads_to_space(eight);
        if (others) return at + eight_first(others);
    }
}

static bool is_space(uint32_t code) {
    return code <= 0x20 || code == 0x7f || code == 0xa0 || (code >= 0x2000 && code <= 0x200a) ||
           code == 0x2028 || code == 0x2029 || code == 0x202f || code == 0x205f || code == 0x3000;
}

struct slice facts_clean(struct slice text, struct arena *arena) {
    text = slice_trim(text);
    if (text.length == 0) return text;
    size_t at = skip_clean(text, 0), used = at, length;
    if (at == text.length) return text;
    char *bytes = arena_raw(arena, text.length + 1);
    memcpy(bytes, text.start, at);
    while (at < text.length) {
        const bool is_gap = used == 0 || bytes[used - 1] == ' ';
        const uint32_t code = utf8_at(text, at, &length);
        if (is_space(code)) {
            if (!is_gap) bytes[used++] = ' ';
        } else if (!is_invisible(code)) {
            memcpy(bytes + used, text.start + at, length);
            used += length;
        }
        at += length;
        if (at < text.length && text.start[at] == ' ') continue; // perhaps behind another one
        const size_t end = skip_clean(text, at);
        memcpy(bytes + used, text.start + at, end - at);
        used += end - at;
        at = end;
    }
    return slice_trim((struct slice){ bytes, used });
}

// Is the character at `at` part of a word? Most are ASCII.
static bool is_word_at(struct slice text, size_t at, size_t *length) {
    const char c = text.start[at];
    *length = 1;
    if ((unsigned char)c >= 0x80) return utf8_is_word(utf8_at(text, at, length));
    return (c >= '0' && c <= '9') || (unsigned)(c | 0x20) - 'a' < 26;
}

struct slice facts_letters(struct slice text, struct arena *arena) {
    const struct slice folded = utf8_fold_name(slice_part(text, 0, 2 * FACTS_TEXT), arena);
    char *bytes = arena_raw(arena, folded.length + 1);
    size_t used = 0, length;
    for (size_t at = 0; at < folded.length; at += length) {
        const bool is_word = is_word_at(folded, at, &length);
        for (size_t i = 0; i < length; i++) bytes[used + i] = folded.start[at + i];
        used += is_word ? length : 0;
    }
    return (struct slice){ bytes, used };
}

struct slice facts_without_tags(struct slice text, struct arena *arena) {
    if (text.length == 0 || !memchr(text.start, '<', text.length)) return text;
    char *bytes = arena_raw(arena, text.length);
    size_t used = 0;
    for (size_t at = 0; at < text.length;) {
        const size_t tag = tag_at(text, at);
        bytes[used++] = tag ? ' ' : text.start[at];
        at += tag ? tag : 1;
    }
    return (struct slice){ bytes, used };
}

struct facts_words facts_words_of(struct slice text, struct arena *arena) {
    const struct slice folded = utf8_fold_name(slice_part(text, 0, FACTS_TEXT), arena);
    struct facts_words words;
    words.count = 0;
    for (size_t at = 0, start = 0, length; at <= folded.length && words.count < FACTS_WORDS; at += length) {
        length = 1;
        if (at < folded.length && is_word_at(folded, at, &length)) continue;
        if (at > start) words.hashes[words.count++] = hash_bytes(slice_part(folded, start, at), 0);
        start = at + length;
    }
    return words;
}

unsigned facts_likeness(const struct facts_words *a, const struct facts_words *b) {
    size_t common = 0;
    uint64_t taken = 0; // of b's words
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++)
            if (a->hashes[i] == b->hashes[k] && !(taken >> k & 1)) {
                taken |= UINT64_C(1) << k;
                common++;
                break;
            }
    return a->count + b->count ? (unsigned)(200 * common / (a->count + b->count)) : 0;
}

struct slice facts_node_text(const struct facts_page *page, uint32_t node) {
    const struct html_node *at = &page->html->nodes[node];
    const struct slice none = { "", 0 };
    if (at->last - node > 200) return none;
    const struct slice text = facts_clean(html_text(page->html, node, page->arena), page->arena);
    return text.length <= FACTS_TEXT ? text : none;
}

struct slice facts_meta_text(const struct facts_page *page, enum facts_meta fact) {
    const struct facts_value *best = NULL;
    for (size_t i = 0; i < page->metas.count; i++) {
        const struct facts_value *value = &page->metas.items[i];
        if (value->fact == fact && (!best || value->rank < best->rank)) best = value;
    }
    return best ? best->text : (struct slice){ "", 0 };
}

#define LONGEST_CLASS 400u // bytes of an attribute that are looked at

static struct slice small_letters(struct slice text, char bytes[LONGEST_CLASS]) {
    if (text.length > LONGEST_CLASS) text.length = LONGEST_CLASS;
    for (size_t i = 0; i < text.length; i++) {
        const char c = text.start[i];
        bytes[i] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    return (struct slice){ bytes, text.length };
}

static bool holds_word(struct slice text, const char *word) {
    const size_t length = strlen(word);
    while (text.length >= length) {
        const char *first = memchr(text.start, word[0], text.length - length + 1);
        if (!first) return false;
        if (memcmp(first, word, length) == 0) return true;
        text = slice_part(text, (size_t)(first - text.start) + 1, text.length);
    }
    return false;
}

bool facts_has_word(const struct facts_page *page, uint32_t node, const char *const *words) {
    static const struct slice names[] = {
        { "class", 5 }, { "id", 2 }, { "itemprop", 8 }, { "data-testid", 11 }
    };
    char bytes[LONGEST_CLASS];
    if (page->html->nodes[node].end - page->html->nodes[node].start < 6) return false;
    unsigned seen = 0; // of the names: the first of each counts
    struct slice name, raw;
    for (size_t at = 0; html_next_attribute(page->html, node, &at, &name, &raw);)
        for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
            if (name.length != names[i].length || seen >> i & 1 || !slice_equal_ascii_fold(name, names[i]))
                continue;
            seen |= 1u << i;
            const struct slice value = small_letters(raw, bytes);
            for (const char *const *word = words; value.length > 0 && *word; word++)
                if (holds_word(value, *word)) return true;
        }
    return false;
}

static bool is_within(const struct html_node *nodes, uint32_t node) {
    for (node = nodes[node].parent; node; node = nodes[node].parent)
        if (nodes[node].tag == HTML_article || nodes[node].tag == HTML_main) return true;
    return false;
}

bool facts_is_aside(const struct facts_page *page, uint32_t node) {
    static const char *const others[] = { "comment",    "related",  "sidebar", "recent",      "recirc",
                                          "recommend",  "popular",  "footer",  "trending",    "more-stories",
                                          "newsletter", "teaser",   "promo",   "testimonial", "read-next",
                                          "readnext",   "carousel", NULL };
    const struct html_node *nodes = page->html->nodes;
    // What stands beside the headline belongs to it, whatever its class is called.
    const bool is_near = page->headline && node + 20 > page->headline && node < page->headline + 60;
    for (unsigned steps = 0; node && steps < 24; node = nodes[node].parent, steps++) {
        const uint8_t tag = nodes[node].tag;
        if (tag == HTML_body || tag == HTML_html || tag == HTML_main) return false;
        if (node <= page->headline && page->headline < nodes[node].last) return false;
        if (tag == HTML_nav ||
            ((tag == HTML_aside || (tag == HTML_footer && !is_within(nodes, node))) && !is_near))
            return true;
        if (is_near || tag == HTML_TEXT || nodes[node].last - node > page->html->count / 2)
            continue; // a class of the whole page
        if (facts_has_word(page, node, others)) return true;
    }
    return false;
}

bool facts_is_phrase(const struct facts_page *page, enum page_kind kind, struct slice text) {
    struct span rest;
    return text.length > 0 && text.length <= LONGEST_LINE &&
           page_phrase_find(page->sorter.phrases, kind, line_fold(&page->sorter, text), &rest) != NULL;
}

static bool is_skipped(uint8_t tag) {
    return tag == HTML_script || tag == HTML_style || tag == HTML_svg || tag == HTML_select ||
           tag == HTML_textarea || tag == HTML_iframe || tag == HTML_template;
}

static bool parts_words(uint8_t tag) {
    return tag == HTML_span || tag == HTML_a || tag == HTML_time || tag == HTML_OTHER || tag == HTML_address;
}

static bool ends_line(uint8_t tag) {
    return html_tag_kind((enum html_tag)tag) == HTML_BLOCK || tag == HTML_br;
}

static uint32_t block_of(const struct html_node *nodes, uint32_t node) {
    for (node = nodes[node].parent; node && !ends_line(nodes[node].tag);) node = nodes[node].parent;
    return node;
}

// Adds a text node's words; false when the line is full.
static bool add_words(const struct facts_page *page, uint32_t node, bool gap, char *bytes, size_t *used) {
    const struct slice raw = html_raw(page->html, node);
    const size_t length = raw.length < FACTS_TEXT ? raw.length : FACTS_TEXT;
    const struct slice text = facts_clean(html_decode(slice_part(raw, 0, length), page->arena), page->arena);
    if (*used + text.length + 1 > FACTS_TEXT) return false;
    if (gap && *used) bytes[(*used)++] = ' ';
    memcpy(bytes + *used, text.start, text.length);
    *used += text.length;
    return true;
}

bool facts_next_line(const struct facts_page *page, uint32_t *at, uint32_t end, struct facts_line *line) {
    const struct html_node *nodes = page->html->nodes;
    *line = (struct facts_line){ 0 };
    char *bytes = NULL;
    size_t used = 0;
    bool gap = false;
    uint32_t block = 0, i = *at;
    for (; i < end; i++) {
        if (is_skipped(nodes[i].tag)) {
            i = nodes[i].last - 1;
            continue;
        }
        if (bytes && ends_line(nodes[i].tag)) break;
        if (nodes[i].tag == HTML_time && line->time_count < 4) {
            line->times[line->time_count].at = (uint32_t)used;
            line->times[line->time_count++].node = i;
        }
        gap = gap || nodes[i].space_before || parts_words(nodes[i].tag);
        if (nodes[i].tag != HTML_TEXT) continue;
        const uint32_t here = block_of(nodes, i);
        if (bytes && here != block) break;
        if (!bytes) {
            bytes = page->line_bytes;
            block = here;
            line->first = i;
        } else if (parts_words(nodes[nodes[i - 1].parent].tag) && nodes[i - 1].parent != nodes[i].parent) {
            gap = true;
        }
        const bool fits = add_words(page, i, gap, bytes, &used);
        gap = false;
        if (!fits) { // the rest of a long paragraph tells us nothing
            while (i + 1 < end && block_of(nodes, i + 1) == block && !ends_line(nodes[i + 1].tag)) i++;
            i++;
            break;
        }
    }
    *at = i;
    line->behind = i;
    line->text = (struct slice){ bytes ? bytes : "", used };
    return bytes != NULL || line->time_count > 0;
}
