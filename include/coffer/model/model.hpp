#pragma once
// The domain objects of a plan, complete and valid after `build`, immutable from then on. The
// meaning of every field stands in docs/model.md and docs/scenario.md. Entities are sorted as
// docs/model.md section 1 (Order) says; they refer to each other by Index. Thread-safe to read.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/calendar.hpp"
#include "coffer/base/diagnostic.hpp"
#include "coffer/base/index.hpp"
#include "coffer/base/money.hpp"
#include "coffer/base/stream.hpp"
#include "coffer/base/text.hpp"
#include "coffer/model/distribution.hpp"

namespace coffer::model {

/// One value for each plan year, already extended to all years.
using YearSeries = std::vector<double>;
using YearMoney = std::vector<Money>;
/// One value for each calendar month, January first.
using MonthProfile = std::array<double, 12>;

enum class Account { general, fund, state_capital };
inline constexpr std::size_t account_count = 3;

enum class DebtClass { general, special, bank, platform };
inline constexpr std::size_t debt_class_count = 4;

enum class StageKind { reserve, approval, land, construction, commissioning };

enum class WaterfallStep {
    three_guarantees,
    interest,
    principal,
    running_projects,
    new_projects,
    other
};
inline constexpr std::size_t waterfall_step_count = 6;

struct Driver {
    enum class Kind { growth, rate };

    std::string id;
    Text name;
    std::uint32_t stream = 0;  ///< hash of "driver/<id>"
    Kind kind = Kind::growth;
    YearSeries mean;
    double initial_deviation = 0.0;  ///< x(-1)
    double persistence = 0.0;
    double volatility = 0.0;
    std::optional<double> degrees_of_freedom;  ///< Student-t innovations; none: normal
    double crisis_shift = 0.0;                 ///< added to the mean in a crisis
    double crisis_volatility = 1.0;            ///< multiple of the volatility in a crisis
    double jump_probability = 0.0;             ///< a month
    double jump_mean = 0.0;
    double jump_sd = 0.0;
};

/// Monthly probabilities that a crisis begins and that it ends.
struct Crisis {
    double entry = 0.0;
    double exit = 1.0;
};

struct Sensitivity {
    Index<Driver> driver;
    double elasticity = 0.0;
};

/// A yearly amount spread over months, moved by drivers and its own noise (docs/model.md section
/// 3).
struct Flow {
    std::uint32_t stream = 0;
    YearMoney annual;  ///< base times multiplier is rounded to fen here
    MonthProfile profile{};
    std::vector<Sensitivity> sensitivities;  ///< in driver order
    bool around_mean_path = false;           ///< i_d = l_d - mean l_d (sources, pipelines)
    double volatility = 0.0;
};

struct LoanTerms {
    enum class Repayment { bullet, equal_principal, level_payment, declining, custom };

    std::optional<Index<Driver>> rate_driver;
    Rate rate;  ///< with a driver, the spread over it
    int payments_per_year = 1;
    Repayment repayment = Repayment::bullet;
};

struct NewDebtTerms {
    LoanTerms loan;  ///< fixed at issue, never custom
    int tenor_years = 1;
    YearSeries repayment_share;  ///< declining only: share of the balance repaid in a plan year
};

/// Something scarce that stages take from when they start. Amounts and units are whole thousandths,
/// so that sums are exact.
struct Capacity {
    enum class Kind {
        quota,       ///< used up by those that start; amount is a year's
        throughput,  ///< used by those that start in a month; amount is a month's
        renewable,   ///< held from start to finish; amount is what can be held at a time
        investors    ///< used up by those that start; each investor of a funnel brings one
    };

    std::string id;
    Text name;
    Kind kind = Kind::quota;
    YearSeries amount;          ///< thousandths, by plan year; a renewable one never falls
    bool carries_over = false;  ///< quota: what is left at the end of a year adds to the next
    std::size_t funnel = 0;     ///< investors: position among the funnels
};

struct Demand {
    Index<Capacity> capacity;
    double units = 0.0;  ///< thousandths, above 0
};

struct Stage {
    StageKind kind = StageKind::construction;
    Distribution duration;  ///< months of full work
    double cost_share = 0.0;
    std::vector<Demand> demands;    ///< by capacity
    std::optional<int> not_before;  ///< month index since the start
    std::optional<int> deadline;    ///< month index; met when finished by the end of it
    bool any_link = false;          ///< a gate opens with the first of its links, not with all
};

struct Source {
    enum class Kind {
        fiscal,
        grant,
        special_bond,
        general_bond,
        bank_loan,
        platform,
        investor,
        land_quota
    };

    std::string id;
    Text name;
    Kind kind = Kind::fiscal;
    bool unlimited = false;  ///< no `annual`: arrives when drawn
    Flow arrival;            ///< all zero when unlimited
    bool counts_as_capital = false;
    std::optional<NewDebtTerms> debt;
    YearSeries deficit_share;  ///< share of the budget deficit it borrows; empty for none
};

/// Steps of investment attraction before the money arrives.
inline constexpr std::size_t funnel_steps = 3;  // negotiating, signed, landed

/// A stream of prospective investors. Each leaves its step in a month with probability 1/months and
/// then goes on to the next with the step's probability, or is lost.
struct Funnel {
    std::string id;
    Text name;
    std::uint32_t stream = 0;                 ///< hash of "funnel/<id>"
    std::array<int, funnel_steps> initial{};  ///< prospects at the start
    YearSeries new_prospects;                 ///< a month
    std::array<double, funnel_steps> months{1.0, 1.0, 1.0};
    std::array<double, funnel_steps> probability{};
    Money investment;                     ///< brought by each whose money arrives
    std::optional<Index<Source>> source;  ///< into whose pool
};

struct Funding {
    Index<Source> source;
    double cap = 1.0;  ///< largest share of cost
};

/// What a project and a pipeline have in common where money is allocated.
struct Fundable {
    std::string id;
    Text name;
    std::string district;  ///< "" when none
    std::string basis;     ///< where the row's numbers come from, for reports only
    Position at;           ///< the row, for diagnostics of later floors
    int priority = 100;
    double fai_share = 1.0;
    std::vector<Funding> funding;  ///< in the order of drawing
};

struct Project : Fundable {
    std::uint32_t stream = 0;
    Money total_investment;
    std::optional<Money> spent_to_date;
    std::optional<Money> first_year_investment;
    std::string sector;     ///< "" when none
    double progress = 0.0;  ///< of the first stage; above 0 the project is running
    int s_curve_a = 2;
    int s_curve_b = 2;
    MonthProfile productivity{};
    Distribution cost_overrun{Distribution::Shape::fixed, 1.0, 0.0, 0.0};
    Money new_output;
    double tax_rate = 0.0;
    double ramp_up_months = 0.0;
    std::vector<Stage> stages;   ///< in order, at least one
    YearSeries minimum_capital;  ///< share of total investment, of its sector; empty for none
};

struct Pipeline : Fundable {
    Flow need;
};

/// A dependency between stages that are both still to be done: the start or finish of the later one
/// waits for that of the earlier one.
struct Link {
    enum class Kind { finish_start, start_start, finish_finish };

    Kind kind = Kind::finish_start;
    Index<Project> from_project;
    std::size_t from_stage = 0;  ///< position in from_project's stages
    Index<Project> to_project;
    std::size_t to_stage = 0;
    double lag_months = 0.0;
};

struct RevenueLine {
    enum class Category { own, transfer };

    std::string id;
    Text name;
    Account account = Account::general;
    Category category = Category::own;
    Flow flow;
};

struct Taxpayer {
    std::string id;
    Text name;
    Flow output;
    double tax_rate = 0.0;
    double retained_share = 0.0;
    double outage_hazard = 0.0;
    Distribution outage_duration;
    double outage_loss = 1.0;
};

struct ExpenditureLine {
    enum class Category { three_guarantees, other };

    std::string id;
    Text name;
    Category category = Category::other;
    Account account = Account::general;
    Flow flow;
};

struct Instrument {
    std::string id;
    Text name;
    DebtClass debt_class = DebtClass::general;
    Money principal;
    LoanTerms loan;
    int reset_months = 0;  ///< floating only
    int maturity = 0;      ///< month index since the start
    /// custom only: (month index, principal), ascending, one row a month
    std::vector<std::pair<int, Money>> schedule;
};

struct Refinancing {
    DebtClass debt_class = DebtClass::general;
    YearSeries share;
    NewDebtTerms terms;
};

struct Target {
    enum class Relation { at_least, above, at_most, below };

    std::string id;
    Text name;
    std::string indicator;
    std::string dimension;  ///< "total" when left out
    int year = 0;           ///< calendar year
    Relation relation = Relation::at_least;
    double value = 0.0;  ///< yuan, ratio or number, by the indicator's unit
};

struct Treasury {
    std::array<Money, account_count> opening{};
    Money cash_floor;
    Rate penalty_rate;
    std::array<WaterfallStep, waterfall_step_count> waterfall{
        WaterfallStep::three_guarantees, WaterfallStep::interest,     WaterfallStep::principal,
        WaterfallStep::running_projects, WaterfallStep::new_projects, WaterfallStep::other};
};

/// What counts as project capital beside the money in the pools: planned arrivals until then.
enum class CapitalCommitment { pool, year, plan };

struct ProjectPolicy {
    std::optional<Index<Driver>> cost_driver;
    double suspension_threshold = 0.3;
    int suspension_after_months = 3;
    int suspension_pause_months = 3;
    CapitalCommitment capital_commitment = CapitalCommitment::year;
};

struct Tiers {
    double yellow = 1.2;
    double orange = 2.0;
    double red = 3.0;
};

struct BaseYear {
    std::optional<Money> fai;
    std::optional<Money> general_revenue;
};

/// Nominal gross domestic product of the region; both or neither.
struct Economy {
    std::optional<Money> gdp;  ///< of the year before the plan
    std::optional<Index<Driver>> gdp_driver;
};

struct Simulation {
    std::uint64_t paths = 10000;
    std::uint64_t seed = 1;
    bool median = false;  ///< every draw at its median
};

struct Model {
    std::string id;
    Text name;
    int first_year = 2020;
    int years = 5;
    Simulation simulation;
    BaseYear base_year;
    Economy economy;
    Treasury treasury;
    ProjectPolicy project_policy;
    Tiers tiers;

    std::vector<Driver> drivers;                                  ///< by id
    std::uint32_t drivers_stream = stream_of("plan", "drivers");  ///< what all drivers share
    std::optional<Crisis> crisis;
    /// Lower Cholesky factor of the innovations' correlation matrix, row by row, full square.
    std::vector<std::vector<double>> correlation_factor;
    std::vector<Capacity> capacities;  ///< by id
    std::vector<Project> projects;     ///< by priority, then id
    std::vector<Pipeline> pipelines;   ///< by priority, then id
    std::vector<Link> links;      ///< by (to project, to stage, from project, from stage, kind)
    std::vector<Source> sources;  ///< by id
    std::vector<Funnel> funnels;  ///< by id
    std::vector<RevenueLine> revenue;
    std::vector<Taxpayer> taxpayers;
    std::vector<ExpenditureLine> expenditure;
    std::vector<Instrument> debt;
    std::vector<Refinancing> refinancing;  ///< by class
    std::vector<Target> targets;           ///< by id

    [[nodiscard]] int months() const { return years * 12; }
};

}  // namespace coffer::model
