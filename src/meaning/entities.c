// entities.c - from a document's sentences to its entities: the parts in their order, and the record that
// comes out.
//
// Candidates and clusters are working copies with more than the record shows; here they become mentions and
// entities in order of position, with identifiers, forms, codes and coordinates.
#include "base/hash.h"
#include "base/utf8.h"
#include "meaning/discourse.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FORM_LIMIT 160u // bytes of a form that counts as an alias

struct entities {
    struct wordbook *wordbook;
};

struct entities *entities_open(const struct knowledge *knowledge, struct slice language,
                               struct error *error) {
    struct wordbook *wordbook = wordbook_open(knowledge, language, error);
    if (!wordbook) return NULL;
    struct entities *entities = calloc(1, sizeof *entities);
    if (!entities) {
        wordbook_close(wordbook);
        error_at(error, ERROR_SYSTEM, (struct place_in_file){ 0 }, "out of memory");
        return NULL;
    }
    entities->wordbook = wordbook;
    return entities;
}

void entities_close(struct entities *entities) {
    if (!entities) return;
    wordbook_close(entities->wordbook);
    free(entities);
}

// Output while it is made.
struct writer {
    struct discourse *d;
    struct arena *arena;
    int32_t *entity_of; // [clusters.count] number in the output, -1 for none
    struct entity *entities;
    size_t count;
    struct mention *mentions;
    size_t mention_count;
};

static struct slice lower_ascii(struct arena *arena, struct slice text) {
    char *copy = arena_allocate(arena, text.length + 1);
    for (size_t i = 0; i < text.length; i++)
        copy[i] = text.start[i] >= 'A' && text.start[i] <= 'Z' ? (char)(text.start[i] + 32) : text.start[i];
    return (struct slice){ copy, text.length };
}

// "Gaza Ministry of Health" -> "gaza-ministry-of-health"
static struct slice slug(struct arena *arena, struct slice name) {
    struct slice folded = utf8_fold_name(name, arena);
    char *out = arena_allocate(arena, folded.length + 1);
    size_t length = 0, step;
    for (size_t i = 0; i < folded.length; i += step) {
        char c = folded.start[i];
        utf8_at(folded, i, &step);
        if (length + step > 64) break; // never in the middle of a character
        enum utf8_class class = utf8_class_of(utf8_at(folded, i, &step));
        bool is_letter = (unsigned char)c >= 0x80 && class != UTF8_OPEN && class != UTF8_CLOSE &&
                         class != UTF8_PUNCTUATION && class != UTF8_SPACE;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || is_letter) {
            memcpy(out + length, folded.start + i, step);
            length += step;
        } else if (length && out[length - 1] != '-') {
            out[length++] = '-';
        }
    }
    while (length && out[length - 1] == '-') length--;
    return length ? (struct slice){ out, length } : SLICE("entity");
}

static struct slice base_id(const struct writer *w, const struct cluster *f) {
    const struct wordbook *l = w->d->wordbook;
    switch (f->source) {
    case LEXEME_COUNTRY:
        return lower_ascii(w->arena, f->country);
    case LEXEME_ACTOR:
        return WORDBOOK_CELL(l, LEXEME_ACTOR, f->row, ACTORS, ID);
    case LEXEME_PERSON:
        return WORDBOOK_CELL(l, LEXEME_PERSON, f->row, PEOPLE, ID);
    default:
        return slug(w->arena, f->name);
    }
}

static struct slice first_of(struct slice list) {
    struct slice piece = list;
    slice_next(&list, SLICE(" | "), &piece);
    return piece;
}

static struct slice canonical_name(const struct writer *w, const struct cluster *f) {
    const struct wordbook *l = w->d->wordbook;
    switch (f->source) {
    case LEXEME_COUNTRY:
        return first_of(WORDBOOK_CELL(l, LEXEME_COUNTRY, f->row, COUNTRY_NAMES, NAMES));
    case LEXEME_ACTOR:
        return first_of(WORDBOOK_CELL(l, LEXEME_ACTOR, f->row, ACTORS, NAMES));
    case LEXEME_PERSON:
        return first_of(WORDBOOK_CELL(l, LEXEME_PERSON, f->row, PEOPLE, NAMES));
    default:
        return f->name;
    }
}

static bool is_in_document(const struct discourse *d, struct slice iso3) {
    uint32_t row = wordbook_country_row(d->wordbook, iso3);
    return row != NO_ROW && row < d->country_count && d->country_clusters[row] >= 0;
}

// Of the places of one name, the one in a country that the text speaks of, else the largest.
static uint32_t choose_place(const struct discourse *d, const struct cluster *f) {
    uint32_t rows[32], best = NO_ROW;
    double best_score = -1;
    size_t count = wordbook_rows(d->wordbook, LEXEME_PLACE, f->key, rows, 32);
    if (count == 0 && f->source == LEXEME_PLACE) rows[0] = f->row, count = 1;
    for (size_t i = 0; i < count; i++) {
        struct slice country = WORDBOOK_CELL(d->wordbook, LEXEME_PLACE, rows[i], PLACES, COUNTRY);
        double score =
            log10(1 + wordbook_number(d->wordbook, LEXEME_PLACE, rows[i], TABLE_COLUMN(PLACES, POPULATION)));
        if (f->source == LEXEME_CAPITAL && slice_equal(country, country_of_row(d, f->row))) score += 20;
        if (f->country.length && f->source != LEXEME_PLACE && slice_equal(country, f->country)) score += 10;
        if (is_in_document(d, country)) score += 4;
        if (score > best_score) best_score = score, best = rows[i];
    }
    return best;
}

static void locate(const struct writer *w, const struct cluster *f, struct entity *e) {
    const struct wordbook *l = w->d->wordbook;
    if (f->kind != ENTITY_PLACE) return;
    uint32_t row = choose_place(w->d, f);
    if (f->source == LEXEME_CAPITAL) e->country = country_of_row(w->d, f->row);
    if (row == NO_ROW) return;
    e->is_location = e->is_known = true;
    e->lat = wordbook_number(l, LEXEME_PLACE, row, TABLE_COLUMN(PLACES, LAT));
    e->lon = wordbook_number(l, LEXEME_PLACE, row, TABLE_COLUMN(PLACES, LON));
    e->geonames = WORDBOOK_CELL(l, LEXEME_PLACE, row, PLACES, GEONAMES);
    if (f->source != LEXEME_CAPITAL) e->country = WORDBOOK_CELL(l, LEXEME_PLACE, row, PLACES, COUNTRY);
}

static struct slice code_of(struct arena *arena, const struct entity *e) {
    struct slice code = e->country, sectors = e->sectors;
    if (e->kind == ENTITY_PLACE) return code;
    unsigned count = 0;
    for (struct slice piece; count < 2 && slice_next(&sectors, SLICE(" "), &piece); count++)
        code = arena_join(arena, code, piece);
    return code;
}

static void write_roles(const struct writer *w, const struct cluster *f, struct entity *e) {
    struct role *roles = ARENA_ARRAY(w->arena, struct role, f->offices.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < f->offices.count; i++) {
        const struct office *office = &f->offices.items[i];
        if (office->title.length == 0 || f->kind != ENTITY_PERSON) continue;
        struct slice of = office->country;
        if (office->of >= 0) {
            int32_t cluster = w->d->candidates.items[office->of].mention.entity;
            if (cluster >= 0 && w->entity_of[cluster] >= 0) {
                const struct entity *owner = &w->entities[w->entity_of[cluster]];
                of = w->d->clusters.items[cluster].source == LEXEME_COUNTRY ? owner->country : owner->id;
            }
        }
        roles[count++] = (struct role){ .title = office->title,
                                        .of = of,
                                        .from = office->from,
                                        .to = office->to,
                                        .is_over = office->is_over };
    }
    e->roles = roles;
    e->role_count = count;
}

static void write_entity(struct writer *w, const struct cluster *f, struct entity *e) {
    e->kind = f->kind;
    e->name = canonical_name(w, f);
    e->country = f->country;
    e->sectors = f->sectors;
    e->represents = f->represents >= 0 ? w->entity_of[f->represents] : -1;
    int32_t *members = ARENA_ARRAY(w->arena, int32_t, MEMBER_LIMIT);
    for (unsigned i = 0; i < f->member_count; i++)
        if (w->entity_of[f->members[i]] >= 0) members[e->member_count++] = w->entity_of[f->members[i]];
    e->members = members;
    e->is_plural = f->is_plural;
    e->gender = f->gender;
    e->is_known = f->is_known;
    e->is_named = f->is_named && f->name_count > 0;
    if (f->source == LEXEME_COUNTRY) {
        if (f->acting_count == 0 && f->mention_count)
            e->kind = ENTITY_PLACE;
        else
            e->sectors = SLICE("GOV");
    }
    locate(w, f, e);
    if (e->kind == ENTITY_PERSON && e->sectors.length == 0) e->sectors = SLICE("");
    e->code = code_of(w->arena, e);
}

static void add_alias(struct entity *e, struct slice *aliases, struct slice form) {
    for (size_t k = 0; k < e->alias_count && k < 200; k++)
        if (slice_equal(aliases[k], form)) return;
    aliases[e->alias_count++] = form;
}

static void write_aliases(struct writer *w, size_t number, const uint32_t *candidates_of,
                          size_t candidate_count) {
    struct entity *e = &w->entities[number];
    struct slice *aliases = ARENA_ARRAY(w->arena, struct slice, 2 * candidate_count + 1);
    bool is_country = false;
    for (size_t i = 0; i < candidate_count; i++)
        is_country |= w->d->clusters.items[w->d->candidates.items[candidates_of[i]].mention.entity].source ==
                      LEXEME_COUNTRY;
    for (size_t i = 0; i < candidate_count; i++) {
        const struct candidate *candidate = &w->d->candidates.items[candidates_of[i]];
        if (candidate->mention.kind == MENTION_PRONOUN || candidate->name.length > FORM_LIMIT) continue;
        if (candidate->is_attribute && !candidate->is_definite) continue;
        add_alias(e, aliases, candidate->name);
        bool is_wider = e->kind != ENTITY_PERSON || candidate->head.length == 0 || !candidate->is_attribute;
        if (candidate->longer.length && candidate->longer.length <= FORM_LIMIT && is_wider &&
            e->name.length && !is_country)
            add_alias(e, aliases, candidate->longer);
    }
    e->aliases = aliases;
}

static void keep(struct writer *w, int32_t cluster, size_t *count) {
    for (int steps = 0; cluster >= 0 && steps < 8;
         steps++, cluster = w->d->clusters.items[cluster].represents)
        if (w->entity_of[cluster] < 0) w->entity_of[cluster] = (int32_t)(*count)++;
}

static void write_ids(struct writer *w, const int32_t *cluster_of) {
    struct number_map taken = { .arena = w->arena }, next = { .arena = w->arena };
    for (size_t i = 0; i < w->count; i++) {
        struct slice base = base_id(w, &w->d->clusters.items[cluster_of[i]]), id = base;
        int32_t n = number_map_find(&next, hash_bytes(base, 0));
        for (n = n < 2 ? 2 : n; number_map_find(&taken, hash_bytes(id, 0)) >= 0; n++)
            id = arena_format(w->arena, SLICE_FORMAT "-%d", SLICE_ARG(base), (int)n);
        number_map_put(&taken, hash_bytes(id, 0), (int32_t)i);
        number_map_replace(&next, hash_bytes(base, 0), n);
        w->entities[i].id = id;
    }
}

static void write_out(struct discourse *d, struct arena *arena, struct meaning *meaning) {
    struct writer w = { .d = d, .arena = arena };
    w.entity_of = ARENA_ARRAY(arena, int32_t, d->clusters.count + 1);
    for (size_t i = 0; i < d->clusters.count; i++) w.entity_of[i] = -1;
    discourse_order(d); // with the pronouns
    for (size_t i = 0; i < d->candidates.count; i++) {
        int32_t cluster = d->candidates.items[d->order[i]].mention.entity;
        if (cluster >= 0 && w.entity_of[cluster] < 0) w.entity_of[cluster] = (int32_t)w.count++;
    }
    size_t mentioned = w.count;
    for (size_t i = 0; i < d->clusters.count; i++)
        if (w.entity_of[i] >= 0 && w.entity_of[i] < (int32_t)mentioned)
            keep(&w, d->clusters.items[i].represents, &w.count);
    w.entities = ARENA_ARRAY(arena, struct entity, w.count + 1);
    int32_t *cluster_of = ARENA_ARRAY(arena, int32_t, w.count + 1);
    for (size_t i = 0; i < d->clusters.count; i++)
        if (w.entity_of[i] >= 0) cluster_of[w.entity_of[i]] = (int32_t)i;
    for (size_t i = 0; i < w.count; i++) write_entity(&w, &d->clusters.items[cluster_of[i]], &w.entities[i]);
    write_ids(&w, cluster_of);
    for (size_t i = 0; i < w.count; i++) write_roles(&w, &d->clusters.items[cluster_of[i]], &w.entities[i]);

    // Mentions in order of position, then each entity's own list: counted, then filled.
    w.mentions = ARENA_ARRAY(arena, struct mention, d->candidates.count + 1);
    uint32_t *candidate_of = ARENA_ARRAY(arena, uint32_t, d->candidates.count + 1);
    size_t *counts = ARENA_ARRAY(arena, size_t, w.count + 1);
    for (size_t i = 0; i < d->candidates.count; i++) {
        const struct candidate *candidate = &d->candidates.items[d->order[i]];
        if (candidate->mention.entity < 0) continue;
        candidate_of[w.mention_count] = d->order[i];
        w.mentions[w.mention_count] = candidate->mention;
        int32_t entity = w.mentions[w.mention_count].entity = w.entity_of[candidate->mention.entity];
        counts[entity]++;
        w.mention_count++;
    }
    uint32_t **lists = ARENA_ARRAY(arena, uint32_t *, w.count + 1),
             **candidates = ARENA_ARRAY(arena, uint32_t *, w.count + 1);
    for (size_t i = 0; i < w.count; i++) {
        lists[i] = ARENA_ARRAY(arena, uint32_t, counts[i] + 1);
        candidates[i] = ARENA_ARRAY(arena, uint32_t, counts[i] + 1);
    }
    for (size_t i = 0; i < w.mention_count; i++) {
        struct entity *e = &w.entities[w.mentions[i].entity];
        candidates[e - w.entities][e->mention_count] = candidate_of[i];
        lists[e - w.entities][e->mention_count++] = (uint32_t)i;
    }
    for (size_t i = 0; i < w.count; i++) {
        w.entities[i].mentions = lists[i];
        write_aliases(&w, i, candidates[i], w.entities[i].mention_count);
    }
    int32_t **mention_of = ARENA_ARRAY(arena, int32_t *, d->analysis->count + 1);
    for (size_t s = 0; s < d->analysis->count; s++) {
        size_t tokens = d->analysis->sentences[s].count;
        mention_of[s] = ARENA_ARRAY(arena, int32_t, tokens + 1);
        for (size_t t = 0; t < tokens; t++) mention_of[s][t] = -1;
    }
    for (size_t i = 0; i < w.mention_count; i++) {
        int32_t *at = &mention_of[w.mentions[i].sentence][w.mentions[i].head];
        if (*at < 0 || w.mentions[*at].kind == MENTION_ADJECTIVE) *at = (int32_t)i;
    }
    meaning->mentions = w.mentions;
    meaning->mention_count = w.mention_count;
    meaning->entities = w.entities;
    meaning->entity_count = w.count;
    meaning->mention_of = (const int32_t *const *)mention_of;
}

void entities_find(const struct entities *entities, const struct analysis *analysis, struct arena *arena,
                   struct meaning *meaning) {
    struct discourse d = {
        .wordbook = entities->wordbook, .analysis = analysis, .meaning = meaning, .arena = arena
    };
    d.published = meaning->published;
    d.words = ARENA_ARRAY(arena, struct word *, analysis->count + 1);
    d.covering = ARENA_ARRAY(arena, int32_t *, analysis->count + 1);
    d.heading = ARENA_ARRAY(arena, int32_t *, analysis->count + 1);
    d.in_sentence = ARENA_ARRAY(arena, struct candidate_list, analysis->count + 1);
    for (uint32_t s = 0; s < analysis->count; s++) {
        const struct sentence *sentence = &analysis->sentences[s];
        d.words[s] = wordbook_words(d.wordbook, sentence, arena);
        d.covering[s] = ARENA_ARRAY(arena, int32_t, sentence->count + 1);
        d.heading[s] = ARENA_ARRAY(arena, int32_t, sentence->count + 1);
        for (size_t t = 0; t <= sentence->count; t++) d.covering[s][t] = d.heading[s][t] = -1;
        names_find(&d, s);
    }
    names_recall(&d);
    for (uint32_t s = 0; s < analysis->count; s++) {
        nominals_find(&d, s);
        roles_find(&d, s);
    }
    discourse_order(&d);
    coreference_names(&d);
    antecedents_resolve(&d);
    belonging_settle(&d);
    pronouns_resolve(&d);
    write_out(&d, arena, meaning);
}
