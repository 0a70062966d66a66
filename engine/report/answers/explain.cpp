#include <algorithm>
#include <cmath>
#include <set>

#include "coffer/report/answer_text.hpp"
#include "coffer/report/explain_answer.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/names.hpp"
#include "measures.hpp"
#include "pieces.hpp"

namespace coffer::report {
namespace {

using analysis::Explanation;
using analysis::Factor;
using results::Chart;
using results::Drawn;
using results::Quantity;
using results::Sheet;

constexpr std::size_t factors_shown = 12;
constexpr std::size_t exclusions_shown = 14;
constexpr std::size_t project_effects_shown = 12;
constexpr std::size_t figures_told = 4;

results::Answered share_cell(const statistics::MainEffect& effect) {
    auto cell = results::amount(Quantity::ratio, effect.share);
    if (effect.se > 0.0) {
        cell.low = effect.share - statistics::errors_either_side * effect.se;
        cell.high = effect.share + statistics::errors_either_side * effect.se;
    }
    return cell;
}

/// Whether the paths looked at are failures, and not just one side of an amount.
bool are_misses(const Explanation& explanation) {
    return explanation.subject.measure.is_probability() ||
           analysis::tail_of(explanation.subject).is_bad;
}

/// What columns call the paths looked at.
Text called(const Explanation& explanation, Text miss, Text side) {
    return are_misses(explanation) ? std::move(miss) : std::move(side);
}

/// How far a chance lies off on a miss, in its own unit.
Text shift_text(const analysis::FactorEffect& effect) {
    const double shift = effect.given_miss - effect.given_others;
    switch (effect.factor.kind) {
        case Factor::Kind::driver:
            return sentence("{:+.1f} 个百分点", "{:+.1f} points", shift * 100.0);
        case Factor::Kind::noise:
            return sentence("{:+.1f}%", "{:+.1f} %", shift * 100.0);
        case Factor::Kind::duration:
            return sentence("{:+.1f} 个月", "{:+.1f} months", shift);
        case Factor::Kind::overrun:
            return sentence("{:+.1f}%", "{:+.1f} %", shift * 100.0);
        case Factor::Kind::receipt:
        case Factor::Kind::chance:
            return sentence("分位 {:+.2f}", "{:+.2f} of its rank", shift);
        default:
            break;
    }
    return sentence("{:+.2f} 个标准差", "{:+.2f} sd", shift);
}

Sheet factor_sheet(const Explanation& explanation) {
    Sheet sheet{"factors",
                {"（甲）哪些不确定因素起作用：各自单独解释的方差份额 [95% 区间]",
                 "(a) Which chances matter: share of the variance that each explains alone [95 %]"},
                {},
                {},
                {}};
    const bool has_figure = explanation.figure_tells, misses = explanation.misses_tell;
    const Quantity quantity =
        has_figure ? quantity_of(*explanation.subject.figure) : Quantity::number;
    sheet.columns = {
        {"factor", {}, false, false, false},
        {"name", {"因素", "Chance"}, false, true, true, 44, true},
        {"share_of_miss",
         called(explanation, {"占失败与否", "Of missing it"}, {"占是否在这一侧", "Of lying there"}),
         true, false, misses},
        {"share_of_figure", {"占指标值", "Of the figure"}, true, false, has_figure},
        {"miss_low_to_high",
         called(explanation, {"由低到高，失败概率变化", "P(miss), low to high"},
                {"由低到高，在这一侧的概率变化", "P(lying there), low to high"}),
         false, false, misses},
        {"figure_low_to_high", {"指标变化", "Figure"}, false, false, has_figure},
        {"shift_on_miss",
         called(explanation, {"失败时偏离", "Shift on a miss"},
                {"这些路径上偏离", "Shift on these paths"}),
         false, true, misses},
        {"shift", {}, false, false, false},
        {"floor", {}, false, false, false}};
    std::size_t shown = 0;
    for (const auto& effect : explanation.factors) {
        auto of_miss = results::amount(Quantity::ratio, std::nullopt);
        auto miss_effect = results::change_of(Quantity::probability, std::nullopt);
        auto shift_words = results::words(std::string());
        auto shift = results::change_of(Quantity::number, std::nullopt);
        if (effect.on_miss) {
            of_miss = share_cell(*effect.on_miss);
            miss_effect.value = effect.on_miss->high - effect.on_miss->low;
            shift_words = results::words(shift_text(effect));
            shift.value = effect.given_miss - effect.given_others;
        }
        auto figure = results::amount(Quantity::ratio, std::nullopt);
        auto figure_effect = results::amount(quantity, std::nullopt);
        if (effect.on_figure) {
            figure = share_cell(*effect.on_figure);
            figure_effect =
                results::change_of(quantity == Quantity::moment ? Quantity::months : quantity,
                                   effect.on_figure->high - effect.on_figure->low);
        }
        const bool tells = effect.counts() && shown < factors_shown;
        shown += tells ? 1 : 0;
        sheet.rows.push_back({{results::words(effect.factor.id), results::words(effect.factor.name),
                               of_miss, figure, miss_effect, figure_effect, shift_words, shift,
                               results::amount(Quantity::ratio, effect.floor)},
                              tells});
    }
    sheet.notes.push_back(
        {"一起变动的因素（同一项各年的运气、共同的运气、相关的驱动因素）解释的是同一部分方差，份额"
         "重叠，不能相加。"
         "某年的运气是这一年所处的水平，含往年的影响。",
         "Chances that move together (luck of one line in successive years, shared luck, "
         "correlated drivers) explain the same part of the variance: their shares overlap and do "
         "not add up. Luck of a year is where it stands that year, what earlier years did to it "
         "included."});
    const double floor = explanation.factors.empty() ? 0.0 : explanation.factors.front().floor;
    sheet.notes.push_back(sentence(
        "看过 {} 个因素；不起作用的因素，最大的份额在 95% 的情况下低于 "
        "{}（只列高于它的）。由低到高：因素最低十分之一与最高十分之一之间。",
        "{} chances were looked at; of those without effect even the largest share stays below {} "
        "in 95 of 100 cases (only those above are listed). Low to high: from the lowest to the "
        "highest tenth of the chance.",
        explanation.asked, percent(floor)));
    Chart shares{.kind = Chart::Kind::bars,
                 .title = {"各自单独解释的方差份额和 95% 区间",
                           "Share of the variance that each explains alone, 95 % interval"},
                 .labels = {"name"},
                 .values = {Drawn{"share_of_miss"}}};
    Chart swings{.kind = Chart::Kind::bars,
                 .title = called(explanation,
                                 {"因素由低到高，失败概率的变化（百分点）",
                                  "Change of the probability of missing it, chance low to high "
                                  "(points)"},
                                 {"因素由低到高，在这一侧的概率的变化（百分点）",
                                  "Change of the probability of lying there, chance low to high "
                                  "(points)"}),
                 .labels = {"name"},
                 .values = {Drawn{"miss_low_to_high"}}};
    if (has_figure) {
        shares.values.push_back({"share_of_figure"});
        swings.title = {"因素由低到高，指标的变化", "Change of the figure, chance low to high"};
        swings.values = {{"figure_low_to_high"}};
    }
    sheet.charts = {std::move(swings), std::move(shares)};
    return sheet;
}

Sheet group_sheet(const Explanation& explanation) {
    Sheet sheet{"groups",
                {"（乙）方差的分摊（沙普利值，合计 100%）",
                 "(b) Fair shares of the variance (Shapley effects, 100 % together)"},
                {},
                {},
                {}};
    sheet.columns = {{"group", {}, false, false, false},
                     {"name", {"一类因素", "Group of chances"}, false, true},
                     {"share", {"份额 [95% 区间]", "Share [95 %]"}, true}};
    for (const auto& group : explanation.groups) {
        auto cell = results::amount(Quantity::ratio, group.share);
        cell.low = group.share - statistics::errors_either_side * group.se;
        cell.high = group.share + statistics::errors_either_side * group.se;
        sheet.rows.push_back(
            {{results::words(group.group.id), results::words(group.group.name), cell}});
    }
    // Shares lie between 0 and 1; estimates that do not are noise.
    const bool noisy =
        std::any_of(explanation.groups.begin(), explanation.groups.end(), [](const auto& group) {
            return group.share < -0.02 || group.share > 1.02 || group.se > 0.1;
        });
    if (noisy) {
        sheet.notes.push_back(
            {"份额实际都在 0 与 100% 之间：路径太少，区间这样宽的份额分不清，请加 --paths。",
             "Shares lie between 0 and 100 %: with so few paths those of such wide intervals "
             "cannot be told; take more --paths."});
    }
    sheet.charts.push_back(
        {.kind = Chart::Kind::bars, .labels = {"name"}, .values = {Drawn{"share"}}});
    return sheet;
}

Sheet exclusion_sheet(const Explanation& explanation) {
    const auto& measure = explanation.subject.measure;
    Sheet sheet{"exclusions",
                {"（丙）若某项确定不变（取中位数），结果会怎样（不可相加）",
                 "(c) What if one of them were certain, at its median (effects do not add up)"},
                {},
                {},
                {}};
    const bool has_figure = explanation.figure_tells;
    const Quantity quantity =
        has_figure ? change_quantity_of(*explanation.subject.figure) : Quantity::number;
    sheet.columns = {
        {"excluded", {}, false, false, false},
        {"name", {"不再波动的", "Certain"}, false, true, true, 40},
        {"measure",
         measure.is_probability() ? Text{"概率变化", "Change of P"} : Text{"指标变化", "Change"},
         true},
        {"p05", {"指标 P5", "Figure's P5"}, true, false, has_figure},
        {"p50", {"P50", "P50"}, true, false, has_figure},
        {"p95", {"P95", "P95"}, true, false, has_figure}};
    std::size_t shown = 0;
    for (const auto& exclusion : explanation.exclusions) {
        results::AnswerRow row;
        row.cells = {results::words(exclusion.id), results::words(exclusion.name),
                     change_cell(change_quantity_of(measure), exclusion.measure)};
        bool clear = exclusion.measure.clear();
        for (std::size_t level = 0; level < 3; ++level) {
            if (exclusion.quantiles.empty()) {
                row.cells.push_back(results::amount(quantity, std::nullopt));
                continue;
            }
            row.cells.push_back(change_cell(quantity, exclusion.quantiles[level]));
            clear = clear || exclusion.quantiles[level].clear();
        }
        row.shown = clear && shown < exclusions_shown;
        shown += row.shown ? 1 : 0;
        sheet.rows.push_back(std::move(row));
    }
    sheet.charts.push_back(
        {.kind = Chart::Kind::points,
         .title = {"某项确定不变时的变化和 95% 区间", "Change if it were certain, 95 % interval"},
         .labels = {"name"},
         .values = {Drawn{"measure"}},
         .marks = {{{"不变", "no change"}, 0.0, false}}});
    return sheet;
}

Sheet project_effect_sheet(const Explanation& explanation) {
    const auto& measure = explanation.subject.measure;
    const Quantity quantity = change_quantity_of(measure);
    Sheet sheet{
        "projects",
        called(explanation,
               {"（丁）项目：失败时是否延误、取消它、推迟六个月、资金全额到位各有多大影响",
                "(d) Projects: late on a miss, and the effect of dropping, delaying by "
                "six months, fully funding each"},
               {"（丁）项目：在这些路径上是否延误、取消它、推迟六个月、资金全额到位各有多大影响",
                "(d) Projects: late on these paths, and the effect of dropping, delaying "
                "by six months, fully funding each"}),
        {},
        {},
        {}};
    sheet.columns = {{"project", {}, false, false, false},
                     {"name", {"项目", "Project"}, false, true, true, 36},
                     {"criticality", called(explanation, {"失败时延误", "Late on a miss"},
                                            {"这些路径上延误", "Late on these paths"})},
                     {"usual", {"其余时延误", "else"}},
                     {"cruciality", {"完工与指标相关", "Rank corr."}},
                     {"dropped", {"取消", "Dropped"}, true},
                     {"delayed", {"推迟六个月", "Six months later"}, true},
                     {"funded", {"全额到位", "Fully funded"}, true}};
    std::size_t shown = 0;
    for (const auto& effect : explanation.projects) {
        results::AnswerRow row;
        row.cells = {results::words(effect.id), results::words(effect.name),
                     results::amount(Quantity::probability, effect.criticality),
                     results::amount(Quantity::probability, effect.usual),
                     results::amount(Quantity::number, effect.cruciality)};
        bool clear = false;
        for (const auto* difference : {&effect.dropped, &effect.delayed, &effect.funded}) {
            if (!*difference) {
                row.cells.push_back(results::amount(quantity, std::nullopt));
                continue;
            }
            row.cells.push_back(change_cell(quantity, **difference));
            clear = clear || (*difference)->clear();
        }
        row.shown = clear && shown < project_effects_shown;
        shown += row.shown ? 1 : 0;
        sheet.rows.push_back(std::move(row));
    }
    if (shown == 0) {
        sheet.notes.push_back({"没有一个项目的取消、推迟或全额到位有分得清的影响。",
                               "Dropping, delaying or fully funding no single project has an "
                               "effect that can be told."});
        return sheet;
    }
    sheet.notes.push_back(
        {"延误：超过最后阶段的期限；没有期限的，比计划完工晚一个月以上。推迟六个月：尚未开始的下一"
         "个阶段，最早在计划开始时间之后六个月才能开始。“-”："
         "方案不能这样改（取消后方案不成立，各阶段都已开始，或推迟后晚于期限）",
         "Late: past the deadline of its last stage, or without one more than a month after its "
         "planned finish. Six "
         "months later: the next stage that has not begun starts six months after its planned "
         "start at the earliest. -: the plan cannot be changed so (it has mistakes without the "
         "project, every stage has begun, or the delay passes a deadline)"});
    sheet.charts.push_back({.kind = Chart::Kind::points,
                            .title = {"取消、推迟、全额到位各项目的影响和 95% 区间",
                                      "Effect of dropping, delaying, funding each, 95 % interval"},
                            .labels = {"name"},
                            .values = {Drawn{"dropped"}, Drawn{"delayed"}, Drawn{"funded"}},
                            .marks = {{{"不变", "no change"}, 0.0, false}}});
    return sheet;
}

Sheet typical_sheet(const Explanation& explanation) {
    Sheet sheet{"typical_miss",
                {"（戊）典型的失败：各年指标与其余路径的差别",
                 "(e) The typical miss: yearly figures against those of the other paths"},
                {},
                {},
                {}};
    if (!are_misses(explanation)) {
        sheet.title = {"（戊）这些路径的典型情形：各年指标与其余路径的差别",
                       "(e) What is typical of these paths: yearly figures against those of the "
                       "other paths"};
    }
    const Text on_these = called(explanation, {"失败时均值", "Mean on a miss"},
                                 {"这些路径均值", "Mean on these paths"});
    sheet.columns = {{"indicator", {}, false, false, false},
                     {"name", {"指标", "Indicator"}, false, true, true, 36},
                     {"dimension", {}, false, false, false},
                     {"period", {"年份", "Year"}},
                     {"usual", {"其余路径均值", "Others' mean"}},
                     {"miss", on_these},
                     {"difference", {"差", "Difference"}},
                     {"distance", {"差/标准差", "In sd"}}};
    if (explanation.typical) add_rows(sheet, explanation.typical->figures);
    sheet.charts.push_back(distance_chart("period"));
    return sheet;
}

/// "FAI of 2020 is 27.9 instead of 29.9 (6.6 % less)".
Text told_figure(const analysis::GivenMiss& given, const results::Telling& telling) {
    const Quantity quantity = quantity_of(given.id.indicator);
    const Text name = with_dimension(given.id.indicator, given.id.dimension);
    const auto value = [&](double of, Language language) {
        return told_cell(results::amount(quantity, of), telling).in(language);
    };
    std::string zh =
        fmt::format("{} {} 年为 {}，其余路径为 {}", name.zh, given.id.year,
                    value(given.miss, Language::chinese), value(given.usual, Language::chinese));
    std::string en =
        fmt::format("{} of {} is {}, on the other paths {}", name.en, given.id.year,
                    value(given.miss, Language::english), value(given.usual, Language::english));
    // Over a base near nothing a share says nothing.
    constexpr double most_times = 10.0;
    if (quantity == Quantity::money && given.usual > 0.0 &&
        given.miss <= most_times * given.usual) {
        const double share = given.miss / given.usual - 1.0;
        zh += fmt::format("（{} {:.0f}%）", share < 0.0 ? "少" : "多", std::fabs(share) * 100.0);
        en +=
            fmt::format(" ({:.0f} % {})", std::fabs(share) * 100.0, share < 0.0 ? "less" : "more");
    }
    return {zh, en};
}

void tell_typical_miss(const Explanation& explanation, const results::Telling& telling,
                       std::vector<Text>& lead) {
    Text text{"典型的失败：", "In the typical miss "};
    if (!are_misses(explanation)) text = {"这些路径的典型情形：", "On these paths typically "};
    std::set<model::Indicator> told;
    std::size_t count = 0;
    for (const auto& given : explanation.typical->figures) {
        // An indicator once, with the year in which it lies farthest off.
        if (!given.clear) break;
        if (given.same_as_before || given.id.dimension != "total") continue;
        if (!told.insert(given.id.indicator).second) continue;
        const Text each = told_figure(given, telling);
        text.zh += (count > 0 ? "；" : "") + each.zh;
        text.en += (count > 0 ? "; " : "") + each.en;
        if (++count == figures_told) break;
    }
    if (count == 0) return;
    text.zh += "。";
    text.en += ".";
    lead.push_back(std::move(text));
}

/// The chances behind it, by how much they explain.
void tell_causes(const Explanation& explanation, std::vector<Text>& lead) {
    constexpr std::size_t told = 3;
    Text text{"背后的原因：", "Behind it stand "};
    std::size_t count = 0;
    for (const auto& effect : explanation.factors) {
        if (count == told || !effect.counts()) break;
        const Text shift = shift_text(effect);
        text.zh += (count > 0 ? "；" : "") + effect.factor.name.zh + "（" + shift.zh + "）";
        text.en += (count > 0 ? "; " : "") + effect.factor.name.en + " (" + shift.en + ")";
        ++count;
    }
    if (count == 0) return;
    text.zh += "。";
    text.en += ".";
    lead.push_back(std::move(text));
}

/// What the paths looked at have in common.
Text side_text(const Explanation& explanation) {
    const auto& subject = explanation.subject;
    if (subject.measure.is_probability()) {
        return subject.happening_is_bad ? Text{"发生", "have it"} : Text{"没有实现", "miss it"};
    }
    const auto tail = analysis::tail_of(subject);
    if (tail.is_bad) return {"落在不利的一侧", "lie on the bad side"};
    const std::string level = fmt::format("P{:g}", tail.level * 100.0);
    return tail.high ? Text{"高于 " + level, "lie above its " + level}
                     : Text{"低于 " + level, "lie below its " + level};
}

/// Why nothing is told of misses.
Text no_typical_miss(const Explanation& explanation, std::uint64_t paths) {
    const bool probability = explanation.subject.measure.is_probability();
    if (explanation.misses == 0 && !probability) {
        return {"各条路径都一样，没有可以解释的。",
                "The paths do not differ, and there is nothing to explain."};
    }
    if (explanation.misses == 0) {
        return {"没有一条路径如此：在这些路径上是确定的，没有失败可以解释。",
                "No path does: it is certain on these paths, and there is no miss to explain."};
    }
    if (explanation.misses == paths) {
        return {"每一条路径都如此：这不是运气问题，见 coffer check 的结构检验。",
                "Every path does: chance has no part in it; see the structural test of coffer "
                "check."};
    }
    if (explanation.misses < analysis::least_misses) {
        return sentence(
            "失败的路径只有 {} 条，不足 {} 条，说不出典型的失败；请加 --paths。",
            "Only {} paths miss it, fewer than {}: too few to tell a typical miss; take more "
            "--paths.",
            explanation.misses, analysis::least_misses);
    }
    return sentence(
        "不失败的路径只有 {} 条，不足 {} 条，说不出失败有何不同；请加 --paths。",
        "Only {} paths do not miss it, fewer than {}: too few to tell how a miss differs; take "
        "more --paths.",
        paths - explanation.misses, analysis::least_misses);
}

}  // namespace

results::Answer explain_answer(const Explanation& explanation, const plan::Plan& plan,
                               std::uint64_t paths, const std::string& replay, MoneyUnit unit) {
    results::Answer answer;
    answer.telling = {plan.start, unit, plan.months};
    const auto& measure = explanation.subject.measure;
    const Text name = name_of(plan, measure);
    const double share = static_cast<double>(explanation.misses) / static_cast<double>(paths);
    const Text value =
        told_cell(results::amount(quantity_of(measure), explanation.value), answer.telling);
    answer.lead.push_back(
        {fmt::format("“{}”为 {}；{} 条路径中 {} 条（{}）{}", name.zh, value.zh, paths,
                     explanation.misses, percent(share), side_text(explanation).zh),
         fmt::format("\"{}\" is {}; {} of {} paths ({}) {}", name.en, value.en, explanation.misses,
                     paths, percent(share), side_text(explanation).en)});
    if (measure.kind == analysis::Measure::Kind::deviation) {
        answer.lead.push_back(
            {"标准差没有好坏两侧：这里所说的路径在指标不利的一侧；（甲）（乙）说的是什么造成指标的"
             "方差，（丙）说的是各项使标准差增减多少。",
             "A standard deviation has no bad side: the paths told of lie on the bad side of the "
             "figure; tables (a) and (b) say what makes its variance, (c) what each adds to the "
             "deviation."});
    }
    if (explanation.typical) {
        tell_typical_miss(explanation, answer.telling, answer.lead);
        tell_causes(explanation, answer.lead);
        answer.last.push_back({"最有代表性的失败是第 " +
                                   std::to_string(explanation.typical->representative) +
                                   " 条路径，逐月账本：" + replay,
                               "The most typical miss is path " +
                                   std::to_string(explanation.typical->representative) +
                                   "; its monthly books: " + replay});
    } else {
        answer.lead.push_back(no_typical_miss(explanation, paths));
    }
    if (explanation.subject.figure && !explanation.figure_tells) {
        const Text figure = name_of(plan, *explanation.subject.figure);
        answer.lead.push_back(
            {"“" + figure.zh + "”在几乎所有路径上都一样，没有可以分摊的方差。",
             "\"" + figure.en + "\" is the same on nearly every path: no variance to share out."});
    }
    answer.sheets.push_back(factor_sheet(explanation));
    if (!explanation.groups.empty()) answer.sheets.push_back(group_sheet(explanation));
    answer.sheets.push_back(exclusion_sheet(explanation));
    if (!explanation.projects.empty()) answer.sheets.push_back(project_effect_sheet(explanation));
    answer.sheets.push_back(typical_sheet(explanation));
    return answer;
}

}  // namespace coffer::report
