// assets.c - files of the page by their path.
#include "serve/assets.h"

const struct asset *asset_find(struct slice path) {
    if (slice_find(path, SLICE("."), 0) == SIZE_MAX) path = SLICE("/index.html");
    for (size_t i = 0; i < asset_count; i++)
        if (slice_equal(slice_of(assets[i].path), path)) return &assets[i];
    return NULL;
}
