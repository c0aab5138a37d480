// train_pages.c - dragoman-train-pages: from pages with their stories to models/pages.model.
//
//     dragoman-train-pages [-o MODEL] [-f] PAGES.tar.zst
//
// What the names of classes and the words of short blocks tell is counted on other pages than the one at
// hand. Prints what five folds reach: each page judged by trees that were grown without it. -f: only that.
#include "base/file.h"
#include "base/utf8.h"
#include "learn/boosting.h"
#include "learn/page_labels.h"
#include "learn/treebank.h"
#include "read/page/article.h"
#include "read/page/block_elements.h"

#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDS 5u
#define TOKEN_FOLDS 10u
#define MOST_PAGES 4000u
#define TREES 240u

struct page {
    struct slice name, bytes, gold;
    struct html html;
    struct blocks blocks;
    uint32_t first; // row of its first block
    uint32_t gold_words;
    struct slice title;
};

struct token_count {
    uint32_t hash;
    float story, all; // pages, each with the share of its words that are story
};

struct training {
    struct arena *arena;
    struct page *pages;
    uint32_t page_count, rows;
    struct block_label *labels;
    float *weights;
    uint8_t (*features)[BLOCK_FEATURES];
};

static int by_hash(const void *a, const void *b) {
    const struct token_count *x = a, *y = b;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

// What tokens tell on the pages that are not of `without` (of TOKEN_FOLDS; TOKEN_FOLDS: all).
static struct token_table count_tokens(const struct training *training, unsigned without,
                                       struct arena *arena) {
    struct arena *scratch = arena_new();
    size_t capacity = 1 << 20, count = 0;
    struct token_count *counts = malloc(capacity * sizeof *counts);
    if (!counts) abort();
    for (uint32_t p = 0; p < training->page_count; p++) {
        if (p % TOKEN_FOLDS == without) continue;
        const struct page *page = &training->pages[p];
        const struct html *html = page->blocks.html;
        arena_reset(scratch);
        struct sums {
            float story, all;
        } *sums = ARENA_ARRAY(scratch, struct sums, html->count + 1);
        for (uint32_t b = 0; b < page->blocks.count; b++) {
            const struct block *block = &page->blocks.items[b];
            const float words = (float)block->words;
            sums[block->parent].all += words;
            if (training->labels[page->first + b].is_story) sums[block->parent].story += words;
        }
        const size_t from = count;
        for (uint32_t i = html->count; i-- > 1;) {
            struct sums *above = &sums[html->nodes[i].parent];
            above->all += sums[i].all;
            above->story += sums[i].story;
            if (sums[i].all == 0) continue;
            struct block_names names;
            block_names(html, i, &names);
            for (unsigned t = 0; t < names.count; t++) {
                if (count == capacity) {
                    capacity *= 2;
                    counts = realloc(counts, capacity * sizeof *counts);
                    if (!counts) abort();
                }
                counts[count++] = (struct token_count){ names.tokens[t], sums[i].story, sums[i].all };
            }
        }
        for (uint32_t b = 0; b < page->blocks.count; b++) {
            const struct block *block = &page->blocks.items[b];
            if (block->words > BLOCK_WORDS) continue;
            uint32_t tokens[BLOCK_WORDS];
            const unsigned found = block_word_tokens(block->text, tokens, BLOCK_WORDS);
            if (count + found > capacity) {
                capacity *= 2;
                counts = realloc(counts, capacity * sizeof *counts);
                if (!counts) abort();
            }
            for (unsigned t = 0; t < found; t++)
                counts[count++] =
                    (struct token_count){ tokens[t], training->labels[page->first + b].is_story ? 1 : 0, 1 };
        }
        // one count for each token of a page
        qsort(counts + from, count - from, sizeof *counts, by_hash);
        size_t kept = from;
        for (size_t i = from, end; i < count; i = end) {
            struct token_count sum = { counts[i].hash, 0, 0 };
            for (end = i; end < count && counts[end].hash == counts[i].hash; end++) {
                sum.story += counts[end].story;
                sum.all += counts[end].all;
            }
            counts[kept++] = (struct token_count){ sum.hash, sum.story / sum.all, 1 };
        }
        count = kept;
    }
    qsort(counts, count, sizeof *counts, by_hash);
    size_t used = 0; // tokens of four pages or more, summed in place
    for (size_t i = 0, end; i < count; i = end) {
        struct token_count sum = { counts[i].hash, 0, 0 };
        for (end = i; end < count && counts[end].hash == counts[i].hash; end++) {
            sum.story += counts[end].story;
            sum.all += counts[end].all;
        }
        if (sum.all >= 4) counts[used++] = sum;
    }
    uint32_t size = 64;
    while (size < used + used / 2) size *= 2;
    uint32_t *places = ARENA_ARRAY(arena, uint32_t, size);
    const struct token_table table = { places, size };
    for (size_t i = 0; i < used; i++) {
        if (token_chance(&table, counts[i].hash) >= 0) continue; // another differs in what is not kept alone
        uint32_t place = counts[i].hash & (size - 1) & ~(TOKEN_GROUP - 1);
        while (places[place]) place = (place + 1) & (size - 1);
        places[place] =
            token_place(counts[i].hash, (uint8_t)(255 * (counts[i].story + 0.4f) / (counts[i].all + 1)));
    }
    free(counts);
    arena_free(scratch);
    return table;
}

static void fill_features(struct training *training) {
    struct arena *scratch = arena_new(), *tables = arena_new();
    for (unsigned fold = 0; fold < TOKEN_FOLDS; fold++) {
        arena_reset(tables);
        const struct token_table table = count_tokens(training, fold, tables);
        for (uint32_t p = fold; p < training->page_count; p += TOKEN_FOLDS) {
            struct page *page = &training->pages[p];
            arena_reset(scratch);
            const struct elements elements = elements_of(&page->blocks, &table, scratch);
            block_features(&page->blocks, &elements, &table, page->title, scratch,
                           training->features + page->first);
        }
    }
    arena_free(scratch);
    arena_free(tables);
}

static struct forest grow(const struct training *training, unsigned without, struct arena *arena) {
    const unsigned features = BLOCK_FEATURES;
    struct arena *scratch = arena_new();
    float *weights = ARENA_ARRAY(scratch, float, training->rows + 1),
          *targets = ARENA_ARRAY(scratch, float, training->rows + 1);
    struct boosting_data data = { ARENA_ARRAY(scratch, uint8_t *, features), targets, weights, training->rows,
                                  features };
    for (uint32_t row = 0; row < training->rows; row++) targets[row] = training->labels[row].share;
    for (unsigned f = 0; f < features; f++) {
        data.columns[f] = ARENA_ARRAY(scratch, uint8_t, training->rows + 1);
        for (uint32_t row = 0; row < training->rows; row++) data.columns[f][row] = training->features[row][f];
    }
    for (uint32_t p = 0; p < training->page_count; p++)
        for (uint32_t b = 0; b < training->pages[p].blocks.count; b++)
            weights[training->pages[p].first + b] =
                p % FOLDS == without || training->pages[p].blocks.items[b].is_link
                    ? 0
                    : training->weights[training->pages[p].first + b];
    const struct boosting_options options = {
        .trees = TREES, .rate = 0.05, .ridge = 10, .least = 20, .features_percent = 30
    };
    struct forest forest = { boosting_train(&data, &options, arena), TREES };
    arena_free(scratch);
    return forest;
}

static void judge(const struct training *training, const struct forest *forest, uint32_t p,
                  uint8_t *chances) {
    const struct page *page = &training->pages[p];
    for (uint32_t b = 0; b < page->blocks.count; b++)
        chances[b] = page->blocks.items[b].is_link
                         ? 0
                         : forest_chance(forest_score(forest, training->features[page->first + b]));
}

static int by_number(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

// Word F1 of the blocks that `chances` keeps, as multisets of words.
static double page_f1(const struct page *page, const uint8_t *chances, unsigned least,
                      struct arena *scratch) {
    arena_reset(scratch);
    struct page_words gold = page_words_of(page->gold, scratch), all = { NULL, 0 };
    size_t size = 0;
    for (uint32_t b = 0; b < page->blocks.count; b++) size += page->blocks.items[b].text.length / 2 + 2;
    all.items = ARENA_ARRAY(scratch, uint64_t, size + 1);
    for (uint32_t b = 0; b < page->blocks.count; b++) {
        if (chances[b] < least) continue;
        const struct page_words words = page_words_of(page->blocks.items[b].text, scratch);
        memcpy(all.items + all.count, words.items, words.count * sizeof *words.items);
        all.count += words.count;
    }
    qsort(gold.items, gold.count, sizeof *gold.items, by_number);
    qsort(all.items, all.count, sizeof *all.items, by_number);
    size_t common = 0;
    for (size_t i = 0, k = 0; i < gold.count && k < all.count;) {
        if (gold.items[i] == all.items[k]) {
            common++;
            i++;
            k++;
        } else if (gold.items[i] < all.items[k]) {
            i++;
        } else {
            k++;
        }
    }
    return gold.count + all.count ? 2.0 * (double)common / (double)(gold.count + all.count) : 1;
}

static void print_f1(const struct training *training, const uint8_t *chances, const char *what) {
    struct arena *scratch = arena_new(), *repeated = arena_new();
    double sum = 0;
    for (uint32_t p = 0; p < training->page_count; p++) {
        const struct page *page = &training->pages[p];
        arena_reset(repeated);
        uint8_t *kept = ARENA_ARRAY(repeated, uint8_t, page->blocks.count + 1);
        uint8_t *repeats = ARENA_ARRAY(repeated, uint8_t, page->blocks.count + 1);
        const unsigned least = block_least_chance(&page->blocks, chances + page->first);
        block_repeats(&page->blocks, chances + page->first, least, repeated, repeats);
        for (uint32_t b = 0; b < page->blocks.count; b++)
            kept[b] = chances[page->first + b] >= least && !repeats[b];
        sum += page_f1(page, kept, 1, scratch);
    }
    printf("%s: word F1 %.4f\n", what, sum / training->page_count);
    fflush(stdout);
    arena_free(scratch);
    arena_free(repeated);
}

static bool load_pages(struct training *training, const char *path, struct error *error) {
    struct slice tar;
    if (!corpus_read(path, training->arena, &tar, error)) return false;
    training->pages = ARENA_ARRAY(training->arena, struct page, MOST_PAGES);
    size_t rows = 0;
    for (size_t at = 0; at + 512 <= tar.length;) { // ustar: a header of 512 bytes, then the content
        const char *header = tar.start + at;
        if (header[0] == '\0') break;
        const size_t size =
            strtoul(arena_string(training->arena, (struct slice){ header + 124, 12 }), NULL, 8);
        const struct slice name = slice_of(arena_string(training->arena, (struct slice){ header, 100 }));
        const struct slice content = slice_part(tar, at + 512, at + 512 + size);
        at += 512 + (size + 511) / 512 * 512;
        const bool is_page = slice_ends(name, SLICE(".html")), is_truth = slice_ends(name, SLICE(".json"));
        if (!is_page && !is_truth) continue;
        const size_t slash = slice_find(name, SLICE("/"), 0) + 1;
        const struct slice number = slice_part(name, slash, name.length - 5);
        uint32_t p = 0;
        while (p < training->page_count && !slice_equal(training->pages[p].name, number)) p++;
        if (p == MOST_PAGES) continue;
        if (p == training->page_count) training->pages[training->page_count++].name = number;
        struct page *page = &training->pages[p];
        if (is_page) {
            page->bytes = content;
            continue;
        }
        json_t *root = json_loadb(content.start, content.length, 0, NULL);
        const char *gold =
            json_string_value(json_object_get(json_object_get(root, "ground_truth"), "main_content"));
        page->gold = arena_copy(training->arena, slice_of(gold ? gold : ""));
        json_decref(root);
    }
    const struct token_table nothing = { 0 };
    for (uint32_t p = 0; p < training->page_count; p++) {
        struct page *page = &training->pages[p];
        page->html = html_parse_story(utf8_clean(page->bytes, training->arena, NULL), training->arena);
        page->blocks = blocks_of(&page->html, training->arena);
        const struct elements elements = elements_of(&page->blocks, &nothing, training->arena);
        elements_leave_apart(&elements, &page->blocks);
        page->title = article_title(&page->html, training->arena);
        page->first = (uint32_t)rows;
        rows += page->blocks.count;
    }
    training->rows = (uint32_t)rows;
    training->labels = ARENA_ARRAY(training->arena, struct block_label, rows + 1);
    training->weights = ARENA_ARRAY(training->arena, float, rows + 1);
    training->features = arena_array(training->arena, BLOCK_FEATURES, rows + 1);
    struct arena *scratch = arena_new();
    for (uint32_t p = 0; p < training->page_count; p++) {
        struct page *page = &training->pages[p];
        arena_reset(scratch);
        page->gold_words = page_labels(&page->blocks, page->gold, scratch, training->labels + page->first);
        for (uint32_t b = 0; b < page->blocks.count; b++) {
            const float words = (float)page->blocks.items[b].words;
            training->weights[page->first + b] =
                (words < 150 ? words : 150) * 300 / (float)(page->gold_words + 100) + 0.1f;
        }
    }
    arena_free(scratch);
    return true;
}

static bool write_model(const char *path, struct token_table tokens, struct forest forest,
                        struct arena *arena, struct error *error) {
    const struct data_section sections[] = {
        { "tokens", { (const char *)tokens.places, tokens.size * sizeof *tokens.places } },
        { "trees", { (const char *)forest.trees, forest.count * sizeof *forest.trees } },
    };
    const struct slice file = data_file_make(ARTICLE_MODEL_MAGIC, ARTICLE_MODEL_VERSION, sections,
                                             sizeof sections / sizeof *sections, arena);
    printf("%s: %zu bytes, %u places for tokens\n", path, file.length, tokens.size);
    return file_write(path, file, error);
}

static bool train(struct training *training, const char *path, bool only_folds, struct error *error) {
    fill_features(training);
    uint8_t *chances = ARENA_ARRAY(training->arena, uint8_t, training->rows + 1);
    struct arena *scratch = arena_new();
    for (uint32_t row = 0; row < training->rows; row++)
        chances[row] = training->labels[row].is_story ? 255 : 0;
    print_f1(training, chances, "blocks judged as well as blocks can be");
    for (unsigned fold = 0; fold < FOLDS; fold++) {
        arena_reset(scratch);
        const struct forest forest = grow(training, fold, scratch);
        for (uint32_t p = fold; p < training->page_count; p += FOLDS)
            judge(training, &forest, p, chances + training->pages[p].first);
    }
    print_f1(training, chances, "each page judged by trees grown without it");
    arena_free(scratch);
    if (only_folds) return true;
    const struct forest forest = grow(training, FOLDS, training->arena);
    return write_model(path, count_tokens(training, TOKEN_FOLDS, training->arena), forest, training->arena,
                       error);
}

int main(int argc, char **argv) {
    const char *path = "models/pages.model";
    bool only_folds = false;
    for (int c; (c = getopt(argc, argv, "o:f")) != -1;) {
        if (c == 'o')
            path = optarg;
        else if (c == 'f')
            only_folds = true;
        else
            return 2;
    }
    if (argc - optind != 1) {
        fputs("usage: dragoman-train-pages [-o MODEL] [-f] PAGES.tar[.zst]\n"
              "Learns which blocks of a page are its story; PAGES.tar.zst holds html/N.html and "
              "truth/N.json.\n",
              stderr);
        return 2;
    }
    struct arena *arena = arena_new();
    struct training *training = ARENA_NEW(arena, struct training);
    training->arena = arena;
    struct error error = { 0 };
    bool good = load_pages(training, argv[optind], &error);
    if (good) printf("%u pages, %u blocks\n", training->page_count, training->rows);
    good = good && train(training, path, only_folds, &error);
    if (!good) {
        char text[1024];
        fprintf(stderr, "dragoman-train-pages: %s\n", error_text(&error, text, sizeof text));
    }
    arena_free(arena);
    return good ? 0 : 1;
}
