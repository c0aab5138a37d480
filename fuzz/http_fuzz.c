// http_fuzz.c - any bytes as an answer of a web server.
#include "read/containers/http_response.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    char *copy = malloc(size + (size == 0));
    if (!copy) abort();
    memcpy(copy, data, size);
    struct http_response response;
    struct error error = { 0 };
    const bool good = http_response_parse((struct slice){ copy, size }, arena, &response, &error);
    if (good == (error.kind != ERROR_NONE)) {
        fprintf(stderr, "http_fuzz: refused without a word, or an error where there is none\n");
        abort();
    }
    size_t sum = 0;
    for (size_t i = 0; good && i < response.body.length; i++) sum += (unsigned char)response.body.start[i];
    if (sum == SIZE_MAX) abort(); // so that what was read counts
    arena_free(arena);
    free(copy);
    return 0;
}
