#pragma once
#include <string>
#include <vector>

#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// The yearly figures the kernel keeps, in the order of YearSlot, then those of districts and of
/// economic series.
[[nodiscard]] std::vector<Slot> make_slots(const model::Model& model);

/// The place of an indicator's dimension among the slots; no_slot when it has none.
[[nodiscard]] std::size_t find_slot(const std::vector<Slot>& slots, model::Indicator indicator,
                                    const std::string& dimension);

/// By FunnelSlot, the slots that a funnel has for itself among others.
[[nodiscard]] FunnelSlots slots_of_funnel(const std::vector<Slot>& slots, const std::string& id);

/// Adds the group of FinancingSlot when the plan has a use for it.
void add_financing_slots(Plan& plan);

}  // namespace coffer::plan
