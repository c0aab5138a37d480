// testing.c - see testing.h.
#include "record/testing.h"

#include "record/testing_knowledge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *what, const char *words) {
    fprintf(stderr, "story: %s \"%s\"\n", what, words);
    abort();
}

struct story *story_new(struct arena *arena, const char *text) {
    struct story *story = ARENA_NEW(arena, struct story);
    story->arena = arena;
    story->text = slice_of(text);
    struct span *paragraph = ARENA_NEW(arena, struct span);
    *paragraph = (struct span){ 0, (uint32_t)story->text.length };
    story->document = (struct document){
        .id = "0123456789abcdef0123456789abcdef",
        .source = SLICE("story"),
        .text = story->text,
        .paragraphs = paragraph,
        .paragraph_count = 1,
        .published = "2031-05-14",
        .published_from = "option",
        .language = "en",
    };
    return story;
}

struct span story_span(const struct story *story, const char *words) {
    const size_t at = slice_find(story->text, slice_of(words), 0);
    if (at == SIZE_MAX) fail("the text has no", words);
    return (struct span){ (uint32_t)at, (uint32_t)(at + strlen(words)) };
}

uint32_t story_entity(struct story *story, enum entity_kind kind, const char *name) {
    for (size_t i = 0; i < story->entities.count; i++)
        if (slice_equal(story->entities.items[i].name, slice_of(name))) return (uint32_t)i;
    const uint32_t index = (uint32_t)story->entities.count;
    struct mention *mention = vector_push(story->arena, &story->mentions);
    *mention =
        (struct mention){ .span = story_span(story, name), .kind = MENTION_NAME, .entity = (int32_t)index };
    uint32_t *mentions = ARENA_NEW(story->arena, uint32_t);
    *mentions = (uint32_t)story->mentions.count - 1;
    struct slice *alias = ARENA_NEW(story->arena, struct slice);
    *alias = slice_of(name);
    *vector_push(story->arena, &story->entities) = (struct entity){
        .id = arena_format(story->arena, "e%u", index),
        .kind = kind,
        .name = slice_of(name),
        .aliases = alias,
        .alias_count = 1,
        .is_named = true,
        .represents = -1,
        .mentions = mentions,
        .mention_count = 1,
    };
    return index;
}

struct parties story_parties(struct story *story, const char *names) {
    VECTOR_OF(uint32_t) entities = { 0 };
    VECTOR_OF(struct span) spans = { 0 };
    struct slice rest = slice_of(names);
    for (struct slice name; slice_next(&rest, SLICE(" + "), &name);) {
        const char *string = arena_string(story->arena, name);
        *vector_push(story->arena, &entities) = story_entity(story, ENTITY_PERSON, string);
        *vector_push(story->arena, &spans) = story_span(story, string);
    }
    return (struct parties){ entities.items, spans.items, entities.count };
}

struct sources story_source(struct story *story, const char *name) {
    if (!*name) return (struct sources){ 0 };
    struct source *source = ARENA_NEW(story->arena, struct source);
    *source = (struct source){ (int32_t)story_entity(story, ENTITY_PERSON, name), { 0, 0 }, SOURCE_SAYS };
    return (struct sources){ source, 1 };
}

struct event *story_event(struct story *story, const char *act, enum factuality factuality,
                          const char *trigger, const char *actors, const char *recipients) {
    const struct parties who = story_parties(story, actors), whom = story_parties(story, recipients);
    struct event *event = vector_push(story->arena, &story->events);
    *event = (struct event){
        .trigger = story_span(story, trigger),
        .act = slice_of(act),
        .type = SLICE("CONSULT"),
        .actors = who,
        .recipients = whom,
        .from = "2031-05-12",
        .to = "2031-05-12",
        .date_precision = TIME_DAY,
        .place = -1,
        .factuality = factuality,
        .confidence = 0.5F,
    };
    return event;
}

struct figure *story_figure(struct story *story, const char *measure, double low, double high,
                            const char *words, const char *source) {
    const struct sources sources = story_source(story, source);
    struct figure *figure = vector_push(story->arena, &story->figures);
    *figure = (struct figure){
        .span = story_span(story, words),
        .measure = slice_of(measure),
        .low = low,
        .high = high,
        .of_entity = -1,
        .place = -1,
        .according_to = sources,
        .event = -1,
    };
    return figure;
}

const struct coding *story_coding(const struct story *story) {
    struct sentence *sentence = ARENA_NEW(story->arena, struct sentence);
    sentence->span = (struct span){ 0, (uint32_t)story->text.length };
    struct analysis *analysis = ARENA_NEW(story->arena, struct analysis);
    *analysis = (struct analysis){ .document = &story->document, .sentences = sentence, .count = 1 };
    struct meaning *meaning = ARENA_NEW(story->arena, struct meaning);
    *meaning = (struct meaning){
        .analysis = analysis,
        .published = slice_of(story->document.published),
        .mentions = story->mentions.items,
        .mention_count = story->mentions.count,
        .entities = story->entities.items,
        .entity_count = story->entities.count,
    };
    struct coding *coding = ARENA_NEW(story->arena, struct coding);
    *coding = (struct coding){
        .meaning = meaning,
        .events = story->events.items,
        .event_count = story->events.count,
        .statements = story->statements.items,
        .statement_count = story->statements.count,
        .figures = story->figures.items,
        .figure_count = story->figures.count,
        .captives = story->captives.items,
        .captive_count = story->captives.count,
    };
    return coding;
}

static const struct table_text tables[] = {
    { "stages.txt", "talks\t-\t-\tcontacts\t1\tyes\n"
                    "talks\t-\tplanned\tcontacts\t0\tyes\n"
                    "talks.broken-off\t-\t-\tbroken-off\t6\tyes\n"
                    "offer\t-\t-\tproposal\t2\t-\n"
                    "accord\t-\t-\tagreed\t4\tyes\n"
                    "release\t-\thappened\timplemented\t5\t-\n" },
    { "en/classes.txt", "sole-office\tpresident | prime minister\n" },
};

struct test_recorder test_recorder_open(struct arena *arena) {
    struct test_recorder opened = { .knowledge =
                                        knowledge_of_tables(tables, sizeof tables / sizeof *tables, arena) };
    struct error error = { 0 };
    opened.recorder = recorder_open(opened.knowledge, SLICE("en"), &error);
    if (!opened.recorder) fail("no recorder:", error.message);
    return opened;
}

void test_recorder_close(struct test_recorder *recorder) {
    recorder_close(recorder->recorder);
    knowledge_close(recorder->knowledge);
}
