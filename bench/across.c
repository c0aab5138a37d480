// across.c - how joining grows: across DOCUMENTS...
//
// Made-up events of made-up actors, eight a document, a new document each of ten a day on average; prints for
// each number of documents the seconds of joining, the happenings and the seconds for each event and each
// doubling.
#include "record/across.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define EVENTS 8u    // a document
#define ACTORS 2000u // in the world

static uint64_t seed = 1;
static uint32_t number_below(uint32_t limit) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((seed >> 33) % limit);
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void run(size_t documents) {
    static const char *const types[] = { "ASSAULT", "CONSULT", "ACCUSE", "REQUEST", "AID", "PROTEST" };
    static const char *const triggers[] = { "attacked", "met", "accused", "asked", "sent", "marched" };
    struct arena *arena = arena_new();
    struct across across = { 0 };
    const size_t events = documents * EVENTS;
    across.documents = ARENA_ARRAY(arena, struct across_document, documents);
    across.entities = ARENA_ARRAY(arena, struct across_entity, events * 2);
    across.parties = ARENA_ARRAY(arena, struct across_party, events * 2);
    across.events = ARENA_ARRAY(arena, struct across_event, events);
    for (size_t i = 0; i < documents; i++) {
        const uint32_t day = (uint32_t)(i / 1000) + number_below(3);
        const struct slice published =
            arena_format(arena, "20%02u-%02u-%02u", 10 + day / 336, day / 28 % 12 + 1, day % 28 + 1);
        across.documents[across.documents_count++] =
            (struct across_document){ .id = arena_format(arena, "%016zx", i * 0x9e3779b97f4a7c15u),
                                      .published = published,
                                      .outlet = arena_format(arena, "outlet %u", number_below(50)) };
        for (uint32_t j = 0; j < EVENTS; j++) {
            const uint32_t kind = number_below(6);
            for (uint32_t k = 0; k < 2; k++) {
                // Some are in the news far more often than others.
                const uint32_t actor = number_below(number_below(ACTORS) + 1);
                across.parties[across.parties_count++] =
                    (struct across_party){ (uint32_t)across.entities_count,
                                           k ? ACROSS_RECIPIENT : ACROSS_ACTOR };
                across.entities[across.entities_count++] =
                    (struct across_entity){ .document = (uint32_t)i,
                                            .id = arena_format(arena, "a%u", actor),
                                            .kind = SLICE("government"),
                                            .name = arena_format(arena, "Actor %u", actor),
                                            .is_known = true,
                                            .is_named = true,
                                            .lat = NAN,
                                            .lon = NAN,
                                            .represents = ACROSS_NONE,
                                            .mentions = 1 };
            }
            across.events[across.events_count] =
                (struct across_event){ .document = (uint32_t)i,
                                       .position = j,
                                       .id = arena_format(arena, "%zx.%u", i, j),
                                       .type = slice_of(types[kind]),
                                       .act = slice_of(types[kind]),
                                       .trigger = slice_of(triggers[kind]),
                                       .factuality = SLICE("happened"),
                                       .date_from = published,
                                       .date_to = published,
                                       .precision = SLICE("day"),
                                       .is_date_stated = number_below(2) == 0,
                                       .place = ACROSS_NONE,
                                       .confidence = 0.5,
                                       .first_party = (uint32_t)(across.events_count * 2),
                                       .party_count = 2 };
            across.events_count++;
        }
    }
    const double begun = seconds();
    across_join(&across, arena);
    const double took = seconds() - begun;
    printf("%8zu documents %8zu events: %7.2f s, %.2f us an event, %zu happenings, %zu MB\n", documents,
           events, took, took / (double)events * 1e6, across.happenings_count, arena_held(arena) >> 20);
    arena_free(arena);
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) run(strtoul(argv[i], NULL, 10));
    return 0;
}
