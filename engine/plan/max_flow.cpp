#include "coffer/plan/max_flow.hpp"

#include <algorithm>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>

#include "coffer/base/contract.hpp"

namespace coffer::plan {

namespace {

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;

struct EdgeData {
    std::int64_t capacity = 0;
    std::int64_t residual = 0;
    Traits::edge_descriptor reverse;
};
using Graph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, EdgeData>;

/// Backwards from the sink along edges with capacity left.
std::vector<char> reaching_sink(const FlowNetwork& network, const std::vector<std::int64_t>& flow) {
    std::vector<std::vector<std::size_t>> before(network.nodes);
    for (std::size_t i = 0; i < network.edges.size(); ++i) {
        const auto& edge = network.edges[i];
        if (flow[i] < edge.capacity) before[edge.to].push_back(edge.from);
        if (flow[i] > 0) before[edge.from].push_back(edge.to);
    }
    std::vector<char> reaches(network.nodes, 0);
    std::vector<std::size_t> open{network.sink};
    reaches[network.sink] = 1;
    while (!open.empty()) {
        const auto node = open.back();
        open.pop_back();
        for (const auto next : before[node]) {
            if (reaches[next] != 0) continue;
            reaches[next] = 1;
            open.push_back(next);
        }
    }
    return reaches;
}

/// What a flow leaves of a network without its sink. Nodes that the source does not reach any more
/// are never reached again, because paths lead through those it does reach; so each is searched in
/// vain once, however many paths are asked for.
class Residual {
  public:
    Residual(const FlowNetwork& network, const std::vector<std::int64_t>& flow)
        : source_(network.source),
          into_(network.nodes),
          seen_(network.nodes, 0),
          cut_off_(network.nodes, 0),
          next_(network.nodes, 0) {
        for (std::size_t i = 0; i < network.edges.size(); ++i) {
            const auto& edge = network.edges[i];
            add_arc(edge.from, edge.to, edge.capacity - flow[i], network.sink);
            add_arc(edge.to, edge.from, flow[i], network.sink);
        }
    }

    /// Brings as much of `amount` to a node as can reach it, and returns how much that is.
    std::int64_t bring_to(std::size_t node, std::int64_t amount) {
        std::int64_t brought = 0;
        while (brought < amount && find_path(node)) {
            auto most = amount - brought;
            for (auto at = source_; at != node; at = arcs_[next_[at]].to) {
                most = std::min(most, arcs_[next_[at]].left);
            }
            for (auto at = source_; at != node; at = arcs_[next_[at]].to) {
                arcs_[next_[at]].left -= most;
                arcs_[next_[at] ^ 1U].left += most;
            }
            brought += most;
        }
        return brought;
    }

  private:
    struct Arc {
        std::size_t from = 0, to = 0;
        std::int64_t left = 0;
    };

    void add_arc(std::size_t from, std::size_t to, std::int64_t left, std::size_t sink) {
        if (from != sink && to != sink) into_[to].push_back(arcs_.size());
        arcs_.push_back({from, to, left});
    }

    /// Backwards from the node, breadth first.
    bool find_path(std::size_t node) {
        ++search_;
        std::vector<std::size_t> visited{node};
        seen_[node] = search_;
        for (std::size_t i = 0; i < visited.size(); ++i) {
            for (const auto arc : into_[visited[i]]) {
                const auto from = arcs_[arc].from;
                if (arcs_[arc].left <= 0 || seen_[from] == search_ || cut_off_[from] != 0) continue;
                seen_[from] = search_;
                next_[from] = arc;
                if (from == source_) return true;
                visited.push_back(from);
            }
        }
        for (const auto each : visited) cut_off_[each] = 1;
        return false;
    }

    std::size_t source_;
    std::vector<Arc> arcs_;  ///< of each edge, then its reverse
    std::vector<std::vector<std::size_t>> into_;
    std::vector<std::size_t> seen_;
    std::vector<char> cut_off_;
    std::vector<std::size_t> next_;  ///< arc that leads on to the node searched from
    std::size_t search_ = 0;
};

}  // namespace

std::vector<std::int64_t> served_in_order(FlowNetwork network,
                                          const std::vector<std::size_t>& demands) {
    std::vector<std::int64_t> wanted;
    for (const auto demand : demands) {
        wanted.push_back(network.edges[demand].capacity);
        network.edges[demand].capacity = 0;
    }
    Residual residual(network, max_flow(network).flow);
    std::vector<std::int64_t> result;
    for (std::size_t i = 0; i < demands.size(); ++i) {
        result.push_back(residual.bring_to(network.edges[demands[i]].from, wanted[i]));
    }
    return result;
}

MaxFlow max_flow(const FlowNetwork& network) {
    Graph graph(network.nodes);
    std::vector<Traits::edge_descriptor> placed;
    placed.reserve(network.edges.size());
    for (const auto& edge : network.edges) {
        COFFER_EXPECT(edge.from < network.nodes && edge.to < network.nodes && edge.capacity >= 0);
        const auto forward = boost::add_edge(edge.from, edge.to, graph).first;
        const auto backward = boost::add_edge(edge.to, edge.from, graph).first;
        graph[forward].capacity = edge.capacity;
        graph[forward].reverse = backward;
        graph[backward].reverse = forward;
        placed.push_back(forward);
    }
    MaxFlow result;
    result.value = boost::push_relabel_max_flow(
        graph, network.source, network.sink, boost::get(&EdgeData::capacity, graph),
        boost::get(&EdgeData::residual, graph), boost::get(&EdgeData::reverse, graph),
        boost::get(boost::vertex_index, graph));
    for (const auto& edge : placed) {
        result.flow.push_back(graph[edge].capacity - graph[edge].residual);
    }
    result.sink_side = reaching_sink(network, result.flow);
    return result;
}

}  // namespace coffer::plan
