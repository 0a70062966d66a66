#include <cmath>

#include <Eigen/Dense>

#include "building.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;

using Places = std::map<std::pair<std::size_t, std::size_t>, Position>;  // by (driver, on)

Places read_spillovers(Building& building) {
    std::vector<Driver>& drivers = building.model.drivers;
    Places places;
    building.each_row("spillovers", [&](FieldReader& row) {
        const auto driver = building.refer(row, "driver", building.drivers);
        const auto on = building.refer(row, "on", building.drivers);
        const double coefficient = row.number("coefficient", 0.0, {-100.0, 100.0});
        if (!driver || !on || *driver >= drivers.size() || *on >= drivers.size()) return;
        if (*driver == *on) {
            row.error("on", {"一个驱动因素对自己溢出", "a driver spills over on itself"},
                      {"对自己上月的依赖是 persistence",
                       "what it keeps of its own last month is its persistence"},
                      {"请写在 drivers.csv 的 persistence 列。",
                       "Write it as persistence in drivers.csv."});
            return;
        }
        const auto [place, is_new] = places.emplace(std::pair(*driver, *on), row.at("coefficient"));
        if (!is_new) {
            row.error(
                "driver", {"这一对驱动因素重复", "this pair stands twice"},
                say("已在 {}:{}", "it stands at {}:{}", place->second.file, place->second.line),
                {"请删去一行。", "Delete one."});
            return;
        }
        if (coefficient != 0.0) drivers[*driver].spillovers.push_back({{*on}, coefficient});
    });
    for (Driver& driver : drivers) {
        std::sort(driver.spillovers.begin(), driver.spillovers.end(),
                  [](const auto& a, const auto& b) { return a.from.value < b.from.value; });
    }
    return places;
}

/// The matrix A of x(m) = A x(m-1) + ..., with spillovers multiplied by `factor`.
Eigen::MatrixXd transition_of(const std::vector<Driver>& drivers, double factor) {
    const auto n = static_cast<Eigen::Index>(drivers.size());
    Eigen::MatrixXd transition = Eigen::MatrixXd::Zero(n, n);
    for (Eigen::Index i = 0; i < n; ++i) {
        const Driver& driver = drivers[static_cast<std::size_t>(i)];
        transition(i, i) = driver.persistence;
        for (const Spillover& spillover : driver.spillovers) {
            transition(i, static_cast<Eigen::Index>(spillover.from.value)) =
                factor * spillover.coefficient;
        }
    }
    return transition;
}

double spectral_radius(const Eigen::MatrixXd& matrix) {
    return Eigen::EigenSolver<Eigen::MatrixXd>(matrix, false).eigenvalues().cwiseAbs().maxCoeff();
}

/// The spillover through which most of the growth goes, as (driver, on).
std::pair<std::size_t, std::size_t> strongest(const std::vector<Driver>& drivers) {
    const Eigen::EigenSolver<Eigen::MatrixXd> solver(transition_of(drivers, 1.0));
    Eigen::Index largest = 0;
    solver.eigenvalues().cwiseAbs().maxCoeff(&largest);
    const Eigen::VectorXd weight = solver.eigenvectors().col(largest).cwiseAbs();
    std::pair<std::size_t, std::size_t> result{0, 0};
    double most = -1.0;
    for (std::size_t i = 0; i < drivers.size(); ++i) {
        for (const Spillover& spillover : drivers[i].spillovers) {
            const double passed = std::abs(spillover.coefficient) *
                                  weight[static_cast<Eigen::Index>(spillover.from.value)] *
                                  weight[static_cast<Eigen::Index>(i)];
            if (passed <= most) continue;
            most = passed;
            result = {i, spillover.from.value};
        }
    }
    return result;
}

/// Deviations that feed each other must die away.
void check_stability(Building& building, const Places& places) {
    const std::vector<Driver>& drivers = building.model.drivers;
    const double radius = spectral_radius(transition_of(drivers, 1.0));
    if (radius < 1.0) return;
    // Without spillovers it is the largest persistence, which is below 1.
    int hundredths = 99;
    while (hundredths > 0 && !(spectral_radius(transition_of(drivers, hundredths / 100.0)) < 1.0)) {
        --hundredths;
    }
    const auto [driver, on] = strongest(drivers);
    building.report.error(
        places.at({driver, on}),
        say("驱动因素互相推动，偏离不会消失，主要经过 {} 对 {} 的依赖",
            "drivers push each other ever further, most of it through {} on {}",
            quote(drivers[driver].id), quote(drivers[on].id)),
        say("转移矩阵的谱半径是 {:.4f}，须小于 1",
            "the spectral radius of the transition matrix is {:.4f}; it must be below 1", radius),
        say("请降低系数或 persistence；所有系数乘以 {:.2f} 即可。",
            "Lower coefficients or persistences; all coefficients times {:.2f} would do.",
            hundredths / 100.0));
}

}  // namespace

void build_spillovers(Building& building) {
    const Places places = read_spillovers(building);
    if (!places.empty() && !building.report.has_errors()) check_stability(building, places);
}

}  // namespace coffer::model
