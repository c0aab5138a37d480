// document_json.c - a document as JSON, alone (`dragoman read`) or at the head of its record.
//
// `copy_of` and `origin` come right behind the id and are null: whether a document is a copy is known only
// when all before it have been read, so whoever prints documents in order fills them in then
// (RECORD_JSON_HOLE).
#include "base/utf8.h"
#include "record/json_values.h"
#include "record/record.h"

json_t *json_of_text(struct slice text) {
    // Slices are parts of valid UTF-8; where a cut went through a character, the part is written without it.
    if (text.start == NULL || utf8_first_invalid(text) != SIZE_MAX) return json_string("");
    return json_stringn_nocheck(text.start, text.length);
}

json_t *json_of_text_or_null(struct slice text) {
    return text.length ? json_of_text(text) : json_null();
}

json_t *json_of_date(const char *date) {
    return date[0] ? json_string(date) : json_null();
}

json_t *json_of_texts(const struct slice *items, size_t count) {
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) json_array_append_new(array, json_of_text(items[i]));
    return array;
}

json_t *json_of_document(const struct document *document) {
    json_t *object = json_object();
    json_object_set_new(object, "id", json_string(document->id));
    json_object_set_new(object, "copy_of", json_null()); // RECORD_JSON_HOLE
    json_object_set_new(object, "origin", json_null());
    json_object_set_new(object, "source", json_of_text(document->source));
    json_object_set_new(object, "url", json_of_text_or_null(document->url));
    struct slice title = { 0 };
    if (document->has_title && document->paragraph_count)
        title = slice_part(document->text, document->paragraphs[0].start, document->paragraphs[0].end);
    json_object_set_new(object, "title", json_of_text_or_null(title));
    json_object_set_new(object, "text", json_of_text(document->text));
    json_object_set_new(object, "captions", json_of_texts(document->captions, document->caption_count));
    json_object_set_new(object, "credits", json_of_texts(document->credits, document->credit_count));
    json_object_set_new(object, "byline", json_of_text_or_null(document->byline));
    json_object_set_new(object, "outlet", json_of_text_or_null(document->outlet));
    json_object_set_new(object, "agency", json_of_text_or_null(document->agency));
    json_object_set_new(object, "dateline", json_of_text_or_null(document->dateline));
    json_object_set_new(object, "published", json_of_date(document->published));
    json_object_set_new(object, "published_from",
                        document->published_from ? json_string(document->published_from) : json_null());
    json_object_set_new(object, "modified", json_of_date(document->modified));
    json_object_set_new(object, "captured", json_of_date(document->captured));
    json_object_set_new(object, "language", json_of_date(document->language));
    json_object_set_new(object, "language_declared", json_of_text_or_null(document->language_declared));
    json_object_set_new(object, "charset", json_of_text_or_null(document->charset));
    json_object_set_new(object, "cut", json_boolean(document->is_cut));
    json_t *repairs = json_array();
    for (size_t i = 0; i < document->repair_count; i++) {
        const struct repair *repair = &document->repairs[i];
        json_t *entry = json_object();
        json_object_set_new(entry, "kind", json_string(repair->kind));
        json_object_set_new(entry, "position", json_integer(repair->position));
        json_object_set_new(entry, "before", json_of_text(repair->before));
        json_object_set_new(entry, "after", json_of_text(repair->after));
        json_array_append_new(repairs, entry);
    }
    json_object_set_new(object, "repairs", repairs);
    return object;
}

struct slice record_document_json(const struct document *document, struct arena *arena) {
    return json_line(json_of_document(document), arena);
}
