#include "joint.hpp"

#include <array>
#include <cmath>

#include "coffer/base/money.hpp"
#include "coffer/plan/joint_goal.hpp"

namespace coffer::statistics {

std::vector<JointRow> joint_rows(const plan::Plan& plan) {
    const auto goal = plan::joint_goal(plan);
    std::vector<JointRow> rows;
    if (goal.projects.empty()) return rows;
    constexpr std::array shares{0.9, 1.0, 1.1, 1.2, 1.3, 1.5};
    constexpr std::array months_later{0.0, 3.0, 6.0, 12.0, 18.0, 24.0};
    const auto add = [&](std::optional<double> share, std::optional<double> later) {
        JointRow row;
        row.budget_share = share;
        row.months_later = later;
        if (share) row.cost = std::round(*share * goal.budget) / fen_per_yuan;
        if (later) row.finish = goal.finish + *later;
        rows.push_back(row);
    };
    const auto add_dates = [&](std::optional<double> share) {
        for (const double later : months_later) {
            if (goal.finish + later <= plan.months) add(share, later);
        }
    };
    // Whatever the date stands apart: what a project costs that is not finished is not known.
    for (const double share : shares) add_dates(share);
    add_dates(std::nullopt);
    return rows;
}

JointSample joint_sample(const kernel::PathStore& paths) {
    JointSample sample{paths.cost.col(0), Eigen::ArrayXd::Zero(paths.cost.rows())};
    for (const std::size_t project : paths.joint.projects) {
        sample.finish = sample.finish.max(paths.finish.col(static_cast<Eigen::Index>(project)));
    }
    return sample;
}

bool holds(const JointRow& row, double cost, double finish) {
    return (!row.cost || cost <= *row.cost) && (!row.finish || finish <= *row.finish);
}

}  // namespace coffer::statistics
