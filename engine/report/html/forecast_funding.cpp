// Where money comes from and where it goes, from the books of the median path.
#include <algorithm>
#include <cmath>
#include <map>

#include "coffer/report/names.hpp"
#include "forecast_view.hpp"

namespace coffer::report {
namespace {

using results::BookRow;

/// Uses shown by name; the rest is one node.
constexpr std::size_t uses_shown = 16;

/// "资金来源：上级专项补助" is "上级专项补助".
Text after_colon(const Text& name) {
    const auto rest = [](const std::string& text, std::string_view colon) {
        const auto at = text.find(colon);
        return at == std::string::npos ? text : text.substr(at + colon.size());
    };
    return {rest(name.zh, "："), rest(name.en, ": ")};
}

struct NamedAmount {
    Text name;
    double amount = 0.0;
};

/// Names and sums of what `pick` takes of each row, largest first, by id.
template <class Pick>
std::vector<std::pair<std::string, NamedAmount>> sums(const std::vector<BookRow>& rows, Pick pick) {
    std::map<std::string, NamedAmount> by_id;
    for (const BookRow& row : rows) {
        const auto [id, name] = pick(row);
        auto& sum = by_id[id];
        sum.name = name;
        sum.amount += std::abs(row.amount);
    }
    std::vector<std::pair<std::string, NamedAmount>> sorted(by_id.begin(), by_id.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
        return a.second.amount > b.second.amount;
    });
    return sorted;
}

/// What projects and pipelines draw from sources.
std::vector<BookRow> draws_of(const ForecastView& view) {
    std::vector<BookRow> draws;
    for (const BookRow& row : view.results.books) {
        if (row.account.starts_with("pool:") && row.item.starts_with("drawn:") &&
            row.amount < 0.0) {
            draws.push_back(row);
        }
    }
    return draws;
}

page::SankeyBlock sankey(const ForecastView& view, const std::vector<BookRow>& draws) {
    page::SankeyBlock block;
    block.title = say_both("资金从哪里来、用到哪里去，{}–{} 年合计", "Sources and uses, {}–{}",
                           view.manifest.first_year, view.last_year());
    const Text path = median_path_note();
    block.note = {"中位路径上各项目从各来源实际拨付的资金。" + path.zh,
                  "What projects draw from sources on the median path. " + path.en};
    std::map<std::string, std::size_t> source_places, use_places;
    const auto sources =
        sums(draws, [](const BookRow& row) { return std::pair(row.account, row.account_name); });
    for (const auto& [id, source] : sources) {
        source_places[id] = block.nodes.size();
        block.nodes.push_back({after_colon(source.name), 0});
    }
    const auto uses =
        sums(draws, [](const BookRow& row) { return std::pair(row.item, row.item_name); });
    const std::size_t named = uses.size() <= uses_shown + 1 ? uses.size() : uses_shown;
    for (std::size_t i = 0; i < named; ++i) {
        use_places[uses[i].first] = block.nodes.size();
        block.nodes.push_back({after_colon(uses[i].second.name), 1});
    }
    if (named < uses.size()) {
        for (std::size_t i = named; i < uses.size(); ++i) {
            use_places[uses[i].first] = block.nodes.size();
        }
        block.nodes.push_back({say_both("其余 {} 项", "{} others", uses.size() - named), 1});
    }
    std::map<std::pair<std::size_t, std::size_t>, double> links;
    for (const BookRow& row : draws) {
        links[{source_places[row.account], use_places[row.item]}] -= row.amount;
    }
    for (const auto& [ends, amount] : links) {
        block.links.push_back({ends.first, ends.second, amount});
    }
    return block;
}

/// Rows of the books with their years side by side and a sum.
class YearTable {
  public:
    YearTable(const ForecastView& view, Text title, std::vector<Text> heads)
        : years_(static_cast<std::size_t>(view.manifest.years)),
          first_year_(view.manifest.first_year) {
        table_.title = std::move(title);
        for (Text& head : heads) table_.columns.push_back({std::move(head), std::nullopt, false});
        for (const std::string& year : view.years()) {
            table_.columns.push_back({{year, year}, page::Quantity::money, false});
        }
        table_.columns.push_back({{"合计", "Total"}, page::Quantity::money, false});
    }

    void add(const std::vector<Text>& heads, int year, double amount) {
        std::string key;
        for (const Text& head : heads) key += head.zh + "\n" + head.en + "\n";
        const auto [place, is_new] = places_.try_emplace(key, rows_.size());
        if (is_new) rows_.push_back({heads, std::vector<double>(years_, 0.0)});
        rows_[place->second].amounts[static_cast<std::size_t>(year - first_year_)] += amount;
    }

    void sum_up(const Text& name) {
        Row sum{{name}, std::vector<double>(years_, 0.0)};
        if (!rows_.empty()) sum.heads.resize(rows_.front().heads.size());
        for (const Row& row : rows_) {
            for (std::size_t year = 0; year < years_; ++year)
                sum.amounts[year] += row.amounts[year];
        }
        rows_.push_back(std::move(sum));
    }

    [[nodiscard]] page::TableBlock finish(Text note) {
        for (const Row& row : rows_) {
            std::vector<page::Cell> cells(row.heads.begin(), row.heads.end());
            double total = 0.0;
            for (const double amount : row.amounts) {
                cells.emplace_back(amount);
                total += amount;
            }
            cells.emplace_back(total);
            table_.rows.push_back(std::move(cells));
        }
        table_.note = std::move(note);
        return std::move(table_);
    }
    [[nodiscard]] bool empty() const { return rows_.empty(); }

  private:
    struct Row {
        std::vector<Text> heads;
        std::vector<double> amounts;
    };
    std::size_t years_;
    int first_year_;
    page::TableBlock table_;
    std::vector<Row> rows_;
    std::map<std::string, std::size_t> places_;
};

bool is_plan_year(const ForecastView& view, const BookRow& row) {
    return row.year >= view.manifest.first_year && row.year <= view.last_year();
}

/// 收支平衡表: what each of the county's accounts receives and pays.
std::optional<page::TableBlock> balance(const ForecastView& view) {
    YearTable table(view, {"收支平衡表", "Balance of the accounts"},
                    {{"账户", "Account"}, {"项目", "Item"}});
    for (const char* account : {"general", "fund", "state_capital"}) {
        for (const BookRow& row : view.results.books) {
            if (row.account != account || !is_plan_year(view, row)) continue;
            const bool project = row.item.starts_with("project:");
            const Text item = project ? Text{"项目支出", "Projects"} : row.item_name;
            table.add({row.account_name, item}, row.year, row.amount);
        }
    }
    if (table.empty()) return std::nullopt;
    Text note = median_path_note();
    note.zh += "收入为正，支出为负；年初余额加各项等于年末余额，两项余额的合计没有意义。";
    note.en +=
        " Receipts are positive, payments negative; opening plus flows is closing, and the "
        "totals of balances mean nothing.";
    return table.finish(std::move(note));
}

/// 年度资金安排表: project by source.
page::TableBlock arrangement(const ForecastView& view, const std::vector<BookRow>& draws) {
    YearTable table(view, {"年度资金安排表", "Funds by source, project and year"},
                    {{"来源", "Source"}, {"项目", "Project"}});
    for (const BookRow& row : draws) {
        if (!is_plan_year(view, row)) continue;
        table.add({after_colon(row.account_name), after_colon(row.item_name)}, row.year,
                  -row.amount);
    }
    table.sum_up({"合计", "Total"});
    return table.finish(median_path_note());
}

}  // namespace

page::Section funding_section(const ForecastView& view) {
    page::Section section{"funding", {"资金", "Funds"}, {}};
    const auto draws = draws_of(view);
    if (draws.empty()) {
        const bool old = view.results.books.empty();
        section.blocks.emplace_back(page::MissingBlock{
            {"资金从哪里来、用到哪里去", "Sources and uses"},
            old ? Text{"结果中没有 books.csv（旧版本的结果），请重新推演。",
                       "The results hold no books.csv; they are of an older version. Run again."}
                : Text{"没有项目从资金来源拨付资金。", "No project draws on a source."}});
    } else {
        section.blocks.emplace_back(sankey(view, draws));
        section.blocks.emplace_back(arrangement(view, draws));
    }
    if (auto table = balance(view)) section.blocks.emplace_back(*std::move(table));
    return section;
}

std::vector<page::Block> service_by_class(const ForecastView& view) {
    page::SeriesBlock block;
    block.title = {"各类债务还本付息，实际支付", "Debt service paid, by class"};
    block.note = median_path_note();
    block.periods = view.years();
    std::map<std::string, std::size_t> places;
    YearTable table(view, {"偿债计划表", "Debt service by class"},
                    {{"债务", "Debt"}, {"款项", "Payment"}});
    for (const BookRow& row : view.results.books) {
        const std::string kind = row.item.substr(0, row.item.find(':'));
        const bool service = kind == "interest" || kind == "principal";
        const bool pays = !row.account.starts_with("debt:") && !row.account.starts_with("arrears:");
        if (!service || !pays || row.amount >= 0.0 || !is_plan_year(view, row)) continue;
        // The platform company pays for its own debt alone.
        const Text debt = row.account == "platform" ? Text{"平台公司债务", "platform debt"}
                                                    : after_colon(row.item_name);
        const Text payment =
            kind == "interest" ? Text{"付息", "Interest"} : Text{"还本", "Principal"};
        table.add({debt, payment}, row.year, -row.amount);
        const auto [place, is_new] = places.try_emplace(debt.zh, block.bars.size());
        if (is_new) {
            block.bars.push_back({debt, {}, page::Colour::next});
            block.bars.back().values.assign(block.periods.size(), 0.0);
        }
        auto& value = block.bars[place->second]
                          .values[static_cast<std::size_t>(row.year - view.manifest.first_year)];
        value = value.value_or(0.0) - row.amount;
    }
    if (block.bars.empty()) return {};
    table.sum_up({"合计", "Total"});
    return {std::move(block), table.finish(median_path_note())};
}

}  // namespace coffer::report
