// block_features.c - what a block's text, its element and its surroundings say, as small numbers.
//
// After Kohlschütter, Fankhauser and Nejdl 2010 (text and link density of a block and its neighbours) and
// what readers of pages look at since: the names of classes up to the root, and how much story an element
// holds in all. Names of classes are not written down here: what each tells is counted from pages
// (token_table).
#include "read/blocks.h"

#include <string.h>

struct element {                      // what is known of an element, itself and all above it
    uint8_t low, high, mean;          // of the chances of its tokens; 128 when it has none
    uint8_t up_low, up_high, up_mean; // of its own and all above
    uint32_t sum, count;              // of all above, for the mean
    uint16_t flags;
    // what it holds
    uint32_t words, link_words, blocks, good_words, paragraphs;
};

enum element_flag {
    IN_ARTICLE = 1,
    IN_MAIN = 2,
    IN_ASIDE = 4,
    IN_NAV = 8,
    IN_FOOTER = 16,
    IN_HEADER = 32,
    IN_FORM = 64,
    IN_LIST = 128,
    IN_TABLE = 256,
    IN_FIGURE = 512,
    IN_QUOTE = 1024,
    IN_LINK = 2048,
    IS_HIDDEN = 4096,
};

static uint8_t capped(uint32_t value, uint32_t most) {
    return (uint8_t)(value < most ? value : most);
}

// 0, 1, 2, 3, 4-5, 6-7, 8-11, 12-15 ...: two steps for each doubling.
static uint8_t logarithm(uint32_t value) {
    if (value < 4) return (uint8_t)value;
    const unsigned bits = 31u - (unsigned)__builtin_clz(value);
    return (uint8_t)(2 * bits + (value >> (bits - 1) & 1));
}

static uint8_t share(uint32_t part, uint32_t whole, uint32_t steps) {
    return whole ? (uint8_t)((uint64_t)part * steps / whole) : 0;
}

static int token_chance(const struct token_table *table, uint32_t hash) {
    if (table->size == 0) return -1;
    const uint32_t mask = table->size - 1;
    for (uint32_t at = hash & mask, probes = 0; table->items[at].hash && probes < 32;
         at = (at + 1) & mask, probes++)
        if (table->items[at].hash == hash) return table->items[at].score;
    return -1;
}

struct word_chances { // of a block's words: 128 where nothing is known
    uint8_t low, mean, pair_low, pair_mean, first, last;
};

static struct word_chances word_chances_of(const struct block *block, const struct token_table *table) {
    struct word_chances found = { 128, 128, 128, 128, 128, 128 };
    uint32_t tokens[2 * BLOCK_WORDS];
    if (block->words > BLOCK_WORDS) return found;
    const unsigned count = block_word_tokens(block->text, tokens, 2 * BLOCK_WORDS);
    uint32_t sums[2] = { 0 }, known[2] = { 0 };
    uint8_t lows[2] = { 255, 255 };
    for (unsigned i = 0; i < count; i++) {
        const int chance = token_chance(table, tokens[i]);
        if (chance < 0) continue;
        sums[i & 1] += (uint32_t)chance;
        known[i & 1]++;
        if (chance < lows[i & 1]) lows[i & 1] = (uint8_t)chance;
        if (i < 2 || (i == 3 && found.first == 128)) found.first = (uint8_t)chance;
        if (i + 1 == count) found.last = (uint8_t)chance;
    }
    if (known[0]) {
        found.low = lows[0];
        found.mean = (uint8_t)(sums[0] / known[0]);
    }
    if (known[1]) {
        found.pair_low = lows[1];
        found.pair_mean = (uint8_t)(sums[1] / known[1]);
    }
    return found;
}

static uint16_t flags_of(const struct html *html, uint32_t node) {
    switch (html->nodes[node].tag) {
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
    case HTML_blockquote:
        return IN_QUOTE;
    default:
        return 0;
    }
}

static void fill_element(const struct html *html, uint32_t node, const struct element *above,
                         const struct token_table *table, struct element *element) {
    uint32_t tokens[BLOCK_TOKENS], known = 0, sum = 0;
    bool is_hidden = false;
    const unsigned count = block_tokens(html, node, tokens, BLOCK_TOKENS, &is_hidden);
    int low = 255, high = 0;
    for (unsigned i = 0; i < count; i++) {
        const int chance = token_chance(table, tokens[i]);
        if (chance < 0) continue;
        low = chance < low ? chance : low;
        high = chance > high ? chance : high;
        sum += (uint32_t)chance;
        known++;
    }
    element->low = element->high = element->mean = 128;
    element->up_low = above->up_low;
    element->up_high = above->up_high;
    element->sum = above->sum;
    element->count = above->count;
    if (known) {
        element->low = (uint8_t)low;
        element->high = (uint8_t)high;
        element->mean = (uint8_t)(sum / known);
        if (element->count == 0 || low < element->up_low) element->up_low = (uint8_t)low;
        if (element->count == 0 || high > element->up_high) element->up_high = (uint8_t)high;
        element->sum += sum / known;
        element->count++;
    }
    element->up_mean = element->count ? (uint8_t)(element->sum / element->count) : 128;
    element->flags = above->flags | flags_of(html, node);
    if (is_hidden) element->flags |= IS_HIDDEN;
}

// Elements that hold blocks, by node; others stay zero.
static struct element *elements_of(const struct blocks *blocks, const struct token_table *table,
                                   struct arena *arena) {
    const struct html *html = blocks->html;
    struct element *elements = ARENA_ARRAY(arena, struct element, html->count + 1);
    for (uint32_t b = 0; b < blocks->count; b++) {
        const struct block *block = &blocks->items[b];
        struct element *element = &elements[block->parent];
        const bool is_good = block->words >= 10 && block->link_words * 3 < block->words;
        element->words += block->words;
        element->link_words += block->link_words;
        element->blocks++;
        element->paragraphs += is_good;
        element->good_words += is_good ? block->words : 0;
    }
    for (uint32_t i = html->count; i-- > 1;) {
        if (elements[i].blocks == 0) continue;
        struct element *above = &elements[html->nodes[i].parent];
        above->words += elements[i].words;
        above->link_words += elements[i].link_words;
        above->blocks += elements[i].blocks;
        above->paragraphs += elements[i].paragraphs;
        above->good_words += elements[i].good_words;
    }
    elements[0].low = elements[0].high = elements[0].mean = elements[0].up_mean = 128;
    for (uint32_t i = 1; i < html->count; i++) {
        if (elements[i].blocks == 0) continue; // holds no text
        const struct element *above = &elements[html->nodes[i].parent];
        if (html_tag_kind((enum html_tag)html->nodes[i].tag) == HTML_BLOCK) {
            fill_element(html, i, above, table, &elements[i]);
            continue;
        }
        elements[i].up_low = above->up_low; // words in a row hand on what is above them
        elements[i].up_high = above->up_high;
        elements[i].up_mean = above->up_mean;
        elements[i].sum = above->sum;
        elements[i].count = above->count;
        elements[i].flags = above->flags;
    }
    return elements;
}

// The block element around `node`, not itself.
static uint32_t around(const struct html *html, uint32_t node) {
    do node = html->nodes[node].parent;
    while (node && html_tag_kind((enum html_tag)html->nodes[node].tag) != HTML_BLOCK);
    return node;
}

// The element whose children hold most of the page's prose: each paragraph counts for its parent, and half
// for the element around that.
static uint32_t best_container(const struct blocks *blocks, struct arena *arena) {
    const struct html *html = blocks->html;
    uint32_t *scores = ARENA_ARRAY(arena, uint32_t, html->count + 1), best = 0;
    for (uint32_t b = 0; b < blocks->count; b++) {
        const struct block *block = &blocks->items[b];
        if (block->words < 10 || block->link_words * 3 >= block->words) continue;
        const bool is_own = block->tag == HTML_p || block->tag == HTML_blockquote || block->tag == HTML_li;
        const uint32_t first = is_own ? around(html, block->parent) : block->parent;
        const uint32_t second = around(html, first);
        scores[first] += 2 * block->words;
        scores[second] += block->words;
        if (scores[first] > scores[best]) best = first;
        if (scores[second] > scores[best]) best = second;
    }
    return best;
}

static uint8_t relation_to(const struct html *html, uint32_t node, uint32_t best, uint32_t above,
                           uint32_t far_above) {
    if (best == 0) return 0;
    if (node >= best && node < html->nodes[best].last) {
        uint32_t at = node, steps = 0;
        while (at != best && steps < 4) {
            at = around(html, at);
            steps++;
        }
        return (uint8_t)(10 - steps);
    }
    if (node >= above && node < html->nodes[above].last) return node < best ? 4 : 5;
    if (far_above && node >= far_above && node < html->nodes[far_above].last) return node < best ? 2 : 3;
    return node < best ? 0 : 1;
}

struct shape { // of a text
    uint32_t letters, digits, capitals, stops, bytes;
    bool ends_in_stop, ends_in_colon, starts_upper;
};

// What a byte adds to the counts: each has sixteen bits of one number, so that a byte costs one addition.
#define A_DIGIT (UINT64_C(1) << 0)
#define A_CAPITAL (UINT64_C(1) << 16 | A_LETTER)
#define A_LETTER (UINT64_C(1) << 32)
#define A_STOP (UINT64_C(1) << 48) // where a space, a quotation mark or the end follows
static const uint64_t byte_counts[256] = {
    ['0' ... '9'] = A_DIGIT, ['A' ... 'Z'] = A_CAPITAL, ['a' ... 'z'] = A_LETTER, [0x80 ... 0xff] = A_LETTER,
    ['.'] = A_STOP,          [','] = A_STOP,            ['!'] = A_STOP,           ['?'] = A_STOP,
    [';'] = A_STOP,
};
#define AT_ONCE 0xffffu // bytes that cannot overflow a count

static struct shape shape_of(struct slice text) {
    struct shape shape = { .bytes = (uint32_t)text.length };
    for (size_t from = 0; from < text.length; from += AT_ONCE) {
        const struct slice part = slice_part(text, from, from + AT_ONCE);
        uint64_t counts = 0;
        for (size_t i = 0; i < part.length; i++) {
            const char next = from + i + 1 < text.length ? part.start[i + 1] : ' ';
            const uint64_t adds = byte_counts[(unsigned char)part.start[i]];
            counts += next == ' ' || next == '"' ? adds : adds & (A_STOP - 1);
        }
        shape.digits += counts & 0xffff;
        shape.capitals += counts >> 16 & 0xffff;
        shape.letters += counts >> 32 & 0xffff;
        shape.stops += (uint32_t)(counts >> 48);
    }
    const unsigned char last = (unsigned char)text.start[text.length - 1],
                        first = (unsigned char)text.start[0];
    const unsigned char before =
        text.length > 3 ? (unsigned char)text.start[text.length - (last >= 0x80 ? 4 : 2)] : 0;
    shape.ends_in_stop =
        last == '.' || last == '!' || last == '?' ||
        ((last == '"' || last == ')' || last >= 0x80) && (before == '.' || before == '!' || before == '?'));
    shape.ends_in_colon = last == ':';
    shape.starts_upper = first >= 'A' && first <= 'Z';
    return shape;
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

#define TITLE_WORDS 40u

struct title_words { // of the page's title
    uint32_t hashes[TITLE_WORDS], count;
    size_t bytes;
};

// The next word of a text with single spaces, as a hash; 0 at the end.
static uint32_t next_word_hash(struct slice text, size_t *at) {
    uint32_t hash = 2166136261u;
    while (*at < text.length && text.start[*at] == ' ') ++*at;
    if (*at >= text.length) return 0;
    for (; *at < text.length && text.start[*at] != ' '; ++*at)
        hash = (hash ^ (unsigned char)text.start[*at]) * 16777619u;
    return hash ? hash : 1;
}

static struct title_words title_words_of(struct slice title) {
    struct title_words words = { .bytes = title.length };
    size_t at = 0;
    for (uint32_t hash; words.count < TITLE_WORDS && (hash = next_word_hash(title, &at)) != 0;)
        words.hashes[words.count++] = hash;
    return words;
}

// How many of the words of the block are in the title, in eighths of the longer one.
static uint8_t likeness(const struct block *block, const struct title_words *title) {
    if (title->count == 0 || block->words > 2 * title->count || block->text.length > 2 * title->bytes + 20)
        return 0;
    uint32_t common = 0;
    size_t at = 0;
    for (uint32_t hash; (hash = next_word_hash(block->text, &at)) != 0;)
        for (uint32_t i = 0; i < title->count; i++)
            if (title->hashes[i] == hash) {
                common++;
                break;
            }
    const uint32_t longer = block->words > title->count ? block->words : title->count;
    return (uint8_t)(common * 8 / longer);
}

static const struct block *neighbour(const struct blocks *blocks, uint32_t index, int step) {
    const int64_t at = (int64_t)index + step;
    return at < 0 || at >= (int64_t)blocks->count ? NULL : &blocks->items[at];
}

struct said_count {
    uint32_t found, all;
};

// Runs of three words of plain letters: into the table, or with `count` looked up there.
static void said_runs(struct slice text, uint32_t *table, uint32_t size, struct said_count *count) {
    uint32_t words[3] = { 0 }, hash = 0;
    for (size_t i = 0; i <= text.length; i++) {
        unsigned char c = i < text.length ? (unsigned char)text.start[i] : ' ';
        if (c >= 'A' && c <= 'Z') c = (unsigned char)(c + 32);
        if (c >= 'a' && c <= 'z') {
            hash = (hash ^ c) * 16777619u;
            continue;
        }
        if (hash == 0) continue;
        words[0] = words[1];
        words[1] = words[2];
        words[2] = hash;
        hash = 0;
        if (words[0] == 0) continue;
        uint32_t run = (words[0] * 31 + words[1]) * 0x9e3779b1u ^ words[2];
        run = run ? run : 1;
        uint32_t at = run & (size - 1), probes = 0;
        while (table[at] && table[at] != run && probes < 64) {
            at = (at + 1) & (size - 1);
            probes++;
        }
        if (!count && table[at] == 0) table[at] = run;
        if (count) {
            count->found += table[at] == run;
            count->all++;
        }
    }
}

// The page may say its story once more for machines (JSON-LD's articleBody). Its runs of three words, as a
// table of hashes; NULL when it does not.
static uint32_t *said_of(const struct html *html, struct arena *arena, uint32_t *size) {
    *size = 0;
    for (uint32_t i = 1; i < html->count; i++) {
        if (html->nodes[i].tag != HTML_script || html->nodes[i].last < i + 2) continue;
        if (slice_find(html_attribute_raw(html, i, SLICE("type")), SLICE("ld+json"), 0) == SIZE_MAX) continue;
        const struct slice raw = html_raw(html, i + 1);
        size_t at = slice_find(raw, SLICE("\"articleBody\""), 0);
        if (at == SIZE_MAX) continue;
        const size_t quote = slice_find(raw, SLICE("\""), at + 13);
        if (quote == SIZE_MAX) continue;
        size_t end = quote + 1;
        while (end < raw.length && raw.start[end] != '"') end += raw.start[end] == '\\' ? 2 : 1;
        struct slice body = slice_part(raw, quote + 1, end);
        if (body.length < 200) continue;
        char *plain = arena_allocate(arena, body.length); // escapes and what is no plain letter part words
        size_t used = 0;
        for (size_t k = 0; k < body.length; k++) {
            if (body.start[k] == '\\') {
                k += k + 1 < body.length && body.start[k + 1] == 'u' ? 5 : 1;
                plain[used++] = ' ';
            } else {
                plain[used++] = body.start[k];
            }
        }
        uint32_t places = 1024;
        while (places < used / 2) places *= 2;
        uint32_t *table = ARENA_ARRAY(arena, uint32_t, places);
        said_runs((struct slice){ plain, used }, table, places, NULL);
        *size = places;
        return table;
    }
    return NULL;
}

// How much of the text is said there, in eighths.
static uint8_t said_share(const uint32_t *table, uint32_t size, struct slice text) {
    struct said_count count = { 0 };
    said_runs(text, (uint32_t *)(uintptr_t)table, size, &count);
    return share(count.found, count.all, 8);
}

void block_features(const struct blocks *blocks, const struct token_table *tokens, struct slice title,
                    struct arena *arena, uint8_t (*features)[BLOCK_FEATURES]) {
    const struct html *html = blocks->html;
    const struct element *elements = elements_of(blocks, tokens, arena);
    const uint32_t best = best_container(blocks, arena), above = around(html, best),
                   far = around(html, above);
    uint32_t size = 64;
    while (size < blocks->count * 2) size *= 2;
    uint8_t *seen = ARENA_ARRAY(arena, uint8_t, size); // texts that come again
    for (uint32_t b = 0; b < blocks->count; b++) {
        uint8_t *times = &seen[blocks->items[b].hash & (size - 1)];
        if (*times < 255) ++*times;
    }
    uint32_t said_size = 0;
    const uint32_t *said = said_of(html, arena, &said_size);
    uint32_t first_heading = UINT32_MAX;
    for (uint32_t b = 0; b < blocks->count && first_heading == UINT32_MAX; b++)
        if (blocks->items[b].tag == HTML_h1) first_heading = b;
    const struct title_words title_words = title_words_of(title);
    uint8_t *likenesses = ARENA_ARRAY(arena, uint8_t, blocks->count + 1);
    uint32_t last_title = UINT32_MAX;
    for (uint32_t b = 0; b < blocks->count; b++) {
        likenesses[b] = likeness(&blocks->items[b], &title_words);
        if (likenesses[b] >= 6 && blocks->items[b].words > 2 && last_title == UINT32_MAX) last_title = b;
    }
    uint32_t words_before = 0, good_before = 0, since_heading = 0;
    const uint32_t all_words = elements[0].words, all_good = elements[0].good_words;
    for (uint32_t b = 0; b < blocks->count; b++) {
        const struct block *block = &blocks->items[b];
        uint8_t *f = features[b];
        memset(f, 0, BLOCK_FEATURES);
        const uint32_t parent = block->parent, grand = around(html, parent), great = around(html, grand);
        const struct element *e = &elements[parent], *g = &elements[grand], *gg = &elements[great];
        const struct shape shape = shape_of(block->text);
        unsigned n = 0;
#define PUT(value) (f[n++] = (uint8_t)(value))
        PUT(tag_group((enum html_tag)block->tag));
        PUT(tag_group((enum html_tag)html->nodes[grand].tag));
        PUT(logarithm(block->words));
        PUT(share(block->link_words, block->words, 16));
        PUT(capped(block->words ? shape.bytes / block->words : 0, 20));
        PUT(capped(shape.stops, 20));
        PUT(share(shape.stops, block->words, 32));
        PUT(shape.ends_in_stop);
        PUT(shape.ends_in_colon);
        PUT(shape.starts_upper);
        PUT(share(shape.digits, shape.bytes, 16));
        PUT(share(shape.capitals, shape.letters + 1, 16));
        PUT(share(words_before, all_words, 32));
        PUT(share(good_before, all_good + 1, 32));
        PUT(logarithm(b));
        for (int step = -2; step <= 2; step++) {
            if (step == 0) continue;
            const struct block *other = neighbour(blocks, b, step);
            PUT(other ? logarithm(other->words) : 0);
            PUT(other ? 1 + share(other->link_words, other->words, 8) : 0);
        }
        const struct block *previous = neighbour(blocks, b, -1), *next = neighbour(blocks, b, 1);
        PUT(previous ? tag_group((enum html_tag)previous->tag) : 0);
        PUT(next ? tag_group((enum html_tag)next->tag) : 0);
        PUT((previous && around(html, previous->parent) == grand) +
            2 * (next && around(html, next->parent) == grand));
        PUT(logarithm(g->words));
        PUT(share(g->link_words, g->words, 16));
        PUT(logarithm(g->paragraphs));
        PUT(share(g->good_words, g->words, 16));
        PUT(logarithm(gg->words));
        PUT(share(gg->link_words, gg->words, 16));
        PUT(logarithm(gg->paragraphs));
        PUT(relation_to(html, parent, best, above, far));
        PUT(share(elements[best].good_words, all_good + 1, 16));
        PUT(share(g->good_words, all_good + 1, 16));
        PUT(b < first_heading ? 0 : 1 + capped(logarithm(b - first_heading), 20));
        PUT(last_title == UINT32_MAX ? 0 : b < last_title ? 1 : 2 + capped(logarithm(b - last_title), 20));
        PUT(likenesses[b]);
        PUT(capped(seen[block->hash & (size - 1)], 8));
        PUT(e->low);
        PUT(e->high);
        PUT(e->mean);
        PUT(g->low);
        PUT(g->high);
        PUT(g->mean);
        PUT(gg->mean);
        PUT(e->up_low);
        PUT(e->up_high);
        PUT(e->up_mean);
        PUT((e->flags & IN_ARTICLE ? 1 : 0) + (e->flags & IN_MAIN ? 2 : 0));
        PUT((e->flags & IN_ASIDE ? 1 : 0) + (e->flags & IN_NAV ? 2 : 0) + (e->flags & IN_FOOTER ? 4 : 0) +
            (e->flags & IN_HEADER ? 8 : 0) + (e->flags & IN_FORM ? 16 : 0));
        PUT((e->flags & IN_LIST ? 1 : 0) + (e->flags & IN_TABLE ? 2 : 0) + (e->flags & IN_FIGURE ? 4 : 0) +
            (e->flags & IN_QUOTE ? 8 : 0));
        PUT(e->flags & IS_HIDDEN ? 1 : 0);
        PUT(logarithm(since_heading));
        PUT(logarithm(all_good));
        PUT(share(all_good, all_words, 16));
        PUT(capped(html->nodes[parent].depth, 40));
        PUT(logarithm(e->words));
        PUT(block->after_break);
        const struct word_chances words = word_chances_of(block, tokens);
        PUT(words.low);
        PUT(words.mean);
        PUT(words.pair_low);
        PUT(words.pair_mean);
        PUT(words.first);
        PUT(words.last);
        PUT(said_size ? 1 + said_share(said, said_size, block->text) : 0);
#undef PUT
        words_before += block->words;
        if (block->words >= 10 && block->link_words * 3 < block->words) good_before += block->words;
        since_heading += block->words;
        if (tag_group((enum html_tag)block->tag) >= 2 && tag_group((enum html_tag)block->tag) <= 4)
            since_heading = 0;
    }
}

unsigned block_least_chance(const struct blocks *blocks, const uint8_t *chances) {
    uint64_t words[256] = { 0 }, expected = 0, kept = 0, right = 0;
    for (uint32_t b = 0; b < blocks->count; b++) {
        words[chances[b]] += blocks->items[b].words;
        expected += (uint64_t)blocks->items[b].words * chances[b];
    }
    unsigned best = 255;
    double best_f1 = 0;
    for (unsigned least = 255; least >= 8; least--) {
        kept += words[least];
        right += words[least] * least;
        const double f1 = 2 * (double)right / ((double)(kept * 255 + expected) + 1);
        if (f1 <= best_f1) continue;
        best_f1 = f1;
        best = least;
    }
    return best;
}

void block_repeats(const struct blocks *blocks, const uint8_t *chances, unsigned least, struct arena *arena,
                   uint8_t *repeats) {
    uint32_t size = 64;
    while (size < blocks->count * 2) size *= 2;
    uint32_t *first = ARENA_ARRAY(arena, uint32_t, size); // block + 1
    for (uint32_t b = 0; b < blocks->count; b++) {
        repeats[b] = 0;
        const struct block *block = &blocks->items[b];
        if (chances[b] < least || block->words < REPEATED_WORDS) continue;
        uint32_t at = block->hash & (size - 1);
        while (first[at] && !slice_equal(blocks->items[first[at] - 1].text, block->text))
            at = (at + 1) & (size - 1);
        if (first[at])
            repeats[b] = 255;
        else
            first[at] = b + 1;
    }
}
