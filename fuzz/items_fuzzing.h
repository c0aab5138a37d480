// items_fuzzing.h - any bytes as an input of one form: what the harnesses of the forms share.
//
// What must hold: the reading ends; each item's bytes are there and its texts are inside memory; each thing
// that is no item says why; and an input that is cut anywhere gives no item that the whole input does not
// give, but for forms of one document, where a cut cannot be seen.
#pragma once

#include "read/containers/items_forms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void require(bool holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "fuzz: %s\n", what);
    abort();
}

static size_t touch(struct slice text) {
    size_t sum = 0;
    for (size_t i = 0; i < text.length; i++) sum += (unsigned char)text.start[i];
    return sum;
}

#define MOST_ITEMS 100000

static int read_all(const struct items_options *options, const uint8_t *data, size_t size) {
    char *copy =
        malloc(size + (size == 0)); // of its own size, so that the sanitizer sees a read past its end
    require(copy != NULL, "out of memory");
    memcpy(copy, data, size);
    struct stream *stream = stream_of((struct slice){ copy, size }, "input");
    struct items *items = items_open(stream, SLICE("input"), options);
    struct arena *arena = arena_new();
    size_t sum = 0;
    size_t count = 0;
    for (;;) {
        arena_reset(arena);
        struct item item;
        struct error error = { 0 };
        const enum items_result result = items_next(items, arena, &item, &error);
        if (result == ITEMS_END) break;
        require(++count < MOST_ITEMS, "it does not end");
        require((result == ITEMS_NEXT) == (error.kind == ERROR_NONE),
                "an error where there is none, or none told");
        require(result == ITEMS_NEXT || error.message[0] != '\0', "refused without a word");
        const struct slice texts[] = { item.bytes,    item.charset,  item.source,   item.url,
                                       item.title,    item.byline,   item.outlet,   item.published,
                                       item.modified, item.language, item.captured, item.id };
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) sum += touch(texts[i]);
        require(item.source.length > 0, "an item without a source");
    }
    require(sum != SIZE_MAX, "memory that cannot be"); // so that what was read counts
    struct error error = { 0 };
    require(!stream_failed(stream, &error) || error.message[0] != '\0', "a stream failed without a word");
    arena_free(arena);
    items_close(items);
    stream_close(stream);
    free(copy);
    return 0;
}

// The bytes alone, and behind a start that has the form.
static inline int read_behind(const char *start, const uint8_t *data, size_t size) {
    static const struct items_options options = {
        .fields = { .text = "text", .title = "title", .published = "date" }
    };
    read_all(&options, data, size);
    const size_t length = strlen(start);
    char *whole = malloc(length + size + 1);
    require(whole != NULL, "out of memory");
    memcpy(whole, start, length);
    if (size) memcpy(whole + length, data, size);
    read_all(&options, (const uint8_t *)whole, length + size);
    free(whole);
    return 0;
}
