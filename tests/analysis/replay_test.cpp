// Catches: money that appears or vanishes in any account, pool, class of debt, arrears or payables;
// a replay that computes something else than the run.
#include "coffer/analysis/replay.hpp"

#include <map>
#include <string>

#include <catch2/catch.hpp>

#include "coffer/kernel/simulate.hpp"
#include "support/debt_terms_county.hpp"
#include "support/model_builder.hpp"
#include "support/ruled_county.hpp"
#include "support/scenarios.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;

struct Balance {
    double opening = 0.0, flows = 0.0, closing = 0.0;
};

/// Account-months of a ledger that do not close exactly, or do not open where the month before
/// closed.
int broken_months(const analysis::Replay& replay) {
    std::map<std::pair<std::string, int>, Balance> balances;
    for (const auto& row : replay.ledger) {
        auto& balance = balances[{row.account, row.month}];
        if (row.item == "opening") {
            balance.opening = row.fen;
        } else if (row.item == "closing") {
            balance.closing = row.fen;
        } else {
            balance.flows += row.fen;
        }
    }
    int broken = 0;
    for (const auto& [key, balance] : balances) {
        if (balance.opening + balance.flows != balance.closing) ++broken;
        if (balance.closing < 0.0) ++broken;
        const auto next = balances.find({key.first, key.second + 1});
        if (next != balances.end() && next->second.opening != balance.closing) ++broken;
        if (balance.closing != std::nearbyint(balance.closing)) ++broken;
    }
    return broken;
}

void check_ledgers(const std::string& name, const plan::Plan& plan, std::uint64_t paths) {
    for (std::uint64_t path = 0; path < paths; ++path) {
        const auto replay = analysis::replay(plan, 1, path);
        REQUIRE(replay.ledger.size() > 100);
        const int broken = broken_months(replay);
        if (broken != 0) FAIL(name << " path " << path << ": " << broken << " broken months");
    }
}

void check_ledgers(const std::string& name, std::uint64_t paths,
                   const testing::Overrides& overrides = {}) {
    check_ledgers(name, testing::load_plan(name, overrides), paths);
}

const testing::Overrides distress{{"treasury.opening_general", "0"},
                                  {"treasury.opening_fund", "0"},
                                  {"treasury.penalty_rate", "0.1"},
                                  {"treasury.cash_floor", "3亿"}};

}  // namespace

TEST_CASE("ledgers close exactly on every path", "[analysis][ledger]") {
    for (const auto& name : testing::founding_scenarios()) {
        check_ledgers(name, 300);
        check_ledgers(name, 100, distress);
        check_ledgers(name, testing::compiled(testing::ruled_county(name)), 100);
        check_ledgers(name, testing::compiled(testing::debt_terms_county(name)), 100);
    }
    check_ledgers("minimal", 300);
}

TEST_CASE("ledgers close exactly on thousands of paths", "[analysis][ledger][slow]") {
    for (const auto& name : testing::founding_scenarios()) {
        check_ledgers(name, 3000);
        check_ledgers(name, 1000, distress);
    }
}

TEST_CASE("the ledger check sees a missing fen", "[analysis][ledger]") {
    const auto plan = testing::load_plan("minimal");
    auto replay = analysis::replay(plan, 1, 0);
    REQUIRE(broken_months(replay) == 0);
    for (auto& row : replay.ledger) {
        if (row.item != "opening" && row.item != "closing") {
            row.fen += 1.0;
            break;
        }
    }
    CHECK(broken_months(replay) > 0);
}

TEST_CASE("replay tells when a crisis begins and ends, and of jumps", "[analysis][replay]") {
    auto model = testing::load_model("minimal");
    model.crisis = model::Crisis{0.1, 0.3};
    for (auto& driver : model.drivers) {
        driver.crisis_shift = 0.01;
        driver.jump_probability = 0.1;
        driver.jump_mean = 0.02;
    }
    Diagnostics diagnostics;
    const auto plan = plan::compile(model, diagnostics);
    REQUIRE(plan);
    int begun = 0;
    int jumps = 0;
    for (std::uint64_t path = 0; path < 20; ++path) {
        bool in_crisis = false;
        for (const auto& event : analysis::replay(*plan, 1, path).events) {
            if (event.event() == "jump") {
                ++jumps;
                CHECK(event.amount == 0.02);
                CHECK(event.why().starts_with("jump_start u=0.0"));
            }
            if (!event.event().starts_with("crisis_")) continue;
            CHECK(event.subject == "drivers");
            CHECK(event.event() == (in_crisis ? "crisis_ends" : "crisis_begins"));
            CHECK(event.amount < (in_crisis ? 0.3 : 0.1));
            in_crisis = !in_crisis;
            begun += in_crisis ? 1 : 0;
        }
    }
    // 20 paths of 36 months: 144 jumps and 54 crises are expected.
    CHECK(jumps > 72);
    CHECK(begun > 27);
}

TEST_CASE("replay tells what rules on debt did, and why", "[analysis][replay]") {
    std::map<std::string, int> seen;
    std::map<std::string, std::string> causes;
    for (const auto& name : testing::founding_scenarios()) {
        const auto plan = testing::compiled(testing::ruled_county(name));
        for (std::uint64_t path = 0; path < 40; ++path) {
            for (const auto& event : analysis::replay(plan, 1, path).events) {
                ++seen[event.event()];
                causes[event.event()] = event.why();
            }
        }
    }
    const auto cutting = testing::compiled(testing::debt_terms_county("guzhang-2020"));
    for (std::uint64_t path = 0; path < 10; ++path) {
        for (const auto& event : analysis::replay(cutting, 1, path).events) {
            if (event.event() != "slowed_down") continue;
            ++seen[event.event()];
            causes[event.event()] = event.why();
            CHECK(event.month % 12 == 0);
        }
    }
    for (const char* event :
         {"slowed_down", "market_closes", "market_opens", "tier_changes", "issue_limited",
          "issue_waits", "refinancing_refused", "fallback_interest", "restructuring_test",
          "restructuring_begins", "restructuring_ends", "held_back", "contingent_call",
          "shortfall_not_called"}) {
        CAPTURE(event);
        CHECK(seen[event] > 0);
        CHECK_FALSE(causes[event].empty());
    }
    CHECK(causes["market_closes"].find("after a year that ended") != std::string::npos);
    CHECK(causes["tier_changes"].find("full-calibre") != std::string::npos);
}

TEST_CASE("replay tells of restarts, cancellations, common factors and FAI not reported yet",
          "[analysis][replay][ledger]") {
    auto model = testing::load_model("guzhang-2020", distress);
    model.project_policy.restart_cost = 0.05;
    model.project_policy.restart_months = 1.0;
    model.project_policy.cancellation_hazard = 0.05;
    model.common_factors.duration_year = 0.5;
    model.fai.lag_months = 2;
    model.fai.carried_in = Money::from_fen(1'000'000'001);
    Diagnostics diagnostics;
    const auto plan = plan::compile(model, diagnostics);
    REQUIRE(plan);
    constexpr int paths = 50;
    kernel::PathStore store(*plan, paths);
    kernel::simulate_paths(*plan, 1, 0, paths, 64, store);
    int restarted = 0;
    int cancelled = 0;
    int shocks = 0;
    for (int path = 0; path < paths; ++path) {
        const auto replay = analysis::replay(*plan, 1, static_cast<std::uint64_t>(path));
        CHECK(broken_months(replay) == 0);
        std::map<std::string, int> suspended_until;
        for (const auto& event : replay.events) {
            shocks += event.event() == "approval_year_shock" ? 1 : 0;
            // Events come in the order of the months; the pause is three months.
            if (event.event() == "suspended") suspended_until[event.subject] = event.month + 4;
            if (event.event() == "restarted") {
                ++restarted;
                CHECK(event.month == suspended_until[event.subject]);
            }
            if (event.event() == "cancelled") {
                ++cancelled;
                CHECK(event.month < suspended_until[event.subject]);
            }
        }
        std::vector<double> reported(static_cast<std::size_t>(plan->years), 0.0);
        for (const auto& row : replay.ledger) {
            if (row.account == "fai" && row.item.starts_with("reported:")) {
                reported[static_cast<std::size_t>(row.month / 12)] -= row.fen;
            }
        }
        const auto fai = static_cast<std::size_t>(plan::YearSlot::fai_total);
        for (int year = 0; year < plan->years; ++year) {
            CHECK(store.yearly(path, kernel::PathStore::year_column(*plan, fai, year)) ==
                  Approx(reported[static_cast<std::size_t>(year)] / 100.0));
        }
    }
    CHECK(shocks >= paths);
    CHECK(restarted > 0);
    CHECK(cancelled > 0);
}

TEST_CASE("ledgers close with receipts, and replay tells of each", "[analysis][ledger]") {
    using namespace coffer::testing;
    auto model = load_model("minimal");
    auto& grants = add_source(model, "zz_grants", model::Source::Kind::grant, 0.0);
    static_cast<void>(grants);
    add_funding(model, model.projects[0], "zz_grants");
    add_receipt(model, "one", "zz_grants", uniform(1e6, 5e6), 0.5, uniform(0.0, 12.0)).project =
        Index<model::Project>{0};
    Diagnostics diagnostics;
    const auto plan = plan::compile(model, diagnostics);
    REQUIRE(plan);
    int arrived = 0, refused = 0;
    for (std::uint64_t path = 0; path < 60; ++path) {
        const auto replay = analysis::replay(*plan, 1, path);
        CHECK(broken_months(replay) == 0);
        double events = 0.0, flows = 0.0, drawn = 0.0;
        for (const auto& event : replay.events) {
            refused += event.event() == "receipt_refused" ? 1 : 0;
            if (event.event() == "receipt") events += event.amount;
            if (event.event() == "draw_amount") drawn = event.amount;
            // Whole fen of what was drawn, in yuan both.
            if (event.event() == "draw_receipt") CHECK(event.amount == Approx(drawn).margin(0.01));
        }
        for (const auto& row : replay.ledger) {
            if (row.item == "receipt:one") flows += row.fen;
        }
        CHECK(flows == Approx(100.0 * events).margin(0.5));
        arrived += events > 0.0 ? 1 : 0;
    }
    CHECK(arrived + refused == 60);
    CHECK(arrived > 10);
    CHECK(refused > 10);
}

TEST_CASE("ledgers close with project income, and replay shows each in its account",
          "[analysis][ledger]") {
    using Kind = model::ProjectIncome::Kind;
    auto model = testing::load_model("guzhang-2020", distress);
    model.project_income.clear();
    const std::map<std::string, std::pair<Kind, std::string>> project_income{
        {"b_fees", {Kind::operating_revenue, "fund"}},
        {"c_plots", {Kind::land_sale, "state_capital"}},
        {"d_rent", {Kind::operating_revenue, "platform"}},
        {"e_running", {Kind::operating_cost, "general"}},
        {"f_levy", {Kind::tax, "general"}}};
    for (const auto& [id, income] : project_income) {
        auto& added =
            testing::add_project_income(model, id, model.projects.front().id, income.first, 1e7);
        testing::add_noise(model, added.flow, id, 0.2);
        added.platform = income.second == "platform";
        if (income.second == "fund") added.account = model::Account::fund;
        if (income.second == "state_capital") added.account = model::Account::state_capital;
        if (income.first == Kind::land_sale) added.months = 7.0;
    }
    REQUIRE(model.platform);
    const auto plan = testing::compiled(model);
    constexpr int paths = 40;
    kernel::PathStore store(plan, paths);
    kernel::simulate_paths(plan, 1, 0, paths, 64, store);
    const auto total = [&](model::Indicator indicator, int path) {
        double sum = 0.0;
        for (std::size_t slot = 0; slot < plan.slots.size(); ++slot) {
            for (int year = 0; year < plan.years && plan.slots[slot].indicator == indicator; ++year)
                sum += store.yearly(path, kernel::PathStore::year_column(plan, slot, year));
        }
        return sum;
    };
    std::map<Kind, double> all;
    int released = 0;
    for (int path = 0; path < paths; ++path) {
        const auto replay = analysis::replay(plan, 1, static_cast<std::uint64_t>(path));
        CHECK(broken_months(replay) == 0);
        std::map<Kind, double> shown;
        for (const auto& row : replay.ledger) {
            const auto colon = row.item.find(':');
            if (colon == std::string::npos) continue;
            const auto income = project_income.find(row.item.substr(colon + 1));
            if (income == project_income.end()) continue;
            const bool cost = income->second.first == Kind::operating_cost;
            // Any account may help out with a cost.
            if (!cost) CHECK(row.account == income->second.second);
            CHECK((row.fen < 0.0) == cost);
            shown[income->second.first] += std::abs(row.fen) / 100.0;
        }
        for (const auto& event : replay.events)
            released += event.event() == "land_released" ? 1 : 0;
        const double margin = 0.001;
        CHECK(shown[Kind::operating_revenue] ==
              Approx(total(model::Indicator::operating_revenue, path)).margin(margin));
        CHECK(shown[Kind::operating_cost] ==
              Approx(total(model::Indicator::operating_cost, path)).margin(margin));
        CHECK(shown[Kind::land_sale] ==
              Approx(total(model::Indicator::land_sales, path)).margin(margin));
        for (const auto& [kind, sum] : shown) all[kind] += sum;
    }
    for (const auto& [kind, sum] : all) CHECK(sum > 0.0);
    CHECK(all.size() == 4);
    CHECK(released > 0);
}

TEST_CASE("ledgers close with limits, idle bond money and growing loans", "[analysis][ledger]") {
    for (const auto& overrides : {testing::Overrides{}, distress}) {
        auto model = testing::load_model("guzhang-2020", overrides);
        for (auto& source : model.sources) {
            if (source.kind == model::Source::Kind::special_bond) source.deposit_rate = {0.015};
            source.capitalises_interest = source.kind == model::Source::Kind::bank_loan;
        }
        model.debt_limits = {
            {model::DebtClass::special, model::YearMoney(5, testing::yuan(7.4e8))}};
        Diagnostics diagnostics;
        const auto plan = plan::compile(model, diagnostics);
        REQUIRE(plan);
        bool capitalised = false, begun = false, cut = false;
        for (std::uint64_t path = 0; path < 40; ++path) {
            const auto replay = analysis::replay(*plan, 1, path);
            CHECK(broken_months(replay) == 0);
            for (const auto& row : replay.ledger) capitalised |= row.item == "capitalised:bank_dev";
            for (const auto& event : replay.events) {
                begun |= event.event() == "loan_repayment_begins";
                cut |= event.event() == "issue_cut";
            }
        }
        CHECK(capitalised);
        CHECK(begun);
        CHECK(cut);
    }
}

TEST_CASE("replay of path k is what the run computed for k", "[analysis][replay]") {
    for (const auto& name : testing::founding_scenarios()) {
        const auto plan = testing::load_plan(name);
        kernel::PathStore store(plan, 128);
        kernel::simulate_paths(plan, 77, 0, 128, 64, store);
        for (const int path : {0, 1, 63, 64, 100}) {
            const auto replay = analysis::replay(plan, 77, static_cast<std::uint64_t>(path));
            // Month-end cash of the three accounts from the ledger, against the run's figure.
            std::map<int, double> cash;
            std::map<int, double> revenue;
            for (const auto& row : replay.ledger) {
                const bool account = row.account == "general" || row.account == "fund" ||
                                     row.account == "state_capital";
                if (account && row.item == "closing") cash[row.month] += row.fen;
            }
            for (int month = 0; month < plan.months; ++month) {
                const auto column = kernel::PathStore::month_column(
                    plan, static_cast<std::size_t>(plan::MonthSlot::cash), month);
                CHECK(cash[month] / 100.0 == Approx(store.monthly(path, column)).margin(1e-6));
            }
            for (std::size_t p = 0; p < plan.projects.size(); ++p) {
                double finish = kernel::PathStore::beyond(plan);
                for (const auto& event : replay.events) {
                    if (event.event() == "completed" && event.subject == plan.projects[p].id) {
                        finish = event.amount;
                    }
                }
                CHECK(round_fen(finish * kernel::parts_of_month) / kernel::parts_of_month ==
                      store.finish(path, static_cast<Eigen::Index>(p)));
            }
        }
    }
}
