// amend.c - decisions of people: which entry they mean, and putting corrections in.
#include "store/amend.h"

#include "store/parts.h"

#include <stdio.h>

// Kinds of entries: how one is found by its id (document, first and last byte, words), and by its words when
// it was coded anew.
static const struct kind {
    const char *name, *found, *again;
} kinds[] = {
    { "event", "SELECT document, trigger_start, trigger_end, trigger_text FROM event WHERE id = $1",
      "UPDATE amendment SET %s = (SELECT e.id FROM event e WHERE e.document = amendment.%s AND "
      "e.trigger_start < "
      "amendment.%s AND e.trigger_end > amendment.%s ORDER BY e.position LIMIT 1) WHERE kind = 'event' AND "
      "NOT EXISTS "
      "(SELECT 1 FROM event x WHERE x.id = amendment.%s) AND EXISTS (SELECT 1 FROM event e WHERE e.document "
      "= "
      "amendment.%s AND e.trigger_start < amendment.%s AND e.trigger_end > amendment.%s)" },
    { "figure", "SELECT document, words_start, words_end, words FROM figure WHERE id = $1",
      "UPDATE amendment SET %s = (SELECT e.id FROM figure e WHERE e.document = amendment.%s AND "
      "e.words_start < "
      "amendment.%s AND e.words_end > amendment.%s ORDER BY e.position LIMIT 1) WHERE kind = 'figure' AND "
      "NOT EXISTS "
      "(SELECT 1 FROM figure x WHERE x.id = amendment.%s) AND EXISTS (SELECT 1 FROM figure e WHERE "
      "e.document = "
      "amendment.%s AND e.words_start < amendment.%s AND e.words_end > amendment.%s)" },
    { "captive", "SELECT document, words_start, words_end, words FROM captive WHERE id = $1",
      "UPDATE amendment SET %s = (SELECT e.id FROM captive e WHERE e.document = amendment.%s AND "
      "e.words_start < "
      "amendment.%s AND e.words_end > amendment.%s ORDER BY e.position LIMIT 1) WHERE kind = 'captive' AND "
      "NOT EXISTS "
      "(SELECT 1 FROM captive x WHERE x.id = amendment.%s) AND EXISTS (SELECT 1 FROM captive e WHERE "
      "e.document = "
      "amendment.%s AND e.words_start < amendment.%s AND e.words_end > amendment.%s)" },
    { "statement", "SELECT document, content_start, content_end, content FROM statement WHERE id = $1",
      "UPDATE amendment SET %s = (SELECT e.id FROM statement e WHERE e.document = amendment.%s AND "
      "e.content_start < "
      "amendment.%s AND e.content_end > amendment.%s ORDER BY e.position LIMIT 1) WHERE kind = 'statement' "
      "AND NOT "
      "EXISTS (SELECT 1 FROM statement x WHERE x.id = amendment.%s) AND EXISTS (SELECT 1 FROM statement e "
      "WHERE "
      "e.document = amendment.%s AND e.content_start < amendment.%s AND e.content_end > amendment.%s)" },
    { "negotiation", "SELECT document, NULL, NULL, stage FROM negotiation WHERE id = $1", NULL },
};

// Fields that may be corrected, of which kind, and what of joining holds them.
static const struct {
    const char *kind, *field, *sql;
} fields[] = {
#define HAPPENING(field)                                                                                     \
    {                                                                                                        \
        "event", #field,                                                                                     \
            "UPDATE happening SET " #field " = $2 WHERE id = (SELECT r.happening FROM report r WHERE "       \
            "r.event = $1)"                                                                                  \
    }
    HAPPENING(type),       HAPPENING(mode),  HAPPENING(date_from), HAPPENING(date_to),
    HAPPENING(factuality), HAPPENING(place), HAPPENING(about),     HAPPENING(place_country),
#define CAPTIVE(field)                                                                                       \
    {                                                                                                        \
        "captive", #field,                                                                                   \
            "UPDATE captivity SET " #field " = $2 WHERE id = (SELECT k.captivity FROM "                      \
            "captivity_account k WHERE k.captive = $1)"                                                      \
    }
    CAPTIVE(name),         CAPTIVE(status),  CAPTIVE(status_date), CAPTIVE(since),
    CAPTIVE(counted),
#define ACTOR(field)                                                                                         \
    {                                                                                                        \
        "entity", #field,                                                                                    \
            "UPDATE actor SET " #field " = $2 WHERE id = (SELECT m.actor FROM member m WHERE "               \
            "m.document || ':' || m.entity = $1)"                                                            \
    }
    ACTOR(name),           ACTOR(country),   ACTOR(kind),          ACTOR(offices),
#define TALKS(field)                                                                                         \
    {                                                                                                        \
        "negotiation", #field,                                                                               \
            "UPDATE talks SET " #field " = $2 WHERE id = (SELECT s.talks FROM talks_step s "                 \
            "WHERE s.negotiation = $1)"                                                                      \
    }
    TALKS(stage),          TALKS(issue),
};

struct found { // an entry as it is kept in a decision
    const char *kind;
    struct slice id, document, words;
    struct value start, end;
};

static bool find(struct store *store, const char *id, struct arena *arena, struct found *found,
                 struct error *error) {
    const struct value value = value_text(slice_of(id));
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct rows *rows = database_query(store->database, kinds[i].found, &value, 1, error);
        if (!rows) return false;
        const bool is_there = rows_next(rows);
        if (is_there) {
            *found = (struct found){ kinds[i].name,
                                     slice_of(id),
                                     arena_copy(arena, rows_text(rows, 0)),
                                     arena_copy(arena, rows_text(rows, 3)),
                                     rows_value(rows, 1),
                                     rows_value(rows, 2) };
            if (found->start.kind != VALUE_INTEGER) found->start = found->end = (struct value){ 0 };
        }
        if (!rows_close(rows, error)) return false;
        if (is_there) return true;
    }
    // An actor stands for the entity that was first joined into it; an entity is DOCUMENT:ID.
    struct rows *rows = database_query(
        store->database,
        "SELECT m.document, m.entity, e.name FROM member m JOIN entity e ON e.document = m.document AND e.id "
        "= m.entity "
        "JOIN document d ON d.id = m.document WHERE m.actor = $1 OR m.document || ':' || m.entity = $1 "
        "ORDER BY d.published IS NULL, COALESCE(d.published, ''), d.id, m.entity LIMIT 1",
        &value, 1, error);
    if (!rows) return false;
    const bool is_there = rows_next(rows);
    if (is_there)
        *found =
            (struct found){ .kind = "entity",
                            .id = arena_format(arena, SLICE_FORMAT ":" SLICE_FORMAT,
                                               SLICE_ARG(rows_text(rows, 0)), SLICE_ARG(rows_text(rows, 1))),
                            .document = arena_copy(arena, rows_text(rows, 0)),
                            .words = arena_copy(arena, rows_text(rows, 2)) };
    if (!rows_close(rows, error)) return false;
    return is_there || error_at(error, ERROR_INPUT, (struct place_in_file){ .file = store->where },
                                "there is no entry \"%s\" that could be amended", id);
}

static const char *correction(const char *kind, const char *field) {
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(fields[i].kind, kind) == 0 && strcmp(fields[i].field, field) == 0) return fields[i].sql;
    return NULL;
}

static struct value text_or_null(const char *text) {
    return value_some(slice_of(text ? text : ""));
}

static bool keep(struct store *store, const struct amendment *amendment, const struct found *a,
                 const struct found *b, int64_t *number, struct error *error) {
    if (!database_integer(store->database, "SELECT COALESCE(max(number), 0) + 1 FROM amendment", NULL, 0,
                          number, error))
        return false;
    const struct value values[] = {
        value_integer(*number),
        value_text(slice_of(amendment->decision)),
        value_text(slice_of(a->kind)),
        value_text(a->id),
        value_some(b->id),
        text_or_null(amendment->field),
        text_or_null(amendment->value),
        value_some(a->document),
        a->start,
        a->end,
        value_some(a->words),
        value_some(b->document),
        b->start,
        b->end,
        value_some(b->words),
        text_or_null(amendment->note),
        text_or_null(amendment->author),
        value_text(slice_of(amendment->made)),
    };
    return database_do(
               store->database,
               "INSERT INTO amendment (number, decision, kind, entry, other, field, value, document, "
               "words_start, words_end, words, other_document, other_start, other_end, other_words, note, "
               "author, made) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, "
               "$17, $18)",
               values, sizeof values / sizeof *values, NULL, error) &&
           database_do(
               store->database,
               "UPDATE meta SET value = CAST(CAST(value AS {integer}) + 1 AS TEXT) WHERE name = 'changes'",
               NULL, 0, NULL, error);
}

bool store_amend(struct store *store, const struct amendment *amendment, int64_t *number,
                 struct error *error) {
    struct arena *arena = arena_new();
    struct found a = { 0 }, b = { 0 };
    const struct place_in_file here = { .file = store->where };
    const bool is_pair =
        strcmp(amendment->decision, "join") == 0 || strcmp(amendment->decision, "split") == 0;
    bool ok = find(store, amendment->entry, arena, &a, error) &&
              (!is_pair || find(store, amendment->other, arena, &b, error));
    if (ok && is_pair && strcmp(a.kind, b.kind) != 0)
        ok = error_at(error, ERROR_INPUT, here, "an entry of kind %s and one of kind %s are never one",
                      a.kind, b.kind);
    if (ok && strcmp(amendment->decision, "correct") == 0 && !correction(a.kind, amendment->field))
        ok = error_at(error, ERROR_INPUT, here, "of an entry of kind %s there is no field \"%s\" to correct",
                      a.kind, amendment->field);
    ok = ok && database_begin(store->database, error);
    if (ok && !(keep(store, amendment, &a, &b, number, error) && database_commit(store->database, error))) {
        database_rollback(store->database);
        ok = false;
    }
    arena_free(arena);
    return ok;
}

bool store_amend_undo(struct store *store, int64_t number, struct error *error) {
    const struct value value = value_integer(number);
    int64_t removed = 0;
    if (!database_begin(store->database, error)) return false;
    if (database_do(store->database, "DELETE FROM amendment WHERE number = $1", &value, 1, &removed, error) &&
        (removed || error_at(error, ERROR_INPUT, (struct place_in_file){ .file = store->where },
                             "there is no decision %lld", (long long)number)) &&
        database_do(
            store->database,
            "UPDATE meta SET value = CAST(CAST(value AS {integer}) + 1 AS TEXT) WHERE name = 'changes'", NULL,
            0, NULL, error) &&
        database_commit(store->database, error))
        return true;
    database_rollback(store->database);
    return false;
}

bool amend_find_again(struct store *store, struct error *error) {
    static const struct {
        const char *entry, *document, *start, *end;
    } ends[] = { { "entry", "document", "words_start", "words_end" },
                 { "other", "other_document", "other_start", "other_end" } };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (size_t j = 0; j < 2 && kinds[i].again; j++) {
            char sql[2048];
            snprintf(sql, sizeof sql, kinds[i].again, ends[j].entry, ends[j].document, ends[j].end,
                     ends[j].start, ends[j].entry, ends[j].document, ends[j].end, ends[j].start);
            if (!database_do(store->database, sql, NULL, 0, NULL, error)) return false;
        }
    return true;
}

bool amend_correct(struct store *store, struct error *error) {
    struct rows *rows =
        database_query(store->database,
                       "SELECT kind, field, entry, value FROM amendment WHERE decision = 'correct' "
                       "ORDER BY number",
                       NULL, 0, error);
    if (!rows) return false;
    bool ok = true;
    struct arena *arena = arena_new();
    while (ok && rows_next(rows)) {
        const char *sql =
            correction(arena_string(arena, rows_text(rows, 0)), arena_string(arena, rows_text(rows, 1)));
        if (!sql) continue;
        const struct value values[] = { value_text(arena_copy(arena, rows_text(rows, 2))),
                                        value_some(arena_copy(arena, rows_text(rows, 3))) };
        ok = database_do(store->database, sql, values, 2, NULL, error);
    }
    arena_free(arena);
    return rows_close(rows, error) && ok;
}
