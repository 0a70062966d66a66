#pragma once
#include <vector>

#include "coffer/scenario/document.hpp"

namespace coffer::scenario {

/// Reports units in headings, "总投资（亿元）", that are not the unit of amounts: the numbers below
/// would be taken wrong by powers of ten.
void check_units(const Document& document, const std::vector<Cell>& units,
                 Diagnostics& diagnostics);

}  // namespace coffer::scenario
