#pragma once
// Of points with two worths, larger better: which no other beats, and which of them stand for all.
#include <array>
#include <cstddef>
#include <functional>
#include <vector>

namespace coffer::analysis {

using Worth = std::array<double, 2>;

/// `most` of them: those that no other beats, then those that only these beat, and so on. Where a
/// layer does not fit, its ends and those farthest from their neighbours.
[[nodiscard]] std::vector<std::size_t> layers(const std::vector<Worth>& points, std::size_t most);

/// Of `count` things those that nothing beats which is itself one of them. What was beaten by a
/// beaten one alone stays: a row of small steps, each within the error, does not eat itself up.
[[nodiscard]] std::vector<std::size_t> unbeaten(
    std::size_t count, const std::function<bool(std::size_t, std::size_t)>& beats);

}  // namespace coffer::analysis
