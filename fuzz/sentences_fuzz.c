// sentences_fuzz.c - documents of real sentences, and of sentences that were shuffled into each other, to
// records.
//
// Bytes that are flipped hardly ever make another tree; a word in another one's place does, and with it the
// combinations of rows that no table's author thought of. The input is a program of four-byte steps over a
// pool of sentences: take one, put a word of another in place of a word, swap two, join two halves, leave a
// word out, begin a paragraph. Fewer than 16 bytes are a seed that such a program is made from.
//
// The pool: the texts of the case files and the sentences of the treebanks ("# text = ") that
// DRAGOMAN_SENTENCES names, separated by colons; those that are not there are left out. With
// DRAGOMAN_KEEP=FILE each document is written there before it is coded.
#include "base/file.h"
#include "base/hash.h"
#include "base/vector.h"
#include "engine/engine.h"
#include "invariants.h"
#include "read/containers/stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define POOL_LIMIT (64u << 20) // bytes of one file of the pool
#define STEPS 64u              // of a program
#define WORDS 400u             // of a sentence while it is made
#define PAGE_WIDTH 60
#define SEED_STEPS 24u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct engine *engine;
static struct arena *arena, *kept;
static VECTOR_OF(struct slice) pool;

struct words {
    struct slice items[WORDS];
    size_t count;
};

static void close_all(void) {
    engine_close(engine);
    arena_free(arena);
    arena_free(kept);
}

static void add_sentence(struct slice text) {
    text = slice_trim(text);
    if (text.length) *vector_push(kept, &pool) = text;
}

// A case file has its text between a blank line and "---"; a treebank has it behind "# text = ".
static void add_file(const char *path) {
    struct error error = { 0 };
    struct stream *stream = stream_open(path, &error);
    if (!stream) return;
    struct slice text = stream_take(stream, POOL_LIMIT, kept), line;
    stream_close(stream);
    const bool is_cases = slice_starts(text, SLICE("=== "));
    bool is_text = false;
    while (slice_next(&text, SLICE("\n"), &line)) {
        if (slice_starts(line, SLICE("# text = ")))
            add_sentence(slice_part(line, 9, line.length));
        else if (is_cases && (slice_starts(line, SLICE("===")) || slice_starts(line, SLICE("---"))))
            is_text = false;
        else if (is_cases && !slice_trim(line).length)
            is_text = true; // behind the headers; among the expectations there is nothing to harm either
        else if (is_text)
            add_sentence(line);
    }
}

static void open_all(void) {
    struct error error = { 0 };
    engine = engine_open(&(struct engine_options){ 0 }, &error);
    if (!engine) {
        char text[1024];
        fprintf(stderr, "%s\n", error_text(&error, text, sizeof text));
        abort();
    }
    arena = arena_new();
    kept = arena_new();
    atexit(close_all);
    const char *names = getenv("DRAGOMAN_SENTENCES");
    struct slice rest = slice_of(names ? names : ""), name;
    while (slice_next(&rest, SLICE(":"), &name))
        if (name.length) add_file(arena_string(kept, name));
    if (pool.count) return;
    fprintf(stderr, "sentences_fuzz: expected files of sentences in DRAGOMAN_SENTENCES\n");
    abort();
}

static struct slice sentence_at(uint64_t number) {
    return pool.items[number % pool.count];
}

static void split(struct slice sentence, struct words *words) {
    struct slice word;
    words->count = 0;
    while (words->count < WORDS && slice_next(&sentence, SLICE(" "), &word))
        if (word.length) words->items[words->count++] = word;
}

static struct slice word_of(uint64_t number) {
    struct words words;
    split(sentence_at(number), &words);
    return words.count ? words.items[(number >> 20) % words.count] : SLICE("the");
}

static struct slice join(const struct words *words) {
    struct slice text = SLICE("");
    for (size_t i = 0; i < words->count; i++)
        text = arena_join(arena, arena_join(arena, text, i ? SLICE(" ") : SLICE("")), words->items[i]);
    return text;
}

// One step on the sentence in hand; `number` chooses where, and which other sentence.
static void change(struct words *words, unsigned kind, uint64_t number) {
    const size_t at = words->count ? (number >> 8) % words->count : 0;
    const size_t to = words->count ? (number >> 32) % words->count : 0;
    struct words other;
    switch (kind) {
    case 0: // a word in another one's place
    case 1:
    case 2:
        if (words->count) words->items[at] = word_of(number);
        break;
    case 3: { // two of its own
        if (!words->count) break;
        const struct slice word = words->items[at];
        words->items[at] = words->items[to];
        words->items[to] = word;
        break;
    }
    case 4: // its beginning, another one's end
        split(sentence_at(number), &other);
        words->count = at;
        for (size_t i = other.count / 2; i < other.count && words->count < WORDS; i++)
            words->items[words->count++] = other.items[i];
        break;
    case 5: // one more word
        if (words->count == WORDS) break;
        memmove(words->items + at + 1, words->items + at, (words->count - at) * sizeof *words->items);
        words->items[at] = word_of(number);
        words->count++;
        break;
    default: // one less
        if (!words->count) break;
        memmove(words->items + at, words->items + at + 1, (words->count - at - 1) * sizeof *words->items);
        words->count--;
    }
}

static struct slice document_of(const uint8_t *steps, size_t count) {
    struct slice text = SLICE("");
    struct words words = { .count = 0 };
    for (size_t i = 0; i < count; i++) {
        uint64_t number = hash_bytes((struct slice){ (const char *)steps + 4 * i, 4 }, 17);
        const unsigned kind = steps[4 * i] % 10;
        if (i == 0 || kind >= 8) { // another sentence, after a space or a blank line
            const struct slice between = !words.count ? SLICE("") : kind == 8 ? SLICE(" ") : SLICE("\n\n");
            text = arena_join(arena, arena_join(arena, text, join(&words)), between);
            split(sentence_at(number), &words);
        } else {
            change(&words, kind, number);
        }
    }
    return arena_join(arena, text, join(&words));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    uint64_t made[SEED_STEPS / 2];
    if (!engine) open_all();
    if (!size) return 0;
    arena_reset(arena);
    if (size < 16) {
        const uint64_t seed = hash_bytes((struct slice){ (const char *)data, size }, 19);
        for (size_t i = 0; i < sizeof made / sizeof *made; i++) made[i] = hash_mix(seed, i);
        data = (const uint8_t *)made;
        size = sizeof made;
    }
    const size_t steps = size / 4 < STEPS ? size / 4 : STEPS;
    const struct slice text = document_of(data, steps);
    const char *keep = getenv("DRAGOMAN_KEEP");
    if (keep) file_write(keep, text, NULL);
    struct error error = { 0 };
    const struct read_options options = { .published = SLICE("2031-05-14") };
    const struct record *record = engine_code(engine, text, SLICE("fuzz"), &options, arena, &error);
    if (!record) {
        if (error.kind == ERROR_NONE || !error.message[0]) abort(); // refused without a word
        return 0;
    }
    char why[1024];
    if (!invariants_hold(record_write_json(record, arena), why, sizeof why)) {
        fprintf(stderr, "%s\n" SLICE_FORMAT "\n", why, SLICE_ARG(text));
        abort();
    }
    record_page(record, PAGE_WIDTH, false, arena);
    return 0;
}
