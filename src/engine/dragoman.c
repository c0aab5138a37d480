// dragoman.c - the public library over the engine: plain C types, one arena inside each record.
#include "dragoman.h"

#include "engine/engine.h"

#include <stdio.h>
#include <stdlib.h>

struct dragoman_record {
    struct arena *arena;
    const struct record *record;
    const char *json, *page;
};

static void tell(struct dragoman_error *to, const struct error *from) {
    if (to) error_text(from, to->message, sizeof to->message);
}

struct dragoman *dragoman_open(const struct dragoman_options *options, struct dragoman_error *error) {
    struct engine_options wanted = { 0 };
    if (options)
        wanted = (struct engine_options){ .knowledge_file = options->knowledge_file,
                                          .knowledge_folder = options->knowledge_folder,
                                          .model_folder = options->model_folder,
                                          .language = options->language };
    struct error trouble = { 0 };
    struct engine *engine = engine_open(&wanted, &trouble);
    if (!engine) tell(error, &trouble);
    return (struct dragoman *)engine;
}

void dragoman_close(struct dragoman *engine) {
    engine_close((struct engine *)engine);
}

const char *dragoman_version(void) {
    return DRAGOMAN_VERSION;
}

struct dragoman_record *dragoman_code(const struct dragoman *engine, const char *bytes, size_t length,
                                      const struct dragoman_input *input, struct dragoman_error *error) {
    struct arena *arena = arena_new();
    struct read_options options = { 0 };
    if (input && input->published) options.published = arena_copy(arena, slice_of(input->published));
    struct slice source = arena_copy(arena, slice_of(input && input->source ? input->source : "-"));
    struct slice own = arena_copy(arena, (struct slice){ bytes, length });
    struct error trouble = { 0 };
    const struct record *coded =
        engine_code((const struct engine *)engine, own, source, &options, arena, &trouble);
    if (!coded) {
        tell(error, &trouble);
        arena_free(arena);
        return NULL;
    }
    struct dragoman_record *record = ARENA_NEW(arena, struct dragoman_record);
    record->arena = arena;
    record->record = coded;
    return record;
}

void dragoman_record_free(struct dragoman_record *record) {
    if (record) arena_free(record->arena);
}

const char *dragoman_record_json(struct dragoman_record *record) {
    if (!record->json) record->json = arena_string(record->arena, record_json(record->record, record->arena));
    return record->json;
}

const char *dragoman_record_page(struct dragoman_record *record) {
    if (!record->page)
        record->page = arena_string(record->arena, record_page(record->record, 100, false, record->arena));
    return record->page;
}

static struct dragoman_text text_of(struct slice slice) {
    return (struct dragoman_text){ slice.start, slice.length };
}

struct dragoman_text dragoman_record_text(const struct dragoman_record *record) {
    return text_of(record->record->coding->meaning->analysis->document->text);
}

bool dragoman_record_entity(const struct dragoman_record *record, size_t index,
                            struct dragoman_entity *entity) {
    const struct meaning *meaning = record->record->coding->meaning;
    if (index >= meaning->entity_count) return false;
    const struct entity *from = &meaning->entities[index];
    *entity =
        (struct dragoman_entity){ text_of(from->id),      text_of(from->name), text_of(from->country),
                                  text_of(from->sectors), text_of(from->code), entity_kind_name(from->kind),
                                  from->alias_count };
    return true;
}

bool dragoman_record_event(const struct dragoman_record *record, size_t index, struct dragoman_event *event) {
    const struct coding *coding = record->record->coding;
    if (index >= coding->event_count) return false;
    const struct event *from = &coding->events[index];
    *event = (struct dragoman_event){
        .id = record->record->events[index].text,
        .type = text_of(from->type),
        .mode = text_of(from->mode),
        .cameo = text_of(from->cameo),
        .goldstein = from->goldstein,
        .factuality = factuality_name(from->factuality),
        .from = from->from,
        .to = from->to,
        .actors = from->actors.entities,
        .actor_count = from->actors.count,
        .recipients = from->recipients.entities,
        .recipient_count = from->recipients.count,
        .trigger = { from->trigger.start, from->trigger.end },
        .confidence = from->confidence,
    };
    return true;
}
