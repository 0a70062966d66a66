#include "building.hpp"
#include "coffer/model/indicators.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;

/// The dimensions an indicator has in this model.
std::vector<std::string> dimensions_of(const Building& building, Indicator indicator) {
    if (indicator == Indicator::debt_tier) return {"green", "yellow", "orange", "red"};
    if (indicator == Indicator::debt_statutory) return {"total", "general", "special"};
    const bool of_funnels =
        indicator == Indicator::prospects || indicator == Indicator::investment_attracted;
    if (of_funnels && building.model.funnels.empty()) return {};
    if (indicator == Indicator::prospects) return {"negotiating", "signed", "landed", "arrived"};
    std::vector<std::string> dimensions = {"total"};
    if (indicator != Indicator::fai) return dimensions;
    dimensions.insert(dimensions.end(), {"named", "pipeline"});
    std::set<std::string> districts;
    for (const Project& project : building.model.projects) districts.insert(project.district);
    for (const Pipeline& pipeline : building.model.pipelines) districts.insert(pipeline.district);
    for (const std::string& district : districts) {
        if (!district.empty()) dimensions.push_back("district:" + district);
    }
    return dimensions;
}

const IndicatorInfo* read_indicator(FieldReader& row) {
    const std::string id = row.text("indicator");
    if (id.empty()) return nullptr;
    std::vector<std::string> ids;
    for (const IndicatorInfo& each : indicator_register()) {
        if (each.id == id) return &each;
        ids.push_back(each.id);
    }
    row.error("indicator", say("没有名为 {} 的指标", "unknown indicator {}", quote(id)),
              {"docs/indicators.md 中没有它", "docs/indicators.md does not list it"},
              scenario::did_you_mean(id, ids,
                                     {"请查阅 docs/indicators.md。", "See docs/indicators.md."}));
    return nullptr;
}

void read_dimension(const Building& building, FieldReader& row, Indicator indicator,
                    Target& target) {
    target.dimension = row.given("dimension") ? row.raw("dimension") : "total";
    const auto dimensions = dimensions_of(building, indicator);
    if (std::find(dimensions.begin(), dimensions.end(), target.dimension) != dimensions.end())
        return;
    const bool district = target.dimension.starts_with("district:");
    if (district && (building.is_unread("projects") || building.is_unread("pipelines"))) {
        return row.fail();
    }
    row.error("dimension",
              say("指标 {} 没有维度 {}", "indicator {} has no dimension {}", target.indicator,
                  quote(target.dimension)),
              say("可用的维度：{}", "its dimensions: {}", scenario::listed(dimensions)),
              scenario::did_you_mean(target.dimension, dimensions,
                                     {"请从中选一个。", "Choose one of them."}));
}

/// Indicators that not every year has.
void check_year(const Building& building, FieldReader& row, Indicator indicator, int year) {
    const BaseYear& base = building.model.base_year;
    const bool first = year == building.frame.first_year;
    const bool without_base =
        (indicator == Indicator::fai_growth && !base.fai) ||
        (indicator == Indicator::general_revenue_growth && !base.general_revenue);
    if (first && without_base) {
        row.error(
            "year", {"首年增速没有基数", "growth in the first year has no base"},
            {"scenario.toml 没有给出上一年的数", "scenario.toml does not give the year before"},
            {"请在 [base_year] 补上，或换一个年份。",
             "Add it under [base_year] or take another year."});
    }
    if (indicator != Indicator::first_year_execution) return;
    if (!first) {
        row.error("year", {"这个指标只有首年才有", "this indicator exists in the first year only"},
                  {"它用首年投资计划作分母", "it divides by the first year's plan"},
                  say("请写 {}。", "Write {}.", building.frame.first_year));
    }
    if (building.is_unread("projects")) return row.fail();
    const auto& projects = building.model.projects;
    if (std::none_of(projects.begin(), projects.end(), [](const Project& project) {
            return project.first_year_investment.value_or(Money{}) > Money{};
        })) {
        row.error("indicator", {"没有项目给出首年投资", "no project gives first_year_investment"},
                  {"执行率没有分母", "the execution rate has nothing to divide by"},
                  {"请在 projects.csv 填 first_year_investment。",
                   "Fill in first_year_investment in projects.csv."});
    }
}

double read_value(FieldReader& row, Unit unit) {
    switch (unit) {
        case Unit::money:
            return row.amount("value").yuan();
        case Unit::ratio:
            return row.multiple("value", 0.0, {-1000.0, 1000.0});
        case Unit::count:
            return row.number("value", 0.0, {0.0, 1e9});
    }
    return 0.0;
}

}  // namespace

void build_targets(Building& building) {
    using Relation = Target::Relation;
    static const Choices<Relation> relations = {{">=", Relation::at_least},
                                                {">", Relation::above},
                                                {"<=", Relation::at_most},
                                                {"<", Relation::below}};
    Names targets{"targets.csv", {"目标", "target"}, {}};
    building.each_row("targets", [&](FieldReader& row) {
        Target target;
        target.id = Building::define(row, targets);
        target.name = row.names();
        target.indicator = row.text("indicator");
        target.relation = row.choice("relation", relations, Relation::at_least);
        const int first = building.frame.first_year;
        target.year = row.integer("year", first, first, first + building.frame.years - 1);
        static_cast<void>(row.text("value"));
        if (const IndicatorInfo* indicator = read_indicator(row)) {
            read_dimension(building, row, indicator->indicator, target);
            check_year(building, row, indicator->indicator, target.year);
            if (row.given("value")) target.value = read_value(row, indicator->unit);
        }
        if (!target.id.empty()) building.model.targets.push_back(std::move(target));
    });
    Building::sort_by_id(building.model.targets, targets);
}

}  // namespace coffer::model
