// read_speed.c - how fast plain text becomes documents, on one thread: read_speed KNOWLEDGE.bin FILE...
//
// Reads the files once: plain text, or JSON of a page of the article corpus, of which "main_content" is
// taken. Then reads them as documents round after round and prints the least processor time of a round; with
// -d prints a digest of each document instead, by which two builds are compared.
#include "base/file.h"
#include "base/hash.h"
#include "base/vector.h"
#include "read/charset/charset.h"
#include "read/copies/copies.h"
#include "read/read.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS 9

struct texts { // a vector
    struct slice *items;
    size_t count, capacity;
};

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int by_value(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static bool add_file(struct texts *texts, const char *name, struct arena *arena) {
    struct error error = { 0 };
    struct slice text;
    if (!file_read(name, READ_DOCUMENT_LIMIT, arena, &text, &error)) {
        fprintf(stderr, "read_speed: %s: %s\n", name, error.message);
        return false;
    }
    json_t *page = json_loadb(text.start, text.length, 0, NULL);
    const char *content =
        json_string_value(json_object_get(json_object_get(page, "ground_truth"), "main_content"));
    if (content) text = arena_copy(arena, slice_of(content));
    json_decref(page);
    if (slice_trim(text).length > 0) *vector_push(arena, texts) = text;
    return true;
}

// All that reading says, as one number.
static uint64_t digest_of(const struct document *document) {
    uint64_t digest = hash_bytes(document->text, document->has_title);
    for (size_t i = 0; i < document->caption_count; i++) digest = hash_bytes(document->captions[i], digest);
    for (size_t i = 0; i < document->credit_count; i++) digest = hash_bytes(document->credits[i], digest);
    const struct slice rest[] = { document->byline,
                                  document->outlet,
                                  document->agency,
                                  document->dateline,
                                  slice_of(document->published),
                                  slice_of(document->language) };
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++) digest = hash_bytes(rest[i], digest);
    for (size_t i = 0; i < document->repair_count; i++) {
        const struct repair *repair = &document->repairs[i];
        digest = hash_bytes(repair->before, hash_mix(digest, repair->position));
        digest = hash_bytes(repair->after, hash_bytes(slice_of(repair->kind), digest));
    }
    return digest;
}

static double round_of(const struct reader *reader, const struct texts *texts, struct arena *arena,
                       bool digests) {
    const double start = now();
    for (size_t i = 0; i < texts->count; i++) {
        arena_reset(arena);
        struct document document;
        struct error error = { 0 };
        if (!read_document(reader, texts->items[i], SLICE("-"), NULL, arena, &document, &error)) {
            if (digests) printf("%zu %s\n", i, error.message);
        } else if (digests)
            printf("%zu %016llx\n", i, (unsigned long long)digest_of(&document));
    }
    return now() - start;
}

int main(int argc, char **argv) {
    const bool digests = argc > 1 && strcmp(argv[1], "-d") == 0;
    if (argc < 3 + digests) {
        fputs("Usage: read_speed [-d] KNOWLEDGE.bin FILE...\n", stderr);
        return 2;
    }
    struct error error = { 0 };
    struct knowledge *knowledge = knowledge_open(argv[1 + digests], &error);
    if (knowledge == NULL) {
        fprintf(stderr, "read_speed: %s\n", error.message);
        return 1;
    }
    struct reader *reader = reader_open(knowledge);
    struct arena *arena = arena_new(), *kept = arena_new();
    struct texts texts = { 0 };
    bool ok = true;
    double bytes = 0, times[ROUNDS];
    for (int i = 2 + digests; i < argc && ok; i++) ok = add_file(&texts, argv[i], kept);
    for (size_t i = 0; i < texts.count; i++) bytes += (double)texts.items[i].length;
    round_of(reader, &texts, arena, digests);
    if (!digests && ok) {
        for (int i = 0; i < ROUNDS; i++) times[i] = round_of(reader, &texts, arena, false);
        qsort(times, ROUNDS, sizeof *times, by_value);
        const double least = times[0];
        printf("%zu documents, %.0f kB: %.1f MB/s, %.3f ms for 12 kB, %.0f documents/s\n", texts.count,
               bytes / 1e3, bytes / least / 1e6, least * 1000 / bytes * 12000, (double)texts.count / least);
    }
    arena_free(arena);
    arena_free(kept);
    reader_close(reader);
    knowledge_close(knowledge);
    return ok ? 0 : 1;
}
