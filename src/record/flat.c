// flat.c - a record's lists as rows.
//
// A column is a field, or a field of the object that a field holds. Where it refers to entities it is four
// columns: what they are called, their ids, countries and codes; in lists all four have as many parts, so
// that the second country is the second actor's. A dyad is the event with one of its actors and one of its
// recipients.
#include "record/flat.h"

#include "record/json.h"
#include "record/members.h"

#include <stdio.h>

#define COLUMNS_LIMIT 96
#define COLUMN_NAME 64
#define JOINT "; "

enum part { PART_NAME, PART_ID, PART_COUNTRY, PART_CODE, PARTS };

static const char *const part_names[PARTS] = { "", "_id", "_country", "_code" };

struct column {
    char name[COLUMN_NAME];
    const struct record_field *field, *inner; // `inner` of the object that `field` holds; NULL: none
    bool of_document;
    enum part part; // of entities
};

struct columns {
    struct column items[COLUMNS_LIMIT];
    size_t count;
};

static bool is_entities(const struct record_field *field) {
    return field->of == RECORD_ENTITY_KIND &&
           (field->type == RECORD_TYPE_REF || field->type == RECORD_TYPE_REFS);
}

static void add_column(struct columns *columns, const char *prefix, const char *name,
                       const struct record_field *field, const struct record_field *inner) {
    const struct record_field *last = inner ? inner : field;
    const bool by_entity =
        is_entities(last) || (last->type == RECORD_TYPE_MANY && last->of == RECORD_SOURCE_KIND);
    const bool id_alone =
        inner && inner->type == RECORD_TYPE_REF; // a place has its name and country beside it
    const enum part end = by_entity && !id_alone ? PARTS : PART_ID;
    for (enum part part = PART_NAME; part < end && columns->count < COLUMNS_LIMIT; part++) {
        struct column *column = &columns->items[columns->count++];
        *column = (struct column){ .field = field, .inner = inner, .part = id_alone ? PART_ID : part };
        snprintf(column->name, sizeof column->name, "%s%s%s%s", prefix, prefix[0] ? "_" : "", name,
                 part_names[part]);
    }
}

// The fields of an object; of evidence the sentence and the words, which need no prefix.
static void add_object(struct columns *columns, const struct record_field *field) {
    const struct record_schema *schema = record_schema(field->of);
    const bool is_evidence = slice_equal(slice_of(field->name), SLICE("evidence"));
    for (size_t i = 0; i < schema->field_count; i++) {
        const struct record_field *inner = &schema->fields[i];
        const char *name = inner->name;
        if (!is_evidence) {
            if (inner->type != RECORD_TYPE_INTEGER) // where a span stands tells nothing without the text
                add_column(columns, field->name, name, field, inner);
        } else if (inner->type == RECORD_TYPE_INTEGER) {
            add_column(columns, "", "sentence_number", field, inner);
        } else if (slice_equal(slice_of(name), SLICE("sentence_span"))) {
            add_column(columns, "", "sentence", field, inner);
        } else if (inner->type == RECORD_TYPE_ONE && field->of != RECORD_STATEMENT_EVIDENCE_KIND) {
            add_column(columns, "", name, field, inner); // a statement's words are its content
        }
    }
}

static void add_document(struct columns *columns) {
    static const char *const names[] = {
        "id", "published", "outlet", "url", "source", "source_id", "copy_of"
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct record_field *field = record_schema_field(RECORD_DOCUMENT_KIND, slice_of(names[i]));
        add_column(columns, "", i ? names[i] : "document", field, NULL);
        columns->items[columns->count - 1].of_document = true;
    }
}

static struct columns columns_of(enum record_kind kind, bool dyads) {
    struct columns columns = { .count = 0 };
    const struct record_schema *schema = record_schema(kind);
    add_document(&columns);
    for (size_t i = 0; i < schema->field_count; i++) {
        const struct record_field *field = &schema->fields[i];
        if (field->type == RECORD_TYPE_LISTS) continue;
        char name[COLUMN_NAME];
        snprintf(name, sizeof name, "%s", field->name);
        const bool is_side =
            slice_equal(slice_of(name), SLICE("actors")) || slice_equal(slice_of(name), SLICE("recipients"));
        if (dyads && is_side) name[strlen(name) - 1] = '\0';
        if (field->type == RECORD_TYPE_ONE && field->of != RECORD_SPAN_KIND)
            add_object(&columns, field);
        else
            add_column(&columns, "", name, field, NULL);
    }
    return columns;
}

// Cells

static struct slice part_of(const struct record *record, struct record_ref ref, enum part part) {
    const struct record_entity *entity = record_entity_of(record, ref);
    if (!entity || part == PART_ID) return ref.id;
    return part == PART_NAME ? entity->name : part == PART_COUNTRY ? entity->country : entity->code;
}

// Item `index` of a list, as text.
static struct slice item_text(const struct record *record, const struct column *column,
                              const struct record_field *field, struct member_list list, size_t index) {
    switch (field->type) {
    case RECORD_TYPE_REFS: {
        const struct record_ref ref = ((const struct record_ref *)list.items)[index];
        return is_entities(field) ? part_of(record, ref, column->part) : ref.id;
    }
    case RECORD_TYPE_MANY:
        if (field->of == RECORD_SPAN_KIND) return ((const struct record_span *)list.items)[index].text;
        if (field->of == RECORD_ROLE_KIND) return ((const struct record_role *)list.items)[index].title;
        if (field->of == RECORD_SOURCE_KIND)
            return part_of(record, ((const struct record_source *)list.items)[index].entity, column->part);
        return (struct slice){ 0 };
    default:
        return ((const struct slice *)list.items)[index];
    }
}

static struct slice number_text(double value, struct arena *arena) {
    char digits[JSON_NUMBER];
    if (!isfinite(value)) return (struct slice){ 0 };
    const size_t length = value == floor(value) && fabs(value) < 9e15
                              ? (size_t)snprintf(digits, sizeof digits, "%.0f", value + 0.0)
                              : json_number(value, digits);
    return arena_copy(arena, (struct slice){ digits, length });
}

static bool is_number(const struct record_field *field) {
    return field->type == RECORD_TYPE_INTEGER || field->type == RECORD_TYPE_COUNT ||
           field->type == RECORD_TYPE_NUMBER;
}

static struct slice member_words(const struct record *record, const struct column *column,
                                 const struct record_field *field, const void *member, struct arena *arena) {
    switch (field->type) {
    case RECORD_TYPE_ID:
    case RECORD_TYPE_TEXT:
    case RECORD_TYPE_CHOICE:
    case RECORD_TYPE_DATE:
        return member_text(member);
    case RECORD_TYPE_REF: {
        const struct record_ref ref = *(const struct record_ref *)member;
        return is_entities(field) ? part_of(record, ref, column->part) : ref.id;
    }
    case RECORD_TYPE_INTEGER:
        return number_text(*(const uint32_t *)member, arena);
    case RECORD_TYPE_COUNT:
    case RECORD_TYPE_NUMBER:
        return number_text(*(const double *)member, arena);
    case RECORD_TYPE_BOOLEAN:
        return *(const bool *)member ? SLICE("true") : SLICE("false");
    case RECORD_TYPE_ONE: {
        const struct record_span *span = *(const member_object *)member;
        return span ? span->text : (struct slice){ 0 };
    }
    case RECORD_TYPE_TEXTS:
    case RECORD_TYPE_CHOICES:
    case RECORD_TYPE_REFS:
    case RECORD_TYPE_MANY:
    case RECORD_TYPE_LISTS:
        break;
    }
    const struct member_list *list = member;
    if (slice_equal(slice_of(field->name), SLICE("mentions"))) return number_text((double)list->count, arena);
    struct json_writer words = { .arena = arena };
    for (size_t i = 0; i < list->count; i++) {
        if (i) json_put(&words, SLICE(JOINT));
        json_put(&words, item_text(record, column, field, *list, i));
    }
    return (struct slice){ words.bytes, words.used };
}

static struct slice column_words(const struct record *record, const struct column *column, const void *object,
                                 struct arena *arena) {
    const void *member = member_of(column->of_document ? record->document : object, column->field);
    if (!column->inner) return member_words(record, column, column->field, member, arena);
    const void *inner = *(const member_object *)member;
    if (!inner) return (struct slice){ 0 };
    return member_words(record, column, column->inner, member_of(inner, column->inner), arena);
}

static bool holds_any(struct slice text, const char *bytes) {
    for (size_t i = 0; i < text.length; i++)
        if (text.start[i] && strchr(bytes, text.start[i])) return true;
    return false;
}

struct slice flat_cell(struct slice text, const struct flat_options *options, struct arena *arena) {
    struct json_writer cell = { .arena = arena };
    const bool guards = !options->raw && text.length && holds_any(slice_part(text, 0, 1), "=+-@\t\r");
    const bool quotes =
        options->form == FLAT_CSV && (holds_any(text, ",\"\n\r") || slice_trim(text).length != text.length);
    if (!guards && !quotes && options->form == FLAT_CSV) return text;
    if (quotes) json_put(&cell, SLICE("\""));
    if (guards) json_put(&cell, SLICE("'"));
    size_t from = 0;
    for (size_t i = 0; i < text.length; i++) {
        const char byte = text.start[i];
        const bool is_space = options->form == FLAT_TSV && (byte == '\t' || byte == '\n' || byte == '\r');
        if (!is_space && !(quotes && byte == '"')) continue;
        json_put(&cell, slice_part(text, from, i));
        json_put(&cell, is_space ? SLICE(" ") : SLICE("\"\""));
        from = i + 1;
    }
    json_put(&cell, slice_part(text, from, text.length));
    if (quotes) json_put(&cell, SLICE("\""));
    return (struct slice){ cell.bytes, cell.used };
}

static struct slice separator(const struct flat_options *options) {
    return options->form == FLAT_CSV ? SLICE(",") : SLICE("\t");
}

static void put_row(struct json_writer *rows, const struct record *record, const struct columns *columns,
                    const struct flat_options *options, const void *object) {
    for (size_t i = 0; i < columns->count; i++) {
        const struct column *column = &columns->items[i];
        const struct slice words = column_words(record, column, object, rows->arena);
        if (i) json_put(rows, separator(options));
        json_put(rows, is_number(column->inner ? column->inner : column->field)
                           ? words
                           : flat_cell(words, options, rows->arena));
    }
    json_put(rows, SLICE("\n"));
}

// The items from `index` on, no more than one.
static struct record_refs one_of(struct record_refs refs, size_t index) {
    return index < refs.count ? (struct record_refs){ refs.items + index, 1 } : (struct record_refs){ 0 };
}

// Those who act alike are the two sides of each pair of them, in order of the text.
static void put_dyads(struct json_writer *rows, const struct record *record, const struct columns *columns,
                      const struct flat_options *options, const struct record_event *event) {
    const bool alike = event->mutual && event->actors.count > 1 && !event->recipients.count;
    const struct record_refs others = alike ? event->actors : event->recipients;
    for (size_t a = 0; a == 0 || a < event->actors.count; a++) {
        size_t r = alike ? a + 1 : 0;
        do {
            struct record_event pair = *event;
            pair.actors = one_of(event->actors, a);
            pair.recipients = one_of(others, r);
            if (!alike || r < others.count) put_row(rows, record, columns, options, &pair);
        } while (++r < others.count);
    }
}

struct slice flat_head(enum record_kind kind, const struct flat_options *options, struct arena *arena) {
    const struct columns columns = columns_of(kind, options->dyads && kind == RECORD_EVENT_KIND);
    struct json_writer head = { .arena = arena };
    for (size_t i = 0; i < columns.count; i++) {
        if (i) json_put(&head, separator(options));
        json_put(&head, slice_of(columns.items[i].name));
    }
    json_put(&head, SLICE("\n"));
    return (struct slice){ head.bytes, head.used };
}

// The list of a kind in a record.
static const struct record_field *list_of(enum record_kind kind) {
    const struct record_schema *schema = record_schema(RECORD_RECORD_KIND);
    for (size_t i = 0; i < schema->field_count; i++)
        if (schema->fields[i].type == RECORD_TYPE_MANY && schema->fields[i].of == kind)
            return &schema->fields[i];
    return NULL;
}

struct slice flat_rows(const struct record *record, enum record_kind kind, const struct flat_options *options,
                       struct arena *arena) {
    const bool dyads = options->dyads && kind == RECORD_EVENT_KIND;
    const struct columns columns = columns_of(kind, dyads);
    const struct member_list *list = member_of(record, list_of(kind));
    struct json_writer rows = { .arena = arena };
    for (size_t i = 0; i < list->count; i++)
        if (dyads)
            put_dyads(&rows, record, &columns, options, item_at(kind, *list, i));
        else
            put_row(&rows, record, &columns, options, item_at(kind, *list, i));
    return (struct slice){ rows.bytes, rows.used };
}

enum record_kind flat_table(struct slice name) {
    for (enum record_kind kind = 0; kind < RECORD_KIND_COUNT; kind++)
        if (list_of(kind) && slice_equal(slice_of(list_of(kind)->name), name)) return kind;
    return RECORD_KIND_COUNT;
}

const char *flat_table_name(enum record_kind kind) {
    const struct record_field *list = list_of(kind);
    return list ? list->name : NULL;
}
