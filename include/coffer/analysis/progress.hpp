#pragma once
// A plan under way: what was planned, what happened and what is to be expected, line by line, and
// what each part of what happened did to the chance of each target.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "coffer/analysis/compare.hpp"
#include "coffer/analysis/track.hpp"
#include "coffer/analysis/variant.hpp"

namespace coffer::analysis {

/// What is known, in the order in which its effects are told apart.
enum class Actuals { drivers, revenue, expenditure, projects, count };
inline constexpr std::size_t actuals_groups = static_cast<std::size_t>(Actuals::count);

/// The model as if of each group only so many of its known months were known. Revenue is that of
/// lines and taxpayers; projects are what they spent and how far they came, pipelines, and the
/// money of sources.
using KnownMonths = std::array<int, actuals_groups>;
[[nodiscard]] model::Model with_actuals(const model::Model& model, const KnownMonths& months);

/// Of a yearly amount, yuan. Planned and forecast amounts are those of the reference path.
struct ProgressLine {
    enum class Kind { revenue, taxpayer, expenditure, source, pipeline, project };

    Kind kind = Kind::revenue;
    std::string id;
    Text name;
    std::string district, department;
    double planned = 0.0;          ///< of the year, as forecast before
    double planned_to_date = 0.0;  ///< of its months up to the last known one
    std::optional<double> actual;  ///< of the same months; none where it is not known
    double forecast = 0.0;         ///< of the year, now
};

/// A yearly figure of the year in which known months end.
struct ProgressFigure {
    FigureChange change;            ///< from the forecast before to the one now
    std::array<double, 2> range{};  ///< P5 and P95 now
    std::optional<double> to_date;  ///< mean over paths of the months up to the last known one
    std::optional<double> to_date_before;
};

/// How the chance of a target came to what it is: after each group of Actuals.
struct ProgressCauses {
    std::string target;
    std::array<statistics::Difference, actuals_groups> steps;  ///< each from the one before
};

struct ProgressReport {
    int year = 0;     ///< in which known months end
    int known = 0;    ///< months known in all
    int since = 0;    ///< months known in the forecast before
    int of_year = 0;  ///< known months of `year`
    Comparison comparison;
    std::vector<ProgressFigure> figures;
    std::vector<ProgressLine> lines;
    std::vector<ProgressCauses> causes;
    std::vector<std::vector<TrackRecord>> records;  ///< of the earlier forecasts, in their order
};

/// Compares the forecast with all that is known of `plan` with one that knows the first `since`
/// months. The plan must have known months, more than `since`. Runs two forecasts and one for each
/// group but the last; none when interrupted. `earlier` are forecasts whose track record is wanted.
[[nodiscard]] std::optional<ProgressReport> progress(
    const Case& plan, int since, const std::vector<const statistics::Forecast*>& earlier,
    Runner& runner);

}  // namespace coffer::analysis
