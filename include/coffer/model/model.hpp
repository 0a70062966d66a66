#pragma once
// The domain objects of a plan, complete and valid after `build`, immutable from then on. The
// meaning of every field stands in docs/model.md and docs/scenario.md. Entities are sorted as
// docs/model.md section 1 (Order) says; they refer to each other by Index. Thread-safe to read.
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "coffer/base/calendar.hpp"
#include "coffer/base/day_count.hpp"
#include "coffer/base/diagnostic.hpp"
#include "coffer/base/index.hpp"
#include "coffer/base/money.hpp"
#include "coffer/base/stream.hpp"
#include "coffer/base/text.hpp"
#include "coffer/model/dimension.hpp"
#include "coffer/model/distribution.hpp"
#include "coffer/model/line_kinds.hpp"

namespace coffer::model {

/// One value for each plan year, already extended to all years.
using YearSeries = std::vector<double>;
using YearMoney = std::vector<Money>;
/// One value for each month of a budget year, its first month first.
using MonthProfile = std::array<double, 12>;

enum class Account { general, fund, state_capital };
inline constexpr std::size_t account_count = 3;

/// General and special bonds are statutory debt; the others may count as full-calibre debt.
enum class DebtClass { general, special, bank, platform, hidden, other };
inline constexpr std::size_t debt_class_count = 6;

enum class Tier { green, yellow, orange, red };
inline constexpr std::size_t tier_count = 4;

enum class StageKind { reserve, approval, land, construction, commissioning };

enum class WaterfallStep {
    three_guarantees,
    interest,
    principal,
    running_projects,
    new_projects,
    other
};

/// One payment of the waterfall: a step, or its part that serves one class of debt.
struct WaterfallPayment {
    WaterfallStep step = WaterfallStep::other;
    /// `interest` and `principal` only; none: all classes that no payment of the step names.
    std::optional<DebtClass> debt_class;

    WaterfallPayment(WaterfallStep which,  // NOLINT(google-explicit-constructor): a whole step
                     std::optional<DebtClass> of = std::nullopt)
        : step(which), debt_class(of) {}
    friend bool operator==(const WaterfallPayment&, const WaterfallPayment&) = default;
};

struct Driver;

/// What a driver's deviation takes over from another driver's of the month before.
struct Spillover {
    Index<Driver> from;
    double coefficient = 0.0;
};

struct Driver {
    enum class Kind { growth, rate };

    std::string id;
    Text name;
    std::uint32_t stream = 0;  ///< hash of "driver/<id>"
    Kind kind = Kind::growth;
    YearSeries mean;
    double initial_deviation = 0.0;  ///< x(-1)
    double persistence = 0.0;
    double volatility = 0.0;     ///< stationary standard deviation of the deviation, from annual_sd
    double annual_sd = 0.0;      ///< of one year's growth of an even year's sum; of a rate's change
    double permanent = 1.0;      ///< share of its variance that stays
    double history_years = 0.0;  ///< its growth and spread are known from so many; 0: for sure
    bool drawn_start = false;    ///< where it stands when the plan begins is drawn, not its mean
    std::optional<double> degrees_of_freedom;  ///< innovations Student t by years; none: normal
    double crisis_shift = 0.0;                 ///< added to the mean in a crisis
    double crisis_volatility = 1.0;            ///< multiple of the volatility in a crisis
    double jump_probability = 0.0;             ///< a month
    double jump_mean = 0.0;
    double jump_sd = 0.0;
    std::vector<Spillover> spillovers;  ///< in driver order
    /// Its value in its known months, of a growth the annualised rate of the month; empty: none.
    std::vector<double> known;
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

/// Luck that lines share: of an account, of a group, or one line's own (docs/model.md section 3).
struct Shock {
    std::string id;
    std::uint32_t stream = 0;  ///< hash of "shock/<id>"
    /// Its row of the Cholesky factor of all correlations: positions among the drivers, then,
    /// behind them, among the shocks; empty: independent of everything.
    std::vector<std::pair<std::size_t, double>> factor;
    std::vector<std::pair<std::size_t, double>> year_factor;  ///< among the shocks alone
};

/// How a line's yearly sums vary beside its drivers.
struct Uncertainty {
    double annual_sd = 0.0;  ///< of one year's growth of the year's sum
    double permanent = 1.0;  ///< share of its variance that stays
    double half_life_months = 0.0;
    double month_sd = 0.0;              ///< of a month's share of the year
    double history_years = 0.0;         ///< spread and growth are known from so many; 0: for sure
    std::optional<Index<Shock>> shock;  ///< given when anything varies
};

/// A yearly amount spread over months, moved by drivers and its own noise (docs/model.md section
/// 3).
struct Flow {
    std::uint32_t stream = 0;
    YearMoney annual;  ///< base times multiplier is rounded to fen here
    MonthProfile profile{};
    std::vector<Sensitivity> sensitivities;  ///< in driver order
    bool around_mean_path = false;           ///< i_d = l_d - mean l_d (sources, pipelines)
    Uncertainty uncertainty;
    std::optional<LineKind> kind;  ///< whose history its defaults are
    bool sd_by_kind = false;       ///< annual_sd is that of its kind
    std::vector<Money> known;      ///< its amounts in its known months; empty: none
    Position at;                   ///< the row, for diagnostics of later floors
};

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
    std::size_t inflow = 0;     ///< investors: position among the funnels, which fill it
};

struct Demand {
    Index<Capacity> capacity;
    double units = 0.0;  ///< thousandths, above 0
};

struct Stage {
    /// What says when it is planned to be worked on, beside what it waits for.
    enum class Timing {
        early,       ///< as soon as it can
        late,        ///< as late as nothing planned after it moves
        must_start,  ///< in the month `dated`
        must_finish  ///< by the end of the month `dated`, and not sooner
    };

    StageKind kind = StageKind::construction;
    Distribution duration;  ///< months of full work
    double cost_share = 0.0;
    std::vector<Demand> demands;    ///< by capacity
    std::optional<int> not_before;  ///< month index since the start
    std::optional<int> deadline;    ///< month index; met when finished by the end of it
    bool any_link = false;          ///< a gate opens with the first of its links, not with all
    Timing timing = Timing::early;
    int dated = 0;  ///< month index, with must_start and must_finish
};

struct Source {
    enum class Kind {
        fiscal,
        grant,
        special_bond,
        general_bond,
        platform_bond,  ///< into the platform company's cash
        bank_loan,
        platform,
        investor,
        land_quota,
        asset_disposal
    };

    std::string id;
    Text name;
    Kind kind = Kind::fiscal;
    bool unlimited = false;  ///< no `annual`: arrives when drawn
    Flow arrival;            ///< all zero when unlimited
    bool counts_as_capital = false;
    std::optional<NewDebtTerms> debt;
    YearSeries deficit_share;  ///< share of the budget deficit it borrows; empty for none
    /// Fiscal and grant: years beyond its own for which money may wait unused; none: no limit.
    std::optional<int> carry_years;
    /// Grants that lapse: who gets what was not used.
    enum class LapsedTo { higher_level, general, stabilisation };
    LapsedTo lapsed_to = LapsedTo::higher_level;
    bool carries_quota = false;  ///< bonds: what a limit kept from being issued outlives its year
    Rate deposit_rate;           ///< bonds: earned by money that waits in the pool
    bool capitalises_interest = false;  ///< bank loan: until the project is finished
    bool capital_first = false;         ///< bank loan: drawn once the project has spent its capital
    /// Bonds: years from issue by which refinancing must be repaid; none: no limit.
    std::optional<int> asset_life_years;
};

/// Whether money of the kind lies in the treasury until it is spent. Fiscal funds are an authority
/// to spend, loans a credit limit; the other kinds are not the county's.
[[nodiscard]] constexpr bool lies_in_treasury(Source::Kind kind) {
    using Kind = Source::Kind;
    return kind == Kind::grant || kind == Kind::special_bond || kind == Kind::general_bond ||
           kind == Kind::land_quota || kind == Kind::asset_disposal;
}

/// The class of debt that a debt kind of source creates.
[[nodiscard]] constexpr DebtClass debt_class_of(Source::Kind kind) {
    if (kind == Source::Kind::special_bond) return DebtClass::special;
    if (kind == Source::Kind::general_bond) return DebtClass::general;
    if (kind == Source::Kind::platform_bond) return DebtClass::platform;
    return DebtClass::bank;
}

/// Steps of investment attraction before the money arrives.
inline constexpr std::size_t funnel_steps = 3;  // negotiating, signed, landed
/// Of a funnel within the plan: the inversion of a binomial takes as many steps at most.
inline constexpr int most_prospects = 10'000;

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

    /// Names of its counts of prospects that are not always 0.
    [[nodiscard]] std::vector<Dimension::Kind> counts() const;
    /// The most prospects that it may have within the plan.
    [[nodiscard]] double all_prospects() const;
};

struct Project;

struct Funding {
    Index<Source> source;
    double cap = 1.0;  ///< largest share of cost
};

/// A single amount that a source may receive: a grant applied for, the sale of an asset.
struct Receipt {
    std::string id;
    Text name;
    std::uint32_t stream = 0;  ///< hash of "receipt/<id>"
    Index<Source> source;
    Distribution amount;  ///< fen
    double probability = 1.0;
    int month = 0;                          ///< month index since the start
    Distribution delay;                     ///< months after the beginning of that month
    std::optional<Index<Project>> project;  ///< the only one that may use it
};

/// What a project and a pipeline have in common where money is allocated.
struct Fundable {
    std::string id;
    Text name;
    std::string district;    ///< "" when none
    std::string department;  ///< that answers for its progress, for reports only; "" when none
    std::string basis;       ///< where the row's numbers come from, for reports only
    Position at;             ///< the row, for diagnostics of later floors
    int priority = 100;
    double fai_share = 1.0;
    std::vector<Funding> funding;  ///< in the order of drawing
};

/// What a project has done in the known months.
struct ProjectActuals {
    /// How far it had come at the end of a month: stages before this one are finished.
    struct Point {
        int month = 0;
        std::size_t stage = 0;  ///< position in the project's stages
        double share = 0.0;     ///< of the stage's work; 1: it is finished
    };

    /// What it drew: by funding row, then by month.
    std::vector<std::vector<Money>> drawn;
    std::vector<Point> progress;  ///< by month; stands still after the last and before the first
};

struct Project : Fundable {
    std::uint32_t stream = 0;
    std::string sector;               ///< "" when none
    std::uint32_t sector_stream = 0;  ///< hash of "sector/<sector>"
    Money total_investment;
    std::optional<Money> spent_to_date;
    std::optional<Money> first_year_investment;
    double progress = 0.0;  ///< of the first stage; above 0 the project is running
    /// Share of total investment up to which contractors go on working unpaid.
    double contractors_carry = 0.0;
    std::optional<bool> has_income;  ///< of its own, so that special bonds may fund it
    int s_curve_a = 2;
    int s_curve_b = 2;
    MonthProfile productivity{};
    Distribution cost_overrun{Distribution::Shape::fixed, 1.0, 0.0, 0.0};
    Money new_output;
    double tax_rate = 0.0;
    /// What is reached of the new output, as a factor, once it runs in full.
    Distribution output_factor{Distribution::Shape::fixed, 1.0, 0.0, 0.0};
    double output_probability = 1.0;  ///< that it ever produces
    Distribution ramp_up;             ///< months from the finish to full output or operation
    std::vector<Stage> stages;        ///< in order, at least one
    YearSeries minimum_capital;       ///< share of total investment, of its sector; empty for none
    bool bars_debt = false;           ///< other money may cover the rest of its cost only
    std::optional<ProjectActuals> actuals;  ///< none: it is simulated from the beginning
};

struct Pipeline : Fundable {
    Flow need;
};

/// A dependency between stages that are both still to be done: the start or finish of the later one
/// waits for that of the earlier one.
struct Link {
    enum class Kind { finish_start, start_start, finish_finish, start_finish };
    /// What passes while a lag does: time, or the work of one of the two projects' calendars.
    enum class LagTime { elapsed, predecessor, successor };

    Kind kind = Kind::finish_start;
    Index<Project> from_project;
    std::size_t from_stage = 0;  ///< position in from_project's stages
    Index<Project> to_project;
    std::size_t to_stage = 0;
    double lag_months = 0.0;
    LagTime lag_time = LagTime::elapsed;

    [[nodiscard]] bool from_start() const {
        return kind == Kind::start_start || kind == Kind::start_finish;
    }
    [[nodiscard]] bool to_finish() const {
        return kind == Kind::finish_finish || kind == Kind::start_finish;
    }
};

/// What of a year is settled with the higher level in the year after (年终结算).
struct Settlement {
    double share = 0.0;  ///< of each month's amount
    Money unsettled;     ///< of the year before the plan
};

struct RevenueLine {
    enum class Category { own, transfer };

    std::string id;
    Text name;
    std::string district;  ///< "" when none
    Account account = Account::general;
    Category category = Category::own;
    bool platform = false;  ///< income of the platform company, not the county's
    Flow flow;
    std::optional<Settlement> settlement;  ///< of transfers
};

struct Taxpayer {
    std::string id;
    Text name;
    std::string district;  ///< "" when none
    Flow output;
    double tax_rate = 0.0;
    double retained_share = 0.0;
    double outage_hazard = 0.0;
    Distribution outage_duration;
    double outage_loss = 1.0;
};

/// A figure of the local economy that no money of the plan flows through: retail sales, value
/// added of industry, foreign trade.
struct EconomicSeries {
    std::string id;
    Text name;
    Flow flow;                      ///< the amount of the year before the plan in every year
    double new_output_share = 0.0;  ///< share of completed projects' output that adds to it
};

/// A share of what lines of revenue bring in a month. Places in the model's lists.
struct RevenueShare {
    YearSeries share;
    std::vector<std::size_t> revenue, taxpayers, project_income;
};

/// The rank of lines that say nothing, and of operating costs.
inline constexpr int default_rank = 100;

struct ExpenditureLine {
    /// Other expenditure lapses where it is not paid, what was contracted stays owed to suppliers.
    /// A platform subsidy is paid as other expenditure, to the platform company. Remittance (上解)
    /// is deducted before anything is paid.
    enum class Category { three_guarantees, other, platform_subsidy, contracted, remittance };

    std::string id;
    Text name;
    Category category = Category::other;
    Account account = Account::general;
    int rank = default_rank;  ///< the first within a step is paid first; of one rank, by id
    Flow flow;                ///< with `of_revenue` its planned amounts only
    std::optional<RevenueShare> of_revenue;
    std::optional<Settlement> settlement;  ///< of remittance
};

/// Money that moves from one account to another every month (调入、调出).
struct AccountTransfer {
    std::string id;
    Text name;
    Account from = Account::fund;
    Account to = Account::general;
    Flow flow;  ///< with `of_revenue` its planned amounts only
    std::optional<RevenueShare> of_revenue;
};

/// What a project brings or costs once it, or one of its stages, is finished (docs/model.md section
/// 3).
struct ProjectIncome {
    enum class Kind { operating_revenue, tax, operating_cost, land_sale };

    std::string id;
    Text name;
    Kind kind = Kind::operating_revenue;
    Index<Project> project;
    std::size_t stage = 0;  ///< position in the project's stages: whose finish begins it
    Account account = Account::general;
    bool platform = false;  ///< income of the platform company, not the county's
    Flow flow;              ///< land: the price of all that is sold, with a profile of ones
    double months = 0.0;    ///< land: from that finish until all of it is sold
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

/// Plan years, or calendar months where `month` is above 0; both ends included.
struct Span {
    Month first{0, 0};
    Month last{0, 0};

    [[nodiscard]] bool by_month() const { return first.month > 0; }
    [[nodiscard]] bool several() const { return first != last; }
    friend bool operator==(const Span&, const Span&) = default;
};
/// A year alone.
[[nodiscard]] constexpr Span span_of_year(int year) { return {{year, 0}, {year, 0}}; }

struct Target {
    enum class Relation { at_least, above, at_most, below };
    /// What of several periods is held against the value: every one of them, any, or what they come
    /// to together.
    enum class Over { every, any, sum, mean, min, max };

    std::string id;
    Text name;
    std::string indicator;
    Dimension dimension;
    Span span;
    Over over = Over::every;
    Relation relation = Relation::at_least;
    double value = 0.0;  ///< yuan, ratio or number, by the indicator's unit
};

struct Treasury {
    std::array<Money, account_count> opening{};
    Money cash_floor;
    Rate penalty_rate;
    int settlement_month = 0;  ///< calendar month; 0: nothing is settled later
    /// In order of payment, each once; what the plan has to pay has its place (build checks it).
    std::vector<WaterfallPayment> waterfall{
        WaterfallStep::three_guarantees, WaterfallStep::interest,     WaterfallStep::principal,
        WaterfallStep::running_projects, WaterfallStep::new_projects, WaterfallStep::other};
};

/// What counts as project capital beside the money in the pools: planned arrivals until then.
enum class CapitalCommitment { pool, year, plan };

/// What becomes of a stage that has begun although what it waits for is not there: the rest of it
/// waits (planners' tools call it retained logic), or it goes on (progress override).
enum class OutOfSequence { retained, overridden };

struct ProjectPolicy {
    std::optional<Index<Driver>> cost_driver;
    double suspension_threshold = 0.3;
    int suspension_after_months = 3;
    int suspension_pause_months = 3;
    double restart_cost = 0.0;         ///< share of final cost that a restart costs
    double restart_months = 0.0;       ///< months of work that it takes
    double cancellation_hazard = 0.0;  ///< a month, of a suspended project
    CapitalCommitment capital_commitment = CapitalCommitment::year;
    OutOfSequence out_of_sequence = OutOfSequence::retained;
};

/// What counts as fixed-asset investment (FAI), and when it is reported.
struct FaiPolicy {
    enum class Basis { expenditure, progress };

    /// Least planned total of a project that counts: since 2011 five million yuan (National Bureau
    /// of Statistics). Decides where a project's fai_share is left blank.
    Money threshold = Money::from_fen(500'000'000);
    bool land_counts = true;  ///< the cost of land stages
    Basis basis = Basis::expenditure;
    int lag_months = 0;
    Money carried_in;  ///< counted before the plan, reported in its first lag_months
};

/// Loadings of what projects of one sector, and those approved in one year, have in common: a
/// one-factor Gaussian copula each of stage durations and overruns.
struct CommonFactors {
    double duration_sector = 0.0;
    double duration_year = 0.0;
    double cost_sector = 0.0;
    double cost_year = 0.0;
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

/// The platform company's own ledger.
struct Platform {
    Money opening_cash;
    double call_probability = 0.0;  ///< that a month's shortfall becomes a call on the county
    std::uint32_t stream = stream_of("plan", "platform");
};

/// Budget reserve (预备费): the share of planned general-account expenditure set aside each
/// January.
struct Reserve {
    YearSeries share;
};

/// Stabilisation fund (预算稳定调节基金).
struct StabilisationFund {
    Money opening;
    YearSeries deposit_share;                 ///< of the general account's cash above the floor
    std::optional<YearSeries> ceiling_share;  ///< of planned general-account expenditure
};

/// What the higher level's treasury advances (上级库款调度).
struct Advances {
    YearMoney limit;
    int repay_months = 1;
    Rate rate;
};

struct BaseYear {
    std::optional<Money> fai;
    std::optional<Money> general_revenue;
};

/// What the people's congress has adopted: figures are measured against it, nothing follows it.
struct Budget {
    std::optional<YearMoney> general_revenue;
};

/// Nominal gross domestic product of the region; both or neither.
struct Economy {
    std::optional<Money> gdp;  ///< of the year before the plan
    std::optional<Index<Driver>> gdp_driver;
    double gdp_new_output_share = 0.0;  ///< value added of completed projects' new output
    /// Of what completed projects produce, the share that comes on top of the growth of lines, GDP
    /// and series: the rest their trends contain already, or it takes the place of other output. A
    /// half is the "medium" displacement of the ready reckoner of the Additionality Guide of the
    /// Homes and Communities Agency (4th edition, 2014).
    double additional_share = 0.5;
};

struct Simulation {
    std::uint64_t paths = 10000;
    std::uint64_t seed = 1;
    bool median = false;  ///< every draw at its median
    /// The region that all draws belong to, but those of `common` streams; "": no region's.
    std::string region;
    std::vector<std::uint32_t> common;  ///< streams that regions share: of drivers; ascending
    bool each_debt = false;             ///< keep the service of each debt on every path
};

struct Model {
    std::string id;
    Text name;
    int first_year = 2020;
    int years = 5;
    int first_month = 1;  ///< calendar month in which budget years begin
    /// Months from the beginning of which it is known what happened (docs/model.md section 1). Of a
    /// single flow, driver or project fewer may be known.
    int known_months = 0;
    Simulation simulation;
    BaseYear base_year;
    Budget budget;
    Economy economy;
    Treasury treasury;
    ProjectPolicy project_policy;
    CommonFactors common_factors;
    FaiPolicy fai;
    Tiers tiers;
    std::optional<TierRules> tier_rules;
    DebtPolicy debt_policy;
    std::optional<Restructuring> restructuring;
    std::optional<Platform> platform;
    std::optional<Reserve> reserve;
    std::optional<StabilisationFund> stabilisation;
    std::optional<Advances> advances;

    std::vector<Driver> drivers;                                  ///< by id
    std::uint32_t drivers_stream = stream_of("plan", "drivers");  ///< what all drivers share
    std::optional<Crisis> crisis;
    /// Lower Cholesky factor of the innovations' correlation matrix, row by row, full square.
    std::vector<std::vector<double>> correlation_factor;
    std::vector<Shock> shocks;                                      ///< by id
    std::uint32_t projects_stream = stream_of("plan", "projects");  ///< what all projects share
    std::vector<Capacity> capacities;                               ///< by id
    std::vector<Project> projects;                                  ///< by priority, then id
    std::vector<Pipeline> pipelines;                                ///< by priority, then id
    std::vector<Link> links;        ///< by (to project, to stage, from project, from stage, kind)
    std::vector<Source> sources;    ///< by id
    std::vector<Receipt> receipts;  ///< by id
    std::vector<Funnel> funnels;    ///< by id
    std::vector<RevenueLine> revenue;
    std::vector<Taxpayer> taxpayers;
    std::vector<ExpenditureLine> expenditure;
    std::vector<AccountTransfer> account_transfers;  ///< by id
    std::vector<EconomicSeries> economic_series;
    std::vector<ProjectIncome> project_income;  ///< by id
    std::vector<Instrument> debt;
    std::vector<Refinancing> refinancing;  ///< by class, then rank
    std::vector<DebtLimit> debt_limits;    ///< by class
    std::vector<Coverage> coverages;       ///< by id
    std::vector<Target> targets;           ///< by id

    [[nodiscard]] Month start() const { return begin_of_year(first_year, first_month); }
    [[nodiscard]] int months() const { return years * 12; }
    [[nodiscard]] bool has_expenditure(ExpenditureLine::Category category) const {
        return std::any_of(
            expenditure.begin(), expenditure.end(),
            [category](const ExpenditureLine& line) { return line.category == category; });
    }
    /// Whether something of a year is settled in the year after.
    [[nodiscard]] bool settles_later() const {
        const auto settled = [](const auto& line) { return line.settlement.has_value(); };
        return std::any_of(revenue.begin(), revenue.end(), settled) ||
               std::any_of(expenditure.begin(), expenditure.end(), settled);
    }
    /// Whether contractors of some project go on working unpaid.
    [[nodiscard]] bool owes_contractors() const {
        return std::any_of(projects.begin(), projects.end(), [](const Project& project) {
            return project.contractors_carry > 0.0 && project.total_investment > Money{};
        });
    }
    /// Districts of which general budget revenue is told.
    [[nodiscard]] std::set<std::string> revenue_districts() const;
    /// The same of FAI.
    [[nodiscard]] std::set<std::string> investing_districts() const;

    /// The most units that may ever fill one that others fill (Capacity::inflow).
    [[nodiscard]] double most_inflow(const Capacity& capacity) const;

    /// Whether refinancing may be refused: the market can close, or what debt paid for come to its
    /// end.
    [[nodiscard]] bool limits_refinancing() const {
        const auto ends = [](const Instrument& each) { return each.asset_life_end.has_value(); };
        const auto lasts = [](const Source& each) { return each.asset_life_years.has_value(); };
        return tier_rules || std::any_of(debt.begin(), debt.end(), ends) ||
               std::any_of(sources.begin(), sources.end(), lasts);
    }
};

}  // namespace coffer::model
