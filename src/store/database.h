// database.h - one connection to SQLite or PostgreSQL, behind the same few calls.
//
// What differs between the two ends here and in schema_*.sql: whoever writes SQL writes what both understand,
// with $1, $2 ... for values. A connection belongs to one thread at a time. The only place that knows
// sqlite3.h is sqlite.c, the only one that knows libpq-fe.h is postgres.c.
#pragma once

#include "base/arena.h"
#include "base/error.h"

struct database; // opaque

enum database_kind { DATABASE_SQLITE, DATABASE_POSTGRES };
enum database_mode {
    DATABASE_READ,   // nothing can be changed but what is TEMPORARY
    DATABASE_WRITE,  // must be there
    DATABASE_CREATE, // made when it is not there
};

enum value_kind { VALUE_NULL, VALUE_TEXT, VALUE_INTEGER, VALUE_NUMBER, VALUE_BYTES };
struct value { // of a cell, or to put in the place of $n
    enum value_kind kind;
    struct slice text; // VALUE_TEXT, VALUE_BYTES
    int64_t integer;
    double number;
};
static inline struct value value_text(struct slice text) {
    return (struct value){ .kind = VALUE_TEXT, .text = text };
}
// NULL when empty.
static inline struct value value_some(struct slice text) {
    return (struct value){ .kind = text.length ? VALUE_TEXT : VALUE_NULL, .text = text };
}
static inline struct value value_integer(int64_t integer) {
    return (struct value){ .kind = VALUE_INTEGER, .integer = integer };
}
struct value value_number(double number); // NULL when NAN

// `where`: a file, or "postgresql://...". NULL with `error`, of kind ERROR_SYSTEM when another try may work.
// Owned by the caller.
struct database *database_open(const char *where, enum database_mode mode, struct error *error);
void database_close(struct database *database); // NULL is fine; what was not committed is lost
enum database_kind database_kind_of(const struct database *database);

// A script of statements without values. Words in braces are put for the engine: see database.c.
bool database_run(struct database *database, const char *script, struct error *error);
// One statement with `count` values that gives no rows. `changed`: rows inserted, updated or deleted; may be
// NULL.
bool database_do(struct database *database, const char *sql, const struct value *values, size_t count,
                 int64_t *changed, struct error *error);
// Transactions do not nest. Of several writers one is at work at a time; the others wait.
bool database_begin(struct database *database, struct error *error);
bool database_commit(struct database *database, struct error *error);
void database_rollback(struct database *database); // nothing when none is open
// Makes a statement that takes too long end with an error; NULL: never. Asked some thousand times a second.
void database_interrupt_by(struct database *database, bool (*is_over)(void *context), void *context);

struct rows; // opaque: the rows of a query, one at a time
// NULL with `error`. Several may be open at once. Owned by the caller.
struct rows *database_query(struct database *database, const char *sql, const struct value *values,
                            size_t count, struct error *error);
bool rows_next(struct rows *rows); // false at the end, or when something failed: rows_close() says
size_t rows_columns(const struct rows *rows);
const char *rows_name(const struct rows *rows, size_t column); // valid while open
// Of the row that rows_next() gave. Text is valid until the next.
struct slice rows_text(const struct rows *rows, size_t column); // empty when null; numbers as text
int64_t rows_integer(const struct rows *rows, size_t column);   // 0 when null
double rows_number(const struct rows *rows, size_t column);     // NAN when null
struct value rows_value(const struct rows *rows, size_t column);
bool rows_close(struct rows *rows, struct error *error); // false when a row could not be had. NULL is fine

// One row's first column, copied into `arena`; empty when there is no row.
bool database_text(struct database *database, const char *sql, const struct value *values, size_t count,
                   struct arena *arena, struct slice *text, struct error *error);
bool database_integer(struct database *database, const char *sql, const struct value *values, size_t count,
                      int64_t *integer, struct error *error);
