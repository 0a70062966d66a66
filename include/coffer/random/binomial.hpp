#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "coffer/base/contract.hpp"
#include "coffer/random/lanes.hpp"

namespace coffer::random {

/// Counts of successes with one probability, by inversion. Thread-safe.
class Binomial {
  public:
    /// For counts of up to `most` trials.
    Binomial(double probability, int most)
        : probability_(probability),
          mirrored_(probability > 0.5),
          p_(mirrored_ ? 1.0 - probability : probability) {
        none_.push_back({1.0, 0});
        for (int n = 0; n < most; ++n) {
            Scaled next = none_.back();
            next.value *= 1.0 - p_;
            if (next.value < 1.0 / scale) next = {next.value * scale, next.power + 1};
            none_.push_back(next);
        }
        tabulate(std::min(most, most_tabulated));
    }

    [[nodiscard]] double probability() const { return probability_; }

    /// How many of `n` succeed: the smallest k with P(K <= k) >= u, found by adding up the
    /// probabilities from k = 0 (inversion by sequential search; Devroye 1986, X.4). For a
    /// probability above one half the failures are counted instead: fewer steps. One uniform a
    /// count keeps paths comparable when n or the probability changes.
    [[nodiscard]] int quantile(int n, double u) const {
        if (n <= 0) return 0;
        if (probability_ >= 1.0) return n;
        return mirrored_ ? n - smallest(n, 1.0 - u) : smallest(n, u);
    }

    /// quantile() for all lanes, whole numbers in and out. All of them step through the sums side
    /// by side; where some count is too large for the tables, one after the other.
    template <int width>
    void quantiles(const double* n, const double* uniforms, double* successes) const {
        double largest = 0.0;
        for (int lane = 0; lane < width; ++lane) largest = std::max(largest, n[lane]);
        if (largest > most_tabulated || probability_ >= 1.0) {
            for (int lane = 0; lane < width; ++lane) {
                successes[lane] = quantile(static_cast<int>(n[lane]), uniforms[lane]);
            }
            return;
        }
        double u[width];
        std::int64_t first[width], place[width];
        for (int lane = 0; lane < width; ++lane) {
            u[lane] = mirrored_ ? 1.0 - uniforms[lane] : uniforms[lane];
            first[lane] = static_cast<std::int64_t>(0.5 * n[lane] * (n[lane] + 1.0));
            place[lane] = first[lane];
        }
        // The last sum of each row is above every u.
        while (step_up<width>(below_.data(), u, place)) {
        }
        for (int lane = 0; lane < width; ++lane) {
            const auto steps = static_cast<double>(place[lane] - first[lane]);
            successes[lane] = mirrored_ ? n[lane] - steps : steps;
        }
    }

  private:
    static constexpr int most_tabulated = 64;
    static constexpr double scale = 0x1.0p900;

    /// value / scale^power, for probabilities below the range of the type.
    struct Scaled {
        double value = 0.0;
        int power = 0;
    };

    [[nodiscard]] static std::size_t row(int n) {
        return static_cast<std::size_t>(n * (n + 1) / 2);
    }

    /// The sums of the search below for every small n: no divisions later.
    void tabulate(int most) {
        for (int n = 0; n <= most; ++n) {
            double probability = none_[static_cast<std::size_t>(n)].value;
            double below = probability;
            for (int k = 0; k < n; ++k) {
                below_.push_back(below);
                probability *= next_ratio(n, k + 1);
                below += probability;
            }
            // The last sum is one; rounding may have left it below u.
            below_.push_back(2.0);
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
            int k = 0;
            while (sums[k] < u) ++k;
            return k;
        }
        auto [probability, power] = none_[static_cast<std::size_t>(n)];
        double below = power == 0 ? probability : 0.0;
        int k = 0;
        while (below < u && k < n) {
            ++k;
            probability *= next_ratio(n, k);
            if (power > 0 && probability > 1.0) {
                probability /= scale;
                --power;
            }
            // While it is scaled, all so far is far below the least u.
            if (power == 0) below += probability;
        }
        return k;
    }

    double probability_;
    bool mirrored_;
    double p_;
    std::vector<Scaled> none_;   ///< probability that none of n succeeds
    std::vector<double> below_;  ///< rows of small n, one after the other: P(K <= k)
};

}  // namespace coffer::random
