// vector.h - a typed array that grows in an arena.
//
//     VECTOR_OF(struct token) tokens = { 0 };
//     struct token *token = vector_push(arena, &tokens); // zeroed, valid until the next push
//     for (size_t i = 0; i < tokens.count; i++) use(&tokens.items[i]);
//
// Growing copies into new memory of the same arena; the old block stays until the arena is reset.
#pragma once

#include "base/arena.h"

#define VECTOR_OF(type)                                                                                      \
    struct {                                                                                                 \
        type *items;                                                                                         \
        size_t count, capacity;                                                                              \
    }

// Pointer to a new zeroed item at the end.
#define vector_push(arena, vector)                                                                           \
    ((__typeof__((vector)->items))(vector_push_raw((arena), (void **)&(vector)->items, &(vector)->count,     \
                                                   &(vector)->capacity,                                      \
                                                   sizeof(__typeof__(*(vector)->items)))))

void *vector_push_raw(struct arena *arena, void **items, size_t *count, size_t *capacity, size_t size);
