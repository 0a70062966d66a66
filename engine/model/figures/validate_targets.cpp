// A model in memory: targets, once all that figures come from is known to be right.
#include <algorithm>

#include "checking.hpp"
#include "coffer/scenario/wording.hpp"
#include "rules.hpp"

namespace coffer::model {
namespace {

const IndicatorInfo* indicator_called(const std::string& id) {
    const auto& all = indicator_register();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.id == id; });
    return found == all.end() ? nullptr : &*found;
}

/// In yuan, a ratio or a number.
Bounds value_bounds(Unit unit) {
    switch (unit) {
        case Unit::money:
            return {0.0, largest_fen / fen_per_yuan};
        case Unit::ratio:
            return ranges::target_ratio;
        case Unit::count:
            return ranges::target_count;
    }
    return {};
}

/// Indicators that not every year has.
void check_years(Checking& check, const Subject& row, Indicator indicator, const Span& span) {
    const Model& model = check.model;
    const bool first = span.first.year == model.first_year;
    const bool without_base =
        (indicator == Indicator::fai_growth && !model.base_year.fai) ||
        (indicator == Indicator::general_revenue_growth && !model.base_year.general_revenue);
    check.must(!first || !without_base, row, "year",
               {"首年增速没有基数", "growth in the first year has no base"},
               {"base_year 没有上一年的数", "base_year does not give the year before"});
    if (indicator != Indicator::first_year_execution) return;
    check.must(first && !span.several(), row, "year",
               {"这个指标只有首年才有", "this indicator exists in the first year only"},
               {"它用首年投资计划作分母", "it divides by the first year's plan"});
    check.must(std::any_of(model.projects.begin(), model.projects.end(),
                           [](const Project& project) {
                               return project.first_year_investment.value_or(Money{}) > Money{};
                           }),
               row, "indicator", {"没有项目给出首年投资", "no project gives first_year_investment"},
               {"执行率没有分母", "the execution rate has nothing to divide by"});
}

/// Whether the periods are plan years, or months of the plan, the first one first.
bool lies_in_plan(const Span& span, const Model& model) {
    if (span.first > span.last || span.by_month() != (span.last.month > 0)) return false;
    if (!span.by_month()) {
        return span.first.month == 0 && span.last.month == 0 &&
               span.first.year >= model.first_year &&
               span.last.year < model.first_year + model.years;
    }
    return span.first.month <= 12 && span.last.month <= 12 && span.first >= model.start() &&
           span.last < month_after(model.start(), model.months());
}

/// The periods of a target, and whether they count as `over` says.
void check_span(Checking& check, const Subject& row, const IndicatorInfo& indicator,
                const Target& target) {
    if (!lies_in_plan(target.span, check.model)) {
        check.error(
            row, "year", {"考核期不在规划期内", "its periods are not those of the plan"},
            scenario::say("须是 {} 至 {} 的年份，或规划期内的月份，先后不颠倒",
                          "years from {} to {} are wanted, or months of the plan, the "
                          "first one first",
                          check.model.first_year, check.model.first_year + check.model.years - 1));
        return;
    }
    check.must(!target.span.by_month() || known_by_month(indicator.indicator, target.dimension),
               row, "year", {"这个指标没有月度数", "the indicator is not known month by month"},
               {"按月的指标，只有几个的合计，以及单个项目的 projects_completed",
                "months are known of the totals of some indicators, and of projects_completed of "
                "one project"});
    check.must(target.over != Target::Over::sum || indicator.unit != Unit::ratio, row, "over",
               {"比率不能相加", "ratios do not add up"},
               {"指标是比率", "the indicator is a ratio"});
    check_years(check, row, indicator.indicator, target.span);
}

void check_target(Checking& check, const Subject& row, const Target& target) {
    const Model& model = check.model;
    check.word(row, "relation", target.relation, Target::Relation::below);
    check.word(row, "over", target.over, Target::Over::max);
    const IndicatorInfo* indicator = indicator_called(target.indicator);
    if (indicator == nullptr) {
        check.error(row, "indicator",
                    scenario::say("没有名为 {} 的指标", "unknown indicator {}",
                                  scenario::quote(target.indicator)),
                    {"docs/indicators.zh-CN.md 中没有它", "docs/indicators.md does not list it"});
        return;
    }
    check.number(row, "value", target.value, value_bounds(indicator->unit));
    const auto cases = static_cast<long long>(target.dimension.coverage_case);
    if (!check.word(row, "dimension", target.dimension.kind, Dimension::Kind::changed_class) ||
        !check.whole(row, "dimension", cases, {0, coverage_cases - 1})) {
        return;  // it has no text
    }
    check_span(check, row, *indicator, target);
    if (auto missing = indicator->extent.missing(model)) {
        check.error(
            row, "indicator",
            scenario::say("这个方案没有指标 {}", "this plan has no indicator {}", indicator->id),
            std::move(*missing));
        return;
    }
    const auto dimensions = indicator->extent.dimensions(model);
    if (std::find(dimensions.begin(), dimensions.end(), target.dimension) != dimensions.end()) {
        return;
    }
    check.error(row, "dimension",
                scenario::say("指标 {} 没有维度 {}", "indicator {} has no dimension {}",
                              target.indicator, scenario::quote(target.dimension.text())),
                scenario::say("可用的维度：{}", "its dimensions: {}",
                              scenario::listed(texts_of(dimensions))));
}

}  // namespace

void validate_targets(Checking& check) {
    const auto& targets = check.model.targets;
    check.ordered("targets", targets);
    for (std::size_t i = 0; i < targets.size(); ++i) {
        check_target(check, {"targets", &targets[i].id, i}, targets[i]);
    }
}

}  // namespace coffer::model
