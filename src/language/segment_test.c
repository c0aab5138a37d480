// segment_test.c - words by the tables of knowledge/.
#include "language/segment.h"

#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static struct knowledge *knowledge;
static struct arena *arena;
static struct segmenter *segmenter;

static const char *tokens_of(const char *text) {
    struct piece *pieces;
    size_t count = segment_tokens(segmenter, slice_of(text), 0, (uint32_t)strlen(text), &pieces, arena);
    struct slice joined = { "", 0 };
    for (size_t i = 0; i < count; i++) {
        struct slice piece = slice_part(slice_of(text), pieces[i].start, pieces[i].end);
        joined = arena_format(arena, SLICE_FORMAT "%s" SLICE_FORMAT, SLICE_ARG(joined), i ? "|" : "",
                              SLICE_ARG(piece));
    }
    return arena_string(arena, joined);
}

static void text_is_cut_into_words(void **state) {
    (void)state;
    static const struct {
        const char *text, *words;
    } cases[] = {
        { "The envoy left.", "The|envoy|left|." },
        { "They don't agree, can't meet and won't sign.",
          "They|do|n't|agree|,|ca|n't|meet|and|wo|n't|sign|." },
        { "Peru\xE2\x80\x99s army isn\xE2\x80\x99t there",
          "Peru|\xE2\x80\x99s|army|is|n\xE2\x80\x99t|there" },
        { "the rebels' camp", "the|rebels|'|camp" },
        { "Gen. Ochoa met Mr. J. R. Lima.", "Gen.|Ochoa|met|Mr.|J.|R.|Lima|." },
        { "the U.S. and the U.N.'s envoy", "the|U.S.|and|the|U.N.|'s|envoy" },
        { "on Oct. 7, at 10:30 a.m.", "on|Oct.|7|,|at|10:30|a.m." },
        { "some 2,300 people (1.5%)", "some|2,300|people|(|1.5|%|)" },
        { "$5m and \xE2\x82\xAC"
          "3.20",
          "$|5m|and|\xE2\x82\xAC|3.20" },
        { "an anti-government, army-led march", "an|anti-government|,|army|-|led|march" },
        { "\xE2\x80\x9CStop,\xE2\x80\x9D he said", "\xE2\x80\x9C|Stop|,|\xE2\x80\x9D|he|said" },
        { "\"Stop!\" ... he said--twice", "\"|Stop|!|\"|...|he|said|--|twice" },
        { "the war ended.The troops left", "the|war|ended|.|The|troops|left" },
        { "see https://example.org/a?b=c, or write to a.b@example.org.",
          "see|https://example.org/a?b=c|,|or|write|to|a.b@example.org|." },
        { "on 9/11 and/or later", "on|9/11|and|/|or|later" },
        { "the deal \xE2\x80\x94 signed\xE2\x80\x94held", "the|deal|\xE2\x80\x94|signed|\xE2\x80\x94|held" },
        { "He cannot go?!", "He|can|not|go|?!" },
        { "A list: one;two", "A|list|:|one|;|two" },
        { "", "" },
        { " \t\n ", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(tokens_of(cases[i].text), cases[i].words);
}

static void parts_of_contractions_are_marked(void **state) {
    (void)state;
    struct piece *pieces;
    const char *text = "They don't";
    assert_int_equal(segment_tokens(segmenter, slice_of(text), 0, 10, &pieces, arena), 3);
    assert_int_equal(pieces[0].multiword, 0);
    assert_int_equal(pieces[1].multiword, 2);
    assert_int_equal(pieces[2].multiword, 0);
    assert_false(pieces[1].space_after);
    assert_int_equal(segment_tokens(segmenter, SLICE("I'd've"), 0, 6, &pieces, arena), 3);
    assert_int_equal(pieces[0].multiword, 3);
    assert_int_equal(pieces[1].multiword, 0);
}

static void spanish_contractions_are_other_words_than_written(void **state) {
    (void)state;
    static const struct {
        const char *text, *words; // "written/word" where they differ
    } cases[] = {
        { "Salió del norte.", "Salió|de|l/el|norte|." },
        { "Al llegar, quieren dárselo.", "A|l/el|llegar|,|quieren|dár/dar|se|lo|." },
        { "hablándose y hablarse", "hablándo/hablando|se|y|hablar|se" },
        { "Carlos charla sobre la perla", "Carlos|charla|sobre|la|perla" },
        { "el acuerdo franco-alemán (2-1)", "el|acuerdo|franco-alemán|(|2-1|)" },
        { "¿Quién? El Sr. Lima, de EE.UU.", "¿|Quién|?|El|Sr.|Lima|,|de|EE.UU." },
    };
    struct segmenter *spanish = segmenter_open(knowledge, SLICE("es"), arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice text = slice_of(cases[i].text), joined = { "", 0 };
        struct piece *pieces;
        size_t count = segment_tokens(spanish, text, 0, (uint32_t)text.length, &pieces, arena);
        for (size_t k = 0; k < count; k++)
            joined = arena_format(arena, SLICE_FORMAT "%s" SLICE_FORMAT "%s" SLICE_FORMAT, SLICE_ARG(joined),
                                  k ? "|" : "", SLICE_ARG(slice_part(text, pieces[k].start, pieces[k].end)),
                                  pieces[k].form.length ? "/" : "", SLICE_ARG(pieces[k].form));
        assert_string_equal(arena_string(arena, joined), cases[i].words);
    }
}

static bool is_space(struct slice text) {
    for (size_t at = 0, length; at < text.length; at += length)
        if (utf8_class_of(utf8_at(text, at, &length)) != UTF8_SPACE) return false;
    return true;
}

static void any_bytes_are_covered_once(void **state) {
    (void)state;
    uint32_t seed = 12345;
    static const char letters[] = "aA1.,'\"-/:()[] \t$%&@#!?;\xE2\x80\x99\x9C\xff\0n't's";
    for (int round = 0; round < 3000; round++) {
        char text[64];
        for (size_t i = 0; i < sizeof text; i++) {
            seed = seed * 1664525u + 1013904223u;
            text[i] = letters[(seed >> 16) % (sizeof letters - 1)];
        }
        struct piece *pieces;
        size_t count =
            segment_tokens(segmenter, (struct slice){ text, sizeof text }, 0, sizeof text, &pieces, arena);
        uint32_t at = 0;
        for (size_t i = 0; i < count; i++) {
            assert_true(pieces[i].start >= at && pieces[i].end > pieces[i].start &&
                        pieces[i].end <= sizeof text);
            assert_true(is_space((struct slice){ text + at, pieces[i].start - at }));
            at = pieces[i].end;
        }
        assert_true(is_space((struct slice){ text + at, sizeof text - at }));
        if (round % 500 == 0) {
            arena_reset(arena);
            segmenter = segmenter_open(knowledge, SLICE("en"), arena);
        }
    }
}

static int open_tables(void **state) {
    (void)state;
    struct error error = { 0 };
    const char *file = getenv("KNOWLEDGE_BIN");
    knowledge = knowledge_open(file ? file : "knowledge.bin", &error);
    arena = arena_new();
    if (!knowledge) return -1;
    segmenter = segmenter_open(knowledge, SLICE("en"), arena);
    return 0;
}

static int close_tables(void **state) {
    (void)state;
    arena_free(arena);
    knowledge_close(knowledge);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_cut_into_words),
        cmocka_unit_test(parts_of_contractions_are_marked),
        cmocka_unit_test(spanish_contractions_are_other_words_than_written),
        cmocka_unit_test(any_bytes_are_covered_once),
    };
    return cmocka_run_group_tests(tests, open_tables, close_tables);
}
