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
#include "support/model_builder.hpp"
#include "support/reserved_county.hpp"
#include "support/ruled_county.hpp"
#include "support/scenarios.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using model::Indicator;
using testing::compiled;

constexpr int paths = 1000;

void scale(model::Flow& flow, double factor) {
    for (Money& amount : flow.annual) {
        amount =
            Money::from_fen(static_cast<std::int64_t>(static_cast<double>(amount.fen()) * factor));
    }
}

enum class Sign { up, down };

struct Expectation {
    Indicator headline;
    Sign sign;
    std::string dimension = "total";
    bool first_year = false;  ///< later years depend on what else the money was spent on
};

struct Lever {
    std::string name;
    std::function<void(model::Model&)> pull;
    std::vector<Expectation> expected;
};

/// Guzhang without what stands behind payments: a reserve grows with planned expenditure, a fund
/// takes cash in one year and gives it back in another, so no cash has a sure sign with them.
model::Model plain_county(const testing::Overrides& overrides = {}) {
    auto model = testing::load_model("guzhang-2020", overrides);
    model.reserve.reset();
    model.stabilisation.reset();
    model.advances.reset();
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

std::vector<Lever> levers() {
    using Category = model::ExpenditureLine::Category;
    return {
        {"own tax revenue +10 %",
         [](model::Model& model) {
             for (auto& line : model.revenue) {
                 if (line.id == "tax_own") scale(line.flow, 1.1);
             }
         },
         {{Indicator::general_revenue, Sign::up},
          {Indicator::fiscal_capacity, Sign::up},
          {Indicator::debt_ratio, Sign::down}}},
        {"transfers from above -10 %",
         [](model::Model& model) {
             for (auto& line : model.revenue) {
                 if (line.category == model::RevenueLine::Category::transfer) scale(line.flow, 0.9);
             }
         },
         {{Indicator::transfers, Sign::down},
          {Indicator::fiscal_capacity, Sign::down},
          {Indicator::debt_ratio, Sign::up}}},
        {"three guarantees +5 %",
         [](model::Model& model) {
             for (auto& line : model.expenditure) {
                 if (line.category == Category::three_guarantees) scale(line.flow, 1.05);
             }
         },
         {{Indicator::three_guarantees, Sign::up}, {Indicator::cash_min, Sign::down}}},
        {"special-bond quota +20 %",
         [](model::Model& model) {
             for (auto& source : model.sources) {
                 if (source.kind == model::Source::Kind::special_bond) scale(source.arrival, 1.2);
             }
         },
         {{Indicator::debt_statutory, Sign::up}, {Indicator::debt_ratio, Sign::up}}},
        {"general-bond quota +20 %",
         [](model::Model& model) {
             for (auto& source : model.sources) {
                 if (source.kind == model::Source::Kind::general_bond) scale(source.arrival, 1.2);
             }
         },
         // Later, where the limit of debt binds, what was borrowed earlier is repaid earlier.
         {{Indicator::debt_statutory, Sign::up, "general", true}}},
        {"single receipts come half as often",
         [](model::Model& model) {
             for (auto& receipt : model.receipts) receipt.probability *= 0.5;
         },
         {{Indicator::transfers, Sign::down}}},
        {"limits of debt +10 %",
         [](model::Model& model) {
             for (auto& limit : model.debt_limits) {
                 for (Money& amount : limit.limit) amount = Money::from_fen(amount.fen() / 10 * 11);
             }
         },
         {{Indicator::debt_statutory, Sign::up}}},
        {"interest on existing fixed debt +1 point",
         [](model::Model& model) {
             for (auto& loan : model.debt) loan.loan.rate.per_year += 0.01;
         },
         {{Indicator::interest, Sign::up}, {Indicator::debt_service, Sign::up}}},
        {"nothing is refinanced",
         [](model::Model& model) {
             model.refinancing.clear();
             for (auto& loan : model.debt) {
                 loan.asset_life_end.reset();
                 loan.refinancing_share.clear();
             }
             for (auto& source : model.sources) source.asset_life_years.reset();
         },
         {{Indicator::refinanced, Sign::down}, {Indicator::debt_statutory, Sign::down}}},
        {"the tiers begin at half the ratio",
         [](model::Model& model) {
             model.tiers = {model.tiers.yellow / 2, model.tiers.orange / 2, model.tiers.red / 2};
         },
         {{Indicator::debt_tier, Sign::down, "green"}}},
        {"tax per yuan of new output +20 %",
         [](model::Model& model) {
             for (auto& project : model.projects) project.tax_rate *= 1.2;
         },
         {{Indicator::general_revenue, Sign::up}}},
        {"land-quota proceeds -50 %",
         [](model::Model& model) {
             for (auto& source : model.sources) {
                 if (source.kind == model::Source::Kind::land_quota) scale(source.arrival, 0.5);
             }
         },
         {{Indicator::fund_revenue, Sign::down},
          {Indicator::fiscal_capacity, Sign::down},
          {Indicator::debt_ratio, Sign::up}}},
        {"landed investors arrive more often",
         [](model::Model& model) {
             for (auto& funnel : model.funnels) funnel.probability[2] = 0.95;
         },
         {{Indicator::prospects, Sign::up, "arrived"},
          {Indicator::investment_attracted, Sign::up}}},
        {"platform subsidy -50 %",
         [](model::Model& model) {
             for (auto& line : model.expenditure) {
                 if (line.category == Category::platform_subsidy) scale(line.flow, 0.5);
             }
         },
         {{Indicator::platform_subsidy, Sign::down}}},
        {"only statutory debt counts as full-calibre debt",
         [](model::Model& model) {
             model.debt_policy.full_calibre = {true, true, false, false, false, false};
         },
         {{Indicator::debt_full_calibre, Sign::down},
          {Indicator::debt_ratio_full_calibre, Sign::down}}},
        {"projects below 100m yuan do not count as FAI",
         [](model::Model& model) { model = calm(plain_county({{"fai.threshold", "1亿"}})); },
         {{Indicator::fai, Sign::down}, {Indicator::fai, Sign::down, "named"}}},
        {"no suspended project is cancelled",
         [](model::Model& model) { model.project_policy.cancellation_hazard = 0.0; },
         {{Indicator::projects_cancelled, Sign::down}}},
    };
}

/// A founding scenario in a restructuring from its second year to its end that cuts nothing. No
/// limit or tier binds its debt, and no capacity its projects; all of them are the county's, or
/// what stopped ones leave of investors' money would speed others.
model::Model restructured_county() {
    auto model = testing::load_model("guzhang-2020");
    model.restructuring = model::Restructuring{1e-9, 1.0, 0.0, 0.0, 30};
    model.debt_limits.clear();
    model.tier_rules.reset();
    model.capacities.clear();
    for (auto& project : model.projects) {
        for (auto& stage : project.stages) stage.demands.clear();
    }
    for (auto& source : model.sources) {
        if (source.kind != model::Source::Kind::investor) continue;
        source.kind = model::Source::Kind::grant;
        if (!source.unlimited) continue;
        source.unlimited = false;
        source.arrival = testing::even_flow(model, "source", source.id, 1e11);  // never short
    }
    for (auto& funnel : model.funnels) {
        funnel.source.reset();
        funnel.investment = {};
    }
    return model;
}

/// On such a county. Less than a full cut has no certain sign by year: money that one project or
/// month leaves is there for another. Nor has grace where a limit binds: more debt now leaves less
/// room for bonds, and larger instalments come later.
std::vector<Lever> levers_of_restructuring() {
    return {
        {"restructuring stops all projects under way",
         [](model::Model& model) { model.restructuring->running_project_cut = 1.0; },
         {{Indicator::projects_completed, Sign::down}}},
        {"restructuring stops the pipelines",
         [](model::Model& model) { model.restructuring->pipeline_cut = 1.0; },
         {{Indicator::fai, Sign::down, "pipeline"}}},
        {"general debt repays no principal in the first three years",
         [](model::Model& model) {
             for (auto& loan : model.debt) {
                 if (loan.debt_class != model::DebtClass::general) continue;
                 loan.principal_from = 36 + loan.maturity % (12 / loan.loan.payments_per_year);
             }
         },
         {{Indicator::debt_statutory, Sign::up}}},
    };
}

/// On a county on which every rule on debt acts.
std::vector<Lever> levers_of_debt_rules() {
    return {
        {"no tier limits or closes the bond market",
         [](model::Model& model) {
             for (auto& rule : model.tier_rules->rules) {
                 rule.borrowing_limit = 1.0;
                 rule.market_closes = 0.0;
             }
         },
         {{Indicator::bonds_refused, Sign::down}, {Indicator::market_closed, Sign::down}}},
        {"the government fund alone serves special debt",
         [](model::Model& model) { model.debt_policy.special = {model::Account::fund}; },
         {{Indicator::special_fallback, Sign::down}}},
        {"no shortfall of the platform company becomes a call",
         [](model::Model& model) { model.platform->call_probability = 0.0; },
         {{Indicator::contingent_calls, Sign::down}}},
        {"restructuring holds no project back",
         [](model::Model& model) { model.restructuring->new_project_cut = 0.0; },
         {{Indicator::projects_held_back, Sign::down}}},
    };
}

/// Guzhang with a waterworks that earns for special bonds and must be run, and land that a reserve
/// releases. Both projects cost nothing here, so money does not move their finish.
model::Model earning_county() {
    using Kind = model::ProjectIncome::Kind;
    auto model = testing::load_model("guzhang-2020");
    model.project_income.clear();
    testing::add_project_income(model, "fees", "g43", Kind::operating_revenue, 6e6).account =
        model::Account::fund;
    testing::add_project_income(model, "plots", "g41", Kind::land_sale, 2.4e7).months = 24.0;
    testing::add_project_income(model, "running", "g43", Kind::operating_cost, 3e6);
    return model;
}

std::vector<Lever> levers_of_project_income() {
    return {
        {"charges of a finished project +20 %",
         [](model::Model& model) { scale(model.project_income[0].flow, 1.2); },
         {{Indicator::operating_revenue, Sign::up}, {Indicator::fund_revenue, Sign::up}}},
        {"three quarters as much released land finds a buyer",
         [](model::Model& model) { scale(model.project_income[1].flow, 0.75); },
         {{Indicator::land_sales, Sign::down}, {Indicator::fiscal_capacity, Sign::down}}},
        {"running a finished project costs half as much",
         [](model::Model& model) { scale(model.project_income[2].flow, 0.5); },
         {{Indicator::operating_cost, Sign::down}}},
    };
}

/// On a county that draws on its reserve, its stabilisation fund and advances.
std::vector<Lever> levers_of_reserves() {
    return {
        {"half as much is advanced",
         [](model::Model& model) {
             for (Money& limit : model.advances->limit) limit = Money::from_fen(limit.fen() / 2);
         },
         {{Indicator::financing_gap, Sign::up},
          {Indicator::advances_drawn, Sign::down},
          {Indicator::three_guarantees_cover, Sign::down}}},
        {"advances bear 5 points more interest",
         [](model::Model& model) { model.advances->rate.per_year += 0.05; },
         {{Indicator::financing_gap, Sign::up}}},
        {"the stabilisation fund begins with three times as much",
         [](model::Model& model) {
             auto& opening = model.stabilisation->opening;
             opening = Money::from_fen(3 * opening.fen());
         },
         {{Indicator::stabilisation_fund, Sign::up, "total", true}}},
        {"the stabilisation fund has a lower ceiling",
         [](model::Model& model) {
             for (double& share : *model.stabilisation->ceiling_share) share = 0.01;
         },
         {{Indicator::stabilisation_fund, Sign::down}}},
        {"no budget reserve",
         [](model::Model& model) {
             for (double& share : model.reserve->share) share = 0.0;
         },
         {{Indicator::reserve_used, Sign::down}}},
    };
}

/// Paths and years on which the headline moved the wrong way, and the right way.
struct Moves {
    int wrong = 0;
    int right = 0;
};

/// The samples of a headline may stand elsewhere in the plan that a lever makes.
struct Simulation {
    explicit Simulation(const model::Model& model) : plan(compiled(model)), store(plan, paths) {
        kernel::simulate_paths(plan, 1, 0, paths, 64, store);
    }

    [[nodiscard]] double figure(const Expectation& expected, int year, int path) const {
        for (std::size_t slot = 0; slot < plan.slots.size(); ++slot) {
            if (plan.slots[slot].indicator == expected.headline &&
                plan.slots[slot].dimension.text() == expected.dimension) {
                return store.yearly(path, kernel::PathStore::year_column(plan, slot, year));
            }
        }
        throw std::logic_error("no such headline");
    }

    plan::Plan plan;
    kernel::PathStore store;
};

Moves moves(const Simulation& base, const Simulation& pulled, const Expectation& expected) {
    constexpr double rounding = 1e-9;
    Moves moves;
    for (int year = 0; year < (expected.first_year ? 1 : base.plan.years); ++year) {
        for (int path = 0; path < paths; ++path) {
            const double before = base.figure(expected, year, path);
            const double slack = rounding * std::max(1.0, std::abs(before));
            const double change = pulled.figure(expected, year, path) - before;
            const double along = expected.sign == Sign::up ? change : -change;
            moves.wrong += along < -slack ? 1 : 0;
            moves.right += along > slack ? 1 : 0;
        }
    }
    return moves;
}

void check_signs(const model::Model& model, const std::vector<Lever>& levers) {
    const Simulation base(model);
    for (const auto& lever : levers) {
        auto changed = model;
        lever.pull(changed);
        const Simulation pulled(changed);
        for (const auto& expected : lever.expected) {
            CAPTURE(lever.name, model::info(expected.headline).id, expected.dimension);
            const auto found = moves(base, pulled, expected);
            CHECK(found.wrong == 0);
            CHECK(found.right > 0);
            // Negative control: the opposite sign is told apart.
            const Sign opposite = expected.sign == Sign::up ? Sign::down : Sign::up;
            CHECK(moves(base, pulled,
                        {expected.headline, opposite, expected.dimension, expected.first_year})
                      .wrong > 0);
        }
    }
}

}  // namespace

TEST_CASE("sensitivity of sign: each lever moves its headlines the way it must", "[validation]") {
    check_signs(calm(plain_county()), levers());
}

TEST_CASE("sensitivity of sign: cuts of a restructuring, and grace", "[validation]") {
    check_signs(restructured_county(), levers_of_restructuring());
}

TEST_CASE("sensitivity of sign: rules on debt move their headlines the way they must",
          "[validation]") {
    check_signs(testing::ruled_county("guzhang-2020"), levers_of_debt_rules());
}

TEST_CASE("sensitivity of sign: project income moves its headlines the way they must",
          "[validation]") {
    check_signs(calm(earning_county()), levers_of_project_income());
}

TEST_CASE("sensitivity of sign: reserves and advances move their headlines the way they must",
          "[validation]") {
    auto model = testing::load_model("guzhang-2020");
    testing::add_reserves(model);
    check_signs(calm(model), levers_of_reserves());
}
