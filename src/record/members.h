// members.h - a member of a record's struct by its field alone: what the functions made from the tables
// share.
#pragma once

#include "record/record.h"

// Every list has this layout, and every object stands behind such a pointer, whatever its kind.
struct __attribute__((may_alias)) member_list {
    const void *items; // [count]
    size_t count;
};
typedef const void *__attribute__((may_alias)) member_object;

static inline const void *member_of(const void *object, const struct record_field *field) {
    return (const char *)object + field->offset;
}
static inline struct slice member_text(const void *member) { // of ID, TEXT, CHOICE, DATE
    return *(const struct slice *)member;
}
static inline const void *item_at(enum record_kind kind, struct member_list list, size_t index) {
    return (const char *)list.items + index * record_schema(kind)->size;
}
