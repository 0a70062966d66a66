#pragma once
#include <cstdint>
#include <vector>

#include "coffer/analysis/compare.hpp"
#include "coffer/results/answer.hpp"

namespace coffer::report {

/// One plan held against the first.
struct ComparedPlan {
    std::string label;  ///< what files call it: a folder, or the id of a change
    Text name;
    analysis::Comparison comparison;
    std::vector<analysis::Assumption> assumptions;
};

/// What differs, first in a sentence a plan, then table by table: targets, the figures that change
/// most, first hits, projects whose dates moved, assumptions.
[[nodiscard]] results::Answer compare_answer(const Text& first, const results::Telling& telling,
                                             std::uint64_t paths,
                                             const std::vector<ComparedPlan>& plans);

}  // namespace coffer::report
