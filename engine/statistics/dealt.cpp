#include "coffer/statistics/dealt.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "coffer/base/contract.hpp"

namespace coffer::statistics {
namespace {

constexpr std::size_t parts_count = randomisations_told_from;

double mean_of(std::span<const double> values) {
    double sum = 0.0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

using LevelErrors = std::array<double, quantile_levels.size()>;

/// For each quantile, the error of the share of paths at or below it.
LevelErrors share_errors(std::span<const double> sample, const LevelErrors& quantiles) {
    // By part and how many of the quantiles, which ascend, lie below a value.
    std::array<std::array<double, quantile_levels.size() + 1>, parts_count> counts{};
    for (std::size_t path = 0; path < sample.size(); ++path) {
        std::size_t below = 0;
        for (const double quantile : quantiles) below += sample[path] > quantile ? 1 : 0;
        counts[path % parts_count][below] += 1.0;
    }
    LevelErrors errors{};
    std::array<double, parts_count> at_or_below{}, all{};
    for (std::size_t part = 0; part < parts_count; ++part) {
        for (const double count : counts[part]) all[part] += count;
    }
    for (std::size_t level = 0; level < errors.size(); ++level) {
        std::array<double, parts_count> shares{};
        for (std::size_t part = 0; part < parts_count; ++part) {
            at_or_below[part] += counts[part][level];
            shares[part] = at_or_below[part] / all[part];
        }
        errors[level] = error_of_parts(shares);
    }
    return errors;
}

}  // namespace

std::vector<double> dealt_to(std::span<const double> sample, std::size_t part) {
    std::vector<double> values;
    values.reserve(sample.size() / parts_count + 1);
    for (std::size_t path = part; path < sample.size(); path += parts_count) {
        values.push_back(sample[path]);
    }
    return values;
}

double error_of_parts(std::span<const double> parts) {
    const auto count = static_cast<double>(parts.size());
    const double mean = mean_of(parts);
    double squares = 0.0;
    for (const double value : parts) squares += (value - mean) * (value - mean);
    return std::sqrt(squares / (count - 1.0) / count);
}

Estimate dealt_estimate(std::span<const double> sample,
                        const std::function<double(std::span<const double>)>& figure) {
    COFFER_EXPECT(sample.size() >= parts_count);
    std::vector<double> parts;
    for (std::size_t part = 0; part < parts_count; ++part) {
        parts.push_back(figure(dealt_to(sample, part)));
    }
    const double value = figure(sample);
    const double se = error_of_parts(parts);
    return {
        value, se, {value - dealt_errors_either_side * se, value + dealt_errors_either_side * se}};
}

Estimate dealt_share_estimate(std::span<const double> sample) {
    Estimate estimate = dealt_estimate(sample, mean_of);
    if (estimate.se == 0.0) return share_estimate(sample);
    // Wilson's interval of as many independent paths as have this error.
    const double p = estimate.value;
    const double half = estimate.se * dealt_errors_either_side / errors_either_side;
    estimate.interval = share_interval(p, p * (1.0 - p) / (half * half));
    return estimate;
}

void tell_dealt_errors(std::span<const double> sample, bool intervals, Summary& summary) {
    COFFER_EXPECT(sample.size() >= parts_count);
    if (summary.min == summary.max) return;
    std::vector<double> parts;
    for (std::size_t part = 0; part < parts_count; ++part) {
        parts.push_back(mean_of(dealt_to(sample, part)));
    }
    summary.se = error_of_parts(parts);
    summary.reach = dealt_errors_either_side;
    if (!intervals) return;
    std::vector<double> sorted(sample.begin(), sample.end());
    std::sort(sorted.begin(), sorted.end());
    const auto n = static_cast<double>(sorted.size());
    const LevelErrors errors = share_errors(sample, summary.quantiles);
    for (std::size_t i = 0; i < quantile_levels.size(); ++i) {
        const double error = errors[i];
        if (error == 0.0) continue;  // that of independent paths stays
        const double reach = dealt_errors_either_side * error;
        const double first = std::floor(n * (quantile_levels[i] - reach)) - 1.0;
        const double last = std::ceil(n * (quantile_levels[i] + reach));
        summary.intervals[i] = {};
        if (first >= 0.0) summary.intervals[i].low = sorted[static_cast<std::size_t>(first)];
        if (last < n) summary.intervals[i].high = sorted[static_cast<std::size_t>(last)];
    }
}

}  // namespace coffer::statistics
