// reader.h - the text of a table to rows, with every error at its byte.
//
// A table is UTF-8 text, one row a line, cells separated by one tab. Empty lines and lines that start with
// '#' are left out. Spaces around a cell do not count; "-" stands for none. A byte order mark and CR before
// LF are tolerated.
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "knowledge/schema.h"

#define READER_FILE_LIMIT ((size_t)64 << 20) // bytes
#define READER_LINE_LIMIT ((size_t)1 << 20)

struct row {
    const struct slice *cells; // one for each column; empty for "-", but never without a start
    const char *start;         // of the line, to tell a cell's column
    uint32_t line;             // from 1
};
struct rows {
    struct row *items;
    size_t count, capacity;
};

// Reads `content`, which must stay: cells point into it. False with `error` (file `name`, line, column) when
// it is malformed by itself; what other tables say is the compiler's to check.
bool reader_read(struct slice content, const char *name, enum table_kind kind, struct arena *arena,
                 struct rows *rows, struct error *error);
// Where a cell of `row` stands.
struct place_in_file reader_place(const char *name, const struct row *row, unsigned column);
// Decimal as COLUMN_NUMBER has it, not asking the locale; false when it is something else.
bool reader_number(struct slice text, double *number);
