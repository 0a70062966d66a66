#include <cmath>

#include "coffer/analysis/optimise.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::analysis {

std::optional<scenario::Change> Decision::at(std::size_t level) const {
    if (lever) return lever->at(levels[level]);
    if (levels[level] == 0.0) return std::nullopt;
    return change;
}

std::optional<Decision> read_decision(const scenario::Change& change, Diagnostics& diagnostics) {
    constexpr std::size_t most_levels = 25;
    Decision decision{change, std::nullopt, {0.0, 1.0}};
    bool ranged = false;
    for (const auto& statement : change.statements) {
        ranged = ranged || statement.text.starts_with("x in ");
    }
    if (!ranged) return decision;
    decision.lever = Lever::read(change, diagnostics);
    if (!decision.lever) return std::nullopt;
    const Range& range = decision.lever->range();
    const double step = range.step > 0.0 ? range.step : range.high - range.low;
    const auto count = static_cast<std::size_t>(std::floor((range.high - range.low) / step + 1e-9));
    if (count + 1 > most_levels) {
        diagnostics.error(change.at,
                          scenario::say("决策 {} 有 {} 档", "the decision {} has {} levels",
                                        scenario::quote(change.id), count + 1),
                          scenario::say("最多 {} 档", "at most {} can be searched", most_levels),
                          {"请写大一些的步长，如 x in 0..12 by 3。",
                           "Write a larger step, like x in 0..12 by 3."});
        return std::nullopt;
    }
    decision.levels.clear();
    for (std::size_t i = 0; i <= count; ++i) {
        decision.levels.push_back(range.low + static_cast<double>(i) * step);
    }
    return decision;
}

}  // namespace coffer::analysis
