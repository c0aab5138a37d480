// gazetteer.h - which words of a sentence stand in the lists of knowledge/.
//
// Countries, peoples, actors, persons, places and first names, as evidence for the finder of names. Lists
// only say what a phrase may be; the model decides.
#pragma once

#include "language/segment.h"
#include "language/words.h"

enum name_lists_bit {
    LISTED_COUNTRY = 1 << 0,
    LISTED_PEOPLE = 1 << 1, // adjectives and inhabitants of countries, peoples among the actors
    LISTED_ACTOR = 1 << 2,  // governments, organizations, media, armed groups
    LISTED_PERSON = 1 << 3,
    LISTED_PERSON_PART = 1 << 4,
    LISTED_PLACE = 1 << 5,
    LISTED_GIVEN = 1 << 6,
    LISTED_OFFICE = 1 << 7,
    LISTED_START = 1 << 8, // first word of a listed phrase
    LISTED_INSIDE = 1 << 9,
};

struct gazetteer; // opaque

struct gazetteer *name_lists_open(const struct knowledge *knowledge, struct slice code,
                                  const struct segmenter *segmenter, struct arena *arena);
// Sets `gazetteer` of the words (their `lower` is set): the longest phrases from the left.
void name_lists_mark(const struct gazetteer *gazetteer, struct word *words, size_t count);
