#pragma once
// Cells that several answers share.
#include <string>

#include <fmt/format.h>

#include "coffer/analysis/explain.hpp"
#include "coffer/base/text.hpp"
#include "coffer/model/indicators.hpp"
#include "coffer/report/names.hpp"
#include "coffer/results/answer.hpp"
#include "coffer/statistics/paired.hpp"

namespace coffer::report {

[[nodiscard]] inline results::Quantity quantity_of(model::Unit unit) {
    switch (unit) {
        case model::Unit::money:
            return results::Quantity::money;
        case model::Unit::ratio:
            return results::Quantity::ratio;
        case model::Unit::count:
            break;
    }
    return results::Quantity::number;
}

/// What a figure is read as.
[[nodiscard]] inline results::Quantity quantity_of(model::Indicator indicator) {
    if (model::info(indicator).values.is_multiple) return results::Quantity::multiple;
    if (model::info(indicator).values.is_months) return results::Quantity::months;
    if (model::info(indicator).values.is_chance) return results::Quantity::probability;
    return quantity_of(model::info(indicator).unit);
}

/// A change with its interval.
[[nodiscard]] inline results::Answered change_cell(results::Quantity quantity,
                                                   const statistics::Difference& difference) {
    return results::change_of(quantity, difference.change, difference.interval.low,
                              difference.interval.high);
}

/// One sentence from two patterns over the same arguments.
template <class... Arguments>
[[nodiscard]] Text sentence(fmt::format_string<const Arguments&...> zh,
                            fmt::format_string<const Arguments&...> en,
                            const Arguments&... arguments) {
    return {fmt::format(zh, arguments...), fmt::format(en, arguments...)};
}

/// Points a reader takes in: "13.9".
[[nodiscard]] inline std::string points(double share) {
    return fmt::format("{:+.1f}", share * 100.0);
}

/// How far those figures lie off, in standard deviations.
[[nodiscard]] inline results::Chart distance_chart(std::string year) {
    return {.kind = results::Chart::Kind::bars,
            .title = {"偏离平常多少个标准差", "Standard deviations from the usual"},
            .labels = {"name", std::move(year)},
            .values = {results::Drawn{"distance"}}};
}

/// Figures where something happens against the usual ones; the farthest ten are for the terminal.
inline void add_rows(results::Sheet& sheet, const std::vector<analysis::GivenMiss>& figures) {
    using results::Quantity;
    std::size_t shown = 0;
    for (const auto& given : figures) {
        const Quantity quantity = quantity_of(given.id.indicator);
        sheet.rows.push_back(
            {{results::words(model::info(given.id.indicator).id),
              results::words(with_dimension(given.id.indicator, given.id.dimension)),
              results::words(given.id.dimension), results::words(std::to_string(given.id.year)),
              results::amount(quantity, given.usual), results::amount(quantity, given.miss),
              results::change_of(quantity, given.miss - given.usual),
              results::change_of(Quantity::number, given.distance)},
             given.clear && !given.same_as_before && ++shown <= 10});
    }
}

}  // namespace coffer::report
