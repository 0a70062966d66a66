#pragma once
#include <string>

#include "draws.hpp"

namespace coffer::kernel {

template <int width, class Observer>
void begin_drivers(Block<width, Observer>& block) {
    auto& state = block.state;
    for (std::size_t d = 0; d < block.plan.drivers.size(); ++d) {
        const auto column = static_cast<Eigen::Index>(d);
        state.deviation.col(column) = block.plan.drivers[d].initial_deviation;
        state.log_index.col(column) = block.plan.drivers[d].start_log_index;
    }
}

/// docs/model.md section 2: correlated innovations, AR(1) deviations, levels and log indices.
template <int width, class Observer>
void step_drivers(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    auto& state = block.state;
    const auto month = static_cast<std::size_t>(block.month);
    // Innovations come two months at a time; those of odd months wait in the second half.
    const std::size_t half = plan.drivers.size() * static_cast<std::size_t>(block.month % 2);
    for (std::size_t d = 0; d < plan.drivers.size() && block.month % 2 == 0; ++d) {
        draw_normal_pairs(block, plan.drivers[d].stream, random::Purpose::driver_innovation,
                          block.month / 2, lanes_of<width>(state.innovation, d),
                          lanes_of<width>(state.innovation, plan.drivers.size() + d));
    }
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
        double* deviation = lanes_of<width>(state.deviation, d);
        double* value = lanes_of<width>(state.driver_value, d);
        double* index = lanes_of<width>(state.log_index, d);
        const double mean = driver.mean[month];
        const double growth = driver.log_growth[month];
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            deviation[lane] =
                driver.persistence * deviation[lane] + driver.innovation_sd * shock[lane];
            value[lane] = mean + deviation[lane];
        }
        if (driver.growth) {
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                index[lane] += growth + deviation[lane] / 12.0;
            }
        }
        if constexpr (Observer::enabled) {
            block.observer.event(block.month, driver.id, "driver",
                                 "innovation " + std::to_string(shock[0]), value[0]);
        }
    }
}

}  // namespace coffer::kernel
