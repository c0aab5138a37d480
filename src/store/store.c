// store.c - opening, adding, and the record of one document.
//
// One transaction holds whole documents: what a kill interrupts is rolled back by the engine, and adding it
// again begins it anew. Two writers that find the same text are put in order by the engine (ON CONFLICT), and
// what a document tells of itself (outlet, day, URL) is of its first appearance whatever the order in which
// they came.
#include "store/store.h"

#include "base/hash.h"
#include "store/parts.h"
#include "store/rows.h"
#include "store/scripts.h"

#include <stdio.h>
#include <stdlib.h>
#include <zstd.h>

#define RECORD_LIMIT (256u << 20) // bytes of a record unpacked
#define ZSTD_LEVEL 3

static bool create(struct store *store, struct error *error) {
    struct database *database = store->database;
    const bool is_sqlite = database_kind_of(database) == DATABASE_SQLITE;
    return database_run(database, store_schema_sql, error) &&
           database_run(database, store_views_sql, error) &&
           database_run(database, is_sqlite ? store_search_sqlite_sql : store_search_postgres_sql, error) &&
           database_run(
               database,
               "INSERT INTO meta (name, value) VALUES ('schema', '1'), ('changes', '0'), ('joined', '0')",
               error);
}

// Number of the schema; 0 in an empty database.
static bool schema_of(struct store *store, int64_t *schema, struct error *error) {
    const bool is_sqlite = database_kind_of(store->database) == DATABASE_SQLITE;
    const char *tables = is_sqlite
                             ? "SELECT count(*) FROM sqlite_master WHERE name = 'meta'"
                             : "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public' "
                               "AND table_name = 'meta'";
    *schema = 0;
    int64_t count;
    if (!database_integer(store->database, tables, NULL, 0, &count, error)) return false;
    if (count == 0) return true;
    return database_integer(store->database,
                            "SELECT CAST(value AS {integer}) FROM meta WHERE name = 'schema'", NULL, 0,
                            schema, error);
}

// Steps from one schema to the next: migrations[i] brings i + 1 to i + 2. Views are made anew after the last.
static const char *const migrations[STORE_SCHEMA] = { NULL };

static bool bring_up(struct store *store, enum store_mode mode, struct error *error) {
    const struct place_in_file here = { .file = store->where };
    int64_t schema;
    if (!schema_of(store, &schema, error)) return false;
    if (schema == STORE_SCHEMA) return true;
    if (schema > STORE_SCHEMA)
        return error_at(error, ERROR_INPUT, here, "the store is of a newer version of dragoman (schema %d)",
                        (int)schema);
    if (schema == 0 && mode != STORE_CREATE)
        return error_at(error, ERROR_INPUT, here, "there is no store here: `dragoman add` makes one");
    if (mode == STORE_READ)
        return error_at(error, ERROR_INPUT, here,
                        "the store is of an older version of dragoman: `dragoman join` brings it up to date");
    if (!database_begin(store->database, error)) return false;
    // Another program may have been faster.
    bool ok = schema_of(store, &schema, error);
    if (ok && schema == 0) ok = create(store, error);
    for (; ok && schema > 0 && schema < STORE_SCHEMA; schema++)
        ok = database_run(store->database, migrations[schema - 1], error);
    if (ok && database_commit(store->database, error)) return true;
    database_rollback(store->database);
    return false;
}

struct store *store_open(const char *where, enum store_mode mode, struct error *error) {
    struct store *store = calloc(1, sizeof *store);
    if (!store) abort();
    snprintf(store->where, sizeof store->where, "%s", where);
    store->scratch = arena_new();
    static const enum database_mode modes[] = { DATABASE_READ, DATABASE_WRITE, DATABASE_CREATE };
    store->database = database_open(where, modes[mode], error);
    if (store->database && bring_up(store, mode, error)) return store;
    store_close(store);
    return NULL;
}

void store_close(struct store *store) {
    if (!store) return;
    database_close(store->database);
    arena_free(store->scratch);
    free(store);
}

struct database *store_database(struct store *store) {
    return store->database;
}

// --- adding

static void maker_id(const struct store_maker *maker, char id[17], struct arena *scratch) {
    uint8_t digest[DIGEST_BYTES];
    digest_bytes(arena_format(scratch, SLICE_FORMAT "\n" SLICE_FORMAT "\n" SLICE_FORMAT,
                              SLICE_ARG(maker->program), SLICE_ARG(maker->knowledge),
                              SLICE_ARG(maker->models)),
                 digest);
    digest_hex(digest, 8, id);
}

bool store_state_of(struct store *store, struct slice id, struct slice place, const struct store_maker *maker,
                    enum store_state *state, struct error *error) {
    arena_reset(store->scratch);
    char made_by[17];
    maker_id(maker, made_by, store->scratch);
    const struct value values[] = { value_text(id), value_text(place) };
    struct rows *rows = database_query(store->database,
                                       "SELECT d.maker, a.place FROM document d LEFT JOIN appearance a "
                                       "ON a.document = d.id AND a.place = $2 WHERE d.id = $1",
                                       values, 2, error);
    if (!rows) return false;
    *state = STORE_ABSENT;
    if (rows_next(rows)) {
        *state = STORE_PRESENT;
        if (!slice_equal(rows_text(rows, 0), slice_of(made_by))) *state = STORE_STALE;
        if (rows_value(rows, 1).kind == VALUE_NULL) *state = STORE_ELSEWHERE;
    }
    return rows_close(rows, error);
}

struct slice store_place_of(const struct record_document *document) {
    return document->url.length ? document->url : document->source;
}

// Of two appearances of a text the one that was published first; those without a day come last.
static bool is_earlier(struct slice published, struct slice place, struct slice than_published,
                       struct slice than_place) {
    if (!published.length != !than_published.length) return published.length > 0;
    const int order = slice_compare(published, than_published);
    return order ? order < 0 : slice_compare(place, than_place) < 0;
}

static struct value packed(const struct record *record, struct arena *scratch) {
    const struct slice json = record_write_json(record, scratch);
    const size_t bound = ZSTD_compressBound(json.length);
    char *bytes = arena_raw(scratch, bound);
    const size_t size = ZSTD_compress(bytes, bound, json.start, json.length, ZSTD_LEVEL);
    if (ZSTD_isError(size)) abort(); // the bound is kept
    return (struct value){ .kind = VALUE_BYTES, .text = { bytes, size } };
}

static bool put_maker(struct store *store, const struct store_maker *maker, const char *id,
                      struct error *error) {
    const struct value values[] = { value_text(slice_of(id)), value_text(maker->program),
                                    value_text(maker->knowledge), value_text(maker->models) };
    return database_do(store->database,
                       "INSERT INTO maker (id, program, knowledge, models) VALUES ($1, $2, $3, $4) "
                       "ON CONFLICT (id) DO NOTHING",
                       values, 4, NULL, error);
}

static bool put_document(struct store *store, const struct record *record,
                         const struct fingerprint *fingerprint, const char *maker, int64_t *inserted,
                         struct error *error) {
    const struct record_document *document = record->document;
    uint8_t digest[DIGEST_BYTES], bytes[FINGERPRINT_BYTES];
    char hash[2 * DIGEST_BYTES + 1], *print = arena_raw(store->scratch, 2 * FINGERPRINT_BYTES + 1);
    digest_bytes(document->text, digest);
    digest_hex(digest, DIGEST_BYTES, hash);
    fingerprint_write(fingerprint, bytes);
    digest_hex(bytes, FINGERPRINT_BYTES, print);
    const struct value values[] = {
        value_text(document->id),        value_text(slice_of(maker)),
        value_text(document->source),    value_some(document->source_id),
        value_some(document->url),       value_some(document->title),
        value_text(document->text),      value_text(slice_of(hash)),
        value_some(document->byline),    value_some(document->outlet),
        value_some(document->agency),    value_some(document->dateline),
        value_some(document->published), value_some(document->published_from),
        value_some(document->modified),  value_some(document->captured),
        value_some(document->language),  value_some(document->charset),
        value_integer(document->cut),    value_text(slice_of(print)),
        packed(record, store->scratch),
    };
    const size_t count = sizeof values / sizeof *values;
    if (!database_do(
            store->database,
            "INSERT INTO document (id, maker, source, source_id, url, title, text, hash, byline, outlet, "
            "agency, dateline, published, published_from, modified, captured, language, charset, cut, "
            "fingerprint, record) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
            "$16, $17, $18, $19, $20, $21) ON CONFLICT (id) DO NOTHING",
            values, count, inserted, error))
        return false;
    if (*inserted) return true;
    return database_do(
        store->database,
        "UPDATE document SET maker = $2, source = $3, source_id = $4, url = $5, title = $6, text = $7, "
        "hash = $8, byline = $9, outlet = $10, agency = $11, dateline = $12, published = $13, "
        "published_from = $14, modified = $15, captured = $16, language = $17, charset = $18, "
        "cut = $19, fingerprint = $20, record = $21 WHERE id = $1",
        values, count, NULL, error);
}

static bool put_appearance(struct store *store, const struct record_document *document, int64_t *inserted,
                           struct error *error) {
    const struct value values[] = { value_text(document->id),      value_text(store_place_of(document)),
                                    value_text(document->source),  value_some(document->url),
                                    value_some(document->outlet),  value_some(document->published),
                                    value_some(document->captured) };
    return database_do(store->database,
                       "INSERT INTO appearance (document, place, source, url, outlet, published, captured) "
                       "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (document, place) DO NOTHING",
                       values, 7, inserted, error);
}

// What a document said goes, so that it can be said anew. Statements and the like take their parts with them.
static const char *const told[] = {
    "DELETE FROM disagreement WHERE document = $1", "DELETE FROM negotiation WHERE document = $1",
    "DELETE FROM captive WHERE document = $1",      "DELETE FROM figure WHERE document = $1",
    "DELETE FROM statement WHERE document = $1",    "DELETE FROM event WHERE document = $1",
    "DELETE FROM entity WHERE document = $1", // roles and parties with it
};

static bool note_change(struct store *store, struct error *error) {
    return database_do(
        store->database,
        "UPDATE meta SET value = CAST(CAST(value AS {integer}) + 1 AS TEXT) WHERE name = 'changes'", NULL, 0,
        NULL, error);
}

static bool replace(struct store *store, const struct record *record, const struct fingerprint *fingerprint,
                    const char *maker, enum store_added *added, struct error *error) {
    int64_t inserted;
    if (!put_document(store, record, fingerprint, maker, &inserted, error)) return false;
    *added = inserted ? STORE_NEW : STORE_REPLACED;
    const struct value id = value_text(record->document->id);
    for (size_t i = 0; !inserted && i < sizeof told / sizeof *told; i++)
        if (!database_do(store->database, told[i], &id, 1, NULL, error)) return false;
    return rows_insert(store->database, record, store->scratch, error);
}

// Where the document's row has it, whether by the same maker, and when it was published.
struct kept_as {
    bool is_there, is_same_maker;
    struct slice place, published;
};
static bool kept_as(struct store *store, struct slice id, const char *maker, struct kept_as *kept,
                    struct error *error) {
    const struct value value = value_text(id);
    struct rows *rows = database_query(
        store->database, "SELECT maker, COALESCE(url, source), published FROM document WHERE id = $1", &value,
        1, error);
    if (!rows) return false;
    *kept = (struct kept_as){ .is_there = rows_next(rows) };
    if (kept->is_there) {
        kept->is_same_maker = slice_equal(rows_text(rows, 0), slice_of(maker));
        kept->place = arena_copy(store->scratch, rows_text(rows, 1));
        kept->published = arena_copy(store->scratch, rows_text(rows, 2));
    }
    return rows_close(rows, error);
}

bool store_add(struct store *store, const struct record *record, const struct fingerprint *fingerprint,
               const struct store_maker *maker, enum store_added *added, struct error *error) {
    arena_reset(store->scratch);
    char made_by[17];
    maker_id(maker, made_by, store->scratch);
    const struct record_document *document = record->document;
    const struct slice place = store_place_of(document);
    struct kept_as kept;
    if (!kept_as(store, document->id, made_by, &kept, error)) return false;
    const bool is_same_place = kept.is_there && slice_equal(place, kept.place);
    const bool wins = !kept.is_there || (is_same_place && !kept.is_same_maker) ||
                      (!is_same_place && is_earlier(document->published, place, kept.published, kept.place));
    *added = STORE_UNCHANGED;
    int64_t noted;
    if (wins && (!put_maker(store, maker, made_by, error) ||
                 !replace(store, record, fingerprint, made_by, added, error) || !note_change(store, error)))
        return false;
    if (!put_appearance(store, document, &noted, error)) return false;
    if (!wins && noted) {
        *added = STORE_NOTED;
        return note_change(store, error);
    }
    return true;
}

bool store_remove(struct store *store, struct slice id, struct error *error) {
    const struct value value = value_text(id);
    int64_t removed;
    if (!database_do(store->database, "DELETE FROM document WHERE id = $1", &value, 1, &removed, error))
        return false;
    if (!removed)
        return error_at(error, ERROR_INPUT, (struct place_in_file){ .file = store->where },
                        "there is no document \"" SLICE_FORMAT "\"", SLICE_ARG(id));
    return note_change(store, error);
}

bool store_begin(struct store *store, struct error *error) {
    return database_begin(store->database, error);
}
bool store_commit(struct store *store, struct error *error) {
    return database_commit(store->database, error);
}
void store_rollback(struct store *store) {
    database_rollback(store->database);
}

// --- reading back

bool store_unpack(struct slice bytes, struct arena *arena, struct slice *json) {
    const unsigned long long size = ZSTD_getFrameContentSize(bytes.start, bytes.length);
    if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR || size > RECORD_LIMIT)
        return false;
    char *text = arena_raw(arena, (size_t)size + 1);
    const size_t got = ZSTD_decompress(text, (size_t)size, bytes.start, bytes.length);
    if (ZSTD_isError(got) || got != size) return false;
    *json = (struct slice){ text, got };
    return true;
}

const struct record *store_record(struct store *store, struct slice id, struct arena *arena,
                                  struct error *error) {
    const struct value value = value_text(id);
    const struct place_in_file here = { .file = store->where };
    struct rows *rows =
        database_query(store->database, "SELECT record FROM document WHERE id = $1", &value, 1, error);
    if (!rows) return NULL;
    struct slice json = { "", 0 };
    const bool is_there = rows_next(rows);
    const bool is_whole = is_there && store_unpack(rows_text(rows, 0), arena, &json);
    if (!rows_close(rows, error)) return NULL;
    if (!is_whole) {
        error_at(error, ERROR_INPUT, here,
                 is_there ? "the record of document \"" SLICE_FORMAT "\" is damaged"
                          : "there is no document \"" SLICE_FORMAT "\"",
                 SLICE_ARG(id));
        return NULL;
    }
    return record_read_json(json, arena, error);
}

bool store_is_joined(struct store *store, bool *is_joined, struct error *error) {
    int64_t same;
    if (!database_integer(
            store->database,
            "SELECT count(*) FROM meta a, meta b WHERE a.name = 'changes' AND b.name = 'joined' "
            "AND a.value = b.value",
            NULL, 0, &same, error))
        return false;
    *is_joined = same == 1;
    return true;
}
