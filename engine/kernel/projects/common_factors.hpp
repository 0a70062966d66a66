#pragma once
// What durations and costs of a sector, or of a year of approval, have in common.
#include <string>

#include "coffer/plan/sample.hpp"
#include "core/block.hpp"
#include "core/draws.hpp"
#include "core/lanes.hpp"

namespace coffer::kernel {

template <int width>
struct CommonFactorsState {
    Table<width> sector_shock, year_shock;  ///< normals that projects share

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        layout.set_by_steps({&sector_shock}, plan.sectors.size());
        layout.set_by_steps({&year_shock}, plan.approval_years.size());
    }
};

/// Draws what sectors and years of approval have in common.
template <int width, class Observer>
void draw_common_factors(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    double uniforms[width];
    const auto note = [&](const std::string& subject, EventKind event, double normal) {
        if constexpr (Observer::enabled) {
            block.observer.event(0, subject, event, Cause(CauseKind::chance, {uniforms[0]}),
                                 normal);
        } else {
            static_cast<void>(subject);
            static_cast<void>(event);
            static_cast<void>(normal);
        }
    };
    for (std::size_t i = 0; i < plan.sectors.size(); ++i) {
        double* normals = lanes_of<width>(block.state.sector_shock, i);
        draw(block, plan.sectors[i].stream, random::Purpose::sector_shock, 0, uniforms, normals);
        note("sector:" + plan.sectors[i].id, EventKind::sector_shock, normals[0]);
    }
    for (std::size_t i = 0; i < plan.approval_years.size(); ++i) {
        double* normals = lanes_of<width>(block.state.year_shock, i);
        const int year = plan.approval_years[i];
        draw(block, plan.projects_stream, random::Purpose::approval_year_shock, year, uniforms,
             normals);
        note("approved:" + std::to_string(year), EventKind::approval_year_shock, normals[0]);
    }
}

/// Replaces a project's own draws by those that it partly shares with others; uniforms only where
/// somebody looks at them.
template <int width, class Observer>
void mix_in_common_factors(Block<width, Observer>& block, const plan::ProjectPlan& project,
                           const plan::DistributionPlan& distribution,
                           const plan::ShockLoadings& loadings, double* uniforms, double* normals) {
    if (!loadings.any()) return;
    double common[width];
    fill_lanes<width>(common, 0.0);
    const auto add = [&](double loading, const double* shock) {
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) common[lane] += loading * shock[lane];
    };
    if (loadings.sector != 0.0) {
        add(loadings.sector, lanes_of<width>(block.state.sector_shock, project.sector));
    }
    if (loadings.year != 0.0) {
        add(loadings.year, lanes_of<width>(block.state.year_shock, project.approval_year));
    }
    const double own = loadings.own;
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        normals[lane] = own * normals[lane] + common[lane];
    }
    if (!Observer::enabled && !plan::needs_uniform(distribution)) return;
    for (int lane = 0; lane < width; ++lane) {
        uniforms[lane] = random::normal_probability(normals[lane]);
    }
}

}  // namespace coffer::kernel
