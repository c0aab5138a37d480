// value.c - what every record can be asked and have done to it.
//
// A copy keeps what a record shares: nearly all of its texts are parts of the document's, and become parts of
// the copied one.
#include "record/members.h"

#define PRINCIPAL_DEPTH 8 // links of `represents` that are followed

struct copying {
    struct arena *arena;
    struct slice from, to; // the document's text, and its copy
};

static struct slice copied_text(const struct copying *copying, struct slice text) {
    const uintptr_t at = (uintptr_t)text.start - (uintptr_t)copying->from.start;
    if (!text.length) return (struct slice){ "", 0 };
    if (at < copying->from.length && text.length <= copying->from.length - at)
        return slice_part(copying->to, at, at + text.length);
    return arena_copy(copying->arena, text);
}

static void *copied_array(const struct copying *copying, size_t size, struct member_list list) {
    void *items = arena_array(copying->arena, size, list.count);
    if (list.count) memcpy(items, list.items, size * list.count);
    return items;
}

static const void *copied_objects(const struct copying *copying, enum record_kind kind,
                                  struct member_list list);

// `member` is of a copied struct, and still points to what the original points to.
static void copy_member(const struct copying *copying, const struct record_field *field, void *member) {
    struct member_list *list = member; // where it is one
    switch (field->type) {
    case RECORD_TYPE_ID:
    case RECORD_TYPE_TEXT:
    case RECORD_TYPE_CHOICE:
    case RECORD_TYPE_DATE:
        *(struct slice *)member = copied_text(copying, member_text(member));
        break;
    case RECORD_TYPE_REF:
        ((struct record_ref *)member)->id = copied_text(copying, ((struct record_ref *)member)->id);
        break;
    case RECORD_TYPE_INTEGER:
    case RECORD_TYPE_COUNT:
    case RECORD_TYPE_NUMBER:
    case RECORD_TYPE_BOOLEAN:
        break;
    case RECORD_TYPE_TEXTS:
    case RECORD_TYPE_CHOICES: {
        struct slice *texts = copied_array(copying, sizeof *texts, *list);
        for (size_t i = 0; i < list->count; i++) texts[i] = copied_text(copying, texts[i]);
        list->items = texts;
        break;
    }
    case RECORD_TYPE_REFS: {
        struct record_ref *refs = copied_array(copying, sizeof *refs, *list);
        for (size_t i = 0; i < list->count; i++) refs[i].id = copied_text(copying, refs[i].id);
        list->items = refs;
        break;
    }
    case RECORD_TYPE_ONE: {
        member_object *one = member;
        if (*one) *one = copied_objects(copying, field->of, (struct member_list){ *one, 1 });
        break;
    }
    case RECORD_TYPE_MANY:
        list->items = copied_objects(copying, field->of, *list);
        break;
    case RECORD_TYPE_LISTS: {
        struct member_list *lists = copied_array(copying, sizeof *lists, *list);
        for (size_t i = 0; i < list->count; i++)
            lists[i].items = copied_objects(copying, field->of, lists[i]);
        list->items = lists;
        break;
    }
    }
}

static const void *copied_objects(const struct copying *copying, enum record_kind kind,
                                  struct member_list list) {
    const struct record_schema *schema = record_schema(kind);
    char *items = copied_array(copying, schema->size, list);
    for (size_t i = 0; i < list.count; i++)
        for (size_t f = 0; f < schema->field_count; f++)
            copy_member(copying, &schema->fields[f], items + i * schema->size + schema->fields[f].offset);
    return items;
}

static const void *copy_of(enum record_kind kind, const void *object, struct slice text,
                           struct arena *arena) {
    const struct copying copying = { arena, text, arena_copy(arena, text) };
    return copied_objects(&copying, kind, (struct member_list){ object, 1 });
}

const struct record *record_copy(const struct record *record, struct arena *arena) {
    return copy_of(RECORD_RECORD_KIND, record, record->document->text, arena);
}

const struct record_document *record_document_copy(const struct record_document *document,
                                                   struct arena *arena) {
    return copy_of(RECORD_DOCUMENT_KIND, document, document->text, arena);
}

const struct record_document *record_document_as_copy(const struct record_document *document,
                                                      struct slice copy_of, struct slice origin,
                                                      struct arena *arena) {
    struct record_document *copy = ARENA_NEW(arena, struct record_document);
    *copy = *document;
    copy->copy_of = copy_of;
    copy->origin = origin;
    return copy;
}

const struct record *record_as_copy(const struct record *record, struct slice copy_of, struct slice origin,
                                    struct arena *arena) {
    struct record *copy = ARENA_NEW(arena, struct record);
    *copy = *record;
    copy->document = record_document_as_copy(record->document, copy_of, origin, arena);
    return copy;
}

const struct record_entity *record_entity_of(const struct record *record, struct record_ref entity) {
    return entity.id.length && entity.index < record->entities.count ? &record->entities.items[entity.index]
                                                                     : NULL;
}

const struct record_entity *record_principal(const struct record *record, struct record_ref entity) {
    const struct record_entity *found = record_entity_of(record, entity), *next = found;
    for (int depth = 0; depth < PRINCIPAL_DEPTH && next; depth++) {
        next = record_entity_of(record, next->represents);
        if (next) found = next;
    }
    return found;
}

bool record_event_is_contact(const struct record_event *event) {
    return event->mutual && event->actors.count + event->mediators.count >= 2 && !event->recipients.count;
}
