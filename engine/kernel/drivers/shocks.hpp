#pragma once
// The luck of lines (docs/model.md sections 2 and 3): shocks that lines share, their walks from
// month to month, what is transitory in a year, and the shares of months. Everything that does not
// change within a year is put together once, each January.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "coffer/plan/sample.hpp"
#include "core/block.hpp"
#include "core/draws.hpp"
#include "core/lanes.hpp"
#include "drivers/known.hpp"

namespace coffer::kernel {

/// Shocks that lines share, and their walks. Columns of `start_*`, `spread` and `year_index`:
/// drivers, then walks; of `start_normals`: drivers and shocks, twice.
template <int width>
struct ShocksState {
    Table<width> start_normals, start_level, start_rest, spread, year_index, drift, driver_luck;
    Table<width> shock_innovation, shock_luck, month_share, walk_deviation, walk_index;

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        const std::size_t drivers = plan.drivers.size();
        const std::size_t shocks = plan.shocks.size();
        layout.set_by_steps({&start_normals}, 2 * (drivers + shocks));
        layout.set_by_steps({&start_level, &start_rest, &spread, &year_index},
                            drivers + plan.walks.size());
        layout.set_by_steps({&driver_luck}, drivers);
        layout.set_by_steps({&drift}, 1);
        layout.set_by_steps({&shock_innovation}, 3 * shocks);
        layout.set_by_steps({&shock_luck}, 3 * shocks);
        layout.set_by_steps({&month_share}, 12 * shocks);
        layout.set_by_steps({&walk_deviation, &walk_index}, plan.walks.size());
    }
};

/// Adds weighted normals: one row of a Cholesky factor.
template <int width, class Lanes>
void mix_normals(const std::vector<plan::WeightPlan>& factor, const Lanes& normals_of,
                 double* mixed) {
    fill_lanes<width>(mixed, 0.0);
    for (const auto& [from, weight] : factor) {
        const double* normals = normals_of(from);
        const double share = weight;
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) mixed[lane] += share * normals[lane];
    }
}

/// How wide the path takes a spread that is known from a few years only.
template <int width, class Observer>
void draw_spread(Block<width, Observer>& block, std::uint32_t stream,
                 const std::vector<double>& table, double* spread) {
    if (table.empty()) {
        fill_lanes<width>(spread, 1.0);
        return;
    }
    double uniforms[width], normals[width];
    draw(block, stream, random::Purpose::spread, 0, uniforms, normals);
    for (int lane = 0; lane < width; ++lane) {
        spread[lane] = plan::interpolate(table, normals[lane]);
    }
}

/// Where every walk stands when the plan begins, and how far it lies above the base year's sum.
template <int width, class Observer>
void begin_shocks(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    auto& state = block.state;
    if (!plan.draws_starts) return;
    const std::size_t drivers = plan.drivers.size();
    const std::size_t all = drivers + plan.shocks.size();
    const auto draw_pair = [&](std::uint32_t stream, std::size_t column) {
        draw_normal_pairs(block, stream, random::Purpose::start, 0,
                          lanes_of<width>(state.start_normals, column),
                          lanes_of<width>(state.start_normals, all + column));
    };
    for (std::size_t d = 0; d < drivers; ++d) draw_pair(plan.drivers[d].stream, d);
    for (std::size_t s = 0; s < plan.shocks.size(); ++s) {
        if (plan.shocks[s].moves) draw_pair(plan.shocks[s].stream, drivers + s);
    }
    const auto begin = [&](const std::vector<plan::WeightPlan>& factor, const double* spread,
                           std::size_t column) {
        for (auto* half : {&state.start_level, &state.start_rest}) {
            const std::size_t offset = half == &state.start_level ? 0 : all;
            double* start = lanes_of<width>(*half, column);
            mix_normals<width>(
                factor,
                [&](std::size_t from) {
                    return lanes_of<width>(state.start_normals, offset + from);
                },
                start);
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) start[lane] *= spread[lane];
        }
    };
    for (std::size_t d = 0; d < drivers; ++d) {
        const auto& driver = plan.drivers[d];
        double* spread = lanes_of<width>(state.spread, d);
        draw_spread(block, driver.stream, driver.spread, spread);
        if (!driver.drawn_start) continue;
        std::vector<plan::WeightPlan> factor;
        for (std::size_t other = 0; other <= d; ++other) {
            const double weight = plan.correlation_factor[d][other];
            if (weight != 0.0) factor.push_back({other, weight});
        }
        begin(factor, spread, d);
        const double* start = lanes_of<width>(state.start_level, d);
        double* deviation = lanes_of<width>(state.deviation, d);
        for (int lane = 0; lane < width; ++lane) deviation[lane] = driver.sd * start[lane];
    }
    for (std::size_t w = 0; w < plan.walks.size(); ++w) {
        const auto& walk = plan.walks[w];
        const auto& shock = plan.shocks[walk.shock];
        double* spread = lanes_of<width>(state.spread, drivers + w);
        draw_spread(block, shock.stream, walk.spread, spread);
        fill_lanes<width>(lanes_of<width>(state.walk_index, w), 0.0);
        if (!shock.moves) continue;
        begin(shock.factor, spread, drivers + w);
        std::copy_n(lanes_of<width>(state.start_level, drivers + w), width,
                    lanes_of<width>(state.walk_deviation, w));
    }
    if (plan.draws_drift) {
        double uniforms[width];
        draw(block, plan.drivers_stream, random::Purpose::drift, 0, uniforms,
             lanes_of<width>(state.drift, 0));
    }
}

/// A line's place above its base year's sum when the plan begins.
template <int width, class Observer>
void begin_line(Block<width, Observer>& block, const plan::FlowPlan& flow, double* columns) {
    double* start = columns + width;
    fill_lanes<width>(columns, 0.0);
    fill_lanes<width>(start, 0.0);
    for (const auto& [walk, level, rest] : flow.starts) {
        const double* first = lanes_of<width>(block.state.start_level, walk);
        const double* second = lanes_of<width>(block.state.start_rest, walk);
        const double by_level = level;
        const double by_rest = rest;
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            start[lane] += by_level * first[lane] + by_rest * second[lane];
        }
    }
}

/// What is drawn for a whole year: transitory luck, and the shares of its months.
template <int width, class Observer>
void draw_year_of_shock(Block<width, Observer>& block, std::size_t s) {
    const auto& shock = block.plan.shocks[s];
    auto& state = block.state;
    const std::size_t shocks = block.plan.shocks.size();
    const int year = block.year();
    if (shock.yearly) {
        double* luck = lanes_of<width>(state.shock_luck, s);
        double* base = lanes_of<width>(state.shock_luck, shocks + s);
        double* waiting = lanes_of<width>(state.shock_luck, 2 * shocks + s);
        // Number 0 is the base year's own luck, which the first year's growth takes back.
        if (year == 0) {
            draw_normal_pairs(block, shock.stream, random::Purpose::flow_noise, 0, base, luck);
        } else if (year % 2 == 1) {
            draw_normal_pairs(block, shock.stream, random::Purpose::flow_noise, (year + 1) / 2,
                              luck, waiting);
        } else {
            std::copy_n(waiting, width, luck);
        }
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) luck[lane] -= base[lane];
    }
    if (!shock.shares_months) return;
    constexpr double spread = 1.7320508075688772;  // sqrt(3): of variance one
    for (int pair = 0; pair < 6; ++pair) {
        double* even =
            lanes_of<width>(state.month_share, 12 * s + 2 * static_cast<std::size_t>(pair));
        double* odd = even + width;
        draw_chance_pairs(block, shock.stream, random::Purpose::month_share, 6 * year + pair, even,
                          odd);
        for (double* share : {even, odd}) {
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                share[lane] = spread * (2.0 * share[lane] - 1.0);
            }
        }
    }
}

/// A line's exponent for the year that begins, without what moves from month to month; as a factor
/// where nothing does.
template <int width, class Observer>
void begin_line_year(Block<width, Observer>& block, const plan::FlowPlan& flow,
                     const std::string& subject, bool as_factor, double* columns) {
    auto& state = block.state;
    if (block.month == 0) begin_line(block, flow, columns);
    double* exponent = columns;
    std::copy_n(columns + width, width, exponent);
    fill_lanes<width>(columns + 3 * width, 0.0);
    if (flow.drift_sd > 0.0) {
        const double* drift = lanes_of<width>(state.drift, 0);
        const double by = flow.drift_sd * (block.year() + 1);
        for (int lane = 0; lane < width; ++lane) exponent[lane] += by * drift[lane];
    }
    if (flow.transitory_sd > 0.0) {
        const auto& walk = block.plan.walks[flow.walk];
        double luck[width];
        mix_normals<width>(
            block.plan.shocks[walk.shock].year_factor,
            [&](std::size_t from) { return lanes_of<width>(state.shock_luck, from); }, luck);
        const double* spread = lanes_of<width>(state.spread, block.plan.drivers.size() + flow.walk);
        const double sd = flow.transitory_sd;
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            exponent[lane] += sd * spread[lane] * luck[lane];
        }
        if constexpr (Observer::enabled) {
            block.observer.event(
                block.month, subject, EventKind::yearly_noise,
                Cause(CauseKind::luck, {block.plan.shocks[walk.shock].id, luck[0]}),
                random::exponential(exponent[0]));
        }
    }
    if (flow.month_sd > 0.0) {
        double* mean = columns + 2 * width;
        fill_lanes<width>(mean, 0.0);
        const std::size_t shock = block.plan.walks[flow.walk].shock;
        for (std::size_t month = 0; month < 12; ++month) {
            const double weight = flow.profile[month];
            if (weight == 0.0) continue;
            const double* share = lanes_of<width>(state.month_share, 12 * shock + month);
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) mean[lane] += weight * share[lane];
        }
    }
    if (as_factor && flow.steady()) random::exponentials<width>(exponent, exponent);
}

/// Every line of the plan.
template <int width, class Observer>
void begin_lines_year(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    auto& state = block.state;
    const auto begin = [&](const auto& items, auto& table, bool as_factor, const auto& flow_of) {
        for (std::size_t i = 0; i < items.size(); ++i) {
            begin_line_year(block, flow_of(items[i]), items[i].id, as_factor,
                            lanes_of<width>(table, line_columns * i));
        }
    };
    begin(plan.revenue, state.revenue_noise, true,
          [](const auto& line) -> auto& { return line.flow; });
    begin(plan.taxpayers, state.taxpayer_noise, true,
          [](const auto& taxpayer) -> auto& { return taxpayer.output; });
    begin(plan.expenditure, state.expenditure_noise, true,
          [](const auto& line) -> auto& { return line.flow; });
    begin(plan.sources, state.source_noise, true,
          [](const auto& source) -> auto& { return source.arrival; });
    begin(plan.pipelines, state.pipeline_noise, true,
          [](const auto& pipeline) -> auto& { return pipeline.need; });
    begin(plan.economic_series, state.economy_noise, false,
          [](const auto& series) -> auto& { return series.flow; });
    if (plan.base_gdp > 0.0) {
        begin_line_year(
            block, plan.gdp, "gdp", false,
            lanes_of<width>(state.economy_noise, line_columns * plan.economic_series.size()));
    }
}

/// What lasts or passes of a driver's year beside its months, and growth not known for sure.
template <int width, class Observer>
void begin_driver_year(Block<width, Observer>& block, std::size_t d) {
    const auto& driver = block.plan.drivers[d];
    auto& state = block.state;
    if (is_known(block, driver)) {
        // The values say where it stands; later years pass on no luck of a known one.
        fill_lanes<width>(lanes_of<width>(state.driver_luck, d), 0.0);
        return;
    }
    double* index = lanes_of<width>(state.log_index, d);
    if (driver.drift_sd > 0.0) {
        const double* drift = lanes_of<width>(state.drift, 0);
        for (int lane = 0; lane < width; ++lane) index[lane] += driver.drift_sd * drift[lane];
    }
    if (driver.transitory_sd <= 0.0) return;
    const double* spread = lanes_of<width>(state.spread, d);
    double* before = lanes_of<width>(state.driver_luck, d);
    double uniforms[width], now[width];
    if (block.month == 0) {
        draw(block, driver.stream, random::Purpose::flow_noise, 0, uniforms, before);
    }
    draw(block, driver.stream, random::Purpose::flow_noise, block.year() + 1, uniforms, now);
    for (int lane = 0; lane < width; ++lane) {
        index[lane] += driver.transitory_sd * spread[lane] * (now[lane] - before[lane]);
        before[lane] = now[lane];
    }
}

/// docs/model.md section 6, step 1: luck of the year and of the month. After the drivers.
template <int width, class Observer>
void step_shocks(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    auto& state = block.state;
    const std::size_t drivers = plan.drivers.size();
    if (block.month % 12 == 0) {
        for (std::size_t d = 0; d < drivers; ++d) begin_driver_year(block, d);
        for (std::size_t s = 0; s < plan.shocks.size(); ++s) draw_year_of_shock(block, s);
        begin_lines_year(block);
    }
    const auto odd = static_cast<std::size_t>(block.month % 2);
    for (std::size_t s = 0; s < plan.shocks.size() && odd == 0; ++s) {
        if (!plan.shocks[s].moves) continue;
        draw_innovations(block, plan.shocks[s].stream, lanes_of<width>(state.shock_innovation, s),
                         lanes_of<width>(state.shock_innovation, plan.shocks.size() + s),
                         lanes_of<width>(state.shock_innovation, 2 * plan.shocks.size() + s));
    }
    for (const auto& shock : plan.shocks) {
        if (!shock.moves) continue;
        double innovation[width];
        mix_normals<width>(
            shock.factor,
            [&](std::size_t from) {
                return from < drivers ? lanes_of<width>(state.innovation, odd * drivers + from)
                                      : lanes_of<width>(state.shock_innovation,
                                                        odd * plan.shocks.size() + from - drivers);
            },
            innovation);
        for (const std::size_t w : shock.walks) {
            const auto& walk = plan.walks[w];
            double* deviation = lanes_of<width>(state.walk_deviation, w);
            double* index = lanes_of<width>(state.walk_index, w);
            const double* spread = lanes_of<width>(state.spread, drivers + w);
            const double persistence = walk.persistence;
            const double innovation_sd = walk.innovation_sd;
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                deviation[lane] =
                    persistence * deviation[lane] + innovation_sd * spread[lane] * innovation[lane];
                index[lane] += deviation[lane] * (1.0 / 12.0);
            }
        }
    }
    if (!plan.averages_years) return;
    const bool january = block.month % 12 == 0;
    const auto add = [&](const double* index, std::size_t column) {
        double* sum = lanes_of<width>(state.year_index, column);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            sum[lane] = index[lane] + (january ? 0.0 : sum[lane]);
        }
    };
    for (std::size_t d = 0; d < drivers; ++d) add(lanes_of<width>(state.log_index, d), d);
    for (std::size_t w = 0; w < plan.walks.size(); ++w) {
        add(lanes_of<width>(state.walk_index, w), drivers + w);
    }
}

}  // namespace coffer::kernel
