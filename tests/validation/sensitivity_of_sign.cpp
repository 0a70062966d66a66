// Catches: a policy lever that moves a headline the wrong way, or not at all. Each lever is
// compared with the plan as it is on common random numbers, so a difference is the lever's and
// every path must agree with the sign. docs/validation.md gives the mechanism of each row, and the
// pairs for which no sign is guaranteed.
#include <functional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "coffer/kernel/simulate.hpp"
#include "coffer/plan/compile.hpp"
#include "support/scenarios.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using plan::YearSlot;
using testing::compiled;

constexpr int paths = 1000;

void scale(model::Flow& flow, double factor) {
    for (Money& amount : flow.annual) {
        amount =
            Money::from_fen(static_cast<std::int64_t>(static_cast<double>(amount.fen()) * factor));
    }
}

kernel::PathStore simulated(const plan::Plan& plan) {
    kernel::PathStore store(plan, paths);
    kernel::simulate_paths(plan, 1, 0, paths, 64, store);
    return store;
}

enum class Sign { up, down };

struct Expectation {
    YearSlot headline;
    Sign sign;
};

struct Lever {
    std::string name;
    std::function<void(model::Model&)> pull;
    std::vector<Expectation> expected;
};

std::vector<Lever> levers() {
    using Category = model::ExpenditureLine::Category;
    return {
        {"own tax revenue +10 %",
         [](model::Model& model) {
             for (auto& line : model.revenue) {
                 if (line.id == "tax_own") scale(line.flow, 1.1);
             }
         },
         {{YearSlot::general_revenue, Sign::up},
          {YearSlot::fiscal_capacity, Sign::up},
          {YearSlot::debt_ratio, Sign::down}}},
        {"transfers from above -10 %",
         [](model::Model& model) {
             for (auto& line : model.revenue) {
                 if (line.category == model::RevenueLine::Category::transfer) scale(line.flow, 0.9);
             }
         },
         {{YearSlot::transfers, Sign::down},
          {YearSlot::fiscal_capacity, Sign::down},
          {YearSlot::debt_ratio, Sign::up}}},
        {"three guarantees +5 %",
         [](model::Model& model) {
             for (auto& line : model.expenditure) {
                 if (line.category == Category::three_guarantees) scale(line.flow, 1.05);
             }
         },
         {{YearSlot::three_guarantees, Sign::up}, {YearSlot::cash_min, Sign::down}}},
        {"special-bond quota +20 %",
         [](model::Model& model) {
             for (auto& source : model.sources) {
                 if (source.kind == model::Source::Kind::special_bond) scale(source.arrival, 1.2);
             }
         },
         {{YearSlot::debt_statutory, Sign::up}, {YearSlot::debt_ratio, Sign::up}}},
        {"interest on existing fixed debt +1 point",
         [](model::Model& model) {
             for (auto& loan : model.debt) loan.loan.rate.per_year += 0.01;
         },
         {{YearSlot::interest, Sign::up}, {YearSlot::debt_service, Sign::up}}},
        {"nothing is refinanced",
         [](model::Model& model) { model.refinancing.clear(); },
         {{YearSlot::refinanced, Sign::down}, {YearSlot::debt_statutory, Sign::down}}},
        {"the tiers begin at half the ratio",
         [](model::Model& model) {
             model.tiers = {model.tiers.yellow / 2, model.tiers.orange / 2, model.tiers.red / 2};
         },
         {{YearSlot::tier_green, Sign::down}}},
        {"tax per yuan of new output +20 %",
         [](model::Model& model) {
             for (auto& project : model.projects) project.tax_rate *= 1.2;
         },
         {{YearSlot::general_revenue, Sign::up}}},
        {"land-quota proceeds -50 %",
         [](model::Model& model) {
             for (auto& source : model.sources) {
                 if (source.kind == model::Source::Kind::land_quota) scale(source.arrival, 0.5);
             }
         },
         {{YearSlot::fund_revenue, Sign::down},
          {YearSlot::fiscal_capacity, Sign::down},
          {YearSlot::debt_ratio, Sign::up}}},
    };
}

/// Paths and years on which the headline moved the wrong way, and the right way.
struct Moves {
    int wrong = 0;
    int right = 0;
};

Moves moves(const plan::Plan& plan, const kernel::PathStore& base, const kernel::PathStore& pulled,
            Expectation expected) {
    constexpr double rounding = 1e-9;
    Moves moves;
    for (int year = 0; year < plan.years; ++year) {
        const auto column =
            kernel::PathStore::year_column(plan, static_cast<std::size_t>(expected.headline), year);
        for (int path = 0; path < paths; ++path) {
            const double before = base.yearly(path, column);
            const double slack = rounding * std::max(1.0, std::abs(before));
            const double change = pulled.yearly(path, column) - before;
            const double along = expected.sign == Sign::up ? change : -change;
            moves.wrong += along < -slack ? 1 : 0;
            moves.right += along > slack ? 1 : 0;
        }
    }
    return moves;
}

}  // namespace

TEST_CASE("sensitivity of sign: each lever moves its headlines the way it must", "[validation]") {
    const auto model = testing::load_model("guzhang-2020");
    const auto plan = compiled(model);
    const auto base = simulated(plan);
    for (const auto& lever : levers()) {
        auto changed = model;
        lever.pull(changed);
        const auto pulled = simulated(compiled(changed));
        for (const auto& expected : lever.expected) {
            CAPTURE(lever.name, plan.slots[static_cast<std::size_t>(expected.headline)].dimension,
                    static_cast<int>(expected.headline));
            const auto found = moves(plan, base, pulled, expected);
            CHECK(found.wrong == 0);
            CHECK(found.right > 0);
            // Negative control: the opposite sign is told apart.
            const Sign opposite = expected.sign == Sign::up ? Sign::down : Sign::up;
            CHECK(moves(plan, base, pulled, {expected.headline, opposite}).wrong > 0);
        }
    }
}
