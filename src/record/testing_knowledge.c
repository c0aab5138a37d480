// testing_knowledge.c - compiles tables to a temporary file, which goes as soon as it is mapped.
#include "record/testing_knowledge.h"

#include "base/file.h"
#include "knowledge/compiler.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct knowledge *knowledge_of_tables(const struct table_text *tables, size_t count, struct arena *arena) {
    struct source *sources = ARENA_ARRAY(arena, struct source, count);
    struct error error = { 0 };
    struct slice bytes;
    bool ok = true;
    for (size_t i = 0; i < count && ok; i++) {
        ok = source_of_path(slice_of(tables[i].path), tables[i].path, &sources[i], &error);
        sources[i].content = slice_of(tables[i].content);
    }
    char path[] = "/tmp/dragoman-test-XXXXXX";
    const int descriptor = mkstemp(path);
    ok = ok && descriptor >= 0 && compiler_make(sources, count, NULL, arena, &bytes, &error) &&
         file_write(path, bytes, &error);
    struct knowledge *knowledge = ok ? knowledge_open(path, &error) : NULL;
    if (descriptor >= 0) {
        close(descriptor);
        unlink(path);
    }
    if (!knowledge) {
        char text[1024];
        fprintf(stderr, "tables of the test: %s\n", error_text(&error, text, sizeof text));
        abort();
    }
    return knowledge;
}
