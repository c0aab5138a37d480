// dragoman.h - the record of a crisis, from the news of it.
//
//     struct dragoman_error error = { 0 };
//     struct dragoman *engine = dragoman_open(NULL, &error);
//     struct dragoman_input input = { .source = "page.html" };
//     struct dragoman_documents *documents = dragoman_documents_open(engine, bytes, length, &input);
//     for (struct dragoman_record *record; dragoman_documents_next(documents, &record, &error);) {
//         if (record) fputs(dragoman_record_json(record), stdout);
//         else fprintf(stderr, "%s\n", error.message);
//         dragoman_record_free(record);
//     }
//     dragoman_documents_close(documents);
//     dragoman_close(engine);
//
// An engine never changes after it is opened: any number of threads may use one, and it outlives the
// documents that are read with it. A record belongs to one thread at a time and needs neither its engine nor
// what it was read from any more. All text is UTF-8. Offsets are bytes of the document's clean text. The
// library reads no file but its data, opens no connection, prints nothing.
#ifndef DRAGOMAN_H
#define DRAGOMAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DRAGOMAN_API __attribute__((visibility("default")))

struct dragoman;        // opaque: knowledge and models
struct dragoman_record; // opaque: one document's record

struct dragoman_error {
    char message[768]; // "file:line:column: what was expected, what was found"; empty when all is well
};

// Zero or NULL means: where the installation has it.
struct dragoman_options {
    const char *knowledge_file;   // compiled knowledge
    const char *knowledge_folder; // a folder of your own tables, laid over the built-in ones
    const char *model_folder;
    const char *language; // "en"; when it is said, documents are taken to be in it
};

// NULL with `error` (which may be NULL). `options` may be NULL. Owned by the caller: dragoman_close().
DRAGOMAN_API struct dragoman *dragoman_open(const struct dragoman_options *options,
                                            struct dragoman_error *error);
DRAGOMAN_API void dragoman_close(struct dragoman *engine); // NULL is fine
DRAGOMAN_API const char *dragoman_version(void);

struct dragoman_input {
    const char *source;    // what to call it in the record and in errors; NULL: "-"
    const char *published; // ISO 8601 date of publication when known; NULL: what the text says
};

// The documents in `length` bytes: plain text, HTML, a feed, WARC, JSON, NDJSON, CSV or TSV, as their content
// says, compressed by gzip, zstd, bzip2, xz or not. Borrows `engine` and `bytes`. Never NULL; owned by the
// caller: dragoman_documents_close(). `input` may be NULL. For one thread at a time.
struct dragoman_documents; // opaque
DRAGOMAN_API struct dragoman_documents *dragoman_documents_open(const struct dragoman *engine,
                                                                const char *bytes, size_t length,
                                                                const struct dragoman_input *input);
DRAGOMAN_API void dragoman_documents_close(struct dragoman_documents *documents); // NULL is fine
// Codes the next one. False when there is no more. `*record` is owned by the caller, dragoman_record_free();
// it is NULL, with `error`, for what is no document, damaged, too large or in a language that is not coded:
// reading goes on behind it.
DRAGOMAN_API bool dragoman_documents_next(struct dragoman_documents *documents,
                                          struct dragoman_record **record, struct dragoman_error *error);

// Codes one document of `length` bytes of plain text. NULL with `error` when it is no text, too large or,
// unless options said its language, in one that is not coded. Owned by the caller: dragoman_record_free().
// `input` may be NULL.
DRAGOMAN_API struct dragoman_record *dragoman_code(const struct dragoman *engine, const char *bytes,
                                                   size_t length, const struct dragoman_input *input,
                                                   struct dragoman_error *error);
// The record that a line of JSON says (dragoman_record_json(), `dragoman code`). NULL with `error`, which
// names the place in the object, when it says none. Needs no engine.
DRAGOMAN_API struct dragoman_record *dragoman_read_json(const char *json, size_t length,
                                                        struct dragoman_error *error);
DRAGOMAN_API void dragoman_record_free(struct dragoman_record *record); // NULL is fine

// The record as one line of JSON, or as a page for people. Made at the first call, then the record's own.
DRAGOMAN_API const char *dragoman_record_json(struct dragoman_record *record);
DRAGOMAN_API const char *dragoman_record_page(struct dragoman_record *record);

// Walking over a record: every field of docs/records.md by its key.
//
//     struct dragoman_value events = dragoman_get(dragoman_record_value(record), "events");
//     for (size_t i = 0; i < dragoman_count(events); i++) {
//         struct dragoman_value event = dragoman_item(events, i);
//         struct dragoman_text type = dragoman_text(dragoman_get(event, "type"));
//         struct dragoman_value actors = dragoman_get(event, "actors");
//         struct dragoman_value first = dragoman_referred(dragoman_item(actors, 0));
//         struct dragoman_text name = dragoman_text(dragoman_get(first, "name"));
//         struct dragoman_text words = dragoman_text(dragoman_get(event, "evidence.sentence_span.text"));
//     }
//
// What is not there is a null value, of which every question may be asked: a chain needs no checks between.
// All belongs to the record.
struct dragoman_text {
    const char *start; // not ended by a NUL
    size_t length;     // bytes; 0 when there is no text
};
enum dragoman_type {
    DRAGOMAN_NULL,
    DRAGOMAN_TEXT, // also dates, and ids, by which entities and events are referred to
    DRAGOMAN_NUMBER,
    DRAGOMAN_BOOLEAN,
    DRAGOMAN_LIST,
    DRAGOMAN_OBJECT
};
struct dragoman_value { // plain, copied freely; its members are not for callers
    const void *record, *data;
    int form, kind;
};
DRAGOMAN_API struct dragoman_value
dragoman_record_value(const struct dragoman_record *record); // an object; null of NULL
DRAGOMAN_API enum dragoman_type dragoman_type(struct dragoman_value value);
// The member `path` of an object, "type" or "date.from"; null when it has none.
DRAGOMAN_API struct dragoman_value dragoman_get(struct dragoman_value object, const char *path);
DRAGOMAN_API size_t dragoman_count(struct dragoman_value value); // items of a list, keys of an object; else 0
// Item `index` of a list, counted from 0, or the value of an object's key `index`; null past the last.
DRAGOMAN_API struct dragoman_value dragoman_item(struct dragoman_value value, size_t index);
DRAGOMAN_API const char *dragoman_key(struct dragoman_value object, size_t index); // NULL past the last
DRAGOMAN_API struct dragoman_text dragoman_text(struct dragoman_value value);
DRAGOMAN_API double dragoman_number(struct dragoman_value value); // NAN when it is none
DRAGOMAN_API bool dragoman_boolean(struct dragoman_value value);  // false when it is none
// The entity or event that a reference names; null when it is no reference or not in the record.
DRAGOMAN_API struct dragoman_value dragoman_referred(struct dragoman_value reference);

// The same for the fields of entities and events that are asked for most, as plain structs.
struct dragoman_span {
    uint32_t start, end; // bytes of the clean text, end exclusive
};
struct dragoman_entity {
    struct dragoman_text id, name, country, sectors, code; // empty when unknown
    const char *kind;
    size_t alias_count;
};
struct dragoman_event {
    const char *id;
    struct dragoman_text type, mode, cameo; // mode and cameo may be empty
    double goldstein;                       // NAN when there is no code
    const char *factuality, *from, *to;     // ISO dates; empty when unknown
    const uint32_t *actors, *recipients;    // indices of entities; UINT32_MAX for one that is not there
    size_t actor_count, recipient_count;
    struct dragoman_span trigger;
    float confidence;
};

DRAGOMAN_API struct dragoman_text
dragoman_record_text(const struct dragoman_record *record); // the clean text
// The entity or event `index`, counted from 0, into `*entity` or `*event`; false past the last.
DRAGOMAN_API bool dragoman_record_entity(const struct dragoman_record *record, size_t index,
                                         struct dragoman_entity *entity);
DRAGOMAN_API bool dragoman_record_event(const struct dragoman_record *record, size_t index,
                                        struct dragoman_event *event);

#ifdef __cplusplus
}
#endif
#endif
