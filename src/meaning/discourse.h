// discourse.h - a document while its entities are being found. Internal to meaning's entity part.
//
// The way of one document: words are looked up (wordbook), names and noun phrases become candidates of
// mentions (names, nominals), syntax ties candidates together and gives offices (roles), candidates of one
// thing become one cluster (coreference, pronouns), clusters become entities (entities). Everything lives in
// the document's arena.
#pragma once

#include "base/vector.h"
#include "meaning/parts.h"
#include "meaning/wordbook.h"

#define NO_ROW UINT32_MAX
#define MEMBER_LIMIT 8

struct person_name { // parts of a person's name, folded; particles joined to what follows ("al thani", "bin
                     // hamad")
    const struct slice *parts; // [count] the family name last
    size_t count;
    char gender;
};

struct office {         // a role while it is being found
    struct slice title; // as written
    struct slice head;  // its head word's lemma, folded
    struct slice country, sectors;
    int32_t of;            // cluster or candidate that it is of; -1 for none
    struct slice key;      // its words, folded lemmas
    struct slice from, to; // dates in office, from the tables
    bool is_over;          // former, or not begun
    bool is_of_country; // one that a country gives: without one said, of the country that the text is about
    bool is_plain;      // no office but a person noun ("attacker"): says nothing about whom one acts for
};

struct candidate {
    struct mention mention; // `entity` is the cluster's number here
    enum entity_kind kind;
    enum lexeme_kind source; // where a name was found; LEXEME_NONE for unknown names and nominals
    uint32_t row;
    struct slice name; // as written, without article and possessive
    struct slice key;  // folded name, or a nominal's folded lemmas
    struct slice head; // folded lemma of the head of a nominal
    struct person_name person;
    struct slice country; // ISO3 said by an adjective or the like
    int32_t of;           // candidate of the body or place that it belongs to; -1 for none
    struct slice sectors;
    struct office *office; // for persons with an office or noun; NULL without one
    int32_t same_as;       // candidate that syntax says is the same; -1 for none
    uint32_t reference;    // of the head word
    uint32_t phrase_first; // token where a nominal's known phrase starts
    struct slice
        longer; // a longer form: with the title before a name, with "of ..." behind a noun; empty for none
    bool is_plural, is_definite, is_demonstrative, is_indefinite;
    bool is_attribute; // says what another candidate is: no entity of its own
    bool is_modifier;  // stands before the noun that it modifies
    bool is_possessed; // "her daughter", "the army's ..."
    bool is_locative;  // a place or country where something is, not one that acts
    bool is_title;     // in the title of the document
    char gender;
};

struct cluster { // an entity while it is being found
    enum entity_kind kind;
    enum lexeme_kind source;
    uint32_t row;
    struct slice id, name, key;
    struct person_name person; // fullest seen
    struct slice country, sectors;
    VECTOR_OF(struct office) offices;
    int32_t represents;            // cluster
    int32_t members[MEMBER_LIMIT]; // of a group ("the two ministers"): clusters; `member_count` of them
    unsigned member_count;
    bool is_plural, is_named, is_known;
    char gender;
    uint32_t last_sentence, last_token; // of the latest mention while walking
    uint32_t mention_count;
    uint32_t acting_count; // mentions that are not locative
    uint32_t name_count;   // mentions by name, not by an adjective
    int32_t first_candidate;
    struct slice head; // of nominals
};

struct candidate_list {
    VECTOR_OF(uint32_t) numbers;
};

struct name_link { // a person of whose name a word is part
    int32_t cluster;
    int32_t next; // link of the same word before this one; -1 for none
};

struct number_map { // numbers by a hash; open addressing that doubles
    struct arena *arena;
    uint64_t *keys; // 0 is free
    int32_t *numbers;
    uint32_t mask, count;
};
void number_map_put(struct number_map *map, uint64_t key, int32_t number); // the first number of a key stays
void number_map_replace(struct number_map *map, uint64_t key, int32_t number);
int32_t number_map_find(const struct number_map *map, uint64_t key); // -1 when there is none

struct discourse {
    const struct wordbook *wordbook;
    const struct analysis *analysis;
    const struct meaning *meaning; // times, numbers and quotations
    struct arena *arena;
    struct word **words;                    // [sentence][token]
    int32_t **covering;                     // [sentence][token] name candidate over the token, -1 for none
    int32_t **heading;                      // [sentence][token] candidate with this head, -1 for none
    struct candidate_list *in_sentence;     // [sentence] its candidates in the order in which they were found
    VECTOR_OF(struct candidate) candidates; // names first by sentence, then nominals: see discourse_order()
    VECTOR_OF(struct cluster) clusters;
    struct number_map by_source; // clusters by kind and row of their table
    struct number_map by_key;    // named clusters by their folded name, persons apart from others
    struct number_map by_part;   // links of persons by a part of their name
    VECTOR_OF(struct name_link) name_links;
    int32_t *country_clusters; // [country_count] by row of COUNTRY_NAMES, -1 for none
    size_t country_count;
    uint32_t *order;        // [candidates.count] in order of position, larger phrases first
    struct slice published; // date; empty when unknown
};

// discourse.c: small questions that all the parts ask.
const struct sentence *discourse_sentence(const struct discourse *d, uint32_t sentence);
const struct token *candidate_token(const struct discourse *d, const struct candidate *candidate); // its head
struct candidate *discourse_add(struct discourse *d, uint32_t sentence, uint32_t first, uint32_t end,
                                enum mention_kind kind);
struct slice discourse_text(const struct discourse *d, uint32_t sentence, uint32_t first, uint32_t end);
// The head token of a stretch: the one whose governor lies outside.
uint32_t discourse_head(const struct sentence *sentence, uint32_t first, uint32_t end);
bool discourse_is_acting(const struct discourse *d, uint32_t sentence,
                         uint32_t token); // subject, agent, possessor
bool discourse_is_locative(const struct discourse *d, uint32_t sentence, uint32_t token);
void discourse_order(struct discourse *d);                                      // fills `order`
struct slice sectors_join(struct arena *arena, struct slice a, struct slice b); // each once
bool sectors_share(struct slice a, struct slice b);
struct slice country_of_row(const struct discourse *d, uint32_t row); // ISO3 of a row of COUNTRY_NAMES

// names.c: names of a sentence become candidates.
void names_find(struct discourse *d, uint32_t sentence);
// recall.c: names known from elsewhere in the document, where nothing else showed them. Once all names are
// found.
void names_recall(struct discourse *d);
// Adds a name; for names.c and recall.c.
struct candidate *names_emit(struct discourse *d, uint32_t sentence, uint32_t first, uint32_t end,
                             enum entity_kind kind, enum lexeme_kind source, uint32_t row);

// persons.c: parts of persons' names, and whether two names can be one person's.
struct person_name person_parse(const struct discourse *d, uint32_t sentence, uint32_t first, uint32_t end);
enum name_match { NAME_DIFFERENT, NAME_SAME_FAMILY, NAME_PART, NAME_NEAR, NAME_SAME };
enum name_match person_match(const struct person_name *a, const struct person_name *b);

// nominals.c: noun phrases that speak of actors.
void nominals_find(struct discourse *d, uint32_t sentence);

// roles.c: titles, appositions, copulas; what an office is of.
void roles_find(struct discourse *d, uint32_t sentence);

// coreference.c: names become clusters.
void coreference_names(struct discourse *d);
int32_t cluster_for_country(struct discourse *d, struct slice iso3); // makes it when there is none
// The country that the sentences just before speak of most, by name, places and actors; else the prominent
// one.
int32_t cluster_near_country(struct discourse *d, uint32_t sentence);
int32_t cluster_prominent_country(const struct discourse *d, uint32_t sentence); // -1 for none

// Gives named persons the offices of their titles, and whom they serve by them.
void offices_settle(struct discourse *d);
// antecedents.c: nominals become clusters, or mentions of clusters that names made.
void antecedents_resolve(struct discourse *d);

// belonging.c: countries, sectors and whom clusters represent.
void belonging_settle(struct discourse *d);

// pronouns.c: adds mentions for pronouns of clusters.
void pronouns_resolve(struct discourse *d);
