// compile.c - the build's tool: tables of text to knowledge.bin, and the schema to docs/knowledge.md.
#include "base/file.h"
#include "knowledge/compiler.h"
#include "knowledge/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int usage(void) {
    fputs(
        "usage: compile-knowledge OUTPUT SOURCE_ROOT FILE...\n"
        "       compile-knowledge --document OUTPUT\n"
        "Compiles the tables FILE..., which stand in SOURCE_ROOT/knowledge, or writes the page about them.\n",
        stderr);
    return 2;
}

static bool write_document(const char *output, struct arena *arena, struct error *error) {
    return file_write(output, compiler_document(arena), error);
}

// The absolute path of `path`; the same when there is no such file.
static struct slice absolute(const char *path, struct arena *arena) {
    char *found = realpath(path, NULL);
    struct slice copy = arena_copy(arena, slice_of(found ? found : path));
    free(found);
    return copy;
}

// `path` without `root` and the slash after it; the same when it does not start so.
static struct slice below(struct slice path, struct slice root) {
    if (!slice_starts(path, root) || path.length == root.length || path.start[root.length] != '/')
        return path;
    return slice_part(path, root.length + 1, path.length);
}

static bool compile(const char *output, const char *root, char **files, size_t count, struct arena *arena,
                    struct error *error) {
    struct source *sources = ARENA_ARRAY(arena, struct source, count);
    for (size_t i = 0; i < count; i++) {
        struct slice content, name = below(absolute(files[i], arena), absolute(root, arena));
        const char *shown = arena_string(arena, name);
        if (!file_read(files[i], READER_FILE_LIMIT, arena, &content, error)) return false;
        if (!source_of_path(below(name, SLICE("knowledge")), shown, &sources[i], error)) return false;
        sources[i].content = content;
    }
    struct slice bytes;
    return compiler_make(sources, count, NULL, arena, &bytes, error) && file_write(output, bytes, error);
}

int main(int argc, char **argv) {
    bool document = argc > 1 && strcmp(argv[1], "--document") == 0;
    if (document ? argc != 3 : argc < 3) return usage();
    struct arena *arena = arena_new();
    struct error error = { 0 };
    bool done = document ? write_document(argv[2], arena, &error)
                         : compile(argv[1], argv[2], argv + 3, (size_t)argc - 3, arena, &error);
    char text[640];
    if (!done) fprintf(stderr, "%s\n", error_text(&error, text, sizeof text));
    arena_free(arena);
    return done ? 0 : 1;
}
