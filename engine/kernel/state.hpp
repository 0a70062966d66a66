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

#include <Eigen/Core>

#include "coffer/kernel/path_store.hpp"
#include "coffer/plan/plan.hpp"

/// Before a loop over lanes: its arrays do not overlap. With many arrays compilers give up proving
/// it and leave the loop scalar.
#ifdef __clang__
#define COFFER_INDEPENDENT_LANES _Pragma("clang loop vectorize(assume_safety)")
#else
#define COFFER_INDEPENDENT_LANES _Pragma("GCC ivdep")
#endif

namespace coffer::kernel {

/// Columns of lanes, one a variable; a view into the block's one piece of memory.
template <int width>
using LaneTable = Eigen::Map<Eigen::Array<double, width, Eigen::Dynamic>>;

/// The lanes of one variable.
template <int width, class Size>
[[nodiscard]] inline double* lanes_of(LaneTable<width>& table, Size column) {
    return table.col(static_cast<Eigen::Index>(column)).data();
}

template <int width>
struct State {
    struct Table : LaneTable<width> {
        Table() : LaneTable<width>(nullptr, width, 0) {}
        using LaneTable<width>::operator=;
    };

    explicit State(const plan::Plan& plan);

    /// Everything back to zero, for the next block.
    void reset();

    // Drivers.
    Table deviation, driver_value, log_index, innovation;

    // Yearly noise of flows, one column a flow of `FlowNoise` order; refreshed each January.
    Table revenue_noise, taxpayer_noise, expenditure_noise, source_noise, pipeline_noise;
    Table outage_left;  ///< months of outage still to come, by taxpayer

    // Stages.
    Table stage_begin, stage_inverse, stage_end;  ///< position B_(k-1), 1/D_k, B_k
    Table gate_opening, gate_pending;             ///< latest release so far, links still unreleased

    // Projects.
    Table final_cost, position, cursor, limit, mark, spent_share, working, running, pause_left,
        short_months, finish, wanted_position, wanted_share, suspension_year;
    Eigen::Array<std::int32_t, width, Eigen::Dynamic> stage_at;
    std::vector<int> lanes_at_gate, lanes_working, lanes_finished;  ///< by project
    // By project, whether some lane asks for money this month: at all, as running, as starting.
    std::vector<char> needs_money, needs_running, needs_starting;
    std::vector<char> held_up;  ///< some lane lacks money, did so last month, or is suspended
    Eigen::Array<std::uint8_t, width, Eigen::Dynamic> late, suspended, short_of_money;

    // Projects then pipelines.
    Table need, funded, spent;
    Table lacking;  ///< project: unmet part of its latest need; pipeline: lapsed need of the year
    // By funding row.
    Table drawn;

    // Sources.
    Table pool, loan_drawn;

    // Debt by class.
    Table debt, due_interest, due_principal, interest_arrears, principal_arrears;
    Table ladder_interest, ladder_principal;  ///< column debt_class * months + month
    Table floating_balance, floating_rate;

    // Treasury.
    Table cash, payables;

    // Figures.
    Table yearly;   ///< column: slot
    Table monthly;  ///< column: month slot
    Table first_year_fai, first_year_price;
    Table capacity;  ///< yearly output of completed projects, one column
    Table previous_fai, previous_revenue;

    /// All tables, one after the other. In one piece because tables allocated apart would start at
    /// the same place of a page, and the same column of all tables compete for the same cache
    /// lines.
    Eigen::ArrayXd memory;

    // Its tables point into its memory.
    State(const State&) = delete;
    State(State&&) = delete;
    State& operator=(const State&) = delete;
    State& operator=(State&&) = delete;
    ~State() = default;
};

template <int width>
void State<width>::reset() {
    memory.setZero();
    stage_at.setZero();
    late.setZero();
    suspended.setZero();
    short_of_money.setZero();
    for (auto* counts : {&lanes_at_gate, &lanes_working, &lanes_finished}) {
        std::fill(counts->begin(), counts->end(), 0);
    }
    std::fill(held_up.begin(), held_up.end(), 0);
}

template <int width>
State<width>::State(const plan::Plan& plan) {
    std::vector<std::pair<Table*, Eigen::Index>> tables;
    Eigen::Index total = 0;
    const auto size = [&](Table& table, std::size_t columns) {
        tables.emplace_back(&table, static_cast<Eigen::Index>(columns));
        // An odd number of columns, so that no table fills whole pages.
        total += (static_cast<Eigen::Index>(columns) | 1) * width;
    };
    for (Table* table : {&deviation, &driver_value, &log_index}) size(*table, plan.drivers.size());
    size(innovation, 2 * plan.drivers.size());
    size(revenue_noise, plan.revenue.size());
    size(taxpayer_noise, plan.taxpayers.size());
    size(expenditure_noise, plan.expenditure.size());
    size(source_noise, plan.sources.size());
    size(pipeline_noise, plan.pipelines.size());
    size(outage_left, plan.taxpayers.size());
    for (Table* table : {&stage_begin, &stage_inverse, &stage_end, &gate_opening, &gate_pending}) {
        size(*table, plan.stages.size());
    }
    const auto projects = plan.projects.size();
    for (Table* table :
         {&final_cost, &position, &cursor, &limit, &mark, &spent_share, &working, &running,
          &pause_left, &short_months, &finish, &wanted_position, &wanted_share, &suspension_year}) {
        size(*table, projects);
    }
    const auto columns = static_cast<Eigen::Index>(projects);
    stage_at.resize(width, columns);
    late.resize(width, columns);
    suspended.resize(width, columns);
    short_of_money.resize(width, columns);
    lanes_at_gate.assign(projects, 0);
    lanes_working.assign(projects, 0);
    lanes_finished.assign(projects, 0);
    for (auto* flags : {&needs_money, &needs_running, &needs_starting, &held_up}) {
        flags->assign(projects, 0);
    }
    const auto fundables = projects + plan.pipelines.size();
    for (Table* table : {&need, &funded, &spent, &lacking, &first_year_fai, &first_year_price}) {
        size(*table, fundables);
    }
    size(drawn, plan.funding_rows);
    size(pool, plan.sources.size());
    size(loan_drawn, plan.sources.size());
    for (Table* table :
         {&debt, &due_interest, &due_principal, &interest_arrears, &principal_arrears}) {
        size(*table, model::debt_class_count);
    }
    const auto ladder = model::debt_class_count * static_cast<std::size_t>(plan.months);
    size(ladder_interest, ladder);
    size(ladder_principal, ladder);
    size(floating_balance, plan.floating.size());
    size(floating_rate, plan.floating.size());
    size(cash, model::account_count);
    for (Table* table : {&payables, &capacity, &previous_fai, &previous_revenue}) size(*table, 1);
    size(yearly, plan.slots.size());
    size(monthly, plan::month_slots);

    memory.setZero(total);
    double* next = memory.data();
    for (const auto& [table, count] : tables) {
        // How Eigen reseats a view.
        new (static_cast<LaneTable<width>*>(table)) LaneTable<width>(next, width, count);
        next += (count | 1) * width;
    }
}

/// What the steps of a month share. `Observer` is Recorder or NoRecorder.
template <int width, class Observer>
struct Block {
    const plan::Plan& plan;
    std::uint64_t seed = 0;
    std::uint64_t first_path = 0;
    State<width>& state;
    Observer& observer;
    int month = 0;

    [[nodiscard]] int year() const { return month / 12; }
    [[nodiscard]] double* slot(plan::YearSlot slot) {
        return lanes_of<width>(state.yearly, static_cast<std::size_t>(slot));
    }
    [[nodiscard]] double* slot(plan::MonthSlot slot) {
        return lanes_of<width>(state.monthly, static_cast<std::size_t>(slot));
    }
};

}  // namespace coffer::kernel
