// parts.h - the parts of meaning, for interpret() and their tests. Later parts use earlier ones.
#pragma once

#include "meaning/meaning.h"

// times.c and time_*.c: dates and times, resolved against the publication date with the tense of their
// clause.
struct times; // opaque: the calendar table, compiled
struct times *times_open(const struct knowledge *knowledge, struct slice language, struct error *error);
void times_close(struct times *times);
void times_find(const struct times *times, const struct analysis *analysis, struct arena *arena,
                struct meaning *meaning);

// numerals.c, numbers.c: counts with their qualifiers.
struct numbers;
struct numbers *numbers_open(const struct knowledge *knowledge, struct slice language, struct error *error);
void numbers_close(struct numbers *numbers);
void numbers_find(const struct numbers *numbers, const struct analysis *analysis, struct arena *arena,
                  struct meaning *meaning);

// quotations.c: what stands between quotation marks; paragraphs that a quotation runs over.
void quotations_find(const struct analysis *analysis, struct arena *arena, struct meaning *meaning);

// entities.c and its neighbours: mentions, who they stand for, roles. Uses the three above.
struct entities;
struct entities *entities_open(const struct knowledge *knowledge, struct slice language, struct error *error);
void entities_close(struct entities *entities);
void entities_find(const struct entities *entities, const struct analysis *analysis, struct arena *arena,
                   struct meaning *meaning);
