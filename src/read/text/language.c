// language.c - the language of a text: its script, then the function words that it is full of.
//
// The first SAMPLE bytes decide, or fewer where they are clear. A language without words in the table is the
// guess for its script when no other language of that script has a claim. No guess is "und".
#include "read/text/language.h"

#include "base/eight.h"
#include "base/utf8.h"
#include "read/text/steps.h"

#define SAMPLE 20000 // bytes
#define ENOUGH 2000  // bytes after which the case may be clear
#define LONGEST 64   // bytes of a word that may be a function word

static const struct {
    uint32_t first, last;
    struct slice name;
} scripts[] = {
    { 0x0041, 0x024f, { "Latin", 5 } },       { 0x0370, 0x03ff, { "Greek", 5 } },
    { 0x0400, 0x052f, { "Cyrillic", 8 } },    { 0x0531, 0x058f, { "Armenian", 8 } },
    { 0x0590, 0x05ff, { "Hebrew", 6 } },      { 0x0600, 0x077f, { "Arabic", 6 } },
    { 0x0900, 0x097f, { "Devanagari", 10 } }, { 0x0980, 0x09ff, { "Bengali", 7 } },
    { 0x0b80, 0x0bff, { "Tamil", 5 } },       { 0x0e00, 0x0e7f, { "Thai", 4 } },
    { 0x10a0, 0x10ff, { "Georgian", 8 } },    { 0x1100, 0x11ff, { "Hangul", 6 } },
    { 0x1200, 0x139f, { "Ethiopic", 8 } },    { 0x1e00, 0x1eff, { "Latin", 5 } },
    { 0x3040, 0x30ff, { "Kana", 4 } },        { 0x4e00, 0x9fff, { "Han", 3 } },
    { 0xac00, 0xd7a3, { "Hangul", 6 } },
};
#define SCRIPT_COUNT (sizeof scripts / sizeof *scripts)

struct place {
    uint64_t hash, languages; // a bit for each of the table's first 64 rows that has the word; none: free
};
struct language_guess {
    const struct table *table;
    struct place *words; // [size] by word_hash()
    size_t size;         // a power of two
};

static struct place *place_of(const struct language_guess *guess, uint64_t hash) {
    size_t at = hash & (guess->size - 1);
    while (guess->words[at].languages != 0 && guess->words[at].hash != hash)
        at = (at + 1) & (guess->size - 1);
    return &guess->words[at];
}

struct language_guess *language_guess_of(const struct knowledge *knowledge, struct arena *arena) {
    struct language_guess *guess = ARENA_NEW(arena, struct language_guess);
    guess->table = knowledge_table(knowledge, TABLE_LANGUAGES, (struct slice){ "", 0 });
    const size_t rows = table_count(guess->table) < 64 ? table_count(guess->table) : 64;
    size_t bytes = 0;
    for (size_t row = 0; row < rows; row++)
        bytes += table_cell(guess->table, row, TABLE_COLUMN(LANGUAGES, WORDS)).length;
    for (guess->size = 64; guess->size < bytes / 2; guess->size *= 2) continue; // twice as many as words
    guess->words = ARENA_ARRAY(arena, struct place, guess->size);
    for (size_t row = 0; row < rows; row++) {
        struct slice rest = table_cell(guess->table, row, TABLE_COLUMN(LANGUAGES, WORDS));
        for (struct slice word; slice_next(&rest, SLICE(" | "), &word);) {
            const uint64_t hash = word_hash(utf8_fold(word, arena), false);
            struct place *place = place_of(guess, hash);
            place->hash = hash;
            place->languages |= UINT64_C(1) << row;
        }
    }
    return guess;
}

static const unsigned char is_latin[128] = {
    ['A' ... 'Z'] = 1, ['a' ... 'z'] = 1, ['^'] = 1, ['`'] = 1, ['|'] = 1, ['~'] = 1, [0x7f] = 1,
};

static void count_code(size_t *counts, uint32_t code) {
    for (size_t i = 0; i < SCRIPT_COUNT; i++)
        if (code >= scripts[i].first && code <= scripts[i].last) {
            counts[i]++;
            return;
        }
}

// Counts what is Latin from `at` to the first byte above 0x7f, which it returns.
static size_t count_latin(struct slice text, size_t at, size_t *count) {
    for (; text.length - at >= 8; at += 8) {
        const uint64_t eight = eight_at(text.start + at), letters = eight_letters(eight);
        if (((eight << 1 & ~letters) | eight) & EIGHT_TOPS) break; // or something above '?' that is no letter
        *count += eight_count(letters);
    }
    for (; at < text.length && (unsigned char)text.start[at] < 0x80; at++)
        *count += is_latin[(unsigned char)text.start[at]];
    return at;
}

static struct slice script_of(struct slice text) {
    size_t counts[SCRIPT_COUNT] = { 0 }, length, best = SCRIPT_COUNT; // Latin is the first
    for (size_t at = count_latin(text, 0, counts); at < text.length;
         at = count_latin(text, at + length, counts))
        count_code(counts, utf8_at(text, at, &length));
    for (size_t i = 0; i < SCRIPT_COUNT; i++) {
        if (slice_equal(scripts[i].name, SLICE("Kana")) && counts[i] > 0)
            counts[i] *= 8; // among Han it decides
        if (counts[i] > 0 && (best == SCRIPT_COUNT || counts[i] > counts[best])) best = i;
    }
    return best < SCRIPT_COUNT ? scripts[best].name : (struct slice){ "", 0 };
}

// The languages that have it as a function word. `hash`: as next_word_hash() gives it.
static uint64_t languages_of(const struct language_guess *guess, struct slice word, uint64_t hash,
                             struct arena *arena) {
    return place_of(guess, hash ? hash : word_hash(utf8_fold(word, arena), false))->languages;
}

// Has one language four times as many function words as any other, so that more of the text cannot matter?
static bool is_clear(const size_t *counts, size_t rows) {
    size_t most = 0, second = 0;
    for (size_t row = 0; row < rows; row++) {
        if (counts[row] > most) {
            second = most;
            most = counts[row];
        } else if (counts[row] > second)
            second = counts[row];
    }
    return most >= 60 && most >= 4 * second;
}

struct slice guess_language(const struct language_guess *guess, struct slice text, struct arena *arena) {
    text = slice_part(text, 0, SAMPLE);
    struct slice script = script_of(text);
    size_t counts[64] = { 0 }, rows = table_count(guess->table), best = 64;
    if (rows > 64) rows = 64;
    size_t at = 0, look = ENOUGH;
    uint64_t hash;
    for (struct slice word; (word = next_word_hash(text, &at, &hash)).length > 0;) {
        if (at >= look) {
            if (is_clear(counts, rows)) break;
            look += ENOUGH;
        }
        if (word.length > LONGEST) continue;
        for (uint64_t bits = languages_of(guess, word, hash, arena); bits != 0; bits &= bits - 1)
            counts[__builtin_ctzll(bits)]++;
    }
    for (size_t row = 0; row < rows; row++) {
        if (!slice_equal(table_cell(guess->table, row, TABLE_COLUMN(LANGUAGES, SCRIPT)), script)) continue;
        if (best == 64 || counts[row] > counts[best]) best = row;
    }
    return best < 64 ? table_cell(guess->table, best, TABLE_COLUMN(LANGUAGES, CODE)) : SLICE("und");
}

struct slice language_told(const struct knowledge *knowledge, struct slice tag) {
    const struct table *table = knowledge_table(knowledge, TABLE_LANGUAGES, (struct slice){ "", 0 });
    const struct slice first = language_of_tag(tag);
    struct table_walk walk = table_lookup(table, first);
    if (table_next(&walk) != TABLE_END) return first;
    for (size_t row = 0; row < table_count(table); row++) {
        struct slice rest = table_cell(table, row, TABLE_COLUMN(LANGUAGES, CALLED)), name;
        while (slice_next(&rest, SLICE(" | "), &name))
            if (slice_equal_ascii_fold(tag, name) || slice_equal_ascii_fold(first, name))
                return table_cell(table, row, TABLE_COLUMN(LANGUAGES, CODE));
    }
    return first;
}
