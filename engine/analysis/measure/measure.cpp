#include "coffer/analysis/measure.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "coffer/base/contract.hpp"
#include "coffer/statistics/dealt.hpp"
#include "coffer/statistics/figures.hpp"
#include "coffer/statistics/summary.hpp"
#include "ordered_sum.hpp"

namespace coffer::analysis {
namespace {

using kernel::PathStore;

bool holds_for(const Condition& condition, double value) {
    switch (condition.relation) {
        case model::Target::Relation::at_least:
            return value >= condition.value;
        case model::Target::Relation::above:
            return value > condition.value;
        case model::Target::Relation::at_most:
            return value <= condition.value;
        case model::Target::Relation::below:
            return value < condition.value;
    }
    return false;
}

const plan::TargetPlan* target_of(const plan::Plan& plan, const std::string& id) {
    const auto found = std::find_if(plan.targets.begin(), plan.targets.end(),
                                    [&](const auto& target) { return target.id == id; });
    return found == plan.targets.end() ? nullptr : &*found;
}

std::optional<Eigen::Index> event_of(const plan::Plan& plan, const std::string& id) {
    for (std::size_t hit = 0; hit < plan.first_hits(); ++hit) {
        if (plan::first_hit_names[hit] == id) return static_cast<Eigen::Index>(hit);
    }
    return std::nullopt;
}

std::optional<Eigen::Index> project_of(const plan::Plan& plan, const std::string& id) {
    for (std::size_t p = 0; p < plan.projects.size(); ++p) {
        if (plan.projects[p].id == id) return static_cast<Eigen::Index>(p);
    }
    return std::nullopt;
}

/// The columns of a figure in the years asked for.
std::vector<Eigen::Index> columns_of(const plan::Plan& plan, const Quantity& quantity) {
    std::vector<Eigen::Index> columns;
    const auto dimension = model::Dimension::parse(quantity.dimension);
    for (std::size_t slot = 0; slot < plan.slots.size(); ++slot) {
        if (plan.slots[slot].indicator != quantity.indicator ||
            plan.slots[slot].dimension != dimension) {
            continue;
        }
        for (int year = 0; year < plan.years; ++year) {
            const int calendar = plan.first_year + year;
            const bool asked = quantity.first_year == 0 ||
                               (calendar >= quantity.first_year && calendar <= quantity.last_year);
            if (asked && plan.reported(slot, year)) {
                columns.push_back(PathStore::year_column(plan, slot, year));
            }
        }
    }
    return columns;
}

Eigen::ArrayXd condition_on(const plan::Plan& plan, const PathStore& paths,
                            const Measure& measure) {
    const Quantity& quantity = measure.quantity;
    const bool every_year = quantity.kind == Quantity::Kind::figure && quantity.first_year == 0;
    if (!every_year) {
        Measure of = measure;
        of.kind = Measure::Kind::mean;
        Eigen::ArrayXd values = values_on(plan, paths, of);
        for (double& value : values) value = holds_for(measure.condition, value) ? 1.0 : 0.0;
        return values;
    }
    Eigen::ArrayXd met = Eigen::ArrayXd::Ones(paths.yearly.rows());
    for (const Eigen::Index column : columns_of(plan, quantity)) {
        const Eigen::ArrayXd values = paths.yearly.col(column);
        for (Eigen::Index path = 0; path < met.size(); ++path) {
            if (!holds_for(measure.condition, values[path])) met[path] = 0.0;
        }
    }
    return met;
}

}  // namespace

Measure::Scale Measure::scale() const {
    if (is_probability()) return Scale::probability;
    if (quantity.kind == Quantity::Kind::finish) return Scale::months;
    switch (model::info(quantity.indicator).unit) {
        case model::Unit::money:
            return Scale::money;
        case model::Unit::ratio:
            return Scale::ratio;
        case model::Unit::count:
            break;
    }
    return Scale::count;
}

bool Requirement::holds(double value) const { return holds_for(condition, value); }

bool Requirement::is_settled_by(const statistics::Estimate& estimate) const {
    const double error = statistics::errors_either_side * estimate.se;
    return holds(estimate.interval.low.value_or(estimate.value - error)) ==
           holds(estimate.interval.high.value_or(estimate.value + error));
}

bool has(const plan::Plan& plan, const Measure& measure) {
    if (measure.kind == Measure::Kind::target) return target_of(plan, measure.id) != nullptr;
    if (measure.kind == Measure::Kind::event) return event_of(plan, measure.id).has_value();
    if (measure.quantity.kind == Quantity::Kind::finish) {
        return project_of(plan, measure.quantity.project).has_value();
    }
    return !columns_of(plan, measure.quantity).empty();
}

Eigen::ArrayXd values_on(const plan::Plan& plan, const PathStore& paths, const Measure& measure) {
    COFFER_EXPECT(has(plan, measure));
    switch (measure.kind) {
        case Measure::Kind::target:
            return statistics::met_on(plan, *target_of(plan, measure.id), paths);
        case Measure::Kind::event: {
            Eigen::ArrayXd months = paths.first_hit.col(*event_of(plan, measure.id));
            for (double& month : months) month = month < plan.months ? 1.0 : 0.0;
            return months;
        }
        case Measure::Kind::condition:
            return condition_on(plan, paths, measure);
        default:
            break;
    }
    if (measure.quantity.kind == Quantity::Kind::finish) {
        return paths.finish.col(*project_of(plan, measure.quantity.project));
    }
    Eigen::ArrayXd sum = Eigen::ArrayXd::Zero(paths.yearly.rows());
    for (const Eigen::Index column : columns_of(plan, measure.quantity)) {
        sum += paths.yearly.col(column);
    }
    return sum;
}

Eigen::ArrayXd margins_on(const plan::Plan& plan, const PathStore& paths, const Measure& measure) {
    COFFER_EXPECT(measure.is_probability() && has(plan, measure));
    if (measure.kind == Measure::Kind::target) {
        return statistics::margins_on(plan, *target_of(plan, measure.id), paths);
    }
    if (measure.kind == Measure::Kind::event) {
        return plan.months - Eigen::ArrayXd(paths.first_hit.col(*event_of(plan, measure.id)));
    }
    const auto& condition = measure.condition;
    const bool up = condition.relation == model::Target::Relation::at_least ||
                    condition.relation == model::Target::Relation::above;
    const auto margin = [&](const Eigen::ArrayXd& values) -> Eigen::ArrayXd {
        return (up ? 1.0 : -1.0) * (values - condition.value);
    };
    const Quantity& quantity = measure.quantity;
    if (quantity.kind == Quantity::Kind::finish || quantity.first_year != 0) {
        Measure of = measure;
        of.kind = Measure::Kind::mean;
        return margin(values_on(plan, paths, of));
    }
    const auto columns = columns_of(plan, quantity);
    Eigen::ArrayXd least = margin(paths.yearly.col(columns.front()));
    for (const Eigen::Index column : columns) {
        least = least.min(margin(paths.yearly.col(column)));
    }
    return least;
}

double value_of(const Measure& measure, const Eigen::ArrayXd& values) {
    COFFER_EXPECT(values.size() > 0);
    if (measure.is_probability() || measure.kind == Measure::Kind::mean) {
        return ordered_mean(values);
    }
    if (measure.kind == Measure::Kind::quantile) {
        const auto n = static_cast<double>(values.size());
        std::vector<double> sorted(values.begin(), values.end());
        const double place = measure.level * (n - 1.0);
        const auto low = static_cast<std::ptrdiff_t>(place);
        std::nth_element(sorted.begin(), sorted.begin() + low, sorted.end());
        const double below = sorted[static_cast<std::size_t>(low)];
        if (low + 1 == values.size()) return below;
        const double above = *std::min_element(sorted.begin() + low + 1, sorted.end());
        return below + (place - static_cast<double>(low)) * (above - below);
    }
    const auto summary =
        statistics::summarise({values.data(), static_cast<std::size_t>(values.size())});
    if (measure.kind == Measure::Kind::deviation) return summary.sd;
    return measure.kind == Measure::Kind::low_tail ? summary.es05 : summary.es95;
}

namespace {

double other_figure(const Measure& measure, std::span<const double> values) {
    const auto summary = statistics::summarise(values);
    if (measure.kind == Measure::Kind::deviation) return summary.sd;
    return measure.kind == Measure::Kind::low_tail ? summary.es05 : summary.es95;
}

}  // namespace

statistics::Estimate estimate_of(const Measure& measure, const Eigen::ArrayXd& values, bool dealt) {
    const std::span<const double> sample{values.data(), static_cast<std::size_t>(values.size())};
    if (dealt && measure.is_probability()) return statistics::dealt_share_estimate(sample);
    if (dealt) {
        return statistics::dealt_estimate(sample, [&](std::span<const double> of) {
            return value_of(measure,
                            Eigen::ArrayXd::Map(of.data(), static_cast<Eigen::Index>(of.size())));
        });
    }
    if (measure.is_probability()) return statistics::share_estimate(sample);
    if (measure.kind == Measure::Kind::mean) return statistics::mean_estimate(sample);
    if (measure.kind == Measure::Kind::quantile) {
        return statistics::quantile_estimate(sample, measure.level);
    }
    return statistics::figure_estimate(
        sample, [&](std::span<const double> of) { return other_figure(measure, of); });
}

statistics::Difference difference_of(const Measure& measure, const Eigen::ArrayXd& before,
                                     const Eigen::ArrayXd& after,
                                     const statistics::Resamples& resamples) {
    const std::span<const double> first{before.data(), static_cast<std::size_t>(before.size())};
    const std::span<const double> second{after.data(), static_cast<std::size_t>(after.size())};
    if (measure.is_probability()) return statistics::share_difference(first, second);
    if (measure.kind == Measure::Kind::mean) return statistics::mean_difference(first, second);
    if (measure.kind == Measure::Kind::quantile) {
        return statistics::quantile_differences(first, second, {&measure.level, 1}, resamples)
            .front();
    }
    return statistics::figure_difference(
        first, second, [&](std::span<const double> of) { return other_figure(measure, of); });
}

Text event_name(std::string_view event) {
    if (event == "cash_below_floor") return {"库款低于底线", "Cash below the floor"};
    if (event == "arrears") {
        return {"拖欠债务、三保支出或账款", "Debt, three guarantees or bills unpaid"};
    }
    if (event == "restructuring_general") {
        return {"财政重整(一般债务利息)", "Restructuring (interest on general debt)"};
    }
    if (event == "restructuring_special") {
        return {"财政重整(专项债务利息)", "Restructuring (interest on special debt)"};
    }
    return {std::string(event), std::string(event)};
}

namespace {

std::string_view sign_of(model::Target::Relation relation) {
    switch (relation) {
        case model::Target::Relation::at_least:
            return "不低于";
        case model::Target::Relation::above:
            return "高于";
        case model::Target::Relation::at_most:
            return "不高于";
        case model::Target::Relation::below:
            break;
    }
    return "低于";
}

/// "债务率 2024 年不低于 150%"
std::string condition_name(const plan::Plan& plan, const Measure& measure) {
    const auto& quantity = measure.quantity;
    const double value = measure.condition.value;
    if (quantity.kind == Quantity::Kind::finish) {
        const auto project = project_of(plan, quantity.project);
        if (!project) return measure.text;
        return plan.projects[static_cast<std::size_t>(*project)].name.zh + "按期完工（" +
               measure.text + "）";
    }
    const auto& info = model::info(quantity.indicator);
    std::string text = info.name.zh;
    if (quantity.dimension != "total") text += "[" + quantity.dimension + "]";
    if (quantity.first_year == 0) {
        text += "各年";
    } else {
        text += fmt::format(" {}", quantity.first_year);
        if (quantity.last_year != quantity.first_year)
            text += fmt::format("-{}", quantity.last_year);
        text += " 年";
    }
    text += sign_of(measure.condition.relation);
    if (model::info(quantity.indicator).values.is_multiple)
        return text + fmt::format(" {:g} 倍", value);
    if (model::info(quantity.indicator).values.is_months)
        return text + fmt::format(" {:g} 个月", value);
    if (info.unit == model::Unit::ratio) return text + fmt::format(" {:g}%", value * 100.0);
    if (info.unit == model::Unit::money) return text + fmt::format(" {:g} 亿元", value / 1e8);
    return text + fmt::format(" {:g}", value);
}

}  // namespace

Text name_of(const plan::Plan& plan, const Measure& measure) {
    if (measure.kind == Measure::Kind::target) {
        const auto* target = target_of(plan, measure.id);
        return target == nullptr ? Text{measure.id, measure.id} : target->name;
    }
    if (measure.kind == Measure::Kind::event) return event_name(measure.id);
    if (measure.kind == Measure::Kind::condition) {
        return {condition_name(plan, measure), measure.text};
    }
    Text function{"均值", "mean"};
    if (measure.kind == Measure::Kind::deviation) function = {"标准差", "standard deviation"};
    if (measure.kind == Measure::Kind::low_tail) function = {"最低 5% 均值", "mean of lowest 5 %"};
    if (measure.kind == Measure::Kind::high_tail) {
        function = {"最高 5% 均值", "mean of highest 5 %"};
    }
    if (measure.kind == Measure::Kind::quantile) {
        const std::string level = fmt::format("P{:g}", measure.level * 100.0);
        function = {level, level};
    }
    if (measure.quantity.kind == Quantity::Kind::finish) {
        const auto project = project_of(plan, measure.quantity.project);
        const Text name = project ? plan.projects[static_cast<std::size_t>(*project)].name
                                  : Text{measure.quantity.project, measure.quantity.project};
        return {name.zh + "完工 " + function.zh, "finish of " + name.en + ", " + function.en};
    }
    const Text& name = model::info(measure.quantity.indicator).name;
    const Quantity& quantity = measure.quantity;
    std::string when = std::to_string(quantity.first_year);
    if (quantity.last_year != quantity.first_year) when += "-" + std::to_string(quantity.last_year);
    const std::string dimension =
        quantity.dimension == "total" ? "" : "[" + quantity.dimension + "]";
    return {name.zh + dimension + " " + when + " " + function.zh,
            name.en + dimension + " " + when + ", " + function.en};
}

Measure probability_of_target(const std::string& id) {
    Measure measure;
    measure.kind = Measure::Kind::target;
    measure.id = id;
    measure.text = "P(" + id + ")";
    return measure;
}

Measure probability_of_event(const std::string& event) {
    Measure measure = probability_of_target(event);
    measure.kind = Measure::Kind::event;
    return measure;
}

Measure mean_of(model::Indicator indicator, int year, const std::string& dimension) {
    Measure measure;
    measure.quantity.indicator = indicator;
    measure.quantity.dimension = dimension;
    measure.quantity.first_year = measure.quantity.last_year = year;
    measure.text = fmt::format("mean({}{}@{})", model::info(indicator).id,
                               dimension == "total" ? "" : "[" + dimension + "]", year);
    return measure;
}

Measure quantile_of(double level, model::Indicator indicator, int year,
                    const std::string& dimension) {
    Measure measure = mean_of(indicator, year, dimension);
    measure.kind = Measure::Kind::quantile;
    measure.level = level;
    measure.text = fmt::format("p{:g}{}", level * 100.0, measure.text.substr(4));
    return measure;
}

}  // namespace coffer::analysis
