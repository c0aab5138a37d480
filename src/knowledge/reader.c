// reader.c - one pass over the lines; a cell is checked as soon as its end is seen.
//
// What is wrong is reported at the first byte of the cell or list piece that is wrong, or at the offending
// byte itself where one byte is to blame: those who write tables are no programmers, and their editors can
// jump there.
#include "knowledge/reader.h"

#include "base/utf8.h"
#include "base/vector.h"

#include <string.h>

struct reading {
    const char *name;
    const struct table_schema *schema;
    struct arena *arena;
    struct error *error;
    struct slice line; // the one being read
    uint32_t number;
};

static struct place_in_file here(const struct reading *reading, const char *byte) {
    return (struct place_in_file){ reading->name, reading->number,
                                   (uint32_t)(byte - reading->line.start) + 1 };
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool reader_number(struct slice text, double *number) {
    static const double powers[] = { 1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                     1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
    size_t i = 0, digits = 0, decimals = 0;
    bool negative = text.length > 0 && text.start[0] == '-';
    uint64_t value = 0;
    for (i = negative; i < text.length && is_digit(text.start[i]) && digits < 16; i++, digits++)
        value = value * 10 + (uint64_t)(text.start[i] - '0');
    if (digits == 0) return false;
    if (i < text.length && text.start[i] == '.')
        for (i++; i < text.length && is_digit(text.start[i]) && digits < 16; i++, digits++, decimals++)
            value = value * 10 + (uint64_t)(text.start[i] - '0');
    if (i != text.length || digits > 15 || text.start[i - 1] == '.') return false;
    *number = (double)value / powers[decimals]; // both exact, so the quotient is the nearest double
    if (negative) *number = -*number;
    return true;
}

static unsigned digits_of(struct slice text, size_t at, size_t count) {
    unsigned value = 0;
    for (size_t i = 0; i < count; i++) value = value * 10 + (unsigned)(text.start[at + i] - '0');
    return value;
}

static bool is_date(struct slice text) {
    static const char shape[] = "0000-00-00";
    static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (text.length != 4 && text.length != 7 && text.length != 10) return false;
    for (size_t i = 0; i < text.length; i++)
        if (shape[i] == '0' ? !is_digit(text.start[i]) : text.start[i] != shape[i]) return false;
    if (text.length == 4) return true;
    unsigned year = digits_of(text, 0, 4), month = digits_of(text, 5, 2);
    if (month < 1 || month > 12) return false;
    if (text.length == 7) return true;
    unsigned day = digits_of(text, 8, 2);
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day >= 1 && day <= days[month - 1] + (unsigned)(month == 2 && leap);
}

static bool is_country(struct slice text) {
    if (text.length != 3) return false;
    for (size_t i = 0; i < 3; i++)
        if (text.start[i] < 'A' || text.start[i] > 'Z') return false;
    return true;
}

static bool list_is_sound(const struct reading *reading, struct slice cell) {
    size_t start = 0;
    for (;;) {
        size_t end = slice_find(cell, SLICE(" | "), start);
        struct slice piece = slice_part(cell, start, end);
        const char *bar = piece.length == 0 ? NULL : memchr(piece.start, '|', piece.length);
        if (bar)
            return error_at(reading->error, ERROR_INPUT, here(reading, bar),
                            "expected \" | \" between the items of a list, found \"|\" in \"" SLICE_FORMAT
                            "\"",
                            (int)(piece.length < 100 ? piece.length : 100), piece.start);
        if (slice_trim(piece).length == 0)
            return error_at(reading->error, ERROR_INPUT, here(reading, cell.start + start),
                            "an item of the list is empty");
        if (end == SIZE_MAX) return true;
        start = end + 3;
    }
}

// Checks `cell` and makes "-" empty.
static bool cell_is_sound(const struct reading *reading, const struct column *column, struct slice *cell) {
    char name[SCHEMA_NAME_SIZE];
    schema_name(column->symbol, name);
    struct place_in_file place = here(reading, cell->start);
    int shown = (int)(cell->length < 100 ? cell->length : 100);
    if (cell->length == 0)
        return error_at(reading->error, ERROR_INPUT, place, "%s is empty, expected %s", name,
                        schema_kind_meaning(column->kind));
    if (cell->length == 1 && cell->start[0] == '-') {
        switch (column->kind) {
        case COLUMN_PHRASE:
            return true; // the hyphen itself
        case COLUMN_KEY:
        case COLUMN_ID:
        case COLUMN_PHRASES:
        case COLUMN_TEXT:
            return error_at(reading->error, ERROR_INPUT, place, "%s is needed, found \"-\"", name);
        default:
            cell->length = 0;
            return true;
        }
    }
    double number;
    switch (column->kind) {
    case COLUMN_PHRASES:
    case COLUMN_LIST:
        return list_is_sound(reading, *cell);
    case COLUMN_NUMBER:
        if (!reader_number(*cell, &number))
            return error_at(reading->error, ERROR_INPUT, place,
                            "expected a decimal number as %s, found \"%.*s\"", name, shown, cell->start);
        return true;
    case COLUMN_DATE:
        if (!is_date(*cell))
            return error_at(reading->error, ERROR_INPUT, place,
                            "expected YYYY, YYYY-MM or YYYY-MM-DD as %s, found \"%.*s\"", name, shown,
                            cell->start);
        return true;
    case COLUMN_COUNTRY:
        if (!is_country(*cell))
            return error_at(reading->error, ERROR_INPUT, place,
                            "expected three capitals of ISO 3166-1 as %s, found \"%.*s\"", name, shown,
                            cell->start);
        return true;
    default:
        return true;
    }
}

// No control characters but tabs, nothing that is not UTF-8.
static bool line_is_text(const struct reading *reading) {
    struct slice line = reading->line;
    size_t invalid = utf8_first_invalid(line);
    if (invalid != SIZE_MAX)
        return error_at(reading->error, ERROR_INPUT, here(reading, line.start + invalid),
                        "expected UTF-8, found byte 0x%02x", (unsigned)(unsigned char)line.start[invalid]);
    for (size_t i = 0; i < line.length; i++) {
        unsigned char c = (unsigned char)line.start[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return error_at(reading->error, ERROR_INPUT, here(reading, line.start + i),
                            "control character 0x%02x", c);
    }
    return true;
}

static struct slice trim_cell(struct slice cell) {
    while (cell.length > 0 && cell.start[cell.length - 1] == ' ') cell.length--;
    while (cell.length > 0 && cell.start[0] == ' ') {
        cell.start++;
        cell.length--;
    }
    return cell;
}

static bool read_row(const struct reading *reading, struct row *row) {
    const struct table_schema *schema = reading->schema;
    struct slice line = reading->line;
    struct slice *cells = ARENA_ARRAY(reading->arena, struct slice, schema->column_count);
    unsigned count = 1;
    for (size_t i = 0; i < line.length; i++) count += line.start[i] == '\t';
    size_t start = 0;
    char name[SCHEMA_NAME_SIZE];
    for (unsigned i = 0; i < schema->column_count; i++) {
        if (start > line.length)
            return error_at(reading->error, ERROR_INPUT, here(reading, line.start + line.length),
                            "expected %u columns separated by tabs, found %u: %s is missing",
                            schema->column_count, count, schema_name(schema->columns[i].symbol, name));
        const char *tab = memchr(line.start + start, '\t', line.length - start);
        size_t end = tab ? (size_t)(tab - line.start) : line.length;
        cells[i] = trim_cell(slice_part(line, start, end));
        if (count == schema->column_count && !cell_is_sound(reading, &schema->columns[i], &cells[i]))
            return false;
        start = end + 1;
    }
    if (start <= line.length)
        return error_at(reading->error, ERROR_INPUT, here(reading, line.start + start),
                        "expected %u columns separated by tabs, found %u", schema->column_count, count);
    *row = (struct row){ cells, line.start, reading->number };
    return true;
}

bool reader_read(struct slice content, const char *name, enum table_kind kind, struct arena *arena,
                 struct rows *rows, struct error *error) {
    *rows = (struct rows){ 0 };
    struct reading reading = { .name = name, .schema = schema_of(kind), .arena = arena, .error = error };
    if (content.length > READER_FILE_LIMIT)
        return error_at(error, ERROR_LIMIT, (struct place_in_file){ .file = name }, "larger than %zu bytes",
                        READER_FILE_LIMIT);
    struct slice rest = content;
    bool has_mark = slice_starts(rest, SLICE("\xef\xbb\xbf"));
    while (rest.length > 0) {
        const char *end = memchr(rest.start, '\n', rest.length);
        size_t length = end ? (size_t)(end - rest.start) : rest.length;
        reading.line = slice_part(rest, 0, length);
        rest = slice_part(rest, end ? length + 1 : length, rest.length);
        reading.number++;
        if (length > READER_LINE_LIMIT)
            return error_at(error, ERROR_LIMIT, here(&reading, reading.line.start),
                            "a line longer than %zu bytes", READER_LINE_LIMIT);
        if (slice_ends(reading.line, SLICE("\r"))) reading.line.length--;
        if (!line_is_text(&reading)) return false;
        if (reading.number == 1 && has_mark) reading.line = slice_part(reading.line, 3, reading.line.length);
        if (trim_cell(reading.line).length == 0 || reading.line.start[0] == '#') continue;
        struct row row;
        if (!read_row(&reading, &row)) return false;
        *vector_push(arena, rows) = row;
    }
    return true;
}

struct place_in_file reader_place(const char *name, const struct row *row, unsigned column) {
    return (struct place_in_file){ name, row->line, (uint32_t)(row->cells[column].start - row->start) + 1 };
}
