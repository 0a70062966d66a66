#pragma once
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// Tiers that act, full-calibre classes, paying accounts, restructuring, and their slots. Comes
/// after the classes of debt in use are known.
void add_debt_rules(const model::Model& model, Plan& plan);

/// Limits on classes of debt.
void add_limits(const model::Model& model, Plan& plan);

/// What limits, idle bond money, capitalised interest and costs of issue come to, where a plan has
/// one of them; once all debt is there.
void add_financing_figures(Plan& plan);

}  // namespace coffer::plan
