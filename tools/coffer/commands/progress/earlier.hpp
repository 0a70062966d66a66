#pragma once
// Earlier forecasts of a plan, from the folders that runs wrote and from stores of nights.
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/model/model.hpp"
#include "coffer/statistics/forecast.hpp"

namespace coffer::tool::commands {

struct Earlier {
    std::string label;  ///< the folder, or the store and the night
    statistics::Forecast forecast;
};

/// Of each place in turn: the results in a folder, or what a store's nights say of the plan as it
/// was then, one for each state of its inputs, by the first night that has it. Reports places that
/// cannot be read, hold another plan, or nothing of this one.
[[nodiscard]] std::vector<Earlier> earlier_forecasts(const std::vector<std::string>& places,
                                                     const model::Model& model,
                                                     Diagnostics& diagnostics);

}  // namespace coffer::tool::commands
