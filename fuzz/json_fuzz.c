// json_fuzz.c - any bytes as an export in JSON.
#include "items_fuzzing.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return read_behind("{\"text\":", data, size);
}
