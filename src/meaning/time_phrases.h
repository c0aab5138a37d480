// time_phrases.h - the productions of the grammar of time, shared by the files that hold them.
//
// A production reads what begins at token `at` into a cleared point and says whether there was any; whoever
// reads only words gives their count, 0 for none. Days stay DAY_OPEN where the document has no date of
// publication.
#pragma once

#include "base/calendar.h"
#include "meaning/meaning.h"
#include "meaning/time_words.h"

struct time_point {
    uint32_t end;     // one past its last token
    int32_t from, to; // both DAY_OPEN when unresolved
    enum time_precision precision;
    bool is_duration, is_set, is_past, is_vague;
    bool is_anchor; // later words may count from it
    unsigned depth; // productions around this one
    int unit;       // of a duration: enum unit
    double count;   // how many; 0 for "years"
};

// time_phrases.c: one expression without the words that say how it is meant: the first of all productions
// that fits.
bool time_phrase_read(const struct time_scan *scan, uint32_t at, struct time_point *point);

// A clock time: "10 a.m. local time", "13:40", "0100 UTC", "noon". Returns its end, `at` when none.
uint32_t clock_read(const struct time_scan *scan, uint32_t at);

// time_dates.c: as the calendar names them
bool figures_date_read(const struct time_scan *scan, uint32_t at, struct time_point *point); // "2019-10-06"
// A month, day and year in any order that is written: "October 6, 2019", "6 October", "the 6th of October
// 2019", "October 2019", "October 6-8", "October".
bool month_read(const struct time_scan *scan, uint32_t at, struct time_point *point);
// "Friday", "last Thursday night", "Wednesday, July 31"; `relative` as the word before it has it: -1 last, 0
// this, 1 next, 2 not said.
bool weekday_read(const struct time_scan *scan, uint32_t at, int relative, struct time_point *point);
// "2016", "the 1990s", "the 19th century": only where it cannot be a count.
bool year_point_read(const struct time_scan *scan, uint32_t at, struct time_point *point);
uint32_t year_read(const struct time_scan *scan, uint32_t at, int *year);
uint32_t month_day_read(const struct time_scan *scan, uint32_t at, int *day); // "7", "7th", "seventh"
// The year that a month (or month and day) without one belongs to; `day` 0 for a whole month.
int year_near(const struct time_scan *scan, uint32_t at, int month, int day);

// time_relative.c: counted from another day
// "last week", "this June", "the past three years", "in recent days".
bool relative_read(const struct time_scan *scan, uint32_t at, struct time_point *point);
// A length of time, and whether it is counted back or on: "three days ago", "a week earlier", "for two
// months".
bool length_read(const struct time_scan *scan, uint32_t at, struct time_point *point);
// How many of a unit: "three", "a", "several". `end` is one past its last token.
bool amount_read(const struct time_scan *scan, uint32_t at, uint32_t *end, double *value, bool *is_vague);

// time_points.c: each sets the days and the precision, and leaves the rest of the point as it is
void point_day(struct time_point *point, int32_t day);
void point_month(struct time_point *point, int year, int month);
void point_season(struct time_point *point, int year, int month); // three months
void point_year(struct time_point *point, int year);
// The day, week, month or year that lies `count` units from the day `base`: "three weeks ago".
void point_shifted(struct time_point *point, int32_t base, enum unit unit, int count);
// The whole unit that is `offset` units from the one around `base`: "last week". False when there is none.
bool point_unit(struct time_point *point, int32_t base, enum unit unit, int offset);
// Cuts `point` to its beginning, middle or end.
void edge_apply(struct time_point *point, enum edge edge);
