// speed.c - how fast documents are coded, on one thread: speed KNOWLEDGE ARTICLE...
//
// Reads the articles once, codes them round after round for a few seconds, JSON included, and prints what
// went through in a second: the median of several runs, so that another program waking up does not count.
// Stations are timed apart in a run of their own.
#include "base/file.h"
#include "engine/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define RUNS 5
#define RUN_SECONDS 1.0

struct load {
    const struct engine *engine;
    struct slice *texts; // [count]
    char **names;
    size_t count;
    struct arena *arena;
};

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int by_value(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// One round over all articles; false when one is no document. `parse_only` stops before meaning, and counts.
static bool round_of(const struct load *load, bool parse_only, size_t *words, size_t *sentences,
                     size_t *bytes) {
    const struct read_options options = { .published = SLICE("2031-05-18") };
    for (size_t i = 0; i < load->count; i++) {
        arena_reset(load->arena);
        struct error error = { 0 };
        const struct analysis *analysis = NULL;
        const struct record *record = NULL;
        if (parse_only)
            analysis = engine_parse(load->engine, load->texts[i], slice_of(load->names[i]), &options,
                                    load->arena, &error);
        else
            record = engine_code(load->engine, load->texts[i], slice_of(load->names[i]), &options,
                                 load->arena, &error);
        if (!analysis && !record) {
            fprintf(stderr, "speed: %s: %s\n", load->names[i], error.message);
            return false;
        }
        if (record) record_write_json(record, load->arena);
        if (!analysis) continue;
        *words += analysis->token_count;
        *sentences += analysis->count;
        *bytes += load->texts[i].length;
    }
    return true;
}

// Rounds per second: the median of several runs.
static double rounds_per_second(const struct load *load, bool parse_only) {
    double rates[RUNS];
    for (int run = 0; run < RUNS; run++) {
        size_t words = 0, sentences = 0, bytes = 0, rounds = 0;
        const double start = now();
        double spent;
        do {
            if (!round_of(load, parse_only, &words, &sentences, &bytes)) exit(1);
            rounds++;
        } while ((spent = now() - start) < RUN_SECONDS);
        rates[run] = (double)rounds / spent;
    }
    qsort(rates, RUNS, sizeof *rates, by_value);
    return rates[RUNS / 2];
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fputs("Usage: speed KNOWLEDGE ARTICLE...\n", stderr);
        return 2;
    }
    struct error error = { 0 };
    const double before = now();
    struct engine *engine = engine_open(&(struct engine_options){ .knowledge_folder = argv[1] }, &error);
    const double opened = now() - before;
    if (!engine) {
        char text[1024];
        fprintf(stderr, "speed: %s\n", error_text(&error, text, sizeof text));
        return 1;
    }
    struct arena *texts = arena_new();
    struct load load = {
        .engine = engine, .names = argv + 2, .count = (size_t)argc - 2, .arena = arena_new()
    };
    load.texts = ARENA_ARRAY(texts, struct slice, load.count);
    size_t words = 0, sentences = 0, bytes = 0;
    bool ok = true;
    for (size_t i = 0; i < load.count && ok; i++)
        ok = file_read(load.names[i], READ_DOCUMENT_LIMIT, texts, &load.texts[i], &error);
    if (!ok) fprintf(stderr, "speed: %s: %s\n", error.file, error.message);
    if (ok && round_of(&load, true, &words, &sentences, &bytes) &&
        round_of(&load, false, &words, &sentences, &bytes)) { // also warms up
        const double coded = rounds_per_second(&load, false), parsed = rounds_per_second(&load, true);
        struct rusage use;
        getrusage(RUSAGE_SELF, &use);
        printf("opened in %.0f ms; %zu documents of %zu words in %zu sentences, %.1f kB; one thread\n",
               opened * 1000, load.count, words, sentences, (double)bytes / 1000);
        printf("read and parsed  %8.0f documents/s %9.0f words/s %8.0f sentences/s\n",
               parsed * (double)load.count, parsed * (double)words, parsed * (double)sentences);
        printf("coded, as JSON   %8.0f documents/s %9.0f words/s %8.0f sentences/s  peak memory %.1f MB\n",
               coded * (double)load.count, coded * (double)words, coded * (double)sentences,
               (double)use.ru_maxrss / 1000);
        printf("row: | %.0f | %.0f | %.0f | %.0f | %.1f MB |\n", coded * (double)load.count,
               coded * (double)words, coded * (double)sentences, parsed * (double)words,
               (double)use.ru_maxrss / 1000);
    }
    arena_free(load.arena);
    arena_free(texts);
    engine_close(engine);
    return ok ? 0 : 1;
}
