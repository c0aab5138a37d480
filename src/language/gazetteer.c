// gazetteer.c - one hash table of phrases and their beginnings.
//
// A phrase's key is mixed from its words' keys, so looking on from each word costs one probe a word, and the
// beginnings that are in the table say when to stop. Only the first 16 words of a phrase count.
#include "language/gazetteer.h"

#include "base/hash.h"
#include "base/utf8.h"

#define PHRASE_WORDS 16u
#define LISTED_BEGINNING 0x8000u // some phrase goes on from here

struct place {
    uint64_t key; // 0 for empty
    uint16_t bits;
};
struct gazetteer {
    struct place *places;
    uint32_t size, used;
    struct arena *arena;
};

static struct place *place_of(const struct gazetteer *gazetteer, uint64_t key) {
    uint32_t at = (uint32_t)(((key >> 32) * gazetteer->size) >> 32);
    while (gazetteer->places[at].key != 0 && gazetteer->places[at].key != key)
        if (++at == gazetteer->size) at = 0;
    return &gazetteer->places[at];
}

static void add_bits(struct gazetteer *gazetteer, uint64_t key, uint16_t bits) {
    if (key == 0) key = 1;
    if (gazetteer->used * 2 >= gazetteer->size) {
        struct gazetteer larger = { .size = gazetteer->size * 2,
                                    .arena = gazetteer->arena,
                                    .used = gazetteer->used };
        larger.places = ARENA_ARRAY(gazetteer->arena, struct place, larger.size);
        for (uint32_t i = 0; i < gazetteer->size; i++)
            if (gazetteer->places[i].key) *place_of(&larger, gazetteer->places[i].key) = gazetteer->places[i];
        *gazetteer = larger;
    }
    struct place *place = place_of(gazetteer, key);
    if (place->key == 0) gazetteer->used++;
    place->key = key;
    place->bits |= bits;
}

static void add_phrase(struct gazetteer *gazetteer, const struct segmenter *segmenter, struct slice phrase,
                       uint16_t bits, bool parts, struct arena *scratch) {
    struct piece *pieces;
    phrase = slice_trim(phrase);
    if (phrase.length == 0 || phrase.length > 200) return;
    size_t count = segment_tokens(segmenter, phrase, 0, (uint32_t)phrase.length, &pieces, scratch);
    uint64_t key = 0;
    for (size_t i = 0; i < count && i < PHRASE_WORDS; i++) {
        struct slice word = slice_part(phrase, pieces[i].start, pieces[i].end);
        uint32_t word_key = word_lexicon_key(word_lower(word, scratch));
        key = hash_mix(key, word_key);
        add_bits(gazetteer, key, i + 1 == count ? bits : LISTED_BEGINNING);
        if (parts && count > 1 && word.length > 2 && utf8_starts_upper(word))
            add_bits(gazetteer, hash_mix(0, word_key), LISTED_PERSON_PART);
    }
}

static void add_cells(struct gazetteer *gazetteer, const struct segmenter *segmenter,
                      const struct table *table, unsigned column, uint16_t bits, bool parts,
                      struct arena *scratch) {
    for (size_t row = 0; row < table_count(table); row++) {
        struct slice cell = table_cell(table, row, column), phrase;
        arena_reset(scratch);
        while (slice_next(&cell, SLICE(" | "), &phrase))
            add_phrase(gazetteer, segmenter, phrase, bits, parts, scratch);
    }
}

struct gazetteer *name_lists_open(const struct knowledge *knowledge, struct slice code,
                                  const struct segmenter *segmenter, struct arena *arena) {
    struct gazetteer *gazetteer = ARENA_NEW(arena, struct gazetteer);
    struct arena *scratch = arena_new();
    struct slice any = { "", 0 };
    *gazetteer = (struct gazetteer){ .size = 1 << 14, .arena = arena };
    gazetteer->places = ARENA_ARRAY(arena, struct place, gazetteer->size);
    const struct table *countries = knowledge_table(knowledge, TABLE_COUNTRY_NAMES, code),
                       *actors = knowledge_table(knowledge, TABLE_ACTORS, any),
                       *people = knowledge_table(knowledge, TABLE_PEOPLE, any),
                       *places = knowledge_table(knowledge, TABLE_PLACES, any),
                       *given = knowledge_table(knowledge, TABLE_GIVEN_NAMES, SLICE("")),
                       *offices = knowledge_table(knowledge, TABLE_OFFICES, code);
    add_cells(gazetteer, segmenter, countries, TABLE_COLUMN(COUNTRY_NAMES, NAMES), LISTED_COUNTRY, false,
              scratch);
    add_cells(gazetteer, segmenter, countries, TABLE_COLUMN(COUNTRY_NAMES, CAPITALS), LISTED_PLACE, false,
              scratch);
    add_cells(gazetteer, segmenter, countries, TABLE_COLUMN(COUNTRY_NAMES, ADJECTIVES), LISTED_PEOPLE, false,
              scratch);
    add_cells(gazetteer, segmenter, countries, TABLE_COLUMN(COUNTRY_NAMES, INHABITANTS), LISTED_PEOPLE, false,
              scratch);
    add_cells(gazetteer, segmenter, people, TABLE_COLUMN(PEOPLE, NAMES), LISTED_PERSON, true, scratch);
    add_cells(gazetteer, segmenter, places, TABLE_COLUMN(PLACES, NAME), LISTED_PLACE, false, scratch);
    add_cells(gazetteer, segmenter, places, TABLE_COLUMN(PLACES, NAMES), LISTED_PLACE, false, scratch);
    add_cells(gazetteer, segmenter, given, TABLE_COLUMN(GIVEN_NAMES, NAME), LISTED_GIVEN, false, scratch);
    add_cells(gazetteer, segmenter, offices, TABLE_COLUMN(OFFICES, PHRASE), LISTED_OFFICE, false, scratch);
    for (size_t row = 0; row < table_count(actors); row++) {
        struct slice kind = table_cell(actors, row, TABLE_COLUMN(ACTORS, KIND));
        struct slice names = table_cell(actors, row, TABLE_COLUMN(ACTORS, NAMES)), name;
        uint16_t bits = slice_equal(kind, SLICE("people"))  ? LISTED_PEOPLE
                        : slice_equal(kind, SLICE("place")) ? LISTED_PLACE
                                                            : LISTED_ACTOR;
        arena_reset(scratch);
        while (slice_next(&names, SLICE(" | "), &name))
            add_phrase(gazetteer, segmenter, name, bits, false, scratch);
    }
    arena_free(scratch);
    return gazetteer;
}

void name_lists_mark(const struct gazetteer *gazetteer, struct word *words, size_t count) {
    for (size_t i = 0; i < count; i++) words[i].gazetteer = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t key = 0;
        size_t longest = 0;
        uint16_t bits = 0;
        for (size_t k = i; k < count && k - i < PHRASE_WORDS; k++) {
            key = hash_mix(key, words[k].lower);
            const struct place *place = place_of(gazetteer, key ? key : 1);
            if (place->key == 0) break;
            if (place->bits & ~LISTED_BEGINNING) {
                longest = k + 1 - i;
                bits = place->bits & (uint16_t)~LISTED_BEGINNING;
            }
            if (!(place->bits & LISTED_BEGINNING)) break;
        }
        if (longest == 0) continue;
        for (size_t k = i; k < i + longest; k++)
            words[k].gazetteer |= bits | (k == i ? LISTED_START : LISTED_INSIDE);
        i += longest - 1;
    }
}
