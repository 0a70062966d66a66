// Section 4 of docs/model: planned schedule.
#include <algorithm>
#include <cmath>
#include <utility>

#include <support/naive/setup.hpp>

namespace coffer::naive {

void Simulator::Setup::set_up_project(const model::Project& project) {
    ProjectSetup s{&project,
                   WorkCalendar(project.productivity, months),
                   {},
                   Sampler(project.cost_overrun, beta_tables),
                   Sampler(project.ramp_up, beta_tables),
                   Sampler(project.output_factor, beta_tables),
                   {},
                   {},
                   {},
                   {}};
    for (const model::Stage& stage : project.stages) {
        s.durations.emplace_back(stage.duration, beta_tables);
        s.gated.push_back(stage.not_before.has_value() || !stage.demands.empty() ||
                          needs_capital(project, stage) ||
                          stage.timing != model::Stage::Timing::early);
        s.earliest.push_back(std::max(0, stage.not_before.value_or(0)));
        double& earliest = s.earliest.back();
        if (stage.timing == model::Stage::Timing::must_start) {
            earliest = std::max(earliest, static_cast<double>(stage.dated));
        }
        if (stage.timing == model::Stage::Timing::must_finish) {
            const double work = s.calendar.work(stage.dated + 1.0);
            earliest =
                std::max(earliest,
                         s.calendar.last_moment(std::max(0.0, work - s.durations.back().median())));
        }
        s.incoming.emplace_back();
        s.into_end.emplace_back();
    }
    const std::size_t place = projects.size();
    for (const model::Link& link : model.links) {
        if (link.to_project.value != place) continue;
        if (link.to_finish()) {
            s.into_end[link.to_stage].push_back(&link);
            continue;
        }
        s.incoming[link.to_stage].push_back(&link);
        s.gated[link.to_stage] = true;
    }
    if (project.progress > 0.0) {
        // Dates and capacities are behind it; what it waits for may still stop it.
        s.earliest[0] = 0.0;
        s.gated[0] = !s.incoming[0].empty() &&
                     model.project_policy.out_of_sequence == model::OutOfSequence::retained;
    }
    s.district = district_series(project.district);
    projects.push_back(std::move(s));
}

/// The spending curve of each project; needs the planned schedule of all of them.
void Simulator::Setup::set_up_first_years() {
    std::vector<std::vector<double>> B;
    for (const ProjectSetup& s : projects) {
        std::vector<double> medians;
        for (const Sampler& duration : s.durations) medians.push_back(duration.median());
        B.push_back(stage_ends(medians));
    }
    std::vector<double> position_at_12;
    std::vector<double> planned_finish;
    std::vector<std::vector<double>> planned_start;
    delay_late_stages(B);
    plan_schedule(B, position_at_12, planned_finish, planned_start);
    for (std::size_t i = 0; i < projects.size(); ++i) find_approval(i, planned_start[i]);

    for (std::size_t i = 0; i < projects.size(); ++i) {
        ProjectSetup& s = projects[i];
        const model::Project& project = *s.project;
        const double total = amount(project.total_investment);
        s.F0 = project.stages[0].cost_share *
               s_curve(project.s_curve_a, project.s_curve_b, project.progress);
        s.g0 = project.spent_to_date && total > 0.0 ? amount(*project.spent_to_date) / total : s.F0;
        s.F1 = 1.0;
        s.a = s.F0 < 1.0 ? (1.0 - s.g0) / (1.0 - s.F0) : 0.0;
        s.b = 0.0;
        if (project.first_year_investment) {
            first_year_plan += amount(*project.first_year_investment);
        }
        if (project.first_year_investment && total > 0.0) {
            const double q = amount(*project.first_year_investment) / total;
            if (planned_finish[i] > 12.0) s.F1 = s.share_of_cost(position_at_12[i], B[i]);
            s.a = s.F1 > s.F0 ? q / (s.F1 - s.F0) : 0.0;
            s.b = s.F1 < 1.0 ? (1.0 - s.g0 - q) / (1.0 - s.F1) : 0.0;
        }
        if (!model.fai.land_counts) find_land(s);
    }
}

/// Stages follow each other, so land is bought with one piece of the money.
void Simulator::Setup::find_land(ProjectSetup& s) {
    double before = 0.0;
    for (const model::Stage& stage : s.project->stages) {
        if (stage.kind == model::StageKind::land) {
            s.land_from = before;
            s.land_to = before + stage.cost_share;
        }
        before += stage.cost_share;
    }
    s.land_money_from = s.share_of_spending(std::max(s.F0, s.land_from));
    s.land_money_to = s.share_of_spending(std::max(s.F0, s.land_to));
}

/// The year in which the approval starts as planned, or what comes first where it is not
/// listed.
void Simulator::Setup::find_approval(std::size_t i, const std::vector<double>& planned_start) {
    const model::Project& project = model.projects[i];
    std::size_t approval = 0;
    for (std::size_t k = 0; k < project.stages.size(); ++k) {
        if (project.stages[k].kind == model::StageKind::approval) approval = k;
    }
    const bool done_before = approval == 0 && project.progress > 0.0;
    const double year = std::floor((planned_start[approval] + 1e-6) / 12.0);
    projects[i].approval_year = model.first_year + (done_before ? -1 : static_cast<int>(year));
}

/// Releases a link whose earlier stage started or finished at t.
double Simulator::Setup::after_lag(const model::Link& link, double t) const {
    using LagTime = model::Link::LagTime;
    const double lag = link.lag_months;
    if (link.lag_time == LagTime::elapsed) return t + lag;
    const bool before = link.lag_time == LagTime::predecessor;
    const auto& calendar = projects[(before ? link.from_project : link.to_project).value].calendar;
    const double then = calendar.moment(calendar.work(t) + lag);
    return lag < 0.0 ? std::min(t, then) : std::max(t, then);
}

/// Stages that are late, tried out: each begins as late as leaves every other stage's planned
/// moments and its own deadline as they are, found by halving, until none moves any more.
void Simulator::Setup::delay_late_stages(const std::vector<std::vector<double>>& B) {
    struct Moments {
        std::vector<std::vector<double>> starts, finishes;
    };
    const auto planned = [&] {
        Moments moments;
        std::vector<double> position, finish;
        plan_schedule(B, position, finish, moments.starts, &moments.finishes);
        return moments;
    };
    const auto is_planned_late = [&](std::size_t i, std::size_t k) {
        return projects[i].project->stages[k].timing == model::Stage::Timing::late &&
               !under_way(*projects[i].project, k);
    };
    std::vector<std::pair<std::size_t, std::size_t>> late;
    for (std::size_t i = 0; i < projects.size(); ++i) {
        for (std::size_t k = 0; k < projects[i].stages(); ++k) {
            if (is_planned_late(i, k)) late.emplace_back(i, k);
        }
    }
    const auto latest = [&](std::size_t i, std::size_t k) {
        const Moments before = planned();
        const auto& stage = projects[i].project->stages[k];
        double& earliest = projects[i].earliest[k];
        const auto harmless = [&] {
            const Moments now = planned();
            if (stage.deadline && now.finishes[i][k] > *stage.deadline + 1.0 + 1e-9) {
                return false;
            }
            for (std::size_t j = 0; j < projects.size(); ++j) {
                for (std::size_t n = 0; n < projects[j].stages(); ++n) {
                    if (j == i && n == k) continue;
                    if (now.starts[j][n] > before.starts[j][n] + 1e-9) return false;
                    if (now.finishes[j][n] > before.finishes[j][n] + 1e-9) return false;
                }
            }
            return true;
        };
        double kept = earliest;
        double refused = 2.0 * months;
        for (int halving = 0; halving < 50; ++halving) {
            earliest = 0.5 * (kept + refused);
            (harmless() ? kept : refused) = earliest;
        }
        earliest = kept;
        return planned().starts[i][k] > before.starts[i][k] + 1e-6;
    };
    for (bool moved = true; moved;) {
        moved = false;
        for (const auto& [i, k] : late) moved = latest(i, k) || moved;
    }
    // What ends with the last month before a winter must not end a rounding after it.
    constexpr double rounding = 1e-7;
    for (const auto& [i, k] : late) {
        const double first = std::max(0, projects[i].project->stages[k].not_before.value_or(0));
        projects[i].earliest[k] = std::max(first, projects[i].earliest[k] - rounding);
    }
}

/// All durations at their medians, all money there, in continuous time: stages in topological
/// order of "the stage before" and links.
void Simulator::Setup::plan_schedule(const std::vector<std::vector<double>>& B,
                                     std::vector<double>& position_at_12,
                                     std::vector<double>& planned_finish,
                                     std::vector<std::vector<double>>& planned_start,
                                     std::vector<std::vector<double>>* finishes) const {
    struct Planned {
        bool begun = false;
        bool done = false;
        double start = 0.0;
        double cursor = 0.0;  // value of C at its beginning, then at its end
        double finish = 0.0;
    };
    std::vector<std::vector<Planned>> stages(projects.size());
    position_at_12.assign(projects.size(), 0.0);
    planned_finish.assign(projects.size(), 0.0);
    for (std::size_t i = 0; i < projects.size(); ++i) stages[i].resize(projects[i].stages());

    for (bool moved = true; moved;) {
        moved = false;
        for (std::size_t i = 0; i < projects.size(); ++i) {
            const ProjectSetup& s = projects[i];
            for (std::size_t k = 0; k < s.stages(); ++k) {
                if (stages[i][k].done) continue;
                // Every link's moment must be known, with the condition `any` too: the first
                // one is not known to be the first before that.
                const auto opening_of = [&](const std::vector<const model::Link*>& links) {
                    std::optional<double> result;
                    for (const model::Link* link : links) {
                        const Planned& from = stages[link->from_project.value][link->from_stage];
                        const bool by_start = link->from_start();
                        if (by_start ? !from.begun : !from.done) return std::optional(-1.0);
                        const double moment = after_lag(*link, by_start ? from.start : from.finish);
                        if (!result) result = moment;
                        result = s.project->stages[k].any_link ? std::min(*result, moment)
                                                               : std::max(*result, moment);
                    }
                    return std::optional(std::max(0.0, result.value_or(0.0)));
                };
                const double x0 = k == 0 ? s.project->progress * B[i][0] : B[i][k - 1];
                const double work = B[i][k] - x0;
                Planned& stage = stages[i][k];
                if (!stage.begun) {
                    const double opening = *opening_of(s.incoming[k]);
                    if (opening < 0.0) break;
                    stage.cursor = k == 0 ? 0.0 : stages[i][k - 1].cursor;
                    if (s.gated[k]) {
                        stage.cursor = std::max(stage.cursor,
                                                s.calendar.work(std::max(s.earliest[k], opening)));
                    }
                    stage.begun = true;
                    stage.start = s.calendar.last_moment(stage.cursor);
                    if (work <= 0.0) stage.start = s.calendar.moment(stage.cursor);
                    moved = true;
                }
                const double end_opening = *opening_of(s.into_end[k]);
                if (end_opening < 0.0) break;
                const double cursor = stage.cursor;
                stage.done = true;
                stage.finish = std::max(end_opening, s.calendar.moment(cursor + work));
                stage.cursor = std::max(cursor + work, s.calendar.work(end_opening));
                const double until_12 = s.calendar.at_month(12) - cursor;
                if (k == 0) position_at_12[i] = x0;
                if (until_12 > 0.0) position_at_12[i] = x0 + std::min(work, until_12);
                planned_finish[i] = stages[i][k].finish;
                moved = true;
            }
        }
    }
    for (const auto& of_project : stages) {
        planned_start.emplace_back();
        for (const Planned& stage : of_project) planned_start.back().push_back(stage.start);
        if (finishes == nullptr) continue;
        finishes->emplace_back();
        for (const Planned& stage : of_project) finishes->back().push_back(stage.finish);
    }
}

}  // namespace coffer::naive
