#pragma once
// A block of paths from its beginning to its end: the steps of the month in their order
// (docs/model.md section 6). Compiled once for each width of a block, in a unit of its own.
#include <algorithm>
#include <numeric>

#include "debt/construction_loans.hpp"
#include "debt/market.hpp"
#include "debt/restructuring.hpp"
#include "debt/service.hpp"
#include "drivers/drivers.hpp"
#include "drivers/known.hpp"
#include "drivers/shocks.hpp"
#include "funding/arrivals.hpp"
#include "funding/funnels.hpp"
#include "funding/receipts.hpp"
#include "keep.hpp"
#include "projects/begin.hpp"
#include "projects/cancellation.hpp"
#include "projects/foresight.hpp"
#include "projects/gates.hpp"
#include "projects/needs.hpp"
#include "projects/progress.hpp"
#include "projects/timed_events.hpp"
#include "projects/timed_runs.hpp"
#include "revenue/operations.hpp"
#include "revenue/project_income.hpp"
#include "revenue/revenue.hpp"
#include "revenue/revenue_shares.hpp"
#include "revenue/settlement.hpp"
#include "state.hpp"
#include "treasury/close.hpp"
#include "treasury/deficit.hpp"
#include "treasury/reserves.hpp"
#include "treasury/waterfall.hpp"

namespace coffer::kernel {

/// Cash, debt and what the year before left.
template <int width>
void begin_stocks(const plan::Plan& plan, State<width>& state) {
    for (std::size_t a = 0; a < model::account_count; ++a) {
        state.cash.col(static_cast<Eigen::Index>(a)) = plan.opening_cash[a];
    }
    for (std::size_t c = 0; c < model::debt_class_count; ++c) {
        state.debt.col(static_cast<Eigen::Index>(c)) = plan.opening_debt[c];
    }
    for (std::size_t i = 0; i < plan.floating.size(); ++i) {
        const auto column = static_cast<Eigen::Index>(i);
        state.floating_balance.col(column) = plan.floating[i].principal;
        state.floating_face.col(column) = plan.floating[i].principal;
        state.floating_margin.col(column) = plan.floating[i].spread;
    }
    if (plan.platform) {
        state.platform_cash = static_cast<double>(plan.platform->opening_cash.fen());
    }
    if (plan.stabilisation) state.stabilisation = plan.stabilisation->opening;
    state.previous_fai = plan.base_fai;
    state.previous_revenue = plan.base_general_revenue;
    if (plan.gdp_slots.any()) state.previous_gdp = plan.base_gdp;
    for (std::size_t i = 0; i < plan.economic_series.size(); ++i) {
        state.previous_economy.col(static_cast<Eigen::Index>(i)) = plan.economic_series[i].base;
    }
    state.previous_debt = std::accumulate(plan.opening_debt.begin(), plan.opening_debt.end(), 0.0);
}

/// A plan in which nothing but schedules differs between paths: the rest of its figures is in the
/// store since that was made.
template <int width, class Observer>
void simulate_schedule(Block<width, Observer>& block, Rows rows, PathStore& store,
                       PathStore::Writers& samples) {
    const auto& plan = block.plan;
    auto& state = block.state;
    state.late.setZero();
    draw_common_factors(block);
    pass_timed_runs(block);
    store_finishes<width>(
        plan,
        [&](std::size_t p) {
            return lanes_of<width>(state.timed_finish, plan.projects[p].last_stage);
        },
        rows, samples.finish, state.completions);
    store_counts(plan, plan::YearSlot::projects_started, state.timed_starts, rows, samples.yearly);
    store_counts(plan, plan::YearSlot::projects_completed, state.completions, rows, samples.yearly);
    store_totals(plan, state, rows, store);
}

template <int width, class Observer>
void simulate_block(const plan::Plan& plan, const Draws& draws, std::uint64_t first_path, Rows rows,
                    Observer& observer, State<width>& state, PathStore& store,
                    PathStore::Writers& samples) {
    Block<width, Observer> block{plan, draws, first_path, state, observer};
    if (plan.only_schedule && !Observer::enabled) {
        simulate_schedule(block, rows, store, samples);
        return;
    }
    state.reset();
    begin_stocks(plan, state);
    begin_drivers(block);
    begin_shocks(block);
    begin_projects(block);
    pass_timed_runs(block);
    begin_timed_events(block);
    begin_capacities(block);
    begin_tiers(block);
    state.first_hit.setConstant(never);
    begin_settlements(block);
    begin_receipts(block);
    begin_operations(block);
    begin_project_income(block);
    begin_funnels(block);
    for (int month = 0; month < plan.months; ++month) {
        block.month = month;
        if (month % 12 == 0) {
            begin_year(block);
            count_timed_year(block);
            begin_restructuring_year(block);
        }
        count_restructuring_month(block);
        show_balances(block, true);
        step_drivers(block);
        step_shocks(block);
        observe_known_flows(block);
        step_market(block);
        step_revenue(block);
        deduct_remittances(block);
        move_between_accounts(block);
        step_arrivals(block);
        step_funnels(block);
        open_reserves(block);
        step_debt_service(block);
        cover_deficit(block);
        double price[width];
        escalation(block, price);
        step_cancellations(block);
        step_foresight(block);
        step_gates(block);
        step_needs(block, price);
        set_reserve_aside(block);
        step_waterfall(block);
        settle_reserves(block);
        step_progress(block, price);
        step_timed_events(block);
        step_construction_loans(block);
        close_month(block);
        show_balances(block, false);
        store_month(plan, state, month, rows, samples.monthly);
        if (month % 12 == 11) {
            close_year(block);
            check_range(state, rows, store);
            store_year(plan, state, month / 12, rows, samples.yearly);
            if (month < 12) store_first_year(plan, state, rows, store);
        }
    }
    store_finishes<width>(
        plan, [&](std::size_t p) { return lanes_of<width>(state.finish, p); }, rows, samples.finish,
        state.completions);
    store_counts(plan, plan::YearSlot::projects_completed, state.completions, rows, samples.yearly);
    store_capacity(plan, state, rows, samples.yearly);
    store_first_hits(plan, state, rows, samples.first_hit);
    store_cost(plan, state, rows, store, samples.cost);
    store_totals(plan, state, rows, store);
}

}  // namespace coffer::kernel
