// A model in memory is held to what a folder is held to: each mistake is refused at its object and
// field, and what `build` accepts is accepted. Catches: an index, a length, a number or a relation
// that is not looked at; a message without a place; a check that is stricter than the folder's.
#include "coffer/model/validate.hpp"

#include <algorithm>
#include <functional>
#include <limits>

#include <catch2/catch.hpp>

#include "coffer/model/build.hpp"
#include "support/model_builder.hpp"
#include "support/scenario_files.hpp"
#include "support/whole_plan.hpp"

using namespace coffer;
using model::Model;

namespace {

const Model& whole_model() {
    static const Model model = testing::model_of(testing::whole_plan_files());
    return model;
}

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

template <class Rows>
auto& row_of(Rows& rows, const std::string& id) {
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const auto& each) { return each.id == id; });
    REQUIRE(found != rows.end());
    return *found;
}

struct Mistake {
    const char* place;  ///< where it is reported
    const char* words;  ///< in the message, in either language
    std::function<void(Model&)> make;
};

using model::Account;
using Repayment = model::LoanTerms::Repayment;

const std::vector<Mistake>& mistakes() {
    static const std::vector<Mistake> all = {
        // What was found to crash or to give figures.
        {"debt[bond-2015].principal", "22.5 trillion",
         [](Model& m) { m.debt[0].principal = Money::from_fen(-1); }},
        {"funding[road].source", "refers to a row that is not there",
         [](Model& m) { m.projects[0].funding[0].source.value = 99; }},
        {"reserve.share", "1 values for 3 plan years",
         [](Model& m) { m.reserve->share.resize(1); }},
        {"sources[bonds].tenor_months", "from 1 to 360",
         [](Model& m) { row_of(m.sources, "bonds").debt->tenor_months = 0; }},
        {"drivers[lpr].volatility", "at least 0",
         [](Model& m) { row_of(m.drivers, "lpr").volatility = -5.0; }},
        {"funding[road].cap", "at most 100%",
         [](Model& m) { m.projects[0].funding[0].cap = 17.0; }},
        // the plan
        {"scenario.years", "from 1 to 30", [](Model& m) { m.years = 0; }},
        {"scenario.years", "from 1 to 30", [](Model& m) { m.years = 1'000'000; }},
        {"scenario.first_year", "1900", [](Model& m) { m.first_year = 1020; }},
        {"scenario.first_month", "1 to 12|12", [](Model& m) { m.first_month = 13; }},
        {"scenario.id", "an id has letters", [](Model& m) { m.id = "../up"; }},
        {"scenario.name_zh", "byte 1", [](Model& m) { m.name.zh = "\xFF"; }},
        {"scenario.name_en", "byte 2", [](Model& m) { m.name.en = "a\nb"; }},
        {"scenario.name_en", "byte 2", [](Model& m) { m.name.en = "a\u202Eb"; }},
        {"simulation.paths", "4294967295", [](Model& m) { m.simulation.paths = 0; }},
        {"simulation.paths", "4294967295", [](Model& m) { m.simulation.paths = ~0ULL; }},
        {"simulation.region", "an id has letters", [](Model& m) { m.simulation.region = "a/b"; }},
        {"simulation.common", "ascending", [](Model& m) { m.simulation.common = {2, 1}; }},
        {"base_year.fai", "cannot be 0", [](Model& m) { m.base_year.fai = Money{}; }},
        {"budget.general_revenue", "4 values",
         [](Model& m) { m.budget.general_revenue->push_back(Money{}); }},
        {"budget.general_revenue", "cannot be 0",
         [](Model& m) { m.budget.general_revenue->back() = Money{}; }},
        {"economy.gdp", "go together", [](Model& m) { m.economy.gdp_driver.reset(); }},
        {"economy.gdp_driver", "wrong kind", [](Model& m) { m.economy.gdp_driver->value = 0; }},
        {"treasury.penalty_rate", "nan", [](Model& m) { m.treasury.penalty_rate.per_year = nan; }},
        {"treasury.cash_floor", "trillion",
         [](Model& m) {
             m.treasury.cash_floor = Money::from_fen(std::numeric_limits<std::int64_t>::max());
         }},
        {"treasury.waterfall", "lacks other", [](Model& m) { m.treasury.waterfall.pop_back(); }},
        {"treasury.waterfall", "appears twice",
         [](Model& m) { m.treasury.waterfall.emplace_back(model::WaterfallStep::interest); }},
        {"treasury.waterfall", "split by class",
         [](Model& m) { m.treasury.waterfall[0].debt_class = model::DebtClass::bank; }},
        {"projects.suspension_after_months", "from 1 to 360",
         [](Model& m) { m.project_policy.suspension_after_months = 0; }},
        {"projects.cost_driver", "2 rows",
         [](Model& m) { m.project_policy.cost_driver = Index<model::Driver>{7}; }},
        {"common_factors.duration_sector", "whole variance",
         [](Model& m) { m.common_factors.duration_sector = m.common_factors.duration_year = 0.9; }},
        {"fai.lag_months", "from 0 to 11", [](Model& m) { m.fai.lag_months = 12; }},
        {"fai.carried_in", "no meaning here", [](Model& m) { m.fai.lag_months = 0; }},
        {"tiers.orange", "do not rise", [](Model& m) { m.tiers.orange = 0.5; }},
        {"crisis.entry", "above 0%", [](Model& m) { m.crisis->entry = 0.0; }},
        {"drivers[prices].crisis_shift", "never a crisis", [](Model& m) { m.crisis.reset(); }},
        {"advances.limit", "2 values", [](Model& m) { m.advances->limit.pop_back(); }},
        {"advances.repay_months", "from 1 to 60", [](Model& m) { m.advances->repay_months = 0; }},
        {"stabilisation.deposit_share", "0 values",
         [](Model& m) { m.stabilisation->deposit_share.clear(); }},
        {"reserve.share", "share of nothing",
         [](Model& m) {
             for (auto& line : m.expenditure) line.account = Account::fund;
         }},
        {"platform.stream", "plan/platform", [](Model& m) { m.platform->stream = 1; }},
        {"tiers.initial", "from 0 to 3",
         [](Model& m) { m.tier_rules->initial = static_cast<model::Tier>(9); }},
        {"tiers.measure", "not given", [](Model& m) { m.debt_policy.full_calibre.reset(); }},
        {"debt.special_accounts", "twice",
         [](Model& m) { m.debt_policy.special.push_back(Account::fund); }},
        // drivers
        {"drivers[prices].id", "out of order",
         [](Model& m) {
             m.drivers[0].id = m.drivers[1].id;
             m.drivers[0].stream = m.drivers[1].stream;
         }},
        {"drivers[#1].id", "an id has letters", [](Model& m) { m.drivers[0].id.clear(); }},
        {"drivers[lpr].stream", "is not that of", [](Model& m) { m.drivers[0].stream = 5; }},
        {"drivers[lpr].mean", "4 values", [](Model& m) { m.drivers[0].mean.push_back(0.0); }},
        {"drivers[prices].mean", "at least -99%", [](Model& m) { m.drivers[1].mean[2] = -1.0; }},
        {"drivers[prices].mean", "nan", [](Model& m) { m.drivers[1].mean[2] = nan; }},
        {"drivers[lpr].persistence", "below 100%",
         [](Model& m) { m.drivers[0].persistence = 1.0; }},
        {"drivers[prices].degrees_of_freedom", "at least 2.5",
         [](Model& m) { m.drivers[1].degrees_of_freedom = 2.0; }},
        {"drivers[prices].initial", "only a rate",
         [](Model& m) { m.drivers[1].initial_deviation = 0.1; }},
        {"drivers[lpr].kind", "from 0 to 1",
         [](Model& m) { m.drivers[0].kind = static_cast<model::Driver::Kind>(2); }},
        {"spillovers[lpr].on", "on itself",
         [](Model& m) { m.drivers[0].spillovers[0].from.value = 0; }},
        {"spillovers", "spectral radius",
         [](Model& m) { m.drivers[1].spillovers = {{{0}, 50.0}}; }},
        {"correlations", "one row a driver", [](Model& m) { m.correlation_factor.pop_back(); }},
        {"correlations[prices]", "Cholesky",
         [](Model& m) { m.correlation_factor[1] = {0.9, 0.9}; }},
        {"correlations[prices]", "Cholesky", [](Model& m) { m.correlation_factor[1].pop_back(); }},
        {"correlations[lpr]", "Cholesky", [](Model& m) { m.correlation_factor[0][0] = infinity; }},
        {"shocks[expenditure].factor", "Cholesky",
         [](Model& m) { row_of(m.shocks, "expenditure").factor = {{99, 1.0}}; }},
        // lines
        {"revenue[taxes].annual", "2 values",
         [](Model& m) { row_of(m.revenue, "taxes").flow.annual.pop_back(); }},
        {"revenue[taxes].profile", "make 100 %",
         [](Model& m) { row_of(m.revenue, "taxes").flow.profile[0] = 0.5; }},
        {"revenue[taxes].profile", "at least 0",
         [](Model& m) { row_of(m.revenue, "taxes").flow.profile[0] = -0.5; }},
        {"revenue[taxes].shock", "rows",
         [](Model& m) { row_of(m.revenue, "taxes").flow.uncertainty.shock->value = 77; }},
        {"revenue[taxes].shock", "no shock",
         [](Model& m) { row_of(m.revenue, "taxes").flow.uncertainty.shock.reset(); }},
        {"revenue[taxes].annual_sd", "at most 300%",
         [](Model& m) { row_of(m.revenue, "taxes").flow.uncertainty.annual_sd = 4.0; }},
        {"sensitivities[taxes].driver", "wrong kind",
         [](Model& m) { row_of(m.revenue, "taxes").flow.sensitivities[0].driver.value = 0; }},
        {"sensitivities[taxes].elasticity", "at most 20",
         [](Model& m) { row_of(m.revenue, "taxes").flow.sensitivities[0].elasticity = 21; }},
        {"revenue[transfer].district", "no meaning",
         [](Model& m) { row_of(m.revenue, "transfer").district = "east"; }},
        {"expenditure[subsidy].category", "no ledger", [](Model& m) { m.platform.reset(); }},
        {"expenditure[works].category", "from 0 to 4",
         [](Model& m) {
             row_of(m.expenditure, "works").category =
                 static_cast<model::ExpenditureLine::Category>(5);
         }},
        {"expenditure[works].rank", "from -1000000",
         [](Model& m) { row_of(m.expenditure, "works").rank = 2'000'000; }},
        {"expenditure[sharing].rank", "no meaning",
         [](Model& m) { row_of(m.expenditure, "sharing").rank = 7; }},
        {"expenditure[sharing].share", "2 values",
         [](Model& m) { row_of(m.expenditure, "sharing").of_revenue->share.pop_back(); }},
        {"expenditure[sharing].share", "at most 100%",
         [](Model& m) { row_of(m.expenditure, "sharing").of_revenue->share[0] = 1.5; }},
        {"expenditure[sharing].share_of", "rows",
         [](Model& m) { row_of(m.expenditure, "sharing").of_revenue->taxpayers[0] = 1; }},
        {"expenditure[sharing].share_of", "stands there twice",
         [](Model& m) { row_of(m.expenditure, "sharing").of_revenue->taxpayers.push_back(0); }},
        {"expenditure[land-cost].share_of", "no line is named",
         [](Model& m) { row_of(m.expenditure, "land-cost").of_revenue->project_income.clear(); }},
        {"expenditure[land-cost].share_of", "a line is a cost",
         [](Model& m) {
             auto& named = row_of(m.expenditure, "land-cost").of_revenue->project_income[0];
             named = static_cast<std::size_t>(&row_of(m.project_income, "upkeep-road") -
                                              &m.project_income[0]);
         }},
        {"expenditure[land-cost].share_of", "platform company",
         [](Model& m) {
             auto& named = row_of(m.expenditure, "land-cost").of_revenue->project_income[0];
             named =
                 static_cast<std::size_t>(&row_of(m.project_income, "rent") - &m.project_income[0]);
         }},
        {"expenditure[sharing].annual", "computes them again",
         [](Model& m) { row_of(m.revenue, "taxes").flow.annual[1] = testing::yuan(1.0); }},
        {"expenditure[sharing].annual_sd", "no meaning",
         [](Model& m) {
             row_of(m.expenditure, "sharing").flow.uncertainty =
                 row_of(m.expenditure, "wages").flow.uncertainty;
         }},
        {"expenditure[sharing].sensitivities", "no meaning",
         [](Model& m) {
             row_of(m.expenditure, "sharing").flow.sensitivities =
                 row_of(m.revenue, "taxes").flow.sensitivities;
         }},
        {"account_transfers[calls-in].to", "same account",
         [](Model& m) { row_of(m.account_transfers, "calls-in").to = Account::fund; }},
        {"account_transfers[calls-in].from", "from 0 to 2",
         [](Model& m) { row_of(m.account_transfers, "calls-in").from = static_cast<Account>(3); }},
        {"account_transfers[calls-in].annual", "2 values",
         [](Model& m) { row_of(m.account_transfers, "calls-in").flow.annual.pop_back(); }},
        {"account_transfers[tolls-in].annual", "computes them again",
         [](Model& m) {
             row_of(m.account_transfers, "tolls-in").flow.annual[0] = testing::yuan(5.0);
         }},
        {"account_transfers[tolls-in].profile", "no meaning",
         [](Model& m) {
             row_of(m.account_transfers, "tolls-in").flow.profile =
                 row_of(m.account_transfers, "calls-in").flow.profile;
         }},
        {"account_transfers[calls-in].id", "out of order",
         [](Model& m) { std::swap(m.account_transfers[0], m.account_transfers[1]); }},
        {"taxpayers[mill].tax_rate", "at most 100%",
         [](Model& m) { m.taxpayers[0].tax_rate = 1.5; }},
        {"taxpayers[mill].outage_duration", "mode must lie",
         [](Model& m) { m.taxpayers[0].outage_duration.mode = 100.0; }},
        {"economy[retail].base", "base is 0",
         [](Model& m) {
             for (auto& each : m.economic_series[0].flow.annual) each = Money{};
         }},
        {"funnels[firms].negotiating_months", "at least 1",
         [](Model& m) { m.funnels[0].months[0] = 0.0; }},
        {"funnels[firms].new_prospects", "10000",
         [](Model& m) { m.funnels[0].new_prospects.back() = 9000.0; }},
        {"funnels[firms].source", "cannot take investors",
         [](Model& m) { m.funnels[0].source->value = 0; }},
        {"receipts[award].project", "may not draw",
         [](Model& m) { m.receipts[0].project->value = 0; }},
        {"receipts[award].source", "single receipt",
         [](Model& m) { m.receipts[0].source = testing::source_index(m, "budget"); }},
        {"receipts[award].month", "from 0", [](Model& m) { m.receipts[0].month = -1; }},
        {"project_income[plots].stage", "2 rows",
         [](Model& m) { row_of(m.project_income, "plots").stage = 2; }},
        {"project_income[tolls].project", "4 rows",
         [](Model& m) { row_of(m.project_income, "tolls").project.value = 4; }},
        {"project_income[tolls].kind", "has income and has none",
         [](Model& m) { m.projects[0].has_income = false; }},
        // projects
        {"projects[road].id", "out of order",
         [](Model& m) { std::swap(m.projects[0], m.projects[1]); }},
        {"projects[road].spent_to_date", "exceed the total",
         [](Model& m) { m.projects[0].spent_to_date = m.projects[0].total_investment; }},
        {"projects[road].progress", "at most 99.9%", [](Model& m) { m.projects[0].progress = 1; }},
        {"projects[road].s_curve", "from 1 to 3", [](Model& m) { m.projects[0].s_curve_a = 0; }},
        {"projects[road].work_calendar", "no month of the year",
         [](Model& m) { m.projects[0].productivity = {}; }},
        {"stages[road].stage", "no stages", [](Model& m) { m.projects[0].stages.clear(); }},
        {"stages[road].cost_share", "do not sum",
         [](Model& m) { m.projects[0].stages[0].cost_share = 0.9; }},
        {"stages[road,land].duration", "no time",
         [](Model& m) { m.projects[0].stages[0].duration = testing::fixed(0.0); }},
        {"stages[road,land].duration", "0 < p50 < p90",
         [](Model& m) { m.projects[0].stages[0].duration = testing::lognormal(5.0, 4.0); }},
        {"stages[road,construction].deadline", "from 0",
         [](Model& m) { m.projects[0].stages[1].deadline = -1; }},
        {"stages[plant,commissioning].timing", "from 0 to 3",
         [](Model& m) { m.projects[1].stages[2].timing = static_cast<model::Stage::Timing>(4); }},
        {"stages[plant,commissioning].must_finish", "no meaning",
         [](Model& m) { m.projects[1].stages[2].timing = model::Stage::Timing::early; }},
        {"stages[plant,commissioning].must_finish", "from 0 to",
         [](Model& m) { m.projects[1].stages[2].dated = -1; }},
        {"stages[plant,commissioning].deadline", "repeats must_finish",
         [](Model& m) { m.projects[1].stages[2].deadline = 35; }},
        {"stages[park,land].deadline", "before must_start",
         [](Model& m) { m.projects[2].stages[0].deadline = 1; }},
        {"stages[road].timing", "has begun",
         [](Model& m) { m.projects[0].stages[0].timing = model::Stage::Timing::late; }},
        {"projects[road].minimum_capital", "1 values",
         [](Model& m) { m.projects[0].minimum_capital.resize(1); }},
        {"demands[road,land].capacity", "3 rows",
         [](Model& m) { m.projects[0].stages[0].demands[0].capacity.value = 3; }},
        {"demands[park,land].units", "above 0",
         [](Model& m) { m.projects[2].stages[0].demands[0].units = 0.0; }},
        {"capacities[hectares].amount", "three decimals",
         [](Model& m) { row_of(m.capacities, "hectares").amount[0] = 0.5; }},
        {"capacities[teams].amount", "falls",
         [](Model& m) { row_of(m.capacities, "teams").amount = {3000, 2000, 2000}; }},
        {"capacities[firms].funnel", "1 rows",
         [](Model& m) { row_of(m.capacities, "firms").inflow = 1; }},
        {"links[#1].from_stage", "rows", [](Model& m) { m.links[0].from_stage = 9; }},
        {"links[#1].to_project", "rows", [](Model& m) { m.links[0].to_project.value = 9; }},
        {"links[#1].lag_months", "at most 1200", [](Model& m) { m.links[0].lag_months = 1e9; }},
        {"links[#1].lag_time", "from 0 to 2",
         [](Model& m) { m.links[0].lag_time = static_cast<model::Link::LagTime>(3); }},
        {"links[#1].kind", "from 0 to 3",
         [](Model& m) { m.links[0].kind = static_cast<model::Link::Kind>(4); }},
        {"links", "form a cycle",
         [](Model& m) { m.links = {{model::Link::Kind::finish_start, {1}, 0, {1}, 0, 0.0, {}}}; }},
        // debt
        {"sources[general].debt|sources[general].kind", "debt has terms",
         [](Model& m) { row_of(m.sources, "general").debt.reset(); }},
        {"sources[gap].redemption", "sum to 100 %",
         [](Model& m) { row_of(m.sources, "gap").debt->redemption = {0.1}; }},
        {"sources[gap].deficit_share", "1 values",
         [](Model& m) { row_of(m.sources, "gap").deficit_share.resize(1); }},
        {"sources[gap].deficit_share", "do not sum",
         [](Model& m) { row_of(m.sources, "gap").deficit_share[1] = 0.7; }},
        {"sources[general].grace_months", "leaves no payment",
         [](Model& m) { row_of(m.sources, "general").debt->grace_payments = 5; }},
        {"sources[loan-plain].repayment_share", "1 values",
         [](Model& m) { row_of(m.sources, "loan-plain").debt->repayment_share.resize(1); }},
        {"sources[loan-plain].holiday", "does not lie",
         [](Model& m) { row_of(m.sources, "loan-plain").debt->loan.holiday->to = 500; }},
        {"sources[bonds].payments_per_year", "1, 2, 4 or 12",
         [](Model& m) { row_of(m.sources, "bonds").debt->loan.payments_per_year = 0; }},
        {"sources[bonds].asset_life_years", "outlives",
         [](Model& m) { row_of(m.sources, "bonds").asset_life_years = 3; }},
        {"sources[loan-new].counts_as_capital", "cannot be project capital",
         [](Model& m) { row_of(m.sources, "loan-new").counts_as_capital = true; }},
        {"sources[bonds].rate_driver", "2 rows",
         [](Model& m) { row_of(m.sources, "bonds").debt->loan.rate_driver->value = 2; }},
        {"debt[loan].maturity", "from 0", [](Model& m) { row_of(m.debt, "loan").maturity = -1; }},
        {"debt[loan].reset_months", "from 1 to 360",
         [](Model& m) { row_of(m.debt, "loan").reset_months = 0; }},
        {"debt[loan].rate_driver", "cannot price debt",
         [](Model& m) { row_of(m.debt, "loan").loan.rate_driver->value = 1; }},
        {"debt[loan].repayment", "from 0 to 4",
         [](Model& m) { row_of(m.debt, "loan").loan.repayment = static_cast<Repayment>(17); }},
        {"debt[old].issued", "counted from it",
         [](Model& m) { row_of(m.debt, "old").issued.reset(); }},
        {"debt[old].holiday", "does not lie",
         [](Model& m) { row_of(m.debt, "old").loan.holiday->to = 10'000; }},
        {"debt[old].principal_from", "no payment is made",
         [](Model& m) { row_of(m.debt, "old").principal_from = 9; }},
        {"debt[plan-b].schedule", "does not sum",
         [](Model& m) { row_of(m.debt, "plan-b").schedule.pop_back(); }},
        {"debt[plan-b].schedule", "out of order",
         [](Model& m) { row_of(m.debt, "plan-b").schedule[1].first = 0; }},
        {"debt[bond-2015].refinancing_share", "2 values",
         [](Model& m) { m.debt[0].refinancing_share.pop_back(); }},
        {"debt[bond-2015].asset_life_end", "not refinanced",
         [](Model& m) { m.refinancing.clear(); }},
        {"refinancing[#2].class", "out of order", [](Model& m) { m.refinancing[1].rank = 1; }},
        {"refinancing[#1].issue_price", "at most",
         [](Model& m) { m.refinancing[0].terms.issue_price = 1.2; }},
        {"debt_limits[#1].class", "no statutory limit",
         [](Model& m) { m.debt_limits[0].debt_class = model::DebtClass::bank; }},
        {"coverage[road-bond].bonds", "rows", [](Model& m) { m.coverages[0].sources[0] = 99; }},
        {"coverage[road-bond].bonds", "is no debt",
         [](Model& m) { m.coverages[0].sources[0] = testing::source_index(m, "grant").value; }},
        {"coverage[road-bond].income", "stands there twice",
         [](Model&
                m) { m.coverages[0].project_income.push_back(m.coverages[0].project_income[0]); }},
        // targets
        {"targets[debt].indicator", "unknown indicator",
         [](Model& m) { row_of(m.targets, "debt").indicator = "dept_ratio"; }},
        {"targets[debt].dimension", "has no dimension",
         [](Model&
                m) { row_of(m.targets, "debt").dimension = {model::Dimension::Kind::district, "east"}; }},
        {"targets[debt].year", "2020",
         [](Model& m) { row_of(m.targets, "debt").span = model::span_of_year(2023); }},
        {"targets[debt].year", "the first one first",
         [](Model& m) { row_of(m.targets, "debt").span.last.year = 2019; }},
        {"targets[debt].year", "the first one first",
         [](Model& m) { row_of(m.targets, "debt").span.last.month = 12; }},
        {"targets[owed].year", "the first one first",
         [](Model& m) { row_of(m.targets, "owed").span.last = {2022, 13}; }},
        {"targets[debt].year", "not known month by month",
         [](Model& m) { row_of(m.targets, "debt").span = {{2021, 1}, {2021, 2}}; }},
        {"targets[debt].over", "do not add up",
         [](Model& m) { row_of(m.targets, "debt").over = model::Target::Over::sum; }},
        {"targets[debt].over", "from 0 to 5",
         [](Model& m) { row_of(m.targets, "debt").over = static_cast<model::Target::Over>(6); }},
        {"targets[debt].value", "nan", [](Model& m) { row_of(m.targets, "debt").value = nan; }},
        {"targets[debt].relation", "from 0 to 3",
         [](Model&
                m) { row_of(m.targets, "debt").relation = static_cast<model::Target::Relation>(4); }},
    };
    return all;
}

/// Whether `text` has one of the words that `|` separates.
bool has_one(const std::string& text, const std::string& words) {
    for (std::size_t begin = 0; begin <= words.size();) {
        const std::size_t end = std::min(words.find('|', begin), words.size());
        if (text.find(words.substr(begin, end - begin)) != std::string::npos) return true;
        begin = end + 1;
    }
    return false;
}

}  // namespace

TEST_CASE("what build accepts validate accepts", "[model][validate]") {
    const auto accepted = [](const Model& model) {
        const Diagnostics diagnostics = model::validate(model);
        INFO(model.id << "\n" << test::shown(diagnostics));
        CHECK_FALSE(diagnostics.has_errors());
    };
    accepted(whole_model());
    accepted(testing::model_of(test::minimal_files()));
    for (const std::string name : {"guzhang-2020", "wanghua-2021"}) {
        Diagnostics diagnostics;
        const auto document =
            scenario::parse(testing::source_folder() / "scenarios" / name, {}, diagnostics);
        REQUIRE(document);
        const auto model = model::build(*document, diagnostics);
        REQUIRE(model);
        accepted(*model);
    }
    // A plan with nothing in it is a plan.
    accepted(testing::empty_model());
}

TEST_CASE("each mistake of a model in memory is refused at its object", "[model][validate]") {
    for (const Mistake& mistake : mistakes()) {
        Model model = whole_model();
        mistake.make(model);
        const Diagnostics diagnostics = model::validate(model);
        INFO(mistake.place << ": " << mistake.words << "\n" << test::shown(diagnostics));
        bool found = false;
        for (const Diagnostic& diagnostic : diagnostics.sorted()) {
            CHECK(test::is_complete(diagnostic));
            CHECK(diagnostic.at.line == 0);
            found = found || (has_one(mistake.place, where(diagnostic.at)) &&
                              has_one(test::shown(diagnostic), mistake.words));
        }
        CHECK(found);
    }
}

TEST_CASE("a model in which everything is wrong is told within bounds", "[model][validate]") {
    Model model = whole_model();
    for (int i = 0; i < 2000; ++i) model.projects.emplace_back();
    const Diagnostics diagnostics = model::validate(model);
    CHECK(diagnostics.error_count() == 501);
}
