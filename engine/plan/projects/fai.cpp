#include "projects/fai.hpp"

#include <algorithm>

#include "coffer/base/money.hpp"

namespace coffer::plan {

namespace {

/// The share of cost that lies in land stages, on the axis of F.
ShareRange land_of(const Plan& plan, const ProjectPlan& project) {
    double before = 0.0;
    for (auto s = project.first_stage; s <= project.last_stage; ++s) {
        const auto& stage = plan.stages[s];
        if (stage.kind == model::StageKind::land && !stage.closing) {
            return {before, before + stage.cost_share};
        }
        before += stage.cost_share;
    }
    return {};
}

/// G(F), which begins at the share done before the plan.
double spending_at(const ProjectPlan& project, double reached) {
    const double from = std::max(reached, project.start);
    return project.spent_start +
           project.slope_before * (std::min(from, project.knee) - project.start) +
           project.slope_after * std::max(0.0, from - project.knee);
}

void plan_first_year(double planned_share, bool by_progress, ProjectPlan& project) {
    project.planned_first_year_counted = project.planned_first_year;
    if (project.total <= 0.0) return;
    const auto& land = by_progress ? project.land_work : project.land_spending;
    const double from = by_progress ? project.start : project.spent_start;
    const double to =
        by_progress ? planned_share : from + project.planned_first_year / project.total;
    const double left_out = land.overlap(from, to);
    if (by_progress) {
        project.planned_first_year_counted = project.total * (to - from - left_out);
    } else if (left_out > 0.0) {
        project.planned_first_year_counted -= project.total * left_out;
    }
}

}  // namespace

void add_fai(const model::Model& model, const std::vector<double>& planned_share, Plan& plan) {
    const auto& policy = model.fai;
    plan.fai.by_progress = policy.basis == model::FaiPolicy::Basis::progress;
    plan.fai.lag = policy.lag_months;
    const auto carried_in = static_cast<double>(policy.carried_in.fen());
    double reported = 0.0;
    for (int month = 1; month <= policy.lag_months; ++month) {
        const double until = round_fen(carried_in * month / policy.lag_months);
        plan.fai.carried_in.push_back(until - reported);
        reported = until;
    }
    for (std::size_t p = 0; p < plan.projects.size(); ++p) {
        auto& project = plan.projects[p];
        if (!policy.land_counts && project.total > 0.0) {
            project.land_work = land_of(plan, project);
            project.land_spending = {spending_at(project, project.land_work.begin),
                                     spending_at(project, project.land_work.end)};
        }
        plan_first_year(planned_share[p], plan.fai.by_progress, project);
    }
}

}  // namespace coffer::plan
