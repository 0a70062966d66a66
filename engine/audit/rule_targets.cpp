// Targets that no path can miss or reach as they are written.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include <fmt/format.h>

#include "coffer/model/better.hpp"
#include "coffer/scenario/wording.hpp"
#include "rules.hpp"

namespace coffer::audit {
namespace {

using model::Better;
using model::Indicator;
using scenario::quote;
using scenario::say;

/// Amounts of debt that a plan may promise to reach: what was to be repaid was repaid.
bool is_met_by_paying(Indicator indicator) {
    switch (indicator) {
        case Indicator::debt_statutory:
        case Indicator::debt_total:
        case Indicator::debt_full_calibre:
        case Indicator::debt_service:
        case Indicator::interest:
            return true;
        default:
            return false;
    }
}

bool is_growth(Indicator indicator) {
    return indicator == Indicator::fai_growth || indicator == Indicator::general_revenue_growth ||
           indicator == Indicator::gdp_growth || indicator == Indicator::economy_growth;
}

/// Shares of one and yes-or-no figures never exceed 1.
bool at_most_one(Indicator indicator) {
    return indicator == Indicator::debt_tier || indicator == Indicator::debt_tier_full_calibre ||
           indicator == Indicator::three_guarantees_cover ||
           indicator == Indicator::restructuring_hit;
}

bool never_negative(Indicator indicator) {
    return !is_growth(indicator) && indicator != Indicator::cash &&
           indicator != Indicator::cash_min && indicator != Indicator::platform_cash &&
           indicator != Indicator::debt_limit_room &&
           indicator != Indicator::implicit_interest_rate && indicator != Indicator::interest &&
           indicator != Indicator::debt_service;
}

struct Verdict {
    Text problem;
    Text why;
    Text meant;
    const char* column = "value";  ///< the cell that is wrong
};

std::optional<Verdict> judge(const Tables& tables, const model::Target& target, Indicator indicator,
                             std::optional<double> reference, double projects) {
    using Relation = model::Target::Relation;
    const bool lower = target.relation == Relation::at_least || target.relation == Relation::above;
    const Text name = model::info(indicator).name;
    const Text reversed = {"关系符号是不是写反了？", "Is the relation the wrong way round?"};
    if (at_most_one(indicator) && target.over != model::Target::Over::sum && lower &&
        (target.value > 1.0 || (target.value == 1.0 && target.relation == Relation::above))) {
        return Verdict{{"目标不可能达到", "the target cannot be met"},
                       {name.zh + "至多是 1", name.en + " is 1 at most"},
                       {"请写 >= 1，或 100%。", "Write >= 1, or 100%."}};
    }
    if (never_negative(indicator)) {
        const bool always = (target.relation == Relation::at_least && target.value <= 0.0) ||
                            (target.relation == Relation::above && target.value < 0.0);
        const bool never = (target.relation == Relation::below && target.value <= 0.0) ||
                           (target.relation == Relation::at_most && target.value < 0.0);
        if (always || never) {
            return Verdict{always ? Text{"目标必然达到", "the target is met whatever happens"}
                                  : Text{"目标不可能达到", "the target cannot be met"},
                           {name.zh + "不会小于 0", name.en + " is never below 0"},
                           reversed,
                           "relation"};
        }
    }
    if (lower && !is_met_by_paying(indicator) && model::better_of(indicator) == Better::less) {
        return Verdict{{name.zh + "要求不低于某个数", name.en + " is asked to be at least so much"},
                       {"它越低越好", "less of it is better"},
                       reversed,
                       "relation"};
    }
    if (!lower && model::better_of(indicator) == Better::more) {
        return Verdict{{name.zh + "要求不高于某个数", name.en + " is asked to be at most so much"},
                       {"它越高越好", "more of it is better"},
                       reversed,
                       "relation"};
    }
    constexpr double first_century = 1990.0;
    constexpr double last_century = 2100.0;
    if (model::info(indicator).unit == model::Unit::count && target.value >= first_century &&
        target.value <= last_century && target.value == std::floor(target.value) &&
        (!reference || *reference < 0.5 * target.value)) {
        return Verdict{{fmt::format("目标值 {:g} 像是年份", target.value),
                        fmt::format("the value {:g} looks like a year", target.value)},
                       {name.zh + " 是个数", name.en + " is a number of things"},
                       {"年份写在 year 列，value 写个数。",
                        "The year belongs under year; value is a number."}};
    }
    if (lower && indicator == Indicator::projects_completed) {
        const bool one = target.dimension.starts_with("project");
        const double most = one ? 1.0 : projects;
        if (target.value > most) {
            return Verdict{{"目标不可能达到", "the target cannot be met"},
                           {fmt::format("至多竣工 {:g} 个", most),
                            fmt::format("at most {:g} can be completed", most)},
                           {"请核对 value。", "Check value."}};
        }
    }
    if (!reference) return std::nullopt;
    const auto far = [&](bool above) {
        const bool met = above != lower;
        const auto unit = model::info(indicator).unit;
        const bool in_percent = !model::is_multiple(indicator) && !model::is_months(indicator);
        const auto shown = [=, &tables](double value) {
            if (unit == model::Unit::ratio && in_percent)
                return Text{percent_text(value), percent_text(value)};
            if (unit == model::Unit::money) return tables.money(value);
            return Text{number_text(value), number_text(value)};
        };
        const Text value = shown(target.value);
        const Text path = shown(*reference);
        return Verdict{
            met ? Text{"目标等于没有要求", "the target asks for next to nothing"}
                : Text{"目标远离计划所能达到的", "the target is far from what the plan comes to"},
            {fmt::format("目标是 {}，参考路径上是 {}", value.zh, path.zh),
             fmt::format("it says {}, the reference path comes to {}", value.en, path.en)},
            {"请核对单位、百分号和年份。", "Check its unit, % sign and year."}};
    };
    if (is_growth(indicator)) {
        constexpr double far_growth = 0.5;
        if (std::abs(target.value) > 0.6 && std::abs(target.value - *reference) > far_growth) {
            return far(target.value > *reference);
        }
        // Investment jumps; revenue, output and retail sales do not.
        const bool steady = indicator != Indicator::fai_growth;
        if (steady && lower && target.value > 0.2 && target.value > *reference + 0.15) {
            return far(true);
        }
        // "0.4%" for 4 %: no growth at all is a target, a tenth of what comes is none.
        if (lower && target.value > 0.0 && target.value < 0.01 && *reference > 0.03 &&
            *reference > 5.0 * target.value) {
            return far(false);
        }
        return std::nullopt;
    }
    constexpr double far_factor = 5.0;
    if (target.value <= 0.0 || *reference <= 0.0) return std::nullopt;
    if (model::info(indicator).unit == model::Unit::count && *reference < 1.0) return std::nullopt;
    if (target.value > far_factor * *reference) return far(true);
    if (target.value * far_factor < *reference) return far(false);
    return std::nullopt;
}

/// What a target over several years is held against, on the reference path.
std::optional<double> over_years(const Subject& subject, const model::Target& target,
                                 Indicator indicator) {
    using Over = model::Target::Over;
    using Relation = model::Target::Relation;
    if (target.span.by_month() || !target.span.several()) return std::nullopt;
    std::vector<double> values;
    for (const auto& series : subject.trial.forecast.series) {
        if (series.indicator == indicator && series.dimension == target.dimension &&
            series.month == 0 && series.year >= target.span.first.year &&
            series.year <= target.span.last.year) {
            values.push_back(series.reference_path);
        }
    }
    if (values.empty()) return std::nullopt;
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    const bool lower = target.relation == Relation::at_least || target.relation == Relation::above;
    switch (target.over) {
        case Over::sum:
            return sum;
        case Over::mean:
            return sum / static_cast<double>(values.size());
        case Over::min:
            return *least;
        case Over::max:
            return *most;
        case Over::every:
            return lower ? *least : *most;
        case Over::any:
            return lower ? *most : *least;
    }
    return std::nullopt;
}

}  // namespace

Warnings targets_as_written(const Subject& subject) {
    Warnings found;
    for (const model::Target& target : subject.model.targets) {
        const model::IndicatorInfo* info = nullptr;
        for (const auto& each : model::indicator_register()) {
            if (each.id == target.indicator) info = &each;
        }
        const auto line = subject.tables.find("targets", target.id);
        if (info == nullptr || !line) continue;
        // Where a value is named, how far the plan is from its targets is its doing.
        std::optional<double> reference;
        for (const auto& series : subject.trial.forecast.series) {
            if (subject.named.empty() && series.indicator == info->indicator &&
                series.dimension == target.dimension &&
                target.span ==
                    model::Span{{series.year, series.month}, {series.year, series.month}}) {
                reference = series.reference_path;
            }
        }
        if (!reference) reference = over_years(subject, target, info->indicator);
        const auto verdict = judge(subject.tables, target, info->indicator, reference,
                                   static_cast<double>(subject.model.projects.size()));
        if (!verdict) continue;
        found.push_back({"target", line->place(), line->at(verdict->column), verdict->problem,
                         verdict->why, verdict->meant});
    }
    return found;
}

}  // namespace coffer::audit
