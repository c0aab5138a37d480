// measures.h - the words that say what a number counts, compiled: what figures.c and captives.c share.
//
// A row of measures.txt has a trigger ("kill/v"), a measure, and a path from the trigger to what is counted.
// A hit is a row whose needs hold at a token, with the tokens that its path leads to.
#pragma once

#include "coding/parts.h"
#include "language/syntax.h"

#define MEASURE_NEEDS 4u
#define MEASURE_ENDS 16u // tokens that a path leads to
#define MEASURE_HITS 8u  // rows that hold at one token

enum measure_counts {
    MEASURE_ANYTHING,
    MEASURE_HUMAN, // what is counted has to be known as a person or people
    MEASURE_ALIVE, // the word alone says that they are people: all but what is listed as a thing
};

struct measure_rule {
    struct slice measure;
    char pos; // v, n, a, d; o: two words that an "or" joins
    bool is_self;
    enum measure_counts counts;
    struct path where;
    struct {
        bool is_absent; // there must be nothing at the end of the path
        struct path path;
    } needs[MEASURE_NEEDS];
    unsigned need_count;
};

struct measures {
    const struct table *table, *agents, *offices, *relations, *numbers, *captivity, *acts;
    struct measure_rule *rules; // [rows of table]
};

struct measure_hit {
    const struct measure_rule *rule;
    uint32_t trigger;
    uint32_t ends[MEASURE_ENDS];
    size_t end_count;
    bool is_headline; // a past tense without object that is read as a participle: "Four soldiers killed in"
};

// The row of measures.txt for the word of `token` as this part of speech, the first; NULL when there is none.
const struct measure_rule *measures_rule_of(const struct measures *measures, const struct token *token,
                                            char pos, struct arena *arena);
// Whether the noun at `token` can be a person or people.
bool measures_is_human(const struct measures *measures, const struct meaning *meaning, uint32_t sentence,
                       uint32_t token, struct arena *arena);
// Whether what stands at `token` is what the rule counts.
bool measures_fits(const struct measures *measures, const struct measure_rule *rule,
                   const struct meaning *meaning, uint32_t sentence, uint32_t token, struct arena *arena);
// The rows that hold at `token`, in the order of the table; returns how many.
size_t measures_hits(const struct measures *measures, const struct meaning *meaning, uint32_t sentence,
                     uint32_t token, struct arena *arena, struct measure_hit hits[MEASURE_HITS]);
// The measure of two words that an "or" joins, in either order ("killed or injured"); empty when the table
// has none: then neither of them is said.
struct slice measures_either(const struct measures *measures, struct slice one, struct slice other,
                             struct arena *arena);

// Whether the word joins what is one or the other: "or".
bool measures_is_or(const struct measures *measures, const struct token *token, struct arena *arena);

// Whether the event asks for, promises or refuses that somebody be freed. In captives.c.
bool captives_freedom_is_sought(const struct measures *measures, const struct event *event);
// What `measure` tells of a captive when it is so with this factuality; false for nothing. In captives.c.
bool captives_status(const struct measures *measures, struct slice measure, enum factuality factuality,
                     enum captive_status *status);
