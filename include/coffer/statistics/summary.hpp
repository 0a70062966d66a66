#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace coffer::statistics {

inline constexpr std::array<double, 9> quantile_levels{0.01, 0.05, 0.10, 0.25, 0.50,
                                                       0.75, 0.90, 0.95, 0.99};
inline constexpr std::size_t place_of_p05 = 1, place_of_p50 = 4, place_of_p95 = 7;
static_assert(quantile_levels[place_of_p05] == 0.05 && quantile_levels[place_of_p50] == 0.50 &&
              quantile_levels[place_of_p95] == 0.95);
inline constexpr std::array<const char*, quantile_levels.size()> quantile_names{
    "p01", "p05", "p10", "p25", "p50", "p75", "p90", "p95", "p99"};

/// What holds the quantity in 95 of 100 samples; a side is missing where the sample is too small to
/// bound it.
struct Interval {
    std::optional<double> low, high;
};
inline constexpr double confidence = 0.95;
/// Standard errors to either side of a mean: the normal quantile of 97.5 %.
inline constexpr double errors_either_side = 1.959963984540054;

/// Of a probability that was seen as the share p of n paths, n above 0: Wilson's interval (JASA 22,
/// 1927), which has a width at 0 and at 100 % too.
[[nodiscard]] Interval share_interval(double p, double n);

/// The order statistics that bound each quantile, for samples of one size: with K binomial of n and
/// p, the smallest but l of n values lies above the p-quantile with probability P(K <= l)
/// (distribution-free; David and Nagaraja, Order Statistics, 2003, section 7.1). Thread-safe.
class QuantileBounds {
  public:
    explicit QuantileBounds(std::size_t n);

    struct Ranks {
        std::optional<std::size_t> low, high;  ///< from 0
    };
    [[nodiscard]] const std::array<Ranks, quantile_levels.size()>& ranks() const { return ranks_; }

  private:
    std::array<Ranks, quantile_levels.size()> ranks_;
};

/// A sample described. docs/model.md section 9 defines each figure.
struct Summary {
    std::uint64_t n = 0;
    double mean = 0.0;
    double se = 0.0;  ///< standard error of the mean: sd / sqrt(n), or told from randomisations
    double reach = errors_either_side;  ///< standard errors to either side of the mean
    double sd = 0.0;
    double min = 0.0;
    std::array<double, quantile_levels.size()> quantiles{};
    double max = 0.0;
    double es05 = 0.0;  ///< mean of the lowest 5 %
    double es95 = 0.0;  ///< mean of the highest 5 %
    double es05_se = 0.0;
    double es95_se = 0.0;
    /// Of the quantiles, where bounds were given to summarise.
    std::array<Interval, quantile_levels.size()> intervals{};
};

/// Exact summary of `values`, at least one. Sums run in the given order, so the result depends on
/// the sample and its order only, not on threads. With `bounds`, made for as many values, the
/// quantiles have intervals too.
[[nodiscard]] Summary summarise(std::span<const double> values,
                                const QuantileBounds* bounds = nullptr);

/// The same of `n` values, at least one, that are all `value`.
[[nodiscard]] Summary summarise_alike(double value, std::size_t n,
                                      const QuantileBounds* bounds = nullptr);

}  // namespace coffer::statistics
