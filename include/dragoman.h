// dragoman.h - the record of a crisis, from the news of it.
//
//     struct dragoman_error error = { 0 };
//     struct dragoman_input input = { .source = "a.txt" };
//     struct dragoman *engine = dragoman_open(NULL, &error);
//     struct dragoman_record *record = dragoman_code(engine, bytes, length, &input, &error);
//     fputs(dragoman_record_json(record), stdout);
//     dragoman_record_free(record);
//     dragoman_close(engine);
//
// An engine never changes after it is opened: any number of threads may use one. A record belongs to one
// thread at a time and does not need its engine any more. All text is UTF-8. Offsets are bytes of the
// document's clean text. The library reads no file but its data, opens no connection, prints nothing.
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

// Codes one document of `length` bytes. NULL with `error` when it is no text, too large or, unless options
// said its language, in another than English. Owned by the caller: dragoman_record_free(). `input` may be
// NULL.
DRAGOMAN_API struct dragoman_record *dragoman_code(const struct dragoman *engine, const char *bytes,
                                                   size_t length, const struct dragoman_input *input,
                                                   struct dragoman_error *error);
DRAGOMAN_API void dragoman_record_free(struct dragoman_record *record); // NULL is fine

// The record as one line of JSON, or as a page for people. Made at the first call, then the record's own.
DRAGOMAN_API const char *dragoman_record_json(struct dragoman_record *record);
DRAGOMAN_API const char *dragoman_record_page(struct dragoman_record *record);

// Walking over a record. What the structs point to belongs to the record.
struct dragoman_text {
    const char *start; // not ended by a NUL
    size_t length;     // bytes
};
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
    double goldstein;
    const char *factuality, *from, *to;  // ISO dates; empty when unknown
    const uint32_t *actors, *recipients; // indices of entities
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
