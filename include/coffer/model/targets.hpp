#pragma once
// What a plan is held to.
#include <string>
#include <vector>

#include "coffer/base/calendar.hpp"
#include "coffer/base/text.hpp"
#include "coffer/model/dimension.hpp"
#include "coffer/model/frame.hpp"

namespace coffer::model {

/// Plan years, or calendar months where `month` is above 0; both ends included.
struct Span {
    Month first{0, 0};
    Month last{0, 0};

    [[nodiscard]] bool by_month() const { return first.month > 0; }
    [[nodiscard]] bool several() const { return first != last; }
    friend bool operator==(const Span&, const Span&) = default;
};
/// A year alone.
[[nodiscard]] constexpr Span span_of_year(int year) { return {{year, 0}, {year, 0}}; }

struct Target {
    enum class Relation { at_least, above, at_most, below };
    /// What of several periods is held against the value: every one of them, any, or what they come
    /// to together.
    enum class Over { every, any, sum, mean, min, max };

    std::string id;
    Text name;
    std::string indicator;
    Dimension dimension;
    Span span;
    Over over = Over::every;
    Relation relation = Relation::at_least;
    double value = 0.0;  ///< yuan, ratio or number, by the indicator's unit
};

struct TargetsPart {
    std::vector<Target> targets;  ///< by id
};

}  // namespace coffer::model
