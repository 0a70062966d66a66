#pragma once
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// The right of an existing instrument, entered when it is new.
[[nodiscard]] std::size_t right_of(const model::Instrument& instrument, Plan& plan);

/// Gives bonds of sources with an asset life their rights by month of issue, and every right its
/// place in the kernel's table. After sources, refinancing and rules on debt.
void add_bond_rights(const model::Model& model, Plan& plan);

}  // namespace coffer::plan
