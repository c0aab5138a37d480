// feed_fuzz.c - any bytes as a feed.
#include "items_fuzzing.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return read_behind("<rss><channel>", data, size);
}
