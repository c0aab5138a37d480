// json_fuzz.c - any bytes as an export in JSON.
#include "items_fuzzing.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const struct items_options options = {
        .fields = { .text = "text", .title = "title", .published = "date" }
    };
    static const char start[] = "{\"text\":";
    read_all(&options, data, size);
    char *whole = malloc(sizeof start + size); // the same behind a start that has the form
    require(whole != NULL, "out of memory");
    memcpy(whole, start, sizeof start - 1);
    memcpy(whole + sizeof start - 1, data, size);
    read_all(&options, (const uint8_t *)whole, sizeof start - 1 + size);
    free(whole);
    return 0;
}
