// api.c - a table of routes; rows as the ledgers of the store give them.
//
// A ledger knows its columns and filters, so an answer is the same loop for all of them: a new ledger or
// filter of the store is served without a line here. Queries are bounded in rows and time, and an answer says
// what it cut.
#include "serve/api.h"

#include "record/flat.h"
#include "record/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char json_type[] = "application/json; charset=utf-8";

static void put_string(struct json_writer *out, const char *text) {
    json_put_text(out, slice_of(text));
}

static void put_key(struct json_writer *out, const char *name) {
    put_string(out, name);
    json_put(out, SLICE(":"));
}

static void put_number(struct json_writer *out, double number) {
    char digits[JSON_NUMBER];
    if (!isfinite(number))
        json_put(out, SLICE("null"));
    else
        json_put(out, (struct slice){ digits, json_number(number, digits) });
}

static void put_integer(struct json_writer *out, int64_t integer) {
    char digits[24];
    const int length = snprintf(digits, sizeof digits, "%lld", (long long)integer);
    json_put(out, (struct slice){ digits, (size_t)length });
}

static void put_value(struct json_writer *out, struct value value) {
    switch (value.kind) {
    case VALUE_TEXT:
        json_put_text(out, value.text);
        return;
    case VALUE_INTEGER:
        put_integer(out, value.integer);
        return;
    case VALUE_NUMBER:
        put_number(out, value.number);
        return;
    default:
        json_put(out, SLICE("null"));
    }
}

static void reply_json(struct reply *reply, const struct json_writer *out) {
    *reply = (struct reply){ .status = 200, .type = json_type, .body = { out->bytes, out->used } };
}

// A request that cannot be understood, or a store that could not be read. What the store says of itself may
// name files of this machine, so only the first is told in full.
static void reply_failure(struct reply *reply, const struct error *error, struct arena *arena) {
    if (error->kind == ERROR_INPUT)
        reply_error(reply, 400, slice_of(error->message), arena);
    else if (error->kind == ERROR_LIMIT)
        reply_error(reply, 503, SLICE("the question took too long: narrow it by a filter"), arena);
    else
        reply_error(reply, 500, SLICE("the store could not be read"), arena);
}

// ---- what there is

static void put_filters(struct json_writer *out, const struct ledger *ledger) {
    json_put(out, SLICE("["));
    bool is_first = true;
    for (size_t i = 0; i < QUERY_FILTER_COUNT; i++) {
        if (ledger && !ledger->filters[i]) continue;
        if (!is_first) json_put(out, SLICE(","));
        is_first = false;
        if (ledger) {
            put_string(out, query_options[i].option);
            continue;
        }
        json_put(out, SLICE("{"));
        put_key(out, "name"), put_string(out, query_options[i].option), json_put(out, SLICE(","));
        put_key(out, "argument"), put_string(out, query_options[i].argument), json_put(out, SLICE(","));
        put_key(out, "meaning"), put_string(out, query_options[i].meaning), json_put(out, SLICE("}"));
    }
    json_put(out, SLICE("]"));
}

static const char *cell_name(enum ledger_cell cell) {
    static const char *const names[] = { [LEDGER_TEXT] = "text",
                                         [LEDGER_DATE] = "date",
                                         [LEDGER_INTEGER] = "integer",
                                         [LEDGER_NUMBER] = "number" };
    return names[cell];
}

static void put_columns(struct json_writer *out, const struct ledger *ledger, bool with_meaning) {
    json_put(out, SLICE("["));
    for (size_t i = 0; i < ledger->column_count; i++) {
        if (i) json_put(out, SLICE(","));
        json_put(out, SLICE("{"));
        put_key(out, "name"), put_string(out, ledger->columns[i].name), json_put(out, SLICE(","));
        put_key(out, "cell"), put_string(out, cell_name(ledger->columns[i].cell));
        if (with_meaning) {
            json_put(out, SLICE(","));
            put_key(out, "meaning"), put_string(out, ledger->columns[i].meaning);
        }
        json_put(out, SLICE("}"));
    }
    json_put(out, SLICE("]"));
}

static void answer_description(const struct api *api, const struct request *request, struct slice rest,
                               struct arena *arena, struct reply *reply) {
    (void)request, (void)rest;
    struct json_writer out = { .arena = arena };
    json_put(&out, SLICE("{"));
    put_key(&out, "version"), put_string(&out, api->version), json_put(&out, SLICE(","));
    put_key(&out, "editable"), json_put(&out, api->may_write ? SLICE("true,") : SLICE("false,"));
    put_key(&out, "filters"), put_filters(&out, NULL), json_put(&out, SLICE(","));
    put_key(&out, "ledgers"), json_put(&out, SLICE("["));
    const struct ledger *ledger;
    for (size_t i = 0; (ledger = ledger_at(i)); i++) {
        if (i) json_put(&out, SLICE(","));
        json_put(&out, SLICE("{"));
        put_key(&out, "name"), put_string(&out, ledger->name), json_put(&out, SLICE(","));
        put_key(&out, "summary"), put_string(&out, ledger->summary), json_put(&out, SLICE(","));
        put_key(&out, "columns"), put_columns(&out, ledger, true), json_put(&out, SLICE(","));
        put_key(&out, "filters"), put_filters(&out, ledger), json_put(&out, SLICE("}"));
    }
    json_put(&out, SLICE("]}\n"));
    reply_json(reply, &out);
}

static void put_parameter(struct json_writer *out, const char *name, const char *meaning, const char *type) {
    json_put(out, SLICE(",{"));
    put_key(out, "name"), put_string(out, name), json_put(out, SLICE(",\"in\":\"query\",\"description\":"));
    put_string(out, meaning), json_put(out, SLICE(",\"schema\":{\"type\":"));
    put_string(out, type), json_put(out, SLICE("}}"));
}

static void answer_openapi(const struct api *api, const struct request *request, struct slice rest,
                           struct arena *arena, struct reply *reply) {
    (void)request, (void)rest;
    struct json_writer out = { .arena = arena };
    json_put(&out, SLICE("{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Dragoman\",\"version\":"));
    put_string(&out, api->version);
    json_put(
        &out,
        SLICE("},\"paths\":{\"/api\":{\"get\":{\"summary\":\"ledgers, their columns and filters\","
              "\"responses\":{\"200\":{\"description\":\"a description\"}}}},"
              "\"/api/article/{id}\":{\"get\":{\"summary\":\"the record of a document\",\"parameters\":[{"
              "\"name\":\"id\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\"}}],"
              "\"responses\":{\"200\":{\"description\":\"a record, as dragoman code prints it\"}}}}"));
    const struct ledger *ledger;
    for (size_t i = 0; (ledger = ledger_at(i)); i++) {
        json_put(&out, SLICE(","));
        json_put_text(&out, arena_format(arena, "/api/rows/%s", ledger->name));
        json_put(&out, SLICE(":{\"get\":{\"summary\":"));
        put_string(&out, ledger->summary);
        json_put(
            &out,
            SLICE(
                ",\"parameters\":[{\"name\":\"limit\",\"in\":\"query\",\"schema\":{\"type\":\"integer\"}}"));
        put_parameter(&out, "offset", "rows left out before the first", "integer");
        put_parameter(&out, "newest", "1: the newest first", "integer");
        for (size_t k = 0; k < QUERY_FILTER_COUNT; k++)
            if (ledger->filters[k])
                put_parameter(&out, query_options[k].option, query_options[k].meaning, "string");
        json_put(&out, SLICE("],\"responses\":{\"200\":{\"description\":\"rows\"},\"400\":{\"description\":"
                             "\"a filter that is not understood\"}}}}"));
    }
    json_put(&out, SLICE("}}\n"));
    reply_json(reply, &out);
}

// ---- rows

static bool read_count(struct slice text, int64_t most, int64_t *count) {
    if (text.length == 0) return true;
    int64_t value = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.start[i] < '0' || text.start[i] > '9' || value > most) return false;
        value = value * 10 + (text.start[i] - '0');
    }
    if (value > most) return false;
    *count = value;
    return true;
}

static bool is_filter(struct slice name, size_t *number) {
    for (size_t i = 0; i < QUERY_FILTER_COUNT; i++)
        if (slice_equal(name, slice_of(query_options[i].option))) return *number = i, true;
    return false;
}

// The filters of a request. False with `error` for an argument that is none, or a number that is none.
static bool read_filters(const struct request *request, int64_t limit, int64_t most,
                         struct query_filters *filters, struct arena *arena, struct error *error) {
    *filters = (struct query_filters){ .limit = limit };
    for (size_t i = 0; i < request->argument_count; i++) {
        const struct request_argument *argument = &request->arguments[i];
        size_t number;
        bool is_good = true;
        if (argument->value.length == 0 || slice_equal(argument->name, SLICE("token")) ||
            slice_equal(argument->name, SLICE("by")))
            continue;
        if (slice_equal(argument->name, SLICE("limit")))
            is_good = read_count(argument->value, most, &filters->limit) && filters->limit > 0;
        else if (slice_equal(argument->name, SLICE("offset")))
            is_good = read_count(argument->value, INT32_MAX, &filters->offset);
        else if (slice_equal(argument->name, SLICE("newest")))
            filters->newest_first = slice_equal(argument->value, SLICE("1"));
        else if (slice_equal(argument->name, SLICE("words")))
            filters->words = arena_string(arena, argument->value);
        else if (slice_equal(argument->name, SLICE("id")))
            filters->id = arena_string(arena, argument->value);
        else if (is_filter(argument->name, &number))
            *(const char **)((char *)filters + query_options[number].offset) =
                arena_string(arena, argument->value);
        else
            return error_at(error, ERROR_INPUT, (struct place_in_file){ 0 },
                            "no argument is called \"" SLICE_FORMAT "\"", SLICE_ARG(argument->name));
        if (!is_good)
            return error_at(error, ERROR_INPUT, (struct place_in_file){ 0 },
                            "expected a number up to %lld in \"" SLICE_FORMAT "\", found \"" SLICE_FORMAT
                            "\"",
                            (long long)most, SLICE_ARG(argument->name), SLICE_ARG(argument->value));
    }
    return true;
}

static uint64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static bool is_late(void *context) {
    return now_ms() > *(const uint64_t *)context;
}

struct rows_asked { // one question to the store
    const struct ledger *ledger;
    struct query_filters filters;
    struct arena *arena;
    struct json_writer out;
};

static bool put_rows(const struct api *api, struct rows_asked *asked, struct error *error) {
    struct query *query = query_open(api->store, asked->ledger, &asked->filters, error);
    if (!query) return false;
    bool is_first = true;
    while (query_next(query)) {
        json_put(&asked->out, is_first ? SLICE("\n[") : SLICE(",\n["));
        is_first = false;
        for (size_t i = 0; i < asked->ledger->column_count; i++) {
            if (i) json_put(&asked->out, SLICE(","));
            put_value(&asked->out, query_value(query, i));
        }
        json_put(&asked->out, SLICE("]"));
    }
    return query_close(query, error);
}

static bool put_answer(const struct api *api, struct rows_asked *asked, struct error *error) {
    int64_t count = 0;
    if (!query_count(api->store, asked->ledger, &asked->filters, &count, error)) return false;
    struct json_writer *out = &asked->out;
    json_put(out, SLICE("{"));
    put_key(out, "ledger"), put_string(out, asked->ledger->name), json_put(out, SLICE(","));
    put_key(out, "count"), put_integer(out, count), json_put(out, SLICE(","));
    put_key(out, "limit"), put_integer(out, asked->filters.limit), json_put(out, SLICE(","));
    put_key(out, "offset"), put_integer(out, asked->filters.offset), json_put(out, SLICE(","));
    put_key(out, "columns"), put_columns(out, asked->ledger, false), json_put(out, SLICE(","));
    put_key(out, "rows"), json_put(out, SLICE("["));
    if (!put_rows(api, asked, error)) return false;
    json_put(out, SLICE("]}\n"));
    return true;
}

static void put_cell(struct json_writer *out, struct value value) {
    if (value.kind == VALUE_INTEGER) put_integer(out, value.integer);
    if (value.kind == VALUE_NUMBER) put_number(out, value.number);
    if (value.kind == VALUE_TEXT)
        json_put(out, flat_cell(value.text, &(struct flat_options){ .form = FLAT_CSV }, out->arena));
}

static bool put_csv(const struct api *api, struct rows_asked *asked, struct error *error) {
    struct json_writer *out = &asked->out;
    for (size_t i = 0; i < asked->ledger->column_count; i++) {
        if (i) json_put(out, SLICE(","));
        json_put(out, slice_of(asked->ledger->columns[i].name));
    }
    json_put(out, SLICE("\r\n"));
    struct query *query = query_open(api->store, asked->ledger, &asked->filters, error);
    if (!query) return false;
    while (query_next(query)) {
        for (size_t i = 0; i < asked->ledger->column_count; i++) {
            if (i) json_put(out, SLICE(","));
            put_cell(out, query_value(query, i));
        }
        json_put(out, SLICE("\r\n"));
    }
    return query_close(query, error);
}

static const struct ledger *ledger_named(struct slice name, struct arena *arena) {
    return name.length && name.length < 64 ? ledger_find(arena_string(arena, name)) : NULL;
}

static void answer_rows(const struct api *api, const struct request *request, struct slice rest,
                        struct arena *arena, struct reply *reply) {
    const bool is_csv = slice_ends(rest, SLICE(".csv"));
    const struct slice name = is_csv ? slice_part(rest, 0, rest.length - 4) : rest;
    struct rows_asked asked = { .ledger = ledger_named(name, arena),
                                .arena = arena,
                                .out = { .arena = arena } };
    struct error error = { 0 };
    if (!asked.ledger) {
        reply_error(reply, 404, SLICE("no ledger has this name: /api lists them"), arena);
        return;
    }
    const bool is_read = read_filters(request, is_csv ? API_CSV_LIMIT : API_ROWS,
                                      is_csv ? API_CSV_LIMIT : API_ROWS_LIMIT, &asked.filters, arena, &error);
    if (!is_read || !(is_csv ? put_csv(api, &asked, &error) : put_answer(api, &asked, &error))) {
        reply_failure(reply, &error, arena);
        return;
    }
    reply_json(reply, &asked.out);
    if (!is_csv) return;
    reply->type = "text/csv; charset=utf-8; header=present";
    reply->file_name = arena_join(arena, slice_of(asked.ledger->name), SLICE(".csv"));
}

// ---- groups

static void answer_groups(const struct api *api, const struct request *request, struct slice rest,
                          struct arena *arena, struct reply *reply) {
    const struct ledger *ledger = ledger_named(rest, arena);
    struct error error = { 0 };
    struct query_filters filters;
    if (!ledger) {
        reply_error(reply, 404, SLICE("no ledger has this name: /api lists them"), arena);
        return;
    }
    const char *by[3];
    size_t by_count = 0;
    struct slice list = request_argument(request, "by");
    for (struct slice column; by_count < 3 && slice_next(&list, SLICE(","), &column);)
        by[by_count++] = arena_string(arena, column);
    struct query *query = NULL;
    if (by_count == 0 || list.length)
        error_at(&error, ERROR_INPUT, (struct place_in_file){ 0 },
                 "expected by=COLUMN,... with one to three columns");
    else if (read_filters(request, API_GROUPS_LIMIT, API_GROUPS_LIMIT, &filters, arena, &error))
        query = query_groups_open(api->store, ledger, &filters, by, by_count, &error);
    if (!query) {
        reply_failure(reply, &error, arena);
        return;
    }
    struct json_writer out = { .arena = arena };
    json_put(&out, SLICE("{\"groups\":["));
    bool is_first = true;
    while (query_next(query)) {
        json_put(&out, is_first ? SLICE("\n[") : SLICE(",\n["));
        is_first = false;
        for (size_t i = 0; i <= by_count; i++) {
            if (i) json_put(&out, SLICE(","));
            put_value(&out, query_value(query, i));
        }
        json_put(&out, SLICE("]"));
    }
    json_put(&out, SLICE("]}\n"));
    if (query_close(query, &error))
        reply_json(reply, &out);
    else
        reply_failure(reply, &error, arena);
}

// ---- an article

static bool is_id(struct slice text) {
    if (text.length == 0 || text.length > 64) return false;
    for (size_t i = 0; i < text.length; i++)
        if (!((text.start[i] >= '0' && text.start[i] <= '9') ||
              (text.start[i] >= 'a' && text.start[i] <= 'f')))
            return false;
    return true;
}

static void answer_article(const struct api *api, const struct request *request, struct slice rest,
                           struct arena *arena, struct reply *reply) {
    (void)request;
    struct error error = { 0 };
    const struct record *record = is_id(rest) ? store_record(api->store, rest, arena, &error) : NULL;
    if (!record) {
        reply_error(reply, 404, SLICE("no document of the store has this id"), arena);
        return;
    }
    *reply = (struct reply){ .status = 200, .type = json_type, .body = record_write_json(record, arena) };
}

// ---- what is new

// One event and the end: the browser asks again by itself after `retry`, so no connection is held open.
static void answer_changes(const struct api *api, const struct request *request, struct slice rest,
                           struct arena *arena, struct reply *reply) {
    (void)request, (void)rest;
    struct error error = { 0 };
    int64_t count = 0;
    const struct ledger *documents = ledger_find("documents");
    if (!documents || !query_count(api->store, documents, &(struct query_filters){ 0 }, &count, &error)) {
        reply_failure(reply, &error, arena);
        return;
    }
    *reply =
        (struct reply){ .status = 200,
                        .type = "text/event-stream",
                        .body = arena_format(arena, "retry: 5000\nid: %lld\ndata: {\"documents\":%lld}\n\n",
                                             (long long)count, (long long)count) };
}

// ---- routes

static const struct route {
    const char *path; // ends in '/': what follows is `rest`
    void (*answer)(const struct api *api, const struct request *request, struct slice rest,
                   struct arena *arena, struct reply *reply);
} routes[] = {
    { "/api", answer_description },      { "/api/openapi.json", answer_openapi },
    { "/api/rows/", answer_rows },       { "/api/groups/", answer_groups },
    { "/api/article/", answer_article }, { "/api/changes", answer_changes },
};

static const struct route *route_of(struct slice path, struct slice *rest) {
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        const struct slice prefix = slice_of(routes[i].path);
        const bool takes_rest = prefix.start[prefix.length - 1] == '/';
        *rest = slice_part(path, prefix.length, path.length);
        if (takes_rest ? slice_starts(path, prefix) : slice_equal(path, prefix)) return &routes[i];
    }
    return NULL;
}

void api_answer(const struct api *api, const struct request *request, struct arena *arena,
                struct reply *reply) {
    struct slice rest;
    const struct route *route = route_of(request->path, &rest);
    if (!route) {
        reply_error(reply, 404, SLICE("there is nothing here: /api lists what there is"), arena);
        return;
    }
    uint64_t deadline = now_ms() + API_TIME_MS;
    database_interrupt_by(store_database(api->store), is_late, &deadline);
    route->answer(api, request, rest, arena, reply);
    database_interrupt_by(store_database(api->store), NULL, NULL);
    if (reply->status == 500 && is_late(&deadline))
        reply_error(reply, 503, SLICE("the question took too long: narrow it by a filter"), arena);
}
