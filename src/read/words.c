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

#define MOST_STEPS 64   // of a probe into the pairs; a pair beyond is not known, which costs a repair at most
#define LONGEST_WORD 64 // bytes; longer runs of letters are no words of a language

struct pair {
    uint32_t first, second;
};

struct words {
    const struct lexicon *lexicon;
    struct intern *intern;
    VECTOR_OF(struct word_facts) facts; // by symbol - 1
    struct pair *pairs;
    size_t pair_slots, pair_count; // slots: a power of two, or 0
};

struct lexicon lexicon_of(const struct knowledge *knowledge, struct slice language) {
    struct slice all = { "", 0 };
    return (struct lexicon){
        .knowledge = knowledge,
        .language = language,
        .words = knowledge_table(knowledge, TABLE_WORDS, language),
        .country_names = knowledge_table(knowledge, TABLE_COUNTRY_NAMES, language),
        .actors = knowledge_table(knowledge, TABLE_ACTORS, all),
        .people = knowledge_table(knowledge, TABLE_PEOPLE, all),
        .places = knowledge_table(knowledge, TABLE_PLACES, all),
        .abbreviations = knowledge_table(knowledge, TABLE_ABBREVIATIONS, language),
        .calendar = knowledge_table(knowledge, TABLE_CALENDAR, language),
    };
}

static bool is_letter(struct slice text, size_t at, size_t *length) {
    unsigned char byte = (unsigned char)text.start[at];
    *length = 1;
    if (byte < 0x80) return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
    uint32_t code = utf8_at(text, at, length);
    enum utf8_class class = utf8_class_of(code);
    return class == UTF8_UPPER || class == UTF8_LOWER || class == UTF8_LETTER || class == UTF8_MARK;
}

struct slice next_word(struct slice text, size_t *at) {
    size_t length, start = *at;
    while (start < text.length && !is_letter(text, start, &length)) start += length;
    size_t end = start;
    while (end < text.length && is_letter(text, end, &length)) end += length;
    *at = end;
    return (struct slice){ text.start + start, end - start };
}

struct word_facts lexicon_lookup(const struct lexicon *lexicon, struct slice folded) {
    struct word_facts facts = { .kind = WORD_UNKNOWN };
    if (folded.length == 0 || folded.length > LONGEST_WORD) return facts;
    struct table_walk walk = table_lookup(lexicon->words, folded);
    size_t row = table_next(&walk);
    if (row == TABLE_END) return facts;
    struct slice kind = table_cell(lexicon->words, row, TABLE_COLUMN(WORDS, KIND));
    facts.frequency = (unsigned)table_number(lexicon->words, row, TABLE_COLUMN(WORDS, FREQUENCY));
    facts.kind = WORD_OTHER;
    facts.ends_names = slice_find(kind, SLICE("*"), 0) != SIZE_MAX;
    facts.ends_words = slice_find(kind, SLICE("+"), 0) != SIZE_MAX;
    kind = slice_part(kind, 0, 1);
    facts.is_determiner = slice_equal(kind, SLICE("d"));
    if (slice_equal(kind, SLICE("f")) || facts.is_determiner) facts.kind = WORD_FUNCTION;
    if (slice_equal(kind, SLICE("v"))) facts.kind = WORD_VERB;
    if (slice_equal(kind, SLICE("n"))) facts.kind = WORD_NAME;
    return facts;
}

// The form that words are compared in. ASCII words, which most are, need no library.
static struct slice folded_word(struct slice word, char buffer[LONGEST_WORD], struct arena *arena) {
    if (word.length > LONGEST_WORD) return utf8_fold_name(word, arena);
    for (size_t i = 0; i < word.length; i++) {
        char byte = word.start[i];
        if ((unsigned char)byte >= 0x80) return utf8_fold_name(word, arena);
        buffer[i] = byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
    }
    return (struct slice){ buffer, word.length };
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
    words->intern = intern_new(arena);
    uint32_t previous = 0;
    const char *end = text.start;
    char buffer[LONGEST_WORD];
    size_t at = 0;
    for (struct slice word; (word = next_word(text, &at)).length > 0; end = word.start + word.length) {
        struct slice folded = folded_word(word, buffer, arena);
        uint32_t symbol = intern_add(words->intern, folded);
        if (symbol > words->facts.count) *vector_push(arena, &words->facts) = lexicon_lookup(lexicon, folded);
        struct word_facts *facts = &words->facts.items[symbol - 1];
        bool capital = utf8_starts_upper(word);
        facts->count++;
        facts->capital += capital;
        if (previous != 0 && capital && is_one_gap(end, word.start)) add_pair(words, previous, symbol, arena);
        previous = symbol;
    }
    return words;
}

struct word_facts words_lookup(const struct words *words, struct slice word, struct arena *arena) {
    char buffer[LONGEST_WORD];
    struct slice folded = folded_word(word, buffer, arena);
    uint32_t symbol = intern_lookup(words->intern, folded);
    return symbol ? words->facts.items[symbol - 1] : lexicon_lookup(words->lexicon, folded);
}

bool words_follow(const struct words *words, struct slice first, struct slice second, struct arena *arena) {
    char buffer[LONGEST_WORD];
    uint32_t a = intern_lookup(words->intern, folded_word(first, buffer, arena));
    uint32_t b = intern_lookup(words->intern, folded_word(second, buffer, arena));
    if (a == 0 || b == 0 || words->pair_slots == 0) return false;
    const struct pair *slot = pair_slot(words, a, b);
    return slot != NULL && slot->first != 0;
}
