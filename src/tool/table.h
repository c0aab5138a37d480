// table.h - rows as a table that fits the terminal.
#pragma once

#include "base/arena.h"

#include <stdio.h>

struct table_column {
    const char *title;
    unsigned wanted; // columns that it would like at most
    bool is_number;  // to the right
    bool is_whole;   // never cut: a day, a number
};
// `cells` [row_count][column_count], as words. Columns give way where `width` is too small, the widest first;
// what does not fit ends in an ellipsis.
void table_print(FILE *to, const struct table_column *columns, size_t column_count, const struct slice *cells,
                 size_t row_count, unsigned width, bool colour);
