// The first lines of a report: what the numbers say, in sentences.
#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "coffer/base/calendar.hpp"
#include "coffer/report/figures.hpp"
#include "sections.hpp"

namespace coffer::report {
namespace {

using model::Indicator;

/// Below it an event is not worth a sentence.
constexpr double noticeable = 0.05;

/// "债务率 124.0%（90% 的可能在 110.0% 与 141.0% 之间）" of a year, or "" when there is none.
std::string range_of(const Report& report, Indicator indicator, int year) {
    const auto* series = report.find(indicator, "total", year, 0);
    if (series == nullptr) return {};
    const auto& quantiles = series->summary.quantiles;
    const model::Unit unit = model::info(indicator).unit;
    const std::string money =
        unit == model::Unit::money ? report.say(" 亿元", " (100 million yuan)") : "";
    return fmt::format(fmt::runtime(report.say("{} {}{}（{}–{}）", "{} {}{} ({}-{})")),
                       report.name(indicator, "total"), figure(quantiles[p50_place], unit), money,
                       figure(quantiles[p05_place], unit), figure(quantiles[p95_place], unit));
}

/// What is likely at the end of the plan.
std::string likely(const Report& report) {
    const int year = report.manifest.first_year + report.manifest.years - 1;
    std::string list;
    for (const Indicator indicator : {Indicator::fai, Indicator::general_revenue,
                                      Indicator::debt_statutory, Indicator::debt_ratio}) {
        const std::string range = range_of(report, indicator, year);
        if (!range.empty()) list += (list.empty() ? "" : report.say("，", ", ")) + range;
    }
    if (list.empty()) return {};
    return fmt::format(
        fmt::runtime(report.say("{} 年最可能：{}；括号内为 90% 的可能所在的范围。",
                                "Most likely in {}: {}; 90% of paths lie in the brackets.")),
        year, list);
}

std::string about_targets(const Report& report) {
    const auto& targets = report.forecast.targets;
    if (targets.empty()) return {};
    const auto worst = std::min_element(
        targets.begin(), targets.end(),
        [](const auto& a, const auto& b) { return a.probability < b.probability; });
    const auto doubtful = std::count_if(targets.begin(), targets.end(), [](const auto& target) {
        return target.probability < 0.5;
    });
    const std::string name = printable(worst->name.in(report.language));
    const std::string chance = probability(worst->probability);
    if (doubtful == 0) {
        return fmt::format(
            fmt::runtime(report.say(
                "{} 个目标实现的可能都不低于一半；把握最小的是 {} 年“{}”，概率 {}。",
                "All {} targets are met on at least half of the paths; the least certain is {} "
                "\"{}\", at {}.")),
            targets.size(), worst->year, name, chance);
    }
    return fmt::format(
        fmt::runtime(report.say("{} 个目标中有 {} 个多半实现不了；最难的是 {} 年“{}”，概率 {}。",
                                "Of {} targets {} are more likely missed than met; the hardest is "
                                "{} \"{}\", at {}.")),
        targets.size(), doubtful, worst->year, name, chance);
}

/// The event that comes first among those that are likely enough.
std::string what_breaks(const Report& report) {
    const statistics::FirstHitResult* first = nullptr;
    double chance = 0.0;
    for (const auto& hit : report.forecast.first_hits) {
        const double within = std::accumulate(hit.probability.begin(), hit.probability.end(), 0.0);
        if (within < noticeable || !hit.mean_month) continue;
        if (first != nullptr && *first->mean_month <= *hit.mean_month) continue;
        first = &hit;
        chance = within;
    }
    if (first == nullptr) {
        if (report.forecast.first_hits.empty()) return {};
        return report.say("库款、偿债和“三保”在 95% 以上的路径上都不出问题。",
                          "Cash, debt service and the three guarantees hold on more than 95% of "
                          "the paths.");
    }
    return fmt::format(
        fmt::runtime(report.say("最先出问题的是{}：计划期内概率 {}，平均在 {} 前后首次发生。",
                                "What breaks first: {}, with a probability of {} within the plan, "
                                "for the first time around {} on average.")),
        event_name(first->event).in(report.language), probability(std::min(1.0, chance)),
        to_string(month_after(first->start, static_cast<int>(*first->mean_month))));
}

std::string about_projects(const Report& report) {
    const auto& projects = report.forecast.projects;
    if (projects.empty()) return {};
    const auto trouble = [](const statistics::ProjectResult& project) {
        return std::max(project.probability_late.value_or(0.0), project.probability_suspended);
    };
    const auto worst =
        std::max_element(projects.begin(), projects.end(),
                         [&](const auto& a, const auto& b) { return trouble(a) < trouble(b); });
    if (trouble(*worst) < noticeable) {
        return fmt::format(
            fmt::runtime(report.say("{} 个项目延期或停工的概率都不到 5%。",
                                    "None of the {} projects is late or stopped on 5% of paths.")),
            projects.size());
    }
    const auto likely_late = std::count_if(projects.begin(), projects.end(),
                                           [&](const auto& each) { return trouble(each) >= 0.5; });
    return fmt::format(
        fmt::runtime(report.say(
            "{} 个项目中有 {} 个多半会延期或停工；最突出的是“{}”，概率 {}。",
            "Of {} projects {} are more likely than not to be late or stopped; foremost \"{}\", at "
            "{}.")),
        projects.size(), likely_late, printable(worst->name.in(report.language)),
        probability(trouble(*worst)));
}

std::string about_warnings(const Report& report) {
    const auto& warnings = report.manifest.warnings;
    const auto first = std::find_if(warnings.begin(), warnings.end(), [](const Diagnostic& each) {
        return each.severity == Severity::warning;
    });
    if (first == warnings.end()) return {};
    const auto count = std::count_if(warnings.begin(), warnings.end(), [](const Diagnostic& each) {
        return each.severity == Severity::warning;
    });
    const std::string at = where(first->at);
    return fmt::format(fmt::runtime(report.say("检查提醒了 {} 处，例如{}：{}。",
                                               "The check warns of {}, for example {}: {}.")),
                       count,
                       printable(at.empty() ? report.say("整个方案", "the plan as a whole") : at),
                       printable(first->problem.in(report.language)));
}

}  // namespace

std::vector<std::string> verdict_sentences(const Report& report) {
    std::vector<std::string> sentences;
    for (auto* about : {likely, about_targets, what_breaks, about_projects, about_warnings}) {
        std::string sentence = about(report);
        if (!sentence.empty()) sentences.push_back(std::move(sentence));
    }
    return sentences;
}

std::string verdict(const Report& report) {
    std::string text = report.say("结论\n", "Verdict\n");
    const auto sentences = verdict_sentences(report);
    for (const std::string& sentence : sentences) text += "  " + sentence + "\n";
    return sentences.empty() ? std::string{} : text;
}

}  // namespace coffer::report
