#pragma once
// Funnels of investment promotion (docs/model.md section 4): prospects negotiate, sign, land, and
// bring their money. A plan without them does nothing here.
#include <cmath>
#include <string>

#include "coffer/base/money.hpp"
#include "core/block.hpp"
#include "core/draws.hpp"
#include "core/lanes.hpp"
#include "core/ledger.hpp"

namespace coffer::kernel {

template <int width>
struct FunnelsState {
    Table<width> prospects;          ///< column funnel * steps + step
    Table<width> investors;          ///< by funnel: whose money arrived this month
    Table<width> prospects_waiting;  ///< uniforms of the next draw (draw_next_chances)

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        layout.set_by_steps({&prospects}, plan.funnels.size() * model::funnel_steps);
        layout.set_by_steps({&investors, &prospects_waiting}, plan.funnels.size());
    }
};

template <int width, class Observer>
void begin_funnels(Block<width, Observer>& block) {
    const auto& funnels = block.plan.funnels;
    for (std::size_t f = 0; f < funnels.size(); ++f) {
        for (std::size_t s = 0; s < model::funnel_steps; ++s) {
            fill_lanes<width>(lanes_of<width>(block.state.prospects, f * model::funnel_steps + s),
                              funnels[f].initial[s]);
        }
    }
}

/// Prospects of one step that decide this month go on or are lost; adds those that go on to `next`.
/// On the reference path they are expected numbers: medians of small counts would stand still.
template <int width, class Observer>
void leave_step(Block<width, Observer>& block, const plan::FunnelPlan& funnel, std::size_t step,
                double* here, double* next, double* went_on) {
    fill_lanes<width>(went_on, 0.0);
    if (block.draws.key(funnel.stream, random::Purpose::funnel_step).median) {
        for (int lane = 0; lane < width; ++lane) {
            const double leaving = here[lane] * funnel.leaving[step].probability();
            here[lane] -= leaving;
            went_on[lane] = leaving * funnel.going_on[step].probability();
            next[lane] += went_on[lane];
        }
        return;
    }
    const int pair = static_cast<int>(model::funnel_steps) * block.month + static_cast<int>(step);
    double decided[width], goes_on[width];
    draw_chance_pairs(block, funnel.stream, random::Purpose::funnel_step, pair, decided, goes_on);
    double leaving[width];
    funnel.leaving[step].template quantiles<width>(here, decided, leaving);
    funnel.going_on[step].template quantiles<width>(leaving, goes_on, went_on);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        here[lane] -= leaving[lane];
        next[lane] += went_on[lane];
    }
}

/// New prospects of the month: a whole number, and one more with the probability of the rest.
template <int width, class Observer>
void add_prospects(Block<width, Observer>& block, const plan::FunnelPlan& funnel, double* waiting,
                   double* counts) {
    const double rate = funnel.new_prospects[static_cast<std::size_t>(block.year())];
    if (block.draws.key(funnel.stream, random::Purpose::funnel_new).median) {
        for (int lane = 0; lane < width; ++lane) counts[lane] += rate;
        return;
    }
    const double whole = std::floor(rate);
    double chances[width];
    draw_next_chances(block, funnel.stream, random::Purpose::funnel_new, block.month, waiting,
                      chances);
    for (int lane = 0; lane < width; ++lane) {
        counts[lane] += whole + (chances[lane] < rate - whole ? 1.0 : 0.0);
    }
}

/// docs/model.md section 6, step 3: prospects move on; the money of those that arrive enters the
/// pool of their source.
template <int width, class Observer>
void step_funnels(Block<width, Observer>& block) {
    using plan::FunnelSlot;
    const auto& plan = block.plan;
    auto& state = block.state;
    for (std::size_t f = 0; f < plan.funnels.size(); ++f) {
        const auto& funnel = plan.funnels[f];
        const auto count = [&](FunnelSlot which, const double* amounts) {
            add_lanes<width>(block.slot(plan.funnel_slots, which), amounts);
            const auto own = funnel.own_slots[static_cast<std::size_t>(which)];
            if (own == plan::no_slot) return;
            add_lanes<width>(lanes_of<width>(state.yearly, own), amounts);
        };
        const auto column = [&](std::size_t step) {
            return lanes_of<width>(state.prospects, f * model::funnel_steps + step);
        };
        double* investors = lanes_of<width>(state.investors, f);
        fill_lanes<width>(investors, 0.0);
        // The last step first, so that nobody takes two steps in a month.
        double went_on[width];
        leave_step(block, funnel, 2, column(2), investors, went_on);
        count(FunnelSlot::arrived, went_on);
        leave_step(block, funnel, 1, column(1), column(2), went_on);
        count(FunnelSlot::newly_landed, went_on);
        leave_step(block, funnel, 0, column(0), column(1), went_on);
        count(FunnelSlot::newly_signed, went_on);
        add_prospects(block, funnel, lanes_of<width>(state.prospects_waiting, f), column(0));
        if (block.month % 12 == 11) {
            count(FunnelSlot::negotiating, column(0));
            count(FunnelSlot::signed_up, column(1));
            count(FunnelSlot::landed, column(2));
        }
        double money[width];
        for (int lane = 0; lane < width; ++lane) {
            money[lane] = round_fen(investors[lane] * funnel.investment);
        }
        if (funnel.source) {
            add_lanes<width>(lanes_of<width>(state.pool, *funnel.source), money);
            count(FunnelSlot::attracted, money);
            if constexpr (Observer::enabled) {
                record(block, {Book::Kind::pool, *funnel.source}, "investors:" + funnel.id,
                       money[0], FlowKind::investors);
            }
        }
        if constexpr (Observer::enabled) {
            if (investors[0] != 0.0) {
                block.observer.event(block.month, funnel.id, EventKind::investors_arrive,
                                     CauseKind::funnel, investors[0]);
            }
        }
    }
}

}  // namespace coffer::kernel
