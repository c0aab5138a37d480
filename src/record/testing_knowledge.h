// testing_knowledge.h - knowledge from tables that a test writes itself. Apart from testing.h because the
// compiler of tables and coding each have a `struct source`.
#pragma once

#include "knowledge/knowledge.h"

struct table_text {
    const char *path, *content; // "en/classes.txt", rows
};
// Ends the test program when a table is malformed. Owned by the caller: knowledge_close().
struct knowledge *knowledge_of_tables(const struct table_text *tables, size_t count, struct arena *arena);
