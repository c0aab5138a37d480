#include "record/testing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static const char text[] =
    "Karsia counted 12 dead and 30 dead, Sovarra 40 dead. Anthony Orvec and Antony Orvec met Mara Quist. "
    "Ilan Dorva denied the shelling of Port Amet. They shelled it on Monday; they shelled it.";

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
    *state = fixture;
    return 0;
}

static int close_fixture(void **state) {
    struct fixture *fixture = *state;
    test_recorder_close(&fixture->tables);
    arena_free(fixture->arena);
    return 0;
}

static struct disagreements find(const struct fixture *fixture) {
    return disagreements_find(fixture->tables.recorder, story_coding(fixture->story), fixture->arena);
}

static void two_tolls_of_two_sources_disagree(void **state) {
    struct fixture *fixture = *state;
    story_figure(fixture->story, "killed", 12, 12, "12 dead", "Karsia");
    story_figure(fixture->story, "killed", 40, 40, "40 dead", "Sovarra");
    const struct disagreements found = find(fixture);
    assert_int_equal(found.count, 1);
    assert_int_equal(found.items[0].kind, DISAGREEMENT_FIGURE);
    assert_int_equal(found.items[0].records.count, 2);
    assert_int_equal(found.items[0].evidence[0].start, story_span(fixture->story, "12 dead").start);
    assert_int_equal(found.items[0].evidence[1].start, story_span(fixture->story, "40 dead").start);
}

static void tolls_that_can_both_hold_do_not(void **state) {
    struct fixture *fixture = *state;
    const struct {
        double low, high;
        const char *measure, *words, *source;
        int place;
    } others[] = {
        { 10, 20, "killed", "40 dead", "Sovarra", -1 },  // the ranges meet
        { 40, 40, "injured", "40 dead", "Sovarra", -1 }, // something else is counted
        { 40, 40, "killed", "40 dead", "Karsia", -1 },   // the same source: two counts, not two versions
        { 40, 40, "killed", "40 dead", "Sovarra", 0 },   // somewhere else
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        fixture->story = story_new(fixture->arena, text);
        story_figure(fixture->story, "killed", 12, 12, "12 dead", "Karsia");
        struct figure *other = story_figure(fixture->story, others[i].measure, others[i].low, others[i].high,
                                            others[i].words, others[i].source);
        other->place = others[i].place;
        assert_int_equal(find(fixture).count, 0);
    }
}

static void a_name_spelled_two_ways(void **state) {
    struct fixture *fixture = *state;
    struct story *story = fixture->story;
    const uint32_t entity = story_entity(story, ENTITY_PERSON, "Anthony Orvec");
    struct mention *mention = vector_push(story->arena, &story->mentions);
    *mention = (struct mention){ .span = story_span(story, "Antony Orvec"),
                                 .kind = MENTION_NAME,
                                 .entity = (int32_t)entity };
    static const uint32_t mentions[] = { 0, 1 };
    story->entities.items[entity].mentions = mentions;
    story->entities.items[entity].mention_count = 2;
    const struct disagreements found = find(fixture);
    assert_int_equal(found.count, 1);
    assert_int_equal(found.items[0].kind, DISAGREEMENT_NAME);
    assert_int_equal(found.items[0].entries, RECORD_ENTITY_KIND);
    assert_int_equal(found.items[0].records.count, 1);
}

static void two_holders_of_an_office_for_one(void **state) {
    struct fixture *fixture = *state;
    static const struct role president = { .title = SLICE("President"), .of = SLICE("XKA") };
    static const struct role minister = { .title = SLICE("minister"), .of = SLICE("XKA") };
    struct story *story = fixture->story;
    const uint32_t one = story_entity(story, ENTITY_PERSON, "Mara Quist");
    const uint32_t two = story_entity(story, ENTITY_PERSON, "Ilan Dorva");
    story->entities.items[one].role_count = story->entities.items[two].role_count = 1;
    story->entities.items[one].roles = story->entities.items[two].roles = &minister;
    assert_int_equal(find(fixture).count, 0);
    story->entities.items[one].roles = story->entities.items[two].roles = &president;
    const struct disagreements found = find(fixture);
    assert_int_equal(found.count, 1);
    assert_int_equal(found.items[0].kind, DISAGREEMENT_ROLE);
}

static void one_source_denies_what_another_says(void **state) {
    struct fixture *fixture = *state;
    struct event *said =
        story_event(fixture->story, "shell", FACTUALITY_HAPPENED, "shelled", "Karsia", "Port Amet");
    said->according_to = story_source(fixture->story, "Sovarra");
    struct event *denied =
        story_event(fixture->story, "shell", FACTUALITY_DENIED, "the shelling", "Karsia", "Port Amet");
    assert_int_equal(find(fixture).count, 1); // the outlet's own denial against Sovarra's word
    denied->according_to = story_source(fixture->story, "Ilan Dorva");
    const struct disagreements found = find(fixture);
    assert_int_equal(found.count, 1);
    assert_int_equal(found.items[0].kind, DISAGREEMENT_FACTUALITY);
    assert_int_equal(found.items[0].evidence[0].start, denied->trigger.start);
    denied->according_to = said->according_to; // one source telling of a denial it does not share
    fixture->story->events.items[0].according_to = denied->according_to;
    assert_int_equal(find(fixture).count, 0);
}

static void two_doers_of_one_deed(void **state) {
    struct fixture *fixture = *state;
    struct event *one =
        story_event(fixture->story, "shell", FACTUALITY_HAPPENED, "shelled", "Karsia", "Port Amet");
    one->according_to = story_source(fixture->story, "Sovarra");
    struct event *two =
        story_event(fixture->story, "shell", FACTUALITY_HAPPENED, "the shelling", "Sovarra", "Port Amet");
    two->according_to = story_source(fixture->story, "Karsia");
    assert_int_equal(find(fixture).count, 1);
    assert_int_equal(find(fixture).items[0].kind, DISAGREEMENT_PARTY);
    strcpy(two->from, "2031-05-14");
    strcpy(two->to, "2031-05-14");
    assert_int_equal(find(fixture).count, 0); // another day, another deed
}

static void the_same_words_give_the_same_ids(void **state) {
    struct fixture *fixture = *state;
    story_figure(fixture->story, "killed", 12, 12, "12 dead", "Karsia");
    story_figure(fixture->story, "killed", 40, 40, "40 dead", "Sovarra");
    const struct coding *coding = story_coding(fixture->story);
    const struct record *one = record_build(fixture->tables.recorder, coding, fixture->arena);
    const struct record *two = record_build(fixture->tables.recorder, coding, fixture->arena);
    assert_int_equal(one->disagreements.count, 1);
    assert_int_equal(one->disagreements.items[0].id.length, RECORD_ID_LENGTH);
    assert_true(slice_equal(one->disagreements.items[0].id, two->disagreements.items[0].id));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(two_tolls_of_two_sources_disagree, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(tolls_that_can_both_hold_do_not, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(a_name_spelled_two_ways, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(two_holders_of_an_office_for_one, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(one_source_denies_what_another_says, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(two_doers_of_one_deed, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(the_same_words_give_the_same_ids, open_fixture, close_fixture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
