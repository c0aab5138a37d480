// copies.c - near copies by one-permutation MinHash, found through bands of two slots.
//
// A story is the set of its shingles, three words in a row. Three survive the editing of single words better
// than more would, and are rarer than two. Numbers count as they are: the daily communique that differs from
// yesterday's by its figures alone loses most of its shingles with them. Each shingle's hash gives it one of
// 128 slots, and each slot keeps 16 bits of its smallest hash (Li, Owen and Zhang 2012: one permutation; Li
// and Koenig 2010: a few bits of each minimum). An empty slot borrows from another one that the hash of its
// number names (Shrivastava 2017), so that short texts give unbiased slots too. One hash for a shingle
// instead of 128 is what makes it cheap, and the share of equal slots estimates the Jaccard similarity just
// as well.
//
// A cut or an update is not similar as a set: the first third of a story has a Jaccard similarity of a third
// with it. So what decides is containment, which follows from that similarity and the two numbers of
// shingles. Sampling in proportion to the text's length would give it directly, but not in a fixed size.
//
// Looking up: each pair of neighbouring slots is a key of 32 bits, and what shares at least one key is
// compared. A pair with a similarity of 0.25 is missed once in sixty times, while unrelated stories, at 0.01
// or less, share a key by chance once in more than a hundred times. The index is made of segments that never
// grow, so adding never copies: for each band a table of chains, of 16-bit numbers within the segment, with
// 16 bits of the key beside so that few others need be looked at. A copy that is all but equal to its
// original joins the group but not the index, and a chain is followed for MOST_STEPS only: a million times
// the same text costs no more than once.
#include "read/copies/copies.h"

#include "base/eight.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "base/vector.h"
#include "read/text/runs.h"

#include <string.h>

#define BANDS (FINGERPRINT_SLOTS / 2)
#define SHINGLE 3
#define SMALL_SEGMENT 4096u // entries of the first segment, so that a small run needs little memory
#define LARGE_SEGMENT 65535u
#define MOST_STEPS 64

#define LEAST_SHARED 0.5   // containment of a near copy
#define LEAST_SHINGLES 12  // that both have; less may be a quoted sentence, or "all rights reserved"
#define LEAST_SIMILAR 0.06 // as sets: below, the estimate says nothing
#define ALMOST_EQUAL 0.97  // as sets: brings nothing new to the index

struct entry {
    uint16_t slots[FINGERPRINT_SLOTS];
    uint32_t shingles;
    uint32_t group;  // number of the group's first entry
    uint32_t seen;   // number of the last look-up that compared it
    uint32_t agency; // of a group's first entry: where in `agencies`, from 1; 0 for none
    char id[33];
};
struct link {
    uint16_t next; // entry of the segment, from 1; 0 at the end
    uint16_t tag;  // the other half of the key
};
struct segment {
    uint32_t first; // number of its first entry
    uint32_t count, capacity;
    uint32_t heads_mask;
    uint16_t *heads;    // [BANDS][heads_mask + 1] entries of the segment, from 1
    struct link *links; // [capacity][BANDS]
    struct entry *entries;
};
struct copies {
    struct arena *arena;
    VECTOR_OF(struct segment) segments;
    VECTOR_OF(struct slice) agencies;
    uint32_t lookups;
};

// --- fingerprints

// Scripts that put no spaces between words: there each letter is one.
static bool stands_alone(uint32_t code) {
    return (code >= 0x0e00 && code <= 0x0eff) || (code >= 0x1000 && code <= 0x109f) ||
           (code >= 0x1780 && code <= 0x17ff) || (code >= 0x3040 && code <= 0x30ff) ||
           (code >= 0x3400 && code <= 0x9fff) || (code >= 0xf900 && code <= 0xfaff) ||
           (code >= 0x20000 && code <= 0x3ffff);
}

// Small letters of the scripts that newspapers use. Not all of Unicode: it must never change.
static uint32_t small_letter(uint32_t code) {
    if ((code >= 0xc0 && code <= 0xde && code != 0xd7) || (code >= 0x391 && code <= 0x3a9) ||
        (code >= 0x410 && code <= 0x42f))
        return code + 0x20;
    if (code >= 0x400 && code <= 0x40f) return code + 0x50;
    if ((code >= 0x100 && code <= 0x137) || (code >= 0x14a && code <= 0x177) ||
        (code >= 0x460 && code <= 0x481) || (code >= 0x48a && code <= 0x4bf) ||
        (code >= 0x1e00 && code <= 0x1eff))
        return code | 1;
    if ((code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17e)) return (code + 1) & ~1u;
    return code;
}

struct sketch {
    uint64_t least[FINGERPRINT_SLOTS];
    uint64_t words[SHINGLE]; // hashes of the last ones, the oldest first
    unsigned count;          // of these since the line began
    uint64_t shingles;
};

// The middle word goes into both factors, turned, so that each order of the three is another shingle.
static uint64_t shingle_hash(const uint64_t words[SHINGLE]) {
    uint64_t hash = hash_fold(words[0] ^ hash_rotate(words[1], 21), words[2] ^ hash_rotate(words[1], 43));
    hash = (hash ^ hash >> 32) * HASH_K2;
    return hash ^ hash >> 29;
}

static inline void sketch_add(struct sketch *sketch, uint64_t word) {
    for (unsigned i = 1; i < SHINGLE; i++) sketch->words[i - 1] = sketch->words[i];
    sketch->words[SHINGLE - 1] = word;
    if (++sketch->count < SHINGLE) return;
    const uint64_t hash = shingle_hash(sketch->words);
    uint64_t *least = &sketch->least[hash % FINGERPRINT_SLOTS];
    *least = hash < *least ? hash : *least;
    sketch->shingles++;
}

#define WORD_SEED UINT64_C(0x51ed270b0a1c5f3d)

// The letters of ASCII from `at` on become part of the word, eight at a time; returns where they end.
static inline size_t word_letters(uint64_t *word, struct slice text, size_t at) {
    for (;; at += 8) {
        const uint64_t eight = eight_part(text.start + at, text.length - at);
        const uint64_t others = eight_letters(eight) ^ EIGHT_TOPS;
        const uint64_t letters = (eight | EIGHT_CASE) & eight_before(others);
        if (letters) *word = hash_step(*word, letters);
        if (others) return at + eight_first(others);
    }
}

static inline void end_word(struct sketch *sketch, uint64_t *word) {
    if (*word != WORD_SEED) sketch_add(sketch, *word);
    *word = WORD_SEED;
}

// What may be anything, up to `end`.
static void sketch_part(struct sketch *sketch, uint64_t *word, struct slice text, size_t at, size_t end) {
    text = slice_part(text, 0, end);
    size_t length;
    for (; (at = word_letters(word, text, at)) < text.length; at += length) {
        const uint32_t code = utf8_at(text, at, &length);
        const bool is_word = utf8_is_word(code);
        if (is_word && !stands_alone(code)) {
            *word = hash_step(*word, small_letter(code));
            continue;
        }
        if (code == '\'' || code == 0x2019 || code == 0xad) continue; // "don't"
        end_word(sketch, word);
        if (is_word) sketch_add(sketch, hash_step(*word, code));
        if (code == '\n') sketch->count = 0;
    }
}

// What stands between runs of letters.
static inline void sketch_gap(struct sketch *sketch, uint64_t *word, struct slice gap) {
    for (size_t at = 0; at < gap.length; at++) {
        const char byte = gap.start[at];
        if (byte >= '0' && byte <= '9') {
            *word = hash_step(*word, (unsigned char)byte);
        } else if (byte != '\'') {
            end_word(sketch, word);
            if (byte == '\n') sketch->count = 0;
        }
    }
}

static void sketch_text(struct sketch *sketch, struct slice text) {
    struct runs runs;
    uint64_t word = WORD_SEED, letters[2];
    size_t done = 0;
    runs_begin(&runs, text);
    while (runs_look_ahead(&runs))
        for (size_t i = 1; i < runs.count; i += 2) {
            const size_t start = runs.edges[i - 1], end = runs.edges[i];
            const struct slice run = { text.start + start, end - start };
            sketch_gap(sketch, &word, (struct slice){ text.start + done, start - done });
            if (run_letters(text, run, letters)) {
                word = hash_step(word, letters[0]);
                if (run.length > 8) word = hash_step(word, letters[1]);
            } else {
                sketch_part(sketch, &word, text, start, end);
            }
            done = end;
        }
    sketch_gap(sketch, &word, slice_part(text, done, text.length));
    end_word(sketch, &word);
    sketch->count = 0;
}

static void sketch_begin(struct sketch *sketch) {
    memset(sketch, 0, sizeof *sketch);
    memset(sketch->least, 0xff, sizeof sketch->least);
}

static void sketch_end(const struct sketch *sketch, struct fingerprint *fingerprint) {
    memset(fingerprint, 0, sizeof *fingerprint);
    fingerprint->version = FINGERPRINT_VERSION;
    fingerprint->shingles = sketch->shingles < UINT32_MAX ? (uint32_t)sketch->shingles : UINT32_MAX;
    if (sketch->shingles == 0) return;
    for (uint64_t slot = 0; slot < FINGERPRINT_SLOTS; slot++) {
        uint64_t from = slot;
        for (uint64_t attempt = 1; sketch->least[from] == UINT64_MAX; attempt++)
            from =
                attempt < 4096 ? hash_mix(slot, attempt) % FINGERPRINT_SLOTS : (from + 1) % FINGERPRINT_SLOTS;
        fingerprint->slots[slot] = (uint16_t)(hash_mix(sketch->least[from], 1) >> 48);
    }
}

void fingerprint_of_text(struct slice text, struct fingerprint *fingerprint) {
    struct sketch sketch;
    sketch_begin(&sketch);
    sketch_text(&sketch, text);
    sketch_end(&sketch, fingerprint);
}

void fingerprint_of(const struct document *document, struct fingerprint *fingerprint) {
    struct sketch sketch;
    sketch_begin(&sketch);
    const size_t first = document->has_title ? 1 : 0; // behind it they are the rest of the text
    if (first < document->paragraph_count)
        sketch_text(&sketch,
                    slice_part(document->text, document->paragraphs[first].start, document->text.length));
    sketch_end(&sketch, fingerprint);
}

void fingerprint_write(const struct fingerprint *fingerprint, uint8_t bytes[FINGERPRINT_BYTES]) {
    bytes[0] = (uint8_t)fingerprint->version;
    bytes[1] = (uint8_t)(fingerprint->version >> 8);
    for (unsigned i = 0; i < 4; i++) bytes[2 + i] = (uint8_t)(fingerprint->shingles >> (8 * i));
    for (unsigned i = 0; i < FINGERPRINT_SLOTS; i++) {
        bytes[6 + 2 * i] = (uint8_t)fingerprint->slots[i];
        bytes[7 + 2 * i] = (uint8_t)(fingerprint->slots[i] >> 8);
    }
}

bool fingerprint_read(const uint8_t bytes[FINGERPRINT_BYTES], struct fingerprint *fingerprint) {
    memset(fingerprint, 0, sizeof *fingerprint);
    fingerprint->version = (uint16_t)(bytes[0] | bytes[1] << 8);
    if (fingerprint->version != FINGERPRINT_VERSION) return false;
    for (unsigned i = 0; i < 4; i++) fingerprint->shingles |= (uint32_t)bytes[2 + i] << (8 * i);
    for (unsigned i = 0; i < FINGERPRINT_SLOTS; i++)
        fingerprint->slots[i] = (uint16_t)(bytes[6 + 2 * i] | bytes[7 + 2 * i] << 8);
    return true;
}

// --- comparison

struct likeness {
    double jaccard, containment, shared; // the last in shingles
};

static struct likeness compare(const uint16_t *a, uint32_t a_shingles, const uint16_t *b,
                               uint32_t b_shingles) {
    struct likeness likeness = { 0 };
    if (a_shingles == 0 || b_shingles == 0) return likeness;
    unsigned equal = 0;
    for (unsigned i = 0; i < FINGERPRINT_SLOTS; i++) equal += a[i] == b[i];
    likeness.jaccard = (double)equal / FINGERPRINT_SLOTS;
    const double all = (double)a_shingles + (double)b_shingles;
    const double shorter = a_shingles < b_shingles ? a_shingles : b_shingles;
    likeness.shared = likeness.jaccard * all / (1 + likeness.jaccard);
    if (likeness.shared > shorter) likeness.shared = shorter;
    likeness.containment = likeness.shared / shorter;
    return likeness;
}

static bool is_copy(struct likeness likeness) {
    if (likeness.jaccard == 1) return true;
    return likeness.containment >= LEAST_SHARED && likeness.jaccard >= LEAST_SIMILAR &&
           likeness.shared >= LEAST_SHINGLES;
}

double fingerprint_similarity(const struct fingerprint *a, const struct fingerprint *b) {
    if (a->version != b->version) return 0;
    return compare(a->slots, a->shingles, b->slots, b->shingles).containment;
}

bool fingerprint_is_copy(const struct fingerprint *a, const struct fingerprint *b) {
    return a->version == b->version && is_copy(compare(a->slots, a->shingles, b->slots, b->shingles));
}

// --- the index

struct copies *copies_new(void) {
    struct arena *arena = arena_new();
    struct copies *copies = ARENA_NEW(arena, struct copies);
    copies->arena = arena;
    return copies;
}

void copies_free(struct copies *copies) {
    if (copies) arena_free(copies->arena);
}

size_t copies_held(const struct copies *copies) {
    return arena_held(copies->arena);
}

static uint32_t key_of(const uint16_t *slots, unsigned band) {
    return (uint32_t)(hash_mix((uint64_t)slots[2 * band] << 16 | slots[2 * band + 1], band) >> 32);
}

static struct entry *entry_at(const struct copies *copies, uint32_t number) {
    size_t segment = copies->segments.count;
    while (copies->segments.items[--segment].first > number) continue;
    const struct segment *found = &copies->segments.items[segment];
    return &found->entries[number - found->first];
}

struct best {
    const struct entry *entry;
    uint32_t number;
    struct likeness likeness;
};

static void search(struct copies *copies, const struct segment *segment, const uint32_t *keys,
                   const struct fingerprint *fingerprint, struct best *best) {
    uint16_t heads[BANDS];
    for (unsigned band = 0; band < BANDS; band++)
        __builtin_prefetch(
            &segment->heads[(size_t)band * (segment->heads_mask + 1) + (keys[band] & segment->heads_mask)]);
    for (unsigned band = 0; band < BANDS; band++) {
        heads[band] =
            segment->heads[(size_t)band * (segment->heads_mask + 1) + (keys[band] & segment->heads_mask)];
        if (heads[band]) __builtin_prefetch(&segment->links[(size_t)(heads[band] - 1) * BANDS + band]);
    }
    for (unsigned band = 0; band < BANDS; band++) {
        unsigned steps = 0;
        for (uint32_t at = heads[band]; at != 0 && steps < MOST_STEPS; steps++) {
            const struct link *link = &segment->links[(size_t)(at - 1) * BANDS + band];
            struct entry *entry = &segment->entries[at - 1];
            uint32_t number = segment->first + at - 1;
            at = link->next;
            if (link->tag != keys[band] >> 16 || entry->seen == copies->lookups) continue;
            entry->seen = copies->lookups;
            struct likeness likeness =
                compare(entry->slots, entry->shingles, fingerprint->slots, fingerprint->shingles);
            if (!is_copy(likeness)) continue;
            const struct likeness *old = &best->likeness;
            if (best->entry && (likeness.jaccard < old->jaccard ||
                                (likeness.jaccard <= old->jaccard && number > best->number)))
                continue;
            *best = (struct best){ entry, number, likeness };
        }
    }
}

static struct best find(struct copies *copies, const struct fingerprint *fingerprint, uint32_t *keys) {
    struct best best = { 0 };
    if (fingerprint->version != FINGERPRINT_VERSION || fingerprint->shingles == 0) return best;
    for (unsigned band = 0; band < BANDS; band++) keys[band] = key_of(fingerprint->slots, band);
    copies->lookups++;
    for (size_t i = 0; i < copies->segments.count; i++)
        search(copies, &copies->segments.items[i], keys, fingerprint, &best);
    return best;
}

static void tell(const struct copies *copies, const struct best *best, struct copy *copy) {
    *copy = (struct copy){ .agency = { "", 0 } };
    if (!best->entry) return;
    const struct entry *first = entry_at(copies, best->entry->group);
    copy->original = first->id;
    copy->similarity = best->likeness.containment;
    if (first->agency) copy->agency = copies->agencies.items[first->agency - 1];
}

void copies_lookup(struct copies *copies, const struct fingerprint *fingerprint, struct copy *copy) {
    uint32_t keys[BANDS];
    struct best best = find(copies, fingerprint, keys);
    tell(copies, &best, copy);
}

static struct segment *segment_with_room(struct copies *copies) {
    struct segment *last =
        copies->segments.count > 0 ? &copies->segments.items[copies->segments.count - 1] : NULL;
    if (last && last->count < last->capacity) return last;
    uint32_t first = last ? last->first + last->count : 0;
    struct segment *segment = vector_push(copies->arena, &copies->segments);
    segment->first = first;
    segment->capacity = first == 0 ? SMALL_SEGMENT : LARGE_SEGMENT;
    segment->heads_mask = first == 0 ? SMALL_SEGMENT - 1 : LARGE_SEGMENT;
    segment->heads = ARENA_ARRAY(copies->arena, uint16_t, (size_t)BANDS * (segment->heads_mask + 1));
    segment->links = ARENA_ARRAY(copies->arena, struct link, (size_t)BANDS * segment->capacity);
    segment->entries = ARENA_ARRAY(copies->arena, struct entry, segment->capacity);
    return segment;
}

static uint32_t agency_number(struct copies *copies, struct slice agency) {
    if (agency.length == 0) return 0;
    for (size_t i = 0; i < copies->agencies.count && i < 256; i++) // of which there are a few dozen
        if (slice_equal(copies->agencies.items[i], agency)) return (uint32_t)i + 1;
    *vector_push(copies->arena, &copies->agencies) = arena_copy(copies->arena, agency);
    return (uint32_t)copies->agencies.count;
}

void copies_add(struct copies *copies, const struct fingerprint *fingerprint, const char *id,
                struct slice agency, struct copy *copy) {
    uint32_t keys[BANDS] = { 0 };
    struct best best = find(copies, fingerprint, keys);
    if (best.entry) {
        struct entry *first = entry_at(copies, best.entry->group);
        if (!first->agency) first->agency = agency_number(copies, agency);
    }
    tell(copies, &best, copy);
    if (fingerprint->version != FINGERPRINT_VERSION || fingerprint->shingles == 0) return;
    if (best.entry && best.likeness.jaccard >= ALMOST_EQUAL) return;
    struct segment *segment = segment_with_room(copies);
    uint32_t at = segment->count++;
    struct entry *entry = &segment->entries[at];
    memcpy(entry->slots, fingerprint->slots, sizeof entry->slots);
    entry->shingles = fingerprint->shingles;
    entry->group = best.entry ? best.entry->group : segment->first + at;
    strncpy(entry->id, id, sizeof entry->id - 1);
    if (!best.entry) {
        entry->agency = agency_number(copies, agency);
        copy->agency = entry->agency ? copies->agencies.items[entry->agency - 1] : (struct slice){ "", 0 };
    }
    for (unsigned band = 0; band < BANDS; band++) {
        uint16_t *head =
            &segment->heads[(size_t)band * (segment->heads_mask + 1) + (keys[band] & segment->heads_mask)];
        segment->links[(size_t)at * BANDS + band] = (struct link){ *head, (uint16_t)(keys[band] >> 16) };
        *head = (uint16_t)(at + 1);
    }
}
