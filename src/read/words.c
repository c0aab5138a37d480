// words.c - the words of a document and of its language.
//
// A repair may rely on what the document itself says elsewhere: a name that stands alone in a caption is what
// tells that the same letters with a verb behind them are two words. So each word is counted once, in the
// form that names are compared in, and so is each pair whose second word has a capital ("al Thani"), names
// being of two words or more.
#include "read/parts.h"

#include "base/hash.h"
#include "base/utf8.h"

#include <string.h>

#define MOST_STEPS 64 // of a probe into the pairs; a pair beyond is not known, which costs a repair at most
#define FIRST_SLOTS 4096
#define STRANGE_BITS 8192
#define NO_MARK UINT32_MAX
#define SHORTEST_STRANGE 5 // bytes
#define NOT_ASKED ((enum word_kind)255)

// The form that words are compared in. Words of ASCII, which most are, stay as written: their letters differ
// from small ones by one bit, which comparing leaves out, so that they need no copy.
struct folded {
    struct slice text;
    bool ascii;
};

struct pair {
    uint32_t first, second;
};

struct entry {
    struct folded folded;
    uint32_t hash;
    uint32_t mark; // of the word as it was written first; NO_MARK when it is short
    struct word_facts facts;
};

struct words {
    const struct lexicon *lexicon;
    VECTOR_OF(struct entry) entries; // by symbol - 1
    uint32_t *slots;                 // [slot_count] symbol or 0
    size_t slot_count;               // a power of two
    struct pair *pairs;
    size_t pair_slots, pair_count; // slots: a power of two, or 0
    uint64_t
        strange[STRANGE_BITS / 64]; // marks of the words that stand once and that the language does not know
};

// A number for a word as written that costs next to nothing.
static unsigned mark_of(struct slice word) {
    uint64_t start = 0, end = 0;
    if (word.length >= 8) {
        memcpy(&start, word.start, 8);
        memcpy(&end, word.start + word.length - 8, 8);
    } else
        for (size_t i = 0; i < word.length; i++) start = start << 8 | (unsigned char)word.start[i];
    start = (start ^ (end << 29 | end >> 35) ^ word.length) * UINT64_C(0x9e3779b97f4a7c15);
    return (unsigned)(start >> 40) % STRANGE_BITS;
}

bool words_may_be_strange(const struct words *words, struct slice word) {
    const unsigned mark = mark_of(word);
    return words->strange[mark / 64] >> (mark % 64) & 1;
}

enum { OTHER, LETTER, MORE }; // what a byte says: MORE is the first of several
static const unsigned char byte_kinds[256] = {
    ['A' ... 'Z'] = LETTER,
    ['a' ... 'z'] = LETTER,
    [0x80 ... 0xff] = MORE,
};

static bool is_letter(struct slice text, size_t at, size_t *length) {
    enum utf8_class class = utf8_class_of(utf8_at(text, at, length));
    return class == UTF8_UPPER || class == UTF8_LOWER || class == UTF8_LETTER || class == UTF8_MARK;
}

struct slice next_word(struct slice text, size_t *at) {
    size_t length, start = *at;
    for (; start < text.length; start += length) {
        unsigned kind = byte_kinds[(unsigned char)text.start[start]];
        length = 1;
        if (kind == LETTER || (kind == MORE && is_letter(text, start, &length))) break;
    }
    size_t end = start;
    for (; end < text.length; end += length) {
        unsigned kind = byte_kinds[(unsigned char)text.start[end]];
        length = 1;
        if (kind == OTHER || (kind == MORE && !is_letter(text, end, &length))) break;
    }
    *at = end;
    return (struct slice){ text.start + start, end - start };
}

#define SMALL UINT64_C(0x2020202020202020)

static struct folded fold(struct slice word, struct arena *arena) {
    for (size_t i = 0; i < word.length; i++)
        if ((unsigned char)word.start[i] >= 0x80 || word.length > LEXICON_LONGEST) {
            struct folded folded = { utf8_fold_name(word, arena), true };
            for (size_t j = 0; j < folded.text.length; j++)
                folded.ascii = folded.ascii && (unsigned)(folded.text.start[j] - 'a') < 26;
            return folded;
        }
    return (struct folded){ word, true };
}

// Up to eight letters of ASCII in small ones.
static uint64_t letters_at(const char *start, size_t count) {
    uint64_t letters = 0;
    if (count >= 8) {
        memcpy(&letters, start, 8);
    } else if (count >= 4) {
        uint32_t first, last; // which overlap
        memcpy(&first, start, 4);
        memcpy(&last, start + count - 4, 4);
        letters = (uint64_t)last << 32 | first;
    } else if (count > 0) {
        letters = (uint64_t)(unsigned char)start[0] | (uint64_t)(unsigned char)start[count / 2] << 8 |
                  (uint64_t)(unsigned char)start[count - 1] << 16;
    }
    return letters | SMALL;
}

static uint32_t hash_of(const struct folded *folded) {
    if (!folded->ascii) return (uint32_t)hash_bytes(folded->text, 1);
    const char *start = folded->text.start;
    size_t left = folded->text.length;
    uint64_t hash = left * UINT64_C(0x9e3779b97f4a7c15);
    for (; left > 8; start += 8, left -= 8) {
        hash = (hash ^ letters_at(start, 8)) * UINT64_C(0x9ddfea08eb382d69);
        hash ^= hash >> 29;
    }
    hash = (hash ^ letters_at(start, left)) * UINT64_C(0x9ddfea08eb382d69);
    hash ^= hash >> 32;
    hash *= UINT64_C(0xd6e8feb86659fd93);
    return (uint32_t)(hash ^ hash >> 32);
}

static bool is_same(const struct folded *a, const struct folded *b) {
    if (a->text.length != b->text.length || a->ascii != b->ascii) return false;
    if (!a->ascii) return slice_equal(a->text, b->text);
    const char *x = a->text.start, *y = b->text.start;
    size_t left = a->text.length;
    for (; left > 8; x += 8, y += 8, left -= 8)
        if (letters_at(x, 8) != letters_at(y, 8)) return false;
    return letters_at(x, left) == letters_at(y, left);
}

static struct word_facts lexicon_facts(const struct lexicon *lexicon, const struct folded *folded) {
    char small[LEXICON_LONGEST];
    if (!folded->ascii || folded->text.length > LEXICON_LONGEST) return lexicon_lookup(lexicon, folded->text);
    for (size_t i = 0; i < folded->text.length; i++) small[i] = (char)(folded->text.start[i] | 0x20);
    return lexicon_lookup(lexicon, (struct slice){ small, folded->text.length });
}

// The slot of the word, or the free one where it belongs; NULL after too many steps, which only words that
// were made to collide take. Such a word stands for itself alone, which costs a repair at most.
static uint32_t *slot_of(const struct words *words, const struct folded *folded, uint32_t hash) {
    const size_t mask = words->slot_count - 1;
    size_t at = hash & mask;
    for (unsigned step = 0; step < MOST_STEPS; step++, at = (at + 1) & mask) {
        const uint32_t symbol = words->slots[at];
        if (symbol == 0) return &words->slots[at];
        const struct entry *entry = &words->entries.items[symbol - 1];
        if (entry->hash == hash && is_same(&entry->folded, folded)) return &words->slots[at];
    }
    return NULL;
}

static void grow(struct words *words, struct arena *arena) {
    words->slot_count *= 2;
    words->slots = ARENA_ARRAY(arena, uint32_t, words->slot_count);
    for (size_t i = 0; i < words->entries.count; i++) {
        uint32_t *slot = slot_of(words, &words->entries.items[i].folded, words->entries.items[i].hash);
        if (slot) *slot = (uint32_t)(i + 1);
    }
}

// 0 when there is no room for it.
static uint32_t add_word(struct words *words, struct slice word, struct arena *arena) {
    const struct folded folded = fold(word, arena);
    const uint32_t hash = hash_of(&folded);
    uint32_t *slot = slot_of(words, &folded, hash);
    if (slot == NULL || *slot != 0) return slot ? *slot : 0;
    if ((words->entries.count + 1) * 2 > words->slot_count) {
        grow(words, arena);
        slot = slot_of(words, &folded, hash);
        if (slot == NULL) return 0;
    }
    struct entry *entry = vector_push(arena, &words->entries);
    entry->folded = folded;
    entry->hash = hash;
    entry->mark = word.length < SHORTEST_STRANGE ? NO_MARK : mark_of(word);
    entry->facts.kind = NOT_ASKED;
    return *slot = (uint32_t)words->entries.count;
}

static uint32_t symbol_of(const struct words *words, const struct folded *folded) {
    const uint32_t *slot = slot_of(words, folded, hash_of(folded));
    return slot ? *slot : 0;
}

// The language is asked only when somebody wants to know: most words stand twice or are short, which tells
// enough.
static struct word_facts facts_of(const struct words *words, uint32_t symbol) {
    struct word_facts *facts = &words->entries.items[symbol - 1].facts;
    if (facts->kind == NOT_ASKED) {
        const uint32_t count = facts->count, capital = facts->capital;
        *facts = lexicon_facts(words->lexicon, &words->entries.items[symbol - 1].folded);
        facts->count = count;
        facts->capital = capital;
    }
    return *facts;
}

// A word that stands once is its own first place.
static void mark_strange(struct words *words) {
    for (size_t i = 0; i < words->entries.count; i++) {
        const unsigned mark = words->entries.items[i].mark;
        if (words->entries.items[i].facts.count > 1 || mark == NO_MARK) continue;
        if (facts_of(words, (uint32_t)(i + 1)).kind != WORD_UNKNOWN) continue;
        words->strange[mark / 64] |= UINT64_C(1) << (mark % 64);
    }
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

struct words *words_of(struct slice text, const struct lexicon *lexicon, struct arena *arena) {
    struct words *words = ARENA_NEW(arena, struct words);
    words->lexicon = lexicon;
    words->slot_count = 256;
    while (words->slot_count < text.length / 16 && words->slot_count < FIRST_SLOTS) words->slot_count *= 2;
    words->slots = ARENA_ARRAY(arena, uint32_t, words->slot_count);
    words->entries.capacity = words->slot_count / 2;
    words->entries.items = ARENA_ARRAY(arena, struct entry, words->entries.capacity);
    uint32_t previous = 0;
    const char *end = text.start;
    size_t at = 0;
    for (struct slice word; (word = next_word(text, &at)).length > 0; end = word.start + word.length) {
        const uint32_t symbol = add_word(words, word, arena);
        const unsigned char first = (unsigned char)word.start[0];
        const bool capital = first < 0x80 ? first < 'a' : utf8_starts_upper(word);
        if (symbol != 0) {
            struct word_facts *facts = &words->entries.items[symbol - 1].facts;
            facts->count++;
            facts->capital += capital;
            if (previous != 0 && capital && is_one_gap(end, word.start))
                add_pair(words, previous, symbol, arena);
        }
        previous = symbol;
    }
    mark_strange(words);
    return words;
}

struct word_facts words_lookup(const struct words *words, struct slice word, struct arena *arena) {
    const struct folded folded = fold(word, arena);
    const uint32_t symbol = symbol_of(words, &folded);
    return symbol ? facts_of(words, symbol) : lexicon_facts(words->lexicon, &folded);
}

bool words_follow(const struct words *words, struct slice first, struct slice second, struct arena *arena) {
    const struct folded folded_first = fold(first, arena), folded_second = fold(second, arena);
    const uint32_t a = symbol_of(words, &folded_first), b = symbol_of(words, &folded_second);
    if (a == 0 || b == 0 || words->pair_slots == 0) return false;
    const struct pair *slot = pair_slot(words, a, b);
    return slot != NULL && slot->first != 0;
}
