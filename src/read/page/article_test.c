#include "read/page/article.h"

#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct arena *arena;
static struct article_model *model;

static struct slice page(const char *name) {
    struct slice bytes;
    struct error error = { 0 };
    const char *path =
        arena_string(arena, arena_format(arena, "%s/tests/reading/%s", getenv("SOURCE_ROOT"), name));
    assert_true(file_read(path, 1 << 20, arena, &bytes, &error));
    return bytes;
}

static struct article extract(struct slice bytes, struct html *html) {
    struct article article;
    *html = html_parse(bytes, arena);
    article_extract(model, html, arena, &article);
    return article;
}

static bool holds(const struct slice *texts, size_t count, const char *part) {
    for (size_t i = 0; i < count; i++)
        if (slice_find(texts[i], slice_of(part), 0) != SIZE_MAX) return true;
    return false;
}

static void a_story_is_taken_out_of_its_page(void **state) {
    (void)state;
    struct html html;
    const struct article article = extract(page("story.html"), &html);
    assert_int_equal(article.count, 1);
    const struct article_part *part = &article.parts[0];
    assert_true(holds(part->paragraphs, part->paragraph_count, "Some 900 passengers"));
    assert_true(holds(part->paragraphs, part->paragraph_count, "helicopter"));
    assert_false(holds(part->paragraphs, part->paragraph_count, "Subscribe"));
    assert_false(holds(part->paragraphs, part->paragraph_count, "cookies"));
    assert_false(holds(part->paragraphs, part->paragraph_count, "All rights reserved"));
    assert_false(holds(part->paragraphs, part->paragraph_count, "Passengers wait on the quay"));
    assert_true(holds(part->captions, part->caption_count, "Passengers wait on the quay"));
    assert_true(article.kept < article.blocks);
}

static void the_items_of_a_live_blog_are_parts(void **state) {
    (void)state;
    struct html html;
    const struct article article = extract(page("live.html"), &html);
    assert_int_equal(article.count, 3);
    assert_true(slice_equal(article.parts[0].title, SLICE("Envoy crosses the river")));
    assert_true(slice_equal(article.parts[0].published, SLICE("2031-09-09T16:05:00+02:00")));
    assert_true(holds(article.parts[2].paragraphs, article.parts[2].paragraph_count, "six in the evening"));
    assert_false(holds(article.parts[1].paragraphs, article.parts[1].paragraph_count, "rowing boat"));
}

static void the_items_of_a_digest_are_parts(void **state) {
    (void)state;
    struct html html;
    const struct article article = extract(page("digest.html"), &html);
    assert_int_equal(article.count, 2);
    assert_true(slice_equal(article.parts[1].title, SLICE("Karsia lets wheat pass")));
    assert_true(slice_equal(article.parts[1].published, SLICE("2031-09-10T06:40:00+02:00")));
    assert_true(slice_equal(article.parts[0].url, SLICE("/2031/09/10/ferry-resumes")));
    assert_int_equal(article.parts[0].paragraph_count, 1);
    assert_true(holds(article.parts[0].paragraphs, 1, "eleven passengers"));
    // one entry alone is a page with one story
    const struct article one =
        extract(SLICE("<article class='h-entry'><p class='p-name'>Calm on the river</p><div "
                      "class='e-content'><p>Nothing was heard on either bank of the Sarn on "
                      "Tuesday night, residents of Galen Ford said.</p></div></article>"),
                &html);
    assert_int_equal(one.count, 1);
    assert_int_equal(one.parts[0].title.length, 0);
    // and what it calls its body is judged like any other: a menu is none
    const struct article menu =
        extract(SLICE("<div class='h-entry e-content'><ul class='nav menu'><li><a href=/>Home</a><li><a "
                      "href=/a>About</a><li><a href=/b>Contact</a></ul></div><p>Nothing was heard on either "
                      "bank of the Sarn on Tuesday night, residents of Galen Ford said.</p>"),
                &html);
    assert_int_equal(menu.count, 1);
    assert_false(holds(menu.parts[0].paragraphs, menu.parts[0].paragraph_count, "About"));
}

#define LONG_STORY                                                                                           \
    "<h1>Calm on the river</h1><p>Nothing was heard on either bank of the Sarn on Tuesday night, residents " \
    "of "                                                                                                    \
    "Galen Ford said on Wednesday morning.</p>"                                                              \
    "<p>The harbour master opened the quay at six and counted eleven boats, two fewer than on the day "      \
    "before, while soldiers on the far bank took down their tents.</p>"

static void captions_are_those_of_pictures_amid_story(void **state) {
    (void)state;
    struct html html;
    const struct article article = extract(
        SLICE("<body><article>" LONG_STORY
              "<figure><img src=a><figcaption>Boats at the quay</figcaption></figure>"
              "<p>It was the first night without shots since the ultimatum ran out, the commission noted.</p>"
              "</article></body>"),
        &html);
    assert_int_equal(article.count, 1);
    assert_int_equal(article.parts[0].caption_count, 1);
    assert_true(holds(article.parts[0].captions, 1, "Boats at the quay"));
    // what stands in a figure around a quotation is no caption
    const struct article quoted =
        extract(SLICE("<body><article>" LONG_STORY
                      "<figure><blockquote><p>We preferred to lose an argument and to keep our "
                      "sons, said the mayor of Galen Ford to the "
                      "commission.</p></blockquote></figure></article></body>"),
                &html);
    assert_int_equal(quoted.parts[0].caption_count, 0);
}

// Each block of a figure once asked what the whole figure holds.
static void a_figure_of_many_blocks_is_looked_at_once(void **state) {
    (void)state;
    struct html html;
    const char start[] = "<body><figure>", one[] = "<p>a word</p>";
    const size_t count = BLOCKS_MOST, before = sizeof start - 1, length = sizeof one - 1;
    char *markup = arena_allocate(arena, before + count * length);
    memcpy(markup, start, before);
    for (size_t i = 0; i < count; i++) memcpy(markup + before + i * length, one, length);
    const struct article article = extract((struct slice){ markup, before + count * length }, &html);
    assert_int_equal(article.blocks, count);
}

static void a_page_without_text_has_no_story(void **state) {
    (void)state;
    static const char *const pages[] = { "", "<p></p>", "<script>a</script>",
                                         "<html><head><title>t</title></head>" };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct html html;
        assert_int_equal(extract(slice_of(pages[i]), &html).count, 0);
    }
}

static void what_a_page_calls_itself(void **state) {
    (void)state;
    static const char *const pages[] = {
        "<title> Of the page &amp; more </title>",
        "<title>x</title><meta property='og:title' content='Shared'><body>Shared",
        "<body><meta property='og:title' content='late'>",
    };
    static const char *const titles[] = { "Of the page & more", "Shared", "" };
    for (size_t i = 0; i < 3; i++) {
        const struct html html = html_parse(slice_of(pages[i]), arena);
        assert_string_equal(arena_string(arena, article_title(&html, arena)), titles[i]);
    }
}

static void a_model_that_is_none_is_refused(void **state) {
    (void)state;
    struct error error = { 0 };
    assert_null(article_model_open("/nowhere", &error));
    assert_non_null(strstr(error.file, "/nowhere/pages.model"));
    char folder[] = "/tmp/dragoman-article-XXXXXX";
    assert_non_null(mkdtemp(folder));
    const char *path = arena_string(arena, arena_format(arena, "%s/pages.model", folder));
    assert_true(file_write(path, SLICE("DRGPAGE, but no more of it"), &error));
    assert_null(article_model_open(folder, &error));
    assert_non_null(strstr(error.file, "pages.model"));
    unlink(path);
    rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_story_is_taken_out_of_its_page),
        cmocka_unit_test(the_items_of_a_live_blog_are_parts),
        cmocka_unit_test(the_items_of_a_digest_are_parts),
        cmocka_unit_test(captions_are_those_of_pictures_amid_story),
        cmocka_unit_test(a_figure_of_many_blocks_is_looked_at_once),
        cmocka_unit_test(a_page_without_text_has_no_story),
        cmocka_unit_test(what_a_page_calls_itself),
        cmocka_unit_test(a_model_that_is_none_is_refused),
    };
    struct error error = { 0 };
    arena = arena_new();
    model = article_model_open(arena_string(arena, arena_format(arena, "%s/models", getenv("SOURCE_ROOT"))),
                               &error);
    const int failed = model ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
    article_model_close(model);
    arena_free(arena);
    return failed;
}
