// counting.h - which measure a number has: proposed, scored, chosen. Internal to figures.c.
//
// Every row of measures.txt that reaches a number makes a candidate; scoring is a function of a candidate,
// choosing of the scored candidates of one number. Everything lives in the document's arena.
#pragma once

#include "base/vector.h"
#include "coding/measures.h"

// How a row reaches a number, the better the higher.
enum count_reach {
    REACH_NOUN,      // the counted noun says it itself: "30 hostages"
    REACH_BESIDE,    // by their places alone: "8,300 dead"
    REACH_DESCRIBED, // what describes the noun: "12 students arrested for", "50 captured civilians"
    REACH_GOVERNS,   // what the noun undergoes or does: "12 students were freed"
};

struct count_candidate {
    size_t number; // index into the meaning's numbers
    struct measure_hit hit;
    enum count_reach reach;
    struct slice measure; // the row's, or that of the figure before ("same"), or of both of an "or"
    int score;
};

// A number with the numbers of its sentence that it is a part of.
struct share {
    int32_t whole; // "twelve of the 30": the number of the whole; -1
    double low, high;
    bool is_known; // false: a part whose size nobody says ("all but two were freed")
    bool is_rounded;
};

typedef VECTOR_OF(struct count_candidate) count_candidates;

struct counting {
    const struct measures *measures;
    const struct meaning *meaning;
    struct arena *arena;
    uint32_t sentence;
    const struct sentence *s;
    size_t first_number, end_number; // of the sentence
    struct share *shares;            // [end_number - first_number]
};

// Whether the number can count people or things: no money, no age, and no share but one of a whole.
bool counting_is_count(const struct counting *c, size_t number);
// The noun that a number counts, or the number's own token.
uint32_t counting_noun(const struct sentence *s, const struct number *number);
// "dozens of people": the noun behind a number that is a noun itself; -1.
int32_t counting_noun_behind(const struct sentence *s, const struct number *number);
// Fills `shares`: which number of the sentence is a part of which.
void counting_find_shares(struct counting *c);
// All candidates of the sentence, scored, in the order of their triggers.
void counting_propose(const struct counting *c, count_candidates *candidates);
int counting_score(const struct counting *c, const struct count_candidate *candidate);
// The candidates that hold, at most `limit` indices in `chosen`: for each number the best, and what is
// coordinated with it ("arrested and released"); returns how many.
size_t counting_choose(const struct counting *c, const count_candidates *candidates, uint32_t *chosen,
                       size_t limit);
