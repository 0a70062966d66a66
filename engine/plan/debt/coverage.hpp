#pragma once
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// Coverages without their figures; before debt is added.
void add_coverages(const model::Model& model, Plan& plan);

/// For which coverage an instrument counts, or `nowhere`.
[[nodiscard]] std::size_t coverage_of_instrument(const model::Model& model, std::size_t instrument);

/// Marks lines and sources that count for a coverage, and adds its figures; once all lines are in
/// their order.
void link_coverages(const model::Model& model, Plan& plan);

}  // namespace coffer::plan
