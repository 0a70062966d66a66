#pragma once
// Fiscal restructuring (财政重整, docs/model.md section 5): two tests at each year's end, what they
// measure during the year, and what is cut while it lasts. A plan without it does nothing here.
#include <algorithm>
#include <string>

#include "core/block.hpp"
#include "core/draws.hpp"
#include "core/first_hits.hpp"
#include "core/lanes.hpp"

namespace coffer::kernel {

template <int width>
struct RestructuringState {
    Table<width> restructuring;  ///< 1 while it lasts
    Table<width> clear_years, general_interest, special_interest, general_expenditure,
        fund_expenditure;
    /// By project: for the year, this month, the last year (from 1) in which it was.
    Table<width> held_back, held_now, held_year;
    char holds_back = 0;  ///< whether any lane's restructuring holds projects back this year
    char slows_work = 0;  ///< whether any lane's slows down those under way

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        const std::size_t rules = plan.restructuring ? 1 : 0;
        layout.zeroed({&restructuring, &clear_years, &general_interest, &special_interest,
                       &general_expenditure, &fund_expenditure},
                      rules);
        layout.zeroed_where_costs({&held_back, &held_now, &held_year},
                                  rules * plan.projects.size());
    }
};

/// Counts expenditure of the two budgets that the tests compare interest with.
template <int width, class Observer>
void count_expenditure(Block<width, Observer>& block, model::Account account,
                       const double* amounts) {
    if (!block.plan.restructuring) return;
    auto& state = block.state;
    if (account == model::Account::general) {
        add_lanes<width>(lanes_of<width>(state.general_expenditure, 0), amounts);
    } else if (account == model::Account::fund) {
        add_lanes<width>(lanes_of<width>(state.fund_expenditure, 0), amounts);
    }
}

/// The budget that a source's money is spent through.
[[nodiscard]] constexpr model::Account budget_of(model::Source::Kind kind) {
    using Kind = model::Source::Kind;
    if (kind == Kind::fiscal || kind == Kind::grant || kind == Kind::general_bond) {
        return model::Account::general;
    }
    if (kind == Kind::special_bond || kind == Kind::land_quota) return model::Account::fund;
    return model::Account::state_capital;  // neither of the two
}

template <int width, class Observer>
void count_interest(Block<width, Observer>& block, std::size_t debt_class, const double* due) {
    if (!block.plan.restructuring) return;
    auto& state = block.state;
    if (debt_class == static_cast<std::size_t>(model::DebtClass::general)) {
        add_lanes<width>(lanes_of<width>(state.general_interest, 0), due);
    } else if (debt_class == static_cast<std::size_t>(model::DebtClass::special)) {
        add_lanes<width>(lanes_of<width>(state.special_interest, 0), due);
    }
}

/// At the year's beginning: what is cut in it, which projects that have not started are held back.
template <int width, class Observer>
void begin_restructuring_year(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    if (!plan.restructuring) return;
    auto& state = block.state;
    for (auto* sum : {&state.general_interest, &state.special_interest, &state.general_expenditure,
                      &state.fund_expenditure}) {
        fill_lanes<width>(lanes_of<width>(*sum, 0), 0.0);
    }
    const double* lasts = lanes_of<width>(state.restructuring, 0);
    double any = 0.0;
    for (int lane = 0; lane < width; ++lane) any = std::max(any, lasts[lane]);
    const double cut = plan.restructuring->new_project_cut;
    if (state.holds_back != 0) {
        state.held_back.setZero();
        state.held_now.setZero();
    }
    state.slows_work = any != 0.0 && plan.restructuring->running_project_cut > 0.0 ? 1 : 0;
    state.holds_back = any != 0.0 && cut > 0.0 ? 1 : 0;
    if (state.holds_back == 0) return;
    for (std::size_t p = 0; p < plan.projects.size(); ++p) {
        if (plan.projects[p].total <= 0.0 || !plan.projects[p].public_money) continue;
        double* held = lanes_of<width>(state.held_back, p);
        double uniforms[width];
        draw_chances(block, plan.projects[p].stream, random::Purpose::project_held_back,
                     block.year(), uniforms);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            held[lane] = uniforms[lane] < cut ? lasts[lane] : 0.0;
        }
    }
}

template <int width, class Observer>
void count_restructuring_month(Block<width, Observer>& block) {
    if (!block.plan.restructuring) return;
    add_lanes<width>(block.slot(block.plan.restructuring_slots, plan::RestructuringSlot::months),
                     lanes_of<width>(block.state.restructuring, 0));
}

/// Whole amounts less a share of them while it lasts.
template <int width, class Observer>
void cut_amounts(Block<width, Observer>& block, double share, double* amounts) {
    const double* lasts = lanes_of<width>(block.state.restructuring, 0);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        amounts[lane] = round_fen(amounts[lane] * (1.0 - share * lasts[lane]));
    }
}

/// Other expenditure while it lasts.
template <int width, class Observer>
void cut_other(Block<width, Observer>& block, double* amounts) {
    if (!block.plan.restructuring) return;
    cut_amounts(block, block.plan.restructuring->other_cut, amounts);
}

template <int width, class Observer>
void cut_pipeline(Block<width, Observer>& block, const plan::PipelinePlan& pipeline, double* need) {
    if (!block.plan.restructuring || block.plan.restructuring->pipeline_cut == 0.0) return;
    if (!pipeline.public_money) return;
    cut_amounts(block, block.plan.restructuring->pipeline_cut, need);
}

/// Work that a project with cost does in a unit of its time: less than one where it is under way
/// and slowed down.
template <int width, class Observer>
void work_speeds(Block<width, Observer>& block, std::size_t p, double* speeds) {
    fill_lanes<width>(speeds, 1.0);
    const auto& rule = block.plan.restructuring;
    if (!rule || block.state.slows_work == 0 || !block.plan.projects[p].public_money) return;
    const double cut = rule->running_project_cut;
    const double* lasts = lanes_of<width>(block.state.restructuring, 0);
    const double* running = lanes_of<width>(block.state.running, p);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) speeds[lane] = 1.0 - cut * lasts[lane] * running[lane];
}

/// Brings back the positions that a project wants to reach to what its speed allows. Its month is
/// then no usual one: the shorter ways of step_progress know only full speed.
template <int width, class Observer>
void slow_down(Block<width, Observer>& block, std::size_t p, double capacity,
               const double* asking) {
    auto& state = block.state;
    if (state.slows_work == 0 || !block.plan.projects[p].public_money) return;
    const double* position = lanes_of<width>(state.position, p);
    const double* cursor = lanes_of<width>(state.cursor, p);
    double* wanted = lanes_of<width>(state.wanted_position, p);
    double speeds[width];
    work_speeds(block, p, speeds);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double work = speeds[lane] * std::max(0.0, capacity - cursor[lane]);
        const double slower = std::min(wanted[lane], position[lane] + work);
        wanted[lane] = asking[lane] != 0.0 ? slower : wanted[lane];
    }
    state.held_up[p] = 1;
    if constexpr (Observer::enabled) {
        if (block.month % 12 == 0 && asking[0] != 0.0 && speeds[0] < 1.0) {
            block.observer.event(block.month, block.plan.projects[p].id, EventKind::slowed_down,
                                 CauseKind::restructuring_speed, speeds[0]);
        }
    }
}

/// A project that would work for the first time and is held back sits the month out like a
/// suspended one, but is not counted as one.
template <int width, class Observer>
void hold_back(Block<width, Observer>& block, std::size_t p) {
    const auto& plan = block.plan;
    auto& state = block.state;
    if (!plan.restructuring || state.holds_back == 0) return;
    const double* held_back = lanes_of<width>(state.held_back, p);
    const double* working = lanes_of<width>(state.working, p);
    const double* running = lanes_of<width>(state.running, p);
    double* pause_left = lanes_of<width>(state.pause_left, p);
    double* held_now = lanes_of<width>(state.held_now, p);
    double* held_year = lanes_of<width>(state.held_year, p);
    double* count =
        block.slot(plan.restructuring_slots, plan::RestructuringSlot::projects_held_back);
    const double year = block.year() + 1;
    double any = 0.0;
    for (int lane = 0; lane < width; ++lane) {
        const double new_here = working[lane] != 0.0 && running[lane] == 0.0 ? 1.0 : 0.0;
        held_now[lane] = new_here * held_back[lane];
        any = std::max(any, held_now[lane]);
        pause_left[lane] = std::max(pause_left[lane], held_now[lane]);
    }
    if (any == 0.0) return;
    state.held_up[p] = 1;
    if constexpr (Observer::enabled) {
        if (held_now[0] > 0.0 && held_year[0] != year) {
            block.observer.event(block.month, plan.projects[p].id, EventKind::held_back,
                                 CauseKind::restructuring, year);
        }
    }
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        count[lane] += held_year[lane] != year ? held_now[lane] : 0.0;
        held_year[lane] = held_now[lane] != 0.0 ? year : held_year[lane];
    }
}

/// The two tests at the year's end.
template <int width, class Observer>
void test_restructuring(Block<width, Observer>& block) {
    using plan::RestructuringSlot;
    const auto& plan = block.plan;
    if (!plan.restructuring) return;
    auto& state = block.state;
    const auto& rule = *plan.restructuring;
    const auto slot = [&](RestructuringSlot which) {
        return block.slot(plan.restructuring_slots, which);
    };
    const auto test = [&](auto& interest, auto& expenditure, double threshold, double* share,
                          double* hit) {
        const double* due = lanes_of<width>(interest, 0);
        const double* spent = lanes_of<width>(expenditure, 0);
        for (int lane = 0; lane < width; ++lane) {
            share[lane] = due[lane] / std::max(100.0, spent[lane]);
            hit[lane] = share[lane] > threshold ? 1.0 : 0.0;
        }
    };
    double* general_share = slot(RestructuringSlot::general_share);
    double* special_share = slot(RestructuringSlot::special_share);
    double* general_hit = slot(RestructuringSlot::general_hit);
    double* special_hit = slot(RestructuringSlot::special_hit);
    test(state.general_interest, state.general_expenditure, rule.general_threshold, general_share,
         general_hit);
    test(state.special_interest, state.fund_expenditure, rule.special_threshold, special_share,
         special_hit);
    note_first(block, plan::FirstHit::restructuring_general, general_hit);
    note_first(block, plan::FirstHit::restructuring_special, special_hit);
    double* lasts = lanes_of<width>(state.restructuring, 0);
    double* clear = lanes_of<width>(state.clear_years, 0);
    [[maybe_unused]] const double before = lasts[0];
    const double exit_years = rule.exit_years;
    for (int lane = 0; lane < width; ++lane) {
        const bool hit = general_hit[lane] + special_hit[lane] > 0.0;
        clear[lane] = hit ? 0.0 : clear[lane] + 1.0;
        if (hit) lasts[lane] = 1.0;
        if (clear[lane] >= exit_years) lasts[lane] = 0.0;
    }
    if constexpr (Observer::enabled) {
        const auto tell = [&](CauseKind what, double hit, double share, double threshold) {
            if (hit == 0.0) return;
            block.observer.event(block.month, "restructuring", EventKind::restructuring_test,
                                 Cause(what, {threshold}), share);
        };
        tell(CauseKind::general_interest_share, general_hit[0], general_share[0],
             rule.general_threshold);
        tell(CauseKind::special_interest_share, special_hit[0], special_share[0],
             rule.special_threshold);
        if (lasts[0] != before) {
            block.observer.event(
                block.month, "restructuring",
                lasts[0] > 0.0 ? EventKind::restructuring_begins : EventKind::restructuring_ends,
                lasts[0] > 0.0
                    ? Cause(CauseKind::test_hit)
                    : Cause(CauseKind::years_without_hit, {static_cast<double>(rule.exit_years)}),
                lasts[0]);
        }
    }
}

}  // namespace coffer::kernel
