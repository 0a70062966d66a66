#include "coffer/statistics/main_effects.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "coffer/base/contract.hpp"
#include "coffer/random/normal.hpp"

namespace coffer::statistics {
namespace {

/// Sums of a bin, each path counting as often as it comes.
struct Sums {
    double weight = 0.0, sum = 0.0, squares = 0.0;
};

/// The formula above from bins' sums.
double share_of(const std::vector<Sums>& bins) {
    Sums all;
    for (const Sums& bin : bins) {
        all.weight += bin.weight;
        all.sum += bin.sum;
        all.squares += bin.squares;
    }
    const double n = all.weight, mean = all.sum / n;
    const double variance = (all.squares - n * mean * mean) / (n - 1.0);
    if (!(variance > 0.0)) return 0.0;
    double between = 0.0, noise = 0.0;
    for (const Sums& bin : bins) {
        if (bin.weight <= 0.0) continue;
        const double distance = bin.sum / bin.weight - mean;
        between += bin.weight / n * distance * distance;
        if (bin.weight <= 1.0) continue;
        const double within =
            std::max(bin.squares - bin.sum * bin.sum / bin.weight, 0.0) / (bin.weight - 1.0);
        noise += (1.0 - bin.weight / n) * within / n;
    }
    return (between - noise) / variance;
}

}  // namespace

Bins::Bins(std::span<const double> factor) : bin_(factor.size()) {
    COFFER_EXPECT(!factor.empty());
    std::vector<std::uint32_t> order(factor.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return factor[a] != factor[b] ? factor[a] < factor[b] : a < b;
    });
    const auto wanted = static_cast<std::size_t>(
        std::max(1.0, std::round(std::sqrt(static_cast<double>(factor.size())))));
    std::size_t values = 1;
    for (std::size_t i = 1; i < order.size(); ++i) {
        values += factor[order[i]] != factor[order[i - 1]] ? 1 : 0;
    }
    sizes_.assign(std::min(values, wanted), 0);
    std::size_t bin = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (values > wanted) {
            bin = i * wanted / order.size();
        } else if (i > 0 && factor[order[i]] != factor[order[i - 1]]) {
            ++bin;
        }
        bin_[order[i]] = static_cast<std::uint32_t>(bin);
        ++sizes_[bin];
    }
}

MainEffect main_effect(const Bins& bins, std::span<const double> figure,
                       const Resamples* resamples) {
    COFFER_EXPECT(figure.size() == bins.paths());
    const std::size_t n = figure.size();
    // Around the mean, so that squares do not lose digits.
    double mean = 0.0;
    for (const double value : figure) mean += value;
    mean /= static_cast<double>(n);
    std::vector<Sums> sums(bins.count());
    for (std::size_t path = 0; path < n; ++path) {
        Sums& bin = sums[bins.bin()[path]];
        const double value = figure[path] - mean;
        bin.weight += 1.0;
        bin.sum += value;
        bin.squares += value * value;
    }
    MainEffect effect;
    effect.share = share_of(sums);
    const auto tenth = [&](bool highest) {
        double weight = 0.0, sum = 0.0;
        for (std::size_t i = 0; i < sums.size(); ++i) {
            const Sums& bin = sums[highest ? sums.size() - 1 - i : i];
            weight += bin.weight;
            sum += bin.sum;
            if (weight >= static_cast<double>(n) / 10.0) break;
        }
        return mean + sum / weight;
    };
    effect.low = tenth(false);
    effect.high = tenth(true);
    if (resamples == nullptr) return effect;
    double total = 0.0, squares = 0.0;
    for (std::size_t sample = 0; sample < resamples->count(); ++sample) {
        const auto times = resamples->times(sample);
        std::fill(sums.begin(), sums.end(), Sums{});
        for (std::size_t path = 0; path < n; ++path) {
            Sums& bin = sums[bins.bin()[path]];
            const double weight = times[path], value = figure[path] - mean;
            bin.weight += weight;
            bin.sum += weight * value;
            bin.squares += weight * value * value;
        }
        const double share = share_of(sums);
        total += share;
        squares += share * share;
    }
    const auto count = static_cast<double>(resamples->count());
    effect.se = std::sqrt(std::max(squares / count - total / count * (total / count), 0.0) * count /
                          (count - 1.0));
    return effect;
}

double null_deviation(const Bins& bins) {
    return std::sqrt(2.0 * static_cast<double>(bins.count())) / static_cast<double>(bins.paths());
}

double null_floor(const Bins& bins, std::size_t factors) {
    const double alone =
        std::pow(0.95, 1.0 / static_cast<double>(std::max<std::size_t>(factors, 1)));
    return random::normal_quantile(alone) * null_deviation(bins);
}

}  // namespace coffer::statistics
