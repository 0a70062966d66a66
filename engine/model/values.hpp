#pragma once
// Text to typed values, by themselves: no tables, no ids. Independent of any locale.
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "coffer/base/calendar.hpp"
#include "coffer/base/money.hpp"
#include "coffer/base/money_unit.hpp"
#include "coffer/base/text.hpp"
#include "coffer/model/distribution.hpp"

namespace coffer::model {

/// What is wrong with a value, and what to do.
struct Refusal {
    Text why;
    Text suggestion;
};

template <class T>
using Parsed = std::variant<T, Refusal>;

/// The unit of bare amounts, as the power of ten that turns it into fen.
enum class AmountUnit { yuan = 2, ten_thousand = 6, hundred_million = 10 };
/// The same as readers see it.
[[nodiscard]] constexpr MoneyUnit money_unit(AmountUnit unit) {
    if (unit == AmountUnit::yuan) return MoneyUnit::yuan;
    return unit == AmountUnit::ten_thousand ? MoneyUnit::wan : MoneyUnit::yi;
}

/// A decimal number: digits (grouped by `,` in threes or by `_`), optional point and exponent.
[[nodiscard]] Parsed<double> parse_number(const std::string& text);

/// "35%" or "0.35", as a fraction, correctly rounded either way. Bare numbers above 1 are refused
/// unless `bare_above_one`.
[[nodiscard]] Parsed<double> parse_ratio(const std::string& text, bool bare_above_one);

/// A non-negative amount, rounded to whole fen: a number in `unit`, or with 亿(元), 万(元), 元.
[[nodiscard]] Parsed<Money> parse_amount(const std::string& text, AmountUnit unit);

/// "2020-07", between 1900-01 and 2399-12.
[[nodiscard]] Parsed<Month> parse_month(const std::string& text);

/// A month and the day of it, 0 where none is said.
struct DayOfMonth {
    Month month;
    int day = 0;
};
/// "2032-10-28", "2032/10/28", "2032年10月28日", or a month.
[[nodiscard]] Parsed<DayOfMonth> parse_day(const std::string& text);

/// A whole number between `least` and `most`.
[[nodiscard]] Parsed<long long> parse_integer(const std::string& text, long long least,
                                              long long most);
[[nodiscard]] Parsed<std::uint64_t> parse_count(const std::string& text, std::uint64_t least,
                                                std::uint64_t most);

/// What a distribution is of: months, a factor on planned cost, or an amount.
enum class Quantity { months, cost_factor, output_factor, amount };

/// "6", "fixed(6)", "uniform(4,8)", "triangular(4,6,12)", "pert(4,6,12)", "lognormal(5,9)",
/// "lognormal(4,5,9)" or "lognormal_mean_sd(6,2)" with parameters between 0 and `most`; or a
/// reference class, "china.transport" for a cost factor and "china.transport(24)" for a duration
/// planned at 24 months. The parameters of an amount are amounts themselves, in `unit` or their
/// own, and become fen.
[[nodiscard]] Parsed<Distribution> parse_distribution(const std::string& text, double most,
                                                      Quantity quantity,
                                                      AmountUnit unit = AmountUnit::yuan);

/// The refusal of parameters that are out of order or too far apart, nothing where they are right.
/// Each is finite.
[[nodiscard]] std::optional<Refusal> check_shape(const Distribution& distribution);

/// "beta(2,3)": two whole numbers from 1 to 3.
[[nodiscard]] Parsed<std::pair<int, int>> parse_s_curve(const std::string& text);

/// Letters (ASCII or Chinese), digits, `-`, `_`, `.`; begins with a letter or digit; at most 100
/// bytes. The refusal if it is not, nothing if it is.
[[nodiscard]] std::optional<Refusal> check_id(const std::string& text);

/// The items of a series and their offset in characters: "1.8亿;0" -> {"1.8亿", 0}, {"0", 5}.
struct SeriesItem {
    std::string text;
    int offset = 0;
};
[[nodiscard]] std::vector<SeriesItem> split_series(const std::string& text);

}  // namespace coffer::model
