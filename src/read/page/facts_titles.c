// facts_titles.c - the headline without the site's name, and that name.
//
// Editors write the h1 for readers and the title element for search engines, so the h1 is the headline -
// unless it is the site's name, a section's, or a slogan, which shows in that no other title of the page
// resembles it.
#include "read/page/facts_parts.h"

#define LIKE_ENOUGH 30u // of 100 words that an h1 shares with another title

static const struct slice separators[] = { { " | ", 3 },      { " - ", 3 },      { " \u2013 ", 5 },
                                           { " \u2014 ", 5 }, { " \u00b7 ", 4 }, { " \u2022 ", 5 },
                                           { " :: ", 4 },     { " \u00bb ", 4 }, { " \u00ab ", 4 },
                                           { " // ", 4 },     { " ~ ", 3 },      { ": ", 2 } };
#define SEPARATORS (sizeof separators / sizeof *separators)

// The length of the separator at `at`; 0 when none is.
static size_t separator_at(struct slice text, size_t at) {
    if (at + 1 >= text.length || (text.start[at] != ' ' && text.start[at] != ':')) return 0; // none begins so
    for (size_t i = 0; i < SEPARATORS; i++)
        if (text.start[at + 1] == separators[i].start[1] &&
            slice_starts(slice_part(text, at, text.length), separators[i]))
            return separators[i].length;
    return 0;
}

// The last (or first) separator: its start and length; SIZE_MAX when there is none.
static size_t find_separator(struct slice text, bool last, size_t *length) {
    for (size_t i = 0; i < text.length; i++) {
        const size_t at = last ? text.length - 1 - i : i, found = separator_at(text, at);
        if (found == 0) continue;
        *length = found;
        return at;
    }
    return SIZE_MAX;
}

// "example" of "https://www.example.org/": what of the host is a name.
static struct slice host_name(struct slice url) {
    size_t start = slice_find(url, SLICE("://"), 0);
    if (start == SIZE_MAX) return (struct slice){ "", 0 };
    struct slice host = slice_part(url, start + 3, url.length);
    for (size_t i = 0; i < host.length; i++)
        if (host.start[i] == '/' || host.start[i] == ':' || host.start[i] == '?') host.length = i;
    if (slice_starts(host, SLICE("www."))) host = slice_part(host, 4, host.length);
    struct slice name = { "", 0 }, label; // the longest label before the last one
    for (size_t end = host.length; end > 0 && host.start[--end] != '.';) host.length = end;
    for (struct slice rest = host; slice_next(&rest, SLICE("."), &label);)
        if (label.length > name.length) name = label;
    return name;
}

// `names`: the letters of what the site is called, and of its host.
static bool is_site_part(const struct facts_page *page, struct slice part, const struct slice names[2]) {
    const struct slice letters = facts_letters(part, page->arena);
    if (letters.length == 0) return true;
    for (size_t i = 0; i < 2; i++) {
        if (names[i].length < 2) continue;
        if (slice_equal(letters, names[i])) return true;
        // "The Example" and "Example", "example.org" and "Example"
        const struct slice shorter = letters.length < names[i].length ? letters : names[i];
        const struct slice longer = letters.length < names[i].length ? names[i] : letters;
        if (shorter.length >= 4 && 5 * shorter.length >= 2 * longer.length &&
            slice_find(longer, shorter, 0) != SIZE_MAX)
            return true;
    }
    return false;
}

struct slice facts_without_site(const struct facts_page *page, struct slice text, struct slice outlet) {
    struct slice names[2];
    for (unsigned rounds = 0; rounds < 4; rounds++) {
        size_t length = 0;
        const size_t last = find_separator(text, true, &length);
        if (last == SIZE_MAX) break;
        if (rounds == 0) {
            names[0] = facts_letters(outlet, page->arena);
            names[1] = facts_letters(host_name(facts_meta_text(page, META_CANONICAL)), page->arena);
        }
        if (last > 0 && is_site_part(page, slice_part(text, last + length, text.length), names)) {
            text = slice_trim(slice_part(text, 0, last));
            continue;
        }
        const size_t first = find_separator(text, false, &length);
        if (first + length >= text.length || !is_site_part(page, slice_part(text, 0, first), names)) break;
        text = slice_trim(slice_part(text, first + length, text.length));
    }
    return text;
}

struct slice facts_outlet(const struct facts_page *page) {
    const struct slice none = { "", 0 };
    struct slice outlet = facts_meta_text(page, META_OUTLET);
    const struct slice letters = facts_letters(outlet, page->arena);
    const struct slice title = facts_letters(facts_meta_text(page, META_TITLE), page->arena);
    if (outlet.length > 200 || slice_equal(letters, title)) outlet = none; // some sites name each page so
    if (outlet.length == 0) outlet = page->json_ld.outlet;
    if (slice_starts(outlet, SLICE("@"))) outlet = slice_part(outlet, 1, outlet.length);
    return outlet.length <= 200 ? outlet : none;
}

// What follows the headline in the title element, when nothing else names the site.
static struct slice outlet_of_title(const struct facts_page *page, struct slice title, struct slice element) {
    size_t length = 0;
    const size_t at = find_separator(element, true, &length);
    if (at == SIZE_MAX) return (struct slice){ "", 0 };
    const struct slice head = slice_part(element, 0, at),
                       tail = slice_part(element, at + length, element.length);
    const bool follows = slice_equal(facts_letters(head, page->arena), facts_letters(title, page->arena));
    return follows && tail.length <= 60 ? tail : (struct slice){ "", 0 };
}

// A bar parts a headline from what is none, in every title.
static struct slice before_bar(struct slice text) {
    const size_t at = slice_find(text, SLICE(" | "), 0);
    return at == SIZE_MAX || at < 8 ? text : slice_trim(slice_part(text, 0, at));
}

// A title whose site nobody names: without a short last piece behind a dash.
static struct slice without_last_piece(struct slice text) {
    size_t length = 0;
    const size_t at = find_separator(text, true, &length);
    if (at == SIZE_MAX || slice_equal(slice_part(text, at, at + 2), SLICE(": "))) return text;
    const struct slice head = slice_part(text, 0, at), tail = slice_part(text, at + length, text.length);
    if (line_word_count(head) < 3 || line_word_count(tail) > 4 || tail.length > head.length) return text;
    return slice_trim(head);
}

struct headings {
    struct slice best;
    uint32_t node;
    unsigned likeness;
    bool is_only; // there is one that says something
};

// The first heading that is somewhat like the title is the story's, and not a later one that is hardly more
// so.
#define LIKE 25 // of 100
#define MORE_LIKE 10

static struct slice last_segment(struct slice address) {
    const char *end = memchr(address.start, '?', address.length);
    address.length = end ? (size_t)(end - address.start) : address.length;
    while (address.length > 0 && address.start[address.length - 1] == '/') address.length--;
    size_t start = address.length;
    while (start > 0 && address.start[start - 1] != '/') start--;
    return slice_part(address, start, address.length);
}

// Is the heading a link to another page? Then it is the headline of another story.
static bool leads_elsewhere(const struct facts_page *page, uint32_t heading) {
    const struct html_node *nodes = page->html->nodes;
    uint32_t link = heading + 1;
    while (link < nodes[heading].last && nodes[link].tag != HTML_a && nodes[link].tag != HTML_TEXT) link++;
    if (link >= nodes[heading].last || nodes[link].tag != HTML_a || nodes[link].last < nodes[heading].last)
        return false;
    const struct slice address = html_attribute_raw(page->html, link, SLICE("href")),
                       own = facts_meta_text(page, META_CANONICAL);
    if (address.length == 0 || own.length == 0) return false;
    return !slice_equal(last_segment(address), last_segment(own));
}

static struct headings best_heading(const struct facts_page *page, const struct slice titles[3]) {
    const size_t count = 3;
    struct headings found = { .best = { "", 0 } };
    struct facts_words wanted[3];
    unsigned some = 0;
    bool best_aside = true;
    for (size_t k = 0; k < count; k++) wanted[k] = facts_words_of(titles[k], page->arena);
    for (unsigned i = 0; i < page->heading_count; i++) {
        const struct slice text = facts_node_text(page, page->headings[i]);
        if (facts_letters(text, page->arena).length < 2 || slice_find(text, SLICE("{{"), 0) != SIZE_MAX)
            continue;
        some++;
        const struct facts_words words = facts_words_of(text, page->arena);
        unsigned likeness = 0;
        for (size_t k = 0; k < count; k++) {
            const unsigned like = facts_likeness(&words, &wanted[k]);
            if (like > likeness) likeness = like;
        }
        if (page->heading_count > 1 && leads_elsewhere(page, page->headings[i])) likeness /= 2;
        const bool aside = page->heading_count > 1 && facts_is_aside(page, page->headings[i]);
        const unsigned needed = found.likeness + (found.likeness >= LIKE && !best_aside ? MORE_LIKE : 0);
        if (found.node && (likeness < needed || (likeness == found.likeness && aside >= best_aside)))
            continue;
        found.best = text;
        found.node = page->headings[i];
        found.likeness = likeness;
        best_aside = aside;
    }
    found.is_only = some == 1;
    return found;
}

// Where the title stands on the page when no h1 has it: a heading, or any block of these words.
static uint32_t find_title(const struct facts_page *page, struct slice title) {
    const struct html_node *nodes = page->html->nodes;
    const struct slice wanted = facts_letters(title, page->arena);
    for (uint32_t i = page->body; i < page->html->count && wanted.length > 8; i++) {
        if (nodes[i].tag != HTML_TEXT) continue;
        const struct slice raw = html_raw(page->html, i);
        if (raw.length < wanted.length || raw.length > title.length * 2 + 40) continue;
        const uint8_t parent = nodes[nodes[i].parent].tag;
        if (parent == HTML_script || parent == HTML_title || parent == HTML_style) continue;
        if (slice_equal(facts_letters(html_decode(raw, page->arena), page->arena), wanted))
            return nodes[i].parent;
    }
    return 0;
}

// A heading that holds more than the headline, if another title is its greater part and its beginning.
static struct slice without_date(const struct facts_page *page, struct slice heading,
                                 const struct slice *titles, size_t count) {
    struct span where;
    char iso[TIMESTAMP_SIZE];
    if (!line_has_digit(heading)) return heading;
    const struct slice letters = facts_letters(heading, page->arena);
    for (size_t i = 0; i < count; i++) {
        const struct slice other = facts_letters(titles[i], page->arena);
        if (other.length >= letters.length || 2 * other.length < letters.length ||
            !slice_starts(letters, other))
            continue;
        if (facts_find_date(page, heading, &where, iso) && where.end + 8 > heading.length) return titles[i];
    }
    return heading;
}

void facts_title(struct facts_page *page, struct page_facts *facts) {
    struct arena *arena = page->arena;
    struct slice element =
        page->title_element ? facts_node_text(page, page->title_element) : (struct slice){ "", 0 };
    const struct slice meta = facts_meta_text(page, META_TITLE);
    struct slice titles[] = { page->json_ld.is_article ? page->json_ld.headline : (struct slice){ "", 0 },
                              meta, element };
    for (size_t i = 0; i < 3; i++) titles[i] = before_bar(facts_without_site(page, titles[i], facts->outlet));
    const struct headings heading = best_heading(page, titles);
    struct slice title = titles[0].length   ? titles[0]
                         : titles[1].length ? titles[1]
                                            : without_last_piece(titles[2]);
    const bool like_site = facts->outlet.length > 0 && slice_equal(facts_letters(heading.best, arena),
                                                                   facts_letters(facts->outlet, arena));
    if (heading.node && (heading.likeness >= LIKE_ENOUGH || title.length == 0) &&
        !(like_site && title.length > 0)) {
        title = before_bar(without_date(page, heading.best, titles, 2));
        const struct slice bare = facts_without_site(page, title, facts->outlet);
        if (bare.start == title.start) title = bare; // the site behind it; "News: ..." may be its series
        facts->headline = heading.node;
    }
    if (title.length > FACTS_TEXT) {
        title.length = FACTS_TEXT;
        while (((unsigned char)title.start[title.length] & 0xc0) == 0x80) title.length--;
    }
    facts->title = title;
    if (!facts->headline) facts->headline = find_title(page, title);
    if (facts->outlet.length == 0) facts->outlet = outlet_of_title(page, title, element);
    page->headline = facts->headline ? facts->headline : heading.is_only ? heading.node : 0;
}
