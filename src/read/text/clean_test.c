// clean_test.c - bytes to clean lines, and what is refused.
#include "read/text/steps.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BYTES(literal)                                                                                       \
    { literal, sizeof literal - 1 }

static const struct {
    struct slice bytes;
    const char *text, *repairs; // "kind@position:before>after" each
} cases[] = {
    { BYTES("One line"), "One line\n", "" },
    { BYTES("a\r\nb\rc\nd"), "a\nb\nc\nd\n", "" },
    { BYTES("a\xc2\x85"
            "b\xe2\x80\xa8"
            "c"),
      "a\nb\nc\n", "" },
    { BYTES("a\xe2\x80\xa9"
            "b\fc"),
      "a\n\nb\n\nc\n", "" },
    { BYTES("  a \t b\xc2\xa0\xc2\xa0"
            "c \n d "),
      "a b c\nd\n", "" },
    { BYTES("\xef\xbb\xbfMarked"), "Marked\n", "" },
    { BYTES("\xff\xfeH\0\xe9\0\n\0"), "H\xc3\xa9\n\n", "" },
    { BYTES("\xfe\xff\0H\xd8\x3d\xde\x00"), "H\xf0\x9f\x98\x80\n", "" },
    { BYTES("\xfe\xff\0H\xd8\x3d\0o"), "H\xef\xbf\xbdo\n", "" },
    { BYTES("\xff\xfe\0\0H\0\0\0"), "H\n", "" },
    { BYTES("H\0e\0r\0e\0 \0w\0e\0"), "Here we\n", "" }, // no mark, but zeros in every second place
    { BYTES("\xcf\xf0\xe8\xe2\xe5\xf2 \xcc\xe8\xf0 \xcf\xf0\xe8\xe2\xe5\xf2"), "Привет Мир Привет\n", "" },
    // Encoded twice and more.
    { BYTES("CafÃ© â€œnoirâ€\xc2\x9d"), "Café “noir”\n",
      "mojibake@3:Ã©>é|mojibake@6:â€œ>“|mojibake@13:â€\xc2\x9d>”" },
    { BYTES("The mayorâ€™s â€œplanâ€ cost Â£50"), "The mayor’s “plan” cost £50\n",
      "mojibake@9:â€™>’|mojibake@14:â€œ>“|mojibake@21:â€>”|mojibake@30:Â£>£" },
    { BYTES("JosÃƒÂ© left"), "José left\n", "mojibake@3:ÃƒÂ©>é" },
    { BYTES("ÐœÐ¸Ñ€ Ð¸ Ñ…Ð»ÐµÐ±"), "Мир и хлеб\n",
      "mojibake@0:ÐœÐ¸Ñ€>Мир|mojibake@7:Ð¸>и|mojibake@10:Ñ…Ð»ÐµÐ±>хлеб" },
    { BYTES("a\xc3\x82\xc2\xa0"
            "b cafÃ©"),
      "a b café\n", "mojibake@1:\xc3\x82\xc2\xa0>|mojibake@7:Ã©>é" },
    // Words that look a little like it.
    { BYTES("«A IRMû, disse. «LIBERTÉ» Ó”, São Ã, naïve"), "«A IRMû, disse. «LIBERTÉ» Ó”, São Ã, naïve\n",
      "" },
    // What another tool left.
    { BYTES("Halm &amp; Sons, &quot;of Tolva&quot; &amp;#8211; it&#39;s"),
      "Halm & Sons, \"of Tolva\" – it's\n",
      "entity@5:&amp;>&|entity@13:&quot;>\"|entity@22:&quot;>\"|entity@24:&amp;#8211;>–|entity@30:&#39;>'" },
    { BYTES("R&D; AT&T &c. &nosuch; a&nbsp;b &"), "R&D; AT&T &c. &nosuch; a b &\n", "entity@24:&nbsp;>" },
    // Windows-1252, said once a line.
    { BYTES("Caf\xe9 noir"), "Caf\xc3\xa9 noir\n", "charset@3:\\xE9>\xc3\xa9" },
    { BYTES("\x93Nobody knows,\x94 said\xa0Ren\xe9"
            "e\x97the mayor\x92s aunt\x85\nIt cost her \x80"
            "5."),
      "\xe2\x80\x9cNobody knows,\xe2\x80\x9d said Ren\xc3\xa9"
      "e\xe2\x80\x94the mayor\xe2\x80\x99s aunt\xe2\x80\xa6\nIt cost her \xe2\x82\xac"
      "5.\n",
      "charset@0:\\x93>\xe2\x80\x9c|charset@68:\\x80>\xe2\x82\xac" },
    // Something else: no character, a capital within a word, a character cut in two, text that is UTF-8.
    // Where the normal form is shorter, what comes before a byte and what comes behind keep their places.
    { BYTES("&amp; x\x81 caf"
            "e\xcc\x81 &lt;"),
      "& x\xef\xbf\xbd café <\n", "entity@0:&amp;>&|invalid-byte@3:\\x81>\xef\xbf\xbd|entity@13:&lt;><" },
    { BYTES("\x81 &amp; caf"
            "e\xcc\x81 \x81"),
      "\xef\xbf\xbd & café \xef\xbf\xbd\n",
      "invalid-byte@0:\\x81>\xef\xbf\xbd|entity@4:&amp;>&|invalid-byte@12:\\x81>\xef\xbf\xbd" },
    { BYTES("Caf\x81 noir"), "Caf\xef\xbf\xbd noir\n", "invalid-byte@3:\\x81>\xef\xbf\xbd" },
    { BYTES("Caf\xc9 noir"), "Caf\xef\xbf\xbd noir\n", "invalid-byte@3:\\xC9>\xef\xbf\xbd" },
    { BYTES("So he left.\xe2\x80"), "So he left.\xef\xbf\xbd\xef\xbf\xbd\n",
      "invalid-byte@11:\\xE2>\xef\xbf\xbd" },
    { BYTES("Caf\xc3\xa9 noir, caf\xe9"), "Caf\xc3\xa9 noir, caf\xef\xbf\xbd\n",
      "invalid-byte@15:\\xE9>\xef\xbf\xbd" },
    { BYTES("Cafe\xcc\x81"), "Caf\xc3\xa9\n", "" },
    { BYTES("Cafe\xe2\x80\x8b\xcc\x81 x"), "Caf\xc3\xa9 x\n", "invisible@3:U+200B>" },
    { BYTES("min\xc2\xadister \xe2\x80\xae"
            "evil\xe2\x80\xac"),
      "minister evil\n", "invisible@3:U+00AD>|invisible@9:U+202E>|invisible@13:U+202C>" },
    { BYTES("a\x01"
            "bcd efghi jklm"),
      "abcd efghi jklm\n", "control@1:U+0001>" },
    // A joiner that shapes letters stays: the plural of a Persian word.
    { BYTES("\xda\xa9\xd8\xaa\xd8\xa7\xd8\xa8\xe2\x80\x8c\xd9\x87\xd8\xa7"),
      "\xda\xa9\xd8\xaa\xd8\xa7\xd8\xa8\xe2\x80\x8c\xd9\x87\xd8\xa7\n", "" },
};

static void gives_clean_lines_and_says_what_it_changed(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice text;
        struct repairs repairs = { 0 };
        struct error error = { 0 };
        assert_true(clean_text(cases[i].bytes, SLICE("test"), arena, &text, &repairs, &error));
        assert_string_equal(arena_string(arena, text), cases[i].text);
        struct slice found = SLICE("");
        for (size_t j = 0; j < repairs.count; j++) {
            const struct repair *repair = &repairs.items[j];
            found = arena_format(arena, "%.*s%s%s@%u:%.*s>%.*s", SLICE_ARG(found), j ? "|" : "", repair->kind,
                                 repair->position, SLICE_ARG(repair->before), SLICE_ARG(repair->after));
        }
        assert_string_equal(arena_string(arena, found), cases[i].repairs);
    }
    arena_free(arena);
}

static const struct {
    struct slice bytes;
    const char *message;
} refused[] = {
    { BYTES(""), "expected text, found nothing" },
    { BYTES(" \r\n\t\n"), "expected text, found only white space" },
    { BYTES("\xef\xbb\xbf"), "expected text, found nothing" },
    { BYTES("abc\0def"), "found a zero byte at byte 3" },
    { BYTES("H\0i\0"), "found a zero byte at byte 1" },
    { BYTES("%PDF-1.7 and so on"), "found a PDF file at byte 0" },
    { BYTES("\x1f\x8b\x08 packed"), "found gzip data at byte 0" },
    { BYTES("<!doctype html><p>Hello"), "found markup at byte 0" },
    { BYTES("ok \x01\x02\x03\x04\x05\x06\x07\x0e\x0f\x10"), "the first 0x01 at byte 3" },
    { BYTES("\xff\x81\xb1\x80\xdb\x9f\xb2\xc5\xd9\xff\x8e\xb3 \xda\xdd"),
      "expected text in UTF-8, found 12 of 15" },
};

static void refuses_what_is_no_text_and_names_the_byte(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct slice text;
        struct repairs repairs = { 0 };
        struct error error = { 0 };
        assert_false(clean_text(refused[i].bytes, SLICE("news.txt"), arena, &text, &repairs, &error));
        assert_int_equal(error.kind, ERROR_INPUT);
        assert_string_equal(error.file, "news.txt");
        if (strstr(error.message, refused[i].message) == NULL)
            fail_msg("\"%s\" in \"%s\"", refused[i].message, error.message);
    }
    arena_free(arena);
}

static void refuses_one_line_of_a_hundred_megabytes_at_once(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct slice bytes = { calloc(100u << 20, 1), 100u << 20 }, text; // never read: the size alone decides
    struct repairs repairs = { 0 };
    struct error error = { 0 };
    assert_non_null(bytes.start);
    assert_false(clean_text(bytes, SLICE("-"), arena, &text, &repairs, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
    assert_string_equal(error.message, "expected at most 67108864 bytes in one document, found 104857600");
    free((char *)bytes.start);
    arena_free(arena);
}

static void records_no_more_than_a_thousand_changes_of_a_kind(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct slice bytes = { arena_allocate(arena, 40000), 40000 }, text;
    for (size_t i = 0; i < bytes.length; i += 4) memcpy((char *)bytes.start + i, "a\xe2\x80\x8b", 4);
    struct repairs repairs = { 0 };
    assert_true(clean_text(bytes, SLICE("-"), arena, &text, &repairs, NULL));
    assert_int_equal(text.length, 10001);
    assert_int_equal(repairs.count, 1000);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_clean_lines_and_says_what_it_changed),
        cmocka_unit_test(refuses_what_is_no_text_and_names_the_byte),
        cmocka_unit_test(refuses_one_line_of_a_hundred_megabytes_at_once),
        cmocka_unit_test(records_no_more_than_a_thousand_changes_of_a_kind),
    };
    return cmocka_run_group_tests_name("clean", tests, NULL, NULL);
}
