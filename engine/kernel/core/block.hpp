#pragma once
// What the steps of a month share. A state is composed of the parts of all features (state.hpp), a
// part beside the step that owns it; a step knows its own and reads others by name.
#include <cstddef>
#include <cstdint>

#include "coffer/kernel/draws.hpp"
#include "coffer/plan/plan.hpp"
#include "core/lanes.hpp"
#include "core/layout.hpp"

namespace coffer::kernel {

template <int width>
struct State;

/// The figures that are kept.
template <int width>
struct FiguresState {
    Table<width> yearly;   ///< column: slot
    Table<width> monthly;  ///< column: month slot

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        layout.zeroed({&monthly}, static_cast<std::size_t>(plan::MonthSlot::count));
        layout.set_by_steps({&yearly}, plan.slots.size());
    }
};

/// `Observer` is Recorder or NoRecorder.
template <int width, class Observer>
struct Block {
    const plan::Plan& plan;
    const Draws& draws;
    std::uint64_t first_path = 0;
    State<width>& state;
    Observer& observer;
    int month = 0;

    [[nodiscard]] int year() const { return month / 12; }
    [[nodiscard]] double* slot(plan::YearSlot slot) {
        return lanes_of<width>(state.yearly, static_cast<std::size_t>(slot));
    }
    template <class Which>
    [[nodiscard]] double* slot(plan::SlotGroup<Which> group, Which which) {
        return lanes_of<width>(state.yearly, group.of(which));
    }
    [[nodiscard]] double* slot(plan::MonthSlot slot) {
        return lanes_of<width>(state.monthly, static_cast<std::size_t>(slot));
    }
};

}  // namespace coffer::kernel
