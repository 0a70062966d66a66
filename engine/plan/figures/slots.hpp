#pragma once
#include <algorithm>
#include <array>
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
                                    const model::Dimension& dimension);

/// Service of single debts that targets, or simulation.each_debt, ask for.
void add_watched_figures(const model::Model& model, FiguresPart& figures);

/// Appends a group when the model has one of its figures.
template <class Which>
void add_if_there(const model::Model& model, FiguresPart& figures, SlotGroup<Which>& group,
                  const std::array<Figure, static_cast<std::size_t>(Which::count)>& what) {
    const bool any = std::any_of(what.begin(), what.end(), [&](const Figure& figure) {
        return model::info(figure.indicator).has(model, figure.dimension);
    });
    if (any) figures.add_figures(group, what);
}

/// The unit of each slot, and whether the model has its figure; once all slots are there.
void say_what_slots_are(const model::Model& model, FiguresPart& figures);

}  // namespace coffer::plan
