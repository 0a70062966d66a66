#include "coffer/base/day_count.hpp"

#include <algorithm>

namespace coffer {
namespace {

constexpr int year_of(int months) { return months / 12; }
constexpr int month_of(int months) { return months % 12 + 1; }

constexpr bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int last_or(Date date) {
    const int last = days_in_month(date.months);
    return date.day == 0 ? last : std::min(date.day, last);
}

/// Days between with months of thirty days, from the two days of the month.
double thirties(Date from, Date to, int first_day, int last_day) {
    return 30.0 * (to.months - from.months) + (last_day - first_day);
}

/// The day agreed on, the last of a month being the thirtieth.
int day_of_thirty(Date date) { return date.day == 0 ? 30 : std::min(date.day, 30); }

double bond_basis(Date from, Date to) {
    const auto ends_february = [](Date date) {
        return month_of(date.months) == 2 && last_or(date) == days_in_month(date.months);
    };
    int first = last_or(from);
    int last = last_or(to);
    if (ends_february(from) && ends_february(to)) last = 30;
    if (ends_february(from)) first = 30;
    if (last == 31 && first >= 30) last = 30;
    if (first == 31) first = 30;
    // Where the last day of the month is agreed on, it is the thirtieth.
    if (from.day == 0) first = 30;
    if (to.day == 0) last = 30;
    return thirties(from, to, first, last) / 360.0;
}

double eurobond_basis(Date from, Date to) {
    const auto thirtieth = [](Date date) {
        return date.day == 0 ? 30 : std::min(last_or(date), 30);
    };
    return thirties(from, to, thirtieth(from), thirtieth(to)) / 360.0;
}

/// Days in leap years over 366 and days in others over 365.
double by_calendar_years(Date from, Date to) {
    double years = 0.0;
    for (int year = year_of(from.months); year <= year_of(to.months); ++year) {
        const Date begin{12 * year, 1}, end{12 * year + 12, 1};
        const long first = std::max(day_number(from), day_number(begin));
        const long last = std::min(day_number(to), day_number(end));
        if (last > first) years += static_cast<double>(last - first) / (is_leap(year) ? 366 : 365);
    }
    return years;
}

/// Days over the days of the regular periods they lie in, counted back from the end of one.
double by_regular_periods(Date from, Date to, RegularPeriod period) {
    double periods = 0.0;
    for (Date end = period.end; from < end; end = end.after(-period.months)) {
        const Date begin = end.after(-period.months);
        const long first = std::max(day_number(from), day_number(begin));
        const long last = std::min(day_number(to), day_number(end));
        const auto length = static_cast<double>(day_number(end) - day_number(begin));
        if (last > first) periods += static_cast<double>(last - first) / length;
    }
    return periods * period.months / 12.0;
}

}  // namespace

int days_in_month(int months) {
    constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const int month = month_of(months);
    return month == 2 && is_leap(year_of(months)) ? 29 : days[month - 1];
}

long day_number(Date date) {
    // Years that begin in March: the leap day is their last (Howard Hinnant, days_from_civil).
    const int month = month_of(date.months);
    const long year = year_of(date.months) - (month <= 2 ? 1 : 0);
    const long day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + last_or(date) - 1;
    return 365 * year + year / 4 - year / 100 + year / 400 + day_of_year;
}

double year_fraction(DayCount count, Date from, Date to, RegularPeriod period) {
    const auto days = static_cast<double>(day_number(to) - day_number(from));
    switch (count) {
        case DayCount::months:
            return (to.months - from.months) / 12.0 +
                   (day_of_thirty(to) - day_of_thirty(from)) / 360.0;
        case DayCount::actual_365:
            return days / 365.0;
        case DayCount::actual_360:
            return days / 360.0;
        case DayCount::thirty_360:
            return bond_basis(from, to);
        case DayCount::thirty_e_360:
            return eurobond_basis(from, to);
        case DayCount::actual_actual:
            return by_calendar_years(from, to);
        case DayCount::actual_actual_icma:
            return by_regular_periods(from, to, period);
    }
    return 0.0;
}

}  // namespace coffer
