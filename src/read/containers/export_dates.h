// export_dates.h - dates as feeds, exports and tables have them: by machines, by people, by spreadsheets.
//
// What timestamps.h reads, and beside it "Monday, May 12, 2031 - 11:41", "lun., 12 mai 2031", "12.05.2031
// 11:41", "20310512T114100Z", a spreadsheet's number of days, and 12/05/2031 where it is known which comes
// first. Whatever is left over is told: a date that is not understood must not become another one.
#pragma once

#include "knowledge/knowledge.h"
#include "read/containers/timestamps.h"

// Of 5/12/2031: what stands first.
enum date_order { DATE_ORDER_UNKNOWN, DATE_DAY_FIRST, DATE_MONTH_FIRST };

enum date_reading {
    DATE_READ,
    DATE_EMPTY,
    DATE_MONTH_ONLY, // "January 2013"
    DATE_TWO_WAYS,   // "5/12/2031", and the order is not known
    DATE_UNREAD
};

struct month_names; // opaque: the table of months, compiled

// Lives in `arena`; then only read. `knowledge`: NULL gives the English names that timestamps.h has.
struct month_names *month_names_of(const struct knowledge *knowledge, struct arena *arena);

// As an ISO 8601 date or date-time into `iso`, which is empty for all but DATE_READ. `has_serials`: a number
// may count the days of a spreadsheet. `scratch` is used.
enum date_reading export_date(struct slice text, enum date_order order, bool has_serials,
                              const struct month_names *months, struct arena *scratch,
                              char iso[TIMESTAMP_SIZE]);

// What the date says of the order: 25/12/2031 has the day first. DATE_ORDER_UNKNOWN where it says nothing.
enum date_order export_date_order(struct slice text);
// Why a date was not read, in a few words.
const char *export_date_why(enum date_reading reading);
