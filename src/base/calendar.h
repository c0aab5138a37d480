// calendar.h - days and dates. Knows nothing but arithmetic.
//
// A day is a count of days since 1970-01-01 in the proleptic Gregorian calendar; months count from 1.
#pragma once

#include "base/slice.h"

#include <stdint.h>

#define DAY_OPEN INT32_MIN // no day: an open end, or unknown

struct civil_date {
    int year, month, day;
};

int32_t calendar_day(int year, int month, int day);
struct civil_date calendar_date(int32_t day);
int calendar_month_length(int year, int month); // days
int32_t calendar_month_first(int year, int month);
int32_t calendar_month_last(int year, int month);
int calendar_weekday(int32_t day); // Monday 1 ... Sunday 7
void calendar_add_months(int *year, int *month, int count);

// YYYY-MM-DD; empty for DAY_OPEN and for years of other than four digits.
void calendar_write(int32_t day, char text[11]);
bool calendar_read(struct slice text, int32_t *day); // the same at the start of `text`
// `count` digits from `at` as a number. False when they are others or the text ends before.
bool digits_read(struct slice text, size_t at, size_t count, int *value);
