#pragma once
// Stages that take from capacities, or need capital, pass their gates here, one lane and one
// project after the other: who comes first decides what is left for the next. Rejected: an event
// queue a path, which would order stages by the moment at which they are ready
// (docs/decisions/0014-capacities.md).
#include <algorithm>
#include <cstdint>
#include <string>

#include "coffer/kernel/path_store.hpp"
#include "coffer/model/names.hpp"
#include "core/block.hpp"
#include "core/lanes.hpp"
#include "projects/capital.hpp"
#include "projects/known_needs.hpp"
#include "projects/needs.hpp"
#include "projects/state.hpp"

namespace coffer::kernel {

/// Capacities, where the plan has any.
template <int width>
struct CapacitiesState {
    Table<width> capacity_left;  ///< what can still be taken now, by capacity
    Table<width> hold_begin,
        hold_end;        ///< by holding; `never` before it is taken, until it is freed
    Table<width> ready;  ///< by project: earliest moment to pass the gate it stands at
    Table<width> waits_since, waits_for;  ///< by project, for the record: moment, 1 + capacity or 0

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        const std::size_t waiting = plan.served_stages.empty() ? 0 : plan.projects.size();
        layout.zeroed({&ready}, waiting);
        layout.set_by_steps({&waits_since, &waits_for}, waiting);
        layout.set_by_steps({&capacity_left}, plan.capacities.size());
        layout.set_by_steps({&hold_begin, &hold_end}, plan.holdings.size());
    }
};

/// What stages under way hold when the plan begins.
template <int width, class Observer>
void begin_capacities(Block<width, Observer>& block) {
    using Kind = model::Capacity::Kind;
    const auto& plan = block.plan;
    auto& state = block.state;
    for (std::size_t c = 0; c < plan.capacities.size(); ++c) {
        const auto& capacity = plan.capacities[c];
        const bool renewable = capacity.kind == Kind::renewable;
        fill_lanes<width>(lanes_of<width>(state.capacity_left, c),
                          renewable ? capacity.amount.front() : 0.0);
    }
    for (std::size_t h = 0; h < plan.holdings.size(); ++h) {
        const auto& holding = plan.holdings[h];
        fill_lanes<width>(lanes_of<width>(state.hold_begin, h),
                          holding.from_the_start ? 0.0 : never);
        fill_lanes<width>(lanes_of<width>(state.hold_end, h), never);
        if (!holding.from_the_start) continue;
        state.capacity_left.col(static_cast<Eigen::Index>(holding.capacity)) -= holding.units;
    }
}

/// Adds what a capacity brings this month.
template <int width, class Observer>
void renew_capacity(Block<width, Observer>& block, std::size_t c) {
    using Kind = model::Capacity::Kind;
    const auto& capacity = block.plan.capacities[c];
    const auto year = static_cast<std::size_t>(block.year());
    const bool january = block.month % 12 == 0;
    auto left = block.state.capacity_left.col(static_cast<Eigen::Index>(c));
    if (capacity.kind == Kind::throughput) {
        left = capacity.amount[year];
    } else if (capacity.kind == Kind::quota && january) {
        if (!capacity.carries_over) left = 0.0;
        left += capacity.amount[year];
    } else if (capacity.kind == Kind::investors) {
        left += 1000.0 * block.state.investors.col(static_cast<Eigen::Index>(capacity.funnel));
    } else if (capacity.kind == Kind::renewable && january && year > 0) {
        left += capacity.amount[year] - capacity.amount[year - 1];
    }
}

/// The earliest moment, `ready` or later, from which on a renewable capacity has `units` to spare
/// beside all that is held. It has them now.
template <int width, class Observer>
double free_from(Block<width, Observer>& block, const plan::DemandPlan& demand, double ready,
                 int lane) {
    auto& state = block.state;
    const auto& capacity = block.plan.capacities[demand.capacity];
    double moment = ready;
    // It can have lacked them only before an end of a holding or a growth of the capacity.
    const auto consider = [&](double end, double amount_before) {
        if (end <= moment || end == never) return;
        double held = 0.0;
        for (const auto h : capacity.holdings) {
            const bool holds = lanes_of<width>(state.hold_begin, h)[lane] < end &&
                               lanes_of<width>(state.hold_end, h)[lane] >= end;
            if (holds) held += block.plan.holdings[h].units;
        }
        if (held + demand.units > amount_before) moment = end;
    };
    const auto amount_at = [&](double end) {
        auto year = static_cast<std::size_t>(end / 12.0);
        if (static_cast<double>(year) * 12.0 == end && year > 0) --year;
        return capacity.amount[std::min(year, capacity.amount.size() - 1)];
    };
    for (const auto h : capacity.holdings) {
        const double end = lanes_of<width>(state.hold_end, h)[lane];
        consider(end, end == never ? 0.0 : amount_at(end));
    }
    for (int year = 1; year <= block.year(); ++year) {
        consider(12.0 * year, capacity.amount[static_cast<std::size_t>(year) - 1]);
    }
    return moment;
}

/// Frees what a stage held that finishes at a moment; one that began in known months took nothing.
template <int width, class Observer>
void free_holdings(Block<width, Observer>& block, const plan::StagePlan& stage, double moment,
                   int lane) {
    auto& state = block.state;
    for (const auto h : stage.freed) {
        const auto& holding = block.plan.holdings[h];
        const double begin = lanes_of<width>(state.hold_begin, h)[lane];
        if (begin == never) continue;
        lanes_of<width>(state.hold_end, h)[lane] = std::max(begin, moment);
        lanes_of<width>(state.capacity_left, holding.capacity)[lane] += holding.units;
    }
}

/// What a stage waits for: a capacity, or behind all capacities its project's capital.
inline std::string reason_name(const plan::Plan& plan, std::size_t reason) {
    return reason < plan.capacities.size() ? plan.capacities[reason].id : "capital";
}

/// Records that a stage waits, when it begins to or for another reason than before.
template <int width, class Observer>
void note_wait(Block<width, Observer>& block, std::size_t p, const plan::StagePlan& stage,
               std::size_t reason, double ready) {
    if constexpr (Observer::enabled) {
        double& waits_for = lanes_of<width>(block.state.waits_for, p)[0];
        const double now = static_cast<double>(reason) + 1.0;
        if (waits_for == now) return;
        if (waits_for == 0.0) lanes_of<width>(block.state.waits_since, p)[0] = ready;
        waits_for = now;
        block.observer.event(block.month, block.plan.projects[p].id, EventKind::waits,
                             Cause(CauseKind::stage_waits,
                                   {model::name_of(stage.kind), reason_name(block.plan, reason)}),
                             ready);
    } else {
        static_cast<void>(block), static_cast<void>(p), static_cast<void>(stage);
        static_cast<void>(reason), static_cast<void>(ready);
    }
}

/// Records how long a stage that passes its gate now was held back.
template <int width, class Observer>
void note_end_of_wait(Block<width, Observer>& block, std::size_t p, const plan::StagePlan& stage,
                      double opening) {
    if constexpr (Observer::enabled) {
        double& waits_for = lanes_of<width>(block.state.waits_for, p)[0];
        const double since = lanes_of<width>(block.state.waits_since, p)[0];
        if (waits_for != 0.0 && opening > since) {
            const auto reason = static_cast<std::size_t>(waits_for) - 1;
            block.observer.event(block.month, block.plan.projects[p].id, EventKind::waited,
                                 Cause(CauseKind::stage_waits, {model::name_of(stage.kind),
                                                                reason_name(block.plan, reason)}),
                                 opening - since);
        }
        waits_for = 0.0;
    } else {
        static_cast<void>(block), static_cast<void>(p), static_cast<void>(stage);
        static_cast<void>(opening);
    }
}

/// One lane's stage that stands ready at its gate takes all it needs and passes, or waits.
template <int width, class Observer>
void admit_stage(Block<width, Observer>& block, std::size_t p, std::size_t s, int lane) {
    using Kind = model::Capacity::Kind;
    const auto& plan = block.plan;
    auto& state = block.state;
    const auto& stage = plan.stages[s];
    const double ready =
        std::max(gate_opening(block, s, lane), lanes_of<width>(state.ready, p)[lane]);
    if (stage.needs_capital && !has_capital(block, p, lane)) {
        lanes_of<width>(state.ready, p)[lane] = block.month + 1.0;
        note_wait(block, p, stage, plan.capacities.size(), ready);
        return;
    }
    const plan::DemandPlan* lacking = nullptr;
    for (const auto& demand : stage.demands) {
        if (lanes_of<width>(state.capacity_left, demand.capacity)[lane] >= demand.units) continue;
        if (lacking == nullptr) lacking = &demand;
        if (plan.capacities[demand.capacity].kind == Kind::renewable) continue;
        // What this month lacks is not there before the next.
        lanes_of<width>(state.ready, p)[lane] = block.month + 1.0;
    }
    if (lacking != nullptr) {
        note_wait(block, p, stage, lacking->capacity, ready);
        return;
    }
    double opening = ready;
    for (const auto& demand : stage.demands) {
        if (plan.capacities[demand.capacity].kind != Kind::renewable) continue;
        opening = std::max(opening, free_from(block, demand, ready, lane));
    }
    for (const auto& demand : stage.demands) {
        lanes_of<width>(state.capacity_left, demand.capacity)[lane] -= demand.units;
        if (plan.capacities[demand.capacity].kind != Kind::renewable) continue;
        lanes_of<width>(state.hold_begin, demand.holding)[lane] = opening;
    }
    if (stage.needs_capital) commit_capital(block, p, lane);
    note_end_of_wait(block, p, stage, opening);
    pass_gate(block, p, lane, opening);
}

/// Lists the lanes that stand ready at the gate of stage `s`. Who lacks what this month does not
/// bring is not among them; a recorder wants to see each.
template <int width, class Observer>
int lanes_to_admit(Block<width, Observer>& block, std::size_t p, std::size_t s, int* lanes) {
    using Kind = model::Capacity::Kind;
    const auto& plan = block.plan;
    auto& state = block.state;
    const auto& stage = plan.stages[s];
    const double* working = lanes_of<width>(state.working, p);
    const double* finish = lanes_of<width>(state.finish, p);
    const double* pending = lanes_of<width>(state.gate_pending, s);
    const double* opening = lanes_of<width>(state.gate_opening, s);
    const std::int32_t* stage_at = state.stage_at.col(static_cast<Eigen::Index>(p)).data();
    double* ready = lanes_of<width>(state.ready, p);
    const auto here = static_cast<std::int32_t>(s);
    const double next_month = block.month + 1.0;
    const double dated = stage.not_before < next_month ? 1.0 : 0.0;
    double stands[width];
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double at_gate = stage_at[lane] == here ? dated : 0.0;
        const double idle = working[lane] == 0.0 ? at_gate : 0.0;
        const double unfinished = finish[lane] == never ? idle : 0.0;
        const double released = pending[lane] <= 0.0 ? unfinished : 0.0;
        stands[lane] = std::max(opening[lane], ready[lane]) < next_month ? released : 0.0;
    }
    if (plan.has_cancellations()) {
        const double* cancelled = lanes_of<width>(state.cancelled, p);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) stands[lane] *= 1.0 - cancelled[lane];
    }
    for (const auto& demand : stage.demands) {
        if (Observer::enabled || plan.capacities[demand.capacity].kind == Kind::renewable) continue;
        const double* left = lanes_of<width>(state.capacity_left, demand.capacity);
        const double units = demand.units;
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            const double lacks = left[lane] < units ? stands[lane] : 0.0;
            ready[lane] = lacks != 0.0 ? next_month : ready[lane];
            stands[lane] -= lacks;
        }
    }
    return flagged_lanes<width>(stands, lanes);
}

/// docs/model.md section 4, "Capacities": running projects before new ones, each in priority order.
template <int width, class Observer>
void step_gates(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    auto& state = block.state;
    if (plan.served_stages.empty()) return;
    for (std::size_t c = 0; c < plan.capacities.size(); ++c) renew_capacity(block, c);
    for (const auto s : plan.served_stages) {
        const auto p = plan.stages[s].project;
        if (state.lanes_at_gate[p] == 0 || is_known(block, plan.projects[p])) continue;
        if (state.next_opening[p] >= block.month + 1) continue;
        int lanes[width];
        const int count = lanes_to_admit(block, p, s, lanes);
        for (int i = 0; i < count; ++i) admit_stage(block, p, s, lanes[i]);
    }
}

}  // namespace coffer::kernel
