#include <algorithm>
#include <cmath>

#include "coffer/report/answer_text.hpp"
#include "coffer/report/solve_answer.hpp"
#include "measures.hpp"
#include "pieces.hpp"

namespace coffer::report {
namespace {

using analysis::Solution;

results::Answered estimate_cell(const analysis::Requirement& requirement,
                                const statistics::Estimate& estimate) {
    auto cell = results::amount(quantity_of(requirement.measure), estimate.value);
    cell.low = estimate.interval.low;
    cell.high = estimate.interval.high;
    return cell;
}

std::string statements_text(const scenario::Change& change) {
    std::string text;
    for (const auto& statement : change.statements) {
        text += (text.empty() ? "" : "; ") + statement.text;
    }
    return text;
}

/// Where in the range the figure comes nearest to the value, and how near.
Text nearest_text(const Solution& solution, const analysis::Requirement& requirement,
                  const results::Telling& telling) {
    const auto away = [&](const analysis::Evaluation& evaluation) {
        return std::fabs(evaluation.estimate.value - requirement.condition.value);
    };
    const auto nearest =
        std::min_element(solution.evaluations.begin(), solution.evaluations.end(),
                         [&](const auto& a, const auto& b) { return away(a) < away(b); });
    if (nearest == solution.evaluations.end()) return {};
    const auto at = [&](Language language) {
        return told_cell(estimate_cell(requirement, nearest->estimate), telling).in(language);
    };
    const std::string x = x_text(nearest->x, 0.0);
    return {"最接近的是 x = " + x + "：" + at(Language::chinese) + "。",
            "It comes nearest at x = " + x + ": " + at(Language::english) + "."};
}

/// Where the interval of the figure holds the wanted value: whether the requirement holds there is
/// not known.
void tell_unsettled(const Solution& solution, const analysis::Requirement& requirement,
                    std::vector<Text>& lead) {
    std::string places;
    for (const auto& evaluation : solution.evaluations) {
        if (requirement.is_settled_by(evaluation.estimate)) continue;
        places += (places.empty() ? "" : ", ") + x_text(evaluation.x, 0.0);
    }
    if (places.empty()) return;
    lead.push_back(sentence("在 x = {} 处，95% 区间含要求的值：换一批路径可能不同，请加 --paths。",
                            "At x = {} the 95 % interval holds the wanted value: other paths may "
                            "say otherwise; take more --paths.",
                            places));
}

void tell_no_point(const Solution& solution, const analysis::Requirement& requirement,
                   const analysis::Lever& lever, const Text& asked, const results::Telling& telling,
                   std::vector<Text>& lead) {
    const auto range =
        fmt::format("{} … {}", x_text(lever.range().low, 0.0), x_text(lever.range().high, 0.0));
    const bool several = lever.change().statements.size() > 1;
    switch (solution.outcome) {
        case Solution::Outcome::always:
            lead.push_back(sentence("在 x = {0} 内看过的 {3} 个点上都满足{1}，没有找到失守点。",
                                    "{2} holds at all {3} points looked at in x = {0}: none was "
                                    "found at which it is lost.",
                                    range, asked.zh, asked.en, solution.evaluations.size()));
            lead.push_back(nearest_text(solution, requirement, telling));
            tell_unsettled(solution, requirement, lead);
            break;
        case Solution::Outcome::never:
            lead.push_back(sentence(
                "在 x = {0} 内看过的 {3} 个点上都达不到{1}：仅靠{4}不够。",
                "{2} is reached at none of the {3} points looked at in x = {0}: {5} not enough.",
                range, asked.zh, asked.en, solution.evaluations.size(),
                several ? "这些手段" : "这个手段",
                several ? "these levers alone are" : "this lever alone is"));
            lead.push_back(nearest_text(solution, requirement, telling));
            tell_unsettled(solution, requirement, lead);
            break;
        case Solution::Outcome::not_monotone:
            lead.push_back(
                sentence("{0} 随 x 时而满足、时而不满足，不存在单一的临界点；见下表。",
                         "{1} holds, fails and holds again as x moves: there is no single "
                         "point; see the table.",
                         asked.zh, asked.en));
            break;
        default:
            break;
    }
}

/// What the figure on fresh paths says of the requirement.
Text verdict_of(const analysis::Evaluation& fresh, const analysis::Requirement& requirement) {
    const bool settled = requirement.is_settled_by(fresh.estimate);
    if (fresh.holds) {
        return settled ? Text{"满足要求。", "which meets the condition."}
                       : Text{"满足要求，但与要求之差在抽样误差之内。",
                              "which meets the condition, within the sampling error."};
    }
    return settled ? Text{"不满足要求：求解所用的路径太少，请加 --paths。",
                          "which misses the condition: take more --paths."}
                   : Text{"未达到要求，与要求之差在抽样误差之内；请加 --paths 或留余地。",
                          "which just misses the condition, within the sampling error; take more "
                          "--paths, or leave a margin."};
}

/// A probability that so few paths hardly tell from 0 or from 1.
void tell_coarse_paths(const Solution& solution, const analysis::Requirement& requirement,
                       std::vector<Text>& lead) {
    constexpr double fewest = 10.0;  // paths on the rarer side
    if (quantity_of(requirement.measure) != results::Quantity::probability) return;
    const double wanted = requirement.condition.value;
    const double rarer = std::min(wanted, 1.0 - wanted);
    const auto paths = static_cast<double>(solution.paths);
    if (rarer <= 0.0 || rarer * paths >= fewest) return;
    const auto enough = static_cast<std::uint64_t>(std::ceil(fewest / rarer));
    lead.push_back(sentence(
        "{0} 条路径分不清这样的概率（稀少一侧不足十条路径）：请用 --paths {1} 以上，或用 coffer "
        "rare。",
        "{0} paths cannot resolve such a probability (fewer than ten on its rarer side): take "
        "--paths {1} or more, or coffer rare.",
        solution.paths, enough));
}

/// The point and its interval of a lever that moves evenly.
void tell_crossing(const Solution& solution, const Text& asked, double resolution,
                   std::vector<Text>& lead) {
    const std::string meets = x_text(solution.meets, resolution);
    const std::string misses = x_text(solution.misses, resolution);
    lead.push_back(sentence("{0} 在 x = {2} 时满足，x = {3} 时不再满足。",
                            "{1} holds at x = {2} and no longer at x = {3}.", asked.zh, asked.en,
                            meets, misses));
    const auto end = [&](const std::optional<double>& x, const Text& outside) {
        return x ? Text{x_text(*x, resolution), x_text(*x, resolution)} : outside;
    };
    const Text low = end(solution.interval.low, {"低于范围", "below the range"});
    const Text high = end(solution.interval.high, {"高于范围", "above the range"});
    const std::string point = x_text(solution.x, resolution);
    lead.push_back({fmt::format("临界点 x = {}，95% 区间 {} … {}（{} 条路径的抽样误差）", point,
                                low.zh, high.zh, solution.paths),
                    fmt::format("The point is x = {}, 95 % interval {} ... {} (sampling error of "
                                "{} paths)",
                                point, low.en, high.en, solution.paths)});
}

/// The same of one that moves in steps, which are named by what they write.
void tell_steps(const Solution& solution, const analysis::Lever& lever, const Text& asked,
                std::vector<Text>& lead) {
    const auto step = [&](double x) { return statements_text(lever.at(x)); };
    lead.push_back(sentence("{0} 在 {2} 时满足，下一级 {3} 时不再满足（手段按级变动）。",
                            "{1} holds with {2} and no longer with the next step, {3}.", asked.zh,
                            asked.en, step(solution.meets), step(solution.misses)));
    const auto end = [&](const std::optional<double>& x) {
        return x ? Text{step(*x), step(*x)} : Text{"范围以外", "beyond the range"};
    };
    const Text low = end(solution.interval.low);
    const Text high = end(solution.interval.high);
    lead.push_back(
        {fmt::format("{} 条路径的抽样误差：{} 至 {}，两端以外没有疑问。", solution.paths, low.zh,
                     high.zh),
         fmt::format("Sampling error of {} paths: from {} to {}; beyond them there is no doubt.",
                     solution.paths, low.en, high.en)});
}

void tell_point(const Solution& solution, const analysis::Requirement& requirement,
                const analysis::Lever& lever, const Text& asked, const results::Telling& telling,
                std::vector<Text>& lead, std::vector<Text>& last) {
    const double resolution = std::fabs(solution.meets - solution.misses);
    if (solution.in_steps) {
        tell_steps(solution, lever, asked, lead);
    } else {
        tell_crossing(solution, asked, resolution, lead);
    }
    const std::string advised = x_text(solution.advised, resolution);
    const std::string change = statements_text(lever.at(solution.advised));
    lead.push_back(solution.sure
                       ? Text{"稳妥的改动（取区间中满足要求的一端）：" + change,
                              "The change to make (the end of the interval that holds): " + change}
                       : Text{"改动（区间的可靠一端超出范围，换一批路径可能不够）：" + change,
                              "The change (the sure end of the interval leaves the range, so it "
                              "may not do on other paths): " +
                                  change});
    tell_coarse_paths(solution, requirement, lead);
    if (!solution.as_wanted) {
        last.push_back({"区间没有达到要求的宽度：路径数已到上限。",
                        "The interval is wider than asked: the number of paths is at its limit."});
    }
    if (!solution.verified) return;
    const Text cell = told_cell(estimate_cell(requirement, solution.verified->estimate), telling);
    const Text verdict = verdict_of(*solution.verified, requirement);
    last.push_back(
        {"换新种子核验这一改动（x = " + advised + "）：" + cell.zh + "，" + verdict.zh,
         "The change (x = " + advised + ") on a fresh seed: " + cell.en + ", " + verdict.en});
}

}  // namespace

std::string x_text(double x, double resolution) {
    int digits = 4;
    if (resolution > 0.0) {
        digits = std::clamp(static_cast<int>(std::ceil(-std::log10(resolution))) + 1, 0, 8);
    }
    std::string text = fmt::format("{:.{}f}", x, digits);
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.ends_with('.')) text.pop_back();
    }
    return text;
}

results::Answer solve_answer(const Solution& solution, const analysis::Lever& lever,
                             const analysis::Requirement& requirement, const plan::Plan& plan,
                             MoneyUnit unit) {
    results::Answer answer;
    answer.telling = {plan.start, unit, plan.months};
    const Text asked = told_requirement(plan, requirement, answer.telling);
    if (solution.outcome == Solution::Outcome::found) {
        tell_point(solution, requirement, lever, asked, answer.telling, answer.lead, answer.last);
    } else {
        tell_no_point(solution, requirement, lever, asked, answer.telling, answer.lead);
    }
    results::Sheet sheet{
        "points", {"看过的各点（同样的路径）", "Points looked at (on the same paths)"}, {}, {}, {}};
    const Text name = name_of(plan, requirement.measure);
    sheet.columns = {{"x", {"x", "x"}},
                     {"value", {name.zh + " [95% 区间]", name.en + " [95 %]"}, true},
                     {"holds", {"满足", "Holds"}, false, true},
                     {"seed", {"种子", "Seed"}, false, true}};
    const auto add = [&](const analysis::Evaluation& evaluation, const Text& seed) {
        auto x = results::amount(results::Quantity::factor, evaluation.x);
        sheet.rows.push_back(
            {{x, estimate_cell(requirement, evaluation.estimate),
              results::words(evaluation.holds ? Text{"是", "yes"} : Text{"否", "no"}),
              results::words(seed)}});
    };
    for (const auto& evaluation : solution.evaluations) add(evaluation, {"方案", "plan's"});
    results::Chart chart{
        .kind = results::Chart::Kind::curve,
        .labels = {"x"},
        .values = {results::Drawn{"value", 0, name}},
        .along = "x",
        .marks = {{{"要求" + asked.zh, "asked: " + asked.en}, requirement.condition.value, false}}};
    for (std::size_t row = 0; row < sheet.rows.size(); ++row) chart.rows.push_back(row);
    if (solution.outcome == Solution::Outcome::found) {
        const std::string x =
            "x = " + x_text(solution.x, std::fabs(solution.meets - solution.misses));
        chart.marks.push_back({{"临界点 " + x, "the point, " + x}, solution.x, true});
    }
    sheet.charts.push_back(std::move(chart));
    if (solution.verified) add(*solution.verified, {"新", "fresh"});
    answer.sheets.push_back(std::move(sheet));
    return answer;
}

}  // namespace coffer::report
