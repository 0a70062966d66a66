#pragma once
#include <cstdint>

#include "coffer/analysis/stress.hpp"
#include "coffer/results/answer.hpp"

namespace coffer::report {

/// The heat table stress × indicator, the three worst with intervals and reasons, and which first
/// hit comes when.
[[nodiscard]] results::Answer stress_answer(const analysis::StressTest& test,
                                            const plan::Plan& plan, const Text& name,
                                            std::uint64_t paths, MoneyUnit unit);

}  // namespace coffer::report
