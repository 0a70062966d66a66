#pragma once
#include <algorithm>
#include <cmath>

#include "coffer/base/money.hpp"
#include "core/state.hpp"

namespace coffer::kernel {

/// A source without a limit, in fen.
inline constexpr double no_limit = 1e18;

/// What of a source is free for a project's row, on one lane: no project has committed it as its
/// capital yet, and it is not tied to another one.
template <int width, class Observer>
double uncommitted(Block<width, Observer>& block, std::size_t source, std::size_t mine, int lane) {
    auto& state = block.state;
    const auto& plan = block.plan.sources[source];
    if (plan.unlimited) return no_limit;
    double left = lanes_of<width>(state.pool, source)[lane] +
                  plan.committed[static_cast<std::size_t>(block.month)];
    for (const auto row : plan.funding_rows) {
        const double outstanding = lanes_of<width>(state.capital_until, row)[lane] -
                                   lanes_of<width>(state.drawn, row)[lane];
        const bool others = plan.holds_tied && row != mine;
        const double tied = others ? lanes_of<width>(state.tied, row)[lane] : 0.0;
        left -= std::max(tied, outstanding);
    }
    return std::max(0.0, left);
}

/// Goes through a project's capital rows; calls `commit(row, amount)` with what each would bring,
/// and returns what is lacking in the end.
template <int width, class Observer, class Commit>
double gather_capital(Block<width, Observer>& block, std::size_t p, int lane, Commit commit) {
    const auto& project = block.plan.projects[p];
    auto& state = block.state;
    double lacking = project.minimum_capital[static_cast<std::size_t>(block.year())] -
                     round_fen(project.spent_start * project.total);
    for (std::size_t i = 0; i < project.funding.size(); ++i) {
        const auto& funding = project.funding[i];
        if (!block.plan.sources[funding.source].counts_as_capital) continue;
        lacking -= lanes_of<width>(state.drawn, project.first_row + i)[lane];
    }
    for (std::size_t i = 0; lacking > 0.0 && i < project.funding.size(); ++i) {
        const auto& funding = project.funding[i];
        if (!block.plan.sources[funding.source].counts_as_capital) continue;
        const auto row = project.first_row + i;
        const double cap =
            std::ceil(funding.cap * project.total) - lanes_of<width>(state.drawn, row)[lane];
        const double amount =
            std::min({lacking, std::max(0.0, cap), uncommitted(block, funding.source, row, lane)});
        commit(row, amount);
        lacking -= amount;
    }
    return lacking;
}

/// docs/model.md section 4, "Capital": whether it is in place or committed.
template <int width, class Observer>
bool has_capital(Block<width, Observer>& block, std::size_t p, int lane) {
    return gather_capital(block, p, lane, [](std::size_t, double) {}) <= 0.0;
}

/// What a project brings up as capital no other one can count.
template <int width, class Observer>
void commit_capital(Block<width, Observer>& block, std::size_t p, int lane) {
    auto& state = block.state;
    gather_capital(block, p, lane, [&](std::size_t row, double amount) {
        lanes_of<width>(state.capital_until, row)[lane] =
            lanes_of<width>(state.drawn, row)[lane] + amount;
    });
}

}  // namespace coffer::kernel
