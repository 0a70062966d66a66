#include "projects/schedule.hpp"

#include <algorithm>
#include <iterator>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/topological_sort.hpp>

#include "coffer/base/contract.hpp"
#include "coffer/plan/links.hpp"
#include "drivers/flows.hpp"
#include "projects/late_stages.hpp"

namespace coffer::plan {

std::vector<std::size_t> precedence_order(const Plan& plan) {
    using Precedence = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
    Precedence graph(plan.stages.size());
    for (std::size_t stage = 0; stage < plan.stages.size(); ++stage) {
        const auto& project = plan.projects[plan.stages[stage].project];
        if (stage < project.last_stage) boost::add_edge(stage, stage + 1, graph);
        for (const auto* links : {&plan.stages[stage].outgoing, &plan.stages[stage].from_start}) {
            for (const auto& link : *links) boost::add_edge(stage, link.to_stage, graph);
        }
    }
    std::vector<std::size_t> order;
    // Throws on a cycle; build has refused those already.
    boost::topological_sort(graph, std::back_inserter(order));
    std::reverse(order.begin(), order.end());
    return order;
}

namespace {

/// The calendar continued beyond the plan by repeating its last twelve months.
WorkCalendar extended(const WorkCalendar& calendar, std::size_t months) {
    WorkCalendar result = calendar;
    while (result.productivity.size() < months) {
        result.add_month(result.productivity[result.productivity.size() - 12]);
    }
    return result;
}

/// What a pass over the stages finds beside their planned moments.
struct Schedule {
    std::vector<double> first_year_share;  ///< by project: F at moment 12
    std::vector<double> begun;             ///< by stage: C at its beginning
};

/// The opening moments of gates as their links are released.
class Releases {
  public:
    Releases(const Plan& plan, const std::vector<WorkCalendar>& calendars)
        : plan_(plan), calendars_(calendars) {
        for (const auto& stage : plan.stages) {
            moments_.push_back(stage.any_link && stage.incoming > 0 ? horizon_limit : 0.0);
        }
    }
    void release(const std::vector<LinkPlan>& links, double moment) {
        for (const auto& link : links) {
            double& opening = moments_[link.to_stage];
            const double released = released_at(link, moment, calendars_);
            opening = plan_.stages[link.to_stage].any_link ? std::min(opening, released)
                                                           : std::max(opening, released);
        }
    }
    [[nodiscard]] double opening(std::size_t stage) const {
        if (!plan_.stages[stage].gated) return 0.0;
        return std::max(plan_.stages[stage].not_before, moments_[stage]);
    }

  private:
    const Plan& plan_;
    const std::vector<WorkCalendar>& calendars_;
    std::vector<double> moments_;
};

}  // namespace

double s_curve_at(const ProjectPlan& project, double share) {
    const double u = std::clamp(share, 0.0, 1.0);
    double value = 0.0;
    for (std::size_t power = 5; power > 0; --power) value = (value + project.s_curve[power]) * u;
    return value;
}

namespace {

// Long enough that every plausible plan finishes; what does not is "beyond every horizon".
constexpr std::size_t schedule_months = 1200;

/// Every stage as early as links, dates and calendars let it.
Schedule schedule_forward(Plan& plan, const std::vector<WorkCalendar>& calendars,
                          const std::vector<std::size_t>& order) {
    Releases releases(plan, calendars);
    Schedule schedule;
    schedule.first_year_share.assign(plan.projects.size(), 0.0);
    schedule.begun.assign(plan.stages.size(), 0.0);
    std::vector<double> cursor(plan.projects.size(), 0.0);
    for (const std::size_t index : order) {
        auto& stage = plan.stages[index];
        const auto& project = plan.projects[stage.project];
        const auto& calendar = calendars[project.calendar];
        double& used = cursor[stage.project];

        const double duration = median_of(stage.duration);
        const double done = index == project.first_stage ? project.progress : 0.0;
        const double opening = releases.opening(index);
        const bool reachable = used < calendar.cumulative.back() && opening < schedule_months;
        if (reachable) used = std::max(used, calendar.work_before(opening));

        const double work = duration * (1.0 - done);
        const double begun = used;
        schedule.begun[index] = begun;
        if (stage.cost_share > 0.0 && duration > 0.0) {
            const double by_december = std::clamp(calendar.cumulative[12] - used, 0.0, work);
            schedule.first_year_share[stage.project] +=
                stage.cost_share *
                s_curve_at(project, done + (reachable ? by_december / duration : 0.0));
        }
        used = reachable ? used + work : calendar.cumulative.back();
        const bool finishes = reachable && used <= calendar.cumulative.back();
        stage.planned_finish = finishes
                                   ? calendar.moment_of(used, static_cast<int>(schedule_months) - 1)
                                   : horizon_limit;
        // What holds a finish back is not work: it does not wait for the end of a winter stop.
        if (stage.closing && finishes) {
            stage.planned_finish = std::max(stage.planned_finish, opening);
        }
        const bool starts_before_finish = reachable && work > 0.0;
        stage.planned_start = starts_before_finish
                                  ? calendar.continues_at(begun).value_or(horizon_limit)
                                  : stage.planned_finish;
        releases.release(stage.outgoing, stage.planned_finish);
        releases.release(stage.from_start, stage.planned_start);
    }
    return schedule;
}

}  // namespace

std::vector<double> schedule_plan(Plan& plan) {
    std::vector<WorkCalendar> calendars;
    calendars.reserve(plan.calendars.size());
    for (const auto& calendar : plan.calendars) {
        calendars.push_back(extended(calendar, schedule_months));
    }
    const auto order = precedence_order(plan);
    date_must_finishes(plan, calendars);
    auto schedule = schedule_forward(plan, calendars, order);
    for (std::size_t pass = 0; pass < plan.stages.size(); ++pass) {
        if (!delay_late_stages(plan, calendars, order, schedule.begun)) break;
        schedule = schedule_forward(plan, calendars, order);
    }
    return schedule.first_year_share;
}

}  // namespace coffer::plan
