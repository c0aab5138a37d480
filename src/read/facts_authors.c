// facts_authors.c - who wrote the story: names, and nothing but names.
//
// The hard part is what stands around them: roles, degrees, cities, dates, the site's own name, the account
// that the software was installed with. A piece between commas is a second writer only when no word of it is
// a common one.
#include "read/facts_parts.h"

#include <string.h>

#define WINDOW_BEFORE 80u // nodes around the headline
#define WINDOW_AFTER 300u
#define MOST_CANDIDATES 60u
#define LONGEST_NAME 70u

// Accounts that software makes by itself, and how it writes that there is none.
static bool is_account(struct slice name) {
    static const struct slice accounts[] = {
        { "admin", 5 },       { "administrator", 13 }, { "webmaster", 9 }, { "root", 4 },
        { "user", 4 },        { "guest", 5 },          { "wpadmin", 7 },   { "null", 4 },
        { "undefined", 9 },   { "none", 4 },           { "author", 6 },    { "n/a", 3 },
        { "site admin", 10 }, { "super user", 10 },    { "anonymous", 9 }, { "unknown", 7 }
    };
    for (size_t i = 0; i < sizeof accounts / sizeof *accounts; i++)
        if (slice_equal_ascii_fold(name, accounts[i])) return true;
    return false;
}

static bool is_address(struct slice text) {
    return slice_find(text, SLICE("://"), 0) != SIZE_MAX || slice_starts(text, SLICE("www.")) ||
           (line_has_byte(text, '@') && !line_has_byte(text, ' ')) || slice_starts(text, SLICE("/"));
}

// "PhD", "M.D.", "CEPF": one word, most of its letters capitals.
static bool is_degree(struct slice text) {
    size_t capitals = 0, small = 0;
    if (text.length > 10 || line_has_byte(text, ' ')) return false;
    for (size_t i = 0; i < text.length; i++) {
        capitals += text.start[i] >= 'A' && text.start[i] <= 'Z';
        small += text.start[i] >= 'a' && text.start[i] <= 'z';
    }
    return capitals >= 2 && small <= 2 && capitals > small;
}

static void add_name(const struct facts_page *page, struct slice name, struct facts_names *names) {
    if (names->count == FACTS_NAMES) return;
    const struct slice letters = facts_letters(name, page->arena);
    for (size_t i = 0; i < names->count; i++)
        if (slice_find(facts_letters(names->items[i], page->arena), letters, 0) != SIZE_MAX) return;
    names->items[names->count++] = arena_copy(page->arena, name);
}

// The words of a piece up to the first that no name has: "Ann Roe in Kestrel Bay" is Ann Roe.
static struct slice leading_name(const struct facts_page *page, struct slice piece, bool for_machines) {
    size_t words = 0;
    for (size_t start = 0, end; start < piece.length; start = end + 1) {
        for (end = start; end < piece.length && piece.start[end] != ' ';) end++;
        const struct slice word = slice_part(piece, start, end);
        if (words >= (for_machines ? 2u : 1u) && facts_is_phrase(page, KIND_AFTER_NAMES, word))
            return slice_trim(slice_part(piece, 0, start));
        if (!for_machines && words >= 1 && (line_has_digit(word) || date_is_month(&page->sorter, word)))
            return slice_trim(slice_part(piece, 0, start));
        words += word.length > 0;
    }
    return piece;
}

static bool is_common_line(const struct facts_page *page, struct slice text, bool for_machines) {
    static const enum page_kind kinds[] = { KIND_PUBLISHED,    KIND_UPDATED, KIND_BOILERPLATE, KIND_RELATED,
                                            KIND_PHOTO_CREDIT, KIND_SOURCES, KIND_REPORTING,   KIND_ROLE };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds - for_machines; i++)
        if (facts_is_phrase(page, kinds[i], text)) return true;
    struct span rest; // "by" and "author" without a name
    const struct phrase *phrase =
        page_phrase_find(page->sorter.phrases, KIND_BYLINE, line_fold(&page->sorter, text), &rest);
    return phrase && phrase->starred && phrase->first.length > 0 && rest.end <= rest.start;
}

// A word that the language does not have, or has as a name: "Editorial Team" has none.
static bool has_own_word(const struct facts_page *page, struct slice name) {
    size_t at = 0;
    for (struct slice word; (word = next_word(name, &at)).length > 0;) {
        const enum word_kind kind = line_kind_of_word(&page->sorter, word);
        if (kind == WORD_UNKNOWN || kind == WORD_NAME) return true;
    }
    return false;
}

// "mk42", "editor-3", "page.author.name": what software calls somebody.
static bool is_identifier(struct slice name) {
    size_t stops = 0;
    for (size_t i = 0; i < name.length; i++) stops += name.start[i] == '.';
    return !line_has_byte(name, ' ') && (line_has_digit(name) || stops > 1 || line_has_byte(name, '_'));
}

static bool is_name(const struct facts_page *page, struct slice name, bool for_machines) {
    if (name.length < 2 || name.length > LONGEST_NAME || is_account(name) || is_address(name) ||
        is_identifier(name))
        return false;
    const size_t words = line_word_count(name);
    size_t at = 0;
    const struct slice first = next_word(name, &at);
    if (words < 1 || words > (for_machines ? 8u : 5u) || is_common_line(page, name, for_machines))
        return false;
    if (facts_is_phrase(page, KIND_AFTER_NAMES, first) || (words == 1 && date_is_month(&page->sorter, first)))
        return false;
    if (for_machines) return !(name.start[0] >= '0' && name.start[0] <= '9' && words > 2);
    return line_is_names(&page->sorter, name, 5) && has_own_word(page, name) && !line_has_byte(name, '?') &&
           !line_has_byte(name, '!');
}

static unsigned letter_of(char c) {
    const unsigned letter = (unsigned)((c | 0x20) - 'a');
    return letter < 26 ? letter : 26;
}

// Most lines need no folding to be seen to begin with no label: their first two letters tell.
static bool may_be_label(const struct facts_page *page, struct slice text) {
    if (text.length < 2) return false;
    const unsigned first = letter_of(text.start[0]), second = letter_of(text.start[1]);
    return first == 26 || second == 26 || page->byline_starts[first][second];
}

// The same of a bare line, where what is no letter counts too: folding leaves it as it is, or is no ASCII.
static bool bare_may_be_label(const struct facts_page *page, struct slice bare) {
    if (page->has_short_label) return true;
    if (bare.length < 2) return false;
    if ((unsigned char)bare.start[0] >= 0x80 || (unsigned char)bare.start[1] >= 0x80) return true;
    return page->byline_starts[letter_of(bare.start[0])][letter_of(bare.start[1])];
}

// Without "By", "Written by", "Author:" before it.
static struct slice without_label(const struct facts_page *page, struct slice text, bool *labelled) {
    if (!may_be_label(page, text)) return text;
    for (unsigned rounds = 0; rounds < 2; rounds++) {
        struct span rest;
        if (!bare_may_be_label(page, line_bare(text))) break;
        const struct slice folded = line_fold(&page->sorter, text);
        const struct phrase *phrase = page_phrase_find(page->sorter.phrases, KIND_BYLINE, folded, &rest);
        if (!phrase || !phrase->starred || phrase->first.length == 0 || phrase->last.length ||
            phrase->middle.length)
            break;
        *labelled = true;
        text = rest.end > rest.start ? line_as_written(text, folded, rest) : (struct slice){ "", 0 };
    }
    return text;
}

// Two names, or two first names: "Drug Evaluation and Research" is neither.
static bool are_balanced(struct slice before, struct slice behind) {
    for (size_t i = 0; i < behind.length; i++)
        if (behind.start[i] == ',' || behind.start[i] == ';' || behind.start[i] == '|') behind.length = i;
    return line_word_count(before) < 2 || line_word_count(behind) != 1;
}

// Where the next mark that parts names is, its length, and whether names may go on behind it.
static size_t find_mark(const struct facts_page *page, struct slice text, size_t *length, bool *goes_on) {
    static const struct slice ends[] = {
        { "|", 1 },        { "\u2022", 3 },   { "\u00b7", 2 }, { " - ", 3 },
        { " \u2013 ", 5 }, { " \u2014 ", 5 }, { "[", 1 },      { " // ", 4 }
    };
    for (size_t at = 0; at < text.length; at++) {
        *goes_on = true;
        *length = 1;
        if (text.start[at] == ',' || text.start[at] == ';' || text.start[at] == '&') return at;
        *goes_on = false;
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
            if (text.start[at] == ends[i].start[0] &&
                slice_starts(slice_part(text, at, text.length), ends[i])) {
                *length = ends[i].length;
                return at;
            }
        if (text.start[at] != ' ') continue;
        size_t end = at + 1;
        while (end < text.length && text.start[end] != ' ' && end < at + 12) end++;
        if (end < text.length && end > at + 1 &&
            facts_is_phrase(page, KIND_JOIN, slice_part(text, at + 1, end)) &&
            are_balanced(slice_part(text, 0, at), slice_part(text, end, text.length))) {
            *goes_on = true;
            *length = end - at;
            return at;
        }
    }
    *length = 0;
    return text.length;
}

// Without what stands in brackets.
static struct slice without_brackets(const struct facts_page *page, struct slice text) {
    if (!line_has_byte(text, '(')) return text;
    char *bytes = arena_allocate(page->arena, text.length);
    size_t used = 0, depth = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.start[i] == '(') depth++;
        const bool doubled = text.start[i] == ' ' && (used == 0 || bytes[used - 1] == ' ');
        if (depth == 0 && !doubled) bytes[used++] = text.start[i];
        if (text.start[i] == ')' && depth > 0) depth--;
    }
    return slice_trim((struct slice){ bytes, used });
}

// Without the date in it: what stands before, or, where it stands first, behind.
static struct slice without_date(const struct facts_page *page, struct slice text) {
    struct span where;
    char iso[TIMESTAMP_SIZE];
    if (!line_has_digit(text) || !facts_find_date(page, text, &where, iso)) return text;
    const struct slice before = line_bare(slice_part(text, 0, where.start));
    const bool is_label = before.length < 3 || is_common_line(page, before, false);
    return is_label ? line_bare(slice_part(text, where.end, text.length)) : before;
}

void facts_add_names(const struct facts_page *page, struct slice text, bool for_machines,
                     struct facts_names *names) {
    bool labelled = false;
    text = facts_clean(text, page->arena);
    if (text.length == 0 || text.length > LONGEST_LINE || is_address(text)) return;
    text = without_label(page, without_brackets(page, for_machines ? text : without_date(page, text)),
                         &labelled);
    const size_t before = names->count;
    unsigned misses = 0;
    bool behind_comma = false;
    for (size_t length; text.length > 0 && names->count < FACTS_NAMES && misses < 3;) {
        bool goes_on;
        const size_t at = find_mark(page, text, &length, &goes_on);
        const struct slice whole = line_bare(slice_part(text, 0, at));
        const bool is_first = names->count == before;
        struct slice piece = leading_name(page, whole, for_machines);
        text = slice_trim(slice_part(text, at + length, text.length));
        const bool is_listed = behind_comma;
        behind_comma = length == 1;
        if (piece.length == 0 || (!is_first && is_degree(piece))) continue;
        if (is_first && misses) piece = without_label(page, piece, &labelled);
        if (!is_first && is_listed && !line_is_person(&page->sorter, piece)) break;
        if (is_name(page, piece, for_machines && is_first) &&
            (for_machines || !is_first || !is_degree(piece)))
            add_name(page, piece, names);
        else
            misses++;
        if (names->count > before && (piece.length < whole.length || !goes_on)) break;
    }
}

static struct slice join_names(const struct facts_page *page, const struct facts_names *names) {
    struct slice text = { "", 0 };
    for (size_t i = 0; i < names->count; i++)
        text = i ? arena_format(page->arena, SLICE_FORMAT ", " SLICE_FORMAT, SLICE_ARG(text),
                                SLICE_ARG(names->items[i]))
                 : names->items[i];
    return text;
}

enum author_way { BY_ITEMPROP, BY_REL, BY_CLASS_NAME, BY_CLASS, BY_LINK, BY_LINE, BY_WAYS };
static const int way_scores[BY_WAYS] = { 60, 55, 50, 35, 45, 45 };

struct author_candidate {
    uint32_t node, last;
    int score;
    enum author_way way;
    struct facts_names *names;
};
struct author_search {
    struct author_candidate items[MOST_CANDIDATES];
    size_t count;
};

// Whether "author" or "byline" stands in an element's attributes, in any case of the first letter: the last
// five letters of both are looked for together, by Horspool's shifts.
static bool says_writer(struct slice area) {
    static const uint8_t kept[256] = { ['t'] = 2, ['h'] = 3, ['o'] = 4, ['u'] = 1, ['y'] = 1,
                                       ['l'] = 2, ['i'] = 3, ['n'] = 4, ['r'] = 5, ['e'] = 5 };
    for (size_t end = 4; end < area.length;) { // of the five letters
        const uint8_t fitting = kept[(unsigned char)area.start[end]];
        if (fitting == 5) {
            const char *at = area.start + end - 4;
            if (memcmp(at, "uthor", 5) == 0 || memcmp(at, "yline", 5) == 0) return true;
            end += 5;
        } else {
            end += 5u - fitting;
        }
    }
    return false;
}

// Does the address lead to a writer's page?
static bool leads_to_writer(struct slice href) {
    static const struct slice paths[] = { { "author/", 7 },      { "authors/", 8 },    { "people/", 7 },
                                          { "contributor", 11 }, { "staff/", 6 },      { "by/", 3 },
                                          { "writers/", 8 },     { "producers/", 10 }, { "reporter", 8 },
                                          { "journalist", 10 },  { "columnist", 9 } };
    for (const char *slash; href.length > 4 && (slash = memchr(href.start, '/', href.length));) {
        href = slice_part(href, (size_t)(slash - href.start) + 1, href.length);
        for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
            if (href.length > paths[i].length && href.start[0] == paths[i].start[0] &&
                slice_starts(href, paths[i]))
                return true;
    }
    return false;
}

// How the element says that it holds a writer's name; BY_WAYS when it does not.
static enum author_way way_of(const struct facts_page *page, uint32_t node) {
    const struct html_node *at = &page->html->nodes[node];
    const struct slice area = html_raw(page->html, node);
    if (area.length < 8) return BY_WAYS;
    const bool is_said = says_writer(area);
    if (at->tag == HTML_a) {
        if (is_said &&
            slice_equal_ascii_fold(html_attribute_raw(page->html, node, SLICE("rel")), SLICE("author")))
            return BY_REL;
        if (leads_to_writer(html_attribute_raw(page->html, node, SLICE("href")))) return BY_LINK;
    }
    if (!is_said) return BY_WAYS;
    if (at->tag == HTML_img || at->tag == HTML_input || at->tag == HTML_link || at->tag == HTML_form)
        return BY_WAYS;
    const struct slice property = html_attribute_raw(page->html, node, SLICE("itemprop"));
    if (slice_equal(property, SLICE("author"))) return BY_ITEMPROP;
    static const char *const names[] = { "author-name", "author_name",  "authorname",  "author__name",
                                         "byline-name", "byline__name", "byline_name", "author-link",
                                         "author_link", "author__link", "name-author", NULL };
    static const char *const any[] = { "author", "byline", NULL };
    static const char *const not_names[] = { "bio",    "desc",  "avatar", "image", "img",
                                             "social", "title", "role",   "box",   "about",
                                             "follow", "thumb", "photo",  "icon",  NULL };
    if (facts_has_word(page, node, names)) return BY_CLASS_NAME;
    if (facts_has_word(page, node, any) && !facts_has_word(page, node, not_names)) return BY_CLASS;
    return BY_WAYS;
}

static bool binds(const struct facts_page *page, struct slice text) {
    const char last = text.length ? text.start[text.length - 1] : ' ';
    bool labelled = false;
    if (last == ',' || last == '&' || last == ':' || facts_is_phrase(page, KIND_JOIN, text)) return true;
    return text.length < 30 && without_label(page, text, &labelled).length == 0 && labelled;
}

// The texts of the nodes, a bar between those of different elements unless they belong together: "By", "Ann",
// "Roe".
static struct slice pieces_of(const struct facts_page *page, uint32_t from, uint32_t behind) {
    const struct html_node *nodes = page->html->nodes;
    char *bytes = arena_allocate(page->arena, LONGEST_LINE);
    struct slice last = { "", 0 };
    size_t used = 0;
    uint32_t parent = 0;
    for (uint32_t i = from; i < behind && i < from + 60; i++) {
        if (nodes[i].tag != HTML_TEXT || nodes[nodes[i].parent].tag == HTML_script ||
            nodes[nodes[i].parent].tag == HTML_style || nodes[nodes[i].parent].tag == HTML_title)
            continue;
        const struct slice raw = html_raw(page->html, i);
        if (raw.length > LONGEST_LINE) break;
        const struct slice text = facts_clean(html_decode(raw, page->arena), page->arena);
        if (text.length == 0) continue;
        const bool starts = text.start[0] == ',' || text.start[0] == '&';
        const bool is_split = line_word_count(last) == 1 && line_word_count(text) == 1 &&
                              utf8_starts_upper(last) && utf8_starts_upper(text) && nodes[i].space_before;
        const bool bound =
            nodes[i].parent == parent || starts || binds(page, last) || binds(page, text) || is_split;
        if (used + text.length + 3 > LONGEST_LINE) break;
        if (used) used += (size_t)(stpcpy(bytes + used, bound ? " " : " | ") - (bytes + used));
        memcpy(bytes + used, text.start, text.length);
        used += text.length;
        parent = nodes[i].parent;
        last = text;
    }
    return (struct slice){ bytes, used };
}

// What an element marked as the author's says: a content attribute, the element of the name in it, or its
// text.
static struct slice author_text(const struct facts_page *page, uint32_t node) {
    const struct html_node *nodes = page->html->nodes;
    const struct slice content = html_attribute(page->html, node, SLICE("content"), page->arena);
    if (content.length > 0 && nodes[node].tag == HTML_meta) return content;
    for (uint32_t i = node + 1; i < nodes[node].last && i < node + 30; i++) {
        if (nodes[i].tag == HTML_TEXT) continue;
        if (!slice_equal(html_attribute_raw(page->html, i, SLICE("itemprop")), SLICE("name"))) continue;
        const struct slice value = html_attribute(page->html, i, SLICE("content"), page->arena);
        return value.length > 0 ? value : facts_node_text(page, i);
    }
    return nodes[node].last - node > 40 ? (struct slice){ "", 0 } : pieces_of(page, node, nodes[node].last);
}

// What the text before the node announces: a writer, or somebody else who helped.
static int score_label(const struct facts_page *page, uint32_t node) {
    for (uint32_t i = node; i > page->body && i + 12 > node;) {
        if (page->html->nodes[--i].tag != HTML_TEXT) continue;
        const struct slice text =
            facts_clean(html_decode(slice_part(html_raw(page->html, i), 0, 60), page->arena), page->arena);
        bool labelled = false;
        if (text.length == 0 || text.length > 40) return 0;
        if (facts_is_phrase(page, KIND_REPORTING, text)) return -40;
        return without_label(page, text, &labelled).length == 0 && labelled ? 10 : 0;
    }
    return 0;
}

static int score_author(const struct facts_page *page, uint32_t node, enum author_way way,
                        uint32_t headline) {
    const uint32_t distance = node > headline ? node - headline : headline - node;
    const int far = node > headline ? (int)(distance / 10) : 4 + (int)(distance / 5);
    const int score = way_scores[way] - (headline ? far < 40 ? far : 40 : 20);
    return score > 0 && facts_is_aside(page, node) ? score - 60 : score;
}

static void consider(const struct facts_page *page, struct slice text, uint32_t node, uint32_t last,
                     enum author_way way, uint32_t headline, struct author_search *search) {
    if (search->count == MOST_CANDIDATES || text.length == 0 || text.length > LONGEST_LINE) return;
    struct facts_names names = { .count = 0 };
    facts_add_names(page, text, way == BY_ITEMPROP, &names);
    if (names.count == 0) return;
    struct author_candidate *candidate = &search->items[search->count++];
    *candidate = (struct author_candidate){ node, last, score_author(page, node, way, headline), way,
                                            ARENA_NEW(page->arena, struct facts_names) };
    if (way != BY_LINE) candidate->score += score_label(page, node);
    *candidate->names = names;
}

// "By Ann Roe", "Published 14 May 2031 by Ann Roe": a text that begins so once its date is gone, to the end
// of its line; where the label stands alone, the next line.
static void consider_lines(const struct facts_page *page, uint32_t start, uint32_t end, uint32_t headline,
                           struct author_search *search) {
    const struct html_node *nodes = page->html->nodes;
    for (uint32_t i = start; i < end && search->count < MOST_CANDIDATES; i++) {
        if (nodes[i].tag != HTML_TEXT) continue;
        const struct slice raw = html_raw(page->html, i);
        const bool has_digit = raw.length <= 150 && facts_find_digit(raw, 0) < raw.length;
        if (raw.length > 150 || !(has_digit || may_be_label(page, raw))) continue;
        const struct slice text = facts_clean(html_decode(raw, page->arena), page->arena);
        bool labelled = false;
        without_label(page, text, &labelled);
        if (!labelled && has_digit) without_label(page, without_date(page, text), &labelled);
        struct facts_line line;
        uint32_t at = i;
        if (!labelled || !facts_next_line(page, &at, end, &line)) continue;
        struct slice names = pieces_of(page, i, line.behind);
        if (without_label(page, names, &labelled).length == 0 && facts_next_line(page, &at, end, &line))
            names = pieces_of(page, line.first, line.behind);
        consider(page, names, i, line.behind, BY_LINE, headline, search);
    }
}

static void consider_elements(const struct facts_page *page, uint32_t start, uint32_t end, uint32_t headline,
                              struct author_search *search) {
    const struct html_node *nodes = page->html->nodes;
    for (uint32_t i = start; i < end && search->count < MOST_CANDIDATES; i++) {
        if (nodes[i].tag == HTML_TEXT || nodes[i].tag == HTML_script) continue;
        const enum author_way way = way_of(page, i);
        if (way == BY_WAYS) continue;
        consider(page, author_text(page, i), i, nodes[i].last, way, headline, search);
    }
}

// Nothing but what joins names stands between the nodes.
static bool are_joined(const struct facts_page *page, uint32_t from, uint32_t to) {
    size_t letters = 0;
    for (uint32_t i = from; i < to && i < from + 40; i++)
        if (page->html->nodes[i].tag == HTML_TEXT) letters += html_raw(page->html, i).length;
    return to < from + 40 && letters <= 5;
}

static bool is_site(const struct facts_page *page, struct slice name, struct slice outlet) {
    return outlet.length > 0 &&
           slice_equal(facts_letters(name, page->arena), facts_letters(outlet, page->arena));
}

static void take_best(const struct facts_page *page, const struct author_search *search,
                      struct facts_names *names) {
    const struct author_candidate *best = NULL;
    for (size_t i = 0; i < search->count; i++)
        if (search->items[i].score > 0 && (!best || search->items[i].score > best->score))
            best = &search->items[i];
    if (!best) return;
    *names = *best->names;
    uint32_t behind = best->last;
    for (const struct author_candidate *next = best + 1; next < search->items + search->count; next++) {
        if (next->way != best->way || next->node < behind || next->score + 25 < best->score) continue;
        if (!are_joined(page, behind, next->node)) break;
        for (size_t i = 0; i < next->names->count; i++) add_name(page, next->names->items[i], names);
        behind = next->last;
    }
}

static void search_page(const struct facts_page *page, uint32_t headline, struct facts_names *names) {
    const uint32_t count = page->html->count, body = page->body;
    const uint32_t start = headline > body + WINDOW_BEFORE ? headline - WINDOW_BEFORE : body;
    const uint32_t end = headline && headline + WINDOW_AFTER < count ? headline + WINDOW_AFTER : count;
    struct author_search search = { .count = 0 };
    consider_elements(page, start, end, headline, &search);
    consider_lines(page, start, end, headline, &search);
    take_best(page, &search, names);
    if (names->count || end == count) return;
    search.count = 0;
    consider_elements(page, body, count, 0, &search);
    consider_lines(page, body, count, 0, &search);
    take_best(page, &search, names);
}

static void read_metas(const struct facts_page *page, struct facts_names *names) {
    for (unsigned rank = 0; rank < 6 && names->count == 0; rank++)
        for (size_t i = 0; i < page->metas.count; i++)
            if (page->metas.items[i].fact == META_AUTHOR && page->metas.items[i].rank == rank)
                facts_add_names(page, page->metas.items[i].text, true, names);
}

// A site that bears the name of a person is that person's.
static bool is_personal(const struct facts_page *page, struct slice outlet) {
    const struct lexicon *lexicon = page->sorter.lexicon;
    const struct table *given = knowledge_table(lexicon->knowledge, TABLE_GIVEN_NAMES, lexicon->language);
    size_t at = 0;
    const struct slice first = utf8_fold_name(next_word(outlet, &at), page->arena);
    if (first.length == 0 || !line_is_person(&page->sorter, outlet) || line_word_count(outlet) > 3)
        return false;
    struct table_walk walk = table_lookup(given, first);
    return table_next(&walk) != TABLE_END;
}

static void note_label_starts(struct facts_page *page) {
    const struct phrase_list *labels = &page->sorter.phrases->kinds[KIND_BYLINE];
    for (size_t i = 0; i < labels->count; i++) {
        const struct slice first = labels->items[i].first;
        if (first.length == 1) page->has_short_label = true;
        if (first.length > 1)
            page->byline_starts[letter_of(first.start[0])][letter_of(first.start[1])] = true;
    }
}

void facts_authors(struct facts_page *page, struct page_facts *facts) {
    note_label_starts(page);
    struct facts_names names = { .count = 0 };
    for (size_t i = 0; i < page->json_ld.author_count; i++)
        facts_add_names(page, page->json_ld.authors[i], true, &names);
    if (names.count == 0) read_metas(page, &names);
    if (names.count == 0 || (names.count == 1 && is_site(page, names.items[0], facts->outlet))) {
        struct facts_names seen = { .count = 0 };
        search_page(page, page->headline, &seen);
        if (seen.count) names = seen;
    }
    if (names.count == 0 && is_personal(page, facts->outlet)) add_name(page, facts->outlet, &names);
    facts->byline = join_names(page, &names);
    for (size_t i = 0; i < names.count && facts->agency.length == 0; i++)
        if (facts_is_phrase(page, KIND_AGENCY, names.items[i])) facts->agency = names.items[i];
}
