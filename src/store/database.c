// database.c - what both engines share, and the few words in which their SQL differs.
//
//     {text}     type of a text that is ordered by its bytes
//     {bytes}    type of bytes
//     {integer}  type of 64-bit integers
//     {number}   type of 64-bit floating point
//     {serial}   a primary key that numbers the rows
//     {main}     the schema that holds the store, as against temporary tables of the same name
#include "store/engine_calls.h"

#include <math.h>
#include <stdlib.h>

struct value value_number(double number) {
    return (struct value){ .kind = isnan(number) ? VALUE_NULL : VALUE_NUMBER, .number = number };
}

struct database *database_open(const char *where, enum database_mode mode, struct error *error) {
    const struct slice name = slice_of(where);
    if (slice_starts(name, SLICE("postgresql://")) || slice_starts(name, SLICE("postgres://")))
        return postgres_open(where, mode, error);
    return sqlite_open(where, mode, error);
}

void database_close(struct database *database) {
    if (!database) return;
    database_rollback(database);
    database->calls->close(database);
}

enum database_kind database_kind_of(const struct database *database) {
    return database->kind;
}

static const struct {
    const char *word, *of[2]; // by enum database_kind
} words[] = {
    { "{text}", { "TEXT", "TEXT COLLATE \"C\"" } },
    { "{bytes}", { "BLOB", "BYTEA" } },
    { "{integer}", { "INTEGER", "BIGINT" } },
    { "{number}", { "REAL", "DOUBLE PRECISION" } },
    { "{serial}", { "INTEGER PRIMARY KEY", "BIGSERIAL PRIMARY KEY" } },
    { "{main}", { "main", "public" } },
};

char *database_words(const struct database *database, const char *sql) {
    size_t size = strlen(sql) + 1;
    for (const char *at = sql; (at = strchr(at, '{')); at++) size += 24;
    char *out = malloc(size), *to = out;
    if (!out) abort();
    while (*sql) {
        size_t found = sizeof words / sizeof *words;
        if (*sql == '{')
            for (found = 0; found < sizeof words / sizeof *words; found++)
                if (strncmp(sql, words[found].word, strlen(words[found].word)) == 0) break;
        if (found < sizeof words / sizeof *words) {
            to = stpcpy(to, words[found].of[database->kind]);
            sql += strlen(words[found].word);
        } else {
            *to++ = *sql++;
        }
    }
    *to = '\0';
    return out;
}

bool database_run(struct database *database, const char *script, struct error *error) {
    char *text = database_words(database, script);
    const bool ok = database->calls->run(database, text, error);
    free(text);
    return ok;
}

bool database_do(struct database *database, const char *sql, const struct value *values, size_t count,
                 int64_t *changed, struct error *error) {
    return database->calls->execute(database, sql, values, count, changed, error);
}

bool database_begin(struct database *database, struct error *error) {
    if (!database->calls->run(database, database->begin, error)) return false;
    database->in_transaction = true;
    return true;
}

bool database_commit(struct database *database, struct error *error) {
    if (!database->calls->run(database, "COMMIT", error)) return false;
    database->in_transaction = false;
    return true;
}

void database_rollback(struct database *database) {
    if (!database->in_transaction) return;
    database->in_transaction = false;
    struct error ignored = { 0 };
    database->calls->run(database, "ROLLBACK", &ignored);
}

void database_interrupt_by(struct database *database, bool (*is_over)(void *context), void *context) {
    database->calls->interrupt_by(database, is_over, context);
}

struct rows *database_query(struct database *database, const char *sql, const struct value *values,
                            size_t count, struct error *error) {
    return database->calls->query(database, sql, values, count, error);
}

bool rows_next(struct rows *rows) {
    return rows->database->calls->next(rows);
}
size_t rows_columns(const struct rows *rows) {
    return rows->database->calls->columns(rows);
}
const char *rows_name(const struct rows *rows, size_t column) {
    return rows->database->calls->name(rows, column);
}
struct value rows_value(const struct rows *rows, size_t column) {
    return rows->database->calls->value(rows, column);
}
struct slice rows_text(const struct rows *rows, size_t column) {
    return rows->database->calls->text(rows, column);
}

int64_t rows_integer(const struct rows *rows, size_t column) {
    const struct value value = rows_value(rows, column);
    if (value.kind == VALUE_INTEGER) return value.integer;
    return value.kind == VALUE_NUMBER ? (int64_t)value.number : 0;
}

double rows_number(const struct rows *rows, size_t column) {
    const struct value value = rows_value(rows, column);
    if (value.kind == VALUE_INTEGER) return (double)value.integer;
    return value.kind == VALUE_NUMBER ? value.number : NAN;
}

bool rows_close(struct rows *rows, struct error *error) {
    return !rows || rows->database->calls->end(rows, error);
}

bool database_text(struct database *database, const char *sql, const struct value *values, size_t count,
                   struct arena *arena, struct slice *text, struct error *error) {
    *text = (struct slice){ "", 0 };
    struct rows *rows = database_query(database, sql, values, count, error);
    if (!rows) return false;
    if (rows_next(rows)) *text = arena_copy(arena, rows_text(rows, 0));
    return rows_close(rows, error);
}

bool database_integer(struct database *database, const char *sql, const struct value *values, size_t count,
                      int64_t *integer, struct error *error) {
    *integer = 0;
    struct rows *rows = database_query(database, sql, values, count, error);
    if (!rows) return false;
    if (rows_next(rows)) *integer = rows_integer(rows, 0);
    return rows_close(rows, error);
}
