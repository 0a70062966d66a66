#pragma once
// What the rooms enter into the register of indicators (coffer/model/indicators.hpp).
#include <vector>

#include "coffer/model/indicators.hpp"

namespace coffer::model {

/// What a growth over the year before can be.
inline constexpr IndicatorInfo::Values values_of_growth{.may_be_negative = true, .is_growth = true};

[[nodiscard]] std::vector<IndicatorInfo> project_indicators();
[[nodiscard]] std::vector<IndicatorInfo> revenue_indicators();
[[nodiscard]] std::vector<IndicatorInfo> debt_indicators();
[[nodiscard]] std::vector<IndicatorInfo> funding_indicators();
[[nodiscard]] std::vector<IndicatorInfo> treasury_indicators();
[[nodiscard]] std::vector<IndicatorInfo> reserve_indicators();

}  // namespace coffer::model
