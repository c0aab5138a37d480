// block_features.c - what a block's text, its element and its surroundings say, as small numbers.
//
// After Kohlschütter, Fankhauser and Nejdl 2010 (text and link density of a block and its neighbours) and
// what readers of pages look at since: the names of classes up to the root, how much story an element holds
// in all, the heading that a block stands under, and what all blocks are like whose elements are called the
// same. Names of classes are not written down here: what each tells is counted from pages (token_table).
#include "read/page/block_elements.h"
#include "read/page/block_texts.h"

#include <stdlib.h>

static uint8_t capped(uint32_t value, uint32_t most) {
    return (uint8_t)(value < most ? value : most);
}

// 0, 1, 2, 3, 4-5, 6-7, 8-11, 12-15 ...: two steps for each doubling.
static uint8_t logarithm(uint32_t value) {
    if (value < 4) return (uint8_t)value;
    const unsigned bits = 31u - (unsigned)__builtin_clz(value);
    return (uint8_t)(2 * bits + (value >> (bits - 1) & 1));
}

static uint8_t tag_group(enum html_tag tag) {
    switch (tag) {
    case HTML_p:
        return 1;
    case HTML_h1:
        return 2;
    case HTML_h2:
    case HTML_h3:
        return 3;
    case HTML_h4:
    case HTML_h5:
    case HTML_h6:
        return 4;
    case HTML_li:
        return 5;
    case HTML_dd:
    case HTML_dt:
        return 6;
    case HTML_td:
    case HTML_th:
        return 7;
    case HTML_blockquote:
        return 8;
    case HTML_pre:
        return 9;
    case HTML_figcaption:
    case HTML_caption:
    case HTML_figure:
        return 10;
    case HTML_div:
        return 11;
    case HTML_section:
    case HTML_article:
    case HTML_main:
        return 12;
    case HTML_button:
    case HTML_form:
    case HTML_label:
        return 13;
    case HTML_header:
    case HTML_footer:
    case HTML_nav:
    case HTML_aside:
        return 14;
    default:
        return 15;
    }
}

static bool is_heading(uint8_t group) {
    return group >= 2 && group <= 4;
}

// The element whose children hold most of the page's prose: each paragraph counts for its parent, and half
// for the element around that.
static uint32_t best_container(const struct blocks *blocks, const struct elements *elements,
                               struct arena *arena) {
    uint32_t *scores = ARENA_ARRAY(arena, uint32_t, elements->count), best = 0;
    for (uint32_t b = 0; b < blocks->count; b++) {
        const struct block *block = &blocks->items[b];
        if (!block_is_good(block)) continue;
        const bool is_own = block->tag == HTML_p || block->tag == HTML_blockquote || block->tag == HTML_li;
        const uint32_t parent = elements->parents[b],
                       first = is_own ? elements->items[parent].around : parent,
                       second = elements->items[first].around;
        scores[first] += 2 * block->words;
        scores[second] += block->words;
        if (scores[first] > scores[best]) best = first;
        if (scores[second] > scores[best]) best = second;
    }
    return best;
}

struct alike { // blocks whose elements are called the same
    uint32_t blocks, words, link_words, good, chances, known, first, last;
};

#define ALIKE 512u // places; two names that share one are taken for the same

struct features { // what is known of a page before its blocks are looked at one by one
    const struct blocks *blocks;
    const struct elements *elements;
    struct said said;
    struct word_chances *chances;  // [blocks]
    uint8_t *likenesses;           // [blocks] to the title
    uint8_t *seen;                 // [seen_size] how often a text stands on the page, by its hash
    uint32_t seen_size;            // a power of two
    struct alike *alike;           // [ALIKE] by an element's sign
    uint32_t best, above, far;     // elements: best_container(), the one around it, the one around that
    uint32_t first_heading, title; // blocks: the first <h1>, the first that says the title; UINT32_MAX: none
};

static struct alike *alike_of(const struct features *page, uint32_t element) {
    const uint32_t sign = page->elements->items[element].sign;
    return &page->alike[(sign ^ sign >> 15) & (ALIKE - 1)];
}

// While the words of one block are looked up, the memory for the next one's is on its way.
static void look_up_words(const struct blocks *blocks, const struct token_table *table, struct slice title,
                          struct word_chances *chances, uint8_t *likenesses) {
    const struct title_words title_words = title_words_of(title);
    struct word_tokens tokens[2];
    for (uint32_t b = 0; b <= blocks->count; b++) {
        struct word_tokens *next = &tokens[b % 2];
        if (b < blocks->count) {
            const struct block *block = &blocks->items[b];
            word_tokens_of(block->text, block->is_link ? UINT32_MAX : block->words, next); // none of a link
            token_prefetch(table, next->hashes, next->count);
            likenesses[b] = title_likeness(next, &title_words);
        }
        if (b > 0) chances[b - 1] = word_chances_of(&tokens[(b - 1) % 2], table);
    }
}

static void look_at(const struct blocks *blocks, const struct elements *elements,
                    const struct token_table *tokens, struct slice title, struct arena *arena,
                    struct features *page) {
    *page = (struct features){ .blocks = blocks,
                               .elements = elements,
                               .said = said_of(blocks->html, arena),
                               .chances = ARENA_ARRAY(arena, struct word_chances, blocks->count + 1),
                               .likenesses = ARENA_ARRAY(arena, uint8_t, blocks->count + 1),
                               .seen_size = 64,
                               .alike = ARENA_ARRAY(arena, struct alike, ALIKE),
                               .first_heading = UINT32_MAX,
                               .title = UINT32_MAX };
    while (page->seen_size < blocks->count * 2) page->seen_size *= 2;
    page->seen = ARENA_ARRAY(arena, uint8_t, page->seen_size);
    page->best = best_container(blocks, page->elements, arena);
    page->above = page->elements->items[page->best].around;
    page->far = page->elements->items[page->above].around;
    look_up_words(blocks, tokens, title, page->chances, page->likenesses);
    for (uint32_t b = 0; b < blocks->count; b++) {
        const struct block *block = &blocks->items[b];
        uint8_t *times = &page->seen[block->hash & (page->seen_size - 1)];
        if (*times < 255) ++*times;
        if (page->likenesses[b] >= 6 && block->words > 2 && page->title == UINT32_MAX) page->title = b;
        if (block->tag == HTML_h1 && page->first_heading == UINT32_MAX) page->first_heading = b;
        struct alike *alike = alike_of(page, page->elements->parents[b]);
        if (alike->blocks++ == 0) alike->first = b;
        alike->last = b;
        alike->words += block->words;
        alike->link_words += block->link_words;
        alike->good += block_is_good(block);
        if (page->chances[b].mean == 128) continue;
        alike->chances += page->chances[b].mean;
        alike->known++;
    }
}

// Where a block's element stands, seen from the one that holds most of the prose.
static uint8_t relation_of(const struct features *page, uint32_t element) {
    const struct element *elements = page->elements->items, *best = &elements[page->best],
                         *above = &elements[page->above], *far = &elements[page->far];
    const uint32_t node = elements[element].node;
    if (page->best == 0) return 0;
    if (node >= best->node && node < best->last) {
        uint32_t steps = 0;
        for (; element != page->best && steps < 4; steps++) element = elements[element].around;
        return (uint8_t)(10 - steps);
    }
    if (node >= above->node && node < above->last) return node < best->node ? 4 : 5;
    if (page->far && node >= far->node && node < far->last) return node < best->node ? 2 : 3;
    return node < best->node ? 0 : 1;
}

struct passed { // what stands before the block in hand
    uint32_t words, good_words, since_heading;
    uint32_t heading; // block; UINT32_MAX: none
};

static uint8_t *put_text(const struct features *page, uint32_t index, uint8_t *f) {
    const struct block *block = &page->blocks->items[index];
    const struct shape shape = shape_of(block->text);
    const struct word_chances *chances = &page->chances[index];
    *f++ = tag_group((enum html_tag)block->tag);
    *f++ = logarithm(block->words);
    *f++ = share_of(block->link_words, block->words, 16);
    *f++ = block->words ? capped(shape.bytes / block->words, 20) : 0;
    *f++ = capped(shape.stops, 20);
    *f++ = share_of(shape.stops, block->words, 32);
    *f++ = shape.ends_in_stop;
    *f++ = shape.ends_in_colon;
    *f++ = shape.starts_upper;
    *f++ = share_of(shape.digits, shape.bytes, 16);
    *f++ = share_of(shape.capitals, shape.letters + 1, 16);
    *f++ = block->after_break;
    *f++ = page->likenesses[index];
    *f++ = capped(page->seen[block->hash & (page->seen_size - 1)], 8);
    *f++ = chances->low;
    *f++ = chances->mean;
    *f++ = chances->first;
    *f++ = chances->last;
    *f++ = page->said.size ? 1 + said_share(&page->said, block->text) : 0;
    return f;
}

// How far down the page it stands, and under which heading.
static uint8_t *put_place(const struct features *page, uint32_t index, const struct passed *passed,
                          uint8_t *f) {
    const struct element *root = &page->elements->items[0];
    *f++ = logarithm(index);
    *f++ = share_of(passed->words, root->words, 32);
    *f++ = share_of(passed->good_words, root->good_words + 1, 32);
    *f++ = index < page->first_heading ? 0 : 1 + capped(logarithm(index - page->first_heading), 20);
    *f++ = page->title == UINT32_MAX ? 0
           : index < page->title     ? 1
                                     : 2 + capped(logarithm(index - page->title), 20);
    *f++ = logarithm(passed->since_heading);
    const bool has_heading = passed->heading != UINT32_MAX;
    *f++ = has_heading ? page->chances[passed->heading].mean : 128;
    *f++ = has_heading ? tag_group((enum html_tag)page->blocks->items[passed->heading].tag) : 0;
    *f++ = has_heading ? page->elements->items[page->elements->parents[passed->heading]].up_mean : 128;
    *f++ = logarithm(root->good_words);
    *f++ = share_of(root->good_words, root->words, 16);
    return f;
}

static uint8_t *put_neighbours(const struct features *page, uint32_t index, uint8_t *f) {
    const struct blocks *blocks = page->blocks;
    const struct element *elements = page->elements->items;
    const uint32_t *parents = page->elements->parents, around = elements[parents[index]].around;
    uint8_t beside = 0;
    for (int step = -2; step <= 2; step++) {
        if (step == 0) continue;
        const int64_t at = (int64_t)index + step;
        const bool is_there = at >= 0 && at < (int64_t)blocks->count;
        const struct block *block = is_there ? &blocks->items[at] : NULL;
        *f++ = is_there ? logarithm(block->words) : 0;
        *f++ = is_there ? 1 + share_of(block->link_words, block->words, 8) : 0;
        if (step != -1 && step != 1) continue;
        *f++ = is_there ? tag_group((enum html_tag)block->tag) : 0;
        *f++ = is_there ? page->chances[at].mean : 128;
        *f++ = is_there ? elements[parents[at]].up_mean : 128;
        if (is_there && elements[parents[at]].around == around) beside |= step < 0 ? 1 : 2;
    }
    *f++ = beside;
    return f;
}

static uint8_t *put_elements(const struct features *page, uint32_t index, uint8_t *f) {
    const struct element *elements = page->elements->items;
    const uint32_t parent = page->elements->parents[index];
    const struct element *e = &elements[parent], *g = &elements[e->around], *gg = &elements[g->around];
    const uint32_t good_words = elements[0].good_words + 1;
    *f++ = tag_group((enum html_tag)g->tag);
    *f++ = logarithm(e->words);
    *f++ = logarithm(g->words);
    *f++ = share_of(g->link_words, g->words, 16);
    *f++ = logarithm(g->paragraphs);
    *f++ = share_of(g->good_words, g->words, 16);
    *f++ = share_of(g->good_words, good_words, 16);
    *f++ = logarithm(gg->words);
    *f++ = share_of(gg->link_words, gg->words, 16);
    *f++ = logarithm(gg->paragraphs);
    *f++ = relation_of(page, parent);
    *f++ = share_of(elements[page->best].good_words, good_words, 16);
    *f++ = e->low;
    *f++ = e->high;
    *f++ = e->mean;
    *f++ = g->low;
    *f++ = g->high;
    *f++ = g->mean;
    *f++ = gg->mean;
    *f++ = e->up_low;
    *f++ = e->up_high;
    *f++ = e->up_mean;
    *f++ = (e->flags & IN_ARTICLE ? 1 : 0) + (e->flags & IN_MAIN ? 2 : 0);
    *f++ = (e->flags & IN_ASIDE ? 1 : 0) + (e->flags & IN_NAV ? 2 : 0) + (e->flags & IN_FOOTER ? 4 : 0) +
           (e->flags & IN_HEADER ? 8 : 0) + (e->flags & IN_FORM ? 16 : 0);
    *f++ = (e->flags & IN_LIST ? 1 : 0) + (e->flags & IN_TABLE ? 2 : 0) + (e->flags & IN_FIGURE ? 4 : 0) +
           (e->flags & IN_QUOTE ? 8 : 0);
    *f++ = e->flags & IS_HIDDEN ? 1 : 0;
    *f++ = capped(page->blocks->html->nodes[e->node].depth, 40);
    return f;
}

static uint8_t *put_alike(const struct features *page, uint32_t index, uint8_t *f) {
    const struct alike *alike = alike_of(page, page->elements->parents[index]);
    *f++ = logarithm(alike->blocks);
    *f++ = share_of(alike->words, page->elements->items[0].words, 32);
    *f++ = logarithm(alike->words / alike->blocks);
    *f++ = share_of(alike->link_words, alike->words, 16);
    *f++ = share_of(alike->good, alike->blocks, 16);
    *f++ = alike->known ? (uint8_t)(alike->chances / alike->known) : 128;
    *f++ = logarithm(index - alike->first);
    *f++ = logarithm(alike->last - index);
    return f;
}

static void put_features(const struct features *page, uint32_t index, const struct passed *passed,
                         uint8_t features[BLOCK_FEATURES]) {
    uint8_t *end = put_text(page, index, features);
    end = put_place(page, index, passed, end);
    end = put_neighbours(page, index, end);
    end = put_elements(page, index, end);
    if (put_alike(page, index, end) != features + BLOCK_FEATURES) abort(); // one was added and not counted
}

void block_features(const struct blocks *blocks, const struct elements *elements,
                    const struct token_table *tokens, struct slice title, struct arena *arena,
                    uint8_t (*features)[BLOCK_FEATURES]) {
    struct features page;
    look_at(blocks, elements, tokens, title, arena, &page);
    struct passed passed = { .heading = UINT32_MAX };
    for (uint32_t b = 0; b < blocks->count; b++) {
        const struct block *block = &blocks->items[b];
        if (!block->is_link) put_features(&page, b, &passed, features[b]);
        passed.words += block->words;
        passed.good_words += block_is_good(block) ? block->words : 0;
        passed.since_heading += block->words;
        if (!is_heading(tag_group((enum html_tag)block->tag))) continue;
        passed.since_heading = 0;
        passed.heading = b;
    }
}
