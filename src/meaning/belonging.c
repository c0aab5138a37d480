// belonging.c - countries, sectors, and on whose behalf clusters act.
//
// The tables know it for known actors and persons in office on the day; offices in the text say it for the
// others. An office of a country stands for its government, an organ for its state; who has left office
// speaks for himself.
#include "base/hash.h"
#include "meaning/discourse.h"

#define CHAIN_LIMIT 6

static int32_t cluster_for_actor(struct discourse *d,
                                 struct slice id) { // an actor's id, or a country's ISO3 in small letters
    if (id.length == 0) return -1;
    uint32_t row = wordbook_actor_row(d->wordbook, id);
    for (int steps = 0; row != NO_ROW && steps < CHAIN_LIMIT; steps++) {
        int32_t cluster = number_map_find(&d->by_source, hash_mix((uint64_t)LEXEME_ACTOR + 1, row));
        if (cluster >= 0 && d->clusters.items[cluster].mention_count > 0) return cluster;
        id = WORDBOOK_CELL(d->wordbook, LEXEME_ACTOR, row, ACTORS,
                           OF); // not spoken of: whom it acts for in turn
        row = wordbook_actor_row(d->wordbook, id);
    }
    uint32_t country = wordbook_country_row(d->wordbook, id);
    return country == NO_ROW ? -1 : cluster_for_country(d, country_of_row(d, country));
}

static void settle_actor(struct discourse *d, size_t number) {
    struct cluster *f = &d->clusters.items[number];
    f->is_known = true;
    struct slice country = WORDBOOK_CELL(d->wordbook, LEXEME_ACTOR, f->row, ACTORS, COUNTRY);
    struct slice sectors = WORDBOOK_CELL(d->wordbook, LEXEME_ACTOR, f->row, ACTORS, SECTORS);
    if (country.length) f->country = country;
    if (sectors.length) f->sectors = sectors;
    int32_t owner = cluster_for_actor(d, WORDBOOK_CELL(d->wordbook, LEXEME_ACTOR, f->row, ACTORS, OF));
    if (owner != (int32_t)number && owner >= 0) d->clusters.items[number].represents = owner;
}

static bool holds_office(const struct discourse *d, uint32_t row) {
    struct slice from = WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, row, PEOPLE, FROM);
    struct slice to = WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, row, PEOPLE, TO);
    if (d->published.length < 10) return to.length == 0;
    struct slice day = slice_part(d->published, 0, 10);
    if (from.length && slice_compare(slice_part(day, 0, from.length), from) < 0) return false;
    return to.length == 0 || slice_compare(slice_part(day, 0, to.length), to) <= 0;
}

static void settle_person(struct discourse *d, size_t number) {
    struct cluster *f = &d->clusters.items[number];
    f->is_known = true;
    struct slice id = WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, f->row, PEOPLE, ID);
    uint32_t rows[24];
    size_t count = wordbook_rows(d->wordbook, LEXEME_PERSON, f->key, rows, 24);
    if (count == 0) rows[0] = f->row, count = 1;
    struct slice gender = WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, f->row, PEOPLE, GENDER);
    if (!f->gender && gender.length) f->gender = gender.start[0];
    struct slice country = WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, f->row, PEOPLE, COUNTRY);
    bool serves_body = false; // then the country is where the holder comes from
    for (size_t i = 0; i < count; i++)
        serves_body |= holds_office(d, rows[i]) &&
                       WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, rows[i], PEOPLE, OF).length > 0;
    if (f->country.length == 0 && !serves_body) f->country = country;
    for (size_t i = 0; i < count; i++) {
        if (!slice_equal(WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, rows[i], PEOPLE, ID), id) ||
            !holds_office(d, rows[i]))
            continue;
        struct slice of = WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, rows[i], PEOPLE, OF);
        int32_t owner = cluster_for_actor(d, of);
        if (owner < 0)
            owner =
                cluster_for_country(d, WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, rows[i], PEOPLE, COUNTRY));
        f = &d->clusters.items[number];
        if (f->represents < 0) f->represents = owner;
        if (f->sectors.length == 0)
            f->sectors = of.length && owner >= 0 ? d->clusters.items[owner].sectors : SLICE("GOV");
        return;
    }
}

static int32_t office_owner(struct discourse *d, size_t number, const struct office *office) {
    int32_t owner = office->of >= 0 ? d->candidates.items[office->of].mention.entity : -1;
    if (owner < 0) owner = cluster_for_country(d, office->country);
    const struct cluster *f = &d->clusters.items[number];
    if (owner >= 0 || !office->is_of_country || f->is_plural) return owner;
    if (f->country.length) return cluster_for_country(d, f->country);
    return cluster_near_country(
        d, f->first_candidate >= 0 ? d->candidates.items[f->first_candidate].mention.sentence : 0);
}

static void settle_offices(struct discourse *d, size_t number) {
    for (size_t i = 0; i < d->clusters.items[number].offices.count; i++) {
        struct office office = d->clusters.items[number].offices.items[i];
        int32_t owner = office_owner(d, number, &office);
        struct cluster *f = &d->clusters.items[number]; // owners may have been added
        if (owner < 0 || owner == (int32_t)number || f->member_count) continue;
        struct slice country = d->clusters.items[owner].country;
        if (f->country.length == 0 && !f->is_plural) f->country = country;
        if (f->offices.items[i].country.length == 0) f->offices.items[i].country = country;
        enum entity_kind kind = d->clusters.items[owner].kind;
        bool is_private = kind == ENTITY_ORGANIZATION || kind == ENTITY_MEDIA || kind == ENTITY_ARMED_GROUP;
        if (is_private && !f->is_plural && slice_equal(f->sectors, office.sectors))
            f->sectors = d->clusters.items[owner].sectors; // "president of Z"
        if (!office.is_over && f->represents < 0 && office.sectors.length && !office.is_plain)
            f->represents = owner;
    }
}

static void settle_body(struct discourse *d, size_t number) {
    struct cluster *f = &d->clusters.items[number];
    if (f->kind != ENTITY_GOVERNMENT || f->represents >= 0) return;
    int32_t owner = cluster_for_country(d, f->country);
    f = &d->clusters.items[number];
    if (owner < 0 && f->is_named && f->first_candidate >= 0) {
        owner = cluster_near_country(d, d->candidates.items[f->first_candidate].mention.sentence);
        f = &d->clusters.items[number];
        if (owner >= 0) f->country = d->clusters.items[owner].country;
    }
    if (owner != (int32_t)number) d->clusters.items[number].represents = owner;
}

// A chain of representation may not run in a circle.
static void break_circles(struct discourse *d) {
    for (size_t i = 0; i < d->clusters.count; i++) {
        int32_t at = d->clusters.items[i].represents;
        for (int steps = 0; at >= 0 && steps <= CHAIN_LIMIT; steps++) {
            if (at == (int32_t)i || steps == CHAIN_LIMIT) {
                d->clusters.items[i].represents = -1;
                break;
            }
            at = d->clusters.items[at].represents;
        }
    }
}

void belonging_settle(struct discourse *d) {
    for (size_t i = 0; i < d->clusters.count; i++) {
        if (d->clusters.items[i].source == LEXEME_ACTOR) settle_actor(d, i);
        if (d->clusters.items[i].source == LEXEME_COUNTRY) d->clusters.items[i].is_known = true;
    }
    for (size_t i = 0; i < d->clusters.count; i++) {
        if (d->clusters.items[i].source == LEXEME_PERSON) settle_person(d, i);
        settle_offices(d, i);
        if (d->clusters.items[i].source == LEXEME_PERSON) continue;
        if (d->clusters.items[i].source == LEXEME_NONE) settle_body(d, i);
    }
    break_circles(d);
}
