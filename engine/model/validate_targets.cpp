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
void check_year(Checking& check, const Subject& row, Indicator indicator, int year) {
    const Model& model = check.model;
    const bool first = year == model.first_year;
    const bool without_base =
        (indicator == Indicator::fai_growth && !model.base_year.fai) ||
        (indicator == Indicator::general_revenue_growth && !model.base_year.general_revenue);
    check.must(!first || !without_base, row, "year",
               {"首年增速没有基数", "growth in the first year has no base"},
               {"base_year 没有上一年的数", "base_year does not give the year before"});
    if (indicator != Indicator::first_year_execution) return;
    check.must(first, row, "year",
               {"这个指标只有首年才有", "this indicator exists in the first year only"},
               {"它用首年投资计划作分母", "it divides by the first year's plan"});
    check.must(std::any_of(model.projects.begin(), model.projects.end(),
                           [](const Project& project) {
                               return project.first_year_investment.value_or(Money{}) > Money{};
                           }),
               row, "indicator", {"没有项目给出首年投资", "no project gives first_year_investment"},
               {"执行率没有分母", "the execution rate has nothing to divide by"});
}

void check_target(Checking& check, const Subject& row, const Target& target) {
    const Model& model = check.model;
    check.word(row, "relation", target.relation, Target::Relation::below);
    check.whole(row, "year", target.year, {model.first_year, model.first_year + model.years - 1});
    const IndicatorInfo* indicator = indicator_called(target.indicator);
    if (indicator == nullptr) {
        check.error(row, "indicator",
                    scenario::say("没有名为 {} 的指标", "unknown indicator {}",
                                  scenario::quote(target.indicator)),
                    {"docs/indicators.md 中没有它", "docs/indicators.md does not list it"});
        return;
    }
    check.number(row, "value", target.value, value_bounds(indicator->unit));
    check_year(check, row, indicator->indicator, target.year);
    if (auto missing = missing_for(model, indicator->indicator)) {
        check.error(row, "indicator",
                    scenario::say("这个情景没有指标 {}", "this scenario has no indicator {}",
                                  indicator->id),
                    std::move(*missing));
        return;
    }
    const auto dimensions = dimensions_of(model, indicator->indicator);
    if (std::find(dimensions.begin(), dimensions.end(), target.dimension) != dimensions.end()) {
        return;
    }
    check.error(
        row, "dimension",
        scenario::say("指标 {} 没有维度 {}", "indicator {} has no dimension {}", target.indicator,
                      scenario::quote(target.dimension)),
        scenario::say("可用的维度：{}", "its dimensions: {}", scenario::listed(dimensions)));
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
