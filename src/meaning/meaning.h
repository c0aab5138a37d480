// meaning.h - what meaning gives: the things in the world that a document speaks of.
//
// Knows base, knowledge, read's document and language. An entity is one actor or place with all its mentions
// in the document; indices into the arrays below stand for pointers, -1 for none. Everything lives in the
// document's arena.
#pragma once

#include "knowledge/knowledge.h"
#include "language/analysis.h"

// clang-format off
#define ENTITY_KIND_LIST(X)                                                                             \
    X(PERSON, "person") X(GOVERNMENT, "government") X(ARMED_GROUP, "armed-group")                       \
    X(ORGANIZATION, "organization") X(MEDIA, "media") X(PLACE, "place") X(PEOPLE, "people")
// clang-format on
enum entity_kind {
#define ENTITY_KIND_SYMBOL(symbol, name) ENTITY_##symbol,
    ENTITY_KIND_LIST(ENTITY_KIND_SYMBOL)
#undef ENTITY_KIND_SYMBOL
        ENTITY_KINDS
};
const char *entity_kind_name(enum entity_kind kind);
bool entity_kind_of(struct slice name, enum entity_kind *kind); // false when there is no such kind

enum mention_kind {
    MENTION_NAME,      // "Antony Blinken", "Hamas"
    MENTION_ADJECTIVE, // a country's or group's adjective: "Israeli" (offensive), "US" (troops)
    MENTION_NOMINAL,   // "the ambassador", "gunmen", "the terrorist organization"
    MENTION_PRONOUN,   // "he", "their", "who"
};

struct mention {
    uint32_t sentence; // index in the analysis
    uint32_t first,
        end;       // tokens, end exclusive: the name or noun phrase without relative clauses and appositions
    uint32_t head; // the token that syntax knows it by
    struct span span; // bytes
    enum mention_kind kind;
    int32_t entity;
};

struct role {           // an office as the text gives it
    struct slice title; // "Minister of Foreign Affairs"
    struct slice of;    // ISO3 or actor id; empty when not said
    struct slice from, to;
    bool is_over; // former, or not begun
};

struct entity {
    struct slice id; // an actor of the knowledge base: its id there; else unique in the document
    enum entity_kind kind;
    struct slice name;           // canonical: the knowledge base's, else the fullest form in the text
    const struct slice *aliases; // [alias_count] every form in the text, each once, in order of appearance
    size_t alias_count;
    struct slice country;     // ISO3; empty when unknown
    struct slice sectors;     // "GOV MIL"; empty when unknown
    struct slice code;        // CAMEO-style: "QATGOV"; empty when unknown
    const struct role *roles; // [role_count]
    size_t role_count;
    int32_t represents;     // entity on whose behalf it acts
    const int32_t *members; // [member_count] entities that a group is made of: "the two ministers"; else none
    size_t member_count;
    const uint32_t
        *mentions; // [mention_count] indices in order of position; none for an entity only represented
    size_t mention_count;
    bool is_plural; // several persons or things: "gunmen", "Arab countries"
    char gender;    // 'm', 'f', 0 unknown
    bool is_named;  // by a name, not only by nouns ("protesters"); one that nothing refers to may be left out
    bool is_known;  // an actor, country, person or place of the knowledge base
    bool is_location;      // has coordinates
    double lat, lon;       // WGS 84, when is_location
    struct slice geonames; // empty when unknown
};

enum time_precision { TIME_YEAR, TIME_MONTH, TIME_WEEK, TIME_DAY, TIME_HOUR, TIME_VAGUE };

struct time_expression {
    uint32_t sentence, first, end; // tokens
    struct span span;
    char from[11], to[11]; // ISO dates, both filled for a point; empty `from` or `to` for an open range
    enum time_precision precision;
    bool is_since;    // "since October 7": a start, lasting
    bool is_duration; // "for three days": from and to empty
    uint8_t unit;     // of a duration: enum unit of time_words.h
    float count;      // how many of them; 0 when nobody says ("for years")
    bool is_set;      // "every Friday"
    bool is_stamp;    // says when the text around it was written: "06 May 2016 04:15 AM", "Halm, May 6:"
    bool is_past;     // before `published` by its words alone ("last week", "earlier")
};

enum qualifier {
    QUALIFIER_NONE,
    QUALIFIER_ABOUT,
    QUALIFIER_AT_LEAST,
    QUALIFIER_AT_MOST,
    QUALIFIER_MORE_THAN,
    QUALIFIER_LESS_THAN
};
const char *qualifier_name(enum qualifier qualifier); // NULL for none

struct number { // a count or amount in words or figures; not dates, times, ages, ordinals, scores or parts of
                // names
    uint32_t sentence, first, end; // tokens, the qualifier included
    uint32_t head;                 // the token that carries the number's dependency
    struct span span;
    double low, high;
    enum qualifier qualifier;
    bool is_vague; // "dozens", "several thousand": low = high = the unit
    bool is_percent, is_money, is_ordinal, is_age;
    bool is_remainder; // "all but two": what is left of a whole that may stand behind it
};

struct quotation {
    struct span span;                      // with its marks
    struct span content;                   // between them
    uint32_t first_sentence, end_sentence; // sentences that it touches
    bool is_scare; // a word or two between marks that may be no quotation: still one for statements
    bool is_name;  // what something is called ("Iron Rain"), or a nickname within a name: nobody's words
};

struct meaning {
    const struct analysis *analysis;
    struct slice published; // ISO date that relative dates were resolved against; empty when unknown
    const struct mention *mentions;
    size_t mention_count;
    const struct entity *entities; // in order of first mention
    size_t entity_count;
    const int32_t *const *mention_of; // [sentence][token]: mention with this head, -1 for none
    const struct time_expression *times;
    size_t time_count;
    const struct number *numbers;
    size_t number_count;
    const struct quotation *quotations;
    size_t quotation_count;
};

// lookup.c: what stands in a sentence, without a walk over the document.
struct range { // of indices, end exclusive
    size_t first, end;
};
struct range meaning_times_in(const struct meaning *meaning, uint32_t sentence);
struct range meaning_numbers_in(const struct meaning *meaning, uint32_t sentence);
struct range meaning_mentions_in(const struct meaning *meaning, uint32_t sentence);
// The expression that the token is part of; NULL when it is part of none.
const struct time_expression *meaning_time_over(const struct meaning *meaning, uint32_t sentence,
                                                uint32_t token);
// The mention of an entity that has its head at the token, and that entity; NULL and -1 when there is none.
const struct mention *meaning_mention_at(const struct meaning *meaning, uint32_t sentence, uint32_t token);
int32_t meaning_entity_at(const struct meaning *meaning, uint32_t sentence, uint32_t token);
// The first name that the token is part of, whatever its head; NULL when it is part of none.
const struct mention *meaning_name_over(const struct meaning *meaning, uint32_t sentence, uint32_t token);

struct interpreter; // opaque: what meaning looks up, compiled once
// Borrows `knowledge`, tables of `language` ("en"). NULL with `error`. Owned by the caller.
struct interpreter *interpreter_open(const struct knowledge *knowledge, struct slice language,
                                     struct error *error);
void interpreter_close(struct interpreter *interpreter); // NULL is fine
// Cannot fail. Everything lives in `arena`.
const struct meaning *interpret(const struct interpreter *interpreter, const struct analysis *analysis,
                                struct arena *arena);
