// facts_fuzz.c - any bytes as a page whose facts are read.
//
// DRAGOMAN_KNOWLEDGE names the compiled tables. What must hold: facts are texts of one line within their
// bounds; dates are ISO dates of the calendar, the later one not before the first and none after the capture;
// and the same bytes give the same facts.
#include "base/utf8.h"
#include "read/page/facts.h"
#include "read/text/steps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct knowledge *knowledge;
static const struct page_phrases *phrases;
static struct arena *lasting, *arena, *second;

static void require(bool holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "facts_fuzz: %s\n", what);
    abort();
}

static void close_all(void) {
    arena_free(second);
    arena_free(arena);
    arena_free(lasting);
    knowledge_close(knowledge);
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    struct error error = { 0 };
    const char *file = getenv("DRAGOMAN_KNOWLEDGE");
    require(file != NULL, "DRAGOMAN_KNOWLEDGE must name the compiled tables");
    knowledge = knowledge_open(file, &error);
    require(knowledge != NULL, error.message);
    const struct slice english = SLICE("en");
    lasting = arena_new();
    arena = arena_new();
    second = arena_new();
    phrases = page_phrases_of(knowledge, &english, 1, lasting);
    atexit(close_all);
    return 0;
}

static void check_text(struct slice text, size_t most, const char *what) {
    require(text.length <= most && utf8_first_invalid(text) == SIZE_MAX, what);
    for (size_t i = 0; i < text.length; i++) require((unsigned char)text.start[i] >= 0x20, what);
}

static void check_date(const char *date, const char *what) {
    char again[TIMESTAMP_SIZE];
    if (date[0]) require(timestamp_iso(slice_of(date), again) && strcmp(date, again) == 0, what);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    arena_reset(arena);
    arena_reset(second);
    const struct slice bytes = utf8_clean((struct slice){ (const char *)data, size }, arena, NULL);
    char *copy = malloc(bytes.length + 1); // of its own size, so that the sanitizer sees a read past its end
    require(copy != NULL, "out of memory");
    if (bytes.length) memcpy(copy, bytes.start, bytes.length);
    const struct page_context context = { .captured = size % 2 ? "2031-05-14T12:00:00Z" : "" };
    const struct html html = html_parse_story((struct slice){ copy, bytes.length }, arena);
    const struct page_facts facts = page_facts_of(&html, knowledge, phrases, &context, arena);
    check_text(facts.title, 600, "the title is no line of text");
    check_text(facts.byline, 3000, "the byline is no line of text");
    check_text(facts.outlet, 200, "the outlet is no line of text");
    check_text(facts.section, 200, "the section is no line of text");
    check_text(facts.agency, 300, "the agency is no line of text");
    check_text(facts.language, 15, "the language is no tag");
    check_text(facts.canonical, 2000, "the address is no line of text");
    check_date(facts.published, "the date of publication is none");
    check_date(facts.modified, "the date of change is none");
    require((facts.published[0] != '\0') == (facts.published_from != NULL), "a date from nowhere");
    if (facts.published[0] && facts.modified[0])
        require(!timestamp_day_before(facts.modified, facts.published), "changed before it was published");
    if (context.captured[0])
        require(strncmp(facts.published, "2031-05-16", 10) < 0, "published after the capture");
    require(facts.headline < html.count || html.count == 0, "the headline is no node");
    const struct html again = html_parse_story((struct slice){ copy, bytes.length }, second);
    const struct page_facts same = page_facts_of(&again, knowledge, phrases, &context, second);
    require(slice_equal(same.title, facts.title) && slice_equal(same.byline, facts.byline) &&
                strcmp(same.published, facts.published) == 0,
            "the same bytes give other facts");
    free(copy);
    return 0;
}
