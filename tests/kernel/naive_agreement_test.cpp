// Catches: any difference between docs/model.md as the kernel reads it and as a second, naive
// implementation reads it (other language of loops, other random-number and special-function
// libraries, own precedence order). Both round flows to fen, so they may differ by last-bit effects
// only: the tolerance is 1e-9 of the figure plus one yuan, and finish moments 1e-6 of a month.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include <catch2/catch.hpp>

#include "coffer/kernel/simulate.hpp"
#include "coffer/model/revenue_shares.hpp"
#include "coffer/plan/compile.hpp"
#include "support/contract_county.hpp"
#include "support/debt_terms_county.hpp"
#include "support/finishes.hpp"
#include "support/model_builder.hpp"
#include "support/naive/differences.hpp"
#include "support/reserved_county.hpp"
#include "support/ruled_county.hpp"
#include "support/scenarios.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using testing::compiled;
using testing::differences_between;

int differences_between(const std::string& scenario, std::uint64_t seed, std::uint64_t naive_seed,
                        int count, const testing::Overrides& overrides) {
    return differences_between(scenario, testing::load_model(scenario, overrides),
                               testing::load_plan(scenario, overrides), seed, naive_seed, count);
}

/// A bond that covers the share of the deficit that `shares` gives by year.
model::Source& add_deficit_bond(model::Model& model, const std::string& id,
                                const model::YearSeries& shares,
                                model::LoanTerms::Repayment repayment) {
    auto& source = testing::add_debt_source(model, id, model::Source::Kind::general_bond, 0.0,
                                            testing::new_debt_terms(repayment, 0.03, 3, 1));
    source.unlimited = true;
    source.deficit_share = shares;
    if (repayment == model::LoanTerms::Repayment::declining) {
        source.debt->repayment_share = {0.1, 0.2, 0.3, 0.2, 0.1};
    }
    return source;
}

/// Guzhang without opening cash, its deficit borrowed, and a GDP that grows with its first driver.
model::Model borrowing_county() {
    using Repayment = model::LoanTerms::Repayment;
    auto model = testing::load_model("guzhang-2020", {{"treasury.opening_general", "0"},
                                                      {"treasury.opening_fund", "0"},
                                                      {"treasury.cash_floor", "2亿"}});
    add_deficit_bond(model, "z_declining", {0.5, 0.4, 0.3, 0.2, 0.1}, Repayment::declining);
    add_deficit_bond(model, "z_level", {0.5, 0.6, 0.7, 0.8, 0.9}, Repayment::level_payment);
    model.economy.gdp = Money::from_fen(1'000'000'000'000);
    for (std::size_t d = 0; d < model.drivers.size(); ++d) {
        if (model.drivers[d].kind == model::Driver::Kind::growth) model.economy.gdp_driver = {d};
    }
    return model;
}

/// The plan with a fifth of its luck. Far from the plan projects stop and start for other reasons
/// than the rule in question, and a rule may turn round.
model::Model calm(model::Model model) {
    for (auto& driver : model.drivers) {
        driver.volatility *= 0.2;
        driver.annual_sd *= 0.2;
    }
    const auto still = [](model::Flow& flow) { flow.uncertainty.annual_sd *= 0.2; };
    for (auto& line : model.revenue) still(line.flow);
    for (auto& payer : model.taxpayers) still(payer.output);
    for (auto& line : model.expenditure) still(line.flow);
    for (auto& source : model.sources) still(source.arrival);
    for (auto& pipeline : model.pipelines) still(pipeline.need);
    for (auto& income : model.project_income) still(income.flow);
    return model;
}

/// Guzhang with single receipts: two of them for one project each, one sale of an asset.
model::Model county_with_receipts() {
    using namespace testing;
    auto model = load_model("guzhang-2020");
    model.receipts.clear();
    std::set<std::size_t> from_grants;
    for (std::size_t p = 0; p < model.projects.size(); ++p) {
        for (const auto& row : model.projects[p].funding) {
            if (model.sources[row.source.value].id == "grant_upper") from_grants.insert(p);
        }
    }
    const std::size_t first = *from_grants.begin();
    const std::size_t last = *from_grants.rbegin();
    REQUIRE(first != last);
    for (auto& source : model.sources) {
        if (source.id == "quota_trade") source.kind = model::Source::Kind::asset_disposal;
    }
    add_receipt(model, "bonus", "quota_trade", lognormal(3e7, 8e7), 0.6, uniform(0.0, 70.0)).month =
        3;
    add_receipt(model, "first", "grant_upper", uniform(1e7, 4e7), 0.9, pert(0.0, 2.0, 9.0))
        .project = Index<model::Project>{first};
    add_receipt(model, "free", "grant_upper", triangular(1e7, 2e7, 9e7), 0.4, fixed(7.0));
    add_receipt(model, "last", "grant_upper", fixed(2e8)).project = Index<model::Project>{last};
    return model;
}

/// Guzhang with limits that bind, windows, idle money that earns, and loans that grow.
model::Model county_within_limits(bool distress) {
    auto model =
        distress ? testing::load_model("guzhang-2020", {{"treasury.opening_general", "0"},
                                                        {"treasury.opening_fund", "0"},
                                                        {"treasury.cash_floor", "3亿"},
                                                        {"treasury.penalty_rate", "0.1"},
                                                        {"projects.suspension_threshold", "0.9"}})
                 : testing::load_model("guzhang-2020");
    model.debt_limits.clear();
    std::map<model::DebtClass, Money> opening;
    for (const auto& instrument : model.debt)
        opening[instrument.debt_class] += instrument.principal;
    for (const auto debt_class : {model::DebtClass::general, model::DebtClass::special}) {
        model::DebtLimit limit{debt_class, {}};
        for (int year = 0; year < model.years; ++year) {
            limit.limit.push_back(opening[debt_class] +
                                  testing::yuan(5e7 * (year % 3) + 1e7 * year));
        }
        model.debt_limits.push_back(limit);
    }
    for (auto& source : model.sources) {
        if (source.kind == model::Source::Kind::special_bond) {
            source.carries_quota = true;
            source.deposit_rate = {0.015};
        }
        if (source.kind == model::Source::Kind::general_bond) source.deposit_rate = {0.005};
        if (source.kind == model::Source::Kind::bank_loan) source.capitalises_interest = true;
    }
    if (distress) {
        add_deficit_bond(model, "z_deficit", {1.0, 1.0, 1.0, 1.0, 1.0},
                         model::LoanTerms::Repayment::equal_principal);
    }
    return model;
}

/// A founding scenario whose projects bring everything there is, in every account; its deficit is
/// borrowed, or it is under the rules on debt and has reserves.
model::Model earning_county(const std::string& name, bool ruled) {
    using Kind = model::ProjectIncome::Kind;
    using Account = model::Account;
    auto model = ruled ? testing::reserved_county(name)
                       : testing::load_model(name, {{"treasury.opening_general", "0"},
                                                    {"treasury.opening_fund", "0"},
                                                    {"treasury.cash_floor", "1亿"}});
    model.project_income.clear();
    std::size_t growth = 0;
    while (model.drivers[growth].kind != model::Driver::Kind::growth) ++growth;
    const std::array<Kind, 4> kinds{Kind::operating_revenue, Kind::tax, Kind::operating_cost,
                                    Kind::land_sale};
    for (std::size_t i = 0; i < 24; ++i) {
        auto& project = model.projects[(5 * i) % model.projects.size()];
        project.district = i % 3 == 0 ? "north" : "south";
        const auto least = static_cast<double>(i % 7);
        project.ramp_up = i % 2 == 0 ? testing::fixed(least) : testing::uniform(least, least + 5.0);
        if (i % 3 == 0) {
            project.new_output = testing::yuan(1.2e7 * static_cast<double>(1 + i));
            project.tax_rate = 0.1;
            project.output_factor = testing::triangular(0.2, 0.9, 1.3);
            project.output_probability = i % 2 == 0 ? 0.6 : 1.0;
        }
        // Some before and some after the lines of the scenario.
        const std::string id = (i < 12 ? "a" : "zz") + std::to_string(10 + i);
        auto& income = testing::add_project_income(model, id, project.id, kinds[i % 4],
                                                   1e6 * static_cast<double>(1 + i));
        if (income.kind != Kind::tax) income.account = static_cast<Account>(i % 3);
        if (i % 5 == 0) testing::add_noise(model, income.flow, id, 0.2);
        if (i % 2 == 0) income.flow.sensitivities = {{{growth}, 1.3}};
        if (income.kind == Kind::land_sale) {
            income.stage = 0;
            income.months = static_cast<double>(i % 9);
        } else if (i % 4 == 1) {
            income.flow.profile = testing::all_in_month(static_cast<int>(i % 12));
        }
        income.platform = model.platform && income.kind != Kind::tax &&
                          income.kind != Kind::operating_cost && i > 16;
    }
    for (auto& taxpayer : model.taxpayers) taxpayer.district = "west";
    if (!ruled) {
        add_deficit_bond(model, "z_deficit",
                         model::YearSeries(static_cast<std::size_t>(model.years), 1.0),
                         model::LoanTerms::Repayment::equal_principal);
    }
    return model;
}

void check_agreement(const std::string& scenario, std::uint64_t seed, int count,
                     const testing::Overrides& overrides = {}) {
    CHECK(differences_between(scenario, seed, seed, count, overrides) == 0);
}

}  // namespace

TEST_CASE("the naive implementation agrees: minimal", "[kernel][naive]") {
    check_agreement("minimal", 1, 64);
}
TEST_CASE("the naive implementation agrees: guzhang-2020", "[kernel][naive]") {
    check_agreement("guzhang-2020", 7, 128);
}
TEST_CASE("the naive implementation agrees: wanghua-2021", "[kernel][naive]") {
    check_agreement("wanghua-2021", 7, 128);
}
TEST_CASE("the naive implementation agrees on heavy tails, crises and jumps", "[kernel][naive]") {
    for (const char* name : {"minimal", "guzhang-2020", "wanghua-2021"}) {
        auto model = testing::load_model(name);
        model.crisis = model::Crisis{0.04, 0.2};
        double nu = 2.5;
        for (auto& driver : model.drivers) {
            driver.degrees_of_freedom = nu;
            driver.crisis_shift = -0.02;
            driver.crisis_volatility = 1.5;
            driver.jump_probability = 0.03;
            driver.jump_mean = -0.01;
            driver.jump_sd = 0.02;
            nu *= 1.5;
        }
        model.drivers.front().degrees_of_freedom.reset();
        CHECK(differences_between(name, model, compiled(model), 7, 7, 128) == 0);
        // Negative controls: each part left out, in one driver.
        const auto control = [&](auto change) {
            auto other = model;
            change(other, other.drivers.back());
            CHECK(differences_between(name, other, compiled(model), 7, 7, 16) > 0);
        };
        control([](auto&, auto& driver) { driver.degrees_of_freedom.reset(); });
        control([](auto&, auto& driver) { driver.crisis_shift = 0.0; });
        control([](auto&, auto& driver) { driver.crisis_volatility = 1.0; });
        control([](auto&, auto& driver) { driver.jump_probability = 0.0; });
        control([](auto&, auto& driver) { driver.jump_sd = 0.0; });
        control([](auto& other, auto&) { other.crisis->exit = 0.9; });
    }
}
TEST_CASE("the naive implementation agrees on rules on debt", "[kernel][naive]") {
    for (const auto& name : testing::founding_scenarios()) {
        auto model = testing::ruled_county(name);
        // Reserves stand in a test of their own.
        model.reserve.reset();
        model.stabilisation.reset();
        model.advances.reset();
        const auto plan = compiled(model);
        CHECK(differences_between(name, model, plan, 7, 7, 128) == 0);
        // The rules do something here: what each of them alone leaves behind is not zero.
        kernel::PathStore store(plan, 128);
        kernel::simulate_paths(plan, 7, 0, 128, 64, store);
        const auto total = [&](std::size_t slot) {
            double sum = 0.0;
            for (int year = 0; year < plan.years; ++year) {
                sum += store.yearly.col(kernel::PathStore::year_column(plan, slot, year)).sum();
            }
            return sum;
        };
        for (std::size_t slot = plan.tier_slots.first; slot < plan.slots.size(); ++slot) {
            INFO(name << " " << model::info(plan.slots[slot].indicator).id << " "
                      << plan.slots[slot].dimension.text());
            CHECK(total(slot) > 0.0);
        }
        // Negative controls: each part changed in one place; some act on few paths.
        int number = 0;
        const auto control = [&](auto change) {
            CAPTURE(name, ++number);
            auto other = model;
            change(other);
            CHECK(differences_between(name, other, plan, 7, 7, 512) > 0);
        };
        using model::Tier;
        const auto yellow = static_cast<std::size_t>(Tier::yellow);
        control([=](auto& other) { other.tier_rules->rules[yellow].spread += 0.001; });
        control([=](auto& other) { other.tier_rules->rules[yellow].market_closes = 0.06; });
        control([=](auto& other) { other.tier_rules->rules[yellow].borrowing_limit = 0.8; });
        control([](auto& other) { other.tier_rules->initial = Tier::green; });
        control([](auto& other) { other.tier_rules->full_calibre = false; });
        control([](auto& other) { other.debt_policy.special.pop_back(); });
        control([](auto& other) { other.debt_policy.general.clear(); });
        control([](auto& other) { other.restructuring->general_threshold = 0.5; });
        control([](auto& other) { other.restructuring->special_threshold = 0.5; });
        control([](auto& other) { other.restructuring->other_cut = 0.31; });
        control([](auto& other) { other.restructuring->new_project_cut = 0.6; });
        control([](auto& other) { other.restructuring->exit_years = 3; });
        control([](auto& other) { other.platform->call_probability = 0.6; });
        control([](auto& other) { other.platform->opening_cash = Money(); });
        control([](auto& other) { other.sources.back().kind = model::Source::Kind::special_bond; });
        control([](auto& other) {
            for (auto& instrument : other.debt) instrument.asset_life_end.reset();
        });
    }
}
TEST_CASE("the naive implementation agrees on grace, rights and cuts", "[kernel][naive]") {
    for (const auto& name : testing::founding_scenarios()) {
        const auto model = testing::debt_terms_county(name);
        const auto plan = compiled(model);
        CHECK(differences_between(name, model, plan, 7, 7, 128) == 0);
        // Negative controls: each part changed by itself.
        int number = 0;
        const auto control = [&](auto change) {
            CAPTURE(name, ++number);
            auto other = model;
            change(other);
            CHECK(differences_between(name, other, plan, 7, 7, 128) > 0);
        };
        control([](auto& other) { other.restructuring->running_project_cut = 0.3; });
        control([](auto& other) { other.restructuring->pipeline_cut = 0.0; });
        const auto change_all = [&](auto list, auto change) {
            control([&](auto& other) {
                for (auto& each : other.*list) change(each);
            });
        };
        change_all(&model::Model::sources, [](auto& source) {
            if (source.debt) source.debt->grace_payments = 0;
        });
        change_all(&model::Model::sources, [](auto& source) {
            if (source.kind == model::Source::Kind::platform_bond) source.asset_life_years = 4;
        });
        change_all(&model::Model::sources, [](auto& source) {
            if (source.kind == model::Source::Kind::general_bond) source.asset_life_years = 4;
        });
        change_all(&model::Model::refinancing,
                   [](auto& refinancing) { refinancing.terms.grace_payments = 1; });
        change_all(&model::Model::debt, [](auto& instrument) {
            if (!instrument.loan.rate_driver) instrument.principal_from = 0;
        });
        change_all(&model::Model::debt, [](auto& instrument) {
            if (instrument.loan.rate_driver) instrument.principal_from = 0;
        });
        change_all(&model::Model::debt,
                   [](auto& instrument) { instrument.refinancing_share.clear(); });
        // With limits and a deficit that is borrowed, bonds are issued in other months as well.
        auto other = model;
        other.tier_rules.reset();
        other.treasury.opening.fill(Money());
        other.treasury.cash_floor = testing::yuan(5e8);
        auto& bond = add_deficit_bond(other, "zz_z_deficit", {1.0, 1.0, 1.0, 1.0, 1.0},
                                      model::LoanTerms::Repayment::equal_principal);
        bond.debt->grace_payments = 1;
        bond.asset_life_years = 3;
        CHECK(differences_between(name, other, compiled(other), 7, 7, 128) == 0);
        auto control_of_life = other;
        control_of_life.sources.back().asset_life_years = 4;
        CHECK(differences_between(name, control_of_life, compiled(other), 7, 7, 128) > 0);
    }
}
TEST_CASE("the naive implementation agrees on contracts of every kind", "[kernel][naive]") {
    for (const auto& name : testing::founding_scenarios()) {
        const auto model = testing::contract_county(name);
        const auto plan = compiled(model);
        CHECK(differences_between(name, model, plan, 7, 7, 128) == 0);
        // Negative controls: each part changed by itself.
        int number = 0;
        const auto control = [&](auto list, auto change) {
            CAPTURE(name, ++number);
            auto other = model;
            for (auto& each : other.*list) change(each);
            CHECK(differences_between(name, other, plan, 7, 7, 64) > 0);
        };
        using Source = model::Source;
        const auto existing = &model::Model::debt;
        const auto fresh = &model::Model::sources;
        control(existing, [](auto& each) { each.loan.day_count = DayCount::months; });
        control(existing, [](auto& each) { each.loan.holiday.reset(); });
        control(existing, [](auto& each) { each.first_payment.reset(); });
        control(existing, [](auto& each) { each.loan.rate_steps.clear(); });
        control(existing, [](auto& each) { each.first_reset.reset(); });
        control(existing, [](auto& each) { each.current_rate.reset(); });
        control(existing, [](auto& each) { each.loan.principal_per_year = 0; });
        control(fresh, [](Source& each) {
            if (each.debt) each.debt->loan.day_count = DayCount::months;
        });
        control(fresh, [](Source& each) {
            if (each.debt) each.debt->loan.holiday.reset();
        });
        control(fresh, [](Source& each) {
            if (each.debt) each.debt->redemption.clear();
        });
        control(fresh, [](Source& each) {
            if (each.debt) each.debt->loan.rate_steps.clear();
        });
        control(fresh, [](Source& each) {
            if (each.debt) each.debt->payment_month = 0;
        });
        control(fresh, [](Source& each) { each.capitalises_interest = false; });
        control(fresh, [](Source& each) {
            if (each.debt) each.debt->issue_fee = 0.0;
        });
        control(fresh, [](Source& each) {
            if (each.debt) each.debt->reset_months = 0;
        });
        using model::Refinancing;
        const auto ways = &model::Model::refinancing;
        control(ways, [](Refinancing& each) { each.quota.reset(); });
        control(ways, [](Refinancing& each) { each.terms.issue_price = 1.0; });
        control(ways, [](Refinancing& each) { each.into.reset(); });
        control(ways, [](Refinancing& each) {
            if (each.rank == 2) each.share.assign(each.share.size(), 0.5);
        });
        // Coverage of all kinds of income, cost and debt, which nothing else shows.
        using model::Coverage;
        const auto coverages = &model::Model::coverages;
        control(coverages, [](Coverage& each) { each.instruments.pop_back(); });
        control(coverages, [](Coverage& each) { each.sources.clear(); });
        control(coverages, [](Coverage& each) { each.revenue.pop_back(); });
        control(coverages, [](Coverage& each) { each.expenditure.pop_back(); });
    }
}
TEST_CASE("the naive implementation agrees on reserves and advances", "[kernel][naive]") {
    const auto plain = [](const std::string& name) {
        auto model = testing::load_model(name, {{"treasury.opening_general", "0"},
                                                {"treasury.opening_fund", "0"},
                                                {"treasury.cash_floor", "1亿"}});
        testing::add_reserves(model);
        return model;
    };
    auto borrowing = borrowing_county();
    testing::add_reserves(borrowing);
    CHECK(differences_between("borrowing", borrowing, compiled(borrowing), 7, 7, 128) == 0);
    for (const auto& name : testing::founding_scenarios()) {
        for (const bool ruled : {false, true}) {
            const auto model = ruled ? testing::reserved_county(name) : plain(name);
            const auto plan = compiled(model);
            CHECK(differences_between(name, model, plan, 7, 7, 128) == 0);
            // Each part does something here.
            kernel::PathStore store(plan, 128);
            kernel::simulate_paths(plan, 7, 0, 128, 64, store);
            for (std::size_t slot = plan.reserve_slots.first; slot < plan.slots.size(); ++slot) {
                double sum = 0.0;
                for (int year = 0; year < plan.years; ++year) {
                    sum += store.yearly.col(kernel::PathStore::year_column(plan, slot, year)).sum();
                }
                INFO(name << " " << model::info(plan.slots[slot].indicator).id);
                CHECK(sum > 0.0);
            }
            int number = 0;
            const auto control = [&](auto change) {
                CAPTURE(name, ++number);
                auto other = model;
                change(other);
                CHECK(differences_between(name, other, plan, 7, 7, 128) > 0);
            };
            control([](auto& other) { other.reserve->share[1] += 0.001; });
            control([](auto& other) { other.reserve.reset(); });
            control([](auto& other) { other.stabilisation->opening = Money{}; });
            control([](auto& other) { other.advances.reset(); });
            if (!ruled) {  // where the general account has a surplus, and few advances
                control([](auto& other) {
                    for (double& share : other.stabilisation->deposit_share) share /= 2.0;
                });
                control([](auto& other) { other.stabilisation->ceiling_share.reset(); });
                continue;
            }
            control([](auto& other) { other.advances->limit[3] += testing::yuan(1e6); });
            control([](auto& other) { ++other.advances->repay_months; });
            control([](auto& other) { other.advances->rate.per_year += 0.001; });
        }
    }
}
TEST_CASE("the naive implementation agrees on spillovers between drivers", "[kernel][naive]") {
    for (const char* name : {"minimal", "guzhang-2020", "wanghua-2021"}) {
        auto model = testing::load_model(name);
        const std::size_t last = model.drivers.size() - 1;
        for (std::size_t d = 1; d <= last; ++d) model.drivers[d].spillovers = {{{d - 1}, 0.03}};
        model.drivers[0].spillovers = {{{last}, -0.2}};
        CHECK(differences_between(name, model, compiled(model), 7, 7, 128) == 0);
        auto other = model;
        other.drivers[0].spillovers.front().coefficient = -0.1;
        CHECK(differences_between(name, other, compiled(model), 7, 7, 16) > 0);
    }
}
TEST_CASE("the naive implementation agrees however FAI is counted", "[kernel][naive]") {
    using Basis = model::FaiPolicy::Basis;
    for (const char* name : {"minimal", "guzhang-2020", "wanghua-2021"}) {
        auto model = testing::load_model(
            name, {{"treasury.opening_general", "0"}, {"projects.suspension_threshold", "0.6"}});
        model.project_policy.restart_cost = 0.05;
        model.project_policy.restart_months = 1.0;
        model.fai.land_counts = false;
        CHECK(differences_between(name, model, compiled(model), 7, 7, 64) == 0);
        model.fai.lag_months = 2;
        model.fai.carried_in = Money::from_fen(1'000'000'000'01);
        CHECK(differences_between(name, model, compiled(model), 7, 7, 64) == 0);
        const auto by_expenditure = compiled(model);
        model.fai.basis = Basis::progress;
        CHECK(differences_between(name, model, compiled(model), 7, 7, 64) == 0);
        // Negative controls: another basis, another lag, land that counts.
        CHECK(differences_between(name, model, by_expenditure, 7, 7, 8) > 0);
        auto other = model;
        other.fai.lag_months = 3;
        CHECK(differences_between(name, other, compiled(model), 7, 7, 8) > 0);
        other = model;
        other.fai.land_counts = true;
        CHECK(differences_between(name, other, compiled(model), 7, 7, 8) > 0);
    }
}
TEST_CASE("the naive implementation agrees on common factors", "[kernel][naive]") {
    for (const char* name : {"guzhang-2020", "wanghua-2021"}) {
        auto model = testing::load_model(name);
        model.common_factors = {0.6, 0.5, 0.3, 0.9};
        const char* sectors[] = {"roads", "water", ""};
        std::size_t next = 0;
        for (auto& project : model.projects) {
            project.sector = sectors[next++ % 3];
            project.sector_stream = stream_of("sector", project.sector);
        }
        CHECK(differences_between(name, model, compiled(model), 7, 7, 128) == 0);
        // Negative controls: each loading left out, and one project in another sector.
        const auto control = [&](auto change) {
            auto other = model;
            change(other);
            CHECK(differences_between(name, other, compiled(model), 7, 7, 16) > 0);
        };
        control([](auto& other) { other.common_factors.duration_sector = 0.0; });
        control([](auto& other) { other.common_factors.duration_year = 0.0; });
        control([](auto& other) { other.common_factors.cost_sector = 0.0; });
        control([](auto& other) { other.common_factors.cost_year = 0.0; });
        control([](auto& other) {
            for (auto& project : other.projects) {
                if (project.sector == "roads") project.sector_stream += 1;
            }
        });
    }
}
TEST_CASE("the naive implementation agrees on restarts and cancellations", "[kernel][naive]") {
    for (const char* name : {"guzhang-2020", "wanghua-2021"}) {
        auto model = testing::load_model(name, {{"treasury.opening_general", "0"},
                                                {"treasury.cash_floor", "5亿"},
                                                {"projects.suspension_threshold", "0.9"}});
        model.project_policy.restart_cost = 0.08;
        model.project_policy.restart_months = 2.3;
        model.project_policy.cancellation_hazard = 0.03;
        CHECK(differences_between(name, model, compiled(model), 3, 3, 128) == 0);
        // Negative controls: each of the three left out.
        const auto control = [&](auto change) {
            auto other = model;
            change(other.project_policy);
            CHECK(differences_between(name, other, compiled(model), 3, 3, 16) > 0);
        };
        control([](auto& policy) { policy.restart_cost = 0.0; });
        control([](auto& policy) { policy.restart_months = 0.0; });
        control([](auto& policy) { policy.cancellation_hazard = 0.0; });
    }
}
TEST_CASE("the comparison tells two seeds apart", "[kernel][naive]") {
    CHECK(differences_between("guzhang-2020", 7, 8, 1, {}) > 0);
}
TEST_CASE("the naive implementation agrees on the reference path", "[kernel][naive]") {
    for (const char* name : {"minimal", "guzhang-2020", "wanghua-2021"}) {
        check_agreement(name, 1, 1, {{"simulation.draws", "median"}});
    }
}
TEST_CASE("the naive implementation agrees under distress", "[kernel][naive]") {
    // Little cash and a high floor: arrears, payables, cuts, suspensions.
    for (const char* name : {"guzhang-2020", "wanghua-2021"}) {
        check_agreement(name, 3, 64,
                        {{"treasury.opening_general", "0"},
                         {"treasury.opening_fund", "0"},
                         {"treasury.cash_floor", "5亿"},
                         {"treasury.penalty_rate", "0.1"},
                         {"projects.suspension_threshold", "0.9"}});
    }
}
TEST_CASE("the naive implementation agrees on the service of each debt", "[kernel][naive]") {
    for (const char* name : {"guzhang-2020", "wanghua-2021"}) {
        CHECK(differences_between(name, 5, 5, 32, {{"simulation.each_debt", "yes"}}) == 0);
    }
}
TEST_CASE("the naive implementation agrees where the deficit is borrowed", "[kernel][naive]") {
    auto model = borrowing_county();
    model.simulation.each_debt = true;
    const auto plan = compiled(model);
    CHECK(differences_between("borrowing county", model, plan, 5, 5, 128) == 0);
    // Negative control: one source borrows a hundredth more.
    auto other = model;
    for (double& share : other.sources.back().deficit_share) share += 0.01;
    CHECK(differences_between("borrowing county", other, plan, 5, 5, 512) > 0);
}
TEST_CASE("the naive implementation agrees on shares of revenue and on transfers",
          "[kernel][naive]") {
    for (const char* name : {"minimal", "guzhang-2020", "wanghua-2021"}) {
        auto model = testing::load_model(name, {{"treasury.opening_general", "0"}});
        const auto years = static_cast<std::size_t>(model.years);
        model::RevenueShare of{model::YearSeries(years, 0.3), {0}, {}, {}};
        of.share.back() = 0.17;
        if (!model.taxpayers.empty()) of.taxpayers.push_back(0);
        auto& tied = model.expenditure.back();
        tied.flow = testing::even_flow(model, "expenditure", tied.id, 0.0);
        tied.of_revenue = of;
        model.account_transfers.resize(2);
        auto& fixed = model.account_transfers[0];
        fixed.id = "a";
        fixed.from = model::Account::general;
        fixed.to = model::Account::fund;
        fixed.flow = testing::even_flow(model, "account_transfer", "a", 1.7e8);
        auto& share = model.account_transfers[1];
        share.id = "b";
        share.from = model::Account::fund;
        share.to = model::Account::general;
        share.flow = testing::even_flow(model, "account_transfer", "b", 0.0);
        share.of_revenue = of;
        plan_revenue_shares(model);
        const auto plan = compiled(model);
        CHECK(differences_between(name, model, plan, 11, 11, 64) == 0);
        // Negative controls.
        auto other = model;
        other.expenditure.back().of_revenue->share.front() = 0.31;
        CHECK(differences_between(name, other, plan, 11, 11, 8) > 0);
        other = model;
        other.account_transfers[0].to = model::Account::state_capital;
        other.account_transfers[1].of_revenue->share.front() = 0.4;
        CHECK(differences_between(name, other, plan, 11, 11, 8) > 0);
    }
}
TEST_CASE("the naive implementation agrees on payables, ranks and remittance", "[kernel][naive]") {
    using Category = model::ExpenditureLine::Category;
    for (const char* name : {"minimal", "guzhang-2020", "wanghua-2021"}) {
        auto model = testing::load_model(name, {{"treasury.opening_general", "0"},
                                                {"treasury.opening_fund", "0"},
                                                {"treasury.cash_floor", "5000万"}});
        int rank = 100;
        for (auto& line : model.expenditure) {
            if (line.category == Category::remittance) continue;  // is not paid but deducted
            line.rank = --rank;
            if (line.category == Category::other) line.category = Category::contracted;
        }
        model.expenditure.front().category = Category::remittance;
        model.expenditure.front().rank = model::default_rank;
        const auto plan = compiled(model);
        CHECK(differences_between(name, model, plan, 13, 13, 64) == 0);
        // Negative controls.
        auto other = model;
        other.expenditure.front().category = Category::contracted;
        CHECK(differences_between(name, other, compiled(model), 13, 13, 8) > 0);
    }
}
TEST_CASE("the naive implementation agrees on contractors who wait", "[kernel][naive]") {
    for (const char* name : {"minimal", "guzhang-2020", "wanghua-2021"}) {
        auto model = testing::load_model(name, {{"treasury.opening_general", "0"},
                                                {"treasury.opening_fund", "0"},
                                                {"treasury.cash_floor", "1亿"}});
        model.project_policy.restart_cost = 0.02;
        model.project_policy.cancellation_hazard = 0.1;
        for (auto& project : model.projects) {
            const bool grows =
                std::any_of(project.funding.begin(), project.funding.end(), [&](const auto& row) {
                    return model.sources[row.source.value].capitalises_interest;
                });
            if (!grows) project.contractors_carry = 0.08;
        }
        const auto plan = compiled(model);
        CHECK(differences_between(name, model, plan, 13, 13, 64) == 0);
        // Negative control.
        auto other = model;
        for (auto& project : other.projects) project.contractors_carry *= 0.5;
        CHECK(differences_between(name, other, plan, 13, 13, 8) > 0);
    }
}
TEST_CASE("the naive implementation agrees on a budget and on growth of GDP", "[kernel][naive]") {
    for (const char* name : {"minimal", "guzhang-2020", "wanghua-2021"}) {
        auto model = testing::load_model(name);
        const auto growing =
            std::find_if(model.drivers.begin(), model.drivers.end(), [](const auto& driver) {
                return driver.kind == model::Driver::Kind::growth && driver.volatility > 0.0;
            });
        REQUIRE(growing != model.drivers.end());
        model.economy.gdp = testing::yuan(3e9);
        model.economy.gdp_driver = {static_cast<std::size_t>(growing - model.drivers.begin())};
        model.economy.gdp_new_output_share = 0.3;
        model.budget.general_revenue.emplace();
        for (int year = 0; year < model.years; ++year) {
            model.budget.general_revenue->push_back(testing::yuan(5e8 + 3e7 * year));
        }
        const auto plan = compiled(model);
        CHECK(differences_between(name, model, plan, 7, 7, 128) == 0);
        // Negative controls.
        const auto control = [&](auto change) {
            auto other = model;
            change(other);
            CHECK(differences_between(name, other, plan, 7, 7, 1) > 0);
        };
        control([](auto& other) { other.budget.general_revenue->back() += testing::yuan(1000.0); });
        control([](auto& other) { other.budget.general_revenue.reset(); });
        control([](auto& other) { other.economy.gdp = testing::yuan(3.001e9); });
    }
}
TEST_CASE("the naive implementation agrees on single receipts", "[kernel][naive]") {
    const auto model = county_with_receipts();
    CHECK(differences_between("receipts", model, compiled(model), 5, 5, 128) == 0);
    // Negative controls: each property of a receipt matters here.
    const auto control = [&](auto change) {
        auto other = model;
        change(other.receipts);
        CHECK(differences_between("receipts", other, compiled(model), 5, 5, 16) > 0);
    };
    control([](auto& receipts) { receipts[0].probability = 0.9; });
    control([](auto& receipts) { receipts[1].amount.b *= 1.5; });
    control([](auto& receipts) { receipts[2].delay.a = 8.0; });
    control([](auto& receipts) { receipts[3].project.reset(); });
    // What is tied to a cancelled project is there for others.
    auto cancelling = model;
    cancelling.project_policy.suspension_threshold = 0.95;
    cancelling.project_policy.cancellation_hazard = 0.2;
    CHECK(differences_between("cancelled", cancelling, compiled(cancelling), 5, 5, 128) == 0);
}
TEST_CASE("the naive implementation agrees on limits and growing loans", "[kernel][naive]") {
    for (const bool distress : {false, true}) {
        const auto model = county_within_limits(distress);
        CHECK(differences_between("limits", model, compiled(model), 5, 5, 128) == 0);
        // Negative controls: each rule matters here.
        const auto control = [&](auto change) {
            auto other = model;
            change(other);
            CHECK(differences_between("limits", other, compiled(model), 5, 5, 16) > 0);
        };
        control([](auto& other) { other.debt_limits[0].limit[1] += testing::yuan(1e6); });
        control([](auto& other) { other.debt_limits[1].limit[2] += testing::yuan(1e6); });
        const auto change_all = [&](auto change) {
            control([&](auto& other) {
                for (auto& source : other.sources) change(source);
            });
        };
        change_all([](auto& source) { source.carries_quota = false; });
        change_all(
            [](auto& source) { source.deposit_rate = {source.deposit_rate.per_year * 0.9}; });
        change_all([](auto& source) {
            if (source.capitalises_interest) source.debt->loan.rate.per_year += 0.001;
        });
        // Loans of cancelled projects stop growing.
        auto cancelling = model;
        cancelling.project_policy.cancellation_hazard = 0.05;
        CHECK(differences_between("cancelled", cancelling, compiled(cancelling), 5, 5, 128) == 0);
    }
}
TEST_CASE("the naive implementation agrees on debt that is no capital", "[kernel][naive]") {
    auto model = testing::load_model("guzhang-2020");
    for (auto& project : model.projects) {
        project.minimum_capital.assign(static_cast<std::size_t>(model.years), 0.3);
        project.minimum_capital.front() = 0.45;
        project.bars_debt = true;
    }
    for (auto& source : model.sources) {
        source.counts_as_capital = source.kind == model::Source::Kind::fiscal ||
                                   source.kind == model::Source::Kind::investor ||
                                   source.kind == model::Source::Kind::land_quota;
        source.capital_first = source.kind == model::Source::Kind::bank_loan;
    }
    CHECK(differences_between("capital", model, compiled(model), 5, 5, 128) == 0);
    const auto control = [&](auto change) {
        auto other = model;
        change(other);
        CHECK(differences_between("capital", other, compiled(model), 5, 5, 16) > 0);
    };
    control([](auto& other) {
        for (auto& project : other.projects) project.bars_debt = false;
    });
    control([](auto& other) {
        for (auto& source : other.sources) source.capital_first = false;
    });
}
TEST_CASE("the naive implementation agrees on project income", "[kernel][naive]") {
    for (const auto& name : testing::founding_scenarios()) {
        for (const bool ruled : {false, true}) {
            const auto model = earning_county(name, ruled);
            const auto plan = compiled(model);
            CHECK(differences_between(name, model, plan, 5, 5, 96) == 0);
            // Negative controls: each property of project income matters here.
            int number = 0;
            const auto control = [&](auto change) {
                CAPTURE(name, ruled, ++number);
                auto other = model;
                for (auto& income : other.project_income) change(income);
                CHECK(differences_between(name, other, plan, 5, 5, 32) > 0);
            };
            using Kind = model::ProjectIncome::Kind;
            control([](auto& income) { income.months += 0.5; });
            control([](auto& income) { income.flow.uncertainty.annual_sd *= 1.1; });
            control([](auto& income) { income.flow.sensitivities.clear(); });
            control([](auto& income) {
                if (income.kind == Kind::operating_cost) income.account = model::Account::general;
            });
            control([](auto& income) {
                if (income.kind == Kind::operating_revenue)
                    income.account = model::Account::general;
            });
            control([&](auto& income) {
                if (income.kind != Kind::land_sale) return;
                income.stage = model.projects[income.project.value].stages.size() - 1;
            });
            control([](auto& income) {
                if (income.kind == Kind::operating_revenue) income.kind = Kind::tax;
            });
            if (ruled) control([](auto& income) { income.platform = false; });
        }
    }
}
TEST_CASE("the naive implementation agrees on funnels told apart", "[kernel][naive]") {
    auto model = testing::load_model("wanghua-2021");
    auto second = model.funnels.front();
    second.id += "_b";
    second.stream = stream_of("funnel", second.id);
    second.initial = {7, 5, 3};
    model.funnels.push_back(second);
    auto third = second;
    third.id += "_c";
    third.stream = stream_of("funnel", third.id);
    third.source.reset();
    third.investment = {};
    model.funnels.push_back(third);
    std::sort(model.funnels.begin(), model.funnels.end(),
              [](const auto& one, const auto& other) { return one.id < other.id; });
    for (const bool median : {false, true}) {
        model.simulation.median = median;
        CHECK(differences_between("funnels", model, compiled(model), 5, 5, median ? 1 : 64) == 0);
    }
    model.simulation.median = false;
    auto other = model;
    std::swap(other.funnels[1].stream, other.funnels[2].stream);
    CHECK(differences_between("funnels", other, compiled(model), 5, 5, 16) > 0);
}
TEST_CASE("a borrowed deficit leaves nothing unpaid", "[kernel]") {
    const auto plan = compiled(calm(borrowing_county()));
    kernel::PathStore store(plan, 256);
    kernel::simulate_paths(plan, 2, 0, 256, 64, store);
    const auto column = [&](plan::YearSlot slot, int year) {
        return store.yearly.col(
            kernel::PathStore::year_column(plan, static_cast<std::size_t>(slot), year));
    };
    double borrowed = 0.0;
    for (int year = 0; year < plan.years; ++year) {
        // The step other may find that projects took fiscal funds before it; debt and the three
        // guarantees come first.
        CHECK(column(plan::YearSlot::arrears, year).maxCoeff() == 0.0);
        borrowed += column(plan::YearSlot::new_debt, year).sum();
        const auto ratio = column(plan::YearSlot::debt_to_gdp, year);
        // A value: the columns of the quotient do not outlive the line.
        const Eigen::ArrayXd expected =
            column(plan::YearSlot::debt_statutory, year) / column(plan::YearSlot::gdp, year);
        CHECK((ratio - expected).abs().maxCoeff() < 0.501 / kernel::parts_of_ratio);
    }
    CHECK(borrowed > 0.0);
}
TEST_CASE("the naive implementation agrees on 2,000 paths of each plan", "[kernel][naive][slow]") {
    check_agreement("guzhang-2020", 11, 2000);
    check_agreement("wanghua-2021", 11, 2000);
}
