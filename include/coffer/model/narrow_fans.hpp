#pragma once
#include <string>
#include <vector>

#include "coffer/model/model.hpp"

namespace coffer::model {

/// A line whose fan is narrower than a third of what history says of its kind; sd 0: none at all.
struct NarrowFan {
    std::string id;
    Position at;
    LineKind kind;
    double sd = 0.0;     ///< of one year's growth, own luck and drivers together
    double usual = 0.0;  ///< of its kind
};

/// For `check`, in the order of ids. Lines without a kind and without an amount are left out.
[[nodiscard]] std::vector<NarrowFan> narrow_fans(const Model& model);

}  // namespace coffer::model
