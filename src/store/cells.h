// cells.h - a cell of a row as CSV, TSV, JSON or as words on a terminal.
#pragma once

#include "store/database.h"

struct bytes { // a text in the making
    struct arena *arena;
    char *start;
    size_t length, size;
};
void bytes_put(struct bytes *bytes, struct slice text);
void bytes_put_string(struct bytes *bytes, const char *text);

// RFC 4180: quoted where it must be. With `guard`, text that a spreadsheet would take for a formula (= + - @,
// tab, carriage return) gets an apostrophe before it; numbers stay numbers.
void cell_put_csv(struct bytes *bytes, const struct value *value, bool guard);
void cell_put_tsv(struct bytes *bytes, const struct value *value,
                  bool guard); // tabs and line ends become spaces
void cell_put_json(struct bytes *bytes, const struct value *value);
void cell_put_json_text(struct bytes *bytes, struct slice text);
// On one line, controls and what steers a terminal as spaces. Numbers without what is not needed.
struct slice cell_words(const struct value *value, struct arena *arena);
