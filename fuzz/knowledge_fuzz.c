// knowledge_fuzz.c - any bytes as a table: rows inside the text, or an error at a place inside it.
//
// The first byte picks the table. Rows that were read must compile, or say why not.
#include "knowledge/compiler.h"
#include "knowledge/reader.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds) abort();
}

static size_t line_count(struct slice content) {
    size_t count = 1;
    for (size_t i = 0; i < content.length; i++) count += content.start[i] == '\n';
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0) return 0;
    enum table_kind kind = data[0] % TABLE_KINDS;
    struct slice content = { (const char *)data + 1, size - 1 };
    struct arena *arena = arena_new();
    struct rows rows;
    struct error error = { 0 };
    bool done = reader_read(content, "input", kind, arena, &rows, &error);
    require(done == (error.kind == ERROR_NONE));
    require(done || (error.line >= 1 && error.line <= line_count(content) && error.column >= 1));
    for (size_t i = 0; i < rows.count; i++) {
        for (unsigned j = 0; j < schema_of(kind)->column_count; j++) {
            struct slice cell = rows.items[i].cells[j];
            require(cell.start >= content.start &&
                    cell.start + cell.length <= content.start + content.length);
        }
    }
    struct source source = { "input", kind, SLICE("en"), content };
    struct slice bytes;
    error = (struct error){ 0 };
    require(compiler_make(&source, 1, NULL, arena, &bytes, &error) == (error.kind == ERROR_NONE));
    arena_free(arena);
    return 0;
}
