#pragma once
#include <vector>

namespace coffer::model {

using Matrix = std::vector<std::vector<double>>;

/// The nearest correlation matrix (symmetric, ones on its diagonal) in the Frobenius norm that is
/// clearly positive definite, rounded to `decimals` so that it still passes `cholesky`.
[[nodiscard]] Matrix rounded_nearest_correlation(const Matrix& matrix, int decimals);

/// The largest factor, rounded down to `decimals`, by which all correlations may be multiplied so
/// that the matrix passes `cholesky`; below 1 when it does not pass.
[[nodiscard]] double largest_factor(const Matrix& matrix, int decimals);

}  // namespace coffer::model
