#pragma once
// What a run found out, as summaries: all that a report may see. Money is in yuan here.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/text.hpp"
#include "coffer/model/indicators.hpp"
#include "coffer/model/model.hpp"
#include "coffer/statistics/summary.hpp"

namespace coffer::statistics {

/// An indicator in one period.
struct SeriesSummary {
    model::Indicator indicator{};
    std::string dimension;  ///< "total", "named", "district:x", "red", ...
    int year = 0;           ///< budget year; of a month the calendar year
    int month = 0;          ///< 1 to 12; 0 for the year as a whole
    Summary summary;
    double reference_path = 0.0;  ///< its value on the path on which every draw is its median
};

struct TargetResult {
    std::string id;
    Text name;
    model::Indicator indicator{};
    std::string dimension;
    model::Span span;
    model::Target::Relation relation = model::Target::Relation::at_least;
    double value = 0.0;
    double probability = 0.0;
    double standard_error = 0.0;
    model::Target::Over over = model::Target::Over::every;
    double low = 0.0;   ///< Wilson's interval of the probability, 95 %
    double high = 0.0;  ///< likewise
};

struct ProjectResult {
    std::string id;
    Text name;
    double total_investment = 0.0;  ///< planned, yuan
    /// Months since the start, medians and full funding; none when it would never start or finish.
    std::optional<double> planned_start, planned_finish;
    double probability_finished = 0.0;  ///< within the horizon
    /// Quantiles of the finish moment in months since the start over all paths; none where that
    /// share of paths does not finish within the horizon.
    std::optional<double> finish_p10, finish_p50, finish_p90;
    std::optional<double>
        probability_late;  ///< of missing any of its stage deadlines; none without
    double probability_late_se = 0.0;
    double probability_suspended = 0.0;  ///< at any time
    double probability_cancelled = 0.0;
    double funded_share = 1.0;  ///< mean over paths of received / (received + lacking at the end)
    double probability_short = 0.0;  ///< of a month in which it got less than it needed
};

/// One project or pipeline in the first plan year: the plan document against the model.
struct FirstYearRow {
    std::string id;
    Text name;
    std::string basis;
    double planned = 0.0;  ///< first_year_investment, or by the planned schedule; yuan of FAI
    double reference_path = 0.0;  ///< FAI on the reference path
    double unfunded = 0.0;  ///< need still unmet at the year's end, as FAI, on the reference path
    double price_effect = 0.0;  ///< part of reference_path that is price escalation
    double mean = 0.0;          ///< FAI, mean over all paths
    /// Counted in the year and reported after it, on the reference path; negative: counted before
    /// it and reported in it.
    double reported_later = 0.0;
};

/// When something happened for the first time (plan::FirstHit).
struct FirstHitResult {
    std::string event;
    Month start;                       ///< of the plan
    std::vector<double> probability;   ///< by month of the plan: of the first time being in it
    std::optional<double> mean_month;  ///< over the paths on which it happened; none without any
};

/// How likely the projects that are planned to finish within the plan are, all together, within an
/// amount and a date. The row of a share of 1 and 0 months later is the joint confidence in the
/// plan's own.
struct JointRow {
    std::optional<double> budget_share;  ///< the amount as a share of what they are planned to cost
    std::optional<double> cost;          ///< at most so much, yuan; none: whatever they cost
    std::optional<double> months_later;  ///< the date against the planned finish of the last
    std::optional<double> finish;        ///< by then, months since the start
    double probability = 0.0;
    double low = 0.0, high = 0.0;  ///< Wilson's interval, 95 %
};

struct Forecast {
    std::vector<SeriesSummary> series;  ///< indicator order, dimension, then period
    std::vector<TargetResult> targets;
    std::vector<ProjectResult> projects;
    std::vector<FirstYearRow> first_year;
    std::vector<FirstHitResult> first_hits;
    std::vector<JointRow> joint;        ///< by amount, then date
    std::map<std::string, Text> names;  ///< of the things that dimensions are of, by its text
    std::uint64_t paths = 0;
};

}  // namespace coffer::statistics
