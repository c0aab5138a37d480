// facts_test.c - what pages say about their stories. The pages are ours; the forms are those that pages have.
#include "read/page/facts_parts.h"
#include "read/text/steps.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <string.h>
#include <time.h>

static struct knowledge *knowledge;
static const struct page_phrases *phrases;
static struct arena *lasting, *arena;

#define PAGE(head, body) "<html lang=en><head>" head "</head><body>" body "</body></html>"
#define LD(json) "<script type=\"application/ld+json\">" json "</script>"
#define STORY "<p>The ferry did not sail on Monday, the harbour master of Kestrel Bay said.</p>"
#define STORIES STORY STORY STORY STORY STORY STORY STORY

static const struct {
    const char *page, *title, *byline, *outlet, *published, *from, *modified;
} cases[] = {
    // JSON-LD, well formed and as people write it.
    { PAGE(
          LD("{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\"headline\":\"Ferry stays in "
             "port\","
             "\"datePublished\":\"2031-05-14T08:30:00+02:00\",\"dateModified\":\"2031-05-14T11:00:00+02:00\","
             "\"author\":[{\"@type\":\"Person\",\"name\":\"Ann Roe\"},{\"@type\":\"Person\",\"name\":\"Jan "
             "Tolva\"}],"
             "\"publisher\":{\"@type\":\"Organization\",\"name\":\"Kestrel Courier\"}}"),
          "<h1>Ferry stays in port</h1>" STORY),
      "Ferry stays in port", "Ann Roe, Jan Tolva", "Kestrel Courier", "2031-05-14T08:30:00+02:00", "json-ld",
      "2031-05-14T11:00:00+02:00" },
    { PAGE(LD("{ // the story\n \"@graph\": [ {\"@type\":\"WebSite\",\"name\":\"Kestrel Courier\",}, "
              "{\"@type\":\"Person\","
              "\"@id\":\"#ann\",\"name\":\"Ann Roe\"}, "
              "{\"@type\":[\"Thing\",\"BlogPosting\"],\"headline\":\"He said \"no\" "
              "to Tolva\",\"datePublished\":\"2031-05-14\",\"author\":{\"@id\":\"#ann\"},} ] }"),
           STORY),
      "He said \"no\" to Tolva", "Ann Roe", "Kestrel Courier", "2031-05-14", "json-ld", "" },
    { PAGE(LD("{\"@type\":\"NewsArticle\",\"headline\":\"Bread &amp; "
              "salt\",\"datePublished\":\"2031-05-14T08:30:00\\u002b02:00\","
              "\"author\":\"By Ann Roe"),
           ""),
      "Bread & salt", "Ann Roe", "", "2031-05-14T08:30:00+02:00", "json-ld", "" },
    // Of several stories the page's own.
    { PAGE(LD("[{\"@type\":\"NewsArticle\",\"headline\":\"Market closed\",\"datePublished\":\"2031-01-01\"},"
              "{\"@type\":\"NewsArticle\",\"headline\":\"Ferry stays in "
              "port\",\"datePublished\":\"2031-05-14\"}]"),
           "<h1>Ferry stays in port</h1>"),
      "Ferry stays in port", "", "", "2031-05-14", "json-ld", "" },
    { PAGE(LD("{\"@type\":\"ItemList\",\"itemListElement\":[{\"@type\":\"NewsArticle\",\"datePublished\":"
              "\"2031-01-01\"}]}"),
           "<h1>Latest</h1>"),
      "Latest", "", "", "", NULL, "" },
    // The state of a page that is built in the browser.
    { PAGE("", "<h1>Ferry stays in port</h1><div "
               "data-state=\"{&quot;datePublished&quot;:&quot;2031-05-14T08:30:00Z&quot;}\"></div>"),
      "Ferry stays in port", "", "", "2031-05-14T08:30:00Z", "json-ld", "" },
    { PAGE(
          "",
          "<h1>Ferry stays in port</h1>" STORY
          "<script>load(\"{\\\"datePublished\\\":null,\\\"datePublished\\\":\\\"2031-05-14\\\"}\")</script>"),
      "Ferry stays in port", "", "", "2031-05-14", "json-ld", "" },
    // of which one that lists other stories says nothing.
    { PAGE("", "<h1>Ferry stays in port</h1><script>s = {\"datePublished\":\"2031-05-14\"}</script>"
               "<p data-s='{&quot;datePublished&quot;:&quot;2031-05-13&quot;}'></p>"),
      "Ferry stays in port", "", "", "", NULL, "" },
    // Meta elements.
    { PAGE("<title>Ferry stays in port | Kestrel Courier</title><meta property=og:site_name content='Kestrel "
           "Courier'>"
           "<meta property=\"article:published_time\" content=\"2031-05-14T08:30:00Z\"><meta name=author "
           "content='Ann Roe'>",
           STORY),
      "Ferry stays in port", "Ann Roe", "Kestrel Courier", "2031-05-14T08:30:00Z", "opengraph", "" },
    { PAGE("<title>Ferry stays in port - Kestrel Courier</title><meta name=pubdate content='Wed, 14 May 2031 "
           "08:30:00 GMT'>"
           "<meta name=\"twitter:label1\" content=\"Written by\"><meta name=\"twitter:data1\" content=\"Jan "
           "Tolva\">",
           "<h1>Ferry stays in port</h1>"),
      "Ferry stays in port", "Jan Tolva", "Kestrel Courier", "2031-05-14T08:30:00Z", "meta", "" },
    { PAGE("<meta name=citation_author content='Roe, Ann'><meta name=citation_author content='Tolva, Jan'>"
           "<meta name=citation_title content='On ferries'><meta name=citation_publication_date "
           "content='2031/05/14'>",
           STORY),
      "On ferries", "Ann Roe, Jan Tolva", "", "2031-05-14", "meta", "" },
    // The address.
    { PAGE("<link rel=canonical href=\"https://courier.example/2031/05/14/ferry\">",
           "<h1>Ferry stays in port</h1>"),
      "Ferry stays in port", "", "", "2031-05-14", "url", "" },
    // What readers see.
    { PAGE("", "<h1>Ferry stays in port</h1><div class=byline>By <a href=/author/ann>Ann Roe</a> | "
               "<time datetime=2031-05-14T08:30:00Z>14 May</time></div>" STORY),
      "Ferry stays in port", "Ann Roe", "", "2031-05-14T08:30:00Z", "time", "" },
    { PAGE("", "<h1>Ferry stays in port</h1><p>By Ann Roe and Jan Tolva</p><p>Published: 14 May 2031</p>"
               "<p>Updated: 15 May 2031, 10:30</p>" STORY),
      "Ferry stays in port", "Ann Roe, Jan Tolva", "", "2031-05-14", "text", "2031-05-15" },
    { PAGE("", "<h1>Ferry stays in port</h1><div>Written by</div><div>Ann Roe</div><div>Published on</div>"
               "<div>Sept. 4, 2031</div>" STORY),
      "Ferry stays in port", "Ann Roe", "", "2031-09-04", "text", "" },
    { PAGE("", "<h1>Ferry stays in port</h1><p>Last updated 4th September 2031 by Ann Roe, "
               "Correspondent</p>" STORY),
      "Ferry stays in port", "Ann Roe", "", "2031-09-04", "text", "2031-09-04" },
    { PAGE("", "<h1>Ferry stays in port</h1><span>9/10/2031</span>"), "Ferry stays in port", "", "",
      "2031-09-10", "text", "" },
    { "<html lang=en-GB><body><h1>Ferry stays in port</h1><span>9/10/2031</span></body></html>",
      "Ferry stays in port", "", "", "2031-10-09", "text", "" },
    { PAGE("", "<h1>Ferry stays in port</h1><span>9/10/2031</span><p>Bread</p><b>3 May 2031</b>"),
      "Ferry stays in port", "", "", "2031-10-09", "text", "" },
    // The story's own dates are not the page's.
    { PAGE("", "<h1>Ferry stays in port</h1><p>The pier was built on 3 March 1999 by a company from Tolva, "
               "which has since "
               "been dissolved, and nobody has looked at its piles in the thirty years and more that it has "
               "stood there, as "
               "the harbour master of Kestrel Bay told the council at its last meeting.</p>"),
      "Ferry stays in port", "", "", "", NULL, "" },
    { PAGE("", "<h1>Ferry stays in port</h1>" STORY "<footer>\xc2\xa9 14 May 2031</footer>"),
      "Ferry stays in port", "", "", "", NULL, "" },
    // Nor is the day on which somebody looks at it, nor that of a story in the sidebar; but a sidebar may
    // tell of
    // this one.
    { PAGE("", "<p id=todays-date>Monday, 16 June 2031</p><h1>Ferry stays in port</h1>" STORIES
               "<div>14 May 2031</div>" STORY),
      "Ferry stays in port", "", "", "2031-05-14", "text", "" },
    { PAGE("", "<h1>Ferry stays in port</h1>" STORY "<div class=sidebar><h4>Published</h4><p>14 May 2031</p>"
               "</div><div class=sidebar>3 May 2031</div>"),
      "Ferry stays in port", "", "", "2031-05-14", "text", "" },
    // Readers see an earlier date than machines.
    { PAGE(
          LD("{\"@type\":\"Article\",\"headline\":\"Ferry stays in port\",\"datePublished\":\"2031-06-20\"}"),
          "<h1>Ferry stays in port</h1><p class=date>14 May 2031</p>" STORY),
      "Ferry stays in port", "", "", "2031-05-14", "text", "" },
    // The same instant by another clock is not an earlier one.
    { PAGE("<meta property=article:published_time content='2031-05-15T00:04:00+00:00'>",
           "<h1>Ferry stays in port</h1><p class=date>Published <time "
           "datetime='2031-05-14T20:04:00-04:00'>14 May 2031</time></p>" STORY),
      "Ferry stays in port", "", "", "2031-05-15T00:04:00Z", "opengraph", "" },
    // A later date in some line is no reason to doubt the page's own; one that is called the page's is.
    { PAGE("<meta name=parsely-pub-date content='2031-02-10'>",
           "<h1>Ferry stays in port</h1>" STORIES STORIES STORIES STORIES
           "<p>Open until 31 December 2031</p>" STORY),
      "Ferry stays in port", "", "", "2031-02-10", "meta", "" },
    { PAGE("<meta name=parsely-pub-date content='2031-02-10'>",
           "<h1>Ferry stays in port</h1><p class=date>Updated 31 December 2031</p>" STORY),
      "Ferry stays in port", "", "", "2031-12-31", "text", "2031-12-31" },
    // Titles: the site's name, and a heading that is the site.
    { PAGE("<title>Kestrel Courier: Ferry stays in port</title><meta property=og:site_name content='The "
           "Kestrel Courier'>",
           ""),
      "Ferry stays in port", "", "The Kestrel Courier", "", NULL, "" },
    { PAGE("<title>Ferry stays in port - Kestrel Courier</title>",
           "<h1>Kestrel Courier</h1><h1>Ferry stays in port</h1>"),
      "Ferry stays in port", "", "Kestrel Courier", "", NULL, "" },
    // Other stories have headings too: links to them, and later ones that are hardly more like the title.
    { PAGE("<title>Where the ferry stays in port</title><link rel=canonical "
           "href='https://courier.example/ferry?a=b/c'>",
           "<h1>Why no ferry left the port</h1>" STORY "<h1><a href='/port/'>Where the pilot stays in "
           "port</a></h1>"),
      "Why no ferry left the port", "", "", "", NULL, "" },
    { PAGE("<title>Where the ferry stays in port</title><link rel=canonical href='/courier/ferry/'>",
           "<h1>Bread for all</h1><h1><a href='/courier/ferry#story'>The ferry stays in port</a></h1>" STORY),
      "The ferry stays in port", "", "", "", NULL, "" },
    { PAGE("<title>The harbour: a day of the ferry in the port</title>",
           "<h1>Why the ferry of Tolva stays in port</h1>" STORY "<h1>A day in the old harbour yard</h1>"),
      "Why the ferry of Tolva stays in port", "", "", "", NULL, "" },
    { PAGE("<meta property=og:title content='Bread &#8220;for all&#8221;'>", "<h1>Section</h1>"),
      "Bread \xe2\x80\x9c"
      "for all\xe2\x80\x9d",
      "", "", "", NULL, "" },
    { PAGE("", "<h1>The end of &lt;br&gt; tags</h1>"), "The end of <br> tags", "", "", "", NULL, "" },
    { PAGE(LD("{\"@type\":\"Article\",\"headline\":\"Ferry <em>stays<\\/em> in port\"}"), ""),
      "Ferry stays in port", "", "", "", NULL, "" },
    // Writers: accounts, degrees, roles, helpers.
    { PAGE("<meta name=author content=admin>", "<h1>Ferry stays in port</h1><p>By Ann Roe, PhD</p>"),
      "Ferry stays in port", "Ann Roe, PhD", "", "", NULL, "" },
    { PAGE("<meta name=author content='Ann Roe, MD, MPH'>", "<h1>Ferry</h1>"), "Ferry", "Ann Roe, MD, MPH",
      "", "", NULL, "" },
    { PAGE("<meta name=author content='Ann &amp; Eva'>", "<h1>Ferry</h1>"), "Ferry", "Ann, Eva", "", "", NULL,
      "" },
    { PAGE("", "<article><h1>Ferry stays in port</h1>" STORIES STORIES STORIES STORIES
               "<footer>By <a rel=author href=/ar>Ann Roe</a></footer></article><footer>By <a rel=author "
               "href=/jt>Jan Tolva</a></footer>"),
      "Ferry stays in port", "Ann Roe", "", "", NULL, "" },
    { PAGE("", "<h1>Ferry stays in port</h1>" STORY
               "<div class=acme-author-box><h4 class=acme-author-box__name>Ann Roe</h4></div>"),
      "Ferry stays in port", "Ann Roe", "", "", NULL, "" },
    // Writers without a name, and accounts whose name the page shows.
    { PAGE("", "<h1>Ferry stays in port</h1><p>By the Harbour Team</p>" STORY), "Ferry stays in port",
      "the Harbour Team", "", "", NULL, "" },
    { PAGE("", "<h1>Ferry stays in port</h1><p class=author>Our Team</p>" STORY), "Ferry stays in port", "",
      "", "", NULL, "" },
    { PAGE("<meta name=author content='annroe'>", "<h1>Ferry stays in port</h1><p>By Ann Roe</p>" STORY),
      "Ferry stays in port", "Ann Roe", "", "", NULL, "" },
    { PAGE("<meta name=author content='annroe'>", "<h1>Ferry stays in port</h1><p>By Courier</p>" STORY),
      "Ferry stays in port", "annroe", "", "", NULL, "" },
    { PAGE("<meta name=author content='https://courier.example/ann'>",
           "<h1>Ferry stays in port</h1><span class=author-name>Ann Roe</span><span>Head of Ports</span>"),
      "Ferry stays in port", "Ann Roe", "", "", NULL, "" },
    { PAGE("<meta name=author content='Ann Roe (Kestrel Courier)'>", "<h1>Ferry</h1>"), "Ferry", "Ann Roe",
      "", "", NULL, "" },
    { PAGE("",
           "<h1>Ferry stays in port</h1><p>Reviewed by <a rel=author href=/jt>Jan Tolva</a></p>" STORY STORY
               STORY "<p>By <a rel=author href=/ar>Ann Roe</a></p>"),
      "Ferry stays in port", "Ann Roe", "", "", NULL, "" },
    { PAGE("<meta name=author content='Office for Ports and Harbours'>", "<h1>Ferry</h1>"), "Ferry",
      "Office for Ports and Harbours", "", "", NULL, "" },
    // What software writes for "unknown".
    { PAGE("<meta property='article:published_time' content='1970-01-01T00:00:00Z'>", "<h1>Ferry</h1>"),
      "Ferry", "", "", "", NULL, "" },
    { PAGE("<meta property='article:published_time' content='2031-02-30'>", "<h1>Ferry</h1>"), "Ferry", "",
      "", "", NULL, "" },
    { PAGE("<meta property='article:modified_time' content='2031-05-14'>", "<h1>Ferry</h1>"), "Ferry", "", "",
      "2031-05-14", "meta", "2031-05-14" },
    { "", "", "", "", "", NULL, "" },
    { "<h1", "", "", "", "", NULL, "" },
};

static struct page_facts facts_of(struct slice page, const struct page_context *context) {
    const struct html html = html_parse(page, arena);
    return page_facts_of(&html, knowledge, phrases, context, arena);
}

static void assert_text(struct slice found, const char *expected, size_t row) {
    if (!slice_equal(found, slice_of(expected)))
        fail_msg("row %zu: expected \"%s\", found \"" SLICE_FORMAT "\"", row, expected, SLICE_ARG(found));
}

static void reads_what_pages_say(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena_reset(arena);
        const struct page_facts facts = facts_of(slice_of(cases[i].page), NULL);
        assert_text(facts.title, cases[i].title, i);
        assert_text(facts.byline, cases[i].byline, i);
        assert_text(facts.outlet, cases[i].outlet, i);
        assert_text(slice_of(facts.published), cases[i].published, i);
        assert_text(slice_of(facts.modified), cases[i].modified, i);
        assert_text(slice_of(facts.published_from ? facts.published_from : "none"),
                    cases[i].from ? cases[i].from : "none", i);
    }
}

static void gives_no_date_after_the_capture(void **state) {
    (void)state;
    static const struct {
        const char *captured, *published, *expected;
    } rows[] = {
        { "2031-05-14T12:00:00Z", "2031-05-14T08:00:00Z", "2031-05-14T08:00:00Z" },
        { "2031-05-14T12:00:00Z", "2031-05-16", "" },
        { "2031-05-14", "2031-05-15", "" },
        { "2031-05-14T20:00:00Z", "2031-05-15T05:00:00+09:00", "2031-05-15T05:00:00+09:00" },
        { "2031-05-14T20:00:00Z", "2031-05-15T08:00:00+09:00", "" },
        { "2031-05-14T23:50:00Z", "2031-05-19T00:30:00+14:00", "" },
        { "", "2031-05-16", "2031-05-16" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        arena_reset(arena);
        const struct page_context context = { { "", 0 }, rows[i].captured };
        const struct slice page = arena_format(
            arena, "<meta property='article:published_time' content='%s'><h1>Ferry</h1>", rows[i].published);
        assert_text(slice_of(facts_of(page, &context).published), rows[i].expected, i);
    }
}

static void reads_language_address_section_and_agency(void **state) {
    (void)state;
    arena_reset(arena);
    const struct page_facts facts = facts_of(
        SLICE("<html lang=\"en_GB\"><head><link rel=canonical href=\"https://courier.example/ferry\">"
              "<meta property=article:section content=Ports><meta name=author content=\"Reuters\"></head>"),
        NULL);
    assert_text(facts.language, "en-GB", 0);
    assert_text(facts.canonical, "https://courier.example/ferry", 0);
    assert_text(facts.section, "Ports", 0);
    assert_text(facts.agency, "Reuters", 0);
    assert_text(facts.byline, "Reuters", 0);
    assert_text(
        facts_of(SLICE("<html lang=\"javascript:x\"><link rel=canonical href=\"/ferry\">"), NULL).canonical,
        "", 1);
    assert_text(facts_of(SLICE("<html lang=\"javascript:x\">"), NULL).language, "", 1);
}

static struct slice repeated(const char *before, const char *piece, size_t count, const char *after) {
    const size_t first = strlen(before), length = strlen(piece), last = strlen(after);
    char *bytes = arena_allocate(arena, first + length * count + last);
    memcpy(bytes, before, first);
    for (size_t i = 0; i < count; i++) memcpy(bytes + first + i * length, piece, length);
    memcpy(bytes + first + count * length, after, last);
    return (struct slice){ bytes, first + length * count + last };
}

static void hostile_pages_take_linear_time(void **state) {
    (void)state;
    static const struct {
        const char *before, *piece, *after;
        size_t count;
    } rows[] = {
        { "<script type=application/ld+json>", "[", "</script>", 2000000 },
        { "<script type=application/ld+json>", "{\"@graph\":[{\"author\":", "</script>", 100000 },
        { "<script type=application/ld+json>[",
          "{\"@type\":\"Article\",\"author\":{\"@id\":\"x\"},\"headline\":{\"@id\":\"x\"}},", "]</script>",
          50000 },
        { "<script type=application/ld+json>{\"headline\":\"", "\" x", "\"}</script>", 500000 },
        { "<script type=application/ld+json>{", "\"@id\":\"x\",", "\"author\":{\"@id\":\"x\"}}</script>",
          300000 },
        { "<script type=application/ld+json>", "/*", "</script>", 500000 },
        { "", "<meta name=author content='Ann Roe'>", "", 100000 },
        { "", "<meta property=article:published_time content='not a date at all'>", "", 100000 },
        { "", "<h1>Ferry stays in port</h1>", "", 100000 },
        { "<h1>Ferry</h1>", "<time datetime=2031-05-14>", "", 200000 },
        { "<h1>Ferry</h1>", "<span class=author>Ann Roe</span>", "", 100000 },
        { "<h1>Ferry</h1>", "<div class=author>", "By Ann Roe", 100000 },
        { "<h1>Ferry</h1><p>", "14 May 2031 by Ann Roe, ", "", 100000 },
        { "<h1>Ferry</h1>", "<b>By ", "", 200000 },
        { "<title>", "a | ", "</title>", 500000 },
        { "<meta property=og:title content='", "a - ", "'>", 500000 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        arena_reset(arena);
        const struct slice page = repeated(rows[i].before, rows[i].piece, rows[i].count, rows[i].after);
        const clock_t start = clock();
        const struct page_facts facts = facts_of(page, NULL);
        const double spent = (double)(clock() - start) / CLOCKS_PER_SEC;
        assert_true(facts.title.length <= 600 && facts.byline.length <= 3000);
        if (spent > 5) fail_msg("row %zu took %.1f s", i, spent); // under sanitizers, on a busy machine
    }
}

static void finds_digits_wherever_they_stand(void **state) {
    (void)state;
    static const char others[] = { 'a', ':', '?', '/', ' ', (char)0xb5 };
    char bytes[40];
    for (size_t k = 0; k < sizeof others; k++)
        for (size_t digit = 0; digit <= sizeof bytes; digit++) {
            memset(bytes, others[k], sizeof bytes);
            if (digit < sizeof bytes) bytes[digit] = (char)('0' + digit % 10);
            for (size_t from = 0; from <= sizeof bytes; from++)
                assert_int_equal(line_find_digit((struct slice){ bytes, sizeof bytes }, from),
                                 from <= digit ? digit : sizeof bytes);
        }
}

static int open_all(void **state) {
    struct error error = { 0 };
    knowledge = knowledge_open(*state, &error);
    if (!knowledge) return -1;
    lasting = arena_new();
    arena = arena_new();
    const struct slice english = SLICE("en");
    phrases = page_phrases_of(knowledge, &english, 1, lasting);
    return 0;
}

static int close_all(void **state) {
    (void)state;
    arena_free(arena);
    arena_free(lasting);
    knowledge_close(knowledge);
    return 0;
}

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_pages_say),
        cmocka_unit_test(gives_no_date_after_the_capture),
        cmocka_unit_test(reads_language_address_section_and_agency),
        cmocka_unit_test(hostile_pages_take_linear_time),
        cmocka_unit_test(finds_digits_wherever_they_stand),
    };
    void *file = argv[1];
    if (open_all(&file) != 0) return 1;
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    close_all(NULL);
    return failed;
}
