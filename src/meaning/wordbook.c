// wordbook.c - keys, look-ups and the longest match.
//
// Tables are indexed by their key columns only; a country's adjectives, inhabitants and capitals and a
// place's other names are lists, so the wordbook keeps an index of its own for them. Keys are joined as the
// text joins its words
// ("al-Qaeda" is three tokens and one key), with one blank where the text has space.
//
// Capitals tell names from words: a name must start with one (or with an article or particle), and a short
// name written in capitals only ("WHO", "US") must stand in capitals in the text too.
#include "meaning/wordbook.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "base/vector.h"

#include <stdlib.h>
#include <string.h>

#define NAME_WORDS 9u // tokens of the longest name or phrase tried
#define ROW_LIMIT 16u

struct extra { // an entry of the index of lists
    struct slice key;
    enum lexeme_kind kind;
    uint32_t row;
    uint32_t next; // entry + 1 with the same hash bucket; 0 ends
};

struct wordbook {
    struct arena *arena;
    const struct table *tables[LEXEME_KINDS];
    const struct table *reference;
    bool is_adjective_small; // the language writes adjectives and inhabitants of countries in small letters
    VECTOR_OF(struct extra) extras;
    uint32_t *buckets;
    uint32_t bucket_mask;
};

static const char *const reference_names[] = {
#define REFERENCE_TEXT(symbol, name) name,
    REFERENCE_LIST(REFERENCE_TEXT)
};

static void add_list(struct wordbook *l, enum lexeme_kind kind, uint32_t row, struct slice list) {
    for (struct slice piece; slice_next(&list, SLICE(" | "), &piece);) {
        if (piece.length == 0) continue;
        struct extra *extra = vector_push(l->arena, &l->extras);
        *extra = (struct extra){ utf8_fold_name(piece, l->arena), kind, row, 0 };
    }
}

static void index_extras(struct wordbook *l) {
    uint32_t size = 64;
    while (size < l->extras.count * 2 && size < 1u << 30) size *= 2;
    l->buckets = ARENA_ARRAY(l->arena, uint32_t, size);
    l->bucket_mask = size - 1;
    for (size_t i = l->extras.count; i-- > 0;) { // backwards, so that chains run in order of rows
        struct extra *extra = &l->extras.items[i];
        uint32_t *bucket = &l->buckets[hash_bytes(extra->key, 0) & l->bucket_mask];
        extra->next = *bucket;
        *bucket = (uint32_t)i + 1;
    }
}

struct wordbook *wordbook_open(const struct knowledge *knowledge, struct slice language,
                               struct error *error) {
    (void)error;
    struct arena *arena = arena_new();
    struct wordbook *l = ARENA_NEW(arena, struct wordbook);
    l->arena = arena;
    const struct table *countries = knowledge_table(knowledge, TABLE_COUNTRY_NAMES, language);
    l->tables[LEXEME_COUNTRY] = l->tables[LEXEME_ADJECTIVE] = countries;
    l->tables[LEXEME_INHABITANT] = l->tables[LEXEME_CAPITAL] = countries;
    l->tables[LEXEME_ACTOR] = knowledge_table(knowledge, TABLE_ACTORS, SLICE(""));
    l->tables[LEXEME_PERSON] = knowledge_table(knowledge, TABLE_PEOPLE, SLICE(""));
    l->tables[LEXEME_SURNAME] = l->tables[LEXEME_PERSON];
    l->tables[LEXEME_PLACE] = knowledge_table(knowledge, TABLE_PLACES, SLICE(""));
    l->tables[LEXEME_OFFICE] = knowledge_table(knowledge, TABLE_OFFICES, language);
    l->tables[LEXEME_AGENT] = knowledge_table(knowledge, TABLE_AGENTS, language);
    l->tables[LEXEME_KIN] = knowledge_table(knowledge, TABLE_RELATIONS, language);
    l->tables[LEXEME_GIVEN] = knowledge_table(knowledge, TABLE_GIVEN_NAMES, SLICE(""));
    l->reference = knowledge_table(knowledge, TABLE_REFERENCE, language);
    for (uint32_t row = 0; row < table_count(countries); row++) {
        const struct slice adjectives = table_cell(countries, row, TABLE_COLUMN(COUNTRY_NAMES, ADJECTIVES));
        l->is_adjective_small |= adjectives.length && !utf8_starts_upper(adjectives);
        add_list(l, LEXEME_ADJECTIVE, row, adjectives);
        add_list(l, LEXEME_INHABITANT, row,
                 table_cell(countries, row, TABLE_COLUMN(COUNTRY_NAMES, INHABITANTS)));
        add_list(l, LEXEME_CAPITAL, row, table_cell(countries, row, TABLE_COLUMN(COUNTRY_NAMES, CAPITALS)));
    }
    const struct table *places = l->tables[LEXEME_PLACE];
    unsigned names = TABLE_COLUMN(PLACES, NAMES);
    for (uint32_t row = 0; row < table_count(places); row++)
        add_list(l, LEXEME_PLACE, row, table_cell(places, row, names));
    const struct table *people = l->tables[LEXEME_PERSON];
    for (uint32_t row = 0; row < table_count(people); row++) {
        struct slice list = table_cell(people, row, TABLE_COLUMN(PEOPLE, NAMES)), name = list;
        slice_next(&list, SLICE(" | "), &name);
        size_t at = name.length;
        while (at > 0 && name.start[at - 1] != ' ') at--;
        if (at > 0) add_list(l, LEXEME_SURNAME, row, slice_part(name, at, name.length));
    }
    index_extras(l);
    return l;
}

void wordbook_close(struct wordbook *wordbook) {
    if (wordbook) arena_free(wordbook->arena);
}

static void read_reference(const struct wordbook *l, struct word *word) {
    struct table_walk walk = table_lookup(l->reference, word->fold);
    for (size_t row; (row = table_next(&walk)) != TABLE_END;) {
        struct slice kind = table_cell(l->reference, row, TABLE_COLUMN(REFERENCE, KIND));
        for (unsigned i = 0; i < REFERENCE_KINDS; i++)
            if (slice_equal(kind, slice_of(reference_names[i]))) word->reference |= 1u << i;
        struct slice number = table_cell(l->reference, row, TABLE_COLUMN(REFERENCE, NUMBER));
        struct slice gender = table_cell(l->reference, row, TABLE_COLUMN(REFERENCE, GENDER));
        if (!word->number && number.length) word->number = number.start[0];
        if (!word->gender && gender.length) word->gender = gender.start[0];
    }
}

uint32_t wordbook_reference(const struct wordbook *l, struct slice folded) {
    struct word word = { .fold = folded };
    read_reference(l, &word);
    return word.reference;
}

struct word *wordbook_words(const struct wordbook *l, const struct sentence *sentence, struct arena *arena) {
    struct word *words = ARENA_ARRAY(arena, struct word, sentence->count + 1);
    for (size_t i = 0; i < sentence->count; i++) {
        const struct token *t = &sentence->tokens[i];
        struct word *w = &words[i];
        w->fold = utf8_fold_name(t->form, arena);
        w->lemma = slice_equal(t->lemma, t->form) ? w->fold : utf8_fold_name(t->lemma, arena);
        w->is_capital = utf8_starts_upper(t->form);
        w->is_possessive_mark = slice_equal(t->xpos, SLICE("POS"));
        if (t->upos != UPOS_PUNCT) read_reference(l, w);
    }
    return words;
}

struct slice wordbook_key(const struct sentence *sentence, const struct word *words, uint32_t first,
                          uint32_t end, uint32_t lemma_at, char buffer[WORDBOOK_KEY_SIZE]) {
    size_t length = 0;
    for (uint32_t i = first; i < end; i++) {
        struct slice word = i == lemma_at ? words[i].lemma : words[i].fold;
        if (length + word.length + 1 >= WORDBOOK_KEY_SIZE) return SLICE("");
        memcpy(buffer + length, word.start, word.length);
        length += word.length;
        if (i + 1 < end && sentence->tokens[i].space_after) buffer[length++] = ' ';
    }
    return (struct slice){ buffer, length };
}

static bool is_listed(enum lexeme_kind kind) { // found in our own index
    return kind == LEXEME_ADJECTIVE || kind == LEXEME_INHABITANT || kind == LEXEME_CAPITAL ||
           kind == LEXEME_SURNAME;
}

size_t wordbook_rows(const struct wordbook *l, enum lexeme_kind kind, struct slice key, uint32_t *rows,
                     size_t limit) {
    size_t count = 0;
    if (key.length == 0) return 0;
    if (!is_listed(kind)) {
        struct table_walk walk = table_lookup(l->tables[kind], key);
        for (size_t row; count < limit && (row = table_next(&walk)) != TABLE_END;)
            rows[count++] = (uint32_t)row;
    }
    if (is_listed(kind) || kind == LEXEME_PLACE) {
        uint32_t steps = 0;
        for (uint32_t at = l->buckets[hash_bytes(key, 0) & l->bucket_mask]; at && count < limit && steps < 64;
             steps++) {
            const struct extra *extra = &l->extras.items[at - 1];
            if (extra->kind == kind && slice_equal(extra->key, key)) rows[count++] = extra->row;
            at = extra->next;
        }
    }
    return count;
}

struct slice wordbook_cell(const struct wordbook *l, enum lexeme_kind kind, uint32_t row, unsigned column) {
    return table_cell(l->tables[kind], row, column);
}

double wordbook_number(const struct wordbook *l, enum lexeme_kind kind, uint32_t row, unsigned column) {
    return table_number(l->tables[kind], row, column);
}

static struct slice names_cell(const struct wordbook *l, enum lexeme_kind kind, uint32_t row) {
    switch (kind) {
    case LEXEME_COUNTRY:
        return table_cell(l->tables[kind], row, TABLE_COLUMN(COUNTRY_NAMES, NAMES));
    case LEXEME_ADJECTIVE:
        return table_cell(l->tables[kind], row, TABLE_COLUMN(COUNTRY_NAMES, ADJECTIVES));
    case LEXEME_ACTOR:
        return table_cell(l->tables[kind], row, TABLE_COLUMN(ACTORS, NAMES));
    case LEXEME_PERSON:
        return table_cell(l->tables[kind], row, TABLE_COLUMN(PEOPLE, NAMES));
    default:
        return SLICE("");
    }
}

// Whether the name that matched is written in capitals only, as abbreviations are, and short.
static bool wants_capitals(const struct wordbook *l, enum lexeme_kind kind, uint32_t row, struct slice key) {
    if (key.length > 4) return false;
    struct slice list = names_cell(l, kind, row);
    for (struct slice piece; slice_next(&list, SLICE(" | "), &piece);)
        if (slice_equal_ascii_fold(piece, key) && utf8_is_all_upper(piece)) return true;
    return false;
}

static bool stands_in_capitals(const struct sentence *sentence, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++)
        if (!utf8_is_all_upper(sentence->tokens[i].form)) return false;
    return true;
}

static bool may_start_name(const struct word *words, uint32_t at, uint32_t limit) {
    if (words[at].is_capital) return true;
    return at + 1 < limit && (words[at].reference & (REFERENCE_DEFINITE | REFERENCE_PARTICLE));
}

// Row of `kind` under the stretch; false when there is none that the text's capitals allow.
static bool find_row(const struct wordbook *l, const struct sentence *sentence, enum lexeme_kind kind,
                     uint32_t first, uint32_t end, struct slice key, uint32_t *row) {
    uint32_t rows[ROW_LIMIT];
    size_t count = wordbook_rows(l, kind, key, rows, ROW_LIMIT);
    for (size_t i = 0; i < count; i++) {
        if (wants_capitals(l, kind, rows[i], key) && !stands_in_capitals(sentence, first, end)) continue;
        *row = rows[i];
        return true;
    }
    return false;
}

static bool has_capital(const struct word *words, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++)
        if (words[i].is_capital) return true;
    return false;
}

static bool longest(const struct wordbook *l, const struct sentence *sentence, const struct word *words,
                    uint32_t first, uint32_t limit, const enum lexeme_kind *kinds, size_t kind_count,
                    bool is_small, struct lexeme *lexeme) {
    char buffer[WORDBOOK_KEY_SIZE];
    if (limit > first + NAME_WORDS) limit = first + NAME_WORDS;
    for (uint32_t end = limit; end > first; end--) {
        if (words[end - 1].is_possessive_mark || (!is_small && !has_capital(words, first, end))) continue;
        if (end < sentence->count && !sentence->tokens[end - 1].space_after && words[end].is_capital)
            continue;
        struct slice key = wordbook_key(sentence, words, first, end, UINT32_MAX, buffer);
        for (size_t k = 0; k < kind_count; k++) {
            uint32_t row;
            if (!find_row(l, sentence, kinds[k], first, end, key, &row)) continue;
            *lexeme = (struct lexeme){ kinds[k], row, first, end };
            return true;
        }
    }
    return false;
}

bool wordbook_name(const struct wordbook *l, const struct sentence *sentence, const struct word *words,
                   uint32_t first, uint32_t limit, struct lexeme *lexeme) {
    static const enum lexeme_kind kinds[] = { LEXEME_COUNTRY, LEXEME_CAPITAL, LEXEME_ACTOR, LEXEME_PERSON,
                                              LEXEME_PLACE };
    if (first >= limit || !may_start_name(words, first, limit)) return false;
    return longest(l, sentence, words, first, limit, kinds, sizeof kinds / sizeof *kinds, false, lexeme);
}

bool wordbook_country(const struct wordbook *l, const struct sentence *sentence, const struct word *words,
                      uint32_t first, uint32_t limit, bool names, struct lexeme *lexeme) {
    static const enum lexeme_kind kinds[] = { LEXEME_ADJECTIVE, LEXEME_INHABITANT, LEXEME_COUNTRY };
    if (first >= limit) return false;
    if (words[first].is_capital)
        return longest(l, sentence, words, first, limit, kinds, names ? 3 : 2, false, lexeme);
    return l->is_adjective_small && longest(l, sentence, words, first, limit, kinds, 2, true, lexeme);
}

// A phrase of lemmas: as written, with the last word as its lemma, with the first one ("members of
// parliament").
static bool find_phrase(const struct wordbook *l, const struct sentence *sentence, const struct word *words,
                        enum lexeme_kind kind, uint32_t first, uint32_t end, uint32_t *row) {
    char buffer[WORDBOOK_KEY_SIZE];
    uint32_t variants[] = { UINT32_MAX, end - 1, first };
    for (size_t i = 0; i < 3; i++) {
        if (i == 2 && first == end - 1) break;
        if (wordbook_rows(l, kind, wordbook_key(sentence, words, first, end, variants[i], buffer), row, 1))
            return true;
    }
    return false;
}

bool wordbook_role_before(const struct wordbook *l, const struct sentence *sentence, const struct word *words,
                          enum lexeme_kind kind, uint32_t first, uint32_t end, struct lexeme *lexeme) {
    if (end > first + NAME_WORDS) first = end - NAME_WORDS;
    for (uint32_t at = first; at < end; at++) {
        uint32_t row;
        if (at > 0 && !sentence->tokens[at - 1].space_after && sentence->tokens[at - 1].upos == UPOS_PUNCT &&
            slice_equal(sentence->tokens[at - 1].form, SLICE("-")))
            continue; // the second half of a hyphenated word
        if (!find_phrase(l, sentence, words, kind, at, end, &row)) continue;
        *lexeme = (struct lexeme){ kind, row, at, end };
        return true;
    }
    return false;
}

bool wordbook_role_after(const struct wordbook *l, const struct sentence *sentence, const struct word *words,
                         enum lexeme_kind kind, uint32_t first, uint32_t limit, struct lexeme *lexeme) {
    if (limit > first + NAME_WORDS) limit = first + NAME_WORDS;
    for (uint32_t end = limit; end > first; end--) {
        uint32_t row;
        if (!find_phrase(l, sentence, words, kind, first, end, &row)) continue;
        *lexeme = (struct lexeme){ kind, row, first, end };
        return true;
    }
    return false;
}

static struct slice given_gender(const struct wordbook *l, struct slice folded, bool *found) {
    uint32_t row;
    *found = wordbook_rows(l, LEXEME_GIVEN, folded, &row, 1) == 1;
    return *found ? wordbook_cell(l, LEXEME_GIVEN, row, TABLE_COLUMN(GIVEN_NAMES, GENDER)) : SLICE("");
}

char wordbook_gender(const struct wordbook *l, struct slice folded) {
    bool found;
    struct slice gender = given_gender(l, folded, &found);
    return slice_equal(gender, SLICE("m")) ? 'm' : slice_equal(gender, SLICE("f")) ? 'f' : 0;
}

bool wordbook_is_given(const struct wordbook *l, struct slice folded) {
    bool found;
    given_gender(l, folded, &found);
    return found;
}

size_t wordbook_country_count(const struct wordbook *l) {
    return table_count(l->tables[LEXEME_COUNTRY]);
}

uint32_t wordbook_country_row(const struct wordbook *l, struct slice iso3) {
    const struct table *countries = l->tables[LEXEME_COUNTRY];
    size_t low = 0, high = table_count(countries);
    unsigned column = TABLE_COLUMN(COUNTRY_NAMES, ISO3);
    for (size_t row = low; row < high; row++)
        if (slice_equal_ascii_fold(table_cell(countries, row, column), iso3)) return (uint32_t)row;
    return UINT32_MAX;
}

uint32_t wordbook_actor_row(const struct wordbook *l, struct slice id) {
    struct table_walk walk = table_lookup(l->tables[LEXEME_ACTOR], id);
    unsigned column = TABLE_COLUMN(ACTORS, ID);
    for (size_t row; (row = table_next(&walk)) != TABLE_END;)
        if (slice_equal_ascii_fold(table_cell(l->tables[LEXEME_ACTOR], row, column), id))
            return (uint32_t)row;
    return UINT32_MAX;
}
