#pragma once
#include "coffer/kernel/path_store.hpp"

namespace coffer::analysis {

/// In path order. Eigen's own sums go by as many parts as the instruction set has lanes, and their
/// last bits with it.
[[nodiscard]] inline double ordered_sum(const Eigen::ArrayXd& values) {
    double sum = 0.0;
    for (Eigen::Index path = 0; path < values.size(); ++path) sum += values[path];
    return sum;
}

[[nodiscard]] inline double ordered_mean(const Eigen::ArrayXd& values) {
    return ordered_sum(values) / static_cast<double>(values.size());
}

}  // namespace coffer::analysis
