#pragma once
#include <compare>
#include <string>

namespace coffer {

/// A calendar month.
struct Month {
    int year = 0;
    int month = 1;  ///< 1 to 12

    friend constexpr auto operator<=>(const Month&, const Month&) = default;
};

/// The first month of the budget year called `year`, where budget years begin in `first_month`. A
/// year is named after the calendar year that has most of its months, of two halves the later: one
/// from October (United States) or July (Australia) after the year it ends in, one from April
/// (India, Japan) after the year it begins in.
[[nodiscard]] constexpr Month begin_of_year(int year, int first_month) {
    return {first_month >= 7 ? year - 1 : year, first_month};
}

/// Months from `start` to `month`; negative before it.
[[nodiscard]] constexpr int months_since(Month start, Month month) {
    return (month.year - start.year) * 12 + (month.month - start.month);
}

/// The calendar month that lies `months` after `start` (months >= 0).
[[nodiscard]] constexpr Month month_after(Month start, int months) {
    const int since_january = start.month - 1 + months;
    return {start.year + since_january / 12, since_january % 12 + 1};
}

/// "2020-07".
[[nodiscard]] std::string to_string(Month month);

}  // namespace coffer
