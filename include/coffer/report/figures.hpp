#pragma once
// Numbers and text as a reader wants them. Nothing here depends on a locale.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "coffer/base/calendar.hpp"
#include "coffer/base/text.hpp"
#include "coffer/model/indicators.hpp"

namespace coffer::report {

/// For readers: yuan in 亿元 (10^8 yuan): "30.12", "0.35", "0.0042", "<0.0001", "0".
[[nodiscard]] std::string in_yi(double yuan);

/// For readers: a ratio as "12.3%".
[[nodiscard]] std::string percent(double ratio);

/// For readers: a probability as "87.3%"; "<0.1%" and ">99.9%" keep what is possible apart from
/// what never or always happened.
[[nodiscard]] std::string probability(double value);
/// Of a probability: "12.3-14.5%", with two decimals near 0 and 100 %.
[[nodiscard]] std::string interval_text(double low, double high);

/// For readers, by the unit.
[[nodiscard]] std::string figure(double value, model::Unit unit);

/// For readers, with its unit in each language: "22.00 亿元", "2,200 million yuan".
[[nodiscard]] Text money_text(double yuan);
/// The same of any unit.
[[nodiscard]] Text value_text(double value, model::Unit unit);

/// "24.24 至 35.46", "2,424 to 3,546": without the unit, which the number beside it has.
[[nodiscard]] Text range_text(double low, double high, model::Unit unit);

/// For readers: the calendar month ("2021-06") in which a moment lies, in months since
/// `start`; a moment at the border of two months belongs to the earlier one.
[[nodiscard]] std::string month_of_moment(double moment, Month start);

/// Text that may go to a terminal: valid UTF-8, control characters replaced by blanks.
[[nodiscard]] std::string printable(std::string_view text);

/// Terminal cells that UTF-8 text takes: two for Chinese characters and full-width punctuation.
[[nodiscard]] std::size_t display_width(std::string_view text);

}  // namespace coffer::report
