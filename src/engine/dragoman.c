// dragoman.c - the public library over the engine: plain C types, one arena inside each record.
//
// A record is copied out of the memory that its document was coded in, which is a hundred times as large.
#include "dragoman.h"

#include "engine/engine.h"
#include "record/members.h"

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

static const struct engine *engine_of(const struct dragoman *dragoman) {
    return (const struct engine *)dragoman;
}

struct dragoman *dragoman_open(const struct dragoman_options *options, struct dragoman_error *error) {
    struct engine_options wanted = { 0 };
    if (options)
        wanted = (struct engine_options){ .knowledge_file = options->knowledge_file,
                                          .knowledge_folder = options->knowledge_folder,
                                          .model_folder = options->model_folder,
                                          .language = options->language };
    wanted.every_language = !wanted.language;
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

// Records

static struct dragoman_record *record_new(struct arena *arena, const struct record *record) {
    struct dragoman_record *own = ARENA_NEW(arena, struct dragoman_record);
    own->arena = arena;
    own->record = record;
    return own;
}

static struct dragoman_record *record_out(const struct record *coded) {
    struct arena *arena = arena_new();
    return record_new(arena, record_copy(coded, arena));
}

void dragoman_record_free(struct dragoman_record *record) {
    if (record) arena_free(record->arena);
}

struct dragoman_record *dragoman_read_json(const char *json, size_t length, struct dragoman_error *error) {
    struct arena *arena = arena_new();
    struct error trouble = { 0 };
    const struct record *read = record_read_json((struct slice){ json, length }, arena, &trouble);
    if (read) return record_new(arena, read);
    tell(error, &trouble);
    arena_free(arena);
    return NULL;
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

// Documents

struct dragoman_documents {
    const struct engine *engine;
    struct arena *arena;      // lives as long as this
    struct arena *item_arena; // an item and its documents
    struct arena *scratch;    // what one document is coded in
    struct read_options options;
    struct slice source;
    struct stream *stream;
    struct items *items;
    struct documents documents; // of the item
    size_t next;                // of them
    bool stream_told;           // its failure
};

static struct slice source_of(const struct dragoman_input *input, struct arena *arena) {
    return arena_copy(arena, slice_of(input && input->source ? input->source : "-"));
}

static struct read_options options_of(const struct dragoman_input *input, struct arena *arena) {
    struct read_options options = { 0 };
    if (input && input->published) options.published = arena_copy(arena, slice_of(input->published));
    return options;
}

struct dragoman_documents *dragoman_documents_open(const struct dragoman *engine, const char *bytes,
                                                   size_t length, const struct dragoman_input *input) {
    struct arena *arena = arena_new();
    struct dragoman_documents *documents = ARENA_NEW(arena, struct dragoman_documents);
    documents->engine = engine_of(engine);
    documents->arena = arena;
    documents->item_arena = arena_new();
    documents->scratch = arena_new();
    documents->options = options_of(input, arena);
    documents->source = source_of(input, arena);
    documents->stream = stream_of((struct slice){ bytes, length }, arena_string(arena, documents->source));
    documents->items =
        items_open(documents->stream, documents->source,
                   &(struct items_options){ .knowledge = engine_knowledge(engine_of(engine)) });
    return documents;
}

void dragoman_documents_close(struct dragoman_documents *documents) {
    if (!documents) return;
    items_close(documents->items);
    stream_close(documents->stream);
    arena_free(documents->scratch);
    arena_free(documents->item_arena);
    arena_free(documents->arena);
}

// The documents of the next item; false when there is none, then `end` says whether there is anything more.
static bool next_item(struct dragoman_documents *documents, bool *end, struct error *error) {
    arena_reset(documents->item_arena);
    documents->documents.count = documents->next = 0;
    struct item item = { .source = documents->source };
    const enum items_result result = items_next(documents->items, documents->item_arena, &item, error);
    if (result == ITEMS_NEXT)
        return engine_read(documents->engine, &item, &documents->options, documents->item_arena,
                           &documents->documents, error);
    if (result == ITEMS_END && !documents->stream_told && stream_failed(documents->stream, error))
        documents->stream_told = true;
    else
        *end = result == ITEMS_END;
    return false;
}

bool dragoman_documents_next(struct dragoman_documents *documents, struct dragoman_record **record,
                             struct dragoman_error *error) {
    struct error trouble = { 0 };
    *record = NULL;
    if (error) error->message[0] = '\0';
    if (documents->next == documents->documents.count) {
        bool end = false;
        if (!next_item(documents, &end, &trouble)) {
            documents->documents.count = 0;
            if (!end) tell(error, &trouble);
            return !end;
        }
    }
    const struct document *document = &documents->documents.items[documents->next++];
    if (!engine_codes(documents->engine, document, &trouble)) {
        tell(error, &trouble);
        return true;
    }
    *record = record_out(engine_code_document(documents->engine, document, documents->scratch));
    arena_reset(documents->scratch);
    return true;
}

struct dragoman_record *dragoman_code(const struct dragoman *engine, const char *bytes, size_t length,
                                      const struct dragoman_input *input, struct dragoman_error *error) {
    struct arena *arena = arena_new();
    const struct read_options options = options_of(input, arena);
    struct error trouble = { 0 };
    const struct record *coded = engine_code(engine_of(engine), (struct slice){ bytes, length },
                                             source_of(input, arena), &options, arena, &trouble);
    struct dragoman_record *record = coded ? record_out(coded) : NULL;
    if (!coded) tell(error, &trouble);
    arena_free(arena);
    return record;
}

// Values: a member of a struct with the type of its field, an item of a list, or an object of some kind.

enum { FORM_NULL = -2, FORM_OBJECT = -1 }; // else an enum record_type

static const struct dragoman_value null_value = { NULL, NULL, FORM_NULL, 0 };

static struct dragoman_value object_value(const void *record, const void *object, enum record_kind kind) {
    return object ? (struct dragoman_value){ record, object, FORM_OBJECT, (int)kind } : null_value;
}

static bool is_text(struct dragoman_value value) {
    return value.form == RECORD_TYPE_ID || value.form == RECORD_TYPE_TEXT ||
           value.form == RECORD_TYPE_CHOICE || value.form == RECORD_TYPE_DATE ||
           value.form == RECORD_TYPE_REF;
}

static struct slice text_in(struct dragoman_value value) {
    if (value.form == RECORD_TYPE_REF) return ((const struct record_ref *)value.data)->id;
    return is_text(value) ? *(const struct slice *)value.data : (struct slice){ 0 };
}

static struct dragoman_value member_value(struct dragoman_value object, const struct record_field *field) {
    const void *member = member_of(object.data, field);
    if (field->type == RECORD_TYPE_ONE)
        return object_value(object.record, *(const member_object *)member, field->of);
    const struct dragoman_value value = { object.record, member, (int)field->type, (int)field->of };
    return is_text(value) && field->null_when[0] && !text_in(value).length ? null_value : value;
}

struct dragoman_value dragoman_record_value(const struct dragoman_record *record) {
    return record ? object_value(record->record, record->record, RECORD_RECORD_KIND) : null_value;
}

double dragoman_number(struct dragoman_value value) {
    if (value.form == RECORD_TYPE_INTEGER) return *(const uint32_t *)value.data;
    if (value.form == RECORD_TYPE_COUNT || value.form == RECORD_TYPE_NUMBER)
        return *(const double *)value.data;
    return (double)NAN;
}

static bool is_list(struct dragoman_value value) {
    return value.form == RECORD_TYPE_TEXTS || value.form == RECORD_TYPE_CHOICES ||
           value.form == RECORD_TYPE_REFS || value.form == RECORD_TYPE_MANY ||
           value.form == RECORD_TYPE_LISTS;
}

enum dragoman_type dragoman_type(struct dragoman_value value) {
    if (value.form == FORM_NULL) return DRAGOMAN_NULL;
    if (value.form == FORM_OBJECT) return DRAGOMAN_OBJECT;
    if (is_list(value)) return DRAGOMAN_LIST;
    if (value.form == RECORD_TYPE_BOOLEAN) return DRAGOMAN_BOOLEAN;
    if (is_text(value)) return DRAGOMAN_TEXT;
    return isnan(dragoman_number(value)) ? DRAGOMAN_NULL : DRAGOMAN_NUMBER;
}

struct dragoman_value dragoman_get(struct dragoman_value object, const char *path) {
    struct slice rest = slice_of(path);
    for (struct slice key; slice_next(&rest, SLICE("."), &key);) {
        if (object.form != FORM_OBJECT) return null_value;
        const struct record_field *field = record_schema_field((enum record_kind)object.kind, key);
        object = field ? member_value(object, field) : null_value;
    }
    return object;
}

size_t dragoman_count(struct dragoman_value value) {
    if (value.form == FORM_OBJECT) return record_schema((enum record_kind)value.kind)->field_count;
    return is_list(value) ? ((const struct member_list *)value.data)->count : 0;
}

struct dragoman_value dragoman_item(struct dragoman_value value, size_t index) {
    if (index >= dragoman_count(value)) return null_value;
    const enum record_kind kind = (enum record_kind)value.kind;
    if (value.form == FORM_OBJECT) return member_value(value, &record_schema(kind)->fields[index]);
    const struct member_list *list = value.data;
    const char *items = list->items;
    switch (value.form) {
    case RECORD_TYPE_REFS:
        return (struct dragoman_value){ value.record, items + index * sizeof(struct record_ref),
                                        RECORD_TYPE_REF, value.kind };
    case RECORD_TYPE_MANY:
        return object_value(value.record, item_at(kind, *list, index), kind);
    case RECORD_TYPE_LISTS:
        return (struct dragoman_value){ value.record, items + index * sizeof(struct member_list),
                                        RECORD_TYPE_MANY, value.kind };
    default:
        return (struct dragoman_value){ value.record, items + index * sizeof(struct slice), RECORD_TYPE_TEXT,
                                        0 };
    }
}

const char *dragoman_key(struct dragoman_value object, size_t index) {
    if (object.form != FORM_OBJECT || index >= dragoman_count(object)) return NULL;
    return record_schema((enum record_kind)object.kind)->fields[index].name;
}

static struct dragoman_text text_of(struct slice slice) {
    return (struct dragoman_text){ slice.start ? slice.start : "", slice.length };
}

struct dragoman_text dragoman_text(struct dragoman_value value) {
    return text_of(text_in(value));
}

bool dragoman_boolean(struct dragoman_value value) {
    return value.form == RECORD_TYPE_BOOLEAN && *(const bool *)value.data;
}

struct dragoman_value dragoman_referred(struct dragoman_value reference) {
    if (reference.form != RECORD_TYPE_REF) return null_value;
    const struct record *record = reference.record;
    const struct record_ref ref = *(const struct record_ref *)reference.data;
    if (!ref.id.length) return null_value;
    if (reference.kind == RECORD_ENTITY_KIND && ref.index < record->entities.count)
        return object_value(record, &record->entities.items[ref.index], RECORD_ENTITY_KIND);
    if (reference.kind == RECORD_EVENT_KIND && ref.index < record->events.count)
        return object_value(record, &record->events.items[ref.index], RECORD_EVENT_KIND);
    return null_value;
}

// Plain structs

struct dragoman_text dragoman_record_text(const struct dragoman_record *record) {
    return text_of(record->record->document->text);
}

static const uint32_t *indices_of(struct arena *arena, struct record_refs refs) {
    uint32_t *indices = ARENA_ARRAY(arena, uint32_t, refs.count);
    for (size_t i = 0; i < refs.count; i++) indices[i] = refs.items[i].index;
    return indices;
}

bool dragoman_record_entity(const struct dragoman_record *record, size_t index,
                            struct dragoman_entity *entity) {
    if (index >= record->record->entities.count) return false;
    const struct record_entity *from = &record->record->entities.items[index];
    *entity = (struct dragoman_entity){ .id = text_of(from->id),
                                        .name = text_of(from->name),
                                        .country = text_of(from->country),
                                        .sectors = text_of(from->sector),
                                        .code = text_of(from->code),
                                        .kind = arena_string(record->arena, from->kind),
                                        .alias_count = from->aliases.count };
    return true;
}

bool dragoman_record_event(const struct dragoman_record *record, size_t index, struct dragoman_event *event) {
    if (index >= record->record->events.count) return false;
    const struct record_event *from = &record->record->events.items[index];
    const struct slice none = { "", 0 };
    *event = (struct dragoman_event){
        .id = arena_string(record->arena, from->id),
        .type = text_of(from->type),
        .mode = text_of(from->mode),
        .cameo = text_of(from->cameo),
        .goldstein = from->goldstein,
        .factuality = arena_string(record->arena, from->factuality),
        .from = arena_string(record->arena, from->date ? from->date->from : none),
        .to = arena_string(record->arena, from->date ? from->date->to : none),
        .actors = indices_of(record->arena, from->actors),
        .actor_count = from->actors.count,
        .recipients = indices_of(record->arena, from->recipients),
        .recipient_count = from->recipients.count,
        .trigger = { from->evidence->trigger->start, from->evidence->trigger->end },
        .confidence = (float)from->confidence,
    };
    return true;
}
