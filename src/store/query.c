// query.c - filters to SQL, rows out.
//
// Values are never put into the SQL: each ? of the table becomes a numbered value. Actors that a name stands
// for are looked up inside the query.
#include "store/query.h"

#include "base/utf8.h"
#include "base/vector.h"
#include "record/across.h"
#include "store/parts.h"
#include "store/query_parts.h"

#include <stdlib.h>

struct query {
    struct arena *arena;
    struct rows *rows;
};

struct builder {
    struct arena *arena;
    struct slice sql;
    struct value values[QUERY_VALUES];
    size_t count;
};

static void put(struct builder *builder, struct slice text) {
    builder->sql = arena_join(builder->arena, builder->sql, text);
}

// The actors that a value names: $n is it as it is, $m in small letters and without marks.
static const char who[] =
    "SELECT a.id FROM actor a WHERE a.id = $%zu OR a.code = $%zu OR a.principal = $%zu OR a.id IN "
    "(SELECT x.actor FROM alias x WHERE x.folded = $%zu) OR a.principal IN "
    "(SELECT x.actor FROM alias x WHERE x.folded = $%zu) OR (a.kind = 'government' AND "
    "a.country = $%zu)";

static size_t add_value(struct builder *builder, struct value value) {
    if (builder->count < QUERY_VALUES) builder->values[builder->count++] = value;
    return builder->count;
}

static void put_filter(struct builder *builder, struct slice sql, struct value value, struct slice text) {
    size_t number = 0, folded = 0;
    for (size_t at = 0; at < sql.length;) {
        const struct slice rest = slice_part(sql, at, sql.length);
        if (slice_starts(rest, SLICE("{who}"))) {
            if (!number) number = add_value(builder, value_text(text));
            if (!folded) folded = add_value(builder, value_text(across_fold(text, builder->arena)));
            put(builder, arena_format(builder->arena, who, number, number, number, folded, folded, number));
            at += 5;
        } else if (sql.start[at] == '?') {
            if (!number) number = add_value(builder, value);
            put(builder, arena_format(builder->arena, "$%zu", number));
            at++;
        } else {
            size_t end = at;
            while (end < sql.length && sql.start[end] != '?' && (end == at || sql.start[end] != '{')) end++;
            put(builder, slice_part(sql, at, end));
            at = end;
        }
    }
}

static bool is_day(const char *text) {
    if (strlen(text) != 10) return false;
    for (size_t i = 0; i < 10; i++)
        if (i == 4 || i == 7 ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
    return true;
}

// "%words%", what is special to LIKE left out.
static struct slice pattern_of(struct slice text, struct arena *arena) {
    char *out = arena_raw(arena, text.length + 3);
    size_t used = 0;
    out[used++] = '%';
    for (size_t i = 0; i < text.length; i++)
        out[used++] = text.start[i] == '%' || text.start[i] == '_'   ? '_'
                      : text.start[i] >= 'A' && text.start[i] <= 'Z' ? (char)(text.start[i] + 32)
                                                                     : text.start[i];
    out[used++] = '%';
    return (struct slice){ out, used };
}

static bool value_of(enum query_filter filter, const char *text, struct arena *arena, struct value *value,
                     struct error *error) {
    const struct place_in_file nowhere = { 0 };
    const char *option = query_options[filter].option;
    if (strlen(text) > QUERY_TEXT_LIMIT)
        return error_at(error, ERROR_LIMIT, nowhere, "--%s: more than %d bytes", option, QUERY_TEXT_LIMIT);
    *value = value_text(slice_of(text));
    if (filter == QUERY_since || filter == QUERY_until)
        return is_day(text) || error_at(error, ERROR_INPUT, nowhere,
                                        "--%s: expected a date like 2023-10-30, found \"%s\"", option, text);
    if (filter == QUERY_about) *value = value_text(pattern_of(slice_of(text), arena));
    if (filter == QUERY_min_confidence || filter == QUERY_min_origins) {
        char *end;
        const double number = strtod(text, &end);
        if (!*text || *end || !(number >= 0 && number <= 1e9))
            return error_at(error, ERROR_INPUT, nowhere, "--%s: expected a number, found \"%s\"", option,
                            text);
        *value = filter == QUERY_min_origins ? value_integer((int64_t)number) : value_number(number);
    }
    return true;
}

static const char *filter_text(const struct query_filters *filters, enum query_filter filter) {
    const char *text;
    memcpy(&text, (const char *)filters + query_options[filter].offset, sizeof text);
    return text;
}

// --- search

// Words in quotation marks, so that nothing in them is an operator: "hostage" "talks" finds texts with both.
static struct slice match_of(struct slice words, struct arena *arena) {
    struct slice match = { "", 0 };
    for (size_t at = 0, length; at < words.length;) {
        size_t end = at;
        while (end < words.length && utf8_is_word(utf8_at(words, end, &length))) end += length;
        if (end > at)
            match = arena_format(arena, SLICE_FORMAT "%s\"" SLICE_FORMAT "\"", SLICE_ARG(match),
                                 match.length ? " " : "", SLICE_ARG(slice_part(words, at, end)));
        if (end < words.length) utf8_at(words, end, &length);
        at = end < words.length ? end + length : end;
    }
    return match;
}

static const char sqlite_search[] =
    "(SELECT 'document' AS kind, d.id, d.published, d.outlet, snippet(document_search, 0, '[', ']', ' ... ', "
    "24) AS "
    "found, d.title, document_search.rank AS score FROM document_search JOIN document d ON d.number = "
    "document_search.rowid WHERE document_search MATCH $1 "
    "UNION ALL SELECT 'statement', s.id, d.published, d.outlet, snippet(statement_search, 0, '[', ']', ' ... "
    "', 24), "
    "s.speaker_name, statement_search.rank FROM statement_search JOIN statement s ON s.number = "
    "statement_search.rowid JOIN document d ON d.id = s.document WHERE statement_search MATCH $1 "
    "UNION ALL SELECT 'actor', a.id, a.last_published, NULL, min(snippet(alias_search, 0, '[', ']', ' ... ', "
    "24)), "
    "a.name, -a.documents FROM alias_search JOIN {main}.alias x ON x.number = alias_search.rowid JOIN actor "
    "a ON "
    "a.id = x.actor WHERE alias_search MATCH $1 GROUP BY a.id)";
static const char postgres_search[] =
    "(SELECT 'document' AS kind, d.id, d.published, d.outlet, ts_headline('simple', d.text, q, "
    "'StartSel=[, StopSel=], MaxWords=24, MinWords=12') AS found, d.title, -ts_rank(to_tsvector('simple', "
    "d.text), q) "
    "AS score FROM document d, plainto_tsquery('simple', $1) q WHERE to_tsvector('simple', d.text) @@ q "
    "UNION ALL SELECT 'statement', s.id, d.published, d.outlet, ts_headline('simple', s.content, q, "
    "'StartSel=[, StopSel=], MaxWords=24, MinWords=12'), s.speaker_name, -ts_rank(to_tsvector('simple', "
    "s.content), q) "
    "FROM statement s JOIN document d ON d.id = s.document, plainto_tsquery('simple', $1) q "
    "WHERE to_tsvector('simple', s.content) @@ q "
    "UNION ALL SELECT 'actor', a.id, a.last_published, NULL, min(x.name), a.name, -a.documents FROM alias x "
    "JOIN actor a ON a.id = x.actor, plainto_tsquery('simple', $1) q WHERE to_tsvector('simple', x.name) @@ "
    "q "
    "GROUP BY a.id, a.last_published, a.name, a.documents)";

static bool put_from(struct builder *builder, struct store *store, const struct ledger *ledger,
                     const struct query_filters *filters, struct error *error) {
    if (!ledger->from) {
        put(builder, arena_format(builder->arena, " FROM %s v", ledger->name));
        return true;
    }
    const bool is_sqlite = database_kind_of(store->database) == DATABASE_SQLITE;
    const struct slice words = slice_of(filters->words ? filters->words : "");
    const struct slice match = match_of(words, builder->arena);
    if (!match.length)
        return error_at(error, ERROR_INPUT, (struct place_in_file){ 0 },
                        "expected words to look for, found \"%s\"", words.length ? filters->words : "");
    add_value(builder, value_text(is_sqlite ? match : words));
    put(builder, SLICE(" FROM "));
    put(builder, slice_of(is_sqlite ? sqlite_search : postgres_search));
    put(builder, SLICE(" v"));
    return true;
}

// --- queries

static bool put_filters(struct builder *builder, struct store *store, const struct ledger *ledger,
                        const struct query_filters *filters, struct error *error) {
    if (!put_from(builder, store, ledger, filters, error)) return false;
    const char *before = " WHERE ";
    for (size_t i = 0; i < QUERY_FILTER_COUNT; i++) {
        const char *text = filter_text(filters, (enum query_filter)i);
        if (!text) continue;
        if (!ledger->filters[i])
            return error_at(error, ERROR_INPUT, (struct place_in_file){ 0 }, "--%s says nothing about %s",
                            query_options[i].option, ledger->name);
        struct value value = { 0 };
        if (!value_of((enum query_filter)i, text, builder->arena, &value, error)) return false;
        put(builder, slice_of(before));
        put_filter(builder, slice_of(ledger->filters[i]), value, slice_of(text));
        before = " AND ";
    }
    if (filters->id) {
        put(builder, slice_of(before));
        put_filter(builder, SLICE("v.id = ?"), value_text(slice_of(filters->id)), (struct slice){ "", 0 });
    }
    return true;
}

static void put_limit(struct builder *builder, const struct query_filters *filters) {
    if (!filters->limit) return;
    const size_t limit = add_value(
                     builder, value_integer(filters->limit < QUERY_LIMIT ? filters->limit : QUERY_LIMIT)),
                 offset = add_value(builder, value_integer(filters->offset));
    put(builder, arena_format(builder->arena, " LIMIT $%zu OFFSET $%zu", limit, offset));
}

static struct query *query_new(struct builder *builder) {
    struct query *query = calloc(1, sizeof *query);
    if (!query) abort();
    query->arena = arena_new();
    *builder = (struct builder){ .arena = query->arena };
    put(builder, SLICE("SELECT "));
    return query;
}

// The rows, or nothing when `ok` is false or they cannot be had.
static struct query *run(struct query *query, struct store *store, const struct builder *builder, bool ok,
                         struct error *error) {
    if (ok)
        query->rows = database_query(store->database, arena_string(query->arena, builder->sql),
                                     builder->values, builder->count, error);
    if (query->rows) return query;
    arena_free(query->arena);
    free(query);
    return NULL;
}

struct query *query_open(struct store *store, const struct ledger *ledger,
                         const struct query_filters *filters, struct error *error) {
    struct builder builder;
    struct query *query = query_new(&builder);
    for (size_t i = 0; i < ledger->column_count; i++)
        put(&builder, arena_format(query->arena, "%sv.%s", i ? ", " : "", ledger->columns[i].name));
    const bool ok = put_filters(&builder, store, ledger, filters, error);
    if (filters->newest_first)
        put(&builder, arena_format(query->arena, " ORDER BY COALESCE(%s, '') DESC, v.id", ledger->day));
    else
        put(&builder, arena_format(query->arena, " ORDER BY %s", ledger->order));
    put_limit(&builder, filters);
    return run(query, store, &builder, ok, error);
}

// "date_from:7" as SQL; empty when it is no column of the ledger.
static struct slice group_of(const struct ledger *ledger, const char *by, struct arena *arena) {
    const struct slice text = slice_of(by);
    const size_t colon = slice_find(text, SLICE(":"), 0);
    const struct slice name = slice_part(text, 0, colon), part = slice_part(text, colon, text.length);
    for (size_t i = 0; i < ledger->column_count; i++) {
        if (!slice_equal(name, slice_of(ledger->columns[i].name))) continue;
        if (!part.length) return arena_format(arena, "v." SLICE_FORMAT, SLICE_ARG(name));
        if (slice_equal(part, SLICE(":7")))
            return arena_format(arena, "substr(v." SLICE_FORMAT ", 1, 7)", SLICE_ARG(name));
        if (slice_equal(part, SLICE(":10")))
            return arena_format(arena, "substr(v." SLICE_FORMAT ", 1, 10)", SLICE_ARG(name));
    }
    return (struct slice){ "", 0 };
}

struct query *query_groups_open(struct store *store, const struct ledger *ledger,
                                const struct query_filters *filters, const char *const *by, size_t by_count,
                                struct error *error) {
    struct builder builder;
    struct query *query = query_new(&builder);
    struct slice groups = { "", 0 }, order = { "", 0 };
    bool ok = by_count >= 1 && by_count <= 8;
    if (!ok) error_at(error, ERROR_INPUT, (struct place_in_file){ 0 }, "expected 1 to 8 columns to group by");
    for (size_t i = 0; i < by_count && ok; i++) {
        const struct slice group = group_of(ledger, by[i], query->arena);
        if (!group.length)
            ok = error_at(error, ERROR_INPUT, (struct place_in_file){ 0 }, "%s has no column \"%s\"",
                          ledger->name, by[i]);
        groups = arena_format(query->arena, SLICE_FORMAT "%s" SLICE_FORMAT, SLICE_ARG(groups), i ? ", " : "",
                              SLICE_ARG(group));
        // Where nothing is known comes first, with both engines.
        order = arena_format(query->arena, SLICE_FORMAT "%s" SLICE_FORMAT " IS NOT NULL, " SLICE_FORMAT,
                             SLICE_ARG(order), i ? ", " : "", SLICE_ARG(group), SLICE_ARG(group));
    }
    put(&builder, groups);
    put(&builder, SLICE(", count(*)"));
    ok = ok && put_filters(&builder, store, ledger, filters, error);
    put(&builder, arena_format(query->arena, " GROUP BY " SLICE_FORMAT " ORDER BY " SLICE_FORMAT,
                               SLICE_ARG(groups), SLICE_ARG(order)));
    put_limit(&builder, filters);
    return run(query, store, &builder, ok, error);
}

bool query_next(struct query *query) {
    return rows_next(query->rows);
}

struct value query_value(const struct query *query, size_t column) {
    return rows_value(query->rows, column);
}

bool query_close(struct query *query, struct error *error) {
    if (!query) return true;
    const bool ok = rows_close(query->rows, error);
    arena_free(query->arena);
    free(query);
    return ok;
}

bool query_count(struct store *store, const struct ledger *ledger, const struct query_filters *filters,
                 int64_t *count, struct error *error) {
    struct arena *arena = arena_new();
    struct builder builder = { .arena = arena };
    put(&builder, SLICE("SELECT count(*)"));
    const bool ok = put_filters(&builder, store, ledger, filters, error) &&
                    database_integer(store->database, arena_string(arena, builder.sql), builder.values,
                                     builder.count, count, error);
    arena_free(arena);
    return ok;
}

bool query_sql_of(struct store *store, const struct ledger *ledger, const struct query_filters *filters,
                  struct arena *arena, struct query_sql *sql, struct error *error) {
    struct builder builder = { .arena = arena };
    if (!put_filters(&builder, store, ledger, filters, error)) return false;
    sql->text = builder.sql;
    memcpy(sql->values, builder.values, sizeof builder.values);
    sql->count = builder.count;
    return true;
}
