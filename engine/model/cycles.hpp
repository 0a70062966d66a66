#pragma once
#include <cstddef>
#include <vector>

#include "coffer/model/model.hpp"

namespace coffer::model {

struct StageNode {
    std::size_t project = 0;
    std::size_t stage = 0;
};

/// Cycles of stages that wait for each other: along links, and within a project from each stage to
/// the next. Each begins and ends with the same stage; at most one for each stage that closes one,
/// ten in all; none when there is none. (Boost.Graph tells that there is a cycle, not which one.)
[[nodiscard]] std::vector<std::vector<StageNode>> find_cycles(const Model& model);

}  // namespace coffer::model
