// copies.c - how well and how fast near copies are found: copies [FILE]
//
// FILE is made by copies.py: one header line "VERB TAB ID TAB EXPECTED TAB KIND TAB BYTES" and so many bytes
// of text for each document. "add" puts it into the index, "look" only asks. EXPECTED are the ids of which
// one must be found, "ID|ID"; "-" for none, "?" when either is right. Prints recall and precision for each
// kind, and every mistake with -v. Without FILE, memory and time with a million made-up fingerprints are
// measured.
#include "read/copies/copies.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/vector.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MILLION 1000000u
#define LARGEST_SET (1u << 30)

struct tally {
    struct slice kind;
    unsigned expected, found, wrong, open; // `found`: what was expected; `wrong`: something else was
};
struct tallies { // a vector
    struct tally *items;
    size_t count, capacity;
};

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static struct tally *tally_of(struct tallies *tallies, struct slice kind, struct arena *arena) {
    for (size_t i = 0; i < tallies->count; i++)
        if (slice_equal(tallies->items[i].kind, kind)) return &tallies->items[i];
    struct tally *tally = vector_push(arena, tallies);
    tally->kind = kind;
    return tally;
}

static bool is_among(struct slice list, struct slice id) {
    for (struct slice one; slice_next(&list, SLICE("|"), &one);)
        if (slice_equal(one, id)) return true;
    return false;
}

static void print_tally(const struct tally *tally) {
    printf("%-24.*s %6u expected %6u found %4u wrong %4u open   recall %.3f   precision %.3f\n",
           SLICE_ARG(tally->kind), tally->expected, tally->found, tally->wrong, tally->open,
           tally->expected ? (double)tally->found / tally->expected : 1.0,
           tally->found + tally->wrong ? (double)tally->found / (tally->found + tally->wrong) : 1.0);
}

static bool run_set(const char *name, bool verbose, struct arena *arena) {
    struct slice set;
    struct error error = { 0 };
    if (!file_read(name, LARGEST_SET, arena, &set, &error)) {
        fprintf(stderr, "copies: %s: %s\n", name, error.message);
        return false;
    }
    struct copies *copies = copies_new();
    struct tallies tallies = { 0 };
    double spent = 0, bytes = 0;
    for (struct slice header; slice_next(&set, SLICE("\n"), &header);) {
        struct slice fields[5] = { 0 };
        for (size_t i = 0; i < 5; i++) slice_next(&header, SLICE("\t"), &fields[i]);
        struct slice text = slice_part(set, 0, strtoul(arena_string(arena, fields[4]), NULL, 10));
        set = slice_part(set, text.length, set.length);
        struct fingerprint fingerprint;
        struct copy copy;
        const double start = now();
        fingerprint_of_text(text, &fingerprint);
        spent += now() - start;
        bytes += (double)text.length;
        if (slice_equal(fields[0], SLICE("add")))
            copies_add(copies, &fingerprint, arena_string(arena, fields[1]), (struct slice){ "", 0 }, &copy);
        else
            copies_lookup(copies, &fingerprint, &copy);
        struct slice found = copy.original ? slice_of(copy.original) : SLICE("-"), expected = fields[2];
        struct tally *tally = tally_of(&tallies, fields[3], arena);
        const bool wanted = !slice_equal(expected, SLICE("-")), right = is_among(expected, found);
        if (slice_equal(expected, SLICE("?"))) {
            tally->open++;
            continue;
        }
        tally->expected += wanted;
        tally->found += wanted && right;
        tally->wrong += copy.original && !right;
        if (verbose && !right)
            printf(SLICE_FORMAT ": expected " SLICE_FORMAT ", found " SLICE_FORMAT " (%.2f) " SLICE_FORMAT
                                "\n",
                   SLICE_ARG(fields[1]), SLICE_ARG(expected), SLICE_ARG(found), copy.similarity,
                   SLICE_ARG(fields[3]));
    }
    struct tally all = { .kind = SLICE("all") };
    for (size_t i = 0; i < tallies.count; i++) {
        print_tally(&tallies.items[i]);
        all.expected += tallies.items[i].expected;
        all.found += tallies.items[i].found;
        all.wrong += tallies.items[i].wrong;
        all.open += tallies.items[i].open;
    }
    print_tally(&all);
    printf("fingerprints: %.0f MB/s\n", bytes / spent / 1e6);
    copies_free(copies);
    return true;
}

// Every twentieth is a changed copy of an earlier one, so that groups form.
static void made_up(uint32_t number, struct fingerprint *fingerprint) {
    const bool copied = number % 20 == 19;
    const uint32_t of = copied ? number / 2 & ~1u : number;
    *fingerprint = (struct fingerprint){ .version = FINGERPRINT_VERSION, .shingles = 300 + of % 700 };
    for (unsigned i = 0; i < FINGERPRINT_SLOTS; i++) {
        fingerprint->slots[i] = (uint16_t)hash_mix(of, i);
        if (copied && hash_mix(number, i) % 4 == 0)
            fingerprint->slots[i] = (uint16_t)hash_mix(number, 1000 + i);
    }
}

static int by_value(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void run_million(struct arena *arena) {
    struct copies *copies = copies_new();
    struct fingerprint fingerprint;
    struct copy copy;
    const struct slice none = { "", 0 };
    size_t found = 0;
    double start = now();
    for (uint32_t number = 0; number < MILLION; number++) {
        char id[33];
        snprintf(id, sizeof id, "%032x", number);
        made_up(number, &fingerprint);
        copies_add(copies, &fingerprint, id, none, &copy);
        found += copy.original != NULL;
    }
    const double added = now() - start;
    enum { LOOKUPS = 20000 };
    double *times = ARENA_ARRAY(arena, double, LOOKUPS);
    for (uint32_t i = 0; i < LOOKUPS; i++) {
        made_up(i % 2 ? MILLION + i : i * 49 + 1, &fingerprint);
        start = now();
        copies_lookup(copies, &fingerprint, &copy);
        times[i] = now() - start;
    }
    qsort(times, LOOKUPS, sizeof *times, by_value);
    printf("a million added in %.1f s, %zu of them copies; %.0f MB held; a look-up: median %.0f us, 99%% "
           "%.0f us\n",
           added, found, (double)copies_held(copies) / 1e6, times[LOOKUPS / 2] * 1e6,
           times[LOOKUPS - LOOKUPS / 100] * 1e6);
    copies_free(copies);
}

int main(int argc, char **argv) {
    const bool verbose = argc > 1 && strcmp(argv[1], "-v") == 0;
    struct arena *arena = arena_new();
    bool ok = true;
    if (argc > 1 + verbose)
        ok = run_set(argv[1 + verbose], verbose, arena);
    else
        run_million(arena);
    arena_free(arena);
    return ok ? 0 : 1;
}
