// json_read.c - a record out of its JSON.
//
// The tables say what is read. References are resolved while they are read, by the ids of all entries, which
// are collected before: an entity may represent a later one. A span must say what the document's text says
// there; then it is a part of it, as in the record that was written.
#include "base/intern.h"
#include "record/members.h"

#include <jansson.h>
#include <stdio.h>

struct reading {
    struct arena *arena;
    struct error *error;
    struct slice text; // the document's
    struct {
        struct intern *ids;     // symbol n is the first entry with that id
        uint32_t *index;        // [symbol]
    } known[RECORD_KIND_COUNT]; // no ids: nothing refers to the kind
};

// Where in the JSON a value stands: a key of `above`, or an item of what that key holds.
struct where {
    const struct where *above;
    const char *key;
    size_t index; // SIZE_MAX: none
};

static size_t where_text(const struct where *where, char *text, size_t size) {
    size_t used = where->above ? where_text(where->above, text, size) : 0;
    if (where->key && used < size)
        used += (size_t)snprintf(text + used, size - used, "%s%s", used ? "." : "", where->key);
    if (where->index != SIZE_MAX && used < size)
        used += (size_t)snprintf(text + used, size - used, "[%zu]", where->index);
    return used;
}

static bool wrong(const struct reading *reading, const struct where *where, const char *expected) {
    char text[128];
    where_text(where, text, sizeof text);
    return error_at(reading->error, ERROR_INPUT, (struct place_in_file){ 0 }, "expected %s as %s", expected,
                    text);
}

static bool json_is_there(const json_t *json) {
    return json && !json_is_null(json);
}

static bool read_text(const struct reading *reading, const json_t *json, const struct where *where,
                      struct slice *text) {
    *text = (struct slice){ "", 0 };
    if (!json_is_there(json)) return true;
    if (!json_is_string(json)) return wrong(reading, where, "a text or null");
    const struct slice read = { json_string_value(json), json_string_length(json) };
    *text = arena_copy(reading->arena, read);
    return true;
}

static bool is_word_of(const char *words, struct slice wanted) {
    struct slice rest = slice_of(words);
    for (struct slice word; slice_next(&rest, SLICE(" "), &word);)
        if (slice_equal(word, wanted)) return true;
    return false;
}

static bool read_word(const struct reading *reading, const char *words, const json_t *json,
                      const struct where *where, struct slice *text) {
    if (!read_text(reading, json, where, text)) return false;
    if (!words || !text->length || is_word_of(words, *text)) return true;
    char expected[256];
    snprintf(expected, sizeof expected, "one of \"%s\"", words);
    return wrong(reading, where, expected);
}

static bool read_ref(const struct reading *reading, enum record_kind kind, const json_t *json,
                     const struct where *where, struct record_ref *ref) {
    ref->index = RECORD_NONE;
    if (!read_text(reading, json, where, &ref->id)) return false;
    const uint32_t symbol = intern_lookup(reading->known[kind].ids, ref->id);
    if (symbol) ref->index = reading->known[kind].index[symbol];
    return true;
}

static bool read_number(const struct reading *reading, const json_t *json, const struct where *where,
                        double *number) {
    *number = json_is_number(json) ? json_number_value(json) : (double)NAN;
    return !json_is_there(json) || json_is_number(json) || wrong(reading, where, "a number or null");
}

static bool read_integer(const struct reading *reading, const json_t *json, const struct where *where,
                         uint32_t *integer) {
    const json_int_t value = json_integer_value(json);
    if ((json && !json_is_integer(json)) || value < 0 || value > UINT32_MAX)
        return wrong(reading, where, "a whole number of 32 bits");
    *integer = (uint32_t)value;
    return true;
}

static bool read_boolean(const struct reading *reading, const json_t *json, const struct where *where,
                         bool *boolean) {
    *boolean = json_is_true(json);
    return !json || json_is_boolean(json) || wrong(reading, where, "true or false");
}

static bool read_object(struct reading *reading, enum record_kind kind, const json_t *json,
                        const struct where *where, void *object);

// A list of what has `size` bytes each, zeroed; the caller fills it.
static bool begin_list(const struct reading *reading, const json_t *json, const struct where *where,
                       size_t size, struct member_list *list, char **items) {
    *items = NULL;
    if (json && !json_is_array(json)) return wrong(reading, where, "a list");
    list->count = json_array_size(json);
    list->items = *items = arena_array(reading->arena, size, list->count);
    return true;
}

static bool read_objects(struct reading *reading, enum record_kind kind, const json_t *json,
                         const struct where *where, struct member_list *list) {
    const size_t size = record_schema(kind)->size;
    char *items;
    if (!begin_list(reading, json, where, size, list, &items)) return false;
    for (size_t i = 0; i < list->count; i++)
        if (!read_object(reading, kind, json_array_get(json, i), &(struct where){ where, NULL, i },
                         items + i * size))
            return false;
    return true;
}

static bool read_list(struct reading *reading, const struct record_field *field, const json_t *json,
                      const struct where *where, struct member_list *list) {
    const size_t size = field->type == RECORD_TYPE_REFS    ? sizeof(struct record_ref)
                        : field->type == RECORD_TYPE_LISTS ? sizeof(struct member_list)
                                                           : sizeof(struct slice);
    char *items;
    if (!begin_list(reading, json, where, size, list, &items)) return false;
    for (size_t i = 0; i < list->count; i++) {
        const struct where here = { where, NULL, i };
        const json_t *item = json_array_get(json, i);
        void *at = items + i * size;
        const bool read = field->type == RECORD_TYPE_REFS ? read_ref(reading, field->of, item, &here, at)
                          : field->type == RECORD_TYPE_LISTS
                              ? read_objects(reading, field->of, item, &here, at)
                              : read_word(reading, field->words, item, &here, at);
        if (!read) return false;
    }
    return true;
}

// Without a key a list is empty, a number of bytes 0, what is true or false false.
static bool may_be_missing(enum record_type type) {
    return type == RECORD_TYPE_INTEGER || type == RECORD_TYPE_BOOLEAN || type == RECORD_TYPE_TEXTS ||
           type == RECORD_TYPE_CHOICES || type == RECORD_TYPE_REFS || type == RECORD_TYPE_MANY ||
           type == RECORD_TYPE_LISTS;
}

static bool read_member(struct reading *reading, const struct record_field *field, const json_t *json,
                        const struct where *where, void *member) {
    if (!json_is_there(json) && !field->null_when[0] && !may_be_missing(field->type))
        return wrong(reading, where, record_type_meaning(field->type));
    switch (field->type) {
    case RECORD_TYPE_ID:
        if (!json_string_length(json)) return wrong(reading, where, "an id");
        return read_text(reading, json, where, member);
    case RECORD_TYPE_TEXT:
    case RECORD_TYPE_DATE:
    case RECORD_TYPE_CHOICE:
        return read_word(reading, field->words, json, where, member);
    case RECORD_TYPE_REF:
        return read_ref(reading, field->of, json, where, member);
    case RECORD_TYPE_INTEGER:
        return read_integer(reading, json, where, member);
    case RECORD_TYPE_COUNT:
    case RECORD_TYPE_NUMBER:
        return read_number(reading, json, where, member);
    case RECORD_TYPE_BOOLEAN:
        return read_boolean(reading, json, where, member);
    case RECORD_TYPE_TEXTS:
    case RECORD_TYPE_CHOICES:
    case RECORD_TYPE_REFS:
    case RECORD_TYPE_LISTS:
        return read_list(reading, field, json, where, member);
    case RECORD_TYPE_MANY:
        return read_objects(reading, field->of, json, where, member);
    case RECORD_TYPE_ONE: {
        *(member_object *)member = NULL;
        if (!json_is_there(json)) return true;
        void *object = arena_allocate(reading->arena, record_schema(field->of)->size);
        *(member_object *)member = object;
        return read_object(reading, field->of, json, where, object);
    }
    }
    return false;
}

// A span's text becomes the part of the document's text that it must be.
static bool settle_span(const struct reading *reading, const struct where *where, uint32_t start,
                        uint32_t end, struct slice *text) {
    const struct slice part = slice_part(reading->text, start, end);
    if (start > end || end > reading->text.length || !slice_equal(part, *text))
        return wrong(reading, where, "the words that stand there in the document's text");
    *text = part;
    return true;
}

static bool read_object(struct reading *reading, enum record_kind kind, const json_t *json,
                        const struct where *where, void *object) {
    if (!json_is_object(json)) return wrong(reading, where, "an object");
    const struct record_schema *schema = record_schema(kind);
    for (size_t i = 0; i < schema->field_count; i++) {
        const struct record_field *field = &schema->fields[i];
        if (!read_member(reading, field, json_object_get(json, field->name),
                         &(struct where){ where, field->name, SIZE_MAX }, (char *)object + field->offset))
            return false;
    }
    if (kind == RECORD_DOCUMENT_KIND) reading->text = ((struct record_document *)object)->text;
    if (kind == RECORD_SPAN_KIND) {
        struct record_span *span = object;
        return settle_span(reading, where, span->start, span->end, &span->text);
    }
    if (kind == RECORD_ABOUT_KIND) {
        struct record_about *about = object;
        return settle_span(reading, where, about->start, about->end, &about->text);
    }
    return true;
}

// The ids of what the record's own lists hold.
static void collect_ids(struct reading *reading, const json_t *root) {
    const struct record_schema *schema = record_schema(RECORD_RECORD_KIND);
    for (size_t i = 0; i < schema->field_count; i++) {
        const struct record_field *field = &schema->fields[i];
        if (field->type != RECORD_TYPE_MANY) continue;
        const json_t *list = json_object_get(root, field->name);
        struct intern *ids = intern_new(reading->arena);
        uint32_t *index = ARENA_ARRAY(reading->arena, uint32_t, json_array_size(list) + 1);
        for (size_t k = 0; k < json_array_size(list); k++) {
            const json_t *id = json_object_get(json_array_get(list, k), "id");
            if (!json_string_length(id)) continue;
            const uint32_t before = intern_count(ids);
            const uint32_t symbol =
                intern_add(ids, (struct slice){ json_string_value(id), json_string_length(id) });
            if (symbol > before) index[symbol] = (uint32_t)k;
        }
        reading->known[field->of].ids = ids;
        reading->known[field->of].index = index;
    }
}

const struct record *record_read_json(struct slice json, struct arena *arena, struct error *error) {
    json_error_t trouble;
    json_t *root = json_loadb(json.start, json.length, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &trouble);
    if (!root) {
        const bool no_memory = json_error_code(&trouble) == json_error_out_of_memory;
        error_at(
            error, no_memory ? ERROR_SYSTEM : ERROR_INPUT,
            (struct place_in_file){ .line = (uint32_t)trouble.line, .column = (uint32_t)trouble.position },
            "%s", trouble.text);
        return NULL;
    }
    struct reading reading = { .arena = arena, .error = error };
    struct record *record = ARENA_NEW(arena, struct record);
    collect_ids(&reading, root);
    const struct where top = { .index = SIZE_MAX };
    const bool read = read_object(&reading, RECORD_RECORD_KIND, root, &top, record);
    json_decref(root);
    return read ? record : NULL;
}
