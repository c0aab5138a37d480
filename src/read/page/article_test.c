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

// "one|two|three": the last pieces of the story.
static struct slice last_of(const struct article_part *part, size_t count) {
    struct slice out = { "", 0 };
    for (size_t i = part->paragraph_count < count ? 0 : part->paragraph_count - count;
         i < part->paragraph_count; i++)
        out = arena_format(arena, SLICE_FORMAT "%s" SLICE_FORMAT, SLICE_ARG(out), out.length ? "|" : "",
                           SLICE_ARG(part->paragraphs[i]));
    return out;
}

static void a_story_goes_on_as_it_began(void **state) {
    (void)state;
#define MORE "<p>Karsia denied that it had fired, and blamed rebels whom it has fought since the autumn.</p>"
    static const struct {
        const char *end, *last;
    } cases[] = {
        { "<div>Sovarra asked for observers at the bridge.</div>Talks go on in Lorrin on Friday.",
          "Sovarra asked for observers at the bridge.|Talks go on in Lorrin on Friday." },
        { "<ul><li>Karsia withdraws its guards from the bank.</li><li>Sovarra frees 48 prisoners.</li></ul>",
          "Karsia withdraws its guards from the bank.|Sovarra frees 48 prisoners." },
        { "<div>He left at noon.</div><ul><li><a href=/1>Read about the bridge</a></li></ul>"
          "<footer><p>All rights reserved.</p></footer>",
          "whom it has fought since the autumn.|He left at noon." },
        // what is hidden is none of it
        { "<div>He left at noon.</div><p hidden>Nobody ever sees this sentence of ours.</p>"
          "<div style='display: none'><p>Our letter tells you of it every single morning.</p></div>",
          "whom it has fought since the autumn.|He left at noon." },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct html html;
        const struct slice markup = arena_format(arena, "<body><main><article>%s%s%s</article></main></body>",
                                                 LONG_STORY, MORE, cases[i].end);
        const struct article article = extract(markup, &html);
        assert_int_equal(article.count, 1);
        const struct slice last = last_of(&article.parts[0], 2);
        assert_true(slice_ends(last, slice_of(cases[i].last)));
    }
}

// Of 300 paragraphs some had got lost, of 9,000 nearly all.
static void a_long_story_keeps_its_paragraphs(void **state) {
    (void)state;
    static const char *const pieces[] = {
        "<p>%zu May: Shells fell on the quay of Halm. %zu people were killed.</p>",
        "<div>The mayor said on day %zu that %zu lorries had crossed the bridge during the night.</div>",
    };
    for (size_t i = 0; i < 2; i++)
        for (size_t count = 30; count <= 3000; count *= 10) {
            struct slice markup = SLICE("<body><main><article>" LONG_STORY);
            char *bytes = arena_allocate(arena, markup.length + count * 120);
            size_t used = markup.length;
            memcpy(bytes, markup.start, used);
            for (size_t k = 0; k < count; k++)
                used += (size_t)snprintf(bytes + used, 120, i ? pieces[1] : pieces[0], k % 28 + 1,
                                         k * k % 977 + 2);
            struct html html;
            const struct article article = extract((struct slice){ bytes, used }, &html);
            assert_int_equal(article.count, 1);
            assert_int_equal(article.parts[0].paragraph_count, count + 3);
        }
}

static void the_entries_of_a_live_blog_are_told_by_their_times(void **state) {
    (void)state;
#define ENTRY(time, title, text)                                                                             \
    "<article><time datetime='" time "'>x</time><h2>" title "</h2><p>" text "</p></article>"
#define ENTRIES                                                                                              \
    ENTRY("2031-05-13T20:41:00Z", "Toll rises",                                                              \
          "The shells of yesterday killed nineteen people in all, it says.")                                 \
    ENTRY("2031-05-13T08:15:00Z", "Envoy expelled",                                                          \
          "Sovarra expelled the Karsian envoy this morning, it says.")
    struct html html;
    const struct article live =
        extract(SLICE("<body><main><h1>Live: Halm</h1><section class='live-feed'>" ENTRIES
                      "</section></main></body>"),
                &html);
    assert_int_equal(live.count, 2);
    assert_true(slice_equal(live.parts[0].published, SLICE("2031-05-13T20:41:00Z")));
    assert_true(slice_equal(live.parts[1].title, SLICE("Envoy expelled")));
    assert_int_equal(live.parts[1].paragraph_count, 2);
    const struct article flat = extract(
        SLICE("<body><main id=liveBlog><h1>Live: Halm</h1>"
              "<p>Karsia and Sovarra blame each other for the shells that fell on the market of Halm.</p>"
              "<h2><time datetime='2031-05-13T20:41:00Z'>20:41</time> Toll rises</h2>"
              "<p>The shells of yesterday killed nineteen people in all, the mayor of Halm says.</p>"
              "<h2><time datetime='2031-05-13T08:15:00Z'>08:15</time> Envoy expelled</h2>"
              "<p>Sovarra expelled the Karsian envoy this morning, its foreign ministry "
              "says.</p></main></body>"),
        &html);
    assert_int_equal(flat.count, 3);
    assert_int_equal(flat.parts[0].published.length, 0); // what stands before the entries
    assert_true(slice_equal(flat.parts[2].published, SLICE("2031-05-13T08:15:00Z")));
    // readers who comment have times, too
    const struct article olive =
        extract(SLICE("<body><main><article>" LONG_STORY "</article><section class='olive-feed'>" ENTRIES
                      "</section></main></body>"),
                &html);
    assert_int_equal(olive.count, 1);
}

#define TALK                                                                                                 \
    "The harbour master opened the quay at six and counted eleven boats, two fewer than on the day before, " \
    "while "                                                                                                 \
    "soldiers on the far bank took down their tents and the mayor of Galen Ford slept."
static void what_is_nothing_but_a_story_is_taken_whole(void **state) {
    (void)state;
    const struct html html = html_parse(
        SLICE("<p>Talks in Halm:</p><ul><li>No guards.</li><li>Peace.</li></ul>"
              "<p style='display:none'>Ad</p><p>From Friday.</p><p>" TALK "</p><p><a href=/>More</a></p>"),
        arena);
    struct article article;
    article_whole(model, &html, arena, &article);
    assert_int_equal(article.count, 1);
    assert_string_equal(arena_string(arena, last_of(&article.parts[0], 9)),
                        "Talks in Halm:|No guards.|Peace.|From Friday.|" TALK);
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
        cmocka_unit_test(a_story_goes_on_as_it_began),
        cmocka_unit_test(a_long_story_keeps_its_paragraphs),
        cmocka_unit_test(the_entries_of_a_live_blog_are_told_by_their_times),
        cmocka_unit_test(what_is_nothing_but_a_story_is_taken_whole),
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
