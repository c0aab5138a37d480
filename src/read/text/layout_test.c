// layout_test.c - lines to paragraphs.
#include "read/text/steps.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <string.h>

static struct knowledge *knowledge;

#define LONG_LINE                                                                                            \
    "The harbour master of Kestrel Bay told the council on Tuesday that no ship had left since the storm, "  \
    "and that the "                                                                                          \
    "pilots would not go out before the buoys had been counted."

static const struct {
    const char *text, *paragraphs; // joined by '|'; a new block begins with '^'
    bool separated;
} cases[] = {
    { "One.\n\nTwo.\n\nThree.\n", "^One.|^Two.|^Three.", true },
    { "Title\n" LONG_LINE "\nShort end.\n", "^Title|" LONG_LINE "|Short end.", false },
    { "Colonel Voss\nColonel Voss and a map (Photo: Staff)\n\n" LONG_LINE "\n",
      "^Colonel Voss|Colonel Voss and a map (Photo: Staff)|^" LONG_LINE, true },
    // Broken at 60 columns, the last line of a paragraph short.
    { "The council of Tolva met for three hours on Monday night and\n"
      "did not agree on the price of bread, its spokesman said. It\n"
      "will meet again on Thursday, after the delegates have spo-\n"
      "ken to the bakers, to the millers of the Tarn and to Jan-\n"
      "Peter Roe.\n\n"
      "Nobody in the town hall expected the meeting to last so very\n"
      "long.\n",
      "^The council of Tolva met for three hours on Monday night and did not agree on the price of bread, "
      "its spokesman "
      "said. It will meet again on Thursday, after the delegates have spoken to the bakers, to the millers "
      "of the Tarn "
      "and to Jan-Peter Roe.|^Nobody in the town hall expected the meeting to last so very long.",
      true },
    // The same without an empty line: the short line tells.
    { "The council of Tolva met for three hours on Monday night and\n"
      "did not agree on the price of bread, its spokesman said.\n"
      "Nobody in the town hall had expected the meeting to last as\n"
      "long as it did, and the porter had gone home with the key at\n"
      "seven, as he does on all Mondays.\n",
      "^The council of Tolva met for three hours on Monday night and did not agree on the price of bread, "
      "its spokesman "
      "said. Nobody in the town hall had expected the meeting to last as long as it did, and the porter had "
      "gone home "
      "with the key at seven, as he does on all Mondays.",
      true },
    // One break in the middle of a sentence.
    { LONG_LINE "\n\nThe minister said that the bridge would be closed until\nthe end of the month.\n",
      "^" LONG_LINE "|^The minister said that the bridge would be closed until the end of the month.", true },
};

static void finds_paragraphs_in_each_layout(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct lexicon lexicon = lexicon_of(knowledge, SLICE("en"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice text = slice_of(cases[i].text), found = SLICE("");
        struct repairs none = { 0 };
        struct paragraphs paragraphs = { 0 };
        bool separated;
        lay_out(text, &none, words_of(text, &lexicon, arena), arena, &paragraphs, &separated);
        for (size_t j = 0; j < paragraphs.count; j++)
            found = arena_format(arena, "%.*s%s%s%.*s", SLICE_ARG(found), j ? "|" : "",
                                 paragraphs.items[j].first_of_block ? "^" : "",
                                 SLICE_ARG(paragraphs.items[j].text));
        assert_string_equal(arena_string(arena, found), cases[i].paragraphs);
        assert_int_equal(separated, cases[i].separated);
    }
    arena_free(arena);
}

static void records_hyphens_at_line_ends_where_they_stood(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct lexicon lexicon = lexicon_of(knowledge, SLICE("en"));
    struct slice text = slice_of(cases[3].text);
    struct repairs none = { 0 };
    struct paragraphs paragraphs = { 0 };
    bool separated;
    lay_out(text, &none, words_of(text, &lexicon, arena), arena, &paragraphs, &separated);
    const struct repairs *repairs = &paragraphs.items[0].repairs;
    assert_int_equal(repairs->count, 2);
    assert_string_equal(arena_string(arena, repairs->items[0].before), "spo- ken");
    assert_string_equal(arena_string(arena, repairs->items[0].after), "spoken");
    assert_string_equal(arena_string(arena, repairs->items[1].before), "Jan- Peter");
    assert_string_equal(arena_string(arena, repairs->items[1].after), "Jan-Peter");
    for (size_t i = 0; i < 2; i++)
        assert_true(slice_starts(slice_part(paragraphs.items[0].text, repairs->items[i].position, SIZE_MAX),
                                 repairs->items[i].after));
    arena_free(arena);
}

int main(int argc, char **argv) {
    struct error error = { 0 };
    knowledge = argc > 1 ? knowledge_open(argv[1], &error) : NULL;
    if (knowledge == NULL) return 2;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_paragraphs_in_each_layout),
        cmocka_unit_test(records_hyphens_at_line_ends_where_they_stood),
    };
    int failed = cmocka_run_group_tests_name("layout", tests, NULL, NULL);
    knowledge_close(knowledge);
    return failed;
}
