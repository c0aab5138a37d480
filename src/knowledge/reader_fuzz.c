// reader_fuzz.c - any bytes as a table: rows inside the text, or an error at a place inside it.
//
// The first byte picks the table. Linked with a fuzzer (-Dfuzz=true, clang) it searches by itself; without
// one it reads the files it is given, or makes a fixed number of changes to a small table, so that the tests
// run it too.
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

#ifndef WITH_FUZZER
#include "base/file.h"
#include "base/hash.h"

static void change_and_run(struct slice seed, uint64_t number) {
    static const char pieces[] = "\t\n|- #\r\xff\xc3\xe2\x80\0A1";
    char text[512];
    size_t length = seed.length;
    memcpy(text, seed.start, length);
    for (unsigned i = 0; i < 4; i++) {
        uint64_t random = hash_mix(number, i);
        size_t at = (size_t)(random >> 16) % length;
        if (random % 3 == 0)
            length = at + 1;
        else
            text[at] = random % 3 == 1 ? pieces[(random >> 8) % sizeof pieces] : (char)(random >> 8);
    }
    LLVMFuzzerTestOneInput((const uint8_t *)text, length);
}

int main(int argc, char **argv) {
    struct arena *arena = arena_new();
    int status = 0;
    for (int i = 1; i < argc; i++) {
        struct slice content;
        if (file_read(argv[i], READER_FILE_LIMIT, arena, &content, NULL))
            LLVMFuzzerTestOneInput((const uint8_t *)content.start, content.length);
        else
            status = 1;
    }
    for (uint64_t number = 0; argc == 1 && number < 20000; number++) {
        char kind = (char)(number % TABLE_KINDS);
        struct slice text = SLICE("# Ö\nAAA\ta b | c\tBBB\t-\t2020-01-31\t2021\t-\t1.5\nx/v\tÉ\t-\n\n-\t-\n");
        change_and_run(arena_join(arena, (struct slice){ &kind, 1 }, text), number);
        arena_reset(arena);
    }
    arena_free(arena);
    return status;
}
#endif
