#pragma once
// Contracts of debt, old and new, how it is replaced, and the rules of classes, tiers and
// restructuring.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "coffer/base/day_count.hpp"
#include "coffer/base/index.hpp"
#include "coffer/base/money.hpp"
#include "coffer/base/stream.hpp"
#include "coffer/base/text.hpp"
#include "coffer/model/drivers.hpp"
#include "coffer/model/frame.hpp"

namespace coffer::model {

/// A day of a contract: month index since the start of the plan, negative before it, and the day
/// agreed on (0: the last of the month).
struct ContractDay {
    int month = 0;
    int day = 0;
};

/// Months in which a contract lets payments be missed, both included.
struct PaymentHoliday {
    enum class Interest { deferred, capitalised, forgiven };

    int from = 0;  ///< existing debt: month index; new debt: months after issue
    int to = 0;
    bool stops_interest = true;
    bool stops_principal = true;
    Interest interest = Interest::deferred;  ///< what becomes of interest that is not paid
};

struct LoanTerms {
    enum class Repayment { bullet, equal_principal, level_payment, declining, custom };

    std::optional<Index<Driver>> rate_driver;
    Rate rate;  ///< with a driver, the spread over it
    /// Added to the rate in each year since issue, the last in all later ones; empty: a single
    /// rate.
    std::vector<double> rate_steps;
    std::optional<double> rate_floor;  ///< with a driver: least rate
    int payments_per_year = 1;         ///< of interest
    bool interest_at_maturity = false;
    int principal_per_year = 0;  ///< 0: whenever interest is paid
    DayCount day_count = DayCount::months;
    Repayment repayment = Repayment::bullet;
    /// equal_principal, level_payment: share of the face, or of what existing debt owes when the
    /// plan begins, that is left for maturity.
    double balloon = 0.0;
    std::optional<PaymentHoliday> holiday;

    /// Months between payments of interest, and of principal.
    [[nodiscard]] int interest_period() const { return 12 / payments_per_year; }
    [[nodiscard]] int principal_period() const {
        return 12 / (principal_per_year > 0 ? principal_per_year : payments_per_year);
    }
};

struct NewDebtTerms {
    LoanTerms loan;
    int reset_months = 0;  ///< from issue, with a driver; 0: its rate is fixed at issue
    int tenor_months = 12;
    int grace_payments = 0;          ///< payments of principal that are left out at first
    YearSeries repayment_share;      ///< declining only: share of the balance repaid in a plan year
    std::vector<double> redemption;  ///< custom only: share of the face, by year since issue
    int issue_day = 0;               ///< of the month of issue; 0: the last
    int payment_month = 0;           ///< a calendar month with a payment; 0: counted from issue
    double issue_price = 1.0;        ///< of the face
    double issue_fee = 0.0;          ///< of the face, taken off what is received
};

struct Instrument {
    std::string id;
    Text name;
    DebtClass debt_class = DebtClass::general;
    Money principal;
    LoanTerms loan;
    int reset_months = 0;                    ///< floating only
    std::optional<ContractDay> first_reset;  ///< floating: none: the January before the plan
    std::optional<double> current_rate;      ///< floating: until its first reset in the plan
    int maturity = 0;                        ///< month index since the start
    int payment_day = 0;                     ///< of the month; 0: the last
    std::optional<ContractDay> issued;
    std::optional<ContractDay> first_payment;  ///< of interest, and of what else is paid with it
    int principal_from = 0;                    ///< payments of earlier months are of interest only
    std::optional<int> asset_life_end;         ///< month index by which refinancing must be repaid
    YearSeries refinancing_share;  ///< of its maturing principal; empty: that of its class
    /// custom only: (month index, principal), ascending, one row a month
    std::vector<std::pair<int, Money>> schedule;
};

/// One way to replace maturing principal of a class; a class may have several.
struct Refinancing {
    DebtClass debt_class = DebtClass::general;
    YearSeries share;
    NewDebtTerms terms;
    std::optional<DebtClass> into;   ///< class of what replaces it; none: the same
    std::optional<YearMoney> quota;  ///< the most in a plan year
    int rank = 1;                    ///< the first takes its share first

    [[nodiscard]] DebtClass new_class() const { return into.value_or(debt_class); }
};

/// Bonds of one project and what pays for them, as the documents of a special bond show it. Places
/// in the model's lists; nothing belongs to two of them.
struct Coverage {
    std::string id;
    Text name;
    std::vector<std::size_t> revenue, expenditure, project_income;
    std::vector<std::size_t> instruments, sources;
};
/// Cases in which coverage is told: as it is, with a tenth less income, with a tenth more cost.
inline constexpr std::size_t coverage_cases = 3;
inline constexpr std::array<const char*, coverage_cases> coverage_case_names{"", ":income-10%",
                                                                             ":cost+10%"};

/// The approved balance of a class of debt at any time of a plan year.
struct DebtLimit {
    DebtClass debt_class = DebtClass::general;
    YearMoney limit;
};

struct Tiers {
    double yellow = 1.2;
    double orange = 2.0;
    double red = 3.0;
};

/// What a tier does in the year after the one that ended in it.
struct TierRule {
    double spread = 0.0;           ///< on the rate of new debt
    double market_closes = 0.0;    ///< monthly probability, of an open market
    double market_opens = 1.0;     ///< monthly probability, of a closed one
    double borrowing_limit = 1.0;  ///< share of bond sources' amounts that may be issued
};

/// Tiers that act (docs/model.md section 5).
struct TierRules {
    bool full_calibre = false;   ///< by the full-calibre debt ratio, not the statutory one
    Tier initial = Tier::green;  ///< in which the year before the plan ended
    std::array<TierRule, tier_count> rules;
    std::uint32_t stream = stream_of("plan", "market");
};

/// Accounts that pay the service of a class of debt, first to last, at least one; no others do.
using PayingAccounts = std::vector<Account>;

struct DebtPolicy {
    /// Classes counted as full-calibre debt; nothing: the scenario does not ask for it.
    std::optional<std::array<bool, debt_class_count>> full_calibre;
    /// By law general debt is served from the general budget, special debt from fund and project
    /// revenue, and a shortfall of these by the general budget.
    PayingAccounts general{Account::general}, special{Account::fund, Account::general};
};

/// Fiscal restructuring (财政重整): what begins and ends it, and what it cuts.
struct Restructuring {
    double general_threshold = 0.1;    ///< general-debt interest over general-budget expenditure
    double special_threshold = 0.1;    ///< special-debt interest over government-fund expenditure
    double other_cut = 0.0;            ///< share of other expenditure
    double new_project_cut = 0.0;      ///< probability that a new project is held back for the year
    int exit_years = 1;                ///< year ends in a row without a hit that end it
    double running_project_cut = 0.0;  ///< share of a month's work that a running project loses
    double pipeline_cut = 0.0;         ///< share of the pipelines' amounts
};

struct DebtPart {
    Tiers tiers;
    std::optional<TierRules> tier_rules;
    DebtPolicy debt_policy;
    std::optional<Restructuring> restructuring;
    std::vector<Instrument> debt;
    std::vector<Refinancing> refinancing;  ///< by class, then rank
    std::vector<DebtLimit> debt_limits;    ///< by class
    std::vector<Coverage> coverages;       ///< by id
};

}  // namespace coffer::model
