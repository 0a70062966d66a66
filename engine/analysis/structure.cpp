#include "coffer/analysis/structure.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <ranges>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "financing_network.hpp"

namespace coffer::analysis {

namespace {

constexpr std::array readings{Reading::by_year, Reading::as_a_whole};

Fen financeable(const FinancingProblem& problem) {
    Fen least = 0;
    for (const auto reading : readings) {
        const auto value = plan::max_flow(financing_network(problem, reading).graph).value;
        least = reading == readings.front() ? value : std::min(least, value);
    }
    return least;
}

/// The same plan when every need lapses with the year it is planned in.
FinancingProblem on_schedule(FinancingProblem problem) {
    for (auto& claim : problem.claims) {
        claim.due = claim.planned;
        claim.pipeline = true;
    }
    return problem;
}

/// The same plan with all needs larger by so many thousandths.
FinancingProblem grown(FinancingProblem problem, int thousandths) {
    for (auto& claim : problem.claims) {
        for (Fen& due : claim.due) {
            due += due / 1000 * thousandths + (due % 1000 * thousandths + 999) / 1000;
        }
    }
    return problem;
}

int slack_of(const FinancingProblem& problem) {
    int within = 0, beyond = most_slack + 1;
    while (beyond - within > 1) {
        const int middle = (within + beyond) / 2;
        const auto asked = grown(problem, middle);
        Fen need = 0;
        for (const auto& claim : asked.claims) {
            need = std::accumulate(claim.due.begin(), claim.due.end(), need);
        }
        (financeable(asked) == need ? within : beyond) = middle;
    }
    return within;
}

/// Splits the sink's side of the cut into parts that share no money.
class Parts {
  public:
    Parts(const plan::FlowNetwork& graph, const std::vector<char>& inside) : parent_(graph.nodes) {
        std::iota(parent_.begin(), parent_.end(), std::size_t{0});
        for (const auto& edge : graph.edges) {
            const bool ends = edge.from == graph.source || edge.to == graph.sink;
            if (ends || inside[edge.from] == 0 || inside[edge.to] == 0) continue;
            parent_[of(edge.from)] = of(edge.to);
        }
    }
    std::size_t of(std::size_t node) {
        while (parent_[node] != node) node = parent_[node] = parent_[parent_[node]];
        return node;
    }

  private:
    std::vector<std::size_t> parent_;
};

/// Which needs lack how much when claims are served in their order: each takes the most that
/// those before it leave. Needs outside the cut's sink side lack nothing in any maximum flow.
std::vector<std::pair<std::size_t, Fen>> lacking(const FinancingNetwork& network,
                                                 const std::vector<char>& sink_side) {
    std::vector<std::size_t> in_order, demands;
    for (std::size_t i = 0; i < network.needs.size(); ++i) {
        if (sink_side[network.needs[i].node] == 0) continue;
        in_order.push_back(i);
        demands.push_back(network.needs[i].demand);
    }
    const auto served = plan::served_in_order(network.graph, demands);
    std::vector<std::pair<std::size_t, Fen>> result;
    for (std::size_t i = 0; i < in_order.size(); ++i) {
        const Fen lacks = network.needs[in_order[i]].amount - served[i];
        if (lacks > 0) result.emplace_back(in_order[i], lacks);
    }
    return result;
}

/// A gap while it is put together.
struct OpenGap {
    Gap gap;
    std::vector<PoolYear> starved;  ///< pools within it, binding or not
};

/// By the part of the network that a gap lies in, in the order of the first needs.
class OpenGaps {
  public:
    OpenGap& of(std::size_t part) {
        const auto [place, is_new] = places_.try_emplace(part, gaps_.size());
        if (is_new) gaps_.emplace_back();
        return gaps_[place->second];
    }
    [[nodiscard]] std::vector<OpenGap> take() { return std::move(gaps_); }

  private:
    std::unordered_map<std::size_t, std::size_t> places_;
    std::vector<OpenGap> gaps_;
};

/// More money of this source in this year: how much of the gap does it close?
Fen closed_by(FinancingProblem problem, Fen before, std::size_t source, std::size_t year, Fen gap) {
    auto& supply = problem.supplies[source];
    supply.arrivals[year] += gap;
    if (supply.fiscal && problem.treasury >= 0) problem.treasury += gap;
    return financeable(problem) - before;
}

/// For each source in the gap the latest year in which more of it closes most.
std::vector<MoreMoney> remedies_of(const FinancingProblem& problem, Fen before, Fen shortfall,
                                   const std::vector<PoolYear>& starved) {
    std::vector<MoreMoney> result;
    for (const PoolYear& pool : starved | std::views::reverse) {
        const Fen closes = closed_by(problem, before, pool.source, pool.year, shortfall);
        if (!result.empty() && result.back().source == pool.source) {
            if (closes > result.back().closes) result.back() = {pool.source, pool.year, closes};
        } else {
            result.push_back({pool.source, pool.year, closes});
        }
    }
    std::erase_if(result, [](const MoreMoney& remedy) { return remedy.closes <= 0; });
    std::sort(result.begin(), result.end(), [](const MoreMoney& a, const MoreMoney& b) {
        return std::tie(b.closes, b.year, a.source) < std::tie(a.closes, a.year, b.source);
    });
    return result;
}

std::vector<Gap> gaps_of(const FinancingProblem& problem, const FinancingNetwork& network,
                         const plan::MaxFlow& best) {
    const auto& graph = network.graph;
    const auto& inside = best.sink_side;
    Parts parts(graph, inside);
    OpenGaps gaps;

    for (const auto& need : network.needs) {
        if (inside[need.node] == 0) continue;
        Gap& gap = gaps.of(parts.of(need.node)).gap;
        gap.need += need.amount;
        gap.shortfall += need.amount - best.flow[need.demand];
    }
    for (const auto& pool : network.pools) {
        if (inside[pool.node] == 0) continue;
        auto& [gap, starved] = gaps.of(parts.of(pool.node));
        const auto& arrival = graph.edges[pool.arrival];
        starved.push_back({pool.source, pool.year, arrival.capacity});
        // From a treasury that is itself short it is not the pool that binds.
        const bool binds = arrival.from == graph.source || inside[arrival.from] == 0;
        if (binds && arrival.capacity > 0) gap.pools.push_back(starved.back());
    }
    for (const auto& share : network.shares) {
        const auto& edge = graph.edges[share.edge];
        if (inside[edge.from] != 0 || inside[edge.to] == 0 || edge.capacity == 0) continue;
        gaps.of(parts.of(edge.to)).gap.shares.push_back({share.claim, share.source, edge.capacity});
    }
    if (network.has_treasury) {
        const auto& edge = graph.edges[network.treasury];
        if (inside[edge.to] != 0) gaps.of(parts.of(edge.to)).gap.treasury = edge.capacity;
    }
    for (const auto& [index, amount] : lacking(network, inside)) {
        const auto& need = network.needs[index];
        gaps.of(parts.of(need.node)).gap.lacks.push_back({need.claim, need.year, amount});
    }
    std::vector<Gap> result;
    for (auto& [gap, starved] : gaps.take()) {
        gap.remedies = remedies_of(problem, best.value, gap.shortfall, starved);
        result.push_back(std::move(gap));
    }
    // Needs come in order of priority and id, and so do gaps of the same size.
    std::stable_sort(result.begin(), result.end(),
                     [](const Gap& a, const Gap& b) { return a.shortfall > b.shortfall; });
    return result;
}

/// The reading that allows less.
struct Answer {
    FinancingNetwork network;
    plan::MaxFlow best;
};

Answer stricter_reading(const FinancingProblem& problem) {
    Answer result;
    for (const auto reading : readings) {
        auto network = financing_network(problem, reading);
        auto best = plan::max_flow(network.graph);
        if (reading != readings.front() && best.value >= result.best.value) continue;
        result = {std::move(network), std::move(best)};
    }
    return result;
}

/// Sources whose money would run out first if needs grew beyond the slack.
std::vector<std::size_t> scarcest_sources(const FinancingProblem& problem, int slack) {
    const auto answer = stricter_reading(grown(problem, slack + 1));
    std::vector<std::size_t> sources;
    for (const auto& pool : answer.network.pools) {
        const bool starved = answer.best.sink_side[pool.node] != 0;
        if (!starved || (!sources.empty() && sources.back() == pool.source)) continue;
        sources.push_back(pool.source);
    }
    return sources;
}

}  // namespace

Structure structural_test(const FinancingProblem& problem) {
    Structure result;
    for (const auto& claim : problem.claims) {
        result.need = std::accumulate(claim.due.begin(), claim.due.end(), result.need);
    }
    const auto [network, best] = stricter_reading(problem);
    result.financeable = best.value;
    result.shortfall = result.need - best.value;
    result.on_schedule = financeable(on_schedule(problem));
    if (result.shortfall > 0) {
        result.gaps = gaps_of(problem, network, best);
    } else {
        result.slack = slack_of(problem);
        if (result.slack < most_slack) result.scarcest = scarcest_sources(problem, result.slack);
    }
    return result;
}

}  // namespace coffer::analysis
