// driver.c - runs a fuzz harness without a fuzzer: over the files of a kept corpus, and over changes of them.
//
//     read_fuzz [-n CHANGES] [-k FILE] FOLDER...
//
// The changes are the same in every run: cut, bytes flipped, pieces put in, pieces of another file put in.
// This keeps in the tests what a search by the compiler's fuzzer has found; it does not replace the search.
#include "base/file.h"
#include "base/hash.h"
#include "base/vector.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_LIMIT (1u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv);

struct inputs { // a vector
    struct slice *items;
    size_t count, capacity;
};

static int by_name(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

static bool add_folder(const char *folder, struct arena *arena, struct inputs *inputs) {
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, by_name);
    bool done = count >= 0;
    for (int i = 0; i < count; i++) {
        if (entries[i]->d_name[0] != '.') {
            struct slice path = arena_format(arena, "%s/%s", folder, entries[i]->d_name);
            done =
                file_read(arena_string(arena, path), FILE_LIMIT, arena, vector_push(arena, inputs), NULL) &&
                done;
        }
        free(entries[i]);
    }
    if (count >= 0) free(entries);
    return done;
}

static void run(struct slice bytes) {
    LLVMFuzzerTestOneInput((const uint8_t *)bytes.start, bytes.length);
}

static void run_changed(const struct inputs *inputs, uint64_t number, const char *keep, struct arena *arena) {
    static const struct slice pieces[] = {
        { "\n", 1 },
        { "\n\n", 2 },
        { " ", 1 },
        { "\0", 1 },
        { "\r", 1 },
        { "\xff", 1 },
        { "\xe2\x80\x8b", 3 },
        { "(", 1 },
        { ")", 1 },
        { "-\n", 2 },
        { " .", 2 },
        { ".A", 2 },
        { "\xcc\x81", 2 },
        { "\xe2\x80\x9d", 3 },
        { "/", 1 },
        { "2031", 4 },
    };
    struct slice text = inputs->items[number % inputs->count];
    size_t changes = 1 + hash_mix(number, 1) % 8;
    for (size_t i = 0; i < changes; i++) {
        uint64_t random = hash_mix(number, 2 + i);
        size_t at = text.length == 0 ? 0 : (size_t)(random >> 20) % (text.length + 1);
        size_t until = text.length == 0 ? 0 : at + (size_t)(random >> 8) % (text.length - at + 1);
        struct slice before = slice_part(text, 0, at), after = slice_part(text, at, text.length), piece;
        switch (random % 5) {
        case 0:
            piece = (struct slice){ "", 0 }, after = slice_part(text, until, text.length);
            break;
        case 1:
            piece = pieces[(random >> 4) % (sizeof pieces / sizeof *pieces)];
            break;
        case 2:
            piece = slice_part(text, at, until);
            break; // once more
        case 3:
            piece = inputs->items[(random >> 4) % inputs->count];
            break;
        default: {
            char byte = (char)(random >> 4);
            piece = arena_copy(arena, (struct slice){ &byte, 1 });
            after = slice_part(after, 1, after.length);
        }
        }
        text = arena_join(arena, arena_join(arena, before, piece), after);
        if (text.length > FILE_LIMIT) break;
    }
    if (keep) file_write(keep, text, NULL);
    run(text);
}

int main(int argc, char **argv) {
    uint64_t changes = 0;
    const char *keep = NULL;
    struct arena *arena = arena_new(), *scratch = arena_new();
    struct inputs inputs = { 0 };
    bool done = true;
    if (LLVMFuzzerInitialize) LLVMFuzzerInitialize(&argc, &argv);
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-n") == 0 && i + 1 < argc)
            changes = strtoull(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "-k") == 0 && i + 1 < argc)
            keep = argv[++i];
        else
            done = add_folder(argv[i], arena, &inputs) && done;
    }
    if (!done || inputs.count == 0) {
        fprintf(stderr, "driver: expected folders of inputs\n");
        return 2;
    }
    for (size_t i = 0; i < inputs.count; i++) run(inputs.items[i]);
    for (uint64_t number = 0; number < changes; number++, arena_reset(scratch))
        run_changed(&inputs, number, keep, scratch);
    printf("%zu inputs, %llu changes\n", inputs.count, (unsigned long long)changes);
    arena_free(scratch);
    arena_free(arena);
    return 0;
}
