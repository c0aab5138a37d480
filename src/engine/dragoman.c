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
    if (!record->json)
        record->json = arena_string(record->arena, record_write_json(record->record, record->arena));
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
    return text_of(record->record->document->text);
}

static const uint32_t *indices_of(struct dragoman_record *record, struct record_refs refs) {
    uint32_t *indices = ARENA_ARRAY(record->arena, uint32_t, refs.count);
    for (size_t i = 0; i < refs.count; i++) indices[i] = refs.items[i].index;
    return indices;
}

bool dragoman_record_entity(const struct dragoman_record *record, size_t index,
                            struct dragoman_entity *entity) {
    if (index >= record->record->entities.count) return false;
    const struct record_entity *from = &record->record->entities.items[index];
    *entity = (struct dragoman_entity){ text_of(from->id),     text_of(from->name), text_of(from->country),
                                        text_of(from->sector), text_of(from->code), from->kind.start,
                                        from->aliases.count };
    return true;
}

bool dragoman_record_event(const struct dragoman_record *record, size_t index, struct dragoman_event *event) {
    if (index >= record->record->events.count) return false;
    const struct record_event *from = &record->record->events.items[index];
    *event = (struct dragoman_event){
        .id = from->id.start,
        .type = text_of(from->type),
        .mode = text_of(from->mode),
        .cameo = text_of(from->cameo),
        .goldstein = from->goldstein,
        .factuality = from->factuality.start,
        .from = from->date ? from->date->from.start : "",
        .to = from->date ? from->date->to.start : "",
        .actors = indices_of((struct dragoman_record *)record, from->actors),
        .actor_count = from->actors.count,
        .recipients = indices_of((struct dragoman_record *)record, from->recipients),
        .recipient_count = from->recipients.count,
        .trigger = { from->evidence->trigger->start, from->evidence->trigger->end },
        .confidence = (float)from->confidence,
    };
    return true;
}
