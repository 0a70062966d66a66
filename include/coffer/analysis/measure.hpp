#pragma once
// The figures that questions are about, in one small language:
//
//     P(no_arrears)                     probability of a target, by its id
//     P(arrears)                        that something ever happens (a first hit)
//     P(debt_ratio < 120%)              of a condition in every year that has the figure
//     P(fai@2020 >= 28.5亿元)            of a condition in one year
//     P(finish[g36] <= 2023-12)         that a project is finished by then
//     mean(fai@2020)  p95(debt_ratio@2024)  es05(cash_min@2024)  sd(general_revenue@2022)
//     mean(fai@2020-2024)               the sum of an amount over years
//     p90(finish[g36])                  a project's moment, in months since the start
//
// and conditions on them: `P(no_arrears) >= 90%`. docs/questions.md is the reference for users.
#include <optional>
#include <string>

#include "coffer/base/calendar.hpp"
#include "coffer/base/diagnostic.hpp"
#include "coffer/base/text.hpp"
#include "coffer/kernel/path_store.hpp"
#include "coffer/model/indicators.hpp"
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"
#include "coffer/statistics/estimate.hpp"
#include "coffer/statistics/figures.hpp"
#include "coffer/statistics/paired.hpp"

namespace coffer::analysis {

/// What one path is asked for.
struct Quantity {
    enum class Kind { figure, finish };
    Kind kind = Kind::figure;
    model::Indicator indicator{};
    std::string dimension = "total";
    int first_year = 0, last_year = 0;  ///< calendar years; 0: every year
    std::string project;                ///< of a finish
};

struct Condition {
    model::Target::Relation relation = model::Target::Relation::at_least;
    double value = 0.0;
};

/// What all paths are asked for.
struct Measure {
    enum class Kind { target, event, condition, mean, deviation, quantile, low_tail, high_tail };
    /// What the value is in.
    enum class Scale { probability, money, ratio, count, months };

    Kind kind = Kind::mean;
    std::string id;       ///< of a target or an event
    Quantity quantity;    ///< of the rest
    Condition condition;  ///< that every path is asked for
    double level = 0.5;   ///< of a quantile
    std::string text;     ///< as the user wrote it

    [[nodiscard]] bool is_probability() const {
        return kind == Kind::target || kind == Kind::event || kind == Kind::condition;
    }
    [[nodiscard]] Scale scale() const;
};

/// `measure relation value`, like "P(no_arrears) >= 90%".
struct Requirement {
    Measure measure;
    Condition condition;
    std::string text;

    [[nodiscard]] bool holds(double value) const;
    /// Whether the whole interval of the estimate is on one side of the wanted value.
    [[nodiscard]] bool is_settled_by(const statistics::Estimate& estimate) const;
    /// Whether larger values are on the side of meeting it.
    [[nodiscard]] bool wants_more() const {
        return condition.relation == model::Target::Relation::at_least ||
               condition.relation == model::Target::Relation::above;
    }
};

/// Reads a measure and finds it in the plan. None, and reported with `at` as its place, when it has
/// another form or the plan has no such figure.
[[nodiscard]] std::optional<Measure> read_measure(const std::string& text, const plan::Plan& plan,
                                                  const Position& at, Diagnostics& diagnostics);
[[nodiscard]] std::optional<Requirement> read_requirement(const std::string& text,
                                                          const plan::Plan& plan,
                                                          const Position& at,
                                                          Diagnostics& diagnostics);
/// "80%", "1.5亿元", "2023-12", "0.9", by what the measure is in. None when it is no such value.
[[nodiscard]] std::optional<double> read_value(const std::string& text, Measure::Scale scale,
                                               Month start);

/// Whether a plan, perhaps another than the one it was read for, has the figure.
[[nodiscard]] bool has(const plan::Plan& plan, const Measure& measure);

/// Its value on each path: 0 or 1 for probabilities, else yuan, ratio, number or months. The plan
/// must have it.
[[nodiscard]] Eigen::ArrayXd values_on(const plan::Plan& plan, const kernel::PathStore& paths,
                                       const Measure& measure);
/// Of a probability: how far each path is on the side on which what it asks for comes true, in what
/// the figure behind it is measured in (events: months); negative where it does not.
[[nodiscard]] Eigen::ArrayXd margins_on(const plan::Plan& plan, const kernel::PathStore& paths,
                                        const Measure& measure);
/// The figure from the values of all paths, at least one.
[[nodiscard]] double value_of(const Measure& measure, const Eigen::ArrayXd& values);

/// The figure with its sampling error; of paths that were `dealt` to randomisations, by these.
[[nodiscard]] statistics::Estimate estimate_of(const Measure& measure, const Eigen::ArrayXd& values,
                                               bool dealt = false);

/// Of one figure in two runs on the same draws, from its values on each path.
[[nodiscard]] statistics::Difference difference_of(const Measure& measure,
                                                   const Eigen::ArrayXd& before,
                                                   const Eigen::ArrayXd& after,
                                                   const statistics::Resamples& resamples);

/// What readers call an event that has first hits.
[[nodiscard]] Text event_name(std::string_view event);
/// What readers call it: a target by its name, an indicator by its name with the year.
[[nodiscard]] Text name_of(const plan::Plan& plan, const Measure& measure);

/// The measure "P(id)" of a target.
[[nodiscard]] Measure probability_of_target(const std::string& id);
/// The measure "P(event)" of a first hit.
[[nodiscard]] Measure probability_of_event(const std::string& event);
/// mean, or with a level a quantile, of a figure in a year.
[[nodiscard]] Measure mean_of(model::Indicator indicator, int year,
                              const std::string& dimension = "total");
[[nodiscard]] Measure quantile_of(double level, model::Indicator indicator, int year,
                                  const std::string& dimension = "total");

}  // namespace coffer::analysis
