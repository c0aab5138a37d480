// export.h - a store in the formats of others, streamed.
//
// One table of formats. Those that are rows are columns of SQL over happenings or figures, through the
// filters of query.h; the others are written from rows or from the records. The same store and filters give
// the same bytes.
#pragma once

#include "store/query.h"

struct export_format {
    const char *name, *extension, *meaning;
};
const struct export_format *export_format_at(size_t index); // NULL past the last
const struct export_format *export_format_find(const char *name);

struct export_options {
    bool raw;   // CSV, TSV: no apostrophe before what a spreadsheet would take for a formula
    bool dyads; // events-csv, events-tsv: one row for each pair of actor and recipient
};
// Takes the next bytes; false when they cannot be written.
typedef bool (*export_put)(void *context, struct slice bytes);
// `count`: rows, features, records written; may be NULL. False with `error`.
bool export_write(struct store *store, const struct export_format *format,
                  const struct query_filters *filters, const struct export_options *options, export_put put,
                  void *context, size_t *count, struct error *error);
// What stands beside an export: the version, the documents, the filters, whose the texts are. JSON, in
// `arena`.
bool export_manifest(struct store *store, const struct export_format *format,
                     const struct query_filters *filters, const char *version, size_t count,
                     struct arena *arena, struct slice *json, struct error *error);
