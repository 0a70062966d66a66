#pragma once
// Statistical checks that state their false-alarm rate. Each has a negative control beside its use:
// a sample it must reject.
#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

namespace coffer::support {

/// All statistical checks of the default run share this rate, so that with fewer than two hundred
/// of them the suite raises a false alarm less than once in five thousand seeds. Seeds are fixed: a
/// pass stays one.
inline constexpr double false_alarm_rate = 1e-6;

/// Largest distance between the sample's distribution function and `cdf` exceeds this with
/// probability at most `rate` (Dvoretzky–Kiefer–Wolfowitz with Massart's constant: a theorem).
inline double dkw_bound(std::size_t n, double rate = false_alarm_rate) {
    return std::sqrt(std::log(2.0 / rate) / (2.0 * static_cast<double>(n)));
}

template <class Cdf>
double distance_to(std::vector<double> sample, Cdf cdf) {
    std::sort(sample.begin(), sample.end());
    const auto n = static_cast<double>(sample.size());
    double distance = 0.0;
    for (std::size_t i = 0; i < sample.size(); ++i) {
        const double expected = cdf(sample[i]);
        distance = std::max({distance, std::abs(expected - static_cast<double>(i) / n),
                             std::abs(expected - static_cast<double>(i + 1) / n)});
    }
    return distance;
}

inline double mean_of(std::span<const double> sample) {
    double sum = 0.0;
    for (const double value : sample) sum += value;
    return sum / static_cast<double>(sample.size());
}

inline double deviation_of(std::span<const double> sample) {
    const double mean = mean_of(sample);
    double squares = 0.0;
    for (const double value : sample) squares += (value - mean) * (value - mean);
    return std::sqrt(squares / static_cast<double>(sample.size() - 1));
}

/// Two-sided normal quantile for the false-alarm rate 1e-6: 4.8916 standard errors.
inline constexpr double five_sigma_like = 4.8916;

/// Whether a sample mean is further from `expected` than chance allows at that rate (n large).
inline bool mean_differs(std::span<const double> sample, double expected) {
    const double error = deviation_of(sample) / std::sqrt(static_cast<double>(sample.size()));
    return std::abs(mean_of(sample) - expected) > five_sigma_like * error;
}

inline double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

/// Whether a share of `n` independent trials is further from `expected` than chance allows.
inline bool share_differs(double share, double expected, std::size_t n) {
    const double error = std::sqrt(expected * (1.0 - expected) / static_cast<double>(n));
    return std::abs(share - expected) > five_sigma_like * error + 1e-12;
}

}  // namespace coffer::support
