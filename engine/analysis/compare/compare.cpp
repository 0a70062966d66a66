#include "coffer/analysis/compare.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "coffer/run/parallel.hpp"

namespace coffer::analysis {
namespace {

using kernel::PathStore;
using statistics::Difference;

std::span<const double> span_of(const Eigen::ArrayXd& values) {
    return {values.data(), static_cast<std::size_t>(values.size())};
}

/// One on paths in a tier, with something refused and the like: yearly figures of a count that is
/// never more.
bool is_share(const Eigen::ArrayXd& before, const Eigen::ArrayXd& after, model::Unit unit) {
    if (unit == model::Unit::money) return false;
    const auto zero_or_one = [](double value) { return value == 0.0 || value == 1.0; };
    return std::all_of(before.begin(), before.end(), zero_or_one) &&
           std::all_of(after.begin(), after.end(), zero_or_one);
}

FigureChange figure_change(const statistics::FigureId& id, const Eigen::ArrayXd& before,
                           const Eigen::ArrayXd& after, const statistics::Resamples& resamples) {
    FigureChange change;
    change.id = id;
    change.unit = model::info(id.indicator).unit;
    change.is_share = is_share(before, after, change.unit);
    change.mean = change.is_share ? statistics::share_difference(span_of(before), span_of(after))
                                  : statistics::mean_difference(span_of(before), span_of(after));
    constexpr std::array<double, 3> levels{0.05, 0.50, 0.95};
    const auto quantiles =
        statistics::quantile_differences(span_of(before), span_of(after), levels, resamples);
    std::copy(quantiles.begin(), quantiles.end(), change.quantiles.begin());
    return change;
}

/// On the paths on which both moments lie within the plan.
Difference later_on_both(const Eigen::ArrayXd& before, const Eigen::ArrayXd& after, double beyond) {
    std::vector<double> first, second;
    for (Eigen::Index path = 0; path < before.size(); ++path) {
        if (before[path] >= beyond || after[path] >= beyond) continue;
        first.push_back(before[path]);
        second.push_back(after[path]);
    }
    if (first.empty()) return {};
    return statistics::mean_difference(first, second);
}

Eigen::ArrayXd happens(Eigen::ArrayXd moments, double beyond) {
    for (double& moment : moments) moment = moment < beyond ? 1.0 : 0.0;
    return moments;
}

std::optional<double> mean_where_it_happens(const Eigen::ArrayXd& moments, double beyond) {
    double sum = 0.0, count = 0.0;
    for (const double moment : moments) {
        if (moment >= beyond) continue;
        sum += moment;
        count += 1.0;
    }
    if (count == 0.0) return std::nullopt;
    return sum / count;
}

std::optional<double> median_within(const Eigen::ArrayXd& moments, double beyond) {
    std::vector<double> sorted(moments.begin(), moments.end());
    const auto middle = static_cast<std::ptrdiff_t>((sorted.size() - 1) / 2);
    std::nth_element(sorted.begin(), sorted.begin() + middle, sorted.end());
    const double median = sorted[static_cast<std::size_t>(middle)];
    if (median >= beyond) return std::nullopt;
    return median;
}

class Comparer {
  public:
    Comparer(const plan::Plan& plan_before, const PathStore& before, const plan::Plan& plan_after,
             const PathStore& after)
        : plan_before_(plan_before), before_(before), plan_after_(plan_after), after_(after) {}

    void figures(const statistics::Resamples& resamples, int threads, Comparison& comparison) {
        std::vector<std::pair<statistics::Figure, statistics::Figure>> common;
        const auto theirs = statistics::figures_of(plan_after_);
        for (const auto& figure : statistics::figures_of(plan_before_)) {
            if (figure.id.month > 0) continue;
            const auto found = std::find_if(theirs.begin(), theirs.end(), [&](const auto& other) {
                return other.id == figure.id;
            });
            if (found != theirs.end()) common.emplace_back(figure, *found);
        }
        comparison.figures.resize(common.size());
        run::for_each(common.size(), threads, [&](std::size_t i) {
            comparison.figures[i] =
                figure_change(common[i].first.id, statistics::sample_of(before_, common[i].first),
                              statistics::sample_of(after_, common[i].second), resamples);
        });
    }

    void targets(Comparison& comparison) {
        for (const auto& target : plan_before_.targets) {
            const auto* other = same(plan_after_.targets, target.id);
            if (other == nullptr) {
                comparison.only_before.push_back(target.id);
                continue;
            }
            const auto first = statistics::met_on(plan_before_, target, before_);
            const auto second = statistics::met_on(plan_after_, *other, after_);
            comparison.targets.push_back(
                {target.id, target.name, target.span,
                 statistics::share_difference(span_of(first), span_of(second))});
        }
        only_in(plan_after_.targets, plan_before_.targets, comparison.only_after);
    }

    void hits(Comparison& comparison) {
        const std::size_t common = std::min(plan_before_.first_hits(), plan_after_.first_hits());
        for (std::size_t hit = 0; hit < common; ++hit) {
            const Eigen::ArrayXd first = before_.first_hit.col(static_cast<Eigen::Index>(hit));
            const Eigen::ArrayXd second = after_.first_hit.col(static_cast<Eigen::Index>(hit));
            const double beyond = plan_before_.months;
            HitChange change;
            change.event = plan::first_hit_names[hit];
            change.probability = statistics::share_difference(span_of(happens(first, beyond)),
                                                              span_of(happens(second, beyond)));
            change.mean_month_before = mean_where_it_happens(first, beyond);
            change.mean_month_after = mean_where_it_happens(second, beyond);
            change.months = later_on_both(first, second, beyond);
            comparison.hits.push_back(std::move(change));
        }
    }

    void projects(Comparison& comparison) {
        for (std::size_t p = 0; p < plan_before_.projects.size(); ++p) {
            const auto& project = plan_before_.projects[p];
            const auto* other = same(plan_after_.projects, project.id);
            if (other == nullptr) {
                comparison.only_before.push_back(project.id);
                continue;
            }
            const auto place = other - plan_after_.projects.data();
            const Eigen::ArrayXd first = before_.finish.col(static_cast<Eigen::Index>(p));
            const Eigen::ArrayXd second = after_.finish.col(place);
            const double beyond = PathStore::beyond(plan_before_);
            ProjectChange change;
            change.id = project.id;
            change.name = project.name;
            change.finished = statistics::share_difference(span_of(happens(first, beyond)),
                                                           span_of(happens(second, beyond)));
            change.p50_before = median_within(first, beyond);
            change.p50_after = median_within(second, beyond);
            change.months = later_on_both(first, second, beyond);
            comparison.projects.push_back(std::move(change));
        }
        only_in(plan_after_.projects, plan_before_.projects, comparison.only_after);
    }

  private:
    template <class Item>
    static const Item* same(const std::vector<Item>& items, const std::string& id) {
        const auto found = std::find_if(items.begin(), items.end(),
                                        [&](const Item& item) { return item.id == id; });
        return found == items.end() ? nullptr : &*found;
    }
    template <class Item>
    static void only_in(const std::vector<Item>& here, const std::vector<Item>& there,
                        std::vector<std::string>& ids) {
        for (const Item& item : here) {
            if (same(there, item.id) == nullptr) ids.push_back(item.id);
        }
    }

    const plan::Plan& plan_before_;
    const PathStore& before_;
    const plan::Plan& plan_after_;
    const PathStore& after_;
};

/// Streams are named after ids: plans that share none have no draw in common.
std::size_t shared_ids(const model::Model& first, const model::Model& other) {
    std::set<std::string> ids;
    const auto collect = [&](const model::Model& model, const auto& take) {
        for (const auto& item : model.drivers) take("driver/" + item.id);
        for (const auto& item : model.projects) take("project/" + item.id);
        for (const auto& item : model.revenue) take("revenue/" + item.id);
    };
    collect(first, [&](const std::string& id) { ids.insert(id); });
    std::size_t shared = 0;
    collect(other, [&](const std::string& id) { shared += ids.contains(id) ? 1 : 0; });
    return shared;
}

}  // namespace

Comparison compare(const plan::Plan& plan_before, const PathStore& before,
                   const plan::Plan& plan_after, const PathStore& after,
                   const statistics::Resamples& resamples, int threads) {
    Comparison comparison;
    Comparer comparer(plan_before, before, plan_after, after);
    comparer.figures(resamples, threads, comparison);
    comparer.targets(comparison);
    comparer.hits(comparison);
    comparer.projects(comparison);
    return comparison;
}

bool check_comparable(const Case& first, const Case& other, const Position& at,
                      Diagnostics& diagnostics) {
    const std::size_t before = diagnostics.error_count();
    const auto refuse = [&](Text why, Text suggestion) {
        diagnostics.error(
            at, {"这个方案不能与第一个比较", "this plan cannot be compared with the first"},
            std::move(why), std::move(suggestion));
    };
    const auto years = [](const model::Model& model) {
        return std::to_string(model.first_year) + "-" +
               std::to_string(model.first_year + model.years - 1);
    };
    if (first.model.first_year != other.model.first_year ||
        first.model.years != other.model.years) {
        refuse({"规划期不同：" + years(first.model) + " 与 " + years(other.model),
                "their years differ: " + years(first.model) + " and " + years(other.model)},
               {"请给两个方案同样的 scenario.first_year 和 scenario.years。",
                "Give both the same scenario.first_year and scenario.years."});
    }
    if (first.model.simulation.median != other.model.simulation.median) {
        refuse({"一个随机抽样，一个全取中位数", "one draws at random, the other only medians"},
               {"请给两个方案同样的 simulation.draws。", "Give both the same simulation.draws."});
    }
    if (shared_ids(first.model, other.model) == 0) {
        refuse({"两者没有相同编号的因子、项目或收入，没有一个抽样相同",
                "they share no id of a driver, project or revenue line, so no draw at all"},
               {"比较的应是同一个县的两个方案。", "Compare two plans of one county."});
    }
    return diagnostics.error_count() == before;
}

}  // namespace coffer::analysis
