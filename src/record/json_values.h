// json_values.h - how the values of a record are written as JSON: what json.c, document_json.c and
// json_write.c share.
//
// A document is written as it is gone through; what is less in size and deeper in form is built of jansson's
// values, of which all functions here give a new reference.
#pragma once

#include "read/document.h"

#include <jansson.h>

json_t *json_of_text(struct slice text);
json_t *json_of_text_or_null(struct slice text); // null when empty
json_t *json_of_date(const char *date);          // null when empty
json_t *json_of_texts(const struct slice *items, size_t count);

struct json_writer { // a text in the making
    struct arena *arena;
    char *bytes; // [size]
    size_t used, size;
};
void json_put(struct json_writer *writer, struct slice bytes); // as they are
// A string. Slices are parts of valid UTF-8; where a cut went through a character, the part is empty.
void json_put_text(struct json_writer *writer, struct slice text);
void json_put_value(struct json_writer *writer, json_t *value); // takes the reference
// The members of an object, each with a comma before it. Takes the reference.
void json_put_members(struct json_writer *writer, json_t *object);
void json_put_document(struct json_writer *writer, const struct document *document);
// What was written as one line that ends in "\n".
struct slice json_end(struct json_writer *writer);
