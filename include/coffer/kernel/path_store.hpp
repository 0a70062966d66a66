#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include <Eigen/Core>

#include "coffer/base/money.hpp"
#include "coffer/kernel/sample_table.hpp"
#include "coffer/plan/joint_goal.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::kernel {

/// `forecast` keeps of some project figures only their sums; `traced` keeps every figure of every
/// path, which weighing paths or looking into the causes needs.
enum class Detail { forecast, traced };

/// Samples are whole numbers of the smallest part of a unit that is kept: fen, billionths of a
/// ratio, thousandths of a month.
inline constexpr double parts_of_ratio = 1e9;
inline constexpr double parts_of_month = 1000.0;
[[nodiscard]] constexpr double parts_of(model::Unit unit) {
    switch (unit) {
        case model::Unit::money:
            return fen_per_yuan;
        case model::Unit::ratio:
            return parts_of_ratio;
        case model::Unit::count:
            return 1.0;
    }
    return 1.0;
}

/// What is only known in sum, over all paths, of a project. Whole numbers, so that the order in
/// which blocks add is of no consequence; blocks add atomically.
struct ProjectTotals {
    std::uint64_t late = 0, suspended = 0, cancelled = 0, short_of_money = 0;  ///< paths
    /// Received / (received + what its latest need lacked), of which 1 is `whole_share`.
    std::uint64_t funded_share = 0;

    static constexpr double whole_share = 0x1.0p32;
};

/// What can happen to a project on a path.
enum ProjectFlag : std::uint8_t { late = 1, suspended = 2, cancelled = 4, short_of_money = 8 };

/// A sum of amounts over more paths than one integer could hold: of each amount the upper part, in
/// units of 2^32 fen, and the lower. Whole numbers, as above.
struct WideSum {
    std::int64_t upper = 0;
    std::uint64_t lower = 0;

    [[nodiscard]] double value() const {
        return static_cast<double>(upper) * 0x1.0p32 + static_cast<double>(lower);
    }
};

/// What every path is remembered by: one row a path, one column a figure, so that a column is a
/// sample in path order. Tasks write different pieces of the sample tables and add to totals;
/// thread-safe on these terms.
struct PathStore {
    using Flags = Eigen::Array<std::uint8_t, Eigen::Dynamic, Eigen::Dynamic>;

    PathStore(const plan::Plan& plan, Eigen::Index paths, Detail wanted = Detail::forecast);

    /// The number of the path in the first row; not zero where others came and went before.
    std::uint64_t first_path = 0;

    /// Column of a yearly slot.
    [[nodiscard]] static Eigen::Index year_column(const plan::Plan& plan, std::size_t slot,
                                                  int year) {
        return static_cast<Eigen::Index>(slot) * plan.years + year;
    }
    [[nodiscard]] static Eigen::Index month_column(const plan::Plan& plan, std::size_t place,
                                                   int month) {
        return static_cast<Eigen::Index>(place) * plan.months + month;
    }
    /// What `finish` and `first_hit` hold of what does not happen within the plan.
    [[nodiscard]] static double beyond(const plan::Plan& plan) { return plan.months + 1.0; }
    /// Bytes that paths take at most.
    [[nodiscard]] static std::uint64_t most_bytes(const plan::Plan& plan, std::uint64_t paths);

    /// What one thread writes samples with.
    struct Writers {
        explicit Writers(PathStore& store)
            : yearly(store.yearly),
              monthly(store.monthly),
              finish(store.finish),
              first_hit(store.first_hit),
              cost(store.cost) {}
        SampleTable::Writer yearly, monthly, finish, first_hit, cost;
    };

    /// (path, year_column); money in yuan, ratios to a billionth. What the plan does not report
    /// stays zero.
    SampleTable yearly;
    SampleTable monthly;    ///< (path, month_column), likewise
    SampleTable finish;     ///< one column a project: its moment to a thousandth of a month
    SampleTable first_hit;  ///< one column a plan::FirstHit: its month
    plan::JointGoal joint;
    SampleTable cost;  ///< one column where `joint` has projects: what they cost together
    std::vector<ProjectTotals> totals;  ///< by project
    /// FAI of the first year summed over paths, by project, then by pipeline; fen.
    std::vector<WideSum> first_year_fai_sum;

    /// One column: 1 where an amount left the range in which whole fen are exact, so that the
    /// path's figures mean nothing.
    Flags out_of_range;

    // Only with Detail::traced: one column a project, then one a pipeline. FAI of the first year;
    // the year's need unmet at its end (of its last month for a project, of all months for a
    // pipeline) and the price escalation, as far as they count as FAI; what counted but is reported
    // after the year.
    Detail detail;
    /// One column a project: what happened to it on the path, as ProjectFlag, and the share of its
    /// money that it received (ProjectTotals::funded_share).
    Flags project_flags;
    Eigen::ArrayXXd project_funded;
    Eigen::ArrayXXd first_year_fai, first_year_unmet, first_year_price, first_year_unreported;

  private:
    /// What is the same on all paths.
    struct Alike;
    [[nodiscard]] static Alike alike_on_all_paths(const plan::Plan& plan);
    PathStore(const plan::Plan& plan, Eigen::Index paths, Detail wanted, Alike alike);
};

/// The kernel's moment of what does not happen within the plan.
inline constexpr double never = 1e9;

}  // namespace coffer::kernel
