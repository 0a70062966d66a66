#pragma once
#include <string>

namespace coffer::scenario {

/// What the number format of a cell makes of its number.
enum class NumberKind { plain, percent, month, date };

/// Of a format's code: "0.0%", "yyyy\"年\"m\"月\"". A date without a day is a month.
[[nodiscard]] NumberKind kind_of_format(const std::string& code);
/// Of one of the formats that have a number and no code.
[[nodiscard]] NumberKind kind_of_built_in(int format);

/// A stored number as the text that a person who looks at the sheet would write: 15 significant
/// digits, "35%" for 0.35 in percent, "2026-03" or "2026-03-15" for dates. Dates before 1900-03 (of
/// which spreadsheets disagree) and beyond 9999 stay numbers.
[[nodiscard]] std::string text_of_number(double number, NumberKind kind, bool from_1904);

}  // namespace coffer::scenario
