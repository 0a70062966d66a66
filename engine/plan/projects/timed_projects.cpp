#include "projects/timed_projects.hpp"

#include <algorithm>

#include "coffer/plan/by_month.hpp"
#include "projects/schedule.hpp"

namespace coffer::plan {

namespace {

/// Whether nothing but time, links and durations moves a project, its links aside. What costs
/// nothing waits for no money, is never suspended, held back or cancelled.
bool hangs_on_time(const Plan& plan, const ProjectPlan& project) {
    if (project.total > 0.0) return false;
    for (std::size_t s = project.first_stage; s <= project.last_stage; ++s) {
        const auto& stage = plan.stages[s];
        if (stage.served || stage.needs_capital || stage.closing) return false;
        if (!stage.demands.empty() || !stage.freed.empty()) return false;
        // Whether something is under way, which leads ask, is seen month by month.
        const bool leads = std::any_of(stage.outgoing.begin(), stage.outgoing.end(),
                                       [](const LinkPlan& link) { return link.lead != nowhere; });
        if (leads) return false;
    }
    return true;
}

/// Whoever waits for a project that is not timed is not timed either.
void spread_along_links(Plan& plan) {
    std::vector<std::size_t> reached;
    for (std::size_t p = 0; p < plan.projects.size(); ++p) {
        if (!plan.projects[p].timed) reached.push_back(p);
    }
    while (!reached.empty()) {
        const auto& project = plan.projects[reached.back()];
        reached.pop_back();
        for (std::size_t s = project.first_stage; s <= project.last_stage; ++s) {
            for (const auto* links : {&plan.stages[s].outgoing, &plan.stages[s].from_start}) {
                for (const auto& link : *links) {
                    const auto next = plan.stages[link.to_stage].project;
                    if (!plan.projects[next].timed) continue;
                    plan.projects[next].timed = false;
                    reached.push_back(next);
                }
            }
        }
    }
}

bool is_even(const WorkCalendar& calendar) {
    return std::all_of(calendar.productivity.begin(), calendar.productivity.end(),
                       [](double work) { return work == 1.0; });
}

TimedRun run_from(const Plan& plan, std::size_t first) {
    TimedRun run;
    run.first = first;
    run.last = plan.stages[first].run_end;
    run.even = is_even(plan.calendars[plan.projects[plan.stages[first].project].calendar]);
    run.simple = plan.stages[first].milestone == run.last;
    for (std::size_t s = first; s <= run.last; ++s) {
        const auto& stage = plan.stages[s];
        if (!stage.from_start.empty() || stage.start_by >= 0) run.simple = false;
    }
    return run;
}

bool is_plain(const Plan& plan, const TimedRun& run) {
    const auto& project = plan.projects[plan.stages[run.first].project];
    const bool whole = run.first == project.first_stage && run.last == project.last_stage;
    if (!whole || !run.even || !run.simple || project.progress > 0.0) return false;
    if (plan.stages[run.first].any_link && !run.incoming.empty()) return false;
    return std::all_of(run.incoming.begin(), run.incoming.end(),
                       [](const IncomingLink& link) { return link.link.lag_calendar == nowhere; });
}

void add_runs(Plan& plan) {
    std::vector<std::size_t> run_of(plan.stages.size(), nowhere);
    for (const auto s : precedence_order(plan)) {
        const auto& project = plan.projects[plan.stages[s].project];
        if (!project.timed || (s != project.first_stage && !plan.stages[s].gated)) continue;
        run_of[s] = plan.timed_runs.size();
        plan.timed_runs.push_back(run_from(plan, s));
    }
    for (std::size_t s = 0; s < plan.stages.size(); ++s) {
        if (!plan.projects[plan.stages[s].project].timed) continue;
        for (const bool start : {false, true}) {
            const auto& links = start ? plan.stages[s].from_start : plan.stages[s].outgoing;
            TimedEvent event;
            event.stage = s;
            event.start = start;
            for (const auto& link : links) {
                if (run_of[link.to_stage] == nowhere) {
                    event.released.push_back(link);
                } else {
                    plan.timed_runs[run_of[link.to_stage]].incoming.push_back({s, start, link});
                }
            }
            const auto& project = plan.projects[plan.stages[s].project];
            const bool completes = s == project.last_stage && project.yearly_output > 0.0;
            const bool noticed = completes || plan.stages[s].kept_finish != nowhere;
            if (!event.released.empty() || (!start && noticed)) {
                plan.timed_events.push_back(std::move(event));
            }
        }
    }
    for (auto& run : plan.timed_runs) run.plain = is_plain(plan, run);
}

}  // namespace

void find_timed_projects(Plan& plan) {
    for (auto& project : plan.projects) project.timed = hangs_on_time(plan, project);
    spread_along_links(plan);
    add_runs(plan);
    plan.only_schedule = !plan.differs_between_paths();
}

Plan all_by_month(Plan plan) {
    for (auto& project : plan.projects) project.timed = false;
    plan.timed_runs.clear();
    plan.timed_events.clear();
    plan.only_schedule = false;
    return plan;
}

}  // namespace coffer::plan
