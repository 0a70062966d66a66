#pragma once
// Cells that several answers share.
#include <string>

#include <fmt/format.h>

#include "coffer/base/text.hpp"
#include "coffer/model/indicators.hpp"
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

/// What a first hit is called.
[[nodiscard]] Text event_name(const std::string& event);

/// Points a reader takes in: "13.9".
[[nodiscard]] inline std::string points(double share) {
    return fmt::format("{:+.1f}", share * 100.0);
}

}  // namespace coffer::report
