// wordbook.h - what the knowledge tables say about words of the text.
//
// Knows base, knowledge and language's analysis. Compiled once, then only read.
#pragma once

#include "base/error.h"
#include "knowledge/knowledge.h"
#include "language/analysis.h"

enum lexeme_kind {
    LEXEME_NONE,
    LEXEME_COUNTRY,    // a name in COUNTRY_NAMES
    LEXEME_ADJECTIVE,  // an adjective there
    LEXEME_INHABITANT, // an inhabitant there
    LEXEME_CAPITAL,    // a capital there
    LEXEME_ACTOR,      // ACTORS
    LEXEME_PERSON,     // PEOPLE
    LEXEME_SURNAME,    // PEOPLE, by the last word of the first name
    LEXEME_PLACE,      // PLACES
    LEXEME_OFFICE,     // OFFICES
    LEXEME_AGENT,      // AGENTS
    LEXEME_KIN,        // RELATIONS
    LEXEME_GIVEN,      // GIVEN_NAMES
    LEXEME_KINDS
};

// What the table of pointing words says of a word, as bits.
// clang-format off
#define REFERENCE_LIST(X)                                                                               \
    X(PERSONAL, "personal") X(POSSESSIVE, "possessive") X(REFLEXIVE, "reflexive")                       \
    X(RELATIVE, "relative") X(DEFINITE, "definite") X(DEMONSTRATIVE, "demonstrative")                   \
    X(INDEFINITE, "indefinite") X(PARTICLE, "particle") X(SUFFIX, "suffix") X(HONORIFIC, "honorific")   \
    X(FORMER, "former") X(FUTURE, "future") X(ACTING, "acting") X(BELONGING, "belonging")               \
    X(LOCATIVE, "locative") X(AS, "as") X(STATE, "state") X(COUNTRY_NOUN, "country-noun")               \
    X(BODY_NOUN, "body-noun") X(PERSON_NOUN, "person-noun") X(PLACE_NOUN, "place-noun")                 \
    X(CAPITAL_NOUN, "capital-noun") X(OWN_STATE, "own-state") X(PAIR, "pair")                           \
    X(THING_NOUN, "thing-noun") X(NAME_LINK, "name-link") X(ATTACHED, "attached")                       \
    X(COLLECTIVE, "collective") X(TARGET, "target")
// clang-format on
enum reference_index {
#define REFERENCE_SYMBOL(symbol, name) REFERENCE_INDEX_##symbol,
    REFERENCE_LIST(REFERENCE_SYMBOL)
#undef REFERENCE_SYMBOL
        REFERENCE_KINDS
};
enum reference {
#define REFERENCE_SYMBOL(symbol, name) REFERENCE_##symbol = 1 << REFERENCE_INDEX_##symbol,
    REFERENCE_LIST(REFERENCE_SYMBOL)
#undef REFERENCE_SYMBOL
};

struct word {                 // a token as the tables are asked for it
    struct slice fold, lemma; // folded form and lemma
    uint32_t reference;       // bits of enum reference, of the form
    char number, gender;      // of the first such row; 0 when not said
    bool is_capital;          // starts with a capital
    bool is_possessive_mark;  // "'s"
};

struct wordbook; // opaque
struct wordbook *wordbook_open(const struct knowledge *knowledge, struct slice language, struct error *error);
void wordbook_close(struct wordbook *wordbook); // NULL is fine

// The sentence's tokens, [sentence->count] in `arena`.
struct word *wordbook_words(const struct wordbook *wordbook, const struct sentence *sentence,
                            struct arena *arena);

// The bits of one folded word.
uint32_t wordbook_reference(const struct wordbook *wordbook, struct slice folded);

#define WORDBOOK_KEY_SIZE 192u
// The key of tokens [first, end), folded, joined as the text joins them: into `buffer`. With `lemma_at` below
// `end` that token stands as its lemma (UINT32_MAX for none). Empty when too long.
struct slice wordbook_key(const struct sentence *sentence, const struct word *words, uint32_t first,
                          uint32_t end, uint32_t lemma_at, char buffer[WORDBOOK_KEY_SIZE]);
// Rows of one kind under a key, at most `limit`; returns how many.
size_t wordbook_rows(const struct wordbook *wordbook, enum lexeme_kind kind, struct slice key, uint32_t *rows,
                     size_t limit);
// The cell of a row of the table behind `kind`.
struct slice wordbook_cell(const struct wordbook *wordbook, enum lexeme_kind kind, uint32_t row,
                           unsigned column);
double wordbook_number(const struct wordbook *wordbook, enum lexeme_kind kind, uint32_t row, unsigned column);
#define WORDBOOK_CELL(wordbook, kind, row, table, column)                                                    \
    wordbook_cell((wordbook), (kind), (row), TABLE_COLUMN(table, column))

struct lexeme {
    enum lexeme_kind kind;
    uint32_t row;
    uint32_t first, end; // tokens
};
// The longest name (country, capital, actor, person of public life, place) that starts at `first` and ends
// before `limit`. When one name stands in several tables, the earlier in enum lexeme_kind. False when there
// is none.
bool wordbook_name(const struct wordbook *wordbook, const struct sentence *sentence, const struct word *words,
                   uint32_t first, uint32_t limit, struct lexeme *lexeme);
// The country whose adjective, inhabitant or (with `names`) name starts at `first`.
bool wordbook_country(const struct wordbook *wordbook, const struct sentence *sentence,
                      const struct word *words, uint32_t first, uint32_t limit, bool names,
                      struct lexeme *lexeme);
// The longest phrase of OFFICES or AGENTS (`kind`) that ends at `end` and starts at or after `first`.
bool wordbook_role_before(const struct wordbook *wordbook, const struct sentence *sentence,
                          const struct word *words, enum lexeme_kind kind, uint32_t first, uint32_t end,
                          struct lexeme *lexeme);
// The longest phrase of OFFICES or AGENTS that starts at `first`.
bool wordbook_role_after(const struct wordbook *wordbook, const struct sentence *sentence,
                         const struct word *words, enum lexeme_kind kind, uint32_t first, uint32_t limit,
                         struct lexeme *lexeme);
// 'm', 'f', or 0 for a first name that tells neither or is unknown.
char wordbook_gender(const struct wordbook *wordbook, struct slice folded);
bool wordbook_is_given(const struct wordbook *wordbook, struct slice folded);
size_t wordbook_country_count(const struct wordbook *wordbook);
// The row of COUNTRY_NAMES for an ISO3; UINT32_MAX when there is none.
uint32_t wordbook_country_row(const struct wordbook *wordbook, struct slice iso3);
// The row of ACTORS with this id; UINT32_MAX when there is none.
uint32_t wordbook_actor_row(const struct wordbook *wordbook, struct slice id);
