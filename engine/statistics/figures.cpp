#include "coffer/statistics/figures.hpp"

#include <algorithm>

namespace coffer::statistics {

namespace {

using kernel::PathStore;

bool holds(model::Target::Relation relation, double value, double bound) {
    switch (relation) {
        case model::Target::Relation::at_least:
            return value >= bound;
        case model::Target::Relation::above:
            return value > bound;
        case model::Target::Relation::at_most:
            return value <= bound;
        case model::Target::Relation::below:
            return value < bound;
    }
    return false;
}

/// 1 where the project is completed in the months from `begin` up to `end`.
Eigen::ArrayXd completed_on(std::size_t project, int begin, int end, const PathStore& paths) {
    Eigen::ArrayXd moments = paths.finish.col(static_cast<Eigen::Index>(project));
    for (double& moment : moments) {
        // A month's end belongs to it; what is complete at the start counts in the first month.
        const bool after = begin == 0 || moment > begin;
        moment = after && moment <= end ? 1.0 : 0.0;
    }
    return moments;
}

/// What the target is about, in one of its periods.
Eigen::ArrayXd figure_on(const plan::Plan& plan, const plan::TargetPlan& target, int period,
                         const PathStore& paths) {
    const bool by_month = target.span.by_month();
    if (target.project != plan::nowhere) {
        const int months = by_month ? 1 : 12;
        return completed_on(target.project, period * months, (period + 1) * months, paths);
    }
    if (by_month) return paths.monthly.col(PathStore::month_column(plan, target.slot, period));
    return paths.yearly.col(PathStore::year_column(plan, target.slot, period));
}

}  // namespace

std::vector<Figure> figures_of(const plan::Plan& plan) {
    std::vector<Figure> figures;
    for (std::size_t slot = 0; slot < plan.slots.size(); ++slot) {
        for (int year = 0; year < plan.years; ++year) {
            if (!plan.reported(slot, year)) continue;
            figures.push_back({{plan.slots[slot].indicator, plan.slots[slot].dimension.text(),
                                plan.first_year + year, 0},
                               PathStore::year_column(plan, slot, year)});
        }
    }
    for (std::size_t place = 0; place < plan.kept_months.size(); ++place) {
        const auto indicator = plan::indicator_of(plan.kept_months[place]);
        for (int month = 0; month < plan.months; ++month) {
            const Month calendar = month_after(plan.start, month);
            figures.push_back({{indicator, "total", calendar.year, calendar.month},
                               PathStore::month_column(plan, place, month)});
        }
    }
    std::stable_sort(figures.begin(), figures.end(), [](const Figure& a, const Figure& b) {
        return a.id.indicator < b.id.indicator;
    });
    return figures;
}

std::optional<Figure> find_figure(const plan::Plan& plan, const FigureId& id) {
    const auto figures = figures_of(plan);
    const auto found = std::find_if(figures.begin(), figures.end(),
                                    [&](const Figure& figure) { return figure.id == id; });
    if (found == figures.end()) return std::nullopt;
    return *found;
}

Eigen::ArrayXd sample_of(const PathStore& paths, const Figure& figure) {
    return (figure.id.month > 0 ? paths.monthly : paths.yearly).col(figure.column);
}

namespace {

/// The periods of a target in one: `each` is made of every period where periods count alone, else
/// of what they come to together.
template <class Each>
Eigen::ArrayXd over_periods(const plan::Plan& plan, const plan::TargetPlan& target,
                            const PathStore& paths, const Each& each) {
    using Over = model::Target::Over;
    const bool alone = target.over == Over::every || target.over == Over::any;
    const auto of = [&](int period) {
        Eigen::ArrayXd values = figure_on(plan, target, period, paths);
        return alone ? each(std::move(values)) : values;
    };
    Eigen::ArrayXd result = of(target.first);
    for (int period = target.first + 1; period <= target.last; ++period) {
        const Eigen::ArrayXd values = of(period);
        if (target.over == Over::every || target.over == Over::min) {
            result = result.min(values);
        } else if (target.over == Over::any || target.over == Over::max) {
            result = result.max(values);
        } else {
            result += values;
        }
    }
    if (alone) return result;
    if (target.over == Over::mean) result /= target.last - target.first + 1;
    return each(std::move(result));
}

}  // namespace

Eigen::ArrayXd met_on(const plan::Plan& plan, const plan::TargetPlan& target,
                      const PathStore& paths) {
    return over_periods(plan, target, paths, [&target](Eigen::ArrayXd values) {
        for (double& value : values) {
            value = holds(target.relation, value, target.value) ? 1.0 : 0.0;
        }
        return values;
    });
}

Eigen::ArrayXd margins_on(const plan::Plan& plan, const plan::TargetPlan& target,
                          const PathStore& paths) {
    using Relation = model::Target::Relation;
    const bool up = target.relation == Relation::at_least || target.relation == Relation::above;
    return over_periods(plan, target, paths, [&](const Eigen::ArrayXd& values) -> Eigen::ArrayXd {
        return (up ? 1.0 : -1.0) * (values - target.value);
    });
}

}  // namespace coffer::statistics
