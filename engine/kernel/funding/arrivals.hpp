#pragma once
// Money arrives in the pools that projects draw on: planned amounts, bonds within their limits,
// single receipts; what is not used in time lapses.
#include <algorithm>
#include <vector>

#include "core/block.hpp"
#include "core/lanes.hpp"
#include "core/ledger.hpp"
#include "debt/issue.hpp"
#include "debt/market.hpp"
#include "debt/service.hpp"
#include "drivers/flows.hpp"

namespace coffer::kernel {

template <int width>
struct SourcesState {
    Table<width> source_noise;  ///< `line_columns` a source
    Table<width> pool, loan_drawn;
    Table<width> tied_in_pool;  ///< sum of `tied` of its rows
    Table<width> drawn;         ///< by funding row
    Table<width> tied;          ///< money in the source's pool that only this row may draw
    /// By source whose money lapses after some years: what arrived in each of the last of them, the
    /// present one in place `year % carry_years` until the next takes it.
    Table<width> arrived_in_year;
    std::vector<char> used_up;  ///< no lane has anything left in the pool this month

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        const std::size_t sources = plan.sources.size();
        layout.zeroed({&pool, &loan_drawn}, sources);
        layout.zeroed({&drawn}, plan.funding_rows);
        layout.zeroed({&arrived_in_year}, plan.arrived_columns);
        layout.zeroed({&tied}, plan.ties_receipts ? plan.funding_rows : 0);
        layout.zeroed({&tied_in_pool}, plan.ties_receipts ? sources : 0);
        layout.set_by_steps({&source_noise}, line_columns * sources);
        used_up.assign(sources, 0);
    }
};

/// Remembers what arrived this year where it lapses later.
template <int width, class Observer>
void remember_arrival(Block<width, Observer>& block, const plan::SourcePlan& source,
                      const double* amounts) {
    const auto years = static_cast<std::size_t>(source.carry_years.value_or(0));
    if (years == 0) return;
    const auto place = static_cast<std::size_t>(block.year()) % years;
    add_lanes<width>(lanes_of<width>(block.state.arrived_in_year, source.arrived_column + place),
                     amounts);
}

/// Adds what single receipts bring into a source's pool this month.
template <int width, class Observer>
void receive_single(Block<width, Observer>& block, std::size_t source, double* amounts) {
    auto& state = block.state;
    for (const auto r : block.plan.sources[source].receipts) {
        const auto& receipt = block.plan.receipts[r];
        if (block.month < receipt.month) continue;
        const double* amount = lanes_of<width>(state.receipt_amount, r);
        const double* month = lanes_of<width>(state.receipt_month, r);
        double received[width];
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            received[lane] = month[lane] == block.month ? amount[lane] : 0.0;
        }
        add_lanes<width>(amounts, received);
        if (!receipt.tied) remember_arrival(block, block.plan.sources[source], received);
        if (receipt.tied) {
            add_lanes<width>(lanes_of<width>(state.tied, receipt.row), received);
            add_lanes<width>(lanes_of<width>(state.tied_in_pool, source), received);
        }
        if constexpr (Observer::enabled) {
            record(block, {Book::Kind::pool, source}, "receipt:" + receipt.id, received[0]);
            if (received[0] > 0.0) {
                block.observer.event(block.month, receipt.id, EventKind::receipt,
                                     Cause(CauseKind::into_pool, {block.plan.sources[source].id}),
                                     received[0] / 100.0);
            }
        }
    }
}

/// At the beginning of a year money that has waited for too long is gone: as the oldest is spent
/// first, what a pool holds beyond the arrivals of the years that may still be used. Money tied to
/// one project stays.
template <int width, class Observer>
void lapse_unused(Block<width, Observer>& block, std::size_t index) {
    const auto& source = block.plan.sources[index];
    if (!source.carry_years || block.month % 12 != 0 || block.month == 0) return;
    auto& state = block.state;
    const auto years = static_cast<std::size_t>(*source.carry_years);
    double kept[width], lapsed[width];
    fill_lanes<width>(kept, 0.0);
    if (source.holds_tied) std::copy_n(lanes_of<width>(state.tied_in_pool, index), width, kept);
    for (std::size_t year = 0; year < years; ++year) {
        add_lanes<width>(kept,
                         lanes_of<width>(state.arrived_in_year, source.arrived_column + year));
    }
    double* pool = lanes_of<width>(state.pool, index);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        lapsed[lane] = std::max(0.0, pool[lane] - kept[lane]);
        pool[lane] -= lapsed[lane];
    }
    record(block, {Book::Kind::pool, index}, "lapsed", -lapsed[0]);
    switch (source.lapsed_to) {
        case model::Source::LapsedTo::higher_level:
            break;
        case model::Source::LapsedTo::general:
            receive(block, model::Account::general, lapsed, "taken_back", source.id);
            break;
        case model::Source::LapsedTo::stabilisation:
            add_lanes<width>(lanes_of<width>(state.stabilisation, 0), lapsed);
            if constexpr (Observer::enabled) {
                record(block, {Book::Kind::stabilisation, 0}, "taken_back:" + source.id, lapsed[0]);
            }
            break;
    }
    if (years == 0) return;
    const auto place = static_cast<std::size_t>(block.year()) % years;
    fill_lanes<width>(lanes_of<width>(state.arrived_in_year, source.arrived_column + place), 0.0);
}

/// docs/model.md section 6, step 3: new money arrives in the pools.
template <int width, class Observer>
void step_arrivals(Block<width, Observer>& block) {
    using Kind = model::Source::Kind;
    using plan::YearSlot;
    const auto& plan = block.plan;
    for (std::size_t i = 0; i < plan.sources.size(); ++i) {
        const auto& source = plan.sources[i];
        if (source.unlimited) continue;
        block.state.used_up[i] = 0;
        lapse_unused(block, i);
        double amounts[width];
        whole_flow_amounts(block, source.arrival,
                           lanes_of<width>(block.state.source_noise, line_columns * i), amounts);
        // What was issued was allowed.
        const bool known = static_cast<std::size_t>(block.month) < source.arrival.known.size();
        if (!known && (source.kind == Kind::special_bond || source.kind == Kind::general_bond ||
                       source.kind == Kind::platform_bond)) {
            limit_issue(block, i, amounts);
        }
        double face[width];
        if (source.kind == Kind::platform_bond) {
            std::copy_n(amounts, width, face);
            take_off_costs(block, source.debt, amounts);
            receive_platform(block, amounts, "bond", source.id);
            add_lanes<width>(block.slot(YearSlot::new_debt), face);
            issue_debt(block, source, face, "issued:");
            continue;
        }
        if (source.kind == Kind::special_bond || source.kind == Kind::general_bond) {
            earn_deposit_interest(block, i);
            if (!known) keep_within_limit(block, i, amounts);
            std::copy_n(amounts, width, face);
            take_off_costs(block, source.debt, amounts);
        }
        record(block, {Book::Kind::pool, i}, "arrival", amounts[0], FlowKind::arrival);
        remember_arrival(block, source, amounts);
        if (!source.receipts.empty()) receive_single(block, i, amounts);
        add_lanes<width>(lanes_of<width>(block.state.pool, i), amounts);
        switch (source.kind) {
            case Kind::grant:
                add_lanes<width>(block.slot(YearSlot::transfers), amounts);
                break;
            case Kind::land_quota:
                add_lanes<width>(block.slot(YearSlot::fund_revenue), amounts);
                break;
            case Kind::asset_disposal:
                add_lanes<width>(block.slot(YearSlot::state_capital_revenue), amounts);
                break;
            case Kind::special_bond:
            case Kind::general_bond:
                add_lanes<width>(block.slot(YearSlot::new_debt), face);
                issue_debt(block, source, face, "issued:");
                break;
            default:
                break;
        }
    }
}

}  // namespace coffer::kernel
