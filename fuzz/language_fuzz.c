// language_fuzz.c - any bytes as a document, through reading to words, trees and names: what language/check.h
// says holds, in each language that has a model.
//
// The first byte's lowest bit chooses the language; the rest is the document. The drawn trees must be text of
// the width that was asked for.
#include "engine/engine.h"
#include "language/check.h"
#include "language/conllu.h"
#include "language/draw.h"

#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

#define WIDTH 60u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct engine *engine;
static struct arena *arena;

static void close_all(void) {
    engine_close(engine);
    arena_free(arena);
}

static void fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    abort();
}

static void open_all(void) {
    struct error error = { 0 };
    char text[1024];
    engine = engine_open(&(struct engine_options){ .every_language = true }, &error);
    if (!engine) fail(error_text(&error, text, sizeof text));
    arena = arena_new();
    atexit(close_all);
}

static void check_lines(struct slice drawn) {
    for (struct slice line; slice_next(&drawn, SLICE("\n"), &line);) {
        unsigned columns = 0;
        for (size_t i = 0, length; i < line.length; i += length)
            columns += utf8_columns(utf8_at(line, i, &length));
        if (columns > WIDTH) fail("a line is too wide");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!engine) open_all();
    if (!size) return 0;
    arena_reset(arena);
    const struct read_options options = { .language = data[0] & 1 ? SLICE("es") : SLICE("en") };
    const struct slice bytes = arena_copy(arena, (struct slice){ (const char *)data + 1, size - 1 });
    struct error error = { 0 };
    const struct analysis *analysis = engine_parse(engine, bytes, SLICE("fuzz"), &options, arena, &error);
    if (!analysis) {
        if (error.kind == ERROR_NONE || !error.message[0]) fail("refused without a word");
        return 0;
    }
    const char *wrong = analysis_check(analysis);
    if (wrong) fail(wrong);
    const struct slice written = conllu_write(analysis, NULL, arena),
                       drawn = draw_trees(analysis, WIDTH, arena);
    if (utf8_first_invalid(written) != SIZE_MAX) fail("CoNLL-U that is not UTF-8");
    if (utf8_first_invalid(drawn) != SIZE_MAX) fail("a drawing that is not UTF-8");
    check_lines(drawn);
    return 0;
}
