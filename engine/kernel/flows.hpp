#pragma once
#include <string>

#include "coffer/base/money.hpp"
#include "coffer/random/elementary.hpp"
#include "draws.hpp"

namespace coffer::kernel {

template <int width>
inline void round_lanes(double* amounts) {
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) amounts[lane] = round_fen(amounts[lane]);
}

template <int width>
inline void add_lanes(double* to, const double* amounts) {
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) to[lane] += amounts[lane];
}

/// Draws a flow's noise for the year that begins now: the exponent, or, for a flow that nothing
/// else moves, already the factor of the whole year.
template <int width, class Observer>
void refresh_noise(Block<width, Observer>& block, const plan::FlowPlan& flow,
                   const std::string& subject, double* waiting, double* noise) {
    if (flow.volatility == 0.0) return;
    double uniforms[width];
    draw_next_chances(block, flow.stream, random::Purpose::flow_noise, block.year(), waiting,
                      uniforms);
    random::normal_quantiles<width>(uniforms, noise);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) noise[lane] *= flow.volatility;
    if constexpr (Observer::enabled) {
        block.observer.event(block.month, subject, "yearly_noise",
                             "flow_noise u=" + std::to_string(uniforms[0]),
                             random::exponential(noise[0]));
    }
    if (!flow.sensitivities.empty()) return;
    random::exponentials<width>(noise, noise);
}

/// The month's flow before rounding (docs/model.md section 3).
template <int width, class Observer>
void flow_amounts(Block<width, Observer>& block, const plan::FlowPlan& flow, const double* noise,
                  double* amounts) {
    const auto month = static_cast<std::size_t>(block.month);
    const double amount = flow.amount[month];
    if (flow.certain() || amount == 0.0) {
        fill_lanes<width>(amounts, amount);
        return;
    }
    if (flow.sensitivities.empty()) {
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) amounts[lane] = amount * noise[lane];
        return;
    }
    double exponent[width];
    fill_lanes<width>(exponent, flow.offset[month]);
    for (const auto& sensitivity : flow.sensitivities) {
        const double* index = lanes_of<width>(block.state.log_index, sensitivity.driver);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            exponent[lane] += sensitivity.elasticity * index[lane];
        }
    }
    add_lanes<width>(exponent, noise);
    random::exponentials<width>(exponent, exponent);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) amounts[lane] = amount * exponent[lane];
}

}  // namespace coffer::kernel
