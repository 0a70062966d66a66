#pragma once
#include <array>
#include <string_view>
#include <vector>

#include "coffer/model/distribution.hpp"

namespace coffer::model {

/// What comparable finished projects cost and how long they took, as ratios to their plans.
struct ReferenceClass {
    std::string_view id;
    std::array<double, 3> cost;      ///< p10, p50, p90 of actual over planned cost
    std::array<double, 3> duration;  ///< the same of the duration
    int projects = 0;
    std::string_view source;
    std::string_view confidence;
};

/// All of them, by id; docs/reference-classes.md lists the same.
[[nodiscard]] const std::vector<ReferenceClass>& reference_classes();

/// The class of that id, or nullptr.
[[nodiscard]] const ReferenceClass* find_reference_class(std::string_view id);

/// The distribution with these p10, p50 and p90, all times `plan`.
[[nodiscard]] Distribution distribution_of(const std::array<double, 3>& quantiles, double plan);

}  // namespace coffer::model
