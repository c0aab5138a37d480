// Joining over documents written by hand: what is one, what is not.
#include "record/across.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
// After them, as cmocka asks.
#include <cmocka.h>

enum { MOST = 32 };

struct world {
    struct arena *arena;
    struct across across;
    struct across_document documents[MOST];
    struct across_entity entities[MOST];
    struct across_role roles[MOST];
    struct across_party parties[MOST];
    struct across_event events[MOST];
    struct across_figure figures[MOST];
    uint32_t figures_by_event[MOST];
    struct across_captive captives[MOST];
};

static struct world *world_new(struct arena *arena) {
    struct world *world = ARENA_NEW(arena, struct world);
    world->arena = arena;
    world->across = (struct across){ .documents = world->documents,
                                     .entities = world->entities,
                                     .roles = world->roles,
                                     .parties = world->parties,
                                     .events = world->events,
                                     .figures = world->figures,
                                     .figures_by_event = world->figures_by_event,
                                     .captives = world->captives };
    return world;
}

static uint32_t document(struct world *world, const char *id, const char *published, const char *outlet) {
    const uint32_t number = (uint32_t)world->across.documents_count++;
    world->documents[number] = (struct across_document){ .id = slice_of(id),
                                                         .published = slice_of(published),
                                                         .outlet = slice_of(outlet) };
    return number;
}

static uint32_t entity(struct world *world, uint32_t of, const char *kind, const char *name,
                       const char *country, const char *office) {
    const uint32_t number = (uint32_t)world->across.entities_count++;
    world->entities[number] = (struct across_entity){ .document = of,
                                                      .id = arena_format(world->arena, "e%u", number),
                                                      .kind = slice_of(kind),
                                                      .name = slice_of(name),
                                                      .aliases = slice_of(name),
                                                      .country = slice_of(country),
                                                      .lat = NAN,
                                                      .lon = NAN,
                                                      .is_named = true,
                                                      .represents = ACROSS_NONE,
                                                      .mentions = 1 };
    if (*office) {
        world->entities[number].first_role = (uint32_t)world->across.roles_count;
        world->entities[number].role_count = 1;
        world->roles[world->across.roles_count++] =
            (struct across_role){ slice_of(office), slice_of("XVE"), true };
    }
    return number;
}

static uint32_t event(struct world *world, uint32_t of, const char *id, const char *type, const char *trigger,
                      const char *day, const char *factuality, uint32_t actor, uint32_t recipient) {
    const uint32_t number = (uint32_t)world->across.events_count++;
    world->events[number] = (struct across_event){ .document = of,
                                                   .position = number,
                                                   .id = slice_of(id),
                                                   .type = slice_of(type),
                                                   .act = slice_of("attack"),
                                                   .factuality = slice_of(factuality),
                                                   .date_from = slice_of(day),
                                                   .date_to = slice_of(day),
                                                   .precision = slice_of("day"),
                                                   .is_date_stated = *day != 0,
                                                   .place = ACROSS_NONE,
                                                   .trigger = slice_of(trigger),
                                                   .confidence = 0.8,
                                                   .first_party = (uint32_t)world->across.parties_count,
                                                   .party_count = 2 };
    world->parties[world->across.parties_count++] = (struct across_party){ actor, ACROSS_ACTOR };
    world->parties[world->across.parties_count++] = (struct across_party){ recipient, ACROSS_RECIPIENT };
    return number;
}

static void toll(struct world *world, uint32_t of, const char *id, double number, const char *qualifier) {
    const uint32_t figure = (uint32_t)world->across.figures_count++;
    world->figures[figure] = (struct across_figure){ .document = world->events[of].document,
                                                     .id = slice_of(id),
                                                     .measure = slice_of("killed"),
                                                     .qualifier = slice_of(qualifier),
                                                     .factuality = slice_of("happened"),
                                                     .low = number,
                                                     .high = number,
                                                     .place = ACROSS_NONE,
                                                     .event = of };
    world->events[of].first_figure = figure;
    world->events[of].figure_count = 1;
    world->figures_by_event[figure] = figure;
    world->across.figures_by_event_count = figure + 1;
}

static const struct {
    const char *a, *country_a, *office_a, *b, *country_b, *office_b;
    bool is_one;
} persons[] = {
    { "Edda Vastelin", "XVE", "", "Edda Vastelin", "XVE", "", true },
    { "Edda Vastelin", "XVE", "", "Henrik Vastelin", "XVE", "", false },
    { "Edda Vastelin", "XVE", "", "Edda Vastelin", "XOS", "", false },
    { "Vastelin", "XVE", "", "Vastelin", "XVE", "", false },
    { "Vastelin", "XVE", "minister", "Vastelin", "XVE", "minister", true },
    { "Antony Blinken", "XVE", "secretary", "Anthony Blinken", "XVE", "secretary", true },
    { "Antony Blinken", "XVE", "", "Anthony Blinken", "", "", false },
    { "Luis da Silva Ramos", "XVE", "", "Luis Ramos", "XVE", "", true },
    { "Łukasz Wróbel", "", "", "Lukasz Wrobel", "", "", true },
};

static void joins_persons_by_more_than_a_family_name(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof persons / sizeof *persons; i++) {
        struct arena *arena = arena_new();
        struct world *world = world_new(arena);
        const uint32_t one = document(world, "d1", "2031-05-12", "A"),
                       two = document(world, "d2", "2031-05-13", "B");
        entity(world, one, "person", persons[i].a, persons[i].country_a, persons[i].office_a);
        entity(world, two, "person", persons[i].b, persons[i].country_b, persons[i].office_b);
        across_join(&world->across, arena);
        if ((world->entities[0].actor == world->entities[1].actor) != persons[i].is_one)
            fail_msg("%s and %s", persons[i].a, persons[i].b);
        arena_free(arena);
    }
}

static const struct {
    const char *type_b, *trigger_b, *day_b, *actor_b;
    bool is_one;
} happenings[] = {
    { "ASSAULT", "attacked", "2031-05-07", "Red Dawn", true },
    { "ASSAULT", "raid", "2031-05-07", "Red Dawn", true },
    { "ASSAULT", "attacked", "2031-05-11", "Red Dawn", false },
    { "ASSAULT", "attacked", "2031-05-07", "Blue Dusk", false },
    { "CONSULT", "met", "2031-05-07", "Red Dawn", false },
};

static void joins_events_that_agree_and_none_that_contradict(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof happenings / sizeof *happenings; i++) {
        struct arena *arena = arena_new();
        struct world *world = world_new(arena);
        const uint32_t one = document(world, "d1", "2031-05-12", "A"),
                       two = document(world, "d2", "2031-05-13", "B");
        const uint32_t a = entity(world, one, "armed-group", "Red Dawn", "XKA", ""),
                       camp = entity(world, one, "government", "Karsia Camp", "XKA", ""),
                       b = entity(world, two, "armed-group", happenings[i].actor_b, "XKA", ""),
                       same_camp = entity(world, two, "government", "Karsia Camp", "XKA", "");
        event(world, one, "a", "ASSAULT", "attack", "2031-05-07", "happened", a, camp);
        event(world, two, "b", happenings[i].type_b, happenings[i].trigger_b, happenings[i].day_b, "happened",
              b, same_camp);
        across_join(&world->across, arena);
        if ((world->events[0].happening == world->events[1].happening) != happenings[i].is_one)
            fail_msg("%s %s %s %s", happenings[i].type_b, happenings[i].trigger_b, happenings[i].day_b,
                     happenings[i].actor_b);
        assert_int_equal(world->across.happenings_count, happenings[i].is_one ? 1 : 2);
        if (happenings[i].is_one) assert_int_equal(world->across.happenings[0].origins, 2);
        arena_free(arena);
    }
}

// One outlet that tells a thing twice is one origin.
static void counts_an_outlet_once(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct world *world = world_new(arena);
    for (uint32_t i = 0; i < 3; i++) {
        static const char *const ids[] = { "d1", "d2", "d3" }, *const outlets[] = { "A", "A", "B" };
        const uint32_t of = document(world, ids[i], "2031-05-12", outlets[i]);
        const uint32_t a = entity(world, of, "armed-group", "Red Dawn", "XKA", ""),
                       camp = entity(world, of, "government", "Karsia Camp", "XKA", "");
        event(world, of, ids[i], "ASSAULT", "attack", "2031-05-07", "happened", a, camp);
    }
    across_join(&world->across, arena);
    assert_int_equal(world->across.happenings_count, 1);
    assert_int_equal(world->across.happenings[0].documents, 3);
    assert_int_equal(world->across.happenings[0].origins, 2);
    arena_free(arena);
}

static const struct {
    double a, b;
    const char *qualifier_a, *day_b, *factuality_b;
    size_t conflicts;
} tolls[] = {
    { 9, 12, "", "2031-05-12", "happened", 1 },         // two numbers of one day
    { 9, 12, "at-least", "2031-05-12", "happened", 0 }, // which may both hold
    { 9, 12, "", "2031-05-16", "happened", 0 },         // a toll that rose
    { 9, 9, "", "2031-05-12", "happened", 0 },
    { 9, 9, "", "2031-05-12", "denied", 1 }, // of whether it happened at all
};

static void finds_what_cannot_both_hold(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof tolls / sizeof *tolls; i++) {
        struct arena *arena = arena_new();
        struct world *world = world_new(arena);
        const uint32_t one = document(world, "d1", "2031-05-12", "A"),
                       two = document(world, "d2", tolls[i].day_b, "B");
        for (uint32_t j = 0; j < 2; j++) {
            const uint32_t a = entity(world, j ? two : one, "armed-group", "Red Dawn", "XKA", ""),
                           camp = entity(world, j ? two : one, "government", "Karsia Camp", "XKA", "");
            event(world, j ? two : one, j ? "b" : "a", "ASSAULT", "attack", "2031-05-07",
                  j ? tolls[i].factuality_b : "happened", a, camp);
        }
        toll(world, 0, "f1", tolls[i].a, tolls[i].qualifier_a);
        toll(world, 1, "f2", tolls[i].b, "");
        across_join(&world->across, arena);
        if (world->across.conflicts_count != tolls[i].conflicts)
            fail_msg("row %zu: %zu conflicts, not %zu", i, world->across.conflicts_count, tolls[i].conflicts);
        arena_free(arena);
    }
}

static void captive(struct world *world, uint32_t of, const char *id, double count, const char *status,
                    uint32_t holder) {
    world->captives[world->across.captives_count++] = (struct across_captive){ .document = of,
                                                                               .id = slice_of(id),
                                                                               .counted = slice_of("workers"),
                                                                               .status = slice_of(status),
                                                                               .count = count,
                                                                               .entity = ACROSS_NONE,
                                                                               .holder = holder };
}

static void counts_no_captive_twice(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct world *world = world_new(arena);
    const uint32_t one = document(world, "d1", "2031-05-12", "A"),
                   two = document(world, "d2", "2031-05-13", "B");
    const uint32_t a = entity(world, one, "armed-group", "Red Dawn", "XKA", ""),
                   b = entity(world, two, "armed-group", "Red Dawn", "XKA", "");
    captive(world, one, "c1", 23, "held", a);
    captive(world, one, "c2", 4, "released", a);
    captive(world, two, "c3", 23, "held", b);
    across_join(&world->across, arena);
    assert_int_equal(world->across.captivities_count, 2);
    assert_int_equal(world->captives[0].captivity, world->captives[2].captivity);
    assert_int_equal(world->across.captivities[world->captives[1].captivity].part_of,
                     world->captives[0].captivity);
    assert_int_equal(world->across.captivities[world->captives[0].captivity].part_of, ACROSS_NONE);
    arena_free(arena);
}

static void folds_names(void **state) {
    (void)state;
    static const struct {
        const char *name, *folded;
    } cases[] = {
        { "Łukasz  Wróbel", "lukasz wrobel" }, { "U.N.", "un" }, { "Al-Thani", "al thani" }, { "—", "" }
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(arena_string(arena, across_fold(slice_of(cases[i].name), arena)),
                            cases[i].folded);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds_names),
        cmocka_unit_test(joins_persons_by_more_than_a_family_name),
        cmocka_unit_test(joins_events_that_agree_and_none_that_contradict),
        cmocka_unit_test(counts_an_outlet_once),
        cmocka_unit_test(finds_what_cannot_both_hold),
        cmocka_unit_test(counts_no_captive_twice),
    };
    return cmocka_run_group_tests_name("across", tests, NULL, NULL);
}
