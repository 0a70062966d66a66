#pragma once
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// Terms of new debt, which results call `debt`, with the schedule of each month of issue.
[[nodiscard]] DebtTermsPlan compile_terms(const model::Dimension& debt,
                                          const model::NewDebtTerms& terms, Plan& plan);

/// Adds the schedule of what is issued in a month for a tenor of its own; its place among those of
/// the terms.
[[nodiscard]] std::size_t add_schedule(const model::NewDebtTerms& terms, int tenor_months,
                                       int issue_month, const Plan& plan, DebtTermsPlan& to);

/// Where the rate of new debt is reset: an instrument for each month of issue.
void add_floating_issues(std::size_t debt_class, const model::NewDebtTerms& terms, Plan& plan,
                         DebtTermsPlan& to);

/// Adds a way to replace maturing principal.
void add_refinancing(const model::Refinancing& refinancing, Plan& plan);

/// A series of plan years as one value a month.
[[nodiscard]] std::vector<double> by_month(const model::YearSeries& series, int months);

/// Adds an existing instrument to the fixed tables of its class, or to the floating ones.
/// What it owes counts for `coverage` too, unless that is `nowhere`.
void add_instrument(const model::Instrument& instrument, std::size_t coverage, Plan& plan);

/// The debt that there is and how it is refinanced.
void add_debt(const model::Model& model, Plan& plan);

}  // namespace coffer::plan
