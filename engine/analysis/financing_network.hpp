#pragma once
// The financing problem as a flow network: sources' pools by year on one side, what projects and
// pipelines need on the other.
#include <vector>

#include "coffer/analysis/structure.hpp"
#include "coffer/plan/max_flow.hpp"

namespace coffer::analysis {

/// A pipeline's cap holds for its years one by one (each against the need so far) and for the plan
/// as a whole. One flow network can hold only one of the two, so the question is asked twice; each
/// reading is at most too lenient, so the lower answer is the better bound.
enum class Reading { by_year, as_a_whole };

struct FinancingNetwork {
    struct Pool {
        std::size_t node = 0, source = 0, year = 0;
        std::size_t arrival = 0;  ///< edge
    };
    struct Need {
        std::size_t node = 0, claim = 0, year = 0;
        Fen amount = 0;
        std::size_t demand = 0;  ///< edge to the sink
    };
    struct Share {
        std::size_t edge = 0, claim = 0, source = 0;
    };

    plan::FlowNetwork graph;
    std::vector<Pool> pools;
    std::vector<Need> needs;
    std::vector<Share> shares;
    std::size_t treasury = 0;  ///< edge; 0, an arrival, when there is no such limit
    bool has_treasury = false;
};

[[nodiscard]] FinancingNetwork financing_network(const FinancingProblem& problem, Reading reading);

}  // namespace coffer::analysis
