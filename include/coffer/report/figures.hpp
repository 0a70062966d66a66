#pragma once
// Numbers and text as a reader wants them. Nothing here depends on a locale.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "coffer/base/calendar.hpp"
#include "coffer/base/money_unit.hpp"
#include "coffer/base/text.hpp"
#include "coffer/model/indicators.hpp"

namespace coffer::report {

/// For readers: yuan in `unit`, with as many digits as its size deserves and none below a yuan. In
/// 亿元 "30.12", "0.35", "0.0042", "<0.0001", "0"; in 万元 "301,200", "42.5", "0.35"; in 元
/// "42,000".
[[nodiscard]] std::string amount_in(double yuan, MoneyUnit unit);
/// What a heading calls the unit: "亿元", "100 million yuan".
[[nodiscard]] Text unit_name(MoneyUnit unit);

/// For readers: a ratio as "12.3%".
[[nodiscard]] std::string percent(double ratio);

/// For readers: a probability as "87.3%"; "<0.1%" and ">99.9%" keep what is possible apart from
/// what never or always happened.
[[nodiscard]] std::string probability(double value);
/// For readers: "概率为 87.3%", "概率超过 99.9%"; "a probability of 87.3%".
[[nodiscard]] Text chance_text(double value);
/// Of a probability: "12.3-14.5%", with two decimals near 0 and 100 %.
[[nodiscard]] std::string interval_text(double low, double high);

/// For readers, by what it measures.
[[nodiscard]] std::string figure(double value, model::Unit unit, MoneyUnit money);

/// "7.02 倍", "7.02 times".
[[nodiscard]] Text times_text(double value);

/// For readers, with its unit in each language: "22.00 亿元", "2,200 million yuan"; "220,000 万元",
/// "220,000 wan yuan".
[[nodiscard]] Text money_text(double yuan, MoneyUnit unit);
/// The same of whatever is measured.
[[nodiscard]] Text value_text(double value, model::Unit unit, MoneyUnit money);
/// The same as its indicator is read: times, months.
[[nodiscard]] Text value_text(double value, model::Indicator indicator, MoneyUnit money);

/// "24.24 至 35.46", "2,424 to 3,546": without the unit, which the number beside it has.
[[nodiscard]] Text range_text(double low, double high, model::Unit unit, MoneyUnit money);

/// For readers: the calendar month ("2021-06") in which a moment lies, in months since
/// `start`; a moment at the border of two months belongs to the earlier one.
[[nodiscard]] std::string month_of_moment(double moment, Month start);
/// The moment that stands for a month, given by its number since the start, or for a mean of such
/// numbers.
[[nodiscard]] constexpr double middle_of_month(double number) { return number + 0.5; }
/// The month that a mean of months, given by their numbers, lies in.
[[nodiscard]] std::string month_of_mean(double number, Month start);

/// Text that may go to a terminal: valid UTF-8, control characters replaced by blanks.
[[nodiscard]] std::string printable(std::string_view text);

/// Terminal cells that UTF-8 text takes: two for Chinese characters and full-width punctuation.
[[nodiscard]] std::size_t display_width(std::string_view text);

}  // namespace coffer::report
