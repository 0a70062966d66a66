#include "coffer/results/core_tables.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <map>
#include <string_view>
#include <utility>

#include "coffer/base/calendar.hpp"
#include "coffer/model/indicators.hpp"
#include "coffer/results/csv.hpp"

namespace coffer::results {
namespace {

using model::Indicator;
using statistics::SeriesSummary;

Text on_the_reference_path() { return {"参考路径", "reference path"}; }

/// Books are exact to the fen, and so are their sums, in whatever order.
double to_the_fen(double yuan) { return std::round(yuan * 100.0) / 100.0; }

struct FigureOfPaths {
    Text name;
    double (*of)(const statistics::Summary&) = nullptr;
    bool adds_up = false;  ///< over years: of quantiles a sum means nothing
};

using statistics::place_of_p05;
using statistics::place_of_p50;
using statistics::place_of_p95;

/// What is told of all paths.
const std::vector<FigureOfPaths>& figures_of_paths() {
    using statistics::Summary;
    static const std::vector<FigureOfPaths> figures{
        {{"平均", "mean"}, [](const Summary& of) { return of.mean; }, true},
        {{"P5", "P5"}, [](const Summary& of) { return of.quantiles[place_of_p05]; }},
        {{"P50", "P50"}, [](const Summary& of) { return of.quantiles[place_of_p50]; }},
        {{"P95", "P95"}, [](const Summary& of) { return of.quantiles[place_of_p95]; }}};
    return figures;
}

const SeriesSummary* series_of(const RunResults& results, Indicator indicator, Month period,
                               std::string_view dimension = "total") {
    for (const SeriesSummary& series : results.forecast.series) {
        if (series.indicator == indicator && series.year == period.year &&
            series.month == period.month && series.dimension == dimension) {
            return &series;
        }
    }
    return nullptr;
}

/// Rows whose years stand side by side, with a sum; the last head is the figure that is told.
class ByYear {
  public:
    ByYear(const RunResults& results, std::string id, Text title, std::vector<CoreHead> heads)
        : results_(results), years_(static_cast<std::size_t>(results.manifest.years)) {
        table_.id = std::move(id);
        table_.title = std::move(title);
        table_.heads = std::move(heads);
        table_.heads.push_back({"figure", {"口径", "Figure"}});
        for (std::size_t year = 0; year < years_; ++year) {
            const std::string name =
                std::to_string(results.manifest.first_year + static_cast<int>(year));
            table_.columns.push_back({name, {name, name}});
        }
        table_.columns.push_back({"total", {"合计", "Total"}});
    }

    [[nodiscard]] bool covers(int year) const {
        return year >= results_.manifest.first_year &&
               year < results_.manifest.first_year + results_.manifest.years;
    }

    /// To the row of these heads, on the reference path. Balances have no sum over the years.
    void add(std::vector<Text> heads, int year, double amount, bool is_balance = false) {
        std::string key;
        for (const Text& head : heads) key += head.zh + "\n" + head.en + "\n";
        const auto [place, is_new] = places_.try_emplace(key, table_.rows.size());
        if (is_new) {
            heads.push_back(on_the_reference_path());
            CoreRow row{std::move(heads), {}, false};
            row.values.assign(years_ + 1, 0.0);
            if (is_balance) row.values.back().reset();
            table_.rows.push_back(std::move(row));
        }
        auto& values = table_.rows[place->second].values;
        auto& value = values[static_cast<std::size_t>(year - results_.manifest.first_year)];
        value = to_the_fen(value.value_or(0.0) + amount);
        if (values.back()) values.back() = to_the_fen(*values.back() + amount);
    }

    void sum_up() {
        if (table_.rows.empty()) return;
        CoreRow sum{{{"合计", "Total"}}, {}, true};
        sum.heads.resize(table_.heads.size());
        sum.heads.back() = on_the_reference_path();
        sum.values.assign(years_ + 1, 0.0);
        for (const CoreRow& row : table_.rows) {
            for (std::size_t i = 0; i <= years_; ++i) {
                sum.values[i] = to_the_fen(*sum.values[i] + row.values[i].value_or(0.0));
            }
        }
        table_.rows.push_back(std::move(sum));
    }

    /// Mean and quantiles of an indicator, unless it is zero throughout.
    void add_paths(Indicator indicator) {
        add_paths(indicator, "total",
                  {{"各路径：" + model::info(indicator).name.zh,
                    "All paths: " + model::info(indicator).name.en}});
    }
    void add_paths(Indicator indicator, const std::string& dimension,
                   const std::vector<Text>& heads) {
        std::vector<const SeriesSummary*> years;
        bool tells = false;
        for (std::size_t year = 0; year < years_; ++year) {
            years.push_back(series_of(results_, indicator,
                                      {results_.manifest.first_year + static_cast<int>(year), 0},
                                      dimension));
            const SeriesSummary* const series = years.back();
            tells = tells || (series != nullptr &&
                              (series->summary.min != 0.0 || series->summary.max != 0.0));
        }
        if (!tells) return;
        const bool is_balance = indicator == Indicator::cash;
        for (const FigureOfPaths& figure : figures_of_paths()) {
            CoreRow row;
            row.heads = heads;
            row.over_paths = true;
            row.heads.resize(table_.heads.size());
            row.heads.back() = figure.name;
            std::optional<double> total;
            if (figure.adds_up && !is_balance) total = 0.0;
            for (const SeriesSummary* series : years) {
                row.values.emplace_back();
                if (series == nullptr) continue;
                row.values.back() = figure.of(series->summary);
                if (total) *total += *row.values.back();
            }
            row.values.push_back(total);
            table_.rows.push_back(std::move(row));
        }
    }
    void add_paths(std::initializer_list<Indicator> indicators) {
        for (const Indicator indicator : indicators) add_paths(indicator);
    }

    [[nodiscard]] bool empty() const { return table_.rows.empty(); }
    [[nodiscard]] CoreTable finish(Text note) {
        table_.note = std::move(note);
        return std::move(table_);
    }

  private:
    const RunResults& results_;
    std::size_t years_;
    CoreTable table_;
    std::map<std::string, std::size_t> places_;
};

}  // namespace

Text after_colon(const Text& name) {
    const auto rest = [](const std::string& text, std::string_view colon) {
        const auto at = text.find(colon);
        return at == std::string::npos ? text : text.substr(at + colon.size());
    };
    return {rest(name.zh, "："), rest(name.en, ": ")};
}

std::vector<BookRow> draws_of(const std::vector<BookRow>& books) {
    std::vector<BookRow> draws;
    for (const BookRow& row : books) {
        if (row.account.starts_with("pool:") && row.item.starts_with("drawn:") &&
            row.amount < 0.0) {
            draws.push_back(row);
        }
    }
    return draws;
}

bool is_debt_service(const BookRow& row) {
    const std::string kind = row.item.substr(0, row.item.find(':'));
    const bool pays = !row.account.starts_with("debt:") && !row.account.starts_with("arrears:");
    return (kind == "interest" || kind == "principal") && pays && row.amount < 0.0;
}

Text debt_served(const BookRow& row) {
    // The platform company pays for its own debt alone.
    if (row.account == "platform") return {"平台公司债务", "platform debt"};
    return after_colon(row.item_name);
}

CoreTable funds_table(const RunResults& results) {
    ByYear table(results, "funds", {"年度资金安排表", "Funds by source, project and year"},
                 {{"source", {"来源", "Source"}}, {"project", {"项目", "Project"}}});
    for (const BookRow& row : draws_of(results.books)) {
        if (!table.covers(row.year)) continue;
        table.add({after_colon(row.account_name), after_colon(row.item_name)}, row.year,
                  -row.amount);
    }
    table.sum_up();
    if (!table.empty()) {
        table.add_paths({Indicator::fiscal_project_spending, Indicator::funding_shortfall});
    }
    return table.finish(
        {"各项目从各来源实际拨付的资金。财政性项目支出只是其中的财政资金；分位数不能按年相加。",
         "What projects draw from sources. Fiscal project spending is the fiscal part of it alone; "
         "quantiles do not add up over the years."});
}

CoreTable debt_service_table(const RunResults& results) {
    ByYear table(results, "debt_service", {"偿债计划表", "Debt service by class"},
                 {{"debt", {"债务", "Debt"}}, {"payment", {"款项", "Payment"}}});
    for (const BookRow& row : results.books) {
        if (!is_debt_service(row) || !table.covers(row.year)) continue;
        const bool interest = row.item.starts_with("interest");
        table.add(
            {debt_served(row), interest ? Text{"付息", "Interest"} : Text{"还本", "Principal"}},
            row.year, -row.amount);
    }
    table.sum_up();
    table.add_paths({Indicator::interest, Indicator::principal, Indicator::debt_service,
                     Indicator::refinanced});
    return table.finish(
        {"参考路径为实际支付，不含再融资替换的本金；各路径为到期数，再融资之前。",
         "On the reference path what is paid, without principal that refinancing replaces; of all "
         "paths what falls due, before refinancing."});
}

namespace {

/// "instrument:a1" and "refinancing:special" as an existing debt, named a1, and as refinancing.
struct DebtHeads {
    explicit DebtHeads(const std::string& debt) {
        const auto colon = debt.find(':');
        const std::string whose = debt.substr(0, colon);
        if (whose == "refinancing") {
            kind = {"再融资", "Refinancing"};
            return;
        }
        kind = whose == "instrument" ? Text{"存量债务", "Existing"} : Text{"新增债务", "New"};
        id = debt.substr(colon + 1);
    }

    Text kind;
    std::string id;  ///< a class has none
};

}  // namespace

CoreTable debt_instruments_table(const RunResults& results) {
    ByYear table(results, "debt_instruments", {"逐笔偿债计划表", "Debt service by instrument"},
                 {{"kind", {"类型", "Kind"}},
                  {"id", {"编号", "Id"}, true},
                  {"debt", {"债务", "Debt"}},
                  {"payment", {"款项", "Payment"}}});
    std::map<std::string, Text> names;
    for (auto begin = results.dues.begin(); begin != results.dues.end();) {
        const auto end = std::find_if(begin, results.dues.end(),
                                      [&](const DebtDue& due) { return due.debt != begin->debt; });
        const DebtHeads heads(begin->debt);
        names[begin->debt] = begin->name;
        for (const bool interest : {false, true}) {
            for (auto due = begin; due != end; ++due) {
                const double amount = interest ? due->interest : due->principal;
                if (!table.covers(due->year) || amount == 0.0) continue;
                table.add({heads.kind,
                           {heads.id, heads.id},
                           due->name,
                           interest ? Text{"付息", "Interest"} : Text{"还本", "Principal"}},
                          due->year, amount);
            }
        }
        begin = end;
    }
    table.sum_up();
    std::string told;
    for (const SeriesSummary& series : results.forecast.series) {
        const std::string& debt = series.dimension;
        if (series.indicator != Indicator::debt_service || debt == "total" || debt == told)
            continue;
        told = debt;
        const DebtHeads heads(debt);
        // What is borrowed on other paths alone owes nothing on the reference path.
        const auto elsewhere = results.forecast.names.find(heads.id);
        if (elsewhere != results.forecast.names.end()) names.try_emplace(debt, elsewhere->second);
        table.add_paths(Indicator::debt_service, debt,
                        {heads.kind, {heads.id, heads.id}, names[debt], {"还本付息", "Service"}});
    }
    if (table.empty()) return table.finish({});
    table.add_paths({Indicator::principal, Indicator::interest, Indicator::debt_service});
    return table.finish(
        {"到期数，再融资之前；再融资按所借债务的类别列。固定利率的存量债务在各路径上相同。",
         "What falls due, before refinancing; refinancing by the class of what is borrowed. "
         "Existing debt at fixed rates is the same on all paths."});
}

CoreTable balance_table(const RunResults& results) {
    ByYear table(results, "balance", {"收支平衡表", "Balance of the accounts"},
                 {{"account", {"账户", "Account"}}, {"item", {"项目", "Item"}}});
    for (const char* account : {"general", "fund", "state_capital"}) {
        for (const BookRow& row : results.books) {
            if (row.account != account || !table.covers(row.year)) continue;
            const bool project = row.item.starts_with("project:");
            const bool is_balance = row.item == "opening" || row.item == "closing";
            table.add({row.account_name, project ? Text{"项目支出", "Projects"} : row.item_name},
                      row.year, row.amount, is_balance);
        }
    }
    if (!table.empty()) {
        table.add_paths({Indicator::general_revenue, Indicator::transfers, Indicator::fund_revenue,
                         Indicator::state_capital_revenue, Indicator::fiscal_capacity,
                         Indicator::expenditure, Indicator::debt_service,
                         Indicator::fiscal_project_spending, Indicator::financing_gap,
                         Indicator::cash});
    }
    return table.finish({"参考路径：收入为正，支出为负；年初余额加各项等于年末余额。",
                         "Reference path: receipts are positive, payments negative; opening plus "
                         "flows is closing."});
}

CoreTable progress_table(const RunResults& results) {
    CoreTable table{
        "progress",
        {"序时进度表（固定资产投资）", "Progress of fixed-asset investment by month"},
        {"已完成：本年累计平均数占全年平均数的比重；时间进度：本年已过月数除以十二。",
         "Done: the mean so far as a share of the year's mean; time: months passed over "
         "twelve."},
        {{"month", {"月份", "Month"}}},
        {{"mean", {"当月平均", "Mean"}},
         {"p05", {"当月 P5", "P5"}},
         {"p50", {"当月 P50", "P50"}},
         {"p95", {"当月 P95", "P95"}},
         {"reference_path", {"参考路径", "Reference path"}},
         {"so_far", {"本年累计平均", "Mean so far"}},
         {"done", {"已完成", "Done"}, true},
         {"time", {"时间进度", "Time"}, true}},
        {}};
    constexpr int months = 12;
    for (int year = 0; year < results.manifest.years; ++year) {
        const auto* const whole =
            series_of(results, Indicator::fai, {results.manifest.first_year + year, 0});
        double so_far = 0.0;
        for (int month = 0; month < months; ++month) {
            const Month at = month_after(results.manifest.start(), months * year + month);
            const auto* const series = series_of(results, Indicator::fai, at);
            if (series == nullptr) continue;
            so_far += series->summary.mean;
            const auto& quantiles = series->summary.quantiles;
            std::optional<double> done;
            if (whole != nullptr && whole->summary.mean > 0.0) done = so_far / whole->summary.mean;
            const std::string name = to_string(at);
            table.rows.push_back(
                {{{name, name}},
                 {series->summary.mean, quantiles[place_of_p05], quantiles[place_of_p50],
                  quantiles[place_of_p95], series->reference_path, so_far, done,
                  static_cast<double>(month + 1) / months},
                 month + 1 == months});
        }
    }
    return table;
}

namespace {

/// Rows of one department, or of all together: sums since the year began, over the year's plan.
void add_department(const Text& name, const std::vector<DepartmentMonth>& months,
                    CoreTable& table) {
    constexpr std::size_t a_year = 12;
    for (std::size_t first = 0; first + a_year <= months.size(); first += a_year) {
        double of_year = 0.0;
        for (std::size_t m = first; m < first + a_year; ++m) of_year += months[m].planned;
        double planned = 0.0, forecast = 0.0;
        for (std::size_t m = first; m < first + a_year; ++m) {
            planned = to_the_fen(planned + months[m].planned);
            forecast = to_the_fen(forecast + months[m].forecast);
            const std::string month = to_string(months[m].month);
            const auto share = [&](double sum) -> std::optional<double> {
                if (of_year <= 0.0) return std::nullopt;
                return sum / of_year;
            };
            table.rows.push_back({{name, {month, month}},
                                  {months[m].planned, months[m].forecast, planned, forecast,
                                   to_the_fen(forecast - planned), share(planned), share(forecast)},
                                  m + 1 == first + a_year});
        }
    }
}

}  // namespace

CoreTable department_progress_table(const RunResults& results) {
    CoreTable table{
        "department_progress",
        {"分单位序时进度表", "Progress by department and month"},
        {"计划：按计划进度和计划价格应支出的数；预计：参考路径上各项目支取的数。累计自本年初起；差"
         "额为预计累计减计划累计，负数为落后；进度为累计占本年计划的比重。",
         "Planned: what is spent on the planned schedule at planned prices; forecast: what "
         "projects draw on the reference path. Sums since the year began; behind when the "
         "difference is negative; shares are of the year's plan."},
        {{"department", {"责任单位", "Department"}}, {"month", {"月份", "Month"}, true}},
        {{"planned", {"当月计划", "Planned"}},
         {"forecast", {"当月预计", "Forecast"}},
         {"planned_so_far", {"计划累计", "Planned so far"}},
         {"so_far", {"预计累计", "Forecast so far"}},
         {"difference", {"差额", "Difference"}},
         {"planned_done", {"计划进度", "Planned share"}, true},
         {"done", {"预计进度", "Forecast share"}, true}},
        {}};
    std::vector<DepartmentMonth> together;
    std::map<Month, std::size_t> places;
    for (const DepartmentMonth& each : results.departments) {
        const auto [place, is_new] = places.try_emplace(each.month, together.size());
        if (is_new) together.push_back({each.month, {}, 0.0, 0.0});
        together[place->second].planned += each.planned;
        together[place->second].forecast += each.forecast;
    }
    add_department({"合计", "Total"}, together, table);
    // Nothing to tell apart where no project names its department.
    if (together.size() == results.departments.size() &&
        (results.departments.empty() || results.departments.front().department.empty())) {
        return table;
    }
    for (auto begin = results.departments.begin(); begin != results.departments.end();) {
        const auto end = std::find_if(begin, results.departments.end(), [&](const auto& each) {
            return each.department != begin->department;
        });
        const Text name = begin->department.empty() ? Text{"未填责任单位", "No department given"}
                                                    : Text{begin->department, begin->department};
        add_department(name, {begin, end}, table);
        begin = end;
    }
    return table;
}

std::vector<CoreTable> core_tables(const RunResults& results) {
    std::vector<CoreTable> tables;
    for (auto* make : {funds_table, debt_service_table, debt_instruments_table, balance_table,
                       progress_table, department_progress_table}) {
        CoreTable table = make(results);
        if (!table.rows.empty()) tables.push_back(std::move(table));
    }
    return tables;
}

File core_file(const CoreTable& table) {
    std::string header;
    for (const CoreHead& head : table.heads) {
        if (!header.empty()) header += ",";
        header += head.is_id ? head.id : head.id + "_zh," + head.id + "_en";
    }
    for (const CoreColumn& column : table.columns) header += "," + column.id;
    CsvWriter csv(header);
    for (const CoreRow& row : table.rows) {
        for (std::size_t i = 0; i < row.heads.size(); ++i) {
            csv.text(row.heads[i].zh);
            if (!table.heads[i].is_id) csv.text(row.heads[i].en);
        }
        for (const auto& value : row.values) csv.value(value);
        csv.end_row();
    }
    return {table.id + ".csv", csv.content_for_spreadsheets()};
}

}  // namespace coffer::results
