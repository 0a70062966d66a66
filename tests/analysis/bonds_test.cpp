// Catches: bonds issued above the limit of their class, outside their windows, or after their quota
// has lapsed; idle bond money that earns too much or too little.
#include <map>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "coffer/analysis/replay.hpp"
#include "coffer/kernel/simulate.hpp"
#include "coffer/plan/compile.hpp"
#include "support/model_builder.hpp"
#include "support/replay_rows.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using Kind = model::Source::Kind;
using Repayment = model::LoanTerms::Repayment;

/// Special bonds of 1,200 in the first of two years, in March and September; 600 of special debt
/// mature in July; the limit is 1,000, then 1,300.
model::Model county() {
    auto model = empty_model(2);
    auto& bonds = add_debt_source(model, "bonds", Kind::special_bond, 1200.0,
                                  new_debt_terms(Repayment::bullet, 0.0, 10, 1));
    bonds.arrival.annual.back() = Money{};
    bonds.arrival.profile = {};
    bonds.arrival.profile[2] = bonds.arrival.profile[8] = 0.5;
    add_instrument(model, "old", model::DebtClass::special, 600.0, Repayment::bullet, 0.0, 1, 6);
    add_revenue(model, "tax", 12000.0);
    model.debt_limits.push_back({model::DebtClass::special, {yuan(1000.0), yuan(1300.0)}});
    return model;
}

}  // namespace

TEST_CASE("bonds are issued in their windows, within the limit", "[analysis][bonds]") {
    auto model = county();
    // March: room for 400 of 600. September: 600 and the 200 of March, room for 600. The next
    // March nothing is left: what the limit kept back has lapsed.
    auto replay = analysis::replay(compiled(model), 1, 0);
    CHECK(flows(replay, "debt:special", "issued:bonds") == ByMonth{{2, 400.0}, {8, 600.0}});
    CHECK(flows(replay, "pool:bonds", "arrival") == ByMonth{{2, 400.0}, {8, 600.0}});
    CHECK(events(replay, "issue_cut") == ByMonth{{2, 200.0}, {8, 200.0}});
    CHECK(events(replay, "quota_lapsed") == ByMonth{{12, 200.0}});

    SECTION("carried over, it is issued as soon as the limit rises") {
        model.sources[0].carries_quota = true;
        replay = analysis::replay(compiled(model), 1, 0);
        CHECK(flows(replay, "debt:special", "issued:bonds") ==
              ByMonth{{2, 400.0}, {8, 600.0}, {14, 200.0}});
        CHECK(events(replay, "quota_lapsed").empty());
    }
    SECTION("two sources share the room, in the order of their ids") {
        add_debt_source(model, "c", Kind::special_bond, 1200.0,
                        new_debt_terms(Repayment::bullet, 0.0, 10, 1))
            .arrival.profile = all_in_month(2);
        replay = analysis::replay(compiled(model), 1, 0);
        CHECK(flows(replay, "debt:special", "issued:bonds") == ByMonth{{2, 400.0}, {8, 600.0}});
        // Nothing is left for it in the first year; in the second the room is 300.
        CHECK(flows(replay, "debt:special", "issued:c") == ByMonth{{14, 300.0}});
    }
    SECTION("the limit of another class does not bind") {
        model.debt_limits[0].debt_class = model::DebtClass::general;
        replay = analysis::replay(compiled(model), 1, 0);
        CHECK(flows(replay, "debt:special", "issued:bonds") == ByMonth{{2, 600.0}, {8, 600.0}});
    }
}

TEST_CASE("the room below a limit and idle money are reported at the year's end", "[bonds]") {
    const auto plan = compiled(county());
    kernel::PathStore store(plan, 1);
    kernel::simulate_paths(plan, 1, 0, 1, 1, store);
    const auto at = [&](plan::FinancingSlot slot, int year) {
        return store.yearly(
            0, kernel::PathStore::year_column(
                   plan, plan.financing_slots.first + static_cast<std::size_t>(slot), year));
    };
    CHECK(at(plan::FinancingSlot::limit_room_special, 0) == 0.0);
    CHECK(at(plan::FinancingSlot::limit_room_special, 1) == 300.0);
    CHECK(at(plan::FinancingSlot::idle_bond_money, 1) == 1000.0);
    CHECK(plan.reported(plan.financing_slots.first + 1, 0));
    CHECK_FALSE(plan.reported(plan.financing_slots.first, 0));
    CHECK_FALSE(compiled(empty_model(1)).financing_slots.any());
}

TEST_CASE("bonds for the deficit stop at the limit", "[analysis][bonds]") {
    auto model = empty_model(1);
    auto& bonds = add_debt_source(model, "bonds", Kind::general_bond, 0.0,
                                  new_debt_terms(Repayment::bullet, 0.0, 10, 1));
    bonds.unlimited = true;
    bonds.deficit_share = {1.0};
    add_expenditure(model, "wages", 1200.0, model::ExpenditureLine::Category::three_guarantees);
    model.debt_limits.push_back({model::DebtClass::general, {yuan(250.0)}});
    const auto replay = analysis::replay(compiled(model), 1, 0);
    CHECK(flows(replay, "debt:general", "issued:bonds") ==
          ByMonth{{0, 100.0}, {1, 100.0}, {2, 50.0}});
    // From then on wages are carried, and each month asks for all of them.
    CHECK(events(replay, "issue_cut").at(2) == 50.0);
    CHECK(events(replay, "issue_cut").at(3) == 150.0);
}

TEST_CASE("idle bond money earns the deposit rate where the debt is served", "[analysis][bonds]") {
    auto model = county();
    model.debt_limits.clear();
    model.sources[0].deposit_rate = {0.012};
    const auto replay = analysis::replay(compiled(model), 1, 0);
    const auto earned = flows(replay, "fund", "deposit_interest:bonds");
    // 600 of March earn 0.60 from April on, 1,200 of September 1.20 from October on; nobody draws.
    CHECK(earned.size() == 21);
    CHECK(earned.begin()->first == 3);
    for (const auto& [month, amount] : earned) {
        CAPTURE(month);
        CHECK(amount == Approx(month < 9 ? 0.6 : 1.2).margin(1e-9));
    }
    SECTION("general bonds into the general account") {
        model.sources[0].kind = Kind::general_bond;
        const auto other = analysis::replay(compiled(model), 1, 0);
        CHECK(flows(other, "general", "deposit_interest:bonds") == earned);
    }
}
