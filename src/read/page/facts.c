// facts.c - one pass over the page for what its head and its scripts say, then each fact in its order of
// trust.
#include "read/page/facts_parts.h"

#include "base/eight.h"
#include "base/hash.h"

#include <string.h>

#define MOST_BLOCKS 64u // of JSON-LD

// Names of meta elements as publishing software writes them: Open Graph, Twitter, Dublin Core, Parse.ly,
// Sailthru, Highwire Press (citation_), and what sites made up.
static const struct meta_name {
    struct slice name; // small letters
    enum facts_meta fact;
    unsigned rank;
} meta_names[] = {
#define NAME(text)                                                                                           \
    { text, sizeof text - 1 }
    { NAME("og:title"), META_TITLE, 0 },
    { NAME("parsely-title"), META_TITLE, 1 },
    { NAME("sailthru.title"), META_TITLE, 1 },
    { NAME("citation_title"), META_TITLE, 1 },
    { NAME("dc.title"), META_TITLE, 2 },
    { NAME("dcterms.title"), META_TITLE, 2 },
    { NAME("twitter:title"), META_TITLE, 2 },
    { NAME("headline"), META_TITLE, 1 },
    { NAME("title"), META_TITLE, 3 },
    { NAME("author"), META_AUTHOR, 0 },
    { NAME("article:author"), META_AUTHOR, 1 },
    { NAME("article:author_name"), META_AUTHOR, 1 },
    { NAME("og:article:author"), META_AUTHOR, 1 },
    { NAME("parsely-author"), META_AUTHOR, 1 },
    { NAME("sailthru.author"), META_AUTHOR, 1 },
    { NAME("citation_author"), META_AUTHOR, 0 },
    { NAME("citation_authors"), META_AUTHOR, 1 },
    { NAME("byl"), META_AUTHOR, 2 },
    { NAME("byline"), META_AUTHOR, 2 },
    { NAME("authors"), META_AUTHOR, 2 },
    { NAME("dc.creator"), META_AUTHOR, 2 },
    { NAME("dc.creator.creator"), META_AUTHOR, 2 },
    { NAME("dcterms.creator"), META_AUTHOR, 2 },
    { NAME("cxenseparse:author"), META_AUTHOR, 2 },
    { NAME("rbauthors"), META_AUTHOR, 2 },
    { NAME("article:published_time"), META_PUBLISHED, 0 },
    { NAME("article:published"), META_PUBLISHED, 0 },
    { NAME("og:article:published_time"), META_PUBLISHED, 0 },
    { NAME("og:published_time"), META_PUBLISHED, 0 },
    { NAME("datepublished"), META_PUBLISHED, 1 },
    { NAME("date_published"), META_PUBLISHED, 1 },
    { NAME("publish_date"), META_PUBLISHED, 1 },
    { NAME("publish-date"), META_PUBLISHED, 1 },
    { NAME("publishdate"), META_PUBLISHED, 1 },
    { NAME("published_date"), META_PUBLISHED, 1 },
    { NAME("published-date"), META_PUBLISHED, 1 },
    { NAME("published_time"), META_PUBLISHED, 1 },
    { NAME("published"), META_PUBLISHED, 1 },
    { NAME("pubdate"), META_PUBLISHED, 1 },
    { NAME("bt:pubdate"), META_PUBLISHED, 1 },
    { NAME("parsely-pub-date"), META_PUBLISHED, 1 },
    { NAME("sailthru.date"), META_PUBLISHED, 1 },
    { NAME("citation_online_date"), META_PUBLISHED, 1 },
    { NAME("citation_publication_date"), META_PUBLISHED, 2 },
    { NAME("citation_date"), META_PUBLISHED, 2 },
    { NAME("cxenseparse:recs:publishtime"), META_PUBLISHED, 1 },
    { NAME("rnews:datepublished"), META_PUBLISHED, 1 },
    { NAME("originalpublicationdate"), META_PUBLISHED, 1 },
    { NAME("article_date_original"), META_PUBLISHED, 1 },
    { NAME("dc.date.issued"), META_PUBLISHED, 2 },
    { NAME("dcterms.issued"), META_PUBLISHED, 2 },
    { NAME("dc.date.created"), META_PUBLISHED, 2 },
    { NAME("dcterms.created"), META_PUBLISHED, 2 },
    { NAME("datecreated"), META_PUBLISHED, 3 },
    { NAME("dc.date"), META_PUBLISHED, 3 },
    { NAME("dcterms.date"), META_PUBLISHED, 3 },
    { NAME("displaydate"), META_PUBLISHED, 3 },
    { NAME("date"), META_PUBLISHED, 4 },
    { NAME("article:modified_time"), META_MODIFIED, 0 },
    { NAME("article:modified"), META_MODIFIED, 0 },
    { NAME("og:updated_time"), META_MODIFIED, 1 },
    { NAME("datemodified"), META_MODIFIED, 1 },
    { NAME("date_modified"), META_MODIFIED, 1 },
    { NAME("dcterms.modified"), META_MODIFIED, 2 },
    { NAME("dc.date.modified"), META_MODIFIED, 2 },
    { NAME("last-modified"), META_MODIFIED, 3 },
    { NAME("last_updated_date"), META_MODIFIED, 3 },
    { NAME("lastmod"), META_MODIFIED, 3 },
    { NAME("revised"), META_MODIFIED, 3 },
    { NAME("og:site_name"), META_OUTLET, 0 },
    { NAME("citation_journal_title"), META_OUTLET, 1 },
    { NAME("dc.publisher"), META_OUTLET, 2 },
    { NAME("dcterms.publisher"), META_OUTLET, 2 },
    { NAME("publisher"), META_OUTLET, 2 },
    { NAME("application-name"), META_OUTLET, 3 },
    { NAME("apple-mobile-web-app-title"), META_OUTLET, 4 },
    { NAME("article:section"), META_SECTION, 0 },
    { NAME("parsely-section"), META_SECTION, 1 },
    { NAME("section"), META_SECTION, 1 },
    { NAME("content-language"), META_LANGUAGE, 2 },
    { NAME("dc.language"), META_LANGUAGE, 3 },
    { NAME("language"), META_LANGUAGE, 3 },
    { NAME("og:locale"), META_LANGUAGE, 4 },
    { NAME("og:url"), META_CANONICAL, 1 },
    { NAME("dc.source"), META_AGENCY, 1 },
    { NAME("news_source"), META_AGENCY, 0 },
    { NAME("twitter:label1"), META_LABEL, 1 },
    { NAME("twitter:label2"), META_LABEL, 2 },
    { NAME("twitter:data1"), META_DATUM, 1 },
    { NAME("twitter:data2"), META_DATUM, 2 },
#undef NAME
};
#define META_NAMES (sizeof meta_names / sizeof *meta_names)
#define LONGEST_META_NAME 40u

static void keep(struct facts_page *page, enum facts_meta fact, unsigned rank, struct slice text) {
    if (text.length == 0 || page->metas.count == FACTS_METAS) return;
    *vector_push(page->arena, &page->metas) = (struct facts_value){ fact, rank, text };
}

// "Roe, Ann" of a bibliography.
static struct slice name_forward(struct slice name, struct arena *arena) {
    const size_t comma = slice_find(name, SLICE(", "), 0);
    if (comma == SIZE_MAX || slice_find(name, SLICE(","), comma + 1) != SIZE_MAX) return name;
    return arena_format(arena, SLICE_FORMAT " " SLICE_FORMAT,
                        SLICE_ARG(slice_part(name, comma + 2, name.length)),
                        SLICE_ARG(slice_part(name, 0, comma)));
}

static bool name_holds(struct slice name, struct slice part) {
    return slice_find(name, part, 0) != SIZE_MAX;
}

// What a name that is not in the table seems to stand for: "w-published-date", "acme:updateTime".
static bool guess_meta(struct slice name, enum facts_meta *fact) {
    if (!name_holds(name, SLICE("date")) && !name_holds(name, SLICE("time"))) return false;
    const bool is_first = name_holds(name, SLICE("publi")), is_last = name_holds(name, SLICE("modif"));
    *fact = is_first ? META_PUBLISHED : META_MODIFIED;
    return (is_first || is_last || name_holds(name, SLICE("update"))) && !name_holds(name, SLICE("expir"));
}

// The names of the table by a hash: the first of each, and the next with the same one, from 1; 0: none.
struct meta_index {
    uint8_t first[128], next[META_NAMES];
};

static size_t meta_hash(struct slice name) { // 3 to 40 bytes, of which the last differ most
    const size_t tail = name.length < 8 ? name.length : 8;
    return (size_t)(hash_step(name.length, eight_part(name.start + name.length - tail, tail)) >> 57);
}

static struct meta_index index_metas(void) {
    struct meta_index index = { .first = { 0 } };
    for (size_t i = META_NAMES; i-- > 0;) {
        uint8_t *first = &index.first[meta_hash(meta_names[i].name)];
        index.next[i] = *first;
        *first = (uint8_t)(i + 1);
    }
    return index;
}

// What the name, in small letters, is in the table; NULL when it is not there.
static const struct meta_name *find_meta(const struct meta_index *index, struct slice name) {
    for (size_t i = index->first[meta_hash(name)]; i; i = index->next[i - 1])
        if (slice_equal(meta_names[i - 1].name, name)) return &meta_names[i - 1];
    return NULL;
}

static void keep_content(struct facts_page *page, struct slice content, enum facts_meta fact, unsigned rank,
                         bool is_cited) {
    content = html_decode(content, page->arena);
    if (content.length > 2000) return;
    content = facts_clean(content, page->arena);
    keep(page, fact, rank, is_cited ? name_forward(content, page->arena) : content);
}

static void take_meta(struct facts_page *page, uint32_t node, const struct meta_index *index) {
    static const struct slice attributes[] = {
        { "property", 8 }, { "name", 4 }, { "itemprop", 8 }, { "http-equiv", 10 }, { "content", 7 }
    };
    enum { CONTENT = sizeof attributes / sizeof *attributes - 1 };
    struct slice values[CONTENT + 1] = { 0 }, attribute, value;
    for (size_t at = 0; html_next_attribute(page->html, node, &at, &attribute, &value);)
        for (size_t i = 0; i <= CONTENT; i++)
            if (attribute.length == attributes[i].length && !values[i].start &&
                slice_equal_ascii_fold(attribute, attributes[i]))
                values[i] = value;
    for (size_t i = 0; i < CONTENT; i++) {
        char small[LONGEST_META_NAME];
        struct slice name = slice_trim(values[i]);
        if (name.length < 3 || name.length > sizeof small) continue;
        for (size_t k = 0; k < name.length; k++)
            small[k] =
                name.start[k] >= 'A' && name.start[k] <= 'Z' ? (char)(name.start[k] | 0x20) : name.start[k];
        name.start = small;
        const struct meta_name *known = find_meta(index, name);
        enum facts_meta guessed;
        if (known)
            keep_content(page, values[CONTENT], known->fact, known->rank,
                         slice_equal(name, SLICE("citation_author")));
        else if (guess_meta(name, &guessed))
            keep_content(page, values[CONTENT], guessed, 5, false);
        else
            continue;
        return;
    }
}

static void take_link(struct facts_page *page, uint32_t node) {
    if (slice_equal_ascii_fold(html_attribute_raw(page->html, node, SLICE("rel")), SLICE("canonical")))
        keep(page, META_CANONICAL, 0,
             slice_trim(html_attribute(page->html, node, SLICE("href"), page->arena)));
}

static void take_html(struct facts_page *page, uint32_t node) {
    struct slice language = html_attribute_raw(page->html, node, SLICE("lang"));
    if (language.length == 0) language = html_attribute_raw(page->html, node, SLICE("xml:lang"));
    keep(page, META_LANGUAGE, 0, slice_trim(language));
}

static void collect(struct facts_page *page, struct slice *blocks, size_t *block_count) {
    static const bool is_asked[HTML_TAG_COUNT] = {
        [HTML_html] = true, [HTML_meta] = true, [HTML_link] = true,  [HTML_title] = true,
        [HTML_body] = true, [HTML_h1] = true,   [HTML_script] = true
    };
    const struct html *html = page->html;
    const struct meta_index index = index_metas();
    for (uint32_t i = 1; i < html->count; i++) {
        if (!is_asked[html->nodes[i].tag]) continue;
        switch (html->nodes[i].tag) {
        case HTML_html:
            take_html(page, i);
            break;
        case HTML_meta:
            take_meta(page, i, &index);
            break;
        case HTML_link:
            take_link(page, i);
            break;
        case HTML_title:
            if (!page->title_element && html->nodes[html->nodes[i].parent].tag != HTML_svg)
                page->title_element = i;
            break;
        case HTML_body:
            page->body = i;
            break;
        case HTML_h1:
            if (page->heading_count < FACTS_HEADINGS) page->headings[page->heading_count++] = i;
            break;
        case HTML_script: {
            const struct slice type = html_attribute_raw(html, i, SLICE("type"));
            const bool is_data = type.length >= 7 && slice_find(type, SLICE("ld+json"), 0) != SIZE_MAX;
            if (is_data && html->nodes[i].last > i + 1 && *block_count < MOST_BLOCKS)
                blocks[(*block_count)++] = html_raw(html, i + 1);
            break;
        }
        default:
            break;
        }
    }
    if (!page->body) page->body = html->count > 1 ? 1 : 0;
}

// "Written by" beside a name: what some software says for Twitter's cards.
static void take_labelled(struct facts_page *page) {
    for (size_t i = 0, count = page->metas.count; i < count; i++) {
        if (page->metas.items[i].fact != META_LABEL) continue;
        for (size_t k = 0; k < count; k++) {
            const struct facts_value datum = page->metas.items[k];
            if (datum.fact != META_DATUM || datum.rank != page->metas.items[i].rank) continue;
            if (facts_is_phrase(page, KIND_BYLINE, page->metas.items[i].text))
                keep(page, META_AUTHOR, 3, datum.text);
            break;
        }
    }
}

static bool is_web_address(struct slice url) {
    for (size_t i = 0; i < url.length; i++)
        if ((unsigned char)url.start[i] <= 0x20) return false;
    return (slice_starts(url, SLICE("http://")) || slice_starts(url, SLICE("https://"))) && url.length > 10 &&
           url.length <= 2000;
}

static struct slice canonical_of(struct facts_page *page) {
    for (unsigned rank = 0; rank < 2; rank++)
        for (size_t i = 0; i < page->metas.count; i++) {
            const struct facts_value *value = &page->metas.items[i];
            if (value->fact == META_CANONICAL && value->rank == rank && is_web_address(value->text))
                return value->text;
        }
    return is_web_address(page->json_ld.url) ? page->json_ld.url : (struct slice){ "", 0 };
}

// "en-GB" of "en_GB" and "en-GB,en"; empty when it is no language tag.
static struct slice language_tag(struct slice text, struct arena *arena) {
    char bytes[16];
    size_t used = 0;
    text = slice_trim(text);
    for (; used < text.length && used < 15; used++) {
        const char c = text.start[used];
        if (c == ',' || c == ' ' || c == ';' || c == '.') break;
        if (c != '_' && c != '-' && !((c | 0x20) >= 'a' && (c | 0x20) <= 'z') && !(c >= '0' && c <= '9'))
            return (struct slice){ "", 0 };
        bytes[used] = c == '_' ? '-' : c;
    }
    size_t primary = 0;
    while (primary < used && bytes[primary] != '-') primary++;
    if (primary < 2 || primary > 3) return (struct slice){ "", 0 };
    for (size_t i = 0; i < primary; i++) bytes[i] |= 0x20;
    return arena_copy(arena, (struct slice){ bytes, used });
}

static struct slice language_of(struct facts_page *page) {
    for (unsigned rank = 0; rank < 5; rank++) {
        if (rank == 1) {
            const struct slice tag = language_tag(page->json_ld.language, page->arena);
            if (tag.length > 0) return tag;
        }
        for (size_t i = 0; i < page->metas.count; i++) {
            if (page->metas.items[i].fact != META_LANGUAGE || page->metas.items[i].rank != rank) continue;
            const struct slice tag = language_tag(page->metas.items[i].text, page->arena);
            if (tag.length > 0) return tag;
        }
    }
    return (struct slice){ "", 0 };
}

// English without a country, American and Philippine English write the month first.
static bool writes_month_first(const struct facts_page *page, struct slice language) {
    for (size_t i = 0; i < page->metas.count && language.length == 2; i++) // og:locale may name the country
        if (page->metas.items[i].fact == META_LANGUAGE && page->metas.items[i].text.length == 5 &&
            slice_equal_ascii_fold(slice_part(page->metas.items[i].text, 0, 2), language))
            language = language_tag(page->metas.items[i].text, page->arena);
    return language.length == 0 || slice_equal_ascii_fold(language, SLICE("en")) ||
           slice_equal_ascii_fold(language, SLICE("en-us")) ||
           slice_equal_ascii_fold(language, SLICE("en-ph"));
}

struct page_facts page_facts_of(const struct html *html, const struct knowledge *knowledge,
                                const struct page_phrases *phrases, const struct page_context *context,
                                struct arena *arena) {
    static const struct page_context nothing;
    struct page_facts facts = { .published_from = NULL };
    struct lexicon lexicon;
    struct facts_page page = { .html = html, .context = context ? context : &nothing, .arena = arena };
    struct slice blocks[MOST_BLOCKS];
    size_t block_count = 0;
    page.sorter =
        (struct sorter){ .phrases = phrases, .lexicon = &lexicon, .arena = arena, .scratch = arena };
    bool has_ambiguous_date = false;
    page.has_ambiguous_date = &has_ambiguous_date;
    page.line_bytes = arena_allocate(arena, FACTS_TEXT + 1);
    collect(&page, blocks, &block_count);
    take_labelled(&page);
    const struct slice titles[] = {
        facts_meta_text(&page, META_TITLE),
        page.title_element ? facts_node_text(&page, page.title_element) : (struct slice){ "", 0 },
        page.heading_count ? facts_node_text(&page, page.headings[0]) : (struct slice){ "", 0 }
    };
    page.json_ld = json_ld_read(blocks, block_count, titles, 3, arena);
    facts.language = language_of(&page);
    lexicon = lexicon_of(knowledge, language_of_tag(facts.language));
    page.month_first = writes_month_first(&page, facts.language);
    facts.canonical = canonical_of(&page);
    facts.outlet = facts_outlet(&page);
    facts_title(&page, &facts);
    facts_dates(&page, &facts);
    if (has_ambiguous_date && page.month_first && facts.language.length <= 2 &&
        facts_write_day_first(&page)) {
        page.month_first = false;
        facts.published[0] = facts.modified[0] = '\0';
        facts.published_from = NULL;
        facts_dates(&page, &facts);
    }
    facts.updates = page.json_ld.updates;
    facts.update_count = page.json_ld.update_count;
    facts.body = page.json_ld.body;
    facts.is_closed = page.json_ld.is_closed;
    facts.agency = page.json_ld.agency.length ? page.json_ld.agency : facts_meta_text(&page, META_AGENCY);
    if (!facts_is_phrase(&page, KIND_AGENCY, facts.agency)) facts.agency = (struct slice){ "", 0 };
    facts_authors(&page, &facts);
    facts.section = page.json_ld.section.length ? page.json_ld.section : facts_meta_text(&page, META_SECTION);
    if (facts.section.length > 200) facts.section = (struct slice){ "", 0 };
    return facts;
}
