#pragma once
#include <set>
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/model/indicators.hpp"
#include "coffer/model/model.hpp"
#include "usage.hpp"

namespace coffer::tool {

/// --figures: the indicators that a run keeps, so that it takes less time and memory.
struct FiguresOption {
    std::vector<std::string> lists;

    void describe(Usage& usage);
    [[nodiscard]] bool given() const { return !lists.empty(); }
    /// The indicators named. What is unknown, or what the plan does not have, is reported.
    [[nodiscard]] std::set<model::Indicator> read(const model::Model& model,
                                                  Diagnostics& diagnostics) const;
};

}  // namespace coffer::tool
