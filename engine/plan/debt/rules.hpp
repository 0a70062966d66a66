#pragma once
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// Tiers that act, full-calibre classes, paying accounts, restructuring, and their slots. Comes
/// after the classes of debt in use are known.
void add_debt_rules(const model::Model& model, Plan& plan);

}  // namespace coffer::plan
