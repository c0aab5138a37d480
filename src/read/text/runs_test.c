// runs_test.c - runs are where a loop over the bytes finds them, whatever stands at the end of a stretch.
#include "read/text/runs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define LONGEST (2 * RUNS_STRETCH + 100)

static bool is_in_run(char byte) {
    return (unsigned)((byte | 0x20) - 'a') < 26 || (unsigned char)byte >= 0x80;
}

static void check(struct slice text) {
    struct runs runs;
    size_t at = 0;
    runs_begin(&runs, text);
    while (runs_look_ahead(&runs))
        for (size_t i = 1; i < runs.count; i += 2) {
            while (at < text.length && !is_in_run(text.start[at])) at++;
            assert_int_equal(runs.edges[i - 1], at);
            while (at < text.length && is_in_run(text.start[at])) at++;
            assert_int_equal(runs.edges[i], at);
        }
    while (at < text.length) assert_false(is_in_run(text.start[at++]));
}

// In memory of its own size, where the sanitizers see what is read behind it.
static void finds_every_run_at_every_length(void **state) {
    (void)state;
    static const char bytes[] = "aZ .e\xc3\xa9'm9\nno(p@[`{";
    for (unsigned round = 0; round < 3; round++) // short words, long ones, and a run without an end
        for (size_t length = 0; length <= LONGEST; length++) {
            char *text = malloc(length ? length : 1);
            uint32_t random = (uint32_t)length;
            for (size_t i = 0; i < length; i++) {
                random = random * 1664525u + 1013904223u;
                const size_t choice = (random >> 16) % (round == 0 ? sizeof bytes - 1 : 40);
                text[i] = round < 2 && choice < sizeof bytes - 1 ? bytes[choice] : 'x';
            }
            check((struct slice){ text, length });
            free(text);
        }
}

static void gives_the_letters_of_short_runs(void **state) {
    (void)state;
    const struct slice text =
        SLICE("A council Administrations internationalizing caf\xc3\xa9 and the rest of it");
    struct runs runs;
    uint64_t letters[2];
    runs_begin(&runs, text);
    assert_true(runs_look_ahead(&runs));
    assert_int_equal(runs.count, 20);
    static const struct {
        bool ok;
        const char *first, *second;
    } expected[] = { { true, "a", "" }, { true, "council", "" }, { true, "administ", "rations" },
                     { false, "", "" }, { false, "", "" },       { true, "and", "" } };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const struct slice run = slice_part(text, runs.edges[2 * i], runs.edges[2 * i + 1]);
        assert_int_equal(run_letters(text, run, letters), expected[i].ok);
        if (!expected[i].ok) continue;
        assert_int_equal(letters[0], eight_part(expected[i].first, strlen(expected[i].first)));
        assert_int_equal(letters[1], eight_part(expected[i].second, strlen(expected[i].second)));
    }
    assert_false(run_letters(text, slice_part(text, text.length - 2, text.length), letters));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_every_run_at_every_length),
        cmocka_unit_test(gives_the_letters_of_short_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
