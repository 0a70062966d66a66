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

/// Months from January of `first_year` to `month`; negative before it.
[[nodiscard]] constexpr int months_since(int first_year, Month month) {
    return (month.year - first_year) * 12 + (month.month - 1);
}

/// The calendar month that lies `months` after January of `first_year` (months >= 0).
[[nodiscard]] constexpr Month month_after(int first_year, int months) {
    return {first_year + months / 12, months % 12 + 1};
}

/// "2020-07".
[[nodiscard]] std::string to_string(Month month);

}  // namespace coffer
