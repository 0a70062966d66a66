#pragma once
// Forecasts that take as many paths as a wanted precision needs.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "coffer/analysis/measure.hpp"
#include "coffer/base/diagnostic.hpp"
#include "coffer/results/answer.hpp"
#include "coffer/run/run.hpp"
#include "command.hpp"
#include "usage.hpp"

namespace coffer::tool {

/// The standard error of a figure, at most.
struct Precision {
    analysis::Measure measure;
    double most = 0.0;
    std::string text;  ///< as the user wrote it
};

/// --until and --max-time.
struct PrecisionOptions {
    std::vector<std::string> until;
    std::optional<double> max_seconds;

    void describe(Usage& usage);
    [[nodiscard]] bool any() const { return !until.empty() || max_seconds.has_value(); }
    /// "se(P(t1)) <= 0.2%"; what is wrong is reported.
    [[nodiscard]] std::vector<Precision> read(const plan::Plan& plan,
                                              Diagnostics& diagnostics) const;
};

/// What was reached of one of them.
struct Reached {
    Precision wanted;
    double se = 0.0;
    [[nodiscard]] bool enough() const { return se <= wanted.most; }
};

struct PreciseOutcome {
    run::Outcome outcome;
    std::uint64_t paths = 0;
    std::vector<Reached> reached;
    bool out_of_time = false;
    bool out_of_memory = false;
};

/// Begins with the paths of `options` and takes more until every precision is reached, the time is
/// up or memory would not hold them. The figures are those of a forecast of `paths` paths. None
/// when the user stopped it.
[[nodiscard]] std::optional<PreciseOutcome> forecast_until(
    const plan::Plan& plan, run::Options options, const std::vector<Precision>& wanted,
    const PrecisionOptions& limits, std::optional<std::uint64_t> max_memory, const Speech& speech);

/// "P(t1): standard error 0.19% of 43,000 paths (asked for 0.2%)", a line each.
[[nodiscard]] std::string told(const PreciseOutcome& outcome, const results::Telling& telling,
                               Language language);

}  // namespace coffer::tool
