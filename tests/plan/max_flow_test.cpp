// Catches: needs that are served in another order, or get more or less than those before them
// leave, than one maximum flow after the other says.
#include "coffer/plan/max_flow.hpp"

#include <cstdint>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

using namespace coffer;

namespace {

/// Pools by year that pass on what they leave, and needs that draw on some of them.
plan::FlowNetwork random_network(std::mt19937& random, std::vector<std::size_t>& demands) {
    const auto below = [&random](int bound) {
        return static_cast<int>(random() % static_cast<std::mt19937::result_type>(bound));
    };
    plan::FlowNetwork network;
    const int pools = 1 + below(6), needs = 1 + below(8);
    network.nodes = static_cast<std::size_t>(2 + pools + needs);
    const auto pool = [](int i) { return static_cast<std::size_t>(2 + i); };
    for (int i = 0; i < pools; ++i) {
        network.edges.push_back({network.source, pool(i), below(50)});
        if (i > 0 && below(2) == 0) network.edges.push_back({pool(i - 1), pool(i), below(40)});
    }
    for (int n = 0; n < needs; ++n) {
        const auto node = static_cast<std::size_t>(2 + pools + n);
        for (int i = 0; i < pools; ++i) {
            if (below(2) == 0) network.edges.push_back({pool(i), node, below(30)});
        }
        if (below(4) > 0) demands.push_back(network.edges.size());
        network.edges.push_back({node, network.sink, below(40)});
    }
    return network;
}

}  // namespace

TEST_CASE("needs served in order get what one flow after the other gives them", "[plan][flow]") {
    std::mt19937 random(20261130);
    int short_ones = 0;
    for (int trial = 0; trial < 2000; ++trial) {
        std::vector<std::size_t> demands;
        const auto network = random_network(random, demands);
        const auto served = plan::served_in_order(network, demands);
        auto open = network;
        for (const auto demand : demands) open.edges[demand].capacity = 0;
        std::int64_t before = plan::max_flow(open).value;
        REQUIRE(served.size() == demands.size());
        for (std::size_t i = 0; i < demands.size(); ++i) {
            open.edges[demands[i]].capacity = network.edges[demands[i]].capacity;
            const std::int64_t after = plan::max_flow(open).value;
            CHECK(served[i] == after - before);
            if (served[i] < network.edges[demands[i]].capacity) ++short_ones;
            before = after;
        }
    }
    CHECK(short_ones > 1000);
}
