// invariants.c - walks the JSON generically, so that a span in a new field is checked without a line here.
#include "invariants.h"

#include "record/record.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define DEPTH_LIMIT 16 // of a record's JSON

struct checker {
    const char *text; // document.text
    size_t length;
    json_t *entities; // id: true
    json_t *records;  // id: true, of all but entities
    char *why;
    size_t size;
};

__attribute__((format(printf, 2, 3))) static bool broken(const struct checker *checker, const char *format,
                                                         ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(checker->why, checker->size, format, arguments);
    va_end(arguments);
    return false;
}

static bool is_boundary(const struct checker *checker, json_int_t at) {
    return (size_t)at == checker->length || ((unsigned char)checker->text[at] & 0xc0) != 0x80;
}

static bool check_span(const struct checker *checker, const json_t *span, const char *where) {
    const json_t *start_json = json_object_get(span, "start"), *end_json = json_object_get(span, "end");
    if (!json_is_integer(start_json) || !json_is_integer(end_json)) return true; // no span
    const json_int_t start = json_integer_value(start_json), end = json_integer_value(end_json);
    const json_t *text = json_object_get(span, "text");
    if (start < 0 || end < start || (size_t)end > checker->length)
        return broken(checker, "%s: span %lld-%lld is not inside a text of %zu bytes", where,
                      (long long)start, (long long)end, checker->length);
    if (!is_boundary(checker, start) || !is_boundary(checker, end))
        return broken(checker, "%s: span %lld-%lld cuts a character", where, (long long)start,
                      (long long)end);
    if (!json_is_string(text) || json_string_length(text) != (size_t)(end - start) ||
        memcmp(json_string_value(text), checker->text + start, (size_t)(end - start)) != 0)
        return broken(checker, "%s: span %lld-%lld says \"%s\", the text says \"%.*s\"", where,
                      (long long)start, (long long)end, json_is_string(text) ? json_string_value(text) : "",
                      (int)(end - start), checker->text + start);
    return true;
}

static bool walk(const struct checker *checker, json_t *value, const char *where, int depth) {
    if (depth > DEPTH_LIMIT) return broken(checker, "%s: deeper than %d", where, DEPTH_LIMIT);
    if (json_is_array(value)) {
        size_t i;
        json_t *item;
        json_array_foreach(value, i, item) if (!walk(checker, item, where, depth + 1)) return false;
    } else if (json_is_object(value)) {
        if (!check_span(checker, value, where)) return false;
        const char *key;
        json_t *item;
        json_object_foreach(value, key, item) if (!walk(checker, item, key, depth + 1)) return false;
    }
    return true;
}

// Collects the ids of the records of `kind` into `ids`; no two may be alike.
static bool collect(const struct checker *checker, const json_t *root, const char *kind, json_t *ids) {
    size_t i;
    json_t *record;
    json_array_foreach(json_object_get(root, kind), i, record) {
        const char *id = json_string_value(json_object_get(record, "id"));
        if (!id || !id[0]) return broken(checker, "%s %zu has no id", kind, i);
        if (json_object_get(ids, id)) return broken(checker, "%s: the id %s is given twice", kind, id);
        json_object_set_new(ids, id, json_true());
    }
    return true;
}

static bool check_id(const struct checker *checker, const json_t *ids, const json_t *id, const char *where) {
    if (!id || json_is_null(id)) return true;
    const char *text = json_string_value(id);
    return (text && json_object_get(ids, text)) ||
           broken(checker, "%s: there is no %s", where, text ? text : "(no text)");
}

static bool check_ref(const struct checker *checker, const struct record_field *field, const json_t *id) {
    return check_id(checker, field->of == RECORD_ENTITY_KIND ? checker->entities : checker->records, id,
                    field->name);
}

// `object` has the keys of its kind and no others, in their order, and what it refers to is there.
static bool check_object(const struct checker *checker, enum record_kind kind, json_t *object) {
    const struct record_schema *schema = record_schema(kind);
    void *key = json_object_iter(object);
    for (size_t i = 0; i < schema->field_count; i++, key = json_object_iter_next(object, key)) {
        const struct record_field *field = &schema->fields[i];
        if (!key || strcmp(json_object_iter_key(key), field->name) != 0)
            return broken(checker, "%s: no key \"%s\" at its place", schema->name, field->name);
        json_t *value = json_object_iter_value(key);
        if (json_is_null(value) && !field->null_when[0])
            return broken(checker, "%s: \"%s\" is null", schema->name, field->name);
        if (field->type == RECORD_TYPE_REF && !check_ref(checker, field, value)) return false;
        if (field->type == RECORD_TYPE_ONE && json_is_object(value) &&
            !check_object(checker, field->of, value))
            return false;
        for (size_t k = 0; k < json_array_size(value); k++) {
            json_t *item = json_array_get(value, k);
            if (field->type == RECORD_TYPE_REFS && !check_ref(checker, field, item)) return false;
            if (field->type == RECORD_TYPE_MANY && !check_object(checker, field->of, item)) return false;
        }
    }
    return !key || broken(checker, "%s: a key \"%s\"", schema->name, json_object_iter_key(key));
}

static bool check_ranges(const struct checker *checker, const json_t *root) {
    size_t i;
    json_t *record;
    json_array_foreach(json_object_get(root, "events"), i, record) {
        const json_t *date = json_object_get(record, "date");
        const char *from = json_string_value(json_object_get(date, "from")),
                   *to = json_string_value(json_object_get(date, "to"));
        if (from && to && strcmp(from, to) > 0)
            return broken(checker, "event %zu: from %s to %s", i, from, to);
        const double confidence = json_number_value(json_object_get(record, "confidence"));
        if (!(confidence >= 0 && confidence <= 1))
            return broken(checker, "event %zu: confidence %g", i, confidence);
    }
    json_array_foreach(json_object_get(root, "figures"), i, record) {
        const double low = json_number_value(json_object_get(record, "low"));
        const double high = json_number_value(json_object_get(record, "high"));
        if (!(low <= high)) return broken(checker, "figure %zu: %g to %g", i, low, high);
        if (!check_id(checker, checker->records, json_object_get(record, "event"), "figure")) return false;
    }
    return true;
}

static bool check_repairs(const struct checker *checker, const json_t *document) {
    size_t i;
    json_t *repair;
    json_array_foreach(json_object_get(document, "repairs"), i, repair) {
        const json_int_t position = json_integer_value(json_object_get(repair, "position"));
        const json_t *after = json_object_get(repair, "after");
        const size_t length = json_string_length(after);
        if (position < 0 || (size_t)position > checker->length ||
            length > checker->length - (size_t)position ||
            memcmp(checker->text + position, json_string_value(after), length) != 0)
            return broken(checker, "repair %zu: \"%s\" does not stand at %lld", i, json_string_value(after),
                          (long long)position);
    }
    return true;
}

bool invariants_hold(struct slice json, char *why, size_t size) { // NOLINT(readability-non-const-parameter)
    static const char *const kinds[] = { "events",   "statements",   "figures",
                                         "captives", "negotiations", "disagreements" };
    struct checker checker = { .why = why, .size = size };
    if (!json.length || json.start[json.length - 1] != '\n') return broken(&checker, "the line does not end");
    if (memchr(json.start, '\n', json.length - 1)) return broken(&checker, "more than one line");
    json_error_t error;
    json_t *root = json_loadb(json.start, json.length, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &error);
    if (!root) return broken(&checker, "no JSON: %s", error.text);
    const json_t *document = json_object_get(root, "document"), *text = json_object_get(document, "text");
    checker.entities = json_object();
    checker.records = json_object();
    bool holds = json_is_string(text) || broken(&checker, "document has no text");
    if (holds) {
        checker.text = json_string_value(text);
        checker.length = json_string_length(text);
        holds = walk(&checker, root, "record", 0) && check_repairs(&checker, document) &&
                collect(&checker, root, "entities", checker.entities);
    }
    for (size_t i = 0; holds && i < sizeof kinds / sizeof *kinds; i++)
        holds = json_is_array(json_object_get(root, kinds[i]))
                    ? collect(&checker, root, kinds[i], checker.records)
                    : broken(&checker, "no %s", kinds[i]);
    holds = holds && check_object(&checker, RECORD_RECORD_KIND, root);
    holds = holds && check_ranges(&checker, root);
    json_decref(checker.entities);
    json_decref(checker.records);
    json_decref(root);
    return holds;
}
