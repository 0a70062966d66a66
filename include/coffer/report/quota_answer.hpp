#pragma once
#include "coffer/base/money_unit.hpp"
#include "coffer/batch/quota.hpp"
#include "coffer/results/answer.hpp"

namespace coffer::report {

/// The split that was found, what it changes on fresh paths, and the steps that lead to it.
[[nodiscard]] results::Answer quota_answer(const batch::QuotaSplit& split,
                                           const batch::QuotaOptions& options, const Text& name,
                                           MoneyUnit unit);

}  // namespace coffer::report
