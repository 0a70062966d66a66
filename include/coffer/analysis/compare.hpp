#pragma once
// What differs between plans, on the same draws and in the text that describes them.
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "coffer/analysis/variant.hpp"
#include "coffer/statistics/figures.hpp"
#include "coffer/statistics/paired.hpp"

namespace coffer::analysis {

/// A yearly figure of both plans.
struct FigureChange {
    statistics::FigureId id;
    model::Unit unit{};
    bool is_share = false;  ///< 0 or 1 on each path: its mean is a probability
    statistics::Difference mean;
    std::array<statistics::Difference, 3> quantiles;  ///< P5, P50, P95
};

struct TargetChange {
    std::string id;
    Text name;
    model::Span span;
    statistics::Difference probability;
};

/// Of something happening for the first time within the plan.
struct HitChange {
    std::string event;
    statistics::Difference probability;
    std::optional<double> mean_month_before, mean_month_after;  ///< where it happens
    statistics::Difference months;  ///< later, on the paths on which it happens in both
};

struct ProjectChange {
    std::string id;
    Text name;
    statistics::Difference finished;              ///< probability within the plan
    std::optional<double> p50_before, p50_after;  ///< moments; none: beyond the plan
    statistics::Difference months;                ///< later, on the paths that finish in both
};

struct Comparison {
    std::vector<FigureChange> figures;
    std::vector<TargetChange> targets;
    std::vector<HitChange> hits;
    std::vector<ProjectChange> projects;
    std::vector<std::string> only_before, only_after;  ///< ids of projects and targets
};

/// What `after` has of `before`, paired path by path.
[[nodiscard]] Comparison compare(const plan::Plan& plan_before, const kernel::PathStore& before,
                                 const plan::Plan& plan_after, const kernel::PathStore& after,
                                 const statistics::Resamples& resamples, int threads);

/// One assumption that two plans make differently. A row that only one of them has stands as a
/// whole, with no column.
struct Assumption {
    std::string table;  ///< "scenario.toml" for keys
    std::string row;    ///< ids, or the key
    std::string column;
    std::string before, after;  ///< as written; empty: blank or not there
};

/// Cell by cell, in the order of tables, rows and columns of the first. Bases and names are no
/// assumptions.
[[nodiscard]] std::vector<Assumption> differing_assumptions(const scenario::Document& before,
                                                            const scenario::Document& after);

/// Whether the two can be compared path by path; if not, why is reported with `at` as its place.
[[nodiscard]] bool check_comparable(const Case& first, const Case& other, const Position& at,
                                    Diagnostics& diagnostics);

}  // namespace coffer::analysis
