#include "coffer/statistics/paired.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "coffer/base/contract.hpp"
#include "coffer/random/philox.hpp"

namespace coffer::statistics {
namespace {

struct Spread {
    double mean = 0.0;
    double variance = 0.0;
};

template <class ValueOf>
Spread spread_of(std::size_t n, const ValueOf& value_of) {
    const auto count = static_cast<double>(n);
    double sum = 0.0;
    for (std::size_t i = 0; i < n; ++i) sum += value_of(i);
    const double mean = sum / count;
    double squares = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
        const double distance = value_of(i) - mean;
        squares += distance * distance;
    }
    return {mean, n > 1 ? squares / (count - 1.0) : 0.0};
}

std::size_t moved_between(std::span<const double> before, std::span<const double> after) {
    std::size_t moved = 0;
    for (std::size_t i = 0; i < before.size(); ++i) moved += before[i] != after[i] ? 1 : 0;
    return moved;
}

/// Ranks in ascending order of value; equal values keep the order of paths.
std::vector<std::uint32_t> order_of(std::span<const double> values) {
    std::vector<std::uint32_t> order(values.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; });
    return order;
}

using Levels = std::vector<double>;

/// Type 7 of Hyndman and Fan, as summaries have it.
Levels quantiles_of(std::span<const double> values, std::span<const double> levels,
                    const std::vector<std::uint32_t>& order) {
    Levels result(levels.size());
    for (std::size_t level = 0; level < levels.size(); ++level) {
        const double place = levels[level] * static_cast<double>(values.size() - 1);
        const auto low = static_cast<std::size_t>(place);
        const std::size_t high = std::min(low + 1, values.size() - 1);
        const double share = place - static_cast<double>(low);
        const double below = values[order[low]], above = values[order[high]];
        result[level] = below + share * (above - below);
    }
    return result;
}

/// The least value below which, with its own, at least the level's share of a resample lies; levels
/// ascend. Each level is looked for from the end that is nearer: counts are whole numbers, so that
/// both ways find the same value.
Levels resampled(std::span<const double> values, std::span<const double> levels,
                 const std::vector<std::uint32_t>& order, std::span<const std::uint8_t> times,
                 double total) {
    Levels result(levels.size(), values[order.back()]);
    const auto middle = static_cast<std::size_t>(
        std::upper_bound(levels.begin(), levels.end(), 0.5) - levels.begin());
    std::size_t level = 0;
    double cumulated = 0.0;
    for (std::size_t place = 0; level < middle && place < order.size(); ++place) {
        cumulated += times[order[place]];
        while (level < middle && cumulated >= levels[level] * total) {
            result[level++] = values[order[place]];
        }
    }
    level = levels.size();
    cumulated = total;
    for (std::size_t place = order.size(); level > middle && place-- > 0;) {
        cumulated -= times[order[place]];
        while (level > middle && cumulated < levels[level - 1] * total) {
            result[--level] = values[order[place]];
        }
    }
    return result;
}

}  // namespace

Difference mean_difference(std::span<const double> before, std::span<const double> after) {
    COFFER_EXPECT(before.size() == after.size() && !before.empty());
    const std::size_t n = before.size();
    const auto count = static_cast<double>(n);
    const Spread first = spread_of(n, [&](std::size_t i) { return before[i]; });
    const Spread second = spread_of(n, [&](std::size_t i) { return after[i]; });
    const Spread paired = spread_of(n, [&](std::size_t i) { return after[i] - before[i]; });
    Difference result;
    result.before = first.mean;
    result.after = second.mean;
    result.change = paired.mean;
    result.moved = moved_between(before, after);
    result.se = std::sqrt(paired.variance / count);
    if (paired.variance > 0.0) result.gain = (first.variance + second.variance) / paired.variance;
    if (result.moved == 0 || result.moved >= least_moved) {
        result.interval = {result.change - errors_either_side * result.se,
                           result.change + errors_either_side * result.se};
    }
    return result;
}

Difference share_difference(std::span<const double> before, std::span<const double> after) {
    COFFER_EXPECT(before.size() == after.size() && !before.empty());
    const auto n = static_cast<double>(before.size());
    double gained = 0.0, lost = 0.0, first = 0.0, second = 0.0;
    for (std::size_t i = 0; i < before.size(); ++i) {
        first += before[i];
        second += after[i];
        gained += after[i] > before[i] ? 1.0 : 0.0;
        lost += before[i] > after[i] ? 1.0 : 0.0;
    }
    Difference result;
    result.before = first / n;
    result.after = second / n;
    result.change = (gained - lost) / n;
    result.moved = static_cast<std::size_t>(gained + lost);
    const double variance = (gained + lost) / n - result.change * result.change;
    result.se = std::sqrt(std::max(variance, 0.0) / n);
    if (variance > 0.0) {
        const double apart =
            result.before * (1.0 - result.before) + result.after * (1.0 - result.after);
        result.gain = apart / variance;
    }
    // Half a path in each of the four cells.
    const double size = n + 2.0;
    const double centre = (gained - lost) / size;
    const double error =
        std::sqrt(std::max((gained + lost + 1.0) / size - centre * centre, 0.0) / size);
    const double half = errors_either_side * error;
    result.interval = {std::max(std::min(result.change, centre - half), -1.0),
                       std::min(std::max(result.change, centre + half), 1.0)};
    return result;
}

Resamples::Resamples(std::size_t n, std::size_t count) : n_(n), count_(count), times_(n * count) {
    // Cumulated Poisson probabilities of mean 1, in 2^-32.
    std::array<std::uint32_t, 9> bounds{};
    double probability = std::exp(-1.0), cumulated = 0.0;
    for (std::size_t k = 0; k < bounds.size(); ++k) {
        cumulated += probability;
        bounds[k] = static_cast<std::uint32_t>(std::min(cumulated, 1.0 - 0x1.0p-32) * 0x1.0p32);
        probability /= static_cast<double>(k + 1);
    }
    constexpr std::array<std::uint32_t, 2> key{0x626F6F74U, 0x73747261U};
    for (std::size_t i = 0; i < times_.size(); i += 4) {
        const std::uint64_t at = i;
        const auto words = random::philox_words(
            {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at >> 32U), 0, 0}, key);
        for (std::size_t j = 0; j < 4 && i + j < times_.size(); ++j) {
            const auto times =
                std::count_if(bounds.begin(), bounds.end(),
                              [&](std::uint32_t bound) { return words[j] >= bound; });
            times_[i + j] = static_cast<std::uint8_t>(times);
        }
    }
}

std::vector<Difference> quantile_differences(std::span<const double> before,
                                             std::span<const double> after,
                                             std::span<const double> levels,
                                             const Resamples& resamples) {
    COFFER_EXPECT(before.size() == after.size() && !before.empty() && !levels.empty());
    COFFER_EXPECT(std::is_sorted(levels.begin(), levels.end()));
    std::vector<Difference> result(levels.size());
    const auto order_before = order_of(before);
    const std::size_t moved = moved_between(before, after);
    const auto order_after = moved > 0 ? order_of(after) : order_before;
    const Levels first = quantiles_of(before, levels, order_before);
    const Levels second = quantiles_of(after, levels, order_after);
    for (std::size_t level = 0; level < result.size(); ++level) {
        result[level].before = first[level];
        result[level].after = second[level];
        result[level].change = second[level] - first[level];
        result[level].moved = moved;
        result[level].interval = {0.0, 0.0};
    }
    if (moved == 0) return result;
    std::vector<std::vector<double>> changes(levels.size()), befores(levels.size()),
        afters(levels.size());
    for (std::size_t sample = 0; sample < resamples.count(); ++sample) {
        const auto times = resamples.times(sample);
        std::uint64_t count = 0;
        for (const std::uint8_t each : times) count += each;
        const auto total = static_cast<double>(count);
        const Levels a = resampled(before, levels, order_before, times, total);
        const Levels b = resampled(after, levels, order_after, times, total);
        for (std::size_t level = 0; level < result.size(); ++level) {
            changes[level].push_back(b[level] - a[level]);
            befores[level].push_back(a[level]);
            afters[level].push_back(b[level]);
        }
    }
    const std::size_t outside = resamples.count() / 40;  // 2.5 % at either side
    for (std::size_t level = 0; level < result.size(); ++level) {
        auto& values = changes[level];
        const auto variance = [](const std::vector<double>& of) {
            return spread_of(of.size(), [&](std::size_t i) { return of[i]; }).variance;
        };
        const double paired = variance(values);
        result[level].se = std::sqrt(paired);
        if (paired > 0.0) {
            result[level].gain = (variance(befores[level]) + variance(afters[level])) / paired;
        }
        std::sort(values.begin(), values.end());
        result[level].interval = {
            std::min(values[outside], result[level].change),
            std::max(values[values.size() - 1 - outside], result[level].change)};
    }
    return result;
}

Difference figure_difference(std::span<const double> before, std::span<const double> after,
                             const std::function<double(std::span<const double>)>& figure) {
    COFFER_EXPECT(before.size() == after.size() && !before.empty());
    constexpr std::size_t groups = 50;
    constexpr double student = 2.0096;  // 97.5 % with 49 degrees of freedom
    Difference result;
    result.before = figure(before);
    result.after = figure(after);
    result.change = result.after - result.before;
    result.moved = moved_between(before, after);
    if (before.size() < 20 * groups) return result;
    std::vector<double> without, first, second;
    std::vector<double> kept_before, kept_after;
    for (std::size_t group = 0; group < groups; ++group) {
        kept_before.clear();
        kept_after.clear();
        for (std::size_t i = 0; i < before.size(); ++i) {
            if (i % groups == group) continue;
            kept_before.push_back(before[i]);
            kept_after.push_back(after[i]);
        }
        first.push_back(figure(kept_before));
        second.push_back(figure(kept_after));
        without.push_back(second.back() - first.back());
    }
    const auto error = [](const std::vector<double>& of) {
        const double variance = spread_of(of.size(), [&](std::size_t i) { return of[i]; }).variance;
        return std::sqrt(variance * (groups - 1.0) * (groups - 1.0) / groups);
    };
    result.se = error(without);
    if (result.se > 0.0) {
        const double apart = error(first) * error(first) + error(second) * error(second);
        result.gain = apart / (result.se * result.se);
    }
    result.interval = {result.change - student * result.se, result.change + student * result.se};
    return result;
}

}  // namespace coffer::statistics
