// metadata.c - a table of metadata is an export whose text is the name of a file.
#include "tool/metadata.h"

#include "base/hash.h"
#include "base/vector.h"

#include <stdlib.h>

struct row {
    struct item item; // `bytes`: the file
    uint32_t next;    // row with the same hash, from 1; 0: none
    bool is_used;
};

struct metadata {
    struct arena *arena;
    VECTOR_OF(struct row) rows;
    uint32_t *heads; // [size] the first row of each hash, from 1
    uint32_t size;
};

static struct slice last_name(struct slice path) {
    size_t at = path.length;
    while (at > 0 && path.start[at - 1] != '/' && path.start[at - 1] != '\\') at--;
    return slice_part(path, at, path.length);
}

static uint32_t place_of(const struct metadata *metadata, struct slice path) {
    return (uint32_t)hash_bytes(last_name(path), 11) & (metadata->size - 1);
}

struct metadata *metadata_open(const char *path, const struct items_options *options, struct error *error) {
    struct stream *stream = stream_open(path, error);
    if (!stream) return NULL;
    struct items_options own = *options;
    own.fields = (struct items_fields){ .text = "file,filename,path,filepath,document" };
    own.compiled = NULL;
    struct metadata *metadata = calloc(1, sizeof *metadata);
    if (!metadata) abort();
    metadata->arena = arena_new();
    struct items *items = items_open(stream, slice_of(path), &own);
    enum items_result result = ITEMS_SKIPPED;
    for (struct item item; result != ITEMS_DAMAGED;) {
        result = items_next(items, metadata->arena, &item, error);
        if (result == ITEMS_END) break;
        if (result == ITEMS_NEXT && item.bytes.length) {
            item.bytes = slice_trim(item.bytes);
            *vector_push(metadata->arena, &metadata->rows) = (struct row){ .item = item };
        } else if (result == ITEMS_SKIPPED) {
            *error = (struct error){ 0 };
        }
    }
    const bool is_read = result == ITEMS_END && !stream_failed(stream, error);
    items_close(items);
    stream_close(stream);
    if (!is_read) {
        metadata_close(metadata);
        return NULL;
    }
    for (metadata->size = 16; metadata->size < metadata->rows.count * 2;) metadata->size *= 2;
    metadata->heads = ARENA_ARRAY(metadata->arena, uint32_t, metadata->size);
    for (size_t i = 0; i < metadata->rows.count; i++) {
        uint32_t *head = &metadata->heads[place_of(metadata, metadata->rows.items[i].item.bytes)];
        metadata->rows.items[i].next = *head;
        *head = (uint32_t)i + 1;
    }
    return metadata;
}

void metadata_close(struct metadata *metadata) {
    if (!metadata) return;
    arena_free(metadata->arena);
    free(metadata);
}

static bool is_of(struct slice path, struct slice file) {
    if (slice_starts(file, SLICE("./"))) file = slice_part(file, 2, file.length);
    if (!slice_ends(path, file)) return false;
    return path.length == file.length || path.start[path.length - file.length - 1] == '/';
}

static void put(struct slice *to, struct slice from) {
    if (from.length) *to = from;
}

void metadata_fill(struct metadata *metadata, const char *name, struct item *item) {
    const struct slice path = slice_of(name);
    struct row *best = NULL;
    for (uint32_t at = metadata->heads[place_of(metadata, path)]; at;
         at = metadata->rows.items[at - 1].next) {
        struct row *row = &metadata->rows.items[at - 1];
        if (is_of(path, row->item.bytes) && (!best || row->item.bytes.length > best->item.bytes.length))
            best = row;
    }
    if (!best) return;
    best->is_used = true;
    const struct item *row = &best->item;
    put(&item->url, row->url);
    put(&item->title, row->title);
    put(&item->byline, row->byline);
    put(&item->outlet, row->outlet);
    put(&item->language, row->language);
    put(&item->modified, row->modified);
    put(&item->captured, row->captured);
    put(&item->id, row->id);
    if (!row->published.length && !row->unread_date.length) return;
    item->published = row->published;
    item->unread_date = row->unread_date;
    item->unread_why = row->unread_why;
}

size_t metadata_unused(const struct metadata *metadata) {
    size_t count = 0;
    for (size_t i = 0; i < metadata->rows.count; i++) count += !metadata->rows.items[i].is_used;
    return count;
}
