// table.c - rows as a table that fits the terminal.
#include "tool/table.h"

#include "base/utf8.h"

#define LEAST 5u // columns that no column falls below, if it has as many
#define GAP 2u

static unsigned width_of(struct slice text) {
    unsigned width = 0;
    for (size_t at = 0, length; at < text.length; at += length)
        width += utf8_columns(utf8_at(text, at, &length));
    return width;
}

static void put_cell(FILE *to, struct slice text, unsigned width, bool is_number, bool is_last) {
    const unsigned own = width_of(text);
    if (own <= width) {
        if (is_number) fprintf(to, "%*s", (int)(width - own), "");
        fwrite(text.start, 1, text.length, to);
        if (!is_number && !is_last) fprintf(to, "%*s", (int)(width - own), "");
        return;
    }
    unsigned used = 0;
    size_t at = 0, length;
    for (; at < text.length; at += length) {
        const unsigned next = utf8_columns(utf8_at(text, at, &length));
        if (used + next > width - 1) break;
        used += next;
    }
    while (at > 0 && text.start[at - 1] == ' ') {
        at--;
        used--;
    }
    fwrite(text.start, 1, at, to);
    fputs("\xe2\x80\xa6", to);
    if (!is_last) fprintf(to, "%*s", (int)(width - used - 1), "");
}

void table_print(FILE *to, const struct table_column *columns, size_t column_count, const struct slice *cells,
                 size_t row_count, unsigned width, bool colour) {
    struct arena *arena = arena_new();
    unsigned *widths = ARENA_ARRAY(arena, unsigned, column_count), sum = 0;
    bool *is_shown = ARENA_ARRAY(arena, bool, column_count);
    size_t shown = 0, last = 0;
    for (size_t i = 0; i < column_count; i++) {
        unsigned most = 0;
        for (size_t row = 0; row < row_count; row++) {
            const unsigned own = width_of(cells[row * column_count + i]);
            most = own > most ? own : most;
        }
        is_shown[i] = most > 0; // a column without a value is left out
        if (!is_shown[i]) continue;
        const unsigned title = width_of(slice_of(columns[i].title));
        widths[i] = most < title                                            ? title
                    : most > columns[i].wanted && columns[i].wanted > title ? columns[i].wanted
                                                                            : most;
        if (most > columns[i].wanted && columns[i].wanted <= title) widths[i] = title;
        sum += widths[i] + (shown ? GAP : 0);
        shown++;
        last = i;
    }
    while (width && sum > width) { // the widest gives way
        size_t widest = column_count;
        for (size_t i = 0; i < column_count; i++)
            if (is_shown[i] && !columns[i].is_whole && widths[i] > LEAST &&
                (widest == column_count || widths[i] > widths[widest]))
                widest = i;
        if (widest == column_count) break;
        widths[widest]--;
        sum--;
    }
    if (width && sum < width && shown) { // what is left goes to the last one, which holds the words
        unsigned most = 0;
        for (size_t row = 0; row < row_count; row++) {
            const unsigned own = width_of(cells[row * column_count + last]);
            most = own > most ? own : most;
        }
        const unsigned room = widths[last] + width - sum;
        if (most > widths[last]) widths[last] = most < room ? most : room;
    }
    if (colour) fputs("\033[1m", to);
    for (size_t i = 0; i < column_count; i++) {
        if (!is_shown[i]) continue;
        put_cell(to, slice_of(columns[i].title), widths[i], columns[i].is_number, i == last);
        if (i != last) fprintf(to, "%*s", GAP, "");
    }
    if (colour) fputs("\033[0m", to);
    if (shown) fputc('\n', to);
    for (size_t row = 0; row < row_count; row++) {
        for (size_t i = 0; i < column_count; i++) {
            if (!is_shown[i]) continue;
            put_cell(to, cells[row * column_count + i], widths[i], columns[i].is_number, i == last);
            if (i != last) fprintf(to, "%*s", GAP, "");
        }
        fputc('\n', to);
    }
    arena_free(arena);
}
