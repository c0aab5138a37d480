// timestamps.h - dates as machines write them: feeds, exports, headers, markup.
//
// Dates as people write them are dates.c's, which asks the tables of a language.
#pragma once

#include "base/slice.h"

#include <stdint.h>

#define TIMESTAMP_SIZE 26 // "2031-09-10T07:45:00+02:00" and a NUL

// ISO 8601 ("2031-09-10", "2031-09-10T07:45:00.000+02:00", with a space for the T), RFC 9110 and RFC 5322
// ("Wed, 10 Sep 2031 07:45:00 +0200"), seconds or milliseconds since 1970, "20310910074500". As ISO 8601 into
// `iso`, as exact as it was written, with the offset that it had ("Z" for none and GMT). False, `iso` empty,
// when it is none of these, or no day of the calendar between 1800 and 2199.
bool timestamp_iso(struct slice text, char iso[TIMESTAMP_SIZE]);
bool timestamp_is_day(unsigned year, unsigned month, unsigned day); // of the calendar, in these years
// The day alone; false, `iso` empty, when it is none.
bool timestamp_of_day(unsigned year, unsigned month, unsigned day, char iso[TIMESTAMP_SIZE]);
// Whether day and time `a` is before `b`, both as timestamp_iso() gives them, by the calendar day.
bool timestamp_day_before(const char *a, const char *b);
// Minutes of an instant since some instant of the past, to be compared: of day and time with an offset, as
// timestamp_iso() gives them. False where the time or its offset is not told.
bool timestamp_minutes(const char *iso, int64_t *minutes);
