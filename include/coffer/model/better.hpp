#pragma once
// Of which indicators more, or less, is better.
#include "coffer/model/indicators.hpp"

namespace coffer::model {

enum class Better { more, less, unknown };

[[nodiscard]] Better better_of(Indicator indicator);

}  // namespace coffer::model
