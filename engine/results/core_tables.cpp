#include "coffer/results/core_tables.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <map>
#include <numeric>
#include <set>
#include <string>
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

/// A head and what stands behind it.
struct KeyedHead {
    std::string key;
    Text text;
};

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
    void add(const std::vector<KeyedHead>& heads, int year, double amount,
             bool is_balance = false) {
        std::vector<std::string> keys;
        for (const KeyedHead& head : heads) keys.push_back(head.key);
        const auto [place, is_new] = places_.try_emplace(keys, table_.rows.size());
        if (is_new) {
            CoreRow row;
            for (const KeyedHead& head : heads) row.heads.push_back(head.text);
            row.heads.push_back(on_the_reference_path());
            row.keys = std::move(keys);
            row.kind = is_balance ? RowKind::balance : RowKind::detail;
            row.values.assign(years_ + 1, 0.0);
            if (is_balance) row.values.back().reset();
            table_.rows.push_back(std::move(row));
        }
        auto& values = table_.rows[place->second].values;
        auto& value = values[static_cast<std::size_t>(year - results_.manifest.first_year)];
        value = to_the_fen(value.value_or(0.0) + amount);
        if (values.back()) values.back() = to_the_fen(*values.back() + amount);
    }

    /// Takes the rows out, to be put in order.
    [[nodiscard]] std::vector<CoreRow> take() {
        tell_apart();
        places_.clear();
        return std::exchange(table_.rows, {});
    }
    /// Where the row now stands.
    std::size_t put(CoreRow row) {
        table_.rows.push_back(std::move(row));
        return table_.rows.size() - 1;
    }
    std::size_t put_sum(std::vector<Text> heads, std::vector<CorePart> of, RowKind kind) {
        CoreRow sum{std::move(heads), {}, kind, std::move(of)};
        sum.heads.resize(table_.heads.size());
        sum.heads.back() = on_the_reference_path();
        sum.values.assign(years_ + 1, 0.0);
        for (const CorePart& part : sum.sum_of) {
            const CoreRow& row = table_.rows[part.row];
            for (std::size_t i = 0; i <= years_; ++i) {
                const double value = row.values[i].value_or(0.0);
                sum.values[i] = to_the_fen(*sum.values[i] + (part.taken_off ? -value : value));
            }
        }
        return put(std::move(sum));
    }

    /// Rows in groups of the same key of a head, each with its sum where it has several rows, and
    /// the sum of all; returns where the rows themselves stand.
    std::vector<std::size_t> arrange(std::size_t head) {
        std::vector<std::vector<CoreRow>> groups;
        for (CoreRow& row : take()) {
            const auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& rows) {
                return rows.front().keys[head] == row.keys[head];
            });
            if (group == groups.end()) {
                groups.push_back({std::move(row)});
            } else {
                group->push_back(std::move(row));
            }
        }
        std::vector<std::size_t> places;
        std::vector<CorePart> parts;
        for (auto& rows : groups) {
            std::vector<Text> heads(rows.front().heads.size());
            heads[head] = rows.front().heads[head];
            heads[head + 1] = {"小计", "Subtotal"};
            std::vector<CorePart> of;
            for (CoreRow& row : rows) of.push_back({put(std::move(row))});
            for (const CorePart& part : of) places.push_back(part.row);
            if (of.size() == 1) {
                parts.push_back(of.front());
            } else if (groups.size() > 1) {
                parts.push_back({put_sum(std::move(heads), std::move(of), RowKind::subtotal)});
            } else {
                parts = std::move(of);
            }
        }
        if (!parts.empty()) put_sum({{"合计", "Total"}}, std::move(parts), RowKind::total);
        return places;
    }

    /// Below the total, sums of rows that share a key of `head`; `all` stands in the head beside.
    void add_sums_across(const std::vector<std::size_t>& places, std::size_t head, std::size_t all,
                         const Text& said, std::size_t at_least) {
        std::vector<std::vector<CorePart>> groups;
        std::map<std::string, std::size_t> group_of;
        for (const std::size_t place : places) {
            const auto [group, is_new] =
                group_of.try_emplace(table_.rows[place].keys[head], groups.size());
            if (is_new) groups.emplace_back();
            groups[group->second].push_back({place});
        }
        for (auto& of : groups) {
            if (of.size() < at_least) continue;
            std::vector<Text> heads(table_.heads.size());
            heads[head] = table_.rows[of.front().row].heads[head];
            heads[all] = said;
            put_sum(std::move(heads), std::move(of), RowKind::subtotal);
        }
    }
    [[nodiscard]] const std::vector<CoreRow>& rows() const { return table_.rows; }

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
        // What is lacking at the end of two years is not lacking twice.
        const bool is_balance =
            indicator == Indicator::cash || indicator == Indicator::funding_shortfall;
        for (const FigureOfPaths& figure : figures_of_paths()) {
            CoreRow row;
            row.kind = RowKind::paths;
            row.heads = heads;
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
    /// Things of one name get their ids behind it.
    void tell_apart() {
        for (std::size_t head = 0; head + 1 < table_.heads.size(); ++head) {
            if (table_.heads[head].is_id) continue;
            std::map<std::string, std::set<std::string>> keys;
            for (const CoreRow& row : table_.rows) keys[row.heads[head].zh].insert(row.keys[head]);
            for (CoreRow& row : table_.rows) {
                if (keys[row.heads[head].zh].size() == 1) continue;
                const std::string& key = row.keys[head];
                const std::string id = key.substr(key.find(':') + 1);
                row.heads[head].zh += "（" + id + "）";
                row.heads[head].en += " (" + id + ")";
            }
        }
    }

    const RunResults& results_;
    std::size_t years_;
    CoreTable table_;
    std::map<std::vector<std::string>, std::size_t> places_;  ///< of rows, by their keys
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
        table.add(
            {{row.account, after_colon(row.account_name)}, {row.item, after_colon(row.item_name)}},
            row.year, -row.amount);
    }
    const auto places = table.arrange(0);
    table.add_sums_across(places, 1, 0, {"各来源合计", "All sources"}, 2);
    if (!table.empty()) {
        table.add_paths({Indicator::fiscal_project_spending, Indicator::funding_shortfall});
    }
    return table.finish(
        {"各项目从各来源实际拨付的资金；合计以下的“各来源合计”是有几个来源的项目。财政性项目支出只"
         "是其中的财政资金；分位数不能按年相加。",
         "What projects draw from sources; below the total, projects that have several. Fiscal "
         "project spending is the fiscal part of it alone; "
         "quantiles do not add up over the years."});
}

namespace {

KeyedHead payment_of(bool interest) {
    if (interest) return {"interest", {"付息", "Interest"}};
    return {"principal", {"还本", "Principal"}};
}

}  // namespace

CoreTable debt_service_table(const RunResults& results) {
    ByYear table(results, "debt_service", {"偿债计划表", "Debt service by class"},
                 {{"debt", {"债务", "Debt"}}, {"payment", {"款项", "Payment"}}});
    for (const BookRow& row : results.books) {
        if (!is_debt_service(row) || !table.covers(row.year)) continue;
        const bool interest = row.item.starts_with("interest");
        const std::string whose =
            row.account == "platform" ? row.account : row.item.substr(row.item.find(':') + 1);
        table.add({{whose, debt_served(row)}, payment_of(interest)}, row.year, -row.amount);
    }
    const auto places = table.arrange(0);
    table.add_sums_across(places, 1, 0, {"合计", "Total"}, 1);
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

namespace {

/// The total of all rows, as they stand.
std::vector<std::size_t> sum_up(ByYear& table) {
    std::vector<std::size_t> places(table.rows().size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    if (places.empty()) return places;
    std::vector<CorePart> of;
    for (const std::size_t place : places) of.push_back({place});
    table.put_sum({{"合计", "Total"}}, std::move(of), RowKind::total);
    return places;
}

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
                table.add({{begin->debt, heads.kind},
                           {begin->debt, {heads.id, heads.id}},
                           {begin->debt, due->name},
                           payment_of(interest)},
                          due->year, amount);
            }
        }
        begin = end;
    }
    const auto places = sum_up(table);
    table.add_sums_across(places, 3, 0, {"合计", "Total"}, 1);
    std::string told;
    for (const SeriesSummary& series : results.forecast.series) {
        const std::string& debt = series.dimension;
        if (series.indicator != Indicator::debt_service || debt == "total" || debt == told)
            continue;
        told = debt;
        const DebtHeads heads(debt);
        // What is borrowed on other paths alone owes nothing on the reference path.
        const auto elsewhere = results.forecast.names.find(debt);
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

namespace {

enum class Side { opening, receipt, payment, closing };

/// Where an item stands in the balance. Of an item of many kinds, by its sign, the last of its
/// side.
struct Heading {
    Side side = Side::receipt;
    std::size_t place = 0;  ///< among the headings of the side
};

constexpr auto receipt_headings =
    std::to_array<std::pair<const char*, const char*>>({{"本级收入", "Own revenue"},
                                                        {"上级补助收入", "Transfers"},
                                                        {"债务收入", "Borrowing"},
                                                        {"调入和动用", "Moved in"},
                                                        {"其他收入", "Other receipts"}});
constexpr auto payment_headings =
    std::to_array<std::pair<const char*, const char*>>({{"“三保”支出", "Three guarantees"},
                                                        {"其他支出", "Other expenditure"},
                                                        {"项目支出", "Projects"},
                                                        {"上解支出", "Remittance"},
                                                        {"债务付息", "Interest"},
                                                        {"债务还本", "Principal"},
                                                        {"调出和存入", "Moved out"},
                                                        {"其他付款", "Other payments"}});

Heading heading_of(const BookRow& row) {
    struct Known {
        std::string_view kind;
        Side side;
        std::size_t place;
    };
    static constexpr auto known = std::to_array<Known>({
        {"opening", Side::opening, 0},
        {"closing", Side::closing, 0},
        {"revenue", Side::receipt, 0},
        {"taxpayer", Side::receipt, 0},
        {"project_tax", Side::receipt, 0},
        {"tax", Side::receipt, 0},
        {"operating_revenue", Side::receipt, 0},
        {"land_sale", Side::receipt, 0},
        {"deposit_interest", Side::receipt, 0},
        {"negative_interest", Side::receipt, 0},
        {"settled", Side::receipt, 1},
        {"bond", Side::receipt, 2},
        {"deficit_bond", Side::receipt, 2},
        {"issued", Side::receipt, 2},
        {"refinanced_in", Side::receipt, 2},
        {"moved_in", Side::receipt, 3},
        {"drawn", Side::receipt, 3},
        {"released", Side::receipt, 3},
        {"used", Side::receipt, 3},
        {"taken_back", Side::receipt, 3},
        {"payables", Side::payment, 0},
        {"expenditure", Side::payment, 1},
        {"operating_cost", Side::payment, 1},
        {"project", Side::payment, 2},
        {"remittance", Side::payment, 3},
        {"interest", Side::payment, 4},
        {"penalty", Side::payment, 4},
        {"principal", Side::payment, 5},
        {"repaid", Side::payment, 5},
        {"refinanced_out", Side::payment, 5},
        {"moved_out", Side::payment, 6},
        {"deposited", Side::payment, 6},
        {"set_aside", Side::payment, 6},
    });
    const std::string_view kind = std::string_view(row.item).substr(0, row.item.find(':'));
    if (row.category == "transfer") return {Side::receipt, 1};
    if (row.category == "three_guarantees") return {Side::payment, 0};
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](const Known& each) { return each.kind == kind; });
    if (found != known.end()) return {found->side, found->place};
    return row.amount > 0.0 ? Heading{Side::receipt, receipt_headings.size() - 1}
                            : Heading{Side::payment, payment_headings.size() - 1};
}

template <class Headings>
Text text_of(const Headings& headings, std::size_t place) {
    return {headings[place].first, headings[place].second};
}

/// What one account receives or pays, by heading, and in all; where the sum stands.
template <class Headings>
std::optional<std::size_t> put_side(const Text& account, Side side, const Headings& headings,
                                    const Text& total,
                                    const std::vector<std::pair<Heading, CoreRow>>& rows,
                                    ByYear& table) {
    std::vector<CorePart> all;
    for (std::size_t place = 0; place < headings.size(); ++place) {
        std::vector<CorePart> of;
        for (const auto& [heading, row] : rows) {
            if (heading.side == side && heading.place == place) of.push_back({table.put(row)});
        }
        if (of.size() > 1) {
            const Text name = text_of(headings, place);
            of = {{table.put_sum({account, name, {"小计", "Subtotal"}}, std::move(of),
                                 RowKind::subtotal)}};
        }
        all.insert(all.end(), of.begin(), of.end());
    }
    if (all.empty()) return std::nullopt;
    return table.put_sum({account, total}, std::move(all), RowKind::total);
}

}  // namespace

CoreTable balance_table(const RunResults& results) {
    ByYear table(results, "balance", {"收支平衡表", "Balance of the accounts"},
                 {{"account", {"账户", "Account"}},
                  {"heading", {"类别", "Heading"}},
                  {"item", {"项目", "Item"}}});
    std::map<std::vector<std::string>, Heading> headings;  // by keys of the row
    for (const char* account : {"general", "fund", "state_capital"}) {
        for (const BookRow& row : results.books) {
            if (row.account != account || !table.covers(row.year)) continue;
            const Heading heading = heading_of(row);
            const bool project = row.item.starts_with("project:");
            const bool is_balance = heading.side == Side::opening || heading.side == Side::closing;
            const Text name = heading.side == Side::opening   ? Text{"上年结余", "Opening"}
                              : heading.side == Side::closing ? Text{"年末结余", "Closing"}
                              : heading.side == Side::receipt
                                  ? text_of(receipt_headings, heading.place)
                                  : text_of(payment_headings, heading.place);
            const Text item = is_balance             ? Text{}
                              : project              ? Text{"各项目合计", "All projects"}
                              : row.category.empty() ? row.item_name
                                                     : after_colon(row.item_name);
            const std::vector<KeyedHead> heads{{row.account, row.account_name},
                                               {is_balance ? row.item : name.en, name},
                                               {is_balance ? ""
                                                : project  ? "project"
                                                           : row.item,
                                                item}};
            headings[{heads[0].key, heads[1].key, heads[2].key}] = heading;
            table.add(heads, row.year, heading.side == Side::payment ? -row.amount : row.amount,
                      is_balance);
        }
    }
    std::vector<std::pair<Heading, CoreRow>> rows;
    for (CoreRow& row : table.take()) {
        const Heading heading = headings.at(row.keys);
        rows.emplace_back(heading, std::move(row));
    }
    for (auto begin = rows.begin(); begin != rows.end();) {
        const Text account = begin->second.heads.front();
        const auto end = std::find_if(begin, rows.end(), [&](const auto& each) {
            return !(each.second.heads.front() == account);
        });
        const std::vector<std::pair<Heading, CoreRow>> of_account(begin, end);
        const auto put_balance = [&](Side side) {
            for (const auto& [heading, row] : of_account) {
                if (heading.side == side) table.put(row);
            }
        };
        put_balance(Side::opening);
        const auto came = put_side(account, Side::receipt, receipt_headings,
                                   {"收入合计", "All receipts"}, of_account, table);
        const auto went = put_side(account, Side::payment, payment_headings,
                                   {"支出合计", "All payments"}, of_account, table);
        std::vector<CorePart> left;
        if (came) left.push_back({*came});
        if (went) left.push_back({*went, true});
        if (!left.empty()) {
            table.put_sum({account, {"当年收支差额", "Receipts less payments"}}, std::move(left),
                          RowKind::total);
        }
        put_balance(Side::closing);
        begin = end;
    }
    if (!table.empty()) {
        table.add_paths({Indicator::general_revenue, Indicator::transfers, Indicator::fund_revenue,
                         Indicator::state_capital_revenue, Indicator::fiscal_capacity,
                         Indicator::expenditure, Indicator::debt_service,
                         Indicator::fiscal_project_spending, Indicator::financing_gap,
                         Indicator::cash});
    }
    return table.finish(
        {"参考路径：上年结余加收入合计减支出合计等于年末结余。项目另有专款的，见年度资金安排表。",
         "Reference path: opening plus receipts less payments is closing. Projects' own sources "
         "are "
         "in funds by source."});
}

CoreTable progress_table(const RunResults& results) {
    CoreTable table{
        "progress",
        {"序时进度表（固定资产投资）", "Progress of fixed-asset investment by month"},
        {"已完成：本年累计平均数占全年平均数的比重；时间进度：本年已过月数除以十二。",
         "Done: the mean so far as a share of the year's mean; time: months passed over "
         "twelve."},
        {{"month", {"月份", "Month"}, true}},
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
                 month + 1 == months ? RowKind::year_end : RowKind::detail,
                 {}});
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
                                  m + 1 == first + a_year ? RowKind::year_end : RowKind::detail,
                                  {}});
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

std::string_view word(RowKind kind) {
    constexpr std::array<std::string_view, 6> words{"detail",  "subtotal", "total",
                                                    "balance", "paths",    "year_end"};
    return words[static_cast<std::size_t>(kind)];
}

File core_file(const CoreTable& table) {
    std::string header = "row";
    for (const CoreHead& head : table.heads) {
        header += head.is_id ? "," + head.id : "," + head.id + "_zh," + head.id + "_en";
    }
    for (const CoreColumn& column : table.columns) header += "," + column.id;
    CsvWriter csv(header);
    for (const CoreRow& row : table.rows) {
        csv.raw(word(row.kind));
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
