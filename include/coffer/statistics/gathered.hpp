#pragma once
// A forecast of more paths than memory holds: paths come piece by piece, are counted, and go.
#include <cstdint>
#include <vector>

#include "coffer/kernel/path_store.hpp"
#include "coffer/plan/plan.hpp"
#include "coffer/statistics/describe.hpp"
#include "coffer/statistics/figures.hpp"
#include "coffer/statistics/forecast.hpp"
#include "coffer/statistics/sketch.hpp"

namespace coffer::statistics {

/// What is known of all paths that were added. Probabilities, means, deviations, least and largest
/// values are those of `describe`; quantiles, their intervals, tail means and months of finishes
/// are off by at most Sketch::error of the value. How paths are cut into pieces changes nothing.
class Gathered {
  public:
    /// The plan must outlive it.
    explicit Gathered(const plan::Plan& plan);

    /// Paths that were not added before.
    void add(const kernel::PathStore& paths, const ForEach& for_each);
    /// `reference` as for `describe`.
    [[nodiscard]] Forecast describe(const kernel::PathStore& reference,
                                    const ForEach& for_each) const;
    /// Bytes that it holds now, and those that it hardly ever needs more of.
    [[nodiscard]] std::uint64_t bytes() const;
    [[nodiscard]] static std::uint64_t most_bytes(const plan::Plan& plan);

  private:
    void add_counts(const kernel::PathStore& paths);
    [[nodiscard]] ProjectResult project(std::size_t index) const;

    const plan::Plan& plan_;
    std::vector<Figure> figures_;
    std::uint64_t paths_ = 0;
    std::vector<Sketch> series_;      ///< by figure
    std::vector<Sketch> finishes_;    ///< by project, of the paths on which it finishes
    std::vector<std::uint64_t> met_;  ///< by target
    std::vector<JointRow> joint_;
    std::vector<std::uint64_t> joint_met_;         ///< by its rows
    std::vector<std::vector<double>> first_hits_;  ///< by event, then month: paths
    std::vector<kernel::ProjectTotals> totals_;    ///< by project
    std::vector<kernel::WideSum> first_year_fai_;  ///< by project, then pipeline
};

}  // namespace coffer::statistics
