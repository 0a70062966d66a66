#pragma once
// Fixed-asset investment, the third ledger beside cash and progress: what a month counts of
// spending or of work, and in which month that is reported (docs/model.md section 4, "FAI").
#include <algorithm>
#include <utility>

#include "core/block.hpp"
#include "core/lanes.hpp"
#include "core/ledger.hpp"
#include "projects/needs.hpp"
#include "projects/restart.hpp"
#include "projects/state.hpp"

namespace coffer::kernel {

/// FAI, as far as the plan asks for it.
template <int width>
struct FaiState {
    Table<width> work_counted;  ///< share of the work counted by project
    /// By project or pipeline: what was counted in each of the last months and not reported yet.
    Table<width> unreported;
    Table<width> first_year_fai, first_year_price;

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        const std::size_t fundables = plan.projects.size() + plan.pipelines.size();
        layout.zeroed_where_costs({&first_year_fai, &first_year_price}, fundables);
        layout.zeroed({&unreported}, fundables * static_cast<std::size_t>(plan.fai.lag));
        layout.set_by_steps({&work_counted}, plan.fai.by_progress ? plan.projects.size() : 0);
    }
};

template <int width, class Observer>
const plan::FundablePlan& fundable_of(const Block<width, Observer>& block, std::size_t column) {
    const auto& plan = block.plan;
    if (column < plan.projects.size()) return plan.projects[column];
    return plan.pipelines[column - plan.projects.size()];
}

/// Keeps what a project or pipeline lacks of this month's need.
template <int width, class Observer>
void note_unmet(Block<width, Observer>& block, std::size_t column) {
    const auto& plan = block.plan;
    auto& state = block.state;
    const bool pipeline = column >= plan.projects.size();
    const double* need = lanes_of<width>(state.need, column);
    const double* funded = lanes_of<width>(state.funded, column);
    double* lacking = lanes_of<width>(state.lacking, column);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        // A project's unmet need comes back until it is met; a pipeline's lapses.
        const double unmet = need[lane] - funded[lane];
        const double before = pipeline ? lacking[lane] + unmet : unmet;
        lacking[lane] = need[lane] > 0.0 ? before : lacking[lane];
    }
    if (block.year() == 0 && !pipeline && plan.projects[column].first_year_given) {
        add_lanes<width>(block.slot(plan::YearSlot::first_year_execution), funded);
    }
}

/// What the month's spending counts. Before the project advances.
template <int width, class Observer>
void count_spending(Block<width, Observer>& block, std::size_t column, double* counted) {
    auto& state = block.state;
    const double fai_share = fundable_of(block, column).fai_share;
    const double* funded = lanes_of<width>(state.funded, column);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) counted[lane] = round_fen(funded[lane] * fai_share);
    if (column >= block.plan.projects.size()) return;
    const auto& land = block.plan.projects[column].land_spending;
    if (land.end <= land.begin) return;
    // Money is spent along the cost of the project, of which land is a part in one piece.
    const bool restarting = state.restarting[column] != 0;
    const double* need = lanes_of<width>(state.need, column);
    const double* share = lanes_of<width>(state.wanted_share, column);
    const double* spent_share = lanes_of<width>(state.spent_share, column);
    for (int lane = 0; lane < width; ++lane) {
        const double due = restarting ? lanes_of<width>(state.restart_due, column)[lane] : 0.0;
        const double for_work = std::max(0.0, funded[lane] - due);
        if (for_work <= 0.0) continue;
        const double rise = paid_for(need[lane], funded[lane], due).work *
                            std::max(0.0, share[lane] - spent_share[lane]);
        const double land_rise = land.overlap(spent_share[lane], spent_share[lane] + rise);
        if (rise <= 0.0 || land_rise <= 0.0) continue;
        counted[lane] = round_fen((funded[lane] - for_work * (land_rise / rise)) * fai_share);
    }
}

/// What the month's work counts, at planned cost. After the project has advanced.
template <int width, class Observer>
void count_work(Block<width, Observer>& block, std::size_t p, double* counted) {
    auto& state = block.state;
    const auto& project = block.plan.projects[p];
    double* work_counted = lanes_of<width>(state.work_counted, p);
    double reached[width];
    work_at(block, project, lanes_of<width>(state.position, p), reached);
    // By what is counted until then, so that the months add up to the whole.
    const auto until = [&project](double share) {
        return round_fen(project.total * (share - project.land_work.overlap(0.0, share)) *
                         project.fai_share);
    };
    for (int lane = 0; lane < width; ++lane) {
        counted[lane] = until(reached[lane]) - until(work_counted[lane]);
        work_counted[lane] = reached[lane];
    }
}

/// Reports what was counted `lag` months ago, and keeps what counts now until then; adds what is
/// reported to `fai`. Without `counts` nothing counts now. `escalated` is the share of an amount by
/// which prices have risen, known in the first year.
template <int width, class Observer>
void report_fai(Block<width, Observer>& block, std::size_t column, bool counts,
                const double* escalated, double* counted, double* fai) {
    const auto& plan = block.plan;
    auto& state = block.state;
    // Work done is valued at planned prices. In the month in which the money was spent, reported
    // then or later.
    const bool priced = column < plan.projects.size() && !plan.fai.by_progress;
    if (block.year() == 0 && counts && priced) {
        double* price_part = lanes_of<width>(state.first_year_price, column);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            price_part[lane] += counted[lane] * escalated[lane];
        }
    }
    if (plan.fai.lag > 0) {
        if (!counts) fill_lanes<width>(counted, 0.0);
        const auto lag = static_cast<std::size_t>(plan.fai.lag);
        const auto place = static_cast<std::size_t>(block.month) % lag;
        double* unreported = lanes_of<width>(state.unreported, column * lag + place);
        if constexpr (Observer::enabled) {
            const auto& id = fundable_of(block, column).id;
            record(block, {Book::Kind::fai, 0}, "counted:" + id, counted[0]);
            record(block, {Book::Kind::fai, 0}, "reported:" + id, -unreported[0]);
        }
        std::swap_ranges(counted, counted + width, unreported);
    }
    add_lanes<width>(fai, counted);
    const auto& fundable = fundable_of(block, column);
    if (fundable.district != plan::no_slot) {
        add_lanes<width>(lanes_of<width>(state.yearly, fundable.district), counted);
    }
    if (block.year() > 0) return;
    add_lanes<width>(lanes_of<width>(state.first_year_fai, column), counted);
}

/// What was counted before the plan and is reported in its first months, for unnamed projects.
template <int width, class Observer>
void report_carried_in(Block<width, Observer>& block, double* fai) {
    const auto& carried_in = block.plan.fai.carried_in;
    const auto month = static_cast<std::size_t>(block.month);
    if (month >= carried_in.size()) return;
    record(block, {Book::Kind::fai, 0}, "reported:carried_in", -carried_in[month]);
    for (int lane = 0; lane < width; ++lane) fai[lane] += carried_in[month];
}

}  // namespace coffer::kernel
