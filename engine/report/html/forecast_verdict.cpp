// The verdict: what is likely, which target is at risk, what breaks first and when, in sentences
// made of the numbers alone.
#include <algorithm>
#include <cmath>

#include "coffer/base/calendar.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/names.hpp"
#include "forecast_view.hpp"

namespace coffer::report {
namespace {

using model::Indicator;
using page::Quantity;
using page::Sentence;
using page::Tone;

// From these probabilities on a target counts as safe, or as more unlikely than not.
constexpr double nearly_safe = 0.9;
constexpr double even = 0.5;
/// A trouble on fewer paths than this is not worth an alarm.
constexpr double worth_an_alarm = 0.05;

Sentence investment(const ForecastView& view) {
    const auto* const first = view.find(Indicator::fai, "total", view.manifest.first_year);
    if (first == nullptr) return {};
    const auto& quantiles = first->summary.quantiles;
    const Text low = money_text(quantiles[at_p05]);
    const Text middle = money_text(quantiles[at_p50]);
    const Text high = money_text(quantiles[at_p95]);
    return {
        Tone::plain,
        {fmt::format("{} 年固定资产投资的中位数为 {}，九成可能在 {} 到 {} 之间。", first->year,
                     middle.zh, low.zh, high.zh),
         fmt::format("Fixed-asset investment in {}: median {}, nine paths of ten from {} to {}.",
                     first->year, middle.en, low.en, high.en)}};
}

std::vector<Sentence> targets(const ForecastView& view) {
    const auto& all = view.forecast.targets;
    if (all.empty()) return {};
    const auto count = [&](auto&& is) { return std::count_if(all.begin(), all.end(), is); };
    const auto sure = count([](const auto& target) { return target.probability >= nearly_safe; });
    const auto unlikely = count([](const auto& target) { return target.probability < even; });
    const auto open = static_cast<std::ptrdiff_t>(all.size()) - sure - unlikely;
    const Tone tone = unlikely > 0 ? Tone::bad : open > 0 ? Tone::warning : Tone::good;
    std::vector<Sentence> sentences{
        {tone,
         say_both("{} 项目标中，{} 项基本能实现（概率 90% 以上），{} 项尚有变数，{} 项实现"
                  "的可能不到一半。",
                  "{} targets: {} nearly safe (90 % or more), {} open, {} less likely than not.",
                  all.size(), sure, open, unlikely)}};
    const auto worst = std::min_element(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return a.probability < b.probability;
    });
    if (worst->probability < nearly_safe) {
        sentences.push_back(
            {tone,
             {fmt::format("最难的目标是“{}”（{} 年），实现的概率为 {}。", worst->name.zh,
                          worst->year, probability(worst->probability)),
              fmt::format("The hardest is \"{}\" ({}), with a probability of "
                          "{}.",
                          worst->name.en, worst->year, probability(worst->probability))}});
    }
    return sentences;
}

/// What breaks first: the likeliest of the first hits, or that none happens.
Sentence trouble(const ForecastView& view) {
    const statistics::FirstHitResult* likeliest = nullptr;
    double most = 0.0;
    for (const auto& hit : view.forecast.first_hits) {
        double all = 0.0;
        for (const double share : hit.probability) all += share;
        if (all <= most) continue;
        most = all;
        likeliest = &hit;
    }
    if (likeliest == nullptr) {
        return {Tone::good,
                {"各条路径上库款都不低于底线，没有拖欠。",
                 "On no path does cash fall below its floor or anything go unpaid."}};
    }
    const Text event = event_name(likeliest->event);
    const Month month =
        month_after(likeliest->start, static_cast<int>(likeliest->mean_month.value_or(0.0)));
    return {most >= worth_an_alarm ? Tone::bad : Tone::warning,
            {fmt::format("最可能先出现的问题是{}：规划期内的概率为 {}，首次出现平均在 {}。",
                         event.zh, probability(most), to_string(month)),
             fmt::format("What is likeliest to break first: {}, with a probability of {} within "
                         "the plan, on average in {}.",
                         event.en, probability(most), to_string(month))}};
}

/// The month-end whose P5 of cash is lowest.
const statistics::SeriesSummary* tightest(const ForecastView& view) {
    const statistics::SeriesSummary* found = nullptr;
    for (const auto& series : view.forecast.series) {
        if (series.indicator != Indicator::cash || series.month == 0) continue;
        if (found == nullptr ||
            series.summary.quantiles[at_p05] < found->summary.quantiles[at_p05]) {
            found = &series;
        }
    }
    return found;
}

std::vector<Sentence> cash(const ForecastView& view) {
    const auto* const month = tightest(view);
    if (month == nullptr) return {};
    const std::string when = to_string(Month{month->year, month->month});
    const Text middle = money_text(month->summary.quantiles[at_p50]);
    const Text low = money_text(month->summary.quantiles[at_p05]);
    return {{Tone::plain,
             {fmt::format("库款最紧的月末是 {}：中位数 {}，每二十条路径有一条低于 {}。", when,
                          middle.zh, low.zh),
              fmt::format("Cash is tightest at the end of {}: median {}, on one path of twenty "
                          "below {}.",
                          when, middle.en, low.en)}}};
}

std::vector<Sentence> debt(const ForecastView& view) {
    const auto* const ratio = view.find(Indicator::debt_ratio, "total", view.last_year());
    const auto* const green = view.find(Indicator::debt_tier, "green", view.last_year());
    if (ratio == nullptr || green == nullptr) return {};
    const double in_green = green->summary.mean;
    const Tone tone = in_green >= nearly_safe ? Tone::good
                      : in_green >= even      ? Tone::warning
                                              : Tone::bad;
    return {{tone, say_both("{} 年末债务率中位数 {}（P95 {}），处于绿色等级的概率为 {}。",
                            "Debt ratio at the end of {}: median {} (P95 {}); green tier with a "
                            "probability of {}.",
                            ratio->year, percent(ratio->summary.quantiles[at_p50]),
                            percent(ratio->summary.quantiles[at_p95]), probability(in_green))}};
}

std::vector<Sentence> projects(const ForecastView& view) {
    const auto& all = view.forecast.projects;
    if (all.empty()) return {};
    const auto unfinished = std::count_if(all.begin(), all.end(), [&](const auto& project) {
        const bool due = project.planned_finish && *project.planned_finish <= view.months();
        return due && !project.finish_p50;
    });
    const auto latest = std::max_element(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return a.probability_late.value_or(0.0) < b.probability_late.value_or(0.0);
    });
    const double late = latest->probability_late.value_or(0.0);
    std::vector<Sentence> sentences;
    if (late >= worth_an_alarm) {
        sentences.push_back(
            {late >= even ? Tone::bad : Tone::warning,
             {fmt::format("{} 个项目中最可能延期的是“{}”，概率 {}。", all.size(), latest->name.zh,
                          probability(late)),
              fmt::format("Of {} projects the one most likely to be late is \"{}\", {}.",
                          all.size(), latest->name.en, probability(late))}});
    }
    if (unfinished > 0) {
        sentences.push_back(
            {Tone::warning,
             say_both("{} 个按计划应在规划期内完工的项目，多半完不了工。",
                      "{} projects that should be finished within the plan are less likely than "
                      "not to be.",
                      unfinished)});
    }
    return sentences;
}

Sentence warnings(const ForecastView& view) {
    const auto count = view.manifest.warnings.size();
    if (count == 0) {
        return {Tone::good, {"检查情景时没有提示。", "Checking the scenario gave no warning."}};
    }
    return {Tone::warning,
            say_both("检查情景时有 {} 条提示，见“检查提示与出处”。",
                     "Checking the scenario gave {} warnings, listed at the end.", count)};
}

Text spread(const statistics::Summary& summary, model::Unit unit) {
    const Text low = value_text(summary.quantiles[at_p05], unit);
    const Text high = value_text(summary.quantiles[at_p95], unit);
    return {"P5–P95：" + low.zh + " 至 " + high.zh, "P5–P95: " + low.en + " to " + high.en};
}

page::FiguresBlock figures(const ForecastView& view) {
    page::FiguresBlock block;
    const auto add = [&](Indicator indicator, int year) {
        const auto* const series = view.find(indicator, "total", year);
        if (series == nullptr) return;
        const auto& info = model::info(indicator);
        block.items.push_back({say_both("{1} 年{0}", "{2}, {1}", info.name.zh, year, info.name.en),
                               series->summary.quantiles[at_p50], quantity_of(indicator),
                               spread(series->summary, info.unit), Tone::plain});
    };
    add(Indicator::fai, view.manifest.first_year);
    add(Indicator::general_revenue, view.manifest.first_year);
    add(Indicator::debt_service, view.manifest.first_year);
    add(Indicator::debt_ratio, view.last_year());
    add(Indicator::cash_min, view.last_year());
    return block;
}

}  // namespace

page::Section verdict_section(const ForecastView& view) {
    page::Section section{"verdict", {"结论", "Verdict"}, {}};
    page::TextBlock text;
    const auto add = [&](std::vector<Sentence> sentences) {
        for (Sentence& sentence : sentences) text.items.push_back(std::move(sentence));
    };
    if (Sentence first = investment(view); !first.text.zh.empty()) add({std::move(first)});
    add(targets(view));
    add({trouble(view)});
    add(cash(view));
    add(debt(view));
    add(projects(view));
    add({warnings(view)});
    section.blocks.emplace_back(std::move(text));
    if (auto block = figures(view); !block.items.empty()) {
        section.blocks.emplace_back(std::move(block));
    }
    return section;
}

}  // namespace coffer::report
