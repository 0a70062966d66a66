#pragma once
#include <cstddef>
#include <optional>
#include <vector>

namespace coffer::model {

struct CholeskyResult {
    std::vector<std::vector<double>> factor;  ///< lower triangle, full square; usable on success
    std::optional<std::size_t> failed_row;    ///< first row at which the matrix is not definite
};

/// L with L L' = matrix (symmetric). Fails when a pivot is not clearly above zero.
[[nodiscard]] CholeskyResult cholesky(const std::vector<std::vector<double>>& matrix);

}  // namespace coffer::model
