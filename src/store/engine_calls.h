// engine_calls.h - what an engine of database.h does: the calls that sqlite.c and postgres.c each give.
#pragma once

#include "store/database.h"

struct database_calls {
    void (*close)(struct database *database);
    bool (*run)(struct database *database, const char *script, struct error *error);
    bool (*execute)(struct database *database, const char *sql, const struct value *values, size_t count,
                    int64_t *changed, struct error *error);
    struct rows *(*query)(struct database *database, const char *sql, const struct value *values,
                          size_t count, struct error *error);
    bool (*next)(struct rows *rows);
    size_t (*columns)(const struct rows *rows);
    const char *(*name)(const struct rows *rows, size_t column);
    struct value (*value)(const struct rows *rows, size_t column);
    struct slice (*text)(const struct rows *rows, size_t column);
    bool (*end)(struct rows *rows, struct error *error);
    void (*interrupt_by)(struct database *database, bool (*is_over)(void *context), void *context);
};

struct database { // the first member of each engine's
    enum database_kind kind;
    const struct database_calls *calls;
    bool in_transaction;
    const char *begin; // how a transaction of a writer begins
};
struct rows {
    struct database *database;
};

struct database *sqlite_open(const char *file, enum database_mode mode, struct error *error);
struct database *postgres_open(const char *where, enum database_mode mode, struct error *error);
// The SQL that the engine is given: words in braces put in. In memory of malloc().
char *database_words(const struct database *database, const char *sql);
