// json_values.h - how the values of a record are written as JSON: what json.c, document_json.c and
// json_write.c share.
//
// All but json_line() give a new reference.
#pragma once

#include "read/document.h"

#include <jansson.h>

json_t *json_of_text(struct slice text);
json_t *json_of_text_or_null(struct slice text); // null when empty
json_t *json_of_date(const char *date);          // null when empty
json_t *json_of_texts(const struct slice *items, size_t count);
json_t *json_of_document(const struct document *document);
// `object` as one line that ends in "\n", in `arena`. Takes the reference.
struct slice json_line(json_t *object, struct arena *arena);
