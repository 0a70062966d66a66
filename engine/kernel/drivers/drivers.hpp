#pragma once
// Drivers (docs/model.md section 2): deviations from their means, crises, jumps, levels and
// indices.
#include <string>

#include "coffer/plan/sample.hpp"
#include "core/block.hpp"
#include "core/draws.hpp"
#include "core/lanes.hpp"
#include "drivers/known.hpp"

namespace coffer::kernel {

template <int width>
struct DriversState {
    Table<width> deviation, driver_value, log_index, innovation;
    Table<width> previous_deviation;            ///< of the month before, only with spillovers
    Table<width> crisis;                        ///< 1 in a crisis, one column
    Table<width> tail;                          ///< the year's normal that widens innovations
    Table<width> tail_waiting, crisis_waiting;  ///< uniforms of the next draw (draw_next_chances)

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        const std::size_t drivers = plan.drivers.size();
        layout.zeroed({&crisis}, 1);
        layout.set_by_steps({&deviation, &driver_value, &log_index}, drivers);
        layout.set_by_steps({&innovation}, 3 * drivers);
        layout.set_by_steps({&tail, &tail_waiting, &crisis_waiting}, 1);
        layout.set_by_steps({&previous_deviation}, plan.spillovers ? drivers : 0);
    }
};

template <int width, class Observer>
void begin_drivers(Block<width, Observer>& block) {
    auto& state = block.state;
    for (std::size_t d = 0; d < block.plan.drivers.size(); ++d) {
        const auto column = static_cast<Eigen::Index>(d);
        state.deviation.col(column) = block.plan.drivers[d].initial_deviation;
        state.log_index.col(column) = 0.0;
    }
}

/// Crises begin and end.
template <int width, class Observer>
void step_crisis(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    if (plan.crisis_entry <= 0.0) return;
    double uniforms[width];
    draw_next_chances(block, plan.drivers_stream, random::Purpose::crisis_change, block.month,
                      lanes_of<width>(block.state.crisis_waiting, 0), uniforms);
    double* crisis = lanes_of<width>(block.state.crisis, 0);
    if constexpr (Observer::enabled) {
        const bool ends = crisis[0] > 0.0;
        const double probability = ends ? plan.crisis_exit : plan.crisis_entry;
        if (uniforms[0] < probability) {
            block.observer.event(block.month, "drivers",
                                 ends ? EventKind::crisis_ends : EventKind::crisis_begins,
                                 Cause(ends ? CauseKind::crisis_exit : CauseKind::crisis_entry,
                                       {uniforms[0], probability}),
                                 uniforms[0]);
        }
    }
    const double entry = plan.crisis_entry;
    const double exit = plan.crisis_exit;
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double probability = crisis[lane] > 0.0 ? exit : entry;
        crisis[lane] = uniforms[lane] < probability ? 1.0 - crisis[lane] : crisis[lane];
    }
}

/// Adds the month's jumps to a driver's deviation.
template <int width, class Observer>
void add_jumps(Block<width, Observer>& block, const plan::DriverPlan& driver, double* deviation) {
    if (driver.jump_probability <= 0.0) return;
    double uniforms[width], jumps[width];
    draw_chances(block, driver.stream, random::Purpose::jump_start, block.month, uniforms);
    bool any = false;
    for (int lane = 0; lane < width; ++lane) {
        jumps[lane] = uniforms[lane] < driver.jump_probability ? 1.0 : 0.0;
        any |= jumps[lane] > 0.0;
    }
    if (!any) return;
    double size_uniforms[width], normals[width];
    draw(block, driver.stream, random::Purpose::jump_size, block.month, size_uniforms, normals);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        jumps[lane] *= driver.jump_mean + driver.jump_sd * normals[lane];
        deviation[lane] += jumps[lane];
    }
    if constexpr (Observer::enabled) {
        block.observer.event(block.month, driver.id, EventKind::jump,
                             Cause(CauseKind::jump_chance, {uniforms[0], driver.jump_probability}),
                             jumps[0]);
    }
}

/// docs/model.md section 2: correlated innovations, AR(1) deviations with crises and jumps, levels
/// and log indices.
template <int width, class Observer>
void step_drivers(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    auto& state = block.state;
    const auto month = static_cast<std::size_t>(block.month);
    // Innovations come two months at a time; those of odd months wait in the second half.
    const std::size_t half = plan.drivers.size() * static_cast<std::size_t>(block.month % 2);
    for (std::size_t d = 0; d < plan.drivers.size() && block.month % 2 == 0; ++d) {
        draw_innovations(block, plan.drivers[d].stream, lanes_of<width>(state.innovation, d),
                         lanes_of<width>(state.innovation, plan.drivers.size() + d),
                         lanes_of<width>(state.innovation, 2 * plan.drivers.size() + d));
    }
    // One normal a year widens or narrows the innovations of all drivers with heavy tails.
    if (plan.heavy_tails && block.month % 12 == 0) {
        double uniforms[width];
        draw_next_chances(block, plan.drivers_stream, random::Purpose::driver_tail, block.year(),
                          lanes_of<width>(state.tail_waiting, 0), uniforms);
        random::normal_quantiles<width>(uniforms, lanes_of<width>(state.tail, 0));
    }
    const double* tail_normals = lanes_of<width>(state.tail, 0);
    if (plan.spillovers) state.previous_deviation = state.deviation;
    step_crisis(block);
    condition_innovations(block, half, tail_normals);
    const double* crisis = lanes_of<width>(state.crisis, 0);
    for (std::size_t d = 0; d < plan.drivers.size(); ++d) {
        const auto& driver = plan.drivers[d];
        double shock[width];
        fill_lanes<width>(shock, 0.0);
        if (driver.innovation_sd > 0.0) {
            for (std::size_t other = 0; other <= d; ++other) {
                const double weight = plan.correlation_factor[d][other];
                if (weight == 0.0) continue;
                const double* normals = lanes_of<width>(state.innovation, half + other);
                COFFER_INDEPENDENT_LANES
                for (int lane = 0; lane < width; ++lane) shock[lane] += weight * normals[lane];
            }
        }
        if (!driver.tail_scale.empty()) {
            for (int lane = 0; lane < width; ++lane) {
                shock[lane] *= plan::interpolate(driver.tail_scale, tail_normals[lane]);
            }
        }
        if (!driver.spread.empty()) {
            const double* spread = lanes_of<width>(state.spread, d);
            for (int lane = 0; lane < width; ++lane) shock[lane] *= spread[lane];
        }
        double* deviation = lanes_of<width>(state.deviation, d);
        double* value = lanes_of<width>(state.driver_value, d);
        double* index = lanes_of<width>(state.log_index, d);
        const double mean = driver.mean[month];
        const double growth = driver.log_growth[month];
        const double crisis_volatility = driver.crisis_volatility;
        const double persistence = driver.persistence;
        const double innovation_sd = driver.innovation_sd;
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            shock[lane] *= crisis[lane] > 0.0 ? crisis_volatility : 1.0;
            deviation[lane] = persistence * deviation[lane] + innovation_sd * shock[lane];
        }
        for (const auto& spillover : driver.spillovers) {
            const double* previous = lanes_of<width>(state.previous_deviation, spillover.driver);
            const double coefficient = spillover.coefficient;
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                deviation[lane] += coefficient * previous[lane];
            }
        }
        if (is_known(block, driver)) {
            take_known_value(block, d);
        } else {
            add_jumps(block, driver, deviation);
        }
        double off_mean[width];
        const double crisis_shift = driver.crisis_shift;
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            off_mean[lane] = deviation[lane] + crisis[lane] * crisis_shift;
            value[lane] = mean + off_mean[lane];
        }
        if (driver.growth) {
            constexpr double of_a_year = 1.0 / 12.0;
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                index[lane] += growth + off_mean[lane] * of_a_year;
            }
        }
        if constexpr (Observer::enabled) {
            block.observer.event(block.month, driver.id, EventKind::driver,
                                 Cause(CauseKind::innovation, {shock[0]}), value[0]);
        }
    }
}

}  // namespace coffer::kernel
