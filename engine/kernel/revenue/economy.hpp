#pragma once
#include <algorithm>

#include "coffer/random/elementary.hpp"
#include "core/lanes.hpp"
#include "core/state.hpp"

namespace coffer::kernel {

/// Growth over a base below one yuan has no meaning and counts as none.
inline double growth(double previous, double current) {
    return previous < 100.0 ? 0.0 : current / previous - 1.0;
}

/// A series' log of the year over its base year: its indices on average over the months.
template <int width, class Observer>
void year_exponent(Block<width, Observer>& block, const plan::FlowPlan& flow, std::size_t series,
                   double* exponent) {
    auto& state = block.state;
    std::copy_n(lanes_of<width>(state.economy_noise, line_columns * series), width, exponent);
    const auto add = [&](double by, std::size_t column) {
        const double* sum = lanes_of<width>(state.year_index, column);
        const double weight = by / 12.0;
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) exponent[lane] += weight * sum[lane];
    };
    for (const auto& sensitivity : flow.sensitivities) {
        add(sensitivity.elasticity, sensitivity.driver);
    }
    if (flow.walk_sd > 0.0) add(flow.walk_sd, block.plan.drivers.size() + flow.walk);
}

/// GDP of the year that ends: the base year's, grown as its driver's index has on average, and the
/// value added of completed projects; 0 when none is given.
template <int width, class Observer>
void gross_domestic_product(Block<width, Observer>& block, double* gdp) {
    const auto& plan = block.plan;
    fill_lanes<width>(gdp, 0.0);
    if (plan.base_gdp <= 0.0) return;
    const double* new_output = block.slot(plan::YearSlot::new_output);
    year_exponent(block, plan.gdp, plan.economic_series.size(), gdp);
    random::exponentials<width>(gdp, gdp);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        gdp[lane] = round_fen(plan.base_gdp * gdp[lane]) +
                    round_fen(plan.gdp_new_output_share * new_output[lane]);
    }
}

template <int width, class Observer>
void close_gdp_growth(Block<width, Observer>& block, const double* gdp) {
    const auto first = block.plan.optional_slots.gdp;
    if (first == plan::no_slot) return;
    double* rate = block.slot(first, plan::GdpSlot::growth);
    double* previous = lanes_of<width>(block.state.previous_gdp, 0);
    for (int lane = 0; lane < width; ++lane) {
        rate[lane] = growth(previous[lane], gdp[lane]);
        previous[lane] = gdp[lane];
    }
}

/// docs/model.md section 8: the year's figures of the economic series.
template <int width, class Observer>
void close_economic_series(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    auto& state = block.state;
    const double* new_output = block.slot(plan::YearSlot::new_output);
    for (std::size_t i = 0; i < plan.economic_series.size(); ++i) {
        const auto& series = plan.economic_series[i];
        double exponent[width];
        year_exponent(block, series.flow, i, exponent);
        double* level = lanes_of<width>(state.yearly, series.level);
        double* rate = lanes_of<width>(state.yearly, series.growth);
        double* previous = lanes_of<width>(state.previous_economy, i);
        random::exponentials<width>(exponent, exponent);
        for (int lane = 0; lane < width; ++lane) {
            level[lane] = round_fen(series.base * exponent[lane]) +
                          round_fen(series.new_output_share * new_output[lane]);
            rate[lane] = growth(previous[lane], level[lane]);
            previous[lane] = level[lane];
        }
    }
}

}  // namespace coffer::kernel
