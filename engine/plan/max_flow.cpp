#include "coffer/plan/max_flow.hpp"

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

}  // namespace

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
