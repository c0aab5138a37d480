// csv_fuzz.c - any bytes as a table with the columns of an export.
#include "items_fuzzing.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return read_behind("text,title,date\n", data, size);
}
