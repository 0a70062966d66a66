// Catches: a reserve that others spend or that is used after the floor, a stabilisation fund that
// pays too early, for the wrong payment or with money it does not have, deposits beyond surplus or
// ceiling, advances beyond their limit, repaid too late or while wages wait for nothing.
#include <array>
#include <map>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "coffer/analysis/replay.hpp"
#include "coffer/analysis/structure.hpp"
#include "support/figures.hpp"
#include "support/model_builder.hpp"
#include "support/replay_rows.hpp"
#include "support/reserved_county.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using model::Account;
using model::Indicator;
using Category = model::ExpenditureLine::Category;
using Repayment = model::LoanTerms::Repayment;

/// 1,200 of wages and 240 of works a year in even months, 100 in hand of which 50 are the floor, a
/// reserve of 36, a fund of 30, advances of at most 50 for three months. Revenue by month.
model::Model county(const std::array<double, 12>& revenue, int years) {
    auto model = empty_model(years);
    model.treasury.opening[0] = yuan(100.0);
    model.treasury.cash_floor = yuan(50.0);
    add_expenditure(model, "wages", 1200.0, Category::three_guarantees);
    add_expenditure(model, "works", 240.0);
    double sum = 0.0;
    for (const double amount : revenue) sum += amount;
    auto& tax = add_revenue(model, "tax", sum);
    for (std::size_t month = 0; month < 12; ++month) tax.flow.profile[month] = revenue[month] / sum;
    const auto all_years = static_cast<std::size_t>(years);
    model.reserve = model::Reserve{model::YearSeries(all_years, 0.025)};
    model.stabilisation =
        model::StabilisationFund{yuan(30.0), model::YearSeries(all_years, 0.5), std::nullopt};
    model.advances = model::Advances{model::YearMoney(all_years, yuan(50.0)), 3, {}};
    return model;
}

const std::array<double, 12> uneven{120, 120, 40, 20, 60, 100, 130, 10, 400, 70, 120, 200};

}  // namespace

// Catches: a reserve that still counts where a remittance has taken its cash, or does so on paths
// beside which some other path owes an advance.
TEST_CASE("a remittance may use the reserve", "[analysis]") {
    for (const bool advances : {false, true}) {
        CAPTURE(advances);
        auto model = empty_model(1);
        model.treasury.opening[0] = yuan(100.0);
        model.treasury.cash_floor = yuan(50.0);
        add_revenue(model, "tax", 1440.0);
        auto& sharing = add_expenditure(model, "sharing", 150.0, Category::remittance);
        sharing.flow.profile = all_in_month(1);
        add_expenditure(model, "wages", 1440.0, Category::three_guarantees);
        model.reserve = model::Reserve{{0.025}};
        if (advances) model.advances = model::Advances{{yuan(50.0)}, 3, {}};
        // 36 above the floor in January; in February 100 and 120 of taxes less 150 are 70.
        const auto replay = analysis::replay(compiled(model), 1, 0);
        CHECK(flows(replay, "reserve", "set_aside") == ByMonth{{0, 36.0}});
        CHECK(flows(replay, "reserve", "used:deductions") == ByMonth{{1, -16.0}});
    }
}

TEST_CASE("a shortage by hand: reserve, floor, fund, advance, then nothing", "[analysis]") {
    const auto model = county(uneven, 2);
    const auto replay = analysis::replay(compiled(model), 1, 0);
    // March: 140 in hand, 100 of wages: below reserve and floor.
    CHECK(flows(replay, "reserve", "set_aside") == ByMonth{{0, 36.0}, {12, 36.0}});
    CHECK(flows(replay, "reserve", "used:three_guarantees") ==
          ByMonth{{2, -36.0}, {14, -21.0}, {15, -15.0}});
    // April lacks 40: the fund's 30, then an advance; May lacks 40, of which the limit allows all.
    CHECK(flows(replay, "stabilisation", "drawn") ==
          ByMonth{{3, -30.0}, {15, -15.0}, {16, -40.0}, {19, -20.0}});
    CHECK(flows(replay, "general", "drawn:stabilisation") ==
          ByMonth{{3, 30.0}, {15, 15.0}, {16, 40.0}, {19, 20.0}});
    CHECK(flows(replay, "advances", "drawn") == ByMonth{{3, 10.0}, {4, 40.0}, {19, 40.0}});
    // April's is due in July, May's in August, when only 30 are there; the rest goes first in
    // September. Overdue, nothing new is advanced: August's wages are not paid.
    CHECK(flows(replay, "advances", "repaid") ==
          ByMonth{{6, -10.0}, {7, -30.0}, {8, -10.0}, {20, -40.0}});
    CHECK(events(replay, "advances_overdue") == ByMonth{{7, 10.0}});
    CHECK(flows(replay, "payables", "unpaid:wages") == ByMonth{{7, 100.0}});
    // Half of what lies above the floor in December.
    CHECK(flows(replay, "stabilisation", "deposited") == ByMonth{{11, 75.0}, {23, 110.0}});
    CHECK(flows(replay, "reserve", "released").empty());

    const Figures figures(model, 1);
    const auto by_year = [&](Indicator indicator) {
        return std::vector<double>{figures.figure(indicator, 0), figures.figure(indicator, 1)};
    };
    using Years = std::vector<double>;
    CHECK(by_year(Indicator::reserve_used) == Years{36.0, 36.0});
    CHECK(by_year(Indicator::stabilisation_used) == Years{30.0, 75.0});
    CHECK(by_year(Indicator::stabilisation_fund) == Years{75.0, 110.0});
    CHECK(by_year(Indicator::advances_drawn) == Years{50.0, 40.0});
    CHECK(by_year(Indicator::advances) == Years{0.0, 0.0});
    // Works: nothing from March to August. Wages: August of the first year.
    CHECK(by_year(Indicator::financing_gap) == Years{220.0, 120.0});
    CHECK(by_year(Indicator::cash) == Years{125.0, 160.0});
    CHECK(by_year(Indicator::cash_min) == Years{0.0, 0.0});
    CHECK(by_year(Indicator::arrears) == Years{0.0, 0.0});
    CHECK(by_year(Indicator::debt_total) == Years{0.0, 0.0});
    CHECK(by_year(Indicator::fiscal_capacity) == Years{1390.0, 1390.0});
}

TEST_CASE("advances are repaid as soon as there is cash", "[analysis]") {
    auto model = county({120, 120, 40, 20, 60, 260, 160, 130, 130, 140, 120, 140}, 1);
    const auto replay = analysis::replay(compiled(model), 1, 0);
    CHECK(flows(replay, "advances", "drawn") == ByMonth{{3, 10.0}, {4, 40.0}});
    // June: 260 less 100 of wages and 20 of works leaves 90 above the floor.
    CHECK(flows(replay, "advances", "repaid") == ByMonth{{5, -50.0}});
    // Without the reserve's rule nothing would be left of it: it is gone by March.
    CHECK(flows(replay, "reserve", "used:three_guarantees") == ByMonth{{2, -36.0}});
}

TEST_CASE("an advance repaid early is forgotten when its months are over", "[analysis]") {
    // Of later advances only what is older than their months is due.
    auto model = county({50, 200, 100, 100, 0, 100, 250, 100, 100, 100, 100, 100}, 1);
    model.treasury.opening[0] = Money{};
    model.treasury.cash_floor = Money{};
    model.reserve.reset();
    model.stabilisation.reset();
    model.expenditure.pop_back();
    REQUIRE(model.expenditure.size() == 1);
    model.advances = model::Advances{model::YearMoney(1, yuan(500.0)), 3, {0.12}};
    const auto replay = analysis::replay(compiled(model), 1, 0);
    const auto drawn = flows(replay, "advances", "drawn");
    const auto repaid = flows(replay, "advances", "repaid");
    // January lacks 50. February's interest is due at once; the rest is repaid of what February
    // leaves, and April begins without it. May lacks 50.5 of its wages.
    CHECK(drawn.at(0) == 50.0);
    CHECK(repaid.at(1) == Approx(-50.5));
    CHECK(drawn.at(4) == 50.5);
    // June: interest of 0.505 is due, which its wages then lack.
    CHECK(repaid.at(5) == Approx(-0.5));
    CHECK(drawn.at(5) == Approx(0.5));
}

TEST_CASE("December: advances first, then reserve and surplus into the fund", "[analysis]") {
    auto model = county({120, 120, 120, 120, 120, 120, 120, 120, 120, 120, 120, 120}, 2);
    model.advances.reset();
    // Each month ends with 100; 36 of it are the reserve.
    SECTION("no ceiling") {
        const auto replay = analysis::replay(compiled(model), 1, 0);
        // 36 and half of 14. January then has 177, after wages 77: the reserve falls to 27 and
        // nothing is left for works; nor for a deposit beside it in December.
        CHECK(flows(replay, "stabilisation", "deposited") == ByMonth{{11, 43.0}, {23, 27.0}});
        CHECK(flows(replay, "reserve", "used:three_guarantees") == ByMonth{{12, -9.0}});
        CHECK(flows(replay, "reserve", "released") == ByMonth{{11, -36.0}, {23, -27.0}});
        const Figures figures(model, 1);
        CHECK(figures.figure(Indicator::financing_gap, 0) == 0.0);
        CHECK(figures.figure(Indicator::financing_gap, 1) == 20.0);
        CHECK(figures.figure(Indicator::cash, 1) == 50.0);
    }
    SECTION("a ceiling of 5 % of 1,440") {
        model.stabilisation->ceiling_share = model::YearSeries(2, 0.05);
        const auto replay = analysis::replay(compiled(model), 1, 0);
        CHECK(flows(replay, "stabilisation", "deposited") == ByMonth{{11, 42.0}});
        CHECK(Figures(model, 1).figure(Indicator::stabilisation_fund, 1) == 72.0);
    }
    SECTION("without a fund the reserve is free again") {
        model.stabilisation.reset();
        const Figures figures(model, 1);
        CHECK(figures.figure(Indicator::cash, 0) == 100.0);
        CHECK(figures.figure(Indicator::cash, 1) == 100.0);
        CHECK(figures.figure(Indicator::reserve_used, 1) == 0.0);
    }
    SECTION("cash of other accounts is not deposited") {
        model.treasury.opening[0] = Money{};
        model.treasury.opening[1] = yuan(100.0);
        // Wages and works take all of the general account; what is left lies in that of the fund.
        const auto replay = analysis::replay(compiled(model), 1, 0);
        CHECK(flows(replay, "stabilisation", "deposited").empty());
    }
    SECTION("an advance is repaid out of the reserve that December releases") {
        model.stabilisation.reset();
        model.advances = model::Advances{{yuan(500.0), yuan(500.0)}, 60, {}};
        model.treasury.opening[0] = model.treasury.cash_floor = Money{};
        add_instrument(model, "loan", model::DebtClass::bank, 60.0, Repayment::bullet, 0.0, 1, 11);
        const auto replay = analysis::replay(compiled(model), 1, 0);
        // Of January's 120 wages leave 20, all of it reserve; works take 20 from February on. In
        // December the loan takes the reserve and the month's 20, and lacks 20.
        CHECK(flows(replay, "reserve", "used:three_guarantees") ==
              ByMonth{{0, -16.0}, {12, -16.0}});
        CHECK(flows(replay, "reserve", "used:principal") == ByMonth{{11, -20.0}});
        CHECK(flows(replay, "advances", "drawn") == ByMonth{{11, 20.0}});
        CHECK(flows(replay, "reserve", "released") == ByMonth{{23, -20.0}});
        CHECK(flows(replay, "advances", "repaid") == ByMonth{{23, -20.0}});
    }
}

TEST_CASE("interest on advances is added and due with them", "[analysis]") {
    auto model = empty_model(1);
    add_expenditure(model, "wages", 100.0, Category::three_guarantees).flow.profile =
        all_in_month(0);
    add_revenue(model, "tax", 500.0).flow.profile = all_in_month(5);
    model.advances = model::Advances{{yuan(1000.0)}, 3, {0.12}};
    const auto replay = analysis::replay(compiled(model), 1, 0);
    CHECK(flows(replay, "advances", "drawn") == ByMonth{{0, 100.0}});
    CHECK(flows(replay, "advances", "interest") ==
          ByMonth{{1, 1.0}, {2, 1.01}, {3, 1.02}, {4, 1.03}, {5, 1.04}});
    CHECK(flows(replay, "advances", "repaid") == ByMonth{{5, -105.10}});
    // The interest is due at once, the advance from April on.
    const auto overdue = events(replay, "advances_overdue");
    CHECK(overdue.at(1) == Approx(1.0));
    CHECK(overdue.at(3) == Approx(103.03));
}

TEST_CASE("the fund and advances serve what the general account may pay", "[analysis]") {
    auto model = empty_model(1);
    model.treasury.opening[1] = yuan(30.0);
    model.stabilisation = model::StabilisationFund{yuan(50.0), {0.0}, std::nullopt};
    add_instrument(model, "road", model::DebtClass::special, 100.0, Repayment::bullet, 0.0, 1, 3);
    const auto arrears = [&] { return Figures(model, 1).figure(Indicator::arrears, 0); };
    const auto fund = [&] { return Figures(model, 1).figure(Indicator::stabilisation_fund, 0); };
    CHECK(arrears() == 20.0);
    CHECK(fund() == 0.0);
    model.debt_policy.special = {Account::fund};
    CHECK(arrears() == 70.0);
    CHECK(fund() == 50.0);
    // General debt served by the general account alone: other accounts' cash does not count.
    model.debt.clear();
    model.debt_policy.general = {Account::general};
    add_instrument(model, "town", model::DebtClass::general, 100.0, Repayment::bullet, 0.0, 1, 3);
    CHECK(arrears() == 50.0);
    CHECK(fund() == 0.0);
    CHECK(Figures(model, 1).figure(Indicator::cash, 0) == 30.0);
    // Nor do they repay an advance: their money would pay the debt after all.
    model.advances = model::Advances{{yuan(20.0)}, 3, {}};
    CHECK(arrears() == 30.0);
    CHECK(Figures(model, 1).figure(Indicator::advances_drawn, 0) == 20.0);
    CHECK(Figures(model, 1).figure(Indicator::advances, 0) == 20.0);
    CHECK(Figures(model, 1).figure(Indicator::cash, 0) == 30.0);
}

TEST_CASE("a call of the platform company is backed too", "[analysis]") {
    auto model = empty_model(1);
    model.platform.emplace();
    model.platform->call_probability = 1.0;
    add_instrument(model, "loan", model::DebtClass::platform, 100.0, Repayment::bullet, 0.0, 1, 6);
    model.stabilisation = model::StabilisationFund{yuan(30.0), {0.0}, std::nullopt};
    model.advances = model::Advances{{yuan(20.0)}, 12, {}};
    const Figures figures(model, 1);
    CHECK(figures.figure(Indicator::contingent_calls, 0) == 100.0);
    CHECK(figures.figure(Indicator::arrears, 0) == 50.0);
    CHECK(figures.figure(Indicator::stabilisation_used, 0) == 30.0);
    CHECK(figures.figure(Indicator::advances, 0) == 20.0);
}

TEST_CASE("a deficit that is borrowed counts the reserve", "[analysis]") {
    auto model = county({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.0001}, 2);
    model.revenue.clear();
    model.treasury.opening[0] = Money{};
    model.expenditure.back().flow.annual.assign(2, Money{});  // wages alone: a reserve of 30
    auto& bond = add_debt_source(model, "bond", model::Source::Kind::general_bond, 0.0,
                                 new_debt_terms(Repayment::bullet, 0.0, 10, 1));
    bond.unlimited = true;
    bond.deficit_share = {1.0, 1.0};
    const auto replay = analysis::replay(compiled(model), 1, 0);
    const auto borrowed = flows(replay, "general", "deficit_bond:bond");
    // Wages, the floor and the reserve; afterwards wages alone. The reserve goes into the fund.
    CHECK(borrowed.at(0) == 100.0 + 50.0 + 30.0);
    CHECK(borrowed.at(1) == 100.0);
    CHECK(borrowed.at(12) == 100.0 + 30.0);
    CHECK(flows(replay, "reserve", "released") == ByMonth{{11, -30.0}, {23, -30.0}});
    CHECK(flows(replay, "stabilisation", "deposited") == ByMonth{{11, 30.0}, {23, 30.0}});
    CHECK(flows(replay, "stabilisation", "drawn").empty());
}

TEST_CASE("projects leave the reserve", "[analysis]") {
    auto model = empty_model(1);
    model.treasury.opening[0] = yuan(1000.0);
    model.project_policy.suspension_threshold = 0.0;
    add_source(model, "own", model::Source::Kind::fiscal, 2000.0);
    auto& road = add_project(model, "road", 5000.0, 12.0);
    add_funding(model, road, "own");
    add_expenditure(model, "works", 1000.0).flow.profile = all_in_month(11);
    model.reserve = model::Reserve{{0.03}};
    const Figures figures(model, 1);
    CHECK(figures.figure(Indicator::fiscal_project_spending, 0) == 970.0);
    CHECK(figures.figure(Indicator::cash, 0) == 30.0);
    model.reserve.reset();
    CHECK(Figures(model, 1).figure(Indicator::fiscal_project_spending, 0) == 1000.0);
}

TEST_CASE("what an advance owes is not spare for projects, the fund is", "[analysis][structure]") {
    auto model = empty_model(1);
    model.treasury.opening[0] = yuan(100.0);
    add_source(model, "own", model::Source::Kind::fiscal, 2000.0);
    auto& road = add_project(model, "road", 5000.0, 12.0);
    add_funding(model, road, "own");
    const auto spare = [&] {
        return analysis::financing_problem(compiled(model)).supplies.at(0).arrivals.at(0);
    };
    CHECK(spare() == 10000);
    model.stabilisation = model::StabilisationFund{yuan(40.0), {0.5}, std::nullopt};
    CHECK(spare() == 14000);
    // Wages of 130 in December, when projects have spent all: the fund pays 40, 90 are advanced.
    add_expenditure(model, "wages", 130.0, Category::three_guarantees).flow.profile =
        all_in_month(11);
    model.advances = model::Advances{{yuan(500.0)}, 12, {}};
    CHECK(spare() == 1000);
}

TEST_CASE("reserve, fund and advances close and keep within their bounds", "[analysis][ledger]") {
    std::map<std::string, int> seen;
    for (const auto& name : founding_scenarios()) {
        const auto model = reserved_county(name);
        const auto plan = compiled(model);
        const double floor = static_cast<double>(model.treasury.cash_floor.fen());
        int broken = 0;
        for (std::uint64_t path = 0; path < 200; ++path) {
            const auto replay = analysis::replay(plan, 1, path);
            std::map<std::pair<std::string, int>, double> opening, flow, closing;
            std::map<int, double> into_cash, out_of_books;
            for (const auto& row : replay.ledger) {
                const std::pair key{row.account, row.month};
                if (row.item == "opening") {
                    opening[key] = row.fen;
                } else if (row.item == "closing") {
                    closing[key] = row.fen;
                } else {
                    flow[key] += row.fen;
                }
                // What enters or leaves the accounts has left or entered the two books.
                for (const char* end : {":stabilisation", ":advances"}) {
                    if (row.account != "reserve" && row.item.ends_with(end))
                        into_cash[row.month] += row.fen;
                }
                if (row.account == "stabilisation" && row.item.find("ing") == std::string::npos) {
                    out_of_books[row.month] -= row.fen;
                }
                if (row.account == "advances" && (row.item == "drawn" || row.item == "repaid")) {
                    out_of_books[row.month] += row.fen;
                }
            }
            if (into_cash != out_of_books) ++broken;
            for (const auto& [key, fen] : closing) {
                const auto& [book, month] = key;
                if (opening.at(key) + flow[key] != fen || fen < 0.0) ++broken;
                const auto next = opening.find({book, month + 1});
                if (next != opening.end() && next->second != fen) ++broken;
                if (book == "reserve") {
                    const double cash = closing.at({"general", month}) +
                                        closing.at({"fund", month}) +
                                        closing.at({"state_capital", month});
                    if (fen > std::max(0.0, cash - floor)) ++broken;
                    if (month % 12 == 11 && fen != 0.0) ++broken;
                }
            }
            for (const auto& event : replay.events) ++seen[event.event()];
        }
        INFO(name);
        CHECK(broken == 0);
    }
    for (const char* event : {"reserve_set_aside", "reserve_used", "stabilisation_drawn",
                              "advances_drawn", "advances_deducted", "advances_overdue"}) {
        CAPTURE(event);
        CHECK(seen[event] > 0);
    }
}
