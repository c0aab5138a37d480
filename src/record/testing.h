// testing.h - codings written by hand, for the tests of record. Not part of the library.
//
// A story is a text of one paragraph with entities and coded events over it. Words are found in the text by
// themselves; words that are not there end the test program.
#pragma once

#include "base/vector.h"
#include "record/parts.h"

struct story {
    struct arena *arena;
    struct slice text;
    VECTOR_OF(struct entity) entities;
    VECTOR_OF(struct mention) mentions;
    VECTOR_OF(struct event) events;
    VECTOR_OF(struct statement) statements;
    VECTOR_OF(struct figure) figures;
    VECTOR_OF(struct captive) captives;
    struct document document;
};

struct story *story_new(struct arena *arena, const char *text);
struct span story_span(const struct story *story, const char *words);
// The entity called `name`, made with a mention at its words if it is new; an id like its name.
uint32_t story_entity(struct story *story, enum entity_kind kind, const char *name);
// "Ilan Dorva + Mara Quist", each made as a person if it is new; "" for nobody.
struct parties story_parties(struct story *story, const char *names);
struct sources story_source(struct story *story, const char *name); // one link; "" for none
// An event of 2031-05-12 with these parties, its trigger at `trigger`. Valid until the next event.
struct event *story_event(struct story *story, const char *act, enum factuality factuality,
                          const char *trigger, const char *actors, const char *recipients);
struct figure *story_figure(struct story *story, const char *measure, double low, double high,
                            const char *words, const char *source);
const struct coding *story_coding(const struct story *story);

// A recorder over tables of its own: stages of a few acts, two offices that only one person holds. Free both.
struct test_recorder {
    struct knowledge *knowledge;
    struct recorder *recorder;
};
struct test_recorder test_recorder_open(struct arena *arena);
void test_recorder_close(struct test_recorder *recorder);
