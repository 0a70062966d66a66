// Which lines and which debt count for the bonds of which project.
#include "debt/coverage.hpp"

#include <algorithm>

#include "coffer/base/contract.hpp"

namespace coffer::plan {
namespace {

template <class Line>
void mark(std::vector<Line>& lines, const std::string& id, std::size_t coverage) {
    const auto place =
        std::find_if(lines.begin(), lines.end(), [&id](const Line& line) { return line.id == id; });
    if (place != lines.end()) place->coverage = coverage;
}

}  // namespace

void add_coverages(const model::Model& model, Plan& plan) {
    for (const auto& coverage : model.coverages) {
        plan.coverages.push_back({coverage.id, {}, {}});
        plan.coverages.back().service.assign(static_cast<std::size_t>(plan.years), 0.0);
    }
}

std::size_t coverage_of_instrument(const model::Model& model, std::size_t instrument) {
    for (std::size_t c = 0; c < model.coverages.size(); ++c) {
        const auto& mine = model.coverages[c].instruments;
        if (std::find(mine.begin(), mine.end(), instrument) != mine.end()) return c;
    }
    return nowhere;
}

void link_coverages(const model::Model& model, Plan& plan) {
    for (std::size_t c = 0; c < model.coverages.size(); ++c) {
        const auto& coverage = model.coverages[c];
        for (const auto i : coverage.revenue) mark(plan.revenue, model.revenue[i].id, c);
        for (const auto i : coverage.expenditure) {
            mark(plan.expenditure, model.expenditure[i].id, c);
        }
        for (const auto i : coverage.project_income) {
            const auto& income = model.project_income[i];
            if (income.kind == model::ProjectIncome::Kind::operating_cost) {
                mark(plan.expenditure, income.id, c);
            } else {
                mark(plan.revenue, income.id, c);
            }
        }
        for (const auto i : coverage.sources) {
            plan.sources[i].coverage = c;
            for (const auto floating : plan.sources[i].debt.floating) {
                plan.floating[floating].coverage = c;
            }
        }
        for (std::size_t which = 0; which < model::coverage_cases; ++which) {
            plan.coverages[c].slots[which] = plan.slots.size();
            plan.slots.push_back({model::Indicator::special_coverage,
                                  {model::Dimension::Kind::project, coverage.id, which}});
        }
    }
}

}  // namespace coffer::plan
