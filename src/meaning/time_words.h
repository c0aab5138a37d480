// time_words.h - words of time as the calendar table knows them, and the scan that asks for them.
#pragma once

#include "meaning/numerals.h"

// What the table calls its kinds; docs/knowledge.md says what each means.
// clang-format off
#define WORD_KIND_LIST(X)                                                                               \
    X(MONTH, "month") X(WEEKDAY, "weekday") X(WEEKDAY_SET, "weekday-set") X(UNIT, "unit")               \
    X(PLURAL_UNIT, "plural-unit") X(SEASON, "season") X(HOLIDAY, "holiday") X(DAY, "day")               \
    X(PART, "part") X(CLOCK, "clock") X(HALF, "half") X(ZONE, "zone") X(RELATIVE, "relative")           \
    X(CONTEXT, "context") X(SAME, "same") X(RECENT, "recent") X(SOON, "soon") X(OFFSET, "offset")       \
    X(CONTEXT_OFFSET, "context-offset") X(DAY_OFFSET, "day-offset") X(EDGE, "edge")                     \
    X(EDGE_NOUN, "edge-noun") X(SINCE, "since") X(FROM, "from") X(UNTIL, "until") X(BY, "by")           \
    X(BEFORE, "before") X(AFTER, "after") X(BETWEEN, "between") X(AND, "and") X(TO, "to") X(ON, "on")   \
    X(IN, "in") X(OF, "of") X(FOR, "for") X(ARTICLE, "article") X(EVERY, "every") X(SET, "set")         \
    X(PAST, "past") X(PRESENT, "present") X(FUTURE, "future") X(WILL, "will") X(UNCHANGED, "unchanged") \
    X(AGE, "age") X(AMOUNT, "amount") X(ONE, "one")
// clang-format on
enum word_kind {
#define WORD_KIND_SYMBOL(symbol, name) WORD_##symbol,
    WORD_KIND_LIST(WORD_KIND_SYMBOL)
#undef WORD_KIND_SYMBOL
        WORD_KINDS
};

enum unit {
    UNIT_SECOND,
    UNIT_MINUTE,
    UNIT_HOUR,
    UNIT_DAY,
    UNIT_WEEK,
    UNIT_WEEKEND,
    UNIT_FORTNIGHT,
    UNIT_MONTH,
    UNIT_QUARTER,
    UNIT_YEAR,
    UNIT_DECADE,
    UNIT_CENTURY,
    UNITS
};

enum edge { EDGE_NONE, EDGE_START, EDGE_MIDDLE, EDGE_END, EDGE_WHOLE };

struct times { // compiled once, then only read
    struct numbers *numbers;
    const struct table *calendar;
    uint8_t *kinds;      // [rows] enum word_kind
    int16_t *values;     // [rows] the number of the row, an enum unit or an enum edge
    bool *needs_capital; // [rows]
};

struct time_scan { // the state of one document, its words those of one sentence
    const struct times *times;
    struct words words;
    struct arena *arena;
    int32_t published; // that times count from; DAY_OPEN when unknown. In a narrative the day it has come to
    int32_t written;   // the day of publication, or that a line in the text says; DAY_OPEN when unknown
    int32_t anchor;    // the last day spoken of; `published` at first
    int32_t context;   // a day near which dates without a year lie; DAY_OPEN when that is `published`
    bool is_narrative; // tells of years long before it was published, from date to date
    uint8_t *longest;  // [words.count] words of the longest phrase of the table that begins here
};

#define TIME_PHRASE_WORDS 5u // words of the longest phrase that is looked up

// Words of the phrase of this kind at `at` (the longest), its value in `*value` (may be NULL); 0 when there
// is none.
uint32_t word_is(const struct time_scan *scan, uint32_t at, enum word_kind kind, int *value);
// Where to go on after such a phrase; `at` when there is none.
uint32_t word_skip(const struct time_scan *scan, uint32_t at, enum word_kind kind);
bool word_is_text(const struct time_scan *scan, uint32_t at, const char *text); // folded

enum tense { TENSE_NONE, TENSE_PAST, TENSE_FUTURE };
// time_tense.c: the tense of the clause around `token`; none where it tells nothing.
enum tense tense_of(const struct time_scan *scan, uint32_t token);
