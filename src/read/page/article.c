// article.c - blocks that are judged to be story, as paragraphs.
//
// How likely a block must be story depends on the page: the least chance that gives the best result to
// expect. Captions are kept apart, and kept whether the trees call them story or not where the picture stands
// amid story: what stands under a picture is about the picture. The items of a live blog or a digest are told
// by the markup alone (item_forms), since cutting a story in pieces is worse than giving several as one.
#include "read/page/article.h"

#include "base/file.h"
#include "base/vector.h"
#include "read/page/block_elements.h"
#include "read/page/forest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct article_model {
    struct data_file *file;
    struct token_table tokens;
    struct forest forest;
};

struct article_model *article_model_open(const char *folder, struct error *error) {
    struct article_model *model = calloc(1, sizeof *model);
    if (!model) abort();
    char path[4096];
    snprintf(path, sizeof path, "%s/pages.model", folder);
    model->file = data_file_open(path, ARTICLE_MODEL_MAGIC, ARTICLE_MODEL_VERSION, false, error);
    if (!model->file) {
        free(model);
        return NULL;
    }
    const struct slice tokens = data_file_section(model->file, "tokens");
    model->tokens = (struct token_table){ (const uint32_t *)(const void *)tokens.start,
                                          (uint32_t)(tokens.length / sizeof(uint32_t)) };
    bool good = (model->tokens.size & (model->tokens.size - 1)) == 0 &&
                (model->tokens.size == 0 || model->tokens.size >= TOKEN_GROUP);
    good = good && forest_open(data_file_section(model->file, "trees"), &model->forest) &&
           forest_fits(&model->forest, BLOCK_FEATURES);
    if (good) return model;
    error_at(error, ERROR_INPUT, (struct place_in_file){ .file = path }, "expected trees over %u numbers",
             BLOCK_FEATURES);
    article_model_close(model);
    return NULL;
}

void article_model_close(struct article_model *model) {
    if (!model) return;
    data_file_close(model->file);
    free(model);
}

struct slice article_title(const struct html *html, struct arena *arena) {
    for (uint32_t i = 1; i < html->count && html->nodes[i].tag != HTML_body; i++)
        if (html->nodes[i].tag == HTML_meta &&
            slice_equal(html_attribute_raw(html, i, SLICE("property")), SLICE("og:title")))
            return slice_trim(html_attribute(html, i, SLICE("content"), arena));
    const uint32_t title = html_find(html, 0, 1, HTML_title);
    return title ? slice_trim(html_text(html, title, arena)) : (struct slice){ "", 0 };
}

static uint8_t *judge(const struct article_model *model, const struct blocks *blocks,
                      const struct elements *elements, struct slice title, struct arena *arena) {
    uint8_t(*features)[BLOCK_FEATURES] = arena_raw(arena, BLOCK_FEATURES * ((size_t)blocks->count + 1));
    uint8_t *chances = ARENA_ARRAY(arena, uint8_t, blocks->count + 1);
    block_features(blocks, elements, &model->tokens, title, arena, features);
    for (uint32_t b = 0; b < blocks->count; b++)
        if (!blocks->items[b].is_link) chances[b] = forest_chance(forest_score(&model->forest, features[b]));
    return chances;
}

struct judgement {
    const struct elements *elements;
    uint8_t *chances, *repeats; // [blocks]
    unsigned least;
    uint32_t *words, *story_words; // [blocks + 1] of all blocks before, and of those that are story
};

static bool is_story(const struct judgement *judgement, uint32_t block) {
    return judgement->chances[block] >= judgement->least && !judgement->repeats[block];
}

static void sum_words(const struct blocks *blocks, struct arena *arena, struct judgement *judgement) {
    judgement->words = ARENA_ARRAY(arena, uint32_t, blocks->count + 1);
    judgement->story_words = ARENA_ARRAY(arena, uint32_t, blocks->count + 1);
    for (uint32_t b = 0; b < blocks->count; b++) {
        const uint32_t words = blocks->items[b].words;
        judgement->words[b + 1] = judgement->words[b] + words;
        judgement->story_words[b + 1] = judgement->story_words[b] + (is_story(judgement, b) ? words : 0);
    }
}

// The first block at or behind a node.
static uint32_t block_at(const struct blocks *blocks, uint32_t node) {
    uint32_t low = 0, high = blocks->count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (blocks->items[middle].first < node)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

#define AMID 3u // one word in so many is story

// Does a picture stand amid story: is the nearest element around it that holds any full of it?
static bool is_amid_story(const struct blocks *blocks, const struct judgement *judgement, uint32_t node) {
    const struct html_node *nodes = blocks->html->nodes;
    for (; node; node = nodes[node].parent) {
        const uint32_t first = block_at(blocks, node), end = block_at(blocks, nodes[node].last);
        const uint32_t story = judgement->story_words[end] - judgement->story_words[first];
        if (story > 0) return story * AMID >= judgement->words[end] - judgement->words[first];
    }
    return false;
}

struct texts { // a vector
    struct slice *items;
    size_t count, capacity;
};

static void collect(const struct blocks *blocks, const struct judgement *judgement, uint32_t first,
                    uint32_t last, struct arena *arena, struct article *article, struct article_part *part) {
    struct texts paragraphs = { 0 }, captions = { 0 };
    for (uint32_t b = block_at(blocks, first), end = block_at(blocks, last); b < end; b++) {
        const struct block *block = &blocks->items[b];
        const struct element *element = &judgement->elements->items[judgement->elements->parents[b]];
        const bool in_picture = element->flags & IN_PICTURE;
        if (!is_story(judgement, b) && !(in_picture && is_amid_story(blocks, judgement, block->parent)))
            continue;
        *vector_push(arena, in_picture ? &captions : &paragraphs) = block->text;
        article->kept++;
    }
    part->paragraphs = paragraphs.items;
    part->paragraph_count = paragraphs.count;
    part->captions = captions.items;
    part->caption_count = captions.count;
}

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

// The items of a live blog or a digest, in the order of the page; false when it has none.
static bool split_items(const struct blocks *blocks, const struct judgement *page, struct arena *arena,
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
            for (uint32_t b = block_at(blocks, body); b < block_at(blocks, html->nodes[body].last); b++)
                judgement.chances[b] = 255;
        collect(blocks, &judgement, body ? body : item, end, arena, article, &part);
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

void article_extract(const struct article_model *model, const struct html *html, struct arena *arena,
                     struct article *article) {
    *article = (struct article){ 0 };
    struct blocks blocks = blocks_of(html, arena);
    struct elements elements = elements_of(&blocks, &model->tokens, arena);
    const uint32_t found = blocks.count;
    if (elements_leave_apart(&elements, &blocks)) elements = elements_of(&blocks, &model->tokens, arena);
    struct judgement judgement = { .elements = &elements,
                                   .chances =
                                       judge(model, &blocks, &elements, article_title(html, arena), arena),
                                   .repeats = ARENA_ARRAY(arena, uint8_t, blocks.count + 1) };
    judgement.least = block_least_chance(&blocks, judgement.chances);
    block_repeats(&blocks, judgement.chances, judgement.least, arena, judgement.repeats);
    sum_words(&blocks, arena, &judgement);
    article->blocks = found + blocks.left_out;
    if (split_items(&blocks, &judgement, arena, article)) return;
    struct article_part *part = ARENA_NEW(arena, struct article_part);
    collect(&blocks, &judgement, 0, blocks.html->count, arena, article, part);
    article->parts = part;
    article->count = part->paragraph_count > 0;
}
