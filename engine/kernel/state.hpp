#pragma once
// The state of a block of paths: structure of arrays, the lane (path) innermost, so that every
// inner loop runs over `width` neighbouring doubles and vectorises. Rejected: one object a path,
// whose branches (which stage, which month finished) cost an order of magnitude.
#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <vector>

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

template <int width>
using LaneTable = Eigen::Array<double, width, Eigen::Dynamic>;
template <int width>
using Lanes = Eigen::Array<double, width, 1>;

/// The lanes of one variable.
template <int width, class Size>
[[nodiscard]] inline double* lanes_of(LaneTable<width>& table, Size column) {
    return table.col(static_cast<Eigen::Index>(column)).data();
}

template <int width>
struct State {
    using Table = LaneTable<width>;

    explicit State(const plan::Plan& plan);

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
    Table project_need_total;  ///< sum of needs that were new in their month, for funded_share
    Eigen::Array<std::int32_t, width, Eigen::Dynamic> stage_at;
    std::vector<int> lanes_at_gate, lanes_working, lanes_finished;  ///< by project
    Eigen::Array<std::uint8_t, width, Eigen::Dynamic> late, suspended, short_of_money;

    // Projects then pipelines.
    Table need, funded, spent;
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
    Table first_year_fai, first_year_unmet, first_year_price;
    Table capacity;  ///< yearly output of completed projects, one column
    Table previous_fai, previous_revenue;
};

template <int width>
State<width>::State(const plan::Plan& plan) {
    const auto zero = [](Table& table, std::size_t columns) {
        table.setZero(width, static_cast<Eigen::Index>(columns));
    };
    for (Table* table : {&deviation, &driver_value, &log_index}) zero(*table, plan.drivers.size());
    zero(innovation, 2 * plan.drivers.size());
    zero(revenue_noise, plan.revenue.size());
    zero(taxpayer_noise, plan.taxpayers.size());
    zero(expenditure_noise, plan.expenditure.size());
    zero(source_noise, plan.sources.size());
    zero(pipeline_noise, plan.pipelines.size());
    zero(outage_left, plan.taxpayers.size());
    for (Table* table : {&stage_begin, &stage_inverse, &stage_end, &gate_opening, &gate_pending}) {
        zero(*table, plan.stages.size());
    }
    const auto projects = plan.projects.size();
    for (Table* table : {&final_cost, &position, &cursor, &limit, &mark, &spent_share, &working,
                         &running, &pause_left, &short_months, &finish, &wanted_position,
                         &wanted_share, &suspension_year, &project_need_total}) {
        zero(*table, projects);
    }
    const auto columns = static_cast<Eigen::Index>(projects);
    stage_at.setZero(width, columns);
    late.setZero(width, columns);
    suspended.setZero(width, columns);
    short_of_money.setZero(width, columns);
    lanes_at_gate.assign(projects, 0);
    lanes_working.assign(projects, 0);
    lanes_finished.assign(projects, 0);
    const auto fundables = projects + plan.pipelines.size();
    for (Table* table : {&need, &funded, &spent, &first_year_fai, &first_year_unmet,
                         &first_year_price}) {
        zero(*table, fundables);
    }
    zero(drawn, plan.funding_rows);
    zero(pool, plan.sources.size());
    zero(loan_drawn, plan.sources.size());
    for (Table* table : {&debt, &due_interest, &due_principal, &interest_arrears,
                         &principal_arrears}) {
        zero(*table, model::debt_class_count);
    }
    const auto ladder = model::debt_class_count * static_cast<std::size_t>(plan.months);
    zero(ladder_interest, ladder);
    zero(ladder_principal, ladder);
    zero(floating_balance, plan.floating.size());
    zero(floating_rate, plan.floating.size());
    zero(cash, model::account_count);
    for (Table* table : {&payables, &capacity, &previous_fai, &previous_revenue}) zero(*table, 1);
    zero(yearly, plan.slots.size());
    zero(monthly, plan::month_slots);
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
