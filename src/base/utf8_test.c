#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <time.h>

static int open_arena(void **state) {
    *state = arena_new();
    return 0;
}

static int close_arena(void **state) {
    arena_free(*state);
    return 0;
}

static void valid_code_points_are_decoded_and_written(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t code;
    } cases[] = {
        { "a", 'a' },
        { "\x7f", 0x7f },
        { "\xc2\x80", 0x80 },
        { "\xdf\xbf", 0x7ff },
        { "\xe0\xa0\x80", 0x800 },
        { "\xed\x9f\xbf", 0xd7ff },
        { "\xee\x80\x80", 0xe000 },
        { "\xef\xbf\xbf", 0xffff },
        { "\xf0\x90\x80\x80", 0x10000 },
        { "\xf4\x8f\xbf\xbf", 0x10ffff },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t length;
        char written[4];
        struct slice text = slice_of(cases[i].text);
        assert_int_equal(utf8_at(text, 0, &length), cases[i].code);
        assert_int_equal(length, text.length);
        assert_int_equal(utf8_write(cases[i].code, written), text.length);
        assert_memory_equal(written, text.start, text.length);
        assert_int_equal(utf8_first_invalid(text), SIZE_MAX);
    }
}

static const char *const malformed[] = {
    "\x80",
    "\xbf",
    "\xc0\x80",
    "\xc1\xbf",
    "\xe0\x80\x80",
    "\xe0\x9f\xbf",
    "\xed\xa0\x80",
    "\xed\xbf\xbf",
    "\xf5",
    "\xfe",
    "\xff",
    "\xf0\x80\x80\x80",
    "\xf0\x8f\xbf\xbf",
    "\xf4\x90\x80\x80",
    "\xc3(",
    "\xe2\x28\xa1",
    "\xe2\x82(",
    "\xf0\x9f\x98(",
    "\xf8\x88\x80\x80\x80",
};

static void malformed_bytes_are_replaced_one_by_one(void **state) {
    struct arena *arena = *state;
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
        struct slice text = slice_of(malformed[i]);
        size_t length, replaced;
        assert_int_equal(utf8_at(text, 0, &length), 0xfffd);
        assert_int_equal(length, 1);
        assert_int_equal(utf8_first_invalid(text), 0);
        struct slice around = arena_join(arena, SLICE("0123456789"), text);
        assert_int_equal(utf8_first_invalid(around), 10);
        struct slice clean = utf8_clean(arena_join(arena, around, SLICE("z")), arena, &replaced);
        assert_int_equal(utf8_first_invalid(clean), SIZE_MAX);
        assert_true(replaced >= 1 && replaced <= text.length);
        assert_int_equal(clean.length, 11 + text.length + 2 * replaced);
        assert_true(slice_ends(clean, SLICE("z")));
    }
}

// Four characters of one to four bytes, cut anywhere: what is cut in half is seen, and nothing is read behind
// the end.
static void text_cut_anywhere_is_seen(void **state) {
    struct arena *arena = *state;
    struct slice whole = SLICE("aé€😀");
    static const size_t broken[] = { SIZE_MAX, SIZE_MAX, 1, SIZE_MAX, 3, 3, SIZE_MAX, 6, 6, 6, SIZE_MAX };
    assert_int_equal(whole.length, 10);
    for (size_t end = 0; end <= whole.length; end++) {
        struct slice cut =
            arena_copy(arena, slice_part(whole, 0, end)); // its end is the end of memory to the sanitizer
        assert_int_equal(utf8_first_invalid(cut), broken[end]);
        size_t replaced;
        struct slice clean = utf8_clean(cut, arena, &replaced);
        assert_int_equal(replaced, broken[end] == SIZE_MAX ? 0 : end - broken[end]);
        assert_int_equal(utf8_first_invalid(clean), SIZE_MAX);
        utf8_fold(cut, arena);
        utf8_fold_name(cut, arena);
        utf8_is_all_upper(cut);
    }
    for (size_t start = 0; start < whole.length; start++) {
        struct slice cut = slice_part(whole, start, whole.length);
        bool boundary = start == 0 || start == 1 || start == 3 || start == 6;
        assert_int_equal(utf8_first_invalid(cut), boundary ? SIZE_MAX : 0);
    }
}

static void codes_that_are_none_are_written_as_replacement(void **state) {
    (void)state;
    static const uint32_t codes[] = { 0xd800, 0xdfff, 0x110000, UINT32_MAX };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        char written[4];
        assert_int_equal(utf8_write(codes[i], written), 3);
        assert_memory_equal(written, "\xef\xbf\xbd", 3);
    }
}

static void every_code_point_survives_writing_and_reading(void **state) {
    (void)state;
    for (uint32_t code = 0; code <= 0x10ffff; code++) {
        if (code >= 0xd800 && code <= 0xdfff) continue;
        char text[4];
        size_t written = utf8_write(code, text), length;
        if (utf8_at((struct slice){ text, written }, 0, &length) != code || length != written) fail();
        if (utf8_class_of(code) > UTF8_CONTROL) fail();
    }
}

static void code_points_have_classes(void **state) {
    (void)state;
    static const struct {
        uint32_t code;
        enum utf8_class class;
        bool is_word;
    } cases[] = {
        { 'a', UTF8_LOWER, true },        { 'Z', UTF8_UPPER, true },
        { 0xc9, UTF8_UPPER, true },       { 0xdf, UTF8_LOWER, true },
        { 0x1c5, UTF8_UPPER, true },      { 0x5d0, UTF8_LETTER, true },
        { 0x4e2d, UTF8_LETTER, true },    { '7', UTF8_DIGIT, true },
        { 0x663, UTF8_DIGIT, true },      { 0x301, UTF8_MARK, true },
        { ' ', UTF8_SPACE, false },       { '\n', UTF8_SPACE, false },
        { '\t', UTF8_SPACE, false },      { 0xa0, UTF8_SPACE, false },
        { 0x85, UTF8_SPACE, false },      { 0x2028, UTF8_SPACE, false },
        { 0x3000, UTF8_SPACE, false },    { '(', UTF8_OPEN, false },
        { 0x201c, UTF8_OPEN, false },     { 0xab, UTF8_OPEN, false },
        { ')', UTF8_CLOSE, false },       { 0x201d, UTF8_CLOSE, false },
        { 0x2019, UTF8_CLOSE, false },    { '.', UTF8_PUNCTUATION, false },
        { '"', UTF8_PUNCTUATION, false }, { 0x2014, UTF8_PUNCTUATION, false },
        { '$', UTF8_SYMBOL, false },      { 0x20ac, UTF8_SYMBOL, false },
        { '+', UTF8_SYMBOL, false },      { 0xbd, UTF8_OTHER, false },
        { 0, UTF8_CONTROL, false },       { 0x200b, UTF8_CONTROL, false },
        { 0xfeff, UTF8_CONTROL, false },  { 0xe000, UTF8_CONTROL, false },
        { 0x378, UTF8_CONTROL, false },   { 0x110000, UTF8_CONTROL, false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(utf8_class_of(cases[i].code), cases[i].class);
        assert_int_equal(utf8_is_word(cases[i].code), cases[i].is_word);
    }
}

static void cleaning_gives_nfc(void **state) {
    static const struct {
        struct slice text, clean;
        size_t replaced;
    } cases[] = {
        { SLICE(""), SLICE(""), 0 },
        { SLICE("plain"), SLICE("plain"), 0 },
        { SLICE("Müller’s “x”—€"), SLICE("Müller’s “x”—€"), 0 },
        { SLICE("Mu\u0308ller"), SLICE("Müller"), 0 },
        { SLICE("e\u0301e\u0301"), SLICE("éé"), 0 },
        { SLICE("\u0301e"), SLICE("\u0301e"), 0 },
        { SLICE("q\u0323\u0307"), SLICE("q\u0323\u0307"), 0 },
        { SLICE("q\u0307\u0323"), SLICE("q\u0323\u0307"), 0 },
        { SLICE("s\u0307\u0323"), SLICE("\u1e69"), 0 },
        { SLICE("\u1112\u1161\u11ab"), SLICE("한"), 0 },
        { SLICE("하\u11ab"), SLICE("한"), 0 },
        { SLICE("\u2126\u212b"), SLICE("ΩÅ"), 0 },
        { SLICE("и\u0306"), SLICE("й"), 0 },
        { SLICE("\u0344"), SLICE("\u0308\u0301"), 0 },
        { SLICE("\xff"
                "e\u0301\xfe"),
          SLICE("\ufffdé\ufffd"), 2 },
        { SLICE("e\xff\u0301"), SLICE("e\ufffd\u0301"), 1 },
        { SLICE("\xe2\x82"
                "abc"),
          SLICE("\ufffd\ufffd"
                "abc"),
          2 },
        { SLICE("a\0b\xff"), SLICE("a\0b\ufffd"), 1 },
        { SLICE("abc ế def"), SLICE("abc ế def"), 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t replaced;
        struct slice clean = utf8_clean(cases[i].text, *state, &replaced);
        if (!slice_equal(clean, cases[i].clean))
            fail_msg("case %zu: found \"" SLICE_FORMAT "\"", i, SLICE_ARG(clean));
        assert_int_equal(replaced, cases[i].replaced);
        assert_true(slice_equal(utf8_clean(clean, *state, NULL), clean));
    }
}

static void folding_is_full(void **state) {
    static const struct {
        struct slice text, folded;
    } cases[] = {
        { SLICE("abc é"), SLICE("abc é") },
        { SLICE("ABC"), SLICE("abc") },
        { SLICE("ÉÖ"), SLICE("éö") },
        { SLICE("Straße"), SLICE("strasse") },
        { SLICE("ΣΑΣ"), SLICE("σασ") },
        { SLICE("ς"), SLICE("σ") },
        { SLICE("ЖУК"), SLICE("жук") },
        { SLICE("\xff"
                "A"),
          SLICE("\xff"
                "a") },
        { SLICE("A\0B"), SLICE("a\0b") },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice folded = utf8_fold(cases[i].text, *state);
        assert_true(slice_equal(folded, cases[i].folded));
        if (slice_equal(cases[i].text, cases[i].folded)) assert_ptr_equal(folded.start, cases[i].text.start);
    }
}

static void names_fold_to_bare_letters(void **state) {
    static const struct {
        struct slice text, folded;
    } cases[] = {
        { SLICE("erdogan"), SLICE("erdogan") },
        { SLICE("Erdoğan"), SLICE("erdogan") },
        { SLICE("ERDOĞAN"), SLICE("erdogan") },
        { SLICE("Erdog\u0306an"), SLICE("erdogan") },
        { SLICE("İstanbul"), SLICE("istanbul") },
        { SLICE("Yıldırım"), SLICE("yildirim") },
        { SLICE("Łódź"), SLICE("lodz") },
        { SLICE("Đoković"), SLICE("dokovic") },
        { SLICE("Sæbø"), SLICE("saebo") },
        { SLICE("Weiß"), SLICE("weiss") },
        { SLICE("Ần Nguyễn"), SLICE("an nguyen") },
        { SLICE("Al–Jazeera\u2010x\u2011y\u2012z\u2014w"), SLICE("al-jazeera-x-y-z-w") },
        { SLICE("Sana’a `x´ ʻy‘"), SLICE("sana'a 'x' 'y'") },
        { SLICE("co\u00adoperate"), SLICE("cooperate") },
        { SLICE("Қазақстан"), SLICE("қазақстан") },
        { SLICE("Й"), SLICE("и") },
        { SLICE("A\xff"), SLICE("a\xff") },
        { SLICE("a  b"), SLICE("a  b") },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice folded = utf8_fold_name(cases[i].text, *state);
        if (!slice_equal(folded, cases[i].folded))
            fail_msg("case %zu: found \"" SLICE_FORMAT "\"", i, SLICE_ARG(folded));
        assert_true(slice_equal(utf8_fold_name(folded, *state), folded));
    }
}

static void capitals_are_told(void **state) {
    (void)state;
    static const struct {
        struct slice text;
        bool starts, all;
    } cases[] = {
        { SLICE(""), false, false },   { SLICE("UN"), true, true },  { SLICE("Un"), true, false },
        { SLICE("u"), false, false },  { SLICE("É"), true, true },   { SLICE("7A"), false, true },
        { SLICE("77"), false, false }, { SLICE("G-7"), true, true }, { SLICE("中"), false, false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(utf8_starts_upper(cases[i].text), cases[i].starts);
        assert_int_equal(utf8_is_all_upper(cases[i].text), cases[i].all);
    }
}

// Marks in falling order are the worst case of reordering; so are letters that turn into two marks.
static void a_million_marks_do_not_take_long(void **state) {
    static const char *const units[] = { "\u0301\u0323", "\u0f73", "\u1161", "\u0344", "\u0b4b" };
    struct arena *arena = *state;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t length = strlen(units[i]), count = (1 << 20) / length;
        char *text = arena_allocate(arena, count * length);
        for (size_t j = 0; j < count; j++) memcpy(text + j * length, units[i], length);
        clock_t start = clock();
        struct slice clean = utf8_clean((struct slice){ text, count * length }, arena, NULL);
        assert_int_equal(utf8_first_invalid(clean), SIZE_MAX);
        assert_true((clock() - start) / CLOCKS_PER_SEC < 5);
        arena_reset(arena);
    }
}

// Pairs, because marks and vowels join with what is before them.
static void plain_code_points_stay_as_they_are(void **state) {
    char text[12];
    for (uint32_t code = 1; code < 0x30000; code++) {
        if (!utf8_is_plain(code) || (code >= 0xd800 && code < 0xe000)) continue;
        size_t length = utf8_write('a', text);
        length += utf8_write(code, text + length);
        length += utf8_write(code, text + length);
        const struct slice all = { text, length };
        assert_true(slice_equal(utf8_clean(all, *state, NULL), all));
        arena_reset(*state);
    }
}

static void code_points_are_counted(void **state) {
    (void)state;
    assert_int_equal(utf8_count(SLICE("")), 0);
    assert_int_equal(utf8_count(SLICE("caf\xc3\xa9")), 4);
    assert_int_equal(utf8_count(SLICE("\xe2\x80\x9cTolva\xe2\x80\x9d, \xf0\x9f\x98\x80 \xd0\x96")), 12);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid_code_points_are_decoded_and_written),
        cmocka_unit_test_setup_teardown(malformed_bytes_are_replaced_one_by_one, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(text_cut_anywhere_is_seen, open_arena, close_arena),
        cmocka_unit_test(codes_that_are_none_are_written_as_replacement),
        cmocka_unit_test(every_code_point_survives_writing_and_reading),
        cmocka_unit_test(code_points_have_classes),
        cmocka_unit_test_setup_teardown(cleaning_gives_nfc, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(folding_is_full, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(names_fold_to_bare_letters, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(plain_code_points_stay_as_they_are, open_arena, close_arena),
        cmocka_unit_test(code_points_are_counted),
        cmocka_unit_test(capitals_are_told),
        cmocka_unit_test_setup_teardown(a_million_marks_do_not_take_long, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
