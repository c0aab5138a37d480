// calendar.c - days and dates.
//
// A day of a year is found by letting years begin in March: the leap day then comes last, and the lengths of
// the months before it follow one line. Four hundred years are always 146097 days.
#include "base/calendar.h"

#include <stdio.h>
#include <string.h>

int32_t calendar_day(int year, int month, int day) { // days since 1970-01-01
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int of_era = y - era * 400;
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int of_days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    return era * 146097 + of_days - 719468;
}

struct civil_date calendar_date(int32_t days) {
    days += 719468;
    int32_t era = (days >= 0 ? days : days - 146096) / 146097;
    int32_t of_days = days - era * 146097;
    int32_t of_era = (of_days - of_days / 1460 + of_days / 36524 - of_days / 146096) / 365;
    int32_t of_year = of_days - (365 * of_era + of_era / 4 - of_era / 100);
    int32_t shifted = (5 * of_year + 2) / 153;
    struct civil_date date = { .day = of_year - (153 * shifted + 2) / 5 + 1,
                               .month = shifted < 10 ? shifted + 3 : shifted - 9 };
    date.year = of_era + era * 400 + (date.month <= 2);
    return date;
}

int calendar_month_length(int year, int month) {
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : lengths[month - 1];
}

int32_t calendar_month_first(int year, int month) {
    return calendar_day(year, month, 1);
}

int32_t calendar_month_last(int year, int month) {
    return calendar_day(year, month, calendar_month_length(year, month));
}

int calendar_weekday(int32_t day) { // Monday 1
    return (int)(((day + 3) % 7 + 7) % 7) + 1;
}

void calendar_add_months(int *year, int *month, int count) {
    int all = *year * 12 + *month - 1 + count;
    *year = (all >= 0 ? all : all - 11) / 12;
    *month = all - *year * 12 + 1;
}

void calendar_write(int32_t day, char text[11]) {
    text[0] = '\0';
    if (day == DAY_OPEN) return;
    struct civil_date date = calendar_date(day);
    if (date.year < 1 || date.year > 9999) return;
    char buffer[40];
    snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", date.year, date.month, date.day);
    memcpy(text, buffer, 11);
}

bool digits_read(struct slice text, size_t at, size_t count, int *value) {
    if (at + count > text.length) return false;
    *value = 0;
    for (size_t i = at; i < at + count; i++) {
        if (text.start[i] < '0' || text.start[i] > '9') return false;
        *value = *value * 10 + (text.start[i] - '0');
    }
    return true;
}

bool calendar_read(struct slice text, int32_t *day) { // YYYY-MM-DD at the start of `text`
    int year, month, number;
    if (!digits_read(text, 0, 4, &year) || !digits_read(text, 5, 2, &month) ||
        !digits_read(text, 8, 2, &number))
        return false;
    if (text.start[4] != '-' || text.start[7] != '-' || year < 1 || month < 1 || month > 12 || number < 1 ||
        number > calendar_month_length(year, month))
        return false;
    *day = calendar_day(year, month, number);
    return true;
}
