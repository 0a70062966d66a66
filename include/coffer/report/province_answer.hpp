#pragma once
#include "coffer/base/money_unit.hpp"
#include "coffer/batch/province.hpp"
#include "coffer/results/answer.hpp"

namespace coffer::report {

/// The sums by year, on how many counties dangers fall at once, and whom the tail comes from.
[[nodiscard]] results::Answer province_answer(const batch::Province& province, const Text& name,
                                              MoneyUnit unit);

}  // namespace coffer::report
