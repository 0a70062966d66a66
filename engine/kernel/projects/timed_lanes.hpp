#pragma once
// Runs on whose way something happens, or whose months are not alike: one lane after the other.
#include <algorithm>

#include "coffer/kernel/path_store.hpp"
#include "core/block.hpp"
#include "projects/state.hpp"
#include "projects/timed_counts.hpp"
#include "projects/timed_gates.hpp"

namespace coffer::kernel {

/// One lane on its way through a run: since month `from` it goes on from `position` when `cursor`
/// of the work time is used. `hit` is the month in which it last reached a mark, -1 for none: then
/// it stands at that month's end.
struct LaneOnWay {
    const plan::WorkCalendar& calendar;
    int months = 0;
    double limit = 0.0, position = 0.0, cursor = 0.0;
    int from = 0, hit = -1;

    [[nodiscard]] double work_until(int month) const {
        return calendar.cumulative[static_cast<std::size_t>(month) + 1];
    }
    [[nodiscard]] double target(int month) const {
        return std::min(limit, position + std::max(0.0, work_until(month) - cursor));
    }
    /// The first month from `from` on for which something holds that holds in all months behind it;
    /// `months` for none.
    template <class Holds>
    [[nodiscard]] int first_month(const Holds& holds) const {
        int low = from, high = months;
        while (low < high) {
            const int middle = low + (high - low) / 2;
            if (holds(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
    /// Goes on behind the month of the last mark.
    void leave_mark() {
        if (hit < 0) return;
        position = target(hit);
        cursor = work_until(hit);
        from = hit + 1;
        hit = -1;
    }
    /// Reaches a mark: in the month of the last one, or later. False: not within the plan.
    [[nodiscard]] bool reach(double mark) {
        if (hit >= 0 && target(hit) >= mark - reached_within) return true;
        leave_mark();
        const double due = cursor + (mark - position) - reached_within;
        const int month = first_month(
            [&](int m) { return due <= work_until(m) && target(m) >= mark - reached_within; });
        if (month >= months) return false;
        hit = month;
        return true;
    }
    /// Whether something is done of a stage from `begin` on by the end of a month.
    [[nodiscard]] bool works(int month, double begin) const {
        return position + (target(month) - position) > begin + reached_within;
    }
    /// The month in which work on a stage from `begin` to `end` starts; see note_stage_starts.
    [[nodiscard]] int start(double begin, double end) {
        const auto starts = [&](int month) {
            return works(month, begin) ||
                   position + (target(month) - position) >= end - reached_within;
        };
        if (hit >= 0 && starts(hit)) return hit;
        leave_mark();
        return first_month(starts);
    }
};

/// A run on one lane, whatever happens on its way.
template <int width, class Observer>
void pass_lane(Block<width, Observer>& block, const plan::TimedRun& run, std::size_t p,
               LaneOnWay way, int lane) {
    auto& state = block.state;
    const auto& plan = block.plan;
    const auto& calendar = way.calendar;
    double begin = run.first == plan.projects[p].first_stage
                       ? 0.0
                       : lanes_of<width>(state.stage_end, run.first - 1)[lane];
    bool there = way.from < plan.months;
    for (std::size_t s = run.first; s <= run.last; ++s) {
        const auto& stage = plan.stages[s];
        const double end = lanes_of<width>(state.stage_end, s)[lane];
        if (!stage.from_start.empty() || stage.start_by >= 0) {
            double moment = never, month = never;
            bool late = stage.start_by >= 0 && stage.start_by < plan.months;
            const int started = there ? way.start(begin, end) : plan.months;
            if (started < plan.months) {
                const double work = way.cursor + std::max(0.0, begin - way.position);
                month = started;
                moment = calendar.start_of(work, way.works(started, begin), started);
                late = stage.start_by >= 0 && moment >= stage.start_by + 1.0 - reached_within;
            }
            lanes_of<width>(state.timed_start, s)[lane] = moment;
            lanes_of<width>(state.timed_start_month, s)[lane] = month;
            if (late) state.late(lane, static_cast<Eigen::Index>(p)) = 1;
        }
        if (stage.milestone == s) {
            there = there && way.reach(end);
            double moment = never, month = never;
            if (there) {
                const double work = way.cursor + std::max(0.0, end - way.position);
                month = way.hit;
                moment = calendar.moment_of(work, way.hit);
                lanes_of<width>(state.cursor, p)[lane] = work;
            }
            lanes_of<width>(state.timed_finish, s)[lane] = moment;
            lanes_of<width>(state.timed_finish_month, s)[lane] = month;
            lanes_of<width>(state.timed_month, p)[lane] = month + 1.0;
        }
        begin = end;
    }
}

template <int width, class Observer>
void pass_any_run(Block<width, Observer>& block, const plan::TimedRun& run, std::size_t p,
                  const RunBegin<width>& begin) {
    auto& state = block.state;
    const auto& plan = block.plan;
    const auto& project = plan.projects[p];
    const double* limit = lanes_of<width>(state.stage_end, run.last);
    const double* mark = lanes_of<width>(state.stage_end, plan.stages[run.first].milestone);
    double starts[width];
    for (int lane = 0; lane < width; ++lane) {
        LaneOnWay way{plan.calendars[project.calendar], plan.months};
        way.limit = limit[lane];
        way.position = begin.position[lane];
        way.cursor = begin.cursor[lane];
        way.from = static_cast<int>(std::min(begin.month[lane], static_cast<double>(plan.months)));
        const int started = way.first_month([&](int month) {
            const double target = way.target(month);
            return target > way.position || target >= mark[lane] - reached_within;
        });
        starts[lane] = started < plan.months ? started : never;
        pass_lane(block, run, p, way, lane);
    }
    if (run.first == project.first_stage) note_starts(block, p, starts);
    for (std::size_t s = run.first; s <= run.last; ++s) {
        if (plan.stages[s].milestone != s) continue;
        note_lateness(block, p, plan.stages[s], lanes_of<width>(state.timed_finish, s));
    }
}

}  // namespace coffer::kernel
