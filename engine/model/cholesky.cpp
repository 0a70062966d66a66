#include "cholesky.hpp"

#include <cmath>

namespace coffer::model {

CholeskyResult cholesky(const std::vector<std::vector<double>>& matrix) {
    // Pivots are variances left over, of 1; rounding leaves about 1e-16 where there is none.
    constexpr double least_pivot = 1e-12;
    const std::size_t n = matrix.size();
    CholeskyResult result;
    auto& factor = result.factor;
    factor.assign(n, std::vector<double>(n, 0.0));
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double left = matrix[i][j];
            for (std::size_t k = 0; k < j; ++k) left -= factor[i][k] * factor[j][k];
            if (i == j) {
                if (!(left > least_pivot)) {
                    result.failed_row = i;
                    return result;
                }
                factor[i][i] = std::sqrt(left);
            } else {
                factor[i][j] = left / factor[j][j];
            }
        }
    }
    return result;
}

}  // namespace coffer::model
