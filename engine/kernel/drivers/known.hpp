#pragma once
// The months at the beginning of the plan of which it is known what happened (docs/model.md section
// 1, "Known months"): drivers take their values, flows and projects what they were. Draws stay
// those of the same months of a plan of which nothing is known, so that a forecast before and one
// after an update share all that is still to come.
#include <algorithm>
#include <vector>

#include "coffer/plan/sample.hpp"
#include "coffer/random/elementary.hpp"
#include "core/lanes.hpp"
#include "core/state.hpp"
#include "drivers/flows.hpp"

namespace coffer::kernel {

/// Whether the month is known of a driver.
template <int width, class Observer>
[[nodiscard]] bool is_known(const Block<width, Observer>& block, const plan::DriverPlan& driver) {
    return static_cast<std::size_t>(block.month) < driver.known.size();
}

/// The innovation, of variance one before it is widened, with which a driver takes its known value.
template <int width, class Observer>
void innovation_of_known(Block<width, Observer>& block, std::size_t d, const double* tail_normals,
                         double* needed) {
    auto& state = block.state;
    const auto& driver = block.plan.drivers[d];
    const auto month = static_cast<std::size_t>(block.month);
    const double off_mean = driver.known[month] - driver.mean[month];
    const double* deviation = lanes_of<width>(state.deviation, d);
    const double* crisis = lanes_of<width>(state.crisis, 0);
    for (int lane = 0; lane < width; ++lane) {
        needed[lane] =
            off_mean - crisis[lane] * driver.crisis_shift - driver.persistence * deviation[lane];
        needed[lane] /= driver.innovation_sd;
        if (crisis[lane] > 0.0) needed[lane] /= driver.crisis_volatility;
    }
    for (const auto& spillover : driver.spillovers) {
        const double* previous = lanes_of<width>(state.previous_deviation, spillover.driver);
        for (int lane = 0; lane < width; ++lane) {
            needed[lane] -= spillover.coefficient * previous[lane] / driver.innovation_sd;
        }
    }
    for (int lane = 0; lane < width && !driver.tail_scale.empty(); ++lane) {
        needed[lane] /= plan::interpolate(driver.tail_scale, tail_normals[lane]);
    }
    const double* spread = lanes_of<width>(state.spread, d);
    for (int lane = 0; lane < width && !driver.spread.empty(); ++lane) needed[lane] /= spread[lane];
}

/// Replaces the month's normals of drivers by normals with which known drivers take their values:
/// what is drawn, moved by no more than that takes. Others, and the shocks that lines share, move
/// along as far as they are correlated. `first` is the column of the month's normals.
template <int width, class Observer>
void condition_innovations(Block<width, Observer>& block, std::size_t first,
                           const double* tail_normals) {
    const auto& plan = block.plan;
    auto& state = block.state;
    if (plan.known.drivers.empty() || block.month >= plan.known.months) return;
    std::vector<double> missing(plan.known.drivers.size() * width);
    for (std::size_t k = 0; k < plan.known.drivers.size(); ++k) {
        const std::size_t d = plan.known.drivers[k];
        double* lacks = missing.data() + k * width;
        if (plan.drivers[d].innovation_sd <= 0.0 || !is_known(block, plan.drivers[d])) continue;
        innovation_of_known(block, d, tail_normals, lacks);
        for (std::size_t other = 0; other <= d; ++other) {
            const double weight = plan.correlation_factor[d][other];
            const double* normals = lanes_of<width>(state.innovation, first + other);
            for (int lane = 0; lane < width; ++lane) lacks[lane] -= weight * normals[lane];
        }
    }
    for (std::size_t d = 0; d < plan.drivers.size(); ++d) {
        double* normals = lanes_of<width>(state.innovation, first + d);
        for (std::size_t k = 0; k < plan.known.drivers.size(); ++k) {
            const double weight = plan.known.weights[d][k];
            const double* lacks = missing.data() + k * width;
            for (int lane = 0; lane < width; ++lane) normals[lane] += weight * lacks[lane];
        }
    }
}

/// A driver's known value is its value, whatever moved it.
template <int width, class Observer>
void take_known_value(Block<width, Observer>& block, std::size_t d) {
    const auto& driver = block.plan.drivers[d];
    const auto month = static_cast<std::size_t>(block.month);
    const double off_mean = driver.known[month] - driver.mean[month];
    double* deviation = lanes_of<width>(block.state.deviation, d);
    const double* crisis = lanes_of<width>(block.state.crisis, 0);
    for (int lane = 0; lane < width; ++lane) {
        deviation[lane] = off_mean - crisis[lane] * driver.crisis_shift;
    }
}

/// Calls `visit(flow, columns of what its year holds)` for each flow of which months are known.
template <int width, class Observer, class Visit>
void each_known_flow(Block<width, Observer>& block, Visit visit) {
    const auto& plan = block.plan;
    auto& state = block.state;
    const auto each = [&](const auto& lines, auto& table, const auto& flow_of) {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const plan::FlowPlan& flow = flow_of(lines[i]);
            if (flow.observed != plan::nowhere) {
                visit(flow, lanes_of<width>(table, line_columns * i));
            }
        }
    };
    each(plan.revenue, state.revenue_noise, [](const auto& line) -> auto& { return line.flow; });
    each(plan.taxpayers, state.taxpayer_noise,
         [](const auto& taxpayer) -> auto& { return taxpayer.output; });
    each(plan.expenditure, state.expenditure_noise,
         [](const auto& line) -> auto& { return line.flow; });
    each(plan.sources, state.source_noise,
         [](const auto& source) -> auto& { return source.arrival; });
    each(plan.pipelines, state.pipeline_noise,
         [](const auto& pipeline) -> auto& { return pipeline.need; });
}

/// Adds up what known flows would have been on the path; after the last known month, how far what
/// they were missed it.
template <int width, class Observer>
void observe_known_flows(Block<width, Observer>& block) {
    const auto& known = block.plan.known;
    if (block.month >= known.months || known.columns == 0) return;
    const auto year = static_cast<std::size_t>(block.year());
    each_known_flow(block, [&](const plan::FlowPlan& flow, const double* columns) {
        const auto month = static_cast<std::size_t>(block.month);
        if (month >= flow.known.size()) return;
        double drawn[width];
        drawn_amounts(block, flow, columns, drawn);
        double* sum = lanes_of<width>(block.state.observed, flow.observed + year);
        if (block.month % 12 == 0) fill_lanes<width>(sum, 0.0);
        add_lanes<width>(sum, drawn);
        if (block.month % 12 != 11 && month + 1 != flow.known.size()) return;
        double was = 0.0;
        for (std::size_t m = 12 * year; m <= month; ++m) {
            was += flow.known[m];
        }
        // A year of nothing has no log, and says nothing.
        for (int lane = 0; lane < width; ++lane) {
            const bool any = was > 0.0 && sum[lane] > 0.0;
            sum[lane] = any ? random::logarithm(was) - random::logarithm(sum[lane]) : 0.0;
        }
    });
}

}  // namespace coffer::kernel
