#include "record/page.h"
#include "record/testing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

static const char text[] =
    "Der Ministerpräsident \"Mara Quist\" telephoned Ilan Dorva; some 8,300 people were killed. "
    "Three nurses are held.\ttab \x1b[31mred";

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
    struct event *event = story_event(fixture->story, "talks.phone", FACTUALITY_PLANNED, "telephoned",
                                      "Mara Quist + Ilan Dorva", "");
    event->is_mutual = true;
    event->cameo = SLICE("041");
    event->goldstein = 1;
    event->is_historical = true;
    struct figure *figure =
        story_figure(fixture->story, "killed", 8300, 8300, "some 8,300 people", "Ilan Dorva");
    figure->qualifier = QUALIFIER_ABOUT;
    figure->of = story_span(fixture->story, "people");
    struct captive *captive = vector_push(arena, &fixture->story->captives);
    *captive = (struct captive){ .span = story_span(fixture->story, "Three nurses"),
                                 .person = -1,
                                 .count = 3,
                                 .of = story_span(fixture->story, "nurses"),
                                 .holder = -1,
                                 .place = -1,
                                 .status = CAPTIVE_HELD };
    struct statement *statement = vector_push(arena, &fixture->story->statements);
    *statement = (struct statement){ .speaker = 0,
                                     .addressee = -1,
                                     .cue = story_span(fixture->story, "telephoned"),
                                     .content = story_span(fixture->story, "some 8,300 people were killed") };
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

static json_t *parse(const struct fixture *fixture) {
    const struct slice json = record_write_json(build(fixture), fixture->arena);
    assert_int_equal(json.start[json.length - 1], '\n');
    assert_null(memchr(json.start, '\n', json.length - 1));
    json_error_t error;
    json_t *root = json_loadb(json.start, json.length, JSON_REJECT_DUPLICATES, &error);
    if (!root) fail_msg("%s", error.text);
    return root;
}

static const char *string_at(const json_t *object, const char *key) {
    return json_string_value(json_object_get(object, key));
}

static void the_same_record_has_the_same_bytes(void **state) {
    const struct fixture *fixture = *state;
    assert_true(slice_equal(record_write_json(build(fixture), fixture->arena),
                            record_write_json(build(fixture), fixture->arena)));
}

static void ids_tell_kinds_and_places_apart(void **state) {
    const struct fixture *fixture = *state;
    const struct document *document = &fixture->story->document;
    struct document other = *document;
    other.id[0] = 'f';
    struct arena *arena = fixture->arena;
    const struct slice id = record_id_of(document, "event", 0, (struct span){ 1, 2 }, arena);
    assert_int_equal(id.length, RECORD_ID_LENGTH);
    assert_true(slice_equal(id, record_id_of(document, "event", 0, (struct span){ 1, 2 }, arena)));
    assert_false(slice_equal(id, record_id_of(document, "event", 1, (struct span){ 1, 2 }, arena)));
    assert_false(slice_equal(id, record_id_of(document, "event", 0, (struct span){ 1, 3 }, arena)));
    assert_false(slice_equal(id, record_id_of(document, "figure", 0, (struct span){ 1, 2 }, arena)));
    assert_false(slice_equal(id, record_id_of(&other, "event", 0, (struct span){ 1, 2 }, arena)));
}

static void the_principal_is_at_the_end_of_a_bounded_chain(void **state) {
    struct fixture *fixture = *state;
    struct story *story = fixture->story;
    const uint32_t quist = story_entity(story, ENTITY_PERSON, "Mara Quist");
    const uint32_t dorva = story_entity(story, ENTITY_PERSON, "Ilan Dorva");
    const struct meaning *meaning = story_coding(story)->meaning;
    assert_int_equal(recorder_principal(meaning, quist), quist);
    story->entities.items[quist].represents = (int32_t)dorva;
    assert_int_equal(recorder_principal(meaning, quist), dorva);
    const struct record *record = build(fixture);
    const struct record_entity *principal =
        record_principal(record, record->events.items[0].actors.items[quist]);
    assert_true(slice_equal(principal->name, SLICE("Ilan Dorva")));
    assert_null(record_principal(record, (struct record_ref){ .index = RECORD_NONE }));
    story->entities.items[dorva].represents = (int32_t)quist; // a circle ends somewhere
    assert_in_range(recorder_principal(meaning, quist), 0, 1);
    record = build(fixture);
    assert_non_null(record_principal(record, record->events.items[0].actors.items[quist]));
}

static void an_event_has_all_its_fields(void **state) {
    json_t *root = parse(*state);
    const json_t *event = json_array_get(json_object_get(root, "events"), 0);
    assert_string_equal(string_at(event, "type"), "CONSULT");
    assert_string_equal(string_at(event, "cameo"), "041");
    assert_true(json_is_null(json_object_get(event, "mode")));
    assert_string_equal(string_at(event, "factuality"), "planned");
    assert_int_equal(json_array_size(json_object_get(event, "auxiliary")), 2);
    assert_int_equal(json_array_size(json_object_get(event, "actors")), 2);
    assert_string_equal(json_string_value(json_array_get(json_object_get(event, "actors"), 1)), "e1");
    assert_string_equal(string_at(json_object_get(event, "date"), "from"), "2031-05-12");
    assert_string_equal(string_at(json_object_get(event, "date"), "precision"), "day");
    assert_true(json_is_null(json_object_get(event, "place")));
    assert_true(fabs(json_number_value(json_object_get(event, "confidence")) - 0.5) < 1e-9);
    const json_t *trigger = json_object_get(json_object_get(event, "evidence"), "trigger");
    assert_string_equal(string_at(trigger, "text"), "telephoned");
    // bytes, not letters: the text has an ä before it
    assert_int_equal(json_integer_value(json_object_get(trigger, "start")),
                     strstr(text, "telephoned") - text);
    json_decref(root);
}

static void figures_and_captives_are_counted(void **state) {
    json_t *root = parse(*state);
    const json_t *figure = json_array_get(json_object_get(root, "figures"), 0);
    assert_string_equal(string_at(figure, "measure"), "killed");
    assert_string_equal(string_at(figure, "qualifier"), "about");
    assert_string_equal(string_at(figure, "of"), "people");
    assert_true(json_is_integer(json_object_get(figure, "low")));
    assert_int_equal(json_integer_value(json_object_get(figure, "high")), 8300);
    assert_string_equal(string_at(json_array_get(json_object_get(figure, "according_to"), 0), "entity"),
                        "e1");
    const json_t *captive = json_array_get(json_object_get(root, "captives"), 0);
    assert_true(json_is_null(json_object_get(captive, "name")));
    assert_int_equal(json_integer_value(json_object_get(captive, "count")), 3);
    assert_string_equal(string_at(captive, "status"), "held");
    json_decref(root);
}

static void nothing_found_is_empty_lists(void **state) {
    struct fixture *fixture = *state;
    fixture->story = story_new(fixture->arena, "Nothing.");
    json_t *root = parse(fixture);
    static const char *const keys[] = { "entities", "events",       "statements",   "figures",
                                        "captives", "negotiations", "disagreements" };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        assert_true(json_is_array(json_object_get(root, keys[i])));
        assert_int_equal(json_array_size(json_object_get(root, keys[i])), 0);
    }
    assert_string_equal(string_at(json_object_get(root, "document"), "text"), "Nothing.");
    assert_true(json_is_null(json_object_get(json_object_get(root, "document"), "copy_of")));
    json_decref(root);
}

static const char *page(const struct fixture *fixture, unsigned width, bool colour) {
    return arena_string(fixture->arena, record_page(build(fixture), width, colour, fixture->arena));
}

static void the_page_tells_what_and_by_which_words(void **state) {
    const struct fixture *fixture = *state;
    const char *plain = page(fixture, 100, false);
    assert_non_null(strstr(plain, "CONTACTS"));
    assert_non_null(strstr(plain, "Mara Quist, Ilan Dorva"));
    assert_non_null(strstr(plain, "planned"));
    assert_non_null(strstr(plain, "[telephoned]"));
    assert_non_null(strstr(plain, "about 8,300 people"));
    assert_non_null(strstr(plain, "according to Ilan Dorva"));
    assert_non_null(strstr(plain, "held 3 nurses"));
}

static void the_page_writes_no_control_characters_of_the_article(void **state) {
    const struct fixture *fixture = *state;
    for (const char *c = page(fixture, 100, false); *c; c++)
        assert_true(*c == '\n' || (unsigned char)*c >= 0x20);
    const char *coloured = page(fixture, 100, true);
    assert_non_null(strstr(coloured, "\033[33mtelephoned\033[0m"));
    assert_null(strstr(coloured, "\033[31m"));
}

static void lines_keep_to_the_width_where_words_allow(void **state) {
    const struct fixture *fixture = *state;
    for (const char *line = page(fixture, 40, false); *line;) {
        const size_t length = strcspn(line, "\n");
        if (strncmp(line, "      ", 6) == 0)
            assert_in_range(length, 0, 44); // a word's bytes may be more than its letters
        line += length + (line[length] == '\n');
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_same_record_has_the_same_bytes, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(ids_tell_kinds_and_places_apart, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(the_principal_is_at_the_end_of_a_bounded_chain, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(an_event_has_all_its_fields, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(figures_and_captives_are_counted, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(nothing_found_is_empty_lists, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(the_page_tells_what_and_by_which_words, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(the_page_writes_no_control_characters_of_the_article, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(lines_keep_to_the_width_where_words_allow, open_fixture,
                                        close_fixture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
