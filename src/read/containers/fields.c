// fields.c - the names that exports give to the parts of a document.
//
// What the user names comes first and stands alone: who says where the text is does not want another guess.
#include "read/containers/items_forms.h"

#include "base/vector.h"

#include <string.h>

#define ROLE_NAME(symbol, name) { name, sizeof name - 1 },
static const struct slice role_names[] = { FIELD_ROLES(ROLE_NAME) };

static void add_names(struct field_names *names, struct slice list, struct slice separator,
                      struct arena *arena) {
    for (struct slice name; slice_next(&list, separator, &name);)
        if (slice_trim(name).length) *vector_push(arena, names) = slice_trim(name);
}

struct fields *fields_of(const struct items_options *options, struct arena *arena) {
    struct fields *fields = ARENA_NEW(arena, struct fields);
    fields->months = month_names_of(options ? options->knowledge : NULL, arena);
    if (!options) return fields;
    fields->date_order = options->date_order;
    if (options->charset) fields->charset = slice_of(options->charset);
    const struct items_fields *own = &options->fields;
    const char *const named[FIELD_ROLE_COUNT] = {
        [FIELD_TEXT] = own->text,         [FIELD_TITLE] = own->title,
        [FIELD_URL] = own->url,           [FIELD_PUBLISHED] = own->published,
        [FIELD_LANGUAGE] = own->language, [FIELD_OUTLET] = own->outlet,
        [FIELD_BYLINE] = own->byline,     [FIELD_MODIFIED] = own->modified,
        [FIELD_CAPTURED] = own->captured, [FIELD_ID] = own->id,
    };
    for (int role = 0; role < FIELD_ROLE_COUNT; role++) fields->named[role] = named[role] != NULL;
    for (int role = 0; role < FIELD_ROLE_COUNT; role++)
        if (named[role]) add_names(&fields->roles[role], slice_of(named[role]), SLICE(","), arena);
    if (!options->knowledge) return fields;
    const struct table *table = knowledge_table(options->knowledge, TABLE_FIELDS, (struct slice){ "", 0 });
    for (size_t row = 0; row < table_count(table); row++) {
        const struct slice name = table_cell(table, row, TABLE_COLUMN(FIELDS, ROLE));
        for (int role = 0; role < FIELD_ROLE_COUNT; role++)
            if (!named[role] && slice_equal(name, role_names[role]))
                add_names(&fields->roles[role], table_cell(table, row, TABLE_COLUMN(FIELDS, NAMES)),
                          SLICE("|"), arena);
    }
    return fields;
}

static char next_letter(struct slice name, size_t *at) {
    while (*at < name.length && (name.start[*at] == ' ' || name.start[*at] == '_' || name.start[*at] == '-'))
        ++*at;
    const char c = *at < name.length ? name.start[(*at)++] : '\0';
    return (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

static bool names_alike(struct slice a, struct slice b) {
    size_t i = 0, k = 0;
    for (;;) {
        const char c = next_letter(a, &i);
        if (c != next_letter(b, &k)) return false;
        if (c == '\0') return true;
    }
}

size_t fields_rank(const struct fields *fields, enum field_role role, struct slice name) {
    const struct field_names *names = &fields->roles[role];
    for (size_t i = 0; i < names->count; i++)
        if (names_alike(names->items[i], name)) return i;
    return SIZE_MAX;
}

void fields_set(struct item *item, enum field_role role, struct slice value) {
    struct slice *const places[FIELD_ROLE_COUNT] = {
        [FIELD_TEXT] = &item->bytes,        [FIELD_TITLE] = &item->title,
        [FIELD_URL] = &item->url,           [FIELD_PUBLISHED] = &item->published,
        [FIELD_MODIFIED] = &item->modified, [FIELD_CAPTURED] = &item->captured,
        [FIELD_LANGUAGE] = &item->language, [FIELD_OUTLET] = &item->outlet,
        [FIELD_BYLINE] = &item->byline,     [FIELD_ID] = &item->id,
    };
    if (places[role]) *places[role] = value;
}
