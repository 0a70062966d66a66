#pragma once
// The structural test: can the plan be financed at all, with no uncertainty? docs/model.md
// section 10.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/text.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::analysis {

using Fen = std::int64_t;

/// A source's money by the plan year it arrives in; it may be spent then or later.
struct Supply {
    std::string id;
    Text name;
    bool unlimited = false;
    bool fiscal = false;
    std::vector<Fen> arrivals;
    std::optional<int> carry_years;  ///< for which it may wait beyond its own; none: no limit
    /// Fiscal: the treasury has less to spare than the budget allows.
    bool short_of_cash = false;
};

struct Eligible {
    std::size_t source = 0;
    double cap = 1.0;     ///< share of the cost
    bool capital = true;  ///< counts as project capital
};

/// What a project or pipeline asks for, in order of priority.
struct Claim {
    std::string id;
    Text name;
    bool pipeline = false;
    std::vector<Fen> planned;  ///< by plan year, on the planned schedule at planned cost
    /// By plan year: what must have been paid for by the end of it and of no earlier one. A
    /// pipeline's need lapses with its year; a project's may wait for a deadline, else for the
    /// plan's end.
    std::vector<Fen> due;
    std::vector<Eligible> funding;
    /// All money that is not capital together, as a share of the cost and of what was spent before.
    double other_share = 1.0;
    Fen before = 0;
};

struct FinancingProblem {
    std::size_t years = 1;
    std::vector<Supply> supplies;
    std::vector<Claim> claims;
    Fen treasury = -1;  ///< all that fiscal sources can spend together; -1: no such limit
};

struct PoolYear {
    std::size_t source = 0;
    std::size_t year = 0;
    Fen amount = 0;
};

/// In place of a source: all that are not capital, together.
inline constexpr std::size_t other_money = static_cast<std::size_t>(-1);

/// A claim's share in a source that is used to the full.
struct FullShare {
    std::size_t claim = 0;
    std::size_t source = 0;  ///< or `other_money`
    Fen amount = 0;
};

struct ShortClaim {
    std::size_t claim = 0;
    std::size_t year = 0;  ///< by the end of which the money is missing
    Fen amount = 0;
};

/// More money of this source, arrived by the end of this year.
struct MoreMoney {
    std::size_t source = 0;
    std::size_t year = 0;
    Fen closes = 0;  ///< how much of the gap as much money closes
};

/// Claims that compete for the same money and what there is of it: one connected part of the
/// minimum cut. need = pools + shares (+ treasury) + shortfall.
struct Gap {
    Fen need = 0;
    Fen shortfall = 0;
    std::vector<PoolYear> pools;
    std::vector<FullShare> shares;
    Fen treasury = 0;                 ///< when the limit on all fiscal sources together binds
    std::vector<ShortClaim> lacks;    ///< when claims are served in their order
    std::vector<MoreMoney> remedies;  ///< those that close most, then the latest, first
};

struct Structure {
    Fen need = 0;
    Fen financeable = 0;
    Fen shortfall = 0;
    Fen on_schedule = 0;  ///< financeable when no project may wait for its money
    std::vector<Gap> gaps;
    /// Without a shortfall: thousandths by which all needs could grow alike, at most `most_slack`.
    int slack = 0;
    std::vector<std::size_t> scarcest;  ///< the sources used up first beyond that
};
inline constexpr int most_slack = 1000;

/// What the plan asks for and what arrives on its reference path.
[[nodiscard]] FinancingProblem financing_problem(const plan::Plan& plan);

/// Deterministic: the gaps and their amounts do not depend on which maximum flow is found.
[[nodiscard]] Structure structural_test(const FinancingProblem& problem);

}  // namespace coffer::analysis
