#pragma once
// An amount cut into parts that sum to it.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace coffer {

/// `whole` (whole fen, not negative) by shares that sum to one, in whole fen: each part rounded
/// down, and the fen that are left one each to the parts with the largest remainders, of equal ones
/// to the first (the method of largest remainders). Rounding each part alone would lose or gain up
/// to half a fen a part.
template <std::size_t parts>
[[nodiscard]] std::array<double, parts> apportion(double whole,
                                                  const std::array<double, parts>& shares) {
    std::array<double, parts> result{}, remainder{};
    double given = 0.0;
    for (std::size_t i = 0; i < parts; ++i) {
        result[i] = std::floor(whole * shares[i]);
        remainder[i] = whole * shares[i] - result[i];
        given += result[i];
    }
    std::array<std::size_t, parts> order{};
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return remainder[a] > remainder[b]; });
    // Shares sum to one but for rounding, so that fewer fen are left than there are parts, or
    // (where products round up) one too many was given.
    for (std::size_t i = 0; given < whole; i = (i + 1) % parts, given += 1.0) {
        result[order[i]] += 1.0;
    }
    for (std::size_t i = parts; given > whole; --i, given -= 1.0) result[order[i - 1]] -= 1.0;
    return result;
}

}  // namespace coffer
