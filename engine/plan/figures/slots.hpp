#pragma once
#include <string>
#include <vector>

#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// The yearly figures the kernel keeps, of every plan, then those of districts and of
/// economic series.
[[nodiscard]] std::vector<Slot> make_slots(const model::Model& model);

/// The place of an indicator's dimension among the slots; no_slot when it has none.
[[nodiscard]] std::size_t find_slot(const std::vector<Slot>& slots, model::Indicator indicator,
                                    const std::string& dimension);

/// Service of single instruments that targets ask for.
void add_watched_figures(const model::Model& model, FiguresPart& figures);

}  // namespace coffer::plan
