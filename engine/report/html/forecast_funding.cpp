// Where money comes from and where it goes, from the books of the reference path.
#include <algorithm>
#include <cmath>
#include <map>

#include "coffer/report/names.hpp"
#include "coffer/results/core_tables.hpp"
#include "forecast_view.hpp"

namespace coffer::report {
namespace {

using results::after_colon;
using results::BookRow;

/// Uses shown by name; the rest is one node.
constexpr std::size_t uses_shown = 16;

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

page::SankeyBlock sankey(const ForecastView& view, const std::vector<BookRow>& draws) {
    page::SankeyBlock block;
    block.title = say_both("资金从哪里来、用到哪里去，{}–{} 年合计", "Sources and uses, {}–{}",
                           view.manifest.first_year, view.last_year());
    const Text path = median_path_note();
    block.note = {"参考路径上各项目从各来源实际拨付的资金。" + path.zh,
                  "What projects draw from sources on the reference path. " + path.en};
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

}  // namespace

page::Section funding_section(const ForecastView& view) {
    page::Section section{"funding", {"资金", "Funds"}, {}};
    const auto draws = results::draws_of(view.results.books);
    if (draws.empty()) {
        const bool old = view.results.books.empty();
        section.blocks.emplace_back(page::MissingBlock{
            {"资金从哪里来、用到哪里去", "Sources and uses"},
            old ? Text{"结果中没有 books.csv（旧版本的结果），请重新推演。",
                       "The results hold no books.csv; they are of an older version. Run again."}
                : Text{"没有项目从资金来源拨付资金。", "No project draws on a source."}});
    } else {
        section.blocks.emplace_back(sankey(view, draws));
        section.blocks.emplace_back(core_block(results::funds_table(view.results)));
    }
    const auto balance = results::balance_table(view.results);
    if (!balance.rows.empty()) section.blocks.emplace_back(core_block(balance));
    return section;
}

std::vector<page::Block> service_by_class(const ForecastView& view) {
    page::SeriesBlock block;
    block.title = {"各类债务还本付息，实际支付", "Debt service paid, by class"};
    block.note = median_path_note();
    block.periods = view.years();
    std::map<std::string, std::size_t> places;
    for (const BookRow& row : view.results.books) {
        if (!results::is_debt_service(row)) continue;
        if (row.year < view.manifest.first_year || row.year > view.last_year()) continue;
        const Text debt = results::debt_served(row);
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
    std::vector<page::Block> blocks{std::move(block),
                                    core_block(results::debt_service_table(view.results))};
    const auto instruments = results::debt_instruments_table(view.results);
    if (!instruments.rows.empty()) blocks.emplace_back(core_block(instruments));
    return blocks;
}

}  // namespace coffer::report
