#pragma once
#include <string_view>

#include "coffer/scenario/document.hpp"

namespace coffer::scenario {

/// Drops blanks around the text, also the ideographic and the no-break space; the position moves
/// with the text's first character unless it is a cell of a sheet.
void trim(Cell& cell);

/// What a spreadsheet writes into a cell whose formula failed: "#N/A", "#REF!" and their like.
[[nodiscard]] bool is_failed_formula(std::string_view cell);

[[nodiscard]] bool is_ascii(std::string_view text);

}  // namespace coffer::scenario
