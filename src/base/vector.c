// vector.c - growing by doubling.
#include "base/vector.h"

#include <string.h>

void *vector_push_raw(struct arena *arena, void **items, size_t *count, size_t *capacity, size_t size) {
    if (*count == *capacity) {
        size_t larger = *capacity == 0             ? (size >= 256 ? 2 : 8)
                        : *capacity > SIZE_MAX / 2 ? SIZE_MAX
                                                   : *capacity * 2;
        if (larger > SIZE_MAX / size) larger = SIZE_MAX / size; // more than there is: ends there
        void *grown = arena_raw(arena, size * larger);
        if (*count > 0) memcpy(grown, *items, *count * size);
        *items = grown;
        *capacity = larger;
    }
    char *item = (char *)*items + *count * size;
    *count += 1;
    return memset(item, 0, size);
}
