// items_forms.h - the forms that an input may have, for items.c: each file of a form has one row.
//
// To add a form: its row here, its file in meson.build, a harness in fuzz/.
#pragma once

#include "knowledge/knowledge.h"
#include "read/containers/items.h"

#define FORM_START 4096u // bytes of an input by which its form is told

struct items_source {
    struct stream *stream;
    struct slice name; // of the input
    const struct fields *fields;
    enum date_order *order; // what the input's own dates show; owned by items.c
};

struct form {
    const char *name;
    // Has an input that starts so this form? `start`: its first bytes, without byte order mark and leading
    // white space, the NULs of UTF-16 left out.
    bool (*recognizes)(const struct items_source *source, struct slice start);
    // The state of one reading, on the heap; never NULL.
    void *(*open)(const struct items_source *source);
    void (*close)(void *state);
    // As items_next(); the stream's own failure is told by whoever owns the stream.
    enum items_result (*next)(void *state, struct arena *arena, struct item *item, struct error *error);
};
extern const struct form form_warc, form_feed, form_html, form_json, form_csv, form_text;

// items.c: as items_open(), of what one record holds, with fields that are there already; borrows them. Forms
// that have records of their own are left out, so that nothing lies in itself without end.
struct items *items_open_within(struct stream *stream, struct slice source, const struct fields *fields);
// What one record of an input is called: "crawl.warc.gz#12".
struct slice items_record_name(const struct items_source *source, uint64_t number, struct arena *arena);
// Says where in the input: `line` 0 when it has none.
bool items_error(struct error *error, enum error_kind kind, const struct items_source *source, uint32_t line,
                 uint32_t column, const char *format, ...) __attribute__((format(printf, 6, 7)));
bool items_is_html(struct slice text); // markup rather than plain text, by its first bytes
bool items_is_page(struct slice text); // of markup: a whole page, with its head and body

// fields.c: which fields of an export have what, from knowledge/fields.txt and the user.
#define FIELD_ROLES(R)                                                                                       \
    R(TEXT, "text")                                                                                          \
    R(TITLE, "title")                                                                                        \
    R(URL, "url")                                                                                            \
    R(PUBLISHED, "published")                                                                                \
    R(MODIFIED, "modified")                                                                                  \
    R(CAPTURED, "captured")                                                                                  \
    R(LANGUAGE, "language")                                                                                  \
    R(OUTLET, "outlet")                                                                                      \
    R(BYLINE, "byline")                                                                                      \
    R(ID, "id")                                                                                              \
    R(LIST, "list")
enum field_role {
#define FIELD_SYMBOL(symbol, name) FIELD_##symbol,
    FIELD_ROLES(FIELD_SYMBOL)
#undef FIELD_SYMBOL
        FIELD_ROLE_COUNT
};
struct field_names {
    struct slice *items; // [count] the most trusted first
    size_t count, capacity;
};
struct fields {
    struct field_names roles[FIELD_ROLE_COUNT];
    bool named[FIELD_ROLE_COUNT]; // by the user: these names and no others
    const struct month_names *months;
    enum date_order date_order;
    struct slice charset; // that the user says all inputs have; empty when none
};
// How trusted `name` is for `role`: 0 the most; SIZE_MAX when it does not mean that. Case, spaces, '_' and
// '-' do not count: "Full Text" is "full_text".
size_t fields_rank(const struct fields *fields, enum field_role role, struct slice name);
// Puts `value` where the role belongs. Roles that are no part of an item are left out.
void fields_set(struct item *item, enum field_role role, struct slice value);
