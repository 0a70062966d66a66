#include "typical_miss.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "coffer/random/normal.hpp"
#include "coffer/statistics/figures.hpp"
#include "ordered_sum.hpp"

namespace coffer::analysis {
namespace {

double spread_of(const Eigen::ArrayXd& sample, double mean) {
    return std::sqrt(ordered_mean((sample - mean).square()));
}

}  // namespace

TypicalMiss typical_miss(const plan::Plan& plan, const kernel::PathStore& paths,
                         const Eigen::ArrayXd& miss) {
    constexpr std::size_t near_by = 12;  // figures that distances are measured in
    constexpr double least_yuan = 1e4;
    TypicalMiss typical;
    const double missed = miss.sum();
    const double others = static_cast<double>(miss.size()) - missed;
    std::vector<std::pair<GivenMiss, statistics::Figure>> found;
    for (const auto& figure : statistics::figures_of(plan)) {
        if (figure.id.month > 0) continue;
        const Eigen::ArrayXd sample = statistics::sample_of(paths, figure);
        const double sum = ordered_sum(sample);
        const double mean = sum / static_cast<double>(sample.size());
        const double sd = spread_of(sample, mean);
        // What only rounding moves tells nothing.
        const bool money = model::info(figure.id.indicator).unit == model::Unit::money;
        if (!(sd > 1e-4 * std::fabs(mean)) || (money && sd < least_yuan)) continue;
        GivenMiss given;
        given.id = figure.id;
        given.miss = ordered_sum(sample * miss) / missed;
        given.usual = others > 0.0 ? (sum - given.miss * missed) / others : mean;
        given.distance = (given.miss - given.usual) / sd;
        found.emplace_back(std::move(given), figure);
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return std::fabs(a.first.distance) > std::fabs(b.first.distance);
    });
    Eigen::ArrayXd distance = Eigen::ArrayXd::Zero(miss.size());
    for (std::size_t i = 0; i < std::min(near_by, found.size()); ++i) {
        const Eigen::ArrayXd sample = statistics::sample_of(paths, found[i].second);
        const double sd = spread_of(sample, ordered_mean(sample));
        distance += ((sample - found[i].first.miss) / sd).square();
    }
    double least = std::numeric_limits<double>::infinity();
    for (Eigen::Index path = 0; path < miss.size(); ++path) {
        if (miss[path] == 0.0 || distance[path] >= least) continue;
        least = distance[path];
        typical.representative = static_cast<std::uint64_t>(path);
    }
    // What chance alone makes of as many figures.
    const double floor =
        random::normal_quantile(
            1.0 - 0.025 / static_cast<double>(std::max<std::size_t>(1, found.size()))) *
        std::sqrt(1.0 / missed + 1.0 / std::max(others, 1.0));
    const auto same = [](const GivenMiss& a, const GivenMiss& b) {
        const auto near = [](double left, double right) {
            return std::fabs(left - right) <= 1e-9 * (std::fabs(left) + std::fabs(right));
        };
        return a.id.year == b.id.year && near(a.miss, b.miss) && near(a.usual, b.usual) &&
               std::fabs(a.distance - b.distance) <= 1e-9;
    };
    for (std::size_t i = 0; i < found.size(); ++i) {
        GivenMiss& given = found[i].first;
        given.clear = std::fabs(given.distance) > floor;
        // Equals stand side by side, but for the last digits of their sums.
        for (std::size_t before = i; before > 0 && i - before < 6; --before) {
            const GivenMiss& other = found[before - 1].first;
            given.same_as_before =
                given.same_as_before || (same(other, given) && other.id != given.id);
        }
    }
    for (auto& [given, figure] : found) typical.figures.push_back(std::move(given));
    return typical;
}

}  // namespace coffer::analysis
