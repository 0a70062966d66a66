#pragma once
#include <string>

#include "coffer/analysis/structure.hpp"
#include "coffer/base/money_unit.hpp"
#include "coffer/base/text.hpp"

namespace coffer::report {

/// The structural test for readers, amounts in `unit`: one line when the plan can be financed; else
/// what is short, which money is used up, and what would close each gap.
[[nodiscard]] std::string structure_text(const analysis::Structure& structure,
                                         const analysis::FinancingProblem& problem, int first_year,
                                         MoneyUnit unit, Language language);

}  // namespace coffer::report
