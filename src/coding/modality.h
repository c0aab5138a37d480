// modality.h - the words that say whether something is so, compiled from modality.txt and operators.txt.
// Internal to factuality.c, which asks for them, and modality.c.
#pragma once

#include "coding/parts.h"

// Where a word stands when its row holds; docs/patterns.md says what each means.
// clang-format off
#define MODALITY_PLACE_LIST(X)                                                                              \
    X(AUX, "aux") X(REPORTED, "reported") X(ADVERB, "adverb") X(DETERMINER, "determiner") X(MARK, "mark")   \
    X(ADJECTIVE, "adjective") X(GOVERNOR, "governor") X(INFINITIVE, "infinitive")                           \
    X(PAST_INFINITIVE, "past-infinitive") X(GERUND, "gerund") X(MARKED, "marked") X(LINK, "link")           \
    X(THROUGH, "through") X(SUBJECT, "subject") X(LEAD, "lead") X(UNCHANGED, "unchanged")                   \
    X(OBJECT, "object") X(STATE, "state")
// clang-format on
enum modality_place {
#define MODALITY_PLACE_SYMBOL(symbol, name) PLACE_##symbol,
    MODALITY_PLACE_LIST(MODALITY_PLACE_SYMBOL)
#undef MODALITY_PLACE_SYMBOL
        MODALITY_PLACES
};

enum modality_effect { // what a word does; the first ones are factualities
    EFFECT_NEGATION = FACTUALITIES,
    EFFECT_AHEAD,     // not come about yet, unless it is told as past
    EFFECT_CONDITION, // the clause itself is a condition
    EFFECT_NONE
};

// The effect of the word at `token` when it stands in `place`. Of the rows whose further words follow it the
// longest decides, then the first.
unsigned modality_at(const struct modality *modality, const struct sentence *sentence, uint32_t token,
                     enum modality_place place);
// The effect of the longest row of `place` whose words stand right before `end`; its first word in `*first`.
unsigned modality_before(const struct modality *modality, const struct sentence *sentence, uint32_t end,
                         enum modality_place place, uint32_t *first);
