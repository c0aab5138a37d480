// rows.h - a record as rows of the tables of schema.sql.
#pragma once

#include "record/record.h"
#include "store/database.h"

// Inserts what `record` says, the document itself apart. The document's row is there.
bool rows_insert(struct database *database, const struct record *record, struct arena *scratch,
                 struct error *error);
