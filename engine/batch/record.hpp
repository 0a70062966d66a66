#pragma once
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"
#include "coffer/scenario/night_file.hpp"
#include "coffer/statistics/forecast.hpp"
#include "coffer/store/rows.hpp"

namespace coffer::batch {

/// What a night keeps of a forecast; diagnostics and the manifest are the caller's.
[[nodiscard]] store::Record record_of(const statistics::Forecast& forecast,
                                      const model::Model& model, const plan::Plan& plan,
                                      const scenario::NightFile& night);

}  // namespace coffer::batch
