// postgres.c - a store on a PostgreSQL server.
//
// The same SQL as for SQLite. The rows of a query are read into memory at once, because a connection answers
// one question after the other and several may be open here. Writers take one lock for the whole of a transaction, so
// that several programs may add at once.
#include "store/engine_calls.h"

#include "base/hash.h"

#include <libpq-fe.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define KEPT_STATEMENTS 256u
#define VALUES 64

// Types of columns, from PostgreSQL's catalogue (pg_type.dat).
enum {
    TYPE_BOOL = 16,
    TYPE_BYTEA = 17,
    TYPE_INT8 = 20,
    TYPE_INT2 = 21,
    TYPE_INT4 = 23,
    TYPE_FLOAT4 = 700,
    TYPE_FLOAT8 = 701,
    TYPE_NUMERIC = 1700
};

struct postgres {
    struct database base;
    PGconn *connection;
    char *kept[KEPT_STATEMENTS]; // texts of prepared statements, by slot
    uint64_t hashes[KEPT_STATEMENTS];
};

struct postgres_rows {
    struct rows base;
    PGresult *result; // all of it
    int row, row_count;
    unsigned char *bytes; // of the last bytea that was asked for
};

static bool failed(struct postgres *postgres, const PGresult *result, struct error *error) {
    const char *message = result ? PQresultErrorMessage(result) : PQerrorMessage(postgres->connection);
    const struct slice line = slice_part(slice_of(message), 0, slice_find(slice_of(message), SLICE("\n"), 0));
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const bool is_system = !state || strncmp(state, "08", 2) == 0 || strncmp(state, "40", 2) == 0 ||
                           strncmp(state, "53", 2) == 0 || strncmp(state, "57", 2) == 0;
    return error_at(error, is_system ? ERROR_SYSTEM : ERROR_INPUT,
                    (struct place_in_file){ .file = "postgresql" }, SLICE_FORMAT, SLICE_ARG(line));
}

static bool run(struct database *database, const char *script, struct error *error) {
    struct postgres *postgres = (struct postgres *)database;
    PGresult *result = PQexec(postgres->connection, script);
    const ExecStatusType status = PQresultStatus(result);
    const bool ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY ||
                    failed(postgres, result, error);
    PQclear(result);
    return ok;
}

// The name under which the statement is prepared; false with `error`.
static bool prepare(struct postgres *postgres, const char *sql, char name[16], struct error *error) {
    const uint64_t hash = hash_bytes(slice_of(sql), 0);
    const size_t slot = hash % KEPT_STATEMENTS;
    snprintf(name, 16, "s%zu", slot);
    if (postgres->kept[slot] && postgres->hashes[slot] == hash && strcmp(postgres->kept[slot], sql) == 0)
        return true;
    if (postgres->kept[slot]) {
        char drop[32];
        snprintf(drop, sizeof drop, "DEALLOCATE %s", name);
        PQclear(PQexec(postgres->connection, drop));
        free(postgres->kept[slot]);
        postgres->kept[slot] = NULL;
    }
    char *text = database_words(&postgres->base, sql);
    PGresult *result = PQprepare(postgres->connection, name, text, 0, NULL);
    free(text);
    const bool ok = PQresultStatus(result) == PGRES_COMMAND_OK || failed(postgres, result, error);
    PQclear(result);
    if (!ok) return false;
    postgres->kept[slot] = strdup(sql);
    if (!postgres->kept[slot]) abort();
    postgres->hashes[slot] = hash;
    return true;
}

// Values go as text, bytes as they are.
static PGresult *ask(struct postgres *postgres, const char *sql, const struct value *values, size_t count,
                     struct error *error) {
    char name[16];
    if (count > VALUES) {
        error_at(error, ERROR_LIMIT, (struct place_in_file){ .file = "postgresql" }, "more than %d values",
                 VALUES);
        return NULL;
    }
    if (!prepare(postgres, sql, name, error)) return NULL;
    const char *texts[VALUES];
    int lengths[VALUES], formats[VALUES];
    char numbers[VALUES][32];
    char *copies[VALUES] = { NULL };
    for (size_t i = 0; i < count; i++) {
        formats[i] = values[i].kind == VALUE_BYTES;
        lengths[i] = (int)values[i].text.length;
        switch (values[i].kind) {
        case VALUE_NULL:
            texts[i] = NULL;
            break;
        case VALUE_INTEGER:
            snprintf(numbers[i], sizeof numbers[i], "%lld", (long long)values[i].integer);
            texts[i] = numbers[i];
            break;
        case VALUE_NUMBER:
            snprintf(numbers[i], sizeof numbers[i], "%.17g", values[i].number);
            texts[i] = numbers[i];
            break;
        case VALUE_TEXT: // ends at a NUL, which clean text does not have
            copies[i] = malloc(values[i].text.length + 1);
            if (!copies[i]) abort();
            if (values[i].text.length) memcpy(copies[i], values[i].text.start, values[i].text.length);
            copies[i][values[i].text.length] = '\0';
            texts[i] = copies[i];
            break;
        case VALUE_BYTES:
            texts[i] = values[i].text.start;
            break;
        }
    }
    PGresult *result = PQexecPrepared(postgres->connection, name, (int)count, texts, lengths, formats, 0);
    for (size_t i = 0; i < count; i++) free(copies[i]);
    const ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return result;
    failed(postgres, result, error);
    PQclear(result);
    return NULL;
}

static bool execute(struct database *database, const char *sql, const struct value *values, size_t count,
                    int64_t *changed, struct error *error) {
    PGresult *result = ask((struct postgres *)database, sql, values, count, error);
    if (!result) return false;
    if (changed) *changed = strtoll(PQcmdTuples(result), NULL, 10);
    PQclear(result);
    return true;
}

static struct rows *query(struct database *database, const char *sql, const struct value *values,
                          size_t count, struct error *error) {
    PGresult *result = ask((struct postgres *)database, sql, values, count, error);
    if (!result) return NULL;
    struct postgres_rows *rows = calloc(1, sizeof *rows);
    if (!rows) abort();
    *rows = (struct postgres_rows){ { database }, result, -1, PQntuples(result), NULL };
    return &rows->base;
}

static bool next(struct rows *base) {
    struct postgres_rows *rows = (struct postgres_rows *)base;
    if (rows->row + 1 >= rows->row_count) return false;
    rows->row++;
    return true;
}

static size_t columns(const struct rows *base) {
    return (size_t)PQnfields(((const struct postgres_rows *)base)->result);
}
static const char *name(const struct rows *base, size_t column) {
    return PQfname(((const struct postgres_rows *)base)->result, (int)column);
}

static struct slice text(const struct rows *base, size_t column) {
    struct postgres_rows *rows = (struct postgres_rows *)base;
    if (PQgetisnull(rows->result, rows->row, (int)column)) return (struct slice){ "", 0 };
    const char *found = PQgetvalue(rows->result, rows->row, (int)column);
    if (PQftype(rows->result, (int)column) == TYPE_BYTEA) {
        size_t length;
        PQfreemem(rows->bytes);
        rows->bytes = PQunescapeBytea((const unsigned char *)found, &length);
        return (struct slice){ (const char *)rows->bytes, rows->bytes ? length : 0 };
    }
    return (struct slice){ found, (size_t)PQgetlength(rows->result, rows->row, (int)column) };
}

static struct value value(const struct rows *base, size_t column) {
    const struct postgres_rows *rows = (const struct postgres_rows *)base;
    if (PQgetisnull(rows->result, rows->row, (int)column)) return (struct value){ 0 };
    const struct slice found = text(base, column);
    switch (PQftype(rows->result, (int)column)) {
    case TYPE_BOOL:
        return value_integer(found.start[0] == 't');
    case TYPE_INT2:
    case TYPE_INT4:
    case TYPE_INT8:
        return value_integer(strtoll(found.start, NULL, 10));
    case TYPE_FLOAT4:
    case TYPE_FLOAT8:
    case TYPE_NUMERIC:
        return value_number(strtod(found.start, NULL));
    case TYPE_BYTEA:
        return (struct value){ .kind = VALUE_BYTES, .text = found };
    default:
        return value_text(found);
    }
}

static bool end(struct rows *base, struct error *error) {
    (void)error;
    struct postgres_rows *rows = (struct postgres_rows *)base;
    PQclear(rows->result);
    PQfreemem(rows->bytes);
    free(rows);
    return true;
}

static void interrupt_by(struct database *database, bool (*is_over)(void *context), void *context) {
    (void)database, (void)is_over, (void)context; // the server's statement_timeout does it
}

static void close_connection(struct database *database) {
    struct postgres *postgres = (struct postgres *)database;
    for (size_t i = 0; i < KEPT_STATEMENTS; i++) free(postgres->kept[i]);
    PQfinish(postgres->connection);
    free(postgres);
}

static void say_nothing(void *context, const char *message) {
    (void)context, (void)message;
}

static const struct database_calls calls = { close_connection, run,  execute, query, next,
                                             columns,          name, value,   text,  end,
                                             interrupt_by };

struct database *postgres_open(const char *where, enum database_mode mode, struct error *error) {
    struct postgres *postgres = calloc(1, sizeof *postgres);
    if (!postgres) abort();
    // One writer at a time: the lock of this number is let go with the transaction.
    postgres->base =
        (struct database){ DATABASE_POSTGRES, &calls, false, "BEGIN; SELECT pg_advisory_xact_lock(7235418)" };
    postgres->connection = PQconnectdb(where);
    if (PQstatus(postgres->connection) != CONNECTION_OK) {
        failed(postgres, NULL, error);
        close_connection(&postgres->base);
        return NULL;
    }
    PQsetNoticeProcessor(postgres->connection, say_nothing, NULL);
    const char *settings = mode == DATABASE_READ
                               ? "SET client_encoding = 'UTF8'; SET extra_float_digits = 1; "
                                 "SET default_transaction_read_only = on"
                               : "SET client_encoding = 'UTF8'; SET extra_float_digits = 1";
    if (run(&postgres->base, settings, error)) return &postgres->base;
    close_connection(&postgres->base);
    return NULL;
}
