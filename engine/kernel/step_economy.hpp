#pragma once
#include "flows.hpp"

namespace coffer::kernel {

/// Growth over a base below one yuan has no meaning and counts as none.
inline double growth(double previous, double current) {
    return previous < 100.0 ? 0.0 : current / previous - 1.0;
}

/// GDP of the year that ends: the base year's, grown by what the driver's index has grown, and the
/// value added of completed projects; 0 when none is given.
template <int width, class Observer>
void gross_domestic_product(Block<width, Observer>& block, double* gdp) {
    const auto& plan = block.plan;
    fill_lanes<width>(gdp, 0.0);
    if (plan.base_gdp <= 0.0) return;
    const double* index = lanes_of<width>(block.state.log_index, plan.gdp_driver);
    const double* new_output = block.slot(plan::YearSlot::new_output);
    random::exponentials<width>(index, gdp);
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
        fill_lanes<width>(exponent, 0.0);
        if (series.flow.volatility > 0.0) {
            double uniforms[width];
            draw(block, series.flow.stream, random::Purpose::flow_noise, block.year(), uniforms,
                 exponent);
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) exponent[lane] *= series.flow.volatility;
        }
        for (const auto& sensitivity : series.flow.sensitivities) {
            const double* index = lanes_of<width>(state.log_index, sensitivity.driver);
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                exponent[lane] += sensitivity.elasticity * index[lane];
            }
        }
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
