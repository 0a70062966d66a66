#include <algorithm>
#include <numeric>

#include "coffer/report/answer_text.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/province_answer.hpp"
#include "left_out.hpp"
#include "pieces.hpp"

namespace coffer::report {
namespace {

using batch::Danger;
using batch::Province;
using batch::ProvinceDanger;
using results::Chart;
using results::Drawn;
using results::Quantity;
using results::Sheet;

constexpr std::size_t contributions_shown = 20;

Text name_of_danger(Danger danger) {
    switch (danger) {
        case Danger::orange:
            return {"债务橙色或红色", "debt tier orange or red"};
        case Danger::red:
            return {"债务红色", "debt tier red"};
        case Danger::arrears:
            return {"年末有欠付", "arrears at the year's end"};
        case Danger::cash_below_floor:
            return {"年末前库款曾低于底线", "cash below its floor by then"};
        case Danger::restructuring:
            return {"年末前触发财政重整", "restructuring by then"};
    }
    return {};
}

std::string told(double value, Quantity quantity, const results::Telling& telling,
                 Language language) {
    return told_cell(results::amount(quantity, value), telling).in(language);
}

Sheet figures_sheet(const Province& province, const results::Telling& telling) {
    const Text unit = unit_name(telling.unit);
    Sheet sheet{"figures",
                {"各年合计（金额：" + unit.zh + "）",
                 "Sums over the counties by year (money in " + unit.en + ")"},
                {},
                {},
                {}};
    sheet.columns = {{"indicator", {}, false, false, false},
                     {"name", {"指标", "Figure"}, false, true, true, 34},
                     {"year", {"年份", "Year"}},
                     {"mean", {"均值", "Mean"}},
                     {"p05", {"P5", "P5"}},
                     {"p50", {"P50", "P50"}},
                     {"p95", {"P95", "P95"}},
                     {"mean_error", {}, false, false, false},
                     {"sd", {}, false, false, false},
                     {"counties_without", {}, false, false, false}};
    for (const auto& each : province.figures) {
        const auto& info = model::info(each.indicator);
        const Quantity quantity = quantity_of(info.unit);
        const auto quantile = [&](double level) {
            const auto& levels = statistics::quantile_levels;
            const auto place = std::find(levels.begin(), levels.end(), level) - levels.begin();
            return results::amount(quantity,
                                   each.summary.quantiles[static_cast<std::size_t>(place)]);
        };
        sheet.rows.push_back(
            {{results::words(info.id), results::words(info.name),
              results::words(std::to_string(each.year)),
              results::amount(quantity, each.summary.mean), quantile(0.05), quantile(0.50),
              quantile(0.95), results::amount(quantity, each.summary.se),
              results::amount(quantity, each.summary.sd),
              results::amount(Quantity::number, static_cast<double>(each.without))}});
        if (each.without == 0 || each.year != province.first_year) continue;
        sheet.notes.push_back({fmt::format("{} 个县没有“{}”，按 0 计", each.without, info.name.zh),
                               fmt::format("{} counties do not have \"{}\" and count as 0",
                                           each.without, info.name.en)});
    }
    sheet.charts.push_back({.kind = Chart::Kind::dumbbells,
                            .labels = {"year"},
                            .values = {Drawn{"p05"}, Drawn{"p50"}, Drawn{"p95"}},
                            .panels = {"name"}});
    return sheet;
}

/// How many counties at once a reader wants to know of: 1, 2, 5, 10, 20, 50 …
bool is_round(std::size_t counties) {
    std::size_t rest = counties;
    while (rest >= 10 && rest % 10 == 0) rest /= 10;
    return rest == 1 || rest == 2 || rest == 5;
}

Sheet dangers_sheet(const Province& province) {
    Sheet sheet{
        "dangers",
        {"至少 k 个县同时如此的概率", "Probability that at least k counties are so at once"},
        {{"danger", {}, false, false, false},
         {"name", {"情况", "What"}, false, true, true, 34},
         {"counties", {"k", "k"}}},
        {},
        {}};
    Chart chart{.kind = Chart::Kind::heat, .labels = {"name", "counties"}};
    for (int year = 0; year < province.years; ++year) {
        const std::string told_year = std::to_string(province.first_year + year);
        sheet.columns.push_back({"y" + told_year, {told_year, told_year}});
        chart.values.push_back({"y" + told_year, -1, {}});
    }
    sheet.charts.push_back(std::move(chart));
    const auto years = static_cast<std::size_t>(province.years);
    for (std::size_t d = 0; d < batch::danger_count; ++d) {
        const auto* const first = &province.dangers[d * years];
        std::size_t most = 1;
        for (std::size_t year = 0; year < years; ++year) {
            for (std::size_t k = 1; k < first[year].paths.size(); ++k) {
                if (first[year].paths[k] > 0) most = std::max(most, k);
            }
        }
        for (std::size_t k = 1; k <= most; ++k) {
            results::AnswerRow row{{results::words(batch::id_of(first->danger)),
                                    results::words(name_of_danger(first->danger)),
                                    results::amount(Quantity::number, static_cast<double>(k))},
                                   is_round(k)};
            for (std::size_t year = 0; year < years; ++year) {
                row.cells.push_back(
                    results::amount(Quantity::probability, first[year].at_least(k)));
            }
            sheet.rows.push_back(std::move(row));
        }
    }
    sheet.notes.push_back({"文件里有每一个 k，直到各路径上出现过的最大值",
                           "the file has every k, up to the most that any path has"});
    return sheet;
}

Sheet tail_sheet(const Province& province, const results::Telling& telling) {
    const auto& tail = province.tail;
    const auto& info = model::info(tail.indicator);
    const Quantity quantity = quantity_of(info.unit);
    const double whole = tail.in_tail - tail.mean;
    Sheet sheet{"tail",
                {fmt::format("{} 年“{}”合计最坏的 {} 条路径上各县的份额", tail.year, info.name.zh,
                             tail.paths.size()),
                 fmt::format("Shares of the counties in the {} worst paths of {} in {}",
                             tail.paths.size(), info.name.en, tail.year)},
                {{"plan", {"方案", "Plan"}, false, false, true, 34},
                 {"name", {"县", "County"}, false, true, true, 24},
                 {"mean", {"均值", "Mean"}},
                 {"in_tail", {"最坏时", "In the tail"}},
                 {"excess", {"多出 [95%]", "Excess [95 %]"}, true},
                 {"share", {"占多出的", "Share of it"}},
                 {"region", {}, false, false, false}},
                {},
                {}};
    std::vector<std::size_t> order(tail.contributions.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const double sign = tail.side == batch::Side::high ? 1.0 : -1.0;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return sign * tail.contributions[a].excess() > sign * tail.contributions[b].excess();
    });
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        const auto& each = tail.contributions[order[rank]];
        const auto& county = province.counties[each.county];
        const double margin = statistics::errors_either_side * each.error;
        const auto share =
            whole != 0.0 ? std::optional<double>(each.excess() / whole) : std::nullopt;
        sheet.rows.push_back(
            {{results::words(county.plan), results::words(county.name),
              results::amount(quantity, each.mean), results::amount(quantity, each.in_tail),
              results::change_of(quantity, each.excess(), each.excess() - margin,
                                 each.excess() + margin),
              results::amount(Quantity::ratio, share), results::words(county.region)},
             rank < contributions_shown});
    }
    sheet.charts.push_back({.kind = Chart::Kind::bars,
                            .title = {"各县占最坏情形多出的部分和 95% 区间",
                                      "What each county adds in the tail, 95 % interval"},
                            .labels = {"name"},
                            .values = {Drawn{"excess"}}});
    sheet.notes.push_back(
        {"最坏时：该县在合计最坏的 5% 路径上的均值（边际预期损失）；各县之和正是合计的。金额：" +
             unit_name(telling.unit).zh,
         "In the tail: the county's mean on the 5 % of paths where the sum is worst (marginal "
         "expected shortfall); over all counties they add up to the sum's. Money in " +
             unit_name(telling.unit).en});
    if (order.size() > contributions_shown) {
        sheet.notes.push_back(
            sentence("文件里有全部 {} 个县", "the file has all {} counties", order.size()));
    }
    return sheet;
}

void add_lead(const Province& province, const Text& name, results::Answer& answer) {
    const auto& telling = answer.telling;
    const auto years = static_cast<std::size_t>(province.years);
    const int last = province.first_year + province.years - 1;
    answer.lead.push_back(
        {fmt::format("{}：{} 个县，{} 条路径，{}–{} 年", name.zh, province.counties.size(),
                     province.paths, province.first_year, last),
         fmt::format("{}: {} counties on {} paths, {} to {}", name.en, province.counties.size(),
                     province.paths, province.first_year, last)});
    if (!province.left_out.empty()) {
        const std::size_t all = province.counties.size() + province.left_out.size();
        answer.lead.push_back(sentence(
            "合计不完整：{1} 个方案中 {0} 个没有计入，见“没有计入合计的方案”。",
            "The sums are not complete: {0} of {1} plans are not in them; see \"Plans that are in "
            "no sum\".",
            province.left_out.size(), all));
    }
    const auto& tail = province.tail;
    const auto& info = model::info(tail.indicator);
    const Quantity quantity = quantity_of(info.unit);
    const auto in = [&](double value, Language language) {
        return told(value, quantity, telling, language);
    };
    answer.lead.push_back(
        {fmt::format("{} 年“{}”合计平均 {}；最坏的二十分之一路径上平均 {}。", tail.year,
                     info.name.zh, in(tail.mean, Language::chinese),
                     in(tail.in_tail, Language::chinese)),
         fmt::format("{} in {}: {} on average, {} on the worst twentieth of the paths.",
                     info.name.en, tail.year, in(tail.mean, Language::english),
                     in(tail.in_tail, Language::english))});
    const ProvinceDanger& red =
        province.dangers[static_cast<std::size_t>(Danger::red) * years + years - 1];
    const ProvinceDanger& arrears =
        province.dangers[static_cast<std::size_t>(Danger::arrears) * years + years - 1];
    answer.lead.push_back(sentence("{} 年末平均有 {:.1f} 个县为红色，{:.1f} 个县有欠付。",
                                   "At the end of {} on average {:.1f} counties are red and {:.1f} "
                                   "have arrears.",
                                   last, red.mean(), arrears.mean()));
}

}  // namespace

results::Sheet left_out_sheet(const std::vector<batch::LeftOut>& left_out) {
    results::Sheet sheet{"left_out",
                         {"没有计入合计的方案", "Plans that are in no sum"},
                         {{"plan", {"方案", "Plan"}, false, false, true, 34},
                          {"mistakes", {"错误数", "Mistakes"}},
                          {"problem", {"第一处", "The first"}, false, true, true, 80}},
                         {},
                         {}};
    for (const auto& each : left_out) {
        const auto is_error = [](const Diagnostic& one) { return one.severity == Severity::error; };
        const auto errors =
            std::count_if(each.diagnostics.begin(), each.diagnostics.end(), is_error);
        const auto first = std::find_if(each.diagnostics.begin(), each.diagnostics.end(), is_error);
        Text what;
        if (first != each.diagnostics.end()) {
            what = {format(*first, Language::chinese), format(*first, Language::english)};
        }
        sheet.rows.push_back(
            {{results::words(each.plan),
              results::amount(results::Quantity::number, static_cast<double>(errors)),
              results::words(std::move(what))}});
    }
    return sheet;
}

results::Answer province_answer(const Province& province, const Text& name, MoneyUnit unit) {
    results::Answer answer;
    answer.telling = {begin_of_year(province.first_year, province.first_month), unit};
    add_lead(province, name, answer);
    answer.sheets.push_back(figures_sheet(province, answer.telling));
    answer.sheets.push_back(dangers_sheet(province));
    answer.sheets.push_back(tail_sheet(province, answer.telling));
    if (!province.left_out.empty()) answer.sheets.push_back(left_out_sheet(province.left_out));
    const batch::County& first = province.counties.front();
    answer.last.push_back(
        sentence("单独看一个县、与这里同样的路径：coffer run {} --seed {} --paths {} --set "
                 "simulation.region={}",
                 "One county alone on the same paths: coffer run {} --seed {} --paths {} --set "
                 "simulation.region={}",
                 printable(first.plan), province.seed, province.paths, first.region));
    return answer;
}

}  // namespace coffer::report
