#pragma once
#include "step_debt.hpp"
#include "step_issue.hpp"

namespace coffer::kernel {

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
        if (receipt.tied) {
            add_lanes<width>(lanes_of<width>(state.tied, receipt.row), received);
            add_lanes<width>(lanes_of<width>(state.tied_in_pool, source), received);
        }
        if constexpr (Observer::enabled) {
            record(block, {Book::Kind::pool, source}, "receipt:" + receipt.id, received[0]);
            if (received[0] > 0.0) {
                block.observer.event(block.month, receipt.id, "receipt",
                                     "into the pool of " + block.plan.sources[source].id,
                                     received[0] / 100.0);
            }
        }
    }
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
        double amounts[width];
        flow_amounts(block, source.arrival,
                     lanes_of<width>(block.state.source_noise, line_columns * i), amounts);
        round_lanes<width>(amounts);
        if (source.kind == Kind::special_bond || source.kind == Kind::general_bond ||
            source.kind == Kind::platform_bond) {
            limit_issue(block, i, amounts);
        }
        if (source.kind == Kind::platform_bond) {
            receive_platform(block, amounts, "bond", source.id);
            add_lanes<width>(block.slot(YearSlot::new_debt), amounts);
            issue_debt(block, source, amounts, "issued:");
            continue;
        }
        if (source.kind == Kind::special_bond || source.kind == Kind::general_bond) {
            earn_deposit_interest(block, i);
            keep_within_limit(block, i, amounts);
        }
        record(block, {Book::Kind::pool, i}, "arrival", amounts[0], FlowKind::arrival);
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
                add_lanes<width>(block.slot(YearSlot::new_debt), amounts);
                issue_debt(block, source, amounts, "issued:");
                break;
            default:
                break;
        }
    }
}

}  // namespace coffer::kernel
