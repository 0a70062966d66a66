#pragma once
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::plan {

[[nodiscard]] DebtTermsPlan compile_terms(const model::NewDebtTerms& terms, int months);

/// A series of plan years as one value a month.
[[nodiscard]] std::vector<double> by_month(const model::YearSeries& series, int months);

/// Adds an existing instrument to the fixed tables of its class, or to the floating ones.
void add_instrument(const model::Instrument& instrument, Plan& plan);

}  // namespace coffer::plan
