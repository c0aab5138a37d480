// page_labels_test.c - blocks that are found in a story as somebody wrote it down.
#include "learn/page_labels.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

static struct arena *arena;

// "+" for each block that is story, "-" for each other.
static char *labels_of(const char *markup, const char *story) {
    struct html html = html_parse(slice_of(markup), arena);
    const struct blocks blocks = blocks_of(&html, arena);
    struct block_label *labels = ARENA_ARRAY(arena, struct block_label, blocks.count + 1);
    page_labels(&blocks, slice_of(story), arena, labels);
    char *marks = arena_allocate(arena, blocks.count + 1);
    for (uint32_t b = 0; b < blocks.count; b++) marks[b] = labels[b].is_story ? '+' : '-';
    marks[blocks.count] = '\0';
    return marks;
}

#define PROSE "The ferry left the northern harbour at dawn with forty people on board."
#define MORE "It came back at noon without the mail, the harbour master said."

static void prose_is_found_by_its_runs(void **state) {
    (void)state;
    assert_string_equal(labels_of("<p>Menu of the day</p><p>" PROSE "</p><p>Read more</p>", PROSE), "-+-");
    // marks and capitals do not matter, and half of a block's runs decide
    assert_string_equal(labels_of("<p>THE FERRY LEFT the northern harbour at dawn</p>", PROSE), "+");
    assert_string_equal(labels_of("<p>The ferry left again, nobody knows why or where to</p>", PROSE), "-");
}

static void short_blocks_need_a_line_a_cell_or_their_neighbours(void **state) {
    (void)state;
    const char *markup =
        "<p>Home</p><p>" PROSE "</p><p>Fares</p><table><tr><td>Adult<td>12</table><p>harbour</p>";
    assert_string_equal(labels_of(markup, PROSE "\nFares\nAdult | 12"), "-++++-");
    // "Fare: 12 crowns" in two blocks: the first is told by the second
    assert_string_equal(labels_of("<p>" PROSE "</p><dt>Fare:</dt><dd>12 crowns a head</dd>",
                                  PROSE "\nFare: 12 crowns a head"),
                        "+++");
}

static void what_stands_more_often_than_in_the_story_is_story_amid_story(void **state) {
    (void)state;
    const char *markup = "<ul><li>What the master said</ul><p>x</p><p>" PROSE
                         "</p><h2>What the master said</h2><p>" MORE "</p>";
    assert_string_equal(labels_of(markup, PROSE "\nWhat the master said\n" MORE), "--+++");
    assert_string_equal(labels_of(markup, "What the master said\n" PROSE "\nWhat the master said\n" MORE),
                        "+-+++");
}

static void a_share_is_stretched_to_all_or_nothing(void **state) {
    (void)state;
    struct html html =
        html_parse(SLICE("<p>" PROSE "</p><p>" PROSE " And this is no part of it at all today</p>"), arena);
    const struct blocks blocks = blocks_of(&html, arena);
    struct block_label labels[2];
    assert_int_equal(page_labels(&blocks, SLICE(PROSE), arena, labels), 13);
    assert_true(labels[0].share == 1);
    assert_true(labels[1].share > 0.3 && labels[1].share < 0.8);
}

static int open_arena(void **state) {
    (void)state;
    arena = arena_new();
    return 0;
}

static int close_arena(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prose_is_found_by_its_runs),
        cmocka_unit_test(short_blocks_need_a_line_a_cell_or_their_neighbours),
        cmocka_unit_test(what_stands_more_often_than_in_the_story_is_story_amid_story),
        cmocka_unit_test(a_share_is_stretched_to_all_or_nothing),
    };
    return cmocka_run_group_tests_name("page_labels", tests, open_arena, close_arena);
}
