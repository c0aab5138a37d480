// flat.h - the entries of records as flat tables: CSV and TSV, for spreadsheets and statistics.
//
// A table is one of the record's lists; its columns are made from the tables of schema.h. First come those of
// the document (document, published, outlet, url, source, source_id, copy_of), then the entry's own: an
// object's fields after its name (date_from, place_name), lists joined by "; ", entities by name with their
// ids, countries and codes in columns beside it, and the sentence that holds the entry.
#pragma once

#include "record/record.h"

enum flat_form { FLAT_CSV, FLAT_TSV };

struct flat_options {
    enum flat_form form;
    bool raw;   // text that a spreadsheet would take for a formula stays as it is, else an apostrophe comes
                // before
    bool dyads; // events: one row for each pair of actor and recipient, or of those who act alike
};

// The kind of a table by its name ("events"); RECORD_KIND_COUNT when there is none.
enum record_kind flat_table(struct slice name);
const char *flat_table_name(enum record_kind kind); // NULL when it has none
// The names of the columns, and the rows of what `record` says, each ending in "\n". They live in `arena`.
struct slice flat_head(enum record_kind kind, const struct flat_options *options, struct arena *arena);
struct slice flat_rows(const struct record *record, enum record_kind kind, const struct flat_options *options,
                       struct arena *arena);
// A text as a cell, quoted or freed of tabs and line ends as the form asks.
struct slice flat_cell(struct slice text, const struct flat_options *options, struct arena *arena);
