#pragma once
// Where the money of projects comes from.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/text.hpp"
#include "coffer/model/model.hpp"
#include "coffer/plan/debt.hpp"
#include "coffer/plan/drivers.hpp"

namespace coffer::plan {

/// A single amount that a source may receive.
struct ReceiptPlan {
    std::string id;
    Text name;
    std::uint32_t stream = 0;
    std::size_t source = 0;
    DistributionPlan amount;  ///< fen
    double probability = 1.0;
    int month = 0;  ///< the earliest
    DistributionPlan delay;
    bool tied = false;    ///< only the funding row below may draw on it
    std::size_t row = 0;  ///< in the flat numbering of funding rows
};

struct SourcePlan {
    std::string id;
    Text name;
    model::Source::Kind kind = model::Source::Kind::fiscal;
    bool unlimited = false;
    bool counts_as_capital = false;
    std::vector<double> committed;          ///< by month: arrivals that count before they come
    std::vector<std::size_t> funding_rows;  ///< of projects, in the flat numbering
    FlowPlan arrival;
    std::vector<std::size_t> receipts;
    bool holds_tied = false;            ///< some of them is for one project only
    DebtTermsPlan debt;                 ///< debt kinds only
    std::size_t coverage = nowhere;     ///< whose bonds it issues
    std::vector<double> deficit_share;  ///< by month; empty when it does not cover the deficit
    std::optional<int> carry_years;
    model::Source::LapsedTo lapsed_to = model::Source::LapsedTo::higher_level;
    std::size_t arrived_column = 0;  ///< of State::arrived_in_year, where carry_years is above 0
    bool carries_quota = false;
    std::vector<char> window;         ///< by month: bonds may be issued; only where a limit holds
    std::vector<std::size_t> rights;  ///< by month of issue, where bonds have a right of their own
    double monthly_deposit_rate = 0.0;
};

struct SourcesPart {
    std::vector<SourcePlan> sources;
    std::vector<std::size_t> treasury_pools;  ///< of sources whose money lies in the treasury
    std::vector<ReceiptPlan> receipts;
    bool ties_receipts = false;       ///< some receipt is for one project only
    std::size_t arrived_columns = 0;  ///< of State::arrived_in_year
    bool earns_deposit_rate = false;  ///< some source does
    bool covers_deficit = false;      ///< some source does

    [[nodiscard]] bool differs_between_paths() const {
        return !sources.empty() || !receipts.empty();
    }
};

}  // namespace coffer::plan
