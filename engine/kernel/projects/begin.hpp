#pragma once
// Where projects stand when the plan begins: durations and costs are drawn, gates are set.
#include <algorithm>
#include <cstdint>
#include <string>

#include "coffer/kernel/path_store.hpp"
#include "coffer/model/names.hpp"
#include "coffer/plan/sample.hpp"
#include "core/block.hpp"
#include "core/draw_values.hpp"
#include "core/lanes.hpp"
#include "projects/common_factors.hpp"
#include "projects/state.hpp"

namespace coffer::kernel {

/// Draws a distribution of a project, whose draws may be partly those of its sector and year.
template <int width, class Observer>
void draw_project_values(Block<width, Observer>& block, const plan::ProjectPlan& project,
                         const plan::DistributionPlan& distribution,
                         const plan::ShockLoadings& loadings, const Drawing& drawing,
                         double* values) {
    draw_values(
        block, distribution, project.stream, project.id, drawing, loadings.any(),
        [&](double* uniforms, double* normals) {
            mix_in_common_factors(block, project, distribution, loadings, uniforms, normals);
        },
        values);
}

[[nodiscard]] inline Drawing duration_drawing(const plan::StagePlan& stage) {
    return {random::Purpose::stage_duration, static_cast<int>(stage.kind), EventKind::draw_duration,
            model::name_of(stage.kind)};
}

/// Draws durations and overruns and sets every project at its starting position, but for those that
/// pass_timed_runs looks after.
template <int width, class Observer>
void begin_projects(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    auto& state = block.state;
    draw_common_factors(block);
    for (std::size_t p = 0; p < plan.projects.size(); ++p) {
        const auto& project = plan.projects[p];
        if (project.timed && !Observer::enabled) continue;
        const auto column = static_cast<Eigen::Index>(p);
        const bool under_way = project.progress > 0.0;
        double end[width];
        fill_lanes<width>(end, 0.0);
        for (std::size_t s = project.first_stage; s <= project.last_stage; ++s) {
            const auto& stage = plan.stages[s];
            double durations[width];
            if (stage.closing) {
                fill_lanes<width>(durations, 0.0);
            } else {
                draw_project_values(block, project, stage.duration, project.duration_shocks,
                                    duration_drawing(stage), durations);
            }
            double* begins = lanes_of<width>(state.stage_begin, s);
            double* inverse = lanes_of<width>(state.stage_inverse, s);
            double* ends = lanes_of<width>(state.stage_end, s);
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                const double duration = std::max(0.0, durations[lane]);
                begins[lane] = end[lane];
                end[lane] += duration;
                ends[lane] = end[lane];
                durations[lane] = std::max(duration, 1e-12);
            }
            // Divisions take as long as all the rest: only where cost goes with the stage.
            if (stage.cost_share != 0.0) {
                COFFER_INDEPENDENT_LANES
                for (int lane = 0; lane < width; ++lane) inverse[lane] = 1.0 / durations[lane];
            }
            const bool any_link = stage.any_link && stage.incoming > 0;
            state.gate_opening.col(static_cast<Eigen::Index>(s)) =
                any_link ? never : stage.not_before;
            state.gate_pending.col(static_cast<Eigen::Index>(s)) = any_link ? 1 : stage.incoming;
        }
        if (project.total > 0.0) {
            draw_project_values(
                block, project, project.overrun, project.cost_shocks,
                {random::Purpose::cost_overrun, 0, EventKind::draw_overrun, "cost_overrun"},
                lanes_of<width>(state.final_cost, p));
            state.final_cost.col(column) *= project.total;
        }

        const auto& first = plan.stages[project.first_stage];
        const bool gated = first.gated;
        const auto first_end = state.stage_end.col(static_cast<Eigen::Index>(project.first_stage));
        state.position.col(column) = project.progress * first_end;
        state.mark.col(column) = state.stage_end.col(
            static_cast<Eigen::Index>(next_milestone<Observer>(plan, project.first_stage)));
        if (gated) {
            state.due.col(column) = never;
        } else {
            state.due.col(column) =
                state.mark.col(column) - state.position.col(column) - reached_within;
        }
        state.limit.col(column) = state.stage_end.col(static_cast<Eigen::Index>(first.run_end));
        state.working.col(column) = gated ? 0.0 : 1.0;
        state.running.col(column) = under_way ? 1.0 : 0.0;
        state.spent_share.col(column) = project.spent_start;
        if (plan.fai.by_progress) state.work_counted.col(column) = project.start;
        state.finish.col(column) = never;
        state.stage_at.col(column) = static_cast<std::int32_t>(project.first_stage);
        state.lanes_at_gate[p] = gated ? width : 0;
        state.lanes_working[p] = gated ? 0 : width;
        state.lanes_to_begin[p] = gated || under_way ? 0 : width;
    }
}

}  // namespace coffer::kernel
