#pragma once
// The accounts and what is paid out of them, in order.
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "coffer/model/model.hpp"
#include "coffer/plan/drivers.hpp"
#include "coffer/plan/figures.hpp"
#include "coffer/plan/revenue.hpp"

namespace coffer::plan {

struct ExpenditurePlan {
    std::string id;
    model::Account account = model::Account::general;
    bool three_guarantees = false;
    bool platform_subsidy = false;
    FlowPlan flow;
    const char* item = "expenditure";  ///< what the books call it
    ProjectIncomePlan income = {};
    std::size_t coverage = nowhere;  ///< of the bonds whose project it belongs to
    int rank = model::default_rank;
    bool contracted = false;  ///< what is not paid is owed to suppliers
    bool remittance = false;  ///< deducted before anything is paid
    RevenueSharePlan of_revenue = {};
    SettlementPlan settlement = {};

    /// What a restructuring cuts: nothing that is owed.
    [[nodiscard]] bool can_be_cut() const {
        return !three_guarantees && !contracted && !remittance;
    }
    /// Paid in the step `other`.
    [[nodiscard]] bool is_other() const { return !three_guarantees && !remittance; }
};

/// One payment of the waterfall; of interest and principal the classes it serves.
struct PaymentPlan {
    model::WaterfallStep step = model::WaterfallStep::other;
    std::vector<std::size_t> classes;
};

enum class PlatformSlot : std::size_t { cash, income, subsidy, shortfall, calls, count };
inline constexpr std::array platform_figures = {
    Figure{model::Indicator::platform_cash}, Figure{model::Indicator::platform_income},
    Figure{model::Indicator::platform_subsidy}, Figure{model::Indicator::platform_shortfall},
    Figure{model::Indicator::contingent_calls}};

enum class PayablesSlot : std::size_t { total, suppliers, three_guarantees, count };
inline constexpr std::array payables_figures = {
    Figure{model::Indicator::payables},
    Figure{model::Indicator::payables, model::Dimension::Kind::suppliers},
    Figure{model::Indicator::payables, model::Dimension::Kind::three_guarantees}};

enum class ContractorSlot : std::size_t { owed, count };
inline constexpr std::array contractor_figures = {
    Figure{model::Indicator::payables, model::Dimension::Kind::contractors}};

/// The same of months of payments that cash covers.
inline constexpr double most_cash_cover = 100.0;

enum class RemittanceSlot : std::size_t { due, count };
inline constexpr std::array remittance_figures = {Figure{model::Indicator::remittance}};

struct TreasuryPart {
    std::vector<ExpenditurePlan> expenditure;
    bool has_three_guarantees = false;  ///< some line is of them
    bool owes_suppliers = false;        ///< some line is contracted
    bool owes_contractors = false;      ///< of some project they go on working unpaid
    bool remits = false;                ///< some line is a remittance
    std::size_t settlement_columns = 0;
    int settlement_month = 0;  ///< of a plan year, from 0
    std::array<double, model::account_count> opening_cash{};
    double cash_floor = 0.0;
    std::vector<PaymentPlan> waterfall;
    std::optional<model::Platform> platform;
    SlotGroup<PlatformSlot> platform_slots;
    SlotGroup<PayablesSlot> payables_slots;
    SlotGroup<ContractorSlot> contractor_slots;
    SlotGroup<RemittanceSlot> remittance_slots;

    [[nodiscard]] bool differs_between_paths() const { return !expenditure.empty() || platform; }
};

}  // namespace coffer::plan
