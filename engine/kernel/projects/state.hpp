#pragma once
// Where projects stand: what all their steps share.
#include <algorithm>
#include <cstdint>
#include <vector>

#include <Eigen/Core>

#include "core/layout.hpp"
#include "drivers/flows.hpp"

namespace coffer::kernel {

/// What gate_pending holds once a gate is open: later releases do not change its moment.
inline constexpr double passed_gate = -1.0;

/// A position counts as reached within this many months of work: below any meaningful duration,
/// far above rounding.
inline constexpr double reached_within = 1e-9;

template <int width>
struct ProjectsState {
    // Stages.
    Table<width> stage_begin, stage_inverse, stage_end;  ///< position B_(k-1), 1/D_k, B_k
    /// Opening moment as far as released; releases they still wait for, `passed_gate` once open.
    Table<width> gate_opening, gate_pending;
    Table<width> stage_started;  ///< 1 when it has; only where starts matter
    /// By lead: the moment at which it is released as far as can be foreseen, or `never`.
    Table<width> foreseen;

    // Projects.
    Table<width> final_cost, position, cursor, limit, mark, spent_share, working, running,
        pause_left, short_months, finish, wanted_position, wanted_share, suspension_year;
    /// Projects without cost: the work done since the plan's start (WorkCalendar) with which the
    /// lane next reaches a mark.
    Table<width> due;
    /// By project, so that months in which nothing can happen cost a comparison: no lane that
    /// stands at a gate passes it before this moment unless a link is released or a lane arrives;
    /// no lane's `due` is less than this.
    std::vector<double> next_opening, next_due;
    Table<width> suspended, short_of_money;  ///< 1 for a lane to which it happened at any time
    Eigen::Array<std::int32_t, width, Eigen::Dynamic> stage_at;
    std::vector<int> lanes_at_gate, lanes_working, lanes_finished;  ///< by project
    std::vector<int> lanes_to_begin;  ///< that work and never did; only of projects without cost
    // By project, whether some lane asks for money this month: at all, as running, as starting.
    std::vector<char> needs_money, needs_running, needs_starting;
    std::vector<char> held_up;  ///< some lane lacks money, did so last month, or is suspended
    Eigen::Array<std::uint8_t, width, Eigen::Dynamic> late;

    // Projects then pipelines.
    Table<width> need, funded, spent;
    /// Project: unmet part of its latest need; pipeline: lapsed need of the year.
    Table<width> lacking;
    Table<width> pipeline_noise;  ///< `line_columns` a pipeline

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        const std::size_t projects = plan.projects.size();
        const std::size_t stages = plan.stages.size();
        layout.zeroed({&cursor}, projects);
        layout.zeroed_where_costs(
            {&pause_left, &short_months, &suspension_year, &suspended, &short_of_money}, projects);
        layout.zeroed_where_costs({&need, &funded, &spent, &lacking},
                                  projects + plan.pipelines.size());
        layout.zeroed({&stage_started}, plan.starts_matter() ? stages : 0);
        layout.set_by_steps({&foreseen}, plan.leads.size());
        layout.set_by_steps({&pipeline_noise}, line_columns * plan.pipelines.size());
        layout.set_by_steps(
            {&stage_begin, &stage_inverse, &stage_end, &gate_opening, &gate_pending}, stages);
        layout.set_by_steps({&final_cost, &position, &limit, &mark, &spent_share, &working,
                             &running, &finish, &wanted_position, &wanted_share, &due},
                            projects);
        stage_at.resize(width, static_cast<Eigen::Index>(projects));
        late.resize(width, static_cast<Eigen::Index>(projects));
        for (auto* counts : {&lanes_at_gate, &lanes_working, &lanes_finished, &lanes_to_begin}) {
            counts->assign(projects, 0);
        }
        next_opening.assign(projects, 0.0);
        next_due.assign(projects, 0.0);
        for (auto* flags : {&needs_money, &needs_running, &needs_starting, &held_up}) {
            flags->assign(projects, 0);
        }
    }
    void reset() {
        late.setZero();
        for (auto* counts : {&lanes_at_gate, &lanes_working, &lanes_finished, &lanes_to_begin}) {
            std::fill(counts->begin(), counts->end(), 0);
        }
        std::fill(next_opening.begin(), next_opening.end(), 0.0);
        std::fill(next_due.begin(), next_due.end(), 0.0);
        std::fill(held_up.begin(), held_up.end(), 0);
    }
};

/// The stage at whose finish a lane in stage `s` next does anything. A recorder wants to see each.
template <class Observer>
[[nodiscard]] std::size_t next_milestone(const plan::Plan& plan, std::size_t s) {
    return Observer::enabled ? s : plan.stages[s].milestone;
}

}  // namespace coffer::kernel
