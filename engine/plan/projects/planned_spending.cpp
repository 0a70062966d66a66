#include "coffer/plan/planned_spending.hpp"

#include <algorithm>

#include "coffer/base/money.hpp"
#include "drivers/flows.hpp"
#include "projects/schedule.hpp"

namespace coffer::plan {

namespace {

/// fen( total * (G(F) - g0) )
double spent_at(const ProjectPlan& project, double reached) {
    const double share = project.slope_before * (std::min(reached, project.knee) - project.start) +
                         project.slope_after * std::max(0.0, reached - project.knee);
    return round_fen(project.total * std::max(0.0, share));
}

}  // namespace

double planned_spending_by(const Plan& plan, std::size_t index, int months) {
    const auto& project = plan.projects[index];
    if (!(project.total > 0.0)) return 0.0;
    const auto& calendar = plan.calendars[project.calendar];
    double reached = 0.0;
    for (std::size_t s = project.first_stage; s <= project.last_stage; ++s) {
        const auto& stage = plan.stages[s];
        const double duration = median_of(stage.duration);
        if (stage.cost_share <= 0.0 || duration <= 0.0) continue;
        double done = s == project.first_stage ? project.progress : 0.0;
        if (stage.planned_finish < horizon_limit) {
            const double work = duration * (1.0 - done);
            const double begin = calendar.work_ahead(stage.planned_finish) - work;
            const double worked = calendar.work_before(months) - begin;
            done += std::clamp(worked, 0.0, work) / duration;
        }
        reached += stage.cost_share * s_curve_at(project, done);
    }
    // A sum of shares may miss 1 by rounding; a finished project has cost its total.
    return spent_at(project, reached > 1.0 - 1e-9 ? 1.0 : reached);
}

std::vector<double> planned_spending(const Plan& plan, std::size_t index) {
    std::vector<double> result;
    for (int year = 1; year <= plan.years; ++year) {
        result.push_back(planned_spending_by(plan, index, 12 * year));
    }
    return result;
}

double planned_spending_to_stage(const Plan& plan, std::size_t stage) {
    const auto& project = plan.projects[plan.stages[stage].project];
    double reached = 0.0;
    for (std::size_t s = project.first_stage; s <= stage; ++s) reached += plan.stages[s].cost_share;
    return project.total > 0.0 ? spent_at(project, std::min(1.0, reached)) : 0.0;
}

}  // namespace coffer::plan
