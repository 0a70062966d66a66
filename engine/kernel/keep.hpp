#pragma once
// What is kept of a block of paths: figures of months and years, finishes, first hits, and what is
// only told in sum.
#include <algorithm>
#include <atomic>
#include <cstdint>

#include "coffer/base/money.hpp"
#include "coffer/kernel/path_store.hpp"
#include "coffer/kernel/simulate.hpp"
#include "state.hpp"

namespace coffer::kernel {

/// Where a block writes: rows `first` … `first + count - 1` of the store.
struct Rows {
    Eigen::Index first = 0;
    Eigen::Index count = 0;
};

template <int width>
void store_month(const plan::Plan& plan, State<width>& state, int month, Rows rows,
                 SampleTable::Writer& samples) {
    for (std::size_t place = 0; place < plan.kept_months.size(); ++place) {
        samples.write(
            PathStore::month_column(plan, place, month), rows.first, rows.count,
            lanes_of<width>(state.monthly, static_cast<std::size_t>(plan.kept_months[place])));
    }
}

/// Marks the paths on which a yearly sum or a stock has outgrown exact whole fen. Monthly flows are
/// no larger than their yearly sums, so a check a year is enough.
template <int width>
void check_range(const State<width>& state, Rows rows, PathStore& store) {
    Eigen::Array<double, width, 1> largest = state.payables.col(0).abs();
    if (state.supplier_payables.cols() > 0) {
        largest = largest.max(state.supplier_payables.col(0).abs());
    }
    if (state.contractor_payables.cols() > 0) {
        largest = largest.max(state.contractor_payables.col(0).abs());
    }
    for (const LaneTable<width>* table : {&static_cast<const LaneTable<width>&>(state.yearly),
                                          &static_cast<const LaneTable<width>&>(state.pool),
                                          &static_cast<const LaneTable<width>&>(state.spent)}) {
        for (Eigen::Index column = 0; column < table->cols(); ++column) {
            largest = largest.max(table->col(column).abs());
        }
    }
    for (Eigen::Index lane = 0; lane < rows.count; ++lane) {
        if (largest[lane] > largest_fen) store.out_of_range(rows.first + lane, 0) = 1;
    }
}

/// Whether a yearly figure is known only when all finishes are: one may be seen, in January or
/// later, that lies in the year before.
[[nodiscard]] constexpr bool follows_from_finishes(std::size_t slot) {
    return slot == static_cast<std::size_t>(plan::YearSlot::projects_completed) ||
           slot == static_cast<std::size_t>(plan::YearSlot::new_capacity);
}

template <int width>
void store_year(const plan::Plan& plan, State<width>& state, int year, Rows rows,
                SampleTable::Writer& samples) {
    for (std::size_t slot = 0; slot < plan.slots.size(); ++slot) {
        if (!plan.reported(slot, year) || follows_from_finishes(slot)) continue;
        const double* values = lanes_of<width>(state.yearly, slot);
        double parts[width];
        if (plan.slots[slot].unit == model::Unit::ratio) {
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                parts[lane] = round_fen(values[lane] * parts_of_ratio);
            }
            values = parts;
        }
        samples.write(PathStore::year_column(plan, slot, year), rows.first, rows.count, values);
    }
}

/// What projects and pipelines still lack at the end of the first year, as far as it would count as
/// FAI, and what counted and is not reported yet.
template <int width>
void store_first_year(const plan::Plan& plan, const State<width>& state, Rows rows,
                      PathStore& store) {
    for (Eigen::Index f = 0; f < store.first_year_unmet.cols(); ++f) {
        const auto column = static_cast<std::size_t>(f);
        const double fai_share = column < plan.projects.size()
                                     ? plan.projects[column].fai_share
                                     : plan.pipelines[column - plan.projects.size()].fai_share;
        store.first_year_unmet.col(f).segment(rows.first, rows.count) =
            state.lacking.col(f).head(rows.count) * fai_share / fen_per_yuan;
        for (int month = 0; month < plan.fai.lag; ++month) {
            store.first_year_unreported.col(f).segment(rows.first, rows.count) +=
                state.unreported.col(f * plan.fai.lag + month).head(rows.count) / fen_per_yuan;
        }
    }
}

/// A deadline that lies within the plan and was never reached is missed, and so is the month of a
/// start that never came.
template <int width>
[[nodiscard]] bool is_late(const plan::Plan& plan, const State<width>& state, std::size_t project,
                           Eigen::Index lane) {
    const auto column = static_cast<Eigen::Index>(project);
    if (state.late(lane, column) != 0) return true;
    // Its pass looked at the plan's end too.
    if (state.passed_ahead && plan.projects[project].timed) return false;
    if (state.finish(lane, column) != never) return false;
    for (auto stage = static_cast<std::size_t>(state.stage_at(lane, column));
         stage <= plan.projects[project].last_stage; ++stage) {
        const int deadline = plan.stages[stage].deadline;
        if (deadline >= 0 && deadline < plan.months) return true;
        const int start_by = plan.stages[stage].start_by;
        if (start_by < 0 || start_by >= plan.months) continue;
        if (state.stage_started(lane, static_cast<Eigen::Index>(stage)) == 0.0) return true;
    }
    return false;
}

template <int width>
[[nodiscard]] ProjectTotals totals_of(const plan::Plan& plan, State<width>& state,
                                      std::size_t project, Eigen::Index lanes) {
    const double* suspended = lanes_of<width>(state.suspended, project);
    const double* short_of_money = lanes_of<width>(state.short_of_money, project);
    const double* spent = lanes_of<width>(state.spent, project);
    const double* lacking = lanes_of<width>(state.lacking, project);
    const bool cancellable = plan.has_cancellations();
    const bool has_deadline = plan.projects[project].has_deadline;
    ProjectTotals totals;
    for (Eigen::Index lane = 0; has_deadline && lane < lanes; ++lane) {
        totals.late += is_late(plan, state, project, lane) ? 1 : 0;
    }
    if (plan.projects[project].total <= 0.0) {
        // What needs no money lacks none, and nothing stops it.
        totals.funded_share = static_cast<std::uint64_t>(lanes) *
                              static_cast<std::uint64_t>(ProjectTotals::whole_share);
        return totals;
    }
    double parts[width];
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double share = spent[lane] / std::max(1.0, spent[lane] + lacking[lane]);
        // A project that never needed money lacked none.
        parts[lane] = (lacking[lane] > 0.0 ? share : 1.0) * ProjectTotals::whole_share;
    }
    for (Eigen::Index lane = 0; lane < lanes; ++lane) {
        totals.suspended += suspended[lane] != 0.0 ? 1 : 0;
        totals.short_of_money += short_of_money[lane] != 0.0 ? 1 : 0;
        totals.funded_share += static_cast<std::uint64_t>(parts[lane]);
    }
    const double* cancelled = cancellable ? lanes_of<width>(state.cancelled, project) : nullptr;
    for (Eigen::Index lane = 0; cancellable && lane < lanes; ++lane) {
        totals.cancelled += cancelled[lane] != 0.0 ? 1 : 0;
    }
    return totals;
}

/// The same path by path.
template <int width>
void trace_project(const plan::Plan& plan, State<width>& state, std::size_t project, Rows rows,
                   PathStore& store) {
    const auto column = static_cast<Eigen::Index>(project);
    const bool costs = plan.projects[project].total > 0.0;
    for (Eigen::Index lane = 0; lane < rows.count; ++lane) {
        unsigned flags = 0;
        if (plan.projects[project].has_deadline && is_late(plan, state, project, lane)) {
            flags |= ProjectFlag::late;
        }
        if (costs) {
            if (state.suspended(lane, column) != 0.0) flags |= ProjectFlag::suspended;
            if (state.short_of_money(lane, column) != 0.0) flags |= ProjectFlag::short_of_money;
            if (plan.has_cancellations() && state.cancelled(lane, column) != 0.0) {
                flags |= ProjectFlag::cancelled;
            }
            const double spent = state.spent(lane, column);
            const double lacking = state.lacking(lane, column);
            store.project_funded(rows.first + lane, column) =
                lacking > 0.0 ? spent / std::max(1.0, spent + lacking) : 1.0;
        }
        store.project_flags(rows.first + lane, column) = static_cast<std::uint8_t>(flags);
    }
}

inline void add(const ProjectTotals& part, ProjectTotals& sum) {
    const auto add_one = [](std::uint64_t& to, std::uint64_t value) {
        if (value != 0) std::atomic_ref(to).fetch_add(value, std::memory_order_relaxed);
    };
    add_one(sum.late, part.late);
    add_one(sum.suspended, part.suspended);
    add_one(sum.cancelled, part.cancelled);
    add_one(sum.short_of_money, part.short_of_money);
    add_one(sum.funded_share, part.funded_share);
}

/// Of a path beyond largest_fen, whose figures are not used, as much as the type holds.
[[nodiscard]] inline std::int64_t whole_fen(double amount) {
    constexpr double most = 0x1.0p62;
    return static_cast<std::int64_t>(std::clamp(amount, -most, most));
}

inline void add(std::int64_t amount, WideSum& sum) {
    constexpr int lower_bits = 32;
    const std::int64_t upper = amount >> lower_bits;
    sum.upper += upper;
    sum.lower += static_cast<std::uint64_t>(amount - (upper << lower_bits));
}

/// The plan year to which a finish belongs, by its moment as it is kept: a year's end is the last
/// of it. What does not happen within the plan has the year behind it.
[[nodiscard]] inline std::uint16_t year_of_finish(std::int32_t moment) {
    constexpr double per_year = 1.0 / (12.0 * parts_of_month);
    return static_cast<std::uint16_t>(
        static_cast<std::int32_t>((static_cast<double>(moment) - 0.5) * per_year));
}

/// A project's moments as they are kept.
template <int width>
void kept_moments(const plan::Plan& plan, const double* finish, std::int32_t* moments) {
    const double beyond = PathStore::beyond(plan);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        moments[lane] =
            static_cast<std::int32_t>(round_fen(std::min(finish[lane], beyond) * parts_of_month));
    }
}

/// `finish_of` tells the lanes of a project; counts them by the year in which they lie.
template <int width, class FinishOf>
void store_finishes(const plan::Plan& plan, const FinishOf& finish_of, Rows rows,
                    SampleTable::Writer& samples, YearCounts<width>& completions) {
    completions.clear();
    for (std::size_t p = 0; p < plan.projects.size(); ++p) {
        std::int32_t moments[width];
        std::uint16_t years[width];
        kept_moments<width>(plan, finish_of(p), moments);
        std::int32_t first = moments[0], last = moments[0];
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            years[lane] = year_of_finish(moments[lane]);
            first = std::min(first, moments[lane]);
            last = std::max(last, moments[lane]);
        }
        count_years(years, year_of_finish(first), year_of_finish(last), completions);
        samples.write_whole(static_cast<Eigen::Index>(p), rows.first, rows.count, moments);
    }
}

/// Years without any are zeros, as they are in the store.
template <int width>
void store_counts(const plan::Plan& plan, plan::YearSlot slot, const YearCounts<width>& counts,
                  Rows rows, SampleTable::Writer& samples) {
    const auto place = static_cast<std::size_t>(slot);
    for (int year = counts.first; year <= std::min<int>(counts.last, plan.years - 1); ++year) {
        if (!plan.reported(place, year)) continue;
        double figures[width];
        counts_of_year(counts, year, figures);
        samples.write(PathStore::year_column(plan, place, year), rows.first, rows.count, figures);
    }
}

/// The yearly output of all projects that are completed by the end of each year.
template <int width>
void store_capacity(const plan::Plan& plan, State<width>& state, Rows rows,
                    SampleTable::Writer& samples) {
    const auto place = static_cast<std::size_t>(plan::YearSlot::new_capacity);
    double output[width] = {};
    for (int year = 0; year < plan.years; ++year) {
        if (!plan.reported(place, year)) continue;
        fill_lanes<width>(output, 0.0);
        for (std::size_t p = 0; p < plan.projects.size(); ++p) {
            const double more = plan.projects[p].yearly_output;
            if (more <= 0.0) continue;
            std::int32_t moments[width];
            kept_moments<width>(plan, lanes_of<width>(state.finish, p), moments);
            for (int lane = 0; lane < width; ++lane) {
                output[lane] += year_of_finish(moments[lane]) <= year ? more : 0.0;
            }
        }
        samples.write(PathStore::year_column(plan, place, year), rows.first, rows.count, output);
    }
}

template <int width>
void store_first_hits(const plan::Plan& plan, State<width>& state, Rows rows,
                      SampleTable::Writer& samples) {
    const double beyond = PathStore::beyond(plan);
    for (std::size_t hit = 0; hit < plan.first_hits(); ++hit) {
        const double* first_hit = lanes_of<width>(state.first_hit, hit);
        double months[width];
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) months[lane] = std::min(first_hit[lane], beyond);
        samples.write(static_cast<Eigen::Index>(hit), rows.first, rows.count, months);
    }
}

/// What the projects of plan::JointGoal cost together, with what they still lack.
template <int width>
void store_cost(const plan::Plan& plan, State<width>& state, Rows rows, const PathStore& store,
                SampleTable::Writer& samples) {
    if (store.joint.projects.empty()) return;
    double costs[width] = {};
    for (const std::size_t p : store.joint.projects) {
        const auto& project = plan.projects[p];
        const double before = round_fen(project.spent_start * project.total);
        const double* spent = lanes_of<width>(state.spent, p);
        const double* lacking = lanes_of<width>(state.lacking, p);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            costs[lane] += before + spent[lane] + round_fen(lacking[lane]);
        }
    }
    samples.write(0, rows.first, rows.count, costs);
}

template <int width>
void store_totals(const plan::Plan& plan, State<width>& state, Rows rows, PathStore& store) {
    for (std::size_t p = 0; p < plan.projects.size(); ++p) {
        add(totals_of(plan, state, p, rows.count), store.totals[p]);
        if (store.detail == Detail::traced) trace_project(plan, state, p, rows, store);
    }
    for (std::size_t f = 0; f < store.first_year_fai_sum.size(); ++f) {
        // What costs nothing is no investment.
        if (f < plan.projects.size() && plan.projects[f].total <= 0.0) continue;
        const auto column = static_cast<Eigen::Index>(f);
        const auto fai = state.first_year_fai.col(column).head(rows.count);
        WideSum part;
        for (Eigen::Index lane = 0; lane < rows.count; ++lane) add(whole_fen(fai[lane]), part);
        auto& sum = store.first_year_fai_sum[f];
        std::atomic_ref(sum.upper).fetch_add(part.upper, std::memory_order_relaxed);
        std::atomic_ref(sum.lower).fetch_add(part.lower, std::memory_order_relaxed);
        if (store.detail != Detail::traced) continue;
        store.first_year_fai.col(column).segment(rows.first, rows.count) = fai / fen_per_yuan;
        store.first_year_price.col(column).segment(rows.first, rows.count) =
            state.first_year_price.col(column).head(rows.count) / fen_per_yuan;
    }
}

}  // namespace coffer::kernel
