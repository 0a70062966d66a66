// Catches: costs that do not fall with the revenue they come from, shares of another month or line,
// transfers that create money, lose it, or overdraw the account they leave.
#include "coffer/model/revenue_shares.hpp"

#include <string>

#include <catch2/catch.hpp>

#include "coffer/analysis/replay.hpp"
#include "support/model_builder.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using model::Account;
using model::Indicator;

Eigen::ArrayXd figure(const plan::Plan& plan, const kernel::PathStore& paths, Indicator indicator,
                      int year) {
    for (std::size_t slot = 0; slot < plan.slots.size(); ++slot) {
        if (plan.slots[slot].indicator != indicator ||
            plan.slots[slot].dimension.text() != "total") {
            continue;
        }
        return paths.yearly.col(kernel::PathStore::year_column(plan, slot, year));
    }
    FAIL("no such figure");
    return {};
}

/// Land for 1,200 yuan a year, all of it in June; 60 % of it, then half, is what it cost.
model::Model county() {
    auto model = empty_model(2);
    add_revenue(model, "land", 1200.0, Account::fund).flow.profile = all_in_month(5);
    auto& cost =
        add_expenditure(model, "cost", 0.0, model::ExpenditureLine::Category::other, Account::fund);
    cost.of_revenue = {{0.6, 0.5}, {0}, {}, {}};
    plan_revenue_shares(model);
    return model;
}

}  // namespace

TEST_CASE("expenditure that is a share of a line follows it", "[analysis][shares]") {
    auto model = county();
    const auto plan = compiled(model);
    const auto paths = simulated(plan, 1);
    CHECK(figure(plan, paths, Indicator::expenditure, 0)[0] == 720.0);
    CHECK(figure(plan, paths, Indicator::expenditure, 1)[0] == 600.0);
    // In the month of the revenue: what is left never falls below that of the end of May.
    CHECK(figure(plan, paths, Indicator::cash, 0)[0] == 480.0);
    CHECK(figure(plan, paths, Indicator::cash_min, 0)[0] == 0.0);
    CHECK(figure(plan, paths, Indicator::cash_min, 1)[0] == 480.0);
}

TEST_CASE("on every path the share is of that path's revenue", "[analysis][shares]") {
    auto model = county();
    add_noise(model, model.revenue[0].flow, "market", 0.4);
    const auto plan = compiled(model);
    const auto paths = simulated(plan, 200);
    const auto revenue = figure(plan, paths, Indicator::fund_revenue, 0);
    const auto spent = figure(plan, paths, Indicator::expenditure, 0);
    CHECK(revenue.maxCoeff() - revenue.minCoeff() > 100.0);  // else this proves nothing
    CHECK((spent - 0.6 * revenue).abs().maxCoeff() <= 0.00501);
}

TEST_CASE("a share of several lines and of what a taxpayer pays", "[analysis][shares]") {
    auto model = empty_model(1);
    add_revenue(model, "fees", 600.0);
    add_revenue(model, "other", 5000.0);
    add_taxpayer(model, "mill", 10000.0, 0.1, 0.5);  // 500 a year
    add_expenditure(model, "fund", 0.0).of_revenue = {{0.1}, {0}, {0}, {}};
    plan_revenue_shares(model);
    const auto plan = compiled(model);
    const auto paths = simulated(plan, 1);
    // Each month a tenth of 50 and of 41.67 (500 in twelve parts, each in whole fen).
    CHECK(figure(plan, paths, Indicator::expenditure, 0)[0] == Approx(110.0).margin(0.06));
}

TEST_CASE("transfers between accounts move money, all of it and no more than there is",
          "[analysis][shares]") {
    auto model = county();
    model.account_transfers.resize(2);
    auto& amount = model.account_transfers[0];
    amount.id = "a_fixed";
    amount.from = Account::fund;
    amount.to = Account::general;
    amount.flow = even_flow(model, "account_transfer", "a_fixed", 0.0);
    amount.flow.annual = {yuan(300), yuan(300)};
    amount.flow.profile = all_in_month(0);
    auto& share = model.account_transfers[1];
    share.id = "b_share";
    share.from = Account::fund;
    share.to = Account::state_capital;
    share.flow = even_flow(model, "account_transfer", "b_share", 0.0);
    share.of_revenue = {{0.1, 0.1}, {0}, {}, {}};
    plan_revenue_shares(model);
    const auto plan = compiled(model);
    const auto paths = simulated(plan, 1);
    // January of the first year finds nothing; June moves 120; then 480 - 120 = 360 are left, of
    // which January takes 300, and June moves 120 again.
    CHECK(figure(plan, paths, Indicator::account_transfers, 0)[0] == 120.0);
    CHECK(figure(plan, paths, Indicator::account_transfers, 1)[0] == 420.0);
    CHECK(figure(plan, paths, Indicator::cash, 1)[0] == 2400.0 - 720.0 - 600.0);
    const auto books = analysis::replay(plan, 20201122, 0);
    const auto at_end = [&](const std::string& account) {
        double fen = -1.0;
        for (const auto& row : books.ledger) {
            if (row.account == account && row.item == "closing" && row.month == 23) fen = row.fen;
        }
        return fen / 100.0;
    };
    CHECK(at_end("general") == 300.0);
    CHECK(at_end("state_capital") == 240.0);
    CHECK(at_end("fund") == 2400.0 - 1320.0 - 300.0 - 240.0);
    double moved_in = 0.0, moved_out = 0.0;
    for (const auto& row : books.ledger) {
        if (row.item.starts_with("moved_in:")) moved_in += row.fen;
        if (row.item.starts_with("moved_out:")) moved_out += row.fen;
    }
    CHECK(moved_in == 54000.0);
    CHECK(moved_in + moved_out == 0.0);
}
