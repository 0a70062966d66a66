#pragma once
#include "coffer/analysis/repair.hpp"
#include "coffer/results/answer.hpp"

namespace coffer::report {

/// The smallest change of each lever, cheapest first, and why the others do not reach it.
[[nodiscard]] results::Answer repair_answer(const analysis::Repair& repair,
                                            const analysis::Requirement& requirement,
                                            const plan::Plan& plan, MoneyUnit unit);

}  // namespace coffer::report
