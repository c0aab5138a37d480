// arena.h - memory that goes all at once.
//
// One arena per document: whatever is made while a document is read lives in its arena and goes with it.
// Allocation is a pointer step; there is no free of one thing. An arena belongs to one thread at a time.
#pragma once

#include "base/slice.h"

#include <stdarg.h>

struct arena; // opaque

struct arena *arena_new(void);
void arena_free(struct arena *arena);  // NULL is fine
void arena_reset(struct arena *arena); // forgets all, keeps one block for the next document

// `size` bytes, zeroed, aligned for any type. Never NULL: running out calls the handler, then ends the
// process.
void *arena_allocate(struct arena *arena, size_t size);
// The same, but what is in it is whatever was there: for bytes that are all written before they are read.
void *arena_raw(struct arena *arena, size_t size);
#define ARENA_NEW(arena, type) ((type *)arena_allocate((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_array((arena), sizeof(type), (count)))
void *arena_array(struct arena *arena, size_t size, size_t count); // checks the product

struct slice arena_copy(struct arena *arena, struct slice text);
const char *arena_string(struct arena *arena, struct slice text); // a copy that ends in NUL
struct slice arena_format(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
// `a` and `b` one after the other.
struct slice arena_join(struct arena *arena, struct slice a, struct slice b);

size_t arena_held(const struct arena *arena); // bytes taken from the system

// Called once with the size that could not be had, before the process ends. For the whole program; NULL
// restores.
void arena_on_exhausted(void (*handler)(size_t size));
