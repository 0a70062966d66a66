#pragma once
#include <cstddef>
#include <vector>

#include "coffer/base/contract.hpp"

namespace coffer::random {

/// Counts of successes with one probability, by inversion.
class Binomial {
  public:
    /// For counts of up to `most` trials.
    Binomial(double probability, int most)
        : probability_(probability),
          mirrored_(probability > 0.5),
          p_(mirrored_ ? 1.0 - probability : probability) {
        none_.push_back(1.0);
        for (int n = 0; n < most; ++n) none_.push_back(none_.back() * (1.0 - p_));
    }

    [[nodiscard]] double probability() const { return probability_; }

    /// How many of `n` succeed: the smallest k with P(K <= k) >= u, found by adding up the
    /// probabilities from k = 0 (inversion by sequential search; Devroye 1986, X.4). For a
    /// probability above one half the failures are counted instead, so that the first probability,
    /// q^n, does not underflow up to n = 1000. One uniform a count keeps paths comparable when n or
    /// the probability changes. Thread-safe.
    [[nodiscard]] int quantile(int n, double u) const {
        if (n <= 0) return 0;
        if (probability_ >= 1.0) return n;
        return mirrored_ ? n - smallest(n, 1.0 - u) : smallest(n, u);
    }

  private:
    [[nodiscard]] int smallest(int n, double u) const {
        COFFER_EXPECT(static_cast<std::size_t>(n) < none_.size());
        double probability = none_[static_cast<std::size_t>(n)];
        double below = probability;
        if (below >= u) return 0;
        const double odds = p_ / (1.0 - p_);
        int k = 0;
        while (below < u && k < n) {
            ++k;
            probability *= odds * (n - k + 1) / k;
            below += probability;
        }
        return k;
    }

    double probability_;
    bool mirrored_;
    double p_;
    std::vector<double> none_;  ///< probability that none of n succeeds
};

}  // namespace coffer::random
