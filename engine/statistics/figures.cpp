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

}  // namespace

std::vector<Figure> figures_of(const plan::Plan& plan) {
    std::vector<Figure> figures;
    for (std::size_t slot = 0; slot < plan.slots.size(); ++slot) {
        for (int year = 0; year < plan.years; ++year) {
            if (!plan.reported(slot, year)) continue;
            figures.push_back({{plan.slots[slot].indicator, plan.slots[slot].dimension,
                                plan.first_year + year, 0},
                               PathStore::year_column(plan, slot, year)});
        }
    }
    for (std::size_t slot = 0; slot < plan::month_slots; ++slot) {
        const auto indicator = plan::indicator_of(static_cast<plan::MonthSlot>(slot));
        for (int month = 0; month < plan.months; ++month) {
            const Month calendar = month_after(plan.start, month);
            figures.push_back({{indicator, "total", calendar.year, calendar.month},
                               PathStore::month_column(plan, slot, month)});
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

Eigen::ArrayXd met_on(const plan::Plan& plan, const plan::TargetPlan& target,
                      const PathStore& paths) {
    Eigen::ArrayXd sample =
        paths.yearly.col(PathStore::year_column(plan, target.slot, target.year));
    for (double& value : sample) {
        value = holds(target.relation, value, target.value) ? 1.0 : 0.0;
    }
    return sample;
}

}  // namespace coffer::statistics
