#pragma once
// Projects advance as far as they were given money, and may be suspended.
#include <algorithm>
#include <bit>
#include <string>

#include "coffer/kernel/path_store.hpp"
#include "coffer/model/names.hpp"
#include "coffer/plan/links.hpp"
#include "core/block.hpp"
#include "core/lanes.hpp"
#include "debt/restructuring.hpp"
#include "projects/fai.hpp"
#include "projects/known_needs.hpp"
#include "projects/known_projects.hpp"
#include "projects/marks.hpp"
#include "projects/needs.hpp"
#include "projects/restart.hpp"
#include "projects/state.hpp"

namespace coffer::kernel {

/// Notes the stages whose work begins this month where that matters: releases their links, and sees
/// whether they are late. Before the project advances, because the moment depends on where it
/// stood.
template <int width, class Observer>
void note_stage_starts(Block<width, Observer>& block, std::size_t p) {
    auto& state = block.state;
    const auto& project = block.plan.projects[p];
    const auto& calendar = block.plan.calendars[project.calendar];
    const double capacity = calendar.cumulative[static_cast<std::size_t>(block.month) + 1];
    double speeds[width];
    fill_lanes<width>(speeds, 1.0);
    if (project.total > 0.0) work_speeds(block, p, speeds);
    for (std::size_t s = project.first_stage; s <= project.last_stage; ++s) {
        const auto& stage = block.plan.stages[s];
        if (stage.from_start.empty() && stage.start_by < 0) continue;
        double* started = lanes_of<width>(state.stage_started, s);
        for (int lane = 0; lane < width; ++lane) {
            const bool asks = lanes_of<width>(state.working, p)[lane] != 0.0 &&
                              lanes_of<width>(state.pause_left, p)[lane] <= 0.0;
            if (started[lane] != 0.0 || !asks) continue;
            const auto at =
                static_cast<std::size_t>(state.stage_at(lane, static_cast<Eigen::Index>(p)));
            if (s > last_open_stage(block, p, at, lane)) continue;
            const double limit = lanes_of<width>(state.limit, p)[lane];
            const double end = lanes_of<width>(state.stage_end, s)[lane];
            const double need = project.total > 0.0 ? lanes_of<width>(state.need, p)[lane] : 0.0;
            const double due =
                state.restarting[p] != 0 ? lanes_of<width>(state.restart_due, p)[lane] : 0.0;
            const double ratio =
                need > 0.0 ? paid_for(need, lanes_of<width>(state.funded, p)[lane], due).work : 1.0;
            const double speed = ratio * speeds[lane];
            if (speed <= 0.0) continue;
            const double position = lanes_of<width>(state.position, p)[lane];
            const double cursor = lanes_of<width>(state.cursor, p)[lane];
            const double wanted =
                std::min(limit, position + speeds[lane] * std::max(0.0, capacity - cursor));
            const double reached = position + ratio * (wanted - position);
            const double begin = lanes_of<width>(state.stage_begin, s)[lane];
            if (reached <= begin + reached_within && reached < end - reached_within) continue;
            started[lane] = 1.0;
            const double work = cursor + std::max(0.0, begin - position) / speed;
            const double moment =
                std::max(static_cast<double>(block.month), calendar.moment_of(work, block.month));
            release(block, stage.from_start, moment, lane);
            if (stage.start_by < 0) continue;
            // What was released inside the month before began then.
            const double begun = calendar.continues_at(work).value_or(moment);
            if (begun >= stage.start_by + 1.0 - reached_within) {
                state.late(lane, static_cast<Eigen::Index>(p)) = 1;
            }
        }
    }
}

/// Suspension of a project: lanes that were given too little for too long pause, lanes that pause
/// this month sit out a month of it. `short_now` and `paused` are 1 for the lanes concerned; those
/// that fiscal restructuring holds back pause without being suspended.
template <int width, class Observer>
void step_suspension(Block<width, Observer>& block, std::size_t p, const double* short_now,
                     const double* paused) {
    const auto& plan = block.plan;
    auto& state = block.state;
    double* pause_left = lanes_of<width>(state.pause_left, p);
    double* short_months = lanes_of<width>(state.short_months, p);
    double* ever_short = lanes_of<width>(state.short_of_money, p);
    double* ever_suspended = lanes_of<width>(state.suspended, p);
    double* counted_year = lanes_of<width>(state.suspension_year, p);
    double* suspended_projects = block.slot(plan::YearSlot::projects_suspended);
    const double after = plan.suspension_after;
    const double pause = plan.suspension_pause;
    const double year = block.year() + 1;
    const double* running = lanes_of<width>(state.running, p);
    double suspends[width], suspended[width];
    std::copy_n(paused, width, suspended);
    if (plan.restructuring) {
        const double* held_now = lanes_of<width>(state.held_now, p);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) suspended[lane] *= 1.0 - held_now[lane];
    }
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        suspends[lane] = short_months[lane] >= after ? short_now[lane] : 0.0;
        const double left = pause_left[lane] - paused[lane];
        pause_left[lane] = suspends[lane] != 0.0 ? pause : left;
        short_months[lane] = suspends[lane] != 0.0 ? 0.0 : short_months[lane];
        ever_short[lane] = std::max(ever_short[lane], short_now[lane]);
        ever_suspended[lane] = std::max(ever_suspended[lane], suspended[lane]);
        suspended_projects[lane] += counted_year[lane] != year ? suspended[lane] : 0.0;
        counted_year[lane] = suspended[lane] != 0.0 ? year : counted_year[lane];
    }
    if (plan.has_restarts()) {
        // Who has not begun yet has nothing to restart.
        double* pending = lanes_of<width>(state.restart_pending, p);
        double any = 0.0;
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            const double over = pause_left[lane] <= 0.0 ? paused[lane] : 0.0;
            pending[lane] = running[lane] != 0.0 ? over : 0.0;
            any = std::max(any, pending[lane]);
        }
        if (any != 0.0) state.restarting[p] = 1;
    }
    if constexpr (Observer::enabled) {
        const double need = lanes_of<width>(state.need, p)[0];
        const double funded = lanes_of<width>(state.funded, p)[0];
        if (short_now[0] != 0.0) {
            block.observer.event(block.month, plan.projects[p].id, EventKind::funding_shortfall,
                                 Cause(CauseKind::received_share, {funded / need}),
                                 (need - funded) / 100.0);
        }
        if (suspends[0] != 0.0) {
            block.observer.event(block.month, plan.projects[p].id, EventKind::suspended,
                                 Cause(CauseKind::funded_below,
                                       {plan.suspension_threshold, static_cast<double>(after)}),
                                 pause);
        }
    }
}

template <int width, class Observer>
void note_start(Block<width, Observer>& block, const plan::ProjectPlan& project) {
    if constexpr (Observer::enabled) {
        block.observer.event(block.month, project.id, EventKind::started, CauseKind::first_work,
                             block.month);
    } else {
        static_cast<void>(block);
        static_cast<void>(project);
    }
}

/// Progress of a project all of whose lanes got what they needed (or needed nothing) and none of
/// whose lanes remembers a shortage: the usual month. The same positions as advance_held_up_project
/// gives with a funded ratio of one.
template <int width, class Observer>
void advance_funded_project(Block<width, Observer>& block, std::size_t p) {
    auto& state = block.state;
    const auto& project = block.plan.projects[p];
    const double capacity = block.plan.calendars[project.calendar]
                                .cumulative[static_cast<std::size_t>(block.month) + 1];
    const double* working = lanes_of<width>(state.working, p);
    const double* limit = lanes_of<width>(state.limit, p);
    const double* mark = lanes_of<width>(state.mark, p);
    double* position = lanes_of<width>(state.position, p);
    double* cursor = lanes_of<width>(state.cursor, p);
    double* running = lanes_of<width>(state.running, p);
    double* started = block.slot(plan::YearSlot::projects_started);
    double old_position[width], old_cursor[width], hit[width], begins[width];
    double any_hit = 0.0;
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double at_work = working[lane] != 0.0 ? 1.0 : 0.0;
        old_position[lane] = position[lane];
        old_cursor[lane] = cursor[lane];
        const double work = std::max(0.0, capacity - cursor[lane]);
        const double target = std::min(limit[lane], position[lane] + work);
        position[lane] += at_work * (target - old_position[lane]);
        cursor[lane] = at_work != 0.0 ? capacity : cursor[lane];
        hit[lane] = position[lane] >= mark[lane] - reached_within ? at_work : 0.0;
        const double moved = position[lane] > old_position[lane] ? at_work : hit[lane];
        begins[lane] = running[lane] == 0.0 ? moved : 0.0;
        started[lane] += begins[lane];
        running[lane] += begins[lane];
        any_hit = std::max(any_hit, hit[lane]);
    }
    if (project.total > 0.0) {
        const double* share = lanes_of<width>(state.wanted_share, p);
        double* spent_share = lanes_of<width>(state.spent_share, p);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            const double left = share[lane] - spent_share[lane];
            const double step = left > 0.0 ? left : 0.0;
            spent_share[lane] += working[lane] != 0.0 ? step : 0.0;
        }
    }
    // cppcheck-suppress uninitvar
    if (Observer::enabled && begins[0] != 0.0) note_start(block, project);
    if (any_hit == 0.0) return;
    int lanes[width];
    const int count = flagged_lanes<width>(hit, lanes);
    for (int i = 0; i < count; ++i) {
        const int lane = lanes[i];
        cursor[lane] = old_cursor[lane];
        reach_marks(block, p, lane, old_position[lane], 1.0);
    }
}

/// Lanes of a project without cost that work for the first time.
template <int width, class Observer>
void begin_costless_work(Block<width, Observer>& block, std::size_t p, double capacity) {
    auto& state = block.state;
    const double* working = lanes_of<width>(state.working, p);
    const double* position = lanes_of<width>(state.position, p);
    const double* cursor = lanes_of<width>(state.cursor, p);
    const double* limit = lanes_of<width>(state.limit, p);
    const double* mark = lanes_of<width>(state.mark, p);
    double* running = lanes_of<width>(state.running, p);
    double* started = block.slot(plan::YearSlot::projects_started);
    double begins[width];
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double work = std::max(0.0, capacity - cursor[lane]);
        const double target = std::min(limit[lane], position[lane] + work);
        const double hit = target >= mark[lane] - reached_within ? 1.0 : 0.0;
        const double moves = target > position[lane] ? 1.0 : hit;
        const double works = working[lane] != 0.0 ? moves : 0.0;
        begins[lane] = running[lane] == 0.0 ? works : 0.0;
        started[lane] += begins[lane];
        running[lane] += begins[lane];
    }
    state.lanes_to_begin[p] -= std::popcount(random::flag_bits<width>(begins));
    // cppcheck-suppress uninitvar
    if (Observer::enabled && begins[0] != 0.0) note_start(block, block.plan.projects[p]);
}

/// Progress of a project that costs nothing. Nothing can hold it up, so a lane changes only when it
/// starts and when it reaches a mark: position and cursor stay where they were in between.
template <int width, class Observer>
void advance_costless_project(Block<width, Observer>& block, std::size_t p) {
    auto& state = block.state;
    const auto& project = block.plan.projects[p];
    const double capacity = block.plan.calendars[project.calendar]
                                .cumulative[static_cast<std::size_t>(block.month) + 1];
    if (state.lanes_to_begin[p] > 0) begin_costless_work(block, p, capacity);
    if (state.next_due[p] > capacity) return;
    double* due = lanes_of<width>(state.due, p);
    double is_due[width];
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) is_due[lane] = due[lane] <= capacity ? 1.0 : 0.0;
    int lanes[width];
    const int count = flagged_lanes<width>(is_due, lanes);
    for (int i = 0; i < count; ++i) {
        const int lane = lanes[i];
        double& position = lanes_of<width>(state.position, p)[lane];
        const double& cursor = lanes_of<width>(state.cursor, p)[lane];
        const double& mark = lanes_of<width>(state.mark, p)[lane];
        const double from = position;
        const double target = std::min(lanes_of<width>(state.limit, p)[lane],
                                       from + std::max(0.0, capacity - cursor));
        if (target >= mark - reached_within) {
            position = target;
            reach_marks(block, p, lane, from, 1.0);
        }
        const bool working = lanes_of<width>(state.working, p)[lane] != 0.0;
        due[lane] = working ? cursor + (mark - position) - reached_within : never;
    }
    double next = never;
    for (int lane = 0; lane < width; ++lane) next = std::min(next, due[lane]);
    state.next_due[p] = next;
}

/// Progress and suspension of a project some of whose lanes lack money, did so last month, or are
/// suspended. One vectorised pass over all lanes; what happens to few of them follows apart.
template <bool restarts, int width, class Observer>
void advance_held_up_project(Block<width, Observer>& block, std::size_t p) {
    const auto& plan = block.plan;
    auto& state = block.state;
    const auto& project = plan.projects[p];
    const double capacity =
        plan.calendars[project.calendar].cumulative[static_cast<std::size_t>(block.month) + 1];
    const double threshold = plan.suspension_threshold;
    const double* working = lanes_of<width>(state.working, p);
    const double* pause_left = lanes_of<width>(state.pause_left, p);
    const double* wanted = lanes_of<width>(state.wanted_position, p);
    const double* share = lanes_of<width>(state.wanted_share, p);
    const double* need = lanes_of<width>(state.need, p);
    const double* funded = lanes_of<width>(state.funded, p);
    const double* mark = lanes_of<width>(state.mark, p);
    double* position = lanes_of<width>(state.position, p);
    double* cursor = lanes_of<width>(state.cursor, p);
    double* running = lanes_of<width>(state.running, p);
    double* short_months = lanes_of<width>(state.short_months, p);
    double* spent_share = lanes_of<width>(state.spent_share, p);
    double* started = block.slot(plan::YearSlot::projects_started);
    const double* restart_due = restarts ? lanes_of<width>(state.restart_due, p) : nullptr;
    const double* restart_until = restarts ? lanes_of<width>(state.restart_until, p) : nullptr;
    double* restart_share = restarts ? lanes_of<width>(state.restart_share, p) : nullptr;

    double ratio[width], old_position[width], old_cursor[width], hit[width], paused[width],
        begins[width], short_now[width], speed[width];
    work_speeds(block, p, speed);
    // Largest values instead of sums: a sum's order is part of its value, so it would not
    // vectorise.
    double any_hit = 0.0, any_paused = 0.0, any_short = 0.0, longest_short = 0.0,
           any_restarting = 0.0;
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double at_work = working[lane] != 0.0 ? 1.0 : 0.0;
        const double asking = pause_left[lane] <= 0.0 ? at_work : 0.0;
        paused[lane] = at_work - asking;
        // The division stands outside the choice: a lane without need divides by one.
        const double quotient = funded[lane] / (need[lane] > 0.0 ? need[lane] : 1.0);
        const double funded_share = need[lane] > 0.0 ? quotient : 1.0;
        ratio[lane] = funded_share;
        if constexpr (restarts) {
            const Paid paid_for_now = paid_for(need[lane], funded[lane], restart_due[lane]);
            ratio[lane] = paid_for_now.work;
            restart_share[lane] *= asking != 0.0 ? paid_for_now.restart_unpaid : 1.0;
        }
        old_position[lane] = position[lane];
        position[lane] += ratio[lane] * (wanted[lane] - old_position[lane]);
        const double left = share[lane] - spent_share[lane];
        spent_share[lane] += asking * ratio[lane] * (left > 0.0 ? left : 0.0);

        speed[lane] *= ratio[lane];
        const double works = speed[lane] > 0.0 ? asking : 0.0;
        hit[lane] = position[lane] >= mark[lane] - reached_within ? works : 0.0;
        const double moved = position[lane] > old_position[lane] ? works : hit[lane];
        begins[lane] = running[lane] == 0.0 ? moved : 0.0;
        started[lane] += begins[lane];
        running[lane] += begins[lane];

        // Without need the ratio is one, which is no short month.
        const double count = funded_share < threshold ? short_months[lane] + 1.0 : 0.0;
        short_months[lane] = asking != 0.0 ? count : short_months[lane];
        old_cursor[lane] = cursor[lane];
        double time_used = capacity;
        if constexpr (restarts) {
            time_used = std::max(capacity, restart_until[lane]);
            const double time_left = time_used > capacity ? at_work : 0.0;
            any_restarting =
                std::max(any_restarting, restart_share[lane] > 0.0 ? at_work : time_left);
        }
        cursor[lane] = at_work != 0.0 ? time_used : cursor[lane];

        short_now[lane] = funded[lane] < need[lane] ? 1.0 : 0.0;
        any_hit = std::max(any_hit, hit[lane]);
        any_paused = std::max(any_paused, paused[lane]);
        longest_short = std::max(longest_short, short_months[lane]);
        any_short = std::max(any_short, short_now[lane]);
    }
    // cppcheck-suppress uninitvar
    if (Observer::enabled && begins[0] != 0.0) note_start(block, project);
    if constexpr (restarts) state.restarting[p] = any_restarting != 0.0 ? 1 : 0;
    if (any_short != 0.0 || any_paused != 0.0) step_suspension(block, p, short_now, paused);
    // Lanes that stand at a gate keep their count of short months, so their memory counts too.
    state.held_up[p] = any_short != 0.0 || any_paused != 0.0 || longest_short != 0.0 ? 1 : 0;
    if (state.restarting[p] != 0) state.held_up[p] = 1;
    if (any_hit == 0.0) return;
    int lanes[width];
    const int count = flagged_lanes<width>(hit, lanes);
    for (int i = 0; i < count; ++i) {
        const int lane = lanes[i];
        cursor[lane] = old_cursor[lane];
        reach_marks(block, p, lane, old_position[lane], speed[lane]);
    }
}

/// Progress of one project. Returns whether some of the month counts as its FAI, in `counted`.
template <int width, class Observer>
bool advance_project(Block<width, Observer>& block, std::size_t p, const double* price,
                     double* counted) {
    const auto& plan = block.plan;
    auto& state = block.state;
    if (is_known(block, plan.projects[p])) {
        note_unmet(block, p);
        if (!plan.fai.by_progress) count_spending(block, p, counted);
        advance_known_project(block, p, price);
        if (plan.fai.by_progress) count_work(block, p, counted);
        return true;
    }
    if (state.lanes_working[p] == 0) return false;
    if (plan.projects[p].start_matters) note_stage_starts(block, p);
    if (plan.projects[p].total <= 0.0) {
        advance_costless_project(block, p);
        return false;
    }
    const bool spends = state.needs_money[p] != 0;
    if (spends) note_unmet(block, p);
    const bool counts_spending = spends && !plan.fai.by_progress;
    if (counts_spending) count_spending(block, p, counted);
    if (state.held_up[p] == 0) {
        advance_funded_project(block, p);
    } else if (state.restarting[p] != 0) {
        advance_held_up_project<true>(block, p);
    } else {
        advance_held_up_project<false>(block, p);
    }
    if (plan.fai.by_progress) count_work(block, p, counted);
    return counts_spending || plan.fai.by_progress;
}

/// docs/model.md section 6, step 8: progress and FAI.
template <int width, class Observer>
void step_progress(Block<width, Observer>& block, const double* price) {
    using plan::YearSlot;
    const auto& plan = block.plan;
    [[maybe_unused]] auto& state = block.state;
    // The month's and the year's investment stay zero.
    if (plan.projects.empty() && plan.pipelines.empty() && plan.fai.carried_in.empty()) return;
    double named[width], pipelines[width];
    fill_lanes<width>(named, 0.0);
    fill_lanes<width>(pipelines, 0.0);
    double escalated[width];
    if (block.year() == 0) {
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) escalated[lane] = 1.0 - 1.0 / price[lane];
    }
    for (std::size_t p = 0; p < plan.projects.size(); ++p) {
        double counted[width];
        const bool counts = advance_project(block, p, price, counted);
        if (counts || plan.fai.lag > 0) report_fai(block, p, counts, escalated, counted, named);
    }
    for (std::size_t i = 0; i < plan.pipelines.size(); ++i) {
        const std::size_t column = plan.projects.size() + i;
        double counted[width];
        note_unmet(block, column);
        if constexpr (Observer::enabled) {
            const double need = lanes_of<width>(state.need, column)[0];
            const double funded = lanes_of<width>(state.funded, column)[0];
            if (funded < need) {
                block.observer.event(
                    block.month, plan.pipelines[i].id, EventKind::funding_shortfall,
                    Cause(CauseKind::received_share, {funded / need}), (need - funded) / 100.0);
            }
        }
        count_spending(block, column, counted);
        report_fai(block, column, true, escalated, counted, pipelines);
    }
    report_carried_in(block, pipelines);
    add_lanes<width>(block.slot(YearSlot::fai_named), named);
    add_lanes<width>(block.slot(YearSlot::fai_pipeline), pipelines);
    add_lanes<width>(named, pipelines);
    add_lanes<width>(block.slot(YearSlot::fai_total), named);
    std::copy_n(named, width, block.slot(plan::MonthSlot::fai));
}

}  // namespace coffer::kernel
