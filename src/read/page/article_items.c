// article_items.c - the items of a page that holds several: live blogs, digests.
//
// They are told by the markup alone, since cutting a story in pieces is worse than giving several as one: by
// the properties that pages give their items, or, on a page that calls itself a live blog, by times: entries
// that stand side by side, each with a time of its own.
#include "read/page/judgement.h"

#include "base/vector.h"
#include "read/containers/timestamps.h"

#include <string.h>

// How pages mark what an item of theirs says of itself: schema.org's microdata, and microformats 2.
static const struct item_form {
    struct slice attribute, title, published, url, body;
} item_forms[] = {
    { { "itemprop", 8 }, { "headline", 8 }, { "datePublished", 13 }, { "url", 3 }, { "articleBody", 11 } },
    { { "class", 5 }, { "p-name", 6 }, { "dt-published", 12 }, { "u-url", 5 }, { "e-content", 9 } },
};
#define ITEM_FORMS (sizeof item_forms / sizeof *item_forms)

static bool has_name(struct slice names, struct slice name) {
    for (struct slice one; slice_next(&names, SLICE(" "), &one);)
        if (slice_equal(one, name)) return true;
    return false;
}

// What an item says of itself; returns the node of its body, 0 when it has none of its own.
static uint32_t describe_item(const struct html *html, uint32_t item, struct arena *arena,
                              struct article_part *part) {
    uint32_t body = 0;
    for (uint32_t i = item + 1; i < html->nodes[item].last; i++)
        for (size_t f = 0; f < ITEM_FORMS && html->nodes[i].tag != HTML_TEXT; f++) {
            const struct item_form *form = &item_forms[f];
            const struct slice names = html_attribute_raw(html, i, form->attribute);
            if (names.length == 0) continue;
            if (part->title.start == NULL && has_name(names, form->title)) // once, even when it is empty
                part->title = slice_trim(html_text(html, i, arena));
            if (part->published.length == 0 && has_name(names, form->published)) {
                part->published = html_attribute(html, i, SLICE("datetime"), arena);
                if (part->published.length == 0)
                    part->published = html_attribute(html, i, SLICE("content"), arena);
            }
            if (part->url.length == 0 && has_name(names, form->url))
                part->url = html_attribute(html, i, SLICE("href"), arena);
            if (body == 0 && has_name(names, form->body)) body = i;
        }
    return body;
}

// Those that the markup calls items.
static bool split_by_names(const struct blocks *blocks, const struct judgement *page, struct arena *arena,
                           struct article *article) {
    const struct html *html = blocks->html;
    const struct elements *elements = page->elements;
    struct judgement judgement = *page;
    judgement.chances = ARENA_ARRAY(arena, uint8_t, blocks->count + 1);
    memcpy(judgement.chances, page->chances, blocks->count);
    VECTOR_OF(struct article_part) parts = { 0 };
    uint32_t end = 0; // of the item before: one in another is none
    for (uint32_t e = 1; e < elements->count && parts.count < ARTICLE_PARTS; e++) {
        if (!elements->items[e].is_item || elements->items[e].node < end) continue;
        const uint32_t item = elements->items[e].node;
        end = html->nodes[item].last;
        struct article_part part = { 0 };
        const uint32_t body = describe_item(html, item, arena, &part);
        if (body) // the markup says what the story is: nothing is left to judge
            for (uint32_t b = blocks_at(blocks, body); b < blocks_at(blocks, html->nodes[body].last); b++)
                judgement.chances[b] = 255;
        article_collect(blocks, &judgement, body ? body : item, end, arena, article, &part);
        if (part.paragraph_count) *vector_push(arena, &parts) = part;
    }
    if (parts.count < 2) {
        article->kept = 0;
        return false;
    }
    article->parts = parts.items;
    article->count = parts.count;
    return true;
}

#define LIVE_TIMES 4000u // of one page that are looked at

// Does a class or an id call the element live: "live-feed", "liveBlog", "page live"?
static bool is_called_live(const struct html *html, uint32_t node) {
    static const struct slice attributes[] = { { "class", 5 }, { "id", 2 } }, word = { "live", 4 };
    static const struct slice behind[] = {
        { "blog", 4 }, { "feed", 4 }, { "update", 6 }, { "post", 4 }, { "text", 4 }
    };
    for (size_t a = 0; a < 2; a++) {
        const struct slice names = html_attribute_raw(html, node, attributes[a]);
        for (size_t at = 0; at + word.length <= names.length; at++) {
            if (!slice_equal_ascii_fold(slice_part(names, at, at + word.length), word)) continue;
            if (at > 0 && ((unsigned)(names.start[at - 1] | 0x20) - 'a') < 26 && names.start[at] != 'L')
                continue;
            const struct slice rest = slice_part(names, at + word.length, names.length);
            bool ends = rest.length == 0 || ((unsigned)rest.start[0] - 'a') >= 26;
            for (size_t i = 0; !ends && i < sizeof behind / sizeof *behind; i++)
                ends = slice_equal_ascii_fold(slice_part(rest, 0, behind[i].length), behind[i]);
            if (ends) return true;
        }
    }
    return false;
}

static bool is_live(const struct html *html, uint32_t node) {
    for (; node; node = html->nodes[node].parent)
        if (is_called_live(html, node)) return true;
    return slice_find(html->bytes, SLICE("LiveBlogPosting"), 0) != SIZE_MAX;
}

struct entry { // of a live blog
    uint32_t node, time, parent;
};
struct entries { // a vector
    struct entry *items;
    size_t count, capacity;
};

// What stands around each time that names a day, and around no other.
static void find_entries(const struct html *html, struct arena *arena, struct entries *entries) {
    const struct html_node *nodes = html->nodes;
    for (uint32_t i = 1; i < html->count && entries->count < LIVE_TIMES; i++) {
        if (nodes[i].tag != HTML_time) continue;
        char iso[TIMESTAMP_SIZE];
        if (!timestamp_iso(html_attribute(html, i, SLICE("datetime"), arena), iso)) continue;
        const size_t count = entries->count;
        if (count && nodes[entries->items[count - 1].time].parent == nodes[i].parent)
            continue; // "updated ..."
        *vector_push(arena, entries) = (struct entry){ i, i, 0 };
    }
    for (size_t k = 0; k < entries->count; k++) {
        struct entry *entry = &entries->items[k];
        for (uint32_t above = nodes[entry->node].parent; above && nodes[above].tag != HTML_body;
             above = nodes[above].parent) {
            if (k > 0 && entries->items[k - 1].time >= above) break;
            if (k + 1 < entries->count && entries->items[k + 1].time < nodes[above].last) break;
            entry->node = above;
        }
        entry->parent = nodes[entry->node].parent;
    }
}

// Keeps the entries that stand side by side, the most there are.
static void keep_siblings(const struct html *html, struct entries *entries) {
    const struct html_node *nodes = html->nodes;
    size_t best = 0, most = 0;
    for (size_t k = 0, run; k < entries->count; k += run) {
        const struct entry *first = &entries->items[k];
        for (run = 1; k + run < entries->count && entries->items[k + run].parent == first->parent; run++)
            continue;
        size_t alike = 0;
        for (size_t r = 0; r < run; r++)
            alike += nodes[entries->items[k + r].node].tag == nodes[first->node].tag;
        if (alike <= most || html_tag_kind((enum html_tag)nodes[first->node].tag) != HTML_BLOCK) continue;
        most = alike;
        best = k;
    }
    if (most < 2) {
        entries->count = 0;
        return;
    }
    const struct entry first = entries->items[best];
    size_t kept = 0;
    for (size_t k = best; k < entries->count && entries->items[k].parent == first.parent; k++)
        if (nodes[entries->items[k].node].tag == nodes[first.node].tag)
            entries->items[kept++] = entries->items[k];
    entries->count = kept;
}

static struct slice heading_in(const struct html *html, uint32_t node, uint32_t end, struct arena *arena) {
    for (uint32_t i = node; i < end; i++)
        if (html->nodes[i].tag >= HTML_h1 && html->nodes[i].tag <= HTML_h6)
            return slice_trim(html_text(html, i, arena));
    return (struct slice){ "", 0 };
}

static bool has_prose(const struct blocks *blocks, uint32_t first, uint32_t end) {
    for (uint32_t b = blocks_at(blocks, first); b < blocks_at(blocks, end); b++)
        if (block_is_good(&blocks->items[b])) return true;
    return false;
}

// Entries told by their times. What stands before the first is a part, too.
static bool split_by_times(const struct blocks *blocks, const struct judgement *page, struct arena *arena,
                           struct article *article) {
    const struct html *html = blocks->html;
    struct entries entries = { 0 };
    find_entries(html, arena, &entries);
    if (entries.count < 2) return false;
    keep_siblings(html, &entries);
    if (entries.count < 2 || !is_live(html, entries.items[0].parent)) return false;
    struct judgement judgement = *page;
    judgement.chances = ARENA_ARRAY(arena, uint8_t, blocks->count + 1);
    judgement.repeats = ARENA_ARRAY(arena, uint8_t, blocks->count + 1);
    memcpy(judgement.chances, page->chances, blocks->count);
    memcpy(judgement.repeats, page->repeats, blocks->count);
    VECTOR_OF(struct article_part) parts = { 0 };
    struct article_part part = { 0 };
    article_collect(blocks, page, 0, entries.items[0].node, arena, article, &part);
    if (part.paragraph_count && has_prose(blocks, 0, entries.items[0].node))
        *vector_push(arena, &parts) = part;
    for (size_t k = 0; k < entries.count && parts.count < ARTICLE_PARTS; k++) {
        const struct entry *entry = &entries.items[k];
        uint32_t end = html->nodes[entry->node].last;
        if (!has_prose(blocks, entry->node, end)) // a heading with its time: what follows it is the entry
            end = k + 1 < entries.count ? entries.items[k + 1].node : html->nodes[entry->parent].last;
        for (uint32_t b = blocks_at(blocks, entry->node);
             b < blocks_at(blocks, html->nodes[entry->node].last); b++) {
            const bool is_time = blocks->items[b].first >= entry->time &&
                                 blocks->items[b].end <= html->nodes[entry->time].last;
            if (is_time) judgement.repeats[b] = 255;
            if (block_is_good(&blocks->items[b])) judgement.chances[b] = 255;
        }
        part =
            (struct article_part){ .title = heading_in(html, entry->node, end, arena),
                                   .published = html_attribute(html, entry->time, SLICE("datetime"), arena) };
        article_collect(blocks, &judgement, entry->node, end, arena, article, &part);
        if (part.paragraph_count) *vector_push(arena, &parts) = part;
    }
    if (parts.count < 2) {
        article->kept = 0;
        return false;
    }
    article->parts = parts.items;
    article->count = parts.count;
    return true;
}

bool article_split(const struct blocks *blocks, const struct judgement *page, struct arena *arena,
                   struct article *article) {
    return split_by_names(blocks, page, arena, article) || split_by_times(blocks, page, arena, article);
}
