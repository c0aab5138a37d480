// assets.h - the files of the page, as web/ was bundled when the program was built.
#pragma once

#include "base/slice.h"

struct asset {
    const char *path; // "/app.js"
    const char *type; // Content-Type
    struct slice bytes;
    const char *etag; // with its quotation marks: a hash of the bytes
};
extern const struct asset assets[];
extern const size_t asset_count;

// The file at `path`; the page itself for paths without a dot, which are its views. NULL when there is none.
const struct asset *asset_find(struct slice path);
