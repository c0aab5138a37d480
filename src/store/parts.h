// parts.h - what the files of a store share.
#pragma once

#include "store/store.h"

struct store {
    struct database *database;
    struct arena *scratch;
    char where[256];
    bool is_temporary; // after store_as_of(): what follows from all documents stands in temporary tables
};

// The zstd of a record's row. False when it is damaged. Lives in `arena`.
bool store_unpack(struct slice bytes, struct arena *arena, struct slice *json);
struct slice store_place_of(const struct record_document *document); // URL, else source
