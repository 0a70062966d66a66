#include "drivers/cholesky.hpp"

#include <cmath>

namespace coffer::model {

CholeskyResult cholesky(const std::vector<std::vector<double>>& matrix) {
    // Pivots are variances left over, of 1. Rounding leaves about 1e-16 where there is none: then
    // the row is made of those above it (correlation 1: the same innovation, to the bit).
    constexpr double no_pivot = 1e-12;
    constexpr double rounding = 1e-9;
    const std::size_t n = matrix.size();
    CholeskyResult result;
    auto& factor = result.factor;
    factor.assign(n, std::vector<double>(n, 0.0));
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double left = matrix[i][j];
            for (std::size_t k = 0; k < j; ++k) left -= factor[i][k] * factor[j][k];
            if (i != j && factor[j][j] > 0.0) {
                factor[i][j] = left / factor[j][j];
            } else if (i == j && left > no_pivot) {
                factor[i][i] = std::sqrt(left);
            } else if (!(std::abs(left) <= rounding)) {
                result.failed_row = i;
                return result;
            }
        }
    }
    return result;
}

}  // namespace coffer::model
