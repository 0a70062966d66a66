#pragma once
// Dates of contracts and the part of a year between two of them (docs/model.md section 5). Pure
// functions; thread-safe.
#include <compare>

namespace coffer {

/// How interest counts time. Sources: ISDA Definitions 2006 section 4.16 (actual_365 is its
/// Actual/365 Fixed, actual_actual its Actual/Actual); SIFMA (SIA) for 30/360 with the ends of
/// February; ICMA Rule 251 for actual_actual_icma.
enum class DayCount {
    months,  ///< a period counts its months, a part of a month its days of thirty
    actual_365,
    actual_360,
    thirty_360,
    thirty_e_360,
    actual_actual,
    actual_actual_icma
};

/// A day of a contract. The day is the one agreed on: where a month is shorter it is its last day.
struct Date {
    int months = 0;  ///< since January of the year 0
    int day = 0;     ///< 0: the last day of the month

    [[nodiscard]] constexpr Date after(int more_months) const {
        return {months + more_months, day};
    }
};

[[nodiscard]] int days_in_month(int months);
/// Days since 1 March of the year 0, for differences and order.
[[nodiscard]] long day_number(Date date);
[[nodiscard]] inline bool operator<(Date a, Date b) { return day_number(a) < day_number(b); }

/// The regular period that a stretch of time belongs to, for counts that divide by its length.
struct RegularPeriod {
    Date end;
    int months = 12;
};

/// Years from `from` to `to`, which is not before it.
[[nodiscard]] double year_fraction(DayCount count, Date from, Date to, RegularPeriod period);

}  // namespace coffer
