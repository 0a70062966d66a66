#pragma once
#include <cstddef>
#include <optional>
#include <vector>

namespace coffer::model {

struct CholeskyResult {
    std::vector<std::vector<double>> factor;  ///< lower triangle, full square; usable on success
    std::optional<std::size_t> failed_row;    ///< first row that contradicts those above it
};

/// L with L L' = matrix (symmetric, positive semidefinite; a row that follows from those above it
/// has the pivot 0). Fails when a pivot is clearly below zero.
[[nodiscard]] CholeskyResult cholesky(const std::vector<std::vector<double>>& matrix);

}  // namespace coffer::model
