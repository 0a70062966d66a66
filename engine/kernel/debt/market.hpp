#pragma once
// Tiers that act (docs/model.md section 5): the tier in which a year ended sets the spread of the
// next year's new debt, how much of the bond quotas may be issued, and the hazards of the bond
// market's two states. A plan without tier rules does nothing here.
#include <string>

#include "coffer/model/names.hpp"
#include "core/block.hpp"
#include "core/draws.hpp"
#include "core/lanes.hpp"

namespace coffer::kernel {

template <int width>
struct MarketState {
    Table<width> tier, tier_spread, market_closes, market_opens, borrowing_limit;
    Table<width> market_closed;   ///< 1 while it is
    Table<width> bonds_waiting;   ///< by source: what waits for an open market
    Table<width> market_waiting;  ///< uniforms of the next draw (draw_next_chances)

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        const std::size_t rules = plan.tier_rules ? 1 : 0;
        layout.zeroed(
            {&tier, &tier_spread, &market_closes, &market_opens, &borrowing_limit, &market_closed},
            rules);
        layout.zeroed({&bonds_waiting}, rules * plan.sources.size());
        layout.set_by_steps({&market_waiting}, 1);
    }
};

template <int width, class Observer>
void begin_tiers(Block<width, Observer>& block) {
    if (!block.plan.tier_rules) return;
    fill_lanes<width>(lanes_of<width>(block.state.tier, 0),
                      static_cast<double>(block.plan.tier_rules->initial));
}

/// Looks up what the tier of the year before means for this one.
template <int width, class Observer>
void apply_tiers(Block<width, Observer>& block) {
    if (!block.plan.tier_rules) return;
    auto& state = block.state;
    const auto& rules = block.plan.tier_rules->rules;
    const double* tier = lanes_of<width>(state.tier, 0);
    for (int lane = 0; lane < width; ++lane) {
        const auto& rule = rules[static_cast<std::size_t>(tier[lane])];
        lanes_of<width>(state.tier_spread, 0)[lane] = rule.spread;
        lanes_of<width>(state.market_closes, 0)[lane] = rule.market_closes;
        lanes_of<width>(state.market_opens, 0)[lane] = rule.market_opens;
        lanes_of<width>(state.borrowing_limit, 0)[lane] = rule.borrowing_limit;
    }
}

/// The market opens and closes.
template <int width, class Observer>
void step_market(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    if (!plan.tier_rules) return;
    auto& state = block.state;
    if (block.month % 12 == 0) apply_tiers(block);
    double uniforms[width];
    draw_next_chances(block, plan.tier_rules->stream, random::Purpose::market_change, block.month,
                      lanes_of<width>(state.market_waiting, 0), uniforms);
    const double* closes = lanes_of<width>(state.market_closes, 0);
    const double* opens = lanes_of<width>(state.market_opens, 0);
    double* closed = lanes_of<width>(state.market_closed, 0);
    double* months = block.slot(plan.tier_slots, plan::TierSlot::market_closed);
    if constexpr (Observer::enabled) {
        const double probability = closed[0] > 0.0 ? opens[0] : closes[0];
        if (uniforms[0] < probability) {
            const auto tier = static_cast<std::size_t>(lanes_of<width>(state.tier, 0)[0]);
            block.observer.event(
                block.month, "market",
                closed[0] > 0.0 ? EventKind::market_opens : EventKind::market_closes,
                Cause(CauseKind::market_change,
                      {uniforms[0], probability, model::tier_names[tier]}),
                uniforms[0]);
        }
    }
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double probability = closed[lane] > 0.0 ? opens[lane] : closes[lane];
        closed[lane] = uniforms[lane] < probability ? 1.0 - closed[lane] : closed[lane];
        months[lane] += closed[lane];
    }
}

/// What of a bond source's amount is issued this month: the share that the tier allows, and what
/// waited for the market; nothing while it is closed. What still waits at the year's end lapses,
/// unless the source carries its quota over.
template <int width, class Observer>
void limit_issue(Block<width, Observer>& block, std::size_t source, double* amounts) {
    const auto& plan = block.plan;
    if (!plan.tier_rules) return;
    auto& state = block.state;
    const double* limit = lanes_of<width>(state.borrowing_limit, 0);
    const double* closed = lanes_of<width>(state.market_closed, 0);
    double* waiting = lanes_of<width>(state.bonds_waiting, source);
    double* refused = block.slot(plan.tier_slots, plan::TierSlot::bonds_refused);
    const bool year_ends = block.month % 12 == 11 && !plan.sources[source].carries_quota;
    const double lapsing = year_ends ? 1.0 : 0.0;
    const double wanted = amounts[0];
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double allowed = round_fen(limit[lane] * amounts[lane]);
        const double ready = waiting[lane] + allowed;
        const double kept = closed[lane] * ready;
        refused[lane] += amounts[lane] - allowed + lapsing * kept;
        amounts[lane] = ready - kept;
        waiting[lane] = (1.0 - lapsing) * kept;
    }
    if constexpr (Observer::enabled) {
        const double allowed = round_fen(limit[0] * wanted);
        const auto& id = plan.sources[source].id;
        if (allowed < wanted) {
            const auto tier = static_cast<std::size_t>(lanes_of<width>(state.tier, 0)[0]);
            block.observer.event(block.month, id, EventKind::issue_limited,
                                 Cause(CauseKind::year_ended_in, {model::tier_names[tier]}),
                                 (wanted - allowed) / 100.0);
        }
        if (closed[0] > 0.0 && allowed > 0.0) {
            block.observer.event(block.month, id,
                                 lapsing > 0.0 ? EventKind::issue_lapses : EventKind::issue_waits,
                                 CauseKind::market_closed, allowed / 100.0);
        }
    }
}

/// Takes away what cannot be borrowed because the market is closed, and adds it to
/// `refused`.
template <int width, class Observer>
void refuse_while_closed(Block<width, Observer>& block, double* refused, const std::string& subject,
                         EventKind event, double* amounts) {
    const double* closed = lanes_of<width>(block.state.market_closed, 0);
    if constexpr (Observer::enabled) {
        if (closed[0] * amounts[0] > 0.0) {
            block.observer.event(block.month, subject, event, CauseKind::market_closed,
                                 amounts[0] / 100.0);
        }
    }
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double part = closed[lane] * amounts[lane];
        refused[lane] += part;
        amounts[lane] -= part;
    }
}

/// The tier in which the year ends, for the next one.
template <int width, class Observer>
void remember_tiers(Block<width, Observer>& block, const double* ratio) {
    const auto& plan = block.plan;
    double* tier = lanes_of<width>(block.state.tier, 0);
    [[maybe_unused]] const double before = tier[0];
    const auto& bounds = plan.tiers;
    for (int lane = 0; lane < width; ++lane) {
        const double value = ratio[lane];
        tier[lane] = (value >= bounds.yellow ? 1.0 : 0.0) + (value >= bounds.orange ? 1.0 : 0.0) +
                     (value >= bounds.red ? 1.0 : 0.0);
    }
    if constexpr (Observer::enabled) {
        if (tier[0] == before) return;
        block.observer.event(block.month, "debt", EventKind::tier_changes,
                             Cause(plan.tier_rules->full_calibre ? CauseKind::tier_by_full_calibre
                                                                 : CauseKind::tier_by_statutory,
                                   {model::tier_names[static_cast<std::size_t>(before)],
                                    model::tier_names[static_cast<std::size_t>(tier[0])]}),
                             ratio[0]);
    }
}

}  // namespace coffer::kernel
