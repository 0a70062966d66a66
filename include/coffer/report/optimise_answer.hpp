#pragma once
#include <string>
#include <vector>

#include "coffer/analysis/optimise.hpp"
#include "coffer/results/answer.hpp"

namespace coffer::report {

/// What was asked, for the answer's words.
struct OptimiseQuestion {
    const plan::Plan& plan;
    const std::vector<analysis::Decision>& decisions;
    const std::vector<analysis::Objective>& objectives;
    const std::vector<analysis::Requirement>& constraints;
};

/// The decisions, the figures before, after and on a fresh seed, the finalists (the frontier of two
/// objectives), and what each condition costs.
[[nodiscard]] results::Answer optimise_answer(const analysis::Optimum& optimum,
                                              const OptimiseQuestion& question, MoneyUnit unit);

/// A change file that applies the choice.
[[nodiscard]] std::string winner_toml(const analysis::Trial& winner,
                                      const std::vector<analysis::Decision>& decisions);

}  // namespace coffer::report
