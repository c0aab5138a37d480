// facts_authors.c - who wrote the story: where a page says it.
//
// What it says to machines comes first; else the lines and elements around the headline are candidates, each
// with a score for the way in which it names a writer.
#include "read/page/facts_parts.h"

#include <string.h>

#define WINDOW_BEFORE 80u // nodes around the headline
#define WINDOW_AFTER 300u
#define MOST_CANDIDATES 60u
#define FAR_AWAY 20 // of the score, where there is no headline

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

// Whether "author" or "byline" stands in an element's attributes, in any case of the first letter: both are
// looked for together, by Horspool's shifts for pairs of letters, of which the first in both cases counts as
// the same.
static bool says_writer(struct slice area) {
#define PAIR(first, second) ((uint8_t)((second)-8 * (first)))
    static const uint8_t kept[256] = { [PAIR('a', 'u')] = 1, [PAIR('u', 't')] = 2, [PAIR('t', 'h')] = 3,
                                       [PAIR('h', 'o')] = 4, [PAIR('o', 'r')] = 5, [PAIR('b', 'y')] = 1,
                                       [PAIR('y', 'l')] = 2, [PAIR('l', 'i')] = 3, [PAIR('i', 'n')] = 4,
                                       [PAIR('n', 'e')] = 5 };
    for (size_t end = 5; end < area.length;) { // of the six letters
        const uint8_t fitting = kept[PAIR(area.start[end - 1], area.start[end])];
        if (fitting == 5) {
            const char *at = area.start + end - 4;
            if (memcmp(at, "uthor", 5) == 0 || memcmp(at, "yline", 5) == 0) return true;
            end += 5;
        } else {
            end += 5u - fitting;
        }
    }
    return false;
#undef PAIR
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
    const bool is_empty = at->last == node + 1 && at->tag != HTML_meta; // has no text that could be a name
    if (area.length < 8 || is_empty) return BY_WAYS;
    const bool is_said = says_writer(area);
    if (at->tag == HTML_a) {
        if (is_said &&
            slice_equal_ascii_fold(html_attribute_raw(page->html, node, SLICE("rel")), SLICE("author")))
            return BY_REL;
        if (leads_to_writer(area) && leads_to_writer(html_attribute_raw(page->html, node, SLICE("href"))))
            return BY_LINK;
    }
    if (!is_said || at->tag == HTML_form) return BY_WAYS;
    const struct slice property = html_attribute_raw(page->html, node, SLICE("itemprop"));
    if (slice_equal(property, SLICE("author"))) return BY_ITEMPROP;
    static const char *const names[] = { "author-name",     "author_name",     "authorname",
                                         "author__name",    "byline-name",     "byline__name",
                                         "byline_name",     "author-link",     "author_link",
                                         "author__link",    "name-author",     "author-box__name",
                                         "author-box-name", "author-box_name", NULL };
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
    return text.length < 30 && facts_without_label(page, text, &labelled).length == 0 && labelled;
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
        return facts_without_label(page, text, &labelled).length == 0 && labelled ? 10 : 0;
    }
    return 0;
}

static int score_author(const struct facts_page *page, uint32_t node, enum author_way way,
                        uint32_t headline) {
    const uint32_t distance = node > headline ? node - headline : headline - node;
    const int far = node > headline ? (int)(distance / 10) : 4 + (int)(distance / 5);
    const int score = way_scores[way] - (headline ? far < 40 ? far : 40 : FAR_AWAY);
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

// What may name a writer.
struct mark {
    uint32_t node;
    enum author_way way;
};
struct marks { // a vector
    struct mark *items;
    size_t count, capacity;
};

// Elements that say it, from `start` on; gives the node behind the last that was looked at.
static uint32_t mark_elements(const struct facts_page *page, uint32_t start, uint32_t end,
                              struct marks *marks) {
    const struct html_node *nodes = page->html->nodes;
    uint32_t i = start;
    for (; i < end; i++) {
        if (nodes[i].tag == HTML_TEXT || nodes[i].tag == HTML_script) continue;
        if (nodes[i].tag == HTML_nav || nodes[i].tag == HTML_svg) {
            i = nodes[i].last - 1;
            continue;
        }
        const enum author_way way = way_of(page, i);
        if (way != BY_WAYS) *vector_push(page->arena, marks) = (struct mark){ i, way };
    }
    return i;
}

// Texts like "By Ann Roe", "Published 14 May 2031 by Ann Roe", which begin so once their date is gone.
static uint32_t mark_lines(const struct facts_page *page, uint32_t start, uint32_t end, struct marks *marks) {
    const struct html_node *nodes = page->html->nodes;
    uint32_t i = start;
    for (; i < end; i++) {
        if (nodes[i].tag != HTML_TEXT) {
            if (nodes[i].tag == HTML_nav) i = nodes[i].last - 1;
            continue;
        }
        const struct slice raw = html_raw(page->html, i);
        if (raw.length > 150) continue;
        const bool may_be_dated = facts_may_hold_date(raw);
        if (!may_be_dated && !facts_may_be_label(page, raw)) continue;
        const struct slice text = facts_clean(html_decode(raw, page->arena), page->arena);
        bool labelled = false;
        facts_without_label(page, text, &labelled);
        if (!labelled && may_be_dated) facts_without_label(page, facts_without_date(page, text), &labelled);
        if (labelled) *vector_push(page->arena, marks) = (struct mark){ i, BY_LINE };
    }
    return i;
}

typedef uint32_t mark_function(const struct facts_page *, uint32_t start, uint32_t end, struct marks *);

// The marks of the whole page, of which those from `start` to before `behind` are known.
static struct marks mark_page(const struct facts_page *page, mark_function *mark, uint32_t start,
                              uint32_t behind, const struct marks *known) {
    struct marks marks = { 0 };
    const uint32_t at = mark(page, page->body, start, &marks);
    for (size_t i = 0; i < known->count; i++)
        if (known->items[i].node >= at) *vector_push(page->arena, &marks) = known->items[i];
    mark(page, at > behind ? at : behind, page->html->count, &marks);
    return marks;
}

// The text to the end of its line; where the label stands alone, the next line.
static void consider_line(const struct facts_page *page, uint32_t node, uint32_t end, uint32_t headline,
                          struct author_search *search) {
    bool labelled = false;
    struct facts_line line;
    uint32_t at = node;
    if (!facts_next_line(page, &at, end, &line)) return;
    struct slice names = pieces_of(page, node, line.behind);
    if (facts_without_label(page, names, &labelled).length == 0 && facts_next_line(page, &at, end, &line))
        names = pieces_of(page, line.first, line.behind);
    consider(page, names, node, line.behind, BY_LINE, headline, search);
}

static void consider_marks(const struct facts_page *page, const struct marks *marks, uint32_t end,
                           uint32_t headline, struct author_search *search) {
    for (size_t i = 0; i < marks->count && search->count < MOST_CANDIDATES; i++) {
        const struct mark mark = marks->items[i];
        if (mark.way == BY_LINE)
            consider_line(page, mark.node, end, headline, search);
        else
            consider(page, author_text(page, mark.node), mark.node, page->html->nodes[mark.node].last,
                     mark.way, headline, search);
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

static const struct author_candidate *find_best(const struct author_search *search) {
    const struct author_candidate *best = NULL;
    for (size_t i = 0; i < search->count; i++)
        if (search->items[i].score > 0 && (!best || search->items[i].score > best->score))
            best = &search->items[i];
    return best;
}

// Whether no line could be a better one than the best so far.
static bool beats_lines(const struct author_search *search, uint32_t headline) {
    const struct author_candidate *best = find_best(search);
    return best && best->score >= way_scores[BY_LINE] - (headline ? 0 : FAR_AWAY);
}

static void take_best(const struct facts_page *page, const struct author_search *search,
                      struct facts_names *names) {
    const struct author_candidate *best = find_best(search);
    if (!best) return;
    *names = *best->names;
    uint32_t behind = best->last;
    for (const struct author_candidate *next = best + 1; next < search->items + search->count; next++) {
        if (next->way != best->way || next->node < behind || next->score + 25 < best->score) continue;
        if (!are_joined(page, behind, next->node)) break;
        for (size_t i = 0; i < next->names->count; i++) facts_add_name(page, next->names->items[i], names);
        behind = next->last;
    }
}

// Near the headline, then everywhere.
static void search_page(const struct facts_page *page, uint32_t headline, struct facts_names *names) {
    static mark_function *const marking[] = { mark_elements, mark_lines };
    const uint32_t count = page->html->count, body = page->body;
    const uint32_t start = headline > body + WINDOW_BEFORE ? headline - WINDOW_BEFORE : body;
    const uint32_t end = headline && headline + WINDOW_AFTER < count ? headline + WINDOW_AFTER : count;
    struct author_search search = { .count = 0 };
    struct marks near[2] = { 0 };
    uint32_t behind[2] = { start, start };
    for (size_t i = 0; i < 2 && !beats_lines(&search, headline); i++) {
        behind[i] = marking[i](page, start, end, &near[i]);
        consider_marks(page, &near[i], end, headline, &search);
    }
    take_best(page, &search, names);
    if (names->count || end == count) return;
    search.count = 0;
    for (size_t i = 0; i < 2 && !beats_lines(&search, 0); i++) {
        const struct marks marks = mark_page(page, marking[i], start, behind[i], &near[i]);
        consider_marks(page, &marks, count, 0, &search);
    }
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
    const struct table *given = knowledge_table(lexicon->knowledge, TABLE_GIVEN_NAMES, SLICE(""));
    size_t at = 0;
    const struct slice first = utf8_fold_name(next_word(outlet, &at), page->arena);
    if (first.length == 0 || !line_is_person(&page->sorter, outlet) || line_word_count(outlet) > 3)
        return false;
    struct table_walk walk = table_lookup(given, first);
    return table_next(&walk) != TABLE_END;
}

// With a degree or not.
static bool is_person(const struct facts_page *page, struct slice name) {
    const size_t comma = slice_find(name, SLICE(","), 0);
    return line_is_person(&page->sorter, comma == SIZE_MAX ? name : slice_part(name, 0, comma));
}

// "KatieS", "The Kestrel Group": an account or a firm, for which a person may stand on the page.
static bool is_no_person(const struct facts_page *page, struct slice name) {
    size_t at = 0;
    const struct slice first = utf8_fold_name(next_word(name, &at), page->arena);
    return line_word_count(name) == 1 || lexicon_lookup(page->sorter.lexicon, first).is_determiner;
}

void facts_authors(struct facts_page *page, struct page_facts *facts) {
    facts_note_labels(page);
    struct facts_names names = { .count = 0 };
    for (size_t i = 0; i < page->json_ld.author_count; i++)
        facts_add_names(page, page->json_ld.authors[i], true, &names);
    if (names.count == 0) read_metas(page, &names);
    const bool is_unsaid =
        names.count == 0 || (names.count == 1 && is_site(page, names.items[0], facts->outlet));
    if (is_unsaid || (names.count == 1 && is_no_person(page, names.items[0]))) {
        struct facts_names seen = { .count = 0 };
        search_page(page, page->headline, &seen);
        if (seen.count > 0 && (is_unsaid || is_person(page, seen.items[0]))) names = seen;
    }
    if (names.count == 0 && is_personal(page, facts->outlet)) facts_add_name(page, facts->outlet, &names);
    facts->byline = facts_join_names(page, &names);
    for (size_t i = 0; i < names.count && facts->agency.length == 0; i++)
        if (facts_is_phrase(page, KIND_AGENCY, names.items[i])) facts->agency = names.items[i];
}
