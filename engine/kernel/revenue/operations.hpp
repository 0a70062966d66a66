#pragma once
// What finished projects do: how long they take to full operation, how much of the planned output
// they reach, and whether they produce at all (docs/model.md section 3).
#include <algorithm>
#include <string>

#include "coffer/kernel/path_store.hpp"
#include "core/block.hpp"
#include "core/draw_values.hpp"
#include "core/draws.hpp"
#include "core/lanes.hpp"

namespace coffer::kernel {

template <int width>
struct OperationsState {
    Table<width> ramp_a_month;  ///< by operation: what a month adds to the share in operation
    Table<width> attained;      ///< what is reached of the planned output, as a factor

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        layout.set_by_steps({&ramp_a_month, &attained}, plan.operations.size());
    }
};

/// Draws what becomes of each once it is finished.
template <int width, class Observer>
void begin_operations(Block<width, Observer>& block) {
    using random::Purpose;
    const auto& operations = block.plan.operations;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        const auto& operation = operations[i];
        double* ramp = lanes_of<width>(block.state.ramp_a_month, i);
        draw_values(block, operation.ramp_up, operation.stream, operation.id,
                    {Purpose::ramp_up, 0, EventKind::draw_ramp_up, "ramp_up"}, ramp);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) ramp[lane] = 1.0 / std::max(1.0, ramp[lane]);
        if (operation.new_output <= 0.0) continue;
        double* attained = lanes_of<width>(block.state.attained, i);
        draw_values(block, operation.factor, operation.stream, operation.id,
                    {Purpose::output_factor, 0, EventKind::draw_output, "output_factor"}, attained);
        if (operation.probability >= 1.0) continue;
        double uniforms[width];
        draw_chances(block, operation.stream, Purpose::output_begins, 0, uniforms);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            attained[lane] = uniforms[lane] < operation.probability ? attained[lane] : 0.0;
        }
        if constexpr (Observer::enabled) {
            if (uniforms[0] < operation.probability) continue;
            block.observer.event(
                0, operation.id, EventKind::output_fails,
                Cause(CauseKind::output_chance, {uniforms[0], operation.probability}), 0.0);
        }
    }
}

/// The share in operation by the end of this month, from the moments of the finishes; 0 for what is
/// not finished, whose finish lies beyond the horizon.
template <int width, class Observer>
void share_in_operation(Block<width, Observer>& block, std::size_t operation, const double* finish,
                        double* share) {
    const double* ramp = lanes_of<width>(block.state.ramp_a_month, operation);
    const double month_end = block.month + 1.0;
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        share[lane] = std::max(0.0, std::min(1.0, (month_end - finish[lane]) * ramp[lane]));
    }
}

}  // namespace coffer::kernel
