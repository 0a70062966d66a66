#pragma once
// Numbers as programs read them, without a locale.
#include <optional>
#include <string>

namespace coffer::results {

/// The shortest text that reads back as the same double, without an exponent between 1e-7 and
/// 1e21; "" for what is not finite.
[[nodiscard]] std::string number(double value);
[[nodiscard]] std::string number(const std::optional<double>& value);

/// Whole fen as yuan with two decimals, exactly: -1234 is "-12.34".
[[nodiscard]] std::string yuan_from_fen(double fen);

}  // namespace coffer::results
