#pragma once
// Cells about measures of the figure language.
#include "coffer/analysis/measure.hpp"
#include "coffer/report/answer_text.hpp"
#include "coffer/results/answer.hpp"

namespace coffer::report {

[[nodiscard]] inline results::Quantity quantity_of(const analysis::Measure& measure) {
    using Kind = analysis::Measure::Kind;
    const bool of_figure = measure.kind != Kind::target && measure.kind != Kind::event;
    if (of_figure && measure.scale() == analysis::Measure::Scale::ratio &&
        model::info(measure.quantity.indicator).values.is_multiple) {
        return results::Quantity::multiple;
    }
    if (of_figure && measure.scale() == analysis::Measure::Scale::ratio &&
        model::info(measure.quantity.indicator).values.is_months) {
        return results::Quantity::months;
    }
    switch (measure.scale()) {
        case analysis::Measure::Scale::probability:
            return results::Quantity::probability;
        case analysis::Measure::Scale::money:
            return results::Quantity::money;
        case analysis::Measure::Scale::ratio:
            return results::Quantity::ratio;
        case analysis::Measure::Scale::months:
            return results::Quantity::moment;
        case analysis::Measure::Scale::count:
            break;
    }
    return results::Quantity::number;
}

/// Its changes: a moment moves by months.
[[nodiscard]] inline results::Quantity change_quantity_of(const analysis::Measure& measure) {
    const auto quantity = quantity_of(measure);
    return quantity == results::Quantity::moment ? results::Quantity::months : quantity;
}

/// What is asked of a measure: "不高于 20.0%".
[[nodiscard]] inline Text told_condition(const analysis::Requirement& requirement,
                                         const results::Telling& telling) {
    const auto value =
        results::amount(quantity_of(requirement.measure), requirement.condition.value);
    std::string relation = "低于";
    switch (requirement.condition.relation) {
        case model::Target::Relation::at_least:
            relation = "不低于";
            break;
        case model::Target::Relation::above:
            relation = "高于";
            break;
        case model::Target::Relation::at_most:
            relation = "不高于";
            break;
        case model::Target::Relation::below:
            break;
    }
    return {relation + " " + told_cell(value, telling).zh, requirement.text};
}

/// The same with the measure, in the words of who reads it: "“2024年末无欠付”的概率不低于 90.0%".
[[nodiscard]] inline Text told_requirement(const plan::Plan& plan,
                                           const analysis::Requirement& requirement,
                                           const results::Telling& telling) {
    return {"“" + analysis::name_of(plan, requirement.measure).zh + "”" +
                (requirement.measure.is_probability() ? "的概率" : "") +
                told_condition(requirement, telling).zh,
            requirement.text};
}

}  // namespace coffer::report
