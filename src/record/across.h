// across.h - what records of many documents say together: near copies folded, entities and happenings joined,
// captives and talks followed, disagreements found.
//
// Knows base and the fingerprints of read. Whoever keeps records (a store) fills the inputs; joining fills in
// the rest. Joining is a function of the set of documents alone: their order, and how many at a time were
// added, do not matter. Where it is unsure it links (maybe_same) and does not join. It grows as n log n: what
// is compared shares a key, and is compared with a bounded number of those that share it.
//
// Numbers name items of the lists here (documents, entities ...); ACROSS_NONE is none. Texts are borrowed.
#pragma once

#include "base/arena.h"
#include "read/copies/copies.h"

#define ACROSS_NONE UINT32_MAX

struct across_document {
    struct slice id, published, outlet, agency; // all but the id may be empty
    struct slice place;                         // where it was found: orders what is of one day
    struct fingerprint fingerprint;             // version 0: none
    // joined:
    uint32_t
        origin; // the first document of its group of near copies, in order of publication; itself if none
    double similarity;
    uint32_t rank; // in order of publication, unknown days last
};

struct across_role {
    struct slice title, of;
    bool in_office;
};

struct across_entity { // of one document
    uint32_t document;
    struct slice id, kind, name;
    struct slice aliases; // separated by " | "
    struct slice country, sector, code, geonames;
    double lat, lon; // NAN when unknown
    bool is_known, is_named;
    uint32_t represents; // entity of the same document
    uint32_t first_role, role_count;
    uint32_t mentions;
    // joined:
    uint32_t actor;
    const char *why;
};

struct across_actor {
    struct slice id, kind, name, country, sector, code, geonames;
    double lat, lon;
    bool is_known;
    uint32_t principal; // actor; itself when it acts for nobody
    struct slice offices;
    uint32_t documents, mentions;
    struct slice first_published, last_published;
};

struct across_alias {
    uint32_t actor, documents;
    struct slice name, folded;
};

enum across_part { ACROSS_ACTOR, ACROSS_RECIPIENT, ACROSS_MEDIATOR, ACROSS_PARTS };
struct across_party {
    uint32_t entity;
    enum across_part part;
};

struct across_event { // of one document
    uint32_t document, position;
    struct slice id, type, mode, act, status, factuality, about;
    struct slice date_from, date_to, precision; // ISO days, may be empty
    bool is_date_stated;                        // not only the story's day
    uint32_t place;                             // entity; ACROSS_NONE when unknown
    struct slice place_country;
    bool is_place_stated;
    struct slice trigger, sentence, according_to;
    double confidence;
    bool is_mutual;
    uint32_t first_party, party_count;
    uint32_t first_figure, figure_count; // its figures, in across.figures_by_event
    // joined:
    uint32_t happening;
    const char *why;
};

struct across_happening {
    struct slice id;
    uint32_t lead;                     // event that tells it best
    uint32_t first_event, event_count; // in happening_events, in order of publication
    uint32_t first_party, party_count; // in happening_parties
    uint32_t documents, outlets, origins;
    struct slice date_from, date_to, precision, factuality, according_to;
    uint32_t place; // entity
    struct slice first_published, last_published;
};
struct across_happening_party {
    uint32_t actor, reports;
    enum across_part part;
};

struct across_link { // of happenings
    uint32_t a, b;
    const char *why;
};

struct across_figure {
    uint32_t document, position;
    struct slice id, measure, qualifier, counted, since, as_of, factuality, according_to, words;
    double low, high; // NAN: vague
    uint32_t place;   // entity
    struct slice place_country;
    uint32_t event;
};

struct across_captive {
    uint32_t document, position;
    struct slice id, name, qualifier, counted, nationalities, status, since, status_date, place_name,
        place_country, according_to, words;
    double count; // NAN: a person, or vague
    uint32_t entity, holder;
    // joined:
    uint32_t captivity;
    const char *why;
};

struct across_captivity {
    struct slice id, name, counted, nationalities, status, status_date, since, place, place_country;
    double low, high;
    uint32_t actor, holder; // actors
    bool is_conflicting;
    uint32_t accounts, documents, origins;
    uint32_t part_of; // captivity
    struct slice first_published, last_published;
};

struct across_negotiation {
    uint32_t document, position;
    struct slice id, issue, stage, conditions, first_date, last_date;
    uint32_t last_event; // event; ACROSS_NONE when none is known
    uint32_t first_party,
        party_count; // in parties: ACROSS_ACTOR a side, _MEDIATOR, _RECIPIENT who stays away
    // joined:
    uint32_t talks;
};

struct across_step {
    uint32_t talks, negotiation;
};
struct across_talks {
    struct slice id, issue, conditions, stage, stage_date, first_date, last_date;
    uint32_t moved_by;                 // event
    uint32_t first_step, step_count;   // in steps
    uint32_t first_party, party_count; // in talks_parties
    uint32_t documents, origins;
    struct slice first_published, last_published;
};

struct across_disagreement { // of one document, as told there
    uint32_t document;
    struct slice id, kind;
    uint32_t first_side, side_count; // in told_sides
};
struct across_told_side {
    struct slice entry, says, words;
};

struct across_side {
    struct slice value, entry, says, words;
    uint32_t document;
};
struct across_conflict {
    struct slice id, kind, subject, about; // about: id of a happening, actor or captivity
    struct slice place, place_country, date, resolved;
    uint32_t first_side, side_count; // in sides, in order of publication
    uint32_t documents;
    struct slice first_published, last_published;
};

// What a person decided. Entries are numbers of the list that `kind` says.
enum across_decision { ACROSS_JOIN, ACROSS_SPLIT, ACROSS_REJECT };
enum across_kind { ACROSS_EVENT, ACROSS_ENTITY, ACROSS_FIGURE, ACROSS_CAPTIVE, ACROSS_NEGOTIATION };
struct across_ruling {
    enum across_decision decision;
    enum across_kind kind;
    uint32_t a, b; // b: of ACROSS_JOIN and ACROSS_SPLIT
};

#define ACROSS_LIST(type, name)                                                                              \
    type *name;                                                                                              \
    size_t name##_count
struct across {
    // inputs
    ACROSS_LIST(struct across_document, documents);
    ACROSS_LIST(struct across_entity, entities);
    ACROSS_LIST(struct across_role, roles);
    ACROSS_LIST(struct across_party, parties);
    ACROSS_LIST(struct across_event, events);
    ACROSS_LIST(uint32_t, figures_by_event);
    ACROSS_LIST(struct across_figure, figures);
    ACROSS_LIST(struct across_captive, captives);
    ACROSS_LIST(struct across_negotiation, negotiations);
    ACROSS_LIST(struct across_disagreement, disagreements);
    ACROSS_LIST(struct across_told_side, told_sides);
    ACROSS_LIST(struct across_ruling, rulings);
    // results
    ACROSS_LIST(struct across_actor, actors);
    ACROSS_LIST(struct across_alias, aliases);
    ACROSS_LIST(struct across_happening, happenings);
    ACROSS_LIST(uint32_t, happening_events);
    ACROSS_LIST(struct across_happening_party, happening_parties);
    ACROSS_LIST(struct across_link, links);
    ACROSS_LIST(struct across_captivity, captivities);
    ACROSS_LIST(struct across_talks, talks);
    ACROSS_LIST(struct across_step, steps);
    ACROSS_LIST(struct across_happening_party, talks_parties);
    ACROSS_LIST(struct across_conflict, conflicts);
    ACROSS_LIST(struct across_side, sides);
    struct across_blocks *rejected; // inside: across.c
};

// Fills in the joined members and the results, in `arena`. Cannot fail.
void across_join(struct across *across, struct arena *arena);

// A name as it is compared: small letters, no marks, no punctuation, words separated by one space. Lives in
// `arena`.
struct slice across_fold(struct slice name, struct arena *arena);
