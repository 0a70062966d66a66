#include "coffer/statistics/gathered.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <Eigen/Core>

#include "coffer/base/money.hpp"
#include "coffer/model/indicators.hpp"
#include "joint.hpp"
#include "told.hpp"

namespace coffer::statistics {

namespace {

/// Numbers need not be whole: so much of one is counted.
constexpr double parts_of_number = 1e6;

double parts_of(model::Unit unit) {
    return unit == model::Unit::count ? parts_of_number : kernel::parts_of(unit);
}

/// Values of a column as whole numbers of a part.
Eigen::ArrayXd parts_of_column(const kernel::SampleTable& table, Eigen::Index column,
                               double more = 1.0) {
    Eigen::ArrayXd parts(table.rows());
    table.copy_parts(column, parts.data());
    // What is the same on all paths comes as a value times its parts.
    return (parts * more).round();
}

}  // namespace

Gathered::Gathered(const plan::Plan& plan)
    : plan_(plan),
      figures_(figures_of(plan)),
      series_(figures_.size()),
      finishes_(plan.projects.size()),
      met_(plan.targets.size(), 0),
      joint_(joint_rows(plan)),
      joint_met_(joint_.size(), 0),
      first_hits_(plan.first_hits(),
                  std::vector<double>(static_cast<std::size_t>(plan.months), 0.0)),
      totals_(plan.projects.size()),
      first_year_fai_(plan.projects.size() + plan.pipelines.size()) {}

void Gathered::add(const kernel::PathStore& paths, const ForEach& for_each) {
    for_each(figures_.size() + finishes_.size(), [&](std::size_t index) {
        if (index < figures_.size()) {
            const Figure& figure = figures_[index];
            const auto unit = model::info(figure.id.indicator).unit;
            const Eigen::ArrayXd parts =
                parts_of_column(figure.id.month > 0 ? paths.monthly : paths.yearly, figure.column,
                                parts_of(unit) / kernel::parts_of(unit));
            series_[index].add({parts.data(), static_cast<std::size_t>(parts.size())});
            return;
        }
        const std::size_t project = index - figures_.size();
        Eigen::ArrayXd moments = parts_of_column(paths.finish, static_cast<Eigen::Index>(project));
        const double beyond = kernel::PathStore::beyond(plan_) * kernel::parts_of_month;
        const auto finished = static_cast<std::size_t>(
            std::remove(moments.data(), moments.data() + moments.size(), beyond) - moments.data());
        finishes_[project].add({moments.data(), finished});
    });
    add_counts(paths);
    paths_ += static_cast<std::uint64_t>(paths.yearly.rows());
}

void Gathered::add_counts(const kernel::PathStore& paths) {
    for (std::size_t t = 0; t < met_.size(); ++t) {
        const Eigen::ArrayXd met = met_on(plan_, plan_.targets[t], paths);
        met_[t] += static_cast<std::uint64_t>((met > 0.0).count());
    }
    if (!joint_.empty()) {
        const JointSample sample = joint_sample(paths);
        for (Eigen::Index path = 0; path < sample.cost.size(); ++path) {
            for (std::size_t row = 0; row < joint_.size(); ++row) {
                if (holds(joint_[row], sample.cost[path], sample.finish[path])) ++joint_met_[row];
            }
        }
    }
    for (std::size_t hit = 0; hit < first_hits_.size(); ++hit) {
        const Eigen::ArrayXd months = paths.first_hit.col(static_cast<Eigen::Index>(hit));
        for (const double month : months) {
            if (month < plan_.months) ++first_hits_[hit][static_cast<std::size_t>(month)];
        }
    }
    for (std::size_t p = 0; p < totals_.size(); ++p) {
        const auto& part = paths.totals[p];
        auto& sum = totals_[p];
        sum.late += part.late;
        sum.suspended += part.suspended;
        sum.cancelled += part.cancelled;
        sum.short_of_money += part.short_of_money;
        sum.funded_share += part.funded_share;
    }
    for (std::size_t f = 0; f < first_year_fai_.size(); ++f) {
        first_year_fai_[f].upper += paths.first_year_fai_sum[f].upper;
        first_year_fai_[f].lower += paths.first_year_fai_sum[f].lower;
    }
}

ProjectResult Gathered::project(std::size_t index) const {
    ProjectResult result = named(plan_, index);
    const auto count = static_cast<double>(paths_);
    const Sketch& finishes = finishes_[index];
    result.probability_finished = static_cast<double>(finishes.size()) / count;
    const auto at = [&](double level) -> std::optional<double> {
        const double place = level * (count - 1.0);
        const auto rank = static_cast<std::size_t>(place);
        const double fraction = place - static_cast<double>(rank);
        // Between a path that finishes and one that does not there is no moment.
        if (rank + (fraction > 0.0 ? 1 : 0) >= finishes.size()) return std::nullopt;
        const double before = finishes.at(rank);
        const double after = fraction > 0.0 ? finishes.at(rank + 1) : before;
        return (before + fraction * (after - before)) / kernel::parts_of_month;
    };
    result.finish_p10 = at(0.10);
    result.finish_p50 = at(0.50);
    result.finish_p90 = at(0.90);
    tell(result, plan_.projects[index], totals_[index], count);
    return result;
}

Forecast Gathered::describe(const kernel::PathStore& reference, const ForEach& for_each) const {
    Forecast forecast;
    forecast.paths = paths_;
    forecast.names = plan_.dimension_names;
    const auto count = static_cast<double>(paths_);
    for (std::size_t t = 0; t < met_.size(); ++t) {
        TargetResult result = named(plan_.targets[t]);
        const double p = static_cast<double>(met_[t]) / count;
        tell(result, p, std::sqrt(p * (1.0 - p) / count), count);
        forecast.targets.push_back(std::move(result));
    }
    for (std::size_t p = 0; p < plan_.projects.size(); ++p) {
        forecast.projects.push_back(project(p));
    }
    for (std::size_t f = 0; f < first_year_fai_.size(); ++f) {
        const double mean = first_year_fai_[f].value() / fen_per_yuan / count;
        forecast.first_year.push_back(first_year_row(plan_, f, mean, reference));
    }
    if (auto row = carried_in_row(plan_)) forecast.first_year.push_back(std::move(*row));
    for (std::size_t hit = 0; hit < first_hits_.size(); ++hit) {
        forecast.first_hits.push_back(first_hit_result(plan_, hit, first_hits_[hit], count));
    }
    forecast.joint = joint_;
    for (std::size_t row = 0; row < joint_.size(); ++row) {
        JointRow& result = forecast.joint[row];
        result.probability = static_cast<double>(joint_met_[row]) / count;
        const Interval interval = share_interval(result.probability, count);
        result.low = *interval.low;
        result.high = *interval.high;
    }
    const QuantileBounds bounds(static_cast<std::size_t>(paths_));
    forecast.series.resize(figures_.size());
    for_each(figures_.size(), [&](std::size_t index) {
        const Figure& figure = figures_[index];
        auto& series = forecast.series[index];
        series = named(figure, reference);
        const bool monthly = figure.id.month > 0;
        const double unit = parts_of(model::info(figure.id.indicator).unit);
        series.summary = series_[index].summary(unit, monthly ? nullptr : &bounds);
    });
    return forecast;
}

std::uint64_t Gathered::most_bytes(const plan::Plan& plan) {
    // Amounts on both sides of zero, from fen to a hundred billion yuan.
    constexpr std::uint64_t of_a_sketch = std::uint64_t{2} * 34 * 1024 * sizeof(std::uint32_t);
    return of_a_sketch * (figures_of(plan).size() + plan.projects.size());
}

std::uint64_t Gathered::bytes() const {
    std::uint64_t sum = 0;
    for (const auto* sketches : {&series_, &finishes_}) {
        for (const Sketch& sketch : *sketches) sum += sketch.bytes();
    }
    return sum;
}

}  // namespace coffer::statistics
