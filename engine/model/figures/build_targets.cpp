#include <cmath>

#include "building.hpp"
#include "coffer/model/indicators.hpp"
#include "coffer/scenario/wording.hpp"
#include "rules.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;

const IndicatorInfo* read_indicator(FieldReader& row) {
    const std::string id = row.text("indicator");
    if (id.empty()) return nullptr;
    if (const IndicatorInfo* found = find_indicator(id)) return found;
    row.error(
        "indicator", say("没有名为 {} 的指标", "unknown indicator {}", quote(id)),
        {"docs/indicators.zh-CN.md 中没有它", "docs/indicators.md does not list it"},
        scenario::did_you_mean(id, names_of_indicators(),
                               {"请查阅 docs/indicators.zh-CN.md。", "See docs/indicators.md."}));
    return nullptr;
}

void read_dimension(const Building& building, FieldReader& row, Indicator indicator,
                    Target& target) {
    const std::string text = row.given("dimension") ? row.raw("dimension") : Dimension().text();
    const auto dimension = Dimension::parse(text);
    target.dimension = dimension.value_or(Dimension());
    const auto dimensions = info(indicator).extent.dimensions(building.model);
    if (dimensions.empty()) return;  // said by check_offered
    if (dimension &&
        std::find(dimensions.begin(), dimensions.end(), *dimension) != dimensions.end()) {
        return;
    }
    // What it names may be in what could not be read.
    if (dimension && !dimension->id.empty() && building.is_any_unread()) return row.fail();
    const auto offered = texts_of(dimensions);
    row.error("dimension",
              say("指标 {} 没有维度 {}", "indicator {} has no dimension {}", target.indicator,
                  quote(text)),
              say("可用的维度：{}", "its dimensions: {}", scenario::listed(offered)),
              scenario::did_you_mean(text, offered, {"请从中选一个。", "Choose one of them."}));
}

}  // namespace

bool known_by_month(Indicator indicator, const Dimension& dimension) {
    return dimension == Dimension() ? info(indicator).extent.by_month
                                    : indicator == Indicator::projects_completed;
}

namespace {

void check_offered(const Building& building, FieldReader& row, const IndicatorInfo& indicator) {
    if (const auto missing = indicator.extent.missing(building.model)) {
        if (building.is_any_unread()) return row.fail();
        row.error(
            "indicator", say("这个方案没有指标 {}", "this plan has no indicator {}", indicator.id),
            *missing, {"请换一个指标，或补上。", "Take another indicator, or add what it needs."});
    }
}

/// The periods that the target is about. A year beside a month stands for its first or last month.
void read_span(const Building& building, FieldReader& row, Target& target) {
    using Over = Target::Over;
    static const Choices<Over> overs = {{"every", Over::every}, {"any", Over::any},
                                        {"sum", Over::sum},     {"mean", Over::mean},
                                        {"min", Over::min},     {"max", Over::max}};
    const auto begin = row.period("year");
    const auto end = row.period("until");
    target.over = row.choice("over", overs, Over::every);
    if (row.given("until")) {
        row.must_be_given({"over"}, {"考核几期，要说明几期如何合看",
                                     "several periods count as one by what over says"});
    } else {
        row.must_be_blank({"over"},
                          {"没有 until，只考核一期", "without until there is one period"});
    }
    if (!begin || !row.ok()) return;
    Span& span = target.span;
    span = {*begin, end.value_or(*begin)};
    const auto january = [&](int year) { return begin_of_year(year, building.frame.first_month); };
    if (span.first.month == 0 && span.last.month > 0) span.first = january(span.first.year);
    if (span.first.month > 0 && span.last.month == 0) {
        span.last = month_after(january(span.last.year), 11);
    }
    if (span.first <= span.last) return;
    row.error("until", {"until 早于 year", "until lies before year"},
              {"要从前往后写", "the first period comes first"},
              {"请对调，或改正其中一个。", "Swap them or correct one."});
}

/// Whether the figures of the periods can be had, and count as `over` says.
void check_span(FieldReader& row, const IndicatorInfo& indicator, const Target& target) {
    if (target.span.by_month() && !known_by_month(indicator.indicator, target.dimension)) {
        std::vector<std::string> names;
        for (const IndicatorInfo& each : indicator_register()) {
            if (each.extent.by_month) names.push_back(each.id);
        }
        row.error("year", say("指标 {} 没有月度数", "{} is not known month by month", indicator.id),
                  say("按月的有 {} 的合计，以及单个项目的 projects_completed",
                      "the totals of {} are, and projects_completed of one project",
                      scenario::listed(names)),
                  {"请改写年份，或换一个指标。", "Write years, or take another indicator."});
    }
    if (target.over == Target::Over::sum && indicator.unit == Unit::ratio) {
        row.error("over", {"比率不能相加", "ratios do not add up"},
                  say("{} 是比率", "{} is a ratio", indicator.id),
                  {"请改用 mean、min、max 或 every。", "Take mean, min, max or every."});
    }
}

/// Indicators that not every year has.
void check_years(const Building& building, FieldReader& row, Indicator indicator,
                 const Span& span) {
    const BaseYear& base = building.model.base_year;
    const bool first = span.first.year == building.frame.first_year;
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
    if (!first || span.several()) {
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

double read_value(FieldReader& row, const IndicatorInfo& indicator) {
    switch (indicator.unit) {
        case Unit::money:
            return row.amount("value").yuan();
        case Unit::ratio: {
            const double value = row.multiple("value", 0.0, ranges::target_ratio);
            constexpr double most_plausible = 5.0;
            const bool in_percent = !model::info(indicator.indicator).values.is_multiple &&
                                    !model::info(indicator.indicator).values.is_months;
            if (in_percent && std::abs(value) > most_plausible) {
                row.warning("value", say("目标值是 {:g}%", "the value is {:g} %", value * 100.0),
                            {"比率很少这么大", "ratios are rarely that large"},
                            say("您是否想写 {:g}%？", "Did you mean {:g}%?", value));
            }
            return value;
        }
        case Unit::count:
            return row.number("value", 0.0, ranges::target_count);
    }
    return 0.0;
}

/// What the documents of a special bond test: 1.2 and 1.1 times over the life, and 1.1 times with a
/// tenth less income or a tenth more cost.
void add_coverage_targets(Building& building, Names& targets) {
    struct Test {
        std::size_t which;
        double least;
        Text words;
    };
    static const Test tests[] = {
        {0, 1.1, {"存续期本息覆盖倍数不低于 1.1", "life coverage at least 1.1"}},
        {0, 1.2, {"存续期本息覆盖倍数不低于 1.2", "life coverage at least 1.2"}},
        {1, 1.1, {"收入减 10% 覆盖倍数不低于 1.1", "coverage at least 1.1 with income -10 %"}},
        {2, 1.1, {"成本加 10% 覆盖倍数不低于 1.1", "coverage at least 1.1 with cost +10 %"}}};
    for (const Coverage& coverage : building.model.coverages) {
        for (const Test& test : tests) {
            Target target;
            target.id = "cover." + coverage.id + (test.least > 1.15 ? ".1.2" : ".1.1") +
                        (test.which == 0   ? ""
                         : test.which == 1 ? ".income"
                                           : ".cost");
            // Whoever writes a target of this name tests something else.
            if (targets.entries.contains(target.id)) continue;
            target.name = {coverage.name.zh + "：" + test.words.zh,
                           coverage.name.en + ": " + test.words.en};
            target.indicator = "special_coverage";
            target.dimension = {Dimension::Kind::project, coverage.id, test.which};
            target.span = span_of_year(building.frame.first_year + building.frame.years - 1);
            target.value = test.least;
            targets.entries[target.id] = {};
            building.model.targets.push_back(std::move(target));
        }
    }
}

}  // namespace

void build_targets(Building& building) {
    using Relation = Target::Relation;
    static const Choices<Relation> relations = {{">=", Relation::at_least},
                                                {">", Relation::above},
                                                {"<=", Relation::at_most},
                                                {"<", Relation::below}};
    Names targets{"targets", "target"};
    building.each_row("targets", [&](FieldReader& row) {
        Target target;
        target.id = Building::define(row, targets);
        target.name = row.names();
        target.relation = row.choice("relation", relations, Relation::at_least);
        read_span(building, row, target);
        static_cast<void>(row.text("value"));
        if (const IndicatorInfo* indicator = read_indicator(row)) {
            target.indicator = indicator->id;
            check_offered(building, row, *indicator);
            read_dimension(building, row, indicator->indicator, target);
            if (row.ok()) {
                check_span(row, *indicator, target);
                check_years(building, row, indicator->indicator, target.span);
            }
            if (row.given("value")) target.value = read_value(row, *indicator);
        }
        if (!target.id.empty()) building.model.targets.push_back(std::move(target));
    });
    add_coverage_targets(building, targets);
    Building::sort_by_id(building.model.targets, targets);
}

}  // namespace coffer::model
