// describe_main.c - the build's tool: describe-record FILE writes docs/records.md.
#include "record/describe.h"

#include <stdio.h>

int main(int argc, char **argv) {
    if (argc != 2) {
        fputs("Usage: describe-record FILE\n", stderr);
        return 2;
    }
    struct arena *arena = arena_new();
    const struct slice page = record_describe(arena);
    FILE *file = fopen(argv[1], "w");
    const bool written = file && fwrite(page.start, 1, page.length, file) == page.length;
    const bool closed = file && fclose(file) == 0;
    if (!written || !closed) perror(argv[1]);
    arena_free(arena);
    return written && closed ? 0 : 1;
}
