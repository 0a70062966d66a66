#pragma once
// How messages about a user's text are worded, the same in both floors that write them.
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "coffer/base/money_unit.hpp"
#include "coffer/base/text.hpp"

namespace coffer::scenario {

/// One message in both languages from two format strings over the same arguments.
template <class... Arguments>
[[nodiscard]] Text say(fmt::format_string<const Arguments&...> zh,
                       fmt::format_string<const Arguments&...> en, const Arguments&... arguments) {
    return {fmt::format(zh, arguments...), fmt::format(en, arguments...)};
}

/// The user's text as it may stand in a message: quoted, shortened to 40 characters, control
/// characters replaced, so that a hostile cell can neither flood nor repaint a terminal.
[[nodiscard]] std::string quote(const std::string& text);

/// "您是否想写…？" / "Did you mean …?" for the nearest candidate, or `otherwise` when none is near.
[[nodiscard]] Text did_you_mean(const std::string& word, const std::vector<std::string>& candidates,
                                Text otherwise);

/// So many digits, grouped by thousands, without an exponent: "0.082", "18.1", "10,300".
[[nodiscard]] std::string plain_number(double value, int digits);

/// An amount in the unit of the plan's tables with four digits, as it would be typed there:
/// "1.45亿元", "380,100万元". The same in both languages.
[[nodiscard]] std::string money_text(double yuan, MoneyUnit unit);

/// To the fen: for amounts that should be equal.
[[nodiscard]] std::string exact_money_text(double yuan, MoneyUnit unit);

/// The unit that scenario.unit says; yuan for what is no unit.
[[nodiscard]] MoneyUnit unit_called(const std::string& word);

/// "a, b, c": at most 24, then an ellipsis.
[[nodiscard]] std::string listed(const std::vector<std::string>& words);

}  // namespace coffer::scenario
