// embed.c - writes the files of the page as C: embed OUTPUT.c FILE...
//
// Part of the build only. Bytes stand as numbers, so that any compiler takes any file.
#include "base/file.h"
#include "base/hash.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define LARGEST (8u << 20) // bytes of a file

static const struct {
    const char *ending, *type;
} types[] = {
    { ".html", "text/html; charset=utf-8" },
    { ".js", "text/javascript; charset=utf-8" },
    { ".css", "text/css; charset=utf-8" },
    { ".json", "application/json; charset=utf-8" },
    { ".svg", "image/svg+xml" },
};

static const char *type_of(struct slice name) {
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (slice_ends(name, slice_of(types[i].ending))) return types[i].type;
    return "application/octet-stream";
}

static bool embed(FILE *to, const char *path, int number, struct arena *arena) {
    struct error error = { 0 };
    struct slice bytes;
    char text[600];
    if (!file_read(path, LARGEST, arena, &bytes, &error)) {
        fprintf(stderr, "embed: %s\n", error_text(&error, text, sizeof text));
        return false;
    }
    fprintf(to, "static const unsigned char bytes_%d[] = {", number);
    for (size_t i = 0; i < bytes.length; i++)
        fprintf(to, "%s%u,", i % 32 ? "" : "\n", (unsigned char)bytes.start[i]);
    fprintf(to, "0};\n#define LENGTH_%d %zu\n#define ETAG_%d \"\\\"%016" PRIx64 "\\\"\"\n", number,
            bytes.length, number, hash_bytes(bytes, 0));
    return true;
}

int main(int argc, char **argv) {
    FILE *to = argc > 1 ? fopen(argv[1], "w") : NULL;
    if (!to) {
        fputs("embed: expected OUTPUT.c FILE...\n", stderr);
        return 2;
    }
    struct arena *arena = arena_new();
    fputs("#include \"serve/assets.h\"\n\n", to);
    for (int i = 2; i < argc; i++)
        if (!embed(to, argv[i], i, arena)) return 1;
    fputs("const struct asset assets[] = {\n", to);
    for (int i = 2; i < argc; i++) {
        const char *slash = strrchr(argv[i], '/');
        const char *name = slash ? slash + 1 : argv[i];
        fprintf(to, "    { \"/%s\", \"%s\", { (const char *)bytes_%d, LENGTH_%d }, ETAG_%d },\n", name,
                type_of(slice_of(name)), i, i, i);
    }
    fprintf(to, "};\nconst size_t asset_count = %d;\n", argc - 2);
    arena_free(arena);
    return fclose(to) == 0 ? 0 : 1;
}
