// warc_fuzz.c - any bytes as a crawl: records, HTTP answers, what is in them.
#include "items_fuzzing.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return read_behind("WARC/1.0\r\n", data, size);
}
