// html_fuzz.c - any bytes as a page: the tree is a tree, its texts are inside the page, the story is text.
//
// DRAGOMAN_MODELS names the folder with pages.model.
#include "base/utf8.h"
#include "read/page/article.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct article_model *model;
static struct arena *arena;

static void require(bool holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "html_fuzz: %s\n", what);
    abort();
}

static void close_all(void) {
    article_model_close(model);
    arena_free(arena);
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    struct error error = { 0 };
    const char *folder = getenv("DRAGOMAN_MODELS");
    require(folder != NULL, "DRAGOMAN_MODELS must name the folder of models");
    model = article_model_open(folder, &error);
    require(model != NULL, error.message);
    arena = arena_new();
    atexit(close_all);
    return 0;
}

static void check_tree(const struct html *html) {
    require(html->count > 0 && html->nodes[0].last == html->count, "the root does not hold the page");
    for (uint32_t i = 1; i < html->count; i++) {
        const struct html_node *node = &html->nodes[i], *parent = &html->nodes[node->parent];
        require(node->parent < i && node->last > i && node->last <= parent->last,
                "a node outside its parent");
        require(node->depth == parent->depth + 1 && node->depth <= HTML_DEPTH, "a depth that is none");
        require(node->start <= node->end && node->end <= html->bytes.length, "a text outside the page");
        require(node->tag < HTML_TAG_COUNT, "a tag that is none");
        require(node->tag != HTML_TEXT || node->last == i + 1, "a text that holds something");
    }
}

static void check_text(struct slice text) {
    require(text.length > 0 && utf8_first_invalid(text) == SIZE_MAX, "a paragraph that is no text");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    arena_reset(arena);
    const struct slice bytes = utf8_clean((struct slice){ (const char *)data, size }, arena, NULL);
    char *copy = malloc(bytes.length + 1);
    require(copy != NULL, "out of memory");
    memcpy(copy, bytes.start, bytes.length);
    const struct html whole = html_parse((struct slice){ copy, bytes.length }, arena),
                      html = html_parse_story(whole.bytes, arena);
    check_tree(&whole);
    check_tree(&html);
    for (uint32_t i = 1; i < html.count && i < 200; i++) {
        html_text(&html, i, arena);
        html_attribute(&html, i, SLICE("class"), arena);
    }
    struct article article;
    article_extract(model, &html, arena, &article);
    require(article.kept <= article.blocks, "more is kept than there was");
    for (size_t p = 0; p < article.count; p++) {
        require(article.parts[p].paragraph_count > 0, "a story without a paragraph");
        for (size_t i = 0; i < article.parts[p].paragraph_count; i++)
            check_text(article.parts[p].paragraphs[i]);
        for (size_t i = 0; i < article.parts[p].caption_count; i++) check_text(article.parts[p].captions[i]);
    }
    free(copy);
    return 0;
}
