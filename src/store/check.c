// check.c - whether a store is whole: hashes of texts, keys, records against rows, and every span of evidence
// cut out of its text again.
#include "store/parts.h"

#include "base/hash.h"

#include <stdio.h>

struct checker {
    struct store *store;
    void (*say)(void *context, const char *fault);
    void *context;
    struct store_checked *checked;
    struct arena *arena; // of one document
    struct error *error;
};

static void fault(struct checker *checker, const char *what, struct slice where) {
    char text[512];
    snprintf(text, sizeof text, "%s: " SLICE_FORMAT, what, SLICE_ARG(slice_part(where, 0, 256)));
    checker->checked->faults++;
    checker->say(checker->context, text);
}

// All spans of an object of the record and of those below it.
static void check_spans(struct checker *checker, enum record_kind kind, const void *object, struct slice text,
                        struct slice document) {
    const struct record_schema *schema = record_schema(kind);
    if (kind == RECORD_SPAN_KIND) {
        const struct record_span *span = object;
        checker->checked->spans++;
        if (span->end < span->start || span->end > text.length ||
            !slice_equal(slice_part(text, span->start, span->end), span->text))
            fault(checker, "a span does not say what the text says, document", document);
        return;
    }
    for (size_t i = 0; i < schema->field_count; i++) {
        const struct record_field *field = &schema->fields[i];
        const char *member = (const char *)object + field->offset;
        struct record_span_list list; // each list is a pointer and a count
        switch (field->type) {
        case RECORD_TYPE_ONE: {
            const void *below;
            memcpy(&below, member, sizeof below);
            if (below) check_spans(checker, field->of, below, text, document);
            break;
        }
        case RECORD_TYPE_MANY:
            memcpy(&list, member, sizeof list);
            for (size_t j = 0; j < list.count; j++)
                check_spans(checker, field->of, (const char *)list.items + j * record_schema(field->of)->size,
                            text, document);
            break;
        case RECORD_TYPE_LISTS: {
            struct record_span_lists lists;
            memcpy(&lists, member, sizeof lists);
            for (size_t k = 0; k < lists.count; k++)
                for (size_t j = 0; j < lists.items[k].count; j++)
                    check_spans(checker, field->of,
                                (const char *)lists.items[k].items + j * record_schema(field->of)->size, text,
                                document);
            break;
        }
        default:
            break;
        }
    }
}

// Rows that say the same as the record: their number, and the words at their bytes.
static const struct {
    const char *what, *sql;
} cuts[] = {
    { "event", "SELECT id, trigger_start, trigger_end, trigger_text FROM event WHERE document = $1" },
    { "sentence", "SELECT id, sentence_start, sentence_end, sentence_text FROM event WHERE document = $1" },
    { "statement", "SELECT id, content_start, content_end, content FROM statement WHERE document = $1" },
    { "figure", "SELECT id, words_start, words_end, words FROM figure WHERE document = $1" },
    { "captive", "SELECT id, words_start, words_end, words FROM captive WHERE document = $1" },
};

static bool check_rows(struct checker *checker, const struct record *record, struct slice text) {
    const struct value id = value_text(record->document->id);
    const size_t wanted[] = { record->events.count, record->events.count, record->statements.count,
                              record->figures.count, record->captives.count };
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        struct rows *rows = database_query(checker->store->database, cuts[i].sql, &id, 1, checker->error);
        if (!rows) return false;
        size_t count = 0;
        for (; rows_next(rows); count++) {
            checker->checked->rows++;
            if (rows_value(rows, 1).kind != VALUE_INTEGER) continue;
            const int64_t start = rows_integer(rows, 1), end = rows_integer(rows, 2);
            if (start < 0 || end < start || (uint64_t)end > text.length ||
                !slice_equal(slice_part(text, (size_t)start, (size_t)end), rows_text(rows, 3)))
                fault(checker, "a row does not say what the text says, entry", rows_text(rows, 0));
        }
        if (!rows_close(rows, checker->error)) return false;
        if (count != wanted[i])
            fault(checker, "not as many rows as the record has, document", record->document->id);
    }
    return true;
}

static bool check_document(struct checker *checker, struct slice id, struct slice hash, struct slice text,
                           struct slice packed) {
    uint8_t digest[DIGEST_BYTES];
    char hex[2 * DIGEST_BYTES + 1];
    digest_bytes(text, digest);
    digest_hex(digest, DIGEST_BYTES, hex);
    checker->checked->documents++;
    if (!slice_equal(hash, slice_of(hex))) fault(checker, "the text has another hash, document", id);
    if (!slice_equal(id, slice_part(slice_of(hex), 0, id.length)))
        fault(checker, "the id is not the text's, document", id);
    struct slice json;
    struct error error = { 0 };
    const struct record *record =
        store_unpack(packed, checker->arena, &json) ? record_read_json(json, checker->arena, &error) : NULL;
    if (!record) {
        fault(checker, "the record cannot be read, document", id);
        return true;
    }
    if (!slice_equal(record->document->text, text))
        fault(checker, "the record has another text, document", id);
    check_spans(checker, RECORD_RECORD_KIND, record, text, id);
    return check_rows(checker, record, text);
}

static bool check_documents(struct checker *checker) {
    struct rows *rows =
        database_query(checker->store->database, "SELECT id, hash, text, record FROM document ORDER BY id",
                       NULL, 0, checker->error);
    if (!rows) return false;
    bool ok = true;
    while (ok && rows_next(rows)) {
        arena_reset(checker->arena);
        const struct slice id = arena_copy(checker->arena, rows_text(rows, 0)),
                           hash = arena_copy(checker->arena, rows_text(rows, 1)),
                           text = arena_copy(checker->arena, rows_text(rows, 2)),
                           packed = arena_copy(checker->arena, rows_text(rows, 3));
        ok = check_document(checker, id, hash, text, packed);
    }
    return rows_close(rows, checker->error) && ok;
}

// Rows that point to nothing. The engine holds the keys of schema.sql; these are the others.
static const struct {
    const char *what, *sql;
} dangling[] = {
    { "a party of no entry",
      "SELECT p.entry FROM party p WHERE p.role IN ('actor', 'recipient', 'mediator', 'about') "
      "AND NOT EXISTS (SELECT 1 FROM event e WHERE e.id = p.entry) AND NOT EXISTS "
      "(SELECT 1 FROM negotiation n WHERE n.id = p.entry) LIMIT 20" },
    { "a figure of no event", "SELECT f.id FROM figure f WHERE f.event IS NOT NULL AND NOT EXISTS "
                              "(SELECT 1 FROM event e WHERE e.id = f.event) LIMIT 20" },
    { "a document that was found nowhere",
      "SELECT d.id FROM document d WHERE NOT EXISTS (SELECT 1 FROM appearance a "
      "WHERE a.document = d.id) LIMIT 20" },
};
// When nothing came after the last join.
static const struct {
    const char *what, *sql;
} unjoined[] = {
    { "an event that tells of nothing",
      "SELECT e.id FROM event e WHERE NOT EXISTS (SELECT 1 FROM report r WHERE "
      "r.event = e.id) AND NOT EXISTS (SELECT 1 FROM amendment x WHERE x.decision = "
      "'reject' AND x.entry = e.id) LIMIT 20" },
    { "a happening that nothing tells",
      "SELECT h.id FROM happening h WHERE NOT EXISTS (SELECT 1 FROM report r WHERE "
      "r.happening = h.id) LIMIT 20" },
    { "an entity that is no actor",
      "SELECT e.document FROM entity e WHERE NOT EXISTS (SELECT 1 FROM member m WHERE "
      "m.document = e.document AND m.entity = e.id) LIMIT 20" },
};

static bool check_query(struct checker *checker, const char *what, const char *sql) {
    struct rows *rows = database_query(checker->store->database, sql, NULL, 0, checker->error);
    if (!rows) return false;
    while (rows_next(rows)) fault(checker, what, rows_text(rows, 0));
    return rows_close(rows, checker->error);
}

bool store_check(struct store *store, void (*say)(void *context, const char *fault), void *context,
                 struct store_checked *checked, struct error *error) {
    *checked = (struct store_checked){ 0 };
    struct checker checker = { store, say, context, checked, arena_new(), error };
    bool is_joined, ok = store_is_joined(store, &is_joined, error) && check_documents(&checker);
    for (size_t i = 0; ok && i < sizeof dangling / sizeof *dangling; i++)
        ok = check_query(&checker, dangling[i].what, dangling[i].sql);
    for (size_t i = 0; ok && is_joined && i < sizeof unjoined / sizeof *unjoined; i++)
        ok = check_query(&checker, unjoined[i].what, unjoined[i].sql);
    if (ok && database_kind_of(store->database) == DATABASE_SQLITE)
        ok = check_query(&checker, "a foreign key that points to nothing, table",
                         "PRAGMA foreign_key_check") &&
             check_query(&checker, "the file is damaged",
                         "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'");
    arena_free(checker.arena);
    return ok;
}
