// words.c - the words of a document and of its language.
//
// A repair may rely on what the document itself says elsewhere: a name that stands alone in a caption is what
// tells that the same letters with a verb behind them are two words. So each word is counted once, in the
// form that names are compared in, and so is each pair whose second word has a capital ("al Thani"), names
// being of two words or more.
#include "read/text/steps.h"

#include "base/eight.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "read/text/runs.h"

#include <string.h>

#define MOST_STEPS 64 // of a probe into the pairs; a pair beyond is not known, which costs a repair at most
#define FIRST_SLOTS 4096
#define SHORTEST_STRANGE 5 // bytes

// The form that words are compared in. Words of ASCII, which most are, stay as written: their letters differ
// from small ones by one bit, which comparing leaves out, so that they need no copy.
struct folded {
    struct slice text;
    uint64_t hash;
    bool ascii; // nothing but letters of ASCII
};

struct pair {
    uint32_t first, second;
};

// What each word of the text is compared with and counted in, apart from the rest.
struct counted {
    uint64_t hash;
    uint32_t length; // bytes of the folded form
    uint32_t count, capital;
    bool ascii;
};
struct entry {
    const char *folded;
    struct slice written; // as it was first
};

struct words {
    const struct lexicon *lexicon;
    struct counted *counts; // [slot_count / 2] by symbol - 1
    struct entry *entries;  // [slot_count / 2] the same words
    size_t count;
    uint32_t *slots;   // [slot_count] symbol or 0
    size_t slot_count; // a power of two
    struct pair *pairs;
    size_t pair_slots, pair_count;   // slots: a power of two, or 0
    VECTOR_OF(struct slice) strange; // in the order of the text
};

static bool is_letter(struct slice text, size_t at, size_t *length) {
    enum utf8_class class = utf8_class_of(utf8_at(text, at, length));
    return class == UTF8_UPPER || class == UTF8_LOWER || class == UTF8_LETTER || class == UTF8_MARK;
}

enum { OTHER, LETTER, MORE }; // what a byte says: MORE is the first of several
static const unsigned char byte_kinds[256] = {
    ['A' ... 'Z'] = LETTER,
    ['a' ... 'z'] = LETTER,
    [0x80 ... 0xff] = MORE,
};

// The first byte at or after `at` that is no letter of ASCII.
static inline size_t skip_letters(struct slice text, size_t at) {
    for (; text.length - at >= 8; at += 8) {
        const uint64_t others = eight_letters(eight_at(text.start + at)) ^ EIGHT_TOPS;
        if (others) return at + eight_first(others);
    }
    while (at < text.length && byte_kinds[(unsigned char)text.start[at]] == LETTER) at++;
    return at;
}

// The first letter or mark at or after `at`.
static size_t word_start(struct slice text, size_t at) {
    for (size_t length; at < text.length; at += length) {
        const unsigned kind = byte_kinds[(unsigned char)text.start[at]];
        length = 1;
        if (kind == LETTER || (kind == MORE && is_letter(text, at, &length))) break;
    }
    return at;
}

// The end of the word whose first letters, all of ASCII, end at `at`.
static size_t word_end(struct slice text, size_t at) {
    size_t length;
    while (at < text.length && (unsigned char)text.start[at] >= 0x80 && is_letter(text, at, &length))
        at = skip_letters(text, at + length);
    return at;
}

// See next_word_hash().
static inline struct slice find_word(struct slice text, size_t *at, uint64_t *hash) {
    size_t start = *at;
    while (start < text.length && byte_kinds[(unsigned char)text.start[start]] == OTHER) start++;
    if (start < text.length && (unsigned char)text.start[start] >= 0x80) start = word_start(text, start);
    size_t end = start;
    uint64_t others = 0;
    if (text.length - start >= 8) { // most words are short, and then this is all that there is to be read
        const uint64_t eight = eight_at(text.start + start);
        others = eight_letters(eight) ^ EIGHT_TOPS;
        *hash = word_hash_step(0, (eight | EIGHT_CASE) & eight_before(others));
        end += others ? eight_first(others) : 8;
    }
    if (others == 0) {
        end = skip_letters(text, end);
        *hash = word_hash(slice_part(text, start, end), true);
    }
    if (end < text.length && (unsigned char)text.start[end] >= 0x80) {
        *at = word_end(text, end);
        if (*at > end) *hash = 0;
        end = *at;
    }
    *at = end;
    return (struct slice){ text.start + start, end - start };
}

struct slice next_word_hash(struct slice text, size_t *at, uint64_t *hash) {
    return find_word(text, at, hash);
}

struct slice next_word(struct slice text, size_t *at) {
    uint64_t hash;
    return find_word(text, at, &hash);
}

struct slice word_before(struct slice text, size_t at) {
    size_t start = at;
    while (start > 0) {
        size_t from = start - 1, length;
        while (from > 0 && ((unsigned char)text.start[from] & 0xc0) == 0x80) from--;
        const unsigned kind = byte_kinds[(unsigned char)text.start[from]];
        if (kind == OTHER || (kind == MORE && !is_letter(text, from, &length))) break;
        start = from;
    }
    return slice_part(text, start, at);
}

static struct folded fold_marked(struct slice word, struct arena *arena) {
    struct folded folded = { utf8_fold_name(word, arena), 0, true };
    folded.ascii = skip_letters(folded.text, 0) == folded.text.length;
    folded.hash = word_hash(folded.text, false);
    return folded;
}

// `hash` as next_word_hash() gives it.
static inline struct folded fold(struct slice word, uint64_t hash, struct arena *arena) {
    return hash ? (struct folded){ word, hash, true } : fold_marked(word, arena);
}

static struct folded fold_any(struct slice word, struct arena *arena) {
    return fold(word, skip_letters(word, 0) == word.length ? word_hash(word, true) : 0, arena);
}

static bool has_same_letters(const char *a, const char *b, size_t length, bool ascii) {
    const uint64_t small = ascii ? EIGHT_CASE : 0;
    for (size_t at = 0; at < length; at += 8)
        if ((eight_part(a + at, length - at) | small) != (eight_part(b + at, length - at) | small))
            return false;
    return true;
}

// No two words of up to eight bytes have one hash.
static inline bool is_same(const struct words *words, size_t index, const struct folded *folded) {
    const struct counted *counted = &words->counts[index];
    const size_t length = folded->text.length;
    if (counted->hash != folded->hash || counted->length != length) return false;
    return length <= 8 ||
           (counted->ascii == folded->ascii &&
            has_same_letters(words->entries[index].folded, folded->text.start, length, folded->ascii));
}

static struct folded folded_of(const struct words *words, uint32_t symbol) {
    const struct counted *counted = &words->counts[symbol - 1];
    return (struct folded){ { words->entries[symbol - 1].folded, counted->length },
                            counted->hash,
                            counted->ascii };
}

static struct word_facts lexicon_facts(const struct lexicon *lexicon, const struct folded *folded) {
    char small[LEXICON_LONGEST];
    const struct slice text = folded->text;
    if (text.length == 0 || text.length > LEXICON_LONGEST) return (struct word_facts){ .kind = WORD_UNKNOWN };
    if (lexicon->index) return word_index_lookup(lexicon->index, folded->hash);
    if (!folded->ascii) return lexicon_lookup(lexicon, text);
    for (size_t i = 0; i < text.length; i++) small[i] = (char)(text.start[i] | 0x20);
    return lexicon_lookup(lexicon, (struct slice){ small, text.length });
}

// The slot of the word, or the free one where it belongs; NULL after too many steps, which only words that
// were made to collide take. Such a word stands for itself alone, which costs a repair at most.
static inline uint32_t *slot_of(const struct words *words, const struct folded *folded) {
    const size_t mask = words->slot_count - 1;
    size_t at = folded->hash & mask;
    for (unsigned step = 0; step < MOST_STEPS; step++, at = (at + 1) & mask) {
        const uint32_t symbol = words->slots[at];
        if (symbol == 0 || is_same(words, symbol - 1, folded)) return &words->slots[at];
    }
    return NULL;
}

static void make_room(struct words *words, size_t count, struct arena *arena) {
    struct counted *counts = arena_raw(arena, count * sizeof *counts);
    struct entry *entries = arena_raw(arena, count * sizeof *entries);
    if (words->count > 0) memcpy(counts, words->counts, words->count * sizeof *counts);
    if (words->count > 0) memcpy(entries, words->entries, words->count * sizeof *entries);
    words->counts = counts;
    words->entries = entries;
}

static void grow(struct words *words, struct arena *arena) {
    make_room(words, words->slot_count, arena);
    words->slot_count *= 2;
    words->slots = ARENA_ARRAY(arena, uint32_t, words->slot_count);
    for (size_t i = 0; i < words->count; i++) {
        const struct folded folded = folded_of(words, (uint32_t)(i + 1));
        uint32_t *slot = slot_of(words, &folded);
        if (slot) *slot = (uint32_t)(i + 1);
    }
}

// 0 when there is no room for it.
static uint32_t add_word(struct words *words, struct slice word, uint64_t hash, struct arena *arena) {
    const struct folded folded = fold(word, hash, arena);
    uint32_t *slot = slot_of(words, &folded);
    if (slot == NULL || *slot != 0) return slot ? *slot : 0;
    if (words->count == words->slot_count / 2) {
        grow(words, arena);
        slot = slot_of(words, &folded);
        if (slot == NULL) return 0;
    }
    words->counts[words->count] =
        (struct counted){ folded.hash, (uint32_t)folded.text.length, 0, 0, folded.ascii };
    words->entries[words->count++] = (struct entry){ folded.text.start, word };
    return *slot = (uint32_t)words->count;
}

static uint32_t symbol_of(const struct words *words, const struct folded *folded) {
    const uint32_t *slot = slot_of(words, folded);
    return slot ? *slot : 0;
}

static void find_strange(struct words *words, struct arena *arena) {
    const struct word_index *index = words->lexicon->index;
    for (size_t i = 0; i < words->count; i++) {
        // To fetch in vain costs less than to guess which will be asked for.
        if (index && i + 16 < words->count) word_index_prefetch(index, words->counts[i + 16].hash);
        if (words->counts[i].count > 1 || words->entries[i].written.length < SHORTEST_STRANGE) continue;
        const struct folded folded = folded_of(words, (uint32_t)(i + 1));
        if (lexicon_facts(words->lexicon, &folded).kind != WORD_UNKNOWN) continue;
        *vector_push(arena, &words->strange) = words->entries[i].written;
    }
}

struct slice words_next_strange(const struct words *words, size_t *passed, struct slice part) {
    const struct slice none = { "", 0 };
    while (*passed < words->strange.count && words->strange.items[*passed].start < part.start) ++*passed;
    if (*passed == words->strange.count) return none;
    const struct slice word = words->strange.items[*passed];
    return word.start + word.length <= part.start + part.length ? word : none;
}

static struct pair *pair_slot(const struct words *words, uint32_t first, uint32_t second) {
    size_t mask = words->pair_slots - 1;
    size_t at = (size_t)hash_mix(first, second) & mask;
    for (unsigned step = 0; step < MOST_STEPS; step++, at = (at + 1) & mask) {
        struct pair *pair = &words->pairs[at];
        if (pair->first == 0 || (pair->first == first && pair->second == second)) return pair;
    }
    return NULL;
}

static void add_pair(struct words *words, uint32_t first, uint32_t second, struct arena *arena) {
    if (words->pair_count * 2 >= words->pair_slots) {
        struct pair *old = words->pairs;
        size_t old_slots = words->pair_slots;
        words->pair_slots = old_slots ? old_slots * 2 : 256;
        words->pairs = ARENA_ARRAY(arena, struct pair, words->pair_slots);
        for (size_t i = 0; i < old_slots; i++) {
            struct pair *slot = old[i].first ? pair_slot(words, old[i].first, old[i].second) : NULL;
            if (slot) *slot = old[i];
        }
    }
    struct pair *slot = pair_slot(words, first, second);
    if (slot == NULL || slot->first != 0) return;
    *slot = (struct pair){ first, second };
    words->pair_count++;
}

// Between the words of one name stands one space or hyphen.
static bool is_one_gap(const char *from, const char *to) {
    return (to - from == 1 && (*from == ' ' || *from == '-')) ||
           (to - from == 3 && memcmp(from, "\xe2\x80\x91", 3) == 0);
}

// The word_hash() of a run of the text, or 0 where it has more than letters of ASCII.
static inline uint64_t hash_of_run(struct slice text, struct slice run) {
    uint64_t letters[2];
    if (!run_letters(text, run, letters))
        return utf8_skip_ascii(run, 0) < run.length ? 0 : word_hash(run, true);
    const uint64_t hash = word_hash_step(0, letters[0]);
    return run.length > 8 ? word_hash_step(hash, letters[1]) : hash;
}

struct counter {
    struct words *words;
    struct arena *arena;
    uint32_t previous; // symbol of the word before, which ended at:
    const char *end;
};

static inline void count_word(struct counter *counter, struct slice word, uint64_t hash, bool capital) {
    struct words *words = counter->words;
    uint32_t symbol = words->slots[hash & (words->slot_count - 1)];
    const struct counted *seen = &words->counts[symbol - (symbol != 0)];
    if (symbol == 0 || word.length > 8 || seen->hash != hash || seen->length != word.length)
        symbol = add_word(words, word, hash, counter->arena);
    if (symbol != 0) {
        struct counted *counted = &words->counts[symbol - 1];
        counted->count++;
        counted->capital += capital;
        if (counter->previous != 0 && capital && is_one_gap(counter->end, word.start))
            add_pair(words, counter->previous, symbol, counter->arena);
    }
    counter->previous = symbol;
    counter->end = word.start + word.length;
}

// The words of a run that has more than letters of ASCII.
static void count_words(struct counter *counter, struct slice run) {
    size_t at = 0;
    uint64_t hash;
    for (struct slice word; (word = find_word(run, &at, &hash)).length > 0;)
        count_word(counter, word, hash, utf8_starts_upper(word));
}

struct words *words_of(struct slice text, const struct lexicon *lexicon, struct arena *arena) {
    struct words *words = ARENA_NEW(arena, struct words);
    words->lexicon = lexicon;
    words->slot_count = 256;
    while (words->slot_count < text.length / 4 && words->slot_count < FIRST_SLOTS) words->slot_count *= 2;
    words->slots = ARENA_ARRAY(arena, uint32_t, words->slot_count);
    make_room(words, words->slot_count / 2, arena);
    struct counter counter = { words, arena, 0, text.start };
    struct runs runs;
    runs_begin(&runs, text);
    while (runs_look_ahead(&runs))
        for (size_t i = 1; i < runs.count; i += 2) {
            const struct slice run = { text.start + runs.edges[i - 1], runs.edges[i] - runs.edges[i - 1] };
            const uint64_t hash = hash_of_run(text, run);
            if (hash)
                count_word(&counter, run, hash, run.start[0] < 'a');
            else
                count_words(&counter, run);
        }
    find_strange(words, arena);
    return words;
}

struct word_facts words_known(const struct words *words, struct slice small) {
    const struct folded folded = { small, word_hash(small, true), true };
    return lexicon_facts(words->lexicon, &folded);
}

struct word_facts words_lookup(const struct words *words, struct slice word, struct arena *arena) {
    const struct folded folded = fold_any(word, arena);
    const uint32_t symbol = symbol_of(words, &folded);
    struct word_facts facts = lexicon_facts(words->lexicon, &folded);
    if (symbol) facts.count = words->counts[symbol - 1].count;
    if (symbol) facts.capital = words->counts[symbol - 1].capital;
    return facts;
}

bool words_follow(const struct words *words, struct slice first, struct slice second, struct arena *arena) {
    const struct folded folded_first = fold_any(first, arena), folded_second = fold_any(second, arena);
    const uint32_t a = symbol_of(words, &folded_first), b = symbol_of(words, &folded_second);
    if (a == 0 || b == 0 || words->pair_slots == 0) return false;
    const struct pair *slot = pair_slot(words, a, b);
    return slot != NULL && slot->first != 0;
}
