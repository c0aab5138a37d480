// reader.h - what a reader holds, for read.c and read_item.c.
#pragma once

#include "read/parts.h"
#include "read/read.h"

struct article_model;

struct reader {
    struct arena *arena;
    const struct knowledge *knowledge;
    struct page_phrases *phrases;
    struct language_guess *guess;
    struct article_model *articles; // NULL: markup cannot be read
};
