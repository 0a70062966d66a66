#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <tuple>
#include <utility>

#include <coffer/base/stream.hpp>
#include <support/model_builder.hpp>

namespace coffer::testing {
namespace {

std::size_t years_of(const model::Model& model) { return static_cast<std::size_t>(model.years); }

template <class Table>
void expect_next_id(const Table& table, const std::string& id) {
    if (!table.empty() && !(table.back().id < id)) {
        throw std::logic_error("model_builder: add " + id + " before " + table.back().id);
    }
}

template <class Table>
void expect_next_priority(const Table& table, const std::string& id, int priority) {
    if (!table.empty() &&
        !(std::tie(table.back().priority, table.back().id) < std::tie(priority, id))) {
        throw std::logic_error("model_builder: add " + id + " before " + table.back().id);
    }
}

template <class Table>
std::size_t place_of(const Table& table, const std::string& id) {
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (table[i].id == id) return i;
    }
    throw std::logic_error("model_builder: no entity " + id);
}

model::Distribution distribution(model::Distribution::Shape shape, double a, double mode,
                                 double b) {
    return {shape, a, mode, b};
}

Index<model::Driver> add_driver(model::Model& model, const std::string& id,
                                model::Driver::Kind kind, double mean, double volatility,
                                double persistence) {
    expect_next_id(model.drivers, id);
    model::Driver driver;
    driver.id = id;
    driver.name = {id, id};
    driver.stream = stream_of("driver", id);
    driver.kind = kind;
    driver.mean.assign(years_of(model), mean);
    driver.volatility = volatility;
    driver.persistence = persistence;
    model.drivers.push_back(driver);
    for (auto& row : model.correlation_factor) row.push_back(0.0);
    model.correlation_factor.emplace_back(model.drivers.size(), 0.0);
    model.correlation_factor.back().back() = 1.0;
    return {model.drivers.size() - 1};
}

}  // namespace

Money yuan(double amount) { return Money::from_fen(std::llround(amount * 100.0)); }

model::Model empty_model(int years, int first_year) {
    model::Model model;
    model.id = "test";
    model.name = {"测试", "Test"};
    model.years = years;
    model.first_year = first_year;
    model.economy.additional_share = 1.0;  // so that what is expected can be said by hand
    return model;
}

model::MonthProfile even_profile() {
    model::MonthProfile profile{};
    profile.fill(1.0 / 12.0);
    return profile;
}

model::MonthProfile all_in_month(int month) {
    model::MonthProfile profile{};
    profile.at(static_cast<std::size_t>(month)) = 1.0;
    return profile;
}

model::MonthProfile work_except(const std::vector<int>& months) {
    model::MonthProfile profile{};
    profile.fill(1.0);
    for (const int month : months) profile.at(static_cast<std::size_t>(month)) = 0.0;
    return profile;
}

model::Distribution fixed(double value) {
    return distribution(model::Distribution::Shape::fixed, value, 0.0, 0.0);
}
model::Distribution uniform(double a, double b) {
    return distribution(model::Distribution::Shape::uniform, a, 0.0, b);
}
model::Distribution triangular(double a, double mode, double b) {
    return distribution(model::Distribution::Shape::triangular, a, mode, b);
}
model::Distribution pert(double a, double mode, double b) {
    return distribution(model::Distribution::Shape::pert, a, mode, b);
}
model::Distribution lognormal(double p10, double p50, double p90) {
    return distribution(model::Distribution::Shape::split_lognormal, p10, p50, p90);
}
model::Distribution lognormal(double p50, double p90) {
    return distribution(model::Distribution::Shape::lognormal, p50, 0.0, p90);
}

model::Flow even_flow(const model::Model& model, std::string_view kind, std::string_view id,
                      double yuan_a_year) {
    model::Flow flow;
    flow.stream = stream_of(kind, id);
    flow.annual.assign(years_of(model), yuan(yuan_a_year));
    flow.profile = even_profile();
    flow.around_mean_path = kind == "source" || kind == "pipeline";
    return flow;
}

Index<model::Driver> add_growth(model::Model& model, const std::string& id, double mean,
                                double volatility, double persistence) {
    return add_driver(model, id, model::Driver::Kind::growth, mean, volatility, persistence);
}

Index<model::Driver> add_rate(model::Model& model, const std::string& id, double mean,
                              double volatility, double persistence) {
    return add_driver(model, id, model::Driver::Kind::rate, mean, volatility, persistence);
}

Index<model::Shock> add_shock(model::Model& model, const std::string& id) {
    for (std::size_t i = 0; i < model.shocks.size(); ++i) {
        if (model.shocks[i].id == id) return {i};
    }
    model.shocks.push_back({id, stream_of("shock", id), {}, {}});
    return {model.shocks.size() - 1};
}

void add_noise(model::Model& model, model::Flow& flow, const std::string& shock, double sd) {
    flow.uncertainty.annual_sd = sd;
    flow.uncertainty.permanent = 0.0;
    flow.uncertainty.shock = add_shock(model, shock);
}

void set_correlations(model::Model& model, const std::vector<std::vector<double>>& matrix) {
    const std::size_t n = model.drivers.size();
    if (matrix.size() != n) throw std::logic_error("model_builder: wrong size of the matrix");
    std::vector<std::vector<double>> L(n, std::vector<double>(n, 0.0));
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = matrix[i][j];
            for (std::size_t k = 0; k < j; ++k) sum -= L[i][k] * L[j][k];
            if (i == j && !(sum > 0.0)) throw std::logic_error("model_builder: not definite");
            L[i][j] = i == j ? std::sqrt(sum) : sum / L[j][j];
        }
    }
    model.correlation_factor = L;
}

model::Stage stage(model::StageKind kind, const model::Distribution& duration, double cost_share) {
    model::Stage result;
    result.kind = kind;
    result.duration = duration;
    result.cost_share = cost_share;
    return result;
}

model::Project& add_project(model::Model& model, const std::string& id, double total_yuan,
                            const std::vector<model::Stage>& stages, int priority) {
    expect_next_priority(model.projects, id, priority);
    model::Project project;
    project.id = id;
    project.name = {id, id};
    project.priority = priority;
    project.stream = stream_of("project", id);
    project.total_investment = yuan(total_yuan);
    project.productivity.fill(1.0);
    project.stages = stages;
    model.projects.push_back(project);
    return model.projects.back();
}

model::Project& add_project(model::Model& model, const std::string& id, double total_yuan,
                            double months, int priority) {
    return add_project(model, id, total_yuan,
                       {stage(model::StageKind::construction, fixed(months), 1.0)}, priority);
}

model::Pipeline& add_pipeline(model::Model& model, const std::string& id, double yuan_a_year,
                              int priority) {
    expect_next_priority(model.pipelines, id, priority);
    model::Pipeline pipeline;
    pipeline.id = id;
    pipeline.name = {id, id};
    pipeline.priority = priority;
    pipeline.need = even_flow(model, "pipeline", id, yuan_a_year);
    model.pipelines.push_back(pipeline);
    return model.pipelines.back();
}

void add_link(model::Model& model, const std::string& from_project, std::size_t from_stage,
              const std::string& to_project, std::size_t to_stage, double lag_months,
              model::Link::Kind kind, model::Link::LagTime lag_time) {
    model::Link link;
    link.lag_time = lag_time;
    link.kind = kind;
    link.from_project = {place_of(model.projects, from_project)};
    link.from_stage = from_stage;
    link.to_project = {place_of(model.projects, to_project)};
    link.to_stage = to_stage;
    link.lag_months = lag_months;
    model.links.push_back(link);
    std::sort(model.links.begin(), model.links.end(),
              [](const model::Link& a, const model::Link& b) {
                  return std::tie(a.to_project, a.to_stage, a.from_project, a.from_stage, a.kind) <
                         std::tie(b.to_project, b.to_stage, b.from_project, b.from_stage, b.kind);
              });
}

model::Capacity& add_capacity(model::Model& model, const std::string& id,
                              model::Capacity::Kind kind, double amount) {
    expect_next_id(model.capacities, id);
    model::Capacity capacity;
    capacity.id = id;
    capacity.name = {id, id};
    capacity.kind = kind;
    capacity.amount.assign(years_of(model), std::round(amount * 1000.0));
    model.capacities.push_back(capacity);
    return model.capacities.back();
}

void add_demand(const model::Model& model, model::Stage& stage, const std::string& capacity,
                double units) {
    stage.demands.push_back({{place_of(model.capacities, capacity)}, std::round(units * 1000.0)});
    std::sort(stage.demands.begin(), stage.demands.end(),
              [](const auto& a, const auto& b) { return a.capacity < b.capacity; });
}

model::Source& add_source(model::Model& model, const std::string& id, model::Source::Kind kind,
                          double yuan_a_year) {
    expect_next_id(model.sources, id);
    model::Source source;
    source.id = id;
    source.name = {id, id};
    source.kind = kind;
    source.arrival = even_flow(model, "source", id, yuan_a_year);
    model.sources.push_back(source);
    return model.sources.back();
}

model::Source& add_unlimited(model::Model& model, const std::string& id) {
    model::Source& source = add_source(model, id, model::Source::Kind::investor, 0.0);
    source.unlimited = true;
    return source;
}

model::Source& add_debt_source(model::Model& model, const std::string& id, model::Source::Kind kind,
                               double yuan_a_year, const model::NewDebtTerms& terms) {
    model::Source& source = add_source(model, id, kind, yuan_a_year);
    source.debt = terms;
    return source;
}

model::Receipt& add_receipt(model::Model& model, const std::string& id, const std::string& source,
                            const model::Distribution& yuan, double probability,
                            const model::Distribution& delay) {
    expect_next_id(model.receipts, id);
    model::Receipt receipt;
    receipt.id = id;
    receipt.name = {id, id};
    receipt.stream = stream_of("receipt", id);
    receipt.source = source_index(model, source);
    receipt.amount = yuan;
    for (double* parameter : {&receipt.amount.a, &receipt.amount.mode, &receipt.amount.b}) {
        *parameter *= 100.0;
    }
    receipt.probability = probability;
    receipt.delay = delay;
    model.receipts.push_back(receipt);
    return model.receipts.back();
}

Index<model::Source> source_index(const model::Model& model, const std::string& id) {
    return {place_of(model.sources, id)};
}

void add_funding(const model::Model& model, model::Fundable& fundable, const std::string& source,
                 double cap) {
    fundable.funding.push_back({source_index(model, source), cap});
}

model::RevenueLine& add_revenue(model::Model& model, const std::string& id, double yuan_a_year,
                                model::Account account, model::RevenueLine::Category category) {
    expect_next_id(model.revenue, id);
    model::RevenueLine line;
    line.id = id;
    line.name = {id, id};
    line.account = account;
    line.category = category;
    line.flow = even_flow(model, "revenue", id, yuan_a_year);
    model.revenue.push_back(std::move(line));
    return model.revenue.back();
}

model::Taxpayer& add_taxpayer(model::Model& model, const std::string& id, double yuan_a_year,
                              double tax_rate, double retained_share) {
    expect_next_id(model.taxpayers, id);
    model::Taxpayer taxpayer;
    taxpayer.id = id;
    taxpayer.name = {id, id};
    taxpayer.output = even_flow(model, "taxpayer", id, yuan_a_year);
    taxpayer.tax_rate = tax_rate;
    taxpayer.retained_share = retained_share;
    taxpayer.outage_duration = fixed(1.0);
    model.taxpayers.push_back(taxpayer);
    return model.taxpayers.back();
}

model::ExpenditureLine& add_expenditure(model::Model& model, const std::string& id,
                                        double yuan_a_year,
                                        model::ExpenditureLine::Category category,
                                        model::Account account) {
    expect_next_id(model.expenditure, id);
    model::ExpenditureLine line;
    line.id = id;
    line.name = {id, id};
    line.category = category;
    line.account = account;
    line.flow = even_flow(model, "expenditure", id, yuan_a_year);
    model.expenditure.push_back(std::move(line));
    return model.expenditure.back();
}

model::ProjectIncome& add_project_income(model::Model& model, const std::string& id,
                                         const std::string& project,
                                         model::ProjectIncome::Kind kind, double yuan) {
    expect_next_id(model.project_income, id);
    model::ProjectIncome income;
    income.id = id;
    income.name = {id, id};
    income.kind = kind;
    income.project = {place_of(model.projects, project)};
    model::Project& of = model.projects[income.project.value];
    if (kind == model::ProjectIncome::Kind::operating_revenue ||
        kind == model::ProjectIncome::Kind::land_sale) {
        of.has_income = true;
    }
    income.stage = of.stages.size() - 1;
    income.flow = even_flow(model, "yield", id, yuan);
    if (kind == model::ProjectIncome::Kind::land_sale) {
        income.flow.profile.fill(1.0);
        income.account = model::Account::fund;
    }
    model.project_income.push_back(income);
    return model.project_income.back();
}

model::NewDebtTerms new_debt_terms(model::LoanTerms::Repayment repayment, double rate,
                                   int tenor_years, int payments_per_year) {
    model::NewDebtTerms terms;
    terms.loan.rate = {rate};
    terms.loan.payments_per_year = payments_per_year;
    terms.loan.repayment = repayment;
    terms.tenor_months = 12 * tenor_years;
    return terms;
}

model::Instrument& add_instrument(model::Model& model, const std::string& id,
                                  model::DebtClass debt_class, double principal_yuan,
                                  model::LoanTerms::Repayment repayment, double rate,
                                  int payments_per_year, int maturity) {
    expect_next_id(model.debt, id);
    model::Instrument instrument;
    instrument.id = id;
    instrument.name = {id, id};
    instrument.debt_class = debt_class;
    instrument.principal = yuan(principal_yuan);
    instrument.loan.rate = {rate};
    instrument.loan.payments_per_year = payments_per_year;
    instrument.loan.repayment = repayment;
    instrument.maturity = maturity;
    model.debt.push_back(instrument);
    return model.debt.back();
}

model::Refinancing& add_refinancing(model::Model& model, model::DebtClass debt_class, double share,
                                    const model::NewDebtTerms& terms) {
    if (!model.refinancing.empty() && !(model.refinancing.back().debt_class < debt_class)) {
        throw std::logic_error("model_builder: refinancing out of the order of the classes");
    }
    model::Refinancing refinancing;
    refinancing.debt_class = debt_class;
    refinancing.share = model::YearSeries(years_of(model), share);
    refinancing.terms = terms;
    model.refinancing.push_back(std::move(refinancing));
    return model.refinancing.back();
}

}  // namespace coffer::testing
