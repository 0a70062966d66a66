#pragma once
// The figures that every path of a run has, by id: how a question finds the sample it is about.
#include <optional>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "coffer/kernel/path_store.hpp"
#include "coffer/model/indicators.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::statistics {

/// An indicator in one period.
struct FigureId {
    model::Indicator indicator{};
    std::string dimension = "total";
    int year = 0;   ///< calendar year
    int month = 0;  ///< 1 to 12; 0 for the year as a whole

    friend bool operator==(const FigureId&, const FigureId&) = default;
};

/// A figure and where the paths of a plan keep it.
struct Figure {
    FigureId id;
    Eigen::Index column = 0;  ///< of the yearly or the monthly samples
};

/// Every figure that the plan reports: indicator order, dimension, years before months.
[[nodiscard]] std::vector<Figure> figures_of(const plan::Plan& plan);

/// None when the plan does not report it.
[[nodiscard]] std::optional<Figure> find_figure(const plan::Plan& plan, const FigureId& id);

/// Its value on each path; yuan, ratio or number, by the indicator's unit.
[[nodiscard]] Eigen::ArrayXd sample_of(const kernel::PathStore& paths, const Figure& figure);

/// 1 on the paths that meet the target, else 0.
[[nodiscard]] Eigen::ArrayXd met_on(const plan::Plan& plan, const plan::TargetPlan& target,
                                    const kernel::PathStore& paths);
/// By how much each path meets it, in what its figure is measured in; negative where it does not.
[[nodiscard]] Eigen::ArrayXd margins_on(const plan::Plan& plan, const plan::TargetPlan& target,
                                        const kernel::PathStore& paths);

}  // namespace coffer::statistics
