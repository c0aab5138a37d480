#include "record/testing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static const char text[] =
    "Velmora negotiated with the Front about the release of the dam workers; Ostrany mediated. Velmora "
    "offered a list. "
    "Karsia takes no part. The Front freed eight workers. Sovarra met Arvenia about fishing rights.";

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

static struct negotiations find(const struct fixture *fixture) {
    return negotiations_find(fixture->tables.recorder, story_coding(fixture->story), fixture->arena);
}

static void assert_names(const struct fixture *fixture, struct indices found, const char *expected) {
    struct slice names = SLICE("");
    for (size_t i = 0; i < found.count; i++)
        names = arena_format(fixture->arena, SLICE_FORMAT "%s" SLICE_FORMAT, SLICE_ARG(names), i ? " + " : "",
                             SLICE_ARG(fixture->story->entities.items[found.items[i]].name));
    assert_string_equal(arena_string(fixture->arena, names), expected);
}

static void the_finest_stage_counts(void **state) {
    const struct fixture *fixture = *state;
    const struct recorder *recorder = fixture->tables.recorder;
    const struct {
        const char *act;
        enum factuality factuality;
        const char *stage; // NULL: none
        unsigned rank;
    } cases[] = {
        { "talks", FACTUALITY_HAPPENED, "contacts", 1 },
        { "talks", FACTUALITY_PLANNED, "contacts", 0 },
        { "talks.phone", FACTUALITY_HAPPENED, "contacts", 1 },
        { "talks.broken-off", FACTUALITY_HAPPENED, "broken-off", 6 },
        { "talkshow", FACTUALITY_HAPPENED, NULL, 0 },
        { "release", FACTUALITY_HAPPENED, "implemented", 5 },
        { "release", FACTUALITY_PLANNED, NULL, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct event event = { .act = slice_of(cases[i].act), .factuality = cases[i].factuality };
        const struct stage *stage = recorder_stage(recorder, &event);
        assert_int_equal(stage != NULL, cases[i].stage != NULL);
        if (!stage) continue;
        assert_true(slice_equal(stage->stage, slice_of(cases[i].stage)));
        assert_int_equal(stage->rank, cases[i].rank);
    }
}

static void talks_offer_and_release_are_one_process(void **state) {
    struct fixture *fixture = *state;
    struct story *story = fixture->story;
    struct event *offer = story_event(story, "offer", FACTUALITY_HAPPENED, "offered", "Velmora", "Front");
    strcpy(offer->from, "2031-05-10");
    struct event *talks =
        story_event(story, "talks", FACTUALITY_ONGOING, "negotiated", "Velmora + Front", "");
    talks->about = story_span(story, "the release of the dam workers");
    talks->mediators = story_parties(story, "Ostrany");
    struct event *release = story_event(story, "release", FACTUALITY_HAPPENED, "freed", "Front", "");
    release->about = story_span(story, "eight workers");
    strcpy(release->to, "2031-05-15");
    const struct negotiations found = find(fixture);
    assert_int_equal(found.count, 1);
    const struct negotiation *one = &found.items[0];
    assert_names(fixture, one->parties, "Velmora + Front");
    assert_names(fixture, one->mediators, "Ostrany");
    assert_int_equal(one->events.count, 3);
    assert_true(slice_equal(one->stage, SLICE("implemented")));
    assert_string_equal(one->first, "2031-05-10");
    assert_string_equal(one->last, "2031-05-15");
    assert_int_equal(one->issue.start, story_span(story, "the release of the dam").start);
}

static void who_does_not_take_part_is_told(void **state) {
    struct fixture *fixture = *state;
    story_event(fixture->story, "talks", FACTUALITY_HAPPENED, "negotiated", "Velmora + Front", "");
    story_event(fixture->story, "talks", FACTUALITY_DID_NOT_HAPPEN, "takes no part", "Karsia", "");
    const struct negotiations found = find(fixture);
    assert_int_equal(found.count, 1);
    assert_names(fixture, found.items[0].parties, "Velmora + Front");
    assert_names(fixture, found.items[0].not_taking_part, "Karsia");
}

static void a_mediator_is_no_party(void **state) {
    struct fixture *fixture = *state;
    story_event(fixture->story, "talks", FACTUALITY_HAPPENED, "negotiated", "Velmora + Front + Ostrany", "");
    struct event *event =
        story_event(fixture->story, "talks", FACTUALITY_HAPPENED, "mediated", "Velmora + Front", "");
    event->mediators = story_parties(fixture->story, "Ostrany");
    const struct negotiations found = find(fixture);
    assert_int_equal(found.count, 1);
    assert_names(fixture, found.items[0].parties, "Velmora + Front");
    assert_names(fixture, found.items[0].mediators, "Ostrany");
}

static void other_sides_and_issue_are_another_process(void **state) {
    struct fixture *fixture = *state;
    story_event(fixture->story, "talks", FACTUALITY_HAPPENED, "negotiated", "Velmora + Front", "");
    story_event(fixture->story, "talks", FACTUALITY_HAPPENED, "met", "Sovarra + Arvenia", "");
    assert_int_equal(find(fixture).count, 2);
}

static void one_side_or_a_denial_founds_nothing(void **state) {
    struct fixture *fixture = *state;
    story_event(fixture->story, "talks", FACTUALITY_HAPPENED, "negotiated", "Velmora", "");
    story_event(fixture->story, "talks", FACTUALITY_DENIED, "met", "Sovarra + Arvenia", "");
    story_event(fixture->story, "release", FACTUALITY_HAPPENED, "freed", "Front", "");
    assert_int_equal(find(fixture).count, 0);
}

static void a_minister_and_his_state_are_one_side(void **state) {
    struct fixture *fixture = *state;
    struct story *story = fixture->story;
    story_event(story, "talks", FACTUALITY_HAPPENED, "negotiated", "Velmora + Front", "");
    story_event(story, "talks", FACTUALITY_HAPPENED, "mediated", "Ostrany + Front", "");
    story->entities.items[story_entity(story, ENTITY_PERSON, "Ostrany")].represents =
        (int32_t)story_entity(story, ENTITY_GOVERNMENT, "Velmora");
    const struct negotiations found = find(fixture);
    assert_int_equal(found.count, 1);
    assert_names(fixture, found.items[0].parties, "Velmora + Front");
}

static void many_processes_are_bounded(void **state) {
    struct fixture *fixture = *state;
    char many[4096] = "met ";
    for (int i = 0; i < 200; i++) sprintf(many + strlen(many), "P%03d ", i);
    fixture->story = story_new(fixture->arena, many);
    for (int i = 0; i < 200; i += 2) {
        char names[32];
        sprintf(names, "P%03d + P%03d", i, i + 1);
        story_event(fixture->story, "talks", FACTUALITY_HAPPENED, "met",
                    arena_string(fixture->arena, slice_of(names)), "");
    }
    assert_in_range(find(fixture).count, 1, 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_finest_stage_counts, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(talks_offer_and_release_are_one_process, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(who_does_not_take_part_is_told, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(a_mediator_is_no_party, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(other_sides_and_issue_are_another_process, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(one_side_or_a_denial_founds_nothing, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(a_minister_and_his_state_are_one_side, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(many_processes_are_bounded, open_fixture, close_fixture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
