#pragma once
// Points that fill the unit cube more evenly than independent ones, one a path: Sobol sequences
// with the direction numbers of Joe and Kuo (SIAM J. Sci. Comput. 30, 2008; from Boost.Random),
// randomised `randomisations` times independently by random linear scrambling of their digits and a
// digital shift (Matousek, J. Complexity 14, 1998), which has the variance of Owen's nested
// scrambling (Owen, ACM TOMACS 13, 2003) at a small part of its cost.
//
// Each point by itself is uniform, so that means over paths are unbiased. Points of one
// randomisation depend on each other: errors are told from the randomisations, which are
// independent.
#include <cstddef>
#include <cstdint>
#include <vector>

namespace coffer::kernel {

/// Thread-safe to read.
class EvenPoints {
  public:
    static constexpr std::size_t randomisations = 16;
    static constexpr std::size_t most_dimensions = 64;

    /// From 1 to `most_dimensions` dimensions. A seed gives the same points in the first dimensions
    /// however many there are.
    EvenPoints(std::uint64_t seed, std::size_t dimensions);

    [[nodiscard]] std::size_t dimensions() const { return dimensions_; }
    /// The coordinate of a path's point, strictly between 0 and 1: path k has point k / 16 of
    /// randomisation k % 16.
    [[nodiscard]] double coordinate(std::uint64_t path, std::size_t dimension) const;

  private:
    static constexpr std::size_t digits = 32;

    std::size_t dimensions_;
    /// By randomisation and dimension: scrambled direction numbers, and the shift of 52 digits.
    std::vector<std::uint32_t> directions_;
    std::vector<std::uint64_t> shifts_;
};

}  // namespace coffer::kernel
