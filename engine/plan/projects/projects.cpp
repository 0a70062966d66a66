#include "projects/projects.hpp"

#include <algorithm>
#include <cmath>

#include "coffer/scenario/wording.hpp"
#include "drivers/flows.hpp"
#include "figures/slots.hpp"
#include "projects/common_factors.hpp"
#include "projects/schedule.hpp"
#include "revenue/project_income.hpp"

namespace coffer::plan {

namespace {

/// Coefficients of the Beta(a, b) distribution function, a polynomial for whole a and b:
/// I_u(a,b) = sum over j = a..n of C(n,j) u^j (1-u)^(n-j), n = a + b - 1.
std::array<double, 6> beta_polynomial(int a, int b) {
    const auto choose = [](int n, int k) {
        double value = 1.0;
        for (int i = 1; i <= k; ++i) value = value * (n - k + i) / i;
        return value;
    };
    std::array<double, 6> coefficients{};
    const int n = a + b - 1;
    for (int j = a; j <= n; ++j) {
        double sign = 1.0;
        for (int power = j; power <= n; ++power, sign = -sign) {
            coefficients[static_cast<std::size_t>(power)] +=
                sign * choose(n, j) * choose(n - j, power - j);
        }
    }
    return coefficients;
}

std::size_t calendar_of(const model::MonthProfile& productivity, Plan& plan) {
    WorkCalendar calendar;
    for (int month = 0; month < plan.months; ++month) {
        calendar.add_month(productivity[static_cast<std::size_t>(month % 12)]);
    }
    for (std::size_t index = 0; index < plan.calendars.size(); ++index) {
        if (plan.calendars[index].productivity == calendar.productivity) return index;
    }
    plan.calendars.push_back(std::move(calendar));
    return plan.calendars.size() - 1;
}

/// Says when a stage is planned to be worked on. One that is under way is: its must_finish is a
/// deadline only.
void add_timing(const model::Stage& stage, bool under_way, StagePlan& result) {
    using Timing = model::Stage::Timing;
    if (stage.timing == Timing::must_finish) result.deadline = stage.dated;
    if (under_way || stage.timing == Timing::early) return;
    result.timing = stage.timing;
    result.gated = true;
    if (stage.timing != Timing::must_start) return;
    result.start_by = stage.dated;
    result.not_before = std::max(result.not_before, static_cast<double>(stage.dated));
}

StagePlan stage_plan(const model::Stage& stage, std::size_t project, bool under_way,
                     DistributionCompiler& distributions) {
    StagePlan result;
    result.project = project;
    result.kind = stage.kind;
    result.duration = distributions(stage.duration);
    result.cost_share = stage.cost_share;
    result.any_link = stage.any_link;
    if (stage.not_before && !under_way) {
        result.gated = true;
        result.not_before = std::max(0.0, static_cast<double>(*stage.not_before));
    }
    result.deadline = stage.deadline.value_or(-1);
    add_timing(stage, under_way, result);
    return result;
}

void add_capacities(const model::Model& model, Plan& plan) {
    for (const auto& capacity : model.capacities) {
        plan.capacities.push_back({capacity.id,
                                   capacity.kind,
                                   capacity.carries_over,
                                   capacity.amount,
                                   capacity.inflow,
                                   {}});
    }
}

/// What a stage takes when it starts, or has taken when it is under way, and frees at its finish.
void add_demands(const model::Stage& stage, bool under_way, std::size_t start, std::size_t finish,
                 Plan& plan) {
    for (const auto& demand : stage.demands) {
        auto& capacity = plan.capacities[demand.capacity.value];
        const auto holding = plan.holdings.size();
        if (capacity.kind == model::Capacity::Kind::renewable) {
            plan.holdings.push_back({demand.capacity.value, demand.units, under_way});
            capacity.holdings.push_back(holding);
            plan.stages[finish].freed.push_back(holding);
        }
        if (under_way) continue;
        plan.stages[start].demands.push_back({demand.capacity.value, demand.units, holding});
        plan.stages[start].gated = plan.stages[start].served = true;
    }
}

/// The gate of a construction stage whose sector asks for capital.
void add_capital_gate(const model::Project& project, bool under_way, StagePlan& stage, Plan& plan) {
    if (under_way || stage.kind != model::StageKind::construction) return;
    if (project.minimum_capital.empty() || !(project.total_investment > Money{})) return;
    stage.needs_capital = stage.gated = stage.served = true;
    plan.capital_gates = true;
}

/// Where the start and the finish of a stage of the model stand among the plan's stages.
struct StagePlace {
    std::size_t start = 0;
    std::size_t finish = 0;
};
using StagePlaces = std::vector<std::vector<StagePlace>>;  // by project and stage

/// Whether links lead into the finish of each stage, by project and stage.
std::vector<std::vector<bool>> held_back_stages(const model::Model& model) {
    std::vector<std::vector<bool>> held;
    for (const auto& project : model.projects) held.emplace_back(project.stages.size(), false);
    for (const auto& link : model.links) {
        if (!link.to_finish()) continue;
        held[link.to_project.value][link.to_stage] = true;
    }
    return held;
}

/// Adds a project's stages to the plan; one that is held back as itself and its finish.
std::vector<StagePlace> add_stages(const model::Project& project, std::size_t index,
                                   const std::vector<bool>& held_back, Plan& plan,
                                   DistributionCompiler& distributions) {
    std::vector<StagePlace> places;
    for (std::size_t k = 0; k < project.stages.size(); ++k) {
        const auto start = plan.stages.size();
        const bool under_way = k == 0 && project.progress > 0.0;
        plan.stages.push_back(stage_plan(project.stages[k], index, under_way, distributions));
        if (held_back[k]) {
            StagePlan finish;
            finish.project = index;
            finish.kind = project.stages[k].kind;
            finish.closing = true;
            finish.any_link = project.stages[k].any_link;
            if (project.stages[k].timing == model::Stage::Timing::late) {
                finish.timing = model::Stage::Timing::late;
            }
            std::swap(finish.deadline, plan.stages.back().deadline);
            plan.stages.push_back(finish);
        }
        places.push_back({start, plan.stages.size() - 1});
        add_demands(project.stages[k], under_way, start, plan.stages.size() - 1, plan);
        add_capital_gate(project, under_way, plan.stages[start], plan);
    }
    return places;
}

/// The calendar whose work a link's lag is, or nowhere.
std::size_t lag_calendar_of(const model::Link& link, const Plan& plan) {
    using LagTime = model::Link::LagTime;
    if (link.lag_time == LagTime::elapsed) return nowhere;
    const auto project =
        link.lag_time == LagTime::predecessor ? link.from_project : link.to_project;
    return plan.projects[project.value].calendar;
}

/// Whether a stage that is under way goes on whatever its links say.
bool is_overridden(const model::Model& model, const model::Link& link) {
    return model.project_policy.out_of_sequence == model::OutOfSequence::overridden &&
           link.to_stage == 0 && !link.to_finish() &&
           model.projects[link.to_project.value].progress > 0.0;
}

void add_link(const model::Link& link, const StagePlaces& places, Plan& plan) {
    const auto& from = places[link.from_project.value][link.from_stage];
    const auto& to = places[link.to_project.value][link.to_stage];
    const auto target = link.to_finish() ? to.finish : to.start;
    auto& outgoing =
        link.from_start() ? plan.stages[from.start].from_start : plan.stages[from.finish].outgoing;
    outgoing.push_back({target, link.lag_months, lag_calendar_of(link, plan)});
    if (link.lag_months < 0.0 && !link.from_start()) {
        outgoing.back().lead = plan.leads.size();
        plan.stages[target].leads.push_back(plan.leads.size());
        plan.leads.push_back({from.finish, outgoing.back()});
    }
    plan.stages[target].incoming += 1;
    plan.stages[target].gated = true;
    if (link.from_start()) plan.projects[link.from_project.value].start_matters = true;
    if (link.to_finish()) plan.projects[link.to_project.value].has_closing = true;
}

ProjectPlan project_plan(const model::Project& project, const std::vector<StagePlace>& places,
                         Plan& plan, DistributionCompiler& distributions) {
    ProjectPlan result;
    result.stream = project.stream;
    result.first_stage = places.front().start;
    result.last_stage = places.back().finish;
    result.calendar = calendar_of(project.productivity, plan);
    result.total = static_cast<double>(project.total_investment.fen());
    result.overrun = distributions(project.cost_overrun);
    result.progress = project.progress;
    result.contractors_carry = std::floor(project.contractors_carry * result.total);
    result.s_curve = beta_polynomial(project.s_curve_a, project.s_curve_b);
    result.yearly_output = static_cast<double>(project.new_output.fen());
    for (const double share : project.minimum_capital) {
        result.minimum_capital.push_back(std::ceil(share * result.total));
    }
    for (std::size_t s = result.first_stage; s <= result.last_stage; ++s) {
        const auto& stage = plan.stages[s];
        const auto within = [&plan](int month) { return month >= 0 && month < plan.months; };
        result.start_matters = result.start_matters || stage.start_by >= 0;
        result.has_deadline =
            result.has_deadline || within(stage.deadline) || within(stage.start_by);
    }
    return result;
}

/// Whoever stands at the gate of a first stage does not run yet, and at any other gate does.
void list_served_stages(Plan& plan) {
    for (const bool runs : {true, false}) {
        for (const auto& project : plan.projects) {
            for (std::size_t s = project.first_stage; s <= project.last_stage; ++s) {
                const bool later = s > project.first_stage;
                if (plan.stages[s].served && later == runs) plan.served_stages.push_back(s);
            }
        }
    }
}

void find_runs_and_milestones(Plan& plan) {
    for (const auto& project : plan.projects) {
        for (std::size_t s = project.last_stage + 1; s-- > project.first_stage;) {
            auto& stage = plan.stages[s];
            const bool stops = s == project.last_stage || plan.stages[s + 1].gated;
            stage.run_end = stops ? s : plan.stages[s + 1].run_end;
            const bool matters = stops || stage.deadline >= 0 || !stage.outgoing.empty() ||
                                 !stage.freed.empty() || stage.kept_finish != nowhere;
            stage.milestone = matters ? s : plan.stages[s + 1].milestone;
        }
    }
}

/// The row; of a project made in memory its id.
Position place_of(const model::Project& project) {
    if (!project.at.file.empty()) return project.at;
    return {"projects[" + project.id + "].first_year_investment"};
}

/// docs/model.md section 4, "Cost": fits spending to the plan document's first-year amount.
void calibrate(const model::Project& source, double planned_share, ProjectPlan& project,
               double first_stage_share, Diagnostics& diagnostics) {
    // The model has no unit of its own: the one in which the project's cost is read easily.
    const MoneyUnit unit = project.total < 1e12 ? MoneyUnit::wan : MoneyUnit::yi;
    const auto shown = [unit](double fen) {
        return scenario::exact_money_text(std::round(fen) / 100.0, unit);
    };
    project.start = first_stage_share * s_curve_at(project, project.progress);
    if (project.total <= 0.0) return;
    project.spent_start = source.spent_to_date
                              ? static_cast<double>(source.spent_to_date->fen()) / project.total
                              : project.start;
    project.knee = 1.0;
    project.slope_after = 0.0;
    project.slope_before = (1.0 - project.spent_start) / (1.0 - project.start);
    if (!source.first_year_investment) return;

    const auto amount = static_cast<double>(source.first_year_investment->fen());
    const double share = amount / project.total;
    const double left = 1.0 - project.spent_start;
    const bool finishes = planned_share >= 1.0 - 1e-9;
    if (finishes) {
        if (std::abs(share - left) > 0.005) {
            diagnostics.error(
                place_of(source),
                {"项目 " + source.id + " 按计划进度第一年完工，但当年投资 " + shown(amount) +
                     " 不等于尚未完成的 " + shown(left * project.total),
                 "project '" + source.id +
                     "' finishes in the first year by its planned schedule, but " +
                     "first_year_investment is " + shown(amount) + " and " +
                     shown(left * project.total) + " is left to spend"},
                {"完工年度必须完成全部剩余投资", "the year of completion spends all that is left"},
                {"请调整总投资、已完成投资或工期。",
                 "Change total_investment, spent_to_date or the durations."});
        }
        return;
    }
    if (share > left + 1e-12) {
        diagnostics.error(
            place_of(source),
            {"项目 " + source.id + " 的第一年投资超过剩余投资",
             "first_year_investment of project '" + source.id + "' is more than is left to spend"},
            {"总投资减去已完成投资为 " + shown(left * project.total),
             "total_investment less what is spent is " + shown(left * project.total)},
            {"请提高总投资或降低第一年投资。",
             "Raise total_investment or lower first_year_investment."});
        return;
    }
    const double reached = planned_share - project.start;
    if (reached <= 1e-9) {
        if (amount > 0.0) {
            diagnostics.error(
                place_of(source),
                {"项目 " + source.id + " 有第一年投资，但按计划进度第一年没有可花钱的工作",
                 "project '" + source.id +
                     "' has a first_year_investment but does no costed work in the first year"},
                {"其前置工作、最早日期或无成本阶段占满了第一年",
                 "its predecessors, earliest dates or stages without cost fill that year"},
                {"请检查工期、衔接关系和 cost_share。", "Check durations, links and cost_share."});
        }
        return;
    }
    project.knee = planned_share;
    project.slope_before = share / reached;
    project.slope_after = (left - share) / (1.0 - planned_share);
}

}  // namespace

std::vector<double> add_projects(const model::Model& model, Plan& plan,
                                 DistributionCompiler& distributions, Diagnostics& diagnostics) {
    const auto held_back = held_back_stages(model);
    add_capacities(model, plan);
    StagePlaces places;
    for (std::size_t index = 0; index < model.projects.size(); ++index) {
        const auto& project = model.projects[index];
        places.push_back(add_stages(project, index, held_back[index], plan, distributions));
        plan.projects.push_back(project_plan(project, places.back(), plan, distributions));
    }
    for (const auto& link : model.links) {
        if (!is_overridden(model, link)) add_link(link, places, plan);
    }
    plan.retains_logic = model.project_policy.out_of_sequence == model::OutOfSequence::retained;
    keep_finishes(model, plan);
    find_runs_and_milestones(plan);
    list_served_stages(plan);
    const auto planned_share = schedule_plan(plan);
    add_common_factors(model, plan);
    for (std::size_t index = 0; index < plan.projects.size(); ++index) {
        auto& project = plan.projects[index];
        const auto& source = model.projects[index];
        calibrate(source, planned_share[index], project,
                  plan.stages[project.first_stage].cost_share, diagnostics);
        const double reached = planned_share[index];
        const double spent =
            project.slope_before * (std::min(reached, project.knee) - project.start) +
            project.slope_after * std::max(0.0, reached - project.knee);
        project.planned_first_year = project.total > 0.0 ? spent * project.total : 0.0;
        if (source.first_year_investment) {
            project.first_year_given = true;
            project.planned_first_year = static_cast<double>(source.first_year_investment->fen());
            plan.first_year_plan += project.planned_first_year;
        }
    }
    return planned_share;
}

}  // namespace coffer::plan
