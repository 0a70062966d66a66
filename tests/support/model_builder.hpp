#pragma once
// Builds a model::Model in C++, without a scenario folder, for tests that want to choose every
// number. Every function leaves the model valid: streams are set, series reach to the last year,
// tables are in the engine's order. Entities of a table must be added in that order (projects and
// pipelines by priority and id, the rest by id; anything else throws std::logic_error), so that an
// Index stays right. A returned reference holds until the next entity of its table is added.
#include <string>
#include <string_view>
#include <vector>

#include <coffer/model/model.hpp>

namespace coffer::testing {

[[nodiscard]] Money yuan(double amount);

/// A plan without anything in it: no cash, no drivers, no floor, no penalty.
[[nodiscard]] model::Model empty_model(int years = 5, int first_year = 2020);

/// 1/12 in each month.
[[nodiscard]] model::MonthProfile even_profile();
/// Everything in one month (0 is January).
[[nodiscard]] model::MonthProfile all_in_month(int month);
/// Productivity 1, and 0 in the calendar months listed (0 is January).
[[nodiscard]] model::MonthProfile work_except(const std::vector<int>& months);

[[nodiscard]] model::Distribution fixed(double value);
[[nodiscard]] model::Distribution uniform(double a, double b);
[[nodiscard]] model::Distribution triangular(double a, double mode, double b);
[[nodiscard]] model::Distribution pert(double a, double mode, double b);
[[nodiscard]] model::Distribution lognormal(double p50, double p90);
[[nodiscard]] model::Distribution lognormal(double p10, double p50, double p90);

/// The same amount each year in even shares, without noise. `kind` is the stream kind.
[[nodiscard]] model::Flow even_flow(const model::Model& model, std::string_view kind,
                                    std::string_view id, double yuan_a_year);

/// New drivers are independent of the others; see set_correlations.
Index<model::Driver> add_growth(model::Model& model, const std::string& id, double mean,
                                double volatility = 0.0, double persistence = 0.0);
Index<model::Driver> add_rate(model::Model& model, const std::string& id, double mean,
                              double volatility = 0.0, double persistence = 0.0);
/// The shock of this id, made when it is not there yet; independent of everything.
Index<model::Shock> add_shock(model::Model& model, const std::string& id);
/// Luck of a line's own that passes with each year: its log has the standard deviation `sd`.
void add_noise(model::Model& model, model::Flow& flow, const std::string& shock, double sd);
/// `matrix` is the full correlation matrix of the drivers; it must be positive definite.
void set_correlations(model::Model& model, const std::vector<std::vector<double>>& matrix);

[[nodiscard]] model::Stage stage(model::StageKind kind, const model::Distribution& duration,
                                 double cost_share = 0.0);
/// One stage, construction, with all of the cost, unless others are given.
model::Project& add_project(model::Model& model, const std::string& id, double total_yuan,
                            const std::vector<model::Stage>& stages, int priority = 100);
model::Project& add_project(model::Model& model, const std::string& id, double total_yuan,
                            double months, int priority = 100);
model::Pipeline& add_pipeline(model::Model& model, const std::string& id, double yuan_a_year,
                              int priority = 100);
/// From a stage (its position in the project) to another.
void add_link(model::Model& model, const std::string& from_project, std::size_t from_stage,
              const std::string& to_project, std::size_t to_stage, double lag_months = 0.0,
              model::Link::Kind kind = model::Link::Kind::finish_start,
              model::Link::LagTime lag_time = model::Link::LagTime::elapsed);

/// `amount` is a year's, a month's, or what can be held at a time.
model::Capacity& add_capacity(model::Model& model, const std::string& id,
                              model::Capacity::Kind kind, double amount);
/// What a stage takes of it.
void add_demand(const model::Model& model, model::Stage& stage, const std::string& capacity,
                double units);

/// A kind without debt.
model::Source& add_source(model::Model& model, const std::string& id, model::Source::Kind kind,
                          double yuan_a_year);
/// Money without limit (kind investor).
model::Source& add_unlimited(model::Model& model, const std::string& id);
/// special_bond, general_bond or bank_loan.
model::Source& add_debt_source(model::Model& model, const std::string& id, model::Source::Kind kind,
                               double yuan_a_year, const model::NewDebtTerms& terms);
/// A single amount that may come into a source's pool, at the beginning of the plan unless delayed.
model::Receipt& add_receipt(model::Model& model, const std::string& id, const std::string& source,
                            const model::Distribution& yuan, double probability = 1.0,
                            const model::Distribution& delay = {});
[[nodiscard]] Index<model::Source> source_index(const model::Model& model, const std::string& id);
/// Appends a row of funding.csv: drawn after those already there.
void add_funding(const model::Model& model, model::Fundable& fundable, const std::string& source,
                 double cap = 1.0);

model::RevenueLine& add_revenue(
    model::Model& model, const std::string& id, double yuan_a_year,
    model::Account account = model::Account::general,
    model::RevenueLine::Category category = model::RevenueLine::Category::own);
model::Taxpayer& add_taxpayer(model::Model& model, const std::string& id, double yuan_a_year,
                              double tax_rate, double retained_share);
model::ExpenditureLine& add_expenditure(
    model::Model& model, const std::string& id, double yuan_a_year,
    model::ExpenditureLine::Category category = model::ExpenditureLine::Category::other,
    model::Account account = model::Account::general);

/// What a project that is there already brings a year, in the general account, with its last stage
/// and its ramp-up. A land sale: what all of it is worth, in the fund account.
model::ProjectIncome& add_project_income(model::Model& model, const std::string& id,
                                         const std::string& project,
                                         model::ProjectIncome::Kind kind, double yuan);

[[nodiscard]] model::NewDebtTerms new_debt_terms(model::LoanTerms::Repayment repayment, double rate,
                                                 int tenor_years, int payments_per_year);
/// Fixed rate; `maturity` is a month index.
model::Instrument& add_instrument(model::Model& model, const std::string& id,
                                  model::DebtClass debt_class, double principal_yuan,
                                  model::LoanTerms::Repayment repayment, double rate,
                                  int payments_per_year, int maturity);
model::Refinancing& add_refinancing(model::Model& model, model::DebtClass debt_class, double share,
                                    const model::NewDebtTerms& terms);

}  // namespace coffer::testing
