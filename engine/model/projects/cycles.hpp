#pragma once
#include <cstddef>
#include <vector>

#include "coffer/model/model.hpp"

namespace coffer::model {

/// The start of a stage, or its finish.
struct StageNode {
    std::size_t project = 0;
    std::size_t stage = 0;
    bool finish = false;
};

/// Cycles of starts and finishes that wait for each other: along links, and within a project from
/// each start to the finish and on to the next stage. Each begins and ends with the same node; at
/// most one for each node that closes one, ten in all; none when there is none. (Boost.Graph tells
/// that there is a cycle, not which one.)
[[nodiscard]] std::vector<std::vector<StageNode>> find_cycles(const Model& model);

/// The kind of link that leads from one node to another.
[[nodiscard]] inline Link::Kind kind_between(const StageNode& from, const StageNode& to) {
    if (to.finish) return from.finish ? Link::Kind::finish_finish : Link::Kind::start_finish;
    return from.finish ? Link::Kind::finish_start : Link::Kind::start_start;
}

}  // namespace coffer::model
