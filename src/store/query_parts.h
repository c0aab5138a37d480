// query_parts.h - the filters of a query as SQL, for exports that join more to them.
#pragma once

#include "store/query.h"

#define QUERY_VALUES 64u // of one query

struct query_sql {
    struct slice text; // " FROM events v WHERE ..."
    struct value values[QUERY_VALUES];
    size_t count;
};
bool query_sql_of(struct store *store, const struct ledger *ledger, const struct query_filters *filters,
                  struct arena *arena, struct query_sql *sql, struct error *error);
