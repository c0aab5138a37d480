// json.h - the parts of JSON that a record is written with.
#pragma once

#include "base/arena.h"

struct json_writer { // a text in the making
    struct arena *arena;
    char *bytes; // [size]
    size_t used, size;
};
void json_put(struct json_writer *writer, struct slice bytes); // as they are
// A string. Slices are parts of valid UTF-8; where a cut went through a character, the part is empty.
void json_put_text(struct json_writer *writer, struct slice text);

#define JSON_NUMBER 40 // bytes of a number, its NUL included
// Nine digits, always with a point or an exponent, whatever the locale: 3.0, 1e16, 2.5e-7. Gives the length.
size_t json_number(double value, char digits[JSON_NUMBER]);
