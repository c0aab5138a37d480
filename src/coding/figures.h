// figures.h - the tables that figures.c and captives.c share.
#pragma once

#include "coding/parts.h"
#include "language/syntax.h"

#define MEASURE_NEEDS 4u

struct measure_rule {
    struct slice measure;
    char pos; // v, n, a, d
    bool is_self, is_human;
    struct path where;
    struct {
        bool is_absent; // there must be nothing at the end of the path
        struct path path;
    } needs[MEASURE_NEEDS];
    unsigned need_count;
};

struct measures {
    const struct table *table, *agents, *relations, *captivity, *acts;
    struct measure_rule *rules; // [rows of table]
};

// Whether the noun at `token` can be a person or people.
bool measures_is_human(const struct measures *measures, const struct meaning *meaning, uint32_t sentence,
                       uint32_t token, struct arena *arena);

// What `measure` tells of a captive when it is so with this factuality; false for nothing. In captives.c.
bool captives_status(const struct measures *measures, struct slice measure, enum factuality factuality,
                     enum captive_status *status);
