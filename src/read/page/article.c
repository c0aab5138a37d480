// article.c - blocks that are judged to be story, as paragraphs.
//
// How likely a block must be story depends on the page: the least chance that gives the best result to
// expect. Captions are kept apart, and kept whether the trees call them story or not where the picture stands
// amid story: what stands under a picture is about the picture.
#include "read/page/article.h"

#include "base/file.h"
#include "base/vector.h"
#include "read/page/block_elements.h"
#include "read/page/forest.h"
#include "read/page/judgement.h"

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

static void sum_words(const struct blocks *blocks, struct arena *arena, struct judgement *judgement) {
    judgement->words = ARENA_ARRAY(arena, uint32_t, blocks->count + 1);
    judgement->story_words = ARENA_ARRAY(arena, uint32_t, blocks->count + 1);
    for (uint32_t b = 0; b < blocks->count; b++) {
        const uint32_t words = blocks->items[b].words;
        judgement->words[b + 1] = judgement->words[b] + words;
        judgement->story_words[b + 1] =
            judgement->story_words[b] + (block_is_story(judgement, b) ? words : 0);
    }
}

uint32_t blocks_at(const struct blocks *blocks, uint32_t node) {
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
        const uint32_t first = blocks_at(blocks, node), end = blocks_at(blocks, nodes[node].last);
        const uint32_t story = judgement->story_words[end] - judgement->story_words[first];
        if (story > 0) return story * AMID >= judgement->words[end] - judgement->words[first];
    }
    return false;
}

struct texts { // a vector
    struct slice *items;
    size_t count, capacity;
};

void article_collect(const struct blocks *blocks, const struct judgement *judgement, uint32_t first,
                     uint32_t last, struct arena *arena, struct article *article, struct article_part *part) {
    struct texts paragraphs = { 0 }, captions = { 0 };
    for (uint32_t b = blocks_at(blocks, first), end = blocks_at(blocks, last); b < end; b++) {
        const struct block *block = &blocks->items[b];
        const struct element *element = &judgement->elements->items[judgement->elements->parents[b]];
        const bool in_picture = element->flags & IN_PICTURE;
        if (!block_is_story(judgement, b) && !(in_picture && is_amid_story(blocks, judgement, block->parent)))
            continue;
        *vector_push(arena, in_picture ? &captions : &paragraphs) = block->text;
        article->kept++;
    }
    part->paragraphs = paragraphs.items;
    part->paragraph_count = paragraphs.count;
    part->captions = captions.items;
    part->caption_count = captions.count;
}

// What its own attributes hide is no story, unless most of the story is hidden: until a script shows it.
static void leave_hidden(const struct blocks *blocks, struct judgement *judgement) {
    const struct elements *elements = judgement->elements;
    uint64_t words[2] = { 0 };
    for (uint32_t b = 0; b < blocks->count; b++)
        if (block_is_story(judgement, b))
            words[(elements->items[elements->parents[b]].flags & IS_HIDDEN) != 0] += blocks->items[b].words;
    for (uint32_t b = 0; b < blocks->count && words[1] < words[0]; b++)
        if (elements->items[elements->parents[b]].flags & IS_HIDDEN) judgement->chances[b] = 0;
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
    leave_hidden(&blocks, &judgement);
    article_go_on(&blocks, &judgement, arena);
    sum_words(&blocks, arena, &judgement);
    article->blocks = found + blocks.left_out;
    if (article_split(&blocks, &judgement, arena, article)) return;
    struct article_part *part = ARENA_NEW(arena, struct article_part);
    article_collect(&blocks, &judgement, 0, blocks.html->count, arena, article, part);
    article->parts = part;
    article->count = part->paragraph_count > 0;
}

void article_whole(const struct article_model *model, const struct html *html, struct arena *arena,
                   struct article *article) {
    *article = (struct article){ 0 };
    const struct blocks blocks = blocks_of(html, arena);
    const struct elements elements = elements_of(&blocks, &model->tokens, arena);
    struct judgement judgement = { .elements = &elements,
                                   .chances = ARENA_ARRAY(arena, uint8_t, blocks.count + 1),
                                   .repeats = ARENA_ARRAY(arena, uint8_t, blocks.count + 1),
                                   .least = 255 };
    for (uint32_t b = 0; b < blocks.count; b++)
        if (!blocks.items[b].is_link && !(elements.items[elements.parents[b]].flags & IS_HIDDEN))
            judgement.chances[b] = 255;
    sum_words(&blocks, arena, &judgement);
    article->blocks = blocks.count + blocks.left_out;
    struct article_part *part = ARENA_NEW(arena, struct article_part);
    article_collect(&blocks, &judgement, 0, blocks.html->count, arena, article, part);
    article->parts = part;
    article->count = part->paragraph_count > 0;
}
