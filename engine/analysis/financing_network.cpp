#include "financing_network.hpp"

#include <algorithm>

#include "coffer/base/money.hpp"

namespace coffer::analysis {

namespace {

class Builder {
  public:
    Builder(const FinancingProblem& problem, Reading reading)
        : problem_(problem), reading_(reading) {
        for (const auto& claim : problem.claims) {
            for (const Fen due : claim.due) no_limit_ += due;
        }
        network_.graph.nodes = 2;
    }

    FinancingNetwork build() {
        if (problem_.treasury >= 0) {
            treasury_ = add_node();
            network_.treasury = add_edge(network_.graph.source, treasury_, problem_.treasury);
            network_.has_treasury = true;
        }
        for (std::size_t source = 0; source < problem_.supplies.size(); ++source) {
            add_pools(source);
        }
        for (std::size_t claim = 0; claim < problem_.claims.size(); ++claim) add_needs(claim);
        return std::move(network_);
    }

  private:
    std::size_t add_node() { return network_.graph.nodes++; }
    std::size_t add_edge(std::size_t from, std::size_t to, Fen capacity) {
        network_.graph.edges.push_back({from, to, capacity});
        return network_.graph.edges.size() - 1;
    }

    /// A year's pool takes what arrives and what the year before leaves.
    void add_pools(std::size_t source) {
        const auto& supply = problem_.supplies[source];
        const bool limited_together = supply.fiscal && network_.has_treasury;
        first_pool_.push_back(network_.pools.size());
        for (std::size_t year = 0; year < problem_.years; ++year) {
            const auto node = add_node();
            const auto from = limited_together ? treasury_ : network_.graph.source;
            const auto arrival =
                add_edge(from, node, supply.unlimited ? no_limit_ : supply.arrivals[year]);
            const bool lapses = supply.carry_years.has_value();
            if (year > 0 && !lapses) add_edge(network_.pools.back().node, node, no_limit_);
            network_.pools.push_back({node, source, year, arrival});
            spent_in_.push_back(lapses ? add_node() : node);
            // What lapses reaches the years in which it may be spent, and no later one.
            for (std::size_t before = 0; lapses && before <= year; ++before) {
                if (year - before > static_cast<std::size_t>(*supply.carry_years)) continue;
                const auto pool = network_.pools[first_pool_.back() + before].node;
                add_edge(pool, spent_in_.back(), no_limit_);
            }
        }
    }

    void add_needs(std::size_t index) {
        const auto& claim = problem_.claims[index];
        Fen total = 0, so_far = 0;
        std::size_t last = 0;
        for (std::size_t year = 0; year < problem_.years; ++year) {
            total += claim.due[year];
            if (claim.due[year] > 0) last = year;
        }
        if (total == 0) return;
        if (reading_ == Reading::as_a_whole) {
            add_need(index, last, total, total);
            return;
        }
        for (std::size_t year = 0; year < problem_.years; ++year) {
            so_far += claim.due[year];
            // A project may run ahead of its deadlines, so that its cap is one of all its cost.
            if (claim.due[year] > 0) {
                add_need(index, year, claim.due[year], claim.pipeline ? so_far : total);
            }
        }
    }

    /// Where a need of this year draws from a source: what does not lapse is in the year's pool;
    /// what does may have been spent in any year since the work is planned to begin.
    std::size_t reach(std::size_t claim, std::size_t source, std::size_t year) {
        if (!problem_.supplies[source].carry_years) return spent_in_[first_pool_[source] + year];
        const auto node = add_node();
        bool begun = false;
        for (std::size_t y = 0; y <= year; ++y) {
            begun = begun || problem_.claims[claim].planned[y] > 0;
            if (begun) add_edge(spent_in_[first_pool_[source] + y], node, no_limit_);
        }
        return node;
    }

    void add_need(std::size_t claim, std::size_t year, Fen amount, Fen cost) {
        const auto node = add_node();
        const auto demand = add_edge(node, network_.graph.sink, amount);
        network_.needs.push_back({node, claim, year, amount, demand});
        const auto& asked = problem_.claims[claim];
        std::size_t rest = node;
        if (asked.other_share < 1.0) {
            const auto whole = static_cast<double>(asked.before + cost);
            rest = add_node();
            network_.shares.push_back(
                {add_edge(rest, node, static_cast<Fen>(round_fen_up(asked.other_share * whole))),
                 claim, other_money});
        }
        for (const auto& row : problem_.claims[claim].funding) {
            const auto cap = static_cast<Fen>(round_fen_up(row.cap * static_cast<double>(cost)));
            const auto pool = reach(claim, row.source, year);
            const auto to = row.capital ? node : rest;
            network_.shares.push_back({add_edge(pool, to, cap), claim, row.source});
        }
    }

    const FinancingProblem& problem_;
    Reading reading_;
    FinancingNetwork network_;
    Fen no_limit_ = 1;
    std::size_t treasury_ = 0;
    std::vector<std::size_t> first_pool_;
    std::vector<std::size_t> spent_in_;  ///< by pool: from where a need of its year draws
};

}  // namespace

FinancingNetwork financing_network(const FinancingProblem& problem, Reading reading) {
    return Builder(problem, reading).build();
}

}  // namespace coffer::analysis
