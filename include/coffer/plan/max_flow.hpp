#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace coffer::plan {

/// A directed network with whole capacities (fen).
struct FlowNetwork {
    struct Edge {
        std::size_t from = 0;
        std::size_t to = 0;
        std::int64_t capacity = 0;
    };
    std::size_t nodes = 0;
    std::size_t source = 0;
    std::size_t sink = 1;
    std::vector<Edge> edges;
};

struct MaxFlow {
    std::int64_t value = 0;
    std::vector<std::int64_t> flow;  ///< by edge
    /// Nodes from which the sink can be reached in the residual network: the sink's side of the
    /// minimum cut nearest to it. Unlike the flow it is the same for every maximum flow, and more
    /// capacity into one of its nodes, from outside, is what lets more flow through.
    std::vector<char> sink_side;
};

[[nodiscard]] MaxFlow max_flow(const FlowNetwork& network);

/// What each of these edges into the sink carries when they are opened one after the other and each
/// takes the most that those before it leave; all others are open from the beginning.
[[nodiscard]] std::vector<std::int64_t> served_in_order(FlowNetwork network,
                                                        const std::vector<std::size_t>& demands);

}  // namespace coffer::plan
