#pragma once
#include <vector>

#include "coffer/batch/province.hpp"
#include "coffer/results/answer.hpp"

namespace coffer::report {

/// The plans that are in no sum of a province, each with its first mistake.
[[nodiscard]] results::Sheet left_out_sheet(const std::vector<batch::LeftOut>& left_out);

}  // namespace coffer::report
