#pragma once
// How much each path counts. All alike unless a question tilts them: towards a stress, towards the
// paths on which something was missed.
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include <Eigen/Core>

#include "coffer/statistics/summary.hpp"

namespace coffer::statistics {

/// A weight a path. Thread-safe to read.
class Weights {
  public:
    /// All `n` alike.
    explicit Weights(std::size_t n) : n_(n), total_(static_cast<double>(n)) {}
    /// Each finite and not negative, some above 0.
    explicit Weights(std::vector<double> weights);
    /// All `n` alike, dealt in turn to independent randomisations (dealt.hpp).
    [[nodiscard]] static Weights dealt(std::size_t n) {
        Weights weights(n);
        weights.dealt_ = true;
        return weights;
    }

    [[nodiscard]] std::size_t size() const { return n_; }
    [[nodiscard]] bool alike() const { return weights_.empty(); }
    [[nodiscard]] bool dealt() const { return dealt_; }
    [[nodiscard]] std::span<const double> values() const { return weights_; }
    [[nodiscard]] double of(std::size_t path) const { return alike() ? 1.0 : weights_[path]; }
    [[nodiscard]] double total() const { return total_; }
    /// As many paths of one weight would tell as much: (sum w)^2 / sum w^2 (Kish 1965).
    [[nodiscard]] double effective_size() const;

    struct Share {
        double probability = 0.0;
        double standard_error = 0.0;
    };
    /// The share of the paths on which `holds(path)`.
    template <class Holds>
    [[nodiscard]] Share share(const Holds& holds) const {
        double met = 0.0, met_squares = 0.0, other_squares = 0.0;
        for (std::size_t path = 0; path < n_; ++path) {
            const double weight = of(path);
            (holds(path) ? met_squares : other_squares) += weight * weight;
            if (holds(path)) met += weight;
        }
        const double p = met / total_;
        // Delta method of a ratio of sums; with weights alike p (1 - p) / n.
        if (alike()) return {p, std::sqrt(p * (1.0 - p) / total_)};
        return {p, std::sqrt((1.0 - p) * (1.0 - p) * met_squares + p * p * other_squares) / total_};
    }

    [[nodiscard]] double mean(const Eigen::Ref<const Eigen::ArrayXd>& sample) const;
    /// As `summarise`, each value counting by its weight. A quantile lies between the values whose
    /// cumulated weights, each taken to the middle of its own, enclose it; with weights alike that
    /// is the same quantile. Tail means are of the weight in the tail.
    [[nodiscard]] Summary summarise(std::span<const double> sample,
                                    const QuantileBounds* bounds = nullptr) const;

  private:
    std::size_t n_;
    double total_;
    bool dealt_ = false;
    std::vector<double> weights_;
};

}  // namespace coffer::statistics
