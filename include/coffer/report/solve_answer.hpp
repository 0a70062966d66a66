#pragma once
#include <string>

#include "coffer/analysis/solve.hpp"
#include "coffer/results/answer.hpp"

namespace coffer::report {

/// How far the lever may go, or why there is no such point; every x that was looked at.
[[nodiscard]] results::Answer solve_answer(const analysis::Solution& solution,
                                           const analysis::Lever& lever,
                                           const analysis::Requirement& requirement,
                                           const plan::Plan& plan, MoneyUnit unit);

/// x as readers take it in, with enough digits to tell it from its bracket.
[[nodiscard]] std::string x_text(double x, double resolution);

}  // namespace coffer::report
