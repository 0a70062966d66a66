#pragma once
// Projects whose moments hang on time, links and durations alone: one pass over their runs of
// stages, in the order of precedence, tells for all lanes when each begins and ends, before the
// months are gone through. It finds what the months would find (advance_costless_project,
// reach_marks, pass_gates) to the last bit, hence makes the same comparisons with the same
// tolerances on the same numbers. Rejected: a queue of events a path, which does not vectorise.
#include <algorithm>
#include <array>

#include "coffer/kernel/path_store.hpp"
#include "core/block.hpp"
#include "core/lanes.hpp"
#include "projects/state.hpp"
#include "projects/timed_counts.hpp"
#include "projects/timed_gates.hpp"
#include "projects/timed_lanes.hpp"

namespace coffer::kernel {

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
    if (run.first == project.first_stage) note_starts(block, p, starts);
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
    count_by_year(plan, starts, state);
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

/// All timed projects, from their beginning to the plan's end.
template <int width, class Observer>
void pass_timed_runs(Block<width, Observer>& block) {
    if (Observer::enabled) return;
    const auto& plan = block.plan;
    auto& state = block.state;
    if (plan.timed_runs.empty()) return;
    state.passed_ahead = true;
    state.timed_starts.clear();
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
        count_by_year(plan, lanes_of<width>(state.timed_start_of, p), state);
    }
}

}  // namespace coffer::kernel
