#pragma once
// What comes in, and what the economy does: lines of revenue, taxpayers, money that moves between
// accounts, GDP and other series.
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "coffer/base/text.hpp"
#include "coffer/model/model.hpp"
#include "coffer/plan/drivers.hpp"
#include "coffer/plan/figures.hpp"

namespace coffer::plan {

/// When the line of a completed project flows, and how much of it; nothing for an ordinary line.
struct ProjectIncomePlan {
    std::size_t finish = nowhere;     ///< place of the finish that it begins with
    std::size_t sale = nowhere;       ///< land: its place among the sales
    double months = 1.0;              ///< land: until all of it is sold; at least 1
    std::size_t operation = nowhere;  ///< otherwise: of its project among the plan's
    std::size_t slot = no_slot;       ///< of its kind's indicator

    [[nodiscard]] bool any() const { return finish != nowhere; }
};

/// What a project does once it is finished: it gets to full operation, or never begins.
struct OperationPlan {
    std::size_t project = nowhere;
    std::uint32_t stream = 0;
    std::string id;
    DistributionPlan ramp_up;        ///< months from the finish to full operation
    double new_output = 0.0;         ///< a month in full operation as planned, not rounded; or 0
    DistributionPlan factor;         ///< on it
    double probability = 1.0;        ///< that it produces at all
    double tax_rate = 0.0;           ///< of the output, as far as it is additional to the trend
    std::size_t district = no_slot;  ///< slot of its district's general revenue
};

/// A share of what lines of revenue bring in a month.
struct RevenueSharePlan {
    std::vector<std::size_t> columns;  ///< of State::realised
    std::vector<double> share;         ///< by plan year

    [[nodiscard]] bool any() const { return !columns.empty(); }
};

/// What of each month is settled with the higher level in the year after.
struct SettlementPlan {
    double share = 0.0;
    std::size_t columns = nowhere;  ///< two of State::unsettled: of even plan years, of odd ones
    double opening = 0.0;           ///< of the year before the plan, fen

    [[nodiscard]] bool any() const { return columns != nowhere; }
};

struct RevenuePlan {
    std::string id;
    model::Account account = model::Account::general;
    bool transfer = false;
    bool platform = false;
    FlowPlan flow;
    std::size_t district = no_slot;  ///< slot of its district's general revenue
    const char* item = "revenue";    ///< what the books call it
    ProjectIncomePlan income = {};
    std::size_t coverage = nowhere;  ///< of the bonds that it pays for
    std::size_t realised =
        nowhere;  ///< column of its month's amount, where others are a share of it
    SettlementPlan settlement = {};
};

struct TaxpayerPlan {
    std::string id;
    std::size_t district = no_slot;  ///< slot of its district's general revenue
    FlowPlan output;
    double kept = 0.0;  ///< tax_rate * retained_share
    double hazard = 0.0;
    double loss = 1.0;
    DistributionPlan duration;
    std::size_t realised = nowhere;  ///< as of a revenue line; of the tax that is kept
};

struct AccountTransferPlan {
    std::string id;
    model::Account from = model::Account::fund;
    model::Account to = model::Account::general;
    FlowPlan flow;
    RevenueSharePlan of_revenue;
};

struct EconomicSeriesPlan {
    std::string id;
    FlowPlan flow;      ///< its amounts are not used: a year is formed as a whole
    double base = 0.0;  ///< of the year before the plan, fen
    double new_output_share = 0.0;
    std::size_t level = 0;   ///< slot
    std::size_t growth = 0;  ///< slot
};

enum class BudgetSlot : std::size_t { general_revenue_execution, count };
inline constexpr std::array budget_figures = {Figure{model::Indicator::general_revenue_execution}};

enum class GdpSlot : std::size_t { growth, count };
inline constexpr std::array gdp_figures = {Figure{model::Indicator::gdp_growth}};

enum class AccountTransferSlot : std::size_t { moved, count };
inline constexpr std::array account_transfer_figures = {
    Figure{model::Indicator::account_transfers}};

struct RevenuePart {
    std::vector<RevenuePlan> revenue;
    std::vector<TaxpayerPlan> taxpayers;
    std::vector<AccountTransferPlan> account_transfers;
    std::size_t realised_columns = 0;       ///< lines of revenue that others are a share of
    std::size_t kept_finishes = 0;          ///< finishes of stages that project income begins with
    std::size_t land_sales = 0;             ///< revenue lines that sell land
    std::vector<OperationPlan> operations;  ///< of projects with new output or income, by project
    double base_general_revenue = -1.0;     ///< fen; negative when not given
    std::vector<double> general_revenue_budget;  ///< by plan year, fen; empty without
    SlotGroup<BudgetSlot> budget_slots;
    SlotGroup<AccountTransferSlot> account_transfer_slots;

    [[nodiscard]] bool differs_between_paths() const {
        return !revenue.empty() || !taxpayers.empty() || !account_transfers.empty();
    }
};

struct EconomyPart {
    FlowPlan gdp;  ///< of an even year, with its driver alone
    std::vector<EconomicSeriesPlan> economic_series;
    double base_gdp = -1.0;  ///< fen; negative when not given
    std::size_t gdp_driver = 0;
    double gdp_new_output_share = 0.0;
    SlotGroup<GdpSlot> gdp_slots;

    [[nodiscard]] bool differs_between_paths() const { return !economic_series.empty(); }
};

}  // namespace coffer::plan
