// The first lines of a report: what the numbers say, in sentences made of the numbers alone.
#include "coffer/report/verdict.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "coffer/analysis/measure.hpp"
#include "coffer/base/calendar.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/names.hpp"
#include "coffer/report/text_table.hpp"
#include "coffer/results/files.hpp"
#include "sections.hpp"

namespace coffer::report {
namespace {

using model::Indicator;
using page::Sentence;
using page::Tone;

// From these probabilities on a target counts as safe, or as more unlikely than not.
constexpr double nearly_safe = 0.9;
constexpr double as_likely_as_not = 0.5;
/// A trouble on fewer paths than this is not worth a sentence.
constexpr double worth_a_sentence = 0.05;

/// What the sentences are about; a Report without a language.
using Facts = Report;
using Sentences = std::vector<Sentence>;

int last_year(const Facts& facts) { return facts.manifest.first_year + facts.manifest.years - 1; }

/// "债务率 58.1%（48.4% 至 64.2%）" of a year; empty when there is none.
Text range_of(const Facts& facts, Indicator indicator, int year) {
    const auto* const series = facts.find(indicator, "total", year, 0);
    if (series == nullptr) return {};
    const auto& info = model::info(indicator);
    const auto& quantiles = series->summary.quantiles;
    const Text middle = value_text(quantiles[p50_place], info.unit, facts.manifest.unit);
    const Text range =
        range_text(quantiles[p05_place], quantiles[p95_place], info.unit, facts.manifest.unit);
    return {fmt::format("{} {}（{}）", info.name.zh, middle.zh, range.zh),
            fmt::format("{} {} ({})", info.name.en, middle.en, range.en)};
}

/// What is likely in a year.
Sentences likely(const Facts& facts, int year, std::initializer_list<Indicator> indicators) {
    Text list;
    for (const Indicator indicator : indicators) {
        const Text range = range_of(facts, indicator, year);
        if (range.zh.empty()) continue;
        list.zh += (list.zh.empty() ? "" : "，") + range.zh;
        list.en += (list.en.empty() ? "" : ", ") + range.en;
    }
    if (list.zh.empty()) return {};
    return {{Tone::plain,
             {fmt::format("{} 年中位数：{}；九成路径落在括号内。", year, list.zh),
              fmt::format("Median of {}: {}; 90% of paths lie in the brackets.", year, list.en)}}};
}

Sentences about_first_year(const Facts& facts) {
    return likely(facts, facts.manifest.first_year,
                  {Indicator::fai, Indicator::general_revenue, Indicator::debt_service});
}

Sentences about_last_year(const Facts& facts) {
    if (facts.manifest.years < 2) return {};
    return likely(facts, last_year(facts),
                  {Indicator::general_revenue, Indicator::debt_statutory, Indicator::debt_ratio});
}

Sentences about_targets(const Facts& facts) {
    const auto& all = facts.forecast.targets;
    if (all.empty()) return {};
    const auto count = [&](auto&& is) { return std::count_if(all.begin(), all.end(), is); };
    const auto sure = count([](const auto& target) { return target.probability >= nearly_safe; });
    const auto unlikely =
        count([](const auto& target) { return target.probability < as_likely_as_not; });
    const auto open = static_cast<std::ptrdiff_t>(all.size()) - sure - unlikely;
    const Tone tone = unlikely > 0 ? Tone::bad : open > 0 ? Tone::warning : Tone::good;
    // Nobody asks for what there is none of.
    std::vector<std::string> zh, en;
    const auto tell = [&](std::ptrdiff_t number, const char* in_zh, const char* in_en) {
        if (number == 0) return;
        zh.push_back(fmt::format("{} 项{}", number, in_zh));
        en.push_back(fmt::format("{} {}", number, in_en));
    };
    tell(sure, "基本能实现（概率 90% 以上）", "nearly safe (90% or more)");
    tell(open, "尚有变数", "open");
    tell(unlikely, "多半实现不了", "more likely missed than met");
    Sentences sentences{{tone,
                         {fmt::format("{} 项目标中，{}。", all.size(), fmt::join(zh, "，")),
                          fmt::format("{} targets: {}.", all.size(), fmt::join(en, ", "))}}};
    const auto worst = std::min_element(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return a.probability < b.probability;
    });
    if (worst->probability >= nearly_safe) return sentences;
    const Text chance = chance_text(worst->probability);
    const std::string when = results::period_text(worst->span);
    const bool several = worst->span.several() || worst->span.by_month();
    sentences.push_back(
        {tone,
         {fmt::format("最难的目标是 {}{}“{}”，实现的{}。", when, several ? "" : " 年",
                      worst->name.zh, chance.zh),
          fmt::format("The hardest is {} \"{}\", with {}.", when, worst->name.en, chance.en)}});
    return sentences;
}

/// The event that comes first among those that are likely enough.
Sentences what_breaks(const Facts& facts) {
    const auto& hits = facts.forecast.first_hits;
    if (hits.empty()) return {};
    const statistics::FirstHitResult* first = nullptr;
    double chance = 0.0;
    for (const auto& hit : hits) {
        const double within = std::accumulate(hit.probability.begin(), hit.probability.end(), 0.0);
        if (within < worth_a_sentence || !hit.mean_month) continue;
        if (first != nullptr && *first->mean_month <= *hit.mean_month) continue;
        first = &hit;
        chance = std::min(1.0, within);
    }
    if (first == nullptr) {
        return {{Tone::good,
                 {"库款、偿债和“三保”在 95% 以上的路径上都不出问题。",
                  "Cash, debt service and the three guarantees hold on more than 95% of the "
                  "paths."}}};
    }
    const Text event = analysis::event_name(first->event);
    const std::string when = month_of_mean(*first->mean_month, first->start);
    return {
        {Tone::bad,
         {fmt::format("概率在 5% 以上的风险中，最早的是{}：规划期内{}，平均在 {} 前后首次发生。",
                      event.zh, chance_text(chance).zh, when),
          fmt::format("Of the risks of 5% and more the first to come: {}, with {} within the "
                      "plan, for the first time around {} on average.",
                      event.en, chance_text(chance).en, when)}}};
}

/// The month-end whose P5 of cash is lowest.
Sentences about_cash(const Facts& facts) {
    const statistics::SeriesSummary* tightest = nullptr;
    for (const auto& series : facts.forecast.series) {
        if (series.indicator != Indicator::cash || series.month == 0) continue;
        if (tightest == nullptr ||
            series.summary.quantiles[p05_place] < tightest->summary.quantiles[p05_place]) {
            tightest = &series;
        }
    }
    if (tightest == nullptr) return {};
    const std::string when = to_string(Month{tightest->year, tightest->month});
    const Text middle = money_text(tightest->summary.quantiles[p50_place], facts.manifest.unit);
    const Text low = money_text(tightest->summary.quantiles[p05_place], facts.manifest.unit);
    return {{Tone::plain,
             {fmt::format("库款最紧的月末是 {}：中位数 {}，每二十条路径有一条不高于 {}。", when,
                          middle.zh, low.zh),
              fmt::format("Cash is tightest at the end of {}: median {}, on one path of twenty "
                          "{} or less.",
                          when, middle.en, low.en)}}};
}

Sentences about_tiers(const Facts& facts) {
    const auto* const green = facts.find(Indicator::debt_tier, "green", last_year(facts), 0);
    if (green == nullptr) return {};
    const double in_green = green->summary.mean;
    const Tone tone = in_green >= nearly_safe        ? Tone::good
                      : in_green >= as_likely_as_not ? Tone::warning
                                                     : Tone::bad;
    return {
        {tone,
         {fmt::format("{} 年末债务风险处于绿色等级的{}。", green->year, chance_text(in_green).zh),
          fmt::format("At the end of {} debt is in the green tier with {}.", green->year,
                      chance_text(in_green).en)}}};
}

Sentences about_projects(const Facts& facts) {
    const auto& all = facts.forecast.projects;
    if (all.empty()) return {};
    const auto trouble = [](const statistics::ProjectResult& project) {
        return std::max(project.probability_late.value_or(0.0), project.probability_suspended);
    };
    const auto worst = std::max_element(all.begin(), all.end(), [&](const auto& a, const auto& b) {
        return trouble(a) < trouble(b);
    });
    if (trouble(*worst) < worth_a_sentence) {
        return {{Tone::good,
                 {fmt::format("{} 个项目延期或停工的概率都不到 5%。", all.size()),
                  fmt::format("None of the {} projects is late or stopped on 5% of paths.",
                              all.size())}}};
    }
    const auto likely_late = std::count_if(all.begin(), all.end(), [&](const auto& each) {
        return trouble(each) >= as_likely_as_not;
    });
    const Text chance = chance_text(trouble(*worst));
    const std::string some = likely_late > 0 ? fmt::format("有 {} 个", likely_late) : "没有一个";
    const std::string number = likely_late > 0 ? std::to_string(likely_late) : "none";
    Sentences sentences{
        {likely_late > 0 ? Tone::bad : Tone::warning,
         {fmt::format("{} 个项目中{}多半会延期或停工；最突出的是“{}”，{}。", all.size(), some,
                      worst->name.zh, chance.zh),
          fmt::format("Of {} projects {} are more likely than not to be late or stopped; foremost "
                      "\"{}\", with {}.",
                      all.size(), number, worst->name.en, chance.en)}}};
    const double end = 12.0 * facts.manifest.years;
    const auto unfinished = std::count_if(all.begin(), all.end(), [&](const auto& project) {
        return project.planned_finish && *project.planned_finish <= end && !project.finish_p50;
    });
    if (unfinished > 0) {
        sentences.push_back(
            {Tone::warning,
             {fmt::format("按计划应在规划期内完工的项目，有 {} 个多半完不了工。", unfinished),
              fmt::format("Of the projects planned to finish within the plan, {} more likely do "
                          "not.",
                          unfinished)}});
    }
    return sentences;
}

Sentences about_warnings(const Facts& facts) {
    const auto& warnings = facts.manifest.warnings;
    const auto is_warning = [](const Diagnostic& each) {
        return each.severity == Severity::warning;
    };
    const auto first = std::find_if(warnings.begin(), warnings.end(), is_warning);
    if (first == warnings.end()) return {};
    const auto count = std::count_if(warnings.begin(), warnings.end(), is_warning);
    const std::string at = where(first->at);
    return {{Tone::warning,
             {fmt::format("检查提醒了 {} 处，例如{}：{}。", count, at.empty() ? "整个方案" : at,
                          first->problem.zh),
              fmt::format("The check warns of {}, for example {}: {}.", count,
                          at.empty() ? "the plan as a whole" : at, first->problem.en)}}};
}

}  // namespace

std::vector<Sentence> verdict_of(const statistics::Forecast& forecast,
                                 const results::Manifest& manifest) {
    const Facts facts{forecast, manifest, Language::chinese};
    Sentences sentences;
    for (auto* about : {about_first_year, about_last_year, about_targets, what_breaks, about_cash,
                        about_tiers, about_projects, about_warnings}) {
        for (Sentence& sentence : about(facts)) sentences.push_back(std::move(sentence));
    }
    return sentences;
}

std::vector<std::string> verdict_sentences(const Report& report) {
    std::vector<std::string> sentences;
    for (const Sentence& sentence : verdict_of(report.forecast, report.manifest)) {
        sentences.push_back(printable(sentence.text.in(report.language)));
    }
    return sentences;
}

namespace {

/// A sentence as indented lines of at most `width` terminal cells.
std::string wrapped(const std::string& sentence, std::size_t width) {
    constexpr std::size_t deepest = 4;
    std::string text;
    for (const std::string& line : lines_of(sentence, width - deepest)) {
        text += (text.empty() ? "  " : "    ") + line + "\n";
    }
    return text;
}

}  // namespace

std::string verdict(const Report& report) {
    constexpr std::size_t width = 100;
    std::string text = report.say("结论\n", "Verdict\n");
    const auto sentences = verdict_sentences(report);
    for (const std::string& sentence : sentences) text += wrapped(sentence, width);
    return sentences.empty() ? std::string{} : text;
}

}  // namespace coffer::report
