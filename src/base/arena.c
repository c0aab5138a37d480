// arena.c - blocks that double, and large things apart.
//
// A block is used from its front to its end and never looked at again until the reset. Blocks double from 4
// KB to 1 MB; what is larger than a quarter of that gets memory of its own, so that it wastes no block's
// rest. The newest block is the largest, and the one that a reset keeps: a program that reads documents of
// one size soon asks the system for nothing.
//
// Under the address sanitizer what is not handed out is poisoned, with a gap behind every allocation, so that
// writing past the end is seen here as with malloc().
#include "base/arena.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define POISONS 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define POISONS 1
#endif
#ifdef POISONS
#include <sanitizer/asan_interface.h>
#define GAP 16
#define POISON(start, size) ASAN_POISON_MEMORY_REGION((start), (size))
#define UNPOISON(start, size) ASAN_UNPOISON_MEMORY_REGION((start), (size))
#else
#define GAP 0
#define POISON(start, size) ((void)0)
#define UNPOISON(start, size) ((void)0)
#endif

#define ALIGNMENT _Alignof(max_align_t)
#define FIRST_BLOCK ((size_t)4096)
#define LARGEST_BLOCK ((size_t)1 << 20)
#define LARGE (LARGEST_BLOCK / 4)

struct block {
    struct block *next;
    size_t size, used; // bytes after this header
    _Alignas(max_align_t) char bytes[];
};

struct arena {
    struct block *blocks; // the one in use first
    struct block *large;  // one allocation each
    size_t next_size;
    size_t held;
};

static _Atomic(void (*)(size_t)) exhausted_handler;

void arena_on_exhausted(void (*handler)(size_t size)) {
    atomic_store(&exhausted_handler, handler);
}

static _Noreturn void exhausted(size_t size) {
    void (*handler)(size_t) = atomic_load(&exhausted_handler);
    if (handler) handler(size);
    abort();
}

struct arena *arena_new(void) {
    struct arena *arena = calloc(1, sizeof *arena);
    if (!arena) exhausted(sizeof *arena);
    arena->next_size = FIRST_BLOCK;
    return arena;
}

static void blocks_free(struct arena *arena, struct block *block) {
    while (block) {
        struct block *next = block->next;
        arena->held -= sizeof *block + block->size;
        UNPOISON(block->bytes, block->size);
        free(block);
        block = next;
    }
}

void arena_free(struct arena *arena) {
    if (!arena) return;
    blocks_free(arena, arena->blocks);
    blocks_free(arena, arena->large);
    free(arena);
}

void arena_reset(struct arena *arena) {
    blocks_free(arena, arena->large);
    arena->large = NULL;
    if (arena->blocks) {
        blocks_free(arena, arena->blocks->next);
        arena->blocks->next = NULL;
        arena->blocks->used = 0;
        POISON(arena->blocks->bytes, arena->blocks->size);
    }
}

static struct block *block_new(struct arena *arena, size_t size, struct block *next, bool zeroed) {
    struct block *block = zeroed ? calloc(1, sizeof *block + size) : malloc(sizeof *block + size);
    if (!block) exhausted(size);
    block->size = size;
    block->used = 0;
    block->next = next;
    arena->held += sizeof *block + size;
    return block;
}

static void *take(struct arena *arena, size_t size, bool zeroed) {
    if (size > PTRDIFF_MAX - sizeof(struct block) - ALIGNMENT - GAP) exhausted(size);
    if (size > LARGE) {
        arena->large = block_new(arena, size, arena->large, zeroed);
        return arena->large->bytes;
    }
    size_t step = ((size == 0 ? 1 : size) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT + GAP;
    struct block *block = arena->blocks;
    if (!block || block->size - block->used < step) {
        while (arena->next_size < step) arena->next_size *= 2;
        block = arena->blocks = block_new(arena, arena->next_size, block, false);
        POISON(block->bytes, block->size);
        if (arena->next_size < LARGEST_BLOCK) arena->next_size *= 2;
    }
    char *start = block->bytes + block->used;
    block->used += step;
    UNPOISON(start, size);
    return zeroed ? memset(start, 0, size) : start;
}

void *arena_allocate(struct arena *arena, size_t size) {
    return take(arena, size, true);
}

void *arena_raw(struct arena *arena, size_t size) {
    void *bytes = take(arena, size, false);
#ifdef POISONS
    memset(bytes, 0xa5, size); // so that the tests see it when somebody reads what nobody wrote
#endif
    return bytes;
}

void *arena_array(struct arena *arena, size_t size, size_t count) {
    size_t bytes;
    if (__builtin_mul_overflow(size, count, &bytes)) exhausted(SIZE_MAX);
    return arena_allocate(arena, bytes);
}

const char *arena_string(struct arena *arena, struct slice text) {
    char *copy = arena_raw(arena, text.length + 1);
    if (text.length > 0) memcpy(copy, text.start, text.length);
    copy[text.length] = '\0';
    return copy;
}

struct slice arena_copy(struct arena *arena, struct slice text) {
    char *copy = arena_raw(arena, text.length);
    if (text.length > 0) memcpy(copy, text.start, text.length);
    return (struct slice){ copy, text.length };
}

struct slice arena_format(struct arena *arena, const char *format, ...) {
    va_list arguments;
    char small[256];
    va_start(arguments, format);
    int length = vsnprintf(small, sizeof small, format, arguments);
    va_end(arguments);
    if (length < 0) return SLICE("");
    if ((size_t)length < sizeof small) return arena_copy(arena, (struct slice){ small, (size_t)length });
    char *text = arena_raw(arena, (size_t)length + 1);
    va_start(arguments, format);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return (struct slice){ text, (size_t)length };
}

struct slice arena_join(struct arena *arena, struct slice a, struct slice b) {
    if (a.length > SIZE_MAX - b.length) exhausted(SIZE_MAX);
    char *text = arena_raw(arena, a.length + b.length);
    if (a.length > 0) memcpy(text, a.start, a.length);
    if (b.length > 0) memcpy(text + a.length, b.start, b.length);
    return (struct slice){ text, a.length + b.length };
}

size_t arena_held(const struct arena *arena) {
    return arena->held;
}
