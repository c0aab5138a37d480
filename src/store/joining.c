// joining.c - rows in, record/across.h over them, rows out.
//
// Everything is read in an order that does not depend on the order in which it came (days, then hashes of
// texts), so that two stores of the same documents hold the same joined rows. What repeats (types, days,
// names) is kept once.
#include "base/hash.h"
#include "base/intern.h"
#include "base/vector.h"
#include "record/across.h"
#include "store/amend.h"
#include "store/parts.h"
#include "store/scripts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

// --- numbers for ids

struct map { // open addressing; a key is a number and an id
    struct {
        uint64_t hash;
        uint32_t value; // + 1; 0 is empty
    } * slots;
    size_t mask;
};

static void map_open(struct map *map, size_t count, struct arena *arena) {
    size_t size = 16;
    while (size < count * 2) size *= 2;
    *map = (struct map){ arena_allocate(arena, size * sizeof *map->slots), size - 1 };
}
// 64 bits of hash are the key: two ids of a store that share them are not to be expected (1e6 ids: 3e-8), and
// both engines would give the same.
static uint64_t key_of(uint32_t owner, struct slice id) {
    return hash_bytes(id, owner) | 1;
}
static void map_put(struct map *map, uint64_t key, uint32_t value) {
    size_t at = key & map->mask;
    while (map->slots[at].value && map->slots[at].hash != key) at = (at + 1) & map->mask;
    if (map->slots[at].value) return;
    map->slots[at].hash = key;
    map->slots[at].value = value + 1;
}
static uint32_t map_lookup(const struct map *map, uint64_t key) {
    for (size_t at = key & map->mask; map->slots[at].value; at = (at + 1) & map->mask)
        if (map->slots[at].hash == key) return map->slots[at].value - 1;
    return ACROSS_NONE;
}

struct loader {
    struct store *store;
    struct arena *arena;
    struct intern *words;
    struct across *across;
    struct map documents, entities, events, figures, captives, negotiations;
    struct error *error;
    struct slice document; // the last one looked up
    uint32_t document_number;
};

static struct slice word(struct loader *loader, struct rows *rows, size_t column) {
    const struct slice text = rows_text(rows, column);
    if (!text.length) return (struct slice){ "", 0 };
    return intern_text(loader->words, intern_add(loader->words, text));
}
static struct slice copied(struct loader *loader, struct rows *rows, size_t column) {
    return arena_copy(loader->arena, rows_text(rows, column));
}

static uint32_t document_of(struct loader *loader, struct slice id) {
    if (!slice_equal(id, loader->document)) {
        loader->document_number = map_lookup(&loader->documents, key_of(0, id));
        loader->document = loader->document_number == ACROSS_NONE
                               ? (struct slice){ "", 0 }
                               : loader->across->documents[loader->document_number].id;
    }
    return loader->document_number;
}
static uint32_t entity_of(struct loader *loader, uint32_t document, struct slice id) {
    return id.length ? map_lookup(&loader->entities, key_of(document + 1, id)) : ACROSS_NONE;
}

static struct rows *open_rows(struct loader *loader, const char *sql) {
    return database_query(loader->store->database, sql, NULL, 0, loader->error);
}

static bool count_of(struct loader *loader, const char *sql, size_t *count) {
    int64_t found;
    if (!database_integer(loader->store->database, sql, NULL, 0, &found, loader->error)) return false;
    *count = (size_t)found;
    return true;
}

#define RESERVE(loader, list, map, table)                                                                    \
    size_t list##_limit;                                                                                     \
    if (!count_of(loader, "SELECT count(*) FROM " table, &list##_limit)) return false;                       \
    (loader)->across->list =                                                                                 \
        ARENA_ARRAY((loader)->arena, __typeof__(*(loader)->across->list), list##_limit + 1);                 \
    if (map) map_open(map, list##_limit, (loader)->arena);

static int hex_of(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void take_fingerprint(struct slice hex, struct fingerprint *fingerprint) {
    uint8_t bytes[FINGERPRINT_BYTES];
    if (hex.length == 2 * FINGERPRINT_BYTES) {
        bool ok = true;
        for (size_t i = 0; i < FINGERPRINT_BYTES; i++) {
            const int high = hex_of(hex.start[2 * i]), low = hex_of(hex.start[2 * i + 1]);
            ok = ok && high >= 0 && low >= 0;
            bytes[i] = (uint8_t)(high << 4 | low);
        }
        if (ok && fingerprint_read(bytes, fingerprint)) return;
    }
    *fingerprint = (struct fingerprint){ 0 };
}

static bool load_documents(struct loader *loader) {
    RESERVE(loader, documents, &loader->documents, "document")
    struct rows *rows =
        open_rows(loader, "SELECT id, published, outlet, agency, COALESCE(url, source), fingerprint "
                          "FROM document ORDER BY id");
    if (!rows) return false;
    while (rows_next(rows) && loader->across->documents_count < documents_limit) {
        const uint32_t number = (uint32_t)loader->across->documents_count++;
        struct across_document *document = &loader->across->documents[number];
        document->id = copied(loader, rows, 0);
        document->published = word(loader, rows, 1);
        document->outlet = word(loader, rows, 2);
        document->agency = word(loader, rows, 3);
        document->place = copied(loader, rows, 4);
        take_fingerprint(rows_text(rows, 5), &document->fingerprint);
        map_put(&loader->documents, key_of(0, document->id), number);
    }
    return rows_close(rows, loader->error);
}

static bool load_entities(struct loader *loader) {
    RESERVE(loader, entities, &loader->entities, "entity")
    struct across *across = loader->across;
    struct rows *rows =
        open_rows(loader, "SELECT document, id, kind, name, aliases, country, sector, code, known, "
                          "named, lat, lon, geonames, mentions FROM entity ORDER BY document, id");
    if (!rows) return false;
    while (rows_next(rows) && across->entities_count < entities_limit) {
        const uint32_t document = document_of(loader, rows_text(rows, 0));
        if (document == ACROSS_NONE) continue; // came after the documents were read
        const uint32_t number = (uint32_t)across->entities_count++;
        across->entities[number] = (struct across_entity){
            .document = document,
            .id = word(loader, rows, 1),
            .kind = word(loader, rows, 2),
            .name = word(loader, rows, 3),
            .aliases = word(loader, rows, 4),
            .country = word(loader, rows, 5),
            .sector = word(loader, rows, 6),
            .code = word(loader, rows, 7),
            .is_known = rows_integer(rows, 8) != 0,
            .is_named = rows_integer(rows, 9) != 0,
            .lat = rows_number(rows, 10),
            .lon = rows_number(rows, 11),
            .geonames = word(loader, rows, 12),
            .mentions = (uint32_t)rows_integer(rows, 13),
            .represents = ACROSS_NONE,
        };
        map_put(&loader->entities, key_of(document + 1, across->entities[number].id), number);
    }
    if (!rows_close(rows, loader->error)) return false;
    rows = open_rows(loader, "SELECT document, id, represents FROM entity WHERE represents IS NOT NULL "
                             "ORDER BY document, id");
    if (!rows) return false;
    while (rows_next(rows)) {
        const uint32_t document = document_of(loader, rows_text(rows, 0));
        const uint32_t entity = entity_of(loader, document, rows_text(rows, 1));
        if (entity != ACROSS_NONE)
            across->entities[entity].represents = entity_of(loader, document, rows_text(rows, 2));
    }
    return rows_close(rows, loader->error);
}

static bool load_roles(struct loader *loader) {
    RESERVE(loader, roles, (struct map *)NULL, "role")
    struct across *across = loader->across;
    struct rows *rows = open_rows(loader, "SELECT document, entity, title, organization, in_office FROM role "
                                          "ORDER BY document, entity, position");
    if (!rows) return false;
    while (rows_next(rows) && across->roles_count < roles_limit) {
        const uint32_t entity =
            entity_of(loader, document_of(loader, rows_text(rows, 0)), rows_text(rows, 1));
        if (entity == ACROSS_NONE) continue;
        if (across->entities[entity].role_count++ == 0)
            across->entities[entity].first_role = (uint32_t)across->roles_count;
        across->roles[across->roles_count++] =
            (struct across_role){ word(loader, rows, 2), word(loader, rows, 3), rows_integer(rows, 4) != 0 };
    }
    return rows_close(rows, loader->error);
}

static bool load_events(struct loader *loader) {
    RESERVE(loader, events, &loader->events, "event")
    struct across *across = loader->across;
    struct rows *rows = open_rows(
        loader,
        "SELECT document, position, id, type, mode, act, status, factuality, about, date_from, date_to, "
        "date_precision, date_provenance, place_entity, place_country, place_provenance, trigger_text, "
        "according_to, confidence, mutual, date_text FROM event ORDER BY document, position");
    if (!rows) return false;
    while (rows_next(rows) && across->events_count < events_limit) {
        const uint32_t document = document_of(loader, rows_text(rows, 0));
        if (document == ACROSS_NONE) continue;
        const uint32_t number = (uint32_t)across->events_count++;
        const struct slice date_provenance = rows_text(rows, 12), place_provenance = rows_text(rows, 15);
        across->events[number] = (struct across_event){
            .document = document,
            .position = (uint32_t)rows_integer(rows, 1),
            .id = copied(loader, rows, 2),
            .type = word(loader, rows, 3),
            .mode = word(loader, rows, 4),
            .act = word(loader, rows, 5),
            .status = word(loader, rows, 6),
            .factuality = word(loader, rows, 7),
            .about = copied(loader, rows, 8),
            .date_from = word(loader, rows, 9),
            .date_to = word(loader, rows, 10),
            .precision = word(loader, rows, 11),
            .is_date_stated = date_provenance.length ? slice_equal(date_provenance, SLICE("stated")) ||
                                                           slice_equal(date_provenance, SLICE("sentence"))
                                                     : rows_text(rows, 20).length > 0,
            .place = entity_of(loader, document, rows_text(rows, 13)),
            .place_country = word(loader, rows, 14),
            .is_place_stated = slice_equal(place_provenance, SLICE("stated")) ||
                               slice_equal(place_provenance, SLICE("sentence")),
            .trigger = word(loader, rows, 16),
            .according_to = copied(loader, rows, 17),
            .confidence = rows_number(rows, 18),
            .is_mutual = rows_integer(rows, 19) != 0,
            .happening = ACROSS_NONE,
        };
        map_put(&loader->events, key_of(0, across->events[number].id), number);
    }
    return rows_close(rows, loader->error);
}

static bool load_figures(struct loader *loader) {
    RESERVE(loader, figures, &loader->figures, "figure")
    struct across *across = loader->across;
    across->figures_by_event = ARENA_ARRAY(loader->arena, uint32_t, figures_limit + 1);
    struct rows *rows =
        open_rows(loader, "SELECT document, position, id, measure, low, high, qualifier, counted, "
                          "since, as_of, factuality, according_to, words, place_entity, "
                          "place_country, event FROM figure ORDER BY document, position");
    if (!rows) return false;
    while (rows_next(rows) && across->figures_count < figures_limit) {
        const uint32_t document = document_of(loader, rows_text(rows, 0));
        if (document == ACROSS_NONE) continue;
        const uint32_t number = (uint32_t)across->figures_count++;
        across->figures[number] = (struct across_figure){
            .document = document,
            .position = (uint32_t)rows_integer(rows, 1),
            .id = copied(loader, rows, 2),
            .measure = word(loader, rows, 3),
            .low = rows_number(rows, 4),
            .high = rows_number(rows, 5),
            .qualifier = word(loader, rows, 6),
            .counted = word(loader, rows, 7),
            .since = word(loader, rows, 8),
            .as_of = word(loader, rows, 9),
            .factuality = word(loader, rows, 10),
            .according_to = copied(loader, rows, 11),
            .words = copied(loader, rows, 12),
            .place = entity_of(loader, document, rows_text(rows, 13)),
            .place_country = word(loader, rows, 14),
            .event = map_lookup(&loader->events, key_of(0, rows_text(rows, 15))),
        };
        if (!rows_text(rows, 15).length) across->figures[number].event = ACROSS_NONE;
        map_put(&loader->figures, key_of(0, across->figures[number].id), number);
    }
    // Each event's figures, beside each other.
    for (size_t i = 0; i < across->figures_count; i++)
        if (across->figures[i].event != ACROSS_NONE) across->events[across->figures[i].event].figure_count++;
    uint32_t at = 0;
    for (size_t i = 0; i < across->events_count; i++) {
        across->events[i].first_figure = at;
        at += across->events[i].figure_count;
        across->events[i].figure_count = 0;
    }
    for (size_t i = 0; i < across->figures_count; i++) {
        if (across->figures[i].event == ACROSS_NONE) continue;
        struct across_event *event = &across->events[across->figures[i].event];
        across->figures_by_event[event->first_figure + event->figure_count++] = (uint32_t)i;
    }
    across->figures_by_event_count = at;
    return rows_close(rows, loader->error);
}

static bool load_captives(struct loader *loader) {
    RESERVE(loader, captives, &loader->captives, "captive")
    struct across *across = loader->across;
    struct rows *rows =
        open_rows(loader, "SELECT document, position, id, name, qualifier, counted, nationalities, "
                          "status, since, status_date, place, place_country, according_to, words, "
                          "count, entity, holder FROM captive ORDER BY document, position");
    if (!rows) return false;
    while (rows_next(rows) && across->captives_count < captives_limit) {
        const uint32_t document = document_of(loader, rows_text(rows, 0));
        if (document == ACROSS_NONE) continue;
        const uint32_t number = (uint32_t)across->captives_count++;
        across->captives[number] = (struct across_captive){
            .document = document,
            .position = (uint32_t)rows_integer(rows, 1),
            .id = copied(loader, rows, 2),
            .name = word(loader, rows, 3),
            .qualifier = word(loader, rows, 4),
            .counted = word(loader, rows, 5),
            .nationalities = word(loader, rows, 6),
            .status = word(loader, rows, 7),
            .since = word(loader, rows, 8),
            .status_date = word(loader, rows, 9),
            .place_name = word(loader, rows, 10),
            .place_country = word(loader, rows, 11),
            .according_to = copied(loader, rows, 12),
            .words = copied(loader, rows, 13),
            .count = rows_number(rows, 14),
            .entity = entity_of(loader, document, rows_text(rows, 15)),
            .holder = entity_of(loader, document, rows_text(rows, 16)),
            .captivity = ACROSS_NONE,
        };
        map_put(&loader->captives, key_of(0, across->captives[number].id), number);
    }
    return rows_close(rows, loader->error);
}

static bool load_negotiations(struct loader *loader) {
    RESERVE(loader, negotiations, &loader->negotiations, "negotiation")
    struct across *across = loader->across;
    struct rows *rows =
        open_rows(loader, "SELECT document, position, id, issue, stage, conditions, first_date, "
                          "last_date FROM negotiation ORDER BY document, position");
    if (!rows) return false;
    while (rows_next(rows) && across->negotiations_count < negotiations_limit) {
        const uint32_t document = document_of(loader, rows_text(rows, 0));
        if (document == ACROSS_NONE) continue;
        const uint32_t number = (uint32_t)across->negotiations_count++;
        across->negotiations[number] = (struct across_negotiation){
            .document = document,
            .position = (uint32_t)rows_integer(rows, 1),
            .id = copied(loader, rows, 2),
            .issue = copied(loader, rows, 3),
            .stage = word(loader, rows, 4),
            .conditions = copied(loader, rows, 5),
            .first_date = word(loader, rows, 6),
            .last_date = word(loader, rows, 7),
            .last_event = ACROSS_NONE,
            .talks = ACROSS_NONE,
        };
        map_put(&loader->negotiations, key_of(0, across->negotiations[number].id), number);
    }
    if (!rows_close(rows, loader->error)) return false;
    rows =
        open_rows(loader, "SELECT negotiation, event FROM negotiation_event ORDER BY negotiation, position");
    if (!rows) return false;
    while (rows_next(rows)) {
        const uint32_t negotiation = map_lookup(&loader->negotiations, key_of(0, rows_text(rows, 0)));
        const uint32_t event = map_lookup(&loader->events, key_of(0, rows_text(rows, 1)));
        if (negotiation != ACROSS_NONE && event != ACROSS_NONE)
            across->negotiations[negotiation].last_event = event;
    }
    return rows_close(rows, loader->error);
}

static bool load_parties(struct loader *loader) {
    RESERVE(loader, parties, (struct map *)NULL, "party")
    struct across *across = loader->across;
    struct rows *rows = open_rows(
        loader,
        "SELECT entry, document, role, entity FROM party WHERE role IN ('actor', 'recipient', 'mediator', "
        "'party', 'absent') ORDER BY entry, role, position");
    if (!rows) return false;
    while (rows_next(rows) && across->parties_count < parties_limit) {
        const struct slice entry = rows_text(rows, 0), role = rows_text(rows, 2);
        const uint32_t entity =
            entity_of(loader, document_of(loader, rows_text(rows, 1)), rows_text(rows, 3));
        const uint32_t event = map_lookup(&loader->events, key_of(0, entry));
        const uint32_t negotiation =
            event == ACROSS_NONE ? map_lookup(&loader->negotiations, key_of(0, entry)) : ACROSS_NONE;
        if (entity == ACROSS_NONE || (event == ACROSS_NONE && negotiation == ACROSS_NONE)) continue;
        uint32_t *first = event != ACROSS_NONE ? &across->events[event].first_party
                                               : &across->negotiations[negotiation].first_party;
        uint32_t *count = event != ACROSS_NONE ? &across->events[event].party_count
                                               : &across->negotiations[negotiation].party_count;
        if ((*count)++ == 0) *first = (uint32_t)across->parties_count;
        const enum across_part part =
            slice_equal(role, SLICE("mediator"))                                          ? ACROSS_MEDIATOR
            : slice_equal(role, SLICE("recipient")) || slice_equal(role, SLICE("absent")) ? ACROSS_RECIPIENT
                                                                                          : ACROSS_ACTOR;
        across->parties[across->parties_count++] = (struct across_party){ entity, part };
    }
    return rows_close(rows, loader->error);
}

static bool load_disagreements(struct loader *loader) {
    RESERVE(loader, disagreements, (struct map *)NULL, "disagreement")
    RESERVE(loader, told_sides, (struct map *)NULL, "disagreement_side")
    struct across *across = loader->across;
    struct rows *rows =
        open_rows(loader, "SELECT d.document, d.id, d.kind, s.entry, s.says, s.words "
                          "FROM disagreement d JOIN disagreement_side s ON s.disagreement = d.id "
                          "ORDER BY d.document, d.position, d.id, s.position");
    if (!rows) return false;
    while (rows_next(rows) && across->told_sides_count < told_sides_limit) {
        const uint32_t document = document_of(loader, rows_text(rows, 0));
        if (document == ACROSS_NONE) continue;
        struct across_disagreement *last =
            across->disagreements_count ? &across->disagreements[across->disagreements_count - 1] : NULL;
        if (!last || !slice_equal(last->id, rows_text(rows, 1))) {
            if (across->disagreements_count == disagreements_limit) break;
            last = &across->disagreements[across->disagreements_count++];
            *last = (struct across_disagreement){ .document = document,
                                                  .id = copied(loader, rows, 1),
                                                  .kind = word(loader, rows, 2),
                                                  .first_side = (uint32_t)across->told_sides_count };
        }
        across->told_sides[across->told_sides_count++] =
            (struct across_told_side){ copied(loader, rows, 3), copied(loader, rows, 4),
                                       copied(loader, rows, 5) };
        last->side_count++;
    }
    return rows_close(rows, loader->error);
}

// The decisions of people that have a say in joining. What stands in an amendment is the entry's id; when
// coding anew gave it another, the entry at the same words of the same text: see amend.c.
static bool load_rulings(struct loader *loader) {
    RESERVE(loader, rulings, (struct map *)NULL, "amendment")
    struct across *across = loader->across;
    struct rows *rows =
        open_rows(loader, "SELECT decision, kind, entry, other FROM amendment ORDER BY number");
    if (!rows) return false;
    while (rows_next(rows) && across->rulings_count < rulings_limit) {
        const struct slice decision = rows_text(rows, 0), kind = rows_text(rows, 1);
        struct across_ruling ruling = { .decision = slice_equal(decision, SLICE("join"))    ? ACROSS_JOIN
                                                    : slice_equal(decision, SLICE("split")) ? ACROSS_SPLIT
                                                                                            : ACROSS_REJECT };
        if (slice_equal(decision, SLICE("correct"))) continue; // of the record, not of joining
        static const char *const kinds[] = { "event", "entity", "figure", "captive", "negotiation" };
        size_t found = 0;
        while (found < 5 && !slice_equal(kind, slice_of(kinds[found]))) found++;
        if (found == 5) continue;
        ruling.kind = (enum across_kind)found;
        const struct map *maps[] = { &loader->events, NULL, &loader->figures, &loader->captives,
                                     &loader->negotiations };
        uint32_t ends[2];
        for (size_t i = 0; i < 2; i++) {
            const struct slice id = rows_text(rows, 2 + i);
            if (ruling.kind == ACROSS_ENTITY) { // DOCUMENT:ID
                const size_t colon = slice_find(id, SLICE(":"), 0);
                ends[i] = colon == SIZE_MAX ? ACROSS_NONE
                                            : entity_of(loader, document_of(loader, slice_part(id, 0, colon)),
                                                        slice_part(id, colon + 1, id.length));
            } else {
                ends[i] = id.length ? map_lookup(maps[found], key_of(0, id)) : ACROSS_NONE;
            }
        }
        ruling.a = ends[0];
        ruling.b = ends[1];
        if (ruling.a == ACROSS_NONE || (ruling.decision != ACROSS_REJECT && ruling.b == ACROSS_NONE))
            continue;
        across->rulings[across->rulings_count++] = ruling;
    }
    return rows_close(rows, loader->error);
}

static bool load(struct loader *loader) {
    return load_documents(loader) && load_entities(loader) && load_roles(loader) && load_events(loader) &&
           load_figures(loader) && load_captives(loader) && load_negotiations(loader) &&
           load_parties(loader) && load_disagreements(loader) && load_rulings(loader);
}

// --- writing

struct saver {
    struct database *database;
    const struct across *across;
    struct error *error;
};

static bool save(struct saver *saver, const char *sql, const struct value *values, size_t count) {
    return database_do(saver->database, sql, values, count, NULL, saver->error);
}
#define SAVE(saver, sql, ...)                                                                                \
    save(saver, sql, (const struct value[]){ __VA_ARGS__ },                                                  \
         sizeof((const struct value[]){ __VA_ARGS__ }) / sizeof(struct value))
#define TEXT(text) value_text(text)
#define SOME(text) value_some(text)
#define INTEGER(number) value_integer((int64_t)(number))
#define NUMBER(number) value_number(number)
#define NOTHING ((struct value){ 0 })

static bool save_origins(struct saver *saver) {
    const struct across *across = saver->across;
    for (size_t i = 0; i < across->documents_count; i++) {
        const struct across_document *document = &across->documents[i];
        if (!SAVE(saver, "INSERT INTO origin (document, origin, similarity) VALUES ($1, $2, $3)",
                  TEXT(document->id), TEXT(across->documents[document->origin].id),
                  document->origin == i ? NOTHING : NUMBER(document->similarity)))
            return false;
    }
    return true;
}

static bool save_actors(struct saver *saver) {
    const struct across *across = saver->across;
    for (size_t i = 0; i < across->actors_count; i++) {
        const struct across_actor *actor = &across->actors[i];
        if (!SAVE(saver,
                  "INSERT INTO actor (id, kind, name, country, sector, code, known, principal, offices, lat, "
                  "lon, "
                  "geonames, documents, mentions, first_published, last_published) VALUES ($1, $2, $3, $4, "
                  "$5, $6, "
                  "$7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
                  TEXT(actor->id), TEXT(actor->kind), TEXT(actor->name), SOME(actor->country),
                  SOME(actor->sector), SOME(actor->code), INTEGER(actor->is_known),
                  TEXT(across->actors[actor->principal].id), SOME(actor->offices), NUMBER(actor->lat),
                  NUMBER(actor->lon), SOME(actor->geonames), INTEGER(actor->documents),
                  INTEGER(actor->mentions), SOME(actor->first_published), SOME(actor->last_published)))
            return false;
    }
    for (size_t i = 0; i < across->aliases_count; i++) {
        const struct across_alias *alias = &across->aliases[i];
        if (!SAVE(saver,
                  "INSERT INTO alias (number, actor, name, folded, documents) VALUES ($1, $2, $3, $4, $5)",
                  INTEGER(i + 1), TEXT(across->actors[alias->actor].id), TEXT(alias->name),
                  TEXT(alias->folded), INTEGER(alias->documents)))
            return false;
    }
    for (size_t i = 0; i < across->entities_count; i++) {
        const struct across_entity *entity = &across->entities[i];
        if (!SAVE(saver, "INSERT INTO member (document, entity, actor, why) VALUES ($1, $2, $3, $4)",
                  TEXT(across->documents[entity->document].id), TEXT(entity->id),
                  TEXT(across->actors[entity->actor].id), TEXT(slice_of(entity->why))))
            return false;
    }
    return true;
}

static const char *const part_names[ACROSS_PARTS] = { "actor", "recipient", "mediator" };

// "Ilan Dorva; Velmora"
static struct slice actor_names(const struct across *across, const struct across_happening_party *parties,
                                size_t count, enum across_part part, struct arena *arena) {
    struct slice text = { "", 0 };
    for (size_t i = 0; i < count; i++) {
        if (parties[i].part != part) continue;
        const struct slice name = across->actors[parties[i].actor].name;
        text = text.length
                   ? arena_format(arena, SLICE_FORMAT "; " SLICE_FORMAT, SLICE_ARG(text), SLICE_ARG(name))
                   : name;
    }
    return text;
}

static bool save_happenings(struct saver *saver, struct arena *scratch) {
    const struct across *across = saver->across;
    for (size_t i = 0; i < across->happenings_count; i++) {
        arena_reset(scratch);
        const struct across_happening *happening = &across->happenings[i];
        const struct across_happening_party *parties = &across->happening_parties[happening->first_party];
        const struct across_entity *place =
            happening->place == ACROSS_NONE ? NULL : &across->entities[happening->place];
        const struct across_actor *place_actor = place ? &across->actors[place->actor] : NULL;
        const struct across_event *lead = &across->events[happening->lead];
        if (!SAVE(saver,
                  "INSERT INTO happening (id, lead, type, mode, contexts, act, status, cameo, goldstein, "
                  "mutual, "
                  "actors, recipients, mediators, about, date_from, date_to, date_precision, place, "
                  "place_entity, "
                  "place_country, lat, lon, geonames, factuality, according_to, confidence, reports, "
                  "documents, "
                  "outlets, origins, first_published, last_published) SELECT $1, e.id, e.type, e.mode, "
                  "e.contexts, "
                  "e.act, e.status, e.cameo, e.goldstein, e.mutual, $3, $4, $5, e.about, $6, $7, $8, $9, "
                  "$10, $11, "
                  "$12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23 FROM event e WHERE e.id = $2",
                  TEXT(happening->id), TEXT(lead->id),
                  SOME(actor_names(across, parties, happening->party_count, ACROSS_ACTOR, scratch)),
                  SOME(actor_names(across, parties, happening->party_count, ACROSS_RECIPIENT, scratch)),
                  SOME(actor_names(across, parties, happening->party_count, ACROSS_MEDIATOR, scratch)),
                  SOME(happening->date_from), SOME(happening->date_to), SOME(happening->precision),
                  place ? TEXT(place_actor->name) : NOTHING, place ? TEXT(place_actor->id) : NOTHING,
                  place ? SOME(place_actor->country) : SOME(lead->place_country),
                  place ? NUMBER(place_actor->lat) : NOTHING, place ? NUMBER(place_actor->lon) : NOTHING,
                  place ? SOME(place_actor->geonames) : NOTHING, TEXT(happening->factuality),
                  SOME(happening->according_to), NUMBER(lead->confidence), INTEGER(happening->event_count),
                  INTEGER(happening->documents), INTEGER(happening->outlets), INTEGER(happening->origins),
                  SOME(happening->first_published), SOME(happening->last_published)))
            return false;
        for (uint32_t j = 0, position[ACROSS_PARTS] = { 0 }; j < happening->party_count; j++)
            if (!SAVE(saver,
                      "INSERT INTO happening_party (happening, role, position, actor, reports) "
                      "VALUES ($1, $2, $3, $4, $5)",
                      TEXT(happening->id), TEXT(slice_of(part_names[parties[j].part])),
                      INTEGER(position[parties[j].part]++), TEXT(across->actors[parties[j].actor].id),
                      INTEGER(parties[j].reports)))
                return false;
        for (uint32_t j = 0; j < happening->event_count; j++) {
            const struct across_event *event =
                &across->events[across->happening_events[happening->first_event + j]];
            if (!SAVE(saver, "INSERT INTO report (event, happening, why) VALUES ($1, $2, $3)",
                      TEXT(event->id), TEXT(happening->id), TEXT(slice_of(event->why))))
                return false;
        }
    }
    for (size_t i = 0; i < across->links_count; i++) {
        const struct across_link *link = &across->links[i];
        if (!SAVE(saver, "INSERT INTO maybe_same (a, b, why) VALUES ($1, $2, $3)",
                  TEXT(across->happenings[link->a].id), TEXT(across->happenings[link->b].id),
                  TEXT(slice_of(link->why))))
            return false;
    }
    return true;
}

static bool save_captivities(struct saver *saver) {
    const struct across *across = saver->across;
    for (size_t i = 0; i < across->captivities_count; i++) {
        const struct across_captivity *captivity = &across->captivities[i];
        const struct across_actor *holder =
            captivity->holder == ACROSS_NONE ? NULL : &across->actors[captivity->holder];
        if (!SAVE(saver,
                  "INSERT INTO captivity (id, name, actor, low, high, counted, nationalities, holder, "
                  "holder_name, "
                  "place, place_country, status, status_date, since, conflicting, accounts, documents, "
                  "origins, "
                  "part_of, first_published, last_published) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
                  "$10, $11, "
                  "$12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
                  TEXT(captivity->id), SOME(captivity->name),
                  captivity->actor == ACROSS_NONE ? NOTHING : TEXT(across->actors[captivity->actor].id),
                  NUMBER(captivity->low), NUMBER(captivity->high), SOME(captivity->counted),
                  SOME(captivity->nationalities), holder ? TEXT(holder->id) : NOTHING,
                  holder ? TEXT(holder->name) : NOTHING, SOME(captivity->place),
                  SOME(captivity->place_country), TEXT(captivity->status), SOME(captivity->status_date),
                  SOME(captivity->since), INTEGER(captivity->is_conflicting), INTEGER(captivity->accounts),
                  INTEGER(captivity->documents), INTEGER(captivity->origins),
                  captivity->part_of == ACROSS_NONE ? NOTHING
                                                    : TEXT(across->captivities[captivity->part_of].id),
                  SOME(captivity->first_published), SOME(captivity->last_published)))
            return false;
    }
    for (size_t i = 0; i < across->captives_count; i++) {
        const struct across_captive *captive = &across->captives[i];
        if (captive->captivity == ACROSS_NONE) continue; // rejected
        if (!SAVE(saver, "INSERT INTO captivity_account (captive, captivity, why) VALUES ($1, $2, $3)",
                  TEXT(captive->id), TEXT(across->captivities[captive->captivity].id),
                  TEXT(slice_of(captive->why))))
            return false;
    }
    return true;
}

static bool save_talks(struct saver *saver, struct arena *scratch) {
    const struct across *across = saver->across;
    for (size_t i = 0; i < across->talks_count; i++) {
        arena_reset(scratch);
        const struct across_talks *talks = &across->talks[i];
        const struct across_happening_party *parties = &across->talks_parties[talks->first_party];
        if (!SAVE(saver,
                  "INSERT INTO talks (id, parties, mediators, not_taking_part, issue, conditions, stage, "
                  "stage_date, "
                  "moved_by, first_date, last_date, documents, origins, first_published, last_published) "
                  "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
                  TEXT(talks->id),
                  SOME(actor_names(across, parties, talks->party_count, ACROSS_ACTOR, scratch)),
                  SOME(actor_names(across, parties, talks->party_count, ACROSS_MEDIATOR, scratch)),
                  SOME(actor_names(across, parties, talks->party_count, ACROSS_RECIPIENT, scratch)),
                  SOME(talks->issue), SOME(talks->conditions), TEXT(talks->stage), SOME(talks->stage_date),
                  talks->moved_by == ACROSS_NONE ? NOTHING : TEXT(across->events[talks->moved_by].id),
                  SOME(talks->first_date), SOME(talks->last_date), INTEGER(talks->documents),
                  INTEGER(talks->origins), SOME(talks->first_published), SOME(talks->last_published)))
            return false;
        for (uint32_t j = 0, position[ACROSS_PARTS] = { 0 }; j < talks->party_count; j++) {
            static const char *const roles[ACROSS_PARTS] = { "party", "absent", "mediator" };
            if (!SAVE(saver, "INSERT INTO talks_party (talks, role, position, actor) VALUES ($1, $2, $3, $4)",
                      TEXT(talks->id), TEXT(slice_of(roles[parties[j].part])),
                      INTEGER(position[parties[j].part]++), TEXT(across->actors[parties[j].actor].id)))
                return false;
        }
        for (uint32_t j = 0; j < talks->step_count; j++) {
            const struct across_negotiation *step =
                &across->negotiations[across->steps[talks->first_step + j].negotiation];
            if (!SAVE(saver,
                      "INSERT INTO talks_step (talks, position, negotiation, stage, date, event, document) "
                      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
                      TEXT(talks->id), INTEGER(j), TEXT(step->id), TEXT(step->stage), SOME(step->last_date),
                      step->last_event == ACROSS_NONE ? NOTHING : TEXT(across->events[step->last_event].id),
                      TEXT(across->documents[step->document].id)))
                return false;
        }
    }
    return true;
}

// "at-least 9 (Karsian Interior Ministry, Harbour Post) | 12 (Velmoran embassy)": each value once, its first
// teller.
static struct slice told_in_a_line(const struct across *across, const struct across_conflict *conflict,
                                   struct arena *arena) {
    struct slice text = { "", 0 };
    for (uint32_t i = 0; i < conflict->side_count; i++) {
        const struct across_side *side = &across->sides[conflict->first_side + i];
        bool is_told = false;
        for (uint32_t j = 0; j < i && !is_told; j++)
            is_told = slice_equal(across->sides[conflict->first_side + j].value, side->value);
        if (is_told) continue;
        const struct slice outlet = across->documents[side->document].outlet;
        const bool both = side->says.length && outlet.length;
        const struct slice who = arena_format(arena, SLICE_FORMAT "%s" SLICE_FORMAT, SLICE_ARG(side->says),
                                              both ? ", " : "", SLICE_ARG(outlet));
        text = arena_format(arena, SLICE_FORMAT "%s" SLICE_FORMAT "%s" SLICE_FORMAT "%s", SLICE_ARG(text),
                            text.length ? " | " : "", SLICE_ARG(side->value), who.length ? " (" : "",
                            SLICE_ARG(who), who.length ? ")" : "");
    }
    return text;
}

static bool save_conflicts(struct saver *saver, struct arena *scratch) {
    const struct across *across = saver->across;
    for (size_t i = 0; i < across->conflicts_count; i++) {
        arena_reset(scratch);
        const struct across_conflict *conflict = &across->conflicts[i];
        if (!SAVE(saver,
                  "INSERT INTO conflict (id, kind, subject, about, place, place_country, date, sides, "
                  "documents, "
                  "first_published, last_published, resolved, told) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, "
                  "$9, $10, "
                  "$11, $12, $13)",
                  TEXT(conflict->id), TEXT(conflict->kind), TEXT(conflict->subject), SOME(conflict->about),
                  SOME(conflict->place), SOME(conflict->place_country), SOME(conflict->date),
                  INTEGER(conflict->side_count), INTEGER(conflict->documents),
                  SOME(conflict->first_published), SOME(conflict->last_published), SOME(conflict->resolved),
                  TEXT(told_in_a_line(across, conflict, scratch))))
            return false;
        for (uint32_t j = 0; j < conflict->side_count; j++) {
            const struct across_side *side = &across->sides[conflict->first_side + j];
            const struct across_document *document = &across->documents[side->document];
            if (!SAVE(saver,
                      "INSERT INTO conflict_side (conflict, position, value, entry, document, says, outlet, "
                      "published, "
                      "words) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                      TEXT(conflict->id), INTEGER(j), TEXT(side->value), TEXT(side->entry),
                      TEXT(document->id), SOME(side->says), SOME(document->outlet), SOME(document->published),
                      SOME(side->words)))
                return false;
        }
    }
    return true;
}

// Those that others refer to come last.
static const char *const joined_tables[] = {
    "conflict_side",     "conflict",  "talks_step", "talks_party", "talks",
    "captivity_account", "captivity", "maybe_same", "report",      "happening_party",
    "happening",         "member",    "alias",      "actor",       "origin",
};

static bool clear(struct store *store, struct error *error) {
    for (size_t i = 0; i < sizeof joined_tables / sizeof *joined_tables; i++) {
        char sql[64];
        snprintf(sql, sizeof sql, "DELETE FROM %s", joined_tables[i]);
        if (!database_do(store->database, sql, NULL, 0, NULL, error)) return false;
    }
    return true;
}

static bool save_all(struct store *store, const struct across *across, struct error *error) {
    struct saver saver = { store->database, across, error };
    struct arena *scratch = arena_new();
    const bool ok = clear(store, error) && save_origins(&saver) && save_actors(&saver) &&
                    save_happenings(&saver, scratch) && save_captivities(&saver) &&
                    save_talks(&saver, scratch) && save_conflicts(&saver, scratch);
    arena_free(scratch);
    return ok;
}

static bool index_names(struct store *store, struct error *error) {
    return database_kind_of(store->database) != DATABASE_SQLITE ||
           database_do(store->database, "INSERT INTO alias_search (alias_search) VALUES ('rebuild')", NULL, 0,
                       NULL, error);
}

static bool join_with(struct store *store, struct store_joined *joined, struct error *error) {
    struct arena *arena = arena_new();
    struct across across = { 0 };
    struct loader loader = {
        .store = store, .arena = arena, .words = intern_new(arena), .across = &across, .error = error
    };
    bool ok = load(&loader);
    if (ok) {
        across_join(&across, arena);
        ok = save_all(store, &across, error) && amend_correct(store, error);
        if (joined)
            *joined = (struct store_joined){ across.documents_count,   0,
                                             across.events_count,      across.happenings_count,
                                             across.entities_count,    across.actors_count,
                                             across.captivities_count, across.talks_count,
                                             across.conflicts_count };
        for (size_t i = 0; ok && joined && i < across.documents_count; i++)
            joined->origins += across.documents[i].origin == i;
    }
    arena_free(arena);
    return ok;
}

// By which pseudonyms are made, once for each store: see mask.h.
static bool make_key(struct store *store, struct error *error) {
    uint8_t bytes[DIGEST_BYTES];
    char hex[2 * 16 + 1];
    if (getentropy(bytes, sizeof bytes) != 0)
        return error_at(error, ERROR_SYSTEM, (struct place_in_file){ .file = store->where },
                        "no random bytes are to be had");
    digest_hex(bytes, 16, hex);
    const struct value value = value_text(slice_of(hex));
    return database_do(store->database,
                       "INSERT INTO meta (name, value) VALUES ('mask_key', $1) ON CONFLICT (name) DO NOTHING",
                       &value, 1, NULL, error);
}

bool store_join(struct store *store, struct store_joined *joined, struct error *error) {
    if (!database_begin(store->database, error)) return false;
    if (make_key(store, error) && amend_find_again(store, error) && join_with(store, joined, error) &&
        index_names(store, error) &&
        database_do(store->database,
                    "UPDATE meta SET value = (SELECT m.value FROM meta m WHERE m.name = 'changes') "
                    "WHERE name = 'joined'",
                    NULL, 0, NULL, error) &&
        database_commit(store->database, error))
        return true;
    database_rollback(store->database);
    return false;
}

// --- as of a day

// "CREATE VIEW" as "CREATE TEMPORARY VIEW": they see the temporary tables.
static bool temporary_views(struct store *store, struct arena *arena, struct error *error) {
    struct slice rest = slice_of(store_views_sql), script = { "", 0 };
    static const char create[] = "CREATE VIEW";
    for (;;) {
        const size_t at = slice_find(rest, slice_of(create), 0);
        script = arena_join(arena, script, slice_part(rest, 0, at));
        if (at == SIZE_MAX) break;
        script = arena_join(arena, script, SLICE("CREATE TEMPORARY VIEW"));
        rest = slice_part(rest, at + strlen(create), rest.length);
    }
    return database_run(store->database, arena_string(arena, script), error);
}

// Tables that hold what documents say, and which of their rows are of documents that are there.
static const struct {
    const char *table, *which;
} told_tables[] = {
    { "appearance", "document IN (SELECT id FROM document)" },
    { "entity", "document IN (SELECT id FROM document)" },
    { "role", "document IN (SELECT id FROM document)" },
    { "event", "document IN (SELECT id FROM document)" },
    { "statement", "document IN (SELECT id FROM document)" },
    { "figure", "document IN (SELECT id FROM document)" },
    { "captive", "document IN (SELECT id FROM document)" },
    { "negotiation", "document IN (SELECT id FROM document)" },
    { "negotiation_event", "negotiation IN (SELECT id FROM negotiation)" },
    { "disagreement", "document IN (SELECT id FROM document)" },
    { "disagreement_side", "disagreement IN (SELECT id FROM disagreement)" },
    { "party", "document IN (SELECT id FROM document)" },
};
// By which the joined tables are looked up.
static const char joined_indexes[] = "CREATE INDEX report_event_then ON report (event);"
                                     "CREATE INDEX report_happening_then ON report (happening);"
                                     "CREATE INDEX happening_id_then ON happening (id);"
                                     "CREATE INDEX party_happening_then ON happening_party (happening);"
                                     "CREATE INDEX actor_id_then ON actor (id);"
                                     "CREATE INDEX member_entity_then ON member (document, entity);"
                                     "CREATE INDEX member_actor_then ON member (actor);"
                                     "CREATE INDEX account_then ON captivity_account (captivity);"
                                     "CREATE INDEX side_then ON conflict_side (conflict);";

static bool is_day(struct slice day) {
    if (day.length != 10) return false;
    for (size_t i = 0; i < 10; i++)
        if (i == 4 || i == 7 ? day.start[i] != '-' : day.start[i] < '0' || day.start[i] > '9') return false;
    return true;
}

static bool shadow(struct store *store, struct slice day, struct arena *arena, struct error *error) {
    struct database *database = store->database;
    if (!database_run(
            database,
            arena_string(arena,
                         arena_format(arena,
                                      "CREATE TEMPORARY VIEW document AS SELECT * FROM {main}.document "
                                      "WHERE substr(published, 1, 10) <= '" SLICE_FORMAT "'",
                                      SLICE_ARG(day))),
            error))
        return false;
    for (size_t i = 0; i < sizeof told_tables / sizeof *told_tables; i++)
        if (!database_run(
                database,
                arena_string(
                    arena, arena_format(arena, "CREATE TEMPORARY VIEW %s AS SELECT * FROM {main}.%s WHERE %s",
                                        told_tables[i].table, told_tables[i].table, told_tables[i].which)),
                error))
            return false;
    for (size_t i = 0; i < sizeof joined_tables / sizeof *joined_tables; i++)
        if (!database_run(
                database,
                arena_string(arena,
                             arena_format(arena,
                                          "CREATE TEMPORARY TABLE %s AS SELECT * FROM {main}.%s WHERE 1 = 0",
                                          joined_tables[i], joined_tables[i])),
                error))
            return false;
    return temporary_views(store, arena, error) && database_run(database, joined_indexes, error) &&
           join_with(store, NULL, error);
}

bool store_as_of(struct store *store, struct slice day, struct error *error) {
    if (!is_day(day))
        return error_at(error, ERROR_INPUT, (struct place_in_file){ 0 },
                        "expected a date like 2023-10-30, found \"" SLICE_FORMAT "\"", SLICE_ARG(day));
    // A reader's connection to PostgreSQL may not even make what is temporary.
    const bool is_server = database_kind_of(store->database) == DATABASE_POSTGRES;
    if (is_server && !database_run(store->database, "SET default_transaction_read_only = off", error))
        return false;
    struct arena *arena = arena_new();
    store->is_temporary = true;
    const bool ok = shadow(store, day, arena, error);
    arena_free(arena);
    return ok &&
           (!is_server || database_run(store->database, "SET default_transaction_read_only = on", error));
}
