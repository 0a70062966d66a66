#pragma once
#include <string>

#include "coffer/analysis/explain.hpp"
#include "coffer/results/answer.hpp"

namespace coffer::report {

/// The typical miss in sentences, then what explains it, what each chance costs, groups, projects.
/// `replay` is the command line that opens the books of the representative path.
[[nodiscard]] results::Answer explain_answer(const analysis::Explanation& explanation,
                                             const plan::Plan& plan, std::uint64_t paths,
                                             const std::string& replay, MoneyUnit unit);

}  // namespace coffer::report
