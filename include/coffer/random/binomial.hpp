#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "coffer/base/contract.hpp"

namespace coffer::random {

/// Counts of successes with one probability, by inversion. Thread-safe.
class Binomial {
  public:
    /// For counts of up to `most` trials.
    Binomial(double probability, int most)
        : probability_(probability),
          mirrored_(probability > 0.5),
          p_(mirrored_ ? 1.0 - probability : probability) {
        none_.push_back(1.0);
        for (int n = 0; n < most; ++n) none_.push_back(none_.back() * (1.0 - p_));
        tabulate(std::min(most, most_tabulated));
    }

    [[nodiscard]] double probability() const { return probability_; }

    /// Whether quantile(n, u) is 0 wherever u is at most none(n): then no search is needed.
    [[nodiscard]] bool none_first() const { return !mirrored_ && probability_ < 1.0; }
    /// The probability that none of `n` succeeds, where none_first().
    [[nodiscard]] double none(int n) const { return none_[static_cast<std::size_t>(n)]; }

    /// How many of `n` succeed: the smallest k with P(K <= k) >= u, found by adding up the
    /// probabilities from k = 0 (inversion by sequential search; Devroye 1986, X.4). For a
    /// probability above one half the failures are counted instead, so that the first probability,
    /// q^n, does not underflow up to n = 1000. One uniform a count keeps paths comparable when n or
    /// the probability changes.
    [[nodiscard]] int quantile(int n, double u) const {
        if (n <= 0) return 0;
        if (probability_ >= 1.0) return n;
        return mirrored_ ? n - smallest(n, 1.0 - u) : smallest(n, u);
    }

  private:
    static constexpr int most_tabulated = 64;
    static constexpr int guides = 32;  ///< equal parts of (0, 1)

    [[nodiscard]] static std::size_t row(int n) {
        return static_cast<std::size_t>(n * (n + 1) / 2);
    }

    /// The sums of the search below for every small n, and where each part of (0, 1) begins in
    /// them: two or three comparisons a count, without divisions (a fifth of the time).
    void tabulate(int most) {
        for (int n = 0; n <= most; ++n) {
            double probability = none_[static_cast<std::size_t>(n)];
            double below = probability;
            for (int k = 0; k < n; ++k) {
                below_.push_back(below);
                probability *= next_ratio(n, k + 1);
                below += probability;
            }
            // The last sum is one; rounding may have left it below u.
            below_.push_back(2.0);
            const double* sums = below_.data() + row(n);
            for (int guide = 0, k = 0; guide < guides; ++guide) {
                while (sums[k] < static_cast<double>(guide) / guides) ++k;
                first_.push_back(static_cast<std::uint8_t>(k));
            }
        }
    }

    /// P(K = k) / P(K = k - 1).
    [[nodiscard]] double next_ratio(int n, int k) const {
        return p_ / (1.0 - p_) * (n - k + 1) / k;
    }

    [[nodiscard]] int smallest(int n, double u) const {
        COFFER_EXPECT(static_cast<std::size_t>(n) < none_.size());
        if (n <= most_tabulated) {
            const double* sums = below_.data() + row(n);
            int k = first_[static_cast<std::size_t>(n * guides + static_cast<int>(u * guides))];
            while (sums[k] < u) ++k;
            return k;
        }
        double probability = none_[static_cast<std::size_t>(n)];
        double below = probability;
        int k = 0;
        while (below < u && k < n) {
            ++k;
            probability *= next_ratio(n, k);
            below += probability;
        }
        return k;
    }

    double probability_;
    bool mirrored_;
    double p_;
    std::vector<double> none_;         ///< probability that none of n succeeds
    std::vector<double> below_;        ///< rows of small n, one after the other: P(K <= k)
    std::vector<std::uint8_t> first_;  ///< by small n and guide
};

}  // namespace coffer::random
