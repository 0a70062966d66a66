#include "drivers/nearest_correlation.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/Eigenvalues>

#include "drivers/cholesky.hpp"

namespace coffer::model {
namespace {

Eigen::MatrixXd to_eigen(const Matrix& matrix) {
    const auto n = static_cast<Eigen::Index>(matrix.size());
    Eigen::MatrixXd result(n, n);
    for (Eigen::Index i = 0; i < n; ++i) {
        for (Eigen::Index j = 0; j < n; ++j) {
            result(i, j) = matrix[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
        }
    }
    return result;
}

/// The nearest symmetric matrix whose eigenvalues are at least `least`.
Eigen::MatrixXd raise_eigenvalues(const Eigen::MatrixXd& matrix, double least) {
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(matrix);
    const Eigen::VectorXd raised = solver.eigenvalues().cwiseMax(least);
    return solver.eigenvectors() * raised.asDiagonal() * solver.eigenvectors().transpose();
}

/// All correlations times `factor`, rounded.
Matrix scaled(const Matrix& matrix, double factor, double unit) {
    Matrix result = matrix;
    for (std::size_t i = 0; i < matrix.size(); ++i) {
        for (std::size_t j = 0; j < matrix.size(); ++j) {
            // Adding 0 turns -0 into 0.
            if (i != j) result[i][j] = std::round(matrix[i][j] * factor / unit) * unit + 0.0;
        }
    }
    return result;
}

/// The nearest correlation matrix whose eigenvalues are at least `least_eigenvalue`: alternating
/// projections with Dykstra's correction (Higham, "Computing the nearest correlation matrix", IMA
/// Journal of Numerical Analysis 22, 2002).
Matrix nearest_correlation(const Matrix& matrix, double least_eigenvalue) {
    // Convergence is linear; what it has not reached by then is made up for by the caller.
    constexpr int most_iterations = 1000;
    constexpr double tolerance = 1e-10;
    Eigen::MatrixXd nearest = to_eigen(matrix);
    Eigen::MatrixXd correction = Eigen::MatrixXd::Zero(nearest.rows(), nearest.cols());
    for (int iteration = 0; iteration < most_iterations; ++iteration) {
        const Eigen::MatrixXd corrected = nearest - correction;
        const Eigen::MatrixXd raised = raise_eigenvalues(corrected, least_eigenvalue);
        // Only the projection on a convex set that is no plane needs the correction.
        correction = raised - corrected;
        nearest = raised;
        nearest.diagonal().setOnes();
        if ((nearest - raised).norm() < tolerance) break;
    }
    Matrix result = matrix;
    for (std::size_t i = 0; i < matrix.size(); ++i) {
        for (std::size_t j = 0; j < matrix.size(); ++j) {
            result[i][j] = nearest(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
        }
    }
    return result;
}

}  // namespace

Matrix rounded_nearest_correlation(const Matrix& matrix, int decimals) {
    const double unit = std::pow(10.0, -decimals);
    // Rounding moves an eigenvalue by at most n times the largest change of an entry.
    const double least = static_cast<double>(matrix.size()) * unit / 2.0 + 1e-8;
    const Matrix nearest = nearest_correlation(matrix, least);
    // The factor is 1 unless the iteration stopped early.
    double factor = 1.0;
    Matrix result = scaled(nearest, factor, unit);
    while (cholesky(result).failed_row) result = scaled(nearest, factor -= 0.001, unit);
    return result;
}

double largest_factor(const Matrix& matrix, int decimals) {
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(to_eigen(matrix),
                                                                Eigen::EigenvaluesOnly);
    // The eigenvalues of I + f (C - I) are 1 + f (lambda - 1).
    const double unit = std::pow(10.0, -decimals);
    double factor = std::min(1.0, 1.0 / (1.0 - std::min(solver.eigenvalues()(0), 0.0)));
    factor = std::floor(factor / unit) * unit;
    while (cholesky(scaled(matrix, factor, 1e-15)).failed_row) factor -= unit;
    return factor;
}

}  // namespace coffer::model
