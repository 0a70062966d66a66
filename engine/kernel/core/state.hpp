#pragma once
// The state of a block of paths: structure of arrays, the lane (path) innermost, so that every
// inner loop runs over `width` neighbouring doubles and vectorises. Rejected: one object a path,
// whose branches (which stage, which month finished) cost an order of magnitude.
#include <algorithm>
#include <array>
#include <cstdint>
#include <new>
#include <utility>
#include <vector>

#include "coffer/kernel/draws.hpp"
#include "coffer/kernel/path_store.hpp"
#include "coffer/plan/plan.hpp"
#include "core/lanes.hpp"

namespace coffer::kernel {

/// What gate_pending holds once a gate is open: later releases do not change its moment.
inline constexpr double passed_gate = -1.0;

/// A position counts as reached within this many months of work: below any meaningful duration,
/// far above rounding.
inline constexpr double reached_within = 1e-9;

/// How often something happens, by year and lane; what happens behind the plan in a column of its
/// own.
template <int width>
struct YearCounts {
    explicit YearCounts(int years)
        : behind(static_cast<std::uint16_t>(years)),
          counts((static_cast<std::size_t>(years) + 1) * width) {}

    [[nodiscard]] std::uint16_t* of(std::size_t year) { return counts.data() + year * width; }
    [[nodiscard]] const std::uint16_t* of(std::size_t year) const {
        return counts.data() + year * width;
    }
    void clear() {
        std::fill(counts.begin(), counts.end(), std::uint16_t{0});
        first = behind;
        last = 0;
    }

    std::uint16_t behind;
    std::vector<std::uint16_t> counts;
    std::uint16_t first = 0, last = 0;  ///< years outside of which nothing has been counted
};

/// Columns of a line: its exponent of the year, where it stood when the plan began, and the mean of
/// its months' shares.
inline constexpr std::size_t line_columns = 3;

template <int width>
struct State {
    struct Table : LaneTable<width> {
        Table() : LaneTable<width>(nullptr, width, 0) {}
        using LaneTable<width>::operator=;
    };

    explicit State(const plan::Plan& plan);

    /// Everything that a block does not set before it reads it back to zero, for the next block.
    void reset();

    // Drivers. Innovations, those of shocks too: of even months, of odd months, and by how much a
    // run that steers the year moves each of its months.
    Table deviation, driver_value, log_index, innovation;
    Table previous_deviation;  ///< of the month before, only with spillovers
    Table crisis;              ///< 1 in a crisis, one column

    // Shocks that lines share, and their walks (drivers/shocks.hpp). Columns of `start_*`, `spread`
    // and `year_index`: drivers, then walks; of `start_normals`: drivers and shocks, twice.
    Table start_normals, start_level, start_rest, spread, year_index, drift, driver_luck;
    Table shock_innovation, shock_luck, month_share, walk_deviation, walk_index;

    /// Flows of which months are known: sums of what would have been, then misses
    /// (drivers/known.hpp).
    Table observed;

    // What a year holds for each line, `line_columns` a line (drivers/flows.hpp).
    Table economy_noise;
    Table revenue_noise, taxpayer_noise, expenditure_noise, source_noise, pipeline_noise;
    Table outage_left;  ///< months of outage still to come, by taxpayer

    Table sector_shock, year_shock;  ///< normals that projects share

    /// Uniforms drawn for the next month (draw_next_chances).
    Table tail;  ///< the year's normal that widens innovations
    Table tail_waiting, crisis_waiting, market_waiting, outage_waiting, prospects_waiting;

    // Stages.
    Table stage_begin, stage_inverse, stage_end;  ///< position B_(k-1), 1/D_k, B_k
    /// Opening moment as far as released; releases it still waits for, `passed_gate` once open.
    Table gate_opening, gate_pending;
    Table stage_started;  ///< 1 when it has; only where starts matter

    // Timed projects (projects/timed_runs.hpp). By stage, where a run ends or it matters: moment
    // and month of its start and finish, or `never`; by project, the first month of its next run
    // and the month of its start; how many start and are completed.
    Table timed_start, timed_start_month, timed_finish, timed_finish_month;
    Table timed_month, timed_start_of;
    YearCounts<width> timed_starts, timed_completions;
    std::vector<double> next_timed_event;  ///< month of each, the earliest of all lanes
    bool passed_ahead = false;             ///< they were passed before the months

    // Funnels.
    Table prospects;  ///< column funnel * steps + step
    Table investors;  ///< by funnel: whose money arrived this month

    // Capacities, where the plan has any.
    Table capacity_left;           ///< what can still be taken now, by capacity
    Table hold_begin, hold_end;    ///< by holding; `never` before it is taken, until it is freed
    Table capital_until;           ///< by funding row: drawings up to here are committed as capital
    Table ready;                   ///< by project: earliest moment to pass the gate it stands at
    Table waits_since, waits_for;  ///< by project, for the record: moment, 1 + capacity or 0

    // Projects.
    Table final_cost, position, cursor, limit, mark, spent_share, working, running, pause_left,
        short_months, finish, wanted_position, wanted_share, suspension_year;
    /// Projects without cost: the work done since the plan's start (WorkCalendar) with which the
    /// lane next reaches a mark.
    Table due;
    /// By project, so that months in which nothing can happen cost a comparison: no lane that
    /// stands at a gate passes it before this moment unless a link is released or a lane arrives;
    /// no lane's `due` is less than this.
    std::vector<double> next_opening, next_due;
    Table suspended, short_of_money;  ///< 1 for a lane to which it happened at any time
    // Only where the plan has them: share of final cost that a restart still costs, the part of the
    // month's need that pays for it, value of C at which it is done, 1 when the pause is over; 1
    // when cancelled.
    Table restart_share, restart_due, restart_until, restart_pending, cancelled;
    Eigen::Array<std::int32_t, width, Eigen::Dynamic> stage_at;
    std::vector<int> lanes_at_gate, lanes_working, lanes_finished;  ///< by project
    std::vector<int> lanes_to_begin;  ///< that work and never did; only of projects without cost
    // By project, whether some lane asks for money this month: at all, as running, as starting.
    std::vector<char> needs_money, needs_running, needs_starting;
    std::vector<char> held_up;     ///< some lane lacks money, did so last month, or is suspended
    std::vector<char> restarting;  ///< some lane does after a suspension
    std::vector<char> given_up;    ///< some lane is cancelled
    Eigen::Array<std::uint8_t, width, Eigen::Dynamic> late;

    // Projects then pipelines.
    Table need, funded, spent;
    Table lacking;  ///< project: unmet part of its latest need; pipeline: lapsed need of the year
    // FAI, only where the plan asks for it: share of the work counted by project; by project or
    // pipeline what was counted in each of the last months and not reported yet.
    Table work_counted, unreported;
    // By funding row.
    Table drawn;
    /// A loan whose interest is capitalised: its balance, what this month draws on it, interest
    /// counted since it was last added, and the month of its first drawing plus one (0: none yet).
    Table construction_loan, construction_drawn, construction_counted, construction_clock;
    Table tied;  ///< money in the source's pool that only this row may draw

    // Sources.
    Table pool, loan_drawn;
    Table tied_in_pool;  ///< sum of `tied` of its rows
    /// By source whose money lapses after some years: what arrived in each of the last of them, the
    /// present one in place `year % carry_years` until the next takes it.
    Table arrived_in_year;
    Table quota_left;  ///< bonds: what a limit has kept from being issued
    // Yields of projects: moments of the finishes they begin with, share of a land sale sold so
    // far.
    Table kept_finish, land_sold;
    std::vector<int> lanes_begun;  ///< by kept finish: lanes that have reached it
    // Receipts: what will arrive (0 for nothing), and its month.
    Table receipt_amount, receipt_month;
    std::vector<char> used_up;  ///< no lane has anything left in the pool this month

    // Debt by class.
    Table debt, due_interest, due_principal, interest_arrears, principal_arrears;
    /// Column debt_class * months + month: what new debt pays then. Emptied when it falls due.
    Table ladder_interest, ladder_principal;
    Table due_capitalised, ladder_capitalised;  ///< interest that joins its debt
    /// A floating loan between two steps of its contract (plan::ContractLanes), and its rate.
    Table floating_balance, floating_face, floating_counted, floating_owed, floating_part,
        floating_rate, floating_margin;
    /// Bonds of projects: income and cost so far, service so far, and by year to come.
    Table coverage_income, coverage_cost, coverage_service, coverage_due;
    Table special_income, special_service;  ///< of all special debt since the plan began
    Table refinancing_quota;                ///< what is left of the year's, by way to refinance
    Table due_by_right, ladder_by_right;    ///< principal with refinancing rights of its own

    // Rules on debt: columns only where the plan has them.
    Table tier, tier_spread, market_closes, market_opens, borrowing_limit;
    Table market_closed;  ///< 1 while it is
    Table bonds_waiting;  ///< by source: what waits for an open market
    Table platform_cash;
    Table reserve, stabilisation;
    /// Outstanding; of them the advances of the last repay_months; each of those months' advance,
    /// in the column month mod repay_months.
    Table advances, recent_advances, advanced;
    Table restructuring;  ///< 1 while it lasts
    Table clear_years, general_interest, special_interest, general_expenditure, fund_expenditure;
    /// By project: for the year, this month, the last year (from 1) in which it was.
    Table held_back, held_now, held_year;
    char holds_back = 0;  ///< whether any lane's restructuring holds projects back this year
    char slows_work = 0;  ///< whether any lane's slows down those under way

    // Treasury.
    Table cash, payables;
    Table supplier_payables;
    Table paid_out;  ///< of the year: what left the treasury for good
    Table realised;  ///< this month's amounts of lines of revenue that others are a share of

    // Figures.
    Table first_hit;  ///< month of each plan::FirstHit, or `never`
    Table yearly;     ///< column: slot
    Table monthly;    ///< column: month slot
    Table first_year_fai, first_year_price;
    Table capacity;  ///< yearly output of completed projects, one column
    Table previous_fai, previous_revenue, previous_debt;
    Table previous_gdp;
    Table previous_economy;  ///< by economic series

    /// All tables, one after the other. In one piece because tables allocated apart would start at
    /// the same place of a page, and the same column of all tables compete for the same cache
    /// lines.
    Eigen::ArrayXd memory;
    /// Where `reset` clears it.
    struct Range {
        Eigen::Index begin = 0, end = 0;
    };
    std::vector<Range> reset_ranges;

    // Its tables point into its memory.
    State(const State&) = delete;
    State(State&&) = delete;
    State& operator=(const State&) = delete;
    State& operator=(State&&) = delete;
    ~State() = default;
};

template <int width>
void State<width>::reset() {
    for (const auto& range : reset_ranges) {
        memory.segment(range.begin, range.end - range.begin).setZero();
    }
    late.setZero();
    for (auto* counts : {&lanes_at_gate, &lanes_working, &lanes_finished, &lanes_to_begin}) {
        std::fill(counts->begin(), counts->end(), 0);
    }
    std::fill(lanes_begun.begin(), lanes_begun.end(), 0);
    std::fill(next_opening.begin(), next_opening.end(), 0.0);
    std::fill(next_due.begin(), next_due.end(), 0.0);
    std::fill(held_up.begin(), held_up.end(), 0);
    std::fill(restarting.begin(), restarting.end(), 0);
    std::fill(given_up.begin(), given_up.end(), 0);
}

template <int width>
State<width>::State(const plan::Plan& plan)
    : timed_starts(plan.years), timed_completions(plan.years) {
    enum class Columns { all, with_cost };
    struct Group {
        std::vector<Table*> tables;
        std::size_t items = 0;
        Columns used = Columns::all;
    };
    const auto stages = plan.stages.size();
    const auto projects = plan.projects.size();
    const auto fundables = projects + plan.pipelines.size();
    const bool starts_matter =
        std::any_of(plan.projects.begin(), plan.projects.end(),
                    [](const auto& project) { return project.start_matters; });
    const auto months = static_cast<std::size_t>(plan.months);
    const bool timed = !plan.timed_runs.empty();
    const std::size_t tiers = plan.tier_rules ? 1 : 0;
    const std::size_t restructured = plan.restructuring ? 1 : 0;
    const std::vector<Group> reset_groups{
        {{&outage_left}, plan.taxpayers.size()},
        {{&land_sold}, plan.land_sales},
        {{&pool, &loan_drawn}, plan.sources.size()},
        {{&cursor}, projects},
        // Nothing but money holds a project up: those without cost leave these as they are.
        {{&pause_left, &short_months, &suspension_year, &suspended, &short_of_money},
         projects,
         Columns::with_cost},
        {{&restart_share, &restart_due, &restart_until, &restart_pending},
         plan.has_restarts() ? projects : 0,
         Columns::with_cost},
        {{&cancelled}, plan.has_cancellations() ? projects : 0, Columns::with_cost},
        {{&need, &funded, &spent, &lacking, &first_year_fai, &first_year_price},
         fundables,
         Columns::with_cost},
        {{&unreported}, fundables * static_cast<std::size_t>(plan.fai.lag)},
        {{&drawn}, plan.funding_rows},
        {{&construction_loan, &construction_drawn, &construction_counted, &construction_clock},
         plan.construction_loans.empty() ? 0 : plan.funding_rows},
        {{&arrived_in_year}, plan.arrived_columns},
        {{&quota_left}, plan.limits_debt ? plan.sources.size() : 0},
        {{&tied}, plan.ties_receipts ? plan.funding_rows : 0},
        {{&tied_in_pool}, plan.ties_receipts ? plan.sources.size() : 0},
        {{&debt, &due_interest, &due_principal, &interest_arrears, &principal_arrears},
         model::debt_class_count},
        {{&due_capitalised}, model::debt_class_count},
        {{&floating_balance, &floating_face, &floating_counted, &floating_owed, &floating_part,
          &floating_rate, &floating_margin},
         plan.floating.size()},
        {{&due_by_right}, plan.refinancing_rights.size()},
        {{&refinancing_quota}, plan.refinancing_quotas ? plan.refinancing.size() : 0},
        {{&coverage_income, &coverage_cost, &coverage_service}, plan.coverages.size()},
        {{&coverage_due}, plan.coverages.size() * static_cast<std::size_t>(plan.years)},
        {{&special_income, &special_service},
         plan.optional_slots.coverage == plan::no_slot ? 0U : 1U},
        {{&tier, &tier_spread, &market_closes, &market_opens, &borrowing_limit, &market_closed},
         tiers},
        {{&bonds_waiting}, tiers * plan.sources.size()},
        {{&platform_cash}, plan.platform ? 1U : 0U},
        {{&reserve}, plan.reserve.empty() ? 0U : 1U},
        {{&stabilisation}, plan.stabilisation ? 1U : 0U},
        {{&advances, &recent_advances}, plan.advances ? 1U : 0U},
        {{&advanced}, plan.advances ? static_cast<std::size_t>(plan.advances->repay_months) : 0U},
        {{&restructuring, &clear_years, &general_interest, &special_interest, &general_expenditure,
          &fund_expenditure},
         restructured},
        {{&held_back, &held_now, &held_year}, restructured * projects, Columns::with_cost},
        {{&cash}, model::account_count},
        {{&realised}, plan.realised_columns},
        {{&supplier_payables}, plan.owes_suppliers ? 1U : 0U},
        {{&crisis, &payables, &capacity, &previous_fai, &previous_revenue, &previous_debt,
          &paid_out},
         1},
        {{&previous_gdp}, plan.optional_slots.gdp == plan::no_slot ? 0U : 1U},
        {{&previous_economy}, plan.economic_series.size()},
        {{&stage_started}, starts_matter ? stages : 0},
        {{&ready}, plan.served_stages.empty() ? 0 : projects},
        {{&capital_until}, plan.capital_gates ? plan.funding_rows : 0},
        {{&monthly}, static_cast<std::size_t>(plan::MonthSlot::count)},
    };
    // What the beginning of a block, or the month's first use of it, sets; ladders, which are empty
    // again after the last month; what is for the record of a single path.
    const std::vector<Group> other_groups{
        {{&ladder_interest, &ladder_principal}, plan.ladders * months},
        {{&ladder_capitalised}, plan.new_debt_capitalises ? plan.ladders * months : 0},
        {{&ladder_by_right}, plan.right_ladders},
        {{&waits_since, &waits_for}, plan.served_stages.empty() ? 0 : projects},
        {{&deviation, &driver_value, &log_index}, plan.drivers.size()},
        {{&innovation}, 3 * plan.drivers.size()},
        {{&start_normals}, 2 * (plan.drivers.size() + plan.shocks.size())},
        {{&start_level, &start_rest, &spread, &year_index},
         plan.drivers.size() + plan.walks.size()},
        {{&driver_luck}, plan.drivers.size()},
        {{&drift}, 1},
        {{&shock_innovation}, 3 * plan.shocks.size()},
        {{&shock_luck}, 3 * plan.shocks.size()},
        {{&month_share}, 12 * plan.shocks.size()},
        {{&walk_deviation, &walk_index}, plan.walks.size()},
        {{&observed}, plan.known.columns},
        {{&economy_noise}, line_columns * (plan.economic_series.size() + 1)},
        {{&revenue_noise}, line_columns * plan.revenue.size()},
        {{&taxpayer_noise}, line_columns * plan.taxpayers.size()},
        {{&expenditure_noise}, line_columns * plan.expenditure.size()},
        {{&source_noise}, line_columns * plan.sources.size()},
        {{&pipeline_noise}, line_columns * plan.pipelines.size()},
        {{&tail, &tail_waiting, &crisis_waiting, &market_waiting}, 1},
        {{&outage_waiting}, plan.taxpayers.size()},
        {{&prospects_waiting}, plan.funnels.size()},
        {{&previous_deviation}, plan.spillovers ? plan.drivers.size() : 0},
        {{&work_counted}, plan.fai.by_progress ? projects : 0},
        {{&sector_shock}, plan.sectors.size()},
        {{&year_shock}, plan.approval_years.size()},
        {{&capacity_left}, plan.capacities.size()},
        {{&prospects}, plan.funnels.size() * model::funnel_steps},
        {{&investors}, plan.funnels.size()},
        {{&hold_begin, &hold_end}, plan.holdings.size()},
        {{&first_hit}, plan.first_hits()},
        {{&stage_begin, &stage_inverse, &stage_end, &gate_opening, &gate_pending}, stages},
        {{&final_cost, &position, &limit, &mark, &spent_share, &working, &running, &finish,
          &wanted_position, &wanted_share, &due},
         projects},
        {{&receipt_amount, &receipt_month}, plan.receipts.size()},
        {{&kept_finish}, plan.kept_finishes},
        {{&timed_start, &timed_start_month}, timed && starts_matter ? stages : 0},
        {{&timed_finish, &timed_finish_month}, timed ? stages : 0},
        {{&timed_month, &timed_start_of}, timed ? projects : 0},
        {{&yearly}, plan.slots.size()},
    };
    Eigen::Index size = 0;
    for (const auto* groups : {&reset_groups, &other_groups}) {
        for (const auto& group : *groups) {
            size += static_cast<Eigen::Index>(group.tables.size() * (group.items | 1)) * width;
        }
    }
    memory.setZero(size);
    const auto uses = [&](Columns used, std::size_t item) {
        return used == Columns::all || item >= projects || plan.projects[item].total > 0.0;
    };
    Eigen::Index begin = 0;
    for (const auto* groups : {&reset_groups, &other_groups}) {
        for (const auto& [tables, items, used] : *groups) {
            const auto columns = static_cast<Eigen::Index>(items);
            for (auto* table : tables) {
                // How Eigen reseats a view.
                // cppcheck-suppress constStatement
                new (static_cast<LaneTable<width>*>(table))
                    LaneTable<width>(memory.data() + begin, width, columns);
                for (std::size_t item = 0; item < (items | 1); ++item, begin += width) {
                    if (groups != &reset_groups || !uses(used, item)) continue;
                    if (reset_ranges.empty() || reset_ranges.back().end != begin) {
                        reset_ranges.push_back({begin, begin});
                    }
                    reset_ranges.back().end = begin + width;
                }
            }
        }
    }

    stage_at.resize(width, static_cast<Eigen::Index>(projects));
    late.resize(width, static_cast<Eigen::Index>(projects));
    used_up.assign(plan.sources.size(), 0);
    lanes_begun.assign(plan.kept_finishes, 0);
    for (auto* counts : {&lanes_at_gate, &lanes_working, &lanes_finished, &lanes_to_begin}) {
        counts->assign(projects, 0);
    }
    next_opening.assign(projects, 0.0);
    next_due.assign(projects, 0.0);
    next_timed_event.assign(plan.timed_events.size(), 0.0);
    for (auto* flags :
         {&needs_money, &needs_running, &needs_starting, &held_up, &restarting, &given_up}) {
        flags->assign(projects, 0);
    }
}

/// What the steps of a month share. `Observer` is Recorder or NoRecorder.
template <int width, class Observer>
struct Block {
    const plan::Plan& plan;
    const Draws& draws;
    std::uint64_t first_path = 0;
    State<width>& state;
    Observer& observer;
    int month = 0;

    [[nodiscard]] int year() const { return month / 12; }
    [[nodiscard]] double* slot(plan::YearSlot slot) {
        return lanes_of<width>(state.yearly, static_cast<std::size_t>(slot));
    }
    /// A slot of a group that begins at `first`.
    template <class OptionalSlot>
    [[nodiscard]] double* slot(std::size_t first, OptionalSlot slot) {
        return lanes_of<width>(state.yearly, first + static_cast<std::size_t>(slot));
    }
    [[nodiscard]] double* slot(plan::MonthSlot slot) {
        return lanes_of<width>(state.monthly, static_cast<std::size_t>(slot));
    }
};

/// The stage at whose finish a lane in stage `s` next does anything. A recorder wants to see each.
template <class Observer>
[[nodiscard]] std::size_t next_milestone(const plan::Plan& plan, std::size_t s) {
    return Observer::enabled ? s : plan.stages[s].milestone;
}

}  // namespace coffer::kernel
