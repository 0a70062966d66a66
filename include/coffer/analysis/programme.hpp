#pragma once
// A choice of one level for each decision by a mixed-integer program: what levels do is taken to
// add up.
#include <cstddef>
#include <cstdint>
#include <vector>

namespace coffer::analysis {

/// A level of every decision.
using Choice = std::vector<std::uint8_t>;

struct Programme {
    /// What each level of a decision adds, by decision and level.
    using Effects = std::vector<std::vector<double>>;
    struct Row {
        Effects effects;
        double least = 0.0;  ///< that they should sum to
    };

    Effects worth;                           ///< whose sum is made as large as can be
    std::vector<Row> rows;                   ///< what is missing of them costs `missing_cost` each
    std::vector<std::vector<bool>> offered;  ///< levels that may be chosen
    std::vector<Choice> known;               ///< choices not to be made again
};

/// Worth that a choice loses for each one that a row lacks: rows first, then worth, as long as the
/// worth of all choices lies within one.
inline constexpr double missing_cost = 10.0;

/// Whether this program was built with a solver (COFFER_CBC).
[[nodiscard]] bool programmes_are_solved();

/// The best choices, `count` at most and best first. None without a solver.
[[nodiscard]] std::vector<Choice> best_choices(const Programme& programme, std::size_t count);

}  // namespace coffer::analysis
