// record_fuzz.c - any bytes as a document, all the way to its record as JSON and as a page.
//
// The first byte's lowest bits choose whether the date of publication is known; the rest is the document. The
// engine is opened once: what a document leaves behind in it would be a fault.
#include "engine/engine.h"
#include "invariants.h"

#include <stdio.h>
#include <stdlib.h>

#define PAGE_WIDTH 60

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct engine *engine;
static struct arena *arena;

static void close_all(void) {
    engine_close(engine);
    arena_free(arena);
}

static void open_all(void) {
    struct error error = { 0 };
    engine = engine_open(&(struct engine_options){ 0 }, &error);
    if (!engine) {
        char text[1024];
        fprintf(stderr, "%s\n", error_text(&error, text, sizeof text));
        abort();
    }
    arena = arena_new();
    atexit(close_all);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!engine) open_all();
    if (!size) return 0;
    arena_reset(arena);
    struct read_options options = { 0 };
    if (data[0] & 1) options.published = SLICE("2031-05-14");
    // A copy of its own, so that the sanitizer sees a read past its end.
    const struct slice bytes = arena_copy(arena, (struct slice){ (const char *)data + 1, size - 1 });
    struct error error = { 0 };
    const struct record *record = engine_code(engine, bytes, SLICE("fuzz"), &options, arena, &error);
    if (!record) {
        if (error.kind == ERROR_NONE || !error.message[0]) abort(); // refused without a word
        return 0;
    }
    char why[1024];
    if (!invariants_hold(record_write_json(record, arena), why, sizeof why)) {
        fprintf(stderr, "%s\n", why);
        abort();
    }
    const struct slice page = record_page(record, PAGE_WIDTH, false, arena);
    for (size_t i = 0; i < page.length; i++)
        if ((unsigned char)page.start[i] < 0x20 && page.start[i] != '\n') abort();
    return 0;
}
