#include <cmath>

#include <Eigen/Core>

#include "building.hpp"
#include "coffer/scenario/wording.hpp"
#include "rules.hpp"

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
        const double coefficient = row.number("coefficient", 0.0, ranges::spillover);
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
            row.error("driver", {"这一对驱动因素重复", "this pair stands twice"},
                      say("已在 {}", "it stands at {}", where(place->second)),
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

/// How powers of a matrix grow: A^n is about radius^n times a matrix with the absolute values
/// `shape`.
struct Growth {
    double radius = 0.0;  ///< spectral radius
    Eigen::MatrixXd shape;
};

/// By squaring, since |A^n|^(1/n) tends to the spectral radius (Gelfand's formula). An eigenvalue
/// solver would do the same and take a quarter of this floor's time to compile.
Growth growth_of(Eigen::MatrixXd power) {
    constexpr int squarings = 50;  // n = 2^50: the norm's own factor is gone from the n-th root
    double logarithm = 0.0;        // of |A^n| / n
    double weight = 1.0;           // 1 / n
    for (int i = 0; i <= squarings; ++i, weight /= 2.0) {
        const double norm = power.norm();
        if (norm == 0.0) return {0.0, power};
        logarithm += weight * std::log(norm);
        power /= norm;
        if (i < squarings) power = (power * power).eval();
    }
    return {std::exp(logarithm), power.cwiseAbs()};
}

/// The spillover through which most of the growth goes, as (driver, on).
std::pair<std::size_t, std::size_t> strongest(const std::vector<Driver>& drivers,
                                              const Eigen::MatrixXd& shape) {
    std::pair<std::size_t, std::size_t> result{0, 0};
    double most = -1.0;
    for (std::size_t i = 0; i < drivers.size(); ++i) {
        for (const Spillover& spillover : drivers[i].spillovers) {
            // To first order, by how much the radius would fall without it.
            const double passed = std::abs(spillover.coefficient) *
                                  shape.row(static_cast<Eigen::Index>(spillover.from.value)).sum() *
                                  shape.col(static_cast<Eigen::Index>(i)).sum();
            if (passed <= most) continue;
            most = passed;
            result = {i, spillover.from.value};
        }
    }
    return result;
}

}  // namespace

double long_run_growth(const std::vector<Driver>& drivers) {
    return growth_of(transition_of(drivers, 1.0)).radius;
}

namespace {

/// Deviations that feed each other must die away.
void check_stability(Building& building, const Places& places) {
    const std::vector<Driver>& drivers = building.model.drivers;
    const Growth growth = growth_of(transition_of(drivers, 1.0));
    if (growth.radius < 1.0) return;
    // Without spillovers it is the largest persistence, which is below 1.
    int stable = 0, unstable = 100;  // hundredths
    while (unstable - stable > 1) {
        const int middle = (stable + unstable) / 2;
        const bool dies = growth_of(transition_of(drivers, middle / 100.0)).radius < 1.0;
        (dies ? stable : unstable) = middle;
    }
    const auto [driver, on] = strongest(drivers, growth.shape);
    building.report.error(
        places.at({driver, on}),
        say("驱动因素互相推动，偏离不会消失，主要经过 {} 对 {} 的依赖",
            "drivers push each other ever further, most of it through {} on {}",
            quote(drivers[driver].id), quote(drivers[on].id)),
        say("转移矩阵的谱半径是 {:.4f}，须小于 1",
            "the spectral radius of the transition matrix is {:.4f}; it must be below 1",
            growth.radius),
        say("请降低系数或 persistence；所有系数乘以 {:.2f} 即可。",
            "Lower coefficients or persistences; all coefficients times {:.2f} would do.",
            stable / 100.0));
}

}  // namespace

void build_spillovers(Building& building) {
    const Places places = read_spillovers(building);
    if (!places.empty() && !building.report.has_errors()) check_stability(building, places);
}

}  // namespace coffer::model
