#pragma once
// Projects whose moments hang on time, links and durations alone: one pass over their runs of
// stages, in the order of precedence, tells for all lanes when each begins and ends, before the
// months are gone through. It finds what the months would find (advance_costless_project,
// reach_marks, pass_gates) to the last bit, hence makes the same comparisons with the same
// tolerances on the same numbers. Rejected: a queue of events a path, which does not vectorise.
#include <algorithm>
#include <cmath>

#include "begin_projects.hpp"
#include "coffer/plan/links.hpp"
#include "step_progress.hpp"

namespace coffer::kernel {

/// The largest whole number that is not above x, and the largest below it; a plain addition instead
/// of a call, as round_fen.
[[nodiscard]] inline double whole_at_most(double x) {
    const double nearest = round_fen(x);
    return nearest > x ? nearest - 1.0 : nearest;
}
[[nodiscard]] inline double whole_below(double x) {
    const double nearest = round_fen(x);
    return nearest >= x ? nearest - 1.0 : nearest;
}

/// Where the lanes of a project stand at the beginning of a run: the first month in which they may
/// be worked on, the work time used until then, and the position in the project.
template <int width>
struct RunBegin {
    double month[width], cursor[width], position[width];
};

/// Moment and month at which a link's earlier stage starts or finishes.
template <int width>
struct LinkEnds {
    const double* moment;
    const double* month;

    LinkEnds(State<width>& state, const plan::IncomingLink& link)
        : moment(lanes_of<width>(link.from_start ? state.timed_start : state.timed_finish,
                                 link.from_stage)),
          month(
              lanes_of<width>(link.from_start ? state.timed_start_month : state.timed_finish_month,
                              link.from_stage)) {}
};

template <int width, class Observer>
void released_moments(const Block<width, Observer>& block, const plan::LinkPlan& link,
                      const double* moments, double* released) {
    if (link.lag_calendar == plan::nowhere) {
        const double lag = link.lag;
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) released[lane] = moments[lane] + lag;
        return;
    }
    for (int lane = 0; lane < width; ++lane) {
        released[lane] = plan::released_at(link, moments[lane], block.plan.calendars);
    }
}

/// The gate that opens with any of its links: in the first month in which one was released before
/// and lies within it. What is released later in that month or behind it counts no more.
template <int width, class Observer>
void open_any(Block<width, Observer>& block, const plan::TimedRun& run, double* month,
              double* opening) {
    const double not_before = block.plan.stages[run.first].not_before;
    double earliest[width], released[width];
    fill_lanes<width>(earliest, never);
    for (const auto& link : run.incoming) {
        const LinkEnds<width> from(block.state, link);
        released_moments(block, link.link, from.moment, released);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            const double next = std::max(from.month[lane] + 1.0, whole_at_most(released[lane]));
            earliest[lane] = std::min(earliest[lane], next);
        }
    }
    const double dated = whole_at_most(not_before);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        month[lane] = std::max(month[lane], std::max(earliest[lane], dated));
    }
    fill_lanes<width>(opening, never);
    for (const auto& link : run.incoming) {
        const LinkEnds<width> from(block.state, link);
        released_moments(block, link.link, from.moment, released);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            const double counts = from.month[lane] < month[lane] ? released[lane] : never;
            opening[lane] = std::min(opening[lane], counts);
        }
    }
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) opening[lane] = std::max(opening[lane], not_before);
}

/// The gate that opens with the last of its links.
template <int width, class Observer>
void open_all(Block<width, Observer>& block, const plan::TimedRun& run, double* month,
              double* opening) {
    double last[width];
    fill_lanes<width>(opening, block.plan.stages[run.first].not_before);
    fill_lanes<width>(last, -1.0);
    for (const auto& link : run.incoming) {
        const LinkEnds<width> from(block.state, link);
        const double* months = from.month;
        if (link.link.lag_calendar == plan::nowhere) {
            const double* moments = from.moment;
            const double lag = link.link.lag;
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                opening[lane] = std::max(opening[lane], moments[lane] + lag);
                last[lane] = std::max(last[lane], months[lane]);
            }
            continue;
        }
        double released[width];
        released_moments(block, link.link, from.moment, released);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            opening[lane] = std::max(opening[lane], released[lane]);
            last[lane] = std::max(last[lane], months[lane]);
        }
    }
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        // Released in one month, a gate is passed in the next one at the earliest.
        month[lane] =
            std::max(month[lane], std::max(last[lane] + 1.0, whole_at_most(opening[lane])));
    }
}

/// Passes the gate of a run, or begins the project. Lanes that never get there have a month behind
/// the plan.
template <int width, class Observer>
void begin_run(Block<width, Observer>& block, const plan::TimedRun& run, std::size_t p,
               RunBegin<width>& begin) {
    auto& state = block.state;
    const auto& plan = block.plan;
    const auto& project = plan.projects[p];
    if (run.first == project.first_stage) {
        fill_lanes<width>(begin.month, 0.0);
        fill_lanes<width>(begin.cursor, 0.0);
        fill_lanes<width>(begin.position, 0.0);
    } else {
        std::copy_n(lanes_of<width>(state.timed_month, p), width, begin.month);
        std::copy_n(lanes_of<width>(state.cursor, p), width, begin.cursor);
        std::copy_n(lanes_of<width>(state.stage_end, run.first - 1), width, begin.position);
    }
    if (!plan.stages[run.first].gated) return;
    double opening[width];
    if (plan.stages[run.first].any_link && !run.incoming.empty()) {
        open_any(block, run, begin.month, opening);
    } else {
        open_all(block, run, begin.month, opening);
    }
    if (!run.even) {
        const auto& calendar = plan.calendars[project.calendar];
        for (int lane = 0; lane < width; ++lane) {
            opening[lane] = calendar.work_before(opening[lane]);
        }
    }
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        begin.cursor[lane] = std::max(begin.cursor[lane], opening[lane]);
    }
}

/// Draws the durations of a run: State::stage_end.
template <int width, class Observer>
void draw_run(Block<width, Observer>& block, const plan::TimedRun& run, std::size_t p,
              RunBegin<width>& begin) {
    const auto& project = block.plan.projects[p];
    const double* before = begin.position;
    for (std::size_t s = run.first; s <= run.last; ++s) {
        const auto& stage = block.plan.stages[s];
        double durations[width];
        draw_project_values(block, project, stage.duration, project.duration_shocks,
                            duration_drawing(stage), durations);
        double* ends = lanes_of<width>(block.state.stage_end, s);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            ends[lane] = before[lane] + std::max(0.0, durations[lane]);
        }
        before = ends;
    }
    if (run.first != project.first_stage || project.progress <= 0.0) return;
    const double* first_end = lanes_of<width>(block.state.stage_end, run.first);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        begin.position[lane] = project.progress * first_end[lane];
    }
}

/// Counts, by year, the lanes on which something happens in a month of the plan. Small numbers, of
/// which a register holds many: the last column takes what happens behind the plan.
template <int width>
void count_by_year(const plan::Plan& plan, const double* months, YearCounts<width>& counts) {
    constexpr double per_year = 1.0 / 12.0;
    const double end = plan.months;
    std::uint16_t years[width];
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        // From the middle of the month, so that no rounding puts it into the year before.
        const double year = (std::min(months[lane], end) + 0.5) * per_year;
        years[lane] = static_cast<std::uint16_t>(static_cast<std::int32_t>(year));
    }
    std::uint16_t first = counts.behind, last = 0;
    for (int lane = 0; lane < width; ++lane) {
        first = std::min(first, years[lane]);
        last = std::max(last, years[lane]);
    }
    counts.first = std::min(counts.first, first);
    counts.last = std::max(counts.last, last);
    for (unsigned year = first; year <= last; ++year) {
        std::uint16_t* count = counts.of(year);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            count[lane] = static_cast<std::uint16_t>(count[lane] + (years[lane] == year ? 1 : 0));
        }
    }
}

/// A year's counts as figures.
template <int width>
void counts_of_year(const YearCounts<width>& counts, int year, double* figures) {
    const std::uint16_t* count = counts.of(static_cast<unsigned>(year));
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) figures[lane] = count[lane];
}

/// Whether a stage that is dated is late: finished behind its deadline, or not at all.
template <int width, class Observer>
void note_lateness(Block<width, Observer>& block, std::size_t p, const plan::StagePlan& stage,
                   const double* finish) {
    if (stage.deadline < 0 || stage.deadline >= block.plan.months) return;
    auto* late = block.state.late.col(static_cast<Eigen::Index>(p)).data();
    const double latest = stage.deadline + 1.0 + reached_within;
    for (int lane = 0; lane < width; ++lane) late[lane] |= finish[lane] > latest ? 1 : 0;
}

/// A run on whose way nothing happens, in a calendar whose months are all alike: C(t) = t.
template <int width, class Observer>
void pass_simple_run(Block<width, Observer>& block, const plan::TimedRun& run, std::size_t p,
                     const RunBegin<width>& begin) {
    auto& state = block.state;
    const auto& plan = block.plan;
    const auto& project = plan.projects[p];
    const double months = plan.months;
    const double* mark = lanes_of<width>(state.stage_end, run.last);
    double* finish = lanes_of<width>(state.timed_finish, run.last);
    double* finish_month = lanes_of<width>(state.timed_finish_month, run.last);
    double works[width], starts[width];
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double month = begin.month[lane];
        const double cursor = begin.cursor[lane];
        const double position = begin.position[lane];
        const double ahead = mark[lane] - position;
        const double reached = mark[lane] - reached_within;

        // It starts in the month in which it moves, which is this or the next.
        const double now = std::min(mark[lane], position + std::max(0.0, (month + 1.0) - cursor));
        const double here = now > position ? month : month + 1.0;
        const double started = now >= reached ? month : here;
        starts[lane] = started < months ? started : never;

        // It reaches its mark in the first month whose end lies behind it.
        const double due = cursor + ahead - reached_within;
        const double due_month = std::max(month, whole_below(due));
        const double then =
            std::min(mark[lane], position + std::max(0.0, (due_month + 1.0) - cursor));
        const double at = then >= reached ? due_month : due_month + 1.0;
        const double work = cursor + std::max(0.0, ahead);
        // WorkCalendar::moment_of
        const double k = std::min(at, std::max(0.0, whole_below(work - 1e-9)));
        const double moment = k + std::min(1.0, std::max(0.0, work - k));
        works[lane] = work;
        finish[lane] = at < months ? moment : never;
        finish_month[lane] = at < months ? at : never;
    }
    if (run.first == project.first_stage && project.progress <= 0.0) {
        count_by_year(plan, starts, state.timed_starts);
    }
    note_lateness(block, p, plan.stages[run.last], finish);
    if (run.last == project.last_stage) return;
    std::copy_n(works, width, lanes_of<width>(state.cursor, p));
    double* next = lanes_of<width>(state.timed_month, p);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) next[lane] = finish_month[lane] + 1.0;
}

/// A link of elapsed time into a gate: whole columns, and the lag.
struct PlainLink {
    const double* moments;
    const double* months;
    double lag;
};

/// A plain run with so many links: gate, start and finish in one go, for most projects of a network
/// are such runs. As open_all and pass_simple_run with cursor and position at the start.
template <int links, int width, class Observer>
void pass_linked_run(Block<width, Observer>& block, const plan::TimedRun& run) {
    auto& state = block.state;
    const auto& plan = block.plan;
    const auto& stage = plan.stages[run.first];
    const double months = plan.months;
    const double not_before = stage.gated ? stage.not_before : 0.0;
    std::array<PlainLink, links> from;
    for (std::size_t i = 0; i < links; ++i) {
        const LinkEnds<width> ends(state, run.incoming[i]);
        from[i] = {ends.moment, ends.month, run.incoming[i].link.lag};
    }
    const double* mark = lanes_of<width>(state.stage_end, run.last);
    double* finish = lanes_of<width>(state.timed_finish, run.last);
    double* finish_month = lanes_of<width>(state.timed_finish_month, run.last);
    double starts[width];
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        double opening = not_before, last = -1.0;
        for (std::size_t i = 0; i < links; ++i) {
            opening = std::max(opening, from[i].moments[lane] + from[i].lag);
            last = std::max(last, from[i].months[lane]);
        }
        const double month = std::max(0.0, std::max(last + 1.0, whole_at_most(opening)));
        const double cursor = std::max(0.0, opening);
        const double reached = mark[lane] - reached_within;

        const double now = std::min(mark[lane], std::max(0.0, (month + 1.0) - cursor));
        const double here = now > 0.0 ? month : month + 1.0;
        const double started = now >= reached ? month : here;
        starts[lane] = started < months ? started : never;

        const double work = cursor + mark[lane];
        const double before = whole_below(work - reached_within);
        const double due_month = std::max(month, before);
        const double then = std::min(mark[lane], std::max(0.0, (due_month + 1.0) - cursor));
        const double at = then >= reached ? due_month : due_month + 1.0;
        const double k = std::min(at, std::max(0.0, before));
        const double moment = k + std::min(1.0, std::max(0.0, work - k));
        finish[lane] = at < months ? moment : never;
        finish_month[lane] = at < months ? at : never;
    }
    count_by_year(plan, starts, state.timed_starts);
    count_by_year(plan, finish_month, state.timed_completions);
}

/// Whether the run was plain, with as many links as there is code for; then it has been passed.
template <int width, class Observer>
bool pass_plain_run(Block<width, Observer>& block, const plan::TimedRun& run, std::size_t p) {
    constexpr std::size_t most_links = 4;
    if (!run.plain || run.incoming.size() > most_links) return false;
    RunBegin<width> begin;
    fill_lanes<width>(begin.position, 0.0);
    draw_run(block, run, p, begin);
    switch (run.incoming.size()) {
        case 0:
            pass_linked_run<0>(block, run);
            break;
        case 1:
            pass_linked_run<1>(block, run);
            break;
        case 2:
            pass_linked_run<2>(block, run);
            break;
        case 3:
            pass_linked_run<3>(block, run);
            break;
        default:
            pass_linked_run<4>(block, run);
    }
    note_lateness(block, p, block.plan.stages[run.last],
                  lanes_of<width>(block.state.timed_finish, run.last));
    return true;
}

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
    /// The month in which work on a stage from `begin` to `end` starts; see note_stage_starts.
    [[nodiscard]] int start(double begin, double end) {
        const auto starts = [&](int month) {
            const double reached = position + (target(month) - position);
            return reached > begin + reached_within || reached >= end - reached_within;
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
                moment = std::max(month, calendar.moment_of(work, started));
                late = stage.start_by >= 0 && calendar.continues_at(work).value_or(moment) >=
                                                  stage.start_by + 1.0 - reached_within;
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
    if (run.first == project.first_stage && project.progress <= 0.0) {
        count_by_year(plan, starts, state.timed_starts);
    }
    for (std::size_t s = run.first; s <= run.last; ++s) {
        if (plan.stages[s].milestone != s) continue;
        note_lateness(block, p, plan.stages[s], lanes_of<width>(state.timed_finish, s));
    }
}

/// All timed projects, from their beginning to the plan's end.
template <int width, class Observer>
void pass_timed_runs(Block<width, Observer>& block) {
    if (Observer::enabled) return;
    const auto& plan = block.plan;
    auto& state = block.state;
    if (plan.timed_runs.empty()) return;
    state.passed_ahead = true;
    state.timed_starts.clear();
    state.timed_completions.clear();
    for (const auto& run : plan.timed_runs) {
        const auto p = plan.stages[run.first].project;
        if (pass_plain_run(block, run, p)) continue;
        RunBegin<width> begin;
        begin_run(block, run, p, begin);
        draw_run(block, run, p, begin);
        if (run.even && run.simple) {
            pass_simple_run(block, run, p, begin);
        } else {
            pass_any_run(block, run, p, begin);
        }
        if (run.last != plan.projects[p].last_stage) continue;
        count_by_year(plan, lanes_of<width>(state.timed_finish_month, run.last),
                      state.timed_completions);
    }
}

/// What the months see of timed projects beside their own figures, from the month on in which it
/// happens: finishes that bring output or begin yields, links to projects that are not timed.
template <int width, class Observer>
void begin_timed_events(Block<width, Observer>& block) {
    if (Observer::enabled) return;
    const auto& plan = block.plan;
    auto& state = block.state;
    for (std::size_t p = 0; p < plan.projects.size(); ++p) {
        const auto& project = plan.projects[p];
        if (!project.timed) continue;
        double* finish = lanes_of<width>(state.finish, p);
        if (project.yearly_output > 0.0) {
            fill_lanes<width>(finish, never);
        } else {
            std::copy_n(lanes_of<width>(state.timed_finish, project.last_stage), width, finish);
        }
    }
    std::fill(state.next_timed_event.begin(), state.next_timed_event.end(), 0.0);
}

/// Behind the month's progress.
template <int width, class Observer>
void step_timed_events(Block<width, Observer>& block) {
    if (Observer::enabled) return;
    const auto& plan = block.plan;
    auto& state = block.state;
    const double now = block.month;
    for (std::size_t e = 0; e < plan.timed_events.size(); ++e) {
        if (state.next_timed_event[e] > now) continue;
        const auto& event = plan.timed_events[e];
        const auto& stage = plan.stages[event.stage];
        const auto& project = plan.projects[stage.project];
        const double* months = lanes_of<width>(
            event.start ? state.timed_start_month : state.timed_finish_month, event.stage);
        const double* moments =
            lanes_of<width>(event.start ? state.timed_start : state.timed_finish, event.stage);
        double happens[width];
        double next = never;
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            happens[lane] = months[lane] == now ? 1.0 : 0.0;
            next = std::min(next, months[lane] > now ? months[lane] : never);
        }
        state.next_timed_event[e] = next;
        int lanes[width];
        const int count = flagged_lanes<width>(happens, lanes);
        for (int i = 0; i < count; ++i) {
            const int lane = lanes[i];
            release(block, event.released, moments[lane], lane);
            if (event.start) continue;
            if (stage.kept_finish != plan::nowhere) {
                lanes_of<width>(state.kept_finish, stage.kept_finish)[lane] = moments[lane];
                state.lanes_begun[stage.kept_finish] += 1;
            }
            if (event.stage != project.last_stage || project.yearly_output <= 0.0) continue;
            lanes_of<width>(state.finish, stage.project)[lane] = moments[lane];
            state.lanes_finished[stage.project] += 1;
            lanes_of<width>(state.capacity, 0)[lane] += project.yearly_output;
        }
    }
}

/// The year's figures of timed projects.
template <int width, class Observer>
void count_timed_year(Block<width, Observer>& block) {
    if (Observer::enabled || block.plan.timed_runs.empty()) return;
    double counts[width];
    counts_of_year(block.state.timed_starts, block.year(), counts);
    add_lanes<width>(block.slot(plan::YearSlot::projects_started), counts);
    counts_of_year(block.state.timed_completions, block.year(), counts);
    add_lanes<width>(block.slot(plan::YearSlot::projects_completed), counts);
}

}  // namespace coffer::kernel
