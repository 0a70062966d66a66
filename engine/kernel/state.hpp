#pragma once
// The state of a block of paths: structure of arrays, the lane (path) innermost, so that every
// inner loop runs over `width` neighbouring doubles and vectorises. Rejected: one object a path,
// whose branches (which stage, which month finished) cost an order of magnitude.
//
// It is composed of the parts of its features, each beside the step that owns it. Their names are
// one flat space: a step that reads another feature's table need not know where it lives.
#include "core/block.hpp"
#include "core/first_hits.hpp"
#include "core/ledger.hpp"
#include "debt/close.hpp"
#include "debt/construction_loans.hpp"
#include "debt/issue.hpp"
#include "debt/market.hpp"
#include "debt/restructuring.hpp"
#include "debt/service.hpp"
#include "drivers/drivers.hpp"
#include "drivers/known.hpp"
#include "drivers/shocks.hpp"
#include "funding/arrivals.hpp"
#include "funding/funnels.hpp"
#include "funding/receipts.hpp"
#include "projects/cancellation.hpp"
#include "projects/capital.hpp"
#include "projects/common_factors.hpp"
#include "projects/contractors.hpp"
#include "projects/fai.hpp"
#include "projects/gates.hpp"
#include "projects/restart.hpp"
#include "projects/state.hpp"
#include "projects/timed_counts.hpp"
#include "revenue/economy.hpp"
#include "revenue/operations.hpp"
#include "revenue/project_income.hpp"
#include "revenue/revenue.hpp"
#include "revenue/revenue_shares.hpp"
#include "revenue/settlement.hpp"
#include "treasury/close.hpp"
#include "treasury/reserves.hpp"
#include "treasury/waterfall.hpp"

namespace coffer::kernel {

/// What a state is made of: parts that say how their tables lie in memory, and may have more to
/// forget between blocks.
template <int width, template <int> class... Part>
struct Parts : Part<width>... {
    explicit Parts(const plan::Plan& plan) {
        (static_cast<Part<width>&>(*this).lay_out(layout_, plan), ...);
        layout_.place(plan);
    }

    /// Everything that a block does not set before it reads it back to zero, for the next block.
    void reset() {
        layout_.clear();
        (reset(static_cast<Part<width>&>(*this)), ...);
    }

  private:
    template <class Each>
    static void reset(Each& part) {
        if constexpr (requires { part.reset(); }) part.reset();
    }

    Layout<width> layout_;
};

template <int width>
struct State
    : Parts<width, FiguresState, LedgerState, FirstHitsState, DriversState, ShocksState, KnownState,
            RevenueState, RevenueSharesState, OperationsState, ProjectIncomeState, EconomyState,
            DebtState, IssueState, MarketState, ConstructionLoansState, CoverageState,
            RestructuringState, ProjectsState, CommonFactorsState, ContractorsState, RestartsState,
            CancellationState, CapitalState, CapacitiesState, FaiState, TimedState, SourcesState,
            ReceiptsState, FunnelsState, ReservesState, ExpenditureState, SettlementState,
            YearBeforeState> {
    using State::Parts::Parts;

    // Its tables point into its memory.
    State(const State&) = delete;
    State(State&&) = delete;
    State& operator=(const State&) = delete;
    State& operator=(State&&) = delete;
    ~State() = default;
};

}  // namespace coffer::kernel
