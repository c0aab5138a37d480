// block_elements.c - the elements that hold a page's blocks.
//
// Only they are looked at: most of a page's elements hold pictures, icons and what nobody sees.
#include "read/page/block_elements.h"

#include "base/hash.h"

#include <string.h>

#define MOST_GROUPS 8u
typedef uint32_t token_group __attribute__((vector_size(TOKEN_GROUP * sizeof(uint32_t))));

// A group is looked at as a whole: nobody could foresee which of its places it is.
int token_chance(const struct token_table *table, uint32_t hash) {
    if (table->size == 0) return -1;
    const uint32_t mask = table->size - 1;
    uint32_t at = hash & mask & ~(TOKEN_GROUP - 1);
    for (unsigned tries = 0; tries < MOST_GROUPS; tries++, at = (at + TOKEN_GROUP) & mask) {
        token_group group;
        memcpy(&group, table->places + at, sizeof group);
        const token_group found = group & (token_group)(((group ^ hash) & ~0xffu) == 0);
        const uint32_t place = found[0] | found[1] | found[2] | found[3];
        if (place) return (int)(place & 0xff);
        if (group[TOKEN_GROUP - 1] == 0) return -1;
    }
    return -1;
}

void token_prefetch(const struct token_table *table, const uint32_t *hashes, unsigned count) {
    for (unsigned i = 0; i < count && table->size; i++)
        __builtin_prefetch(&table->places[hashes[i] & (table->size - 1) & ~(TOKEN_GROUP - 1)]);
}

static uint16_t flags_of(enum html_tag tag) {
    switch (tag) {
    case HTML_article:
        return IN_ARTICLE;
    case HTML_main:
        return IN_MAIN;
    case HTML_aside:
        return IN_ASIDE;
    case HTML_nav:
    case HTML_menu:
        return IN_NAV;
    case HTML_footer:
        return IN_FOOTER;
    case HTML_header:
        return IN_HEADER;
    case HTML_form:
    case HTML_button:
    case HTML_fieldset:
        return IN_FORM;
    case HTML_ul:
    case HTML_ol:
        return IN_LIST;
    case HTML_table:
        return IN_TABLE;
    case HTML_figure:
        return IN_FIGURE;
    case HTML_figcaption:
        return IN_PICTURE;
    case HTML_blockquote:
        return IN_QUOTE;
    default:
        return 0;
    }
}

struct told {                // what the attributes of an element tell by themselves
    struct slice attributes; // as they are written
    uint8_t low, high, mean; // of the chances of its names
    bool is_known;           // some name has a chance
    bool is_hidden, is_item;
    uint8_t apart;
    uint32_t sign;
};

#define TOLD 128u // of which so many are remembered: the cells of a table and the items of a list are alike

static void tell(const struct html *html, uint32_t node, const struct token_table *table, struct told *told) {
    struct block_names names;
    block_names(html, node, &names);
    token_prefetch(table, names.tokens, names.count);
    uint32_t known = 0, sum = 0;
    int low = 255, high = 0;
    for (unsigned i = 0; i < names.count; i++) {
        const int chance = token_chance(table, names.tokens[i]);
        if (chance < 0) continue;
        low = chance < low ? chance : low;
        high = chance > high ? chance : high;
        sum += (uint32_t)chance;
        known++;
    }
    told->low = (uint8_t)low;
    told->high = (uint8_t)high;
    told->mean = known ? (uint8_t)(sum / known) : 128;
    told->is_known = known > 0;
    told->is_hidden = names.is_hidden;
    told->is_item = names.is_item;
    told->apart = (uint8_t)names.apart;
    told->sign = names.sign;
}

static const struct told *told_of(const struct html *html, uint32_t node, const struct token_table *table,
                                  struct told *memory) {
    static const struct told nothing = { .low = 255, .mean = 128 };
    const struct slice attributes = html_raw(html, node);
    if (attributes.length == 0) return &nothing; // as most have
    struct told *told = &memory[hash_bytes(attributes, 3) % TOLD];
    if (told->attributes.start && slice_equal(told->attributes, attributes)) return told;
    tell(html, node, table, told);
    told->attributes = attributes;
    return told;
}

#define NOTE_SHARE 4u // a note has one word in so many of the page, at most

// The names of a story's own element may say how it is commented on, or what kind of disclaimer goes with it:
// what holds the page's headline, or all of it, and what has much to note is no comment and no note.
static bool is_apart(const struct element *element, unsigned apart, uint32_t page_words) {
    if (element->tag == HTML_body || element->tag == HTML_main || element->holds_h1) return false;
    return apart != APART_NOTE || element->words * NOTE_SHARE <= page_words;
}

// What the names of an element tell, beside what those above it do.
static void take_names(const struct told *told, const struct element *above, struct element *element,
                       uint32_t page_words) {
    if (told->is_known) {
        element->low = told->low;
        element->high = told->high;
        element->mean = told->mean;
        if (element->count == 0 || told->low < element->up_low) element->up_low = told->low;
        if (element->count == 0 || told->high > element->up_high) element->up_high = told->high;
        element->sum += told->mean;
        element->count++;
        element->up_mean = (uint8_t)(element->sum / element->count);
    }
    element->is_item = told->is_item;
    if (told->is_hidden) element->flags |= IS_HIDDEN;
    if (told->apart && is_apart(element, told->apart, page_words)) element->flags |= IS_APART;
    element->own = (told->sign ^ element->tag) * 16777619u;
    element->sign = (element->own ^ above->own >> 7) * 16777619u;
}

// Which nodes hold blocks; numbers[node] becomes the place of the node among them.
static uint32_t *number_holders(const struct blocks *blocks, struct arena *arena, struct elements *elements) {
    const struct html *html = blocks->html;
    uint32_t *numbers = ARENA_ARRAY(arena, uint32_t, html->count + 1);
    uint32_t holders = 1;
    numbers[0] = 1;
    for (uint32_t b = 0; b < blocks->count; b++)
        for (uint32_t node = blocks->items[b].parent; !numbers[node]; node = html->nodes[node].parent) {
            numbers[node] = 1;
            holders++;
        }
    elements->items = arena_raw(arena, holders * sizeof *elements->items);
    for (uint32_t node = 0; elements->count < holders; node++)
        if (numbers[node]) {
            const uint8_t tag = html->nodes[node].tag;
            elements->items[elements->count] = (struct element){
                .node = node, .tag = tag, .holds_data = tag == HTML_table || tag == HTML_blockquote
            };
            numbers[node] = elements->count++;
        }
    return numbers;
}

static void sum_up(const struct blocks *blocks, const uint32_t *numbers, struct elements *elements) {
    for (uint32_t b = 0; b < blocks->count; b++) {
        const struct block *block = &blocks->items[b];
        struct element *element = &elements->items[elements->parents[b]];
        const bool is_good = block_is_good(block);
        element->words += block->words;
        element->link_words += block->link_words;
        element->holds_h1 = element->holds_h1 || block->tag == HTML_h1;
        element->blocks++;
        element->paragraphs += is_good;
        element->good_words += is_good ? block->words : 0;
    }
    for (uint32_t i = elements->count; i-- > 1;) {
        const struct element *element = &elements->items[i];
        struct element *above = &elements->items[numbers[blocks->html->nodes[element->node].parent]];
        above->holds_data = above->holds_data || element->holds_data;
        above->holds_h1 = above->holds_h1 || element->holds_h1;
        above->words += element->words;
        above->link_words += element->link_words;
        above->blocks += element->blocks;
        above->paragraphs += element->paragraphs;
        above->good_words += element->good_words;
    }
}

struct elements elements_of(const struct blocks *blocks, const struct token_table *table,
                            struct arena *arena) {
    const struct html *html = blocks->html;
    struct elements elements = { 0 };
    const uint32_t *numbers = number_holders(blocks, arena, &elements);
    uint32_t *parents = ARENA_ARRAY(arena, uint32_t, blocks->count + 1);
    for (uint32_t b = 0; b < blocks->count; b++) parents[b] = numbers[blocks->items[b].parent];
    elements.parents = parents;
    sum_up(blocks, numbers, &elements);
    struct told memory[TOLD] = { 0 };
    struct element *root = &elements.items[0];
    root->last = html->count;
    root->low = root->high = root->mean = root->up_mean = 128;
    for (uint32_t i = 1; i < elements.count; i++) {
        struct element *element = &elements.items[i];
        const struct html_node *node = &html->nodes[element->node];
        const uint32_t over = numbers[node->parent];
        const struct element *above = &elements.items[over];
        element->last = node->last;
        element->around =
            over == 0 || html_tag_kind((enum html_tag)above->tag) == HTML_BLOCK ? over : above->around;
        element->low = element->high = element->mean = 128;
        element->up_low = above->up_low;
        element->up_high = above->up_high;
        element->up_mean = above->up_mean;
        element->sum = above->sum;
        element->count = above->count;
        element->flags = above->flags;
        element->own = above->own;
        element->sign = above->sign;
        if (html_tag_kind((enum html_tag)node->tag) != HTML_BLOCK) continue;
        element->flags |= flags_of((enum html_tag)node->tag);
        if (node->tag == HTML_figure && !element->holds_data) element->flags |= IN_PICTURE;
        if (element->link_words < element->words) // else nothing in it is judged
            take_names(told_of(html, element->node, table, memory), above, element, root->words);
    }
    return elements;
}

// Readers comment on what they have read: what no prose stands before, under the headline, is itself the
// story (of an opinion section, say, that is called "comment").
bool elements_leave_apart(const struct elements *elements, struct blocks *blocks) {
    const uint32_t found = blocks->count;
    bool is_under_headline = !elements->items[0].holds_h1, is_behind_prose = false;
    blocks->count = 0;
    for (uint32_t b = 0; b < found; b++) {
        const struct block *block = &blocks->items[b];
        const bool is_apart = elements->items[elements->parents[b]].flags & IS_APART;
        if (is_apart && is_behind_prose) continue;
        is_under_headline = is_under_headline || block->tag == HTML_h1;
        is_behind_prose = is_behind_prose || (is_under_headline && !is_apart && block_is_good(block));
        blocks->items[blocks->count++] = *block;
    }
    return blocks->count < found;
}
