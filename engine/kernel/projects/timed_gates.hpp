#pragma once
// How a run of stages begins: its gate, by the links that lead to it, and the durations of its
// stages.
#include <algorithm>

#include "coffer/plan/links.hpp"
#include "core/lanes.hpp"
#include "core/state.hpp"
#include "projects/begin.hpp"

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

}  // namespace coffer::kernel
