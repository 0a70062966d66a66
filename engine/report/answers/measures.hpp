#pragma once
// Cells about measures of the figure language.
#include "coffer/analysis/measure.hpp"
#include "coffer/results/answer.hpp"

namespace coffer::report {

[[nodiscard]] inline results::Quantity quantity_of(const analysis::Measure& measure) {
    using Kind = analysis::Measure::Kind;
    const bool of_figure = measure.kind != Kind::target && measure.kind != Kind::event;
    if (of_figure && measure.scale() == analysis::Measure::Scale::ratio &&
        model::is_multiple(measure.quantity.indicator)) {
        return results::Quantity::multiple;
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

}  // namespace coffer::report
