// lexicon.c - what a language says of a word.
//
// Reading asks for most words of a document once, and a look-up in a table of knowledge costs five places of
// memory far from each other. So the table of a language is gone through once, when a reader is opened, and
// each word's facts are kept beside bits of its hash, few enough for the whole index to stay close to the
// processor.
#include "read/text/steps.h"

#include "base/utf8.h"

#define TAG_MASK (~UINT32_C(0) << FACT_BITS)
enum { // the low bits of a place
    KIND_BITS = 3,
    FREQUENCY_BITS = 4,
    DETERMINER = 1 << (KIND_BITS + FREQUENCY_BITS),
    ENDS_NAMES = DETERMINER << 1,
    ENDS_WORDS = ENDS_NAMES << 1,
    FACT_BITS = KIND_BITS + FREQUENCY_BITS + 3,
};

struct word_index {
    uint32_t *places; // [size] by the lower half of the hash: bits of the upper one and facts; 0: free
    size_t size;      // a power of two
};

static uint32_t tag_of(uint64_t hash) {
    return (uint32_t)(hash >> 32) & TAG_MASK;
}

static struct word_facts facts_in(const struct table *words, size_t row) {
    struct word_facts facts = { 0 };
    struct slice kind = table_cell(words, row, TABLE_COLUMN(WORDS, KIND));
    facts.frequency = (unsigned)table_number(words, row, TABLE_COLUMN(WORDS, FREQUENCY));
    facts.kind = WORD_OTHER;
    for (size_t i = 0; i < kind.length; i++) {
        facts.ends_names = facts.ends_names || kind.start[i] == '*';
        facts.ends_words = facts.ends_words || kind.start[i] == '+';
    }
    kind = slice_part(kind, 0, 1);
    facts.is_determiner = slice_equal(kind, SLICE("d"));
    if (slice_equal(kind, SLICE("f")) || facts.is_determiner) facts.kind = WORD_FUNCTION;
    if (slice_equal(kind, SLICE("v"))) facts.kind = WORD_VERB;
    if (slice_equal(kind, SLICE("n"))) facts.kind = WORD_NAME;
    return facts;
}

static uint32_t packed(const struct word_facts *facts) {
    const unsigned frequency =
        facts->frequency < 1u << FREQUENCY_BITS ? facts->frequency : (1u << FREQUENCY_BITS) - 1;
    return (uint32_t)facts->kind | (uint32_t)frequency << KIND_BITS |
           (facts->is_determiner ? DETERMINER : 0u) | (facts->ends_names ? ENDS_NAMES : 0u) |
           (facts->ends_words ? ENDS_WORDS : 0u);
}

static struct word_facts unpacked(uint32_t place) {
    return (struct word_facts){ .kind = (enum word_kind)(place & ((1u << KIND_BITS) - 1)),
                                .frequency = (unsigned)(place >> KIND_BITS & ((1u << FREQUENCY_BITS) - 1)),
                                .is_determiner = place & DETERMINER,
                                .ends_names = place & ENDS_NAMES,
                                .ends_words = place & ENDS_WORDS };
}

struct word_index *word_index_of(const struct table *words, struct arena *arena) {
    struct word_index *index = ARENA_NEW(arena, struct word_index);
    index->size = 64;
    while (index->size < table_count(words) * 2) index->size *= 2;
    index->places = ARENA_ARRAY(arena, uint32_t, index->size);
    for (size_t row = 0; row < table_count(words); row++) {
        const struct slice word = utf8_fold_name(table_cell(words, row, TABLE_COLUMN(WORDS, WORD)), arena);
        const uint64_t hash = word_hash(word, false);
        size_t at = hash & (index->size - 1);
        while (index->places[at] && (index->places[at] & TAG_MASK) != tag_of(hash))
            at = (at + 1) & (index->size - 1);
        if (index->places[at]) { // the word is there: the row counts that a look-up finds first
            struct table_walk walk = table_lookup(words, word);
            if (table_next(&walk) != row) continue;
        }
        const struct word_facts facts = facts_in(words, row);
        index->places[at] = tag_of(hash) | packed(&facts);
    }
    return index;
}

struct word_facts word_index_lookup(const struct word_index *index, uint64_t hash) {
    const size_t mask = index->size - 1;
    const uint32_t tag = tag_of(hash);
    for (size_t at = hash & mask; index->places[at]; at = (at + 1) & mask)
        if ((index->places[at] & TAG_MASK) == tag) return unpacked(index->places[at]);
    return (struct word_facts){ .kind = WORD_UNKNOWN };
}

void word_index_prefetch(const struct word_index *index, uint64_t hash) {
    __builtin_prefetch(&index->places[hash & (index->size - 1)]);
}

struct word_facts lexicon_lookup(const struct lexicon *lexicon, struct slice folded) {
    const struct word_facts unknown = { .kind = WORD_UNKNOWN };
    if (folded.length == 0 || folded.length > LEXICON_LONGEST) return unknown;
    if (lexicon->index) return word_index_lookup(lexicon->index, word_hash(folded, false));
    struct table_walk walk = table_lookup(lexicon->words, folded);
    const size_t row = table_next(&walk);
    return row == TABLE_END ? unknown : facts_in(lexicon->words, row);
}

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
