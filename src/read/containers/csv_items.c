// csv_items.c - tables with a header line: commas, semicolons or tabs, quoted as RFC 4180 says.
//
// A row is found in a sliding window. A quote opens only at the start of a cell, so a stray one inside a cell
// is a character; one that is never closed would take the rest of the table for one cell: after LONGEST_ROW
// bytes the row is given up, and reading goes on at the line behind the one it began on.
#include "read/containers/items_forms.h"

#include "base/vector.h"
#include "read/charset/charset.h"
#include "read/document.h"

#include <stdlib.h>
#include <string.h>

#define LONGEST_ROW READ_DOCUMENT_LIMIT
#define MOST_COLUMNS 500u
#define LOOK_AHEAD (256u << 10) // bytes by which character set and order of dates are told
#define MOST_NAMED 150u         // bytes of names of columns in a message

struct cells { // a vector
    struct slice *items;
    size_t count, capacity;
};

struct csv {
    const struct items_source *source;
    char separator;
    struct arena *arena; // of the header
    struct cells header;
    const char *charset; // NULL: UTF-8
    const char *refused; // why the table cannot be read; NULL when it can
    uint64_t number;     // of the last row, the header not counted
    uint32_t line;       // of the start of the window
};

// Which character parts the cells of a header line; '\0' when it is no header.
static char separator_of(struct slice line) {
    static const char separators[] = { '\t', ',', ';', '|' };
    char best = '\0';
    size_t most = 0;
    for (size_t i = 0; i < sizeof separators; i++) {
        size_t count = 0;
        for (size_t at = 0; at < line.length; at++) count += line.start[at] == separators[i];
        if (count > most) {
            most = count;
            best = separators[i];
        }
    }
    return best;
}

static struct slice first_line(struct slice text) {
    const char *end = text.length ? memchr(text.start, '\n', text.length) : NULL;
    return end ? slice_trim((struct slice){ text.start, (size_t)(end - text.start) }) : text;
}

static struct slice bare(struct slice cell) {
    cell = slice_trim(cell);
    if (cell.length >= 2 && cell.start[0] == '"' && cell.start[cell.length - 1] == '"')
        cell = slice_part(cell, 1, cell.length - 1);
    return cell;
}

#define SHAPE_ROWS 4u    // rows by which a table is known whose columns say nothing
#define SHAPE_CELL 40u   // bytes of a cell of a header
#define SHAPE_COLUMNS 3u // at least, where the file is not called a table

static bool is_called_table(struct slice name) {
    static const struct slice ends[] = { { ".csv", 4 }, { ".tsv", 4 }, { ".tab", 4 } };
    static const struct slice packed[] = { { ".gz", 3 }, { ".bz2", 4 }, { ".xz", 3 }, { ".zst", 4 } };
    for (size_t i = 0; i < sizeof packed / sizeof *packed; i++)
        if (slice_ends(name, packed[i])) name.length -= packed[i].length;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (name.length >= ends[i].length &&
            slice_equal_ascii_fold(slice_part(name, name.length - ends[i].length, name.length), ends[i]))
            return true;
    return false;
}

// How many cells the line has; `*end` is behind it. 0 where it ends within quotes or the text does.
static size_t count_cells(struct slice text, size_t at, char separator, size_t *end) {
    bool in_quotes = false, at_start = true;
    size_t cells = 1;
    for (; at < text.length; at++) {
        const char c = text.start[at];
        if (c == '"' && (in_quotes || at_start)) in_quotes = !in_quotes;
        at_start = c == separator;
        if (in_quotes) continue;
        if (c == '\n') {
            *end = at + 1;
            return cells;
        }
        cells += c == separator;
    }
    *end = at;
    return 0;
}

// Short names in the first line, and as many cells in each line as there: a table, whatever its columns are
// called.
static bool has_shape(const struct items_source *source, struct slice start, char separator) {
    const bool is_called = is_called_table(source->name);
    struct slice line = first_line(start);
    size_t columns = 0;
    for (struct slice cell; slice_next(&line, (struct slice){ &separator, 1 }, &cell); columns++) {
        const struct slice name = bare(cell);
        if (name.length == 0 || name.length > SHAPE_CELL || strchr(".!?:", name.start[name.length - 1]))
            return false;
    }
    if (columns < (is_called ? 2 : SHAPE_COLUMNS)) return false;
    size_t at = 0, rows = 0;
    for (size_t cells; (cells = count_cells(start, at, separator, &at)) > 0; rows++)
        if (cells != columns) return false;
    return rows >= (is_called ? 1 : SHAPE_ROWS);
}

// What Excel writes before some tables: "sep=;".
static struct slice without_sep(struct slice start) {
    const char *end = slice_starts(start, SLICE("sep=")) && start.length > 5
                          ? memchr(start.start, '\n', start.length)
                          : NULL;
    return end && end - start.start <= 6 ? slice_part(start, (size_t)(end - start.start) + 1, start.length)
                                         : start;
}

// A header names the text or the title, and something else too; or the text as the user says; or it has the
// shape of one.
static bool recognizes_csv(const struct items_source *source, struct slice start) {
    start = without_sep(start);
    struct slice line = first_line(start);
    const char separator = separator_of(line);
    if (separator == '\0') return false;
    size_t known = 0;
    bool has_text = false;
    for (struct slice cell; slice_next(&line, (struct slice){ &separator, 1 }, &cell);)
        for (int role = 0; role < FIELD_LIST; role++) {
            if (fields_rank(source->fields, (enum field_role)role, bare(cell)) == SIZE_MAX) continue;
            has_text = has_text || role == FIELD_TEXT || role == FIELD_TITLE;
            known++;
            break;
        }
    if (has_text && (known >= 2 || source->fields->named[FIELD_TEXT] || source->fields->named[FIELD_TITLE]))
        return true;
    const bool is_asked = source->fields->named[FIELD_TEXT] || source->fields->named[FIELD_TITLE];
    if (is_asked && (is_called_table(source->name) || slice_equal(source->name, SLICE("-")))) return true;
    return has_shape(source, start, separator);
}

enum row_result { ROW_READ, ROW_END, ROW_CUT, ROW_TOO_LONG };

// Where the next row ends, its line end included. `*lines`: how many lines it has.
static enum row_result find_row(struct csv *csv, size_t *length, uint32_t *lines) {
    bool in_quotes = false, at_start = true;
    size_t at = 0, wanted = 64u << 10;
    *lines = 0;
    for (;;) {
        const struct slice window = stream_peek(csv->source->stream, wanted);
        const bool is_last = window.length < wanted;
        for (; at < window.length; at++) {
            const char c = window.start[at];
            if (c == '\n') ++*lines;
            if (in_quotes) {
                if (c != '"') continue;
                if (at + 1 == window.length && !is_last) break; // a second one may follow
                if (at + 1 < window.length && window.start[at + 1] == '"')
                    at++;
                else
                    in_quotes = false;
                continue;
            }
            if (c == '\n') {
                *length = at + 1;
                return ROW_READ;
            }
            if (c == '"' && at_start) in_quotes = true;
            at_start = c == csv->separator || (at_start && c == ' ');
        }
        if (is_last) {
            *length = window.length;
            return window.length == 0 ? ROW_END : in_quotes ? ROW_CUT : ROW_READ;
        }
        if (wanted > LONGEST_ROW) return ROW_TOO_LONG;
        wanted *= 2;
    }
}

static struct slice unquoted(struct slice cell, struct arena *arena) {
    if (slice_find(cell, SLICE("\"\""), 0) == SIZE_MAX) return arena_copy(arena, cell);
    char *bytes = arena_allocate(arena, cell.length);
    size_t count = 0;
    for (size_t at = 0; at < cell.length; at++) {
        bytes[count++] = cell.start[at];
        if (cell.start[at] == '"' && at + 1 < cell.length && cell.start[at + 1] == '"') at++;
    }
    return (struct slice){ bytes, count };
}

static void split_row(const struct csv *csv, struct slice row, struct arena *arena, struct cells *cells) {
    while (row.length && (row.start[row.length - 1] == '\n' || row.start[row.length - 1] == '\r'))
        row.length--;
    size_t at = 0;
    for (bool more = true; more;) {
        while (at < row.length && row.start[at] == ' ') at++;
        struct slice cell;
        if (at < row.length && row.start[at] == '"') {
            const size_t start = ++at;
            while (at < row.length) {
                if (row.start[at] != '"')
                    at++;
                else if (at + 1 < row.length && row.start[at + 1] == '"')
                    at += 2;
                else
                    break;
            }
            cell = unquoted(slice_part(row, start, at), arena);
            while (at < row.length && row.start[at] != csv->separator) at++;
        } else {
            const size_t start = at;
            while (at < row.length && row.start[at] != csv->separator) at++;
            cell = arena_copy(arena, slice_trim(slice_part(row, start, at)));
        }
        if (cells->count < MOST_COLUMNS) *vector_push(arena, cells) = cell;
        more = at < row.length;
        at++;
    }
}

static void skip_row(struct csv *csv, size_t length, uint32_t lines) {
    stream_skip(csv->source->stream, length);
    csv->line += lines;
}

// What a table is refused for: its columns by name, and what to write.
static const char *refusal(const struct csv *csv) {
    const struct fields *fields = csv->source->fields;
    bool has_text = false;
    for (int role = 0; role < FIELD_LIST; role++) {
        bool is_there = false;
        for (size_t i = 0; i < csv->header.count; i++)
            is_there =
                is_there || fields_rank(fields, (enum field_role)role, csv->header.items[i]) != SIZE_MAX;
        has_text = has_text || (is_there && (role == FIELD_TEXT || role == FIELD_TITLE));
        if (fields->named[role] && !is_there)
            return arena_string(csv->arena,
                                arena_format(csv->arena,
                                             "no column is called \"" SLICE_FORMAT "\" as --field says",
                                             SLICE_ARG(fields->roles[role].items[0])));
    }
    if (has_text) return NULL;
    struct slice names = { "", 0 };
    for (size_t i = 0; i < csv->header.count && names.length < MOST_NAMED; i++)
        names = arena_format(csv->arena, SLICE_FORMAT "%s\"" SLICE_FORMAT "\"", SLICE_ARG(names),
                             i ? ", " : "", SLICE_ARG(slice_part(csv->header.items[i], 0, SHAPE_CELL)));
    return arena_string(
        csv->arena,
        arena_format(csv->arena,
                     "which column has the text? Write --field text=NAME; there are " SLICE_FORMAT,
                     SLICE_ARG(names)));
}

// What the column of dates shows of their order, as far as the window reaches; unknown when it contradicts
// itself.
static enum date_order order_of(const struct csv *csv) {
    size_t column = SIZE_MAX, best = SIZE_MAX;
    for (size_t i = 0; i < csv->header.count; i++) {
        const size_t rank = fields_rank(csv->source->fields, FIELD_PUBLISHED, csv->header.items[i]);
        if (rank < best) column = i, best = rank;
    }
    if (column == SIZE_MAX) return DATE_ORDER_UNKNOWN;
    const struct slice window = slice_part(stream_peek(csv->source->stream, LOOK_AHEAD), 0, LOOK_AHEAD);
    bool seen[3] = { false };
    struct arena *scratch = arena_new();
    for (size_t at = 0, end; at < window.length && count_cells(window, at, csv->separator, &end) > 0;
         at = end) {
        struct cells cells = { 0 };
        arena_reset(scratch);
        split_row(csv, slice_part(window, at, end), scratch, &cells);
        if (column < cells.count) seen[export_date_order(cells.items[column])] = true;
    }
    arena_free(scratch);
    if (seen[DATE_DAY_FIRST] == seen[DATE_MONTH_FIRST]) return DATE_ORDER_UNKNOWN;
    return seen[DATE_DAY_FIRST] ? DATE_DAY_FIRST : DATE_MONTH_FIRST;
}

// One table has one character set: a row alone is too short to tell.
static const char *charset_of(const struct csv *csv) {
    const struct slice told = csv->source->fields->charset;
    const char *name = "utf-8";
    if (told.length) {
        const struct charset *charset = charset_of_label(told);
        if (charset) name = charset->name;
    } else {
        name = charset_of_file(slice_part(stream_peek(csv->source->stream, LOOK_AHEAD), 0, LOOK_AHEAD),
                               csv->arena);
    }
    const bool is_wide =
        strncmp(name, "utf-16", 6) == 0 || strncmp(name, "utf-32", 6) == 0; // it is decoded already
    return is_wide || strcmp(name, "utf-8") == 0 ? NULL : name;
}

static struct slice decoded(const struct csv *csv, struct slice row, struct arena *arena) {
    struct charset_result result;
    return csv->charset && charset_decode_as(row, slice_of(csv->charset), false, arena, &result) ? result.text
                                                                                                 : row;
}

static void *open_csv(const struct items_source *source) {
    struct csv *csv = calloc(1, sizeof *csv);
    if (!csv) abort();
    csv->source = source;
    csv->arena = arena_new();
    csv->line = 1;
    if (slice_starts(stream_peek(source->stream, 3), SLICE("\xef\xbb\xbf"))) stream_skip(source->stream, 3);
    if (without_sep(slice_part(stream_peek(source->stream, FORM_START), 0, FORM_START)).start !=
        stream_peek(source->stream, FORM_START).start) {
        const struct slice window = stream_peek(source->stream, FORM_START);
        stream_skip(source->stream,
                    (size_t)((const char *)memchr(window.start, '\n', window.length) - window.start) + 1);
        csv->line++;
    }
    size_t length;
    uint32_t lines;
    csv->separator = ',';
    csv->charset = charset_of(csv);
    for (enum row_result found; (found = find_row(csv, &length, &lines)) == ROW_READ || found == ROW_CUT;) {
        const struct slice row = slice_part(stream_peek(source->stream, length), 0, length);
        const bool is_blank = slice_trim(row).length == 0;
        if (!is_blank) {
            csv->separator = separator_of(first_line(row));
            split_row(csv, decoded(csv, row, csv->arena), csv->arena, &csv->header);
        }
        skip_row(csv, length, lines);
        if (!is_blank) break;
    }
    csv->refused = refusal(csv);
    *source->order = order_of(csv);
    return csv;
}

static void close_csv(void *state) {
    struct csv *csv = state;
    arena_free(csv->arena);
    free(csv);
}

static enum items_result take_row(struct csv *csv, struct slice row, struct arena *arena, struct item *item,
                                  struct error *error) {
    struct cells cells = { 0 };
    split_row(csv, decoded(csv, row, arena), arena, &cells);
    if (cells.count != csv->header.count) {
        items_error(error, ERROR_INPUT, csv->source, csv->line, 0,
                    "expected %zu cells as the header has, found %zu", csv->header.count, cells.count);
        return ITEMS_DAMAGED;
    }
    size_t ranks[FIELD_ROLE_COUNT];
    for (int role = 0; role < FIELD_ROLE_COUNT; role++) ranks[role] = SIZE_MAX;
    for (size_t i = 0; i < cells.count; i++)
        for (int role = 0; role < FIELD_LIST; role++) {
            const size_t rank =
                fields_rank(csv->source->fields, (enum field_role)role, slice_trim(csv->header.items[i]));
            if (rank >= ranks[role] || slice_trim(cells.items[i]).length == 0) continue;
            ranks[role] = rank;
            fields_set(item, (enum field_role)role, cells.items[i]);
        }
    if (item->bytes.length == 0 && item->title.length == 0) {
        items_error(error, ERROR_INPUT, csv->source, 0, 0, "row without text");
        return ITEMS_SKIPPED;
    }
    if (csv->charset) item->charset = SLICE("utf-8");
    item->form = items_is_html(item->bytes) ? ITEM_HTML : ITEM_TEXT;
    item->is_story = item->form == ITEM_HTML && !items_is_page(item->bytes);
    return ITEMS_NEXT;
}

static enum items_result next_csv(void *state, struct arena *arena, struct item *item, struct error *error) {
    struct csv *csv = state;
    struct stream *stream = csv->source->stream;
    if (csv->refused) {
        if (csv->refused[0] == '\0') return ITEMS_END;
        items_error(error, ERROR_INPUT, csv->source, 1, 0, "%s", csv->refused);
        csv->refused = ""; // told once
        return ITEMS_DAMAGED;
    }
    for (;;) {
        size_t length = 0;
        uint32_t lines = 0;
        const enum row_result found = find_row(csv, &length, &lines);
        if (found == ROW_END) return ITEMS_END;
        const bool is_last = found != ROW_TOO_LONG && stream_peek(stream, length + 1).length == length;
        const struct slice row = slice_part(stream_peek(stream, length), 0, length);
        if (found == ROW_READ && slice_trim(row).length == 0) {
            skip_row(csv, length, lines);
            continue;
        }
        if (is_last && stream_failed(stream, NULL)) return ITEMS_END; // the row may be cut: its stream tells
        item->source = items_record_name(csv->source, ++csv->number, arena);
        if (found == ROW_READ) {
            const enum items_result result = take_row(csv, row, arena, item, error);
            skip_row(csv, length, lines);
            return result;
        }
        items_error(error, found == ROW_CUT ? ERROR_INPUT : ERROR_LIMIT, csv->source, csv->line, 0,
                    found == ROW_CUT ? "a quoted cell is not closed" : "expected a row of at most 64 MiB");
        const struct slice window = stream_peek(stream, 64u << 10);
        const char *end = memchr(window.start, '\n', window.length);
        skip_row(csv, end ? (size_t)(end - window.start) + 1 : window.length, 1);
        return ITEMS_DAMAGED;
    }
}

const struct form form_csv = { "csv", recognizes_csv, open_csv, close_csv, next_csv };
