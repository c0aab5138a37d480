// quotations_test.c - what stands between quotation marks.
#include "meaning/parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

// Quotations of `text`, whose paragraphs are separated by blank lines: "[first] [second]", ~ before scare
// quotes.
static const char *describe(const char *text, struct arena *arena) {
    struct document *document = ARENA_NEW(arena, struct document);
    document->text = slice_of(text);
    struct span *paragraphs = ARENA_ARRAY(arena, struct span, strlen(text) + 1);
    struct sentence *sentences = ARENA_ARRAY(arena, struct sentence, strlen(text) + 1);
    size_t at = 0, count = 0;
    for (;;) {
        size_t end = slice_find(document->text, SLICE("\n\n"), at);
        bool last = end == SIZE_MAX;
        if (last) end = document->text.length;
        paragraphs[count] = (struct span){ (uint32_t)at, (uint32_t)end };
        sentences[count] = (struct sentence){ .span = paragraphs[count], .paragraph = (uint32_t)count };
        count++;
        if (last) break;
        at = end + 2;
    }
    document->paragraphs = paragraphs;
    document->paragraph_count = count;
    struct analysis analysis = { .document = document, .sentences = sentences, .count = count };
    struct meaning meaning = { .analysis = &analysis };
    quotations_find(&analysis, arena, &meaning);
    struct slice out = { "", 0 };
    for (size_t i = 0; i < meaning.quotation_count; i++) {
        const struct quotation *q = &meaning.quotations[i];
        assert_true(q->span.start < q->content.start && q->content.end <= q->span.end);
        assert_true(q->first_sentence < q->end_sentence && q->end_sentence <= count);
        struct slice content = slice_part(document->text, q->content.start, q->content.end);
        out = arena_format(arena, "%.*s%s%s[%.*s]", (int)out.length, out.start, i ? " " : "",
                           q->is_scare ? "~" : "", (int)content.length, content.start);
    }
    return arena_string(arena, out);
}

static const struct {
    const char *text, *expected;
} cases[] = {
    { "\"We will rebuild the bridge,\" she said.", "[We will rebuild the bridge,]" },
    { "“We will rebuild the bridge,” she said, “and soon.”", "[We will rebuild the bridge,] ~[and soon.]" },
    { "„Wir bauen die Brücke wieder“, sagte sie.", "[Wir bauen die Brücke wieder]" },
    { "« Nous allons reconstruire le pont », dit-elle.", "[ Nous allons reconstruire le pont ]" },
    { "``We will rebuild it,'' she said.", "[We will rebuild it,]" },
    { "He ordered 'high alert' from the guards' barracks.", "~[high alert]" },
    { "The workers' union and Dana's brother didn't agree.", "" },
    { "‘We can’t leave the village,’ he said.", "[We can’t leave the village,]" },
    { "A \"so-called\" truce.", "~[so-called]" },
    { "\"They call it \"the pit\" and fear it,\" he said.",
      "[They call it \"the pit\" and fear it,] ~[the pit]" },
    { "\"He told me 'leave the town now' and went,\" she said.",
      "[He told me 'leave the town now' and went,] [leave the town now]" },
    { "“This goes on.\n\n“It goes on and on.\n\n“It ends,” she said.",
      "[This goes on.\n\n“It goes on and on.\n\n“It ends,]" },
    { "“Nobody closed this one\n\nThe next paragraph is plain.", "[Nobody closed this one]" },
    { "No marks at all.", "" },
    { "\"\"", "" },
    { "\"", "" },
};

static void finds_what_stands_between_marks(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(describe(cases[i].text, arena), cases[i].expected);
        arena_reset(arena);
    }
    arena_free(arena);
}

static void a_heap_of_marks_is_no_harm(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    char text[4001];
    static const char *const marks[] = { "\"", "'", "“", "«", "`" };
    for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
        size_t length = 0;
        while (length + strlen(marks[m]) + 2 < sizeof text) {
            memcpy(text + length, marks[m], strlen(marks[m]));
            length += strlen(marks[m]);
            text[length] = length % 3 ? ' ' : 'x';
            length++;
        }
        text[length] = '\0';
        describe(text, arena);
        arena_reset(arena);
    }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_stands_between_marks),
        cmocka_unit_test(a_heap_of_marks_is_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
