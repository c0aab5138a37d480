#include "record/filter.h"
#include "record/flat.h"
#include "record/testing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char text[] = "Mara Quist met Ilan Dorva and Orla Venn. Mara Quist told Ilan Dorva no; 40 dead.";

struct fixture {
    struct arena *arena;
    struct test_recorder tables;
    struct story *story;
};

static int open_fixture(void **state) {
    struct arena *arena = arena_new();
    struct fixture *fixture = ARENA_NEW(arena, struct fixture);
    fixture->arena = arena;
    fixture->tables = test_recorder_open(arena);
    fixture->story = story_new(arena, text);
    fixture->story->document.source_id = SLICE("=7");
    fixture->story->document.outlet = SLICE("Halm \"Gazette\", late");
    struct event *met = story_event(fixture->story, "talks", FACTUALITY_HAPPENED, "met",
                                    "Mara Quist + Ilan Dorva + Orla Venn", "");
    met->is_mutual = true;
    story_event(fixture->story, "refuse", FACTUALITY_HAPPENED, "told", "Mara Quist", "Ilan Dorva")
        ->confidence = 0.25F;
    fixture->story->entities.items[1].country = SLICE("XKA");
    story_figure(fixture->story, "killed", 40, 40, "40 dead", "")->event = 1;
    *state = fixture;
    return 0;
}

static int close_fixture(void **state) {
    struct fixture *fixture = *state;
    test_recorder_close(&fixture->tables);
    arena_free(fixture->arena);
    return 0;
}

static const struct record *build(const struct fixture *fixture) {
    return record_build(fixture->tables.recorder, story_coding(fixture->story), fixture->arena);
}

// The cell of row `row` under `column`, of a table without quoted separators.
static const char *cell(const struct fixture *fixture, struct slice table, size_t row, const char *column) {
    struct slice names, line;
    assert_true(slice_next(&table, SLICE("\n"), &names));
    for (size_t i = 0; i <= row; i++) assert_true(slice_next(&table, SLICE("\n"), &line));
    for (struct slice name; slice_next(&names, SLICE("\t"), &name);) {
        const size_t end = slice_find(line, SLICE("\t"), 0);
        if (slice_equal(name, slice_of(column)))
            return arena_string(fixture->arena, slice_part(line, 0, end));
        line = slice_part(line, end == SIZE_MAX ? line.length : end + 1, line.length);
    }
    fail_msg("no column %s", column);
    return NULL;
}

static struct slice table(const struct fixture *fixture, enum record_kind kind, struct flat_options options) {
    return arena_join(fixture->arena, flat_head(kind, &options, fixture->arena),
                      flat_rows(build(fixture), kind, &options, fixture->arena));
}

static size_t lines_of(struct slice text_) {
    size_t count = 0;
    for (struct slice line; slice_next(&text_, SLICE("\n"), &line);) count++;
    return count;
}

static void parties_are_joined_with_what_belongs_to_them(void **state) {
    const struct fixture *fixture = *state;
    const struct slice events = table(fixture, RECORD_EVENT_KIND, (struct flat_options){ .form = FLAT_TSV });
    assert_int_equal(lines_of(events), 3);
    assert_string_equal(cell(fixture, events, 0, "actors"), "Mara Quist; Ilan Dorva; Orla Venn");
    assert_string_equal(cell(fixture, events, 0, "actors_id"), "e0; e1; e2");
    assert_string_equal(cell(fixture, events, 0, "actors_country"), "; XKA; ");
    assert_string_equal(cell(fixture, events, 0, "sentence"), text);
    assert_string_equal(cell(fixture, events, 0, "date_from"), "2031-05-12");
    assert_string_equal(cell(fixture, events, 0, "place_name"), "");
    assert_string_equal(cell(fixture, events, 0, "document"), "0123456789abcdef0123456789abcdef");
    assert_string_equal(cell(fixture, events, 0, "published"), "2031-05-14");
    assert_string_equal(cell(fixture, events, 1, "trigger"), "told");
    assert_string_equal(cell(fixture, events, 1, "confidence"), "0.25");
}

static void dyads_are_pairs(void **state) {
    const struct fixture *fixture = *state;
    const struct slice pairs =
        table(fixture, RECORD_EVENT_KIND, (struct flat_options){ .form = FLAT_TSV, .dyads = true });
    static const char *const wanted[][2] = { { "Mara Quist", "Ilan Dorva" },
                                             { "Mara Quist", "Orla Venn" },
                                             { "Ilan Dorva", "Orla Venn" },
                                             { "Mara Quist", "Ilan Dorva" } };
    assert_int_equal(lines_of(pairs), 5);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(cell(fixture, pairs, i, "actor"), wanted[i][0]);
        assert_string_equal(cell(fixture, pairs, i, "recipient"), wanted[i][1]);
    }
    assert_string_equal(cell(fixture, pairs, 0, "recipient_country"), "XKA");
    fixture->story->events.items[0].is_mutual = false; // nobody on anybody: each alone
    assert_int_equal(
        lines_of(table(fixture, RECORD_EVENT_KIND, (struct flat_options){ .form = FLAT_TSV, .dyads = true })),
        5);
}

static void cells_are_safe_and_whole(void **state) {
    const struct fixture *fixture = *state;
    static const struct {
        const char *text, *csv, *raw, *tsv;
    } cases[] = {
        { "plain", "plain", "plain", "plain" },
        { "a, b", "\"a, b\"", "\"a, b\"", "a, b" },
        { "the \"list\"", "\"the \"\"list\"\"\"", "\"the \"\"list\"\"\"", "the \"list\"" },
        { "two\nlines\tand", "\"two\nlines\tand\"", "\"two\nlines\tand\"", "two lines and" },
        { "=1+1", "'=1+1", "=1+1", "'=1+1" },
        { "+2 degrees", "'+2 degrees", "+2 degrees", "'+2 degrees" },
        { "-\"x\"", "\"'-\"\"x\"\"\"", "\"-\"\"x\"\"\"", "'-\"x\"" },
        { "@SUM(A1)", "'@SUM(A1)", "@SUM(A1)", "'@SUM(A1)" },
        { " padded", "\" padded\"", "\" padded\"", " padded" },
        { "", "", "", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct slice it = slice_of(cases[i].text);
        const struct flat_options csv = { .form = FLAT_CSV }, raw = { .form = FLAT_CSV, .raw = true },
                                  tsv = { .form = FLAT_TSV };
        assert_string_equal(arena_string(fixture->arena, flat_cell(it, &csv, fixture->arena)), cases[i].csv);
        assert_string_equal(arena_string(fixture->arena, flat_cell(it, &raw, fixture->arena)), cases[i].raw);
        assert_string_equal(arena_string(fixture->arena, flat_cell(it, &tsv, fixture->arena)), cases[i].tsv);
    }
}

static void every_row_has_every_column(void **state) {
    const struct fixture *fixture = *state;
    for (enum record_kind kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        if (!flat_table_name(kind)) continue;
        assert_int_equal(flat_table(slice_of(flat_table_name(kind))), kind);
        struct slice rest = table(fixture, kind, (struct flat_options){ .form = FLAT_TSV });
        size_t columns = 0;
        for (struct slice line; slice_next(&rest, SLICE("\n"), &line);) {
            size_t cells = 1;
            for (size_t i = 0; i < line.length; i++) cells += line.start[i] == '\t';
            if (!columns) columns = cells;
            assert_int_equal(cells, columns);
        }
        assert_in_range(columns, 10, 95); // fewer than flat.c has room for
    }
    assert_int_equal(flat_table(SLICE("documents")), RECORD_KIND_COUNT);
}

static void what_is_left_out_leaves_no_trace(void **state) {
    const struct fixture *fixture = *state;
    const struct record *record = build(fixture);
    assert_int_equal(record->figures.items[0].event.index, 1);
    const struct record *sure =
        record_filter(record, &(struct record_filter){ .min_confidence = 0.4 }, fixture->arena);
    assert_int_equal(sure->events.count, 1);
    assert_int_equal(sure->figures.count, 1);
    assert_int_equal(sure->figures.items[0].event.index, RECORD_NONE);
    assert_int_equal(sure->figures.items[0].event.id.length, 0);
    assert_int_equal(sure->negotiations.count, 1);
    const struct record *only =
        record_filter(record, &(struct record_filter){ .kinds = 1u << RECORD_FIGURE_KIND }, fixture->arena);
    assert_int_equal(only->events.count + only->negotiations.count, 0);
    assert_int_equal(only->figures.count, 1);
    assert_int_equal(only->entities.count, record->entities.count);
    assert_int_equal(record->events.count, 2); // as it was
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(parties_are_joined_with_what_belongs_to_them, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(dyads_are_pairs, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(cells_are_safe_and_whole, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(every_row_has_every_column, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(what_is_left_out_leaves_no_trace, open_fixture, close_fixture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
