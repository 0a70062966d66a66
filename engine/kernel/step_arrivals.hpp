#pragma once
#include "step_debt.hpp"

namespace coffer::kernel {

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
        flow_amounts(block, source.arrival, lanes_of<width>(block.state.source_noise, i), amounts);
        round_lanes<width>(amounts);
        if (source.kind == Kind::special_bond || source.kind == Kind::general_bond ||
            source.kind == Kind::platform_bond) {
            limit_issue(block, i, amounts);
        }
        if (source.kind == Kind::platform_bond) {
            receive_platform(block, amounts, "bond", source.id);
            add_lanes<width>(block.slot(YearSlot::new_debt), amounts);
            issue_debt(block, static_cast<std::size_t>(model::DebtClass::platform), source.debt,
                       amounts, "issued:", source.id);
            continue;
        }
        add_lanes<width>(lanes_of<width>(block.state.pool, i), amounts);
        record(block, {Book::Kind::pool, i}, "arrival", amounts[0]);
        switch (source.kind) {
            case Kind::grant:
                add_lanes<width>(block.slot(YearSlot::transfers), amounts);
                break;
            case Kind::land_quota:
                add_lanes<width>(block.slot(YearSlot::fund_revenue), amounts);
                break;
            case Kind::special_bond:
            case Kind::general_bond:
                add_lanes<width>(block.slot(YearSlot::new_debt), amounts);
                issue_debt(block, static_cast<std::size_t>(plan::debt_class_of(source.kind)),
                           source.debt, amounts, "issued:", source.id);
                break;
            default:
                break;
        }
    }
}

}  // namespace coffer::kernel
