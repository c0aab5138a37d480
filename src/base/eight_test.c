// eight_test.c - what is said of eight bytes is what each of them says.
#include "base/eight.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>

#include <cmocka.h>

static bool is_letter(unsigned byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

// Each byte at each place, with each of some others around it.
static void marks_what_each_byte_is(void **state) {
    (void)state;
    static const unsigned char others[] = { 0x00, 0x01, 0x20, 0x2f, 0x40, 0x5b,
                                            0x60, 0x7f, 0x80, 0xff, 'a',  'Z' };
    for (unsigned byte = 0; byte < 256; byte++)
        for (size_t place = 0; place < 8; place++)
            for (size_t k = 0; k < sizeof others; k++) {
                char bytes[8];
                memset(bytes, others[k], sizeof bytes);
                bytes[place] = (char)byte;
                const uint64_t eight = eight_at(bytes);
                for (size_t i = 0; i < 8; i++) {
                    const unsigned is = (unsigned char)bytes[i];
                    const uint64_t mark = UINT64_C(0x80) << (8 * i);
                    assert_int_equal((eight_letters(eight) & mark) != 0, is_letter(is));
                    assert_int_equal((eight_capitals(eight) & mark) != 0, is >= 'A' && is <= 'Z');
                    assert_int_equal((eight_digits(eight) & mark) != 0, is >= '0' && is <= '9');
                    assert_int_equal((eight_controls(eight) & mark) != 0, is < ' ');
                    assert_int_equal((eight_equal(eight, (unsigned char)byte) & mark) != 0, is == byte);
                }
                const uint64_t marks = eight_letters(eight) | eight_digits(eight) | eight_equal(eight, 0xff);
                assert_int_equal(marks & ~EIGHT_TOPS, 0);
            }
}

static void finds_and_counts_marks(void **state) {
    (void)state;
    const uint64_t marks = eight_equal(eight_at("ab cd ef"), ' ');
    assert_int_equal(eight_first(marks), 2);
    assert_int_equal(eight_count(marks), 2);
    assert_int_equal(eight_count(EIGHT_TOPS), 8);
    assert_true(eight_before(marks) == 0xffff);
    assert_true(eight_before(0) == UINT64_MAX);
}

static void takes_parts_and_gives_them_back(void **state) {
    (void)state;
    const char text[] = "\x81"
                        "bcdefgh!";
    char back[8];
    for (size_t count = 0; count <= 9; count++) {
        const uint64_t part = eight_part(text, count);
        eight_write(part, back);
        for (size_t i = 0; i < 8; i++) assert_int_equal(back[i], i < count ? text[i] : 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_what_each_byte_is),
        cmocka_unit_test(finds_and_counts_marks),
        cmocka_unit_test(takes_parts_and_gives_them_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
