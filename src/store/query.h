// query.h - the ledgers of a store, asked through one set of filters.
//
// A ledger is a view of views.sql, the columns that its command shows, and what each filter means for it: one
// table that commands, exports and `serve` read. Queries change nothing. Rows come in an order that does not
// depend on the engine.
#pragma once

#include "store/store.h"

#define QUERY_TEXT_LIMIT 1024 // bytes of a filter's text
#define QUERY_LIMIT 100000    // rows of a query at most, when a limit is given

// F(name, option, what it says): all are texts; NULL is no filter.
#define QUERY_FILTERS(F)                                                                                     \
    F(since, "since", "DATE", "on or after this day, YYYY-MM-DD")                                            \
    F(until, "until", "DATE", "on or before this day")                                                       \
    F(actor, "actor", "WHO",                                                                                 \
      "who acts: a name, an id of the tables, or a country's code; those who act for it too")                \
    F(recipient, "recipient", "WHO", "to whom it is done")                                                   \
    F(country, "country", "ISO3", "where it is, or of whom it is")                                           \
    F(type, "type", "TYPE",                                                                                  \
      "PLOVER's type; of figures the measure, of captives the status, of disagreements and actors the kind") \
    F(mode, "mode", "MODE", "PLOVER's mode; of statements direct, indirect or mixed")                        \
    F(place, "place", "PLACE", "the place's name")                                                           \
    F(factuality, "factuality", "WORD",                                                                      \
      "happened, ongoing, planned, requested, conditional, possible, denied ...")                            \
    F(according_to, "according-to", "WHO", "who says so; of statements the speaker")                         \
    F(outlet, "outlet", "NAME", "who published it")                                                          \
    F(min_confidence, "min-confidence", "X", "at least so sure, 0 to 1")                                     \
    F(min_origins, "min-origins", "N", "told by so many independent origins at least")                       \
    F(about, "about", "WORDS", "what it is about has these words")

struct query_filters {
#define QUERY_MEMBER(name, option, argument, meaning) const char *name;
    QUERY_FILTERS(QUERY_MEMBER)
#undef QUERY_MEMBER
    const char *words; // `search`: what to look for
    const char *id;    // only the row of this id
    int64_t limit;     // rows; 0: all
    int64_t offset;    // rows left out before them
    bool newest_first; // instead of the ledger's own order
};
enum query_filter {
#define QUERY_NUMBER(name, option, argument, meaning) QUERY_##name,
    QUERY_FILTERS(QUERY_NUMBER)
#undef QUERY_NUMBER
        QUERY_FILTER_COUNT
};
struct query_option {
    const char *name, *option, *argument, *meaning;
    size_t offset; // of the member of struct query_filters
};
extern const struct query_option query_options[QUERY_FILTER_COUNT];

enum ledger_cell { LEDGER_TEXT, LEDGER_DATE, LEDGER_INTEGER, LEDGER_NUMBER };
struct ledger_column {
    const char *name;
    enum ledger_cell cell;
    unsigned width; // columns on a terminal that it wants; 0: not shown there
    const char *meaning;
};
struct ledger {
    const char *name; // the command's and the view's
    const char *summary;
    const struct ledger_column *columns; // [column_count]
    size_t column_count;
    const char
        *filters[QUERY_FILTER_COUNT]; // SQL with one ? for the value; NULL: says nothing about this ledger
    const char *order;                // SQL
    const char *from;                 // SQL; NULL: the view of its name
    const char *day;                  // SQL: newest_first
};
const struct ledger *ledger_at(size_t index);       // NULL past the last
const struct ledger *ledger_find(const char *name); // NULL when there is none

struct query; // opaque: rows of a ledger
// NULL with `error`, of kind ERROR_INPUT when a filter says nothing about this ledger or is malformed. Owned
// by the caller. Other queries of the same store may be open.
struct query *query_open(struct store *store, const struct ledger *ledger,
                         const struct query_filters *filters, struct error *error);
bool query_next(struct query *query);
struct value query_value(const struct query *query, size_t column); // text is valid until the next row
bool query_close(struct query *query, struct error *error);         // false when a row could not be had
// How many rows there are without limit and offset.
bool query_count(struct store *store, const struct ledger *ledger, const struct query_filters *filters,
                 int64_t *count, struct error *error);

// How many rows there are of each kind: rows of the values of `by` [by_count, 8 at most], columns of the
// ledger, and then their count, in order of the former. A column as "COLUMN:7" or "COLUMN:10" is its first 7
// or 10 bytes: the month, the day. Limit and offset are of these rows.
struct query *query_groups_open(struct store *store, const struct ledger *ledger,
                                const struct query_filters *filters, const char *const *by, size_t by_count,
                                struct error *error);
