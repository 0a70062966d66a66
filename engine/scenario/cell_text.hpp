#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "coffer/scenario/document.hpp"

namespace coffer::scenario {

/// Drops blanks around the text, also the ideographic and the no-break space; the position moves
/// with the text's first character unless it is a cell of a sheet.
void trim(Cell& cell);

/// What a spreadsheet writes into a cell whose formula failed: "#N/A", "#REF!" and their like.
[[nodiscard]] bool is_failed_formula(std::string_view cell);

/// A row that is for people: it begins with "#", says nothing but "注：…", or is signed:
/// "填表人：…", "审核：…".
[[nodiscard]] bool is_note(const std::vector<Cell>& record);
/// What such a row says, with "#" before it.
[[nodiscard]] std::string note_text(const std::vector<Cell>& record);

[[nodiscard]] bool is_ascii(std::string_view text);

}  // namespace coffer::scenario
