#include "coffer/statistics/weights.hpp"

#include <algorithm>
#include <numeric>

#include "coffer/base/contract.hpp"
#include "coffer/statistics/dealt.hpp"

namespace coffer::statistics {

namespace {

/// Values in order with their weights.
struct Ordered {
    std::vector<double> values, weights;
};

Ordered in_order(std::span<const double> sample, std::span<const double> weights) {
    std::vector<std::size_t> order(sample.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return sample[a] < sample[b]; });
    Ordered ordered;
    for (const std::size_t path : order) {
        if (weights[path] <= 0.0) continue;
        ordered.values.push_back(sample[path]);
        ordered.weights.push_back(weights[path]);
    }
    return ordered;
}

double quantile(const Ordered& ordered, double level) {
    const auto& weights = ordered.weights;
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    const double first = weights.front() / 2.0;
    const double reach = total - first - weights.back() / 2.0;
    double before = 0.0, place_before = 0.0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double place = reach > 0.0 ? (before + weights[i] / 2.0 - first) / reach : 1.0;
        if (place >= level) {
            if (i == 0 || place <= place_before) return ordered.values[i];
            const double fraction = (level - place_before) / (place - place_before);
            return ordered.values[i - 1] + fraction * (ordered.values[i] - ordered.values[i - 1]);
        }
        place_before = place;
        before += weights[i];
    }
    return ordered.values.back();
}

struct Tail {
    double mean = 0.0;
    double error = 0.0;
};

/// Mean of the outermost values that together weigh `weight`, from the end where the iterators
/// begin, and its standard error as of an unweighted tail (see tail_error in summary.cpp), by the
/// effective number of its paths.
template <class Iterator>
Tail tail_of(Iterator values, Iterator weights, double weight, double share) {
    double left = weight, sum = 0.0, weight_squares = 0.0, boundary = 0.0;
    std::vector<std::pair<double, double>> taken;  // value, weight
    while (left > 0.0) {
        const double part = std::min(left, *weights++);
        boundary = *values++;
        taken.emplace_back(boundary, part);
        sum += part * boundary;
        weight_squares += part * part;
        left -= part;
        if (part == 0.0) break;  // what is left is a rounding error
    }
    Tail tail;
    tail.mean = sum / (weight - left);
    double squares = 0.0;
    for (const auto& [value, part] : taken) {
        squares += part * (value - boundary) * (value - boundary);
    }
    const double distance = boundary - tail.mean;
    const double variance = squares / (weight - left) - share * distance * distance;
    tail.error = std::sqrt(std::max(0.0, variance) * weight_squares) / (weight - left);
    return tail;
}

}  // namespace

Weights::Weights(std::vector<double> weights)
    : n_(weights.size()),
      total_(std::accumulate(weights.begin(), weights.end(), 0.0)),
      weights_(std::move(weights)) {
    // The floor is compiled for finite numbers, where std::isfinite always says yes.
    COFFER_EXPECT(total_ > 0.0 && total_ < 1e300);
    COFFER_EXPECT(std::all_of(weights_.begin(), weights_.end(), [](double w) { return w >= 0.0; }));
}

double Weights::effective_size() const {
    if (alike()) return total_;
    double squares = 0.0;
    for (const double weight : weights_) squares += weight * weight;
    return total_ * total_ / squares;
}

double Weights::mean(const Eigen::Ref<const Eigen::ArrayXd>& sample) const {
    double sum = 0.0;
    for (std::size_t path = 0; path < n_; ++path) {
        sum += of(path) * sample[static_cast<Eigen::Index>(path)];
    }
    return sum / total_;
}

Summary Weights::summarise(std::span<const double> sample, const QuantileBounds* bounds) const {
    COFFER_EXPECT(sample.size() == n_);
    if (alike()) {
        Summary summary = statistics::summarise(sample, bounds);
        if (dealt()) tell_dealt_errors(sample, bounds != nullptr, summary);
        return summary;
    }
    Summary summary;
    summary.n = n_;
    const auto ordered = in_order(sample, weights_);
    summary.min = ordered.values.front();
    summary.max = ordered.values.back();
    double sum = 0.0, squares = 0.0;
    for (std::size_t path = 0; path < n_; ++path) sum += weights_[path] * sample[path];
    summary.mean = sum / total_;
    double error_squares = 0.0;
    for (std::size_t path = 0; path < n_; ++path) {
        const double offset = sample[path] - summary.mean;
        squares += weights_[path] * offset * offset;
        error_squares += weights_[path] * weights_[path] * offset * offset;
    }
    summary.sd = std::sqrt(squares / total_);
    summary.se = std::sqrt(error_squares) / total_;
    for (std::size_t i = 0; i < quantile_levels.size(); ++i) {
        summary.quantiles[i] = quantile(ordered, quantile_levels[i]);
    }
    constexpr double tail_share = 0.05;
    const auto& [values, weights] = ordered;
    const double tail_weight = tail_share * total_;
    const Tail low = tail_of(values.begin(), weights.begin(), tail_weight, tail_share);
    const Tail high = tail_of(values.rbegin(), weights.rbegin(), tail_weight, tail_share);
    summary.es05 = low.mean;
    summary.es05_se = low.error;
    summary.es95 = high.mean;
    summary.es95_se = high.error;
    return summary;
}

}  // namespace coffer::statistics
