#include <algorithm>
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

bool check_decisions(const Case& base, const std::vector<Decision>& decisions,
                     const run::Options& how, const run::Progress& progress,
                     Diagnostics& diagnostics) {
    constexpr std::uint64_t few_paths = 200;
    run::Options few = how;
    few.paths = std::min(few_paths, how.paths);
    Runner runner(few, progress, 1);
    const auto before = runner.run(base.plan);
    if (!before) return runner.interrupted()->out_of_range.has_value();
    for (const Decision& decision : decisions) {
        bool differs = false, made = true;
        std::vector<Diagnostic> warnings;
        for (std::size_t level = 0; level < decision.levels.size() && made; ++level) {
            const auto change = decision.at(level);
            if (!change) continue;
            const std::size_t errors = diagnostics.error_count();
            const auto varied = vary(base.document, {*change}, diagnostics);
            made = diagnostics.error_count() == errors;
            warnings.insert(warnings.end(), varied.warnings.begin(), varied.warnings.end());
            if (differs || !varied.changed) continue;
            const auto after = runner.run(varied.changed->plan);
            if (!after && !runner.interrupted()->out_of_range) return false;
            differs = !after || !are_the_same(*before, *after);
            if (!after) runner = Runner(few, progress, 1);
        }
        if (made && !differs) {
            warn_of_no_effect(decision.change.at, decision.change.id, few.paths, warnings,
                              diagnostics);
        }
    }
    return true;
}

}  // namespace coffer::analysis
