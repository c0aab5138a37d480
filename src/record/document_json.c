// document_json.c - a document as JSON, alone (`dragoman read`) or at the head of its record.
//
// `copy_of` and `origin` come right behind the id and are null: whether a document is a copy is known only
// when all before it have been read, so whoever prints documents in order fills them in then
// (RECORD_JSON_HOLE).
#include "record/json_values.h"
#include "record/record.h"

static void put_text_or_null(struct json_writer *writer, struct slice text) {
    if (text.length)
        json_put_text(writer, text);
    else
        json_put(writer, SLICE("null"));
}

// `name` with what stands before and behind it.
static void put_member(struct json_writer *writer, struct slice name, struct slice text) {
    json_put(writer, name);
    put_text_or_null(writer, text);
}

static void put_texts(struct json_writer *writer, struct slice name, const struct slice *items,
                      size_t count) {
    json_put(writer, name);
    for (size_t i = 0; i < count; i++) {
        json_put(writer, i ? SLICE(",") : SLICE("["));
        json_put_text(writer, items[i]);
    }
    json_put(writer, count ? SLICE("]") : SLICE("[]"));
}

static void put_repairs(struct json_writer *writer, const struct document *document) {
    json_put(writer, SLICE(",\"repairs\":["));
    for (size_t i = 0; i < document->repair_count; i++) {
        const struct repair *repair = &document->repairs[i];
        json_put(writer, i ? SLICE(",{\"kind\":") : SLICE("{\"kind\":"));
        json_put_text(writer, slice_of(repair->kind));
        json_put(writer,
                 arena_format(writer->arena, ",\"position\":%u,\"before\":", (unsigned)repair->position));
        json_put_text(writer, repair->before);
        json_put(writer, SLICE(",\"after\":"));
        json_put_text(writer, repair->after);
        json_put(writer, SLICE("}"));
    }
    json_put(writer, SLICE("]"));
}

void json_put_document(struct json_writer *writer, const struct document *document) {
    struct slice title = { 0 };
    if (document->has_title && document->paragraph_count)
        title = slice_part(document->text, document->paragraphs[0].start, document->paragraphs[0].end);
    json_put(writer, SLICE("{\"id\":"));
    json_put_text(writer, slice_of(document->id));
    json_put(writer, SLICE("," RECORD_JSON_HOLE ",\"source\":"));
    json_put_text(writer, document->source);
    put_member(writer, SLICE(",\"url\":"), document->url);
    put_member(writer, SLICE(",\"title\":"), title);
    json_put(writer, SLICE(",\"text\":"));
    json_put_text(writer, document->text);
    put_texts(writer, SLICE(",\"captions\":"), document->captions, document->caption_count);
    put_texts(writer, SLICE(",\"credits\":"), document->credits, document->credit_count);
    put_member(writer, SLICE(",\"byline\":"), document->byline);
    put_member(writer, SLICE(",\"outlet\":"), document->outlet);
    put_member(writer, SLICE(",\"agency\":"), document->agency);
    put_member(writer, SLICE(",\"dateline\":"), document->dateline);
    put_member(writer, SLICE(",\"published\":"), slice_of(document->published));
    put_member(writer, SLICE(",\"published_from\":"), slice_of(document->published_from));
    put_member(writer, SLICE(",\"modified\":"), slice_of(document->modified));
    put_member(writer, SLICE(",\"captured\":"), slice_of(document->captured));
    put_member(writer, SLICE(",\"language\":"), slice_of(document->language));
    put_member(writer, SLICE(",\"language_declared\":"), document->language_declared);
    put_member(writer, SLICE(",\"charset\":"), document->charset);
    json_put(writer, document->is_cut ? SLICE(",\"cut\":true") : SLICE(",\"cut\":false"));
    put_repairs(writer, document);
    json_put(writer, SLICE("}"));
}

struct slice record_document_json(const struct document *document, struct arena *arena) {
    struct json_writer writer = { .arena = arena };
    json_put_document(&writer, document);
    return json_end(&writer);
}
