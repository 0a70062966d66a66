// Catches: debt that takes the place of project capital, capital that debt must not crowd out being
// counted as debt, and loans that are drawn before the project has spent its capital.
#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "coffer/kernel/simulate.hpp"
#include "coffer/plan/compile.hpp"
#include "support/model_builder.hpp"
#include "support/naive/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using Kind = model::Source::Kind;

/// A yearly figure in yuan, the same from both implementations.
double figure(const model::Model& model, const std::string& indicator, int year) {
    Diagnostics diagnostics;
    const auto plan = plan::compile(model, diagnostics);
    REQUIRE(plan.has_value());
    kernel::PathStore store(*plan, 1);
    kernel::simulate_paths(*plan, 5, 0, 1, 1, store);
    const auto naive = naive::simulate(model, 5, 0).annual.at({indicator, "total", year});
    for (std::size_t slot = 0; slot < plan->slots.size(); ++slot) {
        if (model::info(plan->slots[slot].indicator).id != indicator) continue;
        if (plan->slots[slot].dimension.text() != "total") continue;
        const double engine = store.yearly(0, kernel::PathStore::year_column(*plan, slot, year));
        CHECK(engine == Approx(naive).margin(1e-6));
        return engine;
    }
    FAIL("no indicator " << indicator);
    return 0.0;
}

/// A project of 1,000 yuan in ten months, 20 % of it capital. It is land work, which has no gate of
/// capital, so that only drawings are limited.
model::Model builder() {
    auto model = empty_model(2);
    model.project_policy.suspension_threshold = 0.0;
    add_source(model, "grant", Kind::grant, 0.0).counts_as_capital = true;
    add_unlimited(model, "other").counts_as_capital = false;
    auto& project =
        add_project(model, "a", 1000.0, {stage(model::StageKind::land, fixed(10.0), 1.0)});
    project.s_curve_a = project.s_curve_b = 1;  // 100 a month
    project.minimum_capital.assign(2, 0.2);
    project.bars_debt = true;
    add_funding(model, project, "other");
    add_funding(model, project, "grant");
    return model;
}

}  // namespace

TEST_CASE("other money covers the rest of the cost and no more", "[kernel][capital]") {
    auto model = builder();
    // Without any capital s(n+1) = 0.8 (s(n) + 100): of each month's cost so far at most 80 %.
    const auto after = [](int months) { return 400.0 * (1.0 - std::pow(0.8, months)); };
    CHECK(figure(model, "fai", 0) == Approx(after(12)).margin(0.2));
    CHECK(figure(model, "fai", 1) == Approx(after(24) - after(12)).margin(0.2));
    SECTION("with its capital the project is built") {
        model.sources[0].arrival.annual[0] = yuan(240.0);  // 20 a month
        CHECK(figure(model, "fai", 0) == Approx(1000.0).margin(0.05));
    }
    SECTION("what was spent before the plan counts as capital") {
        model.projects[0].spent_to_date = yuan(200.0);
        // 800 are left; 0.8 of all 1,000 are allowed.
        CHECK(figure(model, "fai", 0) == Approx(800.0).margin(0.05));
    }
    SECTION("bonds may count as capital where they are allowed to") {
        model.sources[1].counts_as_capital = true;
        CHECK(figure(model, "fai", 0) == Approx(1000.0).margin(0.05));
    }
    SECTION("negative control: nothing is barred unless the sector says so") {
        model.projects[0].bars_debt = false;
        CHECK(figure(model, "fai", 0) == Approx(1000.0).margin(0.05));
    }
}

TEST_CASE("a loan waits until the capital has been spent", "[kernel][capital]") {
    auto model = empty_model(1);
    add_debt_source(model, "bank", Kind::bank_loan, 1e6,
                    new_debt_terms(model::LoanTerms::Repayment::bullet, 0.0, 10, 1));
    model.sources[0].arrival.profile = all_in_month(0);
    model.sources[0].capital_first = true;
    add_source(model, "grant", Kind::grant, 1000.0).arrival.profile = all_in_month(0);
    model.sources[1].counts_as_capital = true;
    auto& project =
        add_project(model, "a", 1000.0, {stage(model::StageKind::land, fixed(10.0), 1.0)});
    project.s_curve_a = project.s_curve_b = 1;
    project.minimum_capital.assign(1, 0.3);
    add_funding(model, project, "bank");
    add_funding(model, project, "grant");
    // Three months of 100 from the grant, then the loan comes first.
    CHECK(figure(model, "new_debt", 0) == Approx(700.0).margin(0.05));
    CHECK(figure(model, "fai", 0) == Approx(1000.0).margin(0.05));
    SECTION("what was spent before counts") {
        model.projects[0].spent_to_date = yuan(200.0);
        // 80 a month: 100 of capital are spent after two months.
        CHECK(figure(model, "new_debt", 0) == Approx(640.0).margin(0.05));
    }
    SECTION("negative control: a loan that does not wait pays all") {
        model.sources[0].capital_first = false;
        CHECK(figure(model, "new_debt", 0) == Approx(1000.0).margin(0.05));
    }
    SECTION("without minimum capital there is nothing to wait for") {
        model.projects[0].minimum_capital.clear();
        CHECK(figure(model, "new_debt", 0) == Approx(1000.0).margin(0.05));
    }
}

TEST_CASE("tied money of a platform company waits for the company's cash", "[kernel][capital]") {
    // The company has no cash in the first year; its 600 for `b` must not be used up by asking.
    auto model = empty_model(3);
    model.platform = model::Platform{};
    model.project_policy.suspension_threshold = 0.0;
    add_source(model, "company", Kind::platform, 0.0);
    for (const char* id : {"a", "b"}) {
        auto& project = add_project(model, id, 1000.0, 10.0);
        project.district = id;
        add_funding(model, project, "company");
    }
    add_receipt(model, "free", "company", fixed(500.0));
    add_receipt(model, "tied", "company", fixed(600.0)).project = Index<model::Project>{1};
    auto& income = add_revenue(model, "income", 0.0);
    income.platform = true;
    income.flow.annual[1] = yuan(12000.0);
    CHECK(figure(model, "fai", 0) == 0.0);
    CHECK(figure(model, "fai", 1) + figure(model, "fai", 2) == Approx(1100.0).margin(0.05));
    Diagnostics diagnostics;
    const auto plan = plan::compile(model, diagnostics);
    kernel::PathStore store(*plan, 1);
    kernel::simulate_paths(*plan, 5, 0, 1, 1, store);
    double of_a = 0.0;
    for (std::size_t slot = 0; slot < plan->slots.size(); ++slot) {
        if (plan->slots[slot].indicator != model::Indicator::fai) continue;
        if (plan->slots[slot].dimension.text() != "district:a") continue;
        for (int year = 0; year < 3; ++year) {
            of_a += store.yearly(0, kernel::PathStore::year_column(*plan, slot, year));
        }
    }
    CHECK(of_a == Approx(500.0).margin(0.05));
}
