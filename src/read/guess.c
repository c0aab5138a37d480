// guess.c - the language of a text: its script, then the function words that it is full of.
//
// The first SAMPLE bytes decide, or fewer where they are clear. A language without words in the table is the
// guess for its script when no other language of that script has a claim. No guess is "und".
#include "read/parts.h"

#include "base/utf8.h"

#define SAMPLE 20000 // bytes
#define ENOUGH 2000  // bytes after which the case may be clear

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

struct language_guess {
    const struct table *table;
    struct intern *words;
    VECTOR_OF(uint64_t) languages; // by symbol - 1: a bit for each of the table's first 64 rows
    uint64_t starts[26];           // by the first letter of ASCII words: a bit for each length that one has
};

struct language_guess *language_guess_of(const struct knowledge *knowledge, struct arena *arena) {
    struct language_guess *guess = ARENA_NEW(arena, struct language_guess);
    guess->table = knowledge_table(knowledge, TABLE_LANGUAGES, (struct slice){ "", 0 });
    guess->words = intern_new(arena);
    for (size_t row = 0; row < table_count(guess->table) && row < 64; row++) {
        struct slice rest = table_cell(guess->table, row, TABLE_COLUMN(LANGUAGES, WORDS));
        for (struct slice word; slice_next(&rest, SLICE(" | "), &word);) {
            const struct slice folded = utf8_fold(word, arena);
            uint32_t symbol = intern_add(guess->words, folded);
            const unsigned letter =
                folded.length > 0 ? (unsigned)(unsigned char)folded.start[0] - (unsigned)'a' : 26u;
            if (letter < 26 && folded.length < 64) guess->starts[letter] |= UINT64_C(1) << folded.length;
            if (symbol > guess->languages.count) vector_push(arena, &guess->languages);
            guess->languages.items[symbol - 1] |= UINT64_C(1) << row;
        }
    }
    return guess;
}

static const unsigned char is_latin[128] = {
    ['A' ... 'Z'] = 1, ['a' ... 'z'] = 1, ['^'] = 1, ['`'] = 1, ['|'] = 1, ['~'] = 1, [0x7f] = 1,
};

static struct slice script_of(struct slice text) {
    size_t counts[SCRIPT_COUNT] = { 0 }, length, best = SCRIPT_COUNT;
    for (size_t at = 0; at < text.length; at += length) {
        const unsigned char byte = (unsigned char)text.start[at];
        length = 1;
        if (byte < 0x80) { // Latin is the first
            counts[0] += is_latin[byte];
            continue;
        }
        uint32_t code = utf8_at(text, at, &length);
        for (size_t i = 0; i < SCRIPT_COUNT; i++)
            if (code >= scripts[i].first && code <= scripts[i].last) {
                counts[i]++;
                break;
            }
    }
    for (size_t i = 0; i < SCRIPT_COUNT; i++) {
        if (slice_equal(scripts[i].name, SLICE("Kana")) && counts[i] > 0)
            counts[i] *= 8; // among Han it decides
        if (counts[i] > 0 && (best == SCRIPT_COUNT || counts[i] > counts[best])) best = i;
    }
    return best < SCRIPT_COUNT ? scripts[best].name : (struct slice){ "", 0 };
}

// Of a word of ASCII only what has the first letter and the length of a function word is looked up.
static uint32_t symbol_of(const struct language_guess *guess, struct slice word, struct arena *arena) {
    char buffer[64];
    size_t used = 0;
    for (; used < word.length && (unsigned char)word.start[used] < 0x80; used++)
        buffer[used] = (char)(word.start[used] | 0x20); // letters, all of them
    if (used < word.length) return intern_lookup(guess->words, utf8_fold(word, arena));
    if (used == 0) return 0;
    const unsigned letter = (unsigned char)buffer[0] - 'a';
    if (letter >= 26 || word.length > 63 || !(guess->starts[letter] >> word.length & 1)) return 0;
    return intern_lookup(guess->words, (struct slice){ buffer, used });
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
    for (struct slice word; (word = next_word(text, &at)).length > 0;) {
        if (at >= look) {
            if (is_clear(counts, rows)) break;
            look += ENOUGH;
        }
        uint32_t symbol = symbol_of(guess, slice_part(word, 0, 64), arena);
        if (symbol == 0) continue;
        for (uint64_t bits = guess->languages.items[symbol - 1]; bits != 0; bits &= bits - 1)
            counts[__builtin_ctzll(bits)]++;
    }
    for (size_t row = 0; row < rows; row++) {
        if (!slice_equal(table_cell(guess->table, row, TABLE_COLUMN(LANGUAGES, SCRIPT)), script)) continue;
        if (best == 64 || counts[row] > counts[best]) best = row;
    }
    return best < 64 ? table_cell(guess->table, best, TABLE_COLUMN(LANGUAGES, CODE)) : SLICE("und");
}
