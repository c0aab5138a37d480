// filter.h - a part of a record.
#pragma once

#include "record/record.h"

struct record_filter {
    unsigned kinds;        // bit `kind` for each list that stays; 0: all do
    double min_confidence; // events below it are left out, with what is only said of them
};

// Entities and the document stay, so that all that is left still names whom it names. References to events
// that are left out go, and so do disagreements over them. Lives in `arena`, shares what stays with `record`.
const struct record *record_filter(const struct record *record, const struct record_filter *filter,
                                   struct arena *arena);
