// schema.c - the tables of schema.h as constant arrays.
#include "record/record.h"

#include <assert.h>
#include <stddef.h>

// The kinds by their names in small letters, as the tables have them.
enum {
#define KIND_NAMED(symbol, name, tag, meaning) KIND_##name = RECORD_##symbol##_KIND,
    RECORD_KINDS(KIND_NAMED)
#undef KIND_NAMED
};

#define PLAIN .of = RECORD_KIND_COUNT
#define OF_ID(of_) PLAIN
#define OF_TEXT(of_) PLAIN
#define OF_DATE(of_) PLAIN
#define OF_INTEGER(of_) PLAIN
#define OF_COUNT(of_) PLAIN
#define OF_NUMBER(of_) PLAIN
#define OF_BOOLEAN(of_) PLAIN
#define OF_TEXTS(of_) PLAIN
#define OF_CHOICE(of_) PLAIN, .words = of_
#define OF_CHOICES(of_) PLAIN, .words = of_
#define OF_REF(of_) .of = (enum record_kind)KIND_##of_
#define OF_REFS(of_) .of = (enum record_kind)KIND_##of_
#define OF_ONE(of_) .of = (enum record_kind)KIND_##of_
#define OF_MANY(of_) .of = (enum record_kind)KIND_##of_
#define OF_LISTS(of_) .of = (enum record_kind)KIND_##of_
#define FIELD_ROW(type_, of_, name_, meaning_, standard_, null_when_)                                        \
    { .name = #name_,                                                                                        \
      .type = RECORD_TYPE_##type_,                                                                           \
      OF_##type_(of_),                                                                                       \
      .offset = offsetof(struct here, name_),                                                                \
      .meaning = meaning_,                                                                                   \
      .standard = standard_,                                                                                 \
      .null_when = null_when_ },
// In a block of its own each kind's struct has one name that the rows can be counted in.
#define SCHEMA_CASE(symbol, name_, tag, meaning_)                                                            \
    case RECORD_##symbol##_KIND: {                                                                           \
        struct here {                                                                                        \
            RECORD_##symbol(RECORD_MEMBER)                                                                   \
        };                                                                                                   \
        _Static_assert(sizeof(struct here) == sizeof(struct tag), "one layout");                             \
        static const struct record_field fields[] = { RECORD_##symbol(FIELD_ROW) };                          \
        static const struct record_schema schema = { .name = #name_,                                         \
                                                     .meaning = meaning_,                                    \
                                                     .fields = fields,                                       \
                                                     .field_count = sizeof fields / sizeof *fields,          \
                                                     .size = sizeof(struct tag) };                           \
        return &schema;                                                                                      \
    }

const struct record_schema *record_schema(enum record_kind kind) {
    switch (kind) {
        RECORD_KINDS(SCHEMA_CASE)
    case RECORD_KIND_COUNT:
        break;
    }
    assert(!"a kind of the schema");
    return NULL;
}

const struct record_field *record_schema_field(enum record_kind kind, struct slice name) {
    const struct record_schema *schema = record_schema(kind);
    for (size_t i = 0; i < schema->field_count; i++)
        if (slice_equal(slice_of(schema->fields[i].name), name)) return &schema->fields[i];
    return NULL;
}

#define TYPE_NAME(symbol, meaning) #symbol,
static const char *const type_names[] = { RECORD_TYPES(TYPE_NAME) };
#define TYPE_MEANING(symbol, meaning) meaning,
static const char *const type_meanings[] = { RECORD_TYPES(TYPE_MEANING) };

const char *record_type_name(enum record_type type) {
    return type_names[type];
}

const char *record_type_meaning(enum record_type type) {
    return type_meanings[type];
}
