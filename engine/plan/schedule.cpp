#include "schedule.hpp"

#include <algorithm>
#include <iterator>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/topological_sort.hpp>

#include "coffer/base/contract.hpp"
#include "flow_plan.hpp"

namespace coffer::plan {

namespace {

/// Stages in an order in which each follows everything it waits for.
std::vector<std::size_t> precedence_order(const Plan& plan) {
    using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
    Graph graph(plan.stages.size());
    for (std::size_t stage = 0; stage < plan.stages.size(); ++stage) {
        const auto& project = plan.projects[plan.stages[stage].project];
        if (stage < project.last_stage) boost::add_edge(stage, stage + 1, graph);
        for (const auto& link : plan.stages[stage].outgoing) {
            boost::add_edge(stage, link.to_stage, graph);
        }
    }
    std::vector<std::size_t> order;
    // Throws on a cycle; build has refused those already.
    boost::topological_sort(graph, std::back_inserter(order));
    std::reverse(order.begin(), order.end());
    return order;
}

/// The calendar continued beyond the plan by repeating its last twelve months.
WorkCalendar extended(const WorkCalendar& calendar, std::size_t months) {
    WorkCalendar result = calendar;
    while (result.productivity.size() < months) {
        const double next = result.productivity[result.productivity.size() - 12];
        result.productivity.push_back(next);
        result.cumulative.push_back(result.cumulative.back() + next);
    }
    return result;
}

}  // namespace

double s_curve_at(const ProjectPlan& project, double share) {
    const double u = std::clamp(share, 0.0, 1.0);
    double value = 0.0;
    for (std::size_t power = 5; power > 0; --power) value = (value + project.s_curve[power]) * u;
    return value;
}

std::vector<double> schedule_plan(Plan& plan) {
    // Long enough that every plausible plan finishes; what does not is "beyond every horizon".
    constexpr std::size_t months = 1200;
    std::vector<WorkCalendar> calendars;
    calendars.reserve(plan.calendars.size());
    for (const auto& calendar : plan.calendars) calendars.push_back(extended(calendar, months));

    std::vector<double> release(plan.stages.size(), 0.0);
    std::vector<double> first_year_share(plan.projects.size(), 0.0);
    std::vector<double> cursor(plan.projects.size(), 0.0);
    for (const std::size_t index : precedence_order(plan)) {
        auto& stage = plan.stages[index];
        const auto& project = plan.projects[stage.project];
        const auto& calendar = calendars[project.calendar];
        double& used = cursor[stage.project];

        const double duration = median_of(stage.duration);
        const double done = index == project.first_stage ? project.progress : 0.0;
        const double opening = stage.gated ? std::max(stage.not_before, release[index]) : 0.0;
        const bool reachable = used < calendar.cumulative.back() && opening < months;
        if (reachable) used = std::max(used, calendar.work_before(opening));

        const double work = duration * (1.0 - done);
        if (stage.cost_share > 0.0 && duration > 0.0) {
            const double by_december = std::clamp(calendar.cumulative[12] - used, 0.0, work);
            first_year_share[stage.project] +=
                stage.cost_share *
                s_curve_at(project, done + (reachable ? by_december / duration : 0.0));
        }
        used = reachable ? used + work : calendar.cumulative.back();
        const bool finishes = reachable && used <= calendar.cumulative.back();
        stage.planned_finish =
            finishes ? calendar.moment_of(used, static_cast<int>(months) - 1) : horizon_limit;
        for (const auto& link : stage.outgoing) {
            release[link.to_stage] =
                std::max(release[link.to_stage], stage.planned_finish + link.lag);
        }
    }
    return first_year_share;
}

}  // namespace coffer::plan
