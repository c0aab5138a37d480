// time_points.c - days and whole units counted from a day, as the points of the grammar.
#include "meaning/time_phrases.h"

void point_day(struct time_point *point, int32_t day) {
    point->from = point->to = day;
    point->precision = TIME_DAY;
    point->is_anchor = true;
}

void point_month(struct time_point *point, int year, int month) {
    point->from = calendar_month_first(year, month);
    point->to = calendar_month_last(year, month);
    point->precision = TIME_MONTH;
}

void point_year(struct time_point *point, int year) {
    point->from = calendar_day(year, 1, 1);
    point->to = calendar_day(year, 12, 31);
    point->precision = TIME_YEAR;
}

void point_season(struct time_point *point, int year, int month) {
    point->from = calendar_month_first(year, month);
    calendar_add_months(&year, &month, 2);
    point->to = calendar_month_last(year, month);
    point->precision = TIME_MONTH;
}

void point_shifted(struct time_point *point, int32_t base, enum unit unit, int count) {
    struct civil_date date = calendar_date(base);
    int year = date.year, month = date.month;
    if (count > 100000) count = 100000;
    if (count < -100000) count = -100000;
    switch (unit) {
    case UNIT_SECOND:
    case UNIT_MINUTE:
    case UNIT_HOUR:
        point_day(point, base + (unit == UNIT_HOUR ? count / 24 : 0));
        point->precision = TIME_HOUR;
        break;
    case UNIT_DAY:
        point_day(point, base + count);
        break;
    case UNIT_WEEK:
    case UNIT_WEEKEND:
    case UNIT_FORTNIGHT:
        point_day(point, base + count * (unit == UNIT_FORTNIGHT ? 14 : 7));
        point->precision = TIME_WEEK;
        break;
    case UNIT_MONTH:
    case UNIT_QUARTER:
        if (year * 12 + count * 3 < 12 || year * 12 + count * 3 > 9000 * 12) break;
        calendar_add_months(&year, &month, unit == UNIT_QUARTER ? 3 * count : count);
        point_month(point, year, month);
        break;
    case UNIT_YEAR:
    case UNIT_DECADE:
    case UNIT_CENTURY:
    case UNITS:
        count *= unit == UNIT_DECADE ? 10 : unit == UNIT_CENTURY ? 100 : 1;
        if (year + count < 1 || year + count > 9000) break;
        point_year(point, year + count);
        break;
    }
}

bool point_unit(struct time_point *point, int32_t base, enum unit unit, int offset) {
    struct civil_date date = calendar_date(base);
    int year = date.year, month = date.month;
    int32_t monday = base - calendar_weekday(base) + 1;
    switch (unit) {
    case UNIT_SECOND:
    case UNIT_MINUTE:
    case UNIT_HOUR:
        point_day(point, base);
        point->precision = TIME_HOUR;
        return true;
    case UNIT_DAY:
        point_day(point, base + offset);
        return true;
    case UNIT_WEEK:
        point->from = monday + 7 * offset;
        point->to = point->from + 6;
        point->precision = TIME_WEEK;
        return true;
    case UNIT_WEEKEND:
        point->from = monday + 5 + 7 * offset;
        if (offset == 0 && calendar_weekday(base) < 5) point->from = monday - 2;
        point->to = point->from + 1;
        point->precision = TIME_DAY;
        return true;
    case UNIT_FORTNIGHT:
        point->from = monday + 14 * offset;
        point->to = point->from + 13;
        point->precision = TIME_WEEK;
        return true;
    case UNIT_MONTH:
        calendar_add_months(&year, &month, offset);
        point_month(point, year, month);
        return true;
    case UNIT_QUARTER:
        month = (month - 1) / 3 * 3 + 1;
        calendar_add_months(&year, &month, 3 * offset);
        point_season(point, year, month);
        return true;
    case UNIT_YEAR:
        point_year(point, year + offset);
        return true;
    case UNIT_DECADE:
    case UNIT_CENTURY:
    case UNITS: {
        int span = unit == UNIT_CENTURY ? 100 : 10;
        int first = year / span * span + span * offset;
        if (first < 1) return false;
        point->from = calendar_day(first, 1, 1);
        point->to = calendar_day(first + span - 1, 12, 31);
        point->precision = TIME_YEAR;
        return true;
    }
    }
    return false;
}

void edge_apply(struct time_point *point, enum edge edge) {
    if (edge == EDGE_NONE || edge == EDGE_WHOLE || point->from == DAY_OPEN || point->to == DAY_OPEN) return;
    int32_t days = point->to - point->from + 1;
    if (days < 7) return; // "early Friday" is Friday
    int32_t third = days / 3;
    if (edge == EDGE_START)
        point->to = point->from + third - 1;
    else if (edge == EDGE_END)
        point->from = point->to - third + 1;
    else
        point->from += third, point->to -= third;
}
