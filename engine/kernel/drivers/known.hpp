#pragma once
// The months at the beginning of the plan of which it is known what happened (docs/model.md section
// 1, "Known months"): drivers take their values, flows and projects what they were. Draws stay
// those of the same months of a plan of which nothing is known, so that a forecast before and one
// after an update share all that is still to come.
#include <algorithm>
#include <vector>

#include "coffer/plan/sample.hpp"
#include "coffer/random/elementary.hpp"
#include "core/block.hpp"
#include "core/lanes.hpp"
#include "drivers/flows.hpp"

namespace coffer::kernel {

template <int width>
struct KnownState {
    /// Flows of which months are known: sums of what would have been, then misses.
    Table<width> observed;

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        layout.set_by_steps({&observed}, plan.known.columns);
    }
};

/// Whether the month is known of a driver.
template <int width, class Observer>
[[nodiscard]] bool is_known(const Block<width, Observer>& block, const plan::DriverPlan& driver) {
    return static_cast<std::size_t>(block.month) < driver.known.size();
}

/// By how much a driver's innovation, of variance one before it is widened, misses the one with
/// which it takes its known value; 0 where the value does not depend on it. `first` is the column
/// of the month's normals.
template <int width, class Observer>
void miss_of_known(Block<width, Observer>& block, std::size_t d, std::size_t first,
                   const double* tail_normals, double* miss) {
    auto& state = block.state;
    const auto& driver = block.plan.drivers[d];
    const auto month = static_cast<std::size_t>(block.month);
    const double off_mean = driver.known[month] - driver.mean[month];
    const double* deviation = lanes_of<width>(state.deviation, d);
    const double* crisis = lanes_of<width>(state.crisis, 0);
    const double* spread = lanes_of<width>(state.spread, d);
    double scale[width];
    for (int lane = 0; lane < width; ++lane) {
        miss[lane] =
            off_mean - crisis[lane] * driver.crisis_shift - driver.persistence * deviation[lane];
        scale[lane] = driver.innovation_sd * (crisis[lane] > 0.0 ? driver.crisis_volatility : 1.0);
    }
    for (const auto& spillover : driver.spillovers) {
        const double* previous = lanes_of<width>(state.previous_deviation, spillover.driver);
        for (int lane = 0; lane < width; ++lane) {
            miss[lane] -= spillover.coefficient * previous[lane];
        }
    }
    for (int lane = 0; lane < width && !driver.tail_scale.empty(); ++lane) {
        scale[lane] *= plan::interpolate(driver.tail_scale, tail_normals[lane]);
    }
    for (int lane = 0; lane < width && !driver.spread.empty(); ++lane) scale[lane] *= spread[lane];
    double drawn[width];
    fill_lanes<width>(drawn, 0.0);
    for (std::size_t other = 0; other <= d; ++other) {
        const double weight = block.plan.correlation_factor[d][other];
        const double* normals = lanes_of<width>(state.innovation, first + other);
        for (int lane = 0; lane < width; ++lane) drawn[lane] += weight * normals[lane];
    }
    for (int lane = 0; lane < width; ++lane) {
        miss[lane] = scale[lane] > 0.0 ? miss[lane] / scale[lane] - drawn[lane] : 0.0;
    }
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
        if (!is_known(block, plan.drivers[d])) continue;
        miss_of_known(block, d, first, tail_normals, missing.data() + k * width);
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
