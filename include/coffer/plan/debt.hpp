#pragma once
// Debt: contracts and the service of what exists, refinancing, limits, and the rules that act on
// it.
#include <array>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "coffer/model/model.hpp"
#include "coffer/plan/contract.hpp"
#include "coffer/plan/figures.hpp"

namespace coffer::plan {

/// Terms of new debt. What is issued in one month has the schedule of that month.
struct DebtTermsPlan {
    std::string debt;            ///< whose they are: "source:<id>", "refinancing:<class>"
    std::size_t kept = nowhere;  ///< place among `kept_service`, where its service is asked for
    bool has_driver = false;
    std::size_t driver = 0;
    double rate = 0.0;
    double rate_floor = no_floor;
    double net_share = 1.0;  ///< of the face: what is received for it
    int tenor_months = 12;
    int principal_period = 12;  ///< months
    std::vector<ContractSchedule> schedules;
    std::vector<std::size_t> by_month;  ///< of issue, the month before the plan first
    /// Years from the plan's beginning to that of each month, and to its end, by the count of days.
    std::vector<double> years_at;

    /// Rates that are reset: by month of issue, places in Plan::floating; else empty.
    std::vector<std::size_t> floating;

    /// Of what is issued in `month`, the month before the plan being -1.
    [[nodiscard]] const ContractSchedule& schedule(int month) const {
        return schedules[by_month[static_cast<std::size_t>(month + 1)]];
    }
};

/// A project's balance of a loan whose interest is capitalised.
struct ConstructionLoanPlan {
    std::size_t project = 0;
    std::size_t source = 0;
    std::size_t row = 0;  ///< in the flat numbering of funding rows
};

using model::debt_class_of;

/// Bonds of one project: their service at fixed rates, which no path moves, and their figures.
struct CoveragePlan {
    std::string id;
    std::vector<double> service;  ///< by plan year, fen
    std::array<std::size_t, model::coverage_cases> slots{};
};

/// The right to be refinanced that principal has as its class has it.
inline constexpr std::size_t class_right = static_cast<std::size_t>(-1);

/// Principal of one class that is refinanced apart: it has to be repaid by a month, or has a share
/// of its own. It falls due from month `from` on; `ladder` is where its columns begin in the
/// kernel's table of what new debt owes on such rights.
struct RefinancingRightPlan {
    std::size_t debt_class = 0;
    std::optional<int> end;         ///< month by which refinancing must be repaid
    std::vector<double> share;      ///< by month; empty: that of the class
    std::vector<double> principal;  ///< by month, of existing debt at fixed rates; fen
    /// For each way to refinance its class: the right of what replaces it, which has the same end,
    /// and by month its place among the schedules of the terms, `nowhere` where the life left is
    /// too short for any (empty: as the terms have it).
    std::vector<std::size_t> renewed;
    std::vector<std::vector<std::size_t>> schedules;
    int from = 0;
    std::size_t ladder = 0;

    [[nodiscard]] std::size_t column(int month) const {
        return ladder + static_cast<std::size_t>(month - from);
    }
};

/// Existing instruments with a fixed rate, added up by class and month, fen.
struct FixedService {
    std::vector<double> interest, principal, capitalised;
};

/// What one existing instrument with a fixed rate owes, by plan year, fen: the same on every path.
struct InstrumentService {
    std::string debt;  ///< "instrument:<id>"
    std::vector<double> interest, principal;
};

/// An instrument with a floating rate: an existing one, or what a source issues in one month.
struct FloatingInstrument {
    std::string debt;  ///< "instrument:<id>", or as the terms have it
    std::size_t debt_class = 0;
    double principal = 0.0;  ///< when the plan begins
    int issued = -1;         ///< month; -1: before the plan
    std::size_t driver = 0;
    double spread = 0.0;
    double rate_floor = no_floor;
    std::optional<double> current_rate;   ///< none: the driver's of the first month
    ContractSchedule schedule;            ///< by month of the plan
    std::vector<std::size_t> first_step;  ///< of each month, and one more
    std::size_t right = class_right;
    std::size_t coverage = nowhere;
    std::size_t service_slot = no_slot;  ///< of its own service, where that is asked for
};

/// One way to replace maturing principal of a class.
struct RefinancingPlan {
    std::size_t debt_class = 0;
    std::size_t new_class = 0;  ///< of what replaces it
    std::vector<double> share;  ///< by month
    std::vector<double> quota;  ///< by plan year, fen; empty without
    DebtTermsPlan terms;
};

/// The accounts that pay the service of a class of debt, in order; see pay_debt.
struct PayingAccounts {
    std::array<model::Account, model::account_count> order{};
    std::size_t count = 0;
    bool ring_fenced = false;  ///< what the list leaves out does not pay
};

/// Groups of slots that stand behind those of the districts, each only in a plan that has a use for
/// it.
enum class TierSlot : std::size_t { market_closed, bonds_refused, count };
inline constexpr std::array tier_figures = {Figure{model::Indicator::market_closed},
                                            Figure{model::Indicator::bonds_refused}};

enum class RefusalSlot : std::size_t { refinancing_refused, count };
inline constexpr std::array refusal_figures = {Figure{model::Indicator::refinancing_refused}};

enum class ResolutionSlot : std::size_t { refinanced, count };
inline constexpr std::array resolution_figures = {
    Figure{model::Indicator::refinanced, model::Dimension::Kind::changed_class}};

enum class FullCalibreSlot : std::size_t { debt, ratio, green, yellow, orange, red, count };
inline constexpr std::array full_calibre_figures = {
    Figure{model::Indicator::debt_full_calibre},
    Figure{model::Indicator::debt_ratio_full_calibre},
    Figure{model::Indicator::debt_tier_full_calibre, model::Dimension::Kind::green},
    Figure{model::Indicator::debt_tier_full_calibre, model::Dimension::Kind::yellow},
    Figure{model::Indicator::debt_tier_full_calibre, model::Dimension::Kind::orange},
    Figure{model::Indicator::debt_tier_full_calibre, model::Dimension::Kind::red}};

enum class CoverageSlot : std::size_t { special_coverage, life, special_fallback, count };
inline constexpr std::array coverage_figures = {
    Figure{model::Indicator::special_coverage},
    Figure{model::Indicator::special_coverage, model::Dimension::Kind::life},
    Figure{model::Indicator::special_fallback}};

enum class RestructuringSlot : std::size_t {
    months,
    general_share,
    special_share,
    general_hit,
    special_hit,
    projects_held_back,
    count
};
inline constexpr std::array restructuring_figures = {
    Figure{model::Indicator::restructuring},
    Figure{model::Indicator::interest_share, model::Dimension::Kind::general},
    Figure{model::Indicator::interest_share, model::Dimension::Kind::special},
    Figure{model::Indicator::restructuring_hit, model::Dimension::Kind::general},
    Figure{model::Indicator::restructuring_hit, model::Dimension::Kind::special},
    Figure{model::Indicator::projects_held_back}};

/// Limits on debt, deposit interest and capitalised interest.
enum class FinancingSlot : std::size_t {
    limit_room_general,
    limit_room_special,
    idle_bond_money,
    capitalised_interest,
    issue_costs,
    count
};
inline constexpr std::array financing_figures = {
    Figure{model::Indicator::debt_limit_room, model::Dimension::Kind::general},
    Figure{model::Indicator::debt_limit_room, model::Dimension::Kind::special},
    Figure{model::Indicator::idle_bond_money}, Figure{model::Indicator::capitalised_interest},
    Figure{model::Indicator::issue_costs}};

/// Coverage without any service to cover, and the most that is reported.
inline constexpr double most_coverage = 100.0;

struct DebtPart {
    std::array<double, model::debt_class_count> opening_debt{};
    std::array<bool, model::debt_class_count> class_used{};
    std::array<FixedService, model::debt_class_count> fixed_service;
    std::vector<InstrumentService> instrument_service;  ///< of fixed rates
    std::vector<std::size_t> kept_service;  ///< slots of the service of new debts that is asked for
    std::vector<FloatingInstrument> floating;
    std::vector<RefinancingPlan> refinancing;  ///< by class, in the order of their ranks
    /// Of each class, places among them.
    std::array<std::vector<std::size_t>, model::debt_class_count> refinancing_of;
    bool refinancing_quotas = false;  ///< some have one
    bool changes_class = false;       ///< some replace debt by debt of another class
    std::array<std::vector<double>, model::debt_class_count> debt_limit;  ///< by month; or empty
    bool limits_debt = false;           ///< some class has a limit
    bool new_debt_capitalises = false;  ///< interest of some of it is added to it later on
    bool costs_issue = false;           ///< some debt is not issued at its face
    bool capitalises = false;           ///< that of some debt, or of loans under construction
    std::vector<RefinancingRightPlan> refinancing_rights;
    /// Of each class, places among them in the order in which they are refinanced.
    std::array<std::vector<std::size_t>, model::debt_class_count> rights_of;
    std::size_t right_ladders = 0;  ///< columns of all their ladders
    std::size_t ladders = 0;        ///< classes up to the last one used
    std::array<PayingAccounts, model::debt_class_count> paying_accounts{};
    double monthly_penalty = 0.0;
    std::vector<CoveragePlan> coverages;
    std::vector<ConstructionLoanPlan> construction_loans;

    model::Tiers tiers;
    std::array<bool, model::debt_class_count> full_calibre{};
    std::optional<model::TierRules> tier_rules;
    std::optional<model::Restructuring> restructuring;
    SlotGroup<TierSlot> tier_slots;
    SlotGroup<RefusalSlot> refusal_slots;
    SlotGroup<ResolutionSlot> resolution_slots;
    SlotGroup<FullCalibreSlot> full_calibre_slots;
    SlotGroup<CoverageSlot> coverage_slots;
    SlotGroup<RestructuringSlot> restructuring_slots;
    SlotGroup<FinancingSlot> financing_slots;

    /// Debt at fixed rates that is repaid is the same on all.
    [[nodiscard]] bool differs_between_paths() const {
        return !refinancing.empty() || !floating.empty() || !coverages.empty() || tier_rules ||
               restructuring;
    }
};

}  // namespace coffer::plan
