// metadata.h - what a table says of files that say nothing of themselves: date, outlet, address, id.
//
// A table as `read` takes it (CSV, tabs, JSON), with a column for the file. Belongs to one thread.
#pragma once

#include "read/containers/items.h"

struct metadata; // opaque

// Reads the table. `options`: how dates and character sets are to be taken. NULL with `error`. Owned by the
// caller.
struct metadata *metadata_open(const char *path, const struct items_options *options, struct error *error);
void metadata_close(struct metadata *metadata); // NULL is fine
// Puts what the table says of the file `name` into `item`, over what was there. A row is of a file when the
// file's path is what the row says or ends in it. What is put there lives as long as the table.
void metadata_fill(struct metadata *metadata, const char *name, struct item *item);
size_t metadata_unused(const struct metadata *metadata); // rows whose file nobody read
