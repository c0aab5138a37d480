// sqlite.c - a store in one file.
//
// The write-ahead log lets readers read while a writer writes; each commit is on the disk before it is told
// (synchronous FULL), so that what was reported as stored survives a kill and a power cut. Statements are
// prepared once and kept by their text; one that is in use is prepared again.
#include "store/engine_calls.h"

#include "base/hash.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#define KEPT_STATEMENTS 128u // slots by the hash of the text; a newcomer takes the place of the old
#define BUSY_MS 120000       // another writer may be joining a large store
#define STEPS_BETWEEN 20000  // steps of SQLite's machine between two questions whether it is over

struct kept {
    char *sql;
    sqlite3_stmt *statement;
    bool in_use;
};

struct sqlite {
    struct database base;
    sqlite3 *handle;
    char file[256];
    struct kept kept[KEPT_STATEMENTS];
    bool (*is_over)(void *context);
    void *over_context;
};

struct sqlite_rows {
    struct rows base;
    sqlite3_stmt *statement;
    struct kept *kept; // NULL: its own
    int status;
};

static bool failed(struct sqlite *sqlite, int status, struct error *error) {
    const bool is_system = (status & 0xff) == SQLITE_BUSY || (status & 0xff) == SQLITE_FULL ||
                           (status & 0xff) == SQLITE_IOERR || (status & 0xff) == SQLITE_LOCKED ||
                           (status & 0xff) == SQLITE_CANTOPEN || (status & 0xff) == SQLITE_INTERRUPT;
    return error_at(
        error, is_system ? ERROR_SYSTEM : ERROR_INPUT, (struct place_in_file){ .file = sqlite->file }, "%s",
        (status & 0xff) == SQLITE_INTERRUPT ? "it took too long" : sqlite3_errmsg(sqlite->handle));
}

// "$1" as "?1", outside of quotes, so that a value's number is its place.
static char *numbered(const struct database *database, const char *sql) {
    char *text = database_words(database, sql);
    char quote = 0;
    for (char *at = text; *at; at++) {
        if (quote)
            quote = *at == quote ? 0 : quote;
        else if (*at == '\'' || *at == '"')
            quote = *at;
        else if (*at == '$' && at[1] >= '0' && at[1] <= '9')
            *at = '?';
    }
    return text;
}

static sqlite3_stmt *prepare(struct sqlite *sqlite, const char *sql, struct kept **kept,
                             struct error *error) {
    *kept = &sqlite->kept[hash_bytes(slice_of(sql), 0) % KEPT_STATEMENTS];
    if ((*kept)->sql && !(*kept)->in_use && strcmp((*kept)->sql, sql) == 0) {
        (*kept)->in_use = true;
        return (*kept)->statement;
    }
    char *text = numbered(&sqlite->base, sql);
    sqlite3_stmt *statement = NULL;
    const int status =
        sqlite3_prepare_v3(sqlite->handle, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    free(text);
    if (status != SQLITE_OK) {
        failed(sqlite, status, error);
        return NULL;
    }
    if ((*kept)->in_use) {
        *kept = NULL;
        return statement;
    }
    sqlite3_finalize((*kept)->statement);
    free((*kept)->sql);
    **kept = (struct kept){ .sql = strdup(sql), .statement = statement, .in_use = true };
    if (!(*kept)->sql) abort();
    return statement;
}

static void release(sqlite3_stmt *statement, struct kept *kept) {
    if (!kept) {
        sqlite3_finalize(statement);
        return;
    }
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    kept->in_use = false;
}

static int bind(sqlite3_stmt *statement, int at, const struct value *value) {
    switch (value->kind) {
    case VALUE_TEXT:
        return sqlite3_bind_text64(statement, at, value->text.length ? value->text.start : "",
                                   value->text.length, SQLITE_TRANSIENT, SQLITE_UTF8);
    case VALUE_BYTES:
        return sqlite3_bind_blob64(statement, at, value->text.length ? value->text.start : "",
                                   value->text.length, SQLITE_TRANSIENT);
    case VALUE_INTEGER:
        return sqlite3_bind_int64(statement, at, value->integer);
    case VALUE_NUMBER:
        return sqlite3_bind_double(statement, at, value->number);
    case VALUE_NULL:
        break;
    }
    return sqlite3_bind_null(statement, at);
}

static sqlite3_stmt *begin(struct sqlite *sqlite, const char *sql, const struct value *values, size_t count,
                           struct kept **kept, struct error *error) {
    sqlite3_stmt *statement = prepare(sqlite, sql, kept, error);
    if (!statement) return NULL;
    for (size_t i = 0; i < count; i++) {
        const int status = bind(statement, (int)i + 1, &values[i]);
        if (status == SQLITE_OK) continue;
        failed(sqlite, status, error);
        release(statement, *kept);
        return NULL;
    }
    return statement;
}

static bool execute(struct database *database, const char *sql, const struct value *values, size_t count,
                    int64_t *changed, struct error *error) {
    struct sqlite *sqlite = (struct sqlite *)database;
    struct kept *kept;
    sqlite3_stmt *statement = begin(sqlite, sql, values, count, &kept, error);
    if (!statement) return false;
    int status;
    while ((status = sqlite3_step(statement)) == SQLITE_ROW) continue;
    const bool ok = status == SQLITE_DONE || failed(sqlite, status, error);
    if (changed) *changed = sqlite3_changes64(sqlite->handle);
    release(statement, kept);
    return ok;
}

static bool run(struct database *database, const char *script, struct error *error) {
    struct sqlite *sqlite = (struct sqlite *)database;
    const int status = sqlite3_exec(sqlite->handle, script, NULL, NULL, NULL);
    return status == SQLITE_OK || failed(sqlite, status, error);
}

static struct rows *query(struct database *database, const char *sql, const struct value *values,
                          size_t count, struct error *error) {
    struct sqlite *sqlite = (struct sqlite *)database;
    struct kept *kept;
    sqlite3_stmt *statement = begin(sqlite, sql, values, count, &kept, error);
    if (!statement) return NULL;
    struct sqlite_rows *rows = calloc(1, sizeof *rows);
    if (!rows) abort();
    *rows = (struct sqlite_rows){ { database }, statement, kept, SQLITE_ROW };
    return &rows->base;
}

static bool next(struct rows *base) {
    struct sqlite_rows *rows = (struct sqlite_rows *)base;
    if (rows->status != SQLITE_ROW) return false;
    rows->status = sqlite3_step(rows->statement);
    return rows->status == SQLITE_ROW;
}

static size_t columns(const struct rows *base) {
    return (size_t)sqlite3_column_count(((const struct sqlite_rows *)base)->statement);
}

static const char *name(const struct rows *base, size_t column) {
    return sqlite3_column_name(((const struct sqlite_rows *)base)->statement, (int)column);
}

static struct slice text(const struct rows *base, size_t column) {
    sqlite3_stmt *statement = ((const struct sqlite_rows *)base)->statement;
    const void *start = sqlite3_column_type(statement, (int)column) == SQLITE_BLOB
                            ? sqlite3_column_blob(statement, (int)column)
                            : (const void *)sqlite3_column_text(statement, (int)column);
    if (!start) return (struct slice){ "", 0 };
    return (struct slice){ start, (size_t)sqlite3_column_bytes(statement, (int)column) };
}

static struct value value(const struct rows *base, size_t column) {
    sqlite3_stmt *statement = ((const struct sqlite_rows *)base)->statement;
    switch (sqlite3_column_type(statement, (int)column)) {
    case SQLITE_INTEGER:
        return value_integer(sqlite3_column_int64(statement, (int)column));
    case SQLITE_FLOAT:
        return value_number(sqlite3_column_double(statement, (int)column));
    case SQLITE_TEXT:
        return value_text(text(base, column));
    case SQLITE_BLOB:
        return (struct value){ .kind = VALUE_BYTES, .text = text(base, column) };
    default:
        return (struct value){ 0 };
    }
}

static bool end(struct rows *base, struct error *error) {
    struct sqlite_rows *rows = (struct sqlite_rows *)base;
    struct sqlite *sqlite = (struct sqlite *)base->database;
    const bool ok =
        rows->status == SQLITE_ROW || rows->status == SQLITE_DONE || failed(sqlite, rows->status, error);
    release(rows->statement, rows->kept);
    free(rows);
    return ok;
}

static int ask_over(void *context) {
    const struct sqlite *sqlite = context;
    return sqlite->is_over(sqlite->over_context);
}

static void interrupt_by(struct database *database, bool (*is_over)(void *context), void *context) {
    struct sqlite *sqlite = (struct sqlite *)database;
    sqlite->is_over = is_over;
    sqlite->over_context = context;
    sqlite3_progress_handler(sqlite->handle, STEPS_BETWEEN, is_over ? ask_over : NULL, sqlite);
}

static void close_file(struct database *database) {
    struct sqlite *sqlite = (struct sqlite *)database;
    for (size_t i = 0; i < KEPT_STATEMENTS; i++) {
        sqlite3_finalize(sqlite->kept[i].statement);
        free(sqlite->kept[i].sql);
    }
    sqlite3_close(sqlite->handle);
    free(sqlite);
}

static const struct database_calls calls = { close_file, run,   execute, query, next,        columns,
                                             name,       value, text,    end,   interrupt_by };

struct database *sqlite_open(const char *file, enum database_mode mode, struct error *error) {
    struct sqlite *sqlite = calloc(1, sizeof *sqlite);
    if (!sqlite) abort();
    sqlite->base = (struct database){ DATABASE_SQLITE, &calls, false, "BEGIN IMMEDIATE" };
    snprintf(sqlite->file, sizeof sqlite->file, "%s", file);
    const int flags = mode == DATABASE_READ    ? SQLITE_OPEN_READONLY
                      : mode == DATABASE_WRITE ? SQLITE_OPEN_READWRITE
                                               : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const int status = sqlite3_open_v2(file, &sqlite->handle, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (status != SQLITE_OK) {
        if (status == SQLITE_CANTOPEN && mode != DATABASE_CREATE)
            error_at(error, ERROR_INPUT, (struct place_in_file){ .file = file },
                     "there is no store here: `dragoman add` makes one");
        failed(sqlite, status, error);
        close_file(&sqlite->base);
        return NULL;
    }
    sqlite3_busy_timeout(sqlite->handle, BUSY_MS);
    sqlite3_extended_result_codes(sqlite->handle, 1);
    static const char settings[] = "PRAGMA foreign_keys = ON;"
                                   "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;";
    static const char writing[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";
    if (!run(&sqlite->base, settings, error) ||
        (mode != DATABASE_READ && !run(&sqlite->base, writing, error))) {
        close_file(&sqlite->base);
        return NULL;
    }
    return &sqlite->base;
}
