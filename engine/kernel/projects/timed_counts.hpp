#pragma once
// What years and deadlines see of timed projects.
#include <algorithm>
#include <cstdint>
#include <vector>

#include "coffer/kernel/path_store.hpp"
#include "core/block.hpp"
#include "core/lanes.hpp"
#include "projects/state.hpp"

namespace coffer::kernel {

/// How often something happens, by year and lane; what happens behind the plan in a column of its
/// own.
template <int width>
struct YearCounts {
    explicit YearCounts(int years = 0)
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

/// Timed projects (projects/timed_runs.hpp).
template <int width>
struct TimedState {
    // By stage, where a run ends or it matters: moment and month of its start and finish, or
    // `never`; by project, the first month of its next run and the month of its start; how many
    // start.
    Table<width> timed_start, timed_start_month, timed_finish, timed_finish_month;
    Table<width> timed_month, timed_start_of;
    YearCounts<width> timed_starts;
    YearCounts<width> completions;         ///< of all projects, when a block is through
    std::vector<double> next_timed_event;  ///< month of each, the earliest of all lanes
    bool passed_ahead = false;             ///< they were passed before the months

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        const bool timed = !plan.timed_runs.empty();
        layout.set_by_steps({&timed_start, &timed_start_month},
                            timed && plan.starts_matter() ? plan.stages.size() : 0);
        layout.set_by_steps({&timed_finish, &timed_finish_month}, timed ? plan.stages.size() : 0);
        layout.set_by_steps({&timed_month, &timed_start_of}, timed ? plan.projects.size() : 0);
        timed_starts = YearCounts<width>(plan.years);
        completions = YearCounts<width>(plan.years);
        next_timed_event.assign(plan.timed_events.size(), 0.0);
    }
};

/// The years of months of the plan; of months behind it, the year behind it.
template <int width>
void years_of(const plan::Plan& plan, const double* months, std::uint16_t* years) {
    constexpr double per_year = 1.0 / 12.0;
    const double end = plan.months;
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        // From the middle of the month, so that no rounding puts it into the year before.
        const double year = (std::min(months[lane], end) + 0.5) * per_year;
        years[lane] = static_cast<std::uint16_t>(static_cast<std::int32_t>(year));
    }
}

/// Counts, by year, the lanes on which something happens in one of the years from `first` to
/// `last`. Small numbers, of which a register holds many.
template <int width>
void count_years(const std::uint16_t* years, std::uint16_t first, std::uint16_t last,
                 YearCounts<width>& counts) {
    counts.first = std::min(counts.first, first);
    counts.last = std::max(counts.last, last);
    for (std::size_t year = first; year <= last; ++year) {
        std::uint16_t* count = counts.of(year);
        const auto wanted = static_cast<std::uint16_t>(year);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            // One where both are alike: of a difference of none, less one, the upper bit. Compared,
            // they would be widened first.
            const auto differ = static_cast<std::uint16_t>(years[lane] ^ wanted);
            const auto alike = static_cast<std::uint16_t>(differ - 1);
            count[lane] = static_cast<std::uint16_t>(count[lane] + (alike >> 15U));
        }
    }
}

/// Counts starts of a project.
template <int width>
void count_by_year(const plan::Plan& plan, const double* starts, State<width>& state) {
    std::uint16_t years[width];
    years_of<width>(plan, starts, years);
    using Months = Eigen::Map<const Eigen::Array<double, width, 1>>;
    const double earliest = Months(starts).minCoeff();
    const double latest = Months(starts).maxCoeff();
    std::uint16_t first = 0, last = 0;
    years_of<1>(plan, &earliest, &first);
    years_of<1>(plan, &latest, &last);
    count_years(years, first, last, state.timed_starts);
}

/// A year's counts as figures.
template <int width>
void counts_of_year(const YearCounts<width>& counts, int year, double* figures) {
    const std::uint16_t* count = counts.of(static_cast<std::size_t>(year));
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) figures[lane] = count[lane];
}

/// Keeps the months in which a project starts until its end is known too. One that is under way has
/// started long since.
template <int width, class Observer>
void note_starts(Block<width, Observer>& block, std::size_t p, const double* starts) {
    double* kept = lanes_of<width>(block.state.timed_start_of, p);
    if (block.plan.projects[p].progress > 0.0) {
        fill_lanes<width>(kept, never);
    } else {
        std::copy_n(starts, width, kept);
    }
}

/// Whether a stage that is dated is late: finished behind its deadline, or not at all.
template <int width, class Observer>
void note_lateness(Block<width, Observer>& block, std::size_t p, const plan::StagePlan& stage,
                   const double* finish) {
    if (stage.deadline < 0 || stage.deadline >= block.plan.months) return;
    auto* late = block.state.late.col(static_cast<Eigen::Index>(p)).data();
    const double latest = stage.deadline + 1.0 + reached_within;
    for (int lane = 0; lane < width; ++lane) late[lane] |= finish[lane] > latest ? 1 : 0;
}

/// The year's figures of timed projects.
template <int width, class Observer>
void count_timed_year(Block<width, Observer>& block) {
    if (Observer::enabled || block.plan.timed_runs.empty()) return;
    double counts[width];
    counts_of_year(block.state.timed_starts, block.year(), counts);
    add_lanes<width>(block.slot(plan::YearSlot::projects_started), counts);
}

}  // namespace coffer::kernel
