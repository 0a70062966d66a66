#pragma once
// The smallest change of each of many levers that makes a plan meet a requirement.
#include <optional>
#include <vector>

#include "coffer/analysis/solve.hpp"

namespace coffer::analysis {

/// How much a change moves, over the plan.
struct Size {
    double money = 0.0;   ///< yuan: sources, revenue, expenditure, projects and opening cash
    double months = 0.0;  ///< by which projects begin or go on elsewhen by plan, summed over them
};
[[nodiscard]] Size size_of_change(const plan::Plan& before, const plan::Plan& after);

/// For the largest projects of the plan, by what is left to spend: each built smaller, and its next
/// stage that has not begun put off. Changes with x in them, where the plan can be changed so.
[[nodiscard]] std::vector<scenario::Change> levers_of_largest(const plan::Plan& plan,
                                                              std::size_t count);

struct Remedy {
    Lever lever;
    bool applies = true;               ///< false: it selects nothing in this plan
    std::optional<Solution> solution;  ///< none where it does not apply or cannot be made
    Size size;                         ///< of the change found
    /// What else the change does, at the point found.
    std::vector<Diagnostic> mistakes;  ///< why it cannot be made
};

struct Repair {
    Evaluation now;  ///< the plan as it is
    /// Those that reach it first: of these the ones whose change is the sure end of its interval,
    /// then those of which only the point lies within the range, each smallest first.
    std::vector<Remedy> remedies;
};

/// None when interrupted. A plan that meets the requirement already has no remedies.
[[nodiscard]] std::optional<Repair> repair(const Case& base, const std::vector<Lever>& levers,
                                           const Requirement& requirement,
                                           const SolveOptions& options, Runner& runner);

}  // namespace coffer::analysis
