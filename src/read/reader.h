// reader.h - what a reader holds, for read.c and read_item.c.
#pragma once

#include "read/read.h"
#include "read/text/language.h"
#include "read/text/steps.h"

struct article_model;

#define MOST_LANGUAGES 64

struct reader {
    struct arena *arena;
    const struct knowledge *knowledge;
    struct page_phrases *phrases;
    struct language_guess *guess;
    struct reader_words {
        struct slice language;
        const struct word_index *index;
    } words[MOST_LANGUAGES]; // [word_count] of languages that have a table of words
    size_t word_count;
    struct article_model *articles; // NULL: markup cannot be read
};
