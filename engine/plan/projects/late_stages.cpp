#include "projects/late_stages.hpp"

#include <algorithm>

#include "coffer/plan/links.hpp"
#include "drivers/flows.hpp"

namespace coffer::plan {

namespace {

using StageTiming = model::Stage::Timing;

/// Work that moves a stage by less is rounding.
constexpr double no_move = 1e-9;

/// The latest moment of the earlier stage that releases a link by `bound`.
double latest_before(const LinkPlan& link, double bound,
                     const std::vector<WorkCalendar>& calendars) {
    if (bound >= horizon_limit) return horizon_limit;
    if (link.lag_calendar == nowhere) return bound - link.lag;
    const auto& calendar = calendars[link.lag_calendar];
    const double latest =
        calendar.continues_at(calendar.work_before(bound) - link.lag).value_or(horizon_limit);
    return link.lag < 0.0 ? std::max(bound, latest) : std::min(bound, latest);
}

class LateStages {
  public:
    LateStages(Plan& plan, const std::vector<WorkCalendar>& calendars,
               const std::vector<double>& begun)
        : plan_(plan), calendars_(calendars), begun_(begun), bound_(plan.stages.size()) {}

    /// Looks at a stage behind all that follow it. Returns whether it moves.
    bool place(std::size_t index) {
        auto& stage = plan_.stages[index];
        const auto& calendar = calendar_of(stage);
        const bool reachable = stage.planned_finish < horizon_limit;
        bound_[index] = stage.closing ? stage.planned_finish : start_of(stage, begun_[index]);
        if (!reachable) bound_[index] = horizon_limit;
        if (stage.timing != StageTiming::late || !reachable) return false;

        const double finish_by = std::min(latest_finish(index), finish_before_next(index));
        const double start_by = latest_for(stage.from_start, stage.planned_start);
        if (std::min(finish_by, start_by) >= horizon_limit) return false;
        const double latest = std::min(calendar.work_before(finish_by) - median_of(stage.duration),
                                       work_before_start(stage, start_by));
        if (latest <= begun_[index] + no_move) return false;
        begun_[index] = latest;
        // A finish has no date of its own: the stage before it moves, and what leads to the finish
        // may move as far in the pass after.
        if (stage.closing) return false;
        bound_[index] = start_of(stage, latest);
        stage.not_before = std::max(stage.not_before, bound_[index]);
        return true;
    }

  private:
    [[nodiscard]] const WorkCalendar& calendar_of(const StagePlan& stage) const {
        return calendars_[plan_.projects[stage.project].calendar];
    }
    [[nodiscard]] double start_of(const StagePlan& stage, double work) const {
        return calendar_of(stage).continues_at(work).value_or(horizon_limit);
    }
    /// The most work that may lie before a start at a moment or sooner. In a month without work
    /// nothing starts: then the last work before it must be part of the stage.
    [[nodiscard]] double work_before_start(const StagePlan& stage, double start_by) const {
        constexpr double sliver = 1e-6;
        const double work = calendar_of(stage).work_before(start_by);
        return start_of(stage, work) > start_by + no_move ? work - sliver : work;
    }
    [[nodiscard]] double latest_finish(std::size_t index) const {
        const auto& stage = plan_.stages[index];
        const double linked = latest_for(stage.outgoing, stage.planned_finish);
        return stage.deadline >= 0 ? std::min(linked, stage.deadline + 1.0) : linked;
    }
    [[nodiscard]] double finish_before_next(std::size_t index) const {
        const auto& stage = plan_.stages[index];
        if (index == plan_.projects[stage.project].last_stage) return horizon_limit;
        return plan_.stages[index + 1].planned_finish < horizon_limit
                   ? start_of(stage, begun_[index + 1])
                   : horizon_limit;
    }
    /// The latest moment that delays nothing `links` lead to; `early` is the one of the early
    /// schedule. A gate that opens with any of its links does not wait for one released after it.
    [[nodiscard]] double latest_for(const std::vector<LinkPlan>& links, double early) const {
        double latest = horizon_limit;
        for (const auto& link : links) {
            const double bound = bound_[link.to_stage];
            const bool in_time = released_at(link, early, calendars_) <= bound + no_move;
            if (plan_.stages[link.to_stage].any_link && !in_time) continue;
            latest = std::min(latest, latest_before(link, bound, calendars_));
        }
        return latest;
    }

    Plan& plan_;
    const std::vector<WorkCalendar>& calendars_;
    std::vector<double> begun_;
    std::vector<double> bound_;  ///< the latest moment at which a gate may open
};

}  // namespace

void date_must_finishes(Plan& plan, const std::vector<WorkCalendar>& calendars) {
    for (std::size_t index = 0; index < plan.stages.size(); ++index) {
        auto& stage = plan.stages[index];
        if (stage.timing != StageTiming::must_finish) continue;
        // Where links hold its finish back, that has the date.
        const bool closes = index + 1 < plan.stages.size() && plan.stages[index + 1].closing;
        const int month = plan.stages[closes ? index + 1 : index].deadline;
        const auto& calendar = calendars[plan.projects[stage.project].calendar];
        const double begin = calendar.work_before(month + 1.0) - median_of(stage.duration);
        if (begin <= 0.0) continue;
        stage.not_before =
            std::max(stage.not_before, calendar.continues_at(begin).value_or(horizon_limit));
    }
}

bool delay_late_stages(Plan& plan, const std::vector<WorkCalendar>& calendars,
                       const std::vector<std::size_t>& order, const std::vector<double>& begun) {
    const bool any = std::any_of(plan.stages.begin(), plan.stages.end(), [](const auto& stage) {
        return stage.timing == StageTiming::late;
    });
    if (!any) return false;
    LateStages late(plan, calendars, begun);
    bool moved = false;
    for (auto stage = order.rbegin(); stage != order.rend(); ++stage) {
        moved = late.place(*stage) || moved;
    }
    return moved;
}

}  // namespace coffer::plan
