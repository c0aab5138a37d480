// blocks.c - text nodes joined to blocks.
//
// Two texts belong to one block when the same element that stands on lines of its own holds both and nothing
// between them breaks the line. A single <br> is a line within a block, as in a poem or an address; two of
// them part blocks, as writers do who know no <p>.
#include "read/blocks.h"

#include "base/hash.h"
#include "base/vector.h"

#include <string.h>

struct builder {
    const struct html *html;
    struct arena *arena;
    VECTOR_OF(struct block) blocks;
    char *bytes; // [capacity] of the block in hand
    size_t used, capacity;
    struct block block;
    bool is_open, has_reference;
    unsigned breaks; // line breaks since the last text
    uint32_t left_out;
};

static bool is_unseen(enum html_tag tag) {
    switch (tag) {
    case HTML_script:
    case HTML_style:
    case HTML_noscript:
    case HTML_template:
    case HTML_svg:
    case HTML_iframe:
    case HTML_select:
    case HTML_textarea:
    case HTML_title:
    case HTML_canvas:
    case HTML_object:
    case HTML_video:
    case HTML_audio:
    case HTML_head:
        return true;
    default:
        return false;
    }
}

static uint32_t words_in(struct slice text) {
    uint32_t words = 0;
    for (size_t i = 0; i < text.length; i++)
        words += text.start[i] != ' ' && (i == 0 || text.start[i - 1] == ' ');
    return words;
}

static uint32_t token_hash(const char *bytes, size_t length) {
    uint32_t hash = 2166136261u; // FNV-1a
    for (size_t i = 0; i < length; i++) hash = (hash ^ (unsigned char)bytes[i]) * 16777619u;
    return hash ? hash : 1;
}

static void close_block(struct builder *builder) {
    if (!builder->is_open) return;
    builder->is_open = false;
    struct slice text = { builder->bytes, builder->used };
    text = builder->has_reference ? html_decode(text, builder->arena) : text;
    text = slice_trim(text);
    if (text.length == 0) return;
    if (builder->blocks.count == BLOCKS_MOST) {
        builder->left_out++;
        return;
    }
    builder->block.text = builder->has_reference ? text : arena_copy(builder->arena, text);
    builder->block.words = words_in(text);
    builder->block.hash = (uint32_t)hash_bytes(text, 0);
    if (builder->block.link_words > builder->block.words) builder->block.link_words = builder->block.words;
    *vector_push(builder->arena, &builder->blocks) = builder->block;
}

static void put_text(struct builder *builder, uint32_t node, uint32_t parent, bool in_link, bool gap) {
    const struct html *html = builder->html;
    const struct slice raw = html_raw(html, node);
    if (builder->is_open && builder->block.parent != parent) close_block(builder);
    if (!builder->is_open) {
        builder->block = (struct block){ .first = node,
                                         .parent = parent,
                                         .tag = html->nodes[parent].tag,
                                         .after_break = builder->breaks > 0 };
        builder->used = 0;
        builder->has_reference = false;
        builder->is_open = true;
    }
    builder->breaks = 0;
    if (builder->used + raw.length + 2 > builder->capacity) {
        const size_t capacity = (builder->used + raw.length) * 2 + 1024;
        char *grown = arena_allocate(builder->arena, capacity);
        if (builder->used) memcpy(grown, builder->bytes, builder->used);
        builder->bytes = grown;
        builder->capacity = capacity;
    }
    char *bytes = builder->bytes;
    size_t used = builder->used;
    if (gap && used) bytes[used++] = ' ';
    const size_t start = used;
    for (size_t i = 0; i < raw.length; i++) {
        const char c = raw.start[i];
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f') {
            if (used && bytes[used - 1] != ' ') bytes[used++] = ' ';
            continue;
        }
        builder->has_reference = builder->has_reference || c == '&';
        bytes[used++] = c;
    }
    if (in_link) builder->block.link_words += words_in((struct slice){ bytes + start, used - start });
    builder->used = used;
    builder->block.end = node + 1;
}

struct blocks blocks_of(const struct html *html, struct arena *arena) {
    struct builder builder = { .html = html, .arena = arena };
    uint32_t parents[HTML_DEPTH + 2]; // by depth: the nearest block element
    bool links[HTML_DEPTH + 2];       // by depth: in a link
    parents[0] = 0;
    links[0] = false;
    bool gap = false;
    for (uint32_t i = 1; i < html->count; i++) {
        const struct html_node *node = &html->nodes[i];
        const unsigned depth = node->depth; // at least 1
        const enum html_tag tag = (enum html_tag)node->tag;
        gap = gap || node->space_before;
        if (tag == HTML_TEXT) {
            put_text(&builder, i, parents[depth - 1], links[depth - 1], gap);
            gap = false;
            continue;
        }
        if (is_unseen(tag)) {
            i = node->last - 1;
            gap = true;
            continue;
        }
        if (tag == HTML_br) {
            if (++builder.breaks == 2) close_block(&builder);
            gap = true;
        } else if (tag == HTML_hr || html_tag_kind(tag) == HTML_BLOCK) {
            close_block(&builder);
            if (tag != HTML_hr) builder.breaks = 0;
        }
        parents[depth] = html_tag_kind(tag) == HTML_BLOCK ? i : parents[depth - 1];
        links[depth] = links[depth - 1] || tag == HTML_a;
        // A block that ended is over even where what follows has the same parent: its end breaks the line.
        if (html_tag_kind(tag) == HTML_BLOCK && node->last == i + 1) gap = true;
    }
    close_block(&builder);
    return (struct blocks){ html, builder.blocks.items, (uint32_t)builder.blocks.count, builder.left_out };
}

struct tokens { // of one attribute's value
    uint32_t *items;
    unsigned count, most;
};

static void add_token(struct tokens *tokens, const char *bytes, size_t length) {
    if (tokens->count < tokens->most) tokens->items[tokens->count++] = token_hash(bytes, length);
}

// `mark` is part of whole names, so that an id is another token than a class; parts are the same in both.
static void split_names(struct slice value, char mark, struct tokens *tokens) {
    char token[66];
    size_t length = 1, part = 1;
    token[0] = mark;
    for (size_t i = 0; i <= value.length; i++) {
        char c = i < value.length ? value.start[i] : ' ';
        const bool is_end = c == ' ' || c == '\n' || c == '\t';
        const bool is_join = c == '-' || c == '_' || c == ':';
        const bool is_hump = c >= 'A' && c <= 'Z' && length > 1 && token[length - 1] >= 'a';
        if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
        if (c >= '0' && c <= '9') c = '0';
        if ((is_end || is_join || is_hump) && length > part + 1 && (part > 1 || !is_end))
            add_token(tokens, token + part, length - part);
        if (is_end) {
            if (length > 1) add_token(tokens, token, length);
            length = part = 1;
            continue;
        }
        if (is_hump) part = length;
        if (length < sizeof token) token[length++] = c;
        if (is_join) part = length;
    }
}

unsigned block_tokens(const struct html *html, uint32_t node, uint32_t *items, unsigned most,
                      bool *is_hidden) {
    static const struct {
        struct slice name;
        char mark;
    } sources[] = {
        { { "class", 5 }, '.' }, { { "id", 2 }, '#' }, { { "itemprop", 8 }, '@' }, { { "role", 4 }, '=' }
    };
    struct tokens tokens = { items, 0, most };
    struct slice name, value;
    size_t at = 0;
    while (html_next_attribute(html, node, &at, &name, &value)) {
        for (size_t s = 0; s < sizeof sources / sizeof *sources; s++)
            if (slice_equal_ascii_fold(name, sources[s].name))
                split_names(slice_part(value, 0, 400), sources[s].mark, &tokens);
        if (!is_hidden) continue;
        if (slice_equal(name, SLICE("hidden"))) *is_hidden = true;
        if (slice_equal(name, SLICE("style")) && (slice_find(value, SLICE("display:none"), 0) != SIZE_MAX ||
                                                  slice_find(value, SLICE("display: none"), 0) != SIZE_MAX))
            *is_hidden = true;
    }
    return tokens.count;
}

unsigned block_word_tokens(struct slice text, uint32_t *tokens, unsigned most) {
    char word[33], before[33];
    size_t length = 0, before_length = 0;
    unsigned count = 0;
    for (size_t i = 0; i <= text.length; i++) {
        unsigned char c = i < text.length ? (unsigned char)text.start[i] : ' ';
        if (c >= 'A' && c <= 'Z') c = (unsigned char)(c + 32);
        if (c >= '0' && c <= '9') c = '0';
        if ((c >= 'a' && c <= 'z') || c == '0' || c >= 0x80 || c == '\'') {
            if (length < sizeof word && (c != '0' || length == 0 || word[length - 1] != '0'))
                word[length++] = (char)c;
            continue;
        }
        if (length == 0) continue;
        if (count + 2 > most) break;
        tokens[count++] = token_hash(word, length) ^ 0x5bd1e995u;
        char pair[2 * sizeof word + 1];
        memcpy(pair, before, before_length);
        pair[before_length] = ' ';
        memcpy(pair + before_length + 1, word, length);
        tokens[count++] = token_hash(pair, before_length + 1 + length) ^ 0x5bd1e995u;
        memcpy(before, word, length);
        before_length = length;
        length = 0;
    }
    return count;
}
