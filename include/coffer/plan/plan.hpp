#pragma once
// The model as flat arrays, ready for the kernel: everything that does not depend on a path is
// computed here once. Amounts are fen in doubles, times are months since the start. Immutable after
// `compile`; thread-safe to read. docs/model.md gives the formulas.
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/text.hpp"
#include "coffer/model/indicators.hpp"
#include "coffer/model/model.hpp"
#include "coffer/plan/contract.hpp"
#include "coffer/plan/work_calendar.hpp"
#include "coffer/random/binomial.hpp"

namespace coffer::plan {

/// Of a place in a list: there is none.
inline constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

/// Part of another driver's deviation of the month before.
struct SpilloverPlan {
    std::size_t driver = 0;
    double coefficient = 0.0;
};

/// A driver month by month.
struct DriverPlan {
    std::string id;
    std::uint32_t stream = 0;
    bool growth = true;
    double persistence = 0.0;
    double sd = 0.0;             ///< stationary, of the deviation
    double innovation_sd = 0.0;  ///< sd * sqrt(1 - persistence^2)
    bool drawn_start = false;
    double transitory_sd = 0.0;  ///< of what passes of a year's luck
    double drift_sd = 0.0;       ///< of its yearly growth
    std::vector<double> spread;  ///< at pert_knots equally spaced z; empty: known for sure
    double initial_deviation = 0.0;
    std::vector<double> mean;        ///< by month
    std::vector<double> log_growth;  ///< by month: ln(1 + mean) in January, growth only
    std::vector<double> tail_scale;  ///< Student t: S_nu at pert_knots equally spaced z, else empty
    double crisis_shift = 0.0;
    double crisis_volatility = 1.0;
    double jump_probability = 0.0;
    double jump_mean = 0.0;
    double jump_sd = 0.0;
    std::vector<SpilloverPlan> spillovers;
    std::vector<double> known;  ///< value in each known month; empty: unknown
};

struct SensitivityPlan {
    std::size_t driver = 0;
    double elasticity = 0.0;
};

/// One entry of a row of a Cholesky factor.
struct WeightPlan {
    std::size_t from = 0;
    double weight = 0.0;
};

/// Luck that lines share.
struct ShockPlan {
    std::string id;
    std::uint32_t stream = 0;
    std::vector<WeightPlan> factor;       ///< of drivers, then of shocks
    std::vector<WeightPlan> year_factor;  ///< of shocks
    std::vector<std::size_t> walks;
    bool moves = false;          ///< from month to month
    bool yearly = false;         ///< some of a year's luck passes
    bool shares_months = false;  ///< months vary within the year
};

/// A log index of standard deviation one (stationary, annualised) that lines of one shock follow.
struct WalkPlan {
    std::size_t shock = 0;
    double persistence = 0.0;
    double innovation_sd = 1.0;
    double history_years = 0.0;
    std::vector<double> spread;  ///< as of DriverPlan
};

/// How far a line stands above its base year's sum when the plan begins: the two start normals of
/// a driver, or behind the drivers of a walk, times these.
struct StartPlan {
    std::size_t walk = 0;
    double level = 0.0;
    double rest = 0.0;
};

/// Standard deviation of a yearly growth that is known from few years, the same for all lines: in
/// the panel of 140 cities pooled growth of one decade missed that of the next by as much.
inline constexpr double drift_sd = 0.02;

struct FlowPlan {
    std::uint32_t stream = 0;  ///< of what else it draws: outages
    std::vector<SensitivityPlan> sensitivities;
    std::vector<double> amount;  ///< by month: yearly amount times profile, not rounded
    std::vector<double> offset;  ///< by month: minus the mean path's exponent, or 0
    std::size_t walk = nowhere;  ///< given when anything of its own varies
    double walk_sd = 0.0;        ///< what of the walk's index moves it
    double transitory_sd = 0.0;
    double drift_sd = 0.0;
    double month_sd = 0.0;
    model::MonthProfile profile{};  ///< sums to one
    std::vector<StartPlan> starts;
    std::vector<double> known;       ///< fen, of its known months; empty: none
    std::size_t observed = nowhere;  ///< first of its columns of State::observed: one a known year
    std::vector<double> gains;       ///< what known years say of later months (KnownPlan)

    /// Nothing moves it from month to month within a year but the shares of its months.
    [[nodiscard]] bool steady() const { return sensitivities.empty() && walk_sd == 0.0; }
    [[nodiscard]] bool certain() const {
        return steady() && transitory_sd == 0.0 && drift_sd == 0.0 && month_sd == 0.0;
    }
};

struct DistributionPlan {
    model::Distribution distribution;
    double log_sd = 0.0;        ///< lognormal: s of p50 * exp(s z)
    double lower_log_sd = 0.0;  ///< split_lognormal: s for z < 0, log_sd is the one for z > 0
    std::vector<double> table;  ///< pert: quantiles at pert_knots equally spaced z
};
inline constexpr int pert_knots = 1025;
inline constexpr double pert_reach = 6.0;

/// How much of a normal is a project's own and how much it shares: own * z + sector * s + year * t,
/// with variance one again.
struct ShockLoadings {
    double own = 1.0;
    double sector = 0.0;
    double year = 0.0;

    [[nodiscard]] bool any() const { return sector != 0.0 || year != 0.0; }
};

/// Projects that have part of their duration and cost normals in common.
struct SectorPlan {
    std::string id;
    std::uint32_t stream = 0;
};

struct LinkPlan {
    std::size_t to_stage = 0;  ///< flat stage index
    double lag = 0.0;
    std::size_t lag_calendar = nowhere;  ///< the lag is work of this calendar, not time
};

/// What a stage takes of a capacity when it passes its gate.
struct DemandPlan {
    std::size_t capacity = 0;
    double units = 0.0;
    std::size_t holding = 0;  ///< renewable only
};

/// What a stage holds of a renewable capacity from its gate to its finish.
struct HoldingPlan {
    std::size_t capacity = 0;
    double units = 0.0;
    bool from_the_start = false;  ///< the stage is under way when the plan begins
};

struct CapacityPlan {
    std::string id;
    model::Capacity::Kind kind = model::Capacity::Kind::quota;
    bool carries_over = false;
    std::vector<double> amount;         ///< by plan year
    std::size_t funnel = 0;             ///< investors only
    std::vector<std::size_t> holdings;  ///< renewable only
};

/// The moment on the planned schedule of what never comes.
inline constexpr double horizon_limit = 1e6;

/// A stage, or the finish of one that links hold back: an empty stage after it whose
/// gate these links open.
/// What is looked at for every lane that reaches a mark stands first, close together.
struct StagePlan {
    std::size_t project = 0;
    /// Flat index of the next stage, or this one, whose finish matters to anything: it is the
    /// project's last, has a deadline, releases links or capacity, or a gate follows.
    std::size_t milestone = 0;
    std::size_t run_end = 0;            ///< flat index of the last stage before the next gate
    std::vector<LinkPlan> outgoing;     ///< released when this stage finishes
    std::vector<std::size_t> freed;     ///< holdings that end when this stage finishes
    std::size_t kept_finish = nowhere;  ///< among the finishes that yields begin with
    int deadline = -1;                  ///< month index, -1 without
    bool closing = false;               ///< it is the finish of the stage before
    bool gated = false;
    bool served = false;         ///< its gate is passed in the order of step_gates
    bool any_link = false;       ///< the first link released opens the gate, not the last
    bool needs_capital = false;  ///< its gate opens only to a project with its capital
    int incoming = 0;            ///< links into its gate
    int start_by = -1;           ///< month index by whose end it should start, -1 without
    double not_before = 0.0;     ///< earliest opening moment of its gate
    /// What `schedule_plan` finds not_before from.
    model::Stage::Timing timing = model::Stage::Timing::early;
    double cost_share = 0.0;
    std::vector<LinkPlan> from_start;  ///< released when this stage starts
    std::vector<DemandPlan> demands;   ///< of its gate
    model::StageKind kind = model::StageKind::construction;
    DistributionPlan duration;
    double planned_start = 0.0;   ///< on the planned schedule
    double planned_finish = 0.0;  ///< at most horizon_limit
};

/// A link into a timed run, seen from its end.
struct IncomingLink {
    std::size_t from_stage = 0;
    bool from_start = false;
    LinkPlan link;
};

/// Stages of a timed project that are worked on without a stop, from a gate or the project's start
/// up to the next gate.
struct TimedRun {
    std::size_t first = 0, last = 0;  ///< flat stage indices
    bool even = false;                ///< every month of its calendar takes a month of work
    bool simple = false;  ///< nothing happens on the way: no start or finish but the last matters
    bool plain = false;   ///< even, simple, all of its project, with links of elapsed time alone
    std::vector<IncomingLink> incoming;  ///< into its gate
};

/// What a stage of a timed project does to the rest of the plan, in the month in which it happens.
struct TimedEvent {
    std::size_t stage = 0;
    bool start = false;              ///< when it starts, not when it finishes
    std::vector<LinkPlan> released;  ///< into gates of projects that are not timed
};

struct FundingPlan {
    std::size_t source = 0;
    double cap = 1.0;
    bool capitalises = false;  ///< drawings go to a construction loan
    bool counts_as_capital = false;
    bool capital_first = false;  ///< waits until the project has spent its capital
};

/// The months at the beginning of the plan of which it is known what happened.
///
/// A flow whose months are known is what it was. What it would have been on the path still says
/// where the path stands: for each known year, the log of what was over what would have been is the
/// miss of the path. A later month m moves by exp(sum over years of gains[year * months + m] *
/// miss), the gains being those of a linear-Gaussian regression (docs/model.md section 1).
struct KnownPlan {
    int months = 0;
    std::size_t columns = 0;           ///< of State::observed
    std::vector<std::size_t> drivers;  ///< whose values are known
    /// By driver, then by known driver: what the latter's missing innovation adds to the former's
    /// normal.
    std::vector<std::vector<double>> weights;
    bool projects = false;  ///< some project's months are known
};

/// A figure that is not kept.
inline constexpr std::size_t no_slot = static_cast<std::size_t>(-1);

/// Where money can be allocated: projects first, then pipelines share this part.
struct FundablePlan {
    double fai_share = 1.0;
    std::size_t district = no_slot;  ///< slot of its district's FAI
    std::vector<FundingPlan> funding;
    std::size_t first_row = 0;  ///< of its funding rows in the flat numbering
    bool public_money = false;  ///< some of it may come from others than investors
    int priority = 100;
    // Projects with minimum capital (docs/model.md section 6).
    bool guards_capital = false;      ///< it limits what is drawn
    std::vector<double> other_share;  ///< by plan year: most that is not capital; empty for none
    std::vector<double> capital;      ///< by plan year: what `capital_first` waits for, fen
    double spent_before = 0.0;        ///< the plan, fen; counts as capital
    std::string id;
    Text name;
    std::string basis;
};

/// What counts as FAI when, and when it is reported.
struct FaiPlan {
    bool by_progress = false;        ///< work done at planned cost, not spending
    int lag = 0;                     ///< months
    std::vector<double> carried_in;  ///< reported in the first `lag` months, fen
};

/// An interval of the share of a project's cost, empty by default.
struct ShareRange {
    double begin = 0.0;
    double end = 0.0;

    /// How much of [from, to] lies in it.
    [[nodiscard]] double overlap(double from, double to) const {
        const double high = to < end ? to : end;
        const double low = from > begin ? from : begin;
        return high > low ? high - low : 0.0;
    }
};

/// What a project has done in the known months; by month.
struct ProjectActualsPlan {
    std::vector<double> spent;               ///< fen, all rows together
    std::vector<std::vector<double>> drawn;  ///< fen, by funding row
    std::vector<std::size_t> stage;          ///< flat index; nowhere: it has not moved yet
    std::vector<double> share;               ///< of that stage's work
};

struct ProjectPlan : FundablePlan {
    std::uint32_t stream = 0;
    std::size_t first_stage = 0;
    std::size_t last_stage = 0;  ///< inclusive
    std::size_t calendar = 0;
    double total = 0.0;               ///< fen
    std::array<double, 6> s_curve{};  ///< polynomial coefficients, ascending, s_curve[0] = 0
    /// G(F) = g0 + slope_before * min(F - start, knee - start) + slope_after * max(F - knee, 0)
    double spent_start = 0.0, start = 0.0, knee = 1.0, slope_before = 1.0, slope_after = 0.0;
    bool first_year_given = false;  ///< the plan document gave it
    bool has_deadline = false;
    bool start_matters = false;  ///< of some stage: it releases links or is dated
    bool has_closing = false;    ///< some stage has its finish held back by links
    bool timed = false;          ///< when it runs hangs on time, links and durations alone
    double progress = 0.0;
    ShareRange land_work, land_spending;  ///< of F and of G: land that does not count as FAI
    double new_output = 0.0;              ///< a month at full capacity, not rounded
    double yearly_output = 0.0;
    double tax_rate = 0.0;
    std::size_t revenue_district = no_slot;  ///< slot of its district's general revenue
    double ramp_up = 1.0;                    ///< at least 1
    std::vector<double> minimum_capital;     ///< by plan year, fen; empty for none
    DistributionPlan overrun;
    ShockLoadings duration_shocks, cost_shocks;
    std::size_t sector = 0;           ///< of Plan::sectors, where a loading is not 0
    std::size_t approval_year = 0;    ///< of Plan::approval_years, likewise
    double planned_first_year = 0.0;  ///< spending of the first year on the planned schedule, fen
    double planned_first_year_counted = 0.0;  ///< what of it is subject to fai_share
    std::optional<ProjectActualsPlan> actuals;
};

struct PipelinePlan : FundablePlan {
    FlowPlan need;
};

/// Order of allocation over projects and pipelines.
struct FundableRef {
    bool pipeline = false;
    std::size_t index = 0;
};

/// Terms of new debt. What is issued in one month has the schedule of that month.
struct DebtTermsPlan {
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
    std::size_t arrived_column = 0;  ///< of State::arrived_in_year, where carry_years is above 0
    bool carries_quota = false;
    std::vector<char> window;         ///< by month: bonds may be issued; only where a limit holds
    std::vector<std::size_t> rights;  ///< by month of issue, where bonds have a right of their own
    double monthly_deposit_rate = 0.0;
};

/// A project's balance of a loan whose interest is capitalised.
struct ConstructionLoanPlan {
    std::size_t project = 0;
    std::size_t source = 0;
    std::size_t row = 0;  ///< in the flat numbering of funding rows
};

using model::debt_class_of;

/// What is told of funnels.
enum class FunnelSlot : std::size_t {
    attracted,
    negotiating,
    signed_up,
    landed,
    arrived,
    newly_signed,
    newly_landed,
    count
};
using FunnelSlots = std::array<std::size_t, static_cast<std::size_t>(FunnelSlot::count)>;

struct FunnelPlan {
    std::string id;
    Text name;
    std::uint32_t stream = 0;
    std::array<int, model::funnel_steps> initial{};
    std::vector<double> new_prospects;      ///< a month, by plan year
    std::vector<random::Binomial> leaving;  ///< by step: a month, 1/months
    std::vector<random::Binomial> going_on;
    double investment = 0.0;  ///< fen
    std::optional<std::size_t> source;
    FunnelSlots own_slots{};  ///< where there are other funnels; or no_slot
};

/// Bonds of one project: their service at fixed rates, which no path moves, and their figures.
struct CoveragePlan {
    std::string id;
    std::vector<double> service;  ///< by plan year, fen
    std::array<std::size_t, model::coverage_cases> slots{};
};

/// When the line of a completed project flows, and how much of it; nothing for an ordinary line.
struct YieldPlan {
    std::size_t finish = nowhere;  ///< place of the finish that it begins with
    std::size_t sale = nowhere;    ///< land: its place among the sales
    double months = 1.0;           ///< until it flows in full, or all land is sold; at least 1
    std::size_t slot = no_slot;    ///< of its kind's indicator

    [[nodiscard]] bool any() const { return finish != nowhere; }
};

/// A share of what lines of revenue bring in a month.
struct RevenueSharePlan {
    std::vector<std::size_t> columns;  ///< of State::realised
    std::vector<double> share;         ///< by plan year

    [[nodiscard]] bool any() const { return !columns.empty(); }
};

struct RevenuePlan {
    std::string id;
    model::Account account = model::Account::general;
    bool transfer = false;
    bool platform = false;
    FlowPlan flow;
    std::size_t district = no_slot;  ///< slot of its district's general revenue
    const char* item = "revenue";    ///< what the books call it
    YieldPlan yield = {};
    std::size_t coverage = nowhere;  ///< of the bonds that it pays for
    std::size_t realised =
        nowhere;  ///< column of its month's amount, where others are a share of it
};

struct EconomicSeriesPlan {
    std::string id;
    Text name;
    FlowPlan flow;      ///< its amounts are not used: a year is formed as a whole
    double base = 0.0;  ///< of the year before the plan, fen
    double new_output_share = 0.0;
    std::size_t level = 0;   ///< slot
    std::size_t growth = 0;  ///< slot
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

struct ExpenditurePlan {
    std::string id;
    model::Account account = model::Account::general;
    bool three_guarantees = false;
    bool platform_subsidy = false;
    FlowPlan flow;
    const char* item = "expenditure";  ///< what the books call it
    YieldPlan yield = {};
    std::size_t coverage = nowhere;  ///< of the bonds whose project it belongs to
    int rank = model::default_rank;
    bool contracted = false;  ///< what is not paid is owed to suppliers
    bool remittance = false;  ///< deducted before anything is paid
    RevenueSharePlan of_revenue = {};

    /// What a restructuring cuts: nothing that is owed.
    [[nodiscard]] bool can_be_cut() const {
        return !three_guarantees && !contracted && !remittance;
    }
    /// Paid in the step `other`.
    [[nodiscard]] bool is_other() const { return !three_guarantees && !remittance; }
};

struct AccountTransferPlan {
    std::string id;
    model::Account from = model::Account::fund;
    model::Account to = model::Account::general;
    FlowPlan flow;
    RevenueSharePlan of_revenue;
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

/// An instrument with a floating rate: an existing one, or what a source issues in one month.
struct FloatingInstrument {
    std::string id;
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
    std::size_t service_slot = no_slot;  ///< of its own service, where a target asks for it
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

struct StabilisationPlan {
    double opening = 0.0;               ///< fen
    std::vector<double> deposit_share;  ///< by plan year
    std::vector<double> ceiling;        ///< by plan year, fen; infinite without
};

struct AdvancesPlan {
    std::vector<double> limit;  ///< by plan year, fen
    int repay_months = 1;
    double monthly_rate = 0.0;
};

struct TargetPlan {
    std::string id;
    Text name;
    model::Indicator indicator{};
    std::string dimension;
    model::Span span;
    std::size_t slot = no_slot;     ///< of the yearly figures, or place of the monthly ones
    std::size_t project = nowhere;  ///< whose completion is asked for; then there is no slot
    int first = 0;                  ///< plan year, or month of the plan
    int last = 0;                   ///< likewise, included
    model::Target::Over over = model::Target::Over::every;
    model::Target::Relation relation = model::Target::Relation::at_least;
    double value = 0.0;
};

/// A yearly figure that the kernel keeps: an indicator in one dimension.
struct Slot {
    model::Indicator indicator;
    std::string dimension;
    model::Unit unit = model::Unit::money;
};

/// The fixed slots in the order of `Plan::slots`; those of districts and economic series follow.
enum class YearSlot : std::size_t {
    fai_total,
    fai_named,
    fai_pipeline,
    fai_growth,
    first_year_execution,
    funding_shortfall,
    projects_started,
    projects_completed,
    projects_suspended,
    projects_cancelled,
    new_capacity,
    new_output,
    taxpayer_output,
    general_revenue,
    general_revenue_growth,
    transfers,
    fund_revenue,
    state_capital_revenue,
    fiscal_capacity,
    expenditure,
    three_guarantees,
    three_guarantees_cover,
    fiscal_project_spending,
    financing_gap,
    cash,
    cash_min,
    gdp,
    debt_statutory,
    debt_statutory_general,
    debt_statutory_special,
    debt_total,
    new_debt,
    debt_ratio,
    debt_to_gdp,
    tier_green,
    tier_yellow,
    tier_orange,
    tier_red,
    debt_service,
    interest,
    implicit_interest_rate,
    principal,
    refinanced,
    arrears,
    cash_held,
    cash_cover,
    count
};
inline constexpr std::size_t fixed_slots = static_cast<std::size_t>(YearSlot::count);

/// Groups of slots that stand behind those of the districts, each only in a plan that has a use for
/// it.
enum class TierSlot : std::size_t { market_closed, bonds_refused, count };
enum class RefusalSlot : std::size_t { refinancing_refused, count };
enum class ResolutionSlot : std::size_t { refinanced, count };
enum class FullCalibreSlot : std::size_t { debt, ratio, green, yellow, orange, red, count };
enum class CoverageSlot : std::size_t { special_coverage, life, special_fallback, count };
enum class RestructuringSlot : std::size_t {
    months,
    general_share,
    special_share,
    general_hit,
    special_hit,
    projects_held_back,
    count
};
enum class PlatformSlot : std::size_t { cash, income, subsidy, shortfall, calls, count };
enum class ReserveSlot : std::size_t { used, count };
enum class StabilisationSlot : std::size_t { fund, used, count };
enum class AdvancesSlot : std::size_t { outstanding, drawn, count };
enum class BudgetSlot : std::size_t { general_revenue_execution, count };
enum class PayablesSlot : std::size_t { total, suppliers, three_guarantees, count };
enum class GdpSlot : std::size_t { growth, count };
/// Coverage without any service to cover, and the most that is reported.
inline constexpr double most_coverage = 100.0;
/// The same of months of payments that cash covers.
inline constexpr double most_cash_cover = 100.0;
/// Where the slots of a group begin; `no_slot` in a plan without them.
struct OptionalSlots {
    std::size_t tier = no_slot;
    std::size_t refusal = no_slot;
    std::size_t resolution = no_slot;
    std::size_t full_calibre = no_slot;
    std::size_t coverage = no_slot;
    std::size_t restructuring = no_slot;
    std::size_t platform = no_slot;
    std::size_t reserve = no_slot;
    std::size_t stabilisation = no_slot;
    std::size_t advances = no_slot;
    std::size_t budget = no_slot;
    std::size_t gdp = no_slot;
    std::size_t account_transfers = no_slot;
    std::size_t payables = no_slot;
    std::size_t remittance = no_slot;
    std::size_t financing = no_slot;
    std::size_t funnels = no_slot;  ///< of all together
};

/// Events of which each path keeps the first month (docs/model.md section 8).
enum class FirstHit : std::size_t {
    cash_below_floor,
    arrears,
    restructuring_general,
    restructuring_special,
    count
};
inline constexpr std::array<const char*, static_cast<std::size_t>(FirstHit::count)> first_hit_names{
    "cash_below_floor", "arrears", "restructuring_general", "restructuring_special"};
/// Limits on debt, deposit interest and capitalised interest.
enum class FinancingSlot : std::size_t {
    limit_room_general,
    limit_room_special,
    idle_bond_money,
    capitalised_interest,
    issue_costs,
    count
};

/// Figures kept month by month: the first ones always, the others where a target asks for them.
enum class MonthSlot : std::size_t {
    fai,
    general_revenue,
    debt_service,
    cash,
    arrears,
    payables,
    count
};
inline constexpr std::size_t month_slots = static_cast<std::size_t>(MonthSlot::arrears);
[[nodiscard]] model::Indicator indicator_of(MonthSlot slot);

/// Service of one existing instrument that a target asks for, as far as it does not depend on the
/// path; a slot of its own.
struct WatchedService {
    std::size_t slot = 0;
    std::vector<double> by_year;  ///< fen
};

/// One payment of the waterfall; of interest and principal the classes it serves.
struct PaymentPlan {
    model::WaterfallStep step = model::WaterfallStep::other;
    std::vector<std::size_t> classes;
};

struct Plan {
    std::string id;
    Text name;
    int first_year = 2020;
    Month start{2020, 1};  ///< first month of the first budget year
    int years = 5;
    int months = 60;

    std::vector<DriverPlan> drivers;
    std::vector<std::vector<double>> correlation_factor;  ///< lower triangle, row by row
    std::uint32_t drivers_stream = 0;
    bool heavy_tails = false;  ///< some driver has a tail_scale
    bool spillovers = false;   ///< between some drivers
    std::vector<ShockPlan> shocks;
    std::vector<WalkPlan> walks;
    bool draws_starts = false;    ///< something stands elsewhere than at its mean when it begins
    bool draws_drift = false;     ///< some growth is not known for sure
    bool averages_years = false;  ///< figures that follow a year's average index
    FlowPlan gdp;                 ///< of an even year, with its driver alone
    KnownPlan known;
    double crisis_entry = 0.0;  ///< 0: there are no crises
    double crisis_exit = 1.0;
    std::vector<WorkCalendar> calendars;
    std::vector<StagePlan> stages;
    std::vector<ProjectPlan> projects;
    std::uint32_t projects_stream = 0;
    std::vector<SectorPlan> sectors;  ///< those with a common shock
    std::vector<int> approval_years;  ///< calendar years, likewise
    std::vector<CapacityPlan> capacities;
    std::vector<HoldingPlan> holdings;
    /// Those whose gates are served in order, which is theirs: stages of projects that run already,
    /// then first stages, each in the order of projects.
    std::vector<std::size_t> served_stages;
    bool capital_gates = false;        ///< some stage needs capital
    std::vector<TimedRun> timed_runs;  ///< each behind all that it waits for
    std::vector<TimedEvent> timed_events;
    /// All projects are timed, and paths differ in nothing else: of the yearly figures only in how
    /// many projects start and are completed.
    bool only_schedule = false;
    std::vector<PipelinePlan> pipelines;
    std::vector<FundableRef> allocation_order;
    std::size_t funding_rows = 0;
    bool has_cost_driver = false;
    std::size_t cost_driver = 0;
    std::vector<double> cost_steps;  ///< by month: what its prices lie above its log index
    double suspension_threshold = 0.3;
    double suspension_after = 3.0;
    double suspension_pause = 3.0;
    double restart_cost = 0.0;         ///< share of final cost
    double restart_months = 0.0;       ///< of work
    double cancellation_hazard = 0.0;  ///< a month, while suspended

    [[nodiscard]] bool has_restarts() const { return restart_cost > 0.0 || restart_months > 0.0; }
    [[nodiscard]] bool has_cancellations() const { return cancellation_hazard > 0.0; }

    FaiPlan fai;

    std::vector<SourcePlan> sources;
    std::vector<std::size_t> treasury_pools;  ///< of sources whose money lies in the treasury
    std::vector<ReceiptPlan> receipts;
    bool ties_receipts = false;  ///< some receipt is for one project only
    std::vector<ConstructionLoanPlan> construction_loans;
    std::vector<FunnelPlan> funnels;
    std::vector<RevenuePlan> revenue;
    std::vector<TaxpayerPlan> taxpayers;
    std::vector<ExpenditurePlan> expenditure;
    std::vector<AccountTransferPlan> account_transfers;
    bool owes_suppliers = false;       ///< some line is contracted
    bool remits = false;               ///< some line is a remittance
    std::size_t realised_columns = 0;  ///< lines of revenue that others are a share of
    std::vector<EconomicSeriesPlan> economic_series;
    std::vector<CoveragePlan> coverages;
    std::size_t kept_finishes = 0;  ///< finishes of stages that yields begin with
    std::size_t land_sales = 0;     ///< revenue lines that sell land

    std::array<double, model::debt_class_count> opening_debt{};
    std::array<bool, model::debt_class_count> class_used{};
    std::array<FixedService, model::debt_class_count> fixed_service;
    std::vector<FloatingInstrument> floating;
    std::vector<RefinancingPlan> refinancing;  ///< by class, in the order of their ranks
    /// Of each class, places among them.
    std::array<std::vector<std::size_t>, model::debt_class_count> refinancing_of;
    bool refinancing_quotas = false;  ///< some have one
    bool changes_class = false;       ///< some replace debt by debt of another class
    std::array<std::vector<double>, model::debt_class_count> debt_limit;  ///< by month; or empty
    std::size_t arrived_columns = 0;    ///< of State::arrived_in_year
    bool limits_debt = false;           ///< some class has a limit
    bool earns_deposit_rate = false;    ///< some source does
    bool new_debt_capitalises = false;  ///< interest of some of it is added to it later on
    bool costs_issue = false;           ///< some debt is not issued at its face
    bool capitalises = false;           ///< that of some debt, or of loans under construction
    std::vector<RefinancingRightPlan> refinancing_rights;
    /// Of each class, places among them in the order in which they are refinanced.
    std::array<std::vector<std::size_t>, model::debt_class_count> rights_of;
    std::size_t right_ladders = 0;  ///< columns of all their ladders
    std::size_t ladders = 0;        ///< classes up to the last one used
    std::array<PayingAccounts, model::debt_class_count> paying_accounts{};
    std::array<bool, model::debt_class_count> full_calibre{};
    std::optional<model::TierRules> tier_rules;
    std::optional<model::Restructuring> restructuring;
    std::optional<model::Platform> platform;
    std::vector<double> reserve;  ///< by plan year: to be set aside, fen; empty without
    std::optional<StabilisationPlan> stabilisation;
    std::optional<AdvancesPlan> advances;

    std::array<double, model::account_count> opening_cash{};
    double cash_floor = 0.0;
    double monthly_penalty = 0.0;
    std::vector<PaymentPlan> waterfall;

    model::Tiers tiers;
    double base_fai = -1.0;  ///< fen; negative when not given
    double base_general_revenue = -1.0;
    std::vector<double> general_revenue_budget;  ///< by plan year, fen; empty without
    double base_gdp = -1.0;
    std::size_t gdp_driver = 0;
    double gdp_new_output_share = 0.0;
    bool covers_deficit = false;   ///< some source does
    double first_year_plan = 0.0;  ///< sum of the given first-year amounts, fen

    /// Without restructuring there are only the first two.
    [[nodiscard]] std::size_t first_hits() const {
        return static_cast<std::size_t>(restructuring ? FirstHit::count
                                                      : FirstHit::restructuring_general);
    }

    std::vector<MonthSlot> more_months;  ///< kept behind the first `month_slots`
    std::vector<WatchedService> watched_service;
    std::map<std::string, Text> watched_names;  ///< of the instruments with a slot, by id
    std::vector<Slot> slots;
    OptionalSlots optional_slots;
    std::vector<TargetPlan> targets;

    /// Figures kept month by month, and which of them stands at a place.
    [[nodiscard]] std::size_t month_places() const { return month_slots + more_months.size(); }
    [[nodiscard]] MonthSlot month_slot(std::size_t place) const {
        return place < month_slots ? static_cast<MonthSlot>(place)
                                   : more_months[place - month_slots];
    }

    /// Whether a yearly figure can differ between paths.
    [[nodiscard]] bool varies(std::size_t slot) const {
        return !only_schedule || slot == static_cast<std::size_t>(YearSlot::projects_started) ||
               slot == static_cast<std::size_t>(YearSlot::projects_completed);
    }

    /// Whether a slot has a meaning in a plan year (growth without a base year has none).
    [[nodiscard]] bool reported(std::size_t slot, int year) const;
};

}  // namespace coffer::plan
