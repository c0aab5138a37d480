// A written record is changed in one place: what must be refused is, with the place named.
#include "record/testing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char text[] = "Mara Quist telephoned Ilan Dorva; some 8,300 people were killed.";

static struct slice written(struct arena *arena) {
    struct test_recorder tables = test_recorder_open(arena);
    struct story *story = story_new(arena, text);
    story->document.source_id = SLICE("row 7");
    struct event *event =
        story_event(story, "talks", FACTUALITY_HAPPENED, "telephoned", "Mara Quist", "Ilan Dorva");
    event->status = SLICE("done");
    struct figure *figure = story_figure(story, "killed", 8300, 8300.5, "some 8,300 people", "Ilan Dorva");
    figure->event = 0;
    story->entities.items[0].represents = 1; // a later one
    const struct record *record = record_build(tables.recorder, story_coding(story), arena);
    const struct slice json = record_write_json(record, arena);
    test_recorder_close(&tables);
    return json;
}

// `json` with the first `before` replaced.
static struct slice changed(struct slice json, const char *before, const char *after, struct arena *arena) {
    const size_t at = slice_find(json, slice_of(before), 0);
    if (at == SIZE_MAX) fail_msg("the record has no %s", before);
    const struct slice head = slice_part(json, 0, at);
    const struct slice tail = slice_part(json, at + strlen(before), json.length);
    return arena_join(arena, arena_join(arena, head, slice_of(after)), tail);
}

static void reads_what_was_written(void **state) {
    (void)state;
    struct arena *arena = arena_new(), *own = arena_new();
    const struct slice json = written(arena);
    struct error error = { 0 };
    const struct record *record = record_read_json(json, own, &error);
    if (!record) fail_msg("%s", error.message);
    assert_true(slice_equal(record_write_json(record, own), json));
    assert_true(slice_equal(record->document->source_id, SLICE("row 7")));
    assert_int_equal(record->entities.items[0].represents.index, 1);
    assert_int_equal(record->figures.items[0].event.index, 0);
    assert_true(isnan(record->events.items[0].goldstein));
    assert_null(record->events.items[0].place);
    arena_free(arena);
    arena_free(own);
}

static void a_copy_outlives_what_it_is_of(void **state) {
    (void)state;
    struct arena *arena = arena_new(), *own = arena_new();
    struct error error = { 0 };
    const struct slice json = arena_copy(own, written(arena));
    const struct record *record = record_read_json(json, arena, &error);
    const struct record *copy = record_copy(record, own);
    const struct record_document *document = record_document_copy(record->document, own);
    arena_free(arena);
    assert_true(slice_equal(record_write_json(copy, own), json));
    // what is a part of the text stays one
    const struct record_span *trigger = copy->events.items[0].evidence->trigger;
    assert_ptr_equal(trigger->text.start, copy->document->text.start + trigger->start);
    const struct record_document *as_copy =
        record_document_as_copy(document, SLICE("0123"), (struct slice){ 0 }, own);
    const struct slice line = record_write_document_json(as_copy, own);
    assert_true(slice_find(line, SLICE("\"copy_of\":\"0123\",\"origin\":null,"), 0) != SIZE_MAX);
    assert_int_equal(document->copy_of.length, 0);
    arena_free(own);
}

static void what_is_wrong_is_named(void **state) {
    (void)state;
    static const struct {
        const char *before, *after, *error;
    } cases[] = {
        { "{\"document\"", "{\"dokument\"", "expected object as document" },
        { "{\"document\"", "[\"document\"", "']' expected near ':'" },
        { "\"events\":[{", "\"events\":{\"a\":[{", NULL },
        { "\"events\":[", "\"events\":[7,", "expected an object as events[0]" },
        { "\"type\":\"CONSULT\"", "\"type\":7", "expected a text or null as events[0].type" },
        { "\"type\":\"CONSULT\"", "\"type\":null", "expected text as events[0].type" },
        { "\"status\":\"done\"", "\"status\":\"undone\"", "expected one of \"done appealed" },
        { "\"mutual\":false", "\"mutual\":0", "expected true or false as events[0].mutual" },
        { "\"low\":8300", "\"low\":\"8300\"", "expected a number or null as figures[0].low" },
        { "\"confidence\":0.5", "\"confidence\":null", "expected number as events[0].confidence" },
        { "\"sentence\":0", "\"sentence\":-1", "expected a whole number of 32 bits as events[0].evidence" },
        { "\"sentence\":0", "\"sentence\":4294967296", "expected a whole number of 32 bits as events[0]" },
        { "\"trigger\":{\"start\":11", "\"trigger\":{\"start\":12",
          "expected the words that stand there in the document's text as events[0].evidence.trigger" },
        { "\"trigger\":{\"start\":11,\"end\":21", "\"trigger\":{\"start\":11,\"end\":2100",
          "expected the words that stand there in the document's text as events[0].evidence.trigger" },
        { "\"text\":\"telephoned\"", "\"text\":\"telegraphed\"", "expected the words that stand there" },
        { "\"evidence\":{\"sentence\":0,", "\"evidence\":null,\"was\":{\"sentence\":0,",
          "expected object as events[0].evidence" },
        { "\"aliases\":[\"Mara Quist\"]", "\"aliases\":\"Mara Quist\"",
          "expected a list as entities[0].aliases" },
        { "\"aliases\":[\"Mara Quist\"]", "\"aliases\":[1]",
          "expected a text or null as entities[0].aliases[0]" },
        { "\"id\":\"e0\"", "\"id\":\"\"", "expected an id as entities[0].id" },
        { "\"id\":\"e0\"", "\"id\":\"e0\",\"id\":\"e0\"", "duplicate object key near '\"id\"'" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        struct error error = { 0 };
        const struct slice json = changed(written(arena), cases[i].before, cases[i].after, arena);
        assert_null(record_read_json(json, arena, &error));
        assert_int_equal(error.kind, ERROR_INPUT);
        if (cases[i].error && !strstr(error.message, cases[i].error))
            fail_msg("%s gives \"%s\"", cases[i].after, error.message);
        arena_free(arena);
    }
}

static void what_an_older_or_newer_record_has_is_read(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct error error = { 0 };
    struct slice json = changed(written(arena), "\"status\":\"done\",", "", arena);
    json = changed(json, "\"maybe_same\":[],", "\"tomorrow\":{\"s\":[1]},", arena);
    json = changed(json, "\"mutual\":false,", "", arena);
    const struct record *record = record_read_json(json, arena, &error);
    if (!record) fail_msg("%s", error.message);
    assert_int_equal(record->events.items[0].status.length, 0);
    assert_int_equal(record->events.items[0].maybe_same.count, 0);
    assert_false(record->events.items[0].mutual);
    // a reference to what is not there
    json = changed(json, "\"actors\":[\"e0\"]", "\"actors\":[\"gone\"]", arena);
    record = record_read_json(json, arena, &error);
    assert_int_equal(record->events.items[0].actors.items[0].index, RECORD_NONE);
    assert_null(record_entity_of(record, record->events.items[0].actors.items[0]));
    arena_free(arena);
}

// Cut anywhere it is no record, and nothing breaks.
static void a_cut_line_is_refused(void **state) {
    (void)state;
    struct arena *arena = arena_new(), *scratch = arena_new();
    const struct slice json = written(arena);
    for (size_t end = 0; end + 1 < json.length; end++) {
        struct error error = { 0 };
        assert_null(record_read_json(slice_part(json, 0, end), scratch, &error));
        arena_reset(scratch);
    }
    arena_free(scratch);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_was_written), cmocka_unit_test(a_copy_outlives_what_it_is_of),
        cmocka_unit_test(what_is_wrong_is_named), cmocka_unit_test(what_an_older_or_newer_record_has_is_read),
        cmocka_unit_test(a_cut_line_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
